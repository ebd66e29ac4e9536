// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sample_problems.hpp"
#include <zemi/numerics/initial_state.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace {

using Equation = zemi::MulticlassArz<2, zemi::AnyLaw<2>>;

auto averages_of(zemi::Problem const& problem)
{
    auto const equation = zemi::make_multiclass_arz<2, zemi::AnyLaw<2>>(problem.model);
    return zemi::initial_cells(equation, problem,
                               std::vector<std::uint8_t>(static_cast<std::size_t>(problem.road.num_cells), 0));
}

TEST(InitialState, AveragesSmoothFunctionsToRounding)
{
    auto const problem = zemi::test::smooth_wave(40);
    auto const averages = averages_of(problem);
    double const k = 2 * std::numbers::pi / 1000;
    for (int i = 0; i < 40; ++i) {
        double const a = 25.0 * i;
        double const b = a + 25.0;
        double const exact = 0.06 - 0.015 * (std::cos(k * b) - std::cos(k * a)) / (k * 25.0);
        EXPECT_NEAR(averages[static_cast<std::size_t>(i)][0], exact, 1e-15);
    }
}

TEST(InitialState, SplitsCellsAtBreakpoints)
{
    // The jump lies at 500 m, inside the middle one of 5 cells (400 m .. 600 m): exactly half of it is left traffic.
    auto const problem = zemi::test::riemann_problem(5, {{0.1, 0.0}, {10, 10}}, {{0.2, 0.04}, {5, 5}});
    auto const averages = averages_of(problem);
    EXPECT_NEAR(averages[2][0], 0.15, 1e-15);
    EXPECT_NEAR(averages[2][2], 0.02, 1e-15);
    EXPECT_NEAR(averages[1][0], 0.1, 1e-15);
    EXPECT_NEAR(averages[3][0], 0.2, 1e-15);
    EXPECT_NEAR(averages[2][1], 0.5 * (averages[1][1] + averages[3][1]), 1e-14);
}

TEST(InitialState, TakesCellsAsTheyAre)
{
    auto problem = zemi::test::smooth_wave(4);
    problem.initial.cells.assign(4, {{0.1, 0.02}, {3, 4}});
    problem.initial.cells[2].density[0] = 0.05;
    auto const averages = averages_of(problem);
    EXPECT_EQ(averages[1][0], 0.1);
    EXPECT_EQ(averages[2][0], 0.05);
    problem.initial.cells.pop_back();
    EXPECT_THROW((void)averages_of(problem), std::invalid_argument);
}

} // namespace
