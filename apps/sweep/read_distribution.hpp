// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/distribution.hpp"
#include "zemi/schema.hpp"
#include <zemi/core/config.hpp>

#include <optional>
#include <string>

namespace zemi::app {

/// How the value of a numeric entry of a case is written, or nullptr if it has none: names and texts cannot be drawn.
[[nodiscard]] SchemaEntry const* numeric_form(std::string const& key);

/// Reads the distribution of the entry `key` of the case `root`: ends of the right dimension, in order, and within what
/// the entry accepts. What is wrong goes to the diagnostics, apart from what the check against the schema reports.
[[nodiscard]] std::optional<Distribution> read_distribution(ConfigNode const& node, std::string const& key,
                                                            ConfigNode const& root, Diagnostics& diagnostics);

} // namespace zemi::app
