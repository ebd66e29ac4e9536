// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The same as test_negative.cpp for sweep files: sweep/NN_name.yaml holds mistakes, sweep/NN_name.expected what a user
// sees. With ZEMI_UPDATE_EXPECTED=1 in the environment the expected texts are written anew.
#include "sweep/plan.hpp"
#include "temporary_folder.hpp"
#include <zemi/core/error.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace zemi::app {
namespace {

std::string const parent = std::string(ZEMI_SOURCE_DIR) + "/tests/negative/";
std::string const folder = parent + "sweep/";

std::vector<std::string> names()
{
    std::vector<std::string> result;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        std::string const stem = entry.path().stem().string();
        if (entry.path().extension() == ".yaml" && stem != "base") {
            result.push_back(stem);
        }
    }
    std::sort(result.begin(), result.end());
    return result;
}

std::string without_folder(std::string text)
{
    for (std::size_t at = text.find(parent); at != std::string::npos; at = text.find(parent)) {
        text.erase(at, parent.size());
    }
    return text;
}

class NegativeSweep : public ::testing::TestWithParam<std::string> {};

TEST_P(NegativeSweep, SaysWhatIsWrong)
{
    std::string message = "nothing";
    try {
        static_cast<void>(read_sweep(folder + GetParam() + ".yaml"));
    } catch (ConfigError const& e) {
        message = without_folder(e.what()) + '\n';
    }
    std::string const expected = folder + GetParam() + ".expected";
    if (std::getenv("ZEMI_UPDATE_EXPECTED") != nullptr) {
        std::ofstream(expected) << message;
    }
    EXPECT_EQ(message, test_support::read_text_file(expected));
}

INSTANTIATE_TEST_SUITE_P(Mistakes, NegativeSweep, ::testing::ValuesIn(names()),
                         [](auto const& test) { return test.param.substr(test.param.find('_') + 1); });

TEST(NegativeSweepBase, HasNoMistake)
{
    EXPECT_EQ(read_sweep(folder + "base.yaml").size(), 2U);
}

} // namespace
} // namespace zemi::app
