// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>

namespace zemi::plot {
namespace {

constexpr double total_width = 460;
constexpr double margin_left = 72;
constexpr double legend_row = 20;
constexpr double legend_key = 26; ///< length of the line in front of a name
TextStyle const legend_text{12.5, "#222222", Anchor::start, 0, false};
LineStyle const mark_line{"#888888", 1, "2 4"};

struct Extent {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void add(double value)
    {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
};

Axis axis_of(Extent extent, std::optional<double> low, std::optional<double> high, int count, bool rounded)
{
    if (!(extent.low <= extent.high)) {
        extent = {0, 1};
    }
    return make_axis(low.value_or(extent.low), high.value_or(extent.high), count, rounded);
}

struct LegendEntry {
    Series const* series;
    double x;
    int row;
};

/// Row after row, as many names as fit.
std::vector<LegendEntry> legend_of(std::vector<Series> const& all, double left, double right)
{
    std::vector<LegendEntry> entries;
    double x = left;
    int row = 0;
    for (Series const& series : all) {
        if (series.name.empty()) {
            continue;
        }
        double const width = legend_key + 8 + text_width(series.name, legend_text.size) + 20;
        if (x > left && x + width - 20 > right) {
            x = left;
            ++row;
        }
        entries.push_back({&series, x, row});
        x += width;
    }
    return entries;
}

void draw_key(Svg& svg, LegendEntry const& entry, double y)
{
    if (entry.series->mark == Series::Mark::line) {
        svg.line({entry.x, y - 4}, {entry.x + legend_key, y - 4}, entry.series->style);
    } else {
        std::vector<Point> dots;
        for (int i = 0; i < 3; ++i) {
            dots.push_back({entry.x + 5 + 8 * i, y - 4});
        }
        svg.dots(dots, std::max(4.0, entry.series->style.width), entry.series->style.colour);
    }
    svg.text({entry.x + legend_key + 8, y}, entry.series->name, legend_text);
}

void draw_series(Svg& svg, Series const& series, Box const& panel, Axis const& x_axis, Axis const& y_axis)
{
    auto const place = [&](Point const& p) {
        return Point{panel.x + x_axis.position(p.x) * panel.width,
                     panel.bottom() - y_axis.position(p.y) * panel.height};
    };
    std::vector<Point> run;
    auto const flush = [&] {
        if (series.mark == Series::Mark::line) {
            svg.polyline(simplify(run, 0.15), series.style);
        } else {
            svg.dots(run, series.style.width, series.style.colour);
        }
        run.clear();
    };
    for (Point const& p : series.points) {
        Point const at = place(p);
        if (std::isfinite(at.x) && std::isfinite(at.y)) {
            run.push_back(at);
        } else if (series.mark == Series::Mark::line) {
            flush();
        }
    }
    flush();
}

void draw_marks(Svg& svg, std::vector<double> const& marks, Box const& panel, Axis const& axis)
{
    for (double const mark : marks) {
        double const x = panel.x + axis.position(mark) * panel.width;
        svg.line({x, panel.y}, {x, panel.bottom()}, mark_line);
    }
}

} // namespace

std::string draw_chart(Chart const& chart, std::string const& id)
{
    double const top = chart.title.empty() ? 14 : 32;
    Box const panel{margin_left, top, total_width - margin_left - 18, 250};
    auto const legend = legend_of(chart.series, panel.x - 30, total_width - 8);
    double const legend_top = panel.bottom() + 48;
    int const num_rows = legend.empty() ? 0 : legend.back().row + 1;
    Svg svg(total_width, legend_top + legend_row * num_rows + 6, chart.description, id);

    Extent x_extent;
    Extent y_extent;
    for (Series const& series : chart.series) {
        for (Point const& p : series.points) {
            x_extent.add(p.x);
            y_extent.add(p.y);
        }
    }
    Axis const x_axis = axis_of(x_extent, chart.x_low, chart.x_high, 5, false);
    Axis const y_axis = axis_of(y_extent, chart.y_low, chart.y_high, 5, true);
    if (!chart.title.empty()) {
        svg.text({panel.x, panel.y - 10}, chart.title, panel_title);
    }
    grid(svg, panel, x_axis, y_axis);
    svg.begin_clip({panel.x - 2, panel.y - 2, panel.width + 4, panel.height + 4});
    draw_marks(svg, chart.marks, panel, x_axis);
    for (Series const& series : chart.series) {
        draw_series(svg, series, panel, x_axis, y_axis);
    }
    svg.end_clip();
    svg.rectangle(panel, "none", frame_line);
    horizontal_axis(svg, panel, x_axis, chart.x_label);
    vertical_axis(svg, panel, y_axis, chart.y_label);
    for (LegendEntry const& entry : legend) {
        draw_key(svg, entry, legend_top + 14 + legend_row * entry.row);
    }
    return svg.str();
}

std::string draw_map(Map const& map, std::string const& id)
{
    Box const panel{margin_left, 36, 284, 270};
    Svg svg(total_width, panel.bottom() + 52, map.description, id);
    ReadableUnit const length = length_unit(std::abs(map.x_begin) + map.length);
    ReadableUnit const duration = duration_unit(map.values.times.back());
    Axis const x_axis = make_axis(map.x_begin * length.factor, (map.x_begin + map.length) * length.factor, 5, false);
    Axis const t_axis =
        make_axis(map.values.times.front() * duration.factor, map.values.times.back() * duration.factor, 6, false);
    Range const range = map.symmetric ? symmetric_range_of(map.values.rows, map.look.factor)
                                      : range_of(map.values.rows, map.look.factor);
    Axis const scale = make_axis(range.low, range.high, 6, false);
    svg.text({panel.x, panel.y - 12}, map.title, panel_title);
    svg.image(panel, raster(map.values, scale, map.look, 400));
    std::vector<double> marks;
    std::transform(map.marks.begin(), map.marks.end(), std::back_inserter(marks),
                   [&](double x) { return x * length.factor; });
    for (double const mark : marks) {
        double const x = panel.x + x_axis.position(mark) * panel.width;
        svg.line({x, panel.y}, {x, panel.bottom()}, {"#000000", 1.5, "3 3"}); // seen on bright colours
        svg.line({x, panel.y + 3}, {x, panel.bottom()}, {"#fefefe", 1.5, "3 3"}); // and on dark ones
    }
    svg.rectangle(panel, "none", frame_line);
    horizontal_axis(svg, panel, x_axis, "position [" + length.name + "]");
    vertical_axis(svg, panel, t_axis, "time [" + duration.name + "]");
    colour_bar(svg, {panel.right() + 12, panel.y, 14, panel.height}, scale, map.look, range);
    return svg.str();
}

std::string series_colour(std::size_t number, bool on_dark_ground)
{
    static constexpr std::array<char const*, num_series_colours> light{"#0072b2", "#d55e00", "#00805e", "#9a4f86",
                                                                       "#6b5b00", "#2b2b2b", "#7a7a7a"};
    static constexpr std::array<char const*, num_series_colours> dark{"#56b4e9", "#ff9248", "#3fd0a4", "#e29bcb",
                                                                      "#e6d64a", "#eeeeee", "#a9a9a9"};
    return (on_dark_ground ? dark : light)[number % num_series_colours];
}

} // namespace zemi::plot
