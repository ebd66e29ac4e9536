// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

namespace zemi::exact {

/// Nonlinear wave of a single class (others absent) with the same marker everywhere and without relaxation,
/// p = K (rho / rho_jam)^gamma. Its characteristic speed obeys Burgers' equation: it is constant on straight lines,
///
///     lambda = w - (gamma + 1) p                  lambda(x, t) = lambda_0(x - lambda t)
///     lambda_0(x) = mean + amplitude sin(k x)     k = 2 pi / L
///     rho = rho_jam ((w - lambda) / ((gamma + 1) K))^(1 / gamma),   v = w - p
///
/// on a road of length L that closes on itself, until the shock forms at t = 1 / (k amplitude).
/// Aw & Rascle (2000), doi:10.1137/S0036139997332099 (the system is of Temple's kind).
struct SimpleWave {
    struct Point {
        Real density;    ///< [veh/m]
        Real speed;      ///< [m/s]
        Real wave_speed; ///< lambda [m/s]
    };

    Real pressure_scale = 60 / 3.6; ///< K [m/s]
    Real exponent = 2;              ///< gamma [1]
    Real jam_density = 0.25;        ///< [veh/m]
    Real marker = 16;               ///< w [m/s]
    Real mean = 2;                  ///< of lambda_0 [m/s]
    Real amplitude = 6;             ///< of lambda_0 [m/s]
    Real period = 1000;             ///< L [m]

    /// Time at which the shock forms [s].
    [[nodiscard]] Real shock_time() const;
    /// At place x [m] and time t [s]; throws std::domain_error from the shock time on.
    [[nodiscard]] Point sample(Real x, Real t) const;
};

} // namespace zemi::exact
