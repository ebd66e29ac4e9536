// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/case.hpp"
#include "zemi/case_checks.hpp"
#include "zemi/case_stages.hpp"
#include "zemi/case_values.hpp"
#include "zemi/cell_table.hpp"
#include "zemi/initial.hpp"
#include "zemi/schema.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/select.hpp>
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/source_integrator.hpp>
#include <zemi/physics/equilibrium.hpp>
#include <zemi/physics/source_terms.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

namespace zemi::app {
namespace {

RoadSpec read_road(ConfigNode const& root, Diagnostics& diagnostics)
{
    RoadSpec road;
    road.x_begin = *quantity(find_node(root, "road.begin"), dimension::length);
    road.length = *quantity(find_node(root, "road.length"), dimension::length);
    road.num_cells = *integer(find_node(root, "road.cells"));
    ConfigNode const& quality = *find_node(root, "road.quality");
    if (auto const uniform = integer(&quality)) {
        road.category.assign(static_cast<std::size_t>(road.num_cells), *uniform);
    } else if (quality.is_map()) {
        ConfigNode const& file = *quality.find("file");
        road.category = read_categories(file.text, file.mark, road.num_cells, diagnostics);
    } else {
        road.category.reserve(static_cast<std::size_t>(road.num_cells));
        std::size_t section = 0;
        for (int i = 0; i < road.num_cells; ++i) {
            auto const begins = [&](std::size_t s) {
                return *quantity(quality.children[s].find("from"), dimension::length) <= road.cell_center(i);
            };
            while (section + 1 < quality.children.size() && begins(section + 1)) {
                ++section;
            }
            road.category.push_back(*integer(quality.children[section].find("category")));
        }
    }
    return road;
}

ClassSpec read_class(ConfigNode const& node, std::vector<int> const& categories)
{
    ClassSpec vehicle;
    vehicle.name = node.key;
    ConfigNode const* const pressure = node.find("pressure");
    vehicle.pressure_scale = quantity(entry(pressure, "scale"), dimension::speed).value_or(0);
    vehicle.pressure_exponent = number(entry(pressure, "exponent")).value_or(2);
    vehicle.relaxation_time = quantity(node.find("relaxation_time"), dimension::time).value_or(0);
    vehicle.creeping_speed = *quantity(node.find("creeping_speed"), dimension::speed);
    vehicle.length = quantity(node.find("length"), dimension::length).value_or(0);
    vehicle.congestion_slowdown = number(node.find("congestion_slowdown")).value_or(0);
    vehicle.max_acceleration = quantity(node.find("max_acceleration"), dimension::acceleration).value_or(0);
    vehicle.max_deceleration = quantity(node.find("max_deceleration"), dimension::acceleration).value_or(0);
    vehicle.top_speed = quantity(node.find("top_speed"), dimension::speed).value_or(0);
    ConfigNode const& speeds = *node.find("free_speed");
    for (int const category : categories) {
        ConfigNode const* const speed = speeds.is_map() ? speeds.find(std::to_string(category)) : &speeds;
        vehicle.free_speed[category] = *quantity(speed, dimension::speed);
    }
    if (ConfigNode const* const perceives = node.find("perceives")) {
        for (ConfigNode const& weight : perceives->children) {
            vehicle.perceives[weight.key] = *number(&weight);
        }
    }
    return vehicle;
}

/// Categories for which every class has a free speed, of those in the tables and on the road.
std::vector<int> common_categories(ConfigNode const& classes, std::vector<int> candidates)
{
    for (ConfigNode const& vehicle : classes.children) {
        for (ConfigNode const& speed : vehicle.find("free_speed")->children) {
            candidates.push_back(std::stoi(speed.key));
        }
    }
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    std::erase_if(candidates, [&](int category) {
        return std::any_of(classes.children.begin(), classes.children.end(), [&](ConfigNode const& vehicle) {
            ConfigNode const& speeds = *vehicle.find("free_speed");
            return speeds.is_map() && speeds.find(std::to_string(category)) == nullptr;
        });
    });
    return candidates;
}

ModelSpec read_model(ConfigNode const& root, RoadSpec const& road, Diagnostics& diagnostics)
{
    ModelSpec model;
    model.equation = equation_of(root);
    model.jam_density = *quantity(root.find("jam_density"), dimension::density);
    ConfigNode const& variants = *root.find("model");
    model.pressure_law = text(variants.find("pressure")) == "singular" ? PressureLaw::singular : PressureLaw::power;
    model.creeping_law =
        text(variants.find("creeping")) == "vanishing" ? CreepingLaw::vanishing : CreepingLaw::published;
    model.speed_closure =
        text(variants.find("speed")) == "non_negative" ? SpeedClosure::non_negative : SpeedClosure::published;
    model.source = text(variants.find("source"), model.source);
    ConfigNode const& classes = *root.find("classes");
    std::vector<int> used = road.category;
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    std::vector<int> const categories = common_categories(classes, used);
    for (int const category : used) {
        if (std::find(categories.begin(), categories.end(), category) == categories.end()) {
            ConfigNode const& quality = *find_node(root, "road.quality");
            diagnostics.error(quality.mark,
                              fmt::format("not all classes have a free speed for road category {}", category));
        }
    }
    if (categories.size() > max_road_categories) {
        diagnostics.error(classes.place(), fmt::format("{} road categories, at most {} are possible", categories.size(),
                                                       max_road_categories));
    }
    for (ConfigNode const& vehicle : classes.children) {
        model.classes.push_back(read_class(vehicle, categories));
    }
    return model;
}

class BoundaryReader {
public:
    BoundaryReader(StateContext const& context, InitialState const& initial, Real begin_time)
        : m_context(context),
          m_initial(initial),
          m_begin_time(begin_time)
    {
    }

