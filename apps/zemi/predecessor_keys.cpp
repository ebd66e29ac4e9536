// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/predecessor_keys.hpp"

#include "zemi/case_values.hpp"
#include <zemi/core/values.hpp>

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

namespace zemi::app {
namespace {

using Fate = ImportNote::Fate;

struct KnownKey {
    std::string_view key; ///< itself and all below it
    Fate fate;
    std::string_view remark;
};

/// Keys that no case needs, and why.
constexpr std::array<KnownKey, 40> known_keys{{
    {"flux_composition", Fate::ignored, "read and stored, but used nowhere"},
    {"ghost_cells", Fate::dropped, "follows from the reconstruction"},
    {"epsilon", Fate::dropped, "no floors and no regularisation"},
    {"mass_conservation_check.frequency_steps", Fate::dropped, "history.csv has the masses of every step"},
    {"mass_conservation_check.output_file_pattern", Fate::dropped, "history.csv has the masses of every step"},
    {"mass_conservation_check", Fate::ignored, "history.csv has the masses of every step"},
    {"inherits", Fate::ignored, "the base file comes from the command line"},
    {"base", Fate::ignored, "the base file comes from the command line"},
    {"name", Fate::ignored, "the predecessor reads scenario_name"},
    {"grid.num_ghost_cells", Fate::ignored, "the predecessor reads ghost_cells at the top level"},
    {"numerical", Fate::ignored, "the predecessor reads these keys at the top level only"},
    {"numerics", Fate::ignored, "the predecessor reads spatial_scheme and time_scheme at the top level only"},
    {"temporal", Fate::ignored, "the predecessor reads simulation.*"},
    {"spatial", Fate::ignored, "the predecessor reads grid.*"},
    {"physical", Fate::ignored, "the predecessor reads these keys at the top level"},
    {"gpu", Fate::ignored, "the device comes from the command line"},
    {"device", Fate::ignored, "the device comes from the command line"},
    {"testing", Fate::ignored, "nobody reads it"},
    {"output", Fate::ignored, "the predecessor reads output_dt or simulation.output_dt_sec"},
    {"model_type", Fate::ignored, "nobody reads it"},
    {"weno_epsilon", Fate::ignored, "fixed at 1e-6 in the code"},
    {"K_m", Fate::ignored, "the predecessor reads pressure.K_m_kmh"},
    {"K_c", Fate::ignored, "the predecessor reads pressure.K_c_kmh"},
    {"K_m_kmh", Fate::ignored, "the predecessor reads pressure.K_m_kmh"},
    {"K_c_kmh", Fate::ignored, "the predecessor reads pressure.K_c_kmh"},
    {"gamma_m", Fate::ignored, "the predecessor reads pressure.gamma_m"},
    {"gamma_c", Fate::ignored, "the predecessor reads pressure.gamma_c"},
    {"tau_m", Fate::ignored, "the predecessor reads relaxation.tau_m_sec"},
    {"tau_c", Fate::ignored, "the predecessor reads relaxation.tau_c_sec"},
    {"Vmax_m", Fate::ignored, "the predecessor reads Vmax_kmh.m"},
    {"Vmax_c", Fate::ignored, "the predecessor reads Vmax_kmh.c"},
    {"V_creeping", Fate::ignored, "the predecessor reads V_creeping_kmh"},
    {"rho_jam", Fate::ignored, "the predecessor reads rho_jam_veh_km"},
    {"initial_conditions.background_state.v_m", Fate::ignored, "speeds of the background are those of equilibrium"},
    {"initial_conditions.background_state.v_c", Fate::ignored, "speeds of the background are those of equilibrium"},
    {"initial_conditions.background_state.w_m", Fate::ignored, "speeds of the background are those of equilibrium"},
    {"initial_conditions.background_state.w_c", Fate::ignored, "speeds of the background are those of equilibrium"},
    {"road_quality_definition", Fate::ignored, "never loaded: the predecessor computed with road category 1"},
    {"road_quality", Fate::ignored, "never loaded: the predecessor computed with road category 1"},
    {"scenario_description", Fate::ignored, "nobody reads it"},
}};

bool is_below(std::string_view path, std::string_view key)
{
    return path == key || (path.starts_with(key) && path.size() > key.size() && path[key.size()] == '.');
}

std::string value_text(ConfigNode const& node)
{
    if (node.is_scalar()) {
        return node.text;
    }
    if (node.kind == ConfigNode::Kind::null) {
        return "null";
    }
    std::string text = node.is_list() ? "[" : "{";
    for (ConfigNode const& child : node.children) {
        text += text.size() > 1 ? ", " : "";
        text += node.is_map() ? child.key + ": " + value_text(child) : value_text(child);
        if (text.size() > 40) {
            text += ", ...";
            break;
        }
    }
    return text + (node.is_list() ? "]" : "}");
}

} // namespace

ConfigNode const* PredecessorKeys::take(std::vector<std::string> const& spellings, std::string const& target)
{
    ConfigNode const* result = nullptr;
    std::string taken;
    for (std::string const& key : spellings) {
        ConfigNode const* const node = find_node(m_root, key);
        if (node == nullptr) {
            continue;
        }
        if (result == nullptr) {
            result = node;
            taken = key;
            note(key, Fate::used, target);
        } else {
            note(key, Fate::ignored, fmt::format("overruled by {}", taken));
        }
    }
    return result;
}

ConfigNode const* PredecessorKeys::take(std::string const& key, std::string const& target)
{
    return take(std::vector{key}, target);
}

std::optional<Real> PredecessorKeys::to_number(ConfigNode const& node)
{
    try {
        if (!node.is_scalar()) {
            throw ValueError(fmt::format("{} instead of a number", zemi::describe(node.kind)));
        }
        return parse_number(node.text);
    } catch (ValueError const& e) {
        diagnostics.error(node.mark.source ? node.mark : node.place(), e.what(), e.suggestion());
        return std::nullopt;
    }
}

std::optional<Real> PredecessorKeys::number(std::vector<std::string> const& spellings, std::string const& target)
{
    ConfigNode const* const node = take(spellings, target);
    return node == nullptr ? std::nullopt : to_number(*node);
}

std::optional<Real> PredecessorKeys::number(std::string const& key, std::string const& target)
{
    return number(std::vector{key}, target);
}

Real PredecessorKeys::required(std::vector<std::string> const& spellings, std::string const& target)
{
    ConfigNode const* const node = take(spellings, target);
    if (node == nullptr) {
        diagnostics.error(m_root.place(), fmt::format("missing key \"{}\": the predecessor could not run this either",
                                                      fmt::join(spellings, "\" or \"")));
        return 1;
    }
    return to_number(*node).value_or(1);
}

std::vector<Real> PredecessorKeys::numbers(std::string const& key, std::string const& target, std::size_t count)
{
    ConfigNode const* const node = take(key, target);
    std::vector<Real> result;
    if (node == nullptr || node->kind == ConfigNode::Kind::null) {
        return result;
    }
    for (ConfigNode const& item : node->children) {
        result.push_back(to_number(item).value_or(0));
    }
    if (!node->is_list() || (count > 0 && result.size() != count)) {
        diagnostics.error(node->place(), fmt::format("{} should be a list of {} numbers", key, count));
        result.assign(count, 0);
    }
    return result;
}

void PredecessorKeys::note(std::string const& key, Fate fate, std::string const& remark)
{
    m_records.push_back({key, fate, remark});
}

ImportNote PredecessorKeys::describe(std::string const& path, ConfigNode const& node) const
{
    ImportNote result{path, value_text(node), Fate::ignored, "unknown to the predecessor, too"};
    for (auto record = m_records.rbegin(); record != m_records.rend(); ++record) { // the last word counts
        if (is_below(path, record->key)) {
            result.fate = record->fate;
            result.remark = record->remark;
            return result;
        }
    }
    for (KnownKey const& known : known_keys) {
        if (is_below(path, known.key)) {
            return {path, result.value, known.fate, std::string(known.remark)};
        }
    }
    return result;
}

void PredecessorKeys::append_notes(ConfigNode const& node, std::string const& path,
                                   std::vector<ImportNote>& notes) const
{
    for (ConfigNode const& child : node.children) {
        std::string const child_path = path.empty() ? child.key : path + '.' + child.key;
        if (child.is_map() && !child.children.empty()) {
            append_notes(child, child_path, notes);
        } else {
            notes.push_back(describe(child_path, child));
        }
    }
}

std::vector<ImportNote> PredecessorKeys::notes() const
{
    std::vector<ImportNote> notes;
    append_notes(m_root, "", notes);
    return notes;
}

} // namespace zemi::app
