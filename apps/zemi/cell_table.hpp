// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/initial.hpp"

#include <string>
#include <vector>

namespace zemi::app {

/// Reads a CSV file with the columns `x [m]`, `car density [veh/km]`, `car speed [km/h]` for each class (a class
/// without speed column: equilibrium), one row per cell of a road of the same length, from left to right. With another
/// number of rows than cells the states are distributed so that vehicles and flows stay. What is wrong goes to the
/// diagnostics, with the place in the CSV file; if it cannot be opened, with `named_at`. The result is empty then.
[[nodiscard]] std::vector<TrafficState> read_cell_table(std::string const& path, ConfigMark const& named_at,
                                                        StateContext const& context);

/// Averages over cells that divide the same length evenly into `num_cells`, so that the sums of density and of density
/// times speed stay.
[[nodiscard]] std::vector<TrafficState> redistribute(std::vector<TrafficState> const& cells, std::size_t num_cells);

/// Road categories from a text file: whole numbers separated by blanks, commas or line ends, `#` begins a comment; one
/// for each cell.
[[nodiscard]] std::vector<int> read_categories(std::string const& path, ConfigMark const& named_at, int num_cells,
                                               Diagnostics& diagnostics);

} // namespace zemi::app
