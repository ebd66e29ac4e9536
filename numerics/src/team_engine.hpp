// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "member_queue.hpp"
#include "road_set_up.hpp"
#include <zemi/numerics/team_runs.hpp>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <utility>
#include <vector>

namespace zemi {

/// Runs members of a group in whole launches of TeamRuns on the execution space `Space`: what devices use.
template <ConservationLaw E, class Reconstruction, class Flux, class Space>
class TeamEngine {
public:
    using Runs = TeamRuns<E, Reconstruction, Flux, Space>;
    static constexpr int num_classes = E::num_classes;

    /// Long roads do not fit: their scratch memory lies in the device's main memory, once for every team that is under
    /// way, and it is better to run them one by one.
    [[nodiscard]] static bool suits(Problem const& problem)
    {
        constexpr std::size_t bytes_per_team = std::size_t{1} << 20;
        int const num_buffers = time_scheme(problem.scheme.time).num_stages == 1 ? 2 : 3;
        return Runs::scratch_size(problem.road.num_cells, num_buffers, problem.scheme.contact_fix == "qc")
                 * sizeof(Real)
            <= bytes_per_team;
    }

    /// `make_equation(model)` gives the equation of a member, or throws std::invalid_argument; called from several
    /// threads. `team_size`: threads per run; 0: what suits the machine.
    template <class MakeEquation>
    static void run(MemberQueue& queue, MemberGroup& group, MakeEquation const& make_equation, int team_size = 0)
    {
        while (queue.goes_on()) {
            std::vector<std::size_t> const members = take_members(queue, group);
            if (members.empty()) {
                return;
            }
            std::vector<Start> starts(members.size());
            for_all_on_host(members.size(), [&](std::size_t k) {
                try {
                    starts[k] = start_member(queue, members[k], make_equation);
                } catch (std::exception const& error) {
                    queue.deliver_invalid(members[k], error.what());
                }
            });
            std::erase_if(starts, [](Start const& start) { return start.road.cells.empty(); });
            if (starts.empty()) {
                continue;
            }
            try {
                launch(queue, starts, team_size);
            } catch (std::exception const& error) { // no memory on the device, for instance
                for (Start const& start : starts) {
                    queue.deliver_invalid(start.member, error.what());
                }
            }
        }
    }

private:
    struct Start {
        std::size_t member = 0;
        TeamRun<E> run;
        RoadStart<E> road;
        std::vector<TeamStop> stops;
        std::vector<BoundaryPoint<E>> phases;
        std::vector<std::uint16_t> piece; ///< of each cell
        std::vector<std::size_t> pieces; ///< the first cell of each
        int num_snapshots = 0;
    };

    /// Members for one launch: as many as there are, but no more than fit some memory.
    [[nodiscard]] static std::vector<std::size_t> take_members(MemberQueue& queue, MemberGroup& group)
    {
        constexpr std::size_t bytes_per_launch = std::size_t{1} << 30;
        std::vector<std::size_t> members;
        std::size_t bytes = 0;
        while (bytes < bytes_per_launch) {
            auto const index = group.take();
            if (!index) {
                break;
            }
            members.push_back(*index);
            Member const& member = queue.member(*index);
            std::size_t const rows = num_stored<E> + member.output_times.size() * E::num_eqn;
            bytes += static_cast<std::size_t>(std::max(1, member.problem.road.num_cells)) * rows * sizeof(Real);
        }
        return members;
    }

    /// Calls f(k) for all k below `count` on the cores of the host, in any order.
    template <class F>
    static void for_all_on_host(std::size_t count, F const& f)
    {
        using Host = Kokkos::DefaultHostExecutionSpace;
        Kokkos::RangePolicy<Host, Kokkos::Schedule<Kokkos::Dynamic>> policy(0, static_cast<int>(count));
        policy.set_chunk_size(16);
        Kokkos::parallel_for("zemi::TeamMembers", policy, CallOnHost<F>{&f});
        Host().fence("zemi: members on the host");
    }
    template <class F>
    struct CallOnHost {
        F const* f;
        void operator()(int k) const { (*f)(static_cast<std::size_t>(k)); }
    };

