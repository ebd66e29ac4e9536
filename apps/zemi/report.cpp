// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/report.hpp"

#include <zemi/core/build_info.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace zemi::app {

std::string text_table(std::vector<std::vector<std::string>> const& rows)
{
    std::vector<std::size_t> widths;
    for (auto const& row : rows) {
        widths.resize(std::max(widths.size(), row.size()), 0);
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    std::string text;
    for (auto const& row : rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += i == 0 ? fmt::format("{:<{}}", row[i], widths[i]) : fmt::format("  {:>{}}", row[i], widths[i]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string fact_table(std::vector<std::pair<std::string, std::string>> const& facts)
{
    std::size_t width = 0;
    for (auto const& [name, fact] : facts) {
        width = std::max(width, name.size());
    }
    std::string text;
    for (auto const& [name, fact] : facts) {
        text += fmt::format("{:<{}}  {}\n", name, width, fact);
    }
    return text;
}

double relative_defect(MassLedger const& ledger)
{
    double const vehicles =
        std::max({std::abs(ledger.initial + ledger.inflow), std::abs(ledger.stored), std::abs(ledger.outflow)});
    return vehicles > 0 ? std::abs(ledger.defect()) / vehicles : 0;
}

std::string contact_fix_line(Case const& input, std::vector<MassLedger> const& ledger)
{
    if (input.problem.scheme.contact_fix == "none") {
        return {};
    }
    std::string text;
    for (std::size_t c = 0; c < ledger.size(); ++c) {
        Real const vehicles = std::max(ledger[c].initial + ledger[c].inflow, ledger[c].stored);
        text += fmt::format("{}{} {:.2e}", text.empty() ? "" : ", ", input.problem.model.classes[c].name,
                            vehicles > 0 ? ledger[c].marker_defect / vehicles : 0);
    }
    return fmt::format("contact fix {}: it changed markers by, per vehicle, {} m/s\n", input.problem.scheme.contact_fix,
                       text);
}

std::string ledger_table(Case const& input, RunResult const& result)
{
    std::vector<std::vector<std::string>> rows{
        {"vehicles", "at start", "+ in", "- out", "- stored", "= defect", "relative"}};
    for (std::size_t c = 0; c < result.ledger.size(); ++c) {
        MassLedger const& m = result.ledger[c];
        rows.push_back({input.problem.model.classes[c].name, fmt::format("{:.6f}", m.initial),
                        fmt::format("{:.6f}", m.inflow), fmt::format("{:.6f}", m.outflow),
                        fmt::format("{:.6f}", m.stored), fmt::format("{:.2e}", m.defect()),
                        fmt::format("{:.1e}", relative_defect(m))});
    }
    return text_table(rows) + contact_fix_line(input, result.ledger);
}

std::string timing_table(Case const& input, RunResult const& result)
{
    Timers const& timers = result.timers;
    double const total = std::max(timers.seconds("total"), 1e-30);
    std::vector<std::vector<std::string>> rows{{"time", "seconds", "share"}};
    for (Timers::Entry const& entry : timers.entries()) {
        rows.push_back(
            {entry.name, fmt::format("{:.4f}", entry.seconds), fmt::format("{:.1f} %", 100 * entry.seconds / total)});
    }
    std::string text = text_table(rows);
    double const stepping = timers.seconds("stepping");
    if (result.num_steps > 0 && stepping > 0) {
        double const simulated = result.end_time - input.problem.begin_time;
        text += fmt::format(
            "{} step{} ({} repeated), {:.3g} us per step, {}cell-steps/s, {:.3g} times as fast as real time\n",
            result.num_steps, result.num_steps == 1 ? "" : "s", result.num_rejected,
            1e6 * stepping / static_cast<double>(result.num_steps),
            format_count(result.cell_steps_per_second(input.problem.road.num_cells)), simulated / total);
    }
    return text;
}

std::string status_sentence(Case const& input, RunResult const& result)
{
    switch (result.status) {
    case RunStatus::done:
        return fmt::format("done: {} s in {} steps", result.end_time, result.num_steps);
    case RunStatus::failed: {
        Failure const& f = *result.failure;
        std::string const place = f.cell >= 0 ? fmt::format(", cell {} (x = {:.6g} m)", f.cell, f.x) : "";
        return fmt::format("failed at t = {:.6g} s{}: {}", f.time, place, f.reason);
    }
    case RunStatus::time_limit:
    case RunStatus::interrupted:
        return fmt::format("{}: stopped at {:.6g} of {} s", to_string(result.status), result.end_time, input.end_time);
    }
    return {};
}

std::string summary_json(Case const& input, RunResult const& result, std::string const& command)
{
    using nlohmann::ordered_json;
    BuildInfo const build = build_info();
    ordered_json j;
    j["program"] = "zemi";
    j["version"] = build.version;
    j["title"] = input.title;
    j["case"] = input.path;
    j["command"] = command;
    j["status"] = to_string(result.status);
    j["end_time"] = {{"reached_s", result.end_time}, {"wanted_s", input.end_time}};
    if (result.failure) {
        j["failure"] = {{"reason", result.failure->reason}, {"time_s", result.failure->time}};
        if (result.failure->cell >= 0) {
            j["failure"]["cell"] = result.failure->cell;
            j["failure"]["x_m"] = result.failure->x;
        }
    }
    j["cells"] = input.problem.road.num_cells;
    j["steps"] = result.num_steps;
    j["repeated_steps"] = result.num_rejected;
    j["floors"] = result.num_floors;
    j["limited"] = result.num_limited;
    j["snapshots"] = result.num_snapshots;
    j["ledger_veh"] = ordered_json::object();
    for (std::size_t c = 0; c < result.ledger.size(); ++c) {
        MassLedger const& m = result.ledger[c];
        j["ledger_veh"][input.problem.model.classes[c].name] = {
            {"initial", m.initial}, {"inflow", m.inflow},   {"outflow", m.outflow},
            {"stored", m.stored},   {"defect", m.defect()}, {"relative_defect", relative_defect(m)}};
    }
    j["contact_fix"] = input.problem.scheme.contact_fix;
    j["marker_defect_veh_m_per_s"] = ordered_json::object();
    for (std::size_t c = 0; c < result.ledger.size(); ++c) {
        j["marker_defect_veh_m_per_s"][input.problem.model.classes[c].name] = result.ledger[c].marker_defect;
    }
    j["timing_s"] = ordered_json::object();
    for (Timers::Entry const& entry : result.timers.entries()) {
        j["timing_s"][entry.name] = entry.seconds;
    }
    double const stepping = result.timers.seconds("stepping");
    double const total = result.timers.seconds("total");
    j["cell_steps_per_second"] = result.cell_steps_per_second(input.problem.road.num_cells);
    j["microseconds_per_step"] = result.num_steps > 0 ? 1e6 * stepping / static_cast<double>(result.num_steps) : 0.0;
    j["real_time_ratio"] = total > 0 ? (result.end_time - input.problem.begin_time) / total : 0.0;
    j["device"] = result.device;
    j["engine"] = result.engine;
    j["kokkos_version"] = build.kokkos_version;
    j["compiler"] = build.compiler;
    j["warnings"] = input.warnings;
    j["files"] = result.files;
    return j.dump(2) + "\n";
}

} // namespace zemi::app
