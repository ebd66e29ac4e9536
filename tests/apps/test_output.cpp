// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "temporary_folder.hpp"
#include "zemi/result_folder.hpp"
#include "zemi/run.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/netcdf_reader.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using namespace zemi;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using zemi::app::Case;
using zemi::app::ResultFolder;
using zemi::app::RunOptions;
using zemi::app::RunResult;
using zemi::app::RunStatus;
using zemi::test_support::read_text_file;
using zemi::test_support::TemporaryFolder;

/// Two classes on a ring road of 40 cells with a smooth bump, 10 s.
Case ring_road()
{
    Case input;
    input.path = "cases/ring.yaml";
    input.name = "ring";
    input.title = "ring road";
    input.resolved = "schema_version: 1\ntitle: ring road\n";
    ModelSpec& model = input.problem.model;
    ClassSpec motorcycle;
    motorcycle.name = "motorcycle";
    motorcycle.pressure_scale = 10 / 3.6;
    motorcycle.pressure_exponent = 1.5;
    motorcycle.relaxation_time = 5;
    motorcycle.creeping_speed = 5 / 3.6;
    motorcycle.free_speed = {{1, 85 / 3.6}};
    motorcycle.perceives = {{"car", 0.4}};
    ClassSpec car;
    car.name = "car";
    car.pressure_scale = 15 / 3.6;
    car.relaxation_time = 10;
    car.free_speed = {{1, 75 / 3.6}};
    model.classes = {motorcycle, car};
    RoadSpec& road = input.problem.road;
    road.length = 1000;
    road.num_cells = 40;
    road.category.assign(40, 1);
    for (int i = 0; i < road.num_cells; ++i) {
        double const bump = std::sin(2 * 3.14159265358979 * road.cell_center(i) / road.length);
        input.problem.initial.cells.push_back({{0.05 + 0.01 * bump, 0.03}, {15, 12}});
    }
    BoundaryCondition periodic;
    periodic.kind = BoundaryKind::periodic;
    input.problem.left = {{0, periodic}};
    input.problem.right = {{0, periodic}};
    input.end_time = 10;
    input.output.every = 2.5;
    input.output.variables = {"density", "speed", "flow", "marker"};
    return input;
}

