// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/initial.hpp"

#include "zemi/case_values.hpp"
#include "zemi/cell_table.hpp"
#include <zemi/physics/exact/identical_classes.hpp>
#include <zemi/physics/exact/jamiton.hpp>
#include <zemi/physics/source_term.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>

namespace zemi::app {
namespace {

/// Says what a density at or above the jam density means for this model.
void check_densities(std::vector<Real> const& density, ConfigMark const& place, StateContext const& context)
{
    Real const jam = context.model.jam_density;
    auto const interaction = interaction_matrix(context.model);
    if (context.model.pressure_law == PressureLaw::singular) {
        for (std::size_t i = 0; i < density.size(); ++i) {
            Real perceived = 0;
            for (std::size_t j = 0; j < density.size(); ++j) {
                perceived += interaction[i][j] * density[j];
            }
            if (density[i] > 0 && perceived >= jam) {
                context.diagnostics.error(place, fmt::format("class {} perceives {}, but has to stay below the jam "
                                                             "density of {} with model.pressure: singular",
                                                             context.model.classes[i].name,
                                                             format_quantity(perceived, dimension::density),
                                                             format_quantity(jam, dimension::density)));
                return;
            }
        }
    }
    Real total = 0;
    for (Real const d : density) {
        total += d;
    }
    if (total > jam) {
        context.diagnostics.warning(place, fmt::format("{} of all classes together are more than the jam density of {}",
                                                       format_quantity(total, dimension::density),
                                                       format_quantity(jam, dimension::density)));
    }
}

std::vector<Real> read_densities(ConfigNode const* node, ModelSpec const& model, std::vector<Real> const& otherwise)
{
    std::vector<Real> density;
    for (std::size_t c = 0; c < model.classes.size(); ++c) {
        auto const value = quantity(entry(node, model.classes[c].name), dimension::density);
        density.push_back(value.value_or(otherwise[c]));
    }
    return density;
}

/// Places where the road category changes: equilibrium speeds jump there.
std::vector<Real> category_changes(RoadSpec const& road)
{
    std::vector<Real> places;
    for (std::size_t i = 1; i < road.category.size(); ++i) {
        if (road.category[i] != road.category[i - 1]) {
            places.push_back(road.x_begin + static_cast<Real>(i) * road.cell_length());
        }
    }
    return places;
}

int category_at(RoadSpec const& road, Real x)
{
    return road.category[cell_at(road, x)];
}

/// States that follow each other along the road, each from its place on.
InitialState piecewise(std::vector<Real> begins, std::vector<StateSpec> states, StateContext const& context)
{
    InitialState initial;
    initial.piecewise_constant = true;
    bool const depends =
        std::any_of(states.begin(), states.end(), [](StateSpec const& s) { return s.depends_on_road(); });
    if (depends) {
        initial.breakpoints = category_changes(context.road);
    }
    initial.breakpoints.insert(initial.breakpoints.end(), begins.begin() + 1, begins.end());
    std::sort(initial.breakpoints.begin(), initial.breakpoints.end());
    initial.at = [begins = std::move(begins), states = std::move(states), road = context.road,
                  equilibrium = context.equilibrium](Real x) {
        std::size_t i = 0;
        while (i + 1 < begins.size() && x >= begins[i + 1]) {
            ++i;
        }
        return states[i].at(category_at(road, x), equilibrium);
    };
    return initial;
}

/// Densities that vary smoothly around a background; `speeds` as in the case.
template <class Density>
InitialState disturbed(StateSpec background, std::string const& speeds, Density density, StateContext const& context)
{
    InitialState initial;
    initial.breakpoints = category_changes(context.road);
    initial.at = [background = std::move(background), speeds, density = std::move(density), road = context.road,
                  equilibrium = context.equilibrium](Real x) {
        int const category = category_at(road, x);
        TrafficState state{density(x), {}};
        if (speeds == "equilibrium") {
            state.speed = equilibrium.speed(category, state.density);
            return state;
        }
        state.speed = background.at(category, equilibrium).speed;
        if (speeds == "marker") {
            auto const old_pressure = equilibrium.pressure(background.density);
            auto const pressure = equilibrium.pressure(state.density);
            for (std::size_t c = 0; c < pressure.size(); ++c) {
                state.speed[c] += old_pressure[c] - pressure[c];
            }
        }
        return state;
    };
    return initial;
}

InitialState read_piecewise(ConfigNode const& node, StateContext const& context)
{
    std::vector<Real> begins;
    std::vector<StateSpec> states;
    for (ConfigNode const& item : node.children) {
        begins.push_back(quantity(item.find("from"), dimension::length).value_or(0));
        states.push_back(read_state(item, context));
    }
    return piecewise(std::move(begins), std::move(states), context);
}

InitialState read_riemann(ConfigNode const& node, StateContext const& context)
{
    return piecewise({context.road.x_begin, quantity(node.find("at"), dimension::length).value_or(0)},
                     {read_state(*node.find("left"), context), read_state(*node.find("right"), context)}, context);
}

InitialState read_hump(ConfigNode const& node, StateContext const& context)
{
    StateSpec background = read_state(*node.find("background"), context);
    ConfigNode const* const peak_node = node.find("peak");
    std::vector<Real> const peak = read_densities(peak_node, context.model, background.density);
    check_densities(peak, peak_node->place(), context);
    Real const center = quantity(node.find("center"), dimension::length).value_or(0);
    Real const width = quantity(node.find("width"), dimension::length).value_or(1);
    auto const density = [low = background.density, peak, center, width](Real x) {
        Real const s = (x - center) / width;
        Real const shape = std::exp(-s * s / 2);
        std::vector<Real> result(low);
        for (std::size_t c = 0; c < low.size(); ++c) {
            result[c] += (peak[c] - low[c]) * shape;
        }
        return result;
    };
    return disturbed(std::move(background), text(node.find("speeds")), density, context);
}

InitialState read_sine(ConfigNode const& node, StateContext const& context)
{
    StateSpec background = read_state(*node.find("background"), context);
    ConfigNode const* const amplitude_node = node.find("amplitude");
    std::vector<Real> const amplitude =
        read_densities(amplitude_node, context.model, std::vector<Real>(context.model.classes.size(), 0));
    std::vector<Real> highest = background.density;
    for (std::size_t c = 0; c < amplitude.size(); ++c) {
        std::string const& name = context.model.classes[c].name;
        if (std::abs(amplitude[c]) > background.density[c]) {
            ConfigNode const* const own = amplitude_node->find(name);
            context.diagnostics.error(own->place(),
                                      fmt::format("the density of {} falls below zero: amplitude {}, background {}",
                                                  name, format_quantity(std::abs(amplitude[c]), dimension::density),
                                                  format_quantity(background.density[c], dimension::density)));
        }
        highest[c] += std::abs(amplitude[c]);
    }
    check_densities(highest, amplitude_node->place(), context);
    Real const wave_number =
        2 * std::numbers::pi_v<Real> * number(node.find("periods")).value_or(1) / context.road.length;
    auto const density = [low = background.density, amplitude, wave_number, begin = context.road.x_begin](Real x) {
        Real const shape = std::sin(wave_number * (x - begin));
        std::vector<Real> result(low);
        for (std::size_t c = 0; c < low.size(); ++c) {
            result[c] += amplitude[c] * shape;
        }
        return result;
    };
    return disturbed(std::move(background), text(node.find("speeds")), density, context);
}

/// Shares of the classes in a jamiton; empty, with the reason in the diagnostics, if they make no sense.
std::vector<Real> read_composition(ConfigNode const& node, StateContext const& context)
{
    ConfigNode const* const shares = node.find("composition");
    auto const& classes = context.model.classes;
    if (shares == nullptr || !shares->is_map() || shares->children.empty()) {
        if (classes.size() == 1) {
            return {1};
        }
        context.diagnostics.error(
            node.place(), "missing key \"composition\" in initial.jamiton: who is in it?",
            fmt::format("for example composition: {{{}: 0.6, {}: 0.4}}", classes[0].name, classes[1].name));
        return {};
    }
    std::vector<Real> composition;
    Real sum = 0;
    for (ClassSpec const& vehicle : classes) {
        composition.push_back(number(shares->find(vehicle.name)).value_or(0));
        sum += composition.back();
    }
    if (std::abs(sum - 1) > 1e-12) {
        context.diagnostics.error(shares->place(),
                                  fmt::format("the shares of the classes add up to {:.6g}, not to 1", sum));
        return {};
    }
    return composition;
}

/// Why the model has no jamiton in closed form; empty if it has.
std::string reason_without_jamiton(StateContext const& context)
{
    ModelSpec const& model = context.model;
    ClassSpec const& first = model.classes.front();
    auto const& category = context.road.category;
    if (model.equation != "multiclass_arz") {
        return "the equation is not multiclass_arz";
    }
    if (!exact::single_class_model(model)) {
        return "the classes differ in more than their names";
    }
    if (model.pressure_law != PressureLaw::power || first.pressure_exponent != 2) {
        return "the pressure is not the power law with the exponent 2";
    }
    if (model.source != ConstantRelaxation<1>::name) {
        return "the source term is " + model.source;
    }
    if (first.creeping_speed != 0) {
        return "the classes have a creeping speed";
    }
    if (std::any_of(category.begin(), category.end(), [&](int c) { return c != category.front(); })) {
        return "the road category changes";
    }
    return "";
}

InitialState read_jamiton(ConfigNode const& node, StateContext const& context)
{
    InitialState initial;
    std::vector<Real> const composition = read_composition(node, context);
    if (std::string const reason = reason_without_jamiton(context); !reason.empty()) {
        context.diagnostics.error(node.place(), fmt::format("there is no jamiton in closed form: {}", reason));
        return initial;
    }
    ModelSpec const model = exact::single_class_model(context.model).value();
    ClassSpec const& vehicle = model.classes.front();
    Real const weight = interaction_matrix(model)[0][0]; // p = K A^2 (rho / rho_jam)^2
    exact::JamitonModel const constants{vehicle.pressure_scale * weight * weight,
                                        vehicle.free_speed.at(context.road.category.front()), model.jam_density,
                                        vehicle.relaxation_time};
    ConfigNode const* const sonic = node.find("sonic_density");
    Real const num_periods = number(node.find("periods")).value_or(1);
    Real const shock = quantity(node.find("shock"), dimension::length).value_or(context.road.x_begin);
    try {
        auto const jamiton = exact::Jamiton::with_period(constants, quantity(sonic, dimension::density).value_or(0),
                                                         context.road.length / num_periods);
        if (jamiton.sample(0).speed < 0) {
            context.diagnostics.error(sonic->place(),
                                      "vehicles would drive backwards behind the shock of this jamiton");
        }
        Real const x_end = context.road.x_begin + context.road.length;
        Real place = shock + std::ceil((context.road.x_begin - shock) / jamiton.period()) * jamiton.period();
        for (; place < x_end; place += jamiton.period()) {
            initial.breakpoints.push_back(place);
        }
        initial.at = [jamiton, shock, composition](Real x) {
            exact::SingleClassState const all = jamiton.sample(x - shock);
            TrafficState state{composition, std::vector<Real>(composition.size(), all.speed)};
            for (Real& density : state.density) {
                density *= all.density;
            }
            return state;
        };
    } catch (std::invalid_argument const& error) {
        context.diagnostics.error(sonic->place(), error.what());
    }
    return initial;
}

InitialState read_equilibrium(ConfigNode const& node, StateContext const& context)
{
    StateSpec state;
    state.density = read_densities(&node, context.model, std::vector<Real>(context.model.classes.size(), 0));
    state.speed.resize(state.density.size());
    check_densities(state.density, node.place(), context);
    return piecewise({context.road.x_begin}, {std::move(state)}, context);
}

InitialState read_file(ConfigNode const& node, StateContext const& context)
{
    InitialState initial;
    ConfigNode const* const path = node.find("path");
    initial.cells = read_cell_table(text(path), path->mark, context);
    return initial;
}

} // namespace

TrafficState StateSpec::at(int road_category, Equilibrium const& equilibrium) const
{
    TrafficState state{density, std::vector<Real>(density.size(), 0)};
    std::vector<Real> own;
    if (depends_on_road()) {
        own = equilibrium.speed(road_category, density);
    }
    for (std::size_t c = 0; c < density.size(); ++c) {
        state.speed[c] = speed[c] ? *speed[c] : own[c];
    }
    return state;
}

bool StateSpec::depends_on_road() const
{
    return std::any_of(speed.begin(), speed.end(), [](auto const& s) { return !s.has_value(); });
}

std::size_t cell_at(RoadSpec const& road, Real x)
{
    Real const index = std::floor((x - road.x_begin) / road.cell_length());
    return static_cast<std::size_t>(std::clamp(index, Real(0), static_cast<Real>(road.num_cells - 1)));
}

StateSpec read_state(ConfigNode const& node, StateContext const& context)
{
    StateSpec state;
    for (ClassSpec const& vehicle : context.model.classes) {
        ConfigNode const* const own = node.find(vehicle.name);
        bool const is_map = own != nullptr && own->is_map();
        state.density.push_back(quantity(is_map ? own->find("density") : own, dimension::density).value_or(0));
        state.speed.push_back(is_map ? quantity(own->find("speed"), dimension::speed) : std::nullopt);
    }
    check_densities(state.density, node.place(), context);
    return state;
}

InitialState read_initial(ConfigNode const& node, StateContext const& context)
{
    ConfigNode const& kind = node.children.front();
    if (kind.key == "uniform") {
        return piecewise({context.road.x_begin}, {read_state(kind, context)}, context);
    }
    if (kind.key == "equilibrium") {
        return read_equilibrium(kind, context);
    }
    if (kind.key == "riemann") {
        return read_riemann(kind, context);
    }
    if (kind.key == "piecewise") {
        return read_piecewise(kind, context);
    }
    if (kind.key == "hump") {
        return read_hump(kind, context);
    }
    if (kind.key == "sine") {
        return read_sine(kind, context);
    }
    if (kind.key == "jamiton") {
        return read_jamiton(kind, context);
    }
    return read_file(kind, context);
}

std::vector<Real> densities_at_end(InitialState const& initial, RoadSpec const& road, bool left)
{
    if (!initial.cells.empty()) {
        return left ? initial.cells.front().density : initial.cells.back().density;
    }
    Real const half_cell = road.cell_length() / 2;
    return initial.at(left ? road.x_begin + half_cell : road.x_begin + road.length - half_cell).density;
}

} // namespace zemi::app
