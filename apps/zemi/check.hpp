// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/case.hpp"
#include <zemi/core/error.hpp>
#include <zemi/physics/stability.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace zemi::app {

/// A case, or why it cannot be used.
struct CheckedCase {
    std::optional<Case> input;
    std::vector<Diagnostic> diagnostics; ///< errors and warnings
};

/// read_case() without exceptions for what is wrong with the case.
[[nodiscard]] CheckedCase check_case(std::string const& path, std::vector<std::string> const& overrides);

/// What a case is about, as pairs of a name and a fact: equation, classes, road, traffic, time, stability.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> describe_case(Case const& input);

/// What small disturbances of the initial traffic do.
struct StartStability {
    Real unstable_share = 0; ///< of the road, where they grow [1]
    LinearStability fastest; ///< where they grow fastest
    Real density = 0;        ///< total density there [veh/m]
};

/// Looks at 64 places of the road, each as uniform traffic of its densities at equilibrium on its category. None for
/// equations without relaxation.
[[nodiscard]] std::optional<StartStability> stability_of_start(Problem const& problem);

/// One line: "linearly unstable on 40 % of the road ..." with rate and length of the fastest wave.
[[nodiscard]] std::string describe(StartStability const& stability);

/// The warning that jam clusters are to be expected, with the numbers; none if the start is stable or the equation does
/// not relax.
[[nodiscard]] std::optional<Diagnostic> stability_warning(Case const& input);

} // namespace zemi::app
