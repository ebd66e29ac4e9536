// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <cstdint>
#include <string_view>

/// Text to numbers, without surprises: the whole text counts, nothing depends on the locale, and what some reader would
/// understand differently (010, 0x10, yes, 1,5) is refused. All throw ValueError.
namespace zemi {

/// A decimal number such as 12, -0.5 or 1.5e-3; finite and not too large for a double.
[[nodiscard]] Real parse_number(std::string_view text);

/// A whole number, written with digits only.
[[nodiscard]] std::int64_t parse_integer(std::string_view text);

/// true or false, and nothing else.
[[nodiscard]] bool parse_boolean(std::string_view text);

} // namespace zemi
