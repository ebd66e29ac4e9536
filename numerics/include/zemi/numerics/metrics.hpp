// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/vec.hpp>

#include <vector>

namespace zemi {

/// What a run did to the vehicles of one class, summed over all its steps.
struct ClassMetrics {
    Real time_spent = 0;     ///< integral of the vehicles on the road over time [veh s]
    Real distance = 0;       ///< integral of the flow over road and time [veh m]
    Real free_flow_time = 0; ///< the time in which `distance` is driven at the free speed of the road [veh s]
    Real inflow = 0;         ///< vehicles that entered, net, at the left end [veh]
    Real outflow = 0;        ///< vehicles that left, net, at the right end [veh]

    /// Space-mean speed [m/s], NaN without traffic. Edie, Proc. 2nd Int. Symp. Theory of Traffic Flow (1963) 139.
    [[nodiscard]] Real mean_speed() const noexcept { return distance / time_spent; }
    /// Time to drive `length` metres at the mean speed [s].
    [[nodiscard]] Real travel_time(Real length) const noexcept { return length * time_spent / distance; }
    /// Time lost against driving at the free speed [veh s].
    [[nodiscard]] Real delay() const noexcept { return time_spent - free_flow_time; }
};

/// Scalars that summarise a run, computed in its kernels while it steps.
struct Metrics {
    std::vector<ClassMetrics> classes;
    Real duration = 0;         ///< simulated time [s]
    Real max_queue_length = 0; ///< largest total length of queued cells at the start of any step, see is_queued() [m]
    Real mass_defect = 0;      ///< largest |defect| of a class over the vehicles it had (initial + |in| + |out|) [1]
};

/// Walking pace of a queue: 10 km/h [m/s].
inline constexpr Real default_queue_speed = Real(10) / Real(3.6);

/// A cell counts as queued if its traffic is slower than `queue_speed` [m/s] on average over its vehicles, and denser
/// than `queue_density` [veh/m] (the last vehicles on an emptying road are no queue).
template <class T, int N>
KOKKOS_FORCEINLINE_FUNCTION MaskOf<T> is_queued(Vec<T, N> const& density, Vec<T, N> const& speed, T const& queue_speed,
                                                T const& queue_density) noexcept
{
    T slowest = speed[0];
    for (int c = 1; c < N; ++c) {
        slowest = min(slowest, speed[c]);
    }
    if (!any_of(slowest < queue_speed)) {
        return T(0) != T(0); // most of a free road
    }
    T total = density[0];
    T excess = density[0] * (speed[0] - queue_speed);
    for (int c = 1; c < N; ++c) {
        total = total + density[c];
        excess = excess + density[c] * (speed[c] - queue_speed);
    }
    return excess < T(0) && total > queue_density;
}

/// Densities that count for a queue, as a share of the jam density.
inline constexpr Real queue_density_share = Real(0.01);

} // namespace zemi
