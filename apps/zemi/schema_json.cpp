// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/schema.hpp"
#include "zemi/schema_document.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <set>

namespace zemi::app {
namespace {

using Json = nlohmann::ordered_json;

class JsonWriter {
public:
    explicit JsonWriter(bool complete) : m_complete(complete) {}

    Json document()
    {
        Json root{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "zemi case file"}};
        root.update(map_at(""));
        // The definitions that are used, and those that these use.
        Json definitions = Json::object();
        for (bool again = true; again;) {
            again = false;
            for (std::string const& name : std::set<std::string>(m_used)) {
                if (!definitions.contains(name.substr(1))) {
                    definitions[name.substr(1)] = map_at(name);
                    again = true;
                }
            }
        }
        root["$defs"] = std::move(definitions);
        return root;
    }

private:
    static void add_bounds(Json& json, Bounds const& bounds)
    {
        if (bounds.min) {
            json[bounds.above_min ? "exclusiveMinimum" : "minimum"] = *bounds.min;
        }
        if (bounds.max) {
            json["maximum"] = *bounds.max;
        }
    }

    static Json quantity(SchemaEntry const& entry)
    {
        Json bare{{"type", "number"}};
        add_bounds(bare, entry.range);
        Json with_unit{
            {"type", "string"},
            {"pattern", "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?( ?[A-Za-z][A-Za-z0-9/*^ .-]*)?$"}};
        Json alternatives = Json::array({with_unit, bare});
        if (!entry.names.empty()) {
            alternatives.push_back({{"enum", entry.names}});
        }
        return {{"anyOf", alternatives}};
    }

    Json form(SchemaEntry const& entry)
    {
        Json json;
        switch (entry.form) {
        case Form::quantity:
            json = quantity(entry);
            break;
        case Form::number:
            json["type"] = "number";
            add_bounds(json, entry.range);
            break;
        case Form::integer:
            json["type"] = "integer";
            add_bounds(json, entry.range);
            break;
        case Form::boolean:
            json["type"] = "boolean";
            break;
        case Form::value: // anything
            break;
        case Form::text:
            json["type"] = Json::array({"string", "number", "boolean"});
            break;
        case Form::file:
            json["type"] = "string";
            json["minLength"] = 1;
            break;
        case Form::name:
            json["enum"] = entry.names;
            break;
        case Form::list:
            json["type"] = "array";
            json["minItems"] = 1;
            json["items"] = value_at(entry.path + "[]", false);
            break;
        case Form::map:
            json = map_at(entry.path);
            break;
        }
        json["description"] = entry.details.empty() ? entry.summary : entry.summary + ". " + entry.details;
        return json;
    }

    Json value_at(std::string const& path, bool can_be_removed)
    {
        auto const forms = forms_at(path);
        Json alternatives = Json::array();
        for (SchemaEntry const* const entry : forms) {
            bool const is_reference =
                entry->form == Form::map && !entry->like.empty() && keys_at(path) == keys_at(entry->like);
            if (is_reference) {
                m_used.insert(entry->like);
                alternatives.push_back({{"$ref", "#/$defs/" + entry->like.substr(1)}, {"description", entry->summary}});
            } else {
                alternatives.push_back(form(*entry));
            }
        }
        if (!m_complete && can_be_removed) {
            alternatives.push_back({{"type", "null"}});
        }
        Json json = alternatives.size() == 1 ? alternatives.front() : Json{{"anyOf", alternatives}};
        if (!forms.front()->fallback.empty()) {
            json["default"] = forms.front()->fallback;
        }
        return json;
    }

    static std::string key_pattern(std::string const& part)
    {
        return part == "<category>" ? "^[0-9]{1,2}$" : "^[a-z][a-z0-9_]*$";
    }

    Json map_at(std::string const& path)
    {
        Json json{{"type", "object"}};
        Json properties = Json::object();
        Json patterns = Json::object();
        Json required = Json::array();
        Json choices = Json::array();
        for (std::string const& key : keys_at(path)) {
            std::string const part = last_part(key);
            SchemaEntry const& entry = *forms_at(key).front();
            if (is_placeholder(part)) {
                patterns[key_pattern(part)] = value_at(key, true);
                continue;
            }
            bool const in_list = path.ends_with("[]");
            properties[part] = value_at(key, !in_list);
            if (entry.need == Need::required && entry.equations.empty() && (m_complete || in_list)) {
                required.push_back(part);
            }
            if (entry.need == Need::one_of) {
                choices.push_back({{"required", Json::array({part})}});
            }
        }
        json["properties"] = properties;
        if (!patterns.empty()) {
            json["patternProperties"] = patterns;
        }
        json["additionalProperties"] = false;
        if (!required.empty()) {
            json["required"] = required;
        }
        if (!choices.empty() && m_complete) {
            json["oneOf"] = choices;
        }
        return json;
    }

    bool m_complete;
    std::set<std::string> m_used; ///< definitions
};

} // namespace

std::string json_schema(bool complete)
{
    return JsonWriter(complete).document().dump(2) + '\n';
}

} // namespace zemi::app
