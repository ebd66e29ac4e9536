// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/command_line.hpp"
#include "zemi/fields_file.hpp"
#include "zemi/history_file.hpp"
#include "zemi/report.hpp"
#include "zemi/run.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/log.hpp>
#include <zemi/core/profiling.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <memory>
#include <sys/resource.h>

namespace zemi::app {
namespace {

constexpr double trial_seconds = 0.5;

/// The most memory this process has held so far [bytes].
double peak_memory()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * static_cast<double>(usage.ru_maxrss); // kilobytes on Linux
}

ExitCode estimate(ComputeOptions const& options)
{
    Case const input = read_case(options.case_path, options.overrides);
    for (std::string const& warning : input.warnings) {
        logging::diagnostic(warning);
    }
    Runtime const runtime = start_runtime(options);
    Simulation simulation(input.problem);
    simulation.keep_history(input.output.history);

    Stopwatch const watch;
    auto const failure =
        simulation.advance_to(input.end_time, [&](Real, std::int64_t) { return watch.seconds() < trial_seconds; });
    double const tried = watch.seconds();
    (void)simulation.take_history();
    if (failure) {
        logging::error(fmt::format("the trial failed at t = {:.6g} s: {}", failure->time, failure->reason));
        return ExitCode::numerical_failure;
    }
    Stopwatch const copy;
    (void)simulation.fields();
    double const copy_seconds = copy.seconds();

    double const simulated = simulation.time() - input.problem.begin_time;
    double const whole = input.end_time - input.problem.begin_time;
    bool const finished = simulation.time() >= input.end_time;
    double const scale = simulated > 0 ? whole / simulated : 0;
    auto const num_steps = static_cast<double>(simulation.num_steps());
    auto const num_snapshots = static_cast<double>(snapshot_times(input).size());
    double const steps = std::ceil(num_steps * scale);
    double const history =
        input.output.history ? steps * HistoryWriter::bytes_per_step(input.problem.model.num_classes()) : 0;
    double const bytes = num_snapshots * FieldsWriter::bytes_per_snapshot(input) + history;
    double const seconds = tried * scale + num_snapshots * copy_seconds;
    double const rate = tried > 0 ? num_steps * input.problem.road.num_cells / tried : 0;

    if (options.json) {
        nlohmann::ordered_json j;
        j["case"] = input.path;
        j["steps"] = steps;
        j["seconds"] = seconds;
        j["memory_bytes"] = peak_memory();
        j["written_bytes"] = bytes;
        j["snapshots"] = num_snapshots;
        j["cell_steps_per_second"] = rate;
        j["trial"] = {
            {"seconds", tried}, {"steps", simulation.num_steps()}, {"simulated_s", simulated}, {"finished", finished}};
        j["device"] = device_description();
        fmt::print("{}\n", j.dump(2));
        return ExitCode::done;
    }
    fmt::print("{}", fact_table({{"steps", fmt::format("{:.0f}", steps)},
                                 {"wall-clock time", format_duration(seconds)},
                                 {"memory", format_bytes(peak_memory())},
                                 {"written", format_bytes(bytes)},
                                 {"speed", format_count(rate) + "cell-steps/s"},
                                 {"on", device_description()}}));
    if (finished) {
        logging::info(fmt::format("the trial was the whole run: it takes {}", format_duration(tried)));
    } else {
        logging::info(
            fmt::format("from a trial of {} to t = {:.4g} of {} s; steps become shorter where traffic becomes faster",
                        format_duration(tried), simulation.time(), input.end_time));
    }
    return ExitCode::done;
}

} // namespace

void add_estimate(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<ComputeOptions>();
    CLI::App* const verb =
        app.add_subcommand("estimate", "Steps, time, memory and bytes of a run, from half a second of it");
    add_case_options(*verb, *options);
    add_runtime_options(*verb, *options);
    verb->callback([options, &result] { result = estimate(*options); });
}

} // namespace zemi::app
