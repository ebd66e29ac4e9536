// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "../models.hpp"
#include <zemi/physics/exact/steady_profile.hpp>

#include <gtest/gtest.h>

#include <string>

namespace zemi::exact {
namespace {

using test::kilometre_per_hour;

TEST(SteadyProfile, DegradedRoadOfThePublishedModel)
{
    auto const equation = make_multiclass_arz<2, PublishedLaw>(test::published_model<2>());
    Vec<Real, 2> const speed{78.6 * kilometre_per_hour, 69 * kilometre_per_hour};
    Vec<Real, 2> const flow{.015 * speed[0], .005 * speed[1]};
    SteadyProfile<2, PublishedLaw> const profile(equation, {{500, 3}}, flow, speed, 3000);
    struct Row {
        Real x;
        Real motorcycle;
        Real car;
    };
    for (Row const& row :
         {Row{0, 78.6, 69}, Row{500, 78.6, 69}, Row{510, 75.30033, 66.61497}, Row{550, 63.71052, 57.48497},
          Row{600, 52.98376, 47.16186}, Row{700, 42.14354, 31.40413}, Row{800, 38.73118, 23.41989},
          Row{900, 37.64370, 20.87931}, Row{1000, 37.30746, 20.27950}, Row{3000, 37.18224, 20.11390}}) {
        Vec<Real, 4> const q = profile.sample(row.x);
        EXPECT_NEAR(q[2] / kilometre_per_hour, row.motorcycle, 5.1e-6) << row.x;
        EXPECT_NEAR(q[3] / kilometre_per_hour, row.car, 5.1e-6) << row.x;
    }
    EXPECT_NEAR(profile.sample(3000)[0] * 1000, 31.70869, 5.1e-6);
    EXPECT_NEAR(profile.sample(3000)[1] * 1000, 17.15232, 5.1e-6);
}

/// A model whose uniform traffic is stable, so that noise decays.
ModelSpec stable_model()
{
    ModelSpec spec = test::published_model<2>(60, 80);
    spec.classes[0].free_speed = {{1, 45 * kilometre_per_hour}, {2, 42 * kilometre_per_hour}};
    spec.classes[1].free_speed = {{1, 25 * kilometre_per_hour}, {2, 22 * kilometre_per_hour}};
    return spec;
}

TEST(SteadyProfile, StableTraffic)
{
    auto const equation = make_multiclass_arz<2>(stable_model());
    Vec<Real, 4> const upstream{.0325, .0325, 0, 0};
    Vec<Real, 2> const speed = equation.equilibrium_speed(upstream, equation.road_data(0));
    Vec<Real, 2> const flow{.0325 * speed[0], .0325 * speed[1]};
    EXPECT_NEAR(flow[0], .31236111, 5e-9);
    EXPECT_NEAR(flow[1], .16701389, 5e-9);
    SteadyProfile<2> const profile(equation, {{0, 0}, {300, 1}}, flow, speed, 1000);
    struct Row {
        Real x;
        Vec<Real, 4> q;
    };
    for (Row const& row : {Row{300, {.0325, .0325, 9.6111111111, 5.1388888889}},
                           Row{400, {.0359704445066, .0391056991526, 8.68382683048, 4.27083244919}},
                           Row{500, {.0364758999505, .0392409699545, 8.56349292368, 4.25611010845}},
                           Row{1000, {.0365178166594, .0392038850505, 8.55366338092, 4.26013617461}}}) {
        Vec<Real, 4> const q = profile.sample(row.x);
        for (int i = 0; i < 4; ++i) {
            EXPECT_NEAR(q[i], row.q[i], i < 2 ? 1e-12 : 1e-10) << row.x << " component " << i;
        }
    }
    EXPECT_NEAR(profile.slowest_wave(300), 3.46, .005);
    EXPECT_NEAR(profile.slowest_wave(1000), 1.87, .005);
}

/// The derivative of the profile against the flux of the equation: v_i dw_i/dx = (Ve_i - v_i) / tau_i, for every law.
TEST(SteadyProfile, SatisfiesTheEquationForEveryPressureLaw)
{
    for (PressureLaw law : {PressureLaw::power, PressureLaw::singular}) {
        ModelSpec spec = stable_model();
        spec.pressure_law = law;
        spec.creeping_law = CreepingLaw::vanishing;
        auto const equation = make_multiclass_arz<2>(spec);
        Vec<Real, 4> const upstream{.02, .02, 0, 0};
        Vec<Real, 2> const speed = equation.equilibrium_speed(upstream, equation.road_data(0));
        SteadyProfile<2> const profile(equation, {{0, 1}}, {.02 * speed[0], .02 * speed[1]}, speed, 500);
        auto const road = equation.road_data(1);
        Real const h = 0.05;
        for (Real x : {5., 31., 77., 150.}) {
            auto const q = profile.sample(x);
            auto const after = equation.point_state(profile.sample(x + h), road);
            auto const before = equation.point_state(profile.sample(x - h), road);
            auto const equilibrium = equation.equilibrium_speed(q, road);
            for (int i = 0; i < 2; ++i) {
                Real const slope = (after[4 + i] - before[4 + i]) / (2 * h);
                EXPECT_NEAR(q[2 + i] * slope, (equilibrium[i] - q[2 + i]) / equation.relaxation_time[i], 1e-6) << x;
                EXPECT_NEAR(q[i] * q[2 + i], .02 * speed[i], 1e-15);
            }
        }
    }
}

TEST(SteadyProfile, OneClass)
{
    auto const equation = make_multiclass_arz<1>(test::published_model<1>());
    Vec<Real, 2> const upstream{.01, 0};
    Vec<Real, 1> const speed = equation.equilibrium_speed(upstream, equation.road_data(0));
    SteadyProfile<1> const profile(equation, {{100, 1}}, {.01 * speed[0]}, speed, 4000);
    auto const q = profile.sample(4000);
    EXPECT_NEAR(q[1], equation.equilibrium_speed(q, equation.road_data(1))[0], 1e-9);
    EXPECT_LT(q[1], speed[0]);
}

TEST(SteadyProfile, SaysWhereTheSlowestWaveComesToRest)
{
    auto const equation = make_multiclass_arz<2>(test::published_model<2>());
    Vec<Real, 4> const upstream{.06, .04, 0, 0};
    Vec<Real, 2> const speed = equation.equilibrium_speed(upstream, equation.road_data(0));
    try {
        SteadyProfile<2> const profile(equation, {{500, 4}}, {.06 * speed[0], .04 * speed[1]}, speed, 3000);
        FAIL() << "more traffic than the bad road can take";
    } catch (std::domain_error const& error) {
        EXPECT_NE(std::string(error.what()).find("slowest wave"), std::string::npos) << error.what();
    }
}

} // namespace
} // namespace zemi::exact
