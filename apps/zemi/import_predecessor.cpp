// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/import_predecessor.hpp"

#include "zemi/case_values.hpp"
#include "zemi/predecessor_keys.hpp"
#include "zemi/predecessor_traffic.hpp"
#include <zemi/core/io_error.hpp>
#include <zemi/core/suggest.hpp>
#include <zemi/core/values.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

namespace zemi::app {
namespace {

using Fate = ImportNote::Fate;

ConfigNode read_file(std::string const& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path)) {
        throw IoError(fmt::format("cannot read {}", path));
    }
    Diagnostics diagnostics;
    ConfigNode root = parse_config({std::istreambuf_iterator<char>(file), {}}, path, diagnostics);
    diagnostics.throw_if_errors();
    return root;
}

/// As the predecessor does it: maps merge, everything else replaces; null is a value.
void merge(ConfigNode& base, ConfigNode const& scenario)
{
    for (ConfigNode const& child : scenario.children) {
        ConfigNode* const old = base.find(child.key);
        if (old == nullptr) {
            base.children.push_back(child);
        } else if (old->is_map() && child.is_map()) {
            merge(*old, child);
        } else {
            *old = child;
        }
    }
}

bool looks_like_scenario(ConfigNode const& node)
{
    return node.find("initial_conditions") != nullptr && node.find("boundary_conditions") != nullptr;
}

/// The scenario in the file: all of it, or one of its entries.
ConfigNode choose_part(ConfigNode const& file, std::string const& part)
{
    std::vector<std::string> parts;
    for (ConfigNode const& child : file.children) {
        if (child.is_map() && looks_like_scenario(child)) {
            parts.push_back(child.key);
        }
    }
    Diagnostics diagnostics;
    ConfigNode const* const chosen = part.empty() ? &file : file.find(part);
    if (chosen == nullptr || !chosen->is_map()) {
        diagnostics.error(file.mark, fmt::format("there is no scenario \"{}\" in this file", part),
                          suggest_name(part, parts));
    } else if (!looks_like_scenario(*chosen)) {
        diagnostics.error(
            chosen->place(),
            "this is no scenario of the predecessor: initial_conditions or boundary_conditions is missing",
            parts.empty() ? ""
                          : fmt::format("it holds the scenarios {}: choose one with --part", fmt::join(parts, ", ")));
    }
    diagnostics.throw_if_errors();
    return *chosen;
}

std::string import_class(PredecessorKeys& keys, ModelSpec& model, std::string const& name, std::string const& letter)
{
    std::string const target = "classes." + name;
    Real const scale = keys.required({"pressure.K_" + letter + "_kmh"}, target + ".pressure.scale");
    Real const exponent = keys.required({"pressure.gamma_" + letter}, target + ".pressure.exponent");
    Real const tau = keys.required({"relaxation.tau_" + letter + "_sec"}, target + ".relaxation_time");
    ClassSpec vehicle;
    vehicle.name = name;
    vehicle.pressure_scale = scale / 3.6;
    vehicle.pressure_exponent = exponent;
    vehicle.relaxation_time = tau;
    std::string speeds;
    ConfigNode const* const table = keys.take("Vmax_kmh." + letter, target + ".free_speed");
    if (table == nullptr || !table->is_map() || table->children.empty()) {
        keys.diagnostics.error(keys.root().place(), fmt::format("missing key \"Vmax_kmh.{}\"", letter),
                               "is this the base file?");
    } else {
        for (ConfigNode const& speed : table->children) {
            std::string const key = fmt::format("Vmax_kmh.{}.{}", letter, speed.key);
            Real const value = keys.required({key}, target + ".free_speed." + speed.key);
            speeds += fmt::format("{}{}: {} km/h", speeds.empty() ? "" : ", ", speed.key, shortest(value));
            vehicle.free_speed[static_cast<int>(parse_integer(speed.key))] = value / 3.6;
        }
    }
    std::string text = fmt::format("  {}:\n    pressure: {{scale: {} km/h, exponent: {}}}\n    relaxation_time: {} s\n",
                                   name, shortest(scale), shortest(exponent), shortest(tau));
    if (letter == "m") {
        Real const alpha = keys.required({"alpha"}, target + ".perceives.car");
        Real const creeping = keys.required({"V_creeping_kmh"}, target + ".creeping_speed");
        vehicle.creeping_speed = creeping / 3.6;
        vehicle.perceives["car"] = alpha;
        text += fmt::format("    creeping_speed: {} km/h\n    perceives: {{motorcycle: 1, car: {}}}\n",
                            shortest(creeping), shortest(alpha));
    }
    model.classes.push_back(vehicle);
    return text + fmt::format("    free_speed: {{{}}}\n", speeds);
}

std::string import_classes(PredecessorKeys& keys, ModelSpec& model)
{
    std::string text = "classes:\n";
    text += import_class(keys, model, "motorcycle", "m");
    text += import_class(keys, model, "car", "c");
    Real const jam = keys.required({"rho_jam_veh_km"}, "jam_density");
    model.jam_density = jam / 1000;
    return text + fmt::format("jam_density: {} veh/km\n", shortest(jam));
}

