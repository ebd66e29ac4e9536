// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What the verification tests share: runs of a problem, distances to exact cell averages, and the bounds that errors
// and their orders have to keep.
#pragma once

#include "sample_problems.hpp"
#include <zemi/numerics/simulation.hpp>
#include <zemi/physics/exact/cell_average.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace zemi::test {

/// Densities [class][cell] [veh/m].
using Densities = std::vector<std::vector<Real>>;

/// A combination of methods with the name it has in tables.
struct NamedScheme {
    std::string name;
    SchemeSpec spec;
};

/// First order in space, Euler steps, relaxation split off.
inline NamedScheme first_order(std::string const& flux, Real cfl)
{
    return {"first_order_" + flux, {"constant", flux, "strang_ssprk11", cfl}};
}

/// Second order in space, Heun's steps, relaxation split off.
inline NamedScheme second_order(Real cfl)
{
    return {"muscl_mc_hll_w", {"muscl_mc", "hll_w", "strang_ssprk22", cfl}};
}

/// CFL number for the smooth problems, whose figures were made with the given one. How that program bounded its speeds
/// is not recorded; first-order errors of a contact are proportional to 1 - CFL and tell: its steps were shorter
/// by 1.15.
inline constexpr Real smooth_cfl(Real cfl)
{
    return cfl / 1.15;
}

/// The later published parameters: pressures so small that all uniform traffic is unstable and jams exceed the jam
/// density.
inline ModelSpec published_model()
{
    ModelSpec model = two_class_model();
    model.classes[0].pressure_scale = 5 * kilometre_per_hour;
    model.classes[1].pressure_scale = 7.5 * kilometre_per_hour;
    return model;
}

/// Without the source: a relaxation that takes longer than the universe has existed.
inline ModelSpec without_relaxation(ModelSpec model)
{
    for (ClassSpec& vehicle : model.classes) {
        vehicle.relaxation_time = 1e30;
    }
    return model;
}

inline CellFields fields_at(Problem const& problem, Real time)
{
    Simulation simulation(problem);
    auto const failure = simulation.advance_to(time);
    EXPECT_FALSE(failure.has_value()) << failure->reason;
    EXPECT_EQ(simulation.time(), time);
    return simulation.fields();
}

/// Mean over the cells of sum over the classes of |density - exact density| [veh/m].
inline Real mean_error(Densities const& density, Densities const& exact)
{
    Real sum = 0;
    EXPECT_EQ(density.size(), exact.size());
    for (std::size_t c = 0; c < density.size(); ++c) {
        EXPECT_EQ(density[c].size(), exact[c].size());
        for (std::size_t i = 0; i < density[c].size(); ++i) {
            sum += std::abs(density[c][i] - exact[c][i]);
        }
    }
    return sum / static_cast<Real>(density.front().size());
}

/// A smooth problem with a known solution.
struct Benchmark {
    std::string name;
    Real end; ///< [s]
    std::function<Problem(int num_cells)> problem; ///< without the start
    std::function<TrafficState(Real x)> start;
    std::vector<Real> breakpoints; ///< of the start [m]
    std::function<std::vector<Real>(Real x)> density; ///< of each class at `end` [veh/m]
};

/// What a cell stands for.
enum class CellValue {
    centre,  ///< the value at its centre, in the start and in the comparison
    average, ///< the exact averages of the conserved variables in the start, of the density in the comparison
};

inline Densities exact_densities(Benchmark const& benchmark, RoadSpec const& road, CellValue value)
{
    Densities density(benchmark.density(0).size());
    for (std::size_t c = 0; c < density.size(); ++c) {
        auto const at = [&](Real x) { return benchmark.density(x)[c]; };
        for (int i = 0; i < road.num_cells; ++i) {
            density[c].push_back(value == CellValue::centre ? at(road.cell_center(i))
                                                            : exact::smooth_cell_average(at, i * road.cell_length(),
                                                                                         (i + 1) * road.cell_length()));
        }
    }
    return density;
}

inline Real error_of(Benchmark const& benchmark, SchemeSpec const& scheme, int num_cells, CellValue value)
{
    Problem problem = benchmark.problem(num_cells);
    problem.scheme = scheme;
    if (value == CellValue::average) {
        problem.initial.at = benchmark.start;
        problem.initial.breakpoints = benchmark.breakpoints;
    } else {
        for (int i = 0; i < num_cells; ++i) {
            problem.initial.cells.push_back(benchmark.start(problem.road.cell_center(i)));
        }
    }
    return mean_error(fields_at(problem, benchmark.end).density, exact_densities(benchmark, problem.road, value));
}

/// Errors that an independent program reached with the same method on 50, 100, 200 and 400 cells, and the order between
/// the last two. That program (finite differences) took cells for the values at their centres.
struct ExpectedConvergence {
    Benchmark benchmark;
    NamedScheme scheme;
    std::array<char const*, 4> error; ///< [veh/m], three digits
    Real order;
    Real least = 0.9; ///< smallest error that is believed, relative to the expected one
};

inline std::string name_of(ExpectedConvergence const& expected)
{
    return expected.benchmark.name + "_" + expected.scheme.name;
}

inline void PrintTo(ExpectedConvergence const& expected, std::ostream* out)
{
    *out << name_of(expected);
}

/// A printed number with the most that its last digit may hide.
struct Figure {
    Real value;
    Real rounding;
};

inline Figure figure_of(std::string const& printed)
{
    Real const value = std::stod(printed);
    auto const digits = static_cast<int>(printed.find('e')) - 2; // behind the point
    return {value, 0.5 * std::pow(10, std::floor(std::log10(value * (1 + 1e-12))) - digits)};
}

/// Errors and order are bounded on both sides: what is too good is as wrong as what is too bad.
inline void expect_convergence(ExpectedConvergence const& expected)
{
    std::string const name = name_of(expected);
    std::array<Real, 4> centre{};
    std::array<Real, 4> average{};
    for (std::size_t k = 0; k < centre.size(); ++k) {
        int const num_cells = 50 << k;
        SCOPED_TRACE(std::to_string(num_cells) + " cells");
        Figure const figure = figure_of(expected.error[k]);
        centre[k] = error_of(expected.benchmark, expected.scheme.spec, num_cells, CellValue::centre);
        EXPECT_LE(centre[k], 1.05 * (figure.value + figure.rounding));
        EXPECT_GE(centre[k], expected.least * (figure.value - figure.rounding));
        // Averages differ from the values at the centres by O(dx^2), at the start and at the end.
        average[k] = error_of(expected.benchmark, expected.scheme.spec, num_cells, CellValue::average);
        RoadSpec const road = expected.benchmark.problem(num_cells).road;
        Real const distance = mean_error(exact_densities(expected.benchmark, road, CellValue::centre),
                                         exact_densities(expected.benchmark, road, CellValue::average));
        EXPECT_LE(average[k], 1.05 * (figure.value + figure.rounding) + distance);
        std::printf("%s N=%d error %.3e expected %s ratio %.3f; of averages %.3e ratio %.3f\n", name.c_str(), num_cells,
                    centre[k], expected.error[k], centre[k] / figure.value, average[k], average[k] / figure.value);
    }
    for (auto const& error : {centre, average}) {
        Real const order = std::log2(error[2] / error[3]);
        EXPECT_GE(order, expected.order - 0.15);
        EXPECT_LE(order, expected.order + 0.15);
        std::printf("%s order %.3f expected %.2f\n", name.c_str(), order, expected.order);
    }
}

} // namespace zemi::test
