// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <cmath>

namespace zemi::exact {

/// Speeds [m/s] after the time t [s] of traffic that is uniform along the road. The densities stay, so each class
/// approaches its equilibrium speed by itself:
///
///     v_i(t) = Ve_i + (v_i(0) - Ve_i) exp(-t / tau_i)
///
/// `start` holds densities [veh/m] and speeds [m/s], `road` the free speeds (road_data() of the equation).
template <int N, class Law>
[[nodiscard]] Vec<Real, N> uniform_relaxation(MulticlassArz<N, Law> const& equation, Vec<Real, N> const& road,
                                              Vec<Real, 2 * N> const& start, Real t)
{
    Vec<Real, N> const equilibrium = equation.equilibrium_speed(start, road);
    Vec<Real, N> speed{};
    for (int i = 0; i < N; ++i) {
        speed[i] = equilibrium[i] + (start[N + i] - equilibrium[i]) * std::exp(-t / equation.relaxation_time[i]);
    }
    return speed;
}

} // namespace zemi::exact
