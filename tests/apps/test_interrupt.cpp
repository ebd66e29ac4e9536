// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/interrupt.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace zemi::app {
namespace {

TEST(InterruptScope, OneWishThatArrivesTwiceOnlySetsTheFlag)
{
    InterruptScope const scope;
    EXPECT_EQ(InterruptScope::received(), 0);
    std::raise(SIGINT);
    std::raise(SIGINT);
    EXPECT_EQ(InterruptScope::received(), SIGINT);
    std::raise(SIGTERM);
    EXPECT_EQ(InterruptScope::received(), SIGINT) << "the first one counts";
}

TEST(InterruptScopeDeathTest, TheSecondCtrlCEndsTheProgram)
{
    auto const insist = [] {
        InterruptScope const scope;
        std::raise(SIGINT);
        std::this_thread::sleep_for(std::chrono::milliseconds(350));
        std::raise(SIGINT);
        std::exit(0); // not reached
    };
    EXPECT_EXIT(insist(), testing::KilledBySignal(SIGINT), "");
}

TEST(InterruptScopeDeathTest, SignalsEndTheProgramWithoutAScope)
{
    { InterruptScope const scope; }
    EXPECT_EXIT(std::raise(SIGTERM), testing::KilledBySignal(SIGTERM), "");
}

} // namespace
} // namespace zemi::app
