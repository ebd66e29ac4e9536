// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/samples.hpp"

#include <optional>
#include <string>
#include <vector>

namespace zemi::plot {

enum class Variable { density, speed };

/// Where and when, as maps of position and time: one panel per variable, for one class. An SVG file.
[[nodiscard]] std::string space_time_picture(Samples const& samples, int vehicle_class,
                                             std::vector<Variable> const& variables);

/// Variables over position at several times, one column of panels per class, one row per variable. An SVG file.
/// `times`: the nearest snapshots are taken; empty: five spread over the run.
[[nodiscard]] std::string profile_picture(Samples const& samples, std::vector<int> const& classes,
                                          std::vector<Variable> const& variables,
                                          std::vector<double> const& times = {});

} // namespace zemi::plot
