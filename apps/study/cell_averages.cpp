// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/cell_averages.hpp"

#include <zemi/numerics/scheme.hpp>
#include <zemi/physics/equilibrium.hpp>
#include <zemi/physics/exact/cell_average.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>

namespace zemi::study {
namespace {

/// Densities below this, relative to the jam density, have no speed worth comparing.
constexpr Real least_traffic = 1e-6;

/// The conserved variables at a point, with the sum and the product that cell averages are made of.
struct PointValues {
    std::vector<Real> values;

    friend PointValues operator+(PointValues a, PointValues const& b)
    {
        for (std::size_t i = 0; i < a.values.size(); ++i) {
            a.values[i] += b.values[i];
        }
        return a;
    }
    friend PointValues operator*(Real factor, PointValues a)
    {
        for (Real& value : a.values) {
            value *= factor;
        }
        return a;
    }
};

std::vector<std::vector<Real>> rows(std::size_t num_classes, std::size_t num_cells)
{
    return std::vector<std::vector<Real>>(num_classes, std::vector<Real>(num_cells, 0));
}

/// Value at x of the polynomial through the values at the whole numbers near it. At most six: smooth values are met to the
/// sixth order.
Real interpolated(std::vector<Real> const& values, Real x)
{
    constexpr int width = 6;
    auto const num_values = static_cast<int>(values.size());
    int const count = std::min(width, num_values);
    int const first = std::clamp(static_cast<int>(std::floor(x)) - count / 2 + 1, 0, num_values - count);
    Real value = 0;
    for (int k = first; k < first + count; ++k) {
        Real weight = 1;
        for (int m = first; m < first + count; ++m) {
            weight *= m == k ? Real(1) : (x - m) / (k - m);
        }
        value += weight * values[static_cast<std::size_t>(k)];
    }
    return value;
}

std::vector<Real> restrict_row(std::vector<Real> const& fine, std::size_t num_coarse)
{
    std::size_t const num_fine = fine.size();
    std::vector<Real> coarse(num_coarse, 0);
    if (num_fine % num_coarse == 0) { // the usual case, and the mean of equal cells is that value to the last bit
        std::size_t const ratio = num_fine / num_coarse;
        for (std::size_t j = 0; j < num_coarse; ++j) {
            Real const reference = fine[j * ratio];
            Real sum = 0;
            for (std::size_t i = j * ratio; i < (j + 1) * ratio; ++i) {
                sum += fine[i] - reference;
            }
            coarse[j] = reference + sum / static_cast<Real>(ratio);
        }
        return coarse;
    }
    // Sums of the averages up to each face are exact values of a smooth function.
    std::vector<Real> sum_at_face(num_fine + 1, 0);
    for (std::size_t i = 0; i < num_fine; ++i) {
        sum_at_face[i + 1] = sum_at_face[i] + fine[i];
    }
    auto const sum_up_to = [&](std::size_t coarse_face) {
        std::size_t const numerator = coarse_face * num_fine;
        return numerator % num_coarse == 0
                 ? sum_at_face[numerator / num_coarse]
                 : interpolated(sum_at_face, static_cast<Real>(numerator) / static_cast<Real>(num_coarse));
    };
    Real const width = static_cast<Real>(num_fine) / static_cast<Real>(num_coarse);
    Real left = 0;
    for (std::size_t j = 0; j < num_coarse; ++j) {
        Real const right = sum_up_to(j + 1);
        coarse[j] = (right - left) / width;
        left = right;
    }
    return coarse;
}

} // namespace

ConservedAverages conserved_averages(CellFields const& fields)
{
    ConservedAverages result;
    result.density = fields.density;
    result.density_times_marker = fields.marker;
    for (std::size_t c = 0; c < fields.marker.size(); ++c) {
        for (std::size_t i = 0; i < fields.marker[c].size(); ++i) {
            result.density_times_marker[c][i] *= fields.density[c][i];
        }
    }
    return result;
}

ConservedAverages exact_averages(ExactSolution const& solution, Problem const& problem, Real t)
{
    bool const point_values = uses_point_values(problem.scheme.reconstruction);
    RoadSpec const& road = problem.road;
    auto const num_classes = static_cast<std::size_t>(problem.model.num_classes());
    auto const num_cells = static_cast<std::size_t>(road.num_cells);
    bool const has_markers = problem.model.equation != "multiclass_lwr";
    Equilibrium const equilibrium(problem.model);
    auto const conserved = [&](Real x) {
        TrafficState const state = solution.at(x, t);
        PointValues point{state.density};
        if (has_markers) {
            auto const pressure = equilibrium.pressure(state.density);
            for (std::size_t c = 0; c < num_classes; ++c) {
                point.values.push_back(state.density[c] * (state.speed[c] + pressure[c]));
            }
        }
        return point;
    };
    std::vector<Real> breakpoints = solution.breakpoints(t);
    std::sort(breakpoints.begin(), breakpoints.end());
    ConservedAverages result{rows(num_classes, num_cells), {}};
    if (has_markers) {
        result.density_times_marker = result.density;
    }
    Real const dx = road.cell_length();
    for (std::size_t i = 0; i < num_cells; ++i) {
        Real const begin = road.x_begin + static_cast<Real>(i) * dx;
        Real const end = road.x_begin + static_cast<Real>(i + 1) * dx;
        PointValues average{std::vector<Real>(num_classes * (has_markers ? 2 : 1), 0)};
        auto next = std::upper_bound(breakpoints.begin(), breakpoints.end(), begin);
        bool const is_smooth = next == breakpoints.end() || *next >= end;
        if (point_values && is_smooth) {
            average = conserved(road.cell_center(static_cast<int>(i)));
        }
        for (Real left = begin; left < end && !(point_values && is_smooth);) {
            Real const right = next != breakpoints.end() && *next < end ? *next++ : end;
            if (right > left) {
                average =
                    average + ((right - left) / (end - begin)) * exact::smooth_cell_average(conserved, left, right);
            }
            left = right;
        }
        for (std::size_t c = 0; c < num_classes; ++c) {
            result.density[c][i] = average.values[c];
            if (has_markers) {
                result.density_times_marker[c][i] = average.values[num_classes + c];
            }
        }
    }
    return result;
}

ConservedAverages restrict_averages(ConservedAverages const& fine, int num_coarse)
{
    auto const wanted = static_cast<std::size_t>(num_coarse);
    if (num_coarse < 1 || wanted > fine.num_cells()) {
        throw std::invalid_argument("averages can only be restricted to fewer cells");
    }
    ConservedAverages coarse;
    for (auto const& row : fine.density) {
        coarse.density.push_back(restrict_row(row, wanted));
    }
    for (auto const& row : fine.density_times_marker) {
        coarse.density_times_marker.push_back(restrict_row(row, wanted));
    }
    return coarse;
}

ConservedAverages restrict_points(ConservedAverages const& fine, int num_coarse)
{
    if (num_coarse < 1 || static_cast<std::size_t>(num_coarse) > fine.num_cells()) {
        throw std::invalid_argument("values can only be restricted to fewer cells");
    }
    Real const ratio = static_cast<Real>(fine.num_cells()) / num_coarse;
    auto const restricted = [&](std::vector<std::vector<Real>> const& rows_of_fine) {
        std::vector<std::vector<Real>> result;
        for (auto const& row : rows_of_fine) {
            auto& coarse = result.emplace_back();
            for (int j = 0; j < num_coarse; ++j) { // in fine cells from the centre of the first one
                coarse.push_back(interpolated(row, (j + Real(0.5)) * ratio - Real(0.5)));
            }
        }
        return result;
    };
    return {restricted(fine.density), restricted(fine.density_times_marker)};
}

CellFields fields_of(ConservedAverages const& averages, Problem const& problem)
{
    std::size_t const num_classes = averages.density.size();
    std::size_t const num_cells = averages.num_cells();
    bool const has_markers = !averages.density_times_marker.empty();
    bool const stops = problem.model.speed_closure == SpeedClosure::non_negative;
    Equilibrium const equilibrium(problem.model);
    CellFields fields;
    fields.density = averages.density;
    fields.speed = rows(num_classes, num_cells);
    std::vector<Real> density(num_classes);
    for (std::size_t i = 0; i < num_cells; ++i) {
        for (std::size_t c = 0; c < num_classes; ++c) {
            density[c] = averages.density[c][i];
        }
        auto const values =
            has_markers ? equilibrium.pressure(density) : equilibrium.speed(problem.road.category[i], density);
        for (std::size_t c = 0; c < num_classes; ++c) {
            Real speed = has_markers ? averages.density_times_marker[c][i] / density[c] - values[c] : values[c];
            speed = has_markers && stops ? std::max(speed, Real(0)) : speed;
            fields.speed[c][i] =
                density[c] > least_traffic * problem.model.jam_density ? speed : std::numeric_limits<Real>::quiet_NaN();
        }
    }
    return fields;
}

ErrorNorms error_norms(std::vector<Real> const& a, std::vector<Real> const& b, RoadSpec const& road,
                       RoadPart const& part)
{
    ErrorNorms norms;
    Real const dx = road.cell_length();
    Real const slack = 1e-9 * dx;
    for (std::size_t i = 0; i < a.size(); ++i) {
        Real const begin = road.x_begin + static_cast<Real>(i) * dx;
        Real const difference = std::abs(a[i] - b[i]);
        if (begin < part.begin - slack || begin + dx > part.end + slack || !std::isfinite(difference)) {
            continue;
        }
        norms.l1 += difference;
        norms.l2 += difference * difference;
        norms.linf = std::max(norms.linf, difference);
        ++norms.num_cells;
    }
    if (norms.num_cells > 0) {
        norms.l1 /= norms.num_cells;
        norms.l2 = std::sqrt(norms.l2 / norms.num_cells);
    }
    return norms;
}

} // namespace zemi::study
