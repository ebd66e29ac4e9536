// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Each NN_name.yaml holds a mistake, NN_name.expected the exact text that a user sees, NN_name.set (if there is one)
// overrides as of --set, one per line. With ZEMI_UPDATE_EXPECTED=1 in the environment the expected texts are written
// anew; read the difference before committing it.
#include "mistakes.hpp"
#include "zemi/check.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace zemi::app {
namespace {

std::string const& folder = test_support::mistakes_folder;

std::vector<std::string> overrides(std::string const& name)
{
    std::vector<std::string> result;
    std::ifstream file(folder + name + ".set");
    for (std::string line; std::getline(file, line);) {
        result.push_back(line);
    }
    return result;
}

class Negative : public ::testing::TestWithParam<std::string> {};

TEST_P(Negative, SaysWhatIsWrong)
{
    CheckedCase const checked = check_case(folder + GetParam() + ".yaml", overrides(GetParam()));
    EXPECT_FALSE(checked.input.has_value()) << "the mistake was not noticed";
    test_support::expect_message(format_diagnostics(checked.diagnostics) + "\n", folder + GetParam() + ".expected");
}

INSTANTIATE_TEST_SUITE_P(Mistakes, Negative, ::testing::ValuesIn(test_support::mistakes_in(folder)),
                         [](auto const& test) { return test.param.substr(test.param.find('_') + 1); });

TEST(NegativeBase, HasNoMistake)
{
    EXPECT_TRUE(check_case(folder + "base.yaml", {}).input.has_value());
}

} // namespace
} // namespace zemi::app
