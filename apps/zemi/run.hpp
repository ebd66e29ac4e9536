// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/case.hpp"
#include <zemi/core/profiling.hpp>
#include <zemi/core/progress.hpp>
#include <zemi/numerics/simulation.hpp>

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace zemi::app {

struct RunOptions {
    std::string output_folder; ///< empty: nothing is written
    std::string command;       ///< as typed, kept in the output
    ProgressMode progress = ProgressMode::none;
    double time_limit =
        std::numeric_limits<double>::infinity(); ///< wall-clock seconds after which the run ends early [s]
    std::function<bool()> stop_requested; ///< asked now and then; true ends the run early
};

enum class RunStatus {
    done,
    failed,      ///< a step could not be completed; what was computed before is written
    time_limit,  ///< ended early
    interrupted, ///< ended early, because stop_requested() said so
};

/// "done", "failed", "time limit reached", "interrupted"
[[nodiscard]] std::string to_string(RunStatus status);

/// What a run did. Needs no running Kokkos any more.
struct RunResult {
    RunStatus status = RunStatus::done;
    std::optional<Failure> failure; ///< present if status is failed
    double end_time = 0;            ///< reached [s]
    std::int64_t num_steps = 0;
    std::int64_t num_rejected = 0;
    std::int64_t num_floors = 0;
    std::int64_t num_limited = 0;
    int num_snapshots = 0;
    std::vector<MassLedger> ledger; ///< per class
    CellFields fields;              ///< at the end
    Timers timers;                  ///< setup, stepping, output, pictures, total [s]
    std::string device;
    std::string engine;
    std::vector<std::string> files; ///< written, names inside the output folder

    /// Cells times steps per second of stepping [1/s].
    [[nodiscard]] double cell_steps_per_second(int num_cells) const;
};

/// Runs a case to its end and writes fields.nc, history.csv, summary.json, run.log and pictures into the output folder.
/// Needs a running Kokkos. Throws std::invalid_argument for a problem that cannot be solved and IoError; a step that
/// fails is a result, not an exception. Nothing half-written stays behind.
[[nodiscard]] RunResult run_case(Case const& input, RunOptions const& options);

/// The times at which a run stores its fields: start, every `every`, and the end [s].
[[nodiscard]] std::vector<double> snapshot_times(Case const& input);

} // namespace zemi::app