/// Road categories as runs: "1", or "[{from: 0 m, category: 1}, ...]".
std::string sections_text(RoadSpec const& road)
{
    std::string text;
    int num_sections = 0;
    for (std::size_t i = 0; i < road.category.size(); ++i) {
        if (i == 0 || road.category[i] != road.category[i - 1]) {
            text += fmt::format("{}{{from: {} m, category: {}}}", i == 0 ? "" : ", ",
                                shortest(road.x_begin + static_cast<Real>(i) * road.cell_length()), road.category[i]);
            ++num_sections;
        }
    }
    return num_sections == 1 ? std::to_string(road.category.front()) : "[" + text + "]";
}

class RoadImporter {
public:
    RoadImporter(PredecessorKeys& keys, ImportOptions const& options, std::vector<std::string> folders)
        : m_keys(keys),
          m_options(options),
          m_folders(std::move(folders))
    {
    }

    std::string import(RoadSpec& road)
    {
        if (m_options.num_cells > 0) {
            static_cast<void>(m_keys.take(std::vector<std::string>{"grid.N", "N"}, "road.cells"));
            road.num_cells = m_options.num_cells;
        } else {
            road.num_cells = static_cast<int>(m_keys.required({"grid.N", "N"}, "road.cells"));
        }
        road.x_begin = m_keys.required({"grid.xmin", "xmin"}, "road.begin");
        road.length = m_keys.required({"grid.xmax", "xmax"}, "road.length") - road.x_begin;
        if (road.num_cells < 1 || !(road.length > 0)) {
            m_keys.diagnostics.error(m_keys.root().place(), "a road without cells or length");
            return "";
        }
        std::string const quality = import_quality(road);
        return fmt::format("road:\n{}  length: {} m\n  cells: {}\n  quality: {}\n",
                           road.x_begin == 0 ? "" : fmt::format("  begin: {} m\n", shortest(road.x_begin)),
                           shortest(road.length), road.num_cells, quality);
    }

private:
    std::string uniform(RoadSpec& road, int category) const
    {
        road.category.assign(static_cast<std::size_t>(road.num_cells), category);
        return std::to_string(category);
    }

    std::string import_quality(RoadSpec& road)
    {
        if (m_keys.root().find("road") != nullptr) {
            return import_road_map(road);
        }
        static constexpr char const* never_loaded =
            "road.quality, but the predecessor never loaded it and computed with road category 1";
        for (auto const* const key : {"road_quality_definition", "road_quality.R_uniform", "road_quality.value"}) {
            ConfigNode const* const node = find_node(m_keys.root(), key);
            if (node == nullptr) {
                continue;
            }
            if (m_options.as_computed) {
                m_keys.note(key, Fate::ignored, "never loaded: the predecessor computed with road category 1");
                continue;
            }
            m_keys.note(key, Fate::changed, never_loaded);
            if (node->is_list()) {
                return from_list(road, *node);
            }
            if (auto const category = integer(node)) {
                return uniform(road, *category);
            }
            return from_file(road, *node, key);
        }
        return uniform(road, 1);
    }

    std::string import_road_map(RoadSpec& road)
    {
        std::string const type = text(m_keys.take("road.quality_type", "road.quality"), "uniform");
        if (type == "from_file") {
            if (ConfigNode const* const file = m_keys.take("road.quality_file", "road.quality")) {
                return from_file(road, *file, "road.quality_file");
            }
        } else if (type == "list") {
            if (ConfigNode const* const list = m_keys.take("road.quality_values", "road.quality")) {
                return from_list(road, *list);
            }
        } else if (type == "uniform") {
            return uniform(road, static_cast<int>(m_keys.number("road.quality_value", "road.quality").value_or(1)));
        }
        m_keys.diagnostics.error(find_node(m_keys.root(), "road")->place(),
                                 fmt::format("the road category of type \"{}\" is not complete or not known", type));
        return uniform(road, 1);
    }

    std::string from_list(RoadSpec& road, ConfigNode const& list)
    {
        for (ConfigNode const& item : list.children) {
            road.category.push_back(integer(&item).value_or(1));
        }
        return sections(road, list);
    }

    std::string sections(RoadSpec& road, ConfigNode const& node)
    {
        if (road.category.size() == 1) {
            return uniform(road, road.category.front());
        }
        if (road.category.size() != static_cast<std::size_t>(road.num_cells)) {
            m_keys.diagnostics.error(
                node.mark, fmt::format("{} road categories for {} cells", road.category.size(), road.num_cells));
            return uniform(road, 1);
        }
        return sections_text(road);
    }

    /// The predecessor finds the file from where it runs, usually the folder above that of the scenario.
    std::string from_file(RoadSpec& road, ConfigNode const& node, std::string const& key)
    {
        for (std::string const& folder : m_folders) {
            std::ifstream file(std::filesystem::path(folder) / node.text);
            if (!file) {
                continue;
            }
            for (int category = 0; file >> category;) {
                road.category.push_back(category);
            }
            return sections(road, node);
        }
        m_keys.note(key, Fate::changed, "road.quality: the file was not found; check its path");
        static_cast<void>(uniform(road, 1));
        return fmt::format("{{file: {}}}", node.text);
    }

