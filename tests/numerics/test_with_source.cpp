// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bounded_speed.hpp"
#include "sample_problems.hpp"
#include "with_source.hpp"
#include <zemi/numerics/ensemble.hpp>
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/simulation.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace zemi {
namespace {

using Equation = WithSource<MulticlassArz<2>>;
static_assert(RelaxesByTime<Equation> && HasRelaxation<Equation>);
static_assert(!HasLanes<Equation> && !RelaxesByTime<MulticlassArz<2>>);

Problem with_source(std::string const& term, std::string const& integrator, std::string const& scheme = "second_order")
{
    Problem problem = test::smooth_wave(60);
    problem.model = test::with_bounded_acceleration(problem.model);
    problem.model.source = term;
    for (ClassSpec& vehicle : problem.model.classes) {
        vehicle.congestion_slowdown = 0.7;
    }
    problem.scheme = scheme_bundle(scheme);
    problem.source.integrator = integrator;
    problem.scheme.time = time_scheme_for(term, integrator, problem.scheme.time);
    return problem;
}

Equation equation_of(Problem const& problem)
{
    return {{make_multiclass_arz<2>(problem.model)},
            SourceSolver<2>::make(problem, time_scheme(problem.scheme.time).relaxation)};
}

std::vector<std::string> available_integrators()
{
    return has_source_integrators() ? std::vector<std::string>{"exact", "rk45", "bdf"}
                                    : std::vector<std::string>{"exact"};
}

TEST(WithSource, RelaxesByTheTimeAndReturnsTheIncrement)
{
    for (std::string const& integrator : available_integrators()) {
        Problem const problem = with_source("relaxation", integrator, "first_order");
        auto const equation = equation_of(problem);
        auto const road = equation.road_data(0);
        Vec<Real, 4> q{{0.06, 0.04, 3, 17}};
        auto const before = q;
        auto const target = equation.equilibrium_speed(q, road);
        auto const du = equation.relax(q, road, Vec<Real, 2>::filled(2));
        for (int c = 0; c < 2; ++c) {
            Real const tau = problem.model.classes[static_cast<std::size_t>(c)].relaxation_time;
            EXPECT_NEAR(q[2 + c], target[c] + (before[2 + c] - target[c]) * std::exp(-2 / tau), 1e-4) << integrator;
            EXPECT_EQ(q[c], before[c]);
            EXPECT_EQ(du[equation.density_index(c)], 0);
            EXPECT_NEAR(du[equation.marker_index(c)], q[c] * (q[2 + c] - before[2 + c]), 1e-15);
        }
        auto again = before;
        auto const none = equation.relax(again, road, Vec<Real, 2>::filled(0));
        EXPECT_EQ(again[2], before[2]);
        EXPECT_EQ(none[1], 0);
        auto from_terms = before;
        auto const terms = equation.density_terms(Vec<Real, 2>{{before[0], before[1]}}, road);
        (void)equation.relax(from_terms, terms, Vec<Real, 2>::filled(2));
        EXPECT_EQ(from_terms[2], q[2]) << "density terms in the place of the road";
    }
}

TEST(WithSource, LanesOfAPackGiveTheBitsOfTheScalar)
{
    std::vector<Problem> problems{with_source("congested_relaxation", "exact")};
    if (has_source_integrators()) {
        problems.push_back(with_source("bounded_acceleration", "rk45"));
        problems.push_back(with_source("bounded_acceleration", "bdf"));
    }
    for (Problem const& problem : problems) {
        auto const equation = equation_of(problem);
        auto const road = equation.road_data(0);
        Vec<Pack, 4> packs{};
        for (int lane = 0; lane < Pack::size; ++lane) {
            packs[0].set(lane, 0.01 * lane);
            packs[1].set(lane, 0.1 - 0.01 * lane);
            packs[2].set(lane, 2.0 * lane);
            packs[3].set(lane, 20 - 2.0 * lane);
        }
        auto const scalars = packs;
        auto const du = equation.relax(packs, convert<Pack>(road), Vec<Pack, 2>::filled(Pack(0.7)));
        for (int lane = 0; lane < Pack::size; ++lane) {
            Vec<Real, 4> q{};
            for (int k = 0; k < 4; ++k) {
                q[k] = scalars[k][lane];
            }
            auto const one = equation.relax(q, road, Vec<Real, 2>::filled(0.7));
            for (int k = 0; k < 4; ++k) {
                EXPECT_EQ(packs[k][lane], q[k]) << lane;
                EXPECT_EQ(du[k][lane], one[k]) << lane;
            }
        }
    }
}

TEST(WithSource, AnImplicitStepInClosedFormSolvesItsEquation)
{
    Problem const problem = with_source("congested_relaxation", "exact");
    ASSERT_EQ(problem.scheme.time, "imex_ssp2_222");
    auto const equation = equation_of(problem);
    auto const road = equation.road_data(0);
    Vec<Real, 4> q{{0.06, 0.04, 3, 17}};
    auto const before = q;
    (void)equation.relax(q, road, Vec<Real, 2>::filled(4));
    auto const a = CongestedRelaxation<2>::make(problem.model)
                       .acceleration<Real>({{q[0], q[1]}}, {{q[2], q[3]}}, equation.equilibrium_speed(q, road));
    EXPECT_NEAR(q[2], before[2] + 4 * a[0], 1e-13);
    EXPECT_NEAR(q[3], before[3] + 4 * a[1], 1e-13);
}

/// A failure of the integrator is a NaN, which no state check lets pass.
TEST(WithSource, AnIntegrationThatFailsIsSeen)
{
    if (!has_source_integrators()) {
        GTEST_SKIP() << "no Kokkos Kernels";
    }
    Problem problem = with_source("relaxation", "rk45", "first_order");
    problem.model.classes[0].relaxation_time = 1e-6; // far too stiff
    auto const equation = equation_of(problem);
    Vec<Real, 4> q{{0.06, 0.04, 3, 17}};
    auto const du = equation.relax(q, equation.road_data(0), Vec<Real, 2>::filled(1));
    EXPECT_TRUE(std::isnan(du[1]));
    EXPECT_FALSE(equation.is_admissible(du));
}

TEST(WithSource, ARunWhoseIntegratorFailsStopsWithTheReasonAndTheCell)
{
    if (!has_source_integrators()) {
        GTEST_SKIP() << "no Kokkos Kernels";
    }
    for (EngineChoice const engine : {EngineChoice::resident, EngineChoice::streaming, EngineChoice::cellwise}) {
        Problem problem = with_source("relaxation", "rk45");
        problem.model.classes[1].relaxation_time = 1e-5;
        // At equilibrium all along but for one place, where the integrator has something to do.
        problem.initial.at = {};
        auto const equation = make_multiclass_arz<2>(problem.model);
        for (int i = 0; i < 60; ++i) {
            problem.road.category[static_cast<std::size_t>(i)] = 1;
            auto const v = equation.equilibrium_speed(Vec<Real, 4>{{0.05, 0.03, 0, 0}}, equation.road_data(0));
            problem.initial.cells.push_back({{0.05, 0.03}, {v[0], v[1] - (i == 17 ? 5 : 0)}});
        }
        problem.engine = engine;
        problem.max_retries = 2;
        Simulation simulation(problem);
        auto const failure = simulation.advance_to(10);
        ASSERT_TRUE(failure.has_value());
        EXPECT_THAT(failure->reason,
                    testing::HasSubstr("the integrator rk45 did not get through a time step of the source term "
                                       "relaxation in every one of 3 attempts"));
        EXPECT_EQ(failure->cell, 17);
        EXPECT_EQ(simulation.num_rejected(), 3);
    }
}

/// With enough attempts the step becomes short enough: slow, counted, but right.
TEST(WithSource, ARejectedStepIsRepeatedWithASmallerOne)
{
    if (!has_source_integrators()) {
        GTEST_SKIP() << "no Kokkos Kernels";
    }
    Problem problem = with_source("relaxation", "rk45", "first_order");
    problem.model.classes[1].relaxation_time = 5e-5;
    Simulation simulation(problem);
    EXPECT_FALSE(simulation.advance_to(0.5).has_value());
    EXPECT_GT(simulation.num_rejected(), 0);
}

TEST(WithSource, EnginesGiveTheSameBits)
{
    std::vector<Problem> problems{with_source("congested_relaxation", "exact", "first_order"),
                                  with_source("congested_relaxation", "exact")};
    if (has_source_integrators()) {
        problems.push_back(with_source("bounded_acceleration", "rk45"));
        problems.push_back(with_source("bounded_acceleration", "bdf", "first_order"));
    }
    for (Problem& problem : problems) {
        std::vector<CellFields> fields;
        for (EngineChoice const engine : {EngineChoice::resident, EngineChoice::streaming, EngineChoice::cellwise}) {
            problem.engine = engine;
            Simulation simulation(problem);
            ASSERT_FALSE(simulation.advance_to(2).has_value());
            fields.push_back(simulation.fields());
            EXPECT_THAT(simulation.description(),
                        testing::HasSubstr(problem.model.source + " by " + problem.source.integrator));
        }
        EXPECT_EQ(fields[0].speed, fields[1].speed);
        EXPECT_EQ(fields[0].speed, fields[2].speed);
        EXPECT_EQ(fields[0].density, fields[2].density);
    }
}

TEST(WithSource, RunsOneToThreeClasses)
{
    for (int num_classes = 1; num_classes <= 3; ++num_classes) {
        Problem problem = test::smooth_wave(24, num_classes);
        problem.model.source = "congested_relaxation";
        Simulation const simulation(problem);
        EXPECT_EQ(simulation.fields().density.size(), static_cast<std::size_t>(num_classes));
    }
}

/// Among members of other kinds, whatever the engine that is asked for.
TEST(WithSource, MembersOfEnsemblesHaveTheBitsOfTheirSingleRuns)
{
    std::vector<Member> members;
    for (int m = 0; m < 12; ++m) {
        Member member;
        member.problem = m % 3 == 0 ? test::smooth_wave(60) : with_source("congested_relaxation", "exact");
        if (m % 3 == 2 && has_source_integrators()) {
            member.problem = with_source("bounded_acceleration", "rk45", "first_order");
        }
        member.problem.model.classes[0].relaxation_time += 0.1 * m;
        member.end_time = 1;
        member.output_times = {1};
        members.push_back(member);
    }
    for (EnsembleEngine const engine : {EnsembleEngine::automatic, EnsembleEngine::runs_in_lanes}) {
        auto const results = run_ensemble(members, {engine});
        for (std::size_t m = 0; m < members.size(); ++m) {
            ASSERT_EQ(results[m].status, MemberStatus::done) << (results[m].failure ? results[m].failure->reason : "");
            Simulation alone(members[m].problem);
            ASSERT_FALSE(alone.advance_to(1).has_value());
            EXPECT_EQ(results[m].snapshots.at(0).speed, alone.fields().speed) << m;
        }
    }
}

TEST(WithSource, WhatDoesNotGoTogetherIsRefused)
{
    auto const message = [](Problem const& problem) {
        try {
            Simulation const simulation(problem);
        } catch (std::invalid_argument const& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    Problem problem = with_source("congested_relaxation", "exact");
    EXPECT_EQ(message(problem), "accepted");
    problem.scheme.flux = "rusanov";
    EXPECT_THAT(message(problem), testing::HasSubstr("the flux rusanov runs with"));
    problem = with_source("bounded_acceleration", "exact");
    EXPECT_THAT(message(problem), testing::HasSubstr("no closed form"));
    problem = with_source("relaxation", "euler");
    EXPECT_THAT(message(problem), testing::HasSubstr("known: exact, rk45, bdf"));
    problem = with_source("drag", "exact");
    EXPECT_THAT(message(problem), testing::HasSubstr("unknown source term \"drag\""));
    problem = with_source("congested_relaxation", "exact");
    problem.source.rtol = 0;
    EXPECT_THAT(message(problem), testing::HasSubstr("tolerances"));
}

} // namespace
} // namespace zemi
