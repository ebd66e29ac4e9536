// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/options.hpp"
#include "bench/problems.hpp"
#include "bench/reference_road.hpp"
#include "bench/simd_over_cells.hpp"
#include "zemi/report.hpp"
#include <zemi/core/profiling.hpp>
#include <zemi/numerics/scheme.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace zemi::bench {
namespace {

using Json = nlohmann::ordered_json;

struct RoadBench {
    BenchOptions common;
    bool large = false;
    bool huge = false;
};

std::vector<int> sizes_of(RoadBench const& options)
{
    if (options.common.quick) {
        return {100, 10'000};
    }
    std::vector<int> sizes{100, 10'000, 1'000'000};
    if (options.large) {
        sizes.push_back(10'000'000);
    }
    if (options.huge) {
        sizes.push_back(100'000'000);
    }
    return sizes;
}

/// Steps of one sample: a fifth of a second or so on a core, less on a device.
double sample_steps(RoadBench const& options, int order, int num_cells)
{
    double const cell_steps = (order == 1 ? 2e7 : 6e6) * (has_host_engines() ? 1 : 100);
    double const steps = cell_steps / num_cells / (options.common.quick ? 100 : 1);
    return has_host_engines() ? std::max(3.0, steps) : std::clamp(steps, 20.0, 2e4);
}

/// The reference lives on the host: beside a device it serves for comparing states, and only where it is quick enough.
bool has_reference(int num_cells)
{
    return has_host_engines() || num_cells <= 1'000'000;
}

/// Advances by `span` [s]; seconds per cell-step.
double time_simulation(Simulation& simulation, Real span)
{
    std::int64_t const before = simulation.num_steps();
    Stopwatch const watch;
    auto const failure = simulation.advance_to(simulation.time() + span);
    double const seconds = watch.seconds();
    if (failure) {
        throw std::runtime_error("a run failed: " + failure->reason);
    }
    return seconds / (static_cast<double>(simulation.num_steps() - before) * simulation.problem().road.num_cells);
}

double time_reference(ReferenceRoad& road, int num_cells, Real span)
{
    std::int64_t const before = road.num_steps();
    Stopwatch const watch;
    road.advance_to(road.time() + span);
    return watch.seconds() / (static_cast<double>(road.num_steps() - before) * num_cells);
}

void add_size(Suite& suite, RoadBench const& options, int num_cells)
{
    auto const first = std::make_shared<Simulation>(ring_problem(num_cells, 1, options.common.cfl));
    std::string const size = std::to_string(num_cells);
    Problem const& problem = first->problem();
    Real const cfl = problem.scheme.cfl > 0 ? problem.scheme.cfl : default_cfl(problem.scheme.reconstruction);
    Real step = cfl * problem.road.cell_length() / 10; // a guess until the first step is known
    if (has_reference(num_cells)) {
        auto const run = reference_run(*first);
        auto const reference = std::make_shared<ReferenceRoad>(run);
        step = run.cfl * run.dx / reference->max_speed();
        // Both go on from where they have been compared.
        Real const compared = 20 * step;
        if (auto const failure = first->advance_to(compared)) {
            throw std::runtime_error("a run failed: " + failure->reason);
        }
        reference->advance_to(compared);
        require_agreement("A3", relative_difference(first->fields(), reference->cells()));
        if (has_host_engines()) {
            suite.contestants.push_back({"A3/" + size, [=, s = sample_steps(options, 1, num_cells) * step] {
                                             return time_reference(*reference, num_cells, s);
                                         }});
        }
    }
    suite.contestants.push_back({"first_order/" + size, [=, s = sample_steps(options, 1, num_cells) * step] {
                                     return time_simulation(*first, s);
                                 }});
    if (num_cells > 20'000'000) {
        return; // three roads of this size would not fit a device
    }
    for (int const order : {2, 5}) {
        auto const other = std::make_shared<Simulation>(ring_problem(num_cells, order, 0));
        suite.contestants.push_back({(order == 2 ? "second_order/" : "fifth_order/") + size,
                                     [=, s = sample_steps(options, order, num_cells) * step * 0.45 / cfl] {
                                         return time_simulation(*other, s);
                                     }});
    }
    auto const fixed = [&](int order) {
        Problem problem_with_fix = ring_problem(num_cells, order, order == 1 ? options.common.cfl : 0);
        problem_with_fix.scheme.contact_fix = "qc";
        return std::make_shared<Simulation>(problem_with_fix);
    };
    auto const first_fixed = fixed(1);
    suite.contestants.push_back(
        {"first_order_contact_fix/" + size,
         [=, s = sample_steps(options, 1, num_cells) * step] { return time_simulation(*first_fixed, s); }});
    auto const second_fixed = fixed(2);
    suite.contestants.push_back({"second_order_contact_fix/" + size,
                                 [=, s = sample_steps(options, 2, num_cells) * step * 0.45 / cfl] {
                                     return time_simulation(*second_fixed, s);
                                 }});
}

Suite road_suite(RoadBench const& options)
{
    Suite suite;
    add_ceilings(suite, options.common);
    for (int const num_cells : sizes_of(options)) {
        add_size(suite, options, num_cells);
    }
    return suite;
}

/// What a step in one pass reads and writes per cell: four variables, once each.
constexpr double bytes_per_cell_step = 2 * 4 * sizeof(double);

/// True if the state of a road of this size is larger than any cache.
bool is_in_memory(int num_cells)
{
    return num_cells >= 1'000'000;
}

Json rows_of(RoadBench const& options, std::vector<Measurement> const& measurements)
{
    Json rows = Json::array();
    for (int const num_cells : sizes_of(options)) {
        for (Measurement const& m : measurements) {
            std::string const size = std::to_string(num_cells);
            std::string const first = "first_order/" + size;
            std::string const second = "second_order/" + size;
            std::string const fifth = "fifth_order/" + size;
            std::string const reference = "A3/" + size;
            Json row{{"cells", num_cells},
                     {"threads", m.num_threads},
                     {"first_order_cell_steps_per_second", 1 / m.median(first)},
                     {"first_order_seconds_per_step", num_cells * m.median(first)},
                     {"first_order_spread", m.spread(first)}};
            if (m.seconds.contains(second)) {
                row["second_order_cell_steps_per_second"] = 1 / m.median(second);
                row["fifth_order_cell_steps_per_second"] = 1 / m.median(fifth);
                row["fifth_order_costs_first_order_steps"] = m.median_ratio(fifth, first);
            }
            if (m.seconds.contains(reference)) {
                row["A3_cell_steps_per_second"] = 1 / m.median(reference);
                row["first_order_is_faster_than_A3_by"] = m.median_ratio(reference, first);
            }
            if (is_in_memory(num_cells)) {
                row["first_order_share_of_copy"] = bytes_per_cell_step * m.median_ratio("copy", first);
                if (m.seconds.contains(second)) {
                    row["second_order_share_of_copy"] = bytes_per_cell_step * m.median_ratio("copy", second);
                }
            }
            rows.push_back(row);
        }
    }
    return rows;
}

void bench_road(RoadBench const& options)
{
    auto const measurements =
        measure(threads_of(options.common), rounds_of(options.common), [&options] { return road_suite(options); });
    Json const rows = rows_of(options, measurements);
    if (options.common.json) {
        Json j = json_head("road", options.common, measurements);
        j["rows"] = rows;
        fmt::print("{}\n", j.dump(2));
        return;
    }
    std::vector<std::vector<std::string>> table{{"cells", "threads", "first order", "us per step", "A3", "faster by",
                                                 "of copy", "second order", "of copy", "fifth order", "in first",
                                                 "spread"}};
    for (Json const& row : rows) {
        auto const number = [&row](char const* key, double scale, int digits) {
            return row.contains(key) ? fmt::format("{:.{}f}", scale * row.at(key).get<double>(), digits)
                                     : std::string("-");
        };
        table.push_back(
            {number("cells", 1, 0), number("threads", 1, 0), number("first_order_cell_steps_per_second", 1e-6, 1),
             number("first_order_seconds_per_step", 1e6, 2), number("A3_cell_steps_per_second", 1e-6, 1),
             number("first_order_is_faster_than_A3_by", 1, 2), number("first_order_share_of_copy", 1, 2),
             number("second_order_cell_steps_per_second", 1e-6, 1), number("second_order_share_of_copy", 1, 2),
             number("fifth_order_cell_steps_per_second", 1e-6, 1), number("fifth_order_costs_first_order_steps", 1, 2),
             number("first_order_spread", 100, 0) + " %"});
    }
    fmt::print("one road, M cell-steps/s; medians of {} rounds\n\n{}\n{}", rounds_of(options.common),
               app::text_table(table), ceilings_text(measurements));
    fmt::print("\"of copy\": share of what the copy allows at {:.0f} bytes per cell-step.\n", bytes_per_cell_step);
}

} // namespace

void add_road(CLI::App& program)
{
    auto const options = std::make_shared<RoadBench>();
    CLI::App* const verb = program.add_subcommand("road", "One road of several sizes, against a reference and memory");
    add_bench_options(*verb, options->common);
    verb->add_flag("--large", options->large, "Also ten million cells, which need 6 GB");
    verb->add_flag("--huge", options->huge,
                   "Also a hundred million cells, first order only, which need 30 GB, and 10 GB on a device");
    verb->callback([options] { bench_road(*options); });
}

} // namespace zemi::bench
