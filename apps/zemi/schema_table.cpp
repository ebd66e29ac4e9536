// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/schema_table.hpp"

#include <zemi/core/select.hpp>
#include <zemi/physics/source_terms.hpp>

namespace zemi::app {
namespace table {

namespace {
std::vector<std::string> const with_markers{"multiclass_arz"};
} // namespace

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
        {.path = k + ".congestion_slowdown",
         .form = Form::number,
         .range = between(0, 0.999),
         .computed_fallback = "0, that is none; model.source congested_relaxation needs one",
         .equations = with_markers,
         .summary = "r in relaxation_time / (1 - r density / jam_density), for model.source congested_relaxation",
         .example = "0.6"},
        {.path = k + ".max_acceleration",
         .form = Form::quantity,
         .dimension = dimension::acceleration,
         .range = positive,
         .usual = between(0.2, 10),
         .computed_fallback = "none; model.source bounded_acceleration needs one",
         .equations = with_markers,
         .summary = "largest acceleration, from rest; falls linearly to zero at top_speed",
         .example = "2.5 m/s^2"},
        {.path = k + ".max_deceleration",
         .form = Form::quantity,
         .dimension = dimension::acceleration,
         .range = positive,
         .usual = between(0.5, 12),
         .computed_fallback = "without limit, for model.source bounded_acceleration",
         .equations = with_markers,
         .summary = "largest deceleration",
         .example = "5 m/s^2"},
        {.path = k + ".top_speed",
         .form = Form::quantity,
         .dimension = speed,
         .range = positive,
         .usual = between(5 * units::km_per_h, 400 * units::km_per_h),
         .computed_fallback = "none; model.source bounded_acceleration needs one",
         .equations = with_markers,
         .summary = "speed at which the vehicles cannot accelerate any more; above all free speeds",
         .example = "110 km/h"},
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
        {.path = "model.source",
         .form = Form::name,
         .names = names_of(SourceTerms<1>{}),
         .fallback = std::string(ConstantRelaxation<1>::name),
         .equations = with_markers,
         .summary = "how drivers accelerate",
         .details =
             "relaxation: (equilibrium speed - v) / relaxation_time, as published. congested_relaxation: in a time "
             "that "
             "grows with the density, relaxation_time / (1 - r density / jam_density) with r = congestion_slowdown. "
             "bounded_acceleration: relaxation, but never faster than max_acceleration (1 - v / top_speed) nor slowing "
             "down faster than max_deceleration; needs numerics.source_integrator rk45 or bdf.",
         .example = "bounded_acceleration"},
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

} // namespace table

std::vector<SchemaEntry> const& schema()
{
    static std::vector<SchemaEntry> const entries = [] {
        using namespace table;
        std::vector<SchemaEntry> all;
        for (auto const& part :
             {general_entries(), road_entries(), class_entries(), model_entries(), initial_entries(),
              boundary_entries(), numerics_entries(), run_entries(), definition_entries(), sweep_entries()}) {
            all.insert(all.end(), part.begin(), part.end());
        }
        return all;
    }();
    return entries;
}

} // namespace zemi::app
