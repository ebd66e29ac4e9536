// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace zemi::app {

/// One or several steps of a history.csv that follow each other, taken together. SI units.
struct HistoryGroup {
    double time = 0;     ///< at the end of the last of them [s]
    double smallest_dt = 0;
    double largest_dt = 0;
    double smallest_cfl = 0;
    double largest_cfl = 0;
    std::int64_t floors = 0;
    std::int64_t retries = 0;
    std::vector<double> mass;    ///< per class, at the end [veh]
    std::vector<double> inflow;  ///< per class, since the start of the run [veh]
    std::vector<double> outflow; ///< per class, since the start of the run [veh]
};

/// A history.csv of any length in a few hundred groups of steps: nothing small or rare is lost, since extremes and sums
/// are kept.
struct HistoryData {
    std::vector<std::string> classes;
    std::int64_t num_steps = 0;
    double begin_time = 0; ///< of the first step [s]
    std::vector<HistoryGroup> groups;
};

/// Reads a history.csv. Throws IoError, which names the line, if it cannot be read or is no history.
[[nodiscard]] HistoryData read_history(std::string const& path, std::size_t most_groups = 800);

} // namespace zemi::app
