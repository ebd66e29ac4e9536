// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/exact_question.hpp"
#include <zemi/physics/equilibrium.hpp>
#include <zemi/physics/exact/identical_classes.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace zemi::study {
namespace {

Real total_density(TrafficState const& state)
{
    return std::accumulate(state.density.begin(), state.density.end(), Real(0));
}

/// The sum of the classes, at the speed of those that are there.
TrafficState as_one_class(TrafficState const& state)
{
    std::size_t present = 0;
    while (present + 1 < state.density.size() && !(state.density[present] > 0)) {
        ++present;
    }
    return {{total_density(state)}, {state.speed[present]}};
}

bool has_one_speed(TrafficState const& state)
{
    Real const speed = as_one_class(state).speed[0];
    for (std::size_t c = 0; c < state.density.size(); ++c) {
        if (state.density[c] > 0 && !same_speed(state.speed[c], speed)) {
            return false;
        }
    }
    return true;
}

void reduce(BoundarySchedule& schedule)
{
    for (BoundaryPhase& phase : schedule) {
        if (phase.condition.kind == BoundaryKind::inflow) {
            phase.condition.state = as_one_class(phase.condition.state);
        }
    }
}

/// The case of the sum of the classes.
Problem single_class_problem(Question const& q, ModelSpec const& single)
{
    Problem problem = q.problem;
    problem.model = single;
    problem.initial.at = [initial = q.problem.initial.at](Real x) { return as_one_class(initial(x)); };
    reduce(problem.left);
    reduce(problem.right);
    return problem;
}

/// Where the vehicle that started at x0 is at time t: origin() increases along the road.
Real arrival(std::function<Real(Real, Real)> const& origin, Real x0, Real t, Real farthest)
{
    Real low = x0;
    Real high = x0 + farthest;
    for (int i = 0; i < 60 && low < high; ++i) {
        Real const middle = low + (high - low) / 2;
        (origin(middle, t) < x0 ? low : high) = middle;
    }
    return high;
}

/// The solution for the sum, shared out as the vehicles were at the start.
ExactSolution shared_out(Question const& q, ExactSolution single)
{
    Real const x_begin = q.problem.road.x_begin;
    Real const length = q.problem.road.length;
    bool const is_ring = q.is_ring();
    auto const on_road = [=](Real x) {
        if (!is_ring) {
            return x;
        }
        Real const turns = (x - x_begin) / length;
        return x_begin + (turns - std::floor(turns)) * length;
    };
    ExactSolution solution = single;
    solution.name += ", shared by identical classes";
    solution.has_jumps = single.has_jumps || !q.start.jumps().empty();
    solution.at = [=, initial = q.problem.initial.at](Real x, Real t) {
        TrafficState const all = single.at(x, t);
        TrafficState state = initial(on_road(single.origin(x, t)));
        Real const total = total_density(state);
        for (Real& density : state.density) {
            density = total > 0 ? density / total * all.density[0] : 0;
        }
        std::fill(state.speed.begin(), state.speed.end(), all.speed[0]);
        return state;
    };
    // Where the composition jumps or has a kink, it moves with the vehicles.
    std::vector<Real> places = q.problem.initial.breakpoints;
    if (is_ring) {
        places.push_back(x_begin);
    }
    Equilibrium const equilibrium(q.problem.model);
    Real fastest = 0; // nobody gets faster than the marker that he had at the start, or than he was in a jamiton
    for (StartProfile::Sample const& s : q.start.samples()) {
        fastest = std::max(fastest, as_one_class(s.state).speed[0] + equilibrium.pressure(s.state.density)[0]);
    }
    solution.breakpoints = [=, begin = q.problem.begin_time](Real t) {
        std::vector<Real> all = single.breakpoints(t);
        for (Real const x0 : places) {
            all.push_back(on_road(arrival(single.origin, x0, t, fastest * (t - begin) + length * 1e-9)));
        }
        return all;
    };
    return solution;
}

} // namespace

std::optional<ExactSolution> identical_classes(Question const& q, Unmet& unmet)
{
    unmet.unless(q.problem.model.num_classes() > 1, "it has one class only", 4 * Unmet::other_start);
    unmet.unless(q.is_arz(), not_arz);
    unmet.unless(q.problem.initial.cells.empty(), from_cells);
    unmet.unless(q.is_ring() || q.is_open(), "the road does not go on at both ends as it is there");
    auto const single = exact::single_class_model(q.problem.model, q.relaxes());
    unmet.unless(single.has_value(), "its classes differ in more than their names");
    bool const drive_together = std::all_of(q.start.samples().begin(), q.start.samples().end(),
                                            [](StartProfile::Sample const& s) { return has_one_speed(s.state); });
    unmet.unless(drive_together, "its classes do not start at one speed at each place", Unmet::other_start);
    if (!unmet.none()) {
        return std::nullopt;
    }
    Problem const problem = single_class_problem(q, *single);
    Question const reduced(problem, q.duration);
    Unmet nearest;
    bool is_first = true;
    for (auto const recognise : {riemann_of_one_class, simple_wave, jamitons}) {
        Unmet own;
        if (auto solution = recognise(reduced, own)) {
            return shared_out(q, std::move(*solution));
        }
        if (is_first || own.distance() < nearest.distance()) {
            nearest = own;
            is_first = false;
        }
    }
    unmet.add(nearest);
    return std::nullopt;
}

} // namespace zemi::study
