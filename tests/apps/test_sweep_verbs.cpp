// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep_jobs.hpp"
#include <zemi/core/build_info.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace {

using testing::HasSubstr;
using zemi::test_support::read_text_file;

/// The built program, run in a folder with a tiny sweep.
class SweepProgram : public testing::Test {
protected:
    struct Outcome {
        int code;
        std::string out;
        std::string err;
    };

    SweepProgram()
    {
        (void)zemi::test_support::write_tiny_case(folder);
        std::ofstream(folder / "grid.yaml")
            << "schema_version: 1\ncase: tiny.yaml\n"
               "vary: {grid: {initial.equilibrium.car: [5 veh/km, 10 veh/km, 15 veh/km], "
               "classes.car.relaxation_time: [3 s, 4 s, 5 s, 6 s]}}\nkeep: {fields: final}\n";
        std::ofstream(folder / "planted.csv") << "initial.equilibrium.car,numerics.cfl,classes.car.pressure.scale\n"
                                                 "10 veh/km,0.5,15 km/h\n"
                                                 "-10 veh/km,0.5,15 km/h\n"
                                                 "nan,0.5,15 km/h\n"
                                                 "10 veh/km,50,15 km/h\n"
                                                 "10 veh/km,0.5,1e300 km/h\n"
                                                 "11 veh/km,0.5,15 km/h\n";
        std::ofstream(folder / "planted.yaml") << "schema_version: 1\ncase: tiny.yaml\nvary: {list: planted.csv}\n";
    }

    Outcome zemi(std::string const& arguments, std::string const& before = "")
    {
        std::string const command = "cd " + folder.path().string() + " && " + before + " " + ZEMI_PROGRAM + " "
                                  + arguments + " > out.txt 2> err.txt";
        int const status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text_file(folder / "out.txt"),
                read_text_file(folder / "err.txt")};
    }

    /// Starts the program and kills it after so many milliseconds; says whether it was still running.
    bool kill_after(std::vector<std::string> words, int milliseconds) const
    {
        pid_t const child = fork();
        if (child == 0) {
            int const nowhere = open("/dev/null", O_WRONLY);
            dup2(nowhere, STDOUT_FILENO);
            dup2(nowhere, STDERR_FILENO);
            std::vector<char*> arguments;
            words.insert(words.begin(), ZEMI_PROGRAM);
            for (std::string& word : words) {
                arguments.push_back(word.data());
            }
            arguments.push_back(nullptr);
            if (chdir(folder.path().c_str()) == 0) {
                execv(ZEMI_PROGRAM, arguments.data());
            }
            _exit(127);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        return WIFSIGNALED(status);
    }

    [[nodiscard]] std::string bytes(std::string const& name) const
    {
        std::string all;
        for (char const* const file : {"members.csv", "sweep.nc", "sweep.yaml", "runs.store"}) {
            if (zemi::build_info().netcdf || std::string(file) != "sweep.nc") {
                EXPECT_TRUE(std::filesystem::exists(folder / (name + "/" + file))) << name << "/" << file;
            }
            all += read_text_file(folder / (name + "/" + file));
        }
        return all;
    }

    zemi::test_support::TemporaryFolder folder;
};

TEST_F(SweepProgram, RunsASweepAndTellsHowItIs)
{
    Outcome o = zemi("sweep grid.yaml --json");
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_EQ(nlohmann::json::parse(o.out).at("done"), 12);
    EXPECT_THAT(o.err, HasSubstr("results in results/grid: members.csv, runs.store, summary.json"));
    o = zemi("status results/grid --json");
    EXPECT_EQ(nlohmann::json::parse(o.out).at("state"), "complete");
    EXPECT_THAT(zemi("status results/grid").out, HasSubstr("complete"));
    o = zemi("sweep grid.yaml -n");
    EXPECT_EQ(o.code, 0);
    EXPECT_THAT(o.out, HasSubstr("there already"));
    EXPECT_EQ(zemi("status nowhere").code, 6);
    EXPECT_EQ(zemi("sweep grid.yaml --shard 3/2").code, 2);
    EXPECT_EQ(zemi("sweep grid.yaml --only 99").code, 3);
    EXPECT_EQ(zemi("sweep none.yaml").code, 6);
}

TEST_F(SweepProgram, ThreadsAndShardsGiveTheSameBytes)
{
    ASSERT_EQ(zemi("sweep grid.yaml --threads 1 -o one").code, 0);
    ASSERT_EQ(zemi("sweep grid.yaml --threads 2 -o two --batch 5").code, 0);
    EXPECT_EQ(bytes("one"), bytes("two"));
    for (char const* const part : {"1", "2"}) {
        ASSERT_EQ(zemi(std::string("sweep grid.yaml --shard ") + part + "/2 -o part" + part).code, 0);
    }
    Outcome const o = zemi("merge part1 part2 -o merged");
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_EQ(bytes("merged"), bytes("one"));
}

