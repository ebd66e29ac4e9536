// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "report/comparison.hpp"
#include "zemi/picture_files.hpp"

#include <string>
#include <vector>

namespace zemi::app {

/// For people: norms per variable and class, over all times, or a row per time if `at_each_time`; in the units of the
/// pictures (veh/km, km/h, veh/h).
[[nodiscard]] std::string comparison_table(Comparison const& comparison, bool at_each_time);

/// All norms at all times, SI.
[[nodiscard]] std::string comparison_csv(Comparison const& comparison);
[[nodiscard]] std::string comparison_json(Comparison const& comparison);

/// Per variable and class: profiles of the difference at some times, and (from three snapshots on) its map over
/// position and time, blue where B is smaller, orange where it is larger.
[[nodiscard]] std::vector<Picture> comparison_pictures(Comparison const& comparison);

/// The largest of all relative norms at all times, what a tolerance is held against [1].
[[nodiscard]] double largest_relative_difference(Comparison const& comparison);

} // namespace zemi::app
