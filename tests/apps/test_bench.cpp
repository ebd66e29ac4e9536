// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/ceilings.hpp"
#include "bench/options.hpp"
#include "bench/problems.hpp"
#include "bench/reference_ensemble.hpp"
#include "bench/reference_formulas.hpp"
#include "bench/reference_road.hpp"
#include "bench/rounds.hpp"
#include "bench/simd_over_cells.hpp"
#include "temporary_folder.hpp"
#include "zemi/case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <sys/wait.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using namespace zemi::bench;
using zemi::Problem;
using zemi::Real;
using zemi::Simulation;
using zemi::test_support::read_text_file;
using zemi::test_support::TemporaryFolder;

constexpr Real shift = 1e-3;

TEST(BenchProblems, RiemannProblemIsTheCase)
{
    auto from_file = zemi::app::read_case(ZEMI_SOURCE_DIR "/cases/riemann.yaml");
    EXPECT_EQ(from_file.end_time, riemann_end_time);
    from_file.problem.scheme.contact_fix = "none"; // which the references do not have
    Problem const own = riemann_problem();
    EXPECT_EQ(own.scheme.time, from_file.problem.scheme.time);
    EXPECT_EQ(own.scheme.flux, from_file.problem.scheme.flux);
    Simulation a(from_file.problem);
    Simulation b(own);
    ASSERT_FALSE(a.advance_to(10));
    ASSERT_FALSE(b.advance_to(10));
    EXPECT_EQ(a.num_steps(), b.num_steps());
    EXPECT_LT(relative_difference(a.fields(), b.fields()), 1e-13);
    EXPECT_LT(relative_difference(a.fields(), reference_run(b).cells), 1e-13);
}

TEST(BenchProblems, MembersDifferByUpToTenPercent)
{
    Real const scale = riemann_problem().model.classes[1].pressure_scale;
    Real least = INFINITY;
    Real most = 0;
    for (std::size_t m = 0; m < 200; ++m) {
        Problem const problem = perturbed_problem(m, 1, 0);
        Real const ratio = problem.model.classes[1].pressure_scale / scale;
        least = std::min(least, ratio);
        most = std::max(most, ratio);
        Real const density = problem.initial.at(0).density[0];
        EXPECT_GE(density, 0.9 * 0.02);
        EXPECT_LE(density, 1.1 * 0.02);
        EXPECT_EQ(density, perturbed_problem(m, 2, 0.4).initial.at(0).density[0]);
    }
    EXPECT_GE(least, 0.9);
    EXPECT_LT(least, 0.91);
    EXPECT_GT(most, 1.09);
    EXPECT_LE(most, 1.1);
}

TEST(BenchProblems, RingStaysSmoothHoweverLongItIsMeasured)
{
    Problem const problem = ring_problem(100, 1, 0);
    Simulation simulation(problem);
    ReferenceModel const model = reference_run(simulation).model;
    for (ReferenceCell cell : reference_run(simulation).cells) {
        ReferencePoint const point = relax(model, 0, 0, cell);
        EXPECT_LT(point.slowest, 0); // else the fluxes would need one side only
        EXPECT_GT(point.speed1, 0);
    }
    auto const amplitude = [](zemi::CellFields const& fields) {
        auto const [least, most] = std::minmax_element(fields.density[0].begin(), fields.density[0].end());
        return *most - *least;
    };
    Real const before = amplitude(simulation.fields());
    ASSERT_FALSE(simulation.advance_to(2000));
    EXPECT_LT(amplitude(simulation.fields()), before);
    EXPECT_EQ(simulation.num_rejected(), 0);
}

TEST(BenchProblems, DifferencesAreSeen)
{
    Simulation const simulation(riemann_problem());
    auto fields = simulation.fields();
    auto cells = reference_run(simulation).cells;
    EXPECT_EQ(relative_difference(fields, fields), 0);
    cells[7].marker1 *= 1 + shift;
    EXPECT_GT(relative_difference(fields, cells), shift / 10);
    EXPECT_THROW(require_agreement("it", relative_difference(fields, cells)), std::runtime_error);
    cells[7].marker1 = NAN;
    EXPECT_EQ(relative_difference(fields, cells), INFINITY);
    auto const before = fields;
    fields.speed[0][99] *= 1 + shift;
    EXPECT_GT(relative_difference(before, fields), shift / 10);
    EXPECT_THROW(require_agreement("it", NAN), std::runtime_error);
}

TEST(BenchReferences, TeamPolicyComputesWhatTheLibraryDoes)
{
    std::vector<ReferenceRun> runs;
    std::vector<Simulation> simulations;
    std::int64_t steps = 0;
    for (std::size_t m = 0; m < 3; ++m) {
        simulations.emplace_back(perturbed_problem(m, 1, 0));
        runs.push_back(reference_run(simulations.back()));
    }
    ReferenceEnsemble ensemble(runs);
    ensemble.run(riemann_end_time);
    for (std::size_t m = 0; m < 3; ++m) {
        ASSERT_FALSE(simulations[m].advance_to(riemann_end_time));
        steps += simulations[m].num_steps();
        EXPECT_LT(relative_difference(simulations[m].fields(), ensemble.cells(m)), agreement);
    }
    EXPECT_EQ(ensemble.num_steps(), steps);
    ensemble.run(1); // each time from the start
    Simulation once(perturbed_problem(1, 1, 0));
    ASSERT_FALSE(once.advance_to(1));
    EXPECT_LT(relative_difference(once.fields(), ensemble.cells(1)), agreement);
}

