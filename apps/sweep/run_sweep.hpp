// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/member_runner.hpp"
#include "sweep/sweep_job.hpp"
#include "zemi/result_folder.hpp"
#include "zemi/run.hpp"
#include <zemi/core/progress.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace zemi::app {

/// Files of a sweep in its folder.
namespace sweep_file {
inline constexpr char const* store = "runs.store"; ///< what was computed, also of members that are no longer wanted
inline constexpr char const* plan = "sweep.yaml"; ///< the plan
inline constexpr char const* members = "members.csv"; ///< one row per member
inline constexpr char const* fields = "sweep.nc"; ///< the same and fields
inline constexpr char const* summary = "summary.json"; ///< counts, failures, times
inline constexpr char const* progress = "progress.json"; ///< how far it is; there while it is not finished
} // namespace sweep_file

struct SweepOptions {
    std::string output_folder{};
    std::string command{}; ///< as typed, kept in the output
    bool retry_failed = false; ///< computes failed members again
    std::vector<std::string> only{}; ///< as in find_members(); empty: all
    Shard shard{};
    std::size_t batch_size = 0; ///< members computed between two writes; 0: as many as take a few seconds
    ProgressMode progress = ProgressMode::none;
    double time_limit = std::numeric_limits<double>::infinity(); ///< wall-clock seconds [s]
    std::function<bool()> stop_requested{};
};

/// Members that failed for the same reason.
struct FailureGroup {
    std::string reason;
    std::size_t count = 0;
    std::size_t first_member = 0;
    RunId first_id = 0;
    Real time = 0; ///< of the first [s]; NaN if its case is not valid
    int cell = -1; ///< of the first
};

struct SweepResult {
    RunStatus status = RunStatus::done; ///< done, time_limit or interrupted; members may have failed
    std::size_t num_members = 0;
    std::size_t num_done = 0; ///< of the whole plan
    std::size_t num_failed = 0; ///< of the whole plan
    std::size_t num_open = 0; ///< of the whole plan, not computed yet
    std::size_t num_reused = 0; ///< that were wanted and there already
    std::size_t num_computed = 0; ///< different runs, now
    std::size_t num_stale = 0; ///< runs of an earlier plan, dropped
    Real cell_steps = 0;
    double seconds = 0; ///< wall clock [s]
    std::string device;
    std::vector<FailureGroup> failures; ///< most frequent first
    std::vector<std::string> files;
};

/// Computes what is missing of a sweep in its folder and writes the results anew. Needs a running Kokkos. Throws
/// IoError, std::invalid_argument for members that are not there, ConfigError for a case that cannot be read.
[[nodiscard]] SweepResult run_sweep(SweepJob const& job, SweepOptions const& options);

/// Puts the runs of several folders of the same sweep together. Throws std::invalid_argument if their plans differ.
[[nodiscard]] SweepResult merge_sweeps(SweepJob const& job, std::vector<std::string> const& folders,
                                       SweepOptions const& options);

/// What a sweep would cost.
struct SweepEstimate {
    std::size_t num_members = 0;
    std::size_t num_there = 0; ///< computed already, in the output folder
    std::size_t num_to_do = 0; ///< different runs
    std::size_t num_tried = 0; ///< in the trial
    double seconds = 0; ///< for what is to do [s]
    double memory_bytes = 0; ///< of a batch
    double written_bytes = 0; ///< of all members
    Real cell_steps_per_second = 0;
};

/// Tries a few members for about half a second. Writes nothing.
[[nodiscard]] SweepEstimate estimate_sweep(SweepJob const& job, SweepOptions const& options);

/// The ids of all members, in the order of the plan.
[[nodiscard]] std::vector<RunId> ids_of(SweepJob const& job, MemberRunner const& runner, int num_threads);

/// Content of summary.json.
[[nodiscard]] std::string summary_json(SweepJob const& job, SweepResult const& result, std::string const& command);

/// Threads of this process that prepare members. Needs a running Kokkos.
[[nodiscard]] int num_host_threads();

} // namespace zemi::app
