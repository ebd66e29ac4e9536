// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/exact_solution.hpp"
#include "study_cases.hpp"
#include "zemi/check.hpp"
#include <zemi/physics/exact/simple_wave.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace zemi::test {
namespace {

using study::exact_solution_of;
using study::ExactSolution;
using testing::HasSubstr;

constexpr Real pi = std::numbers::pi;

ExactSolution solution_of(std::string const& text, std::vector<std::string> const& overrides = {})
{
    auto solution = exact_solution_of(case_of(text, overrides));
    if (!solution) {
        throw std::runtime_error("no exact solution was found");
    }
    return *solution;
}

bool has_none(std::string const& text, std::vector<std::string> const& overrides = {})
{
    return !exact_solution_of(case_of(text, overrides)).has_value();
}

bool has_none_in(std::string const& path, std::vector<std::string> const& overrides)
{
    return !exact_solution_of(app::read_case(path, overrides)).has_value();
}

TEST(ExactSolution, OfAWaveCarriedAlongOnARing)
{
    ExactSolution const solution = solution_of(carried_wave());
    EXPECT_THAT(solution.name, HasSubstr("carried along at 36 km/h"));
    EXPECT_FALSE(solution.has_jumps);
    for (Real const x : {0.0, 123.0, 999.0}) {
        for (Real const t : {0.0, 30.0, 250.0}) {
            TrafficState const s = solution.at(x, t);
            Real const shape = std::sin(2 * pi * (x - 10 * t) / 1000);
            EXPECT_NEAR(s.density[0], 0.06 + 0.03 * shape, 1e-14);
            EXPECT_NEAR(s.density[1], 0.05 + 0.02 * shape, 1e-14);
            EXPECT_EQ(s.speed, (std::vector<Real>{10, 10}));
        }
    }
    EXPECT_NEAR(solution.breakpoints(30).at(0), 300, 1e-9) << "the seam of the ring";
}

TEST(ExactSolution, OfACarriedWaveNeedsAllOfItsConditions)
{
    EXPECT_TRUE(has_none(carried_wave("5 s"))) << "it relaxes";
    EXPECT_TRUE(has_none(carried_wave("1e13 s"))) << "it relaxes by more than rounding";
    EXPECT_TRUE(has_none(carried_wave(), {"initial.sine.speeds=marker"})) << "speeds differ along the road";
    EXPECT_TRUE(has_none(carried_wave(), {"initial.sine.background.car.speed=11"})) << "classes differ";
    EXPECT_TRUE(has_none(carried_wave(), {"boundary={left: outflow, right: outflow}"})) << "what enters is not known";
    EXPECT_FALSE(has_none(carried_wave(), {"initial.sine.periods=3"}));
    EXPECT_FALSE(has_none(carried_wave(), {"model.pressure=singular"})) << "any pressure will do";
    EXPECT_TRUE(solution_of(carried_wave(), {"initial.sine.periods=1.25"}).has_jumps) << "a jump at the seam";
}

/// Both classes want the same speed and approach it in the same time while their composition varies.
TEST(ExactSolution, OfAWaveCarriedAlongWhileItRelaxes)
{
    std::string const text = R"(schema_version: 1
title: composition
road: {length: 1 km, cells: 50, quality: 1}
classes:
  motorcycle: {pressure: {scale: 40 km/h, exponent: 1.5}, relaxation_time: 8 s, free_speed: 60 km/h, perceives: {car: 0.4}}
  car: {pressure: {scale: 60 km/h, exponent: 2}, relaxation_time: 8 s, free_speed: 60 km/h}
jam_density: 250 veh/km
initial:
  sine:
    background: {motorcycle: {density: 60 veh/km, speed: 4}, car: {density: 60 veh/km, speed: 4}}
    amplitude: {motorcycle: 36 veh/km, car: -36 veh/km}
    periods: 1
    speeds: background
boundary: periodic
time: {end: 20 s}
)";
    ExactSolution const solution = solution_of(text);
    Real const equilibrium = 60 / 3.6 * (1 - 0.12 / 0.25);
    Real const t = 20;
    Real const way = equilibrium * t + 8 * (4 - equilibrium) * (1 - std::exp(-t / 8));
    TrafficState const s = solution.at(700, t);
    EXPECT_NEAR(s.density[0], 0.06 + 0.036 * std::sin(2 * pi * (700 - way) / 1000), 1e-14);
    EXPECT_NEAR(s.density[1], 0.12 - s.density[0], 1e-14);
    EXPECT_NEAR(s.speed[0], equilibrium + (4 - equilibrium) * std::exp(-t / 8), 1e-13);
    EXPECT_EQ(s.speed[0], s.speed[1]);
    EXPECT_TRUE(has_none(text, {"classes.car.relaxation_time=9 s"}));
    EXPECT_TRUE(has_none(text, {"classes.car.free_speed=61 km/h"}));
    EXPECT_TRUE(has_none(text, {"initial.sine.amplitude.car=-35 veh/km"})) << "the total density varies";
    EXPECT_TRUE(has_none(text, {"classes.motorcycle.creeping_speed=5 km/h"}));
}

