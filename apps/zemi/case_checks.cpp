// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/case_checks.hpp"

#include "zemi/case_values.hpp"
#include "zemi/schema.hpp"
#include <zemi/core/select.hpp>
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/source_integrator.hpp>
#include <zemi/physics/model_spec.hpp>
#include <zemi/physics/source_terms.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>

namespace zemi::app {
namespace {

class ConsistencyCheck {
public:
    ConsistencyCheck(ConfigNode const& root, Diagnostics& diagnostics) : m_root(root), m_diagnostics(diagnostics)
    {
        m_begin = length_at("road.begin");
        auto const length = length_at("road.length");
        if (m_begin && length && *length > 0) {
            m_end = *m_begin + *length;
        }
    }

    void run()
    {
        check_classes();
        check_sections();
        check_times();
        check_ring();
        check_boundary("boundary.left");
        check_boundary("boundary.right");
        check_initial();
        check_numerics();
        if (equation_of(m_root) == "multiclass_arz") {
            check_source_parameters();
            check_source_integration();
        }
    }

private:
    ConfigNode const* node(std::string const& place) const { return find_node(m_root, place); }
    std::optional<Real> length_at(std::string const& place) const { return quantity(node(place), dimension::length); }

    void error(ConfigNode const* where, std::string const& message, std::string const& suggestion = {})
    {
        m_diagnostics.error(where->mark.source ? where->mark : where->place(), message, suggestion);
    }

    void warn(ConfigNode const* where, std::string const& message, std::string const& suggestion = {})
    {
        m_diagnostics.warning(where->mark.source ? where->mark : where->place(), message, suggestion);
    }

    void check_classes()
    {
        ConfigNode const* const classes = node("classes");
        if (classes == nullptr || !classes->is_map()) {
            return;
        }
        if (static_cast<int>(classes->children.size()) > max_classes) {
            m_diagnostics.error(
                classes->children[max_classes].key_mark,
                fmt::format("{} vehicle classes, at most {} are possible", classes->children.size(), max_classes));
        }
        for (ConfigNode const* const category : used_categories()) {
            check_category(*classes, *category);
        }
        for (ConfigNode const& vehicle : classes->children) {
            check_creeping(vehicle);
        }
    }

    /// Every class needs a free speed for it.
    void check_category(ConfigNode const& classes, ConfigNode const& category)
    {
        std::vector<std::string> without;
        std::vector<std::string> known;
        for (ConfigNode const& vehicle : classes.children) {
            ConfigNode const* const speeds = vehicle.find("free_speed");
            if (speeds != nullptr && speeds->is_map() && speeds->find(category.text) == nullptr) {
                without.push_back(vehicle.key);
                known = speeds->keys();
            }
        }
        if (!without.empty()) {
            error(&category,
                  fmt::format("no free speed on road category {} for {}", category.text, fmt::join(without, ", ")),
                  fmt::format("free_speed of {} has the categories {}", without.back(), fmt::join(known, ", ")));
        }
    }

    void check_creeping(ConfigNode const& vehicle)
    {
        ConfigNode const* const creeping = vehicle.find("creeping_speed");
        ConfigNode const* const speeds = vehicle.find("free_speed");
        auto const slowest = quantity(creeping, dimension::speed);
        if (!slowest || speeds == nullptr) {
            return;
        }
        std::vector<ConfigNode> const all = speeds->is_scalar() ? std::vector{*speeds} : speeds->children;
        for (ConfigNode const& speed : all) {
            auto const value = quantity(&speed, dimension::speed);
            if (value && *value < *slowest) {
                error(creeping->mark.source ? creeping : &speed,
                      fmt::format("the creeping speed of {} is above its free speed of {}{}", vehicle.key, speed.text,
                                  speeds->is_scalar() ? "" : " on roads of category " + speed.key));
                return;
            }
        }
    }

