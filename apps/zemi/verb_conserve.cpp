// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/conservation.hpp"
#include "study/scheme_choice.hpp"
#include "study/study_files.hpp"
#include "zemi/command_line.hpp"
#include "zemi/interrupt.hpp"
#include "zemi/result_folder.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/log.hpp>
#include <zemi/core/progress.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <csignal>
#include <memory>

namespace zemi::app {
namespace {

struct ConserveOptions {
    ComputeOptions common;
    std::string cells = "50,100,200,400";
    std::string schemes = "first_order,second_order";
};

ExitCode conserve(ConserveOptions const& options)
{
    auto const cells = study::parse_cell_numbers(options.cells, 1, "-N");
    std::vector<study::ConservationScheme> schemes;
    for (std::string const& name : study::parse_list(options.schemes, "--schemes")) {
        for (study::ConservationScheme const& earlier : schemes) {
            if (earlier.name == name) {
                throw CommandLineError(fmt::format("--schemes: {} is named twice", name));
            }
        }
        schemes.push_back(
            {name, study::read_levels(options.common.case_path, options.common.overrides, cells, name, "--schemes")});
    }
    Case const& input = schemes.front().levels.back();
    for (std::string const& warning : schemes.front().levels.front().warnings) {
        logging::diagnostic(warning);
    }
    Runtime const runtime = start_runtime(options.common);
    InterruptScope const interrupt;
    study::ConservationStudy const study =
        study::study_conservation(schemes, [] { return InterruptScope::received() != 0; });
    if (study.was_stopped) {
        logging::warning("interrupted: nothing was written");
        return InterruptScope::received() == SIGINT ? ExitCode::interrupted : ExitCode::stopped_early;
    }
    for (study::ConservationRun const& run : study.runs) {
        if (run.failure) {
            logging::error(fmt::format("{}, N={} failed at t = {:.6g} s: {}", run.scheme, run.num_cells,
                                       run.failure->time, run.failure->reason));
        }
    }
    std::string const path =
        options.common.output_folder.empty() ? "results/" + input.name + "_conservation" : options.common.output_folder;
    ResultFolder folder(path);
    folder.write("conservation.csv", conservation_csv(study));
    folder.write("conservation.tex", conservation_latex(study));
    folder.write("conservation.svg", conservation_picture(study, input));
    folder.remove_stale();
    if (options.common.json) {
        fmt::print("{}", conservation_json(study, input, typed_command(), folder.files()));
    } else {
        fmt::print("{} until t = {} s\n\n{}\n{}\n{} runs at once: {:.3g} s of compute ({}cell-steps)\n",
                   input.title.empty() ? input.name : input.title, input.end_time, conservation_table(study),
                   verdict(study), study.runs.size(), study.seconds, format_count(study.cell_steps));
    }
    logging::info(fmt::format("results in {}: {}", path, fmt::join(folder.files(), ", ")));
    return study.is_conserved() ? ExitCode::done : ExitCode::numerical_failure;
}

} // namespace

void add_conserve(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<ConserveOptions>();
    CLI::App* const verb = app.add_subcommand(
        "conserve", "Whether a case keeps its vehicles, over numbers of cells and schemes (exit code 4: it does not)");
    add_case_options(*verb, options->common);
    verb->add_option("-N,--cells", options->cells, "Numbers of cells")->type_name("LIST");
    verb->add_option("--schemes", options->schemes,
                     "Schemes, each a bundle, parts, or both: first_order,second_order+rusanov,strang_ssprk33")
        ->type_name("LIST");
    verb->add_option("-o,--output", options->common.output_folder,
                     "Folder for table and picture; default results/<name of the case>_conservation")
        ->type_name("DIR");
    add_runtime_options(*verb, options->common);
    verb->callback([options, &result] { result = conserve(*options); });
}

} // namespace zemi::app
