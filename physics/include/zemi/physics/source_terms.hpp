// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/select.hpp>
#include <zemi/physics/bounded_acceleration.hpp>
#include <zemi/physics/congested_relaxation.hpp>
#include <zemi/physics/source_term.hpp>

#include <string_view>
#include <tuple>
#include <type_traits>

namespace zemi {

/// The source terms that a case may name. A new one is its header, one entry here, and one test.
template <int N>
using SourceTerms = TypeList<ConstantRelaxation<N>, CongestedRelaxation<N>, BoundedAcceleration<N>>;

/// One source term out of a list, chosen at run time, with its parameters. Kernels choose once per cell and time step
/// and not once per evaluation, and there is one kernel for all terms, so that a new term costs little to compile.
template <int N, class List = SourceTerms<N>>
struct SourceChoice;

template <int N, class... Terms>
struct SourceChoice<N, TypeList<Terms...>> : Terms... {
    static_assert((SourceTerm<Terms, N> && ...));

    int index; ///< in the list

    /// The term that `spec.source` names. Throws std::invalid_argument that lists the known names, and for parameters
    /// that make no sense.
    [[nodiscard]] static SourceChoice make(ModelSpec const& spec)
    {
        SourceChoice choice{};
        choice.index = select("source term", spec.source, TypeList<Terms...>{}, [&]<class Term>() {
            static_cast<Term&>(choice) = Term::make(spec);
            int i = 0;
            int found = 0;
            ((found = std::is_same_v<Term, Terms> ? i : found, ++i), ...);
            return found;
        });
        return choice;
    }

    /// f(term), whose result may not depend on the type of the term.
    template <class F>
    KOKKOS_FORCEINLINE_FUNCTION auto visit(F const& f) const noexcept
    {
        using First = std::tuple_element_t<0, std::tuple<Terms...>>;
        decltype(f(static_cast<First const&>(*this))) result{};
        int i = 0;
        ((index == i++ ? (result = f(static_cast<Terms const&>(*this)), true) : false) || ...);
        return result;
    }
};

/// Whether a source term of that name has a closed form; false for unknown names.
[[nodiscard]] inline bool has_closed_form(std::string_view name)
{
    auto const fits = [&]<class... Terms>(TypeList<Terms...>) {
        return ((RelaxationTerm<Terms, 1> && Terms::name == name) || ...);
    };
    return fits(SourceTerms<1>{});
}

} // namespace zemi