    /// The nodes of road.quality that hold a category.
    std::vector<ConfigNode const*> used_categories() const
    {
        ConfigNode const* const quality = node("road.quality");
        std::vector<ConfigNode const*> candidates{quality};
        if (quality != nullptr && quality->is_list()) {
            for (ConfigNode const& section : quality->children) {
                candidates.push_back(entry(&section, "category"));
            }
        }
        std::set<int> seen;
        std::erase_if(candidates, [&seen](ConfigNode const* candidate) {
            auto const category = integer(candidate);
            return !category || !seen.insert(*category).second;
        });
        return candidates;
    }

    /// Places along the road, from left to right, the first at its begin.
    void check_places(ConfigNode const* list, std::string const& place)
    {
        if (list == nullptr || !list->is_list() || !m_begin || !m_end) {
            return;
        }
        std::optional<Real> last;
        for (std::size_t i = 0; i < list->children.size(); ++i) {
            ConfigNode const* const from = entry(&list->children[i], "from");
            auto const x = quantity(from, dimension::length);
            if (!x) {
                continue;
            }
            if (i == 0 && *x != *m_begin) {
                error(from, fmt::format("the first entry of {} has to begin where the road begins", place),
                      "write " + format_quantity(*m_begin, dimension::length, 12));
            } else if (i > 0 && last && *x <= *last) {
                error(from, fmt::format("the entries of {} have to go from left to right", place));
            } else if (*x >= *m_end) {
                error(from, fmt::format("{} is beyond the end of the road at {}", from->text,
                                        format_quantity(*m_end, dimension::length)));
            }
            last = x;
        }
    }

    void check_sections()
    {
        ConfigNode const* const quality = node("road.quality");
        check_places(quality, "road.quality");
        auto const num_cells = integer(node("road.cells"));
        if (quality == nullptr || !quality->is_list() || !m_begin || !m_end || !num_cells || *num_cells < 1) {
            return;
        }
        Real const cell = (*m_end - *m_begin) / *num_cells;
        for (ConfigNode const& section : quality->children) {
            ConfigNode const* const from = entry(&section, "from");
            auto const x = quantity(from, dimension::length);
            Real const index = x ? (*x - *m_begin) / cell : 0;
            if (x && *x < *m_end && std::abs(index - std::round(index)) > 1e-6) {
                warn(from, fmt::format("{} is inside a cell; the section begins at {} instead", from->text,
                                       format_quantity(*m_begin + std::floor(index + 0.5) * cell, dimension::length)));
            }
        }
    }

    void check_times()
    {
        auto const begin = quantity(node("time.begin"), dimension::time);
        auto const end = quantity(node("time.end"), dimension::time);
        if (begin && end && *end <= *begin) {
            error(node("time.end"),
                  fmt::format("time.end is not after time.begin ({})", format_quantity(*begin, dimension::time)));
            return;
        }
        auto const every = quantity(node("output.every"), dimension::time);
        if (begin && end && every && *every > *end - *begin) {
            warn(node("output.every"), fmt::format("output.every is longer than the simulated time of {}",
                                                   format_quantity(*end - *begin, dimension::time)));
        }
        if (begin && end && every && *every > 0 && (*end - *begin) / *every > 1e6) {
            error(node("output.every"), "more than a million states in the output");
        }
    }

    bool is_ring() const { return text(node("boundary")) == "periodic" || text(node("boundary.left")) == "periodic"; }

    void check_ring()
    {
        ConfigNode const* const left = node("boundary.left");
        ConfigNode const* const right = node("boundary.right");
        if (left != nullptr && right != nullptr && (text(left) == "periodic") != (text(right) == "periodic")) {
            bool const is_left = text(left) == "periodic";
            error(is_left ? left : right,
                  fmt::format("the {} end is periodic, but the {} end is not", is_left ? "left" : "right",
                              is_left ? "right" : "left"),
                  "write boundary: periodic");
        }
    }

