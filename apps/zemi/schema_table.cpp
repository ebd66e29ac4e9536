// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/schema.hpp"
#include <zemi/core/select.hpp>
#include <zemi/numerics/scheme.hpp>

namespace zemi::app {
namespace {

constexpr Dimension length = dimension::length;
constexpr Dimension time = dimension::time;
constexpr Dimension speed = dimension::speed;
constexpr Dimension density = dimension::density;

constexpr Bounds positive{.min = 0, .above_min = true};
constexpr Bounds not_negative{.min = 0};

Bounds between(Real min, Real max)
{
    return {.min = min, .max = max};
}

std::vector<std::string> const with_markers{"multiclass_arz", "predecessor_arz"};

std::vector<SchemaEntry> general_entries()
{
    return {
        {.path = "schema_version",
         .form = Form::integer,
         .need = Need::required,
         .range = between(1, 1),
         .summary = "version of this grammar",
         .details = "Always 1 for now. A later zemi that reads a different grammar will say so instead of guessing.",
         .example = "1"},
        {.path = "title",
         .form = Form::text,
         .computed_fallback = "the name of the file",
         .summary = "what this case shows, for pictures and reports",
         .example = "red light on a good road"},
        {.path = "inherits",
         .form = Form::file,
         .summary = "a case file whose entries this one takes over and changes",
         .details =
             "Maps are merged key by key, everything else is replaced, and `null` removes an entry. A map that holds "
             "one of several alternatives (`initial`, `boundary.left`) is replaced if the other alternative is "
             "chosen. Paths are relative to the file that names them.",
         .example = "benin.yaml"},
        {.path = "inherits", .form = Form::list, .summary = "several case files; later ones win over earlier ones"},
        {.path = "inherits[]", .form = Form::file, .summary = "a case file"},
    };
}

std::vector<SchemaEntry> road_entries()
{
    return {
        {.path = "road",
         .need = Need::required,
         .summary = "the road and its division into cells",
         .example = "{length: 1 km, cells: 200, quality: 1}"},
        {.path = "road.length",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = length,
         .range = positive,
         .usual = between(1, 1e7),
         .summary = "length of the road",
         .example = "1 km"},
        {.path = "road.cells",
         .form = Form::integer,
         .need = Need::required,
         .range = between(1, 1e9),
         .usual = between(4, 1e9),
         .summary = "number of cells, all of the same length",
         .example = "200"},
        {.path = "road.begin",
         .form = Form::quantity,
         .dimension = length,
         .fallback = "0 m",
         .summary = "coordinate x of the left end",
         .example = "0 m"},
        {.path = "road.quality",
         .form = Form::integer,
         .range = between(0, 99),
         .fallback = "1",
         .summary = "category of the whole road",
         .details =
             "The road category decides the free speed of each class. It is a number of your choice, as long as each "
             "class has a free speed for it; 1 to 5 and 9 are those of the road table for Benin: 1 major, "
             "2 secondary, 3 residential, 4 track, 5 path, 9 unknown.",
         .example = "1"},
        {.path = "road.quality",
         .form = Form::list,
         .summary = "sections of different category, from left to right",
         .example = "[{from: 0 m, category: 1}, {from: 500 m, category: 4}]"},
        {.path = "road.quality[]",
         .form = Form::map,
         .summary = "a section: from here up to where the next one begins"},
        {.path = "road.quality[].from",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = length,
         .summary = "where the section begins; the first one at the left end",
         .details = "A section that begins inside a cell counts from the cell whose centre it includes.",
         .example = "500 m"},
        {.path = "road.quality[].category",
         .form = Form::integer,
         .need = Need::required,
         .range = between(0, 99),
         .summary = "category of the section",
         .example = "4"},
        {.path = "road.quality", .form = Form::map, .summary = "the category of each cell, from a file"},
        {.path = "road.quality.file",
         .form = Form::file,
         .need = Need::required,
         .summary = "text file with one category per cell, from left to right",
         .details = "Numbers are separated by blanks, commas or line ends; `#` begins a comment.",
         .example = "quality.txt"},
    };
}

std::vector<SchemaEntry> class_entries()
{
    std::string const k = "classes.<name>";
    return {
        {.path = "classes",
         .need = Need::required,
         .summary = "the vehicle classes, one to three, under names of your choice",
         .details =
             "A name consists of small letters, digits and \"_\". With one class the model is the classic one of Aw, "
             "Rascle and Zhang with relaxation."},
        {.path = k, .need = Need::required, .summary = "a vehicle class"},
        {.path = k + ".pressure",
         .need = Need::required,
         .equations = with_markers,
         .summary = "how drivers react to the traffic ahead: p = scale (x / jam_density)^exponent",
         .details =
             "x is the density that the class perceives, see `perceives`. A driver keeps w = v + p until relaxation "
             "changes it.",
         .example = "{scale: 10 km/h, exponent: 1.5}"},
        {.path = k + ".pressure.scale",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = speed,
         .range = not_negative,
         .usual = between(0.1 * units::km_per_h, 300 * units::km_per_h),
         .equations = with_markers,
         .summary = "pressure at the jam density",
         .example = "10 km/h"},
        {.path = k + ".pressure.exponent",
         .form = Form::number,
         .range = positive,
         .usual = between(0.5, 10),
         .fallback = "2",
         .equations = with_markers,
         .summary = "how steeply the pressure rises; 1, 1.5, 2 and 3 are computed fastest",
         .example = "1.5"},
        {.path = k + ".relaxation_time",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = time,
         .range = positive,
         .usual = between(0.05, 120),
         .equations = with_markers,
         .summary = "time in which a driver adapts to the equilibrium speed",
         .example = "5 s"},
        {.path = k + ".creeping_speed",
         .form = Form::quantity,
         .dimension = speed,
         .range = not_negative,
         .usual = between(0, 25 * units::km_per_h),
         .fallback = "0 km/h",
         .summary = "speed that the class keeps in a standing jam, by filtering between the others",
         .example = "5 km/h"},
        {.path = k + ".free_speed",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = speed,
         .range = positive,
         .usual = between(3 * units::km_per_h, 200 * units::km_per_h),
         .summary = "speed on an empty road of any category",
         .example = "85 km/h"},
        {.path = k + ".free_speed",
         .form = Form::map,
         .summary = "speed on an empty road, by road category",
         .example = "{1: 85 km/h, 2: 70 km/h}"},
        {.path = k + ".free_speed.<category>",
         .form = Form::quantity,
         .need = Need::optional,
         .dimension = speed,
         .range = positive,
         .usual = between(3 * units::km_per_h, 200 * units::km_per_h),
         .summary = "speed on an empty road of this category",
         .example = "85 km/h"},
        {.path = k + ".perceives",
         .summary = "how much of each class this class sees ahead",
         .details =
             "The perceived density of a class is the sum over all classes of weight times density. A weight below 1 "
             "lets the class filter through gaps: motorcycles that perceive cars with 0.4.",
         .example = "{car: 0.4}"},
        {.path = k + ".perceives.<class>",
         .form = Form::number,
         .range = not_negative,
         .usual = between(0, 5),
         .fallback = "1",
         .summary = "weight of that class in the perceived density",
         .example = "0.4"},
        {.path = k + ".length",
         .form = Form::quantity,
         .dimension = length,
         .range = positive,
         .usual = between(0.5, 40),
         .computed_fallback = "1 / jam_density",
         .equations = {"multiclass_lwr"},
         .summary = "space that one vehicle takes in a standing jam",
         .example = "4 m"},
        {.path = "jam_density",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = density,
         .range = positive,
         .usual = between(40 * units::veh_per_km, 1000 * units::veh_per_km),
         .summary = "density of all classes together at which traffic stands",
         .example = "250 veh/km"},
    };
}

std::vector<SchemaEntry> model_entries()
{
    return {
        {.path = "model",
         .summary = "variants of the model beside the published one",
         .example = "{pressure: singular, creeping: vanishing, speed: non_negative}"},
        {.path = "model.pressure",
         .form = Form::name,
         .names = {"power", "singular"},
         .fallback = "power",
         .equations = with_markers,
         .summary = "law of the pressure, with q = x / jam_density",
         .details =
             "power: scale q^exponent, as published, finite in a jam, so that densities above the jam density occur. "
             "singular: scale q^exponent / (1 - q), which keeps the perceived density below the jam density.",
         .example = "singular"},
        {.path = "model.creeping",
         .form = Form::name,
         .names = {"published", "vanishing"},
         .fallback = "published",
         .summary = "where a class creeps",
         .details = "published: at any density, so that a queue behind a closed light is pressed together without end. "
                    "vanishing: the creeping speed goes to zero where the class perceives its jam density.",
         .example = "vanishing"},
        {.path = "model.speed",
         .form = Form::name,
         .names = {"published", "non_negative"},
         .fallback = "published",
         .equations = with_markers,
         .summary = "speed where the pressure exceeds what a driver wants",
         .details = "published: w - p, whatever its sign; cars can roll backwards when motorcycles press on. "
                    "non_negative: max(w - p, 0).",
         .example = "non_negative"},
    };
}

/// A traffic state and the kinds of road ends, used in several places.
std::vector<SchemaEntry> definition_entries()
{
    return {
        {.path = "$state",
         .summary = "a traffic state: each class with its density, and its speed if it is not the equilibrium speed",
         .example = "{motorcycle: {density: 20 veh/km, speed: 40 km/h}, car: 10 veh/km}"},
        {.path = "$state.<class>",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = density,
         .range = not_negative,
         .usual = between(0, 1),
         .summary = "density, at equilibrium speed",
         .example = "100 veh/km"},
        {.path = "$state.<class>",
         .form = Form::map,
         .summary = "density and speed",
         .example = "{density: 20 veh/km, speed: 36 km/h}"},
        {.path = "$state.<class>.density",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = density,
         .range = not_negative,
         .usual = between(0, 1),
         .summary = "vehicles of the class per length of road",
         .example = "20 veh/km"},
        {.path = "$state.<class>.speed",
         .form = Form::quantity,
         .dimension = speed,
         .range = not_negative,
         .usual = between(0, 200 * units::km_per_h),
         .names = {"equilibrium"},
         .fallback = "equilibrium",
         .summary = "speed; `equilibrium`: the one that drivers relax to at these densities on this road category",
         .example = "36 km/h"},
        {.path = "$phase.outflow",
         .need = Need::one_of,
         .summary = "vehicles leave as they arrive (zero gradient)",
         .example = "{}"},
        {.path = "$phase.inflow",
         .form = Form::name,
         .need = Need::one_of,
         .names = {"equilibrium"},
         .summary = "vehicles enter in the initial state of this end, at equilibrium speed",
         .example = "equilibrium"},
        {.path = "$phase.inflow",
         .form = Form::map,
         .like = "$state",
         .summary = "vehicles enter in this state",
         .details = "Where waves run out of the road, only what may be imposed there is imposed: the demand."},
        {.path = "$phase.wall",
         .need = Need::one_of,
         .summary = "nothing passes: a closed gate, a red light",
         .example = "{}"},
        {.path = "$condition",
         .form = Form::name,
         .names = {"outflow", "wall"},
         .summary = "a condition without parameters",
         .example = "outflow"},
        {.path = "$condition", .form = Form::map, .like = "$phase", .summary = "what happens at this end"},
        {.path = "$condition.schedule",
         .form = Form::list,
         .need = Need::one_of,
         .summary = "conditions that follow each other in time",
         .example = "[{until: 60 s, wall: {}}, {outflow: {}}]"},
        {.path = "$condition.schedule[]",
         .form = Form::map,
         .like = "$phase",
         .summary = "a condition and how long it holds"},
        {.path = "$condition.schedule[].until",
         .form = Form::quantity,
         .dimension = time,
         .summary = "time at which the next condition begins; the last one has none",
         .example = "60 s"},
    };
}

SchemaEntry background_entry(std::string const& path)
{
    return {.path = path + ".background",
            .form = Form::map,
            .need = Need::required,
            .like = "$state",
            .summary = "the undisturbed state",
            .example = "{motorcycle: 50 veh/km, car: 25 veh/km}"};
}

SchemaEntry speeds_entry(std::string const& path)
{
    return {.path = path + ".speeds",
            .form = Form::name,
            .names = {"equilibrium", "background", "marker"},
            .fallback = "equilibrium",
            .summary = "how vehicles move inside the disturbance",
            .details =
                "equilibrium: at the equilibrium speed of each place. background: at the speed of the background. "
                "marker: so that the marker w = v + p is that of the background.",
            .example = "background"};
}

std::vector<SchemaEntry> initial_entries()
{
    std::string const file_details =
        "The first line names the columns with their units: `x [m]`, and for each class `car density [veh/km]` and "
        "`car speed [km/h]` (without a speed column: equilibrium). The rows are the centres of cells of equal length "
        "that cover the road, from left to right, and their values averages over these cells. With another number of "
        "rows than cells, vehicles and flows are distributed over the cells so that their sums stay.";
    return {
        {.path = "initial",
         .need = Need::required,
         .summary = "the traffic at the beginning, one of these kinds",
         .example = "{equilibrium: {motorcycle: 100 veh/km, car: 33.33 veh/km}}"},
        {.path = "initial.uniform",
         .form = Form::map,
         .need = Need::one_of,
         .like = "$state",
         .summary = "the same state everywhere"},
        {.path = "initial.equilibrium",
         .form = Form::map,
         .need = Need::one_of,
         .summary = "the same densities everywhere, at the equilibrium speeds of each place",
         .example = "{motorcycle: 100 veh/km, car: 33.33 veh/km}"},
        {.path = "initial.equilibrium.<class>",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = density,
         .range = not_negative,
         .usual = between(0, 1),
         .summary = "density of the class",
         .example = "100 veh/km"},
        {.path = "initial.riemann",
         .form = Form::map,
         .need = Need::one_of,
         .summary = "two states that meet at a point"},
        {.path = "initial.riemann.at",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = length,
         .summary = "where they meet",
         .example = "500 m"},
        {.path = "initial.riemann.left",
         .form = Form::map,
         .need = Need::required,
         .like = "$state",
         .summary = "state on the left"},
        {.path = "initial.riemann.right",
         .form = Form::map,
         .need = Need::required,
         .like = "$state",
         .summary = "state on the right"},
        {.path = "initial.piecewise",
         .form = Form::list,
         .need = Need::one_of,
         .summary = "states that follow each other along the road",
         .example = "[{from: 0 m, car: 20 veh/km}, {from: 400 m, car: 120 veh/km}]"},
        {.path = "initial.piecewise[]", .form = Form::map, .like = "$state", .summary = "a state and where it begins"},
        {.path = "initial.piecewise[].from",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = length,
         .summary = "where the state begins; the first one at the left end",
         .example = "400 m"},
        {.path = "initial.hump",
         .form = Form::map,
         .need = Need::one_of,
         .summary = "a bell-shaped rise of the densities: background + (peak - background) exp(-(x - center)^2 / (2 "
                    "width^2))"},
        background_entry("initial.hump"),
        {.path = "initial.hump.center",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = length,
         .summary = "where the densities are highest",
         .example = "500 m"},
        {.path = "initial.hump.width",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = length,
         .range = positive,
         .summary = "standard deviation of the bell",
         .example = "50 m"},
        {.path = "initial.hump.peak",
         .form = Form::map,
         .need = Need::required,
         .summary = "densities at the centre",
         .example = "{car: 100 veh/km}"},
        {.path = "initial.hump.peak.<class>",
         .form = Form::quantity,
         .dimension = density,
         .range = not_negative,
         .usual = between(0, 1),
         .computed_fallback = "that of the background",
         .summary = "density of the class at the centre",
         .example = "100 veh/km"},
        speeds_entry("initial.hump"),
        {.path = "initial.sine",
         .form = Form::map,
         .need = Need::one_of,
         .summary = "densities that vary like a sine: background + amplitude sin(2 pi periods (x - begin) / length)"},
        background_entry("initial.sine"),
        {.path = "initial.sine.amplitude",
         .form = Form::map,
         .need = Need::required,
         .summary = "how far the densities vary",
         .example = "{motorcycle: 5 veh/km}"},
        {.path = "initial.sine.amplitude.<class>",
         .form = Form::quantity,
         .dimension = density,
         .usual = between(-1, 1),
         .fallback = "0 veh/km",
         .summary = "amplitude of the class",
         .example = "5 veh/km"},
        {.path = "initial.sine.periods",
         .form = Form::number,
         .range = positive,
         .fallback = "1",
         .summary = "number of waves on the road; whole on a ring",
         .example = "1"},
        speeds_entry("initial.sine"),
        {.path = "initial.file",
         .form = Form::map,
         .need = Need::one_of,
         .summary = "a state for each cell, from a CSV file"},
        {.path = "initial.file.path",
         .form = Form::file,
         .need = Need::required,
         .summary = "the CSV file",
         .details = file_details,
         .example = "initial.csv"},
    };
}

std::vector<SchemaEntry> boundary_entries()
{
    return {
        {.path = "boundary",
         .form = Form::name,
         .need = Need::required,
         .names = {"periodic"},
         .summary = "a ring road: what leaves on the right enters on the left",
         .example = "periodic"},
        {.path = "boundary",
         .form = Form::map,
         .summary = "what happens at the two ends of the road",
         .example = "{left: {inflow: equilibrium}, right: outflow}"},
        {.path = "boundary.left",
         .form = Form::name,
         .need = Need::required,
         .names = {"outflow", "wall"},
         .like = "$condition",
         .summary = "the left end, a condition without parameters",
         .example = "outflow"},
        {.path = "boundary.left",
         .form = Form::map,
         .like = "$condition",
         .summary = "the left end: one of these conditions",
         .example = "{inflow: equilibrium}"},
        {.path = "boundary.right",
         .form = Form::name,
         .need = Need::required,
         .names = {"outflow", "wall"},
         .like = "$condition",
         .summary = "the right end, a condition without parameters",
         .example = "outflow"},
        {.path = "boundary.right",
         .form = Form::map,
         .like = "$condition",
         .summary = "the right end: one of these conditions",
         .example = "{schedule: [{until: 60 s, wall: {}}, {outflow: {}}]}"},
    };
}

std::vector<SchemaEntry> numerics_entries()
{
    return {
        {.path = "numerics",
         .summary = "equation and scheme",
         .example = "{equation: multiclass_arz, scheme: second_order}"},
        {.path = "numerics.equation",
         .form = Form::name,
         .names = {"multiclass_arz", "multiclass_lwr"},
         .fallback = "multiclass_arz",
         .summary = "what is solved",
         .details =
             "multiclass_arz: densities and markers, with relaxation towards the equilibrium speed. multiclass_lwr: "
             "densities only, all vehicles at equilibrium speed.",
         .example = "multiclass_arz"},
        {.path = "numerics.scheme",
         .form = Form::name,
         .names = scheme_bundle_names(),
         .fallback = "second_order",
         .summary = "a bundle of the parts below; each part can be replaced by name",
         .example = "second_order"},
        {.path = "numerics.reconstruction",
         .form = Form::name,
         .names = names_of(Reconstructions{}),
         .computed_fallback = "that of the scheme",
         .summary = "from cell averages to the values at the faces",
         .example = "muscl_mc"},
        {.path = "numerics.flux",
         .form = Form::name,
         .names = names_of(Fluxes{}),
         .computed_fallback = "that of the scheme",
         .summary = "numerical flux between two cells",
         .example = "hll_w"},
        {.path = "numerics.time",
         .form = Form::name,
         .names = time_scheme_names(),
         .computed_fallback = "that of the scheme",
         .summary = "how a step in time is made",
         .example = "imex_ssp2_222"},
        {.path = "numerics.cfl",
         .form = Form::number,
         .range = {.min = 0, .max = 1, .above_min = true},
         .computed_fallback = "that of the reconstruction",
         .summary = "how many cells the fastest wave crosses in a step",
         .example = "0.45"},
        {.path = "numerics.max_retries",
         .form = Form::integer,
         .range = between(0, 60),
         .fallback = "20",
         .summary = "how often a step that fails is repeated with half its size before the run fails",
         .example = "20"},
    };
}

std::vector<SchemaEntry> run_entries()
{
    return {
        {.path = "time", .need = Need::required, .summary = "the time that is simulated", .example = "{end: 180 s}"},
        {.path = "time.begin",
         .form = Form::quantity,
         .dimension = time,
         .fallback = "0 s",
         .summary = "time at the beginning",
         .example = "0 s"},
        {.path = "time.end",
         .form = Form::quantity,
         .need = Need::required,
         .dimension = time,
         .usual = between(-1e9, 7 * 86400),
         .summary = "time at the end",
         .example = "180 s"},
        {.path = "output", .summary = "what is written", .example = "{every: 1 s}"},
        {.path = "output.every",
         .form = Form::quantity,
         .dimension = time,
         .range = not_negative,
         .computed_fallback = "a hundredth of the simulated time",
         .summary = "time between two states in the output; 0 s: only begin and end",
         .example = "1 s"},
        {.path = "output.variables",
         .form = Form::list,
         .fallback = "[density, speed, flow]",
         .summary = "what is written of each class",
         .example = "[density, speed]"},
        {.path = "output.variables[]",
         .form = Form::name,
         .names = {"density", "speed", "flow", "marker"},
         .summary = "a variable",
         .example = "density"},
        {.path = "output.history",
         .form = Form::boolean,
         .fallback = "true",
         .summary = "a table of all steps, history.csv",
         .example = "true"},
        {.path = "output.pictures",
         .form = Form::boolean,
         .fallback = "true",
         .summary = "pictures of densities and speeds",
         .example = "true"},
    };
}

} // namespace

std::vector<SchemaEntry> const& schema()
{
    static std::vector<SchemaEntry> const table = [] {
        std::vector<SchemaEntry> all;
        for (auto const& part : {general_entries(), road_entries(), class_entries(), model_entries(), initial_entries(),
                                 boundary_entries(), numerics_entries(), run_entries(), definition_entries()}) {
            all.insert(all.end(), part.begin(), part.end());
        }
        return all;
    }();
    return table;
}

} // namespace zemi::app
