// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/schema_document.hpp"

#include "zemi/schema.hpp"
#include <zemi/core/suggest.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace zemi::app {
namespace {

struct Definition {
    std::string_view path;
    std::string_view name;
};

constexpr std::array<Definition, 5> definitions{{
    {"$state", "a traffic state"},
    {"$condition", "a condition at a road end"},
    {"$phase", "a condition at a road end"},
    {"$sweep", "a sweep file"},
    {"$distribution", "a distribution in a sweep file"},
}};

/// A line of the description of an entry: what it is called, and what it says.
using Fact = std::pair<std::string, std::string>;

std::string need_of(SchemaEntry const& entry)
{
    std::string text;
    switch (entry.need) {
    case Need::required:
        text = "required";
        break;
    case Need::one_of:
        text = "one of several";
        break;
    case Need::optional:
        text = !entry.fallback.empty()          ? "default " + entry.fallback
             : !entry.computed_fallback.empty() ? "default: " + entry.computed_fallback
                                                : "optional";
        break;
    }
    if (!entry.equations.empty()) {
        text += fmt::format("; only for {}", fmt::join(entry.equations, ", "));
    }
    return text;
}

std::vector<Fact> facts_of(SchemaEntry const& entry)
{
    std::vector<Fact> facts{{"value", describe_form(entry)}};
    if (std::string const range = describe(entry.range, entry.dimension); !range.empty()) {
        facts.emplace_back("range", range);
    }
    if (std::string const usual = describe(entry.usual, entry.dimension); !usual.empty()) {
        facts.emplace_back("usual", usual);
    }
    if (!entry.example.empty()) {
        std::string const part = last_part(entry.path);
        bool const has_key = !part.ends_with("[]") && !part.starts_with('$') && !part.starts_with('<');
        facts.emplace_back("example", has_key ? part + ": " + entry.example : entry.example);
    }
    return facts;
}

/// Text in lines of at most `width` characters, each after the first behind `indentation` blanks.
std::string wrapped(std::string const& text, std::size_t width, std::size_t indentation)
{
    std::string result;
    std::size_t column = indentation;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t const end = std::min(text.find(' ', begin), text.size());
        if (column + end - begin > width && column > indentation) {
            result.back() = '\n';
            result += std::string(indentation, ' ');
            column = indentation;
        }
        result += text.substr(begin, end - begin) + ' ';
        column += end - begin + 1;
        begin = end + 1;
    }
    if (!result.empty()) {
        result.pop_back();
    }
    return result;
}

std::string explain_path(std::string const& path)
{
    auto const forms = forms_at(path);
    std::string text = fmt::format("{}   ({})\n", readable_path(path), need_of(*forms.front()));
    for (SchemaEntry const* const form : forms) {
        text += fmt::format("\n  {}\n", wrapped(form->summary, 100, 2));
        for (auto const& [name, fact] : facts_of(*form)) {
            text += fmt::format("    {:8} {}\n", name, wrapped(fact, 100, 13));
        }
        if (!form->details.empty()) {
            text += fmt::format("  {}\n", wrapped(form->details, 100, 2));
        }
        if (form->form != Form::map && form->form != Form::list) {
            continue;
        }
        auto const keys = form->form == Form::map ? keys_at(path) : std::vector<std::string>{path + "[]"};
        for (std::string const& key : keys) {
            SchemaEntry const& first = *forms_at(key).front();
            std::string const name = form->form == Form::map ? last_part(key) : "each item";
            std::string const need = first.need == Need::one_of ? "" : "; " + need_of(first);
            text += fmt::format("    {:16} {}\n", name, wrapped(first.summary + need, 100, 21));
        }
    }
    return text;
}

std::string escaped(std::string const& text)
{
    std::string result;
    for (char const c : text) {
        result += c == '|' ? std::string("\\|") : c == '<' ? std::string("&lt;") : std::string(1, c);
    }
    return result;
}

/// Entries that belong under the same heading.
bool belongs_to(SchemaEntry const& entry, std::string const& top)
{
    return entry.path == top || entry.path.starts_with(top + ".") || entry.path.starts_with(top + "[");
}