    template <class MakeEquation>
    [[nodiscard]] static Start start_member(MemberQueue& queue, std::size_t index, MakeEquation const& make_equation)
    {
        Member const& member = queue.member(index);
        Problem const& problem = member.problem;
        Start start;
        start.member = index;
        start.run.equation = make_equation(problem.model);
        start.road = start_road(start.run.equation, problem);
        start.road.control.measures = true;
        start.run.floor_density = floor_density_share * problem.model.jam_density;
        start.run.queue_speed = member.queue_speed;
        start.run.queue_density = queue_density_share * problem.model.jam_density;
        auto const& category = start.road.category;
        int phase[2];
        for (int side = 0; side < 2; ++side) { // all phases of the left end, then those of the right one
            phase[side] = static_cast<int>(start.phases.size());
            for (BoundaryPhase const& entry : side == 0 ? problem.left : problem.right) {
                start.phases.push_back(boundary_point(start.run.equation, entry.condition,
                                                      side == 0 ? category.front() : category.back()));
            }
        }
        auto const phase_at = [](BoundarySchedule const& schedule, Real time) {
            return static_cast<int>(std::count_if(schedule.begin() + 1, schedule.end(),
                                                  [time](BoundaryPhase const& p) { return p.begin <= time; }));
        };
        Real from = problem.begin_time;
        for (Real const time : stop_times(member)) {
            TeamStop stop;
            stop.time = time;
            stop.left_phase = phase[0] + phase_at(problem.left, from);
            stop.right_phase = phase[1] + phase_at(problem.right, from);
            if (is_kept(member, time)) {
                stop.snapshot = start.num_snapshots++;
            }
            start.stops.push_back(stop);
            from = time;
        }
        start.run.num_stops = static_cast<int>(start.stops.size());
        find_pieces(start);
        return start;
    }

    /// Neighbouring cells that are alike make a piece.
    static void find_pieces(Start& start)
    {
        auto const& cells = start.road.cells;
        start.piece.resize(cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i == 0 || !std::equal(cells[i].data, cells[i].data + num_stored<E>, cells[i - 1].data)) {
                start.pieces.push_back(i);
            }
            start.piece[i] = static_cast<std::uint16_t>(start.pieces.size() - 1);
        }
    }

    [[nodiscard]] static bool is_kept(Member const& member, Real time) noexcept
    {
        auto const& times = member.output_times;
        auto const found = std::find(times.begin(), times.end(), time);
        return found != times.end() && static_cast<std::size_t>(found - times.begin()) >= member.first_kept;
    }

    template <class View>
    [[nodiscard]] static auto host_of(View const& view)
    {
        return Kokkos::create_mirror_view(view);
    }

