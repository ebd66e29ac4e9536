// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

namespace zemi::exact {

/// Traffic of two classes that want the same speed and approach it in the same time tau, with a total density r that is
/// the same everywhere. All drive at one speed at any time, so the composition is carried along while they accelerate:
///
///     v(t) = Ve + (v_0 - Ve) exp(-t / tau)                 X(t) = Ve t + tau (v_0 - Ve) (1 - exp(-t / tau))
///     rho_0(x, t) = r (mean + amplitude sin(k (x - X(t)))),  rho_1 = r - rho_0                    k = 2 pi / L
///
/// on a road of length L that closes on itself; the pressures are arbitrary, dw_i/dt = (Ve - v) / tau since p_i is
/// carried along too. The contact of Aw & Rascle (2000), doi:10.1137/S0036139997332099, with the relaxation of Rascle
/// (2002), doi:10.1016/S0895-7177(02)80022-X: flux and source act together on a problem solved in closed form.
struct RelaxingComposition {
    struct Point {
        Real density[2]; ///< [veh/m]
        Real speed; ///< of both classes [m/s]
    };

    Real start_speed = 4; ///< v_0 [m/s]
    Real equilibrium_speed = 60 / 3.6 * (1 - 0.12 / 0.25); ///< Ve [m/s]
    Real relaxation_time = 8; ///< tau [s]
    Real total_density = 0.12; ///< r [veh/m]
    Real mean_share = 0.5; ///< of class 0 [1]
    Real share_amplitude = 0.3; ///< of class 0 [1]
    Real period = 1000; ///< L [m]

    /// The way of all vehicles since the start, X(t) [m].
    [[nodiscard]] Real way(Real t) const;
    /// At place x [m] and time t [s].
    [[nodiscard]] Point sample(Real x, Real t) const;
};

} // namespace zemi::exact
