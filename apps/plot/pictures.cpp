// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/pictures.hpp"

#include "plot/axis.hpp"
#include "plot/colour_map.hpp"
#include "plot/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace zemi::plot {
namespace {

/// How a variable is shown.
struct Look {
    std::string name;
    std::string unit;
    double factor; ///< SI times factor = shown value
    ColourMap map;
};

Look look_of(Variable variable)
{
    if (variable == Variable::density) {
        return {"density", "veh/km", 1000, ColourMap::viridis};
    }
    return {"speed", "km/h", 3.6, ColourMap::plasma};
}

std::vector<std::vector<float>> const& values_of(Samples::Frame const& frame, Variable variable)
{
    return variable == Variable::density ? frame.density : frame.speed;
}

std::string capitalised(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

LineStyle const frame_line{"#444444", 1, ""};
LineStyle const grid_line{"#e6e6e6", 1, ""};
TextStyle const tick_text{12, "#444444", Anchor::middle, 0, false};
TextStyle const label_text{13, "#222222", Anchor::middle, 0, false};
TextStyle const panel_title{14, "#222222", Anchor::start, 0, true};

constexpr double header_height = 62;
constexpr double margin_left = 74;

void header(Svg& svg, Samples const& samples, std::string const& subject)
{
    svg.text({24, 30}, samples.title.empty() ? subject : samples.title, {18, "#111111", Anchor::start, 0, true});
    std::string line = samples.title.empty() ? "" : subject;
    if (!samples.caption.empty()) {
        line += (line.empty() ? "" : "  ·  ") + samples.caption;
    }
    svg.text({24, 50}, line, {12.5, "#666666", Anchor::start, 0, false});
}

TextStyle with(TextStyle style, Anchor anchor, double angle = 0)
{
    style.anchor = anchor;
    style.angle = angle;
    return style;
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

/// The shown range of a variable.
struct Range {
    double low = 0;
    double high = 0;
    double largest = 0;   ///< of all values
    bool clipped = false; ///< some values lie above the range
};

/// "up to 4396": what does not fit in the range.
std::string up_to(Range const& range)
{
    return range.largest < 100 ? fmt::format("up to {:.3g}", range.largest)
                               : fmt::format("up to {:.0f}", range.largest);
}

/// From zero (an empty road and standing traffic are what one compares with) to the largest value, unless a few values
/// tower over all others: then those are cut off, so that the rest can be seen, and the picture says so.
Range range_of(std::vector<std::vector<float> const*> const& rows, double factor)
{
    constexpr double share_below = 0.995;
    constexpr double towering = 2.0;
    std::vector<float> values;
    for (auto const* const row : rows) {
        std::copy_if(row->begin(), row->end(), std::back_inserter(values), [](float v) { return std::isfinite(v); });
    }
    if (values.empty()) {
        return {0, 1, 1, false};
    }
    auto const [lowest, highest] = std::minmax_element(values.begin(), values.end());
    Range range;
    range.low = std::min(0.0, static_cast<double>(*lowest) * factor);
    range.high = range.largest = std::max(0.0, static_cast<double>(*highest) * factor);
    auto const most =
        values.begin() + static_cast<std::ptrdiff_t>(share_below * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), most, values.end());
    double const usual = static_cast<double>(*most) * factor;
    if (usual > 0 && range.largest > towering * usual) {
        range.high = usual;
        range.clipped = true;
    }
    return range;
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
        svg.text({bar.right() + 7, bar.y - 4}, up_to(range), with(tick_text, Anchor::start));
    }
    double widest = 0;
    for (std::size_t i = 0; i < axis.ticks.size(); ++i) {
        double const y = bar.bottom() - axis.position(axis.ticks[i]) * bar.height;
        svg.line({bar.right(), y}, {bar.right() + 4, y}, frame_line);
        svg.text({bar.right() + 7, y + 4}, axis.labels[i], with(tick_text, Anchor::start));
        widest = std::max(widest, text_width(axis.labels[i], tick_text.size));
    }
    svg.text({bar.right() + 28 + widest, bar.y + bar.height / 2}, look.name + " [" + look.unit + "]",
             with(label_text, Anchor::middle, -90));
}

/// One pixel column per bin; pixel rows uniform in time, each showing the nearest frame, the latest at the top.
IndexedImage raster(std::vector<Samples::Frame> const& frames, std::size_t vehicle_class, Variable variable,
                    int num_bins, Axis const& scale, Look const& look)
{
    IndexedImage image;
    image.width = num_bins;
    image.height = std::clamp(2 * (static_cast<int>(frames.size()) - 1), 2, 800);
    image.palette = colours(look.map, 255);
    image.palette.push_back({200, 200, 200}); // not a number
    image.pixels.reserve(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
    double const begin = frames.front().time;
    double const duration = frames.back().time - begin;
    for (int row = 0; row < image.height; ++row) {
        double const time = begin + duration * (image.height - row - 0.5) / image.height;
        auto const after = std::lower_bound(frames.begin(), frames.end(), time,
                                            [](Samples::Frame const& frame, double t) { return frame.time < t; });
        auto nearest = after == frames.end() ? after - 1 : after;
        if (nearest != frames.begin() && time - (nearest - 1)->time < nearest->time - time) {
            --nearest;
        }
        for (float const value : values_of(*nearest, variable)[vehicle_class]) {
            double const position = scale.position(static_cast<double>(value) * look.factor);
            image.pixels.push_back(std::isfinite(position)
                                       ? static_cast<std::uint8_t>(std::lround(std::clamp(position, 0.0, 1.0) * 254))
                                       : std::uint8_t{255});
        }
    }
    return image;
}

Axis position_axis(Samples const& samples, ReadableUnit const& unit, int count)
{
    return make_axis(samples.x_begin * unit.factor, (samples.x_begin + samples.length) * unit.factor, count, false);
}

std::vector<std::size_t> chosen_frames(std::vector<Samples::Frame> const& frames, std::vector<double> const& times)
{
    std::vector<std::size_t> chosen;
    std::vector<double> wanted = times;
    if (wanted.empty()) {
        for (int i = 0; i < 5; ++i) {
            wanted.push_back(frames.front().time + (frames.back().time - frames.front().time) * i / 4);
        }
    }
    for (double const time : wanted) {
        auto const nearest = std::min_element(frames.begin(), frames.end(), [time](auto const& a, auto const& b) {
            return std::abs(a.time - time) < std::abs(b.time - time);
        });
        chosen.push_back(static_cast<std::size_t>(nearest - frames.begin()));
    }
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return chosen;
}

} // namespace

std::string space_time_picture(Samples const& samples, int vehicle_class, std::vector<Variable> const& variables)
{
    constexpr double panel_width = 390;
    constexpr double panel_height = 380;
    constexpr double pitch = panel_width + 170;
    auto const c = static_cast<std::size_t>(vehicle_class);
    auto const frames = samples.frames();
    double const width = margin_left + pitch * static_cast<double>(variables.size()) - 50;
    Svg svg(width, header_height + 24 + panel_height + 58, samples.title + ": " + samples.classes[c]);
    header(svg, samples, samples.classes[c]);

    ReadableUnit const length = length_unit(std::abs(samples.x_begin) + samples.length);
    ReadableUnit const duration = duration_unit(frames.back().time);
    Axis const x_axis = position_axis(samples, length, 5);
    Axis const t_axis =
        make_axis(frames.front().time * duration.factor, frames.back().time * duration.factor, 6, false);
    for (std::size_t k = 0; k < variables.size(); ++k) {
        Look const look = look_of(variables[k]);
        Box const panel{margin_left + pitch * static_cast<double>(k), header_height + 24, panel_width, panel_height};
        std::vector<std::vector<float> const*> rows;
        for (auto const& frame : frames) {
            rows.push_back(&values_of(frame, variables[k])[c]);
        }
        Range const range = range_of(rows, look.factor);
        Axis const scale = make_axis(range.low, range.high, 6, false);
        svg.text({panel.x, panel.y - 10}, capitalised(look.name), panel_title);
        svg.image(panel, raster(frames, c, variables[k], samples.num_bins(), scale, look));
        svg.rectangle(panel, "none", frame_line);
        horizontal_axis(svg, panel, x_axis, "position [" + length.name + "]");
        vertical_axis(svg, panel, t_axis, "time [" + duration.name + "]");
        colour_bar(svg, {panel.right() + 14, panel.y, 14, panel.height}, scale, look, range);
    }
    return svg.str();
}

std::string profile_picture(Samples const& samples, std::vector<int> const& classes,
                            std::vector<Variable> const& variables, std::vector<double> const& times)
{
    constexpr double panel_width = 400;
    constexpr double panel_height = 230;
    constexpr double column_pitch = panel_width + 84;
    constexpr double row_pitch = panel_height + 28;
    constexpr double legend_width = 110;
    auto const all = samples.frames();
    auto const chosen = chosen_frames(all, times);
    double const panels_right =
        margin_left + column_pitch * static_cast<double>(classes.size()) - (column_pitch - panel_width);
    double const panels_bottom =
        header_height + 24 + row_pitch * static_cast<double>(variables.size()) - (row_pitch - panel_height);
    Svg svg(panels_right + 24 + legend_width, panels_bottom + 54, samples.title + ": profiles");
    header(svg, samples, "profiles along the road");

    ReadableUnit const length = length_unit(std::abs(samples.x_begin) + samples.length);
    ReadableUnit const duration = duration_unit(all.back().time);
    Axis const x_axis = position_axis(samples, length, 5);
    // The brightest colours vanish on white.
    auto const colour = [&](std::size_t i) {
        return hex(colour_at(ColourMap::viridis,
                             chosen.size() > 1 ? 0.88 * static_cast<double>(i) / static_cast<double>(chosen.size() - 1)
                                               : 0.2));
    };

    for (std::size_t row = 0; row < variables.size(); ++row) {
        Look const look = look_of(variables[row]);
        for (std::size_t column = 0; column < classes.size(); ++column) {
            auto const c = static_cast<std::size_t>(classes[column]);
            Box const panel{margin_left + column_pitch * static_cast<double>(column),
                            header_height + 24 + row_pitch * static_cast<double>(row), panel_width, panel_height};
            std::vector<std::vector<float> const*> rows;
            for (std::size_t const i : chosen) {
                rows.push_back(&values_of(all[i], variables[row])[c]);
            }
            Range const range = range_of(rows, look.factor);
            // Some room above, or else a line of constant height could coincide with the frame.
            Axis const y_axis = make_axis(range.low, 1.02 * range.high, 5, true);
            for (double const tick : x_axis.ticks) {
                double const x = panel.x + x_axis.position(tick) * panel.width;
                svg.line({x, panel.y}, {x, panel.bottom()}, grid_line);
            }
            for (double const tick : y_axis.ticks) {
                double const y = panel.bottom() - y_axis.position(tick) * panel.height;
                svg.line({panel.x, y}, {panel.right(), y}, grid_line);
            }
            svg.begin_clip({panel.x - 1, panel.y - 1, panel.width + 2, panel.height + 2});
            for (std::size_t k = 0; k < chosen.size(); ++k) {
                auto const& values = values_of(all[chosen[k]], variables[row])[c];
                std::vector<Point> points;
                for (std::size_t i = 0; i < values.size(); ++i) {
                    if (std::isfinite(values[i])) {
                        double const along = (static_cast<double>(i) + 0.5) / static_cast<double>(values.size());
                        points.push_back(
                            {panel.x + along * panel.width,
                             panel.bottom()
                                 - y_axis.position(static_cast<double>(values[i]) * look.factor) * panel.height});
                    }
                }
                svg.polyline(simplify(points, 0.1), {colour(k), 1.8, ""});
            }
            svg.end_clip();
            if (range.clipped && range.largest > y_axis.high) {
                svg.text({panel.right(), panel.y - 6}, up_to(range), with(tick_text, Anchor::end));
            }
            svg.rectangle(panel, "none", frame_line);
            if (row == 0) {
                svg.text({panel.x, panel.y - 10}, samples.classes[c], panel_title);
            }
            if (row + 1 == variables.size()) {
                horizontal_axis(svg, panel, x_axis, "position [" + length.name + "]");
            }
            vertical_axis(svg, panel, y_axis, look.name + " [" + look.unit + "]");
        }
    }

    double y = header_height + 34;
    svg.text({panels_right + 24, y}, "time", {13, "#222222", Anchor::start, 0, true});
    for (std::size_t k = 0; k < chosen.size(); ++k) {
        y += 22;
        svg.line({panels_right + 24, y - 4}, {panels_right + 48, y - 4}, {colour(k), 2.5, ""});
        svg.text({panels_right + 56, y}, fmt::format("{:.4g} {}", all[chosen[k]].time * duration.factor, duration.name),
                 {12.5, "#222222", Anchor::start, 0, false});
    }
    return svg.str();
}

} // namespace zemi::plot
