// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sample_problems.hpp"
#include <zemi/numerics/ensemble.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace zemi::test {

/// Members that differ in everything that members of one group may differ in: parameters, traffic, road categories,
/// every kind of boundary with and without switches, step size, end and output times. Some have steps rejected, some relax
/// within a step.
inline Member varied_member(unsigned seed, SchemeSpec const& scheme, int num_cells, int num_classes = 2)
{
    std::mt19937 random(seed);
    auto const between = [&](Real a, Real b) { return std::uniform_real_distribution<Real>(a, b)(random); };
    Problem problem = smooth_wave(num_cells, num_classes);
    problem.scheme = scheme;
    problem.scheme.cfl = between(0.2, 0.45);
    for (ClassSpec& vehicle : problem.model.classes) {
        vehicle.pressure_scale *= between(0.9, 1.1);
        vehicle.relaxation_time *= between(0.5, 2);
        for (auto& [category, speed] : vehicle.free_speed) {
            speed *= between(0.9, 1.1);
        }
    }
    problem.road.length = between(800, 1200);
    int const first_bad = static_cast<int>(between(1, num_cells - 1));
    for (int i = 0; i < num_cells; ++i) {
        problem.road.category[static_cast<std::size_t>(i)] = i < first_bad ? 1 : 4;
    }
    auto const state = [&] {
        TrafficState s;
        for (int c = 0; c < num_classes; ++c) {
            s.density.push_back(between(0.005, 0.1) / num_classes);
            s.speed.push_back(between(3, 15));
        }
        return s;
    };
    TrafficState const left = state();
    TrafficState const right = state();
    Real const jump = between(0.3, 0.7) * problem.road.length;
    problem.initial.at = [=](Real x) { return x < jump ? left : right; };
    problem.initial.breakpoints = {jump};
    problem.initial.piecewise_constant = seed % 2 == 0;
    switch (seed % 5) {
    case 0:
        break; // periodic
    case 1:
        problem.left = always(BoundaryKind::inflow, left);
        problem.right = always(BoundaryKind::outflow);
        break;
    case 2:
        problem.left = always(BoundaryKind::outflow);
        problem.right = {{0, {BoundaryKind::wall, {}}}, {between(0.2, 0.9), {BoundaryKind::free_outflow, {}}}};
        break;
    case 3:
        problem.left = {{0, {BoundaryKind::inflow, left}}, {between(0.2, 0.9), {BoundaryKind::inflow, right}}};
        problem.right = always(BoundaryKind::inflow, right);
        break;
    default:
        problem.left = always(BoundaryKind::wall);
        problem.right = always(BoundaryKind::wall);
        break;
    }
    if (seed % 7 == 0) { // standing traffic that speeds up within a step: too long a step, which is rejected
        for (ClassSpec& vehicle : problem.model.classes) {
            vehicle.relaxation_time = 1e-6;
        }
        problem.initial.at = [num_classes](Real) {
            auto const n = static_cast<std::size_t>(num_classes);
            return TrafficState{std::vector<Real>(n, 1e-4), std::vector<Real>(n, 0)};
        };
    }
    if (seed % 7 == 3) { // so fast a relaxation that the slopes of speeds follow those of densities
        for (ClassSpec& vehicle : problem.model.classes) {
            vehicle.relaxation_time *= 0.01;
        }
    }
    Member member;
    member.problem = problem;
    member.end_time = seed % 7 == 0 ? between(8, 10) : between(1, 1.5);
    member.output_times = {0, 0.5 * member.end_time, member.end_time};
    member.first_kept = seed % 3;
    member.queue_speed = between(3, 8);
    return member;
}

/// The member as a run of its own.
inline MemberResult run_by_itself(Member const& member)
{
    Simulation simulation(member.problem);
    simulation.measure(member.queue_speed);
    MemberResult result;
    for (std::size_t k = 0; k < member.output_times.size() && !result.failure; ++k) {
        result.failure = simulation.advance_to(member.output_times[k]);
        if (!result.failure && k >= member.first_kept) {
            result.snapshots.push_back(simulation.fields());
        }
    }
    if (!result.failure) {
        result.failure = simulation.advance_to(member.end_time);
    }
    result.status = result.failure ? MemberStatus::failed : MemberStatus::done;
    result.time = simulation.time();
    result.num_steps = simulation.num_steps();
    result.num_rejected = simulation.num_rejected();
    result.num_floors = simulation.num_floors();
    result.num_limited = simulation.num_limited();
    result.ledger = simulation.ledger();
    result.metrics = simulation.metrics();
    return result;
}

