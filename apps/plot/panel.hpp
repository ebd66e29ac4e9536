// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/axis.hpp"
#include "plot/colour_map.hpp"
#include "plot/svg.hpp"

#include <string>
#include <vector>

/// What all pictures are put together from: a panel with its axes, rasters, colour bars.
namespace zemi::plot {

inline LineStyle const frame_line{"#444444", 1, ""};
inline LineStyle const grid_line{"#e6e6e6", 1, ""};
inline TextStyle const tick_text{12, "#444444", Anchor::middle, 0, false};
inline TextStyle const label_text{13, "#222222", Anchor::middle, 0, false};
inline TextStyle const panel_title{14, "#222222", Anchor::start, 0, true};

/// The style with another anchor and angle [degrees].
[[nodiscard]] TextStyle with(TextStyle style, Anchor anchor, double angle = 0);

/// How a variable is shown.
struct Look {
    std::string name;
    std::string unit;
    double factor = 1; ///< SI times factor = shown value
    ColourMap map = ColourMap::viridis;
};

/// "density [veh/km]"; the name alone if there is no unit.
[[nodiscard]] std::string axis_label(std::string const& name, std::string const& unit);

/// The shown range of a variable.
struct Range {
    double low = 0;
    double high = 0;
    double largest = 0;   ///< of all values
    bool clipped = false; ///< some values lie above the range
};

/// From zero (an empty road and standing traffic are what one compares with) to the largest value, unless a few values
/// tower over all others: then those are cut off, so that the rest can be seen, and the picture says so.
[[nodiscard]] Range range_of(std::vector<std::vector<float> const*> const& rows, double factor);

/// As far below zero as above, for differences: zero is the middle. Cut off as in range_of(); `largest` is that of the
/// absolute values.
[[nodiscard]] Range symmetric_range_of(std::vector<std::vector<float> const*> const& rows, double factor);

/// "up to 4396": what does not fit in the range.
[[nodiscard]] std::string up_to(Range const& range);

void grid(Svg& svg, Box const& panel, Axis const& x_axis, Axis const& y_axis);
void horizontal_axis(Svg& svg, Box const& panel, Axis const& axis, std::string const& label);
void vertical_axis(Svg& svg, Box const& panel, Axis const& axis, std::string const& label);
void colour_bar(Svg& svg, Box const& bar, Axis const& axis, Look const& look, Range const& range);

/// Rows of a raster: values along the road at ascending times [s].
struct TimedRows {
    std::vector<double> times;
    std::vector<std::vector<float> const*> rows;
};

/// One pixel column per value; pixel rows uniform in time (at most `max_height`), each showing the row nearest in
/// time, the latest at the top. Values that are no numbers are grey.
[[nodiscard]] IndexedImage raster(TimedRows const& values, Axis const& scale, Look const& look, int max_height = 800);

} // namespace zemi::plot
