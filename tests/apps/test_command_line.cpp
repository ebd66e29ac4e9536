// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "temporary_folder.hpp"
#include "zemi/command_line.hpp"
#include <zemi/core/build_info.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using zemi::app::CommandLineError;
using zemi::app::parse_duration;
using zemi::test_support::read_text_file;
using zemi::test_support::TemporaryFolder;

constexpr char const* small_case = R"(schema_version: 1
title: small
road: {length: 1 km, cells: 20, quality: 1}
classes:
  motorcycle: {pressure: {scale: 10 km/h, exponent: 1.5}, relaxation_time: 5 s, creeping_speed: 5 km/h, free_speed: {1: 85 km/h}, perceives: {motorcycle: 1, car: 0.4}}
  car: {pressure: {scale: 15 km/h, exponent: 2}, relaxation_time: 10 s, free_speed: {1: 75 km/h}}
jam_density: 250 veh/km
initial: {equilibrium: {motorcycle: 20 veh/km, car: 10 veh/km}}
boundary: {left: {inflow: equilibrium}, right: {outflow: {}}}
numerics: {equation: multiclass_arz, scheme: second_order}
time: {end: 20 s}
output: {every: 5 s, variables: [density, speed]}
)";

/// The built program, run in a folder of its own.
class Program : public testing::Test {
protected:
    struct Outcome {
        int code;
        std::string out;
        std::string err;
    };

    Program() { std::ofstream(folder / "small.yaml") << small_case; }

    Outcome zemi(std::string const& arguments, std::string const& before = "")
    {
        std::string const command = "cd " + folder.path().string() + " && " + before + " " + ZEMI_PROGRAM + " "
                                  + arguments + " > out.txt 2> err.txt";
        int const status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text_file(folder / "out.txt"),
                read_text_file(folder / "err.txt")};
    }
    [[nodiscard]] bool exists(std::string const& name) const { return std::filesystem::exists(folder / name); }

    TemporaryFolder folder;
};

TEST_F(Program, RunsACaseAndPrintsLedgerAndTiming)
{
    Outcome const o = zemi("run small.yaml");
    EXPECT_EQ(o.code, 0) << o.err;
    for (char const* const text : {"= defect", "motorcycle", "car", "stepping", "pictures", "total", "cell-steps/s"}) {
        EXPECT_THAT(o.out, HasSubstr(text));
    }
    EXPECT_THAT(o.err, HasSubstr("results in results/small: fields.nc, history.csv"));
    EXPECT_TRUE(exists("results/small/fields.nc"));
    EXPECT_TRUE(exists("results/small/space_time_car.svg"));
}

TEST_F(Program, QuietRunsSayNothingOnStderr)
{
    EXPECT_THAT(zemi("run small.yaml -q").err, IsEmpty());
    EXPECT_THAT(zemi("-q run small.yaml").err, Not(HasSubstr("results in")));
}

TEST_F(Program, JsonOnStdoutParses)
{
    auto const run = nlohmann::json::parse(zemi("run small.yaml --json -o here").out);
    EXPECT_EQ(run.at("status"), "done");
    EXPECT_EQ(run.at("command"), "zemi run small.yaml --json -o here");
    EXPECT_GT(nlohmann::json::parse(zemi("estimate small.yaml --json").out).at("steps").get<double>(), 0);
    EXPECT_EQ(nlohmann::json::parse(zemi("info --json").out).at("version"), zemi::build_info().version);
}

TEST_F(Program, OverridesReachTheCase)
{
    auto const run = nlohmann::json::parse(zemi("run small.yaml --json --set road.cells=30 --set 'time.end=3 s'").out);
    EXPECT_EQ(run.at("cells"), 30);
    EXPECT_EQ(run.at("end_time").at("reached_s"), 3);
}

TEST_F(Program, DryRunWritesNothing)
{
    Outcome const o = zemi("run small.yaml -n");
    EXPECT_EQ(o.code, 0);
    EXPECT_THAT(o.out, HasSubstr("results/small"));
    EXPECT_FALSE(exists("results"));
}

