// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The properties that every equation should be tested for, on the skeleton to copy.
#include "models.hpp"
#include <zemi/core/dual.hpp>
#include <zemi/physics/template_model.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace zemi {
namespace {

struct TemplateModelTest : testing::Test {
    TemplateModel equation{.jam_density = 0.2, .free_speed = 25};
    Vec<Real, 1> road = equation.road_data(0);
    test::Random random;

    Vec<Real, 1> conserved() { return {{random.uniform(0, equation.jam_density)}}; }
};

TEST_F(TemplateModelTest, ConvertsBackAndForth)
{
    for (int trial = 0; trial < 100; ++trial) {
        auto const u = conserved();
        EXPECT_EQ(equation.conserved(equation.point_state(equation.to_primitive(u, road), road))[0], u[0]);
    }
}

TEST_F(TemplateModelTest, FluxVanishesOnAnEmptyRoadAndAtJam)
{
    EXPECT_EQ(equation.physical_flux(equation.point_state(Vec<Real, 1>{{0}}, road))[0], 0);
    EXPECT_EQ(equation.physical_flux(equation.point_state(Vec<Real, 1>{{0.2}}, road))[0], 0);
    EXPECT_EQ(equation.physical_flux(equation.point_state(Vec<Real, 1>{{0.1}}, road))[0], 0.1 * 12.5);
}

TEST_F(TemplateModelTest, WaveSpeedsAreTheDerivativeOfTheFlux)
{
    for (int trial = 0; trial < 100; ++trial) {
        auto const u = conserved();
        Vec<Dual<1>, 1> const variable{{Dual<1>::variable(u[0], 0)}};
        Real const exact = equation.physical_flux(equation.point_state(variable, road))[0].derivative[0];
        auto const bounds = equation.wave_speeds(equation.point_state(u, road));
        EXPECT_LE(bounds.min, exact + 1e-13);
        EXPECT_GE(bounds.max, exact - 1e-13);
    }
}

TEST_F(TemplateModelTest, EveryLaneOfAPackHasTheBitsOfTheScalar)
{
    for (int trial = 0; trial < 100; ++trial) {
        Vec<Pack, 1> u{};
        for (int lane = 0; lane < Pack::size; ++lane) {
            test::set_lane(u, lane, conserved());
        }
        auto const s = equation.point_state(equation.to_primitive(u, road), road);
        for (int lane = 0; lane < Pack::size; ++lane) {
            auto const s1 = equation.point_state(equation.to_primitive(test::lane_of(u, lane), road), road);
            EXPECT_EQ(equation.physical_flux(s)[0][lane], equation.physical_flux(s1)[0]);
            EXPECT_EQ(equation.wave_speeds(s).min[lane], equation.wave_speeds(s1).min);
            EXPECT_TRUE(equation.is_admissible(u)[lane]);
        }
    }
}

TEST_F(TemplateModelTest, RefusesStatesOutsideTheAdmissibleSet)
{
    for (Real const bad : {-1e-300, 0.21, std::numeric_limits<Real>::quiet_NaN()}) {
        EXPECT_FALSE(equation.is_admissible(Vec<Real, 1>{{bad}}));
    }
    EXPECT_TRUE(equation.is_admissible(Vec<float, 1>{{0.1F}}));
}

} // namespace
} // namespace zemi
