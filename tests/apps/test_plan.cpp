// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/plan.hpp"
#include "temporary_folder.hpp"
#include "zemi/case.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/io_error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

namespace zemi::app {

bool operator==(Setting const& a, Setting const& b)
{
    return a.key == b.key && a.value == b.value;
}

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string const cases = std::string(ZEMI_SOURCE_DIR) + "/cases/";

/// "5 s | 0.4"
std::string values(SweepPlan const& plan, std::size_t i)
{
    std::string text;
    for (Setting const& setting : plan.member(i)) {
        text += (text.empty() ? "" : " | ") + setting.value;
    }
    return text;
}

std::vector<std::string> all_values(SweepPlan const& plan)
{
    std::vector<std::string> result;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        result.push_back(values(plan, i));
    }
    return result;
}

class Sweep : public ::testing::Test {
protected:
    SweepPlan read(std::string const& text, std::vector<std::string> const& overrides = {},
                   std::optional<std::uint64_t> seed = {})
    {
        std::string const path = m_folder / "try.yaml";
        std::ofstream(path) << "schema_version: 1\ncase: " << cases << "riemann.yaml\n" << text;
        return read_sweep(path, overrides, seed);
    }

    std::string message(std::string const& text, std::vector<std::string> const& overrides = {})
    {
        try {
            static_cast<void>(read(text, overrides));
        } catch (ConfigError const& e) {
            return e.what();
        }
        return "no error";
    }

    test_support::TemporaryFolder m_folder;
};

TEST_F(Sweep, GridVariesTheFirstKeySlowest)
{
    SweepPlan const plan =
        read("vary: {grid: {classes.car.relaxation_time: [5 s, 10 s, 20 s], numerics.cfl: [0.4, 0.8]}}\n");
    EXPECT_THAT(plan.parameters(), ElementsAre("classes.car.relaxation_time", "numerics.cfl"));
    EXPECT_THAT(all_values(plan),
                ElementsAre("5 s | 0.4", "5 s | 0.8", "10 s | 0.4", "10 s | 0.8", "20 s | 0.4", "20 s | 0.8"));
    EXPECT_EQ(plan.member(3)[1].key, "numerics.cfl");
    EXPECT_THROW(static_cast<void>(plan.member(6)), std::out_of_range);
    EXPECT_EQ(plan.name, "try");
    EXPECT_EQ(plan.title, "try");
    EXPECT_EQ(plan.seed, 0U);
    EXPECT_EQ(plan.keep.fields, KeepFields::none);
    EXPECT_EQ(plan.keep.queue_speed, 10000.0 / 3600);
    EXPECT_THAT(plan.keep.metrics, IsEmpty());
    EXPECT_THAT(plan.warnings(), IsEmpty());
}

TEST_F(Sweep, ZipTakesValuesTogether)
{
    SweepPlan const plan = read("vary: {zip: {road.cells: [50, 100, 100], numerics.cfl: [0.8, 0.4, 0.8]}}\n");
    EXPECT_THAT(all_values(plan), ElementsAre("50 | 0.8", "100 | 0.4", "100 | 0.8"));
}

TEST_F(Sweep, ListHasAMemberInEachRow)
{
    std::ofstream(m_folder / "members.csv")
        << "# by hand\nclasses.car.relaxation_time [min],boundary.right\n"
           "0.5,wall\n20 s,\"{schedule: [{until: 1 s, wall: {}}, {outflow: {}}]}\"\n";
    SweepPlan const plan = read("vary: {list: members.csv}\n");
    EXPECT_THAT(plan.parameters(), ElementsAre("classes.car.relaxation_time", "boundary.right"));
    EXPECT_THAT(all_values(plan),
                ElementsAre("0.5 min | wall", "20 s | {schedule: [{until: 1 s, wall: {}}, {outflow: {}}]}"));
}

