// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/log_log.hpp"
#include "study/latex.hpp"
#include "study/predecessor_times.hpp"
#include "study/study_files.hpp"
#include "zemi/report.hpp"
#include <zemi/core/build_info.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace zemi::study {
namespace {

using nlohmann::ordered_json;

std::string number_or_dash(Real value, char const* format)
{
    return std::isfinite(value) ? fmt::format(fmt::runtime(format), value) : "-";
}

std::string error_text(ErrorNorms const& error, Norm norm)
{
    return error.num_cells > 0 ? fmt::format("{:.3e}", value_of(error, norm)) : "-";
}

std::string order_text(Real order)
{
    return number_or_dash(std::abs(order) < 0.005 ? 0 : order, "{:.2f}"); // no "-0.00"
}

/// Row by row the numbers of the table, as text.
std::vector<std::vector<std::string>> table_rows(ConvergenceStudy const& study, Norm norm)
{
    auto const n = static_cast<std::size_t>(norm);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t k = 0; k < study.levels.size(); ++k) {
        std::vector<std::string> row{fmt::format("{}", study.levels[k].num_cells),
                                     fmt::format("{}", study.levels[k].num_steps)};
        for (ConvergenceSeries const& series : study.series) {
            row.push_back(error_text(series.error[k], norm));
            row.push_back(order_text(series.order[k][n]));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

bool has_estimates(ConvergenceStudy const& study)
{
    return study.exact_solution.empty() && study.levels.size() > 2;
}

ordered_json number_or_null(Real value)
{
    return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

std::string scheme_text(SchemeSpec const& scheme)
{
    return fmt::format("{}, {}, {}, contact fix {}, cfl {}", scheme.reconstruction, scheme.flux, scheme.time,
                       scheme.contact_fix, scheme.cfl);
}

} // namespace

std::string convergence_table(ConvergenceStudy const& study, Norm norm)
{
    auto const n = static_cast<std::size_t>(norm);
    std::vector<std::vector<std::string>> rows{{to_string(norm), ""}, {"cells", "steps"}};
    for (ConvergenceSeries const& series : study.series) {
        rows[0].push_back(series.variable == "density" ? series.vehicle_class : "");
        rows[0].push_back("");
        rows[1].push_back(fmt::format("{} [{}]", series.variable, series.unit));
        rows[1].push_back("order");
    }
    for (auto& row : table_rows(study, norm)) {
        rows.push_back(std::move(row));
    }
    std::vector<std::string> fit{"fit", ""};
    std::vector<std::string> estimate{"finest", ""};
    for (ConvergenceSeries const& series : study.series) {
        fit.insert(fit.end(), {"", order_text(series.fit[n])});
        estimate.insert(estimate.end(), {number_or_dash(series.finest_error[n], "{:.3e}"), ""});
    }
    rows.push_back(std::move(fit));
    if (has_estimates(study)) {
        rows.push_back(std::move(estimate));
    }
    return app::text_table(rows);
}

std::string convergence_csv(ConvergenceStudy const& study)
{
    std::string text = "cells,cell_length [m],steps,class,variable,unit,compared_cells,L1,L1_order,L2,L2_order,Linf,"
                       "Linf_order\n";
    auto const number = [](Real value) { return std::isfinite(value) ? fmt::format("{:.17g}", value) : ""; };
    for (ConvergenceSeries const& series : study.series) {
        for (std::size_t k = 0; k < study.levels.size(); ++k) {
            ConvergenceLevel const& level = study.levels[k];
            ErrorNorms const& error = series.error[k];
            text += fmt::format("{},{:.17g},{},{},{},{},{}", level.num_cells, level.cell_length, level.num_steps,
                                series.vehicle_class, series.variable, series.unit, error.num_cells);
            for (Norm const norm : all_norms) {
                text += fmt::format(",{},{}", error.num_cells > 0 ? number(value_of(error, norm)) : "",
                                    number(series.order[k][static_cast<std::size_t>(norm)]));
            }
            text += "\n";
        }
    }
    return text;
}

std::string convergence_latex(ConvergenceStudy const& study, Norm norm)
{
    std::string text = fmt::format("% zemi converge: {} {}, scheme {}\n", to_string(norm),
                                   study.exact_solution.empty() ? "differences to the next finer level"
                                                                : "errors against the exact solution",
                                   scheme_text(study.scheme));
    text += "\\begin{tabular}{rr" + std::string(2 * study.series.size(), 'r') + "}\n\\hline\n";
    std::string classes = " & ";
    std::string variables = "$N$ & steps";
    for (std::size_t s = 0; s < study.series.size(); ++s) {
        ConvergenceSeries const& series = study.series[s];
        if (s % 2 == 0) {
            classes += fmt::format(" & \\multicolumn{{4}}{{c}}{{{}}}", latex_text(series.vehicle_class));
        }
        variables += fmt::format(" & {} [{}] & order", latex_text(series.variable), latex_text(series.unit));
    }
    text += classes + " \\\\\n" + variables + " \\\\\n\\hline\n";
    for (auto const& row : table_rows(study, norm)) {
        std::string line;
        for (std::string const& cell : row) {
            line += (line.empty() ? "" : " & ") + latex_number(cell);
        }
        text += line + " \\\\\n";
    }
    return text + "\\hline\n\\end{tabular}\n";
}

std::string convergence_picture(ConvergenceStudy const& study, app::Case const& input, Norm norm)
{
    bool const differences = study.exact_solution.empty();
    std::vector<plot::LogPanel> panels;
    for (std::string const variable : {"density", "speed"}) {
        plot::LogPanel panel;
        panel.x_label = "length of a cell [m]";
        for (ConvergenceSeries const& series : study.series) {
            if (series.variable != variable) {
                continue;
            }
            panel.title = variable == "density" ? "Density" : "Speed";
            panel.y_label =
                fmt::format("{} {} [{}]", to_string(norm), differences ? "difference" : "error", series.unit);
            plot::LogSeries line{series.vehicle_class, {}};
            for (std::size_t k = 0; k < study.levels.size(); ++k) {
                if (series.error[k].num_cells > 0) {
                    line.points.emplace_back(study.levels[k].cell_length, value_of(series.error[k], norm));
                }
            }
            panel.series.push_back(std::move(line));
        }
        panel.references = {{"order 1", 1, 0}, {"order 2", 2, 0}};
        panels.push_back(std::move(panel));
    }
    std::string const what = differences ? "distance to the next finer level" : study.exact_solution;
    return plot::log_log_picture(input.title.empty() ? input.name : input.title,
                                 fmt::format("convergence  ·  {}  ·  {}", what, scheme_text(study.scheme)), panels);
}

std::string convergence_json(ConvergenceStudy const& study, app::Case const& input, Norm norm,
                             std::string const& command, std::vector<std::string> const& files)
{
    ordered_json j;
    j["program"] = "zemi";
    j["version"] = build_info().version;
    j["case"] = input.path;
    j["title"] = input.title;
    j["command"] = command;
    j["end_time_s"] = input.end_time;
    j["scheme"] = {{"reconstruction", study.scheme.reconstruction},
                   {"flux", study.scheme.flux},
                   {"time", study.scheme.time},
                   {"contact_fix", study.scheme.contact_fix},
                   {"cfl", study.scheme.cfl},
                   {"formal_order", study.formal_order}};
    j["measured"] = study.exact_solution.empty() ? "difference to the next finer level" : "error";
    j["exact_solution"] = study.exact_solution.empty() ? ordered_json(nullptr) : ordered_json(study.exact_solution);
    j["has_jumps"] = study.has_jumps;
    j["levels"] = ordered_json::array();
    std::vector<int> cells;
    for (ConvergenceLevel const& level : study.levels) {
        cells.push_back(level.num_cells);
        j["levels"].push_back({{"cells", level.num_cells},
                               {"cell_length_m", level.cell_length},
                               {"steps", level.num_steps},
                               {"repeated_steps", level.num_rejected},
                               {"floors", level.num_floors},
                               {"limited", level.num_limited}});
    }
    j["failed"] = ordered_json::array();
    for (FailedLevel const& level : study.failed) {
        j["failed"].push_back(
            {{"cells", level.num_cells}, {"reason", level.failure.reason}, {"time_s", level.failure.time}});
    }
    j["series"] = ordered_json::array();
    for (ConvergenceSeries const& series : study.series) {
        ordered_json s{{"class", series.vehicle_class}, {"variable", series.variable}, {"unit", series.unit}};
        for (Norm const each : all_norms) {
            auto const n = static_cast<std::size_t>(each);
            ordered_json errors = ordered_json::array();
            ordered_json orders = ordered_json::array();
            for (std::size_t k = 0; k < study.levels.size(); ++k) {
                errors.push_back(series.error[k].num_cells > 0 ? ordered_json(value_of(series.error[k], each))
                                                               : ordered_json(nullptr));
                orders.push_back(number_or_null(series.order[k][n]));
            }
            s[to_string(each)] = {{"error", errors},
                                  {"order", orders},
                                  {"fitted_order", number_or_null(series.fit[n])},
                                  {"error_of_finest", number_or_null(series.finest_error[n])}};
        }
        j["series"].push_back(std::move(s));
    }
    j["norm"] = to_string(norm);
    j["verdict"] = verdict(study, norm);
    j["seconds"] = study.seconds;
    j["cell_steps"] = study.cell_steps;
    PredecessorLoop const loop = predecessor_loop(input, cells);
    bool const is_known = loop.seconds > 0;
    j["predecessor"] = {
        {"seconds", is_known ? ordered_json(loop.seconds) : ordered_json(nullptr)},
        {"ratio", is_known && study.seconds > 0 ? ordered_json(loop.seconds / study.seconds) : ordered_json(nullptr)},
        {"measured_cells", loop.measured},
        {"interpolated_cells", loop.interpolated},
        {"unknown_cells", loop.unknown}};
    j["files"] = files;
    return j.dump(2) + "\n";
}

} // namespace zemi::study
