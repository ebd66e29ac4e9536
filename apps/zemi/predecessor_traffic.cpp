// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/predecessor_traffic.hpp"

#include "zemi/case_values.hpp"
#include <zemi/core/suggest.hpp>
#include <zemi/physics/equilibrium.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace zemi::app {
namespace {

using Fate = ImportNote::Fate;
using Pair = std::vector<Real>; ///< motorcycles, cars

std::string density_text(Real value) // [veh/m]
{
    return shortest(value * 1000) + " veh/km";
}

std::string speed_text(Real value) // [m/s]
{
    return shortest(value * 3.6) + " km/h";
}

std::string densities_text(Pair const& density)
{
    return fmt::format("{{motorcycle: {}, car: {}}}", density_text(density[0]), density_text(density[1]));
}

std::string state_text(TrafficState const& state)
{
    return fmt::format("{{motorcycle: {{density: {}, speed: {}}}, car: {{density: {}, speed: {}}}}}",
                       density_text(state.density[0]), speed_text(state.speed[0]), density_text(state.density[1]),
                       speed_text(state.speed[1]));
}

class TrafficImporter {
public:
    TrafficImporter(PredecessorKeys& keys, ModelSpec const& model, RoadSpec const& road, Real end_time)
        : m_keys(keys),
          m_road(road),
          m_equilibrium(model),
          m_end_time(end_time)
    {
    }

    std::string import()
    {
        std::string const type = text(m_keys.take("initial_conditions.type", "initial"));
        return "initial:\n" + import_initial(type) + "boundary:\n" + import_end("left", type)
             + import_end("right", type);
    }

private:
    /// (rho_m, w_m, rho_c, w_c) in SI units as densities and speeds: v = w - p.
    TrafficState from_markers(std::vector<Real> const& u, std::string const& key)
    {
        TrafficState state{{std::max(Real(0), u[0]), std::max(Real(0), u[2])}, {u[1], u[3]}};
        auto const pressure = m_equilibrium.pressure(state.density);
        for (std::size_t c = 0; c < 2; ++c) {
            state.speed[c] -= state.density[c] > 0 ? pressure[c] : 0; // without vehicles no pressure
            if (state.speed[c] < 0) {
                m_keys.note(key, Fate::changed,
                            "a marker below the pressure, that is a negative speed, became speed 0");
                state.speed[c] = 0;
            }
        }
        return state;
    }

    std::string import_initial(std::string const& type)
    {
        std::string const prefix = "initial_conditions.";
        if (type == "uniform") {
            auto const u = m_keys.numbers(prefix + "state", "initial.uniform", 4);
            return u.empty() ? missing("state") : "  uniform: " + state_text(from_markers(u, prefix + "state")) + '\n';
        }
        if (type == "uniform_equilibrium") {
            Pair const density{m_keys.required({prefix + "rho_m"}, "initial") / 1000,
                               m_keys.required({prefix + "rho_c"}, "initial") / 1000};
            return equilibrium_text(density, m_keys.number(prefix + "R_val", "initial"));
        }
        if (type == "riemann") {
            auto const left = m_keys.numbers(prefix + "U_L", "initial.riemann.left", 4);
            auto const right = m_keys.numbers(prefix + "U_R", "initial.riemann.right", 4);
            Real const at = m_keys.required({prefix + "split_pos"}, "initial.riemann.at");
            return left.empty() || right.empty()
                     ? missing("U_L and U_R")
                     : fmt::format("  riemann:\n    at: {} m\n    left: {}\n    right: {}\n", shortest(at),
                                   state_text(from_markers(left, prefix + "U_L")),
                                   state_text(from_markers(right, prefix + "U_R")));
        }
        if (type == "density_hump") {
            return import_hump(prefix);
        }
        if (type == "sine_wave_perturbation") {
            return import_sine(prefix);
        }
        ConfigNode const* const node = find_node(m_keys.root(), "initial_conditions.type");
        m_keys.diagnostics.error(node != nullptr ? node->mark : m_keys.root().place(),
                                 fmt::format("unknown kind of initial condition \"{}\"", type),
                                 suggest_name(type, {"uniform", "uniform_equilibrium", "riemann", "density_hump",
                                                     "sine_wave_perturbation"}));
        return "";
    }