    BoundarySchedule read(ConfigNode const& node, bool left) const
    {
        if (node.is_scalar()) {
            return {{m_begin_time, {kind_of(node.text), {}}}};
        }
        ConfigNode const* const schedule = node.find("schedule");
        if (schedule == nullptr) {
            return {{m_begin_time, condition(node, left)}};
        }
        BoundarySchedule phases;
        Real begin = m_begin_time;
        for (ConfigNode const& phase : schedule->children) {
            phases.push_back({begin, condition(phase, left)});
            begin = quantity(phase.find("until"), dimension::time).value_or(begin);
        }
        return phases;
    }

private:
    static BoundaryKind kind_of(std::string const& name)
    {
        return name == "periodic"     ? BoundaryKind::periodic
             : name == "wall"         ? BoundaryKind::wall
             : name == "inflow"       ? BoundaryKind::inflow
             : name == "free_outflow" ? BoundaryKind::free_outflow
                                      : BoundaryKind::outflow;
    }

    BoundaryCondition condition(ConfigNode const& node, bool left) const
    {
        auto const kind = std::find_if(node.children.begin(), node.children.end(),
                                       [](ConfigNode const& child) { return child.key != "until"; });
        BoundaryCondition result{kind_of(kind->key), {}};
        if (result.kind == BoundaryKind::inflow) {
            StateSpec state;
            if (kind->is_map()) {
                state = read_state(*kind, m_context);
            } else {
                state.density = densities_at_end(m_initial, m_context.road, left);
                state.speed.resize(state.density.size());
            }
            auto const& category = m_context.road.category;
            result.state = state.at(left ? category.front() : category.back(), m_context.equilibrium);
        }
        return result;
    }