    PredecessorKeys& m_keys;
    ImportOptions const& m_options;
    std::vector<std::string> m_folders;
};

std::string import_numerics(PredecessorKeys& keys)
{
    ConfigNode const* const spatial = keys.take("spatial_scheme", "numerics.scheme");
    ConfigNode const* const time = keys.take("time_scheme", "numerics.scheme");
    bool const high_order = text(spatial, "first_order") != "first_order";
    if (high_order) {
        keys.note("spatial_scheme", Fate::changed,
                  "numerics.scheme: second_order; the predecessor's WENO has a wrong right state");
    }
    if (text(time, "euler") != "euler") {
        keys.note("time_scheme", Fate::changed, "numerics.scheme: the bundle has the time scheme that fits");
    }
    Real const limit = high_order ? 0.5 : 1;
    Real const cfl = keys.number("cfl_number", "numerics.cfl").value_or(limit);
    if (cfl > limit) {
        keys.note("cfl_number", Fate::changed, fmt::format("numerics.cfl: cut to {}", limit));
    }
    if (keys.take("ode_solver", "") != nullptr) {
        keys.note("ode_solver", Fate::changed,
                  "numerics.source_integrator: exact, without these errors; for comparisons there are rk45 and bdf");
    }
    std::string tolerances;
    if (auto const rtol = keys.number("ode_rtol", "numerics.source_rtol, for rk45 and bdf")) {
        tolerances += fmt::format(", source_rtol: {}", shortest(*rtol));
    }
    if (auto const atol = keys.number("ode_atol", "numerics.source_atol, for rk45 and bdf")) {
        tolerances += fmt::format(", source_atol: {} m/s", shortest(*atol));
    }
    return fmt::format("numerics: {{equation: multiclass_arz, scheme: {}, cfl: {}{}}}\n",
                       high_order ? "second_order" : "first_order", shortest(std::min(cfl, limit)), tolerances);
}

} // namespace

std::string shortest(Real value)
{
    return fmt::format("{:.10g}", value);
}

std::string format_notes(std::vector<ImportNote> const& notes)
{
    std::size_t width = 0;
    for (ImportNote const& note : notes) {
        width = std::max(width, note.key.size() + note.value.size() + 2);
    }
    width = std::min<std::size_t>(width, 60);
    std::string text;
    for (ImportNote const& note : notes) {
        std::string_view const fate = note.fate == Fate::used    ? "->"
                                    : note.fate == Fate::changed ? "-> (!)"
                                    : note.fate == Fate::ignored ? "ignored by the predecessor:"
                                                                 : "not needed:";
        text += fmt::format("{:{}}  {} {}\n", fmt::format("{}: {}", note.key, note.value), width, fate, note.remark);
    }
    return text;
}

ImportedCase import_predecessor(std::string const& base_path, std::string const& scenario_path,
                                ImportOptions const& options)
{
    ConfigNode root = read_file(base_path);
    ConfigNode const scenario = choose_part(read_file(scenario_path), options.part);
    merge(root, scenario);
    root.mark = scenario.place();
    std::filesystem::path const folder = std::filesystem::path(scenario_path).parent_path();

    PredecessorKeys keys(std::move(root));
    RoadSpec road;
    ModelSpec model;
    std::string const title =
        text(keys.take("scenario_name", "title"), std::filesystem::path(scenario_path).stem().string());
    std::string yaml = fmt::format("# Imported from {} and {} of the predecessor.\n"
                                   "# Its scenario with the conservative equation: the predecessor's own flux carries "
                                   "the markers at 1 m/s, so its\n"
                                   "# results differ. The table at the end says what became of each of its keys.\n"
                                   "schema_version: 1\ntitle: \"{}\"\n",
                                   std::filesystem::path(base_path).filename().string(),
                                   std::filesystem::path(scenario_path).filename().string(), title);
    yaml += RoadImporter(keys, options, {folder.string(), (folder / "..").string(), ""}).import(road);
    yaml += import_classes(keys, model);
    keys.diagnostics.throw_if_errors();
    Real const end = keys.required({"simulation.t_final_sec", "t_final"}, "time.end");
    Real const every = keys.required({"simulation.output_dt_sec", "output_dt"}, "output.every");
    yaml += import_traffic(keys, model, road, end);
    yaml += import_numerics(keys);
    yaml += fmt::format("time: {{end: {} s}}\noutput: {{every: {} s}}\n", shortest(end), shortest(every));
    keys.diagnostics.throw_if_errors();

    ImportedCase result;
    result.notes = keys.notes();
    yaml += "\n# What became of the keys of the predecessor (\"->\": where it is now; \"(!)\": not what the "
            "predecessor computed)\n";
    std::istringstream table(format_notes(result.notes));
    for (std::string line; std::getline(table, line);) {
        yaml += "#   " + line + '\n';
    }
    result.yaml = std::move(yaml);
    return result;
}

} // namespace zemi::app
