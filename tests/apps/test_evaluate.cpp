// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/evaluate.hpp"
#include "sweep/member_runner.hpp"
#include "sweep_jobs.hpp"
#include <zemi/core/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace zemi::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Evaluate, AnswersInTheOrderOfTheQuestions)
{
    test_support::TemporaryFolder const folder;
    std::string const path = test_support::write_tiny_case(folder);
    CsvTable const table = parse_csv("road.cells,initial.equilibrium.car\n9,10 veh/km\n8,-1 veh/km\n8,0.02\n", "in");
    Evaluation const e = evaluate_table(path, {{"time.end", "3 s"}}, {.metrics = {"throughput"}}, table, "in", {});
    EXPECT_EQ(e.num_done, 2U);
    EXPECT_EQ(e.num_failed, 1U);
    EXPECT_EQ(e.num_open, 0U);
    CsvTable const out = parse_csv(e.csv, "out");
    EXPECT_THAT(out.head, ElementsAre("road.cells", "initial.equilibrium.car", "status", "reason",
                                      "throughput_motorcycle", "throughput_car"));
    ASSERT_EQ(out.rows.size(), 3U);
    EXPECT_EQ(out.rows[0][2], "done");
    EXPECT_EQ(out.rows[1][2], "failed");
    EXPECT_THAT(out.rows[1][3], HasSubstr("-1 veh/km"));
    EXPECT_EQ(out.rows[1][4], "nan");
    EXPECT_EQ(out.rows[2][1], "0.02") << "as it was written";

    Simulation alone(read_case(path, {"time.end=3 s", "road.cells=8", "initial.equilibrium.car=0.02"}).problem);
    ASSERT_FALSE(alone.advance_to(3));
    EXPECT_EQ(std::stod(out.rows[2][5]), alone.ledger()[1].outflow / 3);
}

TEST(Evaluate, ColumnsHaveToBeKeys)
{
    test_support::TemporaryFolder const folder;
    std::string const path = test_support::write_tiny_case(folder);
    try {
        (void)evaluate_table(path, {}, {}, parse_csv("numerics.cfk,road.cells,nonsense\n1,2,3\n", "in.csv"), "in.csv",
                             {});
        FAIL();
    } catch (ConfigError const& e) {
        EXPECT_THAT(e.what(), HasSubstr("in.csv:1:1: error: the column \"numerics.cfk\" is no key of a case"));
        EXPECT_THAT(e.what(), HasSubstr("did you mean \"numerics.cfl\"?"));
        EXPECT_THAT(e.what(), HasSubstr("\"nonsense\""));
    }
}

TEST(Evaluate, NoRowsGiveNoRows)
{
    test_support::TemporaryFolder const folder;
    Evaluation const e =
        evaluate_table(test_support::write_tiny_case(folder), {}, {}, parse_csv("road.cells\n", "in"), "in", {});
    EXPECT_EQ(e.num_done + e.num_failed + e.num_open, 0U);
    EXPECT_THAT(e.csv, testing::StartsWith("road.cells,status,reason"));
}

TEST(ParseSettings, SplitsAtTheFirstSign)
{
    auto const settings = parse_settings({"title=a=b", "road.cells=3"});
    ASSERT_EQ(settings.size(), 2U);
    EXPECT_EQ(settings[0].key, "title");
    EXPECT_EQ(settings[0].value, "a=b");
    EXPECT_THROW((void)parse_settings({"road.cells"}), std::invalid_argument);
    EXPECT_THROW((void)parse_settings({"=3"}), std::invalid_argument);
}

} // namespace
} // namespace zemi::app
