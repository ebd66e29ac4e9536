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

using Reconstructions = TypeList<ConstantReconstruction, MusclMinmod, MusclVanLeer, MusclMc>;
using Fluxes = TypeList<HllW, Hll, Rusanov, CentralUpwind>;

/// Fluxes for equations without markers.
using FluxesWithoutMarkers = TypeList<Hll, Rusanov, CentralUpwind>;

/// Names of the time schemes, in the order of `time_schemes`.
[[nodiscard]] std::vector<std::string> time_scheme_names();

/// The time scheme of that name. Throws std::invalid_argument that lists the known names.
[[nodiscard]] TimeScheme const& time_scheme(std::string const& name);

/// Names of the bundles that scheme_bundle() knows.
[[nodiscard]] std::vector<std::string> scheme_bundle_names();

/// CFL number used where the case gives none: 0.8 for piecewise constant, 0.45 for linear reconstruction.
[[nodiscard]] Real default_cfl(std::string const& reconstruction);

} // namespace zemi
