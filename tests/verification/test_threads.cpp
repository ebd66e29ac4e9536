// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The program run with one thread and with two: the same bits in every field and in every row of the history.
#include "temporary_folder.hpp"
#include <zemi/core/netcdf_reader.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

namespace zemi::test_support {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// A hump that meets a bad road; %CELLS% cells of 1 m.
constexpr char const* case_text = R"(schema_version: 1
title: threads
road: {length: %CELLS% m, cells: %CELLS%, quality: [{from: 0 m, category: 1}, {from: 100 m, category: 4}]}
classes:
  motorcycle: {pressure: {scale: 40 km/h, exponent: 1.5}, relaxation_time: 5 s, creeping_speed: 5 km/h, free_speed: {1: 85 km/h, 4: 45 km/h}, perceives: {car: 0.4}}
  car: {pressure: {scale: 60 km/h, exponent: 2}, relaxation_time: 10 s, free_speed: {1: 75 km/h, 4: 25 km/h}}
jam_density: 250 veh/km
initial: {sine: {background: {motorcycle: 50 veh/km, car: 30 veh/km}, amplitude: {motorcycle: 10 veh/km, car: 7 veh/km}, periods: 7.3}}
boundary: {left: {inflow: equilibrium}, right: {schedule: [{until: 3 s, wall: {}}, {free_outflow: {}}]}}
time: {end: 8 s}
output: {every: 2 s, variables: [density, speed, flow, marker], pictures: false}
)";

bool same_bits(std::vector<double> const& a, std::vector<double> const& b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

/// The first thing in which the results in two folders differ; empty if there is none.
std::string difference(std::string const& a, std::string const& b)
{
    NetcdfReader const file_a(a + "/fields.nc");
    NetcdfReader const file_b(b + "/fields.nc");
    for (char const* const name : {"time", "x", "density", "speed", "flow", "marker"}) {
        if (!same_bits(file_a.read(name), file_b.read(name))) {
            return name;
        }
    }
    std::string const history = read_text_file(a + "/history.csv");
    return history.empty() || history != read_text_file(b + "/history.csv") ? "history.csv" : "";
}

class Threads : public testing::Test {
protected:
    void write_case(int num_cells)
    {
        std::string text = case_text;
        for (auto at = text.find("%CELLS%"); at != std::string::npos; at = text.find("%CELLS%")) {
            text.replace(at, 7, std::to_string(num_cells));
        }
        std::ofstream(folder / "case.yaml") << text;
    }

    /// Runs the case into the folder `name`; returns what the program says on stdout.
    std::string run(std::string const& name, int num_threads, std::string const& options)
    {
        std::string const threads = std::to_string(num_threads);
        std::string const command = "cd " + folder.path().string() + " && OMP_NUM_THREADS=" + threads + " "
                                  + ZEMI_PROGRAM + " run case.yaml -q --json --threads " + threads + " -o " + name + " "
                                  + options + " > " + name + ".json";
        EXPECT_EQ(std::system(command.c_str()), 0) << command;
        return read_text_file(folder / (name + ".json"));
    }

    void expect_same_results(int num_cells, std::string const& engine)
    {
        write_case(num_cells);
        for (std::string const scheme : {"first_order", "second_order"}) {
            SCOPED_TRACE(scheme);
            std::string const options = "--set numerics.scheme=" + scheme;
            std::string const one = run(scheme + "_1", 1, options);
            std::string const two = run(scheme + "_2", 2, options);
            if (one.find("\"OpenMP, ") == std::string::npos) {
                GTEST_SKIP() << "this program has no host threads to compare";
            }
            EXPECT_THAT(one, HasSubstr(engine));
            EXPECT_THAT(one, HasSubstr("OpenMP, 1 thread\""));
            EXPECT_THAT(two, HasSubstr("OpenMP, 2 threads\""));
            EXPECT_THAT(difference(folder / (scheme + "_1"), folder / (scheme + "_2")), IsEmpty());
        }
    }

    TemporaryFolder folder;
};

TEST_F(Threads, GiveTheSameBitsOnALongRoad)
{
    expect_same_results(6000, "streaming engine");
}

TEST_F(Threads, GiveTheSameBitsOnAShortRoad)
{
    expect_same_results(300, "resident engine");
}

/// What differs a little is found: neither comparison is empty.
TEST_F(Threads, WouldBeFoundOutIfTheyDidNot)
{
    write_case(300);
    run("a", 1, "");
    run("b", 1, "--set numerics.cfl=0.4500000001");
    EXPECT_EQ(difference(folder / "a", folder / "b"), "density");
    run("c", 1, "--set numerics.cfl=0.4500000001 --set output.every=0s --set time.end=0.001s");
    run("d", 1, "--set numerics.cfl=0.45 --set output.every=0s --set time.end=0.001s");
    EXPECT_EQ(difference(folder / "c", folder / "d"), "") << "the step is cut to the end of the run in both";

    std::vector<double> const values{1, 2, 3};
    std::vector<double> other = values;
    EXPECT_TRUE(same_bits(values, other));
    other[1] = std::nextafter(other[1], 3);
    EXPECT_FALSE(same_bits(values, other));

    run("e", 1, "");
    EXPECT_EQ(difference(folder / "a", folder / "e"), "");
    std::ofstream(folder / "e/history.csv", std::ios::app) << " ";
    EXPECT_EQ(difference(folder / "a", folder / "e"), "history.csv");
}

} // namespace
} // namespace zemi::test_support
