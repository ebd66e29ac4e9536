// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/equilibrium.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace zemi {
namespace {

constexpr Real km_per_h = 1000.0 / 3600;

/// The published base values.
ModelSpec published()
{
    ModelSpec spec;
    spec.classes.resize(2);
    ClassSpec& m = spec.classes[0];
    m.name = "motorcycle";
    m.pressure_scale = 10 * km_per_h;
    m.pressure_exponent = 1.5;
    m.relaxation_time = 5;
    m.creeping_speed = 5 * km_per_h;
    m.free_speed = {{1, 85 * km_per_h}, {4, 45 * km_per_h}};
    m.perceives = {{"car", 0.4}};
    ClassSpec& c = spec.classes[1];
    c.name = "car";
    c.pressure_scale = 15 * km_per_h;
    c.pressure_exponent = 2;
    c.relaxation_time = 10;
    c.free_speed = {{1, 75 * km_per_h}, {4, 25 * km_per_h}};
    return spec;
}

TEST(Equilibrium, SpeedsOfThePublishedModel)
{
    Equilibrium const equilibrium(published());
    std::vector<Real> const density{0.015, 0.005}; // total 20 veh/km: 0.92 of the way from jam to free
    auto const good = equilibrium.speed(1, density);
    EXPECT_NEAR(good[0], (5 + 80 * 0.92) * km_per_h, 1e-12);
    EXPECT_NEAR(good[1], 75 * 0.92 * km_per_h, 1e-12);
    auto const bad = equilibrium.speed(4, density);
    EXPECT_NEAR(bad[0], (5 + 40 * 0.92) * km_per_h, 1e-12);
    EXPECT_NEAR(bad[1], 25 * 0.92 * km_per_h, 1e-12);
}

TEST(Equilibrium, BeyondTheJamOnlyCreeping)
{
    auto const speed = equilibrium_speed(published(), 1, {0.2, 0.1});
    EXPECT_NEAR(speed[0], 5 * km_per_h, 1e-12);
    EXPECT_NEAR(speed[1], 0, 1e-12);
    ModelSpec vanishing = published();
    vanishing.creeping_law = CreepingLaw::vanishing;
    EXPECT_NEAR(equilibrium_speed(vanishing, 1, {0.25, 0.1})[0], 0, 1e-12);
}

TEST(Equilibrium, PressuresOfThePublishedModel)
{
    Equilibrium const equilibrium(published());
    auto const pressure = equilibrium.pressure({0.1, 0.05});
    EXPECT_NEAR(pressure[0], 10 * km_per_h * std::pow(0.12 / 0.25, 1.5), 1e-12);
    EXPECT_NEAR(pressure[1], 15 * km_per_h * std::pow(0.15 / 0.25, 2), 1e-12);
}

TEST(Equilibrium, OneAndThreeClasses)
{
    ModelSpec one = published();
    one.classes.resize(1);
    one.classes[0].perceives.clear();
    EXPECT_NEAR(equilibrium_speed(one, 1, {0.125})[0], 45 * km_per_h, 1e-12);
    ModelSpec three = published();
    three.classes.push_back(three.classes[1]);
    three.classes[2].name = "truck";
    auto const speed = equilibrium_speed(three, 1, {0.025, 0.05, 0.05});
    ASSERT_EQ(speed.size(), 3);
    EXPECT_NEAR(speed[1], 37.5 * km_per_h, 1e-12);
    EXPECT_EQ(speed[1], speed[2]);
}

TEST(Equilibrium, EquationsWithoutMarkersHaveTheSameSpeeds)
{
    ModelSpec lwr = published();
    lwr.equation = "multiclass_lwr";
    lwr.classes[0].relaxation_time = 0;
    EXPECT_EQ(equilibrium_speed(lwr, 1, {0.015, 0.005}), equilibrium_speed(published(), 1, {0.015, 0.005}));
}

TEST(Equilibrium, RefusesWhatItDoesNotKnow)
{
    Equilibrium const equilibrium(published());
    EXPECT_THROW(static_cast<void>(equilibrium.speed(7, {0, 0})), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(equilibrium.speed(1, {0})), std::invalid_argument);
    ModelSpec none;
    EXPECT_THROW(Equilibrium{none}, std::invalid_argument);
}

} // namespace
} // namespace zemi
