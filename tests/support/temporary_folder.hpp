// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace zemi::test_support {

/// An empty folder of its own for the running test; removed at the end.
class TemporaryFolder {
public:
    TemporaryFolder()
    {
        auto const* const info = ::testing::UnitTest::GetInstance()->current_test_info();
        m_path = std::filesystem::temp_directory_path()
               / ("zemi_"
                  + std::to_string(
                      std::hash<std::string>{}(std::string(info->test_suite_name()) + info->name() + unique())));
        std::filesystem::remove_all(m_path);
        std::filesystem::create_directories(m_path);
    }
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;

    [[nodiscard]] std::string operator/(std::string const& name) const { return (m_path / name).string(); }
    [[nodiscard]] std::filesystem::path const& path() const { return m_path; }

private:
    /// Differs between processes and between objects.
    static std::string unique()
    {
        static int count = 0;
        return std::to_string(++count) + "_"
             + std::to_string(std::filesystem::file_time_type::clock::now().time_since_epoch().count());
    }

    std::filesystem::path m_path;
};

inline std::string read_text_file(std::string const& path)
{
    std::ifstream const file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace zemi::test_support
