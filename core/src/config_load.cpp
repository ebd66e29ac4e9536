// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "config_yaml.hpp"
#include <zemi/core/io_error.hpp>
#include <zemi/core/suggest.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace zemi {
namespace {

namespace fs = std::filesystem;

std::string join_path(std::string const& path, std::string const& key)
{
    return path.empty() ? key : path + '.' + key;
}

std::string without_byte_order_mark(std::string text)
{
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

std::shared_ptr<ConfigSource const> make_source(std::string const& text, std::string const& name)
{
    auto source = std::make_shared<ConfigSource>();
    source->name = name;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t const end = std::min(text.find('\n', begin), text.size());
        std::size_t const length = end - begin - (end > begin && text[end - 1] == '\r' ? 1 : 0);
        source->lines.push_back(text.substr(begin, length));
        begin = end + 1;
    }
    if (source->lines.empty()) {
        source->lines.emplace_back();
    }
    return source;
}

std::string read_text(std::string const& path)
{
    if (fs::is_directory(path)) {
        throw IoError(fmt::format("cannot read {}: it is a folder", path));
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        std::string hint;
        fs::path const folder = fs::path(path).has_parent_path() ? fs::path(path).parent_path() : fs::path(".");
        std::vector<std::string> names;
        std::error_code failure;
        for (auto const& entry : fs::directory_iterator(folder, failure)) {
            names.push_back(entry.path().filename().string());
        }
        std::sort(names.begin(), names.end());
        std::string const nearest = nearest_name(fs::path(path).filename().string(), names);
        if (!nearest.empty()) {
            hint = fmt::format("; did you mean {}?", (fs::path(path).parent_path() / nearest).string());
        }
        throw IoError(fmt::format("cannot read {}: {}{}", path, std::strerror(errno), hint));
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

ConfigNode empty_map()
{
    ConfigNode node;
    node.kind = ConfigNode::Kind::map;
    return node;
}

void merge_at(ConfigNode& earlier, ConfigNode later, std::string const& path, IsChoice const& is_choice,
              Diagnostics& diagnostics);

void merge_entry(ConfigNode& earlier, ConfigNode entry, std::string const& path, IsChoice const& is_choice,
                 Diagnostics& diagnostics)
{
    std::string const entry_path = join_path(path, entry.key);
    ConfigNode* const old = earlier.find(entry.key);
    if (entry.kind == ConfigNode::Kind::null) {
        if (old == nullptr) {
            std::string const nearest = nearest_name(entry.key, earlier.keys());
            diagnostics.error(entry.place(), fmt::format("there is no \"{}\" to remove", entry_path),
                              nearest.empty() ? "" : fmt::format("did you mean \"{}\"?", nearest));
        } else {
            earlier.children.erase(earlier.children.begin() + (old - earlier.children.data()));
        }
        return;
    }
    if (!entry.is_map()) {
        if (old == nullptr) {
            earlier.children.push_back(std::move(entry));
        } else {
            *old = std::move(entry);
        }
        return;
    }
    bool const chooses_other = old != nullptr && old->is_map() && is_choice && is_choice(entry_path)
                            && std::any_of(entry.children.begin(), entry.children.end(), [&](ConfigNode const& child) {
                                   return child.kind != ConfigNode::Kind::null && old->find(child.key) == nullptr;
                               });
    ConfigNode merged = empty_map();
    if (chooses_other) { // what was chosen before goes, whether or not this is said
        std::erase_if(entry.children, [old](ConfigNode const& child) {
            return child.kind == ConfigNode::Kind::null && old->find(child.key) != nullptr;
        });
    } else if (old != nullptr && old->is_map()) {
        merged = std::move(*old);
    }
    merged.key = entry.key;
    merged.key_mark = entry.key_mark;
    merged.mark = entry.mark;
    merge_at(merged, std::move(entry), entry_path, is_choice, diagnostics);
    if (old == nullptr) {
        earlier.children.push_back(std::move(merged));
    } else {
        *old = std::move(merged);
    }
}

void merge_at(ConfigNode& earlier, ConfigNode later, std::string const& path, IsChoice const& is_choice,
              Diagnostics& diagnostics)
{
    for (ConfigNode& entry : later.children) {
        merge_entry(earlier, std::move(entry), path, is_choice, diagnostics);
    }
}

/// The map that a text holds, or nothing if it holds none.
std::optional<ConfigNode> parse_text(std::string const& text, std::string const& name, Diagnostics& diagnostics)
{
    std::string const clean = without_byte_order_mark(text);
    auto const source = make_source(clean, name);
    ConfigMark const whole{source};
    int const num_errors = diagnostics.num_errors();
    auto root = parse_yaml(clean, source, {}, diagnostics);
    if (root && root->is_map()) {
        root->mark = whole;
        return root;
    }
    if (root && root->kind != ConfigNode::Kind::null) {
        bool const glued = root->is_scalar() && root->text.find(':') != std::string::npos;
        diagnostics.error(root->mark, fmt::format("a file holds keys and values, not {}", describe(root->kind)),
                          glued ? "a blank is missing behind the colon" : "");
    } else if (diagnostics.num_errors() == num_errors) {
        diagnostics.error(whole, "the file is empty");
    }
    return std::nullopt;
}

/// Reads files and what they inherit.
class Loader {
public:
    Loader(IsChoice const& is_choice, std::vector<std::string> const& path_keys, Diagnostics& diagnostics)
        : m_is_choice(is_choice),
          m_path_keys(path_keys),
          m_diagnostics(diagnostics)
    {
    }

    [[nodiscard]] bool is_complete() const { return m_is_complete; }

    ConfigNode load(std::string const& path)
    {
        std::optional<ConfigNode> found = parse_text(read_text(path), path, m_diagnostics);
        m_is_complete = m_is_complete && found;
        ConfigNode own = found ? std::move(*found) : empty_map();
        m_open.push_back(path);
        resolve_paths(own, fs::path(path).parent_path(), "");
        ConfigNode merged = empty_map();
        merged.mark = own.mark;
        if (ConfigNode const* const inherits = own.find("inherits")) {
            if (inherits->is_list()) {
                for (ConfigNode const& item : inherits->children) {
                    inherit(merged, item, path);
                }
            } else {
                inherit(merged, *inherits, path);
            }
            std::erase_if(own.children, [](ConfigNode const& child) { return child.key == "inherits"; });
        }
        merge_at(merged, std::move(own), "", m_is_choice, m_diagnostics);
        m_open.pop_back();
        return merged;
    }

private:
    void inherit(ConfigNode& merged, ConfigNode const& name, std::string const& from)
    {
        if (!name.is_scalar()) {
            m_is_complete = false;
            m_diagnostics.error(
                name.place(), fmt::format("\"inherits\" names a file or a list of files, not {}", describe(name.kind)));
            return;
        }
        std::string const path = (fs::path(from).parent_path() / name.text).lexically_normal().string();
        std::error_code failure;
        bool const cycle = std::any_of(m_open.begin(), m_open.end(),
                                       [&](std::string const& open) { return fs::equivalent(open, path, failure); });
        if (cycle) {
            m_is_complete = false;
            std::vector<std::string> const chain(m_open.begin(), m_open.end());
            m_diagnostics.error(name.mark,
                                fmt::format("the files inherit each other: {} -> {}", fmt::join(chain, " -> "), path));
            return;
        }
        try {
            merge_at(merged, load(path), "", m_is_choice, m_diagnostics);
        } catch (IoError const& e) {
            m_is_complete = false;
            m_diagnostics.error(name.mark, e.what());
        }
    }

    /// Files that the configuration names are found relative to the file that names them.
    void resolve_paths(ConfigNode& node, fs::path const& folder, std::string const& path) const
    {
        for (ConfigNode& child : node.children) {
            std::string const child_path = join_path(path, child.key);
            if (child.is_scalar()
                && std::find(m_path_keys.begin(), m_path_keys.end(), child_path) != m_path_keys.end()) {
                child.text = (folder / child.text).lexically_normal().string();
            }
            resolve_paths(child, folder, child_path);
        }
    }

    IsChoice const& m_is_choice;
    std::vector<std::string> const& m_path_keys;
    Diagnostics& m_diagnostics;
    std::vector<std::string> m_open; ///< files being read, outermost first
    bool m_is_complete = true;
};

/// "road.cells=200" as the map {road: {cells: 200}}.
ConfigNode parse_override(std::string const& text, std::shared_ptr<ConfigSource const> const& source, int line,
                          Diagnostics& diagnostics)
{
    ConfigNode root = empty_map();
    std::size_t const equals = text.find('=');
    ConfigMark const whole{source, line, 1, std::max(1, static_cast<int>(std::min(equals, text.size())))};
    if (equals == std::string::npos || equals == 0) {
        diagnostics.error(whole, fmt::format("\"{}\" is not of the form key.path=value", text));
        return root;
    }
    if (text.find('\n') != std::string::npos) {
        diagnostics.error(whole, "an override has to be one line");
        return root;
    }
    ConfigNode* node = &root;
    for (std::size_t begin = 0; begin <= equals;) {
        std::size_t const end = std::min(text.find('.', begin), equals);
        ConfigNode child = empty_map();
        child.key = text.substr(begin, end - begin);
        child.key_mark = {source, line, static_cast<int>(begin) + 1, std::max(1, static_cast<int>(end - begin))};
        child.mark = child.key_mark;
        if (child.key.empty()) {
            diagnostics.error(child.key_mark, "a key is missing between the dots");
            return empty_map();
        }
        node->children.push_back(std::move(child));
        node = &node->children.back();
        begin = end + 1;
    }
    if (root.find("inherits") != nullptr) {
        diagnostics.error(whole, "\"inherits\" can only stand in a file");
        return empty_map();
    }
    std::string const value_text = text.substr(equals + 1);
    auto value = parse_yaml(value_text, source, {line - 1, static_cast<int>(equals) + 1}, diagnostics);
    if (!value) {
        if (value_text.find_first_not_of(" \t") == std::string::npos) {
            diagnostics.error(whole, fmt::format("\"{}\" has no value", text.substr(0, equals)),
                              "write null to remove an entry");
        }
        return empty_map();
    }
    value->key = node->key;
    value->key_mark = node->key_mark;
    *node = std::move(*value);
    return root;
}

} // namespace

ConfigNode parse_config(std::string const& text, std::string const& name, Diagnostics& diagnostics)
{
    return parse_text(text, name, diagnostics).value_or(empty_map());
}

void merge_config(ConfigNode& earlier, ConfigNode later, IsChoice const& is_choice, Diagnostics& diagnostics)
{
    merge_at(earlier, std::move(later), "", is_choice, diagnostics);
}

std::optional<ConfigNode> load_config(std::string const& path, std::vector<std::string> const& overrides,
                                      IsChoice const& is_choice, std::vector<std::string> const& path_keys,
                                      Diagnostics& diagnostics)
{
    Loader loader(is_choice, path_keys, diagnostics);
    ConfigNode root = loader.load(path);
    apply_overrides(root, overrides, is_choice, diagnostics);
    return loader.is_complete() ? std::optional(std::move(root)) : std::nullopt;
}

void apply_overrides(ConfigNode& root, std::vector<std::string> const& overrides, IsChoice const& is_choice,
                     Diagnostics& diagnostics)
{
    auto const source = std::make_shared<ConfigSource>();
    source->name = "--set";
    source->lines = overrides;
    for (std::size_t i = 0; i < overrides.size(); ++i) {
        merge_config(root, parse_override(overrides[i], source, static_cast<int>(i) + 1, diagnostics), is_choice,
                     diagnostics);
    }
}

} // namespace zemi
