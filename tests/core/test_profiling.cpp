// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/profiling.hpp>

#include <Kokkos_Core.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using testing::ElementsAre;

std::vector<std::string> seen; // by the callbacks, which are plain functions

TEST(Timers, AccumulateByNameInOrderOfFirstUse)
{
    zemi::Timers timers;
    timers.add("stepping", 1.0);
    timers.add("output", 0.25);
    timers.add("stepping", 2.0);
    ASSERT_EQ(timers.entries().size(), 2U);
    EXPECT_EQ(timers.entries()[0].name, "stepping");
    EXPECT_EQ(timers.entries()[0].count, 2);
    EXPECT_DOUBLE_EQ(timers.seconds("stepping"), 3.0);
    EXPECT_DOUBLE_EQ(timers.seconds("output"), 0.25);
    EXPECT_DOUBLE_EQ(timers.seconds("never"), 0.0);
}

TEST(Region, IsVisibleToToolsAndTakesTime)
{
    seen.clear();
    Kokkos::Tools::Experimental::set_push_region_callback([](char const* name) { seen.emplace_back(name); });
    Kokkos::Tools::Experimental::set_pop_region_callback([] { seen.emplace_back("pop"); });
    zemi::Timers timers;
    {
        zemi::Region const outer("outer", &timers);
        zemi::Region const inner("inner");
        zemi::Stopwatch const watch;
        while (watch.seconds() < 0.002) {
        }
    }
    Kokkos::Tools::Experimental::set_push_region_callback(nullptr);
    Kokkos::Tools::Experimental::set_pop_region_callback(nullptr);
    EXPECT_THAT(seen, ElementsAre("zemi::outer", "zemi::inner", "pop", "pop"));
    EXPECT_GE(timers.seconds("outer"), 0.002);
    EXPECT_EQ(timers.entries().size(), 1U);
}

} // namespace
