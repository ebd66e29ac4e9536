// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/command_line.hpp"
#include "zemi/report.hpp"
#include "zemi/schema.hpp"
#include "zemi/schema_document.hpp"
#include "zemi/verbs.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <stdexcept>

namespace zemi::app {
namespace {

ExitCode explain(std::string const& key)
{
    if (key.empty()) {
        std::vector<std::pair<std::string, std::string>> keys;
        for (std::string const& path : keys_at("")) {
            keys.emplace_back(path, forms_at(path).front()->summary);
        }
        fmt::print("{}", fact_table(keys));
        return ExitCode::done;
    }
    try {
        fmt::print("{}", explain_key(key));
    } catch (std::invalid_argument const& e) {
        throw CommandLineError(e.what());
    }
    return ExitCode::done;
}

} // namespace

void add_explain(CLI::App& app, ExitCode& result)
{
    auto const key = std::make_shared<std::string>();
    CLI::App* const verb = app.add_subcommand("explain", "Explain an entry of the case file");
    verb->add_option("key", *key, "The entry, for example relaxation_time or boundary.left; none: list them")
        ->type_name("KEY");
    verb->callback([key, &result] { result = explain(*key); });
}

} // namespace zemi::app
