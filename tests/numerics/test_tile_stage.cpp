// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The three engines (and with them road_stepper.hpp and, on hosts, tile_stage.hpp, on devices team_tiles.hpp) give the
// same bits.
#include "sample_problems.hpp"
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/simulation.hpp>
#include <zemi/numerics/tile_stage.hpp>

#include <Kokkos_Core.hpp>
#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <vector>

namespace {

using zemi::BoundaryKind;
using zemi::EngineChoice;
using zemi::Problem;
using zemi::TrafficState;

zemi::CellFields run(Problem problem, EngineChoice engine, double end)
{
    problem.engine = engine;
    zemi::Simulation simulation(problem);
    auto const failure = simulation.advance_to(end);
    EXPECT_FALSE(failure.has_value()) << failure->reason;
    EXPECT_EQ(simulation.time(), end);
    return simulation.fields();
}

/// Where there is no cellwise engine, another one takes its place.
constexpr bool on_device = !std::is_same_v<Kokkos::DefaultExecutionSpace, Kokkos::DefaultHostExecutionSpace>;
constexpr EngineChoice cellwise = on_device ? EngineChoice::automatic : EngineChoice::cellwise;

void expect_same_bits(zemi::CellFields const& a, zemi::CellFields const& b)
{
    EXPECT_EQ(a.density, b.density);
    EXPECT_EQ(a.speed, b.speed);
    EXPECT_EQ(a.marker, b.marker);
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
                SCOPED_TRACE(reconstruction + " " + flux + " " + time);
                Problem problem = zemi::test::smooth_wave(523); // three tiles, the last one partly filled
                problem.scheme = {reconstruction, flux, time, 0.4};
                auto const resident = run(problem, EngineChoice::resident, 1);
                expect_same_bits(resident, run(problem, EngineChoice::streaming, 1));
                expect_same_bits(resident, run(problem, cellwise, 1));
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
                SCOPED_TRACE(std::to_string(num_cells) + " cells");
                Problem problem = zemi::test::smooth_wave(num_cells);
                problem.left = zemi::test::always(left, in);
                problem.right = zemi::test::always(right, in);
                auto const resident = run(problem, EngineChoice::resident, 1);
                expect_same_bits(resident, run(problem, EngineChoice::streaming, 1));
                expect_same_bits(resident, run(problem, cellwise, 1));
            }
        }
    }
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
            auto const resident = run(problem, EngineChoice::resident, 1);
            expect_same_bits(resident, run(problem, EngineChoice::streaming, 1));
            expect_same_bits(resident, run(problem, cellwise, 1));
        }
    }
}

} // namespace