    void check_boundary(std::string const& place)
    {
        ConfigNode const* const schedule = node(place + ".schedule");
        if (schedule == nullptr || !schedule->is_list()) {
            return;
        }
        auto last = quantity(node("time.begin"), dimension::time);
        for (std::size_t i = 0; i < schedule->children.size(); ++i) {
            ConfigNode const& phase = schedule->children[i];
            ConfigNode const* const until = entry(&phase, "until");
            bool const is_last = i + 1 == schedule->children.size();
            if (!is_last && until == nullptr && phase.is_map()) {
                m_diagnostics.error(phase.place(), "missing key \"until\": when does the next condition begin?",
                                    "for example until: 60 s");
            } else if (is_last && until != nullptr) {
                m_diagnostics.error(until->key_mark,
                                    "the last condition of a schedule holds to the end; it has no \"until\"",
                                    "add what comes next, or leave it out");
            }
            auto const time = quantity(until, dimension::time);
            if (time && last && *time <= *last) {
                error(until, fmt::format("{} is not after {}, when this condition begins", until->text,
                                         format_quantity(*last, dimension::time)));
            }
            last = time ? time : last;
        }
    }

    void check_initial()
    {
        check_places(node("initial.piecewise"), "initial.piecewise");
        for (auto const* const place : {"initial.riemann.at", "initial.hump.center", "initial.jamiton.shock"}) {
            auto const x = length_at(place);
            if (x && m_begin && m_end && (*x < *m_begin || *x > *m_end)) {
                error(node(place), fmt::format("{} is outside the road, which goes from {} to {}", node(place)->text,
                                               format_quantity(*m_begin, dimension::length),
                                               format_quantity(*m_end, dimension::length)));
            }
        }
        auto const periods = number(node("initial.sine.periods"));
        if (periods && *periods != std::floor(*periods) && is_ring()) {
            warn(node("initial.sine.periods"),
                 "on a ring, a number of waves that is not whole makes a jump where the ends meet");
        }
    }

    void check_numerics()
    {
        std::string const equation = equation_of(m_root);
        ConfigNode const* const flux = node("numerics.flux");
        auto const plain = names_of(FluxesWithoutMarkers{});
        bool const known = flux != nullptr && std::find(plain.begin(), plain.end(), flux->text) != plain.end();
        if (equation == "multiclass_lwr" && flux != nullptr && flux->mark.source && !known) {
            error(flux, fmt::format("the flux {} needs markers, which {} does not have", flux->text, equation),
                  "known: " + join_names(plain));
        }
        check_contact_fix(equation);
        std::string const reconstruction = text(node("numerics.reconstruction"));
        auto const without_markers = names_of(ReconstructionsWithoutMarkers{});
        auto const of_all = names_of(Reconstructions{});
        if (equation == "multiclass_lwr" && std::count(of_all.begin(), of_all.end(), reconstruction) > 0
            && std::count(without_markers.begin(), without_markers.end(), reconstruction) == 0) {
            ConfigNode const* const own = node("numerics.reconstruction");
            error(own->mark.source ? own : node("numerics.scheme"),
                  fmt::format("the reconstruction {} needs markers, which {} does not have", reconstruction, equation),
                  "known: " + join_names(without_markers));
        }
        auto const cfl = number(node("numerics.cfl"));
        if (cfl && *cfl > 0.5 && *cfl <= 1 && node("numerics.cfl")->mark.source
            && reconstruction.starts_with("muscl")) {
            warn(node("numerics.cfl"), "above 0.5, densities are not sure to stay positive with linear reconstruction");
        }
    }

