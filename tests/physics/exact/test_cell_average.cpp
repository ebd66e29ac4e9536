// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/cell_average.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace zemi::exact {
namespace {

TEST(CellAverage, MidpointsOfAStep)
{
    auto const step = [](Real x) { return x < 0.25 ? Real(0) : Real(1); };
    EXPECT_DOUBLE_EQ(cell_average(step, 0, 1), 0.75);
    EXPECT_DOUBLE_EQ(cell_average([](Real x) { return 3 * x - 1; }, 2, 4, 5), 8);
    EXPECT_THROW((void)cell_average(step, 0, 1, 0), std::invalid_argument);
}

TEST(CellAverage, ConvergesWithOrderTwo)
{
    auto const f = [](Real x) { return std::exp(x); };
    Real const exact = std::exp(1.) - 1;
    Real const coarse = cell_average(f, 0, 1, 16) - exact;
    Real const fine = cell_average(f, 0, 1, 32) - exact;
    EXPECT_NEAR(coarse / fine, 4, 0.01);
}

TEST(CellAverage, GaussIsExactForDegreeNine)
{
    auto const f = [](Real x) { return 10 * std::pow(x, 9) + 9 * std::pow(x, 8) - 3; };
    EXPECT_NEAR(smooth_cell_average(f, 1, 3), (std::pow(3., 10) + std::pow(3., 9) - 2) / 2 - 3, 1e-10);
    auto const g = [](Real x) { return 11 * std::pow(x, 10); };
    EXPECT_GT(std::abs(smooth_cell_average(g, -1, 1) - 1), 1e-3);
}

} // namespace
} // namespace zemi::exact