TEST(ExactSolution, OfRiemannProblemsOfOneClass)
{
    // Queue tail: shock at 6.2251482266 m/s to 0.1581138830 veh/m, contact at 9 m/s (worked out elsewhere).
    ExactSolution const tail =
        solution_of(riemann_of_cars("density: 50 veh/km, speed: 15", "density: 200 veh/km, speed: 9"));
    EXPECT_TRUE(tail.has_jumps);
    EXPECT_NEAR(tail.valid_until, 500.0 / 9, 1e-9) << "the contact reaches the right end";
    Real const shock = 500 + 20 * 6.2251482266;
    EXPECT_NEAR(tail.at(shock - 1e-6, 20).density[0], 0.05, 1e-12);
    EXPECT_NEAR(tail.at(shock + 1e-6, 20).density[0], 0.1581138830, 1e-10);
    EXPECT_NEAR(tail.at(681, 20).density[0], 0.2, 1e-12);
    EXPECT_NEAR(tail.at(600, 20).speed[0], 15, 1e-12);
    EXPECT_NEAR(tail.at(499, 0).density[0], 0.05, 1e-12) << "the start itself";

    // Transonic fan from -17.33 to 6.67 m/s: the left end is reached first.
    ExactSolution const fan =
        solution_of(riemann_of_cars("density: 200 veh/km, speed: 4", "density: 50 veh/km, speed: 12"));
    EXPECT_NEAR(fan.valid_until, 500 / 17.3333333333333, 1e-9);
    EXPECT_THAT(fan.breakpoints(20), testing::SizeIs(3));

    EXPECT_FALSE(has_none(riemann_of_cars("density: 150 veh/km, speed: 5", "density: 0, speed: 0"))) << "empty road";
    std::string const some = riemann_of_cars("density: 50 veh/km, speed: 15", "density: 200 veh/km, speed: 9");
    EXPECT_TRUE(has_none(some, {"boundary={left: outflow, right: wall}"}));
    EXPECT_TRUE(has_none(some, {"boundary=periodic"})) << "a second Riemann problem at the seam";
    EXPECT_TRUE(has_none(some, {"boundary={left: outflow, right: free_outflow}"}));
    EXPECT_TRUE(has_none(some, {"classes.car.relaxation_time=10 s"}));
    EXPECT_TRUE(has_none(some, {"model.pressure=singular"}));
    EXPECT_TRUE(has_none(some, {"numerics={equation: multiclass_lwr, flux: rusanov}"}));
    EXPECT_FALSE(has_none(some, {"boundary={left: {inflow: {car: {density: 50 veh/km, speed: 15}}}, right: outflow}"}));
    EXPECT_TRUE(has_none(some, {"boundary={left: {inflow: {car: {density: 51 veh/km, speed: 15}}}, right: outflow}"}));
}

