// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bounded_speed.hpp"
#include "models.hpp"
#include <zemi/physics/bounded_acceleration.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace zemi {
namespace {

ModelSpec bounded_model()
{
    return test::with_bounded_acceleration(test::published_model<2>());
}

Real acceleration_of_first(Real speed, Real equilibrium)
{
    auto const term = BoundedAcceleration<2>::make(bounded_model());
    return term.acceleration<Real>({{0.05, 0.03}}, {{speed, 15}}, {{equilibrium, 15}})[0];
}

TEST(BoundedAcceleration, IsRelaxationWhereThatIsGentle)
{
    EXPECT_NEAR(acceleration_of_first(12, 15), 3.0 / 5, 1e-14);
    EXPECT_NEAR(acceleration_of_first(15, 12), -3.0 / 5, 1e-14);
    EXPECT_EQ(acceleration_of_first(15, 15), 0);
}

TEST(BoundedAcceleration, IsTheBoundWhereDriversWantMore)
{
    ASSERT_EQ(bounded_model().classes[0].name, "motorcycle");
    EXPECT_DOUBLE_EQ(acceleration_of_first(0, 23), 2.5) << "relaxation alone: 4.6 m/s^2";
    EXPECT_NEAR(acceleration_of_first(5, 23), 2.5 * (1 - 5 / (120 / 3.6)), 1e-14);
    EXPECT_DOUBLE_EQ(acceleration_of_first(20, 2), -1.2) << "relaxation alone: -3.6 m/s^2";
}

TEST(BoundedAcceleration, WithoutALimitBrakingIsRelaxation)
{
    auto model = bounded_model();
    model.classes[0].max_deceleration = 0;
    auto const term = BoundedAcceleration<2>::make(model);
    EXPECT_NEAR((term.acceleration<Real>({{0.05, 0.03}}, {{20, 15}}, {{0, 15}})[0]), -4, 1e-14);
}

TEST(BoundedAcceleration, ParametersThatMakeNoSenseAreRefusedByName)
{
    auto const message = [](auto const& change) {
        auto model = bounded_model();
        change(model.classes[0]);
        try {
            (void)BoundedAcceleration<2>::make(model);
        } catch (std::invalid_argument const& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_EQ(message([](ClassSpec& c) { c.max_acceleration = 0; }),
              "class \"motorcycle\": max acceleration must be positive");
    EXPECT_EQ(message([](ClassSpec& c) { c.max_deceleration = -1; }),
              "class \"motorcycle\": max deceleration must not be negative");
    EXPECT_EQ(message([](ClassSpec& c) { c.top_speed = 20; }),
              "class \"motorcycle\": top speed must be above all free speeds");
}

} // namespace
} // namespace zemi
