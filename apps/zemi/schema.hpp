// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/config.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/units.hpp>

#include <optional>
#include <string>
#include <vector>

/// What a case file may say. One table (schema_table.cpp) is the source of the checks of the reader, of `zemi explain`,
/// `zemi schema`, `zemi init` and of docs/case-file.md, so they cannot disagree.
namespace zemi::app {

/// How an entry is written.
enum class Form {
    quantity, ///< number with unit
    number, ///< plain number
    integer, ///< whole number
    boolean, ///< true or false
    text, ///< any text
    name, ///< one of `names`
    file, ///< path of a file, relative to the file that names it
    map, ///< keys and values
    list, ///< items, each of the entry at path + "[]"
    value, ///< anything; what it has to be depends on other entries
};

enum class Need {
    optional,
    required,
    one_of, ///< exactly one of its siblings with this need has to be there
};

/// Bounds in SI; a missing one does not bind.
struct Bounds {
    std::optional<Real> min{};
    std::optional<Real> max{};
    bool above_min = false; ///< min itself is not allowed
};

/// One line of the table: one way to write what stands at `path`. An entry that can be written in several ways (a
/// scalar, a list, a map) has several lines with the same path.
struct SchemaEntry {
    /// "road.length"; `[]` is an item of a list, `<class>` a key that names a class, `<name>` and `<category>` keys
    /// that the user chooses. Paths that begin with "$" are definitions, used by entries that are `like` them.
    std::string path;
    Form form = Form::map;
    Need need = Need::optional;
    Dimension dimension{};
    Bounds range{}; ///< what is accepted
    Bounds usual{}; ///< what is not questioned
    std::vector<std::string> names{}; ///< accepted names; beside a quantity: instead of it
    std::string fallback{}; ///< value if missing, as it would be written
    std::string computed_fallback{}; ///< says what the value is if missing, when that depends on other values
    std::string like{}; ///< definition whose keys it shares
    std::vector<std::string> equations{}; ///< equations that use it; empty: all
    std::string summary{}; ///< one line
    std::string details{}; ///< more, for `explain` and the docs
    std::string example{}; ///< as it would be written
};

/// The whole table, in the order in which a case is best read.
[[nodiscard]] std::vector<SchemaEntry> const& schema();

/// All ways to write what stands at `path`.
[[nodiscard]] std::vector<SchemaEntry const*> forms_at(std::string const& path);

/// Paths of the keys that a map at `path` may have, in the order of the table, those of its definition included.
[[nodiscard]] std::vector<std::string> keys_at(std::string const& path);

/// The last part of a path: "length" of "road.length".
[[nodiscard]] std::string last_part(std::string const& path);

/// `<...>`: the user chooses the key.
[[nodiscard]] bool is_placeholder(std::string const& part);

/// Whether a map at this place of a case (with the names that the user chose) is one of several alternatives.
[[nodiscard]] bool is_choice(std::string const& place);

/// Path in the schema of a place in a case: "classes.car.length" is at "classes.<name>.length". Empty if there is none.
[[nodiscard]] std::string schema_path(std::string const& place);

/// The keys whose values are paths of files.
[[nodiscard]] std::vector<std::string> file_keys();

/// "0 to 1", "more than 0 m": the bounds as a user reads them; empty if there are none.
[[nodiscard]] std::string describe(Bounds const& bounds, Dimension dimension);

/// "a speed, in km/h or m/s", "one of power, singular", ...: what may be written.
[[nodiscard]] std::string describe_form(SchemaEntry const& entry);

/// Checks the case against the table and fills in what is missing. Everything wrong goes to the diagnostics. A file of
/// another kind than a case is described by a definition: "$sweep".
void check_against_schema(ConfigNode& root, Diagnostics& diagnostics, std::string const& definition = {});

/// Checks the key of a setting such as "classes.car.relaxation_time", written at `mark`: whether a case can have it, and
/// whether the classes in it are those of the case `root`. Says whether it is right.
bool check_setting_key(std::string const& key, ConfigMark const& mark, ConfigNode const& root,
                       Diagnostics& diagnostics);

/// Checks what a setting sets at the right key `key` of the case `root`.
void check_setting_value(ConfigNode value, std::string const& key, ConfigNode const& root, Diagnostics& diagnostics);

/// What check_against_schema() says about a scalar at `place` that is to be as `entry` says.
void check_scalar(ConfigNode const& node, SchemaEntry const& entry, std::string const& place, Diagnostics& diagnostics);

/// Puts the entries into the order of the table; keys that users choose keep theirs.
void sort_by_schema(ConfigNode& root);

/// The equation that the case asks for, as far as it is known before the check.
[[nodiscard]] std::string equation_of(ConfigNode const& root);

/// Whether `entry` matters for the equation.
[[nodiscard]] bool is_used(SchemaEntry const& entry, std::string const& equation);

} // namespace zemi::app
