// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/exact_solution.hpp"

#include "study/exact_question.hpp"
#include <zemi/core/units.hpp>
#include <zemi/physics/equilibrium.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace zemi::study {
namespace {

constexpr Real forever = std::numeric_limits<Real>::infinity();

/// Speed in a unit that reads well.
std::string readable_speed(Real speed)
{
    return format_quantity_in(speed, "km/h", 4);
}

/// The speed that all vehicles relax to and their relaxation time, if both are the same wherever they may drive.
/// Without relaxation, or at the equilibrium, the speed of the start and an infinite time.
struct CommonRelaxation {
    Real speed;
    Real time;
};

std::optional<CommonRelaxation> common_relaxation(Question const& q, Real start_speed)
{
    if (!q.relaxes()) {
        return CommonRelaxation{start_speed, forever};
    }
    Equilibrium const equilibrium(q.problem.model);
    std::optional<Real> common;
    for (int const category : q.categories()) {
        for (StartProfile::Sample const& s : q.start.samples()) {
            auto const speed = equilibrium.speed(category, s.state.density);
            for (std::size_t c = 0; c < speed.size(); ++c) {
                if (s.state.density[c] <= 0) {
                    continue;
                }
                common = common.value_or(speed[c]);
                if (!same_speed(*common, speed[c])) {
                    return std::nullopt;
                }
            }
        }
    }
    if (!common) {
        return std::nullopt;
    }
    if (same_speed(*common, start_speed)) {
        return CommonRelaxation{start_speed, forever};
    }
    auto const& classes = q.problem.model.classes;
    Real const time = classes.front().relaxation_time;
    bool const same_time =
        std::all_of(classes.begin(), classes.end(), [&](ClassSpec const& c) { return c.relaxation_time == time; });
    return same_time ? std::optional(CommonRelaxation{*common, time}) : std::nullopt;
}

} // namespace

std::optional<ExactSolution> uniform_traffic(Question const& q)
{
    if (!q.start.is_uniform() || q.has_negative_speeds()) {
        return std::nullopt;
    }
    TrafficState state = q.start.samples().front().state;
    bool const relaxes = !q.is_arz() || q.relaxes();
    int const category = q.problem.road.category.front();
    if (relaxes && q.categories().size() > 1) {
        return std::nullopt;
    }
    if (!q.is_arz()) {
        state.speed = equilibrium_speed(q.problem.model, category, state.density);
    }
    bool const is_steady = !q.is_arz() || !relaxes || at_equilibrium(q, state, category);
    bool const has_inflow = q.problem.left.front().condition.kind == BoundaryKind::inflow
                         || q.problem.right.front().condition.kind == BoundaryKind::inflow;
    if (!(q.is_ring() || (q.is_open() && (is_steady || !has_inflow)))) {
        return std::nullopt;
    }
    ExactSolution solution = q.on_whole_road(is_steady ? "uniform traffic that stays as it is"
                                                       : "uniform traffic that relaxes to its equilibrium speeds");
    solution.at = [model = q.problem.model, state, category, is_steady, begin = q.problem.begin_time](Real, Real t) {
        TrafficState now = state;
        if (!is_steady) {
            now.speed = relaxed_speeds(model, category, state, t - begin);
        }
        return now;
    };
    return solution;
}

/// d_t rho_i + v d_x rho_i = 0 and dv/dt = (Ve - v) / tau if v is the same everywhere: w_i = v + p_i, and p_i is
/// carried along like the densities.
std::optional<ExactSolution> carried_along(Question const& q)
{
    auto const speed = q.is_arz() ? q.start.common_speed() : std::nullopt;
    if (!speed || *speed < 0 || !q.problem.initial.cells.empty()) {
        return std::nullopt;
    }
    auto const relaxation = common_relaxation(q, *speed);
    bool const is_ring = q.is_ring();
    if (!relaxation || !(is_ring || (q.is_open() && q.start.is_piecewise_constant()))) {
        return std::nullopt;
    }
    if (!is_ring && relaxation->time != forever) {
        return std::nullopt; // an inflow would have to relax like the road
    }
    Real const begin_time = q.problem.begin_time;
    Real const v0 = *speed;
    auto const way = [v0, r = *relaxation, begin_time](Real t) {
        Real const s = t - begin_time;
        return r.time == forever ? v0 * s : r.speed * s - (v0 - r.speed) * r.time * std::expm1(-s / r.time);
    };
    auto const speed_at = [v0, r = *relaxation, begin_time](Real t) {
        return r.time == forever ? v0 : r.speed + (v0 - r.speed) * std::exp(-(t - begin_time) / r.time);
    };
    ExactSolution solution = q.on_whole_road(
        relaxation->time == forever ? fmt::format("densities carried along at {}", readable_speed(v0))
                                    : fmt::format("densities carried along while all speeds relax from {} to {}",
                                                  readable_speed(v0), readable_speed(relaxation->speed)));
    solution.has_jumps = !q.start.jumps().empty();
    Real const x_begin = q.problem.road.x_begin;
    Real const length = q.problem.road.length;
    if (!is_ring && !q.start.jumps().empty() && v0 > 0) {
        solution.valid_until = begin_time + (q.x_end() - q.start.jumps().back()) / v0;
    }
    auto const wrapped = [x_begin, length](Real x) {
        Real const turns = (x - x_begin) / length;
        return x_begin + (turns - std::floor(turns)) * length;
    };
    solution.at = [initial = q.problem.initial.at, way, speed_at, wrapped, is_ring, x_begin](Real x, Real t) {
        Real const origin = x - way(t);
        TrafficState state = initial(is_ring ? wrapped(origin) : std::max(origin, x_begin));
        std::fill(state.speed.begin(), state.speed.end(), speed_at(t));
        return state;
    };
    std::vector<Real> places = q.problem.initial.breakpoints;
    if (is_ring) {
        places.push_back(x_begin); // where the start may have a jump or a kink at the seam
    }
    solution.breakpoints = [places, way, wrapped, is_ring](Real t) {
        std::vector<Real> moved;
        for (Real const x : places) {
            moved.push_back(is_ring ? wrapped(x + way(t)) : x + way(t));
        }
        return moved;
    };
    return solution;
}

std::optional<ExactSolution> exact_solution_of(app::Case const& input)
{
    if (!(input.end_time > input.problem.begin_time)) {
        return std::nullopt;
    }
    Question const question(input);
    for (auto const recognise :
         {uniform_traffic, carried_along, riemann_of_one_class, riemann_of_two_classes, simple_wave, steady_profile}) {
        if (auto solution = recognise(question)) {
            return solution;
        }
    }
    return std::nullopt;
}

std::string describe(ExactSolution const& solution, app::Case const& input)
{
    std::string text = solution.name;
    if (solution.valid_until < input.end_time) {
        return text
             + fmt::format(" (until {} only: then a wave reaches an end of the road or becomes a shock)",
                           format_quantity(solution.valid_until, dimension::time, 4));
    }
    RoadSpec const& road = input.problem.road;
    RoadPart const part = solution.part(input.end_time);
    if (part.begin > road.x_begin || part.end < road.x_begin + road.length) {
        text += fmt::format(" (at the end from {} to {})", format_quantity(part.begin, dimension::length),
                            format_quantity(part.end, dimension::length));
    }
    return text;
}

} // namespace zemi::study
