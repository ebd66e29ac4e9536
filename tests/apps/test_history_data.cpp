// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/history_data.hpp"
#include "temporary_folder.hpp"
#include "zemi/history_file.hpp"
#include <zemi/core/io_error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace zemi;
using testing::ElementsAre;
using testing::HasSubstr;
using zemi::app::HistoryData;
using zemi::app::HistoryWriter;
using zemi::app::read_history;
using zemi::test_support::TemporaryFolder;

/// Step k ends at time k and has dt 1, except for step 17, which has dt 0.125 and two retries.
std::string written_history(TemporaryFolder const& folder, int num_steps)
{
    std::string const path = folder / "history.csv";
    HistoryWriter writer(path, {"car", "long_vehicle"});
    std::vector<StepRecord> records;
    for (int k = 1; k <= num_steps; ++k) {
        StepRecord r;
        r.step = k;
        r.time = k;
        r.dt = k == 17 ? 0.125 : 1;
        r.realized_cfl = k == 17 ? 0.9 : 0.5;
        r.floors = k == 5 ? 3 : 0;
        r.retries = k == 17 ? 2 : 0;
        r.mass = {10.0 + k, 20.0};
        r.inflow = {2.0 * k, 1.0};
        r.outflow = {1.0 * k, 1.0};
        records.push_back(r);
    }
    writer.write(records, {MassLedger{10, 0, 0, 0}, MassLedger{20, 0, 0, 0}});
    writer.commit();
    return path;
}

TEST(HistoryData, ShortHistoriesAreReadStepByStep)
{
    TemporaryFolder const folder;
    HistoryData const history = read_history(written_history(folder, 20));
    EXPECT_THAT(history.classes, ElementsAre("car", "long_vehicle"));
    EXPECT_EQ(history.num_steps, 20);
    EXPECT_EQ(history.begin_time, 0);
    ASSERT_EQ(history.groups.size(), 20U);
    EXPECT_EQ(history.groups[16].smallest_dt, 0.125);
    EXPECT_EQ(history.groups[16].largest_dt, 0.125);
    EXPECT_THAT(history.groups[19].inflow, ElementsAre(40, 1));
    EXPECT_THAT(history.groups[19].mass, ElementsAre(30, 20));
}

TEST(HistoryData, LongHistoriesAreThinnedWithoutLosingAnything)
{
    TemporaryFolder const folder;
    for (int const num_steps : {9, 16, 17, 100, 101, 999}) { // even and odd remainders
        HistoryData const history = read_history(written_history(folder, num_steps), 8);
        EXPECT_EQ(history.num_steps, num_steps);
        EXPECT_LE(history.groups.size(), 9U);
        EXPECT_GE(history.groups.size(), 4U);
        std::int64_t floors = 0;
        std::int64_t retries = 0;
        double smallest = 9;
        double largest_cfl = 0;
        double time = 0;
        for (auto const& group : history.groups) {
            EXPECT_GT(group.time, time);
            EXPECT_EQ(group.inflow[0], 2 * group.time); // that of its last step
            time = group.time;
            floors += group.floors;
            retries += group.retries;
            smallest = std::min(smallest, group.smallest_dt);
            largest_cfl = std::max(largest_cfl, group.largest_cfl);
        }
        EXPECT_EQ(time, num_steps);
        EXPECT_EQ(floors, 3);
        EXPECT_EQ(retries, num_steps >= 17 ? 2 : 0);
        EXPECT_EQ(smallest, num_steps >= 17 ? 0.125 : 1);
        EXPECT_EQ(largest_cfl, num_steps >= 17 ? 0.9 : 0.5);
    }
}

std::string complaint(std::string const& path)
{
    try {
        (void)read_history(path);
    } catch (IoError const& e) {
        return e.what();
    }
    return "none";
}

TEST(HistoryData, WhatIsNoHistoryIsNamedWithItsLine)
{
    TemporaryFolder const folder;
    EXPECT_THAT(complaint(folder / "none.csv"), HasSubstr("none.csv: it is not there"));
    std::ofstream(folder / "other.csv") << "x,y\n1,2\n";
    EXPECT_THAT(complaint(folder / "other.csv"), HasSubstr("other.csv:1: no column \"time\""));
    std::string const head = "step,time [s],dt [s],realized_cfl [1],floors,retries\n";
    std::ofstream(folder / "short.csv") << head << "1,1,1,0.5,0,0\n2,2,1\n";
    EXPECT_THAT(complaint(folder / "short.csv"), HasSubstr("short.csv:3: 3 values, but the header names 6 columns"));
    std::ofstream(folder / "word.csv") << head << "1,soon,1,0.5,0,0\n";
    EXPECT_THAT(complaint(folder / "word.csv"), HasSubstr("word.csv:2: \"soon\" is no number"));
}

} // namespace
