// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace zemi {

/// Number of letters to insert, remove, replace, or exchange with their neighbour, to make `b` from `a`
/// (Damerau-Levenshtein distance, optimal string alignment).
[[nodiscard]] int edit_distance(std::string_view a, std::string_view b);

/// The name that was probably meant by `word`; empty if none is near. Case and the difference between "-", "_" and " "
/// do not count; a third of the letters may be wrong, and a beginning of at least three letters is enough if only one
/// name begins like this.
[[nodiscard]] std::string nearest_name(std::string_view word, std::vector<std::string> const& names);

/// `did you mean "name"?` for the nearest name, else `known: a, b, c`; empty if no name is known.
[[nodiscard]] std::string suggest_name(std::string_view word, std::vector<std::string> const& names);

} // namespace zemi
