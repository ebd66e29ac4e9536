// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/exact_solution.hpp"

#include "study/exact_question.hpp"
#include <zemi/core/units.hpp>
#include <zemi/physics/equilibrium.hpp>
#include <zemi/physics/source_term.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

std::optional<ExactSolution> uniform_traffic(Question const& q, Unmet& unmet)
{
    unmet.unless(q.start.is_uniform(), "the start varies along the road", Unmet::other_start + 1);
    unmet.unless(!q.has_negative_speeds(), drives_backwards);
    TrafficState state = q.start.samples().front().state;
    bool const relaxes = !q.is_arz() || q.relaxes();
    int const category = q.problem.road.category.front();
    unmet.unless(!relaxes || q.categories().size() == 1, "it relaxes to other speeds where the road category changes");
    if (!unmet.none()) {
        return std::nullopt;
    }
    if (!q.is_arz()) {
        state.speed = equilibrium_speed(q.problem.model, category, state.density);
    }
    bool const is_steady = !q.is_arz() || !relaxes || at_equilibrium(q, state, category);
    bool const has_inflow = q.problem.left.front().condition.kind == BoundaryKind::inflow
                         || q.problem.right.front().condition.kind == BoundaryKind::inflow;
    if (!unmet.unless(q.is_ring() || (q.is_open() && (is_steady || !has_inflow)),
                      "what enters or leaves at its ends is other traffic")) {
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
std::optional<ExactSolution> carried_along(Question const& q, Unmet& unmet)
{
    auto const speed = q.start.common_speed();
    bool const is_ring = q.is_ring();
    unmet.unless(q.is_arz(), not_arz);
    unmet.unless(speed.has_value(), "not all vehicles start at one speed", Unmet::other_start);
    unmet.unless(!speed || *speed >= 0, drives_backwards);
    unmet.unless(q.problem.initial.cells.empty(), from_cells);
    unmet.unless(is_ring || (q.is_open() && q.start.is_piecewise_constant()),
                 "the road is neither a ring nor open with a piecewise constant start");
    std::optional<CommonRelaxation> relaxation;
    if (q.is_arz() && speed) {
        relaxation = common_relaxation(q, *speed);
        unmet.unless(relaxation.has_value(), "the vehicles do not relax to one speed in one time");
        // An inflow would have to relax like the road.
        unmet.unless(is_ring || !relaxation || relaxation->time == forever, "it relaxes on a road that is not a ring");
    }
    if (!unmet.none()) {
        return std::nullopt;
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

Recognition recognise(app::Case const& input)
{
    struct Kind {
        char const* name;
        std::optional<ExactSolution> (*recognise)(Question const&, Unmet&);
    };
    static constexpr std::array<Kind, 8> kinds{{
        {"uniform traffic", uniform_traffic},
        {"densities carried along", carried_along},
        {"Riemann problem of one class", riemann_of_one_class},
        {"Riemann problem of two classes", riemann_of_two_classes},
        {"simple wave", simple_wave},
        {"steady profile behind a change of the road", steady_profile},
        {"jamitons", jamitons},
        {"identical classes", identical_classes},
    }};
    Recognition result;
    if (!(input.end_time > input.problem.begin_time)) {
        result.nearest = "any";
        result.missing = {"no time passes"};
        return result;
    }
    Question const question(input);
    if (question.is_arz() && question.relaxes() && input.problem.model.source != ConstantRelaxation<1>::name) {
        result.nearest = "any";
        result.missing = {fmt::format("its source term is {}", input.problem.model.source)};
        return result;
    }
    int distance = 0;
    for (Kind const& kind : kinds) {
        Unmet unmet;
        result.solution = kind.recognise(question, unmet);
        if (result.solution) {
            result.nearest.clear();
            result.missing.clear();
            return result;
        }
        if (result.nearest.empty() || unmet.distance() < distance) {
            result.nearest = kind.name;
            result.missing = unmet.reasons();
            distance = unmet.distance();
        }
    }
    return result;
}

std::optional<ExactSolution> exact_solution_of(app::Case const& input)
{
    return recognise(input).solution;
}

std::string describe(Recognition const& recognition, app::Case const& input)
{
    if (recognition.solution) {
        return describe(*recognition.solution, input);
    }
    return fmt::format("no exact solution is known; nearest: {}, but {}", recognition.nearest,
                       fmt::join(recognition.missing, "; "));
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