TEST_F(Sweep, ListSaysWhereItsMistakesAre)
{
    std::ofstream(m_folder / "members.csv") << "classes.car.relaxation_tme,numerics.cfl\n5 s,0.4\n7 s,1.5\n";
    std::string const text = message("vary: {list: members.csv}\n");
    EXPECT_THAT(text, HasSubstr("members.csv:1:13: error: unknown key \"relaxation_tme\" in classes.car\n"));
    EXPECT_THAT(text, HasSubstr("did you mean \"relaxation_time\"?"));
    EXPECT_THAT(text,
                HasSubstr("members.csv:3:5: warning: numerics.cfl is 1.5, but has to be more than 0 and at most 1; "
                          "this member will fail\n"));
}

TEST_F(Sweep, ProductOfAllInTheOrderOfTheDocumentation)
{
    std::ofstream(m_folder / "members.csv") << "time.end\n1 s\n2 s\n";
    SweepPlan const plan =
        read("vary:\n"
             "  repeat: {count: 2, parameters: {classes.car.pressure.scale: {uniform: [1, 2]}}}\n"
             "  sample: {method: random, count: 3, parameters: {jam_density: {uniform: [0.2, 0.3]}}}\n"
             "  list: members.csv\n"
             "  zip: {output.every: [3 s, 4 s]}\n"
             "  grid: {numerics.cfl: [0.4, 0.8]}\n");
    EXPECT_THAT(plan.parameters(),
                ElementsAre("numerics.cfl", "output.every", "time.end", "jam_density", "classes.car.pressure.scale"));
    ASSERT_EQ(plan.size(), 48U);
    std::set<std::string> points;
    std::set<std::string> repeated;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        auto const member = plan.member(i);
        EXPECT_EQ(member[0].value, i < 24 ? "0.4" : "0.8");
        EXPECT_EQ(member[1].value, i / 12 % 2 == 0 ? "3 s" : "4 s");
        EXPECT_EQ(member[2].value, i / 6 % 2 == 0 ? "1 s" : "2 s");
        EXPECT_EQ(member[3].value, plan.member(i / 2 % 3 * 2)[3].value) << "the same points for all others";
        points.insert(member[3].value);
        repeated.insert(member[4].value);
    }
    EXPECT_EQ(points.size(), 3U);
    EXPECT_EQ(repeated.size(), 48U) << "drawn anew for each member";
}

TEST_F(Sweep, DrawnValuesReadAsTheSameBits)
{
    SweepPlan const plan = read("vary:\n  sample:\n    method: latin_hypercube\n    count: 200\n    parameters:\n"
                                "      classes.car.pressure.scale: {uniform: [10 km/h, 20 km/h]}\n"
                                "      road.cells: {log_uniform: [10, 1000]}\n");
    Sampler const sampler(SampleMethod::latin_hypercube, 200, 2, 0);
    Distribution const uniform{Distribution::Kind::uniform, 10000.0 / 3600, 20000.0 / 3600};
    for (std::size_t i = 0; i < 200; ++i) {
        auto const member = plan.member(i);
        EXPECT_TRUE(member[0].value.ends_with(" m/s"));
        EXPECT_EQ(parse_quantity(member[0].value, dimension::speed), uniform.quantile(sampler.coordinate(i, 0)));
        EXPECT_EQ(member[1].value.find_first_not_of("0123456789"), std::string::npos) << "cells are whole numbers";
    }
}

