// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "../models.hpp"
#include <zemi/physics/exact/cell_average.hpp>
#include <zemi/physics/exact/jamiton.hpp>
#include <zemi/physics/multiclass_arz.hpp>
#include <zemi/physics/stability.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace zemi::exact {
namespace {

/// K = 40 km/h, V = 60 km/h, tau = 10 s.
Jamiton example()
{
    return {JamitonModel{}, .12, .0984};
}

ModelSpec example_model()
{
    ModelSpec model;
    ClassSpec car;
    car.name = "car";
    car.pressure_scale = 40 / 3.6;
    car.relaxation_time = 10;
    car.free_speed = {{1, 60 / 3.6}};
    model.classes = {car};
    return model;
}

/// Figures of an independent program, which integrated the profile numerically.
TEST(Jamiton, AgreesWithAnIndependentProgram)
{
    Jamiton const jamiton = example();
    EXPECT_NEAR(jamiton.speed(), 3.546666666667, 5e-13);
    EXPECT_NEAR(jamiton.passing_flow(), .6144, 1e-15);
    EXPECT_NEAR(jamiton.least_density(), .0768, 1e-15);
    EXPECT_NEAR(jamiton.right_density(), .144559106159, 5e-13);
    EXPECT_NEAR(jamiton.period(), 117.0558138158, 5e-11);
    EXPECT_NEAR(jamiton.vehicles_per_period(), 13.5461148677, 2e-10) << "that program's quadrature";
    EXPECT_NEAR(jamiton.vehicles_per_period(), 13.546114867591944, 5e-14) << "quadrature with 30 digits";
    Real const period = jamiton.period();
    EXPECT_NEAR(jamiton.sample(0).density, .144559106159, 5e-13);
    EXPECT_NEAR(jamiton.sample(period / 4).density, .125441763431, 5e-13);
    EXPECT_NEAR(jamiton.sample(period / 2).density, .113027344035, 5e-13);
    EXPECT_NEAR(jamiton.sample(3 * period / 4).density, .104503574105, 5e-13);
    EXPECT_NEAR(jamiton.sample(-1e-12).speed, 9.7905691057, 5e-11);
    EXPECT_NEAR(jamiton.sample(0).speed, 7.7968312971, 5e-11);
    EXPECT_NEAR(2 * period / jamiton.speed(), 66.0089175653, 5e-11);
}

TEST(Jamiton, ShockSatisfiesTheRankineHugoniotConditions)
{
    Jamiton const jamiton = example();
    SingleClassState const left = jamiton.sample(-1e-13);
    SingleClassState const right = jamiton.sample(0);
    EXPECT_NEAR(left.density * (left.speed - jamiton.speed()), right.density * (right.speed - jamiton.speed()), 1e-14);
    EXPECT_NEAR(left.marker, right.marker, 1e-12);
    EXPECT_GT(left.speed, right.speed) << "vehicles brake";
}

/// d_t u + d_x f(u) = S(u) by central differences.
TEST(Jamiton, ProfileSolvesTheEquation)
{
    auto const equation = make_multiclass_arz<1>(example_model());
    auto const road = equation.road_data(0);
    Jamiton const jamiton = example();
    auto const primitive = [&](Real x, Real t) {
        auto const p = jamiton.sample(x - jamiton.speed() * t);
        return Vec<Real, 2>{p.density, p.speed};
    };
    auto const point = [&](Real x, Real t) { return equation.point_state(primitive(x, t), road); };
    Real const dx = 0.01;
    Real const dt = 0.001;
    for (Real x : {10., 50., 110., 400.}) {
        auto const later = equation.conserved(point(x, 2 + dt));
        auto const before = equation.conserved(point(x, 2 - dt));
        auto const right = equation.physical_flux(point(x + dx, 2));
        auto const left = equation.physical_flux(point(x - dx, 2));
        auto const q = primitive(x, 2);
        Real const source[2] = {0, q[0] * (equation.equilibrium_speed(q, road)[0] - q[1]) / 10};
        for (int i = 0; i < 2; ++i) {
            EXPECT_NEAR((later[i] - before[i]) / (2 * dt) + (right[i] - left[i]) / (2 * dx), source[i], 1e-8) << x;
        }
        EXPECT_NEAR(equation.eigenvalues(point(x, 2))[1] < jamiton.speed(),
                    jamiton.sample(x - 2 * jamiton.speed()).density > .12, 0)
            << "waves are slower than the jamiton where it is denser than the sonic density";
    }
}

/// The closed-form integrals against quadrature of the profile, over more than a period.
TEST(Jamiton, AveragesAreIntegralsOfTheProfile)
{
    Jamiton const jamiton = example();
    Real const period = jamiton.period();
    auto const integral = [&](Real begin, Real end, auto const& f) {
        Real sum = 0;
        for (int i = 0; i < 200; ++i) {
            Real const part = (end - begin) / 200;
            sum += part * smooth_cell_average(f, begin + i * part, begin + (i + 1) * part);
        }
        return sum;
    };
    auto const density = [&](Real x) { return jamiton.sample(x).density; };
    auto const marker = [&](Real x) { return jamiton.sample(x).density * jamiton.sample(x).marker; };
    Real const vehicles =
        integral(.25 * period, period * (1 - 1e-15), density) + integral(period, 1.5 * period, density);
    EXPECT_NEAR(1.25 * period * jamiton.mean_density(.25 * period, 1.5 * period), vehicles, 1e-12);
    Real const markers = integral(.25 * period, period * (1 - 1e-15), marker) + integral(period, 1.5 * period, marker);
    EXPECT_NEAR(1.25 * period * jamiton.mean_density_times_marker(.25 * period, 1.5 * period), markers, 1e-11);
    EXPECT_NEAR(jamiton.vehicles(-2 * period), -2 * jamiton.vehicles_per_period(), 1e-13);
    for (Real const xi : {-150., 1., 40., 117., 600.}) {
        EXPECT_NEAR(jamiton.place_of(jamiton.vehicles(xi)), xi, 1e-11);
    }
}

/// A vehicle drives at the speed of the traffic around it, through the shocks.
TEST(Jamiton, OriginIsConstantAlongTrajectories)
{
    Jamiton const jamiton = example();
    Real x = 20;
    Real const dt = 1e-3;
    for (int i = 0; i < 30000; ++i) { // 30 s in which it meets two shocks; Heun's steps
        Real const v = jamiton.sample(x - jamiton.speed() * i * dt).speed;
        x += dt / 2 * (v + jamiton.sample(x + dt * v - jamiton.speed() * (i + 1) * dt).speed);
    }
    EXPECT_GT(x - jamiton.speed() * 30, jamiton.period());
    EXPECT_NEAR(jamiton.origin(x, 30), 20, 2e-3);
    EXPECT_EQ(jamiton.origin(33, 0), jamiton.place_of(jamiton.vehicles(33)));
}

TEST(Jamiton, OfAPeriod)
{
    Jamiton const jamiton = Jamiton::with_period(JamitonModel{}, .12, 117.0558138158);
    EXPECT_NEAR(jamiton.left_density(), .0984, 1e-13);
    for (Real const period : {1e-3, 5., 117., 800., 1500.}) {
        Jamiton const other = Jamiton::with_period(JamitonModel{}, .12, period);
        EXPECT_NEAR(other.period(), period, 1e-9 * period + 1e-9);
        EXPECT_GT(other.right_density(), .12);
        EXPECT_LE(other.right_density(), .25);
    }
}

/// Jamitons exist where uniform traffic of the sonic density is unstable.
TEST(Jamiton, ExistsWhereTrafficIsUnstable)
{
    ModelSpec const model = example_model();
    for (Real const sonic : {.05, .12, .17, .187}) {
        EXPECT_FALSE(is_subcharacteristic(model, sonic, 1));
        EXPECT_NO_THROW((void)Jamiton::with_period(JamitonModel{}, sonic, .1)) << sonic;
    }
    EXPECT_TRUE(is_subcharacteristic(model, .188, 1));
    EXPECT_THROW((void)Jamiton::with_period(JamitonModel{}, .188, 1), std::invalid_argument);
}

TEST(Jamiton, SaysWhyThereIsNone)
{
    auto const message = [](auto const& make) -> std::string {
        try {
            (void)make();
        } catch (std::invalid_argument const& e) {
            return e.what();
        }
        return "";
    };
    using testing::HasSubstr;
    EXPECT_THAT(message([] { return Jamiton(JamitonModel{}, .2, .18); }), HasSubstr("unstable between 0 and 0.1875"));
    EXPECT_THAT(message([] { return Jamiton(JamitonModel{}, .12, .0768); }), HasSubstr("between 0.0768 and 0.12"));
    EXPECT_THAT(message([] { return Jamiton(JamitonModel{}, .12, .12); }), HasSubstr("between 0.0768 and 0.12"));
    EXPECT_THAT(message([] { return Jamiton(JamitonModel{.pressure_scale = 5 / 3.6}, .2, .05); }),
                HasSubstr("above the jam density"));
    EXPECT_THAT(message([] { return Jamiton::with_period(JamitonModel{}, .12, 0); }), HasSubstr("above zero"));
    EXPECT_THAT(message([] { return Jamiton::with_period(JamitonModel{}, .12, 1e5); }), HasSubstr("too long"));
    EXPECT_THAT(message([] { return Jamiton(JamitonModel{.relaxation_time = 0}, .12, .1); }), HasSubstr("needs"));
}

} // namespace
} // namespace zemi::exact
