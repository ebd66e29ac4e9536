// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "../models.hpp"
#include <zemi/physics/exact/identical_classes.hpp>
#include <zemi/physics/exact/jamiton.hpp>
#include <zemi/physics/exact/simple_wave.hpp>
#include <zemi/physics/exact/single_class_riemann.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace zemi::exact {
namespace {

ModelSpec identical_model(Real scale, Real free_speed)
{
    ModelSpec model;
    ClassSpec vehicle;
    vehicle.name = "old";
    vehicle.pressure_scale = scale;
    vehicle.relaxation_time = 10;
    vehicle.free_speed = {{1, free_speed}};
    model.classes = {vehicle, vehicle};
    model.classes[1].name = "new";
    return model;
}

std::vector<Real> shares(Real x, Real period)
{
    Real const share = .6 + .3 * std::sin(2 * std::numbers::pi * x / period);
    return {share, 1 - share};
}

/// d_t u + d_x f(u) - S(u) = 0 of the equation of two classes by central differences; S without relaxation is 0.
void expect_solution(IdenticalClasses const& solution, ModelSpec const& model, bool relaxes,
                     std::vector<Real> const& places, Real t)
{
    auto const equation = make_multiclass_arz<2>(model);
    auto const road = equation.road_data(0);
    auto const primitive = [&](Real x, Real time) {
        MixedState const s = solution.sample(x, time);
        return Vec<Real, 4>{s.density[0], s.density[1], s.speed, s.speed};
    };
    auto const point = [&](Real x, Real time) { return equation.point_state(primitive(x, time), road); };
    Real const dx = 0.01;
    Real const dt = 0.001;
    Real const rate = relaxes ? 1 / model.classes[0].relaxation_time : 0;
    for (Real const x : places) {
        auto const later = equation.conserved(point(x, t + dt));
        auto const before = equation.conserved(point(x, t - dt));
        auto const right = equation.physical_flux(point(x + dx, t));
        auto const left = equation.physical_flux(point(x - dx, t));
        auto const q = primitive(x, t);
        auto const wanted = equation.equilibrium_speed(q, road);
        Real const source[4] = {0, rate * q[0] * (wanted[0] - q[2]), 0, rate * q[1] * (wanted[1] - q[3])};
        for (int i = 0; i < 4; ++i) {
            EXPECT_NEAR((later[i] - before[i]) / (2 * dt) + (right[i] - left[i]) / (2 * dx), source[i], 2e-8)
                << "equation " << i << " at " << x;
        }
        EXPECT_NEAR(point(x, t)[4], solution.sample(x, t).marker, 1e-13);
    }
}

TEST(IdenticalClasses, SplitAJamiton)
{
    Jamiton const jamiton(JamitonModel{}, .12, .0984);
    IdenticalClasses const solution([&](Real x, Real t) { return jamiton.sample(x - jamiton.speed() * t); },
                                    [&](Real x, Real t) { return jamiton.origin(x, t); },
                                    [&](Real x) { return shares(x, jamiton.period()); });
    expect_solution(solution, identical_model(40 / 3.6, 60 / 3.6), true, {12, 60, 100, 300}, 20);
    // The vehicles of each class stay: over a period with the composition of one.
    auto const vehicles = [&](Real t) {
        Real sum = 0;
        Real const shock = std::fmod(jamiton.speed() * t, jamiton.period());
        for (int i = 0; i < 4000; ++i) {
            sum += jamiton.period() / 4000 * solution.sample(shock + (i + .5) / 4000 * jamiton.period(), t).density[0];
        }
        return sum;
    };
    EXPECT_NEAR(vehicles(47), vehicles(0), 1e-5);
}

TEST(IdenticalClasses, SplitARiemannProblem)
{
    Real const scale = 60 / 3.6;
    ModelSpec const model = identical_model(scale, 60 / 3.6);
    // A fan and a contact; composition varies on both sides.
    SingleClassRiemann const fan(scale, 2, .25, {.2, 4, 0}, {.05, 12, 0});
    IdenticalClasses const solution([&](Real x, Real t) { return fan.sample(x / t); },
                                    [&](Real x, Real t) { return fan.origin(x, t); },
                                    [](Real x) { return shares(x, 900); });
    expect_solution(solution, model, false, {-600, -300, 0, 100, 200, 500}, 20);
    // What was on the right of the contact stays there, and reaches it from both sides.
    EXPECT_NEAR(fan.origin(240 - 1e-9, 20), 0, 1e-8);
    EXPECT_NEAR(fan.origin(240 + 1e-9, 20), 0, 1e-8);
    EXPECT_NEAR(fan.origin(300, 20), 60, 1e-11);
    // Through a shock vehicles are pressed together.
    SingleClassRiemann const tail(scale, 2, .25, {.05, 15, 0}, {.2, 9, 0});
    Real const between = (tail.head() + tail.contact()) / 2 * 20;
    EXPECT_NEAR(tail.origin(between, 20), (between - tail.contact() * 20) * tail.middle().density / .05, 1e-10);
    EXPECT_NEAR(tail.origin(-100, 20), -100 - 15 * 20, 1e-10);
    EXPECT_EQ(tail.origin(7, 0), 7);
}

TEST(IdenticalClasses, SplitASimpleWave)
{
    SimpleWave const wave;
    IdenticalClasses const solution(
        [&](Real x, Real t) {
            auto const p = wave.sample(x, t);
            return SingleClassState{p.density, p.speed, wave.marker};
        },
        [&](Real x, Real t) { return smooth_origin([&](Real y, Real s) { return wave.sample(y, s).speed; }, x, t); },
        [](Real x) { return shares(x, 1000); });
    expect_solution(solution, identical_model(60 / 3.6, 60 / 3.6), false, {40, 333, 800}, 12);
}

TEST(IdenticalClasses, ReduceToASingleClass)
{
    ModelSpec model = identical_model(10, 20);
    auto const single = single_class_model(model);
    ASSERT_TRUE(single.has_value());
    EXPECT_EQ(single->num_classes(), 1);
    EXPECT_EQ(interaction_matrix(*single)[0][0], 1);
    for (ClassSpec& vehicle : model.classes) {
        vehicle.perceives = {{"old", .7}, {"new", .7}};
    }
    EXPECT_EQ(interaction_matrix(single_class_model(model).value())[0][0], .7);
    model.classes[1].perceives["old"] = .6;
    EXPECT_FALSE(single_class_model(model).has_value());
    auto const with = [](auto const& change) {
        ModelSpec changed = identical_model(10, 20);
        change(changed.classes[1]);
        return changed;
    };
    EXPECT_FALSE(single_class_model(with([](ClassSpec& c) { c.pressure_scale = 11; })).has_value());
    EXPECT_FALSE(single_class_model(with([](ClassSpec& c) { c.pressure_exponent = 3; })).has_value());
    for (ModelSpec const& relaxing :
         {with([](ClassSpec& c) { c.relaxation_time = 11; }), with([](ClassSpec& c) { c.free_speed = {{1, 21}}; }),
          with([](ClassSpec& c) { c.creeping_speed = 1; })}) {
        EXPECT_FALSE(single_class_model(relaxing).has_value());
        EXPECT_TRUE(single_class_model(relaxing, false).has_value());
    }
    EXPECT_FALSE(single_class_model(ModelSpec{}).has_value());
}

} // namespace
} // namespace zemi::exact
