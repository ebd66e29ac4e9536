// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "member_queue.hpp"
#include "road_set_up.hpp"
#include <zemi/numerics/lane_stage.hpp>

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace zemi {

/// Runs members of a group in the eight lanes of a pack, on one core, each from its start to its end; a lane whose
/// member has ended takes the next one. What one member does never shows in another one.
template <HasLanes E, class Reconstruction, class Flux>
class LaneEngine {
public:
    static constexpr int num_classes = E::num_classes;
    using Lanes = typename E::template With<Pack>;

    /// `make_equation(model)` gives the equation of a member, or throws std::invalid_argument.
    template <class MakeEquation>
    LaneEngine(MemberQueue& queue, MemberGroup& group, MakeEquation const& make_equation)
        : m_queue(queue),
          m_group(group),
          m_stage(m_roads)
    {
        m_make_equation = make_equation;
    }

    void run()
    {
        for (int lane = 0; lane < Pack::size; ++lane) {
            load(lane);
        }
        fill_idle_lanes();
        constexpr int steps_between_looks = 64;
        for (std::int64_t step = 1; m_num_busy > 0; ++step) {
            attempt_step();
            if (any_of(!m_roads.control.running)) {
                for (int lane = 0; lane < Pack::size; ++lane) {
                    if (m_busy[lane] && !m_roads.control.running[lane]) {
                        arrive(lane);
                    }
                }
            }
            if (step % steps_between_looks == 0 && !m_queue.goes_on()) {
                return;
            }
        }
    }

private:
    struct Lane {
        std::size_t member = 0;
        MemberResult result;
        std::vector<Real> stops;
        std::size_t next_stop = 0;
        std::size_t next_output = 0;
    };

    void attempt_step() noexcept
    {
        auto& roads = m_roads;
        auto& control = roads.control;
        control.begin_step(roads.scheme.relaxation, roads.scheme.prepare_coefficient, roads.scheme.finish_coefficient);
        if (m_has_new_runs) {
            roads.find_terms();
            m_has_new_runs = false;
        }
        std::fill(roads.reports.begin(), roads.reports.end(), typename LaneRoads<E>::Report{});
        for (int stage = 0; stage < roads.scheme.num_stages; ++stage) {
            m_stage.run(stage);
        }
        typename LaneRoads<E>::Report total;
        for (auto const& report : roads.reports) {
            total.join(report);
        }
        PackMask const tried = control.running;
        PackMask const accepted = control.end_step(total);
        control.retries = select(accepted, Pack(0.0), control.retries);
        int const before = roads.current;
        roads.current = roads.output_buffer(roads.scheme.num_stages - 1);
        // A lane whose step was rejected keeps its state; so does one without a run, for which dt was zero.
        PackMask const keeps = !accepted;
        if (any_of(tried && keeps)) {
            auto const& old_state = roads.buffers[before];
            auto& state = roads.buffers[roads.current];
            for (std::size_t i = 0; i < state.size(); ++i) {
                for (int k = 0; k < num_stored<E>; ++k) {
                    state[i][k] = select(keeps, old_state[i][k], state[i][k]);
                }
            }
            roads.find_terms();
        }
    }

    /// Takes the next member that has a valid problem into the lane. Without one the lane is idle.
    void load(int lane)
    {
        m_busy[lane] = false;
        while (auto const index = m_group.take()) {
            try {
                if (begin(lane, *index)) {
                    return;
                }
            } catch (std::exception const& error) {
                m_queue.deliver_invalid(*index, error.what());
            }
        }
    }

    /// Returns false if the run is over before its first step.
    bool begin(int lane, std::size_t index)
    {
        Member const& member = m_queue.member(index);
        E const equation = m_make_equation(member.problem.model);
        RoadStart<E> const start = start_road(equation, member.problem);
        auto& roads = m_roads;
        if (!m_is_allocated) {
            allocate(member.problem);
        }
        Lane& run = m_lanes[lane];
        run = {};
        run.member = index;
        run.stops = stop_times(member);

        roads.equation.set_lane(lane, equation);
        roads.lane_equation[lane] = equation;
        roads.lane_category[lane] = start.category;
        auto& state = roads.buffers[roads.current];
        for (std::size_t i = 0; i < state.size(); ++i) {
            for (int k = 0; k < num_stored<E>; ++k) {
                state[i][k].set(lane, start.cells[i][k]);
            }
        }
        roads.floor_density.set(lane, floor_density_share * member.problem.model.jam_density);
        roads.queue_speed.set(lane, member.queue_speed);
        roads.queue_density.set(lane, queue_density_share * member.problem.model.jam_density);
        set_lane(roads.control, lane, start.control);
        m_busy[lane] = true;
        m_has_new_runs = true;
        ++m_num_busy;
        find_common_categories();
        keep_fields(lane);
        if (run.stops.empty()) {
            finish(lane);
            return false;
        }
        next_stretch(lane);
        return true;
    }

    void allocate(Problem const& problem)
    {
        auto& roads = m_roads;
        roads.num_cells = problem.road.num_cells;
        roads.scheme = time_scheme(problem.scheme.time);
        roads.flux_weights = roads.scheme.flux_weights();
        roads.rule = scheme_rule(problem.scheme);
        roads.contact_fix = problem.scheme.contact_fix == "qc";
        roads.num_buffers = roads.scheme.num_stages == 1 ? 2 : 3;
        roads.control.measures = true;
        auto const num_cells = static_cast<std::size_t>(roads.num_cells);
        for (int b = 0; b < roads.num_buffers; ++b) {
            roads.buffers[b].resize(num_cells);
        }
        if constexpr (LaneRoads<E>::keeps_terms) {
            roads.terms.resize(num_cells);
        }
        roads.category.resize(num_cells);
        roads.reports.resize((num_cells + tile_cells - 1) / tile_cells);
        m_is_allocated = true;
    }

    void find_common_categories()
    {
        auto& roads = m_roads;
        std::vector<std::uint8_t> const* first = nullptr;
        for (int lane = 0; lane < Pack::size; ++lane) {
            auto const& category = roads.lane_category[lane];
            if (category.empty()) {
                continue;
            }
            if (first == nullptr) {
                first = &category;
                roads.category = category;
            } else if (category != *first) {
                for (std::size_t i = 0; i < category.size(); ++i) {
                    if (category[i] != (*first)[i]) {
                        roads.category[i] = LaneRoads<E>::mixed_category;
                    }
                }
            }
        }
    }

    /// Lanes that never had a run get a copy of one: valid numbers, that never move.
    void fill_idle_lanes()
    {
        if (m_num_busy == 0) {
            return;
        }
        int source = 0;
        while (!m_busy[source]) {
            ++source;
        }
        auto& roads = m_roads;
        auto one = get_lane(roads.control, source);
        one.running = false;
        for (int lane = 0; lane < Pack::size; ++lane) {
            if (!roads.lane_category[lane].empty()) {
                continue;
            }
            roads.equation.set_lane(lane, roads.lane_equation[source]);
            roads.lane_equation[lane] = roads.lane_equation[source];
            roads.lane_category[lane] = roads.lane_category[source];
            for (auto& cell : roads.buffers[roads.current]) {
                for (int k = 0; k < num_stored<E>; ++k) {
                    cell[k].set(lane, cell[k][source]);
                }
            }
            roads.floor_density.set(lane, roads.floor_density[source]);
            roads.queue_speed.set(lane, roads.queue_speed[source]);
            roads.queue_density.set(lane, roads.queue_density[source]);
            set_lane(roads.control, lane, one);
            for (int side = 0; side < 2; ++side) {
                roads.set_end(lane, side, roads.lane_ends[source][side]);
            }
        }
    }

    /// From a stop on: the boundary conditions that hold now, and where to stop next.
    void next_stretch(int lane)
    {
        Lane const& run = m_lanes[lane];
        Problem const& problem = m_queue.member(run.member).problem;
        auto& roads = m_roads;
        Real const time = roads.control.time[lane];
        auto const& category = roads.lane_category[lane];
        roads.set_end(lane, 0,
                      boundary_point(roads.lane_equation[lane], condition_at(problem.left, time), category.front()));
        roads.set_end(lane, 1,
                      boundary_point(roads.lane_equation[lane], condition_at(problem.right, time), category.back()));
        roads.control.stop_time.set(lane, run.stops[run.next_stop]);
        roads.control.running.set(lane, true);
    }

    /// The run in the lane has reached a stop, or failed.
    void arrive(int lane)
    {
        Lane& run = m_lanes[lane];
        if (!m_roads.control.failed[lane]) {
            keep_fields(lane);
            ++run.next_stop;
            if (run.next_stop < run.stops.size()) {
                next_stretch(lane);
                return;
            }
        }
        finish(lane);
        load(lane);
    }

    [[nodiscard]] Vec<Real, E::num_eqn> cell(int lane, int i) const noexcept
    {
        Vec<Real, E::num_eqn> u{};
        for (int k = 0; k < E::num_eqn; ++k) {
            u[k] = m_roads.buffers[m_roads.current][static_cast<std::size_t>(i)][k][lane];
        }
        return u;
    }

    void keep_fields(int lane)
    {
        Lane& run = m_lanes[lane];
        Member const& member = m_queue.member(run.member);
        Real const time = m_roads.control.time[lane];
        for (; run.next_output < member.output_times.size() && member.output_times[run.next_output] <= time;
             ++run.next_output) {
            if (run.next_output >= member.first_kept) {
                run.result.snapshots.push_back(cell_fields(m_roads.lane_equation[lane], m_roads.lane_category[lane],
                                                           time, [&](int i) { return cell(lane, i); }));
            }
        }
    }

    void finish(int lane)
    {
        Lane& run = m_lanes[lane];
        Problem const& problem = m_queue.member(run.member).problem;
        auto const control = get_lane(m_roads.control, lane);
        MemberResult& result = run.result;
        result.status = control.failed ? MemberStatus::failed : MemberStatus::done;
        if (control.failed) {
            result.failure = step_failure(control, problem);
        }
        result.time = control.time;
        result.num_steps = static_cast<std::int64_t>(control.num_steps);
        result.num_rejected = static_cast<std::int64_t>(control.num_rejected);
        result.num_floors = static_cast<std::int64_t>(control.num_floors);
        result.num_limited = static_cast<std::int64_t>(control.num_limited);
        result.ledger =
            mass_ledger(control, m_roads.num_cells, [&](int i, int c) { return cell(lane, i)[E::density_index(c)]; });
        result.metrics = run_metrics(control, result.ledger, problem.begin_time);
        m_queue.deliver(run.member, std::move(result));
        m_busy[lane] = false;
        --m_num_busy;
    }

    MemberQueue& m_queue;
    MemberGroup& m_group;
    std::function<E(ModelSpec const&)> m_make_equation;
    LaneRoads<E> m_roads;
    LaneStage<E, Reconstruction, Flux> m_stage;
    Lane m_lanes[Pack::size];
    bool m_busy[Pack::size] = {};
    int m_num_busy = 0;
    bool m_is_allocated = false;
    bool m_has_new_runs = false;
};

} // namespace zemi
