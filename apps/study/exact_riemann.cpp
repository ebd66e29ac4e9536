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

/// The two states of a Riemann problem without relaxation on an open road.
bool is_riemann_problem(Question const& q)
{
    return q.is_arz() && !q.relaxes() && q.problem.initial.cells.empty() && q.start.jumps().size() == 1
        && q.start.is_piecewise_constant() && !q.is_ring() && q.is_open() && !q.has_negative_speeds();
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

bool nearly(Real a, Real b, Real scale)
{
    return std::abs(a - b) <= 1e-10 * scale;
}

/// Whether the pressures are those of the model for which the solutions of two classes are known.
bool is_two_class_model(ModelSpec const& model)
{
    ModelSpec const known = exact::TwoClassRiemann::model();
    if (model.num_classes() != 2 || model.pressure_law != PressureLaw::power
        || !nearly(model.jam_density, known.jam_density, known.jam_density)) {
        return false;
    }
    auto const own = interaction_matrix(model);
    auto const wanted = interaction_matrix(known);
    for (std::size_t i = 0; i < 2; ++i) {
        ClassSpec const& a = model.classes[i];
        ClassSpec const& b = known.classes[i];
        if (!nearly(a.pressure_scale, b.pressure_scale, b.pressure_scale)
            || !nearly(a.pressure_exponent, b.pressure_exponent, 1) || !nearly(own[i][0], wanted[i][0], 1)
            || !nearly(own[i][1], wanted[i][1], 1)) {
            return false;
        }
    }
    return true;
}

} // namespace

std::optional<ExactSolution> riemann_of_one_class(Question const& q)
{
    ModelSpec const& model = q.problem.model;
    if (!is_riemann_problem(q) || model.num_classes() != 1 || !has_power_pressure(model)) {
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
    return riemann_solution(q, fmt::format("Riemann problem of one class: {}", first), speeds, [riemann](Real xi) {
        auto const s = riemann.sample(xi);
        return TrafficState{{s.density}, {s.speed}};
    });
}

std::optional<ExactSolution> riemann_of_two_classes(Question const& q)
{
    if (!is_riemann_problem(q) || !is_two_class_model(q.problem.model)) {
        return std::nullopt;
    }
    Real const jam = q.problem.model.jam_density;
    auto const matches = [&](exact::TwoClassState const& wanted, TrafficState const& own) {
        return nearly(own.density[0], wanted.density[0], jam) && nearly(own.density[1], wanted.density[1], jam)
            && nearly(own.speed[0], wanted.speed[0], 10) && nearly(own.speed[1], wanted.speed[1], 10);
    };
    for (auto const& riemann :
         {exact::TwoClassRiemann::ordered_waves(), exact::TwoClassRiemann::contact_between_waves()}) {
        if (!matches(riemann.states().front(), q.start.samples().front().state)
            || !matches(riemann.states().back(), q.start.samples().back().state)) {
            continue;
        }
        std::vector<Real> speeds;
        for (exact::TwoClassWave const& wave : riemann.waves()) {
            speeds.push_back(wave.head);
            speeds.push_back(wave.tail);
        }
        return riemann_solution(q, "Riemann problem of two classes: shock, rarefaction and both contacts", speeds,
                                [riemann](Real xi) {
                                    auto const s = riemann.sample(xi);
                                    return TrafficState{{s.density[0], s.density[1]}, {s.speed[0], s.speed[1]}};
                                });
    }
    return std::nullopt;
}

} // namespace zemi::study
