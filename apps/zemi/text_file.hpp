// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/config.hpp>

#include <memory>
#include <string>

namespace zemi::app {

/// The lines of a text file, without line ends and byte order mark, for messages that show them. A file that cannot be
/// read is an error at `named_at`, and the result is null.
[[nodiscard]] std::shared_ptr<ConfigSource const> read_lines(std::string const& path, ConfigMark const& named_at,
                                                             Diagnostics& diagnostics);

/// Writes a text to a new file; an existing one is replaced only if asked for, in one stroke. Throws CommandLineError if
/// it may not be replaced, IoError if it cannot be written.
void write_text_file(std::string const& path, std::string const& text, bool replace);

} // namespace zemi::app
