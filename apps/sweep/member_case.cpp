// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_case.hpp"

#include "zemi/case_checks.hpp"
#include "zemi/case_stages.hpp"
#include "zemi/schema.hpp"
#include <zemi/core/config.hpp>
#include <zemi/core/error.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/values.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace zemi::app {
namespace {

/// Members whose texts differ (names, lists, files) are prepared separately; so many preparations are kept.
constexpr std::size_t most_prepared = 64;

/// Whether YAML reads the text as it stands, as a scalar without quotes: a number, perhaps with a unit.
bool is_plain_number(std::string const& text)
{
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    auto const is_allowed = [&](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' || c == '.'
            || c == '/' || c == '^' || c == ' ';
    };
    std::size_t const first = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    return text.size() > first && is_digit(text[first]) && text.back() != ' '
        && std::all_of(text.begin(), text.end(), is_allowed) && text.find("  ") == std::string::npos;
}

bool is_numeric(Form form)
{
    return form == Form::quantity || form == Form::number || form == Form::integer;
}

/// How a scalar at this place may be written, or nullptr.
SchemaEntry const* scalar_entry(std::string const& place)
{
    for (SchemaEntry const* const entry : forms_at(schema_path(place))) {
        if (entry->form != Form::map && entry->form != Form::list) {
            return entry;
        }
    }
    return nullptr;
}

struct Leaf {
    std::string place;
    ConfigNode* node;
};

/// All scalars, in order.
void collect_leaves(ConfigNode& node, std::string const& place, std::vector<Leaf>& leaves)
{
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        ConfigNode& child = node.children[i];
        std::string const child_place = node.is_list() ? fmt::format("{}[{}]", place, i + 1)
                                      : place.empty()  ? child.key
                                                       : place + '.' + child.key;
        if (child.is_scalar()) {
            leaves.push_back({child_place, &child});
        } else {
            collect_leaves(child, child_place, leaves);
        }
    }
}

std::vector<Leaf> leaves_of(ConfigNode& root)
{
    std::vector<Leaf> leaves;
    collect_leaves(root, "", leaves);
    return leaves;
}

void replace_source(ConfigNode& node, std::string const& name, std::shared_ptr<ConfigSource const> const& source)
{
    for (ConfigMark* const mark : {&node.mark, &node.key_mark}) {
        if (mark->source && mark->source->name == name) {
            mark->source = source;
        }
    }
    for (ConfigNode& child : node.children) {
        replace_source(child, name, source);
    }
}

std::string content_of_file(std::string const& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw IoError(fmt::format("cannot read {}", path));
    }
    Fnv128 hash;
    hash.add(std::string(std::istreambuf_iterator<char>(file), {}));
    return fmt::format("{:016x}{:016x}", hash.high(), hash.low());
}

/// A value as it bears on the result: numbers in SI, whatever unit they are written in.
std::string effective_value(ConfigNode const& node, SchemaEntry const* entry)
{
    if (entry == nullptr) {
        return node.text;
    }
    try {
        switch (entry->form) {
        case Form::quantity:
            return fmt::format("{}", parse_quantity(node.text, entry->dimension));
        case Form::number:
            return fmt::format("{}", parse_quantity(node.text, dimension::none));
        case Form::integer:
            return fmt::format("{}", parse_integer(node.text));
        case Form::file:
            return content_of_file(node.text);
        default:
            return node.text;
        }
    } catch (ValueError const&) { // a name where a quantity could stand, too
        return node.text;
    }
}

} // namespace

/// A working copy of the tree of one structure.
struct CaseTemplate::Scratch {
    ConfigNode tree;      ///< complete and sorted
    ConfigNode annotated; ///< the same as in Case::resolved
    std::vector<Leaf> leaves;
    std::vector<Leaf> annotated_leaves; ///< in the same order
    std::shared_ptr<ConfigSource> source; ///< of the overrides
};

/// What members with the same texts (all but numbers) have in common.
struct CaseTemplate::Prepared {
    ConfigNode tree;
    ConfigNode annotated;
    std::vector<Diagnostic> remarks; ///< of the schema, on everything but the numbers that change
    std::vector<std::size_t> leaf_of_parameter; ///< no_leaf: the same in all members
    std::vector<SchemaEntry const*> entry_of_parameter;
    std::vector<std::size_t> computed;  ///< leaves that follow from others
    struct Piece {
        std::string text;  ///< what does not change, up to the next value
        std::size_t leaf;  ///< whose value follows, or no_leaf
        SchemaEntry const* entry;
    };
    std::vector<Piece> content;

    static constexpr std::size_t no_leaf = static_cast<std::size_t>(-1);
    std::mutex mutex;
    std::vector<std::unique_ptr<Scratch>> free;

