// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/sweep_report.hpp"
#include "zemi/report.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/progress.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>

namespace zemi::app {
namespace {

struct StatusVerb {
    std::string folder;
    bool json = false;
};

ExitCode show_status(StatusVerb const& verb)
{
    SweepStatus const s = sweep_status(verb.folder);
    if (verb.json) {
        nlohmann::ordered_json j;
        j["state"] = s.state;
        j["members"] = s.num_members;
        j["done"] = s.num_done;
        j["failed"] = s.num_failed;
        j["left"] = s.num_left;
        j["members_per_second"] = s.members_per_second;
        if (s.eta) {
            j["eta_s"] = *s.eta;
        }
        j["updated"] = s.updated;
        fmt::print("{}\n", j.dump(2));
        return ExitCode::done;
    }
    std::vector<std::pair<std::string, std::string>> facts{
        {"sweep", s.state},
        {"members", fmt::format("{}", s.num_members)},
        {"done", fmt::format("{}", s.num_done)},
        {"failed", fmt::format("{}", s.num_failed)},
        {"left", fmt::format("{}", s.num_left)},
        {"speed", format_count(s.members_per_second) + "members/s"},
    };
    if (s.eta) {
        facts.emplace_back("ETA", format_duration(*s.eta));
    }
    facts.emplace_back("as of", s.updated);
    fmt::print("{}", fact_table(facts));
    return ExitCode::done;
}

} // namespace

void add_status(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<StatusVerb>();
    CLI::App* const verb = app.add_subcommand("status", "How far a sweep is; also while it runs");
    verb->add_option("folder", options->folder, "Folder of the sweep")->required()->type_name("DIR");
    verb->add_flag("--json", options->json, "Results on stdout as JSON");
    verb->callback([options, &result] { result = show_status(*options); });
}

} // namespace zemi::app