TEST(ExactSolution, OfRiemannProblemsOfTwoClasses)
{
    ExactSolution const solution = solution_of(riemann_of_two_classes());
    EXPECT_THAT(solution.name, HasSubstr("two classes"));
    // Between the rarefaction and the contact of the motorcycles (figures worked out elsewhere).
    TrafficState const s = solution.at(500 + 7.0 * 25, 25);
    EXPECT_NEAR(s.density[0], 0.112935728261, 1e-9);
    EXPECT_NEAR(s.speed[1], 9.026789497935, 1e-8);
    EXPECT_NEAR(solution.valid_until, 500 / 8.383834120762, 1e-6);
    EXPECT_EQ(solution.name,
              "Riemann problem of two classes: shock, rarefaction, contact of motorcycle, contact of car");
    // Other states and pressures near by have other waves, which are found too.
    for (auto const* const change : {"initial.riemann.left.car.density=0.0501", "classes.car.pressure.scale=61 km/h",
                                     "classes.motorcycle.perceives.car=0.5"}) {
        ExactSolution const other = solution_of(riemann_of_two_classes(), {change});
        EXPECT_THAT(other.name, HasSubstr("contact of motorcycle, contact of car")) << change;
        EXPECT_GT(std::abs(other.at(600, 25).density[0] - solution.at(600, 25).density[0]), 1e-6) << change;
    }
    EXPECT_TRUE(has_none(riemann_of_two_classes(), {"initial.riemann.left.car.density=0"})) << "one class is missing";
    EXPECT_TRUE(has_none(riemann_of_two_classes(), {"classes.car.relaxation_time=10 s"}));
}

TEST(ExactSolution, OfASimpleWave)
{
    ExactSolution const solution = solution_of(simple_wave("5 s"));
    // Along a characteristic x = y + lambda t the density stays, lambda = w - 3 p.
    Real const scale = 60 / 3.6;
    auto const density = [](Real y) { return 0.1 + 0.03 * std::sin(2 * pi * y / 1000); };
    Real const marker = 12 + scale * 0.16;
    for (Real const y : {130.0, 480.0, 777.0}) {
        Real const p = scale * std::pow(density(y) / 0.25, 2);
        Real const x = y + (marker - 3 * p) * 5;
        EXPECT_NEAR(solution.at(x, 5).density[0], density(y), 1e-12);
        EXPECT_NEAR(solution.at(x, 5).speed[0], marker - p, 1e-10);
    }
    EXPECT_FALSE(solution.has_jumps);
    EXPECT_TRUE(has_none(simple_wave("5 s"), {"boundary={left: outflow, right: outflow}"}));
    EXPECT_TRUE(has_none(simple_wave("5 s"), {"initial.sine.speeds=equilibrium"}));
    EXPECT_TRUE(has_none(simple_wave("5 s"), {"initial.sine.periods=1.25"})) << "a jump at the seam";
}

/// The library's wave, whose characteristic speed is a sine, as the start of a case.
TEST(ExactSolution, OfASimpleWaveAgreesWithTheLibrary)
{
    exact::SimpleWave const wave;
    app::Case input = case_of(simple_wave("15 s"));
    input.problem.initial.at = [wave](Real x) {
        auto const point = wave.sample(x, 0);
        return TrafficState{{point.density}, {point.speed}};
    };
    auto const solution = exact_solution_of(input);
    ASSERT_TRUE(solution.has_value());
    EXPECT_GT(solution->valid_until, 0.97 * wave.shock_time());
    EXPECT_LT(solution->valid_until, wave.shock_time());
    for (Real const x : {1.0, 250.0, 500.0, 900.0}) {
        EXPECT_NEAR(solution->at(x, 15).density[0], wave.sample(x, 15).density, 1e-11);
    }
}

TEST(ExactSolution, OfUniformTraffic)
{
    std::string const text = two_classes("5 s", "road: {length: 1 km, cells: 20, quality: 4}\n"
                                                "initial: {uniform: {motorcycle: {density: 50 veh/km, speed: 2}, car: "
                                                "{density: 40 veh/km, speed: 12}}}\n"
                                                "boundary: periodic\ntime: {end: 20 s}\n");
    ExactSolution const solution = solution_of(text, {"classes.car.relaxation_time=10 s"});
    Real const g = 1 - 0.09 / 0.25;
    Real const motorcycle = 5 / 3.6 + 40 / 3.6 * g;
    Real const car = 25 / 3.6 * g;
    EXPECT_NEAR(solution.at(3, 20).speed[0], motorcycle + (2 - motorcycle) * std::exp(-20 / 5.0), 1e-13);
    EXPECT_NEAR(solution.at(3, 20).speed[1], car + (12 - car) * std::exp(-20 / 10.0), 1e-13);
    EXPECT_FALSE(has_none(text, {"boundary={left: outflow, right: outflow}"}));
    EXPECT_TRUE(has_none(text, {"boundary={left: {inflow: equilibrium}, right: outflow}"}))
        << "the inflow does not relax with the road";
    EXPECT_TRUE(has_none(text, {"boundary={left: wall, right: wall}"}));
    EXPECT_TRUE(has_none(text, {"road.quality=[{from: 0 m, category: 4}, {from: 500 m, category: 1}]"}));
    EXPECT_THAT(solution_of(text, {"initial={equilibrium: {motorcycle: 20 veh/km, car: 10 veh/km}}",
                                   "boundary={left: {inflow: equilibrium}, right: outflow}"})
                    .name,
                HasSubstr("stays as it is"));
    EXPECT_THAT(solution_of(text, {"numerics={equation: multiclass_lwr, flux: rusanov}"}).name,
                HasSubstr("stays as it is"));
}

