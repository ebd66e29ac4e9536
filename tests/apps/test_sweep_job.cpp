// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/sweep_job.hpp"
#include "sweep_jobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

namespace zemi::app {
namespace {

using testing::ElementsAre;

TEST(SweepJob, IsMadeOfAPlan)
{
    test_support::TemporaryFolder const folder;
    (void)test_support::write_tiny_case(folder);
    std::ofstream(folder / "s.yaml") << "schema_version: 1\ncase: tiny.yaml\ntitle: T\nset: {road.cells: 9}\n"
                                        "vary: {grid: {numerics.cfl: [0.5, 0.6], time.end: [1 s, 2 s, 3 s]}}\n"
                                        "keep: {fields: final}\n";
    SweepJob const job = make_job(read_sweep(folder / "s.yaml"));
    EXPECT_EQ(job.name, "s");
    EXPECT_EQ(job.title, "T");
    EXPECT_EQ(job.size, 6U);
    EXPECT_THAT(job.parameters, ElementsAre("numerics.cfl", "time.end"));
    EXPECT_THAT(job.values(4), ElementsAre("0.6", "2 s"));
    EXPECT_EQ(job.keep.fields, KeepFields::final_state);
    ASSERT_EQ(job.settings.size(), 1U);
    EXPECT_EQ(job.settings[0].value, "9");
}

TEST(Shard, IsReadFromText)
{
    EXPECT_EQ(parse_shard("3/8").index, 3U);
    EXPECT_EQ(parse_shard("3/8").count, 8U);
    for (char const* const text : {"", "3", "0/8", "9/8", "a/8", "1/", "/2", "-1/2", "1/2/3"}) {
        EXPECT_THROW((void)parse_shard(text), std::invalid_argument) << text;
    }
}

TEST(FindMembers, ByNumberRangeAndId)
{
    std::vector<RunId> const ids{0xabcd000000000000, 0xabcd100000000000, 0x1234000000000000, 0xabcd000000000000};
    EXPECT_THAT(find_members({"2", "0-1"}, ids), ElementsAre(0, 1, 2));
    EXPECT_THAT(find_members({"abcd0"}, ids), ElementsAre(0, 3)) << "equal members";
    EXPECT_THAT(find_members({"abcd", "3"}, ids), ElementsAre(0, 1, 3));
    EXPECT_THAT(find_members({"1234"}, ids), ElementsAre(2)) << "no member has this number";
    for (char const* const word : {"4", "2-4", "3-2", "abc", "ffff", "x", "", "-"}) {
        EXPECT_THROW((void)find_members({word}, ids), std::invalid_argument) << word;
    }
}

} // namespace
} // namespace zemi::app