    std::unique_ptr<Scratch> take()
    {
        {
            std::lock_guard const lock(mutex);
            if (!free.empty()) {
                auto scratch = std::move(free.back());
                free.pop_back();
                return scratch;
            }
        }
        auto scratch = std::make_unique<Scratch>();
        scratch->tree = tree;
        scratch->annotated = annotated;
        scratch->source = std::make_shared<ConfigSource>();
        scratch->source->name = "--set";
        replace_source(scratch->tree, "--set", scratch->source);
        scratch->leaves = leaves_of(scratch->tree);
        scratch->annotated_leaves = leaves_of(scratch->annotated);
        return scratch;
    }

    void give_back(std::unique_ptr<Scratch> scratch)
    {
        std::lock_guard const lock(mutex);
        free.push_back(std::move(scratch));
    }

    [[nodiscard]] bool is_variable(std::size_t leaf) const
    {
        return std::find(computed.begin(), computed.end(), leaf) != computed.end()
            || std::find(leaf_of_parameter.begin(), leaf_of_parameter.end(), leaf) != leaf_of_parameter.end();
    }

    void compile_content()
    {
        std::string text;
        std::vector<Leaf> const leaves = leaves_of(annotated);
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            std::string const& place = leaves[i].place;
            bool const counts = place == "output.every" || (place != "title" && !place.starts_with("output."));
            if (!counts) {
                continue;
            }
            SchemaEntry const* const entry = scalar_entry(place);
            text += place + '=';
            if (is_variable(i)) {
                content.push_back({std::move(text), i, entry});
                text.clear();
            } else {
                text += effective_value(*leaves[i].node, entry);
            }
            text += '\n';
        }
        content.push_back({std::move(text), no_leaf, nullptr});
    }
};

struct CaseTemplate::State {
    ConfigNode base;
    Diagnostics base_diagnostics;
    std::string base_text;
    std::shared_mutex mutex;
    std::map<std::string, std::unique_ptr<Prepared>> prepared; ///< by structure
};

CaseTemplate::CaseTemplate(std::string path, std::vector<Setting> const& settings, std::vector<std::string> parameters)
    : m_path(std::move(path)),
      m_name(std::filesystem::path(m_path).stem().string()),
      m_parameters(std::move(parameters)),
      m_state(std::make_unique<State>())
{
    for (Setting const& setting : settings) {
        m_settings.push_back(setting.key + '=' + setting.value);
    }
    auto base = load_config(m_path, {}, is_choice, file_keys(), m_state->base_diagnostics);
    if (!base) {
        throw ConfigError(m_state->base_diagnostics.sorted());
    }
    m_state->base = std::move(*base);
    m_state->base_text = write_config(m_state->base);
    for (std::string const& parameter : m_parameters) {
        SchemaEntry const* const entry = scalar_entry(parameter);
        m_is_numeric.push_back(entry != nullptr && is_numeric(entry->form) ? 1 : 0);
    }
}

CaseTemplate::~CaseTemplate() = default;

std::vector<std::string> CaseTemplate::overrides(std::vector<std::string> const& values) const
{
    std::vector<std::string> result = m_settings;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        result.push_back(m_parameters[i] + '=' + values[i]);
    }
    return result;
}

std::string CaseTemplate::structure_of(std::vector<std::string> const& values) const
{
    std::string structure;
    for (std::size_t i = 0; i < values.size(); ++i) {
        structure += m_is_numeric[i] != 0 && is_plain_number(values[i]) ? "#" : "=" + values[i];
        structure += '\n';
    }
    return structure;
}

CaseTemplate::Prepared* CaseTemplate::find_prepared(std::string const& structure) const
{
    std::shared_lock const lock(m_state->mutex);
    auto const found = m_state->prepared.find(structure);
    return found == m_state->prepared.end() ? nullptr : found->second.get();
}

MemberCase CaseTemplate::make(std::vector<std::string> const& values, bool with_resolved) const
{
    std::string const structure = structure_of(values);
    if (Prepared* const prepared = find_prepared(structure)) {
        MemberCase result;
        if (make_fast(*prepared, values, with_resolved, result)) {
            return result;
        }
    }
    // Also for members that are not valid: this way says why.
    return make_slowly(values, structure, with_resolved);
}

