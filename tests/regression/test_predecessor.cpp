// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/netcdf_reader.hpp>
#include <zemi/numerics/predecessor_solver.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace zemi {
namespace {

using enum PredecessorBoundaryType;

/// A file of tests/regression/predecessor and the run that made it.
struct Reference {
    std::string file;
    PredecessorSpec spec;
    int steps;
};

void PrintTo(Reference const& reference, std::ostream* out) { *out << reference.file; }

PredecessorSpec seed_defaults()
{
    PredecessorSpec spec;
    spec.version = PredecessorVersion::seed;
    spec.equation.capped_pressure = true;
    spec.equation.pressure_scale = {10 / 3.6, 15 / 3.6};
    spec.cfl = 0.8;
    spec.num_ghost = 2;
    return spec;
}

/// A sine on a ring; the file asks for road category 3, the program takes 1 for the road and 3 for the start.
PredecessorSpec convergence_test(PredecessorSpec spec, int num_cells)
{
    spec.num_cells = num_cells;
    spec.t_final = 10;
    spec.output_dt = 10;
    spec.start = PredecessorSine{.background = {.rho_m = 0.05, .rho_c = 0.02, .category = 3}, .amplitude = 0.005};
    spec.left.type = periodic;
    spec.right.type = periodic;
    return spec;
}

PredecessorSpec convergence_test_weno(int num_cells)
{
    PredecessorSpec spec;
    spec.spatial = PredecessorSpatial::weno5;
    spec.time = PredecessorTime::ssprk3;
    return convergence_test(spec, num_cells);
}

PredecessorSpec riemann_test()
{
    PredecessorSpec spec = seed_defaults();
    spec.num_cells = 100;
    spec.t_final = 60;
    spec.output_dt = 5;
    PredecessorState const left{0.02, 25, 0.01, 22};
    spec.start = PredecessorRiemann{.left = left, .right = {0.08, 8, 0.04, 6}, .split = 500};
    spec.left = {.type = inflow, .state = left};
    return spec;
}

PredecessorSpec mass_conservation()
{
    PredecessorSpec spec;
    spec.version = PredecessorVersion::e4d9;
    spec.num_cells = 200;
    spec.t_final = 100;
    spec.output_dt = 10;
    spec.start = PredecessorSine{.background = {.rho_m = 0.05, .rho_c = 0.025, .category = 1}, .amplitude = 0.005};
    spec.left.type = periodic;
    spec.right.type = periodic;
    return spec;
}

PredecessorSpec red_light()
{
    PredecessorSpec spec;
    spec.version = PredecessorVersion::e4d9;
    spec.num_cells = 200;
    spec.t_final = 180;
    spec.output_dt = 1;
    spec.start = PredecessorEquilibrium{.rho_m = 0.1, .rho_c = 0.03333, .category = 1};
    spec.left.type = inflow;
    spec.right = {.type = time_dependent, .schedule = {{0, 60, wall_capped_reflection}, {60, 1e9, outflow}}};
    return spec;
}

class PredecessorTest : public testing::TestWithParam<Reference> {};

/// Every value of every cell and output agrees to nine digits.
TEST_P(PredecessorTest, ReproducesTheFile)
{
    Reference const& reference = GetParam();
    NetcdfReader const file(std::string(ZEMI_SOURCE_DIR "/tests/regression/predecessor/") + reference.file + ".nc");
    PredecessorResult const result = PredecessorSolver(reference.spec).run();

    EXPECT_EQ(result.steps, reference.steps);
    std::vector<double> const times = file.read("time");
    ASSERT_EQ(result.times.size(), times.size());
    for (std::size_t n = 0; n < times.size(); ++n) {
        EXPECT_NEAR(result.times[n], times[n], 1e-12 * reference.spec.t_final) << "output " << n;
    }

    std::array const names{"density_motorcycle", "w_motorcycle", "density_car", "w_car"};
    double worst = 0;
    for (int k = 0; k < 4; ++k) {
        std::vector<double> const values = file.read(names[static_cast<std::size_t>(k)]);
        auto const num_cells = static_cast<std::size_t>(reference.spec.num_cells);
        ASSERT_EQ(values.size(), times.size() * num_cells);
        double difference = 0;
        for (std::size_t n = 0; n < values.size(); ++n) {
            double const reached = result.states[n / num_cells][n % num_cells][k];
            difference = std::max(difference, std::abs(reached / values[n] - 1));
        }
        EXPECT_LT(difference, 1e-9) << names[static_cast<std::size_t>(k)];
        worst = std::max(worst, difference);
    }
    std::printf("%s: %d steps, largest relative difference %.1e\n", reference.file.c_str(), result.steps, worst);
}

INSTANTIATE_TEST_SUITE_P(Files, PredecessorTest,
                         testing::Values(Reference{"seed_convergence_N50", convergence_test(seed_defaults(), 50), 9},
                                         Reference{"seed_convergence_N100", convergence_test(seed_defaults(), 100), 19},
                                         Reference{"seed_convergence_N200", convergence_test(seed_defaults(), 200), 37},
                                         Reference{"seed_riemann_test", riemann_test(), 170},
                                         Reference{"e4d9_mass_conservation_t100", mass_conservation(), 691},
                                         Reference{"e4d9_red_light", red_light(), 1112},
                                         Reference{"latest_convergence_test_weno5rk3_N100", convergence_test_weno(100),
                                                   29}),
                         [](auto const& instance) { return instance.param.file; });

/// The road of the file with the densities 15 and 5 veh/km and a bad second half.
PredecessorSpec degraded_road()
{
    PredecessorSpec spec;
    spec.version = PredecessorVersion::e4d9;
    spec.num_cells = 200;
    spec.t_final = 120;
    spec.output_dt = 120;
    spec.start = PredecessorEquilibrium{.rho_m = 0.015, .rho_c = 0.005, .category = 1};
    spec.left.type = inflow;
    spec.road_category.assign(100, 1);
    spec.road_category.resize(200, 4);
    return spec;
}

/// Numbers read off the program's own run, as far as they were printed.
TEST(PredecessorSolver, AdaptsToABadRoadWithinTenMetres)
{
    PredecessorSpec const spec = degraded_road();
    std::vector<PredecessorState> const u = PredecessorSolver(spec).run().states.back();
    struct Row {
        std::size_t cell;
        double rho_m, rho_c; // [veh/km]
    };
    for (Row const row : {Row{100, 19.79, 6.46}, Row{110, 31.51, 16.53}, Row{120, 31.70, 17.14}, Row{140, 31.70, 17.13},
                          Row{180, 31.30, 16.24}}) {
        EXPECT_NEAR(1000 * u[row.cell][0], row.rho_m, 0.0051) << "cell " << row.cell;
        EXPECT_NEAR(1000 * u[row.cell][2], row.rho_c, 0.0051) << "cell " << row.cell;
    }
}

TEST(PredecessorSolver, DoesNotSeeARedLightWhenRelaxationIsFast)
{
    PredecessorSpec spec = red_light();
    spec.equation.relaxation_time = {0.1, 0.1};
    spec.t_final = 90;
    PredecessorResult const result = PredecessorSolver(spec).run();
    for (PredecessorState const& u : result.states.back()) {
        for (int k = 0; k < 4; ++k) {
            EXPECT_NEAR(u[k], result.states.front()[0][k], 1e-12);
        }
    }
}

TEST(PredecessorSolver, LosesMotorcyclesThroughARedLight)
{
    PredecessorSpec spec = red_light();
    spec.t_final = 60;
    PredecessorResult const result = PredecessorSolver(spec).run();
    auto const motorcycles = [](std::vector<PredecessorState> const& cells) {
        double sum = 0;
        for (PredecessorState const& u : cells) {
            sum += 5 * u[0];
        }
        return sum;
    };
    EXPECT_NEAR(motorcycles(result.states.back()) - motorcycles(result.states.front()), 43.4, 0.06); // of 70.6
}

/// Congested flow, so that the wrong right-hand values count: the program stops at t = 0.676 s.
TEST(PredecessorSolver, StopsInCongestedFlowWithWeno)
{
    PredecessorSpec spec = convergence_test_weno(200);
    spec.start =
        PredecessorSine{.background = {.rho_m = 0.5, .rho_c = 0.3, .category = 1}, .amplitude = 0.1, .waves = 3.14};
    spec.cfl = 0.4;
    try {
        static_cast<void>(PredecessorSolver(spec).run());
        FAIL() << "the run ends";
    } catch (std::runtime_error const& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("m/s at t = 0.676 s"));
    }
}

TEST(PredecessorSolver, RefusesASchedulePlusStages)
{
    PredecessorSpec spec = red_light();
    spec.time = PredecessorTime::ssprk3;
    EXPECT_THROW(static_cast<void>(PredecessorSolver(spec).run()), std::runtime_error);
}

TEST(PredecessorSolver, RefusesWenoWithTwoGhostCells)
{
    PredecessorSpec spec = convergence_test_weno(100);
    spec.num_ghost = 2;
    EXPECT_THROW(PredecessorSolver{spec}, std::invalid_argument);
}

} // namespace
} // namespace zemi
