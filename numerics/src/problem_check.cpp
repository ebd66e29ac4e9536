// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "problem_check.hpp"

#include <zemi/numerics/initial_state.hpp>
#include <zemi/numerics/scheme.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace zemi {

void check_problem(Problem const& problem, int num_classes)
{
    auto const fail = [](std::string const& what) { throw std::invalid_argument(what); };
    RoadSpec const& road = problem.road;
    if (road.num_cells < 4) {
        fail("a road needs at least 4 cells, this one has " + std::to_string(road.num_cells));
    }
    if (!(road.length > 0)) {
        fail("the length of the road must be positive");
    }
    if (road.category.size() != static_cast<std::size_t>(road.num_cells)) {
        fail("the road has " + std::to_string(road.num_cells) + " cells but " + std::to_string(road.category.size())
             + " road categories");
    }
    if (problem.scheme.cfl < 0 || problem.scheme.cfl > 1) {
        fail("the CFL number must lie in (0, 1]");
    }
    if (auto const objection = contact_fix_objection(problem.model.equation, problem.scheme); !objection.empty()) {
        fail(objection);
    }
    bool num_periodic[2] = {false, false};
    BoundarySchedule const* const schedules[2] = {&problem.left, &problem.right};
    for (int side = 0; side < 2; ++side) {
        auto const& schedule = *schedules[side];
        if (schedule.empty() || schedule.front().begin > problem.begin_time) {
            fail("the boundary schedule must begin at or before the start of the run");
        }
        for (std::size_t k = 0; k < schedule.size(); ++k) {
            if (k > 0 && !(schedule[k].begin > schedule[k - 1].begin)) {
                fail("the phases of a boundary schedule must be in order of time");
            }
            auto const& condition = schedule[k].condition;
            if (condition.kind == BoundaryKind::periodic) {
                num_periodic[side] = true;
                if (schedule.size() > 1) {
                    fail("a periodic boundary cannot be part of a schedule");
                }
            }
            if (condition.kind == BoundaryKind::free_outflow && side == 0) {
                fail("free_outflow is a condition for the right end: vehicles do not leave through the left one");
            }
            if (condition.kind == BoundaryKind::inflow) {
                detail::check_traffic_state("inflow", condition.state, num_classes,
                                            side == 0 ? road.x_begin : road.x_begin + road.length);
            }
        }
    }
    if (num_periodic[0] != num_periodic[1]) {
        fail("a periodic boundary must be periodic at both ends");
    }
}

std::vector<std::uint8_t> category_indices(Problem const& problem)
{
    auto const known = road_categories(problem.model);
    std::vector<std::uint8_t> indices;
    indices.reserve(problem.road.category.size());
    for (int const category : problem.road.category) {
        auto const found = std::find(known.begin(), known.end(), category);
        if (found == known.end()) {
            throw std::invalid_argument("no class has a free speed for road category " + std::to_string(category)
                                        + " (cell " + std::to_string(indices.size()) + ")");
        }
        indices.push_back(static_cast<std::uint8_t>(found - known.begin()));
    }
    return indices;
}

namespace {

/// `what`: why an attempt fails.
Failure failure_at(Real time, Real dt, int cell, int num_short_steps, Problem const& problem, std::string const& what)
{
    Failure result;
    result.time = time;
    result.cell = cell;
    result.x = cell >= 0 ? problem.road.cell_center(cell) : 0;
    result.reason =
        num_short_steps > 0
            ? fmt::format("the step size collapsed: {} steps in a row were shorter than a thousandth of what the CFL "
                          "condition allows, the last with dt = {:.3g} s, because with longer ones {}",
                          num_short_steps, dt, what)
            : fmt::format("{} in every one of {} attempts, the last with dt = {:.3g} s", what, problem.max_retries + 1,
                          dt);
    return result;
}

} // namespace

Failure step_failure(Real time, Real dt, int cell, int num_short_steps, Problem const& problem)
{
    Failure result =
        failure_at(time, dt, cell, num_short_steps, problem,
                   cell >= 0 ? "the state left the admissible set (a negative or undefined density or marker)"
                             : "the wave speeds grew faster than the step could shrink");
    result.reason += "; try a smaller CFL number or the scheme first_order";
    return result;
}

Failure source_failure(Real time, Real dt, int cell, int num_short_steps, Problem const& problem)
{
    return failure_at(time, dt, cell, num_short_steps, problem,
                      "the integrator " + problem.source.integrator
                          + " did not get through a time step of the source term " + problem.model.source);
}

} // namespace zemi
