// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/ensemble.hpp>

#include <Kokkos_Timer.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace zemi {

/// Members that may share the lanes of a pack, in the order in which they are to start.
struct MemberGroup {
    std::string key;
    std::vector<std::size_t> members; ///< indices
    std::atomic<std::size_t> num_taken = 0;
    Real cost = 0; ///< of one member, in any unit
    bool only_alone = false; ///< no lanes and no teams for these members: each runs by itself

    [[nodiscard]] std::size_t num_left() const noexcept
    {
        std::size_t const taken = num_taken.load();
        return taken < members.size() ? members.size() - taken : 0;
    }
    /// Index of the next member, none if all are taken. Safe to call from several threads.
    [[nodiscard]] std::optional<std::size_t> take() noexcept
    {
        std::size_t const k = num_taken.fetch_add(1);
        return k < members.size() ? std::optional(members[k]) : std::nullopt;
    }
};

/// Where the workers of an ensemble get their members and put the results. Safe to use from several threads.
class MemberQueue {
public:
    using Observer = std::function<bool(EnsembleProgress const&)>;

    MemberQueue(std::vector<Member> const& members, Observer observe)
        : m_members(members),
          m_results(members.size()),
          m_observe(std::move(observe))
    {
        m_progress.num_members = members.size();
    }

    [[nodiscard]] Member const& member(std::size_t index) const noexcept { return m_members[index]; }

    void deliver(std::size_t index, MemberResult&& result)
    {
        std::lock_guard const lock(m_mutex);
        ++(result.status == MemberStatus::failed ? m_progress.num_failed : m_progress.num_done);
        m_progress.cell_steps +=
            static_cast<Real>(result.num_steps) * static_cast<Real>(m_members[index].problem.road.num_cells);
        m_results[index] = std::move(result);
    }
    /// The problem of the member cannot be solved.
    void deliver_invalid(std::size_t index, std::string const& reason)
    {
        MemberResult result;
        result.status = MemberStatus::failed;
        result.time = m_members[index].problem.begin_time;
        result.failure = Failure{reason, result.time, -1, 0};
        deliver(index, std::move(result));
    }

    /// To be called now and then by every worker: lets the observer look. False: stop.
    [[nodiscard]] bool goes_on()
    {
        constexpr double seconds_between_looks = 0.1;
        if (!m_observe) {
            return true;
        }
        if (std::unique_lock const lock(m_mutex, std::try_to_lock);
            lock.owns_lock() && (!m_has_looked || m_since_look.seconds() >= seconds_between_looks)) {
            m_has_looked = true;
            m_since_look.reset();
            if (!m_observe(m_progress)) {
                m_stopped = true;
            }
        }
        return !m_stopped;
    }
    [[nodiscard]] bool stopped() const noexcept { return m_stopped; }

    /// The last look, and the results.
    [[nodiscard]] std::vector<MemberResult> finish()
    {
        if (m_observe && !m_stopped) {
            (void)m_observe(m_progress);
        }
        return std::move(m_results);
    }

private:
    std::vector<Member> const& m_members;
    std::vector<MemberResult> m_results;
    Observer m_observe;
    EnsembleProgress m_progress;
    Kokkos::Timer m_since_look;
    bool m_has_looked = false;
    std::mutex m_mutex;
    std::atomic<bool> m_stopped = false;
};

/// The times at which a run has to stop: what it is asked for, the switches of its boundaries, and its end [s].
[[nodiscard]] inline std::vector<Real> stop_times(Member const& member)
{
    Real const begin = member.problem.begin_time;
    std::vector<Real> times = member.output_times;
    for (BoundarySchedule const* const schedule : {&member.problem.left, &member.problem.right}) {
        for (BoundaryPhase const& phase : *schedule) {
            times.push_back(phase.begin);
        }
    }
    times.push_back(member.end_time);
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    std::erase_if(times, [&](Real time) { return time <= begin || time > member.end_time; });
    return times;
}

// One function and one source file per equation, so that the kernels compile in parallel. Runs members of the group,
// eight in the lanes of a pack or (on devices) one per team, until none is left to take. On a host every worker calls
// it.
void run_arz1_group(MemberQueue& queue, MemberGroup& group);
void run_arz2_group(MemberQueue& queue, MemberGroup& group);
void run_arz3_group(MemberQueue& queue, MemberGroup& group);
void run_lwr_group(MemberQueue& queue, MemberGroup& group);

} // namespace zemi
