// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/config.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/units.hpp>

#include <cstdint>
#include <optional>
#include <string>

/// Values of a case that was checked against the schema. All return nothing for an entry that is missing or wrong: the
/// check has said so already, and what depends on the entry can be left out.
namespace zemi::app {

/// The node at a place such as "road.length", or nullptr.
[[nodiscard]] ConfigNode const* find_node(ConfigNode const& root, std::string const& place);
[[nodiscard]] ConfigNode* find_node(ConfigNode& root, std::string const& place);

[[nodiscard]] std::optional<Real> quantity(ConfigNode const* node, Dimension dimension);
[[nodiscard]] std::optional<Real> number(ConfigNode const* node);
[[nodiscard]] std::optional<int> integer(ConfigNode const* node);
[[nodiscard]] bool boolean(ConfigNode const* node, bool otherwise);
[[nodiscard]] std::string text(ConfigNode const* node, std::string const& otherwise = {});

/// The entry `name` of a map; nullptr also if `node` is none.
[[nodiscard]] ConfigNode const* entry(ConfigNode const* node, std::string const& name);

/// Sets a scalar that nobody wrote, or that was set here before; `note` says where it is from.
void set_default(ConfigNode& map, std::string const& key, std::string const& value, std::string const& note);

} // namespace zemi::app