TEST(BenchReferences, A3ComputesWhatTheLibraryDoes)
{
    // The second has more than one chunk.
    for (Problem const& problem : {riemann_problem(), ring_problem(5003, 1, 0.5)}) {
        Real const end = problem.road.num_cells == 100 ? 60 : 12;
        Simulation simulation(problem);
        ReferenceRoad road(reference_run(simulation));
        road.advance_to(end / 3);
        road.advance_to(end);
        ASSERT_FALSE(simulation.advance_to(end / 3));
        ASSERT_FALSE(simulation.advance_to(end));
        EXPECT_EQ(road.num_steps(), simulation.num_steps());
        EXPECT_GT(road.num_steps(), 10);
        EXPECT_EQ(road.time(), end);
        EXPECT_LT(relative_difference(simulation.fields(), road.cells()), agreement) << problem.road.num_cells;
    }
}

TEST(BenchReferences, SideBySideIsTheLibraryItself)
{
    if (!has_host_engines()) {
        GTEST_SKIP() << "one run per core needs an engine for cores";
    }
    std::vector<Simulation> simulations;
    for (std::size_t m = 0; m < 9; ++m) {
        simulations.emplace_back(perturbed_problem(m, 2, 0));
    }
    advance_side_by_side(simulations, 5);
    Simulation alone(perturbed_problem(8, 2, 0));
    ASSERT_FALSE(alone.advance_to(5));
    EXPECT_EQ(simulations[8].num_steps(), alone.num_steps());
    EXPECT_EQ(relative_difference(simulations[8].fields(), alone.fields()), 0);
}

TEST(BenchReferences, RefuseWhatTheyCannotDo)
{
    Problem other_category = riemann_problem();
    other_category.model.classes[0].free_speed[4] = 10;
    other_category.model.classes[1].free_speed[4] = 10;
    other_category.road.category[50] = 4;
    EXPECT_THROW((void)reference_run(Simulation(other_category)), std::invalid_argument);
    EXPECT_THROW((void)reference_run(Simulation(perturbed_problem(0, 2, 0))), std::invalid_argument);
    Problem exponent = riemann_problem();
    exponent.model.classes[0].pressure_exponent = 2;
    EXPECT_THROW((void)reference_run(Simulation(exponent)), std::invalid_argument);
}

TEST(BenchCeilings, AreTimesPerByte)
{
    MemoryCeilings memory(1 << 12);
    for (double const seconds : {memory.copy(), memory.scale_in_place()}) {
        EXPECT_GT(seconds, 1e-14);
        EXPECT_LT(seconds, 1e-3);
    }
}

TEST(BenchRounds, MediansAndPairedRatios)
{
    EXPECT_EQ(median({3, 1, 2}), 2);
    EXPECT_EQ(median({4, 1, 3, 2}), 2.5);
    EXPECT_THROW((void)median({}), std::invalid_argument);
    // Twice as slow in each round, whatever the machine does meanwhile.
    Measurement const m{1, {}, {{"slow", {2, 20, 6}}, {"fast", {1, 10, 3}}}};
    EXPECT_EQ(m.median("slow"), 6);
    EXPECT_EQ(m.median_ratio("slow", "fast"), 2);
    EXPECT_EQ(m.spread("fast"), 3);
}

TEST(BenchRounds, ThreadsAreSortedAndOnlyOnce)
{
    BenchOptions options;
    options.threads = {2, 1, 2};
    if (has_host_engines()) {
        EXPECT_THAT(threads_of(options), ElementsAre(1, 2));
    }
    EXPECT_EQ(rounds_of(options), 9);
    options.quick = true;
    EXPECT_EQ(rounds_of(options), 1);
}

/// The built program; its numbers mean nothing here.
class BenchProgram : public testing::Test {
protected:
    int bench(std::string const& arguments)
    {
        std::string const command =
            ZEMI_BENCH_PROGRAM " " + arguments + " > " + (folder / "out.txt") + " 2> " + (folder / "err.txt");
        int const status = std::system(command.c_str());
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    [[nodiscard]] std::string out() const { return read_text_file(folder / "out.txt"); }
    [[nodiscard]] std::string err() const { return read_text_file(folder / "err.txt"); }

    TemporaryFolder folder;
};

TEST_F(BenchProgram, MeasuresRoads)
{
    ASSERT_EQ(bench("road --quick --json"), 0) << err();
    auto const j = nlohmann::json::parse(out());
    EXPECT_EQ(j.at("bench"), "road");
    EXPECT_EQ(j.at("rounds"), 1);
    ASSERT_FALSE(j.at("rows").empty());
    EXPECT_GT(j.at("rows")[0].at("first_order_cell_steps_per_second").get<double>(), 1e3);
    EXPECT_GT(j.at("ceilings")[0].at("copy_bytes_per_second").get<double>(), 1e6);
}

TEST_F(BenchProgram, MeasuresEnsembles)
{
    ASSERT_EQ(bench("ensemble --quick --threads 1 --cfl 0.49"), 0) << err();
    for (char const* const text : {"24 runs of 100 cells", "zemi ", "team_policy", "copy", "steps per run: 16"}) {
        EXPECT_THAT(out(), HasSubstr(text));
    }
    if (has_host_engines()) {
        EXPECT_THAT(out(), HasSubstr("simd_over_cells"));
    }
}

TEST_F(BenchProgram, WrongCommandLines)
{
    EXPECT_EQ(bench("rode"), 2);
    EXPECT_EQ(bench("road --rounds 0"), 2);
    EXPECT_THAT(err(), HasSubstr("is not a whole number from 1 on"));
    EXPECT_EQ(bench("ensemble --engine alon"), 2);
    EXPECT_THAT(err(), HasSubstr("\"alone\""));
}

} // namespace