TEST_F(Sweep, MemberDependsOnNothingButItsNumberAndTheSeed)
{
    std::string const text = "vary:\n  grid: {numerics.cfl: [0.3, 0.4, 0.5]}\n"
                             "  repeat: {count: 4, parameters: {classes.car.relaxation_time: {normal: [10 s, 1 s]}}}\n"
                             "seed: 5\n";
    SweepPlan const plan = read(text);
    auto forward = all_values(plan);
    std::vector<std::string> backward;
    for (std::size_t i = plan.size(); i-- > 0;) {
        backward.push_back(values(plan, i));
    }
    std::reverse(backward.begin(), backward.end());
    EXPECT_EQ(forward, backward);
    EXPECT_EQ(all_values(read(text, {}, 5)), forward);
    EXPECT_EQ(all_values(read(text, {"seed=5"})), forward);
    EXPECT_NE(all_values(read(text, {}, 6)), forward);
    EXPECT_EQ(read(text, {}, 6).seed, 6U);
    SweepPlan const more = read(text, {"vary.repeat.count=7"});
    EXPECT_EQ(values(more, 7 * 2 + 3), values(plan, 4 * 2 + 3)) << "more repetitions keep those that were there";
}

TEST_F(Sweep, SettingsHoldForEveryMember)
{
    SweepPlan const plan = read("set: {numerics: {scheme: first_order, cfl: 0.5}, boundary.right: {wall: {}}}\n"
                                "vary: {grid: {road.cells: [10]}}\n"
                                "keep: {fields: all, metrics: [travel_time, throughput], queue_speed: 5 m/s}\n");
    EXPECT_THAT(plan.settings, ElementsAre(Setting{"numerics.scheme", "first_order"}, Setting{"numerics.cfl", "0.5"},
                                           Setting{"boundary.right.wall", "{}"}));
    std::vector<std::string> overrides;
    for (Setting const& setting : plan.settings) {
        overrides.push_back(setting.key + '=' + setting.value);
    }
    Case const input = read_case(plan.case_path, overrides);
    EXPECT_EQ(input.problem.scheme.cfl, 0.5);
    EXPECT_EQ(input.problem.right.front().condition.kind, BoundaryKind::wall);
    EXPECT_EQ(plan.keep.fields, KeepFields::all);
    EXPECT_EQ(plan.keep.queue_speed, 5);
    EXPECT_THAT(plan.keep.metrics, ElementsAre("travel_time", "throughput"));
}

TEST_F(Sweep, CommandLineReplacesWhatIsVaried)
{
    std::string const text = "vary:\n  grid: {classes.car.relaxation_time: [5 s, 10 s]}\n  sample: {method: random, "
                             "count: 2, parameters: {numerics.cfl: {uniform: [0.1, 0.2]}}}\n";
    SweepPlan const plan = read(text, {"vary.grid.classes.car.relaxation_time=[7 s]", "vary.sample.count=5",
                                       "vary.sample.parameters.numerics.cfl={normal: [0.5, 0.01]}"});
    EXPECT_EQ(plan.size(), 5U);
    EXPECT_EQ(plan.member(0)[0].value, "7 s");
    EXPECT_GT(parse_quantity(plan.member(0)[1].value, dimension::none), 0.4);
    EXPECT_THAT(message(text, {"vary.sampl.count=5"}), HasSubstr("--set:1:6: error: unknown key \"sampl\" in vary"));
}

TEST_F(Sweep, FilesAreRelativeToTheFileThatNamesThem)
{
    std::filesystem::create_directories(m_folder.path() / "tables");
    std::ofstream(m_folder / "tables/members.csv") << "road.quality.file\nroad.txt\n";
    SweepPlan const plan = read("vary: {list: tables/members.csv}\n");
    EXPECT_EQ(plan.member(0)[0].value, m_folder / "tables/road.txt");
    SweepPlan const grid = read("vary: {grid: {road.quality.file: [a.txt, /b.txt]}}\n");
    EXPECT_THAT(all_values(grid), ElementsAre(m_folder / "a.txt", "/b.txt"));
    SweepPlan const map = read("vary: {grid: {road.quality: [1, {file: a.txt}]}}\n");
    EXPECT_THAT(all_values(map), ElementsAre("1", "{file: " + m_folder / "a.txt" + "}"));
}

