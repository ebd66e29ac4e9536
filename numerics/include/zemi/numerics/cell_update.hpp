// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/numerics/time_scheme.hpp>
#include <zemi/physics/concepts.hpp>

namespace zemi {

// The three pieces of a stage, for one cell (T = Real), for eight neighbouring cells of one run (T = Pack, step size and
// fractions of type Real) or for one cell of eight runs (all of them Pack). The loops around them belong to the engines.

/// A cell ready for the flux: relaxed by the scheme's fraction where the stage asks for it.
template <class T, ConservationLaw E>
struct PreparedCell {
    Vec<T, E::num_primitive> primitive;
    Vec<T, E::num_eqn> increment; ///< of the conserved variables, by relaxation
};

/// Primitive variables of a stored state, after the relaxation that the stage asks for.
template <class T, class F, ConservationLaw E>
KOKKOS_FORCEINLINE_FUNCTION PreparedCell<T, E> prepare_cell(E const& e, Vec<T, E::num_eqn> const& u,
                                                            Vec<T, E::num_road_data> const& road, bool relax,
                                                            Vec<F, E::num_classes> const& fraction) noexcept
{
    PreparedCell<T, E> result{e.to_primitive(u, road), Vec<T, E::num_eqn>::filled(T(0))};
    if constexpr (E::has_relaxation) {
        if (relax) {
            result.increment = e.relax(result.primitive, road, convert<T>(fraction));
        }
    }
    return result;
}

/// What becomes of a cell at the end of a stage.
template <class T, ConservationLaw E>
struct FinishedCell {
    Vec<T, E::num_eqn> u;
    Vec<T, E::num_classes> density;
    T max_speed;           ///< largest |wave speed| [m/s]; 0 if the stage is not the last
    T floors;              ///< densities set to zero
    MaskOf<T> admissible;
};

/// Counts and removes negative densities of rounding size, checks the state, relaxes once more and takes the wave
/// speeds if this was the last stage. `floor_density` [veh/m]: what counts as rounding.
template <class T, class F, ConservationLaw E>
KOKKOS_FORCEINLINE_FUNCTION FinishedCell<T, E>
finish_cell(E const& e, Vec<T, E::num_eqn> u, Vec<T, E::num_road_data> const& road, bool last, bool relax,
            Vec<F, E::num_classes> const& fraction, F const& floor_density) noexcept
{
    FinishedCell<T, E> result{};
    result.floors = T(0);
    result.max_speed = T(0);
    for (int c = 0; c < E::num_classes; ++c) {
        T& density = u[E::density_index(c)];
        auto const acts = (density < T(0)) && (density > T(-floor_density));
        result.floors += select(acts, T(1), T(0));
        if constexpr (HasMarkers<E>) {
            u[E::marker_index(c)] = select(acts, T(0), u[E::marker_index(c)]);
        }
        density = select(acts, T(0), density);
        result.density[c] = density;
    }
    result.admissible = e.is_admissible(u);
    if (last) {
        auto q = e.to_primitive(u, road);
        if constexpr (E::has_relaxation) {
            if (relax) {
                auto const increment = e.relax(q, road, convert<T>(fraction));
                u = zip([](T const& a, T const& b) { return a + b; }, u, increment);
            }
        }
        WaveSpeeds<T> const speeds = e.wave_speeds(e.point_state(q, road));
        result.max_speed = max(abs(speeds.min), abs(speeds.max));
    }
    result.u = u;
    return result;
}

/// The linear combination of a stage, see Stage. `divergence` = (F_left - F_right) / dx; start terms only if the stage
/// is not the first.
template <class T, class D, int N>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, N>
combine_stage(Stage const& stage, bool first, D const& dt, Vec<T, N> const& input, Vec<T, N> const& input_increment,
              Vec<T, N> const& start, Vec<T, N> const& start_increment, Vec<T, N> const& divergence) noexcept
{
    D const flux_dt = D(stage.flux) * dt;
    if (first) {
        return zip([&](T const& u, T const& du, T const& l) { return u + (stage.input_increment * du + flux_dt * l); },
                   input, input_increment, divergence);
    }
    return zip(
        [&](T const& u0, T const& du0, T const& u, T const& du, T const& l) {
            return (stage.start * u0 + stage.input * u)
                 + (stage.start_increment * du0 + (stage.input_increment * du + flux_dt * l));
        },
        start, start_increment, input, input_increment, divergence);
}

} // namespace zemi
