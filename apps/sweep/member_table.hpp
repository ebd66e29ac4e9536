// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/config.hpp>

#include <optional>
#include <string>
#include <vector>

namespace zemi::app {

/// The columns of a table that somebody's sampler wrote, as text.
struct MemberTable {
    struct Column {
        std::string key;  ///< "classes.car.relaxation_time"
        std::string unit; ///< of bare numbers in this column; may be empty
        ConfigMark mark;  ///< where its name stands
    };
    struct Field {
        std::string text;
        bool is_quoted = false;
        ConfigMark mark;
    };

    std::vector<Column> columns;
    std::vector<std::vector<Field>> rows; ///< each as long as `columns`
};

/// Reads comma-separated values: a line with the names of the columns, "key" or "key [unit]", then one line per member.
/// Empty lines and lines that begin with "#" are passed over; a field may stand in double quotes, in which two stand for
/// one. Everything wrong goes to the diagnostics (of many errors, the first ten); nothing is returned then.
[[nodiscard]] std::optional<MemberTable> read_member_table(std::string const& path, ConfigMark const& named_at,
                                                           Diagnostics& diagnostics);

/// A field as a value: with the unit of its column if it is a bare number, and in the grammar of --set.
/// Throws ValueError if it is no value.
[[nodiscard]] ConfigNode parse_field(MemberTable::Field const& field, MemberTable::Column const& column);

} // namespace zemi::app
