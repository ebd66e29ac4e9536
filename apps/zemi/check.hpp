// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/case.hpp"
#include <zemi/core/error.hpp>

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

/// Whether small disturbances of the initial traffic grow, in one line: the share of the road where the
/// sub-characteristic condition is violated at the beginning, and how fast the fastest wave grows. Empty for equations
/// without relaxation.
[[nodiscard]] std::string stability_of_start(Problem const& problem);

} // namespace zemi::app