    std::string missing(std::string const& what)
    {
        m_keys.diagnostics.error(find_node(m_keys.root(), "initial_conditions")->place(), "missing " + what);
        return "";
    }

    bool is_everywhere(int category) const
    {
        return std::all_of(m_road.category.begin(), m_road.category.end(),
                           [category](int other) { return other == category; });
    }

    TrafficState at_equilibrium(Pair const& density, int category)
    {
        try {
            return {density, m_equilibrium.speed(category, density)};
        } catch (std::invalid_argument const& e) {
            m_keys.diagnostics.error(find_node(m_keys.root(), "initial_conditions")->place(), e.what());
            return {density, {0, 0}};
        }
    }

    /// At the equilibrium of the category R_val, which need not be that of the road.
    std::string equilibrium_text(Pair const& density, std::optional<Real> const& category)
    {
        int const wanted = static_cast<int>(category.value_or(m_road.category.front()));
        if (is_everywhere(wanted)) {
            return "  equilibrium: " + densities_text(density) + '\n';
        }
        m_keys.note("initial_conditions.R_val", Fate::used,
                    "initial: speeds of this category, which is not that of the whole road");
        return "  uniform: " + state_text(at_equilibrium(density, wanted)) + '\n';
    }

    std::string import_hump(std::string const& prefix)
    {
        auto const u = m_keys.numbers(prefix + "background_state", "initial.hump.background", 4);
        if (u.empty()) {
            return missing("background_state");
        }
        Real const center = m_keys.required({prefix + "center"}, "initial.hump.center");
        Real const width = m_keys.required({prefix + "width"}, "initial.hump.width");
        Pair const peak{m_keys.required({prefix + "rho_m_max"}, "initial.hump.peak"),
                        m_keys.required({prefix + "rho_c_max"}, "initial.hump.peak")};
        return fmt::format("  hump:\n    background: {}\n    center: {} m\n    width: {} m\n    peak: {}\n"
                           "    speeds: marker # the predecessor keeps w\n",
                           state_text(from_markers(u, prefix + "background_state")), shortest(center), shortest(width),
                           densities_text(peak));
    }

    std::string import_sine(std::string const& prefix)
    {
        Pair const density{m_keys.required({prefix + "background_state.rho_m"}, "initial.sine.background"),
                           m_keys.required({prefix + "background_state.rho_c"}, "initial.sine.background")};
        Real amplitude = m_keys.required({prefix + "perturbation.amplitude"}, "initial.sine.amplitude");
        Real const periods = m_keys.number(prefix + "perturbation.wave_number", "initial.sine.periods").value_or(1);
        auto const category = m_keys.number(prefix + "R_val", "initial.sine.background");
        if (std::abs(amplitude) > density[0]) {
            m_keys.note(
                prefix + "perturbation.amplitude", Fate::changed,
                fmt::format("initial.sine.amplitude: cut to the background density; the predecessor cuts the negative "
                            "densities that {} gives",
                            amplitude));
            amplitude = std::copysign(density[0], amplitude);
        }
        int const wanted = static_cast<int>(category.value_or(1));
        std::string background = densities_text(density);
        if (!is_everywhere(wanted)) {
            background = state_text(at_equilibrium(density, wanted));
            m_keys.note(prefix + "R_val", Fate::used,
                        "initial.sine.background: speeds of this category, which is not that of the road");
        }
        return fmt::format("  sine:\n    background: {}\n    amplitude: {{motorcycle: {}}}\n    periods: {}\n"
                           "    speeds: marker # the predecessor keeps w\n",
                           background, density_text(amplitude), shortest(periods));
    }

