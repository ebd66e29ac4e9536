// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/run_sweep.hpp"
#include "sweep/sweep_report.hpp"
#include "zemi/command_line.hpp"
#include "zemi/verbs.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace zemi::app {
namespace {

struct MergeVerb {
    ComputeOptions compute;
    std::vector<std::string> folders;
};

ExitCode merge(MergeVerb const& verb)
{
    SweepOptions options;
    options.command = typed_command();
    options.output_folder = verb.compute.output_folder;
    SweepPlan const plan = read_same_plan(verb.folders);
    Runtime const runtime = start_runtime(verb.compute);
    SweepJob job = make_job(plan);
    job.resolved = stored_plan_text(verb.folders.front());
    return print_sweep(job, options, merge_sweeps(job, verb.folders, options), verb.compute.json);
}

} // namespace

void add_merge(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<MergeVerb>();
    CLI::App* const verb = app.add_subcommand("merge", "Put the parts of a sweep (--shard) together");
    verb->add_option("folders", options->folders, "Folders of the parts")->required()->type_name("DIR...");
    verb->add_option("-o,--output", options->compute.output_folder, "Folder for the whole")
        ->required()
        ->type_name("DIR");
    add_runtime_options(*verb, options->compute);
    verb->callback([options, &result] { result = merge(*options); });
}

} // namespace zemi::app
