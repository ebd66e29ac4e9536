// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/physics/model_spec.hpp>

#include <string>
#include <vector>

namespace zemi {

/// Lengths between which waves are examined: below the first a wave holds about one vehicle, above the second it
/// outgrows any road of interest.
struct WavelengthRange {
    Real shortest = 10;   ///< [m]
    Real longest = 10000; ///< [m]
};

/// What becomes of a small disturbance of uniform traffic at equilibrium.
struct LinearStability {
    Real growth_rate = 0; ///< of the fastest growing wave [1/s]; not positive if all decay
    Real wavelength = 0;  ///< of that wave [m]

    [[nodiscard]] bool is_stable() const noexcept { return growth_rate <= 1e-9; }
    /// Time in which the fastest growing wave grows by the factor e [s].
    [[nodiscard]] Real e_folding_time() const noexcept { return 1 / growth_rate; }
};

/// Growth rate [1/s] of waves of this length [m] on uniform traffic at equilibrium: the largest real part of the
/// eigenvalues of -i k J + S, with k = 2 pi / wavelength, J the Jacobian of the flux and S that of the relaxation
/// source with respect to the conserved variables. Densities [veh/m] in the order of the classes. Throws
/// std::invalid_argument for an equation without relaxation.
[[nodiscard]] Real growth_rate(ModelSpec const& spec, std::vector<Real> const& density, int road_category,
                               Real wavelength);

/// The fastest growing wave of the range. A positive rate means that jam clusters form by themselves: the model
/// violates the sub-characteristic condition there (Whitham 1974; Jin & Xin 1995, doi:10.1002/cpa.3160480303), and long
/// runs have no limit under refinement of the cells.
[[nodiscard]] LinearStability linear_stability(ModelSpec const& spec, std::vector<Real> const& density,
                                               int road_category, WavelengthRange const& range = {});

/// The sub-characteristic condition of a single class, -p'(rho) <= Ve'(rho) <= 0: equilibrium waves are not faster than
/// the waves of the equation, so uniform traffic is linearly stable.
[[nodiscard]] bool is_subcharacteristic(ModelSpec const& spec, Real density, int road_category);

/// One line for the user: "linearly unstable: expect jam clusters, e-folding time 2.5 s (waves of 10 m)".
[[nodiscard]] std::string describe(LinearStability const& stability);

} // namespace zemi
