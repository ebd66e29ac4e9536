// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace zemi::app {
namespace {

/// Whether `path` is `parent` and one more key.
bool is_key_of(std::string_view path, std::string_view parent)
{
    if (!parent.empty()) {
        if (!path.starts_with(parent) || path.size() <= parent.size() || path[parent.size()] != '.') {
            return false;
        }
        path.remove_prefix(parent.size() + 1);
    }
    return path.find_first_of(".[$") == std::string_view::npos;
}

void append_once(std::vector<std::string>& list, std::string const& item)
{
    if (std::find(list.begin(), list.end(), item) == list.end()) {
        list.push_back(item);
    }
}

} // namespace

std::vector<SchemaEntry const*> forms_at(std::string const& path)
{
    std::vector<SchemaEntry const*> forms;
    for (SchemaEntry const& entry : schema()) {
        if (entry.path == path) {
            forms.push_back(&entry);
        }
    }
    return forms;
}

std::vector<std::string> keys_at(std::string const& path)
{
    std::vector<std::string> keys;
    for (SchemaEntry const& entry : schema()) {
        if (is_key_of(entry.path, path)) {
            append_once(keys, entry.path);
        }
    }
    for (SchemaEntry const* const form : forms_at(path)) {
        if (form->form == Form::map && !form->like.empty()) {
            for (std::string const& key : keys_at(form->like)) {
                append_once(keys, key);
            }
        }
    }
    return keys;
}

std::string last_part(std::string const& path)
{
    auto const dot = path.rfind('.');
    return dot == std::string::npos ? path : path.substr(dot + 1);
}

bool is_placeholder(std::string const& part)
{
    return part.starts_with('<');
}

std::string schema_path(std::string const& place)
{
    std::string path;
    for (std::size_t begin = 0; begin < place.size();) {
        std::size_t const end = std::min(place.find('.', begin), place.size());
        std::string part = place.substr(begin, end - begin);
        begin = end + 1;
        bool const is_item = part.ends_with(']') && part.find('[') != std::string::npos;
        part = part.substr(0, is_item ? part.find('[') : part.size());
        std::string next;
        for (std::string const& key : keys_at(path)) {
            if (last_part(key) == part) {
                next = key;
                break;
            }
            if (is_placeholder(last_part(key))) {
                next = key;
            }
        }
        if (next.empty()) {
            return {};
        }
        path = is_item ? next + "[]" : next;
    }
    return path;
}

bool is_choice(std::string const& place)
{
    std::string const path = schema_path(place);
    auto const keys = keys_at(path);
    return !path.empty() && std::any_of(keys.begin(), keys.end(), [](std::string const& key) {
        return forms_at(key).front()->need == Need::one_of;
    });
}

std::vector<std::string> file_keys()
{
    std::vector<std::string> keys;
    for (SchemaEntry const& entry : schema()) {
        if (entry.form == Form::file && entry.path[0] != '$' && entry.path.find("inherits") == std::string::npos) {
            keys.push_back(entry.path);
        }
    }
    return keys;
}

std::string describe(Bounds const& bounds, Dimension dimension)
{
    constexpr int digits = 12;
    std::string const min = bounds.min ? format_quantity(*bounds.min, dimension, digits) : "";
    std::string const max = bounds.max ? format_quantity(*bounds.max, dimension, digits) : "";
    if (bounds.min && bounds.max) {
        return bounds.above_min ? fmt::format("more than {} and at most {}", min, max)
             : min == max       ? min
                                : fmt::format("{} to {}", min, max);
    }
    if (bounds.min) {
        return fmt::format("{} {}", bounds.above_min ? "more than" : "at least", min);
    }
    return bounds.max ? "at most " + max : "";
}

std::string describe_form(SchemaEntry const& entry)
{
    std::string text;
    switch (entry.form) {
    case Form::quantity: {
        auto const units = usual_units(entry.dimension);
        text = fmt::format("{}, in {}", zemi::describe(entry.dimension), fmt::join(units, " or "));
        break;
    }
    case Form::number:
        return "a plain number";
    case Form::integer:
        return "a whole number";
    case Form::boolean:
        return "true or false";
    case Form::text:
        return "a text";
    case Form::file:
        return "the path of a file";
    case Form::map:
        return "a map";
    case Form::list:
        return "a list";
    case Form::value:
        return "what the entry of the case accepts";
    case Form::name:
        break;
    }
    if (!entry.names.empty()) {
        text += (text.empty() ? entry.names.size() == 1 ? "" : "one of " : ", or ")
              + fmt::format("{}", fmt::join(entry.names, ", "));
    }
    return text;
}

std::string equation_of(ConfigNode const& root)
{
    auto const forms = forms_at("numerics.equation");
    ConfigNode const* const numerics = root.find("numerics");
    ConfigNode const* const equation = numerics != nullptr ? numerics->find("equation") : nullptr;
    bool const known = equation != nullptr && equation->is_scalar()
                    && std::find(forms.front()->names.begin(), forms.front()->names.end(), equation->text)
                           != forms.front()->names.end();
    return known ? equation->text : forms.front()->fallback;
}

bool is_used(SchemaEntry const& entry, std::string const& equation)
{
    return entry.equations.empty()
        || std::find(entry.equations.begin(), entry.equations.end(), equation) != entry.equations.end();
}

} // namespace zemi::app
