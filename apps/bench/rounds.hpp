// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace zemi::bench {

/// One of the things that are compared.
struct Contestant {
    std::string name;
    std::function<double()> round; ///< does the work once and says how long it took, per unit of whatever it counts [s]
};

/// What one process measures, in rounds in which every contestant takes its turn.
struct Suite {
    nlohmann::ordered_json facts; ///< about the work, for the tables
    std::vector<Contestant> contestants;
};

/// What came out for one number of threads.
struct Measurement {
    int num_threads = 0;
    nlohmann::ordered_json facts;
    std::map<std::string, std::vector<double>> seconds; ///< contestant -> one entry per round

    [[nodiscard]] double median(std::string const& contestant) const;
    /// Median over the rounds of the time of `slow` over that of `fast` in the same round.
    [[nodiscard]] double median_ratio(std::string const& slow, std::string const& fast) const;
    /// (largest - smallest) / median: how quiet the machine was.
    [[nodiscard]] double spread(std::string const& contestant) const;
};

[[nodiscard]] double median(std::vector<double> values);

/// Measures what `make_suite` makes with each of these numbers of threads. Kokkos fixes its threads when it starts, so
/// each number has a process of its own; they take turns, round by round, and so a machine that is slower for a while is
/// slower for all. Kokkos must not have been started in the calling process. What a process throws is thrown here as
/// std::runtime_error.
[[nodiscard]] std::vector<Measurement> measure(std::vector<int> const& threads, int rounds,
                                               std::function<Suite()> const& make_suite);

} // namespace zemi::bench
