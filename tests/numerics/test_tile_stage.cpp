// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The three engines (and with them road_stepper.hpp and, on hosts, tile_stage.hpp, on devices team_tiles.hpp) give the
// same bits.
#include "sample_problems.hpp"
#include "sanitizers.hpp"
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/simulation.hpp>
#include <zemi/numerics/tile_stage.hpp>

#include <Kokkos_Core.hpp>
#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using zemi::BoundaryKind;
using zemi::EngineChoice;
using zemi::Problem;
using zemi::TrafficState;

struct Result {
    zemi::CellFields fields;
    std::int64_t num_limited = 0;
};

Result run(Problem problem, EngineChoice engine, double end)
{
    problem.engine = engine;
    zemi::Simulation simulation(problem);
    auto const failure = simulation.advance_to(end);
    EXPECT_FALSE(failure.has_value()) << failure->reason;
    EXPECT_EQ(simulation.time(), end);
    return {simulation.fields(), simulation.num_limited()};
}

/// Where there is no cellwise engine, another one takes its place.
constexpr bool on_device = !std::is_same_v<Kokkos::DefaultExecutionSpace, Kokkos::DefaultHostExecutionSpace>;
constexpr EngineChoice cellwise = on_device ? EngineChoice::automatic : EngineChoice::cellwise;

void expect_same_bits(Result const& a, Result const& b)
{
    EXPECT_EQ(a.fields.density, b.fields.density);
    EXPECT_EQ(a.fields.speed, b.fields.speed);
    EXPECT_EQ(a.fields.marker, b.fields.marker);
    EXPECT_EQ(a.num_limited, b.num_limited);
}

struct Combination {
    std::string reconstruction;
    std::string flux;
    std::string time;
};

TEST(Engines, GiveTheSameBitsForEveryScheme)
{
    for (auto const& reconstruction : zemi::names_of(zemi::Reconstructions{})) {
        for (auto const& flux : zemi::names_of(zemi::Fluxes{})) {
            for (auto const& time : zemi::time_scheme_names()) {
                if (zemi::test::under_sanitizers && time != "strang_ssprk22" && time != "imex_ssp3_433") {
                    continue; // data, not kernels
                }
                SCOPED_TRACE(reconstruction + " " + flux + " " + time);
                Problem problem = zemi::test::smooth_wave(523); // three tiles, the last one partly filled
                problem.scheme = {reconstruction, flux, time, 0.4};
                auto const resident = run(problem, EngineChoice::resident, 0.06);
                expect_same_bits(resident, run(problem, EngineChoice::streaming, 0.06));
                expect_same_bits(resident, run(problem, cellwise, 0.06));
                if (zemi::contact_fix_objection("multiclass_arz", {reconstruction, flux, time, 0.4, "qc"}).empty()) {
                    problem.scheme.contact_fix = "qc";
                    auto const fixed = run(problem, EngineChoice::resident, 0.06);
                    EXPECT_NE(fixed.fields.speed, resident.fields.speed);
                    expect_same_bits(fixed, run(problem, EngineChoice::streaming, 0.06));
                    expect_same_bits(fixed, run(problem, cellwise, 0.06));
                }
            }
        }
    }
}

TEST(Engines, GiveTheSameBitsForEveryBoundaryAndSize)
{
    TrafficState const in{{0.06, 0.04}, {11, 9}};
    for (auto const left : {BoundaryKind::inflow, BoundaryKind::outflow, BoundaryKind::wall}) {
        for (auto const right :
             {BoundaryKind::inflow, BoundaryKind::outflow, BoundaryKind::free_outflow, BoundaryKind::wall}) {
            for (int const num_cells : {4, 5, 8, 9, 255, 256, 257, 264, 600}) {
                if (zemi::test::under_sanitizers && num_cells > 9 && left != BoundaryKind::inflow) {
                    continue;
                }
                for (std::string const scheme : {"second_order", "fifth_order"}) {
                    SCOPED_TRACE(scheme + ", " + std::to_string(num_cells) + " cells");
                    Problem problem = zemi::test::smooth_wave(num_cells);
                    problem.left = zemi::test::always(left, in);
                    problem.right = zemi::test::always(right, in);
                    problem.scheme = zemi::scheme_bundle(scheme);
                    auto const resident = run(problem, EngineChoice::resident, 0.1);
                    expect_same_bits(resident, run(problem, EngineChoice::streaming, 0.1));
                    expect_same_bits(resident, run(problem, cellwise, 0.1));
                }
            }
        }
    }
}