std::string markdown_section(std::string const& title, std::vector<std::string> const& tops)
{
    std::string text = fmt::format("\n## {}\n\n| key | value | default | meaning |\n|---|---|---|---|\n", title);
    std::string notes;
    for (SchemaEntry const& entry : schema()) {
        bool const here =
            std::any_of(tops.begin(), tops.end(), [&](std::string const& top) { return belongs_to(entry, top); });
        if (!here) {
            continue;
        }
        SchemaEntry const& first = *forms_at(entry.path).front();
        std::string value = describe_form(entry);
        if (!entry.like.empty() && entry.form == Form::map) {
            value = entry.like == "$state" ? "[a traffic state](#a-traffic-state)"
                                           : "[a condition](#a-condition-at-a-road-end)";
        }
        std::string const range = describe(entry.range, entry.dimension);
        std::string const fallback = &entry != &first                 ? ""
                                   : entry.need == Need::required     ? "**required**"
                                   : entry.need == Need::one_of       ? "one of these"
                                   : !entry.fallback.empty()          ? "`" + entry.fallback + "`"
                                   : !entry.computed_fallback.empty() ? escaped(entry.computed_fallback)
                                                                      : "";
        std::string const key = readable_path(entry.path);
        text += fmt::format(
            "| `{}`{} | {}{} | {} | {}{} |\n", key, &entry == &first ? "" : ", or", escaped(value),
            range.empty() ? "" : "; " + range, fallback, escaped(entry.summary),
            entry.example.empty() || entry.form == Form::integer ? "" : fmt::format("; `{}`", entry.example));
        if (!entry.details.empty()) {
            notes += fmt::format("\n`{}`: {}\n", key, entry.details);
        }
    }
    return text + notes;
}

/// The values of the starter case; everything else in it is commented out.
std::vector<std::pair<std::string, std::string>> const& starter_values()
{
    static std::vector<std::pair<std::string, std::string>> const values{
        {"schema_version", "1"},
        {"title", "a queue dissolves"},
        {"road.length", "2 km"},
        {"road.cells", "400"},
        {"road.quality", "1"},
        {"classes.motorcycle.pressure.scale", "40 km/h"},
        {"classes.motorcycle.pressure.exponent", "1.5"},
        {"classes.motorcycle.relaxation_time", "5 s"},
        {"classes.motorcycle.creeping_speed", "5 km/h"},
        {"classes.motorcycle.free_speed", "{1: 85 km/h, 2: 70 km/h, 3: 50 km/h}"},
        {"classes.motorcycle.perceives", "{motorcycle: 1, car: 0.4}"},
        {"classes.car.pressure.scale", "60 km/h"},
        {"classes.car.pressure.exponent", "2"},
        {"classes.car.relaxation_time", "10 s"},
        {"classes.car.free_speed", "{1: 75 km/h, 2: 60 km/h, 3: 35 km/h}"},
        {"jam_density", "250 veh/km"},
        {"initial.riemann.at", "1 km"},
        {"initial.riemann.left", "{motorcycle: 100 veh/km, car: 50 veh/km}"},
        {"initial.riemann.right", "{motorcycle: 15 veh/km, car: 5 veh/km}"},
        {"boundary.left", "{inflow: equilibrium}"},
        {"boundary.right", "outflow"},
        {"time.end", "60 s"},
        {"output.every", "1 s"},
    };
    return values;
}

std::string comment_column(std::string const& line, std::string const& comment)
{
    std::size_t const width = std::max<std::size_t>(line.size() + 1, 48);
    return fmt::format("{:{}}# {}\n", line, width, comment);
}

void write_starter_map(std::string& text, std::string const& path, std::string const& place, std::size_t indentation);

void write_starter_entry(std::string& text, std::string const& key, std::string const& name, std::string const& place,
                         std::size_t indentation)
{
    std::string const here = place.empty() ? name : place + '.' + name;
    std::string const blanks(indentation, ' ');
    auto const& values = starter_values();
    auto const value = std::find_if(values.begin(), values.end(), [&](auto const& v) { return v.first == here; });
    SchemaEntry const& entry = *forms_at(key).front();
    bool const has_values =
        std::any_of(values.begin(), values.end(), [&](auto const& v) { return v.first.starts_with(here + "."); });
    bool const is_map = has_values || (value != values.end() && value->second.starts_with("{"));
    SchemaEntry const& used = is_map ? *forms_at(key).back() : entry;
    if (value != values.end()) {
        text += comment_column(fmt::format("{}{}: {}", blanks, name, value->second), used.summary);
        return;
    }
    if (has_values) {
        text += comment_column(fmt::format("{}{}:", blanks, name), used.summary);
        write_starter_map(text, key, here, indentation + 2);
    } else if (entry.need == Need::optional) {
        std::string const shown = entry.fallback.empty() ? entry.example : entry.fallback;
        text += comment_column(fmt::format("{}# {}: {}", blanks, name, shown), entry.summary);
    }
}

