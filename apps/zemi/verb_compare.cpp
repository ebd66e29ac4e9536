// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/comparison.hpp"
#include "report/comparison_output.hpp"
#include "report/result_place.hpp"
#include "zemi/command_line.hpp"
#include "zemi/picture_files.hpp"
#include "zemi/result_folder.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/log.hpp>
#include <zemi/core/units.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <optional>

namespace zemi::app {
namespace {

struct CompareOptions {
    std::string a;
    std::string b;
    std::string output; ///< empty: no files
    CompareRequest request;
    std::vector<std::string> times;
    std::optional<double> tolerance;
    bool json = false;
};

std::string fields_file(std::string const& path)
{
    auto const places = find_results({path});
    if (places.size() > 1) {
        throw CommandLineError(
            fmt::format("{} contains {} results; which one? ({}, ...)", path, places.size(), places.front().name));
    }
    if (places.front().is_sweep) {
        throw CommandLineError(fmt::format("{} is a sweep; only results of single runs can be compared", path));
    }
    return places.front().fields_file;
}

ExitCode compare(CompareOptions const& options)
{
    CompareRequest request = options.request;
    for (std::string const& text : options.times) {
        try {
            request.times.push_back(parse_quantity(text, dimension::time));
        } catch (ValueError const& e) {
            throw CommandLineError(fmt::format("--time: {}", e.what()));
        }
    }
    Comparison const comparison = compare_results(fields_file(options.a), fields_file(options.b), request);
    for (std::string const& remark : comparison.remarks) {
        logging::info(remark);
    }
    if (options.json) {
        fmt::print("{}", comparison_json(comparison));
    } else {
        fmt::print("{}", comparison_table(comparison, !options.times.empty()));
    }
    if (!options.output.empty()) {
        ResultFolder folder(options.output);
        folder.write("norms.csv", comparison_csv(comparison));
        for (Picture const& picture : comparison_pictures(comparison)) {
            folder.write(picture.file_name, picture.content);
        }
        logging::info(fmt::format("{} files in {}", folder.files().size(), options.output));
    }
    double const largest = largest_relative_difference(comparison);
    if (options.tolerance && !(largest <= *options.tolerance)) {
        logging::error(fmt::format("the results differ: the largest relative norm is {:.4g}, more than {:.4g}", largest,
                                   *options.tolerance));
        return ExitCode::results_differ;
    }
    return ExitCode::done;
}

} // namespace

void add_compare(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<CompareOptions>();
    CLI::App* const verb = app.add_subcommand("compare", "Norms and pictures of the difference of two results");
    verb->add_option("a", options->a, "Folder of a run, or its fields.nc: the reference")->required()->type_name("A");
    verb->add_option("b", options->b, "What is compared with it; the grid may differ")->required()->type_name("B");
    auto const repeatable = [&](std::string const& name, std::vector<std::string>& values, std::string const& help,
                                std::string const& type) {
        verb->add_option(name, values, help)->type_name(type)->default_str("")->expected(1)->take_all();
    };
    repeatable("--variable", options->request.variables, "density, speed, flow or marker; default all", "NAME");
    repeatable("--class", options->request.classes, "Vehicle class; default all", "NAME");
    repeatable("--time", options->times, "Only the snapshots nearest to this time, for example 30s; repeatable",
               "TIME");
    verb->add_option("--tolerance", options->tolerance,
                     "Exit with code 7 if a relative norm at any time is larger than this")
        ->check(CLI::NonNegativeNumber)
        ->type_name("X")
        ->default_str("");
    verb->add_option("-o,--output", options->output, "Folder for pictures and norms.csv; default: none are written")
        ->type_name("DIR");
    verb->add_flag("--json", options->json, "Results on stdout as JSON");
    verb->callback([options, &result] { result = compare(*options); });
}

} // namespace zemi::app
