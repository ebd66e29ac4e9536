// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/check.hpp"
#include "zemi/command_line.hpp"
#include "zemi/report.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/log.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <memory>
#include <optional>

namespace zemi::app {
namespace {

struct CheckOptions {
    ComputeOptions common;
    bool resolved = false;
    bool json = false;
};

/// For editors and scripts: all diagnostics as JSON on stdout.
ExitCode check_as_json(CheckOptions const& options)
{
    nlohmann::ordered_json diagnostics = nlohmann::ordered_json::array();
    CheckedCase checked = check_case(options.common.case_path, options.common.overrides);
    if (auto const warning = checked.input ? stability_warning(*checked.input) : std::nullopt) {
        checked.diagnostics.push_back(*warning);
    }
    for (Diagnostic const& d : checked.diagnostics) {
        diagnostics.push_back({{"file", d.file},
                               {"line", d.line},
                               {"column", d.column},
                               {"length", d.length},
                               {"severity", d.severity == Severity::error ? "error" : "warning"},
                               {"message", d.message},
                               {"suggestion", d.suggestion}});
    }
    bool const valid = checked.input.has_value();
    nlohmann::ordered_json json{{"case", options.common.case_path}, {"valid", valid}, {"diagnostics", diagnostics}};
    fmt::print("{}\n", json.dump(2));
    return valid ? ExitCode::done : ExitCode::bad_input;
}

ExitCode check(CheckOptions const& options)
{
    if (options.json) {
        return check_as_json(options);
    }
    Case const input = read_case(options.common.case_path, options.common.overrides);
    for (std::string const& warning : input.warnings) {
        logging::diagnostic(warning);
    }
    if (auto const warning = stability_warning(input)) {
        logging::diagnostic(format_diagnostic(*warning));
    }
    if (options.resolved) {
        fmt::print("{}", input.resolved);
    } else {
        fmt::print("{}", fact_table(describe_case(input)));
    }
    return ExitCode::done;
}

} // namespace

void add_check(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<CheckOptions>();
    CLI::App* const verb = app.add_subcommand("check", "Say whether a case is right, and what it describes");
    add_case_options(*verb, options->common);
    verb->add_flag("--resolved", options->resolved,
                   "Print the case with all defaults, and where each value comes from");
    verb->add_flag("--json", options->json, "What is wrong as JSON, for editors");
    verb->callback([options, &result] { result = check(*options); });
}

} // namespace zemi::app
