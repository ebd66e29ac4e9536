// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_store.hpp"
#include "sweep/run_sweep.hpp"
#include "sweep/sweep_report.hpp"
#include "zemi/command_line.hpp"
#include "zemi/interrupt.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/log.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>

namespace zemi::app {
namespace {

struct ReplayVerb {
    ComputeOptions compute;
    std::string folder;
    std::string member;
};

/// Says if the run alone ends otherwise than the sweep says.
void compare_with_record(MemberRecord const& record, RunResult const& run)
{
    bool const failed = run.status == RunStatus::failed;
    if (run.status != RunStatus::done && !failed) {
        return;
    }
    if (record.failed != failed || record.num_steps != run.num_steps
        || (failed && (record.reason != run.failure->reason || record.fail_time != run.failure->time))) {
        logging::warning(fmt::format("in the sweep this member {} after {} steps; alone it {} after {}",
                                     record.failed ? "failed" : "was done", record.num_steps,
                                     failed ? "fails" : "is done", run.num_steps));
    }
}

ExitCode replay(ReplayVerb const& verb)
{
    SweepPlan const plan = read_stored_plan(verb.folder);
    SweepJob const job = make_job(plan);
    MemberRunner const runner(job.case_path, job.settings, job.parameters, job.keep);
    Runtime const runtime = start_runtime(verb.compute);
    auto const ids = ids_of(job, runner, num_host_threads());
    auto const found = find_members({verb.member}, ids);
    RunId const id = ids[found.front()];
    for (std::size_t const i : found) {
        if (ids[i] != id) {
            throw CommandLineError(fmt::format("{} and {} both begin with \"{}\"; give more digits", to_text(id),
                                               to_text(ids[i]), verb.member));
        }
    }
    std::size_t const member = found.front();
    auto const values = job.values(member);
    std::string settings;
    for (std::size_t p = 0; p < values.size(); ++p) {
        settings += fmt::format("\n  {}: {}", job.parameters[p], values[p]);
    }
    logging::info(fmt::format("member {}, {}{}", member, to_text(id), settings));

    RunOptions options;
    options.command = typed_command();
    options.progress = wanted_progress(verb.compute);
    options.output_folder = verb.compute.output_folder.empty()
                              ? (std::filesystem::path(verb.folder) / ("replay_" + to_text(id))).string()
                              : verb.compute.output_folder;
    Case input;
    try {
        input = runner.case_of(values);
    } catch (ConfigError const& e) { // it failed because of this, and does so again
        logging::diagnostic(e.what());
        return ExitCode::numerical_failure;
    }
    for (std::string const& warning : input.warnings) {
        logging::diagnostic(warning);
    }
    input.output.history = true;
    input.output.pictures = true;
    InterruptScope const interrupt;
    options.stop_requested = [] { return InterruptScope::received() != 0; };
    try {
        RunResult const result = run_case(input, options);
        std::string const store = (std::filesystem::path(verb.folder) / sweep_file::store).string();
        if (std::filesystem::exists(store)) {
            MemberStore const records(store, MemberStore::Access::read);
            if (records.contains(id)) {
                compare_with_record(records.read(id), result);
            }
        }
        return print_run(input, options, result, verb.compute.json);
    } catch (std::invalid_argument const& e) { // the problem cannot be solved, which is how the member failed
        logging::error(e.what());
        return ExitCode::numerical_failure;
    }
}

} // namespace

void add_replay(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<ReplayVerb>();
    ComputeOptions& compute = options->compute;
    CLI::App* const verb =
        app.add_subcommand("replay", "Run one member of a sweep alone, with history, fields and pictures");
    verb->add_option("folder", options->folder, "Folder of the sweep")->required()->type_name("DIR");
    verb->add_option("member", options->member, "Id of the member (its first digits are enough) or its number")
        ->required()
        ->type_name("ID");
    verb->add_option("-o,--output", compute.output_folder, "Folder for the results; default DIR/replay_<id>")
        ->type_name("DIR");
    add_progress_option(*verb, compute);
    add_runtime_options(*verb, compute);
    verb->callback([options, &result] { result = replay(*options); });
}

} // namespace zemi::app
