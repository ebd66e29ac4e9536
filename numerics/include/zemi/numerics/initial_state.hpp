// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/problem.hpp>
#include <zemi/physics/concepts.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <vector>

namespace zemi {

namespace detail {

/// Gauss-Legendre nodes and weights of order ten on (-1, 1). Abramowitz & Stegun (1964), table 25.4.
inline constexpr std::array<Real, 5> gauss_nodes{-0.90617984593866399280, -0.53846931010568309104, 0,
                                                 0.53846931010568309104, 0.90617984593866399280};
inline constexpr std::array<Real, 5> gauss_weights{0.23692688505618908751, 0.47862867049936646804,
                                                   0.56888888888888888889, 0.47862867049936646804,
                                                   0.23692688505618908751};

/// Throws unless the state has the right number of classes and is finite with densities >= 0; `subject` names it.
void check_traffic_state(std::string const& subject, TrafficState const& state, int num_classes, Real x);

} // namespace detail

/// The conserved variables, [cell], from Problem::initial: cell averages, a function of x being integrated with five
/// Gauss points between the breakpoints in each cell (order ten where it is smooth). For schemes that work on values at
/// the cell centres (`point_values`) those are taken, but in cells with a breakpoint inside still the average, so that
/// no vehicles appear where the traffic jumps. Throws std::invalid_argument for a state that is not admissible, with its
/// place.
template <ConservationLaw E>
[[nodiscard]] std::vector<Vec<Real, E::num_eqn>>
initial_cells(E const& e, Problem const& problem, std::vector<std::uint8_t> const& category, bool point_values = false)
{
    RoadSpec const& road = problem.road;
    auto const conserved = [&](TrafficState const& state, int cell, Real x) {
        detail::check_traffic_state("initial state", state, E::num_classes, x);
        Vec<Real, E::num_primitive> q{};
        for (int c = 0; c < E::num_classes; ++c) {
            q[c] = state.density[static_cast<std::size_t>(c)];
            if constexpr (E::num_primitive > E::num_classes) {
                q[E::num_classes + c] = state.speed[static_cast<std::size_t>(c)];
            }
        }
        auto const u = e.conserved(e.point_state(q, e.road_data(category[static_cast<std::size_t>(cell)])));
        if (!e.is_admissible(u)) {
            throw std::invalid_argument("the initial state at x = " + std::to_string(x) + " m is not admissible");
        }
        return u;
    };
    auto const num_cells = static_cast<std::size_t>(road.num_cells);
    std::vector<Vec<Real, E::num_eqn>> cells(num_cells);
    if (!problem.initial.cells.empty()) {
        if (problem.initial.cells.size() != num_cells) {
            throw std::invalid_argument("the initial state has " + std::to_string(problem.initial.cells.size())
                                        + " cells, the road " + std::to_string(num_cells));
        }
        for (int i = 0; i < road.num_cells; ++i) {
            cells[static_cast<std::size_t>(i)] =
                conserved(problem.initial.cells[static_cast<std::size_t>(i)], i, road.cell_center(i));
        }
        return cells;
    }
    if (!problem.initial.at) {
        throw std::invalid_argument("the problem has no initial state");
    }
    std::vector<Real> breakpoints = problem.initial.breakpoints;
    std::sort(breakpoints.begin(), breakpoints.end());
    Real const dx = road.cell_length();
    // A sample is used again while neither the piece of a piecewise constant state nor the road category changes.
    Vec<Real, E::num_eqn> last{};
    auto last_piece = breakpoints.cend();
    int last_category = -1;
    auto const sample = [&](Real x, int cell) {
        if (!problem.initial.piecewise_constant) {
            return conserved(problem.initial.at(x), cell, x);
        }
        auto const piece = std::upper_bound(breakpoints.cbegin(), breakpoints.cend(), x);
        int const cell_category = category[static_cast<std::size_t>(cell)];
        if (cell_category != last_category || piece != last_piece) {
            last = conserved(problem.initial.at(x), cell, x);
            last_piece = piece;
            last_category = cell_category;
        }
        return last;
    };
    for (int i = 0; i < road.num_cells; ++i) {
        Real const begin = road.x_begin + i * dx;
        Real const end = road.x_begin + (i + 1) * dx;
        // Averages are taken of the differences to one sample, so that a uniform state stays uniform to the last bit.
        auto const reference = sample(Real(0.5) * (begin + end), i);
        auto average = reference;
        Real left = begin;
        auto next = std::upper_bound(breakpoints.begin(), breakpoints.end(), begin);
        if ((problem.initial.piecewise_constant || point_values) && (next == breakpoints.end() || *next >= end)) {
            cells[static_cast<std::size_t>(i)] = reference;
            continue;
        }
        while (left < end) {
            Real right = end;
            if (next != breakpoints.end() && *next < end) {
                right = *next++;
            }
            for (std::size_t g = 0; g < detail::gauss_nodes.size(); ++g) {
                Real const x = Real(0.5) * ((left + right) + detail::gauss_nodes[g] * (right - left));
                auto const u = sample(x, i);
                for (int k = 0; k < E::num_eqn; ++k) {
                    average[k] += Real(0.5) * detail::gauss_weights[g] * (right - left) / dx * (u[k] - reference[k]);
                }
            }
            left = right;
        }
        cells[static_cast<std::size_t>(i)] = average;
    }
    return cells;
}

} // namespace zemi
