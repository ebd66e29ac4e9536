// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/pictures.hpp"
#include "report/parallel.hpp"
#include "report/result_place.hpp"
#include "zemi/command_line.hpp"
#include "zemi/fields_file.hpp"
#include "zemi/picture_files.hpp"
#include "zemi/result_folder.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/log.hpp>
#include <zemi/core/units.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <memory>
#include <numeric>
#include <optional>
#include <set>

namespace zemi::app {
namespace {

struct PlotOptions {
    std::vector<std::string> paths;
    std::string output;                 ///< empty: beside each result
    int threads = 0;
    std::vector<std::string> variables; ///< empty: all
    std::vector<std::string> classes;   ///< empty: all
    std::vector<std::string> times;     ///< of the profiles; empty: five
};

std::vector<int> chosen_classes(plot::Samples const& samples, std::vector<std::string> const& names)
{
    std::vector<int> chosen(samples.classes.size());
    std::iota(chosen.begin(), chosen.end(), 0);
    if (!names.empty()) {
        chosen.clear();
        for (std::string const& name : names) {
            auto const found = std::find(samples.classes.begin(), samples.classes.end(), name);
            if (found == samples.classes.end()) {
                throw CommandLineError(
                    fmt::format("unknown class \"{}\"; this result has: {}", name, fmt::join(samples.classes, ", ")));
            }
            chosen.push_back(static_cast<int>(found - samples.classes.begin()));
        }
    }
    return chosen;
}

/// What became of one result.
struct Outcome {
    std::vector<std::string> files;
    std::vector<std::string> warnings;
    std::vector<std::string> notes;
    std::exception_ptr failure;
};

/// The times of the profiles [s]. Warns if the result ends before one of them: the last snapshot is shown then.
std::vector<double> chosen_times(plot::Samples const& samples, std::vector<std::string> const& texts,
                                 std::vector<std::string>& warnings)
{
    auto const frames = samples.frames();
    std::vector<double> times;
    for (std::string const& text : texts) {
        try {
            times.push_back(parse_quantity(text, dimension::time));
        } catch (ValueError const& e) {
            throw CommandLineError(fmt::format("--time: {}", e.what()));
        }
        if (times.back() < frames.front().time || times.back() > frames.back().time) {
            warnings.push_back(fmt::format("this result goes from {} to {} s; for {} its nearest snapshot is drawn",
                                           frames.front().time, frames.back().time, text));
        }
    }
    return times;
}

void draw(PlotOptions const& options, plot::Samples const& samples, std::string const& output, Outcome& outcome)
{
    using plot::Variable;
    auto const classes = chosen_classes(samples, options.classes);
    std::vector<Variable> variables;
    for (auto const& [name, variable] :
         {std::pair{"density", Variable::density}, std::pair{"speed", Variable::speed}}) {
        if (options.variables.empty()
            || std::find(options.variables.begin(), options.variables.end(), name) != options.variables.end()) {
            variables.push_back(variable);
        }
    }
    ResultFolder folder(output);
    folder.write("profiles.svg", plot::profile_picture(samples, classes, variables,
                                                       chosen_times(samples, options.times, outcome.warnings)));
    if (samples.frames().size() >= 3) {
        for (int const c : classes) {
            folder.write("space_time_" + as_file_name(samples.classes[static_cast<std::size_t>(c)]) + ".svg",
                         plot::space_time_picture(samples, c, variables));
        }
    } else {
        outcome.notes.emplace_back("fewer than three snapshots, so no space-time diagram");
    }
    for (std::string const& file : folder.files()) {
        outcome.files.push_back((std::filesystem::path(folder.path()) / file).string());
    }
}

std::string message_of(std::exception_ptr const& failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (std::exception const& e) {
        return e.what();
    }
}

/// Folders for the pictures of each result, all different.
std::vector<std::string> output_folders(std::vector<ResultPlace> const& places, std::string const& output)
{
    std::vector<std::string> folders;
    std::set<std::string> taken;
    for (ResultPlace const& place : places) {
        if (output.empty()) {
            folders.push_back(place.folder);
        } else if (places.size() == 1) {
            folders.push_back(output);
        } else {
            std::string const stem = as_file_name(place.name);
            std::string name = stem;
            for (int number = 2; !taken.insert(name).second; ++number) {
                name = fmt::format("{}_{}", stem, number);
            }
            folders.push_back((std::filesystem::path(output) / name).string());
        }
    }
    return folders;
}

ExitCode plot_pictures(PlotOptions const& options)
{
    std::vector<std::string> problems;
    auto const places = options.paths.size() == 1 ? find_results(options.paths) : find_results(options.paths, problems);
    auto const folders = output_folders(places, options.output);
    std::vector<Outcome> outcomes(places.size());
    std::vector<std::optional<plot::Samples>> samples(places.size());
    auto const guarded = [&](std::size_t i, auto const& what) {
        try {
            what();
        } catch (...) { // the others go on; reported below
            outcomes[i].failure = std::current_exception();
        }
    };
    read_and_work(
        places.size(), options.threads,
        [&](std::size_t i) {
            guarded(i, [&] {
                if (places[i].is_sweep) {
                    throw IoError(fmt::format("{} is a sweep: zemi report draws what is in it", places[i].fields_file));
                }
                samples[i] = read_samples(places[i].fields_file);
            });
        },
        [&](std::size_t i) {
            guarded(i, [&] {
                if (samples[i]) {
                    draw(options, *samples[i], folders[i], outcomes[i]);
                }
            });
            samples[i].reset();
        });

    bool const single = places.size() == 1 && problems.empty();
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::string const prefix = single ? "" : places[i].name + ": ";
        for (std::string const& warning : outcomes[i].warnings) {
            logging::warning(prefix + warning);
        }
        for (std::string const& note : outcomes[i].notes) {
            logging::info(prefix + note);
        }
        for (std::string const& file : outcomes[i].files) {
            fmt::print("{}\n", file);
        }
        if (outcomes[i].failure) {
            if (single) {
                std::rethrow_exception(outcomes[i].failure);
            }
            problems.push_back(prefix + message_of(outcomes[i].failure));
        }
    }
    for (std::string const& problem : problems) {
        logging::error(problem);
    }
    return problems.empty() ? ExitCode::done : ExitCode::io_failure;
}

} // namespace

void add_plot(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<PlotOptions>();
    CLI::App* const verb = app.add_subcommand("plot", "Draw the pictures of results again");
    verb->add_option("results", options->paths, "Folders of runs, their fields.nc, or folders that contain results")
        ->required()
        ->type_name("PATH");
    verb->add_option("-o,--output", options->output,
                     "Folder for the pictures (of several results: a folder each in it); default: beside each result")
        ->type_name("DIR");
    verb->add_option("--threads", options->threads, "Results drawn at the same time; 0: one per processor")
        ->check(whole_number(0))
        ->type_name("N");
    verb->add_option("--variable", options->variables, "density or speed; default both")
        ->check(CLI::IsMember({"density", "speed"}))
        ->type_name("NAME")
        ->default_str("")
        ->expected(1)
        ->take_all();
    verb->add_option("--class", options->classes, "Vehicle class; default all")
        ->type_name("NAME")
        ->default_str("")
        ->expected(1)
        ->take_all();
    verb->add_option("--time", options->times,
                     "Time of a profile, for example 30s; repeatable; default five over the run")
        ->type_name("TIME")
        ->default_str("")
        ->expected(1)
        ->take_all();
    verb->callback([options, &result] { result = plot_pictures(*options); });
}

} // namespace zemi::app
