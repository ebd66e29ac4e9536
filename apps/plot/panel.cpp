// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace zemi::plot {
namespace {

constexpr double share_below = 0.995; ///< of the values that decide about the range
constexpr double towering = 2.0;      ///< how far the largest has to lie above those to be cut off

/// The value that the share lies below.
float usual_value(std::vector<float>& values)
{
    auto const most =
        values.begin() + static_cast<std::ptrdiff_t>(share_below * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), most, values.end());
    return *most;
}

std::vector<float> finite_values(std::vector<std::vector<float> const*> const& rows)
{
    std::vector<float> values;
    for (auto const* const row : rows) {
        std::copy_if(row->begin(), row->end(), std::back_inserter(values), [](float v) { return std::isfinite(v); });
    }
    return values;
}

} // namespace

TextStyle with(TextStyle style, Anchor anchor, double angle)
{
    style.anchor = anchor;
    style.angle = angle;
    return style;
}

std::string axis_label(std::string const& name, std::string const& unit)
{
    return unit.empty() ? name : name + " [" + unit + "]";
}

Range range_of(std::vector<std::vector<float> const*> const& rows, double factor)
{
    std::vector<float> values = finite_values(rows);
    if (values.empty()) {
        return {0, 1, 1, false};
    }
    auto const [lowest, highest] = std::minmax_element(values.begin(), values.end());
    Range range;
    range.low = std::min(0.0, static_cast<double>(*lowest) * factor);
    range.high = range.largest = std::max(0.0, static_cast<double>(*highest) * factor);
    double const usual = static_cast<double>(usual_value(values)) * factor;
    if (usual > 0 && range.largest > towering * usual) {
        range.high = usual;
        range.clipped = true;
    }
    return range;
}

Range symmetric_range_of(std::vector<std::vector<float> const*> const& rows, double factor)
{
    std::vector<float> values = finite_values(rows);
    std::transform(values.begin(), values.end(), values.begin(), [](float v) { return std::abs(v); });
    double const largest =
        values.empty() ? 0 : static_cast<double>(*std::max_element(values.begin(), values.end())) * factor;
    if (!(largest > 0)) {
        return {-1, 1, 0, false};
    }
    double const usual = static_cast<double>(usual_value(values)) * factor;
    bool const clipped = usual > 0 && largest > towering * usual;
    double const end = clipped ? usual : largest;
    return {-end, end, largest, clipped};
}

std::string up_to(Range const& range)
{
    return range.largest < 100 ? fmt::format("up to {:.3g}", range.largest)
                               : fmt::format("up to {:.0f}", range.largest);
}

void grid(Svg& svg, Box const& panel, Axis const& x_axis, Axis const& y_axis)
{
    for (double const tick : x_axis.ticks) {
        double const x = panel.x + x_axis.position(tick) * panel.width;
        svg.line({x, panel.y}, {x, panel.bottom()}, grid_line);
    }
    for (double const tick : y_axis.ticks) {
        double const y = panel.bottom() - y_axis.position(tick) * panel.height;
        svg.line({panel.x, y}, {panel.right(), y}, grid_line);
    }
}

void horizontal_axis(Svg& svg, Box const& panel, Axis const& axis, std::string const& label)
{
    for (std::size_t i = 0; i < axis.ticks.size(); ++i) {
        double const x = panel.x + axis.position(axis.ticks[i]) * panel.width;
        svg.line({x, panel.bottom()}, {x, panel.bottom() + 5}, frame_line);
        svg.text({x, panel.bottom() + 19}, axis.labels[i], tick_text);
    }
    svg.text({panel.x + panel.width / 2, panel.bottom() + 39}, label, label_text);
}

void vertical_axis(Svg& svg, Box const& panel, Axis const& axis, std::string const& label)
{
    double widest = 0;
    for (std::size_t i = 0; i < axis.ticks.size(); ++i) {
        double const y = panel.bottom() - axis.position(axis.ticks[i]) * panel.height;
        svg.line({panel.x - 5, y}, {panel.x, y}, frame_line);
        svg.text({panel.x - 8, y + 4}, axis.labels[i], with(tick_text, Anchor::end));
        widest = std::max(widest, text_width(axis.labels[i], tick_text.size));
    }
    if (!label.empty()) {
        svg.text({panel.x - 20 - widest, panel.y + panel.height / 2}, label, with(label_text, Anchor::middle, -90));
    }
}

void colour_bar(Svg& svg, Box const& bar, Axis const& axis, Look const& look, Range const& range)
{
    IndexedImage image;
    image.width = 1;
    image.height = 255;
    image.palette = colours(look.map, 255);
    for (int i = 0; i < 255; ++i) {
        image.pixels.push_back(static_cast<std::uint8_t>(254 - i));
    }
    svg.image(bar, image);
    svg.rectangle(bar, "none", frame_line);
    if (range.clipped) {
        svg.triangle({bar.x, bar.y}, {bar.x + bar.width / 2, bar.y - 12}, {bar.right(), bar.y},
                     hex(colour_at(look.map, 1)), frame_line);
        if (range.low < 0 && range.low == -range.high) {
            svg.triangle({bar.x, bar.bottom()}, {bar.x + bar.width / 2, bar.bottom() + 12}, {bar.right(), bar.bottom()},
                         hex(colour_at(look.map, 0)), frame_line);
        }
        svg.text({bar.right() + 7, bar.y - 4}, up_to(range), with(tick_text, Anchor::start));
    }
    double widest = 0;
    for (std::size_t i = 0; i < axis.ticks.size(); ++i) {
        double const y = bar.bottom() - axis.position(axis.ticks[i]) * bar.height;
        svg.line({bar.right(), y}, {bar.right() + 4, y}, frame_line);
        svg.text({bar.right() + 7, y + 4}, axis.labels[i], with(tick_text, Anchor::start));
        widest = std::max(widest, text_width(axis.labels[i], tick_text.size));
    }
    svg.text({bar.right() + 28 + widest, bar.y + bar.height / 2}, axis_label(look.name, look.unit),
             with(label_text, Anchor::middle, -90));
}

IndexedImage raster(TimedRows const& values, Axis const& scale, Look const& look, int max_height)
{
    IndexedImage image;
    image.width = static_cast<int>(values.rows.front()->size());
    image.height = std::clamp(2 * (static_cast<int>(values.rows.size()) - 1), 2, max_height);
    image.palette = colours(look.map, 255);
    image.palette.push_back({200, 200, 200}); // not a number
    image.pixels.reserve(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    double const begin = values.times.front();
    double const duration = values.times.back() - begin;
    for (int row = 0; row < image.height; ++row) {
        double const time = begin + duration * (image.height - row - 0.5) / image.height;
        auto const after = std::lower_bound(values.times.begin(), values.times.end(), time);
        auto nearest = after == values.times.end() ? after - 1 : after;
        if (nearest != values.times.begin() && time - *(nearest - 1) < *nearest - time) {
            --nearest;
        }
        for (float const value : *values.rows[static_cast<std::size_t>(nearest - values.times.begin())]) {
            double const position = scale.position(static_cast<double>(value) * look.factor);
            image.pixels.push_back(std::isfinite(position)
                                       ? static_cast<std::uint8_t>(std::lround(std::clamp(position, 0.0, 1.0) * 254))
                                       : std::uint8_t{255});
        }
    }
    return image;
}

} // namespace zemi::plot
