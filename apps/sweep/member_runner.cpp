// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_runner.hpp"

#include "zemi/run.hpp"
#include <zemi/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

namespace zemi::app {
namespace {

/// The errors of a case in one line each; how many more there are is said.
std::string reason_of(ConfigError const& error)
{
    std::string reason;
    int num_errors = 0;
    for (Diagnostic const& d : error.diagnostics()) {
        if (d.severity == Severity::error && num_errors++ == 0) {
            reason = d.message;
        }
    }
    return num_errors > 1 ? fmt::format("{} (and {} more)", reason, num_errors - 1) : reason;
}

} // namespace

void for_each_in_parallel(std::size_t count, int num_threads, std::function<void(std::size_t)> const& work)
{
    constexpr std::size_t at_once = 16;
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex failure_mutex;
    auto const loop = [&] {
        try {
            for (std::size_t begin = next.fetch_add(at_once); begin < count; begin = next.fetch_add(at_once)) {
                for (std::size_t i = begin; i < std::min(begin + at_once, count); ++i) {
                    work(i);
                }
            }
        } catch (...) {
            std::lock_guard const lock(failure_mutex);
            failure = std::current_exception();
            next = count;
        }
    };
    std::size_t const most_useful = (count + at_once - 1) / at_once;
    std::size_t const wanted = std::min(most_useful, static_cast<std::size_t>(std::max(num_threads, 1)));
    std::vector<std::thread> helpers;
    for (std::size_t t = 1; t < wanted; ++t) {
        helpers.emplace_back(loop);
    }
    loop();
    for (std::thread& helper : helpers) {
        helper.join();
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
}

MemberRunner::MemberRunner(std::string case_path, std::vector<Setting> const& settings,
                           std::vector<std::string> parameters, KeepSpec keep)
    : m_cases(std::move(case_path), settings, std::move(parameters)),
      m_keep(std::move(keep))
{
}

PreparedMember MemberRunner::prepare(std::vector<std::string> const& values) const
{
    PreparedMember result;
    MemberRecord& record = result.record;
    auto const name = [&](Fnv128 content) {
        char const* const fields = m_keep.fields == KeepFields::none        ? "none"
                                 : m_keep.fields == KeepFields::final_state ? "final"
                                                                            : "all";
        content.add(fmt::format("keep {} {}\nformat {}\n", fields, m_keep.queue_speed, result_format_version));
        record.id = content.folded();
    };
    try {
        MemberCase made = m_cases.make(values);
        name(made.content);
        Case& input = made.input;
        record.x_begin = input.problem.road.x_begin;
        record.road_length = input.problem.road.length;
        record.num_cells = input.problem.road.num_cells;
        for (ClassSpec const& c : input.problem.model.classes) {
            record.classes.push_back(c.name);
        }
        Member member;
        member.end_time = input.end_time;
        member.queue_speed = m_keep.queue_speed;
        member.output_times = snapshot_times(input); // steps end there in a run alone, so they do here
        std::size_t const num_times = member.output_times.size();
        member.first_kept = m_keep.fields == KeepFields::all         ? 0
                          : m_keep.fields == KeepFields::final_state ? num_times - 1
                                                                     : num_times;
        member.problem = std::move(input.problem);
        result.run = std::move(member);
    } catch (ConfigError const& error) {
        name(m_cases.content_of_invalid(values));
        record.failed = true;
        record.reason = reason_of(error);
        record.fail_time = std::numeric_limits<Real>::quiet_NaN();
    }
    return result;
}

std::vector<MemberRecord> MemberRunner::run(std::vector<PreparedMember> members,
                                            std::function<bool(EnsembleProgress const&)> const& observe) const
{
    std::vector<Member> runs;
    for (PreparedMember& member : members) {
        if (member.run) {
            runs.push_back(std::move(*member.run));
        }
    }
    std::vector<MemberResult> results;
    if (!runs.empty()) {
        results = run_ensemble(runs, {}, observe);
    }
    std::vector<MemberRecord> records;
    std::size_t next = 0;
    for (PreparedMember& member : members) {
        if (!member.run) {
            records.push_back(std::move(member.record));
            continue;
        }
        MemberResult& result = results[next++];
        if (result.status == MemberStatus::stopped) {
            continue;
        }
        MemberRecord& record = member.record;
        record.failed = result.status == MemberStatus::failed;
        if (result.failure) {
            record.reason = result.failure->reason;
            record.fail_time = result.failure->time;
            record.fail_cell = result.failure->cell;
        }
        record.num_steps = result.num_steps;
        record.num_rejected = result.num_rejected;
        record.num_floors = result.num_floors;
        record.num_limited = result.num_limited;
        record.metrics = std::move(result.metrics);
        record.snapshots = std::move(result.snapshots);
        records.push_back(std::move(record));
    }
    return records;
}

Case MemberRunner::case_of(std::vector<std::string> const& values) const
{
    return m_cases.make(values, true).input;
}

double bytes_of(PreparedMember const& member)
{
    constexpr double of_itself = 6000; // names, tables, functions
    if (!member.run) {
        return of_itself / 10;
    }
    Problem const& problem = member.run->problem;
    auto const num_cells = static_cast<double>(problem.road.num_cells);
    double const per_snapshot = 3 * 8.0 * num_cells * problem.model.num_classes();
    double const initial = 64.0 * static_cast<double>(problem.initial.cells.size()) * problem.model.num_classes();
    auto const num_kept = static_cast<double>(member.run->output_times.size() - member.run->first_kept);
    return of_itself + 12 * num_cells + initial + per_snapshot * num_kept;
}

} // namespace zemi::app
