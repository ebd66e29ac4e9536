// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/start_profile.hpp"

#include <zemi/numerics/initial_state.hpp>

#include <algorithm>
#include <cmath>

namespace zemi::study {
namespace {

constexpr int max_sampled_cells = 20000;

/// Distance from a breakpoint to both sides at which a jump is looked for, relative to the length of the road, and the
/// smallest difference there that is a jump and not a slope, relative to the jam density or in m/s.
constexpr Real nearness = 1e-9;
constexpr Real smallest_jump = 1e-6;

bool jumps_between(TrafficState const& a, TrafficState const& b, Real jam_density)
{
    for (std::size_t c = 0; c < a.density.size(); ++c) {
        if (std::abs(a.density[c] - b.density[c]) > smallest_jump * jam_density
            || std::abs(a.speed[c] - b.speed[c]) > smallest_jump) {
            return true;
        }
    }
    return false;
}

} // namespace

bool same_speed(Real a, Real b)
{
    return std::abs(a - b) <= 1e-13 * std::max({Real(1), std::abs(a), std::abs(b)});
}

StartProfile::StartProfile(Problem const& problem) : m_density_tolerance(1e-13 * problem.model.jam_density)
{
    RoadSpec const& road = problem.road;
    InitialState const& initial = problem.initial;
    bool const has_cells = !initial.cells.empty();
    int const num_parts = std::min(road.num_cells, max_sampled_cells);
    for (int i = 0; i < num_parts; ++i) {
        auto const cell = static_cast<int>(static_cast<Real>(i) * road.num_cells / num_parts);
        if (has_cells) {
            m_samples.push_back({road.cell_center(cell), initial.cells[static_cast<std::size_t>(cell)]});
            continue;
        }
        for (Real const node : detail::gauss_nodes) {
            Real const x = road.cell_center(cell) + node / 2 * road.cell_length();
            m_samples.push_back({x, initial.at(x)});
        }
    }
    Real const x_end = road.x_begin + road.length;
    if (!has_cells) {
        Real const near = nearness * road.length;
        for (Real const x : initial.breakpoints) {
            if (x > road.x_begin + near && x < x_end - near
                && jumps_between(initial.at(x - near), initial.at(x + near), problem.model.jam_density)) {
                m_jumps.push_back(x);
            }
        }
        bool const is_ring = problem.left.front().condition.kind == BoundaryKind::periodic;
        if (is_ring
            && jumps_between(initial.at(x_end - near), initial.at(road.x_begin + near), problem.model.jam_density)) {
            m_jumps.push_back(road.x_begin);
        }
        std::sort(m_jumps.begin(), m_jumps.end());
        m_jumps.erase(std::unique(m_jumps.begin(), m_jumps.end()), m_jumps.end());
    }
    for (std::size_t i = 1; i < m_samples.size(); ++i) {
        bool const has_jump = std::any_of(m_jumps.begin(), m_jumps.end(),
                                          [&](Real x) { return x > m_samples[i - 1].x && x <= m_samples[i].x; });
        m_is_piecewise_constant =
            m_is_piecewise_constant && (has_jump || equal(m_samples[i - 1].state, m_samples[i].state));
    }
}

bool StartProfile::equal(TrafficState const& a, TrafficState const& b) const
{
    for (std::size_t c = 0; c < a.density.size(); ++c) {
        if (!(std::abs(a.density[c] - b.density[c]) <= m_density_tolerance) || !same_speed(a.speed[c], b.speed[c])) {
            return false;
        }
    }
    return true;
}

bool StartProfile::is_uniform() const
{
    return std::all_of(m_samples.begin(), m_samples.end(),
                       [&](Sample const& s) { return equal(m_samples.front().state, s.state); });
}

std::optional<Real> StartProfile::common_speed() const
{
    std::optional<Real> common;
    for (Sample const& s : m_samples) {
        for (std::size_t c = 0; c < s.state.density.size(); ++c) {
            if (s.state.density[c] <= 0) {
                continue; // nobody there has a speed
            }
            if (!common) {
                common = s.state.speed[c];
            }
            if (!same_speed(*common, s.state.speed[c])) {
                return std::nullopt;
            }
        }
    }
    return common;
}

} // namespace zemi::study
