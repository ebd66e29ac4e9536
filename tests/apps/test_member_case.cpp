// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_case.hpp"
#include "sweep/member_runner.hpp"
#include "sweep_jobs.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/io_error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace zemi::app {
namespace {

using test_support::TemporaryFolder;
using test_support::write_tiny_case;

std::string const cases = std::string(ZEMI_SOURCE_DIR) + "/cases/";

void expect_same(BoundarySchedule const& a, BoundarySchedule const& b)
{
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t k = 0; k < a.size(); ++k) {
        EXPECT_EQ(a[k].begin, b[k].begin);
        EXPECT_EQ(a[k].condition.kind, b[k].condition.kind);
        EXPECT_EQ(a[k].condition.state.density, b[k].condition.state.density);
        EXPECT_EQ(a[k].condition.state.speed, b[k].condition.state.speed);
    }
}

/// Everything there is in a Case; functions by their values.
void expect_same(Case const& a, Case const& b)
{
    EXPECT_EQ(a.path, b.path);
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.title, b.title);
    EXPECT_EQ(a.end_time, b.end_time);
    EXPECT_EQ(a.output.every, b.output.every);
    EXPECT_EQ(a.output.variables, b.output.variables);
    EXPECT_EQ(a.output.history, b.output.history);
    EXPECT_EQ(a.output.pictures, b.output.pictures);
    EXPECT_EQ(a.resolved, b.resolved);
    EXPECT_EQ(a.warnings, b.warnings);
    Problem const& p = a.problem;
    Problem const& q = b.problem;
    EXPECT_EQ(p.model.equation, q.model.equation);
    EXPECT_EQ(p.model.jam_density, q.model.jam_density);
    EXPECT_EQ(p.model.pressure_law, q.model.pressure_law);
    EXPECT_EQ(p.model.creeping_law, q.model.creeping_law);
    EXPECT_EQ(p.model.speed_closure, q.model.speed_closure);
    ASSERT_EQ(p.model.classes.size(), q.model.classes.size());
    for (std::size_t c = 0; c < p.model.classes.size(); ++c) {
        ClassSpec const& x = p.model.classes[c];
        ClassSpec const& y = q.model.classes[c];
        EXPECT_EQ(x.name, y.name);
        EXPECT_EQ(x.pressure_scale, y.pressure_scale);
        EXPECT_EQ(x.pressure_exponent, y.pressure_exponent);
        EXPECT_EQ(x.relaxation_time, y.relaxation_time);
        EXPECT_EQ(x.creeping_speed, y.creeping_speed);
        EXPECT_EQ(x.free_speed, y.free_speed);
        EXPECT_EQ(x.perceives, y.perceives);
        EXPECT_EQ(x.length, y.length);
    }
    EXPECT_EQ(p.road.x_begin, q.road.x_begin);
    EXPECT_EQ(p.road.length, q.road.length);
    EXPECT_EQ(p.road.num_cells, q.road.num_cells);
    EXPECT_EQ(p.road.category, q.road.category);
    EXPECT_EQ(p.scheme.reconstruction, q.scheme.reconstruction);
    EXPECT_EQ(p.scheme.flux, q.scheme.flux);
    EXPECT_EQ(p.scheme.time, q.scheme.time);
    EXPECT_EQ(p.scheme.cfl, q.scheme.cfl);
    EXPECT_EQ(p.begin_time, q.begin_time);
    EXPECT_EQ(p.engine, q.engine);
    EXPECT_EQ(p.max_retries, q.max_retries);
    EXPECT_EQ(p.initial.breakpoints, q.initial.breakpoints);
    ASSERT_EQ(p.initial.cells.size(), q.initial.cells.size());
    for (std::size_t i = 0; i < p.initial.cells.size(); ++i) {
        EXPECT_EQ(p.initial.cells[i].density, q.initial.cells[i].density);
        EXPECT_EQ(p.initial.cells[i].speed, q.initial.cells[i].speed);
    }
    for (int i = 0; p.initial.at && i < p.road.num_cells; i += 3) {
        Real const x = p.road.cell_center(i);
        EXPECT_EQ(p.initial.at(x).density, q.initial.at(x).density);
        EXPECT_EQ(p.initial.at(x).speed, q.initial.at(x).speed);
    }
    expect_same(p.left, q.left);
    expect_same(p.right, q.right);
}

