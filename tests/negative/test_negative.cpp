// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Each NN_name.yaml holds a mistake, NN_name.expected the exact text that a user sees, NN_name.set (if there is one)
// overrides as of --set, one per line. With ZEMI_UPDATE_EXPECTED=1 in the environment the expected texts are written
// anew; read the difference before committing it.
#include "temporary_folder.hpp"
#include "zemi/check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace zemi::app {
namespace {

std::string const folder = std::string(ZEMI_SOURCE_DIR) + "/tests/negative/";

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
    for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
        text.erase(at, folder.size());
    }
    return text;
}

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
    std::string const message = without_folder(format_diagnostics(checked.diagnostics)) + "\n";
    std::string const expected = folder + GetParam() + ".expected";
    if (std::getenv("ZEMI_UPDATE_EXPECTED") != nullptr) {
        std::ofstream(expected) << message;
    }
    EXPECT_EQ(message, test_support::read_text_file(expected));
}

INSTANTIATE_TEST_SUITE_P(Mistakes, Negative, ::testing::ValuesIn(names()),
                         [](auto const& test) { return test.param.substr(test.param.find('_') + 1); });

TEST(NegativeBase, HasNoMistake)
{
    EXPECT_TRUE(check_case(folder + "base.yaml", {}).input.has_value());
}

} // namespace
} // namespace zemi::app
