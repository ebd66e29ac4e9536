// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/run_sweep.hpp"
#include "sweep_jobs.hpp"
#include <zemi/core/build_info.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace zemi::app {
namespace {

using test_support::read_text_file;
using test_support::TemporaryFolder;
using test_support::tiny_job;
using testing::HasSubstr;

/// Thirty members, three of them bad: two that are not valid, one that explodes.
std::vector<std::pair<std::string, std::string>> thirty()
{
    std::vector<std::pair<std::string, std::string>> values;
    for (int i = 0; i < 30; ++i) {
        std::string density = std::to_string(5 + i) + " veh/km";
        if (i == 4) {
            density = "-5 veh/km";
        } else if (i == 11) {
            density = "nan";
        }
        values.emplace_back(density, std::to_string(8 + i % 3));
    }
    return values;
}

class RunSweep : public testing::Test {
protected:
    SweepResult run(SweepJob const& job, std::string const& name, SweepOptions options = {}) const
    {
        options.output_folder = folder / name;
        return run_sweep(job, options);
    }

    /// All result files; summary.json and the log tell of time.
    [[nodiscard]] std::string bytes(std::string const& name) const
    {
        std::string all;
        for (char const* const file : {sweep_file::members, sweep_file::fields, sweep_file::plan, sweep_file::store}) {
            if (build_info().netcdf || file != sweep_file::fields) {
                all += read_text_file(folder / (name + "/" + file));
            }
        }
        return all;
    }

    TemporaryFolder folder;
};

TEST_F(RunSweep, BadMembersFailAloneAndAreGrouped)
{
    SweepJob const job = tiny_job(folder, thirty());
    SweepResult const r = run(job, "r");
    EXPECT_EQ(r.status, RunStatus::done);
    EXPECT_EQ(r.num_members, 30U);
    EXPECT_EQ(r.num_done, 28U);
    EXPECT_EQ(r.num_failed, 2U);
    EXPECT_EQ(r.num_open, 0U);
    EXPECT_EQ(r.num_computed, 30U);
    ASSERT_EQ(r.failures.size(), 2U);
    EXPECT_EQ(r.failures[0].first_member, 4U);
    EXPECT_THAT(r.failures[0].reason, HasSubstr("-5 veh/km"));
    EXPECT_GT(r.cell_steps, 0);
    auto const json = nlohmann::json::parse(read_text_file(folder / "r/summary.json"));
    EXPECT_EQ(json.at("failed"), 2);
    EXPECT_EQ(json.at("failures").at(1).at("first_member"), 11);
    EXPECT_FALSE(std::filesystem::exists(folder / "r/progress.json"));
}

TEST_F(RunSweep, BatchesShardsAndInterruptionsGiveTheSameBytes)
{
    SweepJob job = tiny_job(folder, thirty());
    job.keep.fields = KeepFields::final_state;
    (void)run(job, "whole");
    std::string const expected = bytes("whole");
    (void)run(job, "batches", {.batch_size = 7});
    EXPECT_EQ(bytes("batches"), expected);

    for (std::size_t i = 1; i <= 3; ++i) {
        SweepResult const part = run(job, "part" + std::to_string(i), {.shard = {i, 3}, .batch_size = 2});
        EXPECT_EQ(part.num_computed, 10U);
        EXPECT_EQ(part.num_open, 20U);
    }
    SweepOptions into;
    into.output_folder = folder / "merged";
    SweepResult const merged = merge_sweeps(job, {folder / "part2", folder / "part3", folder / "part1"}, into);
    EXPECT_EQ(merged.num_open, 0U);
    EXPECT_EQ(bytes("merged"), expected);

    SweepResult r;
    int num_calls = 0;
    do {
        int asked = 0;
        r = run(job, "broken", {.batch_size = 4, .stop_requested = [&asked] { return ++asked > 2; }});
    } while (r.status != RunStatus::done && ++num_calls < 40);
    EXPECT_GT(num_calls, 0) << "it was stopped";
    EXPECT_EQ(r.num_open, 0U);
    EXPECT_EQ(bytes("broken"), expected);
}

TEST_F(RunSweep, WhatIsThereIsUsedAgain)
{
    SweepJob const job = tiny_job(folder, thirty());
    SweepResult r = run(job, "r", {.only = {"0-9", "4"}});
    EXPECT_EQ(r.num_computed, 10U);
    EXPECT_EQ(r.num_open, 20U);
    r = run(job, "r");
    EXPECT_EQ(r.num_computed, 20U);
    EXPECT_EQ(r.num_reused, 10U);
    r = run(job, "r");
    EXPECT_EQ(r.num_computed, 0U);
    EXPECT_EQ(r.num_failed, 2U);
    std::string const before = bytes("r");
    r = run(job, "r", {.retry_failed = true});
    EXPECT_EQ(r.num_computed, 2U);
    EXPECT_EQ(r.num_failed, 2U);
    EXPECT_EQ(bytes("r"), before);

    auto values = thirty(); // another plan: three new members, one gone, in another order
    values.erase(values.begin());
    values.insert(values.begin(), {{"1 veh/km", "8"}, {"2 veh/km", "8"}, {"3 veh/km", "8"}});
    SweepJob const changed = tiny_job(folder, values);
    r = run(changed, "r");
    EXPECT_EQ(r.num_computed, 3U);
    EXPECT_EQ(r.num_reused, 29U);
    EXPECT_EQ(r.num_stale, 1U);
    (void)run(changed, "fresh");
    EXPECT_EQ(bytes("r"), bytes("fresh"));
}

TEST_F(RunSweep, EqualMembersAreComputedOnce)
{
    SweepJob const job = tiny_job(folder, {{"10 veh/km", "8"}, {"0.01 veh/m", "8"}, {"11 veh/km", "8"}});
    SweepResult const r = run(job, "r");
    EXPECT_EQ(r.num_computed, 2U);
    EXPECT_EQ(r.num_done, 3U);
}

TEST_F(RunSweep, TheTimeLimitStopsAndKeeps)
{
    SweepJob const job = tiny_job(folder, thirty());
    SweepResult r = run(job, "r", {.batch_size = 1, .time_limit = 0});
    EXPECT_EQ(r.status, RunStatus::time_limit);
    EXPECT_GT(r.num_open, 0U);
    std::size_t const before = r.num_members - r.num_open;
    r = run(job, "r");
    EXPECT_EQ(r.num_reused, before);
    EXPECT_EQ(r.num_open, 0U);
}

TEST_F(RunSweep, EstimatesFromATrialAndWritesNothing)
{
    SweepJob const job = tiny_job(folder, thirty());
    SweepOptions options;
    options.output_folder = folder / "r";
    SweepEstimate const e = estimate_sweep(job, options);
    EXPECT_EQ(e.num_members, 30U);
    EXPECT_EQ(e.num_to_do, 30U);
    EXPECT_GT(e.num_tried, 0U);
    EXPECT_GT(e.seconds, 0);
    EXPECT_GT(e.memory_bytes, 30 * 1000);
    EXPECT_GT(e.written_bytes, 0);
    EXPECT_FALSE(std::filesystem::exists(folder / "r"));
    (void)run(job, "r", {.only = {"0-9"}});
    EXPECT_EQ(estimate_sweep(job, options).num_there, 10U);
}

TEST_F(RunSweep, NothingToDoIsAnError)
{
    EXPECT_THROW((void)run(tiny_job(folder, {}), "r"), std::invalid_argument);
    EXPECT_THROW((void)run(tiny_job(folder, thirty()), "r", {.only = {"30"}}), std::invalid_argument);
}

} // namespace
} // namespace zemi::app
