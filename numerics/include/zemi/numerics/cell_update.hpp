// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/unroll.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/numerics/time_scheme.hpp>
#include <zemi/physics/concepts.hpp>

namespace zemi {

// The pieces of a stage, for one cell (T = Real), for eight neighbouring cells of one run (T = Pack, step size and
// fractions of type Real) or for one cell of eight runs (all of them Pack). The loops around them belong to the engines.

/// What is stored of a cell between two steps: the conserved variables, then the speeds of the classes, which were
/// recovered for the wave speeds at the end of the step and serve again at the beginning of the next one. Between two
/// stages of a step only the conserved variables are valid.
template <ConservationLaw E>
inline constexpr int num_stored = E::num_eqn + E::num_primitive - E::num_classes;

/// The primitive variables among what is stored; `stored(k)`: its k-th number.
template <class T, ConservationLaw E, class Stored>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, E::num_primitive> stored_primitive(Stored const& stored) noexcept
{
    Vec<T, E::num_primitive> q{};
    unroll<E::num_classes>([&](auto c) { q[c] = stored(E::density_index(c)); });
    unroll<E::num_primitive - E::num_classes>([&](auto k) { q[E::num_classes + k] = stored(E::num_eqn + k); });
    return q;
}
/// The same of numbers that are at hand; `stored`: [num_stored].
template <class T, ConservationLaw E>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, E::num_primitive> stored_primitive(Vec<T, num_stored<E>> const& stored) noexcept
{
    return stored_primitive<T, E>([&](int k) { return stored[k]; });
}

/// What relaxation adds to rho w of each class; it leaves the densities alone.
template <class T, ConservationLaw E>
using MarkerIncrement = Vec<T, E::num_classes>;

/// A cell ready for the flux: relaxed by the fraction that the stage asks for.
template <class T, ConservationLaw E>
struct PreparedCell {
    Vec<T, E::num_primitive> primitive;
    MarkerIncrement<T, E> increment;
};

/// Equations whose to_primitive(), relax() and point_state() take, in place of the road data, what the densities decide:
/// relaxation leaves that alone, so a cell that needs it several times takes it once.
template <class E, class T>
concept HasDensityTerms = requires(E const& e, Vec<T, E::num_classes> const& density,
                                   Vec<T, E::num_road_data> const& road) { e.density_terms(density, road); };

/// What to_primitive(), relax() and point_state() take beside the state; the road data, unless HasDensityTerms.
template <class T, ConservationLaw E>
KOKKOS_FORCEINLINE_FUNCTION auto density_terms(E const& e, Vec<T, E::num_eqn> const& u,
                                               Vec<T, E::num_road_data> const& road) noexcept
{
    if constexpr (HasDensityTerms<E, T>) {
        Vec<T, E::num_classes> density{};
        unroll<E::num_classes>([&](auto c) { density[c] = u[E::density_index(c)]; });
        return e.density_terms(density, road);
    } else {
        return road;
    }
}

template <class T, ConservationLaw E>
using DensityTermsOf = decltype(density_terms<T>(E{}, Vec<T, E::num_eqn>{}, Vec<T, E::num_road_data>{}));

/// Equations whose relax() takes the time [s] in the place of the fraction (RelaxationStep::timed) and integrates the
/// source over it; where that does not succeed, the increment is NaN.
template <class E>
concept RelaxesByTime = requires { requires E::relaxes_by_time; };

/// Relaxes `q` by `fraction` of the distance to equilibrium. `terms`: see
/// density_terms(), or the road data.
template <class T, class F, class Terms, ConservationLaw E>
KOKKOS_FORCEINLINE_FUNCTION MarkerIncrement<T, E>
relax_cell(E const& e, Vec<T, E::num_primitive>& q, Terms const& terms, Vec<F, E::num_classes> const& fraction) noexcept
{
    auto result = MarkerIncrement<T, E>::filled(T(0));
    if constexpr (E::has_relaxation) {
        auto const increment = e.relax(q, terms, convert<T>(fraction));
        unroll<E::num_classes>([&](auto c) { result[c] = increment[E::marker_index(c)]; });
    }
    return result;
}

/// Relaxes primitive variables by `fraction` of the distance to equilibrium (0: not at all). `terms`: see
/// density_terms(), or the road data.
template <class T, class F, class Terms, ConservationLaw E>
KOKKOS_FORCEINLINE_FUNCTION PreparedCell<T, E> prepare_cell(E const& e, Vec<T, E::num_primitive> const& q,
                                                            Terms const& terms,
                                                            Vec<F, E::num_classes> const& fraction) noexcept
{
    PreparedCell<T, E> result{q, {}};
    result.increment = relax_cell<T>(e, result.primitive, terms, fraction);
    return result;
}

/// A new state, checked.
template <class T, ConservationLaw E>
struct CheckedCell {
    Vec<T, E::num_eqn> u;
    T floors; ///< densities set to zero
    MaskOf<T> admissible;
};

/// Counts and removes negative densities of rounding size and checks the state. `floor_density` [veh/m]: what counts as
/// rounding.
template <class T, class F, ConservationLaw E>
KOKKOS_FORCEINLINE_FUNCTION CheckedCell<T, E> check_cell(E const& e, Vec<T, E::num_eqn> const& u,
                                                         F const& floor_density) noexcept
{
    CheckedCell<T, E> result{u, T(0), {}};
    T lowest = u[E::density_index(0)];
    unroll<E::num_classes - 1>([&](auto c) { lowest = min(lowest, u[E::density_index(c + 1)]); });
    if (any_of(lowest < T(0))) { // hardly ever
        unroll<E::num_classes>([&](auto c) {
            T& density = result.u[E::density_index(c)];
            auto const acts = (density < T(0)) && (density > T(-floor_density));
            result.floors += select(acts, T(1), T(0));
            if constexpr (HasMarkers<E>) {
                result.u[E::marker_index(c)] = select(acts, T(0), result.u[E::marker_index(c)]);
            }
            density = select(acts, T(0), density);
        });
    }
    result.admissible = e.is_admissible(result.u);
    return result;
}

/// A cell at the end of a step.
template <class T, ConservationLaw E>
struct FinishedCell {
    Vec<T, E::num_eqn> u;
    Vec<T, E::num_primitive> primitive;
    T max_speed; ///< largest |wave speed| [m/s]

