// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The same as test_negative.cpp for sweep files: sweep/NN_name.yaml holds mistakes, sweep/NN_name.expected what a user
// sees. With ZEMI_UPDATE_EXPECTED=1 in the environment the expected texts are written anew.
#include "mistakes.hpp"
#include "sweep/plan.hpp"
#include <zemi/core/error.hpp>

#include <gtest/gtest.h>

#include <string>

namespace zemi::app {
namespace {

std::string const folder = test_support::mistakes_folder + "sweep/";

class NegativeSweep : public ::testing::TestWithParam<std::string> {};

TEST_P(NegativeSweep, SaysWhatIsWrong)
{
    std::string message = "nothing";
    try {
        static_cast<void>(read_sweep(folder + GetParam() + ".yaml"));
    } catch (ConfigError const& e) {
        message = std::string(e.what()) + '\n';
    }
    test_support::expect_message(message, folder + GetParam() + ".expected");
}

INSTANTIATE_TEST_SUITE_P(Mistakes, NegativeSweep, ::testing::ValuesIn(test_support::mistakes_in(folder)),
                         [](auto const& test) { return test.param.substr(test.param.find('_') + 1); });

TEST(NegativeSweepBase, HasNoMistake)
{
    EXPECT_EQ(read_sweep(folder + "base.yaml").size(), 2U);
}

} // namespace
} // namespace zemi::app
