// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/log_log.hpp"
#include "study/latex.hpp"
#include "study/study_files.hpp"
#include "zemi/report.hpp"
#include <zemi/core/build_info.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace zemi::study {
namespace {

using nlohmann::ordered_json;

/// Where a defect of exactly zero is drawn: below the smallest that is not, an ulp of the vehicles.
constexpr double drawn_zero = 1e-17;

/// What a table says about one class of one run.
std::vector<std::string> table_row(ConservationRun const& run, std::string const& name, MassLedger const& ledger)
{
    return {run.scheme,
            fmt::format("{}", run.num_cells),
            fmt::format("{}", run.num_steps),
            fmt::format("{}", run.num_floors),
            name,
            fmt::format("{:.4f}", ledger.initial),
            fmt::format("{:.4f}", ledger.inflow),
            fmt::format("{:.4f}", ledger.outflow),
            fmt::format("{:.4f}", ledger.stored),
            fmt::format("{:.1e}", ledger.defect()),
            fmt::format("{:.1e}", app::relative_defect(ledger))};
}

} // namespace

std::string conservation_table(ConservationStudy const& study)
{
    std::vector<std::vector<std::string>> rows{{"scheme", "cells", "steps", "floors", "vehicles", "at start", "+ in",
                                                "- out", "- stored", "= defect", "relative"}};
    for (ConservationRun const& run : study.runs) {
        for (std::size_t c = 0; c < run.ledger.size(); ++c) {
            rows.push_back(table_row(run, study.classes[c], run.ledger[c]));
        }
    }
    return app::text_table(rows);
}

std::string conservation_csv(ConservationStudy const& study)
{
    std::string text =
        "scheme,reconstruction,flux,time,contact_fix,cfl,cells,status,reached [s],steps,repeated_steps,floors,class,"
        "initial [veh],inflow [veh],outflow [veh],stored [veh],defect [veh],relative_defect,marker_defect [veh m "
        "s-1]\n";
    for (ConservationRun const& run : study.runs) {
        for (std::size_t c = 0; c < run.ledger.size(); ++c) {
            MassLedger const& m = run.ledger[c];
            text +=
                fmt::format("{},{},{},{},{},{},{},{},{:.17g},{},{},{},{},{:.17g},{:.17g},{:.17g},{:.17g},{:.17g},"
                            "{:.17g},{:.17g}\n",
                            run.scheme, run.parts.reconstruction, run.parts.flux, run.parts.time, run.parts.contact_fix,
                            run.parts.cfl, run.num_cells, run.status == MemberStatus::done ? "done" : "failed",
                            run.time, run.num_steps, run.num_rejected, run.num_floors, study.classes[c], m.initial,
                            m.inflow, m.outflow, m.stored, m.defect(), app::relative_defect(m), m.marker_defect);
        }
    }
    return text;
}

std::string conservation_latex(ConservationStudy const& study)
{
    std::string text = fmt::format("% zemi conserve: {}\n", verdict(study));
    text += "\\begin{tabular}{lrrrlrrrrrr}\n\\hline\n"
            "scheme & $N$ & steps & floors & class & at start & in & out & stored & defect & relative \\\\\n\\hline\n";
    for (ConservationRun const& run : study.runs) {
        for (std::size_t c = 0; c < run.ledger.size(); ++c) {
            auto const row = table_row(run, study.classes[c], run.ledger[c]);
            std::string line;
            for (std::size_t i = 0; i < row.size(); ++i) {
                bool const is_name = i == 0 || i == 4;
                line += (line.empty() ? "" : " & ") + (is_name ? latex_text(row[i]) : latex_number(row[i]));
            }
            text += line + " \\\\\n";
        }
    }
    return text + "\\hline\n\\end{tabular}\n";
}

std::string conservation_picture(ConservationStudy const& study, app::Case const& input)
{
    std::vector<plot::LogPanel> panels;
    bool has_zero = false;
    for (std::size_t c = 0; c < study.classes.size(); ++c) {
        plot::LogPanel panel;
        panel.title = study.classes[c];
        panel.x_label = "number of cells [1]";
        panel.y_label = "defect / vehicles [1]";
        for (ConservationRun const& run : study.runs) {
            if (panel.series.empty() || panel.series.back().name != run.scheme) {
                panel.series.push_back({run.scheme, {}});
            }
            if (run.ledger.size() > c) {
                double const defect = app::relative_defect(run.ledger[c]);
                has_zero = has_zero || defect == 0;
                panel.series.back().points.emplace_back(run.num_cells, std::max(defect, drawn_zero));
            }
        }
        panel.references = {{fmt::format("bound {:.0e}", conservation_tolerance), 0, conservation_tolerance}};
        panels.push_back(std::move(panel));
    }
    return plot::log_log_picture(input.title.empty() ? input.name : input.title,
                                 fmt::format("vehicles gained or lost after {:g} s{}", input.end_time,
                                             has_zero ? "  ·  none at all is drawn at 10⁻¹⁷" : ""),
                                 panels);
}

std::string conservation_json(ConservationStudy const& study, app::Case const& input, std::string const& command,
                              std::vector<std::string> const& files)
{
    ordered_json j;
    j["program"] = "zemi";
    j["version"] = build_info().version;
    j["case"] = input.path;
    j["title"] = input.title;
    j["command"] = command;
    j["end_time_s"] = input.end_time;
    j["runs"] = ordered_json::array();
    for (ConservationRun const& run : study.runs) {
        ordered_json r{{"scheme", run.scheme},
                       {"parts",
                        {{"reconstruction", run.parts.reconstruction},
                         {"flux", run.parts.flux},
                         {"time", run.parts.time},
                         {"contact_fix", run.parts.contact_fix},
                         {"cfl", run.parts.cfl}}},
                       {"cells", run.num_cells},
                       {"status", run.status == MemberStatus::done ? "done" : "failed"},
                       {"reached_s", run.time},
                       {"steps", run.num_steps},
                       {"repeated_steps", run.num_rejected},
                       {"floors", run.num_floors},
                       {"limited", run.num_limited}};
        if (run.failure) {
            r["failure"] = {{"reason", run.failure->reason}, {"time_s", run.failure->time}};
        }
        r["ledger_veh"] = ordered_json::object();
        for (std::size_t c = 0; c < run.ledger.size(); ++c) {
            MassLedger const& m = run.ledger[c];
            r["ledger_veh"][study.classes[c]] = {{"initial", m.initial},
                                                 {"inflow", m.inflow},
                                                 {"outflow", m.outflow},
                                                 {"stored", m.stored},
                                                 {"defect", m.defect()},
                                                 {"relative_defect", app::relative_defect(m)},
                                                 {"marker_defect_veh_m_per_s", m.marker_defect}};
        }
        j["runs"].push_back(std::move(r));
    }
    j["largest_relative_defect"] = study.largest_defect();
    j["bound"] = conservation_tolerance;
    j["conserved"] = study.is_conserved();
    j["verdict"] = verdict(study);
    j["seconds"] = study.seconds;
    j["cell_steps"] = study.cell_steps;
    j["files"] = files;
    return j.dump(2) + "\n";
}

} // namespace zemi::study