TEST_F(Program, UnknownVerbsAndOptionsGetTheNearestName)
{
    Outcome o = zemi("rnu small.yaml");
    EXPECT_EQ(o.code, 2);
    EXPECT_THAT(o.err, HasSubstr("error: unknown verb \"rnu\""));
    EXPECT_THAT(o.err, HasSubstr("did you mean \"run\"?"));
    o = zemi("run small.yaml --outptu x");
    EXPECT_EQ(o.code, 2);
    EXPECT_THAT(o.err, HasSubstr("error: unknown option \"--outptu\""));
    EXPECT_THAT(o.err, HasSubstr("did you mean \"--output\"?"));
    o = zemi("");
    EXPECT_EQ(o.code, 2);
    EXPECT_THAT(o.err, HasSubstr("known: "));
    EXPECT_EQ(zemi("run").code, 2);
    EXPECT_EQ(zemi("run small.yaml --progress loud").code, 2);
    EXPECT_EQ(zemi("run small.yaml --time-limit soon").code, 2);
    EXPECT_EQ(zemi("run small.yaml --device toaster").code, 2);
    EXPECT_EQ(zemi("run small.yaml again").code, 2);
}

TEST_F(Program, WordsInTheWrongPlaceAreExplained)
{
    auto const complaint = [this](std::string const& arguments) {
        Outcome const o = zemi(arguments);
        EXPECT_EQ(o.code, 2) << arguments;
        EXPECT_THAT(o.out, IsEmpty()) << arguments;
        return o.err;
    };
    EXPECT_EQ(complaint("small.yaml"), "error: a verb is missing; did you mean \"zemi run small.yaml\"?\n");
    EXPECT_EQ(complaint("run"), "error: case is required (zemi run --help explains it)\n");
    EXPECT_EQ(complaint("import"),
              "error: a word behind import is missing; known: predecessor (zemi import --help explains more)\n");
    EXPECT_THAT(complaint("import predecesor a b"), HasSubstr("did you mean \"predecessor\"?"));
    EXPECT_EQ(complaint("import predecessor a"),
              "error: scenario is required (zemi import predecessor --help explains it)\n");
    EXPECT_EQ(complaint("run small.yaml --threads two"), "error: --threads: \"two\" is not a whole number from 0 on\n");
    EXPECT_EQ(complaint("run small.yaml --threads -1"), "error: --threads: \"-1\" is not a whole number from 0 on\n");
}

TEST_F(Program, TooManyThreadsAreRefused)
{
    Outcome const o = zemi("info --threads 1000"); // Kokkos would crash
    EXPECT_EQ(o.code, 2);
    EXPECT_EQ(o.err, "error: 1000 threads: choose 1 to 512, or 0 for one per processor\n");
}

TEST_F(Program, HelpAndVersionAreResults)
{
    EXPECT_EQ(zemi("--version").out, "zemi " + zemi::build_info().version + "\n");
    Outcome const o = zemi("run --help");
    EXPECT_EQ(o.code, 0);
    EXPECT_THAT(o.out, HasSubstr("--time-limit"));
    EXPECT_EQ(zemi("help run").out, o.out);
    EXPECT_EQ(zemi("help").out, zemi("--help").out);
    EXPECT_THAT(zemi("help").out, HasSubstr("zemi init case.yaml"));
}

TEST_F(Program, BadCasesAndBadFoldersHaveTheirOwnExitCodes)
{
    EXPECT_EQ(zemi("run small.yaml --set road.cells=none").code, 3);
    std::ofstream(folder / "occupied") << "a file";
    Outcome const o = zemi("run small.yaml -o occupied");
    EXPECT_EQ(o.code, 6);
    EXPECT_THAT(o.err, HasSubstr("error: cannot create the folder occupied"));
    EXPECT_EQ(zemi("plot nowhere").code, 6);
    EXPECT_EQ(zemi("plot nowhere").err, "error: there is no folder nowhere\n");
    EXPECT_EQ(zemi("plot .").err, "error: . holds no result: there is no fields.nc in it\n");
}

TEST_F(Program, TimeLimitEndsWithItsOwnCodeAndCompleteFiles)
{
    Outcome const o = zemi("run small.yaml --set time.end=10000h --set output.every=0s --time-limit 0.3s -o limited");
    EXPECT_EQ(o.code, 75) << o.err;
    EXPECT_THAT(o.err, HasSubstr("time limit reached"));
    EXPECT_TRUE(exists("limited/fields.nc"));
    EXPECT_FALSE(exists("limited/fields.nc.tmp"));
}

TEST_F(Program, CtrlCEndsWithCompleteFiles)
{
    Outcome const o = zemi("run small.yaml --set time.end=10000h --set output.every=0s -o broken_off",
                           "timeout --preserve-status -s INT 1");
    EXPECT_EQ(o.code, 130) << o.err;
    EXPECT_TRUE(exists("broken_off/fields.nc"));
    EXPECT_TRUE(exists("broken_off/summary.json"));
    EXPECT_FALSE(exists("broken_off/fields.nc.tmp"));
    EXPECT_FALSE(exists("broken_off/history.csv.tmp"));
}

