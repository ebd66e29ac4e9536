// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

namespace zemi::exact {

/// Traffic of two classes that all drive at the same speed v_0 without relaxation: any density profile is carried
/// along,
///
///     rho_i(x, t) = mean_i + amplitude_i (sin or cos)(k (x - v_0 t)),  v_i = v_0,  w_i = v_0 + p_i    k = 2 pi / L
///
/// (sine for class 0, cosine for class 1: the composition varies), on a road of length L that closes on itself.
/// The characteristic speed v_0 is double with two eigenvectors, so this is the contact of Aw & Rascle (2000),
/// doi:10.1137/S0036139997332099, with a second profile.
struct CoMovingWave {
    struct Point {
        Real density[2]; ///< [veh/m]
        Real speed;      ///< of both classes [m/s]
    };

    Real speed = 10;                  ///< v_0 [m/s]
    Real period = 1000;               ///< L [m]
    Real mean[2] = {0.06, 0.05};      ///< [veh/m]
    Real amplitude[2] = {0.03, 0.02}; ///< [veh/m]

    /// At place x [m] and time t [s].
    [[nodiscard]] Point sample(Real x, Real t) const;
};

} // namespace zemi::exact