/// Every member as read_case() makes it: a case, or an error with the same text.
void expect_as_read(std::string const& path, std::vector<Setting> const& settings,
                    std::vector<std::string> const& parameters, std::vector<std::vector<std::string>> const& members)
{
    CaseTemplate const cases_of_members(path, settings, parameters);
    for (auto const& values : members) {
        auto const overrides = cases_of_members.overrides(values);
        SCOPED_TRACE(testing::PrintToString(overrides));
        std::string expected_error;
        Case expected;
        try {
            expected = read_case(path, overrides);
        } catch (ConfigError const& e) {
            expected_error = e.what();
        }
        try {
            MemberCase const made = cases_of_members.make(values, true);
            EXPECT_EQ(expected_error, "");
            expect_same(made.input, expected);
        } catch (ConfigError const& e) {
            EXPECT_EQ(e.what(), expected_error);
        }
    }
}

TEST(MemberCase, NumbersOfAnyKindAreAsRead)
{
    expect_as_read(cases + "riemann.yaml", {{"numerics.scheme", "second_order"}},
                   {"initial.riemann.left.car.density", "classes.car.relaxation_time", "road.cells", "time.end",
                    "classes.motorcycle.pressure.exponent"},
                   {{"10 veh/km", "10 s", "50", "60 s", "1.5"},
                    {"0.02 veh/m", "2.5 s", "33", "1min 30s", "2"},
                    {"10.5 veh/km", "12", "200", "61 s", "2.25"},
                    {"-1 veh/km", "12 s", "20", "60 s", "2"},
                    {"600 veh/km", "12 s", "20", "60 s", "2"}, // questioned
                    {"10 veh/km", "10 km", "50", "60 s", "1.5"},
                    {"10 veh/km", "10000 s", "0", "0 s", "x"},
                    {"nan", "10 s", "5e1", "60 s", "1.5"},
                    {"12 veh/km", "  10 s", "50", "60 s", "'1.5'"},
                    {"12 veh/km", "11 s", "51", "60 s", "1.51"}});
}

TEST(MemberCase, NamesListsAndMapsAreAsRead)
{
    expect_as_read(
        cases + "riemann.yaml", {}, {"numerics.scheme", "boundary.right", "road.quality", "initial.riemann.at"},
        {{"first_order", "outflow", "1", "500 m"},
         {"second_order", "outflow", "2", "300 m"},
         {"second_order", "free_outflow", "[{from: 0 m, category: 1}, {from: 0.5 km, category: 3}]", "300 m"},
         {"first_order", "wall", "[{from: 0 m, category: 1}, {from: 0.5 km, category: 3}]", "301 m"},
         {"first_order", "periodic", "1", "2 km"},
         {"third_order", "outflow", "1", "500 m"},
         {"first_order", "{inflow: {car: 3 veh/km, motorcycle: 1 veh/km}}", "1", "500 m"},
         {"first_order", "outflow", "8", "500 m"}});
}

TEST(MemberCase, ComputedValuesFollow)
{
    TemporaryFolder const folder;
    std::string const path = folder / "lwr.yaml";
    std::ofstream(path) << "schema_version: 1\n"
                           "road: {length: 1 km, cells: 10, quality: 1}\n"
                           "classes: {car: {free_speed: 75 km/h}, bus: {free_speed: 60 km/h, length: 12 m}}\n"
                           "jam_density: 250 veh/km\n"
                           "initial: {equilibrium: {car: 10 veh/km, bus: 1 veh/km}}\n"
                           "boundary: {left: {inflow: equilibrium}, right: outflow}\n"
                           "numerics: {equation: multiclass_lwr}\n"
                           "time: {end: 20 s}\n";
    expect_as_read(path, {}, {"jam_density", "time.end"},
                   {{"250 veh/km", "20 s"}, {"125 veh/km", "20 s"}, {"200 veh/km", "1 h"}, {"250 veh/km", "20 s"}});
}