TEST(ExactSolution, OfTheDegradedRoadIsTheSteadyProfile)
{
    app::Case const input = app::read_case(std::string(ZEMI_SOURCE_DIR) + "/cases/degraded_road.yaml");
    auto const solution = exact_solution_of(input);
    ASSERT_TRUE(solution.has_value());
    EXPECT_EQ(solution->part(120).end, 1000);
    EXPECT_NEAR(solution->part(0).end, 500, 1e-9) << "at the start the profile is not there yet";
    // Integrated with another program: x [m], speeds of motorcycles and cars [km/h].
    for (auto const& [x, motorcycle, car] : {std::tuple{510.0, 75.30033, 66.61497},
                                             {550.0, 63.71052, 57.48497},
                                             {700.0, 42.14354, 31.40413},
                                             {1000.0, 37.30746, 20.27950}}) {
        TrafficState const s = solution->at(x, 120);
        EXPECT_NEAR(s.speed[0] * 3.6, motorcycle, 6e-6);
        EXPECT_NEAR(s.speed[1] * 3.6, car, 6e-6);
        EXPECT_NEAR(s.density[0] * s.speed[0], 0.3275, 1e-12);
    }
    EXPECT_NEAR(solution->at(100, 120).density[0], 0.015, 1e-15);
    // The slowest wave at the change, 19.16 m/s, needs 1.36 s for the first 25 m.
    EXPECT_NEAR(solution->part(1.36).end, 525, 0.1);
}

TEST(ExactSolution, OfASteadyProfileNeedsAllOfItsConditions)
{
    EXPECT_FALSE(has_none(degraded_road()));
    EXPECT_TRUE(has_none(degraded_road("70 km/h"))) << "upstream traffic is not at equilibrium";
    EXPECT_TRUE(has_none(degraded_road(), {"boundary={left: outflow, right: outflow}"}));
    EXPECT_TRUE(has_none(degraded_road(), {"boundary={left: {inflow: equilibrium}, right: wall}"}));
    EXPECT_TRUE(has_none(degraded_road(), {"road.quality=[{from: 0 m, category: 1}, {from: 200 m, category: 4}, {from: "
                                           "400 m, category: 1}]"}));
    EXPECT_TRUE(has_none(degraded_road(), {"initial={equilibrium: {motorcycle: 15 veh/km, car: 5 veh/km}}"}))
        << "the start jumps at the change";
}

std::string jamiton_case()
{
    return std::string(ZEMI_SOURCE_DIR) + "/cases/jamiton.yaml";
}

/// cases/jamiton.yaml holds the example that an independent program worked out.
TEST(ExactSolution, OfAJamitonOfTwoClasses)
{
    app::Case const input = app::read_case(jamiton_case());
    auto const solution = exact_solution_of(input);
    ASSERT_TRUE(solution.has_value());
    EXPECT_EQ(solution->name, "a jamiton of 117.056 m at 12.77 km/h, shared by identical classes");
    EXPECT_TRUE(solution->has_jumps);
    Real const length = input.problem.road.length;
    Real const shock = 35.11674414474;
    for (Real const t : {0.0, input.end_time}) { // it comes around twice
        for (auto const& [share, density] :
             {std::pair{1e-9, .144559106159}, {.25, .125441763431}, {.5, .113027344035}}) {
            TrafficState const s = solution->at(shock + share * length, t);
            EXPECT_NEAR(s.density[0] + s.density[1], density, 1e-10) << share << ' ' << t;
            EXPECT_NEAR(s.density[0], .6 * (s.density[0] + s.density[1]), 1e-14);
            EXPECT_EQ(s.speed[0], s.speed[1]);
        }
    }
    Real const reached = shock + 3.546666666667 * 10;
    std::vector<Real> const places = solution->breakpoints(10);
    EXPECT_TRUE(std::any_of(places.begin(), places.end(), [&](Real x) { return std::abs(x - reached) < 1e-9; }));
    EXPECT_NEAR(solution->at(reached + 1e-9, 10).speed[0], 7.7968312971, 1e-8);
    EXPECT_NEAR(solution->at(reached - 1e-9, 10).speed[0], 9.7905691057, 1e-8);
}

