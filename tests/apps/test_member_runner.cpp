// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_runner.hpp"
#include "sweep_jobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <stdexcept>

namespace zemi::app {
namespace {

using testing::HasSubstr;

std::vector<std::string> const keys{"initial.equilibrium.car", "road.cells"};

TEST(ForEachInParallel, VisitsAllOnceAndPassesErrorsOn)
{
    for (int const threads : {1, 3}) {
        std::vector<std::atomic<int>> visits(1000);
        for_each_in_parallel(visits.size(), threads, [&](std::size_t i) { ++visits[i]; });
        for (auto const& v : visits) {
            EXPECT_EQ(v, 1);
        }
        EXPECT_THROW(for_each_in_parallel(100, threads,
                                          [](std::size_t i) {
                                              if (i == 77) {
                                                  throw std::runtime_error("77");
                                              }
                                          }),
                     std::runtime_error);
    }
    for_each_in_parallel(0, 2, [](std::size_t) { FAIL(); });
}

TEST(MemberRunner, RunsWhatCanBeRun)
{
    test_support::TemporaryFolder const folder;
    MemberRunner const runner(test_support::write_tiny_case(folder), {}, keys, {.fields = KeepFields::all});
    std::vector<PreparedMember> members;
    for (auto const& values : {std::vector<std::string>{"10 veh/km", "8"}, {"-10 veh/km", "8"}, {"20 veh/km", "9"}}) {
        members.push_back(runner.prepare(values));
    }
    EXPECT_FALSE(members[1].run);
    EXPECT_GT(bytes_of(members[0]), bytes_of(members[1]));
    auto const records = runner.run(std::move(members), {});
    ASSERT_EQ(records.size(), 3U);
    EXPECT_FALSE(records[0].failed);
    EXPECT_EQ(records[0].num_cells, 8);
    EXPECT_EQ(records[0].road_length, 100);
    EXPECT_THAT(records[0].classes, testing::ElementsAre("motorcycle", "car"));
    ASSERT_EQ(records[0].snapshots.size(), 3U) << "0, 2 and 4 s";
    EXPECT_EQ(records[0].snapshots[2].time, 4);
    EXPECT_EQ(records[0].metrics.duration, 4);

    EXPECT_TRUE(records[1].failed);
    EXPECT_FALSE(records[1].is_valid());
    EXPECT_THAT(records[1].reason, HasSubstr("initial.equilibrium.car is -10 veh/km"));
    EXPECT_TRUE(std::isnan(records[1].fail_time));

    // The same as the member alone, whose steps end at the snapshots, whatever is kept of it.
    Simulation alone(runner.case_of({"20 veh/km", "9"}).problem);
    ASSERT_FALSE(alone.advance_to(2));
    EXPECT_EQ(records[2].snapshots[1].density, alone.fields().density);
    ASSERT_FALSE(alone.advance_to(4));
    EXPECT_EQ(records[2].snapshots[2].speed, alone.fields().speed);
    EXPECT_EQ(records[2].num_steps, alone.num_steps());
    for (KeepFields const fields : {KeepFields::none, KeepFields::final_state}) {
        MemberRunner const less(folder / "tiny.yaml", {}, keys, {.fields = fields});
        std::vector<PreparedMember> one(1);
        one[0] = less.prepare({"20 veh/km", "9"});
        MemberRecord const record = less.run(std::move(one), {}).front();
        EXPECT_EQ(record.num_steps, alone.num_steps());
        ASSERT_EQ(record.snapshots.size(), fields == KeepFields::none ? 0U : 1U);
        if (fields == KeepFields::final_state) {
            EXPECT_EQ(record.snapshots[0].density, alone.fields().density);
        }
    }
}

TEST(MemberRunner, TheIdTellsWhatIsKept)
{
    test_support::TemporaryFolder const folder;
    std::string const path = test_support::write_tiny_case(folder);
    std::vector<RunId> ids;
    for (KeepSpec const& keep : std::vector<KeepSpec>{
             {}, {.fields = KeepFields::final_state}, {.fields = KeepFields::all}, {.queue_speed = 5}}) {
        ids.push_back(MemberRunner(path, {}, keys, keep).prepare({"10 veh/km", "8"}).record.id);
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            EXPECT_NE(ids[i], ids[k]) << i << " " << k;
        }
    }
    EXPECT_EQ(MemberRunner(path, {}, keys, {.metrics = {"distance"}}).prepare({"0.01 veh/m", "8"}).record.id, ids[0])
        << "which metrics are shown changes no run";
}

TEST(MemberRunner, StoppedMembersAreMissing)
{
    test_support::TemporaryFolder const folder;
    MemberRunner const runner(test_support::write_tiny_case(folder), {{"time.end", "1000 h"}}, {"road.cells"}, {});
    std::vector<PreparedMember> members(2);
    members[0] = runner.prepare({"0"}); // not valid: nothing to stop
    members[1] = runner.prepare({"8"});
    members[1].run->end_time = 10;
    auto const records = runner.run(std::move(members), [](EnsembleProgress const&) { return false; });
    ASSERT_GE(records.size(), 1U);
    EXPECT_TRUE(records[0].failed);
    for (MemberRecord const& record : records) {
        EXPECT_TRUE(record.failed || record.metrics.duration == 10) << "never half a run";
    }
}

} // namespace
} // namespace zemi::app
