// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/case.hpp"

#include <string>
#include <vector>

namespace zemi::study {

/// A scheme as typed: a bundle, parts, or both, joined by "+": "second_order", "rusanov", "first_order+strang_ssprk22".
/// A bundle sets all parts and the cfl number, whatever the case names; parts alone replace those of the case (a new
/// reconstruction brings its own cfl number).
///
/// Returns what to put before the user's own overrides of the case (--set). `equation` is that of the case: bundles
/// name a flux that LWR does not have, which becomes the first one that it has, as in case files. Throws
/// CommandLineError, naming `option`, for unknown names (with the nearest one) and for two parts of one kind.
[[nodiscard]] std::vector<std::string> scheme_overrides(std::string const& choice, std::string const& equation,
                                                        std::string const& option);

/// "50,100,200" as numbers, ascending. Throws CommandLineError, naming `option`, unless there are at least `least`
/// different whole numbers from 1 on.
[[nodiscard]] std::vector<int> parse_cell_numbers(std::string const& text, std::size_t least,
                                                  std::string const& option);

/// The parts of a list with commas, without blanks around them. Throws CommandLineError for an empty part.
[[nodiscard]] std::vector<std::string> parse_list(std::string const& text, std::string const& option);

/// The case with each number of cells and this scheme (empty: its own). `overrides` are those of --set. Throws
/// CommandLineError if they set what the options of the study say: road.cells, and the bundle if `choice` names one.
[[nodiscard]] std::vector<app::Case> read_levels(std::string const& path, std::vector<std::string> const& overrides,
                                                 std::vector<int> const& num_cells, std::string const& choice,
                                                 std::string const& option);

} // namespace zemi::study
