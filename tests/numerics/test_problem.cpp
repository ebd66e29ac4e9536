// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/problem.hpp>

#include <gtest/gtest.h>

namespace {

TEST(RoadSpec, CellsDivideTheRoad)
{
    zemi::RoadSpec road;
    road.x_begin = 100;
    road.length = 50;
    road.num_cells = 10;
    EXPECT_DOUBLE_EQ(road.cell_length(), 5);
    EXPECT_DOUBLE_EQ(road.cell_center(0), 102.5);
    EXPECT_DOUBLE_EQ(road.cell_center(9), 147.5);
}

} // namespace