    std::string import_end(std::string const& side, std::string const& initial_type)
    {
        std::string const prefix = "boundary_conditions." + side;
        ConfigNode const* const node = find_node(m_keys.root(), prefix);
        if (node == nullptr) {
            return fmt::format("  {}: outflow # the predecessor's default\n", side);
        }
        std::string const target = "boundary." + side;
        std::string const type = lower(text(m_keys.take(prefix + ".type", target)));
        if (type == "time_dependent") {
            return fmt::format("  {}: {}\n", side, import_schedule(prefix + ".schedule", side));
        }
        if (node->find("schedule") != nullptr) {
            m_keys.note(prefix + ".schedule", Fate::ignored, "only read if the type is time_dependent");
        }
        if (type == "inflow") {
            ConfigNode const* const state = node->find("state");
            if (state == nullptr || state->kind == ConfigNode::Kind::null) {
                bool const filled_in = initial_type == "uniform_equilibrium" && side == "left";
                m_keys.note(prefix + ".state", filled_in ? Fate::used : Fate::changed,
                            filled_in ? target + ": the initial equilibrium"
                                      : target + ": the initial equilibrium; the predecessor stops with an error");
                return fmt::format("  {}: {{inflow: equilibrium}}\n", side);
            }
            return fmt::format("  {}: {{inflow: {}}}\n", side, import_inflow(prefix + ".state", side));
        }
        if (node->find("state") != nullptr) {
            m_keys.note(prefix + ".state", Fate::ignored, "only an inflow has a state");
        }
        return fmt::format("  {}: {}\n", side, condition_name(type, side, prefix + ".type"));
    }