/// Where the limiter acts, beside jumps and an empty stretch, across the boundaries of tiles.
TEST(Engines, GiveTheSameBitsWhereFluxesAreLimited)
{
    Problem problem = zemi::test::smooth_wave(523);
    problem.scheme = zemi::scheme_bundle("fifth_order");
    problem.initial.breakpoints = {480, 500};
    problem.initial.piecewise_constant = true;
    problem.initial.at = [](double x) {
        return x < 480 ? TrafficState{{0.01, 0.15}, {12, 1}}
             : x < 500 ? TrafficState{{0, 0}, {0, 0}}
                       : TrafficState{{0.12, 0}, {9, 0}};
    };
    auto const resident = run(problem, EngineChoice::resident, 1);
    EXPECT_GT(resident.num_limited, 100);
    expect_same_bits(resident, run(problem, EngineChoice::streaming, 1));
    expect_same_bits(resident, run(problem, cellwise, 1));
}

/// Where the contact fix leaves out cells whose markers do not differ from those beside them, among them empty ones: it
/// does so for eight cells at once, or not at all, and the boundaries of the stretches are those of no pack.
TEST(Engines, GiveTheSameBitsWhereTheContactFixLeavesOutCells)
{
    for (std::string const scheme : {"first_order", "second_order"}) {
        SCOPED_TRACE(scheme);
        Problem problem = zemi::test::smooth_wave(523);
        problem.scheme = zemi::scheme_bundle(scheme);
        problem.initial.breakpoints = {480, 500};
        problem.initial.piecewise_constant = true;
        problem.initial.at = [](double x) {
            return x < 480 ? TrafficState{{0.01, 0.05}, {12, 8}}
                 : x < 500 ? TrafficState{{0, 0}, {0, 0}}
                           : TrafficState{{0.06, 0}, {9, 0}};
        };
        auto const resident = run(problem, EngineChoice::resident, 2);
        expect_same_bits(resident, run(problem, EngineChoice::streaming, 2));
        expect_same_bits(resident, run(problem, cellwise, 2));
    }
}

/// Where relaxation is so fast that the slopes of speeds follow those of densities.
TEST(Engines, GiveTheSameBitsInTheStiffLimit)
{
    Problem problem = zemi::test::smooth_wave(523);
    problem.scheme = {"muscl_mc", "hll_w", "imex_ssp2_222", 0};
    auto const slow = run(problem, EngineChoice::resident, 1);
    for (auto& vehicle : problem.model.classes) {
        vehicle.relaxation_time = 0.02;
    }
    auto const resident = run(problem, EngineChoice::resident, 1);
    EXPECT_NE(resident.fields.speed, slow.fields.speed);
    expect_same_bits(resident, run(problem, EngineChoice::streaming, 1));
    expect_same_bits(resident, run(problem, cellwise, 1));
}

TEST(Engines, GiveTheSameBitsWithExponentsKnownAtCompileTime)
{
    for (std::string const scheme : {"first_order", "second_order"}) {
        Problem published = zemi::test::smooth_wave(300);
        for (auto& vehicle : published.model.classes) {
            vehicle.creeping_speed = 0;
        }
        published.scheme = zemi::scheme_bundle(scheme);
        // Without a creeping speed it makes no difference how creeping vanishes, but only the general law knows it.
        Problem general = published;
        general.model.creeping_law = zemi::CreepingLaw::vanishing;
        expect_same_bits(run(published, EngineChoice::automatic, 5), run(general, EngineChoice::automatic, 5));
    }
}

TEST(Engines, GiveTheSameBitsForEveryEquation)
{
    for (int num_classes = 1; num_classes <= 3; ++num_classes) {
        for (std::string const equation : {"multiclass_arz", "multiclass_lwr"}) {
            SCOPED_TRACE(equation + " with " + std::to_string(num_classes) + " classes");
            Problem problem = zemi::test::smooth_wave(300, num_classes);
            problem.model.equation = equation;
            if (equation == "multiclass_lwr") {
                problem.scheme = {"muscl_mc", "hll", "strang_ssprk22", 0.4};
            }
            for (bool const high_order : {false, true}) {
                if (high_order) {
                    problem.scheme = zemi::scheme_bundle("fifth_order");
                }
                if (high_order && equation == "multiclass_lwr") {
                    EXPECT_THROW((void)run(problem, EngineChoice::resident, 1), std::invalid_argument);
                    continue;
                }
                auto const resident = run(problem, EngineChoice::resident, 1);
                expect_same_bits(resident, run(problem, EngineChoice::streaming, 1));
                expect_same_bits(resident, run(problem, cellwise, 1));
            }
        }
    }
}

} // namespace
