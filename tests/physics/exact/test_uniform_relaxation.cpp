// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "../models.hpp"
#include <zemi/physics/exact/uniform_relaxation.hpp>

#include <gtest/gtest.h>

namespace zemi::exact {
namespace {

TEST(UniformRelaxation, PublishedModel)
{
    auto const equation = make_multiclass_arz<2>(test::published_model<2>(10, 15));
    Vec<Real, 4> const start{.05, .04, 2, 12};
    Vec<Real, 2> const road = equation.road_data(2); // 50 and 35 km/h
    Vec<Real, 2> const speed = uniform_relaxation(equation, road, start, 20);
    EXPECT_NEAR(speed[0], 9.253556668211, 5e-13);
    EXPECT_NEAR(speed[1], 7.004159414256, 5e-13);
    Vec<Real, 2> const now = uniform_relaxation(equation, road, start, 0);
    EXPECT_NEAR(now[0], 2, 1e-15);
    Vec<Real, 2> const finally = uniform_relaxation(equation, road, start, 1e4);
    EXPECT_EQ(finally[1], equation.equilibrium_speed(start, road)[1]);
}

} // namespace
} // namespace zemi::exact
