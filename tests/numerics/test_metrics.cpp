// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sample_problems.hpp"
#include <zemi/numerics/metrics.hpp>
#include <zemi/numerics/simulation.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace {

using zemi::BoundaryKind;
using zemi::Real;
using zemi::Simulation;
using zemi::Vec;
using zemi::test::always;

TEST(Metrics, AQueueIsSlowOnAverageOverItsVehicles)
{
    EXPECT_TRUE(zemi::is_queued(Vec<Real, 2>{0.1, 0.01}, Vec<Real, 2>{1, 20}, 2.8, 0.0025));
    EXPECT_FALSE(zemi::is_queued(Vec<Real, 2>{0.1, 0.01}, Vec<Real, 2>{1, 21}, 2.8, 0.0025)) << "(0.1 + 0.21) / 0.11";
    EXPECT_FALSE(zemi::is_queued(Vec<Real, 1>{0.1}, Vec<Real, 1>{2.8}, 2.8, 0.0025));
    EXPECT_FALSE(zemi::is_queued(Vec<Real, 1>{0.002}, Vec<Real, 1>{0}, 2.8, 0.0025)) << "the last vehicles";
}

/// Uniform traffic in equilibrium on a ring: everything is known.
zemi::Problem steady_ring()
{
    auto problem = zemi::test::smooth_wave(40);
    problem.road.category.assign(40, 1);
    problem.model.classes[0].creeping_speed = 0;
    // 0.125 veh/m of both classes is half of jam: half the free speed.
    problem.model.jam_density = 0.25;
    Real const v0 = 0.5 * problem.model.classes[0].free_speed.at(1);
    Real const v1 = 0.5 * problem.model.classes[1].free_speed.at(1);
    problem.initial.at = [=](Real) { return zemi::TrafficState{{0.075, 0.05}, {v0, v1}}; };
    return problem;
}

TEST(Metrics, OfSteadyTrafficAreExact)
{
    for (char const* const scheme : {"first_order", "second_order"}) {
        auto problem = steady_ring();
        problem.scheme = zemi::scheme_bundle(scheme);
        Simulation simulation(problem);
        simulation.measure();
        ASSERT_FALSE(simulation.advance_to(50).has_value());
        auto const metrics = simulation.metrics();
        EXPECT_EQ(metrics.duration, 50);
        EXPECT_EQ(metrics.max_queue_length, 0);
        EXPECT_LT(metrics.mass_defect, 1e-14);
        for (std::size_t c = 0; c < 2; ++c) {
            Real const vehicles = c == 0 ? 75 : 50;
            Real const free_speed = problem.model.classes[c].free_speed.at(1);
            auto const& m = metrics.classes[c];
            EXPECT_NEAR(m.time_spent, vehicles * 50, 1e-9);
            EXPECT_NEAR(m.distance, vehicles * 50 * free_speed / 2, 1e-7);
            EXPECT_NEAR(m.mean_speed(), free_speed / 2, 1e-12);
            EXPECT_NEAR(m.travel_time(1000), 2000 / free_speed, 1e-9);
            EXPECT_NEAR(m.delay(), vehicles * 50 / 2, 1e-8) << "half of the time is lost";
        }
    }
}

TEST(Metrics, QueueLengthCountsTheSlowPartOfTheRoad)
{
    auto problem = steady_ring();
    problem.left = always(BoundaryKind::outflow);
    problem.right = always(BoundaryKind::outflow);
    problem.initial.at = [](Real x) {
        return x < 300 ? zemi::TrafficState{{0.01, 0.01}, {20, 18}} : zemi::TrafficState{{0.12, 0.12}, {1, 1}};
    };
    problem.initial.breakpoints = {300};
    Simulation simulation(problem);
    simulation.measure();
    ASSERT_FALSE(simulation.advance_to(0.01).has_value());
    EXPECT_DOUBLE_EQ(simulation.metrics().max_queue_length, 700);
}

/// The same integrals from the fields and flows at many times: the trapezoidal rule converges to what the kernels sum.
TEST(Metrics, AgreeWithIntegralsOfTheFields)
{
    auto const problem = zemi::test::smooth_wave(400); // the second half of the road is bad
    Simulation simulation(problem);
    simulation.measure(6);
    constexpr int n = 1000;
    constexpr Real dt = 5.0 / n;
    Real time_spent[2] = {};
    Real distance[2] = {};
    Real free_flow_time[2] = {};
    Real queue = 0;
    for (int k = 0; k <= n; ++k) {
        ASSERT_FALSE(simulation.advance_to(k * dt).has_value());
        auto const fields = simulation.fields();
        Real const weight = (k == 0 || k == n ? 0.5 : 1.0) * dt * 2.5;
        int queued = 0;
        for (std::size_t i = 0; i < 400; ++i) {
            Vec<Real, 2> density{};
            Vec<Real, 2> speed{};
            for (std::size_t c = 0; c < 2; ++c) {
                density[static_cast<int>(c)] = fields.density[c][i];
                speed[static_cast<int>(c)] = fields.speed[c][i];
                Real const flow = fields.density[c][i] * fields.speed[c][i];
                time_spent[c] += weight * fields.density[c][i];
                distance[c] += weight * flow;
                free_flow_time[c] += weight * flow / problem.model.classes[c].free_speed.at(i < 200 ? 1 : 4);
            }
            queued += zemi::is_queued(density, speed, 6.0, 0.0025) ? 1 : 0;
        }
        queue = std::max(queue, 2.5 * queued);
    }
    auto const metrics = simulation.metrics();
    for (std::size_t c = 0; c < 2; ++c) {
        EXPECT_NEAR(metrics.classes[c].time_spent / time_spent[c], 1, 1e-5);
        EXPECT_NEAR(metrics.classes[c].distance / distance[c], 1, 2e-4);
        EXPECT_NEAR(metrics.classes[c].free_flow_time / free_flow_time[c], 1, 2e-4);
    }
    EXPECT_NEAR(metrics.max_queue_length, queue, 10);
}

TEST(Metrics, WithoutMeasuringOnlyTheLedgerSpeaks)
{
    Simulation simulation(zemi::test::riemann_problem(50, {{0.02, 0.01}, {20, 18}}, {{0.02, 0.01}, {20, 18}}));
    ASSERT_FALSE(simulation.advance_to(5).has_value());
    auto const metrics = simulation.metrics();
    EXPECT_EQ(metrics.classes[0].distance, 0);
    EXPECT_NEAR(metrics.classes[0].outflow, 0.02 * 20 * 5, 0.05);
    EXPECT_TRUE(std::isnan(metrics.classes[0].mean_speed()));
}

} // namespace
