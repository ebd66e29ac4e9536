// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/schema.hpp"
#include <zemi/core/suggest.hpp>
#include <zemi/core/values.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace zemi::app {
namespace {

std::string join_path(std::string const& place, std::string const& key)
{
    return place.empty() ? key : place + '.' + key;
}

std::string in_place(std::string const& place)
{
    return place.empty() ? "" : " in " + place;
}

Form form_of(ConfigNode const& node, SchemaEntry const& entry)
{
    return node.is_map() ? Form::map : node.is_list() ? Form::list : entry.form;
}

bool is_class_name(std::string const& name)
{
    bool const is_reserved = name == "from"; // a key beside the classes in initial.piecewise
    return !is_reserved && !name.empty() && name[0] >= 'a' && name[0] <= 'z'
        && std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool violates(Bounds const& bounds, Real value)
{
    return (bounds.min && (value < *bounds.min || (bounds.above_min && value == *bounds.min)))
        || (bounds.max && value > *bounds.max);
}

/// Path in the schema of the key `name`, of the keys that can stand there.
std::string find_key(std::string const& name, std::vector<std::string> const& keys)
{
    std::string result;
    for (std::string const& key : keys) {
        if (last_part(key) == name) {
            return key;
        }
        if (is_placeholder(last_part(key))) {
            result = key;
        }
    }
    return result;
}

class Checker {
public:
    /// For scalars only, whose check needs nothing else of the case.
    explicit Checker(Diagnostics& diagnostics) : m_diagnostics(diagnostics) {}

    /// `definition`: what the root is like; empty for a case.
    Checker(ConfigNode const& root, Diagnostics& diagnostics, std::string const& definition = {})
        : m_definition(definition.empty() ? "" : definition + '.'),
          m_equation(equation_of(root)),
          m_diagnostics(diagnostics)
    {
        ConfigNode const* const classes = root.find("classes");
        if (classes != nullptr && classes->is_map()) {
            for (std::string const& name : classes->keys()) {
                if (is_class_name(name)) {
                    m_classes.push_back(name);
                }
            }
        }
    }

    void check_map(ConfigNode& node, std::string const& path, std::string const& place)
    {
        auto const keys = keys_at(path);
        for (ConfigNode& child : node.children) {
            std::string const key = find_key(child.key, keys);
            if (key.empty()) {
                report_unknown(child, keys, place);
            } else if (check_user_key(child, key, place)) {
                check_value(child, key, join_path(place, child.key));
            }
        }
        check_alternatives(node, keys, place);
        for (std::string const& key : keys) {
            add_missing(node, keys, key, place);
        }
    }

    bool check_setting_key(std::string const& key, ConfigMark const& mark)
    {
        std::string path;
        for (std::size_t begin = 0; begin <= key.size();) {
            std::size_t const end = std::min(key.find('.', begin), key.size());
            ConfigNode part;
            part.key = key.substr(begin, end - begin);
            part.key_mark = mark;
            if (mark.length == static_cast<int>(key.size())) { // the key is written as it is: point at its part
                part.key_mark.column += static_cast<int>(begin);
                part.key_mark.length = std::max(1, static_cast<int>(end - begin));
            }
            std::string const place = begin == 0 ? "" : key.substr(0, begin - 1);
            auto const keys = keys_at(path);
            std::string const next = find_key(part.key, keys);
            if (next.empty()) {
                report_unknown(part, keys, place);
                return false;
            }
            bool const is_class = next == "classes.<name>" || last_part(next) == "<class>";
            if (is_class && !m_classes.empty()
                && std::find(m_classes.begin(), m_classes.end(), part.key) == m_classes.end()) {
                m_diagnostics.error(part.key_mark,
                                    fmt::format("\"{}\"{} is not a class of the case", part.key, in_place(place)),
                                    suggest_name(part.key, m_classes));
                return false;
            }
            if (!is_class && !check_user_key(part, next, place)) {
                return false;
            }
            path = next;
            begin = end + 1;
        }
        return true;
    }

    void check_value(ConfigNode& node, std::string const& path, std::string const& place)
    {
        if (node.kind == ConfigNode::Kind::null) {
            m_diagnostics.error(node.place(), fmt::format("{} has no value", place));
            return;
        }
        auto const forms = forms_at(path);
        if (forms.front()->form == Form::value) {
            return;
        }
        auto const form = std::find_if(forms.begin(), forms.end(), [&](SchemaEntry const* entry) {
            bool const scalar = entry->form != Form::map && entry->form != Form::list;
            return node.is_scalar() ? scalar : entry->form == form_of(node, *entry);
        });
        if (form == forms.end()) {
            report_wrong_form(node, forms, place);
            return;
        }
        if (node.is_map()) {
            check_map(node, path, place);
        } else if (node.is_list()) {
            check_list(node, path, place);
        } else {
            check_scalar(node, **form, place);
        }
    }

    void check_scalar(ConfigNode const& node, SchemaEntry const& entry, std::string const& place)
    {
        bool const wants_number =
            entry.form == Form::integer || entry.form == Form::number || entry.form == Form::boolean;
        if (node.is_quoted && wants_number) {
            m_diagnostics.error(node.mark, fmt::format("{} is a text, expected: {}", place, describe_form(entry)),
                                "leave the quotation marks out");
            return;
        }
        try {
            switch (entry.form) {
            case Form::quantity:
                check_quantity(node, entry, place);
                break;
            case Form::number:
                check_bounds(node, entry, place, parse_quantity(node.text, dimension::none));
                break;
            case Form::integer:
                check_bounds(node, entry, place, static_cast<Real>(parse_integer(node.text)));
                break;
            case Form::boolean:
                static_cast<void>(parse_boolean(node.text));
                break;
            case Form::name:
                check_name(node, entry, place);
                break;
            case Form::text:
            case Form::file:
            case Form::map:
            case Form::list:
            case Form::value:
                if (node.text.empty() && entry.form == Form::file) {
                    throw ValueError("the path is empty");
                }
                break;
            }
        } catch (ValueError const& e) {
            m_diagnostics.error(node.mark, fmt::format("{}: {}", place, e.what()), e.suggestion());
        }
    }

private:
    /// Names that may stand where the schema has these keys.
    std::vector<std::string> names_for(std::vector<std::string> const& keys) const
    {
        std::vector<std::string> names;
        for (std::string const& key : keys) {
            std::string const part = last_part(key);
            if (part == "<class>") {
                names.insert(names.end(), m_classes.begin(), m_classes.end());
            } else if (!is_placeholder(part)) {
                names.push_back(part);
            }
        }
        return names;
    }

    void report_unknown(ConfigNode const& node, std::vector<std::string> const& keys, std::string const& place)
    {
        auto const names = names_for(keys);
        std::string suggestion;
        if (nearest_name(node.key, names).empty()) {
            for (SchemaEntry const& entry : schema()) { // right key, wrong place
                bool const is_here = m_definition.empty() ? entry.path[0] != '$' : entry.path.starts_with(m_definition);
                if (last_part(entry.path) == node.key && is_here && suggestion.empty()) {
                    suggestion = fmt::format("did you mean \"{}\"?", entry.path.substr(m_definition.size()));
                }
            }
        }
        if (suggestion.empty()) {
            suggestion = names.empty() ? "nothing can stand here" : suggest_name(node.key, names);
        }
        m_diagnostics.error(node.key_mark, fmt::format("unknown key \"{}\"{}", node.key, in_place(place)), suggestion);
    }

    /// The names that users choose: classes and road categories.
    bool check_user_key(ConfigNode const& node, std::string const& key, std::string const& place)
    {
        std::string const part = last_part(key);
        if (part == "<name>" && !is_class_name(node.key)) {
            m_diagnostics.error(node.key_mark, fmt::format("\"{}\" is not a name for a class", node.key),
                                "use small letters, digits and \"_\"");
            return false;
        }
        if (part == "<class>" && std::find(m_classes.begin(), m_classes.end(), node.key) == m_classes.end()) {
            auto const names = names_for(keys_at(key.substr(0, key.rfind('.'))));
            m_diagnostics.error(node.key_mark, fmt::format("\"{}\"{} is not a class", node.key, in_place(place)),
                                suggest_name(node.key, names));
            return false;
        }
        bool const number = !node.key.empty() && node.key.size() <= 2
                         && std::all_of(node.key.begin(), node.key.end(), [](char c) { return c >= '0' && c <= '9'; })
                         && (node.key.size() == 1 || node.key[0] != '0');
        if (part == "<category>" && !number) {
            m_diagnostics.error(node.key_mark,
                                fmt::format("\"{}\"{} is not a road category", node.key, in_place(place)),
                                "categories are numbers from 0 to 99");
            return false;
        }
        return true;
    }

    void report_wrong_form(ConfigNode const& node, std::vector<SchemaEntry const*> const& forms,
                           std::string const& place)
    {
        std::string expected;
        std::string example;
        for (SchemaEntry const* const form : forms) {
            expected += (expected.empty() ? "" : ", or ") + describe_form(*form);
            example = example.empty() ? form->example : example;
        }
        std::string const key = node.key.empty() ? "" : node.key + ": ";
        m_diagnostics.error(node.is_scalar() ? node.mark : node.place(),
                            fmt::format("{} is {}, expected: {}", place, describe(node.kind), expected),
                            example.empty() ? "" : fmt::format("for example {}{}", key, example));
    }

    void check_list(ConfigNode& node, std::string const& path, std::string const& place)
    {
        if (node.children.empty()) {
            m_diagnostics.error(node.place(), fmt::format("{} is an empty list", place));
        }
        std::vector<std::string> seen;
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            ConfigNode& item = node.children[i];
            check_value(item, path + "[]", fmt::format("{}[{}]", place, i + 1));
            if (item.is_scalar()) {
                if (std::find(seen.begin(), seen.end(), item.text) != seen.end()) {
                    m_diagnostics.error(item.mark, fmt::format("{} is twice in {}", item.text, place));
                }
                seen.push_back(item.text);
            }
        }
    }

    void check_name(ConfigNode const& node, SchemaEntry const& entry, std::string const& place)
    {
        if (std::find(entry.names.begin(), entry.names.end(), node.text) != entry.names.end()) {
            return;
        }
        std::string suggestion = suggest_name(node.text, entry.names);
        for (SchemaEntry const* const form : forms_at(entry.path)) { // "left: inflow" instead of "left: {inflow: ...}"
            if (form->form != Form::map) {
                continue;
            }
            for (std::string const& key : keys_at(entry.path)) {
                SchemaEntry const& alternative = *forms_at(key).front();
                if (last_part(key) == node.text) {
                    suggestion = fmt::format("write {{{}: {}}}", node.text,
                                             alternative.example.empty() ? "..." : alternative.example);
                }
            }
        }
        m_diagnostics.error(node.mark, fmt::format("unknown name \"{}\" for {}", node.text, place), suggestion);
    }

    void check_quantity(ConfigNode const& node, SchemaEntry const& entry, std::string const& place)
    {
        if (std::find(entry.names.begin(), entry.names.end(), node.text) != entry.names.end()) {
            return;
        }
        if (!entry.names.empty() && !node.text.empty() && std::isalpha(static_cast<unsigned char>(node.text[0])) != 0) {
            check_name(node, entry, place);
            return;
        }
        check_bounds(node, entry, place, parse_quantity(node.text, entry.dimension));
    }

    void check_bounds(ConfigNode const& node, SchemaEntry const& entry, std::string const& place, Real value)
    {
        if (violates(entry.range, value)) {
            m_diagnostics.error(node.mark, fmt::format("{} is {}, but has to be {}", place, node.text,
                                                       describe(entry.range, entry.dimension)));
            return;
        }
        if (!violates(entry.usual, value)) {
            return;
        }
        std::string meant;
        if (!(entry.dimension == dimension::none)) { // another unit with the same number
            auto const digits = node.text.find_first_not_of("+-.0123456789eE");
            std::string const number(node.text.substr(0, digits));
            for (std::string const& unit : usual_units(entry.dimension)) {
                Real const other = parse_unit(unit).to_si(parse_number(number));
                if (meant.empty() && !violates(entry.usual, other) && !violates(entry.range, other)) {
                    meant = fmt::format("did you mean {} {}?", number, unit);
                }
            }
        }
        std::string const written = is_bare_number(node.text) && !usual_units(entry.dimension).empty()
                                      ? fmt::format("{} without unit", node.text)
                                      : node.text;
        std::string const reads = format_quantity(value, entry.dimension);
        m_diagnostics.warning(node.mark,
                              fmt::format("{} is {}, usual: {}",
                                          reads == node.text ? place : fmt::format("{}: {}", place, written), reads,
                                          describe(entry.usual, entry.dimension)),
                              meant);
    }

    /// Of the keys that exclude each other exactly one has to be there.
    void check_alternatives(ConfigNode const& node, std::vector<std::string> const& keys, std::string const& place)
    {
        std::vector<std::string> names;
        for (std::string const& key : keys) {
            if (forms_at(key).front()->need == Need::one_of) {
                names.push_back(last_part(key));
            }
        }
        ConfigNode const* first = nullptr;
        for (ConfigNode const& child : node.children) {
            if (std::find(names.begin(), names.end(), child.key) == names.end()) {
                continue;
            }
            if (first != nullptr) {
                m_diagnostics.error(child.key_mark,
                                    fmt::format("both \"{}\" and \"{}\"{}", first->key, child.key, in_place(place)),
                                    fmt::format("only one can be given of: {}", fmt::join(names, ", ")));
            } else {
                first = &child;
            }
        }
        bool const misspelt = std::any_of(node.children.begin(), node.children.end(),
                                          [&](ConfigNode const& child) { return find_key(child.key, keys).empty(); });
        if (!names.empty() && first == nullptr && !misspelt) {
            m_diagnostics.error(node.place(), fmt::format("{} says nothing", place),
                                fmt::format("give one of: {}", fmt::join(names, ", ")));
        }
    }

    void add_missing(ConfigNode& node, std::vector<std::string> const& keys, std::string const& key,
                     std::string const& place)
    {
        SchemaEntry const& entry = *forms_at(key).front();
        if (!is_used(entry, m_equation)) {
            return;
        }
        std::string const part = last_part(key);
        if (!is_placeholder(part)) {
            add_missing_entry(node, keys, entry, part, place);
        } else if (part == "<class>") {
            for (std::string const& name : m_classes) {
                add_missing_entry(node, keys, entry, name, place);
            }
        } else if (node.children.empty()) {
            m_diagnostics.error(node.place(), fmt::format("{} is empty", place));
        }
    }

    void add_missing_entry(ConfigNode& node, std::vector<std::string> const& keys, SchemaEntry const& entry,
                           std::string const& name, std::string const& place)
    {
        if (node.find(name) != nullptr) {
            return;
        }
        if (entry.need == Need::required) {
            report_missing(node, keys, entry, name, place);
            return;
        }
        ConfigNode child;
        if (!entry.fallback.empty()) {
            Diagnostics ignored;
            child = parse_config("value: " + entry.fallback, "default", ignored).children.front();
        } else if (entry.form == Form::map && entry.need == Need::optional && has_defaults(entry.path)) {
            child.kind = ConfigNode::Kind::map;
        } else {
            return;
        }
        forget_places(child);
        child.key = name;
        if (child.is_map()) {
            check_map(child, entry.path, join_path(place, name));
        }
        node.children.push_back(std::move(child));
    }

    void report_missing(ConfigNode const& node, std::vector<std::string> const& keys, SchemaEntry const& entry,
                        std::string const& name, std::string const& place)
    {
        // What is misspelt is not also missing.
        bool const misspelt = std::any_of(node.children.begin(), node.children.end(), [&](ConfigNode const& child) {
            return nearest_name(child.key, {name}) == name && find_key(child.key, keys).empty();
        });
        if (misspelt) {
            return;
        }
        bool const is_class = last_part(entry.path) == "<class>";
        m_diagnostics.error(
            node.place(), fmt::format("missing {} \"{}\"{}", is_class ? "class" : "key", name, in_place(place)),
            entry.example.empty() ? entry.summary : fmt::format("for example {}: {}", name, entry.example));
    }

    static bool has_defaults(std::string const& path)
    {
        auto const keys = keys_at(path);
        return std::any_of(keys.begin(), keys.end(), [](std::string const& key) {
            SchemaEntry const& entry = *forms_at(key).front();
            return !entry.fallback.empty() || !entry.computed_fallback.empty();
        });
    }

    static void forget_places(ConfigNode& node)
    {
        node.mark = {};
        node.key_mark = {};
        node.note = "default";
        for (ConfigNode& child : node.children) {
            forget_places(child);
        }
    }

    std::string m_definition; ///< with a dot
    std::string m_equation;
    std::vector<std::string> m_classes;
    Diagnostics& m_diagnostics;
};

void sort_map(ConfigNode& node, std::string const& path)
{
    auto const keys = keys_at(path);
    for (ConfigNode& child : node.children) {
        if (node.is_map()) {
            sort_map(child, find_key(child.key, keys));
        } else {
            sort_map(child, path + "[]");
        }
    }
    if (node.is_map()) {
        auto const position = [&keys](ConfigNode const& child) {
            return std::find(keys.begin(), keys.end(), find_key(child.key, keys)) - keys.begin();
        };
        std::stable_sort(node.children.begin(), node.children.end(),
                         [&](ConfigNode const& a, ConfigNode const& b) { return position(a) < position(b); });
    }
}

} // namespace

void sort_by_schema(ConfigNode& root)
{
    sort_map(root, "");
}

void check_scalar(ConfigNode const& node, SchemaEntry const& entry, std::string const& place, Diagnostics& diagnostics)
{
    Checker(diagnostics).check_scalar(node, entry, place);
}

void check_against_schema(ConfigNode& root, Diagnostics& diagnostics, std::string const& definition)
{
    Checker(root, diagnostics, definition).check_map(root, definition, "");
}

bool check_setting_key(std::string const& key, ConfigMark const& mark, ConfigNode const& root, Diagnostics& diagnostics)
{
    return Checker(root, diagnostics).check_setting_key(key, mark);
}

void check_setting_value(ConfigNode value, std::string const& key, ConfigNode const& root, Diagnostics& diagnostics)
{
    Checker(root, diagnostics).check_value(value, schema_path(key), key);
}

} // namespace zemi::app
