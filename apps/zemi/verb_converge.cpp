// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/convergence.hpp"
#include "study/predecessor_times.hpp"
#include "study/scheme_choice.hpp"
#include "study/study_files.hpp"
#include "zemi/command_line.hpp"
#include "zemi/interrupt.hpp"
#include "zemi/result_folder.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/log.hpp>
#include <zemi/core/progress.hpp>
#include <zemi/core/suggest.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <csignal>
#include <memory>

namespace zemi::app {
namespace {

struct ConvergeOptions {
    ComputeOptions common;
    std::string cells = "50,100,200,400,800";
    std::string scheme; ///< empty: that of the case
    std::string norm = "L1";
};

/// The norms to print; the first is judged and drawn.
std::vector<study::Norm> chosen_norms(std::string const& name)
{
    std::vector<std::string> known;
    for (study::Norm const norm : study::all_norms) {
        known.push_back(to_string(norm));
        if (name == known.back()) {
            return {norm};
        }
    }
    if (name == "all") {
        return {study::all_norms.begin(), study::all_norms.end()};
    }
    known.emplace_back("all");
    throw CommandLineError(fmt::format("--norm: unknown norm \"{}\"; {}", name, suggest_name(name, known)));
}

std::vector<std::string> write_files(study::ConvergenceStudy const& study, Case const& input, study::Norm norm,
                                     std::string const& path)
{
    ResultFolder folder(path);
    folder.write("convergence.csv", convergence_csv(study));
    folder.write("convergence.tex", convergence_latex(study, norm));
    folder.write("convergence.svg", convergence_picture(study, input, norm));
    folder.remove_stale();
    return folder.files();
}

void print_study(study::ConvergenceStudy const& study, Case const& input, std::vector<study::Norm> const& norms)
{
    bool const differences = study.exact_solution.empty();
    fmt::print("{} at t = {} s, {}, {}, {}, contact fix {}, cfl {}\n", input.title.empty() ? input.name : input.title,
               input.end_time, study.scheme.reconstruction, study.scheme.flux, study.scheme.time,
               study.scheme.contact_fix, study.scheme.cfl);
    if (differences) {
        fmt::print("each level against the next finer one, restricted to its cells (no exact solution is known{})\n",
                   study.exact_remark.empty() ? "" : " for so long");
    } else {
        fmt::print("each level against the exact solution, cell averages: {}\n", study.exact_solution);
    }
    for (study::Norm const norm : norms) {
        fmt::print("\n{}", convergence_table(study, norm));
    }
    if (differences && study.levels.size() > 2) {
        fmt::print("finest: its error, estimated by Richardson extrapolation of the last order\n");
    }
    fmt::print("\n{}\n", verdict(study, norms.front()));
    std::vector<int> cells;
    for (study::ConvergenceLevel const& level : study.levels) {
        cells.push_back(level.num_cells);
    }
    fmt::print("{} levels at once: {:.3g} s of compute ({}cell-steps)\n", study.levels.size(), study.seconds,
               format_count(study.cell_steps));
    fmt::print("{}\n", study::compare_with_predecessor(input, cells, study.seconds));
}

ExitCode converge(ConvergeOptions const& options)
{
    auto const norms = chosen_norms(options.norm);
    auto const cells = study::parse_cell_numbers(options.cells, 2, "-N");
    auto const levels =
        study::read_levels(options.common.case_path, options.common.overrides, cells, options.scheme, "--scheme");
    Case const& input = levels.back();
    for (std::string const& warning : levels.front().warnings) {
        logging::diagnostic(warning);
    }
    Runtime const runtime = start_runtime(options.common);
    InterruptScope const interrupt;
    study::ConvergenceStudy const study =
        study::study_convergence(levels, [] { return InterruptScope::received() != 0; });
    if (study.was_stopped) {
        logging::warning("interrupted: nothing was written");
        return InterruptScope::received() == SIGINT ? ExitCode::interrupted : ExitCode::stopped_early;
    }
    for (study::FailedLevel const& level : study.failed) {
        logging::error(
            fmt::format("N={} failed at t = {:.6g} s: {}", level.num_cells, level.failure.time, level.failure.reason));
    }
    if (study.levels.empty()) {
        return ExitCode::numerical_failure;
    }
    for (study::ConvergenceLevel const& level : study.levels) {
        if (level.num_floors > 0) {
            logging::warning(fmt::format("N={}: {} densities below zero by rounding were set to zero", level.num_cells,
                                         level.num_floors));
        }
    }
    if (!study.exact_remark.empty()) {
        logging::info(study.exact_remark);
    }
    std::string const path =
        options.common.output_folder.empty() ? "results/" + input.name + "_convergence" : options.common.output_folder;
    auto const files = write_files(study, input, norms.front(), path);
    if (options.common.json) {
        fmt::print("{}", convergence_json(study, input, norms.front(), typed_command(), files));
    } else {
        print_study(study, input, norms);
    }
    logging::info(fmt::format("results in {}: {}", path, fmt::join(files, ", ")));
    return study.failed.empty() ? ExitCode::done : ExitCode::some_members_failed;
}

} // namespace

void add_converge(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<ConvergeOptions>();
    CLI::App* const verb =
        app.add_subcommand("converge", "Errors and order of convergence of a case, all levels at once");
    add_case_options(*verb, options->common);
    verb->add_option("-N,--cells", options->cells, "Numbers of cells, at least two")->type_name("LIST");
    verb->add_option("--scheme", options->scheme,
                     "Bundle, parts, or both: second_order, rusanov, first_order+strang_ssprk22; default: that of the "
                     "case")
        ->type_name("NAME")
        ->default_str("");
    verb->add_option("--norm", options->norm,
                     "L1 (mean), L2, Linf (largest) or all: what is printed; the first is judged and drawn")
        ->type_name("NAME");
    verb->add_option("-o,--output", options->common.output_folder,
                     "Folder for table and picture; default results/<name of the case>_convergence")
        ->type_name("DIR");
    add_runtime_options(*verb, options->common);
    verb->callback([options, &result] { result = converge(*options); });
}

} // namespace zemi::app