MemberCase CaseTemplate::make_slowly(std::vector<std::string> const& values, std::string const& structure,
                                     bool with_resolved) const
{
    MemberCase result;
    Case& input = result.input;
    input.path = m_path;
    input.name = m_name;
    Diagnostics diagnostics = m_state->base_diagnostics;
    ConfigNode root = m_state->base;
    apply_overrides(root, overrides(values), is_choice, diagnostics);
    complete_case(root, m_name, diagnostics);
    Diagnostics const remarks = diagnostics;
    check_consistency(root, diagnostics);
    diagnostics.throw_if_errors();
    build_case(root, input, diagnostics);
    diagnostics.throw_if_errors();
    keep_warnings(input, diagnostics);

    auto prepared = std::make_unique<Prepared>();
    prepared->tree = root;
    annotate_case(root, input.problem.model.equation);
    if (with_resolved) {
        input.resolved = write_annotated(root);
    }
    prepared->annotated = std::move(root);

    std::vector<Leaf> const leaves = leaves_of(prepared->tree);
    std::size_t entry_line = m_settings.size();
    std::vector<int> changing_lines;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        ++entry_line;
        std::string const& key = m_parameters[i];
        auto const leaf = std::find_if(leaves.begin(), leaves.end(), [&](Leaf const& l) { return l.place == key; });
        bool const changes = m_is_numeric[i] != 0 && is_plain_number(values[i]) && leaf != leaves.end();
        prepared->leaf_of_parameter.push_back(changes ? static_cast<std::size_t>(leaf - leaves.begin())
                                                      : Prepared::no_leaf);
        prepared->entry_of_parameter.push_back(changes ? scalar_entry(key) : nullptr);
        if (changes) {
            changing_lines.push_back(static_cast<int>(entry_line));
        }
    }
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        ConfigNode const& node = *leaves[i].node;
        if (!node.mark.source && node.note.starts_with("default: ")) {
            prepared->computed.push_back(i);
        }
    }
    for (Diagnostic const& remark : remarks.sorted()) {
        bool const changes =
            remark.file == "--set"
            && std::find(changing_lines.begin(), changing_lines.end(), remark.line) != changing_lines.end();
        if (!changes) {
            prepared->remarks.push_back(remark);
        }
    }
    prepared->compile_content();
    for (Prepared::Piece const& piece : prepared->content) {
        result.content.add(piece.text);
        if (piece.leaf != Prepared::no_leaf) {
            result.content.add(effective_value(*leaves[piece.leaf].node, piece.entry));
        }
    }
    std::unique_lock const lock(m_state->mutex);
    if (m_state->prepared.size() < most_prepared) {
        m_state->prepared.emplace(structure, std::move(prepared));
    }
    return result;
}

bool CaseTemplate::make_fast(Prepared& prepared, std::vector<std::string> const& values, bool with_resolved,
                             MemberCase& result) const
{
    auto scratch = prepared.take();
    scratch->source->lines = overrides(values);
    Diagnostics diagnostics;
    for (Diagnostic const& remark : prepared.remarks) {
        diagnostics.add(remark);
    }
    Diagnostics of_values;
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::size_t const leaf = prepared.leaf_of_parameter[i];
        if (leaf == Prepared::no_leaf) {
            continue;
        }
        ConfigNode& node = *scratch->leaves[leaf].node;
        node.text = values[i];
        node.mark.length = static_cast<int>(values[i].size());
        check_scalar(node, *prepared.entry_of_parameter[i], m_parameters[i], of_values);
    }
    std::vector<Diagnostic> const found = of_values.sorted();
    // With remarks on several texts, their order would depend on where in the tree they stand.
    bool good = !of_values.has_errors() && (found.empty() || prepared.remarks.empty());
    if (good) {
        for (Diagnostic const& remark : found) {
            diagnostics.add(remark);
        }
        fill_computed(scratch->tree, m_name);
        check_consistency(scratch->tree, diagnostics);
        good = !diagnostics.has_errors();
    }
    if (good) {
        result.input.path = m_path;
        result.input.name = m_name;
        try {
            build_case(scratch->tree, result.input, diagnostics);
        } catch (ConfigError const&) {
            good = false; // said again by make_slowly()
        }
        good = good && !diagnostics.has_errors();
    }
    if (good) {
        keep_warnings(result.input, diagnostics);
        for (Prepared::Piece const& piece : prepared.content) {
            result.content.add(piece.text);
            if (piece.leaf != Prepared::no_leaf) {
                result.content.add(effective_value(*scratch->leaves[piece.leaf].node, piece.entry));
            }
        }
        if (with_resolved) {
            for (std::size_t i = 0; i < scratch->leaves.size(); ++i) {
                if (prepared.is_variable(i)) {
                    scratch->annotated_leaves[i].node->text = scratch->leaves[i].node->text;
                }
            }
            result.input.resolved = write_annotated(scratch->annotated);
        }
    } else {
        result = {};
    }
    prepared.give_back(std::move(scratch));
    return good;
}

Fnv128 CaseTemplate::content_of_invalid(std::vector<std::string> const& values) const
{
    Fnv128 content;
    content.add("not valid\n");
    content.add(m_state->base_text);
    for (std::string const& line : overrides(values)) {
        content.add(line);
        content.add("\n");
    }
    return content;
}

} // namespace zemi::app
