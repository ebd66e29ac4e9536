// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/error.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zemi {

/// A text as read, kept for messages about it.
struct ConfigSource {
    std::string name; ///< path as the user would write it, or "--set"
    std::vector<std::string> lines;
};

/// A place in a text.
struct ConfigMark {
    std::shared_ptr<ConfigSource const> source; ///< none for values that nobody wrote
    int line = 0;                               ///< from 1; 0: the text as a whole
    int column = 0;                             ///< from 1, in characters
    int length = 1;                             ///< [characters]
};

/// What is wrong with a configuration. Collects, so that a user sees everything at once.
class Diagnostics {
public:
    void error(ConfigMark const& mark, std::string message, std::string suggestion = {});
    void warning(ConfigMark const& mark, std::string message, std::string suggestion = {});

    /// One that is known already.
    void add(Diagnostic diagnostic);

    [[nodiscard]] int num_errors() const noexcept;
    [[nodiscard]] bool has_errors() const noexcept { return num_errors() > 0; }
    /// In the order of the texts in which they were first found, then by line and column.
    [[nodiscard]] std::vector<Diagnostic> sorted() const;
    /// Throws ConfigError with all diagnostics, warnings too, if one of them is an error.
    void throw_if_errors() const;

private:
    std::vector<Diagnostic> m_diagnostics;
};

/// A node of a configuration: a scalar, a list or a map with text keys in the order of the file. It holds values only,
/// so looking something up changes nothing, and there is no node twice.
struct ConfigNode {
    enum class Kind {
        null,   ///< an explicit `null` or `~`: removes what a file inherits
        scalar, ///< `text`
        list,   ///< `children`
        map,    ///< `children` with their `key`
    };

    Kind kind = Kind::null;
    std::string key;      ///< in a map
    std::string text;     ///< of a scalar
    bool is_quoted = false;
    ConfigMark key_mark;  ///< where the key stands
    ConfigMark mark;      ///< where the value begins
    std::string note;     ///< where the value is from if not from a text: "default"
    std::vector<ConfigNode> children;

    [[nodiscard]] bool is_map() const noexcept { return kind == Kind::map; }
    [[nodiscard]] bool is_list() const noexcept { return kind == Kind::list; }
    [[nodiscard]] bool is_scalar() const noexcept { return kind == Kind::scalar; }

    /// The entry of a map, or nullptr.
    [[nodiscard]] ConfigNode const* find(std::string const& name) const noexcept;
    [[nodiscard]] ConfigNode* find(std::string const& name) noexcept;
    [[nodiscard]] std::vector<std::string> keys() const;
    /// The key if there is one, else the value: what a message about the whole entry points at.
    [[nodiscard]] ConfigMark const& place() const noexcept { return key_mark.source ? key_mark : mark; }
};

/// "a scalar", "a list", "a map"
[[nodiscard]] std::string describe(ConfigNode::Kind kind);

/// Reads one YAML document into a map. What YAML allows but people and programs read differently is an error: duplicate
/// keys, `<<`, anchors and aliases, tags, keys that are not plain text, values over several lines, a second document.
[[nodiscard]] ConfigNode parse_config(std::string const& text, std::string const& name, Diagnostics& diagnostics);

/// Whether the map at this path ("initial", "boundary.left") holds one of several alternatives.
using IsChoice = std::function<bool(std::string const& path)>;

/// Puts `later` over `earlier`: maps merge, everything else replaces, null removes. A map that is a choice is replaced
/// if `later` chooses something else.
void merge_config(ConfigNode& earlier, ConfigNode later, IsChoice const& is_choice, Diagnostics& diagnostics);

/// Reads the file, what it inherits (`inherits: base.yaml` or a list; paths relative to the file; later wins), and puts
/// the overrides "key.path=value" over it. The values of the keys named in `path_keys` that are relative paths are
/// made relative to the current folder. Throws IoError if the file itself cannot be read; everything else that is wrong
/// goes to the diagnostics. Nothing if one of the files is no YAML or missing: the rest would only seem incomplete.
[[nodiscard]] std::optional<ConfigNode> load_config(std::string const& path, std::vector<std::string> const& overrides,
                                                    IsChoice const& is_choice,
                                                    std::vector<std::string> const& path_keys,
                                                    Diagnostics& diagnostics);

/// Puts overrides "key.path=value" over a configuration that is loaded already, as load_config() does.
void apply_overrides(ConfigNode& root, std::vector<std::string> const& overrides, IsChoice const& is_choice,
                     Diagnostics& diagnostics);

/// The node as YAML, one value per line; `comment` gives the text behind a value, or "".
[[nodiscard]] std::string write_config(ConfigNode const& root,
                                       std::function<std::string(ConfigNode const&)> const& comment = {});

/// A text as a YAML scalar between double quotes, with what needs it escaped.
[[nodiscard]] std::string quoted_text(std::string const& text);

/// "cases/benin.yaml:12", "--set", "default": where the value of this node is from.
[[nodiscard]] std::string origin(ConfigNode const& node);

} // namespace zemi
