// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/case.hpp"

#include <array>
#include <string>
#include <vector>

namespace zemi::study {

/// Run times that the authors of the Python predecessor measured with a profiler (files profile_*.txt of its
/// repository): WENO5 (on 100 cells with SSP-RK3, its loops compiled before), two classes, 10 s of traffic, one run at a
/// time on one core of their machine. Those for other numbers of cells are not known, and nothing is extrapolated.
struct PredecessorTime {
    int num_cells;
    double seconds;
};
inline constexpr std::array predecessor_times{PredecessorTime{50, 2.94}, PredecessorTime{100, 7.95},
                                              PredecessorTime{200, 25.4}};
inline constexpr double predecessor_duration = 10; ///< simulated in each of these runs [s]

/// What the predecessor takes for some runs, one after the other.
struct PredecessorLoop {
    double seconds = 0; ///< for `measured` and `interpolated` together
    std::vector<int> measured; ///< numbers of cells
    std::vector<int> interpolated; ///< between two measured ones, a power law in between
    std::vector<int> unknown; ///< outside
};

/// Runs of these numbers of cells. All are `unknown` unless the case is of the kind measured: two classes, 10 s.
[[nodiscard]] PredecessorLoop predecessor_loop(app::Case const& input, std::vector<int> const& num_cells);

/// One or two sentences that compare `seconds` of compute for all these runs at once with the predecessor's loop, and
/// say what of it was measured.
[[nodiscard]] std::string compare_with_predecessor(app::Case const& input, std::vector<int> const& num_cells,
                                                   double seconds);

} // namespace zemi::study