    /// False where the source could not be integrated after the last stage; no other state has to be checked twice.
    [[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION MaskOf<T> admissible(E const& e) const noexcept
        requires RelaxesByTime<E>
    {
        return e.is_admissible(u);
    }
};

/// After the last stage: relaxes once more if the scheme says so, and takes the wave speeds. `terms`: see
/// density_terms(), or the road data.
template <class T, class F, class Terms, ConservationLaw E>
KOKKOS_FORCEINLINE_FUNCTION FinishedCell<T, E> finish_cell(E const& e, Vec<T, E::num_eqn> const& u, Terms const& terms,
                                                           bool relax, Vec<F, E::num_classes> const& fraction) noexcept
{
    FinishedCell<T, E> result{u, e.to_primitive(u, terms), T(0)};
    if constexpr (E::has_relaxation) {
        if (relax) {
            auto const increment = relax_cell<T>(e, result.primitive, terms, fraction);
            unroll<E::num_classes>(
                [&](auto c) { result.u[E::marker_index(c)] = u[E::marker_index(c)] + increment[c]; });
        }
    }
    WaveSpeeds<T> const speeds = e.wave_speeds(e.point_state(result.primitive, terms));
    result.max_speed = max(speeds.max, -speeds.min); // min <= max
    return result;
}

/// What relaxation adds in a stage, see Stage. `fraction`: f of each class. Terms that the stage does not have may be
/// anything.
template <ConservationLaw E, class T, class F>
KOKKOS_FORCEINLINE_FUNCTION MarkerIncrement<T, E>
source_of_stage(Stage const& stage, Vec<F, E::num_classes> const& fraction, MarkerIncrement<T, E> const& of_input,
                MarkerIncrement<T, E> const& of_start, MarkerIncrement<T, E> const& of_previous) noexcept
{
    auto source = zip([&](T const& d) { return T(stage.input_increment) * d; }, of_input);
    if (stage.needs_start()) {
        unroll<E::num_classes>([&](auto c) {
            source[c] += (T(stage.start_increment) + T(stage.start_increment_again) * T(fraction[c])) * of_start[c];
        });
    }
    if (stage.needs_previous()) {
        unroll<E::num_classes>([&](auto c) { source[c] += T(stage.previous_increment) * of_previous[c]; });
    }
    return source;
}

/// The linear combination of a stage, see Stage. `source`: see source_of_stage(); `net_inflow` = F_left - F_right.
template <ConservationLaw E, class T, class D>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, E::num_eqn>
combine_stage(Stage const& stage, D const& dt_over_dx, Vec<T, E::num_eqn> const& input,
              MarkerIncrement<T, E> const& source, Vec<T, E::num_eqn> const& start,
              Vec<T, E::num_eqn> const& net_inflow) noexcept
{
    D const weight = D(stage.flux) * dt_over_dx;
    auto change = zip([&](T const& f) { return weight * f; }, net_inflow);
    if constexpr (E::has_relaxation) {
        unroll<E::num_classes>([&](auto c) { change[E::marker_index(c)] = source[c] + change[E::marker_index(c)]; });
    }
    if (stage.start == 0) { // then input is 1
        return zip([](T const& u, T const& du) { return u + du; }, input, change);
    }
    return zip([&](T const& u0, T const& u, T const& du) { return (stage.start * u0 + stage.input * u) + du; }, start,
               input, change);
}

} // namespace zemi
