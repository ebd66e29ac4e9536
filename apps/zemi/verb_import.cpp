// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/command_line.hpp"
#include "zemi/import_predecessor.hpp"
#include "zemi/text_file.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/log.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace zemi::app {
namespace {

struct PredecessorOptions {
    std::string base;
    std::string scenario;
    std::string output;
    bool force = false;
    ImportOptions import;
};

ExitCode import(PredecessorOptions const& options)
{
    ImportedCase const imported = import_predecessor(options.base, options.scenario, options.import);
    if (options.output.empty() || options.output == "-") {
        fmt::print("{}", imported.yaml);
    } else {
        write_text_file(options.output, imported.yaml, options.force);
        fmt::print("{}: next: zemi check {}\n", options.output, options.output);
    }
    std::vector<ImportNote> remarkable;
    for (ImportNote const& note : imported.notes) {
        if (note.fate == ImportNote::Fate::changed || note.fate == ImportNote::Fate::ignored) {
            remarkable.push_back(note);
        }
    }
    if (!remarkable.empty()) {
        logging::info("not what the predecessor computed (!), or ignored by it:\n" + format_notes(remarkable));
    }
    return ExitCode::done;
}

} // namespace

void add_import(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<PredecessorOptions>();
    CLI::App* const verb = app.add_subcommand("import", "Turn the input of other programs into a case");
    verb->require_subcommand(1);
    CLI::App* const predecessor = verb->add_subcommand("predecessor", "Scenarios of the Python predecessor");
    predecessor->add_option("base", options->base, "Its base configuration, config_base.yml")
        ->required()
        ->type_name("FILE");
    predecessor->add_option("scenario", options->scenario, "The scenario, scenario_*.yml")
        ->required()
        ->type_name("FILE");
    predecessor->add_option("-o,--output", options->output, "Where to write the case; default stdout")
        ->type_name("FILE");
    predecessor->add_flag("-f,--force", options->force, "Replace the file if there is one");
    predecessor->add_option("--part", options->import.part, "The entry of the scenario file that holds the scenario")
        ->type_name("NAME");
    predecessor->add_option("--cells", options->import.num_cells, "Number of cells, for scenarios that leave it open")
        ->check(whole_number(1))
        ->default_str("")
        ->type_name("N");
    predecessor->add_flag("--as-computed", options->import.as_computed,
                          "Road category 1 where the predecessor ignores the one in the file");
    predecessor->callback([options, &result] { result = import(*options); });
}

} // namespace zemi::app
