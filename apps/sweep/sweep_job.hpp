// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/plan.hpp"
#include "sweep/run_id.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace zemi::app {

/// The members of a sweep and what is wanted of them, wherever they come from.
struct SweepJob {
    std::string name;
    std::string title;
    std::string case_path;
    std::vector<Setting> settings; ///< of all members
    KeepSpec keep;
    std::vector<std::string> parameters;
    std::size_t size = 0; ///< number of members
    std::function<std::vector<std::string>(std::size_t)> values; ///< of the parameters of member i
    std::string resolved; ///< the plan as YAML
};

[[nodiscard]] SweepJob make_job(SweepPlan const& plan);

/// Every n-th member, beginning with number `index` (from 1): the part of one of n jobs.
struct Shard {
    std::size_t index = 1;
    std::size_t count = 1;
};

/// From "3/8". Throws std::invalid_argument.
[[nodiscard]] Shard parse_shard(std::string_view text);

/// Which members are meant: numbers "7", ranges "0-99", and beginnings of ids of at least four digits, "3fa9c1", in any
/// mixture. `ids`: of all members. Throws std::invalid_argument for what names no member.
[[nodiscard]] std::vector<std::size_t> find_members(std::vector<std::string> const& words,
                                                    std::vector<RunId> const& ids);

} // namespace zemi::app