    static std::string lower(std::string text)
    {
        std::transform(text.begin(), text.end(), text.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return text;
    }

    /// Kinds of ends without a state.
    std::string condition_name(std::string const& type, std::string const& side, std::string const& key)
    {
        if (type == "outflow" || type == "periodic") {
            return type;
        }
        if (type == "wall") {
            m_keys.note(key, Fate::changed,
                        "boundary." + side + ": wall, which passes nothing; the predecessor's is a mirror and leaks");
            return "wall";
        }
        if (type == "wall_capped_reflection") {
            m_keys.note(key, Fate::changed,
                        "boundary." + side + ": wall, which passes nothing; "
                            + (side == "left" ? "at the left end the predecessor does nothing for this type"
                                              : "a third of the motorcycles leaks through the predecessor's"));
            return "wall";
        }
        ConfigNode const* const node = find_node(m_keys.root(), key);
        m_keys.diagnostics.error(
            node != nullptr ? node->mark : m_keys.root().place(),
            fmt::format("unknown kind of boundary condition \"{}\"", type),
            suggest_name(type, {"inflow", "outflow", "periodic", "wall", "wall_capped_reflection", "time_dependent"}));
        return "outflow";
    }

    /// The units are those that make sense: since 28 April 2025 the predecessor takes veh/km and km/h whatever the file
    /// means, and the files mix both with SI.
    std::string import_inflow(std::string const& key, std::string const& side)
    {
        std::string const target = "boundary." + side;
        auto u = m_keys.numbers(key, target + ".inflow", 4);
        if (u.empty()) {
            return "equilibrium";
        }
        bool const per_km = u[0] >= 1 || u[2] >= 1;
        if (per_km) {
            u[0] /= 1000;
            u[2] /= 1000;
        }
        int const category = side == "left" ? m_road.category.front() : m_road.category.back();
        TrafficState const equilibrium = at_equilibrium({u[0], u[2]}, category);
        std::vector<Real> const in_km_per_h{u[0], u[1] / 3.6, u[2], u[3] / 3.6};
        TrafficState const si = from_markers(u, key);
        TrafficState const kmh = from_markers(in_km_per_h, key);
        auto const distance = [&](TrafficState const& s) {
            return std::abs(s.speed[0] - equilibrium.speed[0]) + std::abs(s.speed[1] - equilibrium.speed[1]);
        };
        bool const markers_in_si = !per_km || distance(si) <= distance(kmh);
        m_keys.note(key, Fate::changed,
                    fmt::format("{}.inflow: densities in {}, markers in {}; the predecessor takes veh/km and km/h{}",
                                target, per_km ? "veh/km" : "veh/m", markers_in_si ? "m/s" : "km/h",
                                side == "left" ? ", and imposes the densities only" : ""));
        return state_text(markers_in_si ? si : kmh);
    }

    std::string import_schedule(std::string const& key, std::string const& side)
    {
        ConfigNode const* const list = m_keys.take(key, "boundary." + side + ".schedule");
        struct Entry {
            Real begin = 0;
            Real end = 0;
            std::string condition;
        };
        std::vector<Entry> entries;
        if (list != nullptr && list->is_list()) {
            for (ConfigNode const& item : list->children) {
                auto const begin = item.children.empty() ? std::nullopt : ::zemi::app::number(item.children.data());
                auto const end = item.children.size() < 2 ? std::nullopt : ::zemi::app::number(&item.children[1]);
                if (!begin || !end || item.children.size() < 3) {
                    m_keys.diagnostics.error(item.mark, "an entry of a schedule is [begin, end, type]");
                    return "outflow";
                }
                std::string const type = lower(text(&item.children[2]));
                entries.push_back({*begin, *end, schedule_condition(type, item, side, key)});
            }
        }
        if (entries.empty()) {
            m_keys.diagnostics.error(m_keys.root().place(), fmt::format("{} has no entries", key));
            return "outflow";
        }
        // The first entry that covers a time counts; where none does, the last condition stays.
        std::vector<Real> times{0};
        for (Entry const& entry : entries) {
            times.insert(times.end(), {entry.begin, entry.end});
        }
        std::sort(times.begin(), times.end());
        times.erase(std::unique(times.begin(), times.end()), times.end());
        std::erase_if(times, [this](Real t) { return t < 0 || t >= m_end_time; });
        std::vector<std::pair<Real, std::string>> phases;
        for (Real const t : times) {
            auto const entry =
                std::find_if(entries.begin(), entries.end(), [t](Entry const& e) { return e.begin <= t && t < e.end; });
            std::string const condition = entry != entries.end() ? entry->condition
                                        : phases.empty()         ? entries.front().condition
                                                                 : phases.back().second;
            if (phases.empty() || phases.back().second != condition) {
                phases.emplace_back(t, condition);
            }
        }
        std::string result;
        for (std::size_t i = 0; i < phases.size(); ++i) {
            std::string const until =
                i + 1 < phases.size() ? fmt::format("until: {} s, ", shortest(phases[i + 1].first)) : "";
            result += fmt::format("{}{{{}{}}}", i == 0 ? "" : ", ", until, phases[i].second);
        }
        return "{schedule: [" + result + "]}";
    }

    /// "wall: {}", "inflow: {...}"
    std::string schedule_condition(std::string const& type, ConfigNode const& item, std::string const& side,
                                   std::string const& key)
    {
        if (type != "inflow") {
            return condition_name(type, side, key) + ": {}";
        }
        if (item.children.size() < 4 || item.children[3].children.size() != 4) {
            return "inflow: equilibrium";
        }
        std::vector<Real> u;
        for (ConfigNode const& value : item.children[3].children) {
            u.push_back(::zemi::app::number(&value).value_or(0));
        }
        return "inflow: " + state_text(from_markers(u, key)); // not converted by the predecessor: SI
    }

    PredecessorKeys& m_keys;
    RoadSpec const& m_road;
    Equilibrium m_equilibrium;
    Real m_end_time;
};

} // namespace

std::string import_traffic(PredecessorKeys& keys, ModelSpec const& model, RoadSpec const& road, Real end_time)
{
    return TrafficImporter(keys, model, road, end_time).import();
}

} // namespace zemi::app