    /// Each source term has parameters of its own.
    void check_source_parameters()
    {
        struct Parameter {
            char const* key;
            std::string_view term;
            bool is_required;
            char const* example;
        };
        static constexpr std::array<Parameter, 4> parameters{{
            {"congestion_slowdown", CongestedRelaxation<1>::name, true, "0.6"},
            {"max_acceleration", BoundedAcceleration<1>::name, true, "2.5 m/s^2"},
            {"max_deceleration", BoundedAcceleration<1>::name, false, ""},
            {"top_speed", BoundedAcceleration<1>::name, true, "110 km/h"},
        }};
        ConfigNode const* const classes = node("classes");
        std::string const term = text(node("model.source"));
        if (classes == nullptr || !classes->is_map()) {
            return;
        }
        for (ConfigNode const& vehicle : classes->children) {
            for (Parameter const& parameter : parameters) {
                ConfigNode const* const value = vehicle.is_map() ? vehicle.find(parameter.key) : nullptr;
                if (value != nullptr && parameter.term != term) {
                    warn(value, fmt::format("{} has no effect: model.source is {}, not {}", parameter.key, term,
                                            parameter.term));
                } else if (value == nullptr && parameter.is_required && parameter.term == term) {
                    m_diagnostics.error(vehicle.place(),
                                        fmt::format("missing key \"{}\" in classes.{}, which model.source {} needs",
                                                    parameter.key, vehicle.key, term),
                                        fmt::format("for example {}: {}", parameter.key, parameter.example));
                }
            }
            check_top_speed(vehicle, term);
        }
    }

    void check_top_speed(ConfigNode const& vehicle, std::string const& term)
    {
        auto const top = quantity(entry(&vehicle, "top_speed"), dimension::speed);
        ConfigNode const* const speeds = entry(&vehicle, "free_speed");
        if (!top || speeds == nullptr || term != BoundedAcceleration<1>::name) {
            return;
        }
        std::vector<ConfigNode> const all = speeds->is_scalar() ? std::vector{*speeds} : speeds->children;
        for (ConfigNode const& speed : all) {
            auto const value = quantity(&speed, dimension::speed);
            if (value && *value >= *top) {
                error(vehicle.find("top_speed"),
                      fmt::format("the top speed of {} is not above its free speed of {}", vehicle.key, speed.text));
                return;
            }
        }
    }

    void check_source_integration()
    {
        SchemeSpec scheme;
        scheme.reconstruction = text(node("numerics.reconstruction"));
        scheme.flux = text(node("numerics.flux"));
        scheme.time = text(node("numerics.time"));
        ConfigNode const* const integrator = node("numerics.source_integrator");
        auto const conflict = source_conflict(text(node("model.source")), text(integrator), scheme);
        if (!conflict) {
            return;
        }
        ConfigNode const* where = node("numerics." + conflict->key);
        for (auto const* const key : {"numerics.source_integrator", "model.source", "numerics.scheme"}) {
            if (where == nullptr || !where->mark.source) { // a default: point to what the user wrote
                where = node(key);
            }
        }
        error(where, conflict->message);
    }

    void check_contact_fix(std::string const& equation)
    {
        ConfigNode const* const fix = node("numerics.contact_fix");
        SchemeSpec scheme;
        scheme.reconstruction = text(node("numerics.reconstruction"));
        scheme.flux = text(node("numerics.flux"));
        scheme.contact_fix = text(fix);
        auto const is_in = [](std::string const& name, std::vector<std::string> const& known) {
            return std::find(known.begin(), known.end(), name) != known.end();
        };
        if (fix != nullptr && fix->mark.source && is_in(scheme.contact_fix, contact_fix_names())
            && is_in(scheme.reconstruction, names_of(Reconstructions{})) && is_in(scheme.flux, names_of(Fluxes{}))) {
            if (auto const objection = contact_fix_objection(equation, scheme); !objection.empty()) {
                error(fix, objection, "leave it out, or contact_fix: none");
            }
        }
    }

    ConfigNode const& m_root;
    Diagnostics& m_diagnostics;
    std::optional<Real> m_begin; ///< of the road [m]
    std::optional<Real> m_end;   ///< [m]
};

} // namespace

void check_consistency(ConfigNode const& root, Diagnostics& diagnostics)
{
    ConsistencyCheck(root, diagnostics).run();
}

} // namespace zemi::app
