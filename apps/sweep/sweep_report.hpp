// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/plan.hpp"
#include "sweep/run_sweep.hpp"
#include "zemi/verbs.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// What the verbs about sweeps say, and how they find a sweep again in its folder.
namespace zemi::app {

/// The plan that is stored in the folder of a sweep. Throws IoError if there is none.
[[nodiscard]] SweepPlan read_stored_plan(std::string const& folder);

/// sweep.yaml of the folder, as it is. Throws IoError if there is none.
[[nodiscard]] std::string stored_plan_text(std::string const& folder);

/// The plan of all these folders. Throws std::invalid_argument if they are parts of different sweeps.
[[nodiscard]] SweepPlan read_same_plan(std::vector<std::string> const& folders);

/// Says on stderr what failed, prints the counts (or JSON) to stdout, and turns them into the exit code.
[[nodiscard]] ExitCode print_sweep(SweepJob const& job, SweepOptions const& options, SweepResult const& result,
                                   bool json);

/// How far a sweep is.
struct SweepStatus {
    std::string state; ///< "running", "complete", "not complete", "broken off"
    std::size_t num_members = 0;
    std::size_t num_done = 0;
    std::size_t num_failed = 0;
    std::size_t num_left = 0;
    double members_per_second = 0;
    std::optional<double> eta; ///< while it runs [s]
    std::string updated;       ///< when this was so
};

/// From the files in its folder. Throws IoError if there is no sweep.
[[nodiscard]] SweepStatus sweep_status(std::string const& folder);

} // namespace zemi::app