    static void launch(MemberQueue& queue, std::vector<Start>& starts, int team_size)
    {
        Member const& first = queue.member(starts.front().member);
        Runs runs;
        runs.num_cells = first.problem.road.num_cells;
        runs.scheme = time_scheme(first.problem.scheme.time);
        runs.flux_weights = runs.scheme.flux_weights();
        runs.rule = scheme_rule(first.problem.scheme);
        runs.contact_fix = first.problem.scheme.contact_fix == "qc";
        auto const num_runs = starts.size();
        auto const num_cells = static_cast<std::size_t>(runs.num_cells);
        std::size_t num_stops = 1;
        std::size_t num_phases = 2;
        std::size_t num_snapshots = 0;
        std::size_t num_pieces = 1;
        for (Start const& start : starts) {
            num_stops = std::max(num_stops, start.stops.size());
            num_phases = std::max(num_phases, start.phases.size());
            num_snapshots = std::max(num_snapshots, static_cast<std::size_t>(start.num_snapshots));
            num_pieces = std::max(num_pieces, start.pieces.size());
        }
        runs.runs = decltype(runs.runs)("zemi::team_runs", num_runs);
        runs.controls = decltype(runs.controls)("zemi::team_controls", num_runs);
        runs.stops = decltype(runs.stops)("zemi::team_stops", num_runs, num_stops);
        runs.phases = decltype(runs.phases)("zemi::team_phases", num_runs, num_phases);
        runs.category = decltype(runs.category)("zemi::team_category", num_runs, num_cells);
        runs.piece = decltype(runs.piece)("zemi::team_piece", num_runs, num_cells);
        runs.pieces = decltype(runs.pieces)("zemi::team_pieces", num_runs, num_pieces, num_stored<E>);
        runs.density_sum = decltype(runs.density_sum)("zemi::team_density_sum", num_runs, num_classes);
        runs.snapshots =
            decltype(runs.snapshots)("zemi::team_snapshots", num_runs, num_snapshots, E::num_eqn, num_cells);
        auto const h_runs = host_of(runs.runs);
        auto const h_controls = host_of(runs.controls);
        auto const h_stops = host_of(runs.stops);
        auto const h_phases = host_of(runs.phases);
        auto const h_category = host_of(runs.category);
        auto const h_piece = host_of(runs.piece);
        auto const h_pieces = host_of(runs.pieces);
        for_all_on_host(num_runs, [&](std::size_t r) {
            Start const& start = starts[r];
            h_runs(r) = start.run;
            h_controls(r) = start.road.control;
            std::copy(start.stops.begin(), start.stops.end(), &h_stops(r, 0));
            std::copy(start.phases.begin(), start.phases.end(), &h_phases(r, 0));
            std::copy(start.road.category.begin(), start.road.category.end(), &h_category(r, 0));
            std::copy(start.piece.begin(), start.piece.end(), &h_piece(r, 0));
            for (std::size_t p = 0; p < start.pieces.size(); ++p) {
                auto const& cell = start.road.cells[start.pieces[p]];
                std::copy(cell.data, cell.data + num_stored<E>, &h_pieces(r, p, 0));
            }
        });
        Kokkos::deep_copy(runs.runs, h_runs);
        Kokkos::deep_copy(runs.controls, h_controls);
        Kokkos::deep_copy(runs.stops, h_stops);
        Kokkos::deep_copy(runs.phases, h_phases);
        Kokkos::deep_copy(runs.category, h_category);
        Kokkos::deep_copy(runs.piece, h_piece);
        Kokkos::deep_copy(runs.pieces, h_pieces);

        std::size_t const scratch =
            Runs::Scratch::shmem_size(Runs::scratch_size(runs.num_cells, runs.num_buffers(), runs.contact_fix));
        typename Runs::Policy policy(Space(), static_cast<int>(num_runs), 1);
        runs.scratch_level = scratch <= static_cast<std::size_t>(policy.scratch_size_max(0)) ? 0 : 1;
        policy.set_scratch_size(runs.scratch_level, Kokkos::PerTeam(scratch));
        if constexpr (std::is_same_v<Space, Kokkos::DefaultHostExecutionSpace>) {
            team_size = std::max(team_size, 1);
        } else if (team_size == 0) {
            // A thread for about two cells: more runs at once are worth more than threads (docs/performance.md).
            int const largest = policy.team_size_max(runs, Kokkos::ParallelForTag());
            int const wanted = (runs.num_cells / 2 + 31) / 32 * 32;
            team_size = std::min({largest, wanted, Runs::max_team_size});
        }
        policy = typename Runs::Policy(Space(), static_cast<int>(num_runs), team_size);
        policy.set_scratch_size(runs.scratch_level, Kokkos::PerTeam(scratch));
        Kokkos::parallel_for("zemi::TeamRuns", policy, runs);
        Space().fence("zemi: team runs");

        Kokkos::deep_copy(h_controls, runs.controls);
        auto const h_sums = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace{}, runs.density_sum);
        auto const h_snapshots = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace{}, runs.snapshots);
        for_all_on_host(num_runs,
                        [&](std::size_t r) { collect(queue, starts[r], h_controls(r), r, h_sums, h_snapshots); });
    }

    template <class Sums, class Snapshots>
    static void collect(MemberQueue& queue, Start const& start, StepControl<num_classes> const& control, std::size_t r,
                        Sums const& sums, Snapshots const& snapshots)
    {
        Member const& member = queue.member(start.member);
        MemberResult result;
        result.status = control.failed ? MemberStatus::failed : MemberStatus::done;
        if (control.failed) {
            result.failure = step_failure(control, member.problem);
        }
        result.time = control.time;
        result.num_steps = static_cast<std::int64_t>(control.num_steps);
        result.num_rejected = static_cast<std::int64_t>(control.num_rejected);
        result.num_floors = static_cast<std::int64_t>(control.num_floors);
        result.num_limited = static_cast<std::int64_t>(control.num_limited);
        result.ledger = mass_ledger(control, [&](int c) { return sums(r, c); });
        result.metrics = run_metrics(control, result.ledger, member.problem.begin_time);
        auto const keep = [&](Real time, auto const& cell) {
            result.snapshots.push_back(cell_fields(start.run.equation, start.road.category, time, cell));
        };
        if (is_kept(member, member.problem.begin_time)) {
            keep(member.problem.begin_time, [&](int i) {
                Vec<Real, E::num_eqn> u{};
                for (int k = 0; k < E::num_eqn; ++k) {
                    u[k] = start.road.cells[static_cast<std::size_t>(i)][k];
                }
                return u;
            });
        }
        for (TeamStop const& stop : start.stops) {
            if (stop.snapshot >= 0 && stop.time <= control.time) {
                keep(stop.time, [&](int i) {
                    Vec<Real, E::num_eqn> u{};
                    for (int k = 0; k < E::num_eqn; ++k) {
                        u[k] = snapshots(r, stop.snapshot, k, i);
                    }
                    return u;
                });
            }
        }
        queue.deliver(start.member, std::move(result));
    }
};

} // namespace zemi
