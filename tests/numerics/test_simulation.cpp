// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sample_problems.hpp"
#include <zemi/numerics/simulation.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace {

using zemi::BoundaryKind;
using zemi::Problem;
using zemi::Simulation;
using zemi::test::smooth_wave;

std::string message_of(Problem const& problem)
{
    try {
        Simulation const simulation(problem);
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Simulation, LandsOnEveryTimeAskedFor)
{
    Simulation simulation(smooth_wave(50));
    for (double const time : {0.1, 0.30000000000000004, 1.0, 7.123456789}) {
        ASSERT_FALSE(simulation.advance_to(time).has_value());
        EXPECT_EQ(simulation.time(), time);
    }
}

TEST(Simulation, LandsOnEverySwitchOfASchedule)
{
    Problem problem = smooth_wave(50);
    problem.left = zemi::test::always(BoundaryKind::outflow);
    problem.right = {
        {0, {BoundaryKind::wall, {}}}, {3.7, {BoundaryKind::outflow, {}}}, {5.1, {BoundaryKind::wall, {}}}};
    Simulation simulation(problem);
    simulation.keep_history(true);
    ASSERT_FALSE(simulation.advance_to(8).has_value());
    auto const history = simulation.take_history();
    int switches = 0;
    double out_at_green = -1;
    double out_at_red = -1;
    for (auto const& record : history) {
        if (record.time == 3.7) {
            ++switches;
            out_at_green = record.outflow[0];
        }
        if (record.time == 5.1) {
            ++switches;
            out_at_red = record.outflow[0];
        }
    }
    EXPECT_EQ(switches, 2);
    EXPECT_EQ(out_at_green, 0) << "nothing passes a closed wall";
    EXPECT_GT(out_at_red, 0);
    EXPECT_EQ(history.back().outflow[0], out_at_red);
}

TEST(Simulation, HistoryTellsEveryStep)
{
    Simulation simulation(smooth_wave(64));
    simulation.keep_history(true);
    ASSERT_FALSE(simulation.advance_to(400).has_value());
    auto const history = simulation.take_history();
    ASSERT_EQ(static_cast<std::int64_t>(history.size()), simulation.num_steps());
    ASSERT_GT(history.size(), 1024U) << "more than fits the device at once";
    double time = 0;
    for (std::size_t i = 0; i < history.size(); ++i) {
        EXPECT_EQ(history[i].step, static_cast<std::int64_t>(i) + 1);
        EXPECT_NEAR(history[i].time, time + history[i].dt, 1e-12 * history[i].time);
        EXPECT_LE(history[i].realized_cfl, 1);
        EXPECT_NEAR(history[i].mass[0] / history[0].mass[0], 1, 1e-12);
        time = history[i].time;
    }
    EXPECT_TRUE(simulation.take_history().empty());
}

TEST(Simulation, LedgerBalances)
{
    Problem problem = smooth_wave(128);
    zemi::TrafficState const in{{0.05, 0.03}, {12, 10}};
    problem.left = zemi::test::always(BoundaryKind::inflow, in);
    problem.right = zemi::test::always(BoundaryKind::outflow);
    Simulation simulation(problem);
    ASSERT_FALSE(simulation.advance_to(60).has_value());
    for (auto const& entry : simulation.ledger()) {
        EXPECT_GT(entry.inflow, 0);
        EXPECT_GT(entry.outflow, 0);
        EXPECT_NEAR(entry.defect() / entry.initial, 0, 1e-13);
    }
}

TEST(Simulation, UniformTrafficWithoutSourceDoesNotChangeOneBit)
{
    Problem problem = smooth_wave(100);
    for (auto& vehicle_class : problem.model.classes) {
        vehicle_class.relaxation_time = 1e30;
    }
    problem.initial.at = [](double) { return zemi::TrafficState{{0.07, 0.03}, {9.7, 8.3}}; };
    for (std::string const scheme : {"first_order", "second_order"}) {
        problem.scheme = zemi::scheme_bundle(scheme);
        Simulation simulation(problem);
        auto const before = simulation.fields();
        ASSERT_FALSE(simulation.advance_to(100).has_value());
        auto const after = simulation.fields();
        EXPECT_EQ(before.density, after.density);
        EXPECT_EQ(before.speed, after.speed);
    }
}

TEST(Simulation, DescriptionNamesTheSchemeAsAskedFor)
{
    Problem problem = smooth_wave(50);
    problem.scheme.flux = "central_upwind"; // another name of the formula of hll
    problem.scheme.contact_fix = "none";
    std::string const description = Simulation(problem).description();
    EXPECT_NE(description.find("muscl_mc + central_upwind + imex_ssp2_222"), std::string::npos) << description;
}

TEST(Simulation, ObserverMayStopTheRun)
{
    Simulation simulation(smooth_wave(50));
    ASSERT_FALSE(simulation.advance_to(1e6, [](double, std::int64_t steps) { return steps < 100; }).has_value());
    EXPECT_LT(simulation.time(), 1e6);
    EXPECT_GE(simulation.num_steps(), 100);
    ASSERT_FALSE(simulation.advance_to(simulation.time() + 1).has_value()) << "and it can go on";
}

TEST(Simulation, FailureIsAValueWithThePlace)
{
    Problem problem = smooth_wave(50);
    problem.scheme.cfl = 1;
    problem.max_retries = 0; // the first over-long step ends the run
    // Standing traffic that relaxes at once: the step is chosen for standing traffic and far too long for what follows.
    for (auto& vehicle_class : problem.model.classes) {
        vehicle_class.relaxation_time = 1e-6;
    }
    problem.initial.at = [](double) { return zemi::TrafficState{{1e-4, 1e-4}, {0, 0}}; };
    Simulation simulation(problem);
    auto const failure = simulation.advance_to(100);
    ASSERT_TRUE(failure.has_value());
    EXPECT_NE(failure->reason.find("attempt"), std::string::npos);
    EXPECT_EQ(failure->time, simulation.time());

    problem.max_retries = 20;
    Simulation patient(problem);
    EXPECT_FALSE(patient.advance_to(100).has_value());
    EXPECT_GT(patient.num_rejected(), 0);
}

TEST(Simulation, ARunWhoseStepsCollapseFails)
{
    Problem problem = smooth_wave(20);
    problem.max_retries = 40;
    // dt / tau overflows for all steps above 2e-9 s, and infinity by infinity is no number.
    for (auto& vehicle_class : problem.model.classes) {
        vehicle_class.relaxation_time = 1e-317;
    }
    Simulation simulation(problem);
    auto const failure = simulation.advance_to(100);
    ASSERT_TRUE(failure.has_value());
    EXPECT_NE(failure->reason.find("the step size collapsed: 201 steps in a row"), std::string::npos)
        << failure->reason;
    EXPECT_NE(failure->reason.find("e-09 s"), std::string::npos) << failure->reason;
    EXPECT_NE(failure->reason.find("first_order"), std::string::npos) << failure->reason;
    EXPECT_EQ(failure->time, simulation.time());
    EXPECT_EQ(failure->cell, 0);
    EXPECT_EQ(failure->x, 25);
    EXPECT_LT(simulation.num_rejected(), 400);
}

TEST(Simulation, RefusesProblemsThatCannotBeSolved)
{
    Problem problem = smooth_wave(50);
    problem.scheme.flux = "hllc";
    EXPECT_EQ(message_of(problem), "unknown flux \"hllc\"; known: hll_w, hll, rusanov, central_upwind");
    problem = smooth_wave(50);
    problem.road.category.pop_back();
    EXPECT_EQ(message_of(problem), "the road has 50 cells but 49 road categories");
    problem = smooth_wave(50);
    problem.road.category[3] = 7;
    EXPECT_EQ(message_of(problem), "no class has a free speed for road category 7 (cell 3)");
    problem = smooth_wave(50);
    problem.right = zemi::test::always(BoundaryKind::outflow);
    EXPECT_EQ(message_of(problem), "a periodic boundary must be periodic at both ends");
    problem = smooth_wave(50);
    problem.initial.at = [](double) { return zemi::TrafficState{{-0.1, 0.1}, {1, 1}}; };
    EXPECT_NE(message_of(problem).find("density of class 1 is -0.1"), std::string::npos);
    problem = smooth_wave(50);
    problem.left = zemi::test::always(BoundaryKind::inflow, {{0.1, -0.1}, {1, 1}});
    problem.right = zemi::test::always(BoundaryKind::outflow);
    EXPECT_NE(message_of(problem).find("inflow at x = 0"), std::string::npos) << message_of(problem);
    problem = smooth_wave(50);
    problem.model.equation = "multiclass_lwr";
    EXPECT_EQ(message_of(problem), "unknown flux \"hll_w\"; known: hll, rusanov, central_upwind");
    problem = smooth_wave(50);
    problem.road.num_cells = 2;
    problem.road.category.resize(2);
    EXPECT_EQ(message_of(problem), "a road needs at least 4 cells, this one has 2");
}

} // namespace
