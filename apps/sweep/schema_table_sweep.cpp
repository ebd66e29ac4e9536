// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/metrics.hpp"
#include "sweep/sampler.hpp"
#include "zemi/schema_table.hpp"

namespace zemi::app::table {
namespace {

constexpr Real max_members = 1e9;

std::vector<SchemaEntry> vary_entries()
{
    std::string const v = "$sweep.vary";
    return {
        {.path = v,
         .need = Need::required,
         .summary = "what is varied: if several of these are given, each combination of them is a member",
         .details =
             "The order of the members is that of nested loops, from outside to inside: grid, zip, list, sample, "
             "repeat.",
         .example = "{grid: {classes.car.relaxation_time: [5 s, 10 s, 20 s]}}"},
        {.path = v + ".grid",
         .summary = "every combination of the values; the first key varies slowest",
         .example = "{classes.car.relaxation_time: [5 s, 10 s], numerics.cfl: [0.4, 0.8]}"},
        {.path = v + ".grid.<key>", .form = Form::value, .summary = "the values that an entry of the case takes"},
        {.path = v + ".zip",
         .summary = "the first values of all keys together, then the second ones, and so on",
         .example = "{road.cells: [50, 100], numerics.cfl: [0.8, 0.4]}"},
        {.path = v + ".zip.<key>", .form = Form::value, .summary = "the values that an entry of the case takes"},
        {.path = v + ".list",
         .form = Form::file,
         .summary = "CSV table with one member per row; the columns are named after entries of the case",
         .details = "A column of bare numbers may carry its unit: `classes.car.relaxation_time [s]`. Fields may be "
                    "quoted; lines that begin with `#` are comments.",
         .example = "members.csv"},
        {.path = v + ".sample",
         .summary = "points drawn from distributions",
         .example = "{method: sobol, count: 1024, parameters: {classes.car.relaxation_time: {uniform: [5 s, 20 s]}}}"},
        {.path = v + ".sample.method",
         .form = Form::name,
         .need = Need::required,
         .names = {"random", "latin_hypercube", "sobol"},
         .summary = "how the points are spread",
         .details =
             "random: independently. latin_hypercube: one point in each of `count` parts of the same probability, "
             "for every parameter. sobol: evenly in all parameters together; `count` has to be a power of two.",
         .example = "latin_hypercube"},
        {.path = v + ".sample.count",
         .form = Form::integer,
         .need = Need::required,
         .range = between(1, max_members),
         .summary = "number of points",
         .example = "1000"},
        {.path = v + ".sample.parameters",
         .need = Need::required,
         .summary = "the entries of the case that are drawn, each with its distribution",
         .example = "{classes.car.relaxation_time: {uniform: [5 s, 20 s]}}"},
        {.path = v + ".sample.parameters.<key>",
         .like = "$distribution",
         .summary = "distribution of an entry of the case"},
        {.path = v + ".repeat",
         .summary = "each combination of the others several times, some parameters drawn anew each time",
         .example = "{count: 20, parameters: {classes.car.relaxation_time: {normal: [10 s, 1 s]}}}"},
        {.path = v + ".repeat.count",
         .form = Form::integer,
         .need = Need::required,
         .range = between(1, max_members),
         .summary = "how often",
         .example = "20"},
        {.path = v + ".repeat.parameters",
         .need = Need::required,
         .summary = "the entries of the case that are drawn for each member, independently of all others",
         .example = "{classes.car.relaxation_time: {normal: [10 s, 1 s]}}"},
        {.path = v + ".repeat.parameters.<key>",
         .like = "$distribution",
         .summary = "distribution of an entry of the case"},
    };
}

std::vector<SchemaEntry> distribution_entries()
{
    return {
        {.path = "$distribution",
         .summary = "a distribution: one of uniform, log_uniform, normal",
         .example = "{uniform: [10 km/h, 20 km/h]}"},
        {.path = "$distribution.uniform",
         .form = Form::value,
         .need = Need::one_of,
         .summary = "equally distributed between two values",
         .example = "[10 km/h, 20 km/h]"},
        {.path = "$distribution.log_uniform",
         .form = Form::value,
         .need = Need::one_of,
         .summary = "between two values above zero, the logarithm equally distributed",
         .example = "[1 s, 100 s]"},
        {.path = "$distribution.normal",
         .form = Form::value,
         .need = Need::one_of,
         .summary = "mean and standard deviation of a normal distribution",
         .example = "[10 km/h, 1 km/h]"},
        {.path = "$distribution.between",
         .form = Form::value,
         .summary = "where a normal distribution is cut off on both sides; what is left is drawn from",
         .example = "[5 km/h, 15 km/h]"},
    };
}

} // namespace

std::vector<SchemaEntry> sweep_entries()
{
    std::vector<SchemaEntry> entries{
        {.path = "$sweep", .summary = "a sweep: a case, and what is varied in it"},
        {.path = "$sweep.schema_version",
         .form = Form::integer,
         .need = Need::required,
         .range = between(1, 1),
         .summary = "version of this grammar",
         .example = "1"},
        {.path = "$sweep.title",
         .form = Form::text,
         .computed_fallback = "the name of the file",
         .summary = "what this sweep is for",
         .example = "reaction times at a red light"},
        {.path = "$sweep.case",
         .form = Form::file,
         .need = Need::required,
         .summary = "the case that all members start from, relative to this file",
         .example = "../red_light.yaml"},
        {.path = "$sweep.set",
         .summary = "entries of the case that are changed for all members, as with --set",
         .example = "{numerics.scheme: first_order}"},
        {.path = "$sweep.set.<key>", .form = Form::value, .summary = "the value of an entry of the case"},
    };
    for (auto const& part : {vary_entries(), distribution_entries()}) {
        entries.insert(entries.end(), part.begin(), part.end());
    }
    std::vector<SchemaEntry> const rest{
        {.path = "$sweep.seed",
         .form = Form::integer,
         .range = {.min = 0},
         .fallback = "0",
         .summary = "number that all random numbers depend on; the same seed gives the same members",
         .example = "42"},
        {.path = "$sweep.keep", .summary = "what is stored of each member", .example = "{fields: final}"},
        {.path = "$sweep.keep.fields",
         .form = Form::name,
         .names = {"none", "final", "all"},
         .fallback = "none",
         .summary = "densities and speeds: none, at the end, or as often as the case says under output.every",
         .example = "final"},
        {.path = "$sweep.keep.metrics",
         .form = Form::list,
         .computed_fallback = "all",
         .summary = "the numbers that summarise a run",
         .example = "[travel_time, throughput]"},
        {.path = "$sweep.keep.metrics[]",
         .form = Form::name,
         .names = metric_names(),
         .summary = "a metric",
         .example = "travel_time"},
        {.path = "$sweep.keep.queue_speed",
         .form = Form::quantity,
         .dimension = speed,
         .range = positive,
         .usual = between(units::km_per_h, 50 * units::km_per_h),
         .fallback = "10 km/h",
         .summary = "cells in which vehicles are slower than this on average belong to a queue",
         .example = "10 km/h"},
    };
    entries.insert(entries.end(), rest.begin(), rest.end());
    return entries;
}

} // namespace zemi::app::table
