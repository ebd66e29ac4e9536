// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/config.hpp>

#include <functional>
#include <string>

namespace zemi::app {

/// The value of a node in one line, as it would be written behind "key=" for --set.
[[nodiscard]] std::string setting_text(ConfigNode const& node);

/// Writes a map of settings with full keys: {classes: {car: {length: 4 m}}} becomes {classes.car.length: 4 m}. Maps for
/// which `is_value` holds, and empty ones, stay as they are. Of a key that is there twice, the later one stays if it is
/// from --set; else it is an error: "<place> sets ... twice".
void flatten_settings(ConfigNode& map, std::string const& place, std::function<bool(ConfigNode const&)> const& is_value,
                      Diagnostics& diagnostics);

} // namespace zemi::app