TEST(MemberCase, FilesAreReadAsTheyAreNamed)
{
    TemporaryFolder const folder;
    std::string const path = write_tiny_case(folder);
    auto const write = [&](std::string const& name, std::string const& density) {
        std::ofstream file(folder / name);
        file << "x [m],motorcycle density [veh/km],car density [veh/km]\n";
        for (double x : {12.5, 37.5, 62.5, 87.5}) {
            file << x << ",10," << density << "\n";
        }
    };
    write("a.csv", "20");
    write("b.csv", "30");
    write("c.csv", "20");
    std::string const key = "initial.file.path";
    expect_as_read(
        path, {}, {key, "road.cells"},
        {{folder / "a.csv", "4"}, {folder / "b.csv", "8"}, {folder / "none.csv", "8"}, {folder / "a.csv", "5"}});
    CaseTemplate const members(path, {}, {key});
    auto const id = [&](std::string const& name) { return members.make({folder / name}).content.folded(); };
    EXPECT_EQ(id("a.csv"), id("c.csv")) << "what counts is the content";
    EXPECT_NE(id("a.csv"), id("b.csv"));
}

TEST(MemberCase, ContentIsThatOfTheEffectiveValues)
{
    TemporaryFolder const folder;
    CaseTemplate const members(write_tiny_case(folder), {},
                               {"classes.car.free_speed.1", "title", "output.every", "numerics.cfl"});
    auto const id = [&](std::vector<std::string> const& values) { return members.make(values).content.folded(); };
    auto const first = id({"90 km/h", "one", "1 s", "0.8"});
    EXPECT_EQ(id({"25 m/s", "another", "1000 ms", "0.80"}), first) << "the same run, written differently";
    EXPECT_EQ(id({"25", "one", "1 s", "8e-1"}), first);
    EXPECT_NE(id({"91 km/h", "one", "1 s", "0.8"}), first);
    EXPECT_NE(id({"90 km/h", "one", "1 s", "0.7"}), first);

    // Whoever comes first, and however a member is made.
    CaseTemplate const later(folder / "tiny.yaml", {{"output.every", "1 s"}},
                             {"title", "numerics.cfl", "classes.car.free_speed.1"});
    EXPECT_EQ(later.make({"x", "0.8", "25 m/s"}).content.folded(), first);
    CaseTemplate const fixed(folder / "tiny.yaml",
                             {{"classes.car.free_speed.1", "25 m/s"}, {"numerics.cfl", "0.8"}, {"output.every", "1"}},
                             {});
    EXPECT_EQ(fixed.make({}).content.folded(), first);
    CaseTemplate const snapshots(folder / "tiny.yaml", {}, {"output.every", "output.pictures"});
    EXPECT_NE(snapshots.make({"1 s", "true"}).content.folded(), snapshots.make({"3 s", "true"}).content.folded())
        << "steps end at snapshots";
    EXPECT_EQ(snapshots.make({"1 s", "true"}).content.folded(), snapshots.make({"1000 ms", "false"}).content.folded());
}

TEST(MemberCase, ThreadsDoNotDisturbEachOther)
{
    CaseTemplate const members(cases + "riemann.yaml", {}, {"classes.car.relaxation_time", "numerics.scheme"});
    auto const values = [](std::size_t i) {
        return std::vector<std::string>{std::to_string(1 + i % 17) + " s", i % 2 == 0 ? "first_order" : "second_order"};
    };
    std::vector<char> good(200, 0);
    for_each_in_parallel(good.size(), 4, [&](std::size_t i) {
        MemberCase const made = members.make(values(i), true);
        auto const expected = static_cast<Real>(1 + i % 17);
        good[i] = made.input.problem.model.classes[1].relaxation_time == expected
               && made.input.problem.scheme.reconstruction == (i % 2 == 0 ? "constant" : "muscl_mc");
    });
    EXPECT_THAT(good, testing::Each(1));
}

TEST(MemberCase, WhatNoMemberCanMendIsThrown)
{
    TemporaryFolder const folder;
    EXPECT_THROW(CaseTemplate(folder / "none.yaml", {}, {}), IoError);
    std::ofstream(folder / "broken.yaml") << "a: [1, 2\n";
    EXPECT_THROW(CaseTemplate(folder / "broken.yaml", {}, {}), ConfigError);
    std::ofstream(folder / "incomplete.yaml") << "schema_version: 1\n";
    CaseTemplate const incomplete(folder / "incomplete.yaml", {}, {"title"});
    EXPECT_THROW((void)incomplete.make({"a"}), ConfigError);
    EXPECT_NE(incomplete.content_of_invalid({"a"}).folded(), incomplete.content_of_invalid({"b"}).folded());
}

} // namespace
} // namespace zemi::app
