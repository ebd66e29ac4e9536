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

TEST_F(CellUpdate, DensityTermsServeAsTheRoadDoes)
{
    auto const terms = zemi::density_terms<Real>(equation, state, road);
    auto const with_terms = zemi::finish_cell<Real>(equation, state, terms, true, fraction);
    auto const with_road = zemi::finish_cell<Real>(equation, state, road, true, fraction);
    for (int k = 0; k < 4; ++k) {
        EXPECT_EQ(with_terms.u[k], with_road.u[k]);
        EXPECT_EQ(with_terms.primitive[k], with_road.primitive[k]);
    }
    EXPECT_EQ(with_terms.max_speed, with_road.max_speed);
    auto const q = equation.to_primitive(state, terms);
    EXPECT_EQ(zemi::prepare_cell<Real>(equation, q, terms, fraction).increment[1],
              zemi::prepare_cell<Real>(equation, q, road, fraction).increment[1]);
}

/// Term by term what the comment at Stage says.
TEST_F(CellUpdate, AStageIsTheCombinationThatItsTableSays)
{
    zemi::Stage stage{.prepare = 1,
                      .start = 0.25,
                      .start_increment = 2,
                      .start_increment_again = 3,
                      .previous_increment = 5,
                      .input = 0.75,
                      .input_increment = 7,
                      .flux = 0.5};
    zemi::MarkerIncrement<Real, Equation> const of_input{1, 10};
    zemi::MarkerIncrement<Real, Equation> const of_start{100, 1000};
    zemi::MarkerIncrement<Real, Equation> const of_previous{1e4, 1e5};
    auto const source = zemi::source_of_stage<Equation>(stage, fraction, of_input, of_start, of_previous);
    EXPECT_EQ(source[0], 7 * 1 + (2 + 3 * 0.25) * 100 + 5 * 1e4);
    EXPECT_EQ(source[1], 7 * 10 + (2 + 3 * 0.5) * 1000 + 5 * 1e5);
    Vec<Real, 4> const start{4, 8, 12, 16};
    Vec<Real, 4> const net_inflow{1, 2, 3, 4};
    auto const u = zemi::combine_stage<Equation>(stage, 2.0, state, source, start, net_inflow);
    for (int k = 0; k < 4; ++k) {
        Real const change = 0.5 * 2 * net_inflow[k] + (k % 2 == 1 ? source[k / 2] : 0);
        EXPECT_NEAR(u[k], 0.25 * start[k] + 0.75 * state[k] + change, 1e-12 * std::abs(change));
    }
    stage = {};
    EXPECT_FALSE(stage.needs_start() || stage.needs_previous());
    EXPECT_EQ(zemi::source_of_stage<Equation>(stage, fraction, of_input, of_start, of_previous)[1], 0);
    EXPECT_EQ(zemi::combine_stage<Equation>(stage, 2.0, state, {}, start, net_inflow)[0], state[0] + 2);
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
