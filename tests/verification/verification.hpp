// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What the verification tests share: runs of a problem, distances to exact cell averages, and the bounds that errors
// and their orders have to keep.
#pragma once

#include "record.hpp"
#include "sample_problems.hpp"
#include <zemi/numerics/scheme.hpp>
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

/// A combination of methods with the names it has in tests and in tables.
struct NamedScheme {
    std::string name;
    SchemeSpec spec;
    std::string title = name;
};

/// First order in space, Euler steps, relaxation split off.
inline NamedScheme first_order(std::string const& flux, Real cfl)
{
    return {"first_order_" + flux,
            {"constant", flux, "strang_ssprk11", cfl},
            flux == "hll_w" ? "first order, HLL-W" : "first order, Rusanov"};
}

/// Second order in space, Heun's steps, relaxation split off.
inline NamedScheme second_order(Real cfl)
{
    return {"muscl_mc_hll_w", {"muscl_mc", "hll_w", "strang_ssprk22", cfl}, "MUSCL-MC, HLL-W, Heun"};
}

/// Second order in space and time, relaxation implicit.
inline NamedScheme second_order_imex(Real cfl)
{
    return {
        "muscl_mc_hll_w_imex_ssp2_222", {"muscl_mc", "hll_w", "imex_ssp2_222", cfl}, "MUSCL-MC, HLL-W, SSP2(2,2,2)"};
}

/// Fifth order in space: point values, Z weights, flux correction and flux limiter.
inline NamedScheme fifth_order(std::string const& time, Real cfl)
{
    std::string const title = time == "imex_ssp3_433" ? "SSP3(4,3,3)"
                            : time == "imex_ssp2_222" ? "SSP2(2,2,2)"
                                                      : "SSPRK33";
    return {"weno5_z_hll_w_" + time, {"weno5_z", "hll_w", time, cfl}, "WENO5-Z, HLL-W, " + title};
}

/// The same with the contact fix.
inline NamedScheme second_order_fixed(Real cfl)
{
    return {"muscl_mc_hll_w_qc", {"muscl_mc", "hll_w", "strang_ssprk22", cfl, "qc"}, "MUSCL-MC, HLL-W, Heun, QC"};
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
    std::string title; ///< in tables
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
    Real most = 1.05; ///< largest error that is accepted, likewise
    /// The CFL number is that of the scheme on 50 cells, and this power of dx / dx_50 times that on more: 2/3 makes the
    /// steps of a third-order scheme as accurate as fifth order in space.
    Real cfl_power = 0;
};

inline std::string name_of(ExpectedConvergence const& expected)
{
    return expected.benchmark.name + "_" + expected.scheme.name + (expected.cfl_power > 0 ? "_refined_steps" : "");
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

/// Where on the page a number belongs.
struct TableRow {
    std::string table;
    std::string problem;
    std::string method;
};

/// Checks an error against the figure of an independent program and records it.
inline void expect_error(TableRow const& row, int num_cells, Real error, std::string const& printed, Real least,
                         Real most)
{
    Figure const figure = figure_of(printed);
    Real const low = least * (figure.value - figure.rounding);
    Real const high = most * (figure.value + figure.rounding);
    EXPECT_GE(error, low) << num_cells << " cells";
    EXPECT_LE(error, high) << num_cells << " cells";
    std::string const column = "N=" + std::to_string(num_cells);
    record({row.table, row.problem, row.method, column, num_cells, error, printed, low, high});
    std::printf("%s, %s, %s: error %.3e, expected %s, ratio %.3f\n", row.problem.c_str(), row.method.c_str(),
                column.c_str(), error, printed.c_str(), error / figure.value);
}

/// Checks an order against the expected one and records it.
inline void expect_order(TableRow const& row, std::string const& column, Real order, std::string const& printed,
                         Real low, Real high)
{
    EXPECT_GE(order, low) << column;
    EXPECT_LE(order, high) << column;
    record({row.table, row.problem, row.method, column, 0, order, printed, low, high});
    std::printf("%s, %s: %s %.3f, expected %s\n", row.problem.c_str(), row.method.c_str(), column.c_str(), order,
                printed.c_str());
}

/// Records the curves of a run and of the exact solution.
inline void record_total_density(std::string const& picture, std::string const& method, RoadSpec const& road,
                                 Densities const& density, Densities const& exact)
{
    Profile run{picture, method, "density of all vehicles [veh/km]", {}, {}};
    Profile truth{picture, "exact", run.quantity, {}, {}};
    for (int i = 0; i < road.num_cells; ++i) {
        Real sum = 0;
        Real exact_sum = 0;
        for (std::size_t c = 0; c < density.size(); ++c) {
            sum += density[c][static_cast<std::size_t>(i)] * 1000;
            exact_sum += exact[c][static_cast<std::size_t>(i)] * 1000;
        }
        run.x.push_back(road.cell_center(i));
        truth.x.push_back(road.cell_center(i));
        run.y.push_back(sum);
        truth.y.push_back(exact_sum);
    }
    record(truth);
    record(run);
}

/// "1.97" as the tables print it.
inline std::string two_decimals(Real value)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f", value);
    return text.data();
}

/// Errors and order are bounded on both sides: what is too good is as wrong as what is too bad. Schemes for averages are
/// also run from exact averages, which differ from the values at the centres by O(dx^2) at the start and at the end.
inline void expect_convergence(std::string const& table, ExpectedConvergence const& expected)
{
    TableRow const row{table, expected.benchmark.title,
                       expected.scheme.title + (expected.cfl_power > 0 ? ", dt ~ dx^5/3" : "")};
    bool const keeps_averages = !uses_point_values(expected.scheme.spec.reconstruction);
    std::array<Real, 4> centre{};
    std::array<Real, 4> average{};
    for (std::size_t k = 0; k < centre.size(); ++k) {
        int const num_cells = 50 << k;
        SchemeSpec scheme = expected.scheme.spec;
        scheme.cfl *= std::pow(50.0 / num_cells, expected.cfl_power);
        centre[k] = error_of(expected.benchmark, scheme, num_cells, CellValue::centre);
        expect_error(row, num_cells, centre[k], expected.error[k], expected.least, expected.most);
        if (keeps_averages) {
            average[k] = error_of(expected.benchmark, scheme, num_cells, CellValue::average);
            RoadSpec const road = expected.benchmark.problem(num_cells).road;
            Real const distance = mean_error(exact_densities(expected.benchmark, road, CellValue::centre),
                                             exact_densities(expected.benchmark, road, CellValue::average));
            Figure const figure = figure_of(expected.error[k]);
            Real const high = expected.most * (figure.value + figure.rounding) + distance;
            EXPECT_LE(average[k], high) << num_cells << " cells";
            if (k + 1 == centre.size()) {
                record({row.table, row.problem, row.method, "averages, N=" + std::to_string(num_cells), 0, average[k],
                        expected.error[k], 0, high});
            }
        }
    }
    Real const low = expected.order - 0.15;
    Real const high = expected.order + 0.15;
    expect_order(row, "order", std::log2(centre[2] / centre[3]), two_decimals(expected.order), low, high);
    if (keeps_averages) {
        expect_order(row, "order of averages", std::log2(average[2] / average[3]), two_decimals(expected.order), low,
                     high);
    }
}

} // namespace zemi::test
