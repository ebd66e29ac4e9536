// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/exact_question.hpp"
#include <zemi/physics/exact/single_class_riemann.hpp>
#include <zemi/physics/exact/two_class_riemann.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace zemi::study {
namespace {

/// Earliest time at which one of the speeds leads from the meeting point to an end of the road [s after the start].
Real first_arrival(Question const& q, Real meeting_point, std::vector<Real> const& speeds)
{
    Real first = std::numeric_limits<Real>::infinity();
    for (Real const s : speeds) {
        if (s != 0) {
            first = std::min(first, ((s > 0 ? q.x_end() : q.problem.road.x_begin) - meeting_point) / s);
        }
    }
    return first;
}

/// The conditions of a Riemann problem without relaxation on an open road.
void check_riemann_problem(Question const& q, Unmet& unmet)
{
    unmet.unless(q.is_arz(), not_arz);
    unmet.unless(!q.relaxes(), does_relax);
    unmet.unless(q.problem.initial.cells.empty(), from_cells);
    unmet.unless(q.start.jumps().size() == 1 && q.start.is_piecewise_constant(),
                 "the start is not two states that meet", Unmet::other_start);
    unmet.unless(!q.is_ring() && q.is_open(), "the road does not go on at both ends as it is there");
    unmet.unless(!q.has_negative_speeds(), drives_backwards);
}

/// Turns a function of x / t into a solution whose waves have these speeds.
template <class Sample>
ExactSolution riemann_solution(Question const& q, std::string name, std::vector<Real> const& speeds,
                               Sample const& sample)
{
    Real const meeting_point = q.start.jumps().front();
    Real const begin = q.problem.begin_time;
    ExactSolution solution = q.on_whole_road(std::move(name));
    solution.has_jumps = true;
    solution.valid_until = begin + first_arrival(q, meeting_point, speeds);
    solution.at = [=, initial = q.problem.initial.at](Real x, Real t) {
        return t > begin ? sample((x - meeting_point) / (t - begin)) : initial(x);
    };
    solution.breakpoints = [=](Real t) {
        std::vector<Real> places;
        for (Real const s : speeds) {
            places.push_back(meeting_point + s * (t - begin));
        }
        return places;
    };
    return solution;
}

/// The density at which a class that perceives itself with the weight A feels the jam density.
Real own_jam_density(ModelSpec const& model)
{
    return model.jam_density / interaction_matrix(model)[0][0];
}

} // namespace

std::optional<ExactSolution> riemann_of_one_class(Question const& q, Unmet& unmet)
{
    ModelSpec const& model = q.problem.model;
    check_riemann_problem(q, unmet);
    unmet.unless(model.num_classes() == 1, not_one_class, 2);
    unmet.unless(has_power_pressure(model), not_power_law);
    if (!unmet.none()) {
        return std::nullopt;
    }
    TrafficState const& left = q.start.samples().front().state;
    TrafficState const& right = q.start.samples().back().state;
    exact::SingleClassRiemann const riemann(model.classes[0].pressure_scale, model.classes[0].pressure_exponent,
                                            own_jam_density(model), {left.density[0], left.speed[0], 0},
                                            {right.density[0], right.speed[0], 0});
    using Wave = exact::SingleClassRiemann::FirstWave;
    std::string const first = riemann.first_wave() == Wave::shock       ? "shock and contact"
                            : riemann.first_wave() == Wave::rarefaction ? "rarefaction and contact"
                                                                        : "contact";
    std::vector<Real> speeds{riemann.contact()};
    if (riemann.first_wave() != Wave::none) {
        speeds.push_back(riemann.head());
        speeds.push_back(riemann.tail());
    }
    ExactSolution solution =
        riemann_solution(q, fmt::format("Riemann problem of one class: {}", first), speeds, [riemann](Real xi) {
            auto const s = riemann.sample(xi);
            return TrafficState{{s.density}, {s.speed}};
        });
    solution.origin = [riemann, meeting_point = q.start.jumps().front(), begin = q.problem.begin_time](Real x, Real t) {
        return meeting_point + riemann.origin(x - meeting_point, t - begin);
    };
    return solution;
}

std::optional<ExactSolution> riemann_of_two_classes(Question const& q, Unmet& unmet)
{
    ModelSpec const& model = q.problem.model;
    TrafficState const& left = q.start.samples().front().state;
    TrafficState const& right = q.start.samples().back().state;
    check_riemann_problem(q, unmet);
    if (unmet.unless(model.num_classes() == 2, "it does not have two classes")) {
        unmet.unless(left.density[0] > 0 && left.density[1] > 0 && right.density[0] > 0 && right.density[1] > 0,
                     "one of the classes is missing on one side");
    }
    if (!unmet.none()) {
        return std::nullopt;
    }
    auto const riemann =
        exact::TwoClassRiemann::between(model, {left.density[0], left.density[1]}, {left.speed[0], left.speed[1]},
                                        {right.density[0], right.density[1]}, {right.speed[0], right.speed[1]});
    if (!unmet.unless(riemann.has_value(), "no chain of simple waves was found between its states")) {
        return std::nullopt;
    }
    bool const backwards = std::any_of(riemann->states().begin(), riemann->states().end(),
                                       [](auto const& s) { return s.speed[0] < 0 || s.speed[1] < 0; });
    if (!unmet.unless(!backwards || model.speed_closure != SpeedClosure::non_negative,
                      "vehicles would drive backwards between its waves")) {
        return std::nullopt;
    }
    std::vector<Real> speeds;
    std::vector<std::string> names;
    for (exact::TwoClassWave const& wave : riemann->waves()) {
        speeds.push_back(wave.head);
        speeds.push_back(wave.tail);
        names.push_back(wave.kind == exact::WaveKind::shock ? "shock"
                        : wave.kind == exact::WaveKind::rarefaction
                            ? "rarefaction"
                            : "contact of " + model.classes[static_cast<std::size_t>(wave.carrier)].name);
    }
    return riemann_solution(q, fmt::format("Riemann problem of two classes: {}", fmt::join(names, ", ")), speeds,
                            [riemann = *riemann](Real xi) {
                                auto const s = riemann.sample(xi);
                                return TrafficState{{s.density[0], s.density[1]}, {s.speed[0], s.speed[1]}};
                            });
}

} // namespace zemi::study
