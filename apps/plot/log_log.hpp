// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/axis.hpp"

#include <string>
#include <utility>
#include <vector>

namespace zemi::plot {

/// A line through points; those that are not positive and finite are left out.
struct LogSeries {
    std::string name;
    std::vector<std::pair<double, double>> points; ///< (x, y)
};

/// A straight dashed line for comparison.
struct LogReference {
    std::string name;
    double slope = 0; ///< in double logarithmic axes: the power of x
    double y = 0;     ///< if `slope` is 0, the height of the line; otherwise it lies just below the data
};

/// One pair of axes.
struct LogPanel {
    std::string title;
    std::string x_label; ///< with unit
    std::string y_label;
    std::vector<LogSeries> series;
    std::vector<LogReference> references;
};

/// Panels side by side with double logarithmic axes and one legend, as an SVG file. Series are told apart by colour
/// (chosen for colour-blind readers: Okabe & Ito, 2008), by the shape of their points, and by the kind of line. The n-th
/// series of each panel looks the same, so its name has to be the same too.
[[nodiscard]] std::string log_log_picture(std::string const& title, std::string const& caption,
                                          std::vector<LogPanel> const& panels);

/// Ticks at powers of ten, and at 2 and 5 times these where there are few. The ends of the axis, and what position()
/// takes, are decadic logarithms; the ticks are the values themselves. Both ends have to be positive.
[[nodiscard]] Axis make_log_axis(double low, double high);

} // namespace zemi::plot
