// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/command_line.hpp"
#include "zemi/schema_document.hpp"
#include "zemi/text_file.hpp"
#include "zemi/verbs.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace zemi::app {
namespace {

struct InitOptions {
    std::string path;
    bool force = false;
};

ExitCode init(InitOptions const& options)
{
    if (options.path.empty() || options.path == "-") {
        fmt::print("{}", starter_case());
        return ExitCode::done;
    }
    write_text_file(options.path, starter_case(), options.force);
    fmt::print("{}: a case to start from; next: zemi check {}\n", options.path, options.path);
    return ExitCode::done;
}

} // namespace

void add_init(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<InitOptions>();
    CLI::App* const verb = app.add_subcommand("init", "Write a commented case to start from");
    verb->add_option("file", options->path, "Where to write it; none or -: to stdout")->type_name("FILE");
    verb->add_flag("-f,--force", options->force, "Replace the file if there is one");
    verb->callback([options, &result] { result = init(*options); });
}

} // namespace zemi::app