/// The composition is carried along by the vehicles, which overtake the wave.
TEST(ExactSolution, OfAJamitonCarriesAnyComposition)
{
    app::Case input = app::read_case(jamiton_case());
    Real const length = input.problem.road.length;
    input.problem.initial.at = [start = input.problem.initial.at, length](Real x) {
        TrafficState s = start(x);
        Real const total = s.density[0] + s.density[1];
        Real const share = 0.5 + 0.4 * std::sin(2 * pi * x / length);
        s.density = {share * total, (1 - share) * total};
        return s;
    };
    auto const solution = exact_solution_of(input);
    ASSERT_TRUE(solution.has_value());
    // Follow a vehicle from 90 m for 40 s: it comes around and through the shock.
    Real x = 90;
    Real const dt = 1e-3;
    for (int i = 0; i < 40000; ++i) {
        Real const v = solution->at(x, i * dt).speed[0];
        x += dt / 2 * (v + solution->at(x + dt * v, (i + 1) * dt).speed[0]);
    }
    TrafficState const s = solution->at(x, 40);
    EXPECT_NEAR(s.density[0] / (s.density[0] + s.density[1]), 0.5 + 0.4 * std::sin(2 * pi * 90 / length), 2e-4);
}

TEST(ExactSolution, OfAJamitonNeedsAllOfItsConditions)
{
    auto const missing = [](std::vector<std::string> const& overrides) {
        auto const found = study::recognise(app::read_case(jamiton_case(), overrides));
        EXPECT_FALSE(found.solution.has_value());
        return found.missing.empty() ? "" : found.missing.front();
    };
    EXPECT_FALSE(has_none_in(jamiton_case(), {"initial.jamiton.periods=3"}));
    EXPECT_FALSE(has_none_in(jamiton_case(), {"initial.jamiton.sonic_density=100 veh/km"}));
    EXPECT_FALSE(has_none_in(jamiton_case(), {"initial.jamiton.composition={motorcycle: 0, car: 1}"}));
    EXPECT_EQ(missing({"boundary={left: outflow, right: outflow}"}), "the road is not a ring");
    EXPECT_EQ(missing({"initial={sine: {background: {motorcycle: 60 veh/km, car: 60 veh/km}, amplitude: {car: 3 "
                       "veh/km}}}"}),
              "not all vehicles start at one speed");
    // The profile of another relaxation time.
    app::Case input = app::read_case(jamiton_case());
    for (ClassSpec& vehicle : input.problem.model.classes) {
        vehicle.relaxation_time = 11;
    }
    EXPECT_THAT(study::recognise(input).missing, testing::ElementsAre("the start is not the profile of a jamiton"));
}

