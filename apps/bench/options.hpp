// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "bench/rounds.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/real.hpp>

#include <string>
#include <vector>

namespace zemi::bench {

/// What all measurements have in common.
struct BenchOptions {
    int rounds = 9;
    std::vector<int> threads; ///< empty: 1, and one per processor
    Real cfl = 0;             ///< of the first-order scheme; 0: its own
    bool quick = false;
    bool json = false;
};

void add_bench_options(CLI::App& verb, BenchOptions& options);

/// Numbers of threads and rounds that the options ask for, with --quick taken into account.
[[nodiscard]] std::vector<int> threads_of(BenchOptions const& options);
[[nodiscard]] int rounds_of(BenchOptions const& options);

/// Adds the ceilings of memory, contestants "copy" and "scale_in_place".
void add_ceilings(Suite& suite, BenchOptions const& options);

/// A line for each number of threads.
[[nodiscard]] std::string ceilings_text(std::vector<Measurement> const& measurements);

/// Head of the JSON document: what was measured, where, and all samples.
[[nodiscard]] nlohmann::ordered_json json_head(std::string const& name, BenchOptions const& options,
                                               std::vector<Measurement> const& measurements);

/// References whose states differ by more than this do not compute the same.
inline constexpr double agreement = 1e-10;

/// Throws std::runtime_error, naming both, if the difference is larger than `agreement`.
void require_agreement(std::string const& reference, double difference);

void add_ensemble(CLI::App& app);
void add_road(CLI::App& app);

} // namespace zemi::bench
