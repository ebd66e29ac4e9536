// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/dual.hpp>
#include <zemi/core/pack.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/unroll.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/physics/model_spec.hpp>

#include <Kokkos_Macros.hpp>

#include <concepts>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace zemi {

/// A source term of N classes: how drivers accelerate where the densities are what they are,
///
///     dv_i / dt = a_i(rho, v, Ve),     d_t y_i + d_x (y_i v_i) = rho_i a_i
///
/// with the densities rho [veh/m], speeds v [m/s] and equilibrium speeds Ve [m/s] of all classes at one place (the road
/// is in Ve). A struct of parameters in SI units that is copied bit by bit, with
///  - name: as in case files;
///  - make(spec): the term of a model; throws std::invalid_argument, naming class and parameter, for what makes no sense;
///  - acceleration(density, speed, equilibrium) [m/s^2]: a template on the number type T of the speeds alone, which is
///    Real, or Dual where an implicit integrator asks for its derivatives; branch-free on the state (select, min, max).
/// That is all: KokkosODE integrates it in time. How to add one: numerics/README.md.
template <class S, int N>
concept SourceTerm = std::is_trivially_copyable_v<S>
                  && requires(S const s, ModelSpec const& spec, Vec<Real, N> const& density, Vec<Real, N> const& speed,
                              Vec<Dual<N>, N> const& dual_speed, Vec<Real, N> const& equilibrium) {
                         { S::name } -> std::convertible_to<std::string_view>;
                         { S::make(spec) } -> std::same_as<S>;
                         { s.acceleration(density, speed, equilibrium) } noexcept -> std::same_as<Vec<Real, N>>;
                         { s.acceleration(density, dual_speed, equilibrium) } noexcept -> std::same_as<Vec<Dual<N>, N>>;
                     };

/// Source terms a_i = (Ve_i - v_i) r_i(rho): at frozen densities they have a closed form, whatever r is, so that they
/// need no integrator and suit IMEX schemes. relaxation_rate(density) is r of each class [1/s], a template on the number
/// type.
template <class S, int N>
concept RelaxationTerm =
    SourceTerm<S, N> && requires(S const s, Vec<Real, N> const& density, Vec<Pack, N> const& packs) {
        { s.relaxation_rate(density) } noexcept -> std::same_as<Vec<Real, N>>;
        { s.relaxation_rate(packs) } noexcept -> std::same_as<Vec<Pack, N>>;
    };

namespace detail {

/// The acceleration of a RelaxationTerm.
template <int N, class T>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> relax_at_rate(Vec<Real, N> const& rate, Vec<T, N> const& speed,
                                                    Vec<Real, N> const& equilibrium) noexcept
{
    Vec<T, N> acceleration{};
    unroll<N>([&](auto c) { acceleration[c] = (T(equilibrium[c]) - speed[c]) * T(rate[c]); });
    return acceleration;
}

/// For make() of source terms: throws unless `good`.
inline void require_of_class(bool good, ClassSpec const& vehicle, std::string const& what)
{
    if (!good) {
        throw std::invalid_argument("class \"" + vehicle.name + "\": " + what);
    }
}

} // namespace detail

/// The published source, (Ve - v) / tau.
template <int N>
struct ConstantRelaxation {
    static constexpr std::string_view name = "relaxation";

    Vec<Real, N> rate; ///< 1 / tau [1/s]

    [[nodiscard]] static ConstantRelaxation make(ModelSpec const& spec)
    {
        ConstantRelaxation term{};
        for (int c = 0; c < N; ++c) {
            ClassSpec const& vehicle = spec.classes[static_cast<std::size_t>(c)];
            detail::require_of_class(vehicle.relaxation_time > 0, vehicle, "relaxation time must be positive");
            term.rate[c] = 1 / vehicle.relaxation_time;
        }
        return term;
    }

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> relaxation_rate(Vec<T, N> const&) const noexcept
    {
        return convert<T>(rate);
    }
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> acceleration(Vec<Real, N> const&, Vec<T, N> const& speed,
                                                       Vec<Real, N> const& equilibrium) const noexcept
    {
        return detail::relax_at_rate(rate, speed, equilibrium);
    }
};

static_assert(RelaxationTerm<ConstantRelaxation<1>, 1> && RelaxationTerm<ConstantRelaxation<3>, 3>);

} // namespace zemi