/// Two classes that differ in their names: the solutions of one class, for the sum.
TEST(ExactSolution, OfIdenticalClasses)
{
    auto const text = [](std::string const& initial, std::string const& boundary) {
        return "schema_version: 1\ntitle: x\nroad: {length: 1 km, cells: 100, quality: 1}\nclasses:\n"
               "  old: {pressure: {scale: 60 km/h, exponent: 2}, relaxation_time: 1e30 s, free_speed: 50 km/h}\n"
               "  new: {pressure: {scale: 60 km/h, exponent: 2}, relaxation_time: 1e30 s, free_speed: 60 km/h}\n"
               "jam_density: 250 veh/km\ninitial: "
             + initial + "\nboundary: " + boundary + "\ntime: {end: 10 s}\n";
    };
    std::string const meeting = text(
        "{riemann: {at: 500 m, left: {old: {density: 20 veh/km, speed: 15}, new: {density: 30 veh/km, speed: 15}}, "
        "right: {old: {density: 150 veh/km, speed: 9}, new: {density: 50 veh/km, speed: 9}}}}",
        "{left: outflow, right: outflow}");
    ExactSolution const tail = solution_of(meeting);
    EXPECT_EQ(tail.name, "Riemann problem of one class: shock and contact, shared by identical classes");
    EXPECT_NEAR(tail.valid_until, 500.0 / 9, 1e-9);
    EXPECT_NEAR(tail.at(500 + 8 * 10, 10).density[0], 0.4 * 0.1581138830, 1e-10) << "between shock and contact";
    EXPECT_NEAR(tail.at(500 + 9.1 * 10, 10).density[0], 0.15, 1e-12) << "beyond the contact";
    EXPECT_TRUE(has_none(meeting, {"classes.new.pressure.scale=61 km/h"}));
    EXPECT_TRUE(has_none(meeting, {"classes.new.perceives={old: 0.5}"}));
    EXPECT_TRUE(has_none(meeting, {"initial.riemann.left.old.speed=14"}));
    std::string const inflow =
        "boundary={left: {inflow: {old: {density: 20 veh/km, speed: 15}, new: {density: 30 veh/km, "
        "speed: 15}}}, right: outflow}";
    EXPECT_FALSE(has_none(meeting, {inflow}));
    EXPECT_TRUE(has_none(
        meeting, {inflow, "boundary.left.inflow.old.density=30 veh/km", "boundary.left.inflow.new.density=20 veh/km"}))
        << "another composition enters";

    std::string const wave =
        text("{sine: {background: {old: {density: 40 veh/km, speed: 12}, new: {density: 60 veh/km, speed: 12}}, "
             "amplitude: {old: 30 veh/km}, speeds: marker}}",
             "periodic");
    ExactSolution const both = solution_of(wave);
    ExactSolution const sum = solution_of(simple_wave("10 s"));
    for (Real const x : {10.0, 400.0, 900.0}) {
        TrafficState const s = both.at(x, 7);
        EXPECT_NEAR(s.density[0] + s.density[1], sum.at(x, 7).density[0], 1e-12);
        EXPECT_NEAR(s.speed[1], sum.at(x, 7).speed[0], 1e-11);
        Real const origin = both.origin(x, 7);
        Real const start = 40 + 30 * std::sin(2 * pi * origin / 1000);
        EXPECT_NEAR(s.density[0] / s.density[1], start / 60, 1e-9);
        EXPECT_LT(origin, x - 7 * 9);
    }
}

/// Cases that relax, queue or pile up have no solution in closed form, and none may be claimed.
TEST(ExactSolution, IsNotClaimedForOtherCases)
{
    for (char const* const name : {"convergence_sine", "creeping_jam", "mass_conservation", "red_light",
                                   "red_light_published", "riemann", "ring"}) {
        app::Case const input = app::read_case(std::string(ZEMI_SOURCE_DIR) + "/cases/" + name + ".yaml");
        EXPECT_FALSE(exact_solution_of(input).has_value()) << name;
    }
}

TEST(ExactSolution, IsNamedByCheck)
{
    auto const line = [](app::Case const& input) {
        for (auto const& [name, fact] : app::describe_case(input)) {
            if (name == "exact") {
                return fact;
            }
        }
        return std::string();
    };
    EXPECT_EQ(line(case_of(carried_wave())), "densities carried along at 36 km/h");
    EXPECT_EQ(
        line(case_of(carried_wave("5 s"))),
        "no exact solution is known; nearest: densities carried along, but the vehicles do not relax to one speed in "
        "one time");
    EXPECT_EQ(
        line(case_of(riemann_of_cars("density: 50 veh/km, speed: 15", "density: 200 veh/km, speed: 9"),
                     {"classes.car.relaxation_time=10 s", "boundary={left: outflow, right: wall}"})),
        "no exact solution is known; nearest: Riemann problem of one class, but it relaxes; the road does not go on at "
        "both ends as it is there");
    EXPECT_THAT(line(case_of(riemann_of_cars("density: 50 veh/km, speed: 15", "density: 200 veh/km, speed: 9"),
                             {"time.end=60 s"})),
                HasSubstr("until 55.56 s only"));
    EXPECT_THAT(line(case_of(degraded_road(), {"time.end=10 s"})), HasSubstr("(at the end from 0 m to "));
}

} // namespace
} // namespace zemi::test
