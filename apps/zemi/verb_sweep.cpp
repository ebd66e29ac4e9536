// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/run_sweep.hpp"
#include "sweep/sweep_report.hpp"
#include "zemi/command_line.hpp"
#include "zemi/interrupt.hpp"
#include "zemi/report.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/log.hpp>
#include <zemi/core/progress.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <optional>

namespace zemi::app {
namespace {

struct SweepVerb {
    ComputeOptions compute;
    std::optional<std::uint64_t> seed;
    std::vector<std::string> only;
    std::string shard = "1/1";
    bool retry_failed = false;
    std::size_t batch = 0;
};

void print_estimate(SweepPlan const& plan, SweepOptions const& options, bool json)
{
    SweepEstimate const e = estimate_sweep(make_job(plan), options);
    if (json) {
        nlohmann::ordered_json j;
        j["members"] = e.num_members;
        j["there"] = e.num_there;
        j["to_compute"] = e.num_to_do;
        j["seconds"] = e.seconds;
        j["memory_bytes"] = e.memory_bytes;
        j["written_bytes"] = e.written_bytes;
        j["cell_steps_per_second"] = e.cell_steps_per_second;
        j["tried"] = e.num_tried;
        fmt::print("{}\n", j.dump(2));
        return;
    }
    std::vector<std::pair<std::string, std::string>> facts{
        {"case", plan.case_path},
        {"members", fmt::format("{}", e.num_members)},
        {"there already", fmt::format("{}", e.num_there)},
        {"to compute", fmt::format("{}", e.num_to_do)},
    };
    if (e.num_to_do > 0) {
        facts.insert(facts.end(), {{"wall-clock time", format_duration(e.seconds)},
                                   {"memory for members", format_bytes(e.memory_bytes)},
                                   {"written", format_bytes(e.written_bytes)},
                                   {"speed", format_count(e.cell_steps_per_second) + "cell-steps/s"},
                                   {"from a trial of", fmt::format("{} members", e.num_tried)}});
    }
    facts.emplace_back("into", options.output_folder);
    fmt::print("{}", fact_table(facts));
}

ExitCode sweep(SweepVerb const& verb)
{
    ComputeOptions const& compute = verb.compute;
    SweepOptions options;
    options.command = typed_command();
    options.progress = wanted_progress(compute);
    options.retry_failed = verb.retry_failed;
    options.only = verb.only;
    options.batch_size = verb.batch;
    if (!compute.time_limit.empty()) {
        options.time_limit = parse_duration(compute.time_limit);
    }
    try {
        options.shard = parse_shard(verb.shard);
    } catch (std::invalid_argument const& e) {
        throw CommandLineError(fmt::format("--shard: {}", e.what()));
    }
    SweepPlan const plan = read_sweep(compute.case_path, compute.overrides, verb.seed);
    for (std::string const& warning : plan.warnings()) {
        logging::diagnostic(warning);
    }
    options.output_folder = compute.output_folder.empty() ? "results/" + plan.name : compute.output_folder;
    Runtime const runtime = start_runtime(compute);
    if (compute.dry_run) {
        print_estimate(plan, options, compute.json);
        return ExitCode::done;
    }
    InterruptScope const interrupt;
    options.stop_requested = [] { return InterruptScope::received() != 0; };
    SweepJob const job = make_job(plan);
    SweepResult const result = run_sweep(job, options);
    return print_sweep(job, options, result, compute.json);
}

} // namespace

void add_sweep(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<SweepVerb>();
    ComputeOptions& compute = options->compute;
    CLI::App* const verb =
        app.add_subcommand("sweep", "Run the members of a parameter study; continues where an earlier call ended");
    verb->add_option("sweep", compute.case_path, "Sweep file (YAML)")->required()->type_name("FILE");
    verb->add_option("--set", compute.overrides, "Override an entry of the sweep file, key.path=value; repeatable")
        ->type_name("KEY=VALUE")
        ->default_str("")
        ->expected(1)
        ->take_all();
    verb->add_option("-o,--output", compute.output_folder,
                     "Folder for the results; default results/<name of the sweep file>")
        ->type_name("DIR");
    verb->add_flag("-n,--dry-run", compute.dry_run, "Say how many members there are and what they cost, from a trial");
    verb->add_option("--seed", options->seed, "Seed of the random numbers, instead of that of the file")
        ->type_name("N");
    verb->add_flag("--retry-failed", options->retry_failed, "Compute failed members again");
    verb->add_option("--only", options->only, "Only these members: numbers, ranges, ids: 7,20-29,3fa9c1")
        ->type_name("LIST")
        ->default_str("")
        ->delimiter(',')
        ->expected(1)
        ->take_all();
    verb->add_option("--shard", options->shard, "Only part I of N, for job arrays; zemi merge puts them together")
        ->type_name("I/N");
    verb->add_option("--batch", options->batch, "Members between two writes; 0: as many as take a few seconds")
        ->check(whole_number(0))
        ->type_name("N");
    add_progress_option(*verb, compute);
    verb->add_option("--time-limit", compute.time_limit,
                     "Stop after this much wall-clock time, for example 1h50m (exit code 75)")
        ->type_name("DURATION");
    add_runtime_options(*verb, compute);
    verb->callback([options, &result] { result = sweep(*options); });
}

} // namespace zemi::app
