// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/command_line.hpp"
#include "zemi/fields_file.hpp"
#include "zemi/history_file.hpp"
#include "zemi/interrupt.hpp"
#include "zemi/report.hpp"
#include "zemi/run.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/log.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <memory>

namespace zemi::app {
namespace {

std::string output_folder(Case const& input, ComputeOptions const& options)
{
    return options.output_folder.empty() ? "results/" + input.name : options.output_folder;
}

void print_plan(Case const& input, ComputeOptions const& options)
{
    auto const num_snapshots = static_cast<double>(snapshot_times(input).size());
    fmt::print("{}", fact_table({{"would run", input.path},
                                 {"cells", fmt::format("{}", input.problem.road.num_cells)},
                                 {"time", fmt::format("{} to {} s", input.problem.begin_time, input.end_time)},
                                 {"snapshots", fmt::format("{}", num_snapshots)},
                                 {"fields.nc", format_bytes(num_snapshots * FieldsWriter::bytes_per_snapshot(input))},
                                 {"into", output_folder(input, options)}}));
}

ExitCode exit_code(RunStatus status)
{
    switch (status) {
    case RunStatus::done:
        return ExitCode::done;
    case RunStatus::failed:
        return ExitCode::numerical_failure;
    case RunStatus::time_limit:
        return ExitCode::stopped_early;
    case RunStatus::interrupted:
        return InterruptScope::received() == SIGINT ? ExitCode::interrupted : ExitCode::stopped_early;
    }
    return ExitCode::bug;
}

ExitCode run(ComputeOptions const& options)
{
    RunOptions run_options;
    run_options.command = typed_command();
    run_options.progress = wanted_progress(options);
    if (!options.time_limit.empty()) {
        run_options.time_limit = parse_duration(options.time_limit);
    }
    Case const input = read_case(options.case_path, options.overrides);
    for (std::string const& warning : input.warnings) {
        logging::diagnostic(warning);
    }
    if (options.dry_run) {
        print_plan(input, options);
        return ExitCode::done;
    }
    run_options.output_folder = output_folder(input, options);
    Runtime const runtime = start_runtime(options);
    InterruptScope const interrupt;
    run_options.stop_requested = [] { return InterruptScope::received() != 0; };
    RunResult const result = run_case(input, run_options);
    return print_run(input, run_options, result, options.json);
}

} // namespace

ExitCode print_run(Case const& input, RunOptions const& run_options, RunResult const& result, bool json)
{
    if (result.status == RunStatus::failed) {
        logging::error(status_sentence(input, result));
    } else if (result.status != RunStatus::done) {
        logging::warning(status_sentence(input, result));
    }
    if (result.num_floors > 0) {
        logging::warning(fmt::format(
            "{} densities below zero by rounding were set to zero (column floors of history.csv)", result.num_floors));
    }
    if (result.num_limited > 0) {
        logging::info(fmt::format("the limiter of the fluxes acted {} times", result.num_limited));
    }
    if (json) {
        fmt::print("{}", summary_json(input, result, run_options.command));
    } else {
        fmt::print("{}\n{}", ledger_table(input, result), timing_table(input, result));
    }
    logging::info(fmt::format("results in {}: {}", run_options.output_folder, fmt::join(result.files, ", ")));
    return exit_code(result.status);
}

void add_run(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<ComputeOptions>();
    CLI::App* const verb = app.add_subcommand("run", "Run a case and write its results");
    add_case_options(*verb, *options);
    verb->add_option("-o,--output", options->output_folder,
                     "Folder for the results; default results/<name of the case>")
        ->type_name("DIR");
    verb->add_flag("-n,--dry-run", options->dry_run, "Say what would be done, and do nothing");
    add_progress_option(*verb, *options);
    verb->add_option("--time-limit", options->time_limit,
                     "Stop after this much wall-clock time, for example 1h50m (exit code 75)")
        ->type_name("DURATION");
    add_runtime_options(*verb, *options);
    verb->callback([options, &result] { result = run(*options); });
}

} // namespace zemi::app
