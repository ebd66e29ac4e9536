// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/config.hpp>

#include <memory>
#include <optional>
#include <string>

namespace zemi {

/// Where a text begins within its source: the value of an override stands behind its key.
struct ConfigOffset {
    int line = 0;
    int column = 0; ///< [bytes]
};

/// The first YAML document of a text, or nothing if there is none or the text cannot be read (which the diagnostics
/// say). The only place that knows the YAML library.
[[nodiscard]] std::optional<ConfigNode> parse_yaml(std::string const& text,
                                                   std::shared_ptr<ConfigSource const> const& source,
                                                   ConfigOffset offset, Diagnostics& diagnostics);

} // namespace zemi
