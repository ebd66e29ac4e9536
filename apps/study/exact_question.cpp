// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/exact_question.hpp"

#include <zemi/physics/equilibrium.hpp>
#include <zemi/physics/exact/uniform_relaxation.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace zemi::study {

Question::Question(app::Case const& input)
    : problem(input.problem),
      duration(input.end_time - input.problem.begin_time),
      start(input.problem)
{
}

Question::Question(Problem const& of, Real seconds) : problem(of), duration(seconds), start(of)
{
}

bool Question::is_arz() const
{
    return problem.model.equation == "multiclass_arz";
}

bool Question::relaxes() const
{
    return std::any_of(problem.model.classes.begin(), problem.model.classes.end(),
                       [&](ClassSpec const& c) { return !(duration / c.relaxation_time < 1e-14); });
}

std::set<int> Question::categories() const
{
    return {problem.road.category.begin(), problem.road.category.end()};
}

Real Question::x_end() const
{
    return problem.road.x_begin + problem.road.length;
}

bool Question::is_ring() const
{
    return problem.left.size() == 1 && problem.left.front().condition.kind == BoundaryKind::periodic;
}

bool Question::is_open() const
{
    return continues(problem.left, start.samples().front().state)
        && continues(problem.right, start.samples().back().state);
}

bool Question::continues(BoundarySchedule const& end, TrafficState const& state) const
{
    if (end.size() != 1) {
        return false;
    }
    BoundaryCondition const& condition = end.front().condition;
    if (condition.kind != BoundaryKind::inflow) {
        return condition.kind == BoundaryKind::outflow;
    }
    for (std::size_t c = 0; c < state.density.size(); ++c) {
        if (std::abs(condition.state.density[c] - state.density[c]) > 1e-13 * problem.model.jam_density
            || (is_arz() && !same_speed(condition.state.speed[c], state.speed[c]))) {
            return false;
        }
    }
    return true;
}

bool Question::has_negative_speeds() const
{
    return std::any_of(start.samples().begin(), start.samples().end(), [](StartProfile::Sample const& s) {
        return std::any_of(s.state.speed.begin(), s.state.speed.end(), [](Real v) { return v < 0; });
    });
}

ExactSolution Question::on_whole_road(std::string name) const
{
    ExactSolution solution;
    solution.name = std::move(name);
    RoadPart const whole{problem.road.x_begin, x_end()};
    solution.part = [whole](Real) { return whole; };
    solution.breakpoints = [](Real) { return std::vector<Real>{}; };
    return solution;
}

int category_index(ModelSpec const& model, int category)
{
    auto const known = road_categories(model);
    return static_cast<int>(std::find(known.begin(), known.end(), category) - known.begin());
}

std::vector<Real> relaxed_speeds(ModelSpec const& model, int category, TrafficState const& start, Real t)
{
    return with_equation(model, [&]<int N, class Law>(MulticlassArz<N, Law> const& equation) {
        auto const v = exact::uniform_relaxation(equation, equation.road_data(category_index(model, category)),
                                                 primitive_of<N>(start), t);
        return std::vector<Real>(v.data, v.data + N);
    });
}

bool at_equilibrium(Question const& q, TrafficState const& state, int category)
{
    auto const speed = equilibrium_speed(q.problem.model, category, state.density);
    for (std::size_t c = 0; c < speed.size(); ++c) {
        if (!same_speed(speed[c], state.speed[c])) {
            return false;
        }
    }
    return true;
}

bool has_power_pressure(ModelSpec const& model)
{
    return model.pressure_law == PressureLaw::power && interaction_matrix(model)[0][0] > 0
        && model.classes.front().pressure_scale > 0;
}

} // namespace zemi::study
