// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/text_file.hpp"

#include "zemi/command_line.hpp"
#include <zemi/core/io_error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace zemi::app {

void write_text_file(std::string const& path, std::string const& text, bool replace)
{
    if (!replace && std::filesystem::exists(path)) {
        throw CommandLineError(fmt::format("{} exists already; --force replaces it", path));
    }
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file) {
        throw IoError(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
    }
}

} // namespace zemi::app
