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
    auto const q = equation.to_primitive(state, road);
    auto const plain = zemi::prepare_cell<Real>(equation, q, road, Vec<Real, 2>{0, 0});
    auto const relaxed = zemi::prepare_cell<Real>(equation, q, road, fraction);
    auto const equilibrium = equation.equilibrium_speed(q, road);
    for (int c = 0; c < 2; ++c) {
        EXPECT_EQ(plain.primitive[c], q[c]);
        EXPECT_EQ(plain.primitive[2 + c], q[2 + c]);
        EXPECT_EQ(plain.increment[c], 0);
        EXPECT_NEAR(relaxed.primitive[2 + c], q[2 + c] + fraction[c] * (equilibrium[c] - q[2 + c]), 1e-13);
        EXPECT_NEAR(relaxed.increment[c], state[2 * c] * fraction[c] * (equilibrium[c] - q[2 + c]), 1e-14);
    }
}

TEST_F(CellUpdate, CountsAndRemovesNegativeDensitiesOfRoundingSize)
{
    auto u = state;
    u[0] = -1e-15;
    auto const floored = zemi::check_cell<Real>(equation, u, 1e-13);
    EXPECT_EQ(floored.floors, 1);
    EXPECT_EQ(floored.u[0], 0);
    EXPECT_EQ(floored.u[1], 0);
    EXPECT_TRUE(floored.admissible);
    u[0] = -1e-12;
    auto const bad = zemi::check_cell<Real>(equation, u, 1e-13);
    EXPECT_EQ(bad.floors, 0);
    EXPECT_FALSE(bad.admissible) << "more than rounding is a failed step, not a floor";
}

TEST_F(CellUpdate, NotANumberIsNotAdmissible)
{
    for (int k = 0; k < 4; ++k) {
        auto u = state;
        u[k] = std::numeric_limits<Real>::quiet_NaN();
        EXPECT_FALSE(zemi::check_cell<Real>(equation, u, 1e-13).admissible) << k;
    }
}

TEST_F(CellUpdate, TheEndOfAStepRelaxesAndTakesTheSpeeds)
{
    auto const q = equation.to_primitive(state, road);
    auto const plain = zemi::finish_cell<Real>(equation, state, road, false, fraction);
    auto const speeds = equation.wave_speeds(equation.point_state(q, road));
    EXPECT_EQ(plain.max_speed, std::max(std::abs(speeds.min), std::abs(speeds.max)));
    auto const relaxed = zemi::finish_cell<Real>(equation, state, road, true, fraction);
    auto const prepared = zemi::prepare_cell<Real>(equation, q, road, fraction);
    for (int k = 0; k < 4; ++k) {
        EXPECT_EQ(plain.u[k], state[k]);
        EXPECT_EQ(plain.primitive[k], q[k]);
        EXPECT_EQ(relaxed.primitive[k], prepared.primitive[k]);
        EXPECT_EQ(relaxed.u[k], state[k] + (k % 2 == 1 ? prepared.increment[k / 2] : 0));
    }
}

TEST_F(CellUpdate, WhatIsStoredHoldsThePrimitiveVariables)
{
    Real const stored[zemi::num_stored<Equation>] = {1, 2, 3, 4, 5, 6};
    auto const q = zemi::stored_primitive<Real, Equation>([&](int k) { return stored[k]; });
    EXPECT_EQ(q[0], 1);
    EXPECT_EQ(q[1], 3);
    EXPECT_EQ(q[2], 5);
    EXPECT_EQ(q[3], 6);
}

} // namespace
