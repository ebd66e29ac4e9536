// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

namespace zemi::app {

/// Writes a text to a new file; an existing one is replaced only if asked for, in one stroke. Throws CommandLineError if it may not be
/// replaced, IoError if it cannot be written.
void write_text_file(std::string const& path, std::string const& text, bool replace);

} // namespace zemi::app
