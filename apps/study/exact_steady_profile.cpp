// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/exact_question.hpp"
#include <zemi/core/units.hpp>
#include <zemi/physics/exact/steady_profile.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace zemi::study {
namespace {

/// The stretch of a steady profile that the slowest wave from its begin has passed.
template <int N>
class SteadyRegion {
public:
    using Profile = exact::SteadyProfile<N>;

    SteadyRegion(Profile const& profile, Real begin, Real end)
    {
        constexpr int num_parts = 1000;
        Real const part = (end - begin) / num_parts;
        m_reached.emplace_back(begin, 0);
        for (int i = 0; i < num_parts; ++i) { // Simpson's rule for dx / (slowest wave)
            Real const x = begin + i * part;
            Real const time = part / 6
                            * (1 / profile.slowest_wave(x) + 4 / profile.slowest_wave(x + part / 2)
                               + 1 / profile.slowest_wave(x + part));
            m_reached.emplace_back(x + part, m_reached.back().second + time);
        }
    }

    /// Up to where the slowest wave has come [m].
    [[nodiscard]] Real front(Real elapsed) const
    {
        auto const after = std::upper_bound(m_reached.begin() + 1, m_reached.end(), elapsed,
                                            [](Real t, auto const& place) { return t < place.second; });
        if (after == m_reached.end()) {
            return m_reached.back().first;
        }
        auto const [x0, t0] = *(after - 1);
        return x0 + (after->first - x0) * (elapsed - t0) / (after->second - t0);
    }

private:
    std::vector<std::pair<Real, Real>> m_reached; ///< place [m], time [s]
};

/// The one place where the category of the road changes [m], if there is exactly one.
std::optional<std::pair<Real, int>> only_change(RoadSpec const& road)
{
    std::optional<std::pair<Real, int>> change;
    for (std::size_t i = 1; i < road.category.size(); ++i) {
        if (road.category[i] != road.category[i - 1]) {
            if (change) {
                return std::nullopt;
            }
            change = {road.x_begin + static_cast<Real>(i) * road.cell_length(), road.category[i]};
        }
    }
    return change;
}

template <int N, class Law>
std::optional<ExactSolution> steady_profile_of(Question const& q, MulticlassArz<N, Law> const& equation)
{
    using Profile = exact::SteadyProfile<N>;
    ModelSpec const& model = q.problem.model;
    TrafficState const upstream = q.start.samples().front().state;
    auto const [place, category] = *only_change(q.problem.road);
    Vec<Real, 2 * N> const start = primitive_of<N>(upstream);
    Vec<Real, N> flow{};
    Vec<Real, N> speed{};
    for (int c = 0; c < N; ++c) {
        speed[c] = start[N + c];
        flow[c] = start[c] * speed[c];
        if (!(flow[c] > 0)) {
            return std::nullopt;
        }
    }
    int const index = category_index(model, category);
    std::shared_ptr<Profile const> profile;
    try {
        profile = std::make_shared<Profile const>(equation, std::vector<exact::RoadStretch>{{place, index}}, flow,
                                                  speed, q.x_end());
    } catch (std::domain_error const&) { // the slowest wave comes to rest on the way
        return std::nullopt;
    }
    if (!(profile->slowest_wave(place) > 0)) {
        return std::nullopt; // what happens behind the change would travel upstream
    }
    SteadyRegion<N> const region(*profile, place, q.x_end());
    // The front opens if the waves ahead of it, in the traffic that only relaxes, are not slower: then no shock forms
    // that could hold it back. Close to the change both are the same to first order in time, hence the margin.
    constexpr int num_checks = 500;
    constexpr Real margin = 1e-4;
    for (int i = 1; i <= num_checks; ++i) {
        Real const elapsed = q.duration * i / num_checks;
        TrafficState ahead = upstream;
        ahead.speed = relaxed_speeds(model, category, upstream, elapsed);
        auto const point = equation.point_state(primitive_of<N>(ahead), equation.road_data(index));
        if (equation.eigenvalues(point)[N] < (1 - margin) * profile->slowest_wave(region.front(elapsed))) {
            return std::nullopt;
        }
    }
    ExactSolution solution = q.on_whole_road(
        fmt::format("steady profile behind the change of the road at {}", format_quantity(place, dimension::length)));
    solution.at = [=](Real x, Real) {
        if (x < place) {
            return upstream;
        }
        auto const values = profile->sample(x);
        return TrafficState{{values.data, values.data + N}, {values.data + N, values.data + 2 * N}};
    };
    solution.breakpoints = [place = place](Real) { return std::vector<Real>{place}; };
    solution.part = [region, begin = q.problem.road.x_begin, begin_time = q.problem.begin_time](Real t) {
        return RoadPart{begin, region.front(t - begin_time)};
    };
    return solution;
}

} // namespace

std::optional<ExactSolution> steady_profile(Question const& q, Unmet& unmet)
{
    bool const is_uniform = q.start.is_uniform();
    unmet.unless(q.is_arz(), not_arz);
    unmet.unless(q.relaxes(), "it does not relax");
    unmet.unless(is_uniform, "the start is not uniform", Unmet::other_start);
    unmet.unless(!q.has_negative_speeds(), drives_backwards);
    unmet.unless(only_change(q.problem.road).has_value(), "the road does not change its category once", 2);
    unmet.unless(q.is_open() && q.problem.left.front().condition.kind == BoundaryKind::inflow
                     && q.problem.right.front().condition.kind == BoundaryKind::outflow,
                 "its ends are not an inflow of the start and an outflow");
    if (q.is_arz() && is_uniform) {
        unmet.unless(at_equilibrium(q, q.start.samples().front().state, q.problem.road.category.front()),
                     "the traffic that enters is not at its equilibrium");
    }
    if (!unmet.none()) {
        return std::nullopt;
    }
    auto solution =
        with_equation(q.problem.model, [&](auto const& equation) { return steady_profile_of(q, equation); });
    unmet.unless(solution.has_value(), "a wave behind the change of the road travels upstream or becomes a shock");
    return solution;
}

} // namespace zemi::study
