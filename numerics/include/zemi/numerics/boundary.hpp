// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/problem.hpp>
#include <zemi/physics/concepts.hpp>

namespace zemi {

/// The two ends of a road.
enum class Side { left, right };

/// What a kernel needs to know of one end of the road during one phase of its schedule (of eight roads if the
/// parameters of E are packs).
template <ConservationLaw E>
struct BoundaryPoint {
    using T = ParameterOf<E>;
    BoundaryKind kind = BoundaryKind::outflow;
    Vec<T, E::num_primitive> primitive{}; ///< imposed state (inflow)
    Vec<T, E::num_point> point{};         ///< the same as a point state
    T capacity_scale = T(1); ///< see ray_flow(); factor on the imposed densities at which flow is largest
};

namespace detail {

/// Densities s times those of `boundary`, with its markers: speeds w_c - p_c(s rho) [m/s].
template <HasMarkers E>
KOKKOS_FUNCTION Vec<Real, E::num_classes> ray_speed(E const& e, BoundaryPoint<E> const& boundary, Real s,
                                                    Vec<Real, E::num_road_data> const& road) noexcept
{
    constexpr int n = E::num_classes;
    Vec<Real, E::num_primitive> q{};
    for (int c = 0; c < n; ++c) {
        q[c] = s * boundary.primitive[c]; // at speed zero the marker of a point state is the pressure
    }
    auto const still = e.point_state(q, road);
    Vec<Real, n> speed{};
    for (int c = 0; c < n; ++c) {
        speed[c] = boundary.point[2 * n + c] - still[2 * n + c];
    }
    return speed;
}

/// Flow Q(s) = sum_c s rho_c v_c(s) [veh/s] of the entering traffic compressed (s > 1) or diluted (s < 1) by s.
template <HasMarkers E>
KOKKOS_FUNCTION Real ray_flow(E const& e, BoundaryPoint<E> const& boundary, Real s,
                              Vec<Real, E::num_road_data> const& road) noexcept
{
    auto const speed = ray_speed(e, boundary, s, road);
    Real flow = 0;
    for (int c = 0; c < E::num_classes; ++c) {
        flow += s * boundary.primitive[c] * speed[c];
    }
    return flow;
}

} // namespace detail

/// Factor s* on the densities of `boundary` at which the flow of its traffic is largest (golden section on the concave
/// Q(s), to half the digits, which is all that a maximum allows and all that its value needs).
template <HasMarkers E>
KOKKOS_FUNCTION Real capacity_scale(E const& e, BoundaryPoint<E> const& boundary,
                                    Vec<Real, E::num_road_data> const& road) noexcept
{
    Real total = 0;
    for (int c = 0; c < E::num_classes; ++c) {
        total += boundary.primitive[c];
    }
    if (!(total > 0)) {
        return 1;
    }
    Real low = 0;
    Real high = 1;
    while (high < Real(1e9)
           && detail::ray_flow(e, boundary, 2 * high, road) > detail::ray_flow(e, boundary, high, road)) {
        high *= 2;
    }
    high *= 2;
    constexpr Real golden = 0.6180339887498949;
    Real a = high - golden * (high - low);
    Real b = low + golden * (high - low);
    Real flow_a = detail::ray_flow(e, boundary, a, road);
    Real flow_b = detail::ray_flow(e, boundary, b, road);
    for (int i = 0; i < 40; ++i) {
        if (flow_a < flow_b) {
            low = a;
            a = b;
            flow_a = flow_b;
            b = low + golden * (high - low);
            flow_b = detail::ray_flow(e, boundary, b, road);
        } else {
            high = b;
            b = a;
            flow_b = flow_a;
            a = high - golden * (high - low);
            flow_a = detail::ray_flow(e, boundary, a, road);
        }
    }
    return Real(0.5) * (low + high);
}

/// Flux through the right end into an empty road: the demand D = Q(min(1, s*)) of the traffic `inside`, which leaves
/// with its own flow where it is free and with the capacity flow where it is congested (the sonic point of the fan that
/// opens towards an empty road, exact for one class).
template <HasMarkers E>
KOKKOS_FUNCTION Vec<Real, E::num_eqn> free_outflow_flux(E const& e, Vec<Real, E::num_point> const& inside,
                                                        Vec<Real, E::num_road_data> const& road) noexcept
{
    constexpr int n = E::num_classes;
    if (e.wave_speeds(inside).min >= 0) {
        return e.physical_flux(inside);
    }
    BoundaryPoint<E> leaving;
    leaving.point = inside;
    for (int c = 0; c < n; ++c) {
        leaving.primitive[c] = inside[c];
    }
    Real const s = min(Real(1), capacity_scale(e, leaving, road));
    auto const speed = detail::ray_speed(e, leaving, s, road);
    Vec<Real, E::num_eqn> flux{};
    for (int c = 0; c < n; ++c) {
        Real const f = s * inside[c] * max(speed[c], Real(0)); // nobody comes in through an outflow
        flux[E::density_index(c)] = f;
        flux[E::marker_index(c)] = f * inside[2 * n + c];
    }
    return flux;
}

/// Flux through the left end with inflow. Where every wave enters it is the flux of the imposed state. Where waves
/// leave, only the markers and the flow may be imposed: the flow is the smaller of the demand of the entering traffic
/// and the supply of the road behind the end, whose traffic moves with mean speed V:
///   D = Q(min(1, s*)),   S = Q(max(s_V, s*)) with sum_c pi_c max(v_c(s_V), 0) = V, pi_c the shares of the classes.
/// For one class this is the exact Godunov flux of Aw-Rascle-Zhang (Aw & Rascle, SIAM J. Appl. Math. 60 (2000) 916,
/// DOI 10.1137/S0036139997332099; Herty & Rascle, SIAM J. Math. Anal. 38 (2006) 595, DOI 10.1137/05062617X).
template <HasMarkers E>
KOKKOS_FUNCTION Vec<Real, E::num_eqn> inflow_flux(E const& e, BoundaryPoint<E> const& boundary,
                                                  Vec<Real, E::num_point> const& inside,
                                                  Vec<Real, E::num_road_data> const& road) noexcept
{
    constexpr int n = E::num_classes;
    if (e.wave_speeds(boundary.point).min >= 0 && e.wave_speeds(inside).min >= 0) {
        return e.physical_flux(boundary.point);
    }
    Real total = 0;
    for (int c = 0; c < n; ++c) {
        total += boundary.primitive[c];
    }
    Vec<Real, E::num_eqn> flux{};
    if (!(total > 0)) {
        return flux;
    }
    Real mean_speed = 0;
    for (int c = 0; c < n; ++c) {
        mean_speed += boundary.primitive[c] / total * inside[n + c];
    }
    auto const excess = [&](Real s) {
        auto const speed = detail::ray_speed(e, boundary, s, road);
        Real mean = -mean_speed;
        for (int c = 0; c < n; ++c) {
            // Classes stop one after the other; a mean with negative speeds would let the last one into a standing
            // queue.
            mean += boundary.primitive[c] / total * max(speed[c], Real(0));
        }
        return mean;
    };
    Real const demand_scale = min(Real(1), boundary.capacity_scale);
    Real const demand = detail::ray_flow(e, boundary, demand_scale, road);
    Real s = demand_scale;
    // The mean speed falls with s: the road takes less than its capacity only if traffic at s* would be too fast for
    // it.
    if (excess(boundary.capacity_scale) > 0) {
        Real low = boundary.capacity_scale;
        Real high = 2 * low;
        for (int i = 0; i < 60 && excess(high) > 0; ++i) {
            low = high;
            high *= 2;
        }
        // Illinois variant of the secant method: superlinear and always bracketed.
        Real f_low = excess(low);
        Real f_high = excess(high);
        Real middle = high;
        for (int i = 0; i < 100; ++i) {
            middle = (low * f_high - high * f_low) / (f_high - f_low);
            Real const f = excess(middle);
            if (abs(f) <= Real(1e-13) * (Real(1) + abs(mean_speed)) || high - low <= Real(1e-15) * high) {
                break;
            }
            if (f > 0) {
                low = middle;
                f_low = f;
                f_high *= Real(0.5);
            } else {
                high = middle;
                f_high = f;
                f_low *= Real(0.5);
            }
        }
        if (detail::ray_flow(e, boundary, middle, road) < demand) {
            s = middle;
        }
    }
    auto const speed = detail::ray_speed(e, boundary, s, road);
    for (int c = 0; c < n; ++c) {
        Real const f = s * boundary.primitive[c] * max(speed[c], Real(0)); // nobody leaves through an inflow
        flux[E::density_index(c)] = f;
        flux[E::marker_index(c)] = f * boundary.point[2 * n + c];
    }
    return flux;
}

/// True if the flux through this end is given by the condition itself, not by a ghost cell and the numerical flux.
template <ConservationLaw E>
KOKKOS_FUNCTION bool imposes_flux(BoundaryPoint<E> const& boundary, Side side) noexcept
{
    return boundary.kind == BoundaryKind::wall
        || (HasMarkers<E>
            && ((boundary.kind == BoundaryKind::inflow && side == Side::left)
                || (boundary.kind == BoundaryKind::free_outflow && side == Side::right)));
}

/// Flux through an end for which imposes_flux() holds; `inside` is the reconstructed state at the inner side of the
/// face.
template <ConservationLaw E>
KOKKOS_FUNCTION Vec<Real, E::num_eqn> boundary_flux(E const& e, BoundaryPoint<E> const& boundary,
                                                    Vec<Real, E::num_point> const& inside,
                                                    Vec<Real, E::num_road_data> const& road) noexcept
{
    if constexpr (HasMarkers<E>) {
        if (boundary.kind == BoundaryKind::inflow) {
            return inflow_flux(e, boundary, inside, road);
        }
        if (boundary.kind == BoundaryKind::free_outflow) {
            return free_outflow_flux(e, inside, road);
        }
    }
    return Vec<Real, E::num_eqn>::filled(0); // a wall: nothing passes, neither vehicles nor markers
}

/// Primitive variables of the ghost cell `distance` cells beyond an end (0: the nearest). `cell(k)` gives the prepared
/// primitive variables of the k-th cell from this end, `opposite(k)` of the k-th cell from the other end. Ghost cells
/// are made of prepared (relaxed) cells and never relaxed themselves.
template <ConservationLaw E, class Cell, class Opposite>
KOKKOS_FUNCTION Vec<ParameterOf<E>, E::num_primitive>
ghost_primitive(BoundaryPoint<E> const& boundary, int distance, Cell const& cell, Opposite const& opposite) noexcept
{
    switch (boundary.kind) {
    case BoundaryKind::periodic:
        return opposite(distance);
    case BoundaryKind::inflow:
        return boundary.primitive;
    case BoundaryKind::wall: {
        // Mirror image: it shapes the slopes of the reconstruction; the flux through the wall is zero anyway. A speed
        // below zero is that of traffic which stands and would rather back off (see SpeedClosure); turned round it would
        // be traffic that drives out of the wall, with a marker that no vehicle here has.
        auto q = cell(distance);
        for (int i = E::num_classes; i < E::num_primitive; ++i) {
            q[i] = -abs(q[i]);
        }
        return q;
    }
    case BoundaryKind::free_outflow:
        if constexpr (!HasMarkers<E>) {
            return Vec<ParameterOf<E>, E::num_primitive>::filled(
                0); // an empty road; equations with markers impose the flux
        }
        break;
    case BoundaryKind::outflow:
        break;
    }
    return cell(0);
}

/// The cell that ghost_primitive() asks for at an end of this kind: what the ghost cell `cell` (negative, or from
/// `num_cells` on) is made of, if of anything.
[[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION int source_of_ghost(BoundaryKind kind, int cell, int num_cells) noexcept
{
    switch (kind) {
    case BoundaryKind::periodic:
        return cell < 0 ? cell + num_cells : cell - num_cells;
    case BoundaryKind::wall:
        return cell < 0 ? -1 - cell : 2 * num_cells - 1 - cell;
    default:
        return cell < 0 ? 0 : num_cells - 1;
    }
}

} // namespace zemi
