// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/limiter.hpp>
#include <zemi/numerics/weno.hpp>

#include <type_traits>

namespace zemi {

/// What a scheme leaves to be chosen at run time, so that one kernel serves all that differ in nothing else.
struct SchemeRule {
    SlopeLimiter limiter = SlopeLimiter::mc; ///< of Muscl
    WenoWeights weights = WenoWeights::z; ///< of Weno5
    bool one_speed = false; ///< of HllOrRusanov: Rusanov's flux
};

namespace detail {

template <class M>
struct FormulaOf {
    using type = M;
};
template <class M>
    requires requires { typename M::Formula; }
struct FormulaOf<M> {
    using type = typename M::Formula;
};

} // namespace detail

/// The reconstruction or flux whose kernels compute `M`: itself, unless it names another one as its Formula, which the
/// rule tells the rest.
template <class M>
using FormulaOf = typename detail::FormulaOf<M>::type;

/// The functor of a flux as the rule has it; fluxes with kernels of their own are empty.
template <class Flux>
KOKKOS_FORCEINLINE_FUNCTION Flux flux_of([[maybe_unused]] SchemeRule const& rule) noexcept
{
    if constexpr (std::is_empty_v<Flux>) {
        return {};
    } else {
        return Flux{rule.one_speed};
    }
}

} // namespace zemi
