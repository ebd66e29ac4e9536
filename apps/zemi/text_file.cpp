// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/text_file.hpp"

#include "zemi/command_line.hpp"
#include <zemi/core/io_error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace zemi::app {

std::shared_ptr<ConfigSource const> read_lines(std::string const& path, ConfigMark const& named_at,
                                               Diagnostics& diagnostics)
{
    std::ifstream file(path);
    if (!file || std::filesystem::is_directory(path)) {
        diagnostics.error(named_at, fmt::format("cannot read {}", path));
        return nullptr;
    }
    auto source = std::make_shared<ConfigSource>();
    source->name = path;
    for (std::string line; std::getline(file, line);) {
        if (!line.empty() && line.back() == '\r') {
            line.pop_back();
        }
        if (source->lines.empty() && line.starts_with("\xEF\xBB\xBF")) {
            line.erase(0, 3);
        }
        source->lines.push_back(std::move(line));
    }
    return source;
}

void write_text_file(std::string const& path, std::string const& text, bool replace)
{
    if (!replace && std::filesystem::exists(path)) {
        throw CommandLineError(fmt::format("{} exists already; --force replaces it", path));
    }
    std::error_code ignored;
    bool const is_special = std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
    std::string const written = is_special ? path : path + ".tmp"; // /dev/stdout cannot be renamed
    std::ofstream file(written, std::ios::binary);
    file << text;
    file.close();
    if (!file || (!is_special && std::rename(written.c_str(), path.c_str()) != 0)) {
        std::string const why = std::strerror(errno);
        if (!is_special) {
            std::filesystem::remove(written, ignored);
        }
        throw IoError(fmt::format("cannot write {}: {}", path, why));
    }
}

} // namespace zemi::app
