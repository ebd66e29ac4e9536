// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/exact_question.hpp"
#include <zemi/core/units.hpp>
#include <zemi/physics/exact/jamiton.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace zemi::study {
namespace {

/// The jamiton with this start, found from its densest and its emptiest place: v = s + m / rho on all of it. Throws
/// std::invalid_argument where there is none.
exact::Jamiton fitted(Question const& q, exact::JamitonModel const& model, Real period)
{
    auto const& samples = q.start.samples();
    auto const [low, high] = std::minmax_element(samples.begin(), samples.end(), [](auto const& a, auto const& b) {
        return a.state.density[0] < b.state.density[0];
    });
    Real const flow =
        (low->state.speed[0] - high->state.speed[0]) / (1 / low->state.density[0] - 1 / high->state.density[0]);
    Real const sonic = std::cbrt(flow * model.jam_density * model.jam_density / (2 * model.pressure_scale));
    return exact::Jamiton::with_period(model, sonic, period);
}

/// Between samples of the start and the profile; twice the digits that a case file usually has.
bool has_start(Question const& q, exact::Jamiton const& jamiton, Real shock)
{
    Real const jam = q.problem.model.jam_density;
    return std::all_of(q.start.samples().begin(), q.start.samples().end(), [&](StartProfile::Sample const& s) {
        auto const wanted = jamiton.sample(s.x - shock);
        return std::abs(s.state.density[0] - wanted.density) <= 1e-9 * jam
            && std::abs(s.state.speed[0] - wanted.speed) <= 1e-8;
    });
}

} // namespace

std::optional<ExactSolution> jamitons(Question const& q, Unmet& unmet)
{
    ModelSpec const& model = q.problem.model;
    ClassSpec const& vehicle = model.classes.front();
    auto const& shocks = q.start.jumps();
    unmet.unless(q.is_arz(), not_arz);
    unmet.unless(q.relaxes(), "it does not relax");
    unmet.unless(model.num_classes() == 1, not_one_class, 2);
    unmet.unless(has_power_pressure(model) && vehicle.pressure_exponent == 2,
                 "the pressure is not the power law with the exponent 2");
    unmet.unless(vehicle.creeping_speed == 0, "vehicles creep in a jam");
    unmet.unless(q.categories().size() == 1, "the road category changes");
    unmet.unless(q.is_ring(), not_ring);
    unmet.unless(q.problem.initial.cells.empty(), from_cells);
    unmet.unless(!q.has_negative_speeds(), drives_backwards);
    bool const occupied = std::all_of(q.start.samples().begin(), q.start.samples().end(),
                                      [](StartProfile::Sample const& s) { return s.state.density[0] > 0; });
    unmet.unless(!shocks.empty() && occupied && !q.start.is_piecewise_constant(),
                 "the start is not the profile of a jamiton", Unmet::other_start);
    if (!unmet.none()) {
        return std::nullopt;
    }
    // A class that perceives itself with the weight A: p = K A^2 (rho / rho_jam)^2.
    Real const weight = interaction_matrix(model)[0][0];
    exact::JamitonModel const constants{vehicle.pressure_scale * weight * weight,
                                        vehicle.free_speed.at(*q.categories().begin()), model.jam_density,
                                        vehicle.relaxation_time};
    Real const shock = shocks.front();
    Real const period = q.problem.road.length / static_cast<Real>(shocks.size());
    try {
        exact::Jamiton const jamiton = fitted(q, constants, period);
        if (!unmet.unless(has_start(q, jamiton, shock), "the start is not the profile of a jamiton")) {
            return std::nullopt;
        }
        ExactSolution solution = q.on_whole_road(
            fmt::format("{} of {} at {}", shocks.size() == 1 ? "a jamiton" : fmt::format("{} jamitons", shocks.size()),
                        format_quantity_in(period, "m", 6), format_quantity_in(jamiton.speed(), "km/h", 4)));
        Real const begin = q.problem.begin_time;
        solution.has_jumps = true;
        solution.at = [=](Real x, Real t) {
            auto const s = jamiton.sample(x - shock - jamiton.speed() * (t - begin));
            return TrafficState{{s.density}, {s.speed}};
        };
        solution.breakpoints = [=, x_begin = q.problem.road.x_begin, length = q.problem.road.length,
                                count = shocks.size()](Real t) {
            std::vector<Real> places;
            for (std::size_t k = 0; k < count; ++k) {
                Real const place = shock + static_cast<Real>(k) * period + jamiton.speed() * (t - begin);
                Real const turns = (place - x_begin) / length;
                places.push_back(x_begin + (turns - std::floor(turns)) * length);
            }
            return places;
        };
        solution.origin = [=](Real x, Real t) { return shock + jamiton.origin(x - shock, t - begin); };
        return solution;
    } catch (std::invalid_argument const& error) {
        unmet.unless(false, error.what());
        return std::nullopt;
    }
}

} // namespace zemi::study
