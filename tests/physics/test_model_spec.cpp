// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models.hpp"
#include <zemi/physics/model_spec.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <stdexcept>

namespace zemi {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// Message that a model gets after `change`; empty if it is accepted.
std::string complaint(std::function<void(ModelSpec&)> const& change)
{
    ModelSpec spec = test::published_model<2>();
    change(spec);
    try {
        validate(spec);
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return {};
}

TEST(ModelSpecTest, RoadCategoriesAreSortedAndUnited)
{
    ModelSpec spec = test::published_model<2>();
    EXPECT_THAT(road_categories(spec), ElementsAre(1, 2, 3, 4, 5, 9));
    spec.classes[0].free_speed = {{7, 1.0}, {2, 1.0}};
    spec.classes[1].free_speed = {{3, 1.0}, {2, 1.0}};
    EXPECT_THAT(road_categories(spec), ElementsAre(2, 3, 7));
}

TEST(ModelSpecTest, WeightsThatAreNotGivenAreOne)
{
    auto const matrix = interaction_matrix(test::published_model<2>());
    EXPECT_THAT(matrix, ElementsAre(ElementsAre(1, 0.4), ElementsAre(1, 1)));
}

TEST(ModelSpecTest, PublishedModelsAreValid)
{
    EXPECT_EQ(complaint([](ModelSpec&) {}), "");
    EXPECT_NO_THROW(validate(test::published_model<1>()));
    EXPECT_NO_THROW(validate(test::published_model<3>()));
}

TEST(ModelSpecTest, ComplaintsNameClassAndParameter)
{
    auto const car = [](ModelSpec& spec) -> ClassSpec& { return spec.classes[1]; };
    EXPECT_EQ(complaint([&](ModelSpec& s) { car(s).relaxation_time = 0; }),
              "class \"car\": relaxation time must be positive, not 0 s");
    EXPECT_EQ(complaint([&](ModelSpec& s) { car(s).pressure_scale = -1; }),
              "class \"car\": pressure scale must not be negative, but is -1 m/s");
    EXPECT_THAT(complaint([&](ModelSpec& s) { car(s).pressure_exponent = 0; }),
                AllOf(HasSubstr("\"car\""), HasSubstr("pressure exponent")));
    EXPECT_THAT(complaint([&](ModelSpec& s) { car(s).creeping_speed = std::numeric_limits<Real>::quiet_NaN(); }),
                AllOf(HasSubstr("\"car\""), HasSubstr("creeping speed")));
    EXPECT_THAT(complaint([&](ModelSpec& s) { car(s).pressure_scale = std::numeric_limits<Real>::infinity(); }),
                HasSubstr("pressure scale"));
    EXPECT_EQ(complaint([&](ModelSpec& s) { car(s).free_speed.erase(4); }),
              "class \"car\": free speed for road category 4 is missing");
    EXPECT_EQ(complaint([&](ModelSpec& s) { car(s).free_speed.clear(); }), "class \"car\": free speed is missing");
    EXPECT_EQ(complaint([&](ModelSpec& s) { car(s).free_speed[5] = -2; }),
              "class \"car\": free speed for road category 5 must be positive, not -2 m/s");
    EXPECT_EQ(
        complaint([&](ModelSpec& s) { car(s).creeping_speed = 4; }),
        "class \"car\": free speed for road category 5 is 2.7777777777777777 m/s, below the creeping speed of 4 m/s");
    EXPECT_EQ(complaint([&](ModelSpec& s) { car(s).perceives["bus"] = 1; }),
              "class \"car\": perceives \"bus\", which is not a class");
    EXPECT_THAT(complaint([&](ModelSpec& s) { car(s).perceives["motorcycle"] = -1; }),
                AllOf(HasSubstr("\"car\""), HasSubstr("weight of \"motorcycle\"")));
}

TEST(ModelSpecTest, ComplaintsAboutTheWholeModel)
{
    EXPECT_EQ(complaint([](ModelSpec& s) { s.jam_density = 0; }), "jam density must be positive, not 0 veh/m");
    EXPECT_EQ(complaint([](ModelSpec& s) { s.classes.clear(); }), "a model has one to 3 vehicle classes, not 0");
    EXPECT_EQ(complaint([](ModelSpec& s) { s.classes.resize(4); }), "a model has one to 3 vehicle classes, not 4");
    EXPECT_EQ(complaint([](ModelSpec& s) { s.classes[1].name = "motorcycle"; }), "class \"motorcycle\" occurs twice");
    EXPECT_EQ(complaint([](ModelSpec& s) {
                  for (int category = 0; category < 17; ++category) {
                      s.classes[0].free_speed[category] = 10;
                      s.classes[1].free_speed[category] = 10;
                  }
              }),
              "at most 16 road categories, not 17");
}

TEST(ModelSpecTest, LwrNeedsNoPressure)
{
    EXPECT_EQ(complaint([](ModelSpec& s) {
                  s.equation = "multiclass_lwr";
                  s.classes[0].relaxation_time = 0;
                  s.classes[0].pressure_exponent = 0;
              }),
              "");
}

} // namespace
} // namespace zemi
