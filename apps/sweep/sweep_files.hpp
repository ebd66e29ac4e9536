// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/member_store.hpp"
#include "sweep/sweep_job.hpp"

#include <string>
#include <vector>

/// The result of a sweep as others read it. Nothing in these files depends on how the members were computed: number of
/// threads, batches, shards, interruptions.
namespace zemi::app {

/// Vehicle classes of all members, in the order in which they come up.
[[nodiscard]] std::vector<std::string> classes_of(std::vector<RunId> const& ids, MemberStore const& store);

/// members.csv: one row per member in the order of the plan. Status: done, failed, or open (not computed yet).
[[nodiscard]] std::string members_csv(SweepJob const& job, std::vector<RunId> const& ids, MemberStore const& store);

/// sweep.nc: netCDF-4, CF-1.11, dimensions (member, vclass) and (member, time, vclass, cell). Throws IoError.
void write_sweep_nc(std::string const& path, SweepJob const& job, std::vector<RunId> const& ids,
                    MemberStore const& store);

} // namespace zemi::app