void write_starter_map(std::string& text, std::string const& path, std::string const& place, std::size_t indentation)
{
    for (std::string const& key : keys_at(path)) {
        std::string const part = last_part(key);
        if (part == "<name>") {
            write_starter_entry(text, key, "motorcycle", place, indentation);
            write_starter_entry(text, key, "car", place, indentation);
        } else if (!is_placeholder(part)) {
            write_starter_entry(text, key, part, place, indentation);
        }
    }
}

} // namespace

std::string readable_path(std::string const& path)
{
    for (auto const& [begin, name] : definitions) {
        if (path == begin) {
            return std::string(name);
        }
        if (path.starts_with(begin)) {
            return path.substr(begin.size() + 1);
        }
    }
    return path;
}

std::string explain_key(std::string const& key)
{
    if (std::string const path = schema_path(key); !path.empty() && !forms_at(path).empty()) {
        return explain_path(path);
    }
    std::vector<std::string> known;
    std::vector<std::string> paths;
    for (SchemaEntry const& entry : schema()) {
        bool const ends_so = entry.path == key || entry.path.ends_with("." + key);
        if (ends_so && std::find(paths.begin(), paths.end(), entry.path) == paths.end()) {
            paths.push_back(entry.path);
        }
        std::string const part = last_part(entry.path);
        if (!is_placeholder(part) && !part.starts_with('$') && !part.ends_with("[]")) {
            known.push_back(part);
            known.push_back(entry.path);
        }
    }
    if (paths.empty()) {
        std::string const nearest = nearest_name(key, known);
        throw std::invalid_argument(fmt::format("unknown key \"{}\"{}", key,
                                                nearest.empty() ? "; zemi explain without a key lists them"
                                                                : fmt::format("; did you mean \"{}\"?", nearest)));
    }
    std::string text;
    for (std::string const& path : paths) {
        if (!text.empty()) {
            text += '\n';
        }
        text += explain_path(path);
    }
    return text;
}

std::string markdown_schema()
{
    std::string text =
        "# The case file\n\n"
        "<!-- Made by `zemi schema --markdown`; change apps/zemi/schema_table*.cpp instead. -->\n\n"
        "A case is one YAML file. Quantities are written with their unit (`85 km/h`, `250 veh/km`, `5 s`); a bare "
        "number is SI (m, s, veh). Keys that are unknown, missing, given twice or out of range are errors, all "
        "reported at once. `zemi check FILE` checks a case, `zemi check --resolved FILE` shows it with all "
        "defaults and the origin of each value, `zemi explain KEY` explains an entry, `zemi init` writes a case "
        "to start from, and `--set key.path=value` changes an entry on the command line.\n\n"
        "`<class>` stands for the name of a class, `<name>` and `<category>` for names and numbers of your choice, "
        "`[]` for the items of a list.\n";
    text += markdown_section("General", {"schema_version", "title", "inherits"});
    text += markdown_section("Road", {"road"});
    text += markdown_section("Vehicle classes", {"classes", "jam_density"});
    text += markdown_section("Model variants", {"model"});
    text += markdown_section("Initial traffic", {"initial"});
    text += markdown_section("Road ends", {"boundary"});
    text += markdown_section("A traffic state", {"$state"});
    text += markdown_section("A condition at a road end", {"$phase", "$condition"});
    text += markdown_section("Numerics", {"numerics"});
    text += markdown_section("Time and output", {"time", "output"});
    text += "\n## A case to start from\n\n```yaml\n" + starter_case() + "```\n";
    return text;
}

std::string starter_case()
{
    std::string text =
        "# A case for zemi: `zemi check FILE` checks it, `zemi run FILE` computes it, `zemi explain KEY` tells more\n"
        "# about an entry. Lines that begin with # show what else can be given, with the default or an example.\n";
    write_starter_map(text, "", "", 0);
    return text;
}

} // namespace zemi::app