TEST_F(Program, PlotDrawsAgain)
{
    ASSERT_EQ(zemi("run small.yaml -o r --set output.pictures=false").code, 0);
    EXPECT_FALSE(exists("r/profiles.svg"));
    Outcome o = zemi("plot r");
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_EQ(o.out, "r/profiles.svg\nr/space_time_car.svg\nr/space_time_motorcycle.svg\n");
    EXPECT_TRUE(exists("r/fields.nc"));
    o = zemi("plot r/fields.nc --class car --variable speed --time 5 -o pictures");
    EXPECT_EQ(o.code, 0) << o.err;
    std::string const profile = read_text_file(folder / "pictures/profiles.svg");
    EXPECT_THAT(profile, HasSubstr(">car<"));
    EXPECT_THAT(profile, Not(HasSubstr(">motorcycle<")));
    EXPECT_THAT(profile, HasSubstr(">5 s<"));
    EXPECT_EQ(zemi("plot r --class bus").code, 2);
    o = zemi("plot r --time 0.25min --time 1h -o late");
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_EQ(o.err, "warning: this result goes from 0 to 20 s; for 1h its nearest snapshot is drawn\n");
    EXPECT_THAT(read_text_file(folder / "late/profiles.svg"), HasSubstr(">15 s<"));
    o = zemi("plot r --time '5 km' -o late");
    EXPECT_EQ(o.code, 2);
    EXPECT_THAT(o.err, HasSubstr("error: --time: \"5 km\" is a length"));
}

TEST_F(Program, ToolsSeeTheRegions)
{
    Outcome const o = zemi("run small.yaml -q", std::string("KOKKOS_TOOLS_LIBS=") + ZEMI_REGION_PRINTER);
    EXPECT_EQ(o.code, 0) << o.err;
    for (char const* const region :
         {"region zemi::setup\n", "region zemi::stepping\n", "region zemi::output\n", "region zemi::pictures\n"}) {
        EXPECT_THAT(o.err, HasSubstr(region));
    }
}

TEST_F(Program, TakesThePredecessorsFlagsAndNamesTheNewOnes)
{
    Outcome const o = zemi("--scenario small.yaml --output_dir old");
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_TRUE(exists("old/fields.nc"));
    EXPECT_THAT(o.err, HasSubstr("hint: --scenario X is now: zemi run X"));
    EXPECT_THAT(o.err, HasSubstr("hint: --output_dir is now --output"));
    EXPECT_EQ(zemi("run --scenario=small.yaml --estimate --estimate_steps 100").code, 0);
    EXPECT_EQ(zemi("--scenario").code, 2);
    Outcome const base = zemi("--scenario a.yml --base_config b.yml --quiet");
    EXPECT_EQ(base.code, 2);
    EXPECT_THAT(base.err, HasSubstr("zemi import predecessor b.yml a.yml -o case.yaml"));
}

TEST(PredecessorFlags, BecomeOurs)
{
    std::vector<std::string> hints;
    using zemi::app::translate_predecessor_flags;
    EXPECT_THAT(translate_predecessor_flags({"--scenario", "a.yml", "--quiet", "--device", "cpu"}, hints),
                ElementsAre("run", "a.yml", "--quiet", "--device", "cpu"));
    EXPECT_THAT(translate_predecessor_flags({"run", "--estimate", "--scenario=a.yml"}, hints),
                ElementsAre("estimate", "a.yml"));
    hints.clear();
    EXPECT_THAT(translate_predecessor_flags({"run", "a.yaml", "-o", "b"}, hints),
                ElementsAre("run", "a.yaml", "-o", "b"));
    EXPECT_THAT(hints, IsEmpty());
}

TEST(Duration, IsReadInTheUsualSpellings)
{
    EXPECT_EQ(parse_duration("1h50m"), 6600);
    EXPECT_EQ(parse_duration("90s"), 90);
    EXPECT_EQ(parse_duration("90"), 90);
    EXPECT_EQ(parse_duration("1.5 h"), 5400);
    EXPECT_EQ(parse_duration("2d 3min"), 2 * 86400 + 180);
    EXPECT_EQ(parse_duration("01:50:00"), 6600);
    EXPECT_EQ(parse_duration("5:30"), 330);
    for (char const* const text : {"", "soon", "1x", "-5s", "1h50", "1:2:3:4", "1h:50", "nan", "5 5"}) {
        EXPECT_THROW((void)parse_duration(text), CommandLineError) << text;
    }
}

} // namespace
