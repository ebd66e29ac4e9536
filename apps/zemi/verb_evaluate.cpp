// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/evaluate.hpp"
#include "sweep/metrics.hpp"
#include "zemi/command_line.hpp"
#include "zemi/interrupt.hpp"
#include "zemi/text_file.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/log.hpp>
#include <zemi/core/units.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>

namespace zemi::app {
namespace {

struct EvaluateVerb {
    ComputeOptions compute;
    std::string table;
    std::string out;
    std::vector<std::string> metrics;
    std::string queue_speed = "10 km/h";
};

std::string read_all(std::string const& path)
{
    if (path == "-") {
        std::string text;
        char buffer[65536];
        for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, stdin)) > 0;) {
            text.append(buffer, count);
        }
        return text;
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw IoError(fmt::format("cannot read {}: {}", path, std::generic_category().message(errno)));
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

ExitCode evaluate(EvaluateVerb const& verb)
{
    KeepSpec keep;
    keep.metrics = verb.metrics;
    std::vector<Setting> settings;
    try {
        settings = parse_settings(verb.compute.overrides);
        (void)metric_columns(keep.metrics, {});
        keep.queue_speed = parse_quantity(verb.queue_speed, dimension::speed);
    } catch (std::invalid_argument const& e) {
        throw CommandLineError(e.what());
    }
    std::string const name = verb.table == "-" ? "standard input" : verb.table;
    CsvTable const table = parse_csv(read_all(verb.table), name);
    Runtime const runtime = start_runtime(verb.compute);
    InterruptScope const interrupt;
    Evaluation const result = evaluate_table(verb.compute.case_path, settings, keep, table, name,
                                             [] { return InterruptScope::received() != 0; });
    if (verb.out == "-") {
        if (std::fwrite(result.csv.data(), 1, result.csv.size(), stdout) != result.csv.size()
            || std::fflush(stdout) != 0) {
            throw IoError("cannot write to the standard output");
        }
    } else {
        write_text_file(verb.out, result.csv, true);
    }
    if (result.num_failed > 0) {
        logging::warning(
            fmt::format("{} of {} rows failed; the column \"reason\" says why", result.num_failed, table.rows.size()));
    }
    if (result.num_open > 0) {
        logging::warning(fmt::format("stopped: {} rows are not computed", result.num_open));
        return InterruptScope::received() == SIGINT ? ExitCode::interrupted : ExitCode::stopped_early;
    }
    return result.num_failed > 0 ? ExitCode::some_members_failed : ExitCode::done;
}

} // namespace

void add_evaluate(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<EvaluateVerb>();
    ComputeOptions& compute = options->compute;
    CLI::App* const verb =
        app.add_subcommand("evaluate", "A table of parameters in, a table of metrics out: for calibration tools");
    add_case_options(*verb, compute);
    verb->add_option("--table", options->table, "CSV file, one run per row, the columns are keys of the case; -: stdin")
        ->required()
        ->type_name("FILE");
    verb->add_option("--out", options->out, "CSV file for the table with status and metrics; -: stdout")
        ->required()
        ->type_name("FILE");
    verb->add_option("--metrics", options->metrics, "Only these metrics, with commas between them")
        ->type_name("LIST")
        ->default_str("")
        ->delimiter(',')
        ->expected(1)
        ->take_all();
    verb->add_option("--queue-speed", options->queue_speed, "Slower traffic is in a queue")->type_name("SPEED");
    verb->add_option("--threads", compute.runtime.threads, "Host threads; 0: one per processor")
        ->check(whole_number(0))
        ->type_name("N");
    verb->add_option("--device", compute.runtime.device, "auto, cpu, gpu, or the number of a GPU");
    verb->callback([options, &result] { result = evaluate(*options); });
}

} // namespace zemi::app