TEST_F(Sweep, ResolvedPlanIsTheSamePlan)
{
    std::ofstream(m_folder / "members.csv") << "classes.car.free_speed.3 [km/h]\n35\n40\n";
    SweepPlan const plan = read("set: {title: \"a, b: c\"}\nvary:\n"
                                "  grid: {numerics.cfl: [0.4, 0.8], boundary.right: [wall, {outflow: {}}]}\n"
                                "  list: members.csv\n"
                                "  sample: {method: sobol, count: 4, parameters: {classes.car.relaxation_time: "
                                "{log_uniform: [1 s, 2 min]}}}\n"
                                "  repeat: {count: 2, parameters: {jam_density: {normal: [250 veh/km, 5 veh/km], "
                                "between: [200 veh/km, 300 veh/km]}}}\n",
                                {}, 77);
    std::string const copy = m_folder / "somewhere/copy.yaml";
    std::filesystem::create_directories(m_folder.path() / "somewhere");
    std::ofstream(copy) << plan.resolved();
    SweepPlan const again = read_sweep(copy);
    EXPECT_EQ(again.seed, 77U);
    EXPECT_EQ(again.title, "try");
    EXPECT_EQ(again.settings, plan.settings);
    EXPECT_EQ(again.size(), 64U);
    EXPECT_EQ(all_values(again), all_values(plan));
}

TEST_F(Sweep, SweepsOfTheProject)
{
    int num_sweeps = 0;
    for (auto const& file : std::filesystem::directory_iterator(cases + "sweeps")) {
        SweepPlan const plan = read_sweep(file.path().string());
        EXPECT_THAT(plan.warnings(), IsEmpty());
        for (std::size_t const i : {std::size_t{0}, plan.size() / 2, plan.size() - 1}) {
            std::vector<std::string> overrides;
            for (auto const& list : {plan.settings, plan.member(i)}) {
                for (Setting const& setting : list) {
                    overrides.push_back(setting.key + '=' + setting.value);
                }
            }
            EXPECT_THAT(read_case(plan.case_path, overrides).warnings, IsEmpty()) << file.path();
        }
        ++num_sweeps;
    }
    EXPECT_EQ(num_sweeps, 2);
    EXPECT_EQ(read_sweep(cases + "sweeps/riemann_ensemble.yaml").size(), 10000U);
    EXPECT_EQ(read_sweep(cases + "sweeps/relaxation_grid.yaml").size(), 24U);
}

TEST_F(Sweep, ExamplesOfTheDocumentationAreRight)
{
    std::string const page = test_support::read_text_file(std::string(ZEMI_SOURCE_DIR) + "/docs/sweeps.md");
    std::string const begin = "```yaml\n";
    std::vector<std::size_t> sizes;
    for (std::size_t at = page.find(begin); at != std::string::npos; at = page.find(begin, at + 1)) {
        std::string text = page.substr(at + begin.size(), page.find("```", at + 1) - at - begin.size());
        text.insert(text.find("case: ") + 6, cases);
        std::string const path = m_folder / "example.yaml";
        std::ofstream(path) << text;
        sizes.push_back(read_sweep(path).size());
    }
    EXPECT_THAT(sizes, ElementsAre(6, 1000));
}

TEST_F(Sweep, TooManyMembersOrTooLargeASeed)
{
    EXPECT_THAT(message("vary: {grid: {numerics.cfl: [0.1, 0.2]}, repeat: {count: 1000000000, parameters: "
                        "{jam_density: {uniform: [0.2, 0.3]}}}}\n"),
                HasSubstr("these are 2e+09 members, at most 10^9 are possible"));
    EXPECT_THROW(static_cast<void>(read("vary: {grid: {numerics.cfl: [0.1]}}\n", {}, ~std::uint64_t{0})), ConfigError);
    EXPECT_THROW(static_cast<void>(read_sweep(m_folder / "none.yaml")), IoError);
}

} // namespace
} // namespace zemi::app
