// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/select.hpp>
#include <zemi/numerics/numerical_flux.hpp>
#include <zemi/numerics/problem.hpp>
#include <zemi/numerics/reconstruction.hpp>
#include <zemi/numerics/time_scheme.hpp>

#include <string>
#include <vector>

namespace zemi {

// What a case may name. A new reconstruction or flux is its header, one entry here, and one test.

using Reconstructions =
    TypeList<ConstantReconstruction, MusclMinmod, MusclVanLeer, MusclMc, MusclUnlimited, Weno5Z, Weno5Js, Teno5>;
using Fluxes = TypeList<HllW, Hll, Rusanov, CentralUpwind>;

/// Reconstructions for equations without markers: the limiter of the fluxes of high order needs the markers.
using ReconstructionsWithoutMarkers =
    TypeList<ConstantReconstruction, MusclMinmod, MusclVanLeer, MusclMc, MusclUnlimited>;

/// Fluxes for equations without markers.
using FluxesWithoutMarkers = TypeList<Hll, Rusanov, CentralUpwind>;

/// Names of the time schemes, in the order of `time_schemes`.
[[nodiscard]] std::vector<std::string> time_scheme_names();

/// The time scheme of that name. Throws std::invalid_argument that lists the known names.
[[nodiscard]] TimeScheme const& time_scheme(std::string const& name);

/// Names of the bundles that scheme_bundle() knows.
[[nodiscard]] std::vector<std::string> scheme_bundle_names();

/// What the kernels are told at run time. Throws std::invalid_argument for an unknown reconstruction.
[[nodiscard]] SchemeRule scheme_rule(SchemeSpec const& scheme);

/// True if the scheme works on values at the cell centres, not on cell averages.
[[nodiscard]] bool uses_point_values(std::string const& reconstruction);

/// Names of the contact fixes: none and qc, see contact_fix.hpp.
[[nodiscard]] std::vector<std::string> contact_fix_names();

/// Why the equation and the other parts of the scheme do not go with its contact fix, one sentence; empty if they do.
/// Throws std::invalid_argument for an unknown reconstruction.
[[nodiscard]] std::string contact_fix_objection(std::string const& equation, SchemeSpec const& scheme);

/// CFL number used where the case gives none: 0.8 for piecewise constant, 0.45 otherwise.
[[nodiscard]] Real default_cfl(std::string const& reconstruction);

} // namespace zemi