/// How far two results of the same member may be apart, relative to the largest number of their kind.
struct Agreement {
    Real sums = 0; ///< behind the metrics, which are taken in the order of the engine
    Real state = 0; ///< fields, ledger and all else
};

/// Host and device round expm1() and pow() differently in the last bit, and the steps carry that on.
inline constexpr Agreement between_host_and_device{1e-10, 1e-10};

inline void expect_near(std::vector<Real> const& a, std::vector<Real> const& b, Real tolerance)
{
    ASSERT_EQ(a.size(), b.size());
    if (tolerance == 0) {
        EXPECT_EQ(a, b);
        return;
    }
    Real largest = 0;
    for (Real const value : b) {
        largest = std::max(largest, std::abs(value));
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_NEAR(a[i], b[i], tolerance * largest) << "entry " << i;
    }
}

/// The same to the last bit, if not allowed to differ.
inline void expect_same(MemberResult const& a, MemberResult const& b, Agreement const& agreement = {})
{
    auto const expect_close = [&](Real x, Real y) { expect_near({x}, {y}, agreement.state); };
    EXPECT_EQ(a.status, b.status);
    EXPECT_EQ(a.failure.has_value(), b.failure.has_value());
    if (a.failure && b.failure && agreement.state == 0) {
        EXPECT_EQ(a.failure->reason, b.failure->reason);
        EXPECT_EQ(a.failure->time, b.failure->time);
        EXPECT_EQ(a.failure->cell, b.failure->cell);
    }
    expect_close(a.time, b.time);
    EXPECT_EQ(a.num_steps, b.num_steps);
    EXPECT_EQ(a.num_rejected, b.num_rejected);
    if (agreement.state == 0) {
        EXPECT_EQ(a.num_floors, b.num_floors);
        EXPECT_EQ(a.num_limited, b.num_limited);
    }
    ASSERT_EQ(a.ledger.size(), b.ledger.size());
    ASSERT_EQ(a.metrics.classes.size(), b.metrics.classes.size());
    for (std::size_t c = 0; c < a.ledger.size(); ++c) {
        expect_close(a.ledger[c].initial, b.ledger[c].initial);
        expect_close(a.ledger[c].inflow, b.ledger[c].inflow);
        expect_close(a.ledger[c].outflow, b.ledger[c].outflow);
        expect_close(a.ledger[c].stored, b.ledger[c].stored);
        Real const markers = 50 * std::abs(b.ledger[c].stored + b.ledger[c].outflow); // a large sum of them
        EXPECT_NEAR(a.ledger[c].marker_defect, b.ledger[c].marker_defect, agreement.sums * markers);
        auto const& ma = a.metrics.classes[c];
        auto const& mb = b.metrics.classes[c];
        expect_close(ma.time_spent, mb.time_spent);
        EXPECT_NEAR(ma.distance, mb.distance, agreement.sums * std::abs(mb.distance));
        EXPECT_NEAR(ma.free_flow_time, mb.free_flow_time, agreement.sums * std::abs(mb.free_flow_time));
    }
    EXPECT_EQ(a.metrics.duration, b.metrics.duration);
    EXPECT_EQ(a.metrics.max_queue_length, b.metrics.max_queue_length);
    if (agreement.state == 0) {
        EXPECT_EQ(a.metrics.mass_defect, b.metrics.mass_defect);
    } else {
        EXPECT_LE(a.metrics.mass_defect, 1e-12);
    }
    ASSERT_EQ(a.snapshots.size(), b.snapshots.size());
    for (std::size_t k = 0; k < a.snapshots.size(); ++k) {
        expect_close(a.snapshots[k].time, b.snapshots[k].time);
        ASSERT_EQ(a.snapshots[k].marker.size(), b.snapshots[k].marker.size());
        for (std::size_t c = 0; c < a.snapshots[k].density.size(); ++c) {
            expect_near(a.snapshots[k].density[c], b.snapshots[k].density[c], agreement.state);
            expect_near(a.snapshots[k].speed[c], b.snapshots[k].speed[c], agreement.state);
            if (!a.snapshots[k].marker.empty()) {
                expect_near(a.snapshots[k].marker[c], b.snapshots[k].marker[c], agreement.state);
            }
        }
    }
}

} // namespace zemi::test
