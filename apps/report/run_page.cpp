// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/run_page.hpp"

#include "report/run_charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace zemi::app {
namespace {

void head(HtmlPage& page, ResultData const& data)
{
    std::string below = data.place.name;
    if (!data.written.empty()) {
        below += "  ·  " + data.written;
    }
    page.heading(data.title, below);
    if (data.summary) {
        bool const is_done = data.summary->status == "done";
        page.notice(is_done ? "good" : "bad", data.summary->failure.empty()
                                                  ? data.summary->status
                                                  : data.summary->status + " " + data.summary->failure);
    }
    for (std::string const& remark : data.remarks) {
        page.notice("note", remark);
    }
    if (data.summary) {
        for (std::string const& warning : data.summary->warnings) {
            page.notice("note", warning);
        }
    }
    std::vector<std::pair<std::string, std::string>> facts;
    auto const fact = [&](std::string const& name, std::string const& value) {
        if (!value.empty()) {
            facts.emplace_back(name, value);
        }
    };
    fact("equation", data.equation);
    fact("scheme", data.scheme);
    if (data.samples) {
        double const length = data.samples->length;
        fact("road", fmt::format("{:.6g} m from {:.6g} m on, {} cells of {:.4g} m", length, data.samples->x_begin,
                                 data.num_cells, length / std::max(1, data.num_cells)));
        fact("classes", fmt::format("{}", fmt::join(data.samples->classes, ", ")));
    }
    if (data.summary) {
        facts.insert(facts.end(), data.summary->facts.begin(), data.summary->facts.end());
    }
    page.facts(facts);
}

void traffic(HtmlPage& page, ResultData const& data)
{
    using plot::Variable;
    std::size_t const num_classes = data.samples->classes.size();
    page.section("space-time", "Traffic over position and time");
    if (data.frames.size() < 3) {
        page.paragraph("Fewer than three snapshots are stored, so there is nothing to draw over time.");
    } else {
        page.begin_figures();
        for (std::size_t c = 0; c < num_classes; ++c) {
            for (Variable const variable : {Variable::density, Variable::speed}) {
                page.figure(space_time_chart(data, c, variable));
            }
        }
        page.end_figures();
        if (!data.category_changes.empty()) {
            page.paragraph("Dotted lines: here the category of the road changes.");
        }
    }
    page.section("profiles", "Profiles along the road");
    page.begin_figures();
    for (std::size_t c = 0; c < num_classes; ++c) {
        for (Variable const variable : {Variable::density, Variable::speed}) {
            page.figure(profile_chart(data, c, variable));
        }
    }
    page.end_figures();
}

void fundamental(HtmlPage& page, ResultData const& data)
{
    page.section("fundamental-diagram", "Fundamental diagram");
    FundamentalDiagram const diagram = fundamental_diagram(data);
    page.paragraph(diagram.explanation);
    page.begin_figures();
    for (std::string const& chart : diagram.charts) {
        page.figure(chart);
    }
    page.end_figures();
}

void counts(HtmlPage& page, ResultData const& data)
{
    page.section("counts", "Cumulative counts");
    page.paragraph(
        "Vehicles that came in at the left end and left at the right end since the start, net. The vehicles on "
        "the road are those at the start plus what lies between the two curves.");
    page.begin_figures();
    for (std::size_t c = 0; c < data.history->classes.size(); ++c) {
        page.figure(count_chart(*data.history, c));
    }
    page.end_figures();
}

void ledger(HtmlPage& page, RunSummary const& summary)
{
    page.section("ledger", "Ledger of vehicles");
    std::vector<std::vector<HtmlPage::Cell>> rows;
    for (RunSummary::Ledger const& m : summary.ledger) {
        rows.push_back({m.vehicle_class, fmt::format("{:.6f}", m.initial), fmt::format("{:.6f}", m.inflow),
                        fmt::format("{:.6f}", m.outflow), fmt::format("{:.6f}", m.stored),
                        fmt::format("{:.2e}", m.defect), fmt::format("{:.1e}", m.relative_defect)});
    }
    page.table("Vehicles; the defect is what the scheme lost or made, relative to the vehicles there were.",
               {"class", "at start", "+ in", "− out", "− stored", "= defect", "relative"}, rows);
}

void steps(HtmlPage& page, HistoryData const& history)
{
    page.section("steps", "Steps");
    std::int64_t floors = 0;
    std::int64_t retries = 0;
    for (HistoryGroup const& group : history.groups) {
        floors += group.floors;
        retries += group.retries;
    }
    page.paragraph(fmt::format("{} steps; {} attempts were repeated with half the step, {} densities below zero by "
                               "rounding were set to zero. Short steps in between meet the times of snapshots.",
                               history.num_steps, retries, floors));
    page.begin_figures();
    for (std::string const& chart : step_charts(history)) {
        page.figure(chart);
    }
    page.end_figures();
}

void timing(HtmlPage& page, RunSummary const& summary)
{
    page.section("timing", "Time it took");
    auto const total =
        std::find_if(summary.timing.begin(), summary.timing.end(), [](auto const& t) { return t.first == "total"; });
    double const all = total != summary.timing.end() ? total->second : 0;
    std::vector<std::vector<HtmlPage::Cell>> rows;
    for (auto const& [name, seconds] : summary.timing) {
        rows.push_back(
            {name, fmt::format("{:.4f}", seconds), all > 0 ? fmt::format("{:.1f} %", 100 * seconds / all) : ""});
    }
    page.table("Wall-clock time by phase.", {"phase", "seconds", "share"}, rows);
    page.paragraph(fmt::format("{:.3g} times as fast as real time.", summary.real_time_ratio));
}

} // namespace

std::vector<std::pair<std::string, std::string>> dark_series_colours()
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (std::size_t i = 0; i < plot::num_series_colours; ++i) {
        pairs.emplace_back(plot::series_colour(i), plot::series_colour(i, true));
    }
    return pairs;
}

std::string run_page(ResultData const& data)
{
    HtmlPage page(data.title);
    page.dark_colours(dark_series_colours());
    head(page, data);
    if (data.samples && !data.frames.empty()) {
        auto const num_profiles = plot::nearest_frames(data.frames).size();
        auto const light = plot::profile_colours(num_profiles);
        auto const dark = plot::profile_colours(num_profiles, true);
        std::vector<std::pair<std::string, std::string>> pairs;
        for (std::size_t i = 0; i < light.size(); ++i) {
            pairs.emplace_back(light[i], dark[i]);
        }
        page.dark_colours(pairs);
        traffic(page, data);
        fundamental(page, data);
    }
    if (data.history && !data.history->groups.empty()) {
        counts(page, data);
    }
    if (data.summary) {
        ledger(page, *data.summary);
    }
    if (data.history && !data.history->groups.empty()) {
        steps(page, *data.history);
    }
    if (data.summary) {
        timing(page, *data.summary);
    }
    if (!data.resolved.empty()) {
        page.section("case", "Case");
        page.folded_text("The case with all its values, and where each comes from", data.resolved);
    }
    return page.str();
}

} // namespace zemi::app
