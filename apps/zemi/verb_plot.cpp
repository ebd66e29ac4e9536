// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/pictures.hpp"
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
#include <filesystem>
#include <memory>
#include <numeric>

namespace zemi::app {
namespace {

struct PlotOptions {
    std::string folder;
    std::string output;                 ///< empty: the folder itself
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

/// The times of the profiles [s]. Says so if the result ends before one of them: the last snapshot is shown then.
std::vector<double> chosen_times(plot::Samples const& samples, std::vector<std::string> const& texts)
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
            logging::warning(fmt::format("this result goes from {} to {} s; for {} its nearest snapshot is drawn",
                                         frames.front().time, frames.back().time, text));
        }
    }
    return times;
}

ExitCode plot_pictures(PlotOptions const& options)
{
    using plot::Variable;
    namespace fs = std::filesystem;
    bool const is_file = fs::is_regular_file(options.folder);
    std::string const path = is_file ? options.folder : (fs::path(options.folder) / "fields.nc").string();
    if (!is_file && !fs::exists(path)) {
        throw IoError(fs::is_directory(options.folder)
                          ? fmt::format("{} holds no result: there is no fields.nc in it", options.folder)
                          : fmt::format("there is no folder {}", options.folder));
    }
    plot::Samples const samples = read_samples(path);
    auto const classes = chosen_classes(samples, options.classes);
    std::vector<Variable> variables;
    for (auto const& [name, variable] :
         {std::pair{"density", Variable::density}, std::pair{"speed", Variable::speed}}) {
        if (options.variables.empty()
            || std::find(options.variables.begin(), options.variables.end(), name) != options.variables.end()) {
            variables.push_back(variable);
        }
    }
    std::string const parent = is_file ? fs::path(path).parent_path().string() : options.folder;
    ResultFolder folder(!options.output.empty() ? options.output : parent.empty() ? "." : parent);
    folder.write("profiles.svg",
                 plot::profile_picture(samples, classes, variables, chosen_times(samples, options.times)));
    if (samples.frames().size() >= 3) {
        for (int const c : classes) {
            folder.write("space_time_" + as_file_name(samples.classes[static_cast<std::size_t>(c)]) + ".svg",
                         plot::space_time_picture(samples, c, variables));
        }
    } else {
        logging::info("fewer than three snapshots, so no space-time diagram");
    }
    for (std::string const& file : folder.files()) {
        fmt::print("{}\n", (fs::path(folder.path()) / file).string());
    }
    return ExitCode::done;
}

} // namespace

void add_plot(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<PlotOptions>();
    CLI::App* const verb = app.add_subcommand("plot", "Draw the pictures of a result again");
    verb->add_option("result", options->folder, "Folder of a run, or its fields.nc")->required()->type_name("DIR");
    verb->add_option("-o,--output", options->output, "Folder for the pictures; default: that of the result")
        ->type_name("DIR");
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
