// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/case.hpp"
#include <zemi/core/config.hpp>

#include <string>

/// What read_case() does, step by step, for callers that make many cases of one file and repeat only some of the steps.
namespace zemi::app {

/// The loaded tree checked against the schema, with everything filled in, in the order of the schema. `stem`: name of
/// the file, which is the title of a case without one. Throws ConfigError for scenarios of the predecessor; everything
/// else that is wrong goes to the diagnostics.
void complete_case(ConfigNode& root, std::string const& stem, Diagnostics& diagnostics);

/// Values that are missing and depend on others. On a tree that went through this before: makes them follow the values
/// they depend on.
void fill_computed(ConfigNode& root, std::string const& stem);

/// Turns a complete and consistent tree (check_consistency() without errors) into what the program works with: all of
/// Case but path, name, `resolved` and the warnings. Throws ConfigError.
void build_case(ConfigNode const& root, Case& result, Diagnostics& diagnostics);

/// Notes beside each value of a complete tree where it is from, and gives files their full paths.
void annotate_case(ConfigNode& root, std::string const& equation);

/// The annotated tree as text, to be read again from anywhere: Case::resolved.
[[nodiscard]] std::string write_annotated(ConfigNode const& root);

/// Fills Case::diagnostics and Case::warnings.
void keep_warnings(Case& result, Diagnostics const& diagnostics);

} // namespace zemi::app
