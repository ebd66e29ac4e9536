// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/panel.hpp"

#include <optional>
#include <string>
#include <vector>

namespace zemi::plot {

/// Curves or clouds of points of one chart.
struct Series {
    enum class Mark { line, dots };

    std::string name;          ///< in the legend; empty: not there
    std::vector<Point> points; ///< in the units of the axes; a point that is no number interrupts a line
    LineStyle style;           ///< dots: the width is their diameter
    Mark mark = Mark::line;
};

/// One panel with two axes, and a legend below it. Drawn small, to be legible on a phone.
struct Chart {
    std::string description; ///< what is to be seen, for those who cannot see it
    std::string title;       ///< above the panel; may be empty
    std::string x_label;     ///< with unit
    std::string y_label;     ///< with unit
    std::vector<Series> series;         ///< from back to front
    std::vector<double> marks;          ///< dotted lines across, at these values of x
    std::optional<double> x_low;        ///< empty: from the data, which the axis then fits tightly
    std::optional<double> x_high;
    std::optional<double> y_low;        ///< empty: from the data, rounded
    std::optional<double> y_high;
};

/// The chart as an SVG element for a page if there is an `id`, else as an SVG file. See Svg.
[[nodiscard]] std::string draw_chart(Chart const& chart, std::string const& id = {});

/// Values over position and time.
struct Map {
    std::string description;
    std::string title;
    double x_begin = 0; ///< [m]
    double length = 1;  ///< [m]
    TimedRows values;   ///< [s], SI
    Look look;
    bool symmetric = false;    ///< zero in the middle of the colours, for differences
    std::vector<double> marks; ///< dotted lines across, at these positions [m]
};

/// As draw_chart().
[[nodiscard]] std::string draw_map(Map const& map, std::string const& id = {});

/// Colours of series that differ for every kind of colour vision (Okabe and Ito), on a white or a dark
/// ground; beyond that they repeat. "#rrggbb"
[[nodiscard]] std::string series_colour(std::size_t number, bool on_dark_ground = false);
inline constexpr std::size_t num_series_colours = 7;

} // namespace zemi::plot
