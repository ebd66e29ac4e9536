// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace zemi::test_support {

/// Where the files with mistakes are; messages name files in it without it.
inline std::string const mistakes_folder = std::string(ZEMI_SOURCE_DIR) + "/tests/negative/";

/// Stems of the YAML files in a folder, all but base.yaml, sorted.
inline std::vector<std::string> mistakes_in(std::string const& folder)
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

/// Compares a message, shorn of the folder's name, with a file; writes the file anew with ZEMI_UPDATE_EXPECTED in the
/// environment.
inline void expect_message(std::string message, std::string const& expected_file)
{
    for (std::size_t at = message.find(mistakes_folder); at != std::string::npos; at = message.find(mistakes_folder)) {
        message.erase(at, mistakes_folder.size());
    }
    if (std::getenv("ZEMI_UPDATE_EXPECTED") != nullptr) {
        std::ofstream(expected_file) << message;
    }
    EXPECT_EQ(message, read_text_file(expected_file));
}

} // namespace zemi::test_support