    StateContext const& m_context;
    InitialState const& m_initial;
    Real m_begin_time;
};

SchemeSpec read_scheme(ConfigNode const& root)
{
    ConfigNode const& numerics = *root.find("numerics");
    SchemeSpec scheme;
    scheme.reconstruction = text(numerics.find("reconstruction"));
    scheme.flux = text(numerics.find("flux"));
    scheme.time = text(numerics.find("time"));
    scheme.cfl = *number(numerics.find("cfl"));
    scheme.contact_fix = text(numerics.find("contact_fix"));
    return scheme;
}

SourceIntegration read_source(ConfigNode const& root)
{
    ConfigNode const& numerics = *root.find("numerics");
    SourceIntegration source;
    source.integrator = text(numerics.find("source_integrator"), source.integrator);
    source.rtol = number(numerics.find("source_rtol")).value_or(source.rtol);
    source.atol = quantity(numerics.find("source_atol"), dimension::speed).value_or(source.atol);
    return source;
}

EngineChoice read_engine(std::string const& name)
{
    return name == "resident"  ? EngineChoice::resident
         : name == "streaming" ? EngineChoice::streaming
         : name == "cellwise"  ? EngineChoice::cellwise
                               : EngineChoice::automatic;
}

OutputSpec read_output(ConfigNode const& node)
{
    OutputSpec output;
    output.every = *quantity(node.find("every"), dimension::time);
    output.variables.clear();
    for (ConfigNode const& variable : node.find("variables")->children) {
        output.variables.push_back(variable.text);
    }
    output.history = boolean(node.find("history"), true);
    output.pictures = boolean(node.find("pictures"), true);
    return output;
}

/// A scenario of the predecessor would only give a long list of unknown keys.
void refuse_predecessor(ConfigNode const& root)
{
    for (auto const* const key : {"initial_conditions", "boundary_conditions", "rho_jam_veh_km"}) {
        if (ConfigNode const* const node = root.find(key)) {
            Diagnostics found;
            found.error(node->key_mark, fmt::format("\"{}\" is a key of the predecessor's scenarios", key),
                        "convert it: zemi import predecessor BASE SCENARIO -o case.yaml");
            found.throw_if_errors();
        }
    }
}

/// That of the bundle where it goes with the flux and the reconstruction that the case names, else none.
void set_default_contact_fix(ConfigNode& numerics, std::string const& equation, SchemeSpec const& bundle,
                             std::string const& note)
{
    SchemeSpec scheme = bundle;
    scheme.reconstruction = text(numerics.find("reconstruction"));
    scheme.flux = text(numerics.find("flux"));
    auto const known = names_of(Reconstructions{});
    bool const goes = std::find(known.begin(), known.end(), scheme.reconstruction) != known.end()
                   && contact_fix_objection(equation, scheme).empty();
    set_default(numerics, "contact_fix", goes ? scheme.contact_fix : "none", note);
}

} // namespace

void fill_computed(ConfigNode& root, std::string const& stem)
{
    set_default(root, "title", stem, "default: name of the file");
    std::string const equation = equation_of(root);
    if (ConfigNode* const numerics = root.find("numerics"); numerics != nullptr && numerics->is_map()) {
        SourceIntegration source;
        std::string const term = text(find_node(root, "model.source"), ModelSpec{}.source);
        if (equation == "multiclass_arz") {
            set_default(*numerics, "source_integrator",
                        std::string(has_closed_form(term) ? ExactIntegrator::name : Rk45Integrator::name),
                        "default: for the source " + term);
            source.integrator = text(numerics->find("source_integrator"));
        }
        std::string const scheme = text(numerics->find("scheme"));
        auto const names = scheme_bundle_names();
        if (std::find(names.begin(), names.end(), scheme) != names.end()) {
            SchemeSpec const bundle = scheme_bundle(scheme);
            std::string const note = "default: part of " + scheme;
            set_default(*numerics, "reconstruction", bundle.reconstruction, note);
            auto const plain = names_of(FluxesWithoutMarkers{});
            bool const has_flux =
                equation != "multiclass_lwr" || std::find(plain.begin(), plain.end(), bundle.flux) != plain.end();
            set_default(*numerics, "flux", has_flux ? bundle.flux : plain.front(), note);
            // A scheme that cannot integrate the source this way gives way to one of its order that can.
            std::string const time = time_scheme_for(term, source.integrator, bundle.time);
            set_default(*numerics, "time", time,
                        time == bundle.time ? note : "default: " + bundle.time + " does not go with the source");
            set_default_contact_fix(*numerics, equation, bundle, note);
        }
        std::string const reconstruction = text(numerics->find("reconstruction"));
        auto const known = names_of(Reconstructions{});
        if (std::find(known.begin(), known.end(), reconstruction) != known.end()) {
            set_default(*numerics, "cfl", fmt::format("{}", default_cfl(reconstruction)),
                        "default: that of " + reconstruction);
        }
    }
    auto const begin = quantity(find_node(root, "time.begin"), dimension::time);
    auto const end = quantity(find_node(root, "time.end"), dimension::time);
    if (ConfigNode* const output = root.find("output"); output != nullptr && output->is_map() && begin && end) {
        set_default(*output, "every", fmt::format("{:.12g} s", (*end - *begin) / 100),
                    "default: a hundredth of the time");
    }
    auto const jam = quantity(root.find("jam_density"), dimension::density);
    ConfigNode* const classes = root.find("classes");
    if (equation == "multiclass_lwr" && jam && *jam > 0 && classes != nullptr) {
        for (ConfigNode& vehicle : classes->children) {
            set_default(vehicle, "length", fmt::format("{:.12g} m", 1 / *jam), "default: 1 / jam_density");
        }
    }
}

void build_case(ConfigNode const& root, Case& result, Diagnostics& diagnostics)
{
    Problem& problem = result.problem;
    problem.road = read_road(root, diagnostics);
    diagnostics.throw_if_errors();
    problem.model = read_model(root, problem.road, diagnostics);
    diagnostics.throw_if_errors();
    problem.scheme = read_scheme(root);
    problem.source = read_source(root);
    problem.max_retries = *integer(find_node(root, "numerics.max_retries"));
    problem.engine = read_engine(text(find_node(root, "numerics.engine")));
    problem.begin_time = *quantity(find_node(root, "time.begin"), dimension::time);
    result.end_time = *quantity(find_node(root, "time.end"), dimension::time);
    result.title = text(root.find("title"));
    result.output = read_output(*root.find("output"));

    Equilibrium const equilibrium(problem.model);
    StateContext const context{problem.model, problem.road, equilibrium, diagnostics};
    problem.initial = read_initial(*root.find("initial"), context);
    diagnostics.throw_if_errors();
    BoundaryReader const boundaries(context, problem.initial, problem.begin_time);
    ConfigNode const& boundary = *root.find("boundary");
    problem.left = boundaries.read(boundary.is_scalar() ? boundary : *boundary.find("left"), true);
    problem.right = boundaries.read(boundary.is_scalar() ? boundary : *boundary.find("right"), false);
}

void annotate_case(ConfigNode& root, std::string const& equation)
{
    auto const annotate = [&](auto const& self, ConfigNode& node, std::string const& place) -> void {
        for (ConfigNode& child : node.children) {
            std::string const child_place = place.empty() ? child.key : place + '.' + child.key;
            auto const forms = forms_at(schema_path(child_place));
            child.note = origin(child);
            if (!forms.empty() && !is_used(*forms.front(), equation)) {
                child.note += ", not used by " + equation;
            }
            if (!forms.empty() && forms.front()->form == Form::file && child.is_scalar()) {
                child.text = std::filesystem::absolute(child.text).lexically_normal().string();
            }
            self(self, child, node.is_list() ? place : child_place);
        }
    };
    annotate(annotate, root, "");
}

std::string write_annotated(ConfigNode const& root)
{
    return write_config(root, [](ConfigNode const& node) { return node.note; });
}

void keep_warnings(Case& result, Diagnostics const& diagnostics)
{
    result.diagnostics = diagnostics.sorted();
    for (Diagnostic const& warning : result.diagnostics) {
        result.warnings.push_back(format_diagnostic(warning));
    }
}

void complete_case(ConfigNode& root, std::string const& stem, Diagnostics& diagnostics)
{
    refuse_predecessor(root);
    check_against_schema(root, diagnostics);
    fill_computed(root, stem);
    sort_by_schema(root);
}

Case read_case(std::string const& path, std::vector<std::string> const& overrides)
{
    Diagnostics diagnostics;
    std::optional<ConfigNode> loaded = load_config(path, overrides, is_choice, file_keys(), diagnostics);
    if (!loaded) {
        throw ConfigError(diagnostics.sorted());
    }
    ConfigNode root = std::move(*loaded);
    Case result;
    result.path = path;
    result.name = std::filesystem::path(path).stem().string();
    complete_case(root, result.name, diagnostics);
    check_consistency(root, diagnostics);
    diagnostics.throw_if_errors();
    build_case(root, result, diagnostics);
    diagnostics.throw_if_errors();
    annotate_case(root, result.problem.model.equation);
    result.resolved = write_annotated(root);
    keep_warnings(result, diagnostics);
    return result;
}

ModelSpec read_resolved_model(std::string const& resolved, std::vector<int> const& categories)
{
    Diagnostics diagnostics;
    ConfigNode root = parse_config(resolved, "the case in the result", diagnostics);
    diagnostics.throw_if_errors();
    check_against_schema(root, diagnostics);
    diagnostics.throw_if_errors();
    RoadSpec road;
    road.category = categories;
    ModelSpec const model = read_model(root, road, diagnostics);
    diagnostics.throw_if_errors();
    return model;
}

} // namespace zemi::app
