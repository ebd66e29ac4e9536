// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/schema_document.hpp"
#include "zemi/verbs.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace zemi::app {
namespace {

struct SchemaOptions {
    bool complete = false;
    bool markdown = false;
};

} // namespace

void add_schema(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<SchemaOptions>();
    CLI::App* const verb = app.add_subcommand("schema", "Print the JSON Schema of case files, for editors");
    CLI::Option* const complete = verb->add_flag(
        "--complete", options->complete, "For cases that do not inherit: entries that every case needs are required");
    verb->add_flag("--markdown", options->markdown, "Print the reference page instead (docs/case-file.md)")
        ->excludes(complete);
    verb->callback([options, &result] {
        fmt::print("{}", options->markdown ? markdown_schema() : json_schema(options->complete));
        result = ExitCode::done;
    });
}

} // namespace zemi::app
