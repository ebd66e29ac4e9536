// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/trajectory.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <stdexcept>
#include <utility>

namespace zemi::exact {

namespace {

constexpr std::size_t num_stages = 7;

/// A smooth solution needs hundreds of steps; one that needs more than this is about to become singular.
constexpr std::size_t max_steps = 100000;

constexpr std::array<Real, num_stages> stage_position = {0, 1. / 5, 3. / 10, 4. / 5, 8. / 9, 1, 1};

/// Weights of the earlier stages in each stage; the last row is also the fifth-order result.
constexpr std::array<std::array<Real, num_stages - 1>, num_stages> stage_weight = {{
    {},
    {1. / 5},
    {3. / 40, 9. / 40},
    {44. / 45, -56. / 15, 32. / 9},
    {19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
    {9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
    {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84},
}};

/// Fifth-order minus fourth-order weights.
constexpr std::array<Real, num_stages> error_weight = {71. / 57600,      0,         -71. / 16695, 71. / 1920,
                                                       -17253. / 339200, 22. / 525, -1. / 40};

} // namespace

Trajectory::Trajectory(Derivative derivative, Real begin, std::vector<Real> start, Real end, Real relative_tolerance)
    : m_derivative(std::move(derivative)),
      m_tolerance(relative_tolerance)
{
    m_nodes.push_back({begin, std::move(start)});
    Real const smallest_step = 1e-13 * std::max(std::abs(end - begin), std::abs(begin));
    Real step = (end - begin) / 1000;
    while (m_nodes.back().x != end) {
        Node const& last = m_nodes.back();
        Real const rest = end - last.x;
        bool const reaches_end = std::abs(step) >= std::abs(rest);
        Attempt result = attempt(last, reaches_end ? rest : step);
        if (result.error <= 1 && m_nodes.size() <= max_steps) {
            m_nodes.push_back({reaches_end ? end : last.x + step, std::move(result.y)});
        } else if (std::abs(step) < smallest_step || m_nodes.size() > max_steps) {
            throw std::domain_error(fmt::format("the solution cannot be continued beyond {}", last.x));
        }
        // The rest may be shorter than the step that was asked for: then `step` is at least as long as what was tried.
        Real const tried = reaches_end ? rest : step;
        step = tried * std::clamp(0.9 * std::pow(std::max(result.error, Real(1e-10)), Real(-0.2)), Real(0.2), Real(5));
    }
}

std::vector<Real> Trajectory::sample(Real x) const
{
    bool const ascending = m_nodes.back().x >= m_nodes.front().x;
    auto const after = std::upper_bound(m_nodes.begin(), m_nodes.end(), x, [&](Real value, Node const& node) {
        return ascending ? value < node.x : value > node.x;
    });
    if (after == m_nodes.begin()) {
        return m_nodes.front().y;
    }
    Node const& before = *(after - 1);
    if (after == m_nodes.end() || before.x == x) {
        return before.y;
    }
    return attempt(before, x - before.x).y;
}

Trajectory::Attempt Trajectory::attempt(Node const& from, Real step) const
{
    std::size_t const n = from.y.size();
    std::array<std::vector<Real>, num_stages> slope;
    std::vector<Real> y = from.y;
    for (std::size_t s = 0; s < num_stages; ++s) {
        for (std::size_t i = 0; i < n; ++i) {
            Real sum = 0;
            for (std::size_t k = 0; k < s; ++k) {
                sum += stage_weight[s][k] * slope[k][i];
            }
            y[i] = from.y[i] + step * sum;
        }
        slope[s].resize(n);
        if (!m_derivative(from.x + stage_position[s] * step, y, slope[s])) {
            return {y, std::numeric_limits<Real>::infinity()};
        }
    }
    Real error = 0;
    for (std::size_t i = 0; i < n; ++i) {
        Real sum = 0;
        for (std::size_t k = 0; k < num_stages; ++k) {
            sum += error_weight[k] * slope[k][i];
        }
        Real const scale = m_tolerance * std::max({std::abs(from.y[i]), std::abs(y[i]), Real(1e-12)});
        Real const share = std::abs(step * sum) / scale;
        error = share <= error ? error : std::isfinite(share) ? share : std::numeric_limits<Real>::infinity();
    }
    return {y, error};
}

} // namespace zemi::exact