TEST_F(SweepProgram, PlantedFailuresFailAloneAndReplay)
{
    Outcome o = zemi("sweep planted.yaml -o r");
    EXPECT_EQ(o.code, 5) << o.err;
    for (char const* const text : {"initial.equilibrium.car is -10 veh/km", "\"nan\" is not a finite number",
                                   "numerics.cfl is 50", "1 member failed: the state left the admissible set"}) {
        EXPECT_THAT(o.err, HasSubstr(text));
    }
    std::string const table = read_text_file(folder / "r/members.csv");
    auto const count = [&](std::string const& word) {
        int n = 0;
        for (auto at = table.find(word); at != std::string::npos; at = table.find(word, at + 1)) {
            ++n;
        }
        return n;
    };
    EXPECT_EQ(count(",done,"), 2);
    EXPECT_EQ(count(",failed,"), 4);
    for (int member = 0; member < 6; ++member) {
        o = zemi("replay r " + std::to_string(member) + " -o alone" + std::to_string(member));
        EXPECT_EQ(o.code, member == 0 || member == 5 ? 0 : 4) << member << o.err;
        EXPECT_THAT(o.err, testing::Not(HasSubstr("in the sweep this member")));
    }
    EXPECT_THAT(o.err, HasSubstr("initial.equilibrium.car: 11 veh/km"));
    EXPECT_TRUE(std::filesystem::exists(folder / "alone5/history.csv"));
    EXPECT_EQ(zemi("sweep planted.yaml -o r --retry-failed").code, 5);
}

TEST_F(SweepProgram, KillingItAtAnyMomentLosesNothing)
{
    std::ofstream(folder / "long.yaml")
        << "schema_version: 1\ncase: tiny.yaml\nset: {time.end: 20 s, road.cells: 40}\n"
           "vary: {sample: {method: random, count: 120, parameters: {numerics.cfl: {uniform: [0.3, 0.8]}}}}\n"
           "keep: {fields: final}\n";
    ASSERT_EQ(zemi("sweep long.yaml -o whole").code, 0);
    int num_killed = 0;
    for (int const milliseconds : {15, 40, 70, 100, 30, 60, 90, 120}) {
        num_killed += kill_after({"sweep", "long.yaml", "-o", "killed", "--batch", "3"}, milliseconds) ? 1 : 0;
        if (std::filesystem::exists(folder / "killed/progress.json")) {
            EXPECT_EQ(zemi("status killed").code, 0);
        }
    }
    EXPECT_GT(num_killed, 0);
    Outcome const o = zemi("sweep long.yaml -o killed");
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_EQ(bytes("killed"), bytes("whole"));
    for (auto const& entry : std::filesystem::directory_iterator(folder / "killed")) {
        EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
    }
}

TEST_F(SweepProgram, CtrlCKeepsWhatIsComputed)
{
    std::ofstream(folder / "endless.yaml")
        << "schema_version: 1\ncase: tiny.yaml\nset: {time.end: 3600 s}\n"
           "vary: {sample: {method: random, count: 2000, parameters: {numerics.cfl: {uniform: [0.3, 0.8]}}}}\n";
    Outcome o = zemi("sweep endless.yaml -o r --batch 1", "timeout --preserve-status -s INT 1");
    EXPECT_EQ(o.code, 130) << o.err;
    EXPECT_THAT(o.err, HasSubstr("the same command goes on"));
    o = zemi("status r --json");
    EXPECT_EQ(nlohmann::json::parse(o.out).at("state"), "not complete");
}

TEST_F(SweepProgram, EvaluatesATable)
{
    std::ofstream(folder / "in.csv") << "numerics.cfl,road.cells\n0.5,8\n0.6,9\n";
    Outcome o = zemi("evaluate tiny.yaml --table in.csv --out out.csv");
    EXPECT_EQ(o.code, 0) << o.err;
    std::string const table = read_text_file(folder / "out.csv");
    EXPECT_THAT(table, HasSubstr("numerics.cfl,road.cells,status,reason,travel_time_motorcycle"));
    o = zemi("evaluate tiny.yaml --table - --out - < in.csv");
    EXPECT_EQ(o.out, table);
    EXPECT_EQ(zemi("evaluate tiny.yaml --table in.csv --out - --set 'time.end=-1 s'").code, 5);
    o = zemi("evaluate tiny.yaml --table in.csv --out - --metrics throughput,mass_defect");
    EXPECT_THAT(o.out, HasSubstr("reason,throughput_motorcycle,throughput_car,mass_defect\n"));
    EXPECT_EQ(zemi("evaluate tiny.yaml --table in.csv --out - --metrics through").code, 2);
    EXPECT_EQ(zemi("evaluate tiny.yaml --table none.csv --out -").code, 6);
    std::ofstream(folder / "bad.csv") << "numerics.cfk\n0.5\n";
    EXPECT_EQ(zemi("evaluate tiny.yaml --table bad.csv --out -").code, 3);
}

} // namespace