std::vector<std::string> lines_of(std::string const& text)
{
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> names_in(std::filesystem::path const& folder)
{
    std::vector<std::string> names;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

class Output : public ::testing::Test {
protected:
    void SetUp() override
    {
        if (!build_info().netcdf) {
            GTEST_SKIP() << "built without netCDF";
        }
    }

    RunResult run(Case const& input)
    {
        RunOptions options;
        options.output_folder = folder / "result";
        options.command = "zemi run cases/ring.yaml";
        return app::run_case(input, options);
    }
    [[nodiscard]] std::string path(std::string const& name) const { return folder / ("result/" + name); }

    TemporaryFolder folder;
};

TEST_F(Output, ARunWritesItsFilesAndNothingElse)
{
    RunResult const result = run(ring_road());
    EXPECT_EQ(result.status, RunStatus::done);
    EXPECT_EQ(result.end_time, 10);
    EXPECT_GT(result.num_steps, 0);
    EXPECT_EQ(result.num_snapshots, 5);
    EXPECT_THAT(names_in(folder / "result"),
                ElementsAre(".zemi", "fields.nc", "history.csv", "profiles.svg", "run.log", "space_time_car.svg",
                            "space_time_motorcycle.svg", "summary.json"));
    EXPECT_THAT(result.files, SizeIs(7));
}

TEST_F(Output, FieldsHaveTheDocumentedHeader)
{
    (void)run(ring_road());
    std::string const header_file = folder / "header.cdl";
    ASSERT_EQ(std::system(("ncdump -h " + path("fields.nc") + " > " + header_file).c_str()), 0)
        << "ncdump is part of netCDF";
    std::string const header = read_text_file(header_file);
    for (char const* const line : {
             "\tmember = 1 ;\n\ttime = UNLIMITED ; // (5 currently)\n\tvclass = 2 ;\n\tcell = 40 ;\n\tedge = 2 ;\n",
             "double time(time) ;",
             "time:units = \"s\"",
             "double x(cell) ;",
             "x:units = \"m\"",
             "x:bounds = \"x_bounds\"",
             "double x_bounds(cell, edge) ;",
             "string vclass(vclass) ;",
             "int member(member) ;",
             "int road_category(cell) ;",
             "double density(member, time, vclass, cell) ;",
             "density:units = \"m-1\"",
             "density:_FillValue = NaN",
             "density:coordinates = \"x road_category\"",
             "double speed(member, time, vclass, cell) ;",
             "speed:units = \"m s-1\"",
             "double flow(member, time, vclass, cell) ;",
             "flow:units = \"s-1\"",
             "double marker(member, time, vclass, cell) ;",
             "marker:units = \"m s-1\"",
             ":Conventions = \"CF-1.11\"",
             ":title = \"ring road\"",
             ":command = \"zemi run cases/ring.yaml\"",
             ":zemi_version = ",
             ":back_end = ",
             ":case = \"schema_version: 1\\ntitle: ring road\\n\"",
             ": zemi run cases/ring.yaml\"",
         }) {
        EXPECT_THAT(header, HasSubstr(line));
    }
    // Coordinates have no gaps, and the conventions forbid to claim otherwise.
    EXPECT_THAT(header, Not(HasSubstr("time:_FillValue")));
    EXPECT_THAT(header, Not(HasSubstr("x:_FillValue")));
}

TEST_F(Output, FieldsAreThoseOfTheRun)
{
    RunResult const result = run(ring_road());
    NetcdfReader const file(path("fields.nc"));
    EXPECT_THAT(file.read("time"), ElementsAre(0, 2.5, 5, 7.5, 10));
    EXPECT_THAT(file.read_text("vclass"), ElementsAre("motorcycle", "car"));
    EXPECT_EQ(file.read("x").front(), 12.5);
    EXPECT_EQ(file.read("x_bounds").back(), 1000);
    EXPECT_THAT(file.read("road_category"), SizeIs(40));
    std::array<std::size_t, 4> const start{0, 4, 1, 0};
    std::array<std::size_t, 4> const count{1, 1, 1, 40};
    auto const density = file.read("density", start, count);
    auto const speed = file.read("speed", start, count);
    auto const flow = file.read("flow", start, count);
    EXPECT_EQ(density, result.fields.density[1]);
    EXPECT_EQ(speed, result.fields.speed[1]);
    EXPECT_EQ(file.read("marker", start, count), result.fields.marker[1]);
    for (std::size_t i = 0; i < 40; ++i) {
        EXPECT_EQ(flow[i], density[i] * speed[i]);
    }
    // The first snapshot is the initial state.
    EXPECT_NEAR(file.read("density").front(), 0.05 + 0.01 * std::sin(3.14159265358979 / 40), 1e-12);
}

TEST_F(Output, OnlyChosenVariablesAreWritten)
{
    Case input = ring_road();
    input.output.variables = {"speed"};
    input.output.history = false;
    input.output.pictures = false;
    (void)run(input);
    EXPECT_THAT(names_in(folder / "result"), ElementsAre(".zemi", "fields.nc", "run.log", "summary.json"));
    NetcdfReader const file(path("fields.nc"));
    EXPECT_TRUE(file.has_variable("speed"));
    EXPECT_FALSE(file.has_variable("density"));
}

TEST_F(Output, HistoryHasOneRowPerStepAndUnits)
{
    RunResult const result = run(ring_road());
    auto const lines = lines_of(read_text_file(path("history.csv")));
    ASSERT_THAT(lines, SizeIs(static_cast<std::size_t>(result.num_steps) + 1));
    EXPECT_EQ(lines[0],
              "step,time [s],dt [s],realized_cfl [1],max_wave_speed [m/s],min_density [veh/m],floors,retries,"
              "mass_motorcycle [veh],inflow_motorcycle [veh],outflow_motorcycle [veh],defect_motorcycle [veh],"
              "mass_car [veh],inflow_car [veh],outflow_car [veh],defect_car [veh]");
    EXPECT_THAT(lines[1], StartsWith("1,"));
    EXPECT_THAT(lines.back(), StartsWith(std::to_string(result.num_steps) + ",10,"));
    EXPECT_EQ(std::count(lines.back().begin(), lines.back().end(), ','), 15);
}

TEST_F(Output, SummaryIsJsonWithLedgerAndTiming)
{
    RunResult const result = run(ring_road());
    auto const summary = nlohmann::json::parse(read_text_file(path("summary.json")));
    EXPECT_EQ(summary.at("program"), "zemi");
    EXPECT_EQ(summary.at("status"), "done");
    EXPECT_EQ(summary.at("end_time").at("reached_s"), 10);
    EXPECT_EQ(summary.at("steps"), result.num_steps);
    EXPECT_EQ(summary.at("files").size(), 7U);
    EXPECT_NEAR(summary.at("ledger_veh").at("car").at("initial").get<double>(), 30, 1e-9);
    EXPECT_LT(summary.at("ledger_veh").at("motorcycle").at("relative_defect").get<double>(), 1e-12);
    for (char const* const phase : {"setup", "stepping", "output", "pictures", "total"}) {
        EXPECT_TRUE(summary.at("timing_s").contains(phase)) << phase;
    }
    EXPECT_GT(summary.at("cell_steps_per_second").get<double>(), 0);
}

TEST_F(Output, WithoutIntervalOnlyStartAndEndAreStored)
{
    Case input = ring_road();
    input.output.every = 0;
    RunResult const result = run(input);
    EXPECT_EQ(result.num_snapshots, 2);
    EXPECT_THAT(NetcdfReader(path("fields.nc")).read("time"), ElementsAre(0, 10));
    EXPECT_THAT(names_in(folder / "result"), Not(Contains("space_time_car.svg"))) << "two snapshots make no diagram";
}

TEST(SnapshotTimes, AreMultiplesAndEndExactly)
{
    Case input = ring_road();
    input.end_time = 1;
    input.output.every = 0.1;
    auto const times = app::snapshot_times(input);
    ASSERT_THAT(times, SizeIs(11));
    EXPECT_EQ(times[3], 3 * 0.1);
    EXPECT_EQ(times.back(), 1);
    input.output.every = 0.4;
    EXPECT_THAT(app::snapshot_times(input), ElementsAre(0, 0.4, 0.8, 1));
    input.output.every = 5;
    EXPECT_THAT(app::snapshot_times(input), ElementsAre(0, 1));
}

TEST_F(Output, ANewRunReplacesItsOwnFilesOnly)
{
    (void)run(ring_road());
    std::ofstream(path("notes.txt")) << "mine";
    Case input = ring_road();
    input.problem.model.classes[1].name = "van";
    input.problem.model.classes[0].perceives = {{"van", 0.4}};
    (void)run(input);
    EXPECT_THAT(names_in(folder / "result"),
                ElementsAre(".zemi", "fields.nc", "history.csv", "notes.txt", "profiles.svg", "run.log",
                            "space_time_motorcycle.svg", "space_time_van.svg", "summary.json"));
    EXPECT_EQ(read_text_file(path("notes.txt")), "mine");
    EXPECT_THAT(NetcdfReader(path("fields.nc")).read_text("vclass"), ElementsAre("motorcycle", "van"));
}

TEST_F(Output, AForeignFileOfTheSameNameIsNotTouched)
{
    std::filesystem::create_directories(folder / "result");
    std::ofstream(path("fields.nc")) << "mine";
    try {
        (void)run(ring_road());
        FAIL() << "overwrote a file";
    } catch (IoError const& e) {
        EXPECT_THAT(e.what(), HasSubstr("fields.nc is there already and no zemi run wrote it"));
    }
    EXPECT_EQ(read_text_file(path("fields.nc")), "mine");
}

TEST_F(Output, TwoRunsDoNotWriteToOneFolder)
{
    ResultFolder const first(folder / "result");
    try {
        (void)run(ring_road());
        FAIL();
    } catch (IoError const& e) {
        EXPECT_THAT(e.what(), HasSubstr("another zemi is writing to"));
    }
}

TEST_F(Output, StoppingEarlyLeavesCompleteFiles)
{
    RunOptions options;
    options.output_folder = folder / "result";
    int calls = 0;
    options.stop_requested = [&] { return ++calls > 2; };
    RunResult const result = app::run_case(ring_road(), options);
    EXPECT_EQ(result.status, RunStatus::interrupted);
    EXPECT_LT(result.end_time, 10);
    auto const times = NetcdfReader(path("fields.nc")).read("time");
    EXPECT_EQ(times.back(), result.end_time);
    for (std::string const& name : names_in(folder / "result")) {
        EXPECT_FALSE(name.ends_with(".tmp")) << name;
    }
    EXPECT_EQ(nlohmann::json::parse(read_text_file(path("summary.json"))).at("status"), "interrupted");
}

TEST_F(Output, AnExceptionLeavesTheOldResultsAndNothingHalfWritten)
{
    (void)run(ring_road());
    std::string const before = read_text_file(path("summary.json"));
    RunOptions options;
    options.output_folder = folder / "result";
    options.stop_requested = []() -> bool { throw std::runtime_error("the roof fell in"); };
    EXPECT_THROW((void)app::run_case(ring_road(), options), std::runtime_error);
    EXPECT_EQ(read_text_file(path("summary.json")), before);
    EXPECT_THAT(NetcdfReader(path("fields.nc")).read("time"), SizeIs(5));
    for (std::string const& name : names_in(folder / "result")) {
        EXPECT_FALSE(name.ends_with(".tmp")) << name;
    }
}

TEST_F(Output, WithoutAFolderNothingIsWritten)
{
    RunResult const result = app::run_case(ring_road(), {});
    EXPECT_EQ(result.status, RunStatus::done);
    EXPECT_THAT(result.files, IsEmpty());
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

} // namespace
