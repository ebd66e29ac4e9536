// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "../models.hpp"
#include <zemi/physics/exact/co_moving_wave.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

namespace zemi::exact {
namespace {

TEST(CoMovingWave, IsCarriedAlongAndPeriodic)
{
    CoMovingWave const wave;
    EXPECT_NEAR(wave.sample(250, 0).density[0], .09, 1e-15);
    EXPECT_NEAR(wave.sample(0, 0).density[1], .07, 1e-15);
    for (Real x : {0., 123., 777.}) {
        for (int i = 0; i < 2; ++i) {
            EXPECT_NEAR(wave.sample(x + 500, 50).density[i], wave.sample(x, 0).density[i], 1e-15);
            EXPECT_NEAR(wave.sample(x, 100).density[i], wave.sample(x, 0).density[i], 1e-15);
        }
    }
    EXPECT_EQ(wave.sample(3, 50).speed, 10);
}

/// d_t u + d_x f(u) = 0 by central differences, for the equation of the library.
TEST(CoMovingWave, SolvesTheEquation)
{
    auto const equation = make_multiclass_arz<2>(test::published_model<2>(40, 60));
    auto const road = equation.road_data(0);
    CoMovingWave const wave;
    auto const point = [&](Real x, Real t) {
        auto const p = wave.sample(x, t);
        return equation.point_state(Vec<Real, 4>{p.density[0], p.density[1], p.speed, p.speed}, road);
    };
    Real const dx = 0.01;
    Real const dt = 0.001;
    for (Real x : {10., 333., 912.}) {
        auto const later = equation.conserved(point(x, 7 + dt));
        auto const before = equation.conserved(point(x, 7 - dt));
        auto const right = equation.physical_flux(point(x + dx, 7));
        auto const left = equation.physical_flux(point(x - dx, 7));
        for (int i = 0; i < 4; ++i) {
            EXPECT_NEAR((later[i] - before[i]) / (2 * dt) + (right[i] - left[i]) / (2 * dx), 0, 1e-10);
        }
    }
}

} // namespace
} // namespace zemi::exact
