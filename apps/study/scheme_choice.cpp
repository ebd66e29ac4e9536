// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/scheme_choice.hpp"

#include "zemi/command_line.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/suggest.hpp>
#include <zemi/core/values.hpp>
#include <zemi/numerics/scheme.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

namespace zemi::study {
namespace {

using app::CommandLineError;

bool contains(std::vector<std::string> const& names, std::string const& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool sets(std::string const& override_text, std::string const& key)
{
    std::string left = override_text.substr(0, override_text.find('='));
    left.erase(std::remove(left.begin(), left.end(), ' '), left.end());
    return left == key;
}

std::vector<std::string> split(std::string const& text, char separator)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        std::size_t const end = std::min(text.find(separator, begin), text.size());
        std::string part = text.substr(begin, end - begin);
        part.erase(0, part.find_first_not_of(' '));
        part.erase(part.find_last_not_of(' ') + 1);
        parts.push_back(std::move(part));
        begin = end + 1;
    }
    return parts;
}

} // namespace

std::vector<std::string> scheme_overrides(std::string const& choice, std::string const& equation,
                                          std::string const& option)
{
    auto const bundles = scheme_bundle_names();
    auto const fluxes = equation == "multiclass_lwr" ? names_of(FluxesWithoutMarkers{}) : names_of(Fluxes{});
    std::map<std::string, std::vector<std::string>> const kinds{{"scheme", bundles},
                                                                {"reconstruction", names_of(Reconstructions{})},
                                                                {"flux", fluxes},
                                                                {"time", time_scheme_names()},
                                                                {"contact_fix", contact_fix_names()}};
    std::map<std::string, std::string> chosen;
    for (std::string const& name : split(choice, '+')) {
        auto const kind =
            std::find_if(kinds.begin(), kinds.end(), [&](auto const& entry) { return contains(entry.second, name); });
        if (kind == kinds.end()) {
            std::vector<std::string> all;
            for (auto const& [key, names] : kinds) {
                all.insert(all.end(), names.begin(), names.end());
            }
            throw CommandLineError(fmt::format("{}: unknown scheme \"{}\"{}; {}", option, name,
                                               contains(names_of(Fluxes{}), name) ? " for " + equation : "",
                                               suggest_name(name, all)));
        }
        if (!chosen.emplace(kind->first, name).second) {
            throw CommandLineError(fmt::format("{}: \"{}\" names two of one kind: {} and {}", option, choice,
                                               chosen.at(kind->first), name));
        }
    }
    if (auto const bundle = chosen.find("scheme"); bundle != chosen.end()) {
        SchemeSpec const spec = scheme_bundle(bundle->second);
        chosen.emplace("reconstruction", spec.reconstruction);
        chosen.emplace("flux", contains(fluxes, spec.flux) ? spec.flux : fluxes.front());
        chosen.emplace("time", spec.time);
        SchemeSpec parts = spec;
        parts.reconstruction = chosen.at("reconstruction");
        parts.flux = chosen.at("flux");
        chosen.emplace("contact_fix", contact_fix_objection(equation, parts).empty() ? spec.contact_fix : "none");
    }
    std::vector<std::string> overrides;
    for (auto const& [key, name] : chosen) {
        overrides.push_back("numerics." + key + "=" + name);
    }
    if (auto const reconstruction = chosen.find("reconstruction"); reconstruction != chosen.end()) {
        overrides.push_back(fmt::format("numerics.cfl={}", default_cfl(reconstruction->second)));
    }
    return overrides;
}

std::vector<std::string> parse_list(std::string const& text, std::string const& option)
{
    auto parts = split(text, ',');
    if (contains(parts, "")) {
        throw CommandLineError(fmt::format("{}: an entry of \"{}\" is empty", option, text));
    }
    return parts;
}

std::vector<int> parse_cell_numbers(std::string const& text, std::size_t least, std::string const& option)
{
    std::vector<int> numbers;
    for (std::string const& part : parse_list(text, option)) {
        std::int64_t value = 0;
        try {
            value = parse_integer(part);
        } catch (ValueError const& e) {
            throw CommandLineError(
                fmt::format("{}: {} (numbers of cells, for example {} 50,100,200)", option, e.what(), option));
        }
        if (value < 1 || value > std::numeric_limits<int>::max()) {
            throw CommandLineError(fmt::format("{}: a road cannot have {} cells", option, part));
        }
        if (std::find(numbers.begin(), numbers.end(), static_cast<int>(value)) != numbers.end()) {
            throw CommandLineError(fmt::format("{}: {} is named twice", option, part));
        }
        numbers.push_back(static_cast<int>(value));
    }
    if (numbers.size() < least) {
        throw CommandLineError(fmt::format("{}: at least {} numbers of cells are needed, for example {} 50,100,200",
                                           option, least, option));
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

std::vector<app::Case> read_levels(std::string const& path, std::vector<std::string> const& overrides,
                                   std::vector<int> const& num_cells, std::string const& choice,
                                   std::string const& option)
{
    for (std::string const& text : overrides) {
        if (sets(text, "road.cells")) {
            throw CommandLineError(fmt::format("--set {}: the numbers of cells of a study are said with -N", text));
        }
        if (!choice.empty() && sets(text, "numerics.scheme")) {
            throw CommandLineError(fmt::format("--set {} and {} {} contradict each other", text, option, choice));
        }
    }
    std::vector<std::string> all;
    if (!choice.empty()) {
        std::vector<std::string> with_cells = overrides;
        with_cells.push_back(fmt::format("road.cells={}", num_cells.front()));
        all = scheme_overrides(choice, app::read_case(path, with_cells).problem.model.equation, option);
    }
    all.insert(all.end(), overrides.begin(), overrides.end());
    std::vector<app::Case> levels;
    for (int const n : num_cells) {
        all.push_back(fmt::format("road.cells={}", n));
        levels.push_back(app::read_case(path, all));
        all.pop_back();
    }
    return levels;
}

} // namespace zemi::study
