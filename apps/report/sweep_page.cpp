// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/sweep_page.hpp"

#include "report/html.hpp"
#include "report/run_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>

namespace zemi::app {
namespace {

constexpr std::size_t most_rows = 1000;
constexpr std::size_t most_charts = 120;       ///< of metrics over parameters
constexpr std::size_t most_dots_of_all = 50000; ///< some hundred kilobytes
constexpr std::size_t listed_members = 10;     ///< per reason of failure

/// A unit that is easier to read than SI.
plot::ReadableUnit readable(std::string const& si)
{
    if (si == "m s-1") {
        return {"km/h", 3.6};
    }
    if (si == "m-1") {
        return {"veh/km", 1000};
    }
    if (si == "s-1") {
        return {"veh/h", 3600};
    }
    return {si, 1};
}

bool varies(std::vector<double> const& values)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (double const value : values) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    return low < high;
}

bool varies(SweepMetric const& metric)
{
    return std::any_of(metric.values.begin(), metric.values.end(), [](auto const& values) { return varies(values); });
}

std::string spaced(std::string name)
{
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

std::string counts_of(SweepData const& data)
{
    std::map<std::string, std::size_t> counts;
    for (std::string const& status : data.status) {
        ++counts[status];
    }
    std::string text = fmt::format("{} members", data.size());
    for (auto const& [status, count] : counts) {
        text += fmt::format(", {} {}", count, status);
    }
    return text;
}

void failures(HtmlPage& page, SweepData const& data)
{
    std::map<std::string, std::vector<std::size_t>> by_reason;
    for (std::size_t i = 0; i < data.size(); ++i) {
        if (data.status[i] == "failed") {
            by_reason[data.reasons[i]].push_back(i);
        }
    }
    if (by_reason.empty()) {
        return;
    }
    page.section("failures", "Failures");
    std::vector<std::vector<HtmlPage::Cell>> rows;
    for (auto const& [reason, members] : by_reason) {
        std::vector<std::size_t> const first(
            members.begin(), members.begin() + static_cast<std::ptrdiff_t>(std::min(members.size(), listed_members)));
        double earliest = std::numeric_limits<double>::infinity();
        for (std::size_t const i : members) {
            earliest = std::isfinite(data.fail_times[i]) ? std::min(earliest, data.fail_times[i]) : earliest;
        }
        rows.push_back({reason.empty() ? "no reason given" : reason,
                        fmt::format("{}{}", fmt::join(first, ", "), first.size() < members.size() ? ", ..." : ""),
                        fmt::format("{}", members.size()),
                        std::isfinite(earliest) ? fmt::format("{:.6g} s", earliest) : ""});
    }
    page.table("Reasons, members by number", {"reason", "members", "how many", "earliest at"}, rows, 2);
}

std::string scatter_chart(SweepMetric const& metric, SweepParameter const& parameter, std::size_t most_dots,
                          std::string const& id)
{
    plot::ReadableUnit const x_unit = readable(parameter.unit);
    plot::ReadableUnit const y_unit = readable(metric.unit);
    plot::Chart chart;
    chart.description = fmt::format("{} over {}, one dot per member", spaced(metric.name), parameter.key);
    chart.x_label = plot::axis_label(parameter.key, x_unit.name == "1" ? "" : x_unit.name);
    chart.y_label = plot::axis_label(spaced(metric.name), y_unit.name == "1" ? "" : y_unit.name);
    std::size_t const stride = (parameter.numbers.size() + most_dots - 1) / most_dots;
    for (std::size_t c = 0; c < metric.values.size(); ++c) {
        plot::Series series;
        series.name = metric.classes.empty() ? "" : metric.classes[c];
        series.mark = plot::Series::Mark::dots;
        series.style = {plot::series_colour(c), parameter.numbers.size() > 200 ? 2.5 : 4.0, ""};
        for (std::size_t i = 0; i < metric.values[c].size(); i += stride) {
            series.points.push_back({parameter.numbers[i] * x_unit.factor, metric.values[c][i] * y_unit.factor});
        }
        chart.series.push_back(std::move(series));
    }
    return plot::draw_chart(chart, id);
}

void scatter(HtmlPage& page, SweepData const& data)
{
    std::vector<SweepParameter const*> parameters;
    std::vector<std::string> left_out;
    for (SweepParameter const& p : data.parameters) {
        if (p.is_number && varies(p.numbers)) {
            parameters.push_back(&p);
        } else {
            left_out.push_back(fmt::format("{} ({})", p.key, p.is_number ? "does not vary" : "no number"));
        }
    }
    std::vector<SweepMetric const*> metrics;
    for (SweepMetric const& m : data.metrics) {
        if (varies(m)) {
            metrics.push_back(&m);
        } else {
            left_out.push_back(spaced(m.name) + " (does not vary)");
        }
    }
    page.section("parameters", "Metrics over parameters");
    std::size_t const wanted = parameters.size() * metrics.size();
    std::size_t const num_charts = std::min(wanted, most_charts);
    if (num_charts == 0) {
        page.paragraph("There is nothing to draw: no metric or no parameter varies.");
    }
    std::size_t num_series = 1;
    for (SweepMetric const* const metric : metrics) {
        num_series = std::max(num_series, metric->values.size());
    }
    std::size_t const most_dots =
        std::clamp<std::size_t>(most_dots_of_all / (num_series * std::max<std::size_t>(1, num_charts)), 200, 2000);
    if (num_charts > 0) {
        std::size_t const stride = (data.size() + most_dots - 1) / most_dots;
        page.paragraph(stride > 1 ? fmt::format("One dot for every {} members.", stride) : "One dot per member.");
    }
    std::size_t number = 0;
    for (SweepMetric const* const metric : metrics) {
        if (number == num_charts) {
            break;
        }
        page.subheading(spaced(metric->name));
        page.paragraph(metric->description);
        page.begin_figures();
        for (std::size_t p = 0; p < parameters.size() && number < num_charts; ++p) {
            page.figure(scatter_chart(*metric, *parameters[p], most_dots, fmt::format("scatter-{}", number++)));
        }
        page.end_figures();
    }
    if (num_charts < wanted) {
        page.paragraph(fmt::format("Only the first {} of {} pairs are drawn.", num_charts, wanted));
    }
    if (!left_out.empty()) {
        page.paragraph(fmt::format("Not drawn: {}.", fmt::join(left_out, ", ")));
    }
}

void distributions(HtmlPage& page, SweepData const& data)
{
    page.section("distributions", "How the metrics are distributed");
    page.begin_figures();
    for (std::size_t m = 0; m < data.metrics.size(); ++m) {
        SweepMetric const& metric = data.metrics[m];
        if (!varies(metric)) {
            continue;
        }
        plot::ReadableUnit const unit = readable(metric.unit);
        plot::Chart chart;
        chart.title = spaced(metric.name);
        chart.description = "Histogram of " + chart.title;
        chart.x_label = plot::axis_label(chart.title, unit.name == "1" ? "" : unit.name);
        chart.y_label = "members";
        chart.y_low = 0;
        auto const bins = static_cast<std::size_t>(std::clamp(std::sqrt(static_cast<double>(data.size())), 5.0, 40.0));
        for (std::size_t c = 0; c < metric.values.size(); ++c) {
            plot::Series series;
            series.name = metric.classes.empty() ? "" : metric.classes[c];
            series.style = {plot::series_colour(c), 1.8, c % 2 == 0 ? "" : "6 3"};
            series.points = histogram(metric.values[c], bins);
            for (plot::Point& p : series.points) {
                p.x *= unit.factor;
            }
            chart.series.push_back(std::move(series));
        }
        page.figure(plot::draw_chart(chart, fmt::format("distribution-{}", m)), metric.description);
    }
    page.end_figures();
}

void members(HtmlPage& page, SweepData const& data)
{
    page.section("members", "Members");
    std::vector<std::string> head{"member", "id", "status"};
    for (SweepParameter const& p : data.parameters) {
        plot::ReadableUnit const unit = readable(p.unit);
        head.push_back(p.is_number ? plot::axis_label(p.key, unit.name == "1" ? "" : unit.name) : p.key);
    }
    for (SweepMetric const& m : data.metrics) {
        plot::ReadableUnit const unit = readable(m.unit);
        for (std::size_t c = 0; c < m.values.size(); ++c) {
            std::string const name = spaced(m.name) + (m.classes.empty() ? "" : " " + m.classes[c]);
            head.push_back(plot::axis_label(name, unit.name == "1" ? "" : unit.name));
        }
    }
    auto const shown = [](double value) { return std::isfinite(value) ? fmt::format("{:.6g}", value) : std::string(); };
    std::vector<std::vector<HtmlPage::Cell>> rows;
    for (std::size_t i = 0; i < std::min(data.size(), most_rows); ++i) {
        std::vector<HtmlPage::Cell> row{fmt::format("{}", i), data.ids[i], data.status[i]};
        for (SweepParameter const& p : data.parameters) {
            row.emplace_back(p.is_number ? shown(p.numbers[i] * readable(p.unit).factor) : p.texts[i]);
        }
        for (SweepMetric const& m : data.metrics) {
            for (auto const& values : m.values) {
                row.emplace_back(shown(values[i] * readable(m.unit).factor));
            }
        }
        rows.push_back(std::move(row));
    }
    if (data.size() > most_rows) {
        page.paragraph(fmt::format("The first {} of {}; members.csv has all.", most_rows, data.size()));
    }
    page.table("One row per member", head, rows, 3);
}

} // namespace

std::vector<plot::Point> histogram(std::vector<double> const& values, std::size_t num_bins)
{
    std::vector<double> finite;
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite), [](double v) { return std::isfinite(v); });
    if (finite.empty()) {
        return {};
    }
    auto const [lowest, highest] = std::minmax_element(finite.begin(), finite.end());
    double const low = *lowest;
    double const width = (*highest > low ? *highest - low : 1.0) / static_cast<double>(num_bins);
    std::vector<double> counts(num_bins, 0);
    for (double const value : finite) {
        ++counts[std::min(num_bins - 1, static_cast<std::size_t>((value - low) / width))];
    }
    std::vector<plot::Point> outline{{low, 0}};
    for (std::size_t bin = 0; bin < num_bins; ++bin) {
        outline.push_back({low + static_cast<double>(bin) * width, counts[bin]});
        outline.push_back({low + static_cast<double>(bin + 1) * width, counts[bin]});
    }
    outline.push_back({low + static_cast<double>(num_bins) * width, 0});
    return outline;
}

std::string sweep_page(SweepData const& data)
{
    HtmlPage page(data.title);
    page.dark_colours(dark_series_colours());
    page.heading(data.title, data.place.name);
    bool const all_done =
        std::all_of(data.status.begin(), data.status.end(), [](std::string const& s) { return s == "done"; });
    page.notice(all_done ? "good" : "bad", counts_of(data));
    failures(page, data);
    scatter(page, data);
    distributions(page, data);
    members(page, data);
    if (!data.plan.empty()) {
        page.section("plan", "Plan");
        page.folded_text("The plan of the sweep, and where each value comes from", data.plan);
    }
    return page.str();
}

IndexRow sweep_index_row(SweepData const& data)
{
    IndexRow row;
    row.name = data.place.name;
    row.title = data.title;
    row.is_sweep = true;
    row.status = "sweep: " + counts_of(data);
    return row;
}

} // namespace zemi::app
