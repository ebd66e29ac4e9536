// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sample_problems.hpp"
#include <zemi/numerics/cell_update.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using zemi::Real;
using zemi::Vec;
using Equation = zemi::MulticlassArz<2, zemi::AnyLaw<2>>;

class CellUpdate : public ::testing::Test {
protected:
    Equation equation = zemi::make_multiclass_arz<2, zemi::AnyLaw<2>>(zemi::test::two_class_model());
    Vec<Real, 2> road = equation.road_data(0);
    Vec<Real, 4> state = equation.conserved(equation.point_state(Vec<Real, 4>{0.06, 0.04, 9, 8}, road));
    Vec<Real, 2> fraction{0.25, 0.5};
};

TEST_F(CellUpdate, PreparingRelaxesByTheFraction)
{
    auto const plain = zemi::prepare_cell<Real>(equation, state, road, false, fraction);
    auto const relaxed = zemi::prepare_cell<Real>(equation, state, road, true, fraction);
    auto const equilibrium = equation.equilibrium_speed(plain.primitive, road);
    for (int c = 0; c < 2; ++c) {
        EXPECT_EQ(plain.increment[2 * c + 1], 0);
        EXPECT_NEAR(relaxed.primitive[2 + c],
                    plain.primitive[2 + c] + fraction[c] * (equilibrium[c] - plain.primitive[2 + c]), 1e-13);
        EXPECT_EQ(relaxed.increment[2 * c], 0) << "relaxation leaves densities alone";
        EXPECT_NEAR(relaxed.increment[2 * c + 1],
                    state[2 * c] * fraction[c] * (equilibrium[c] - plain.primitive[2 + c]), 1e-14);
    }
}

TEST_F(CellUpdate, CountsAndRemovesNegativeDensitiesOfRoundingSize)
{
    auto u = state;
    u[0] = -1e-15;
    auto const floored = zemi::finish_cell<Real>(equation, u, road, false, false, fraction, 1e-13);
    EXPECT_EQ(floored.floors, 1);
    EXPECT_EQ(floored.u[0], 0);
    EXPECT_EQ(floored.u[1], 0);
    EXPECT_TRUE(floored.admissible);
    u[0] = -1e-12;
    auto const bad = zemi::finish_cell<Real>(equation, u, road, false, false, fraction, 1e-13);
    EXPECT_EQ(bad.floors, 0);
    EXPECT_FALSE(bad.admissible) << "more than rounding is a failed step, not a floor";
}

TEST_F(CellUpdate, NotANumberIsNotAdmissible)
{
    for (int k = 0; k < 4; ++k) {
        auto u = state;
        u[k] = std::numeric_limits<Real>::quiet_NaN();
        EXPECT_FALSE(zemi::finish_cell<Real>(equation, u, road, true, true, fraction, 1e-13).admissible) << k;
    }
}

TEST_F(CellUpdate, LastStageTakesTheSpeeds)
{
    auto const done = zemi::finish_cell<Real>(equation, state, road, true, false, fraction, 1e-13);
    auto const speeds = equation.wave_speeds(equation.point_state(equation.to_primitive(state, road), road));
    EXPECT_EQ(done.max_speed, std::max(std::abs(speeds.min), std::abs(speeds.max)));
    EXPECT_EQ(zemi::finish_cell<Real>(equation, state, road, false, false, fraction, 1e-13).max_speed, 0);
}

} // namespace
