// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/pictures.hpp"

#include "plot/panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace zemi::plot {
namespace {

std::string capitalised(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

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

Axis position_axis(Samples const& samples, ReadableUnit const& unit, int count)
{
    return make_axis(samples.x_begin * unit.factor, (samples.x_begin + samples.length) * unit.factor, count, false);
}

} // namespace

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

std::vector<std::size_t> nearest_frames(std::vector<Samples::Frame> const& frames, std::vector<double> const& times)
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

std::vector<std::string> profile_colours(std::size_t count, bool on_dark_ground)
{
    // The brightest colours vanish on white, the darkest on black.
    double const first = on_dark_ground ? 0.3 : 0.0;
    double const last = on_dark_ground ? 1.0 : 0.88;
    std::vector<std::string> result;
    for (std::size_t i = 0; i < count; ++i) {
        double const place = count > 1 ? static_cast<double>(i) / static_cast<double>(count - 1) : 0.23;
        result.push_back(hex(colour_at(ColourMap::viridis, first + (last - first) * place)));
    }
    return result;
}

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
        TimedRows values;
        for (auto const& frame : frames) {
            values.times.push_back(frame.time);
            values.rows.push_back(&values_of(frame, variables[k])[c]);
        }
        Range const range = range_of(values.rows, look.factor);
        Axis const scale = make_axis(range.low, range.high, 6, false);
        svg.text({panel.x, panel.y - 10}, capitalised(look.name), panel_title);
        svg.image(panel, raster(values, scale, look));
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
    auto const chosen = nearest_frames(all, times);
    double const panels_right =
        margin_left + column_pitch * static_cast<double>(classes.size()) - (column_pitch - panel_width);
    double const panels_bottom =
        header_height + 24 + row_pitch * static_cast<double>(variables.size()) - (row_pitch - panel_height);
    Svg svg(panels_right + 24 + legend_width, panels_bottom + 54, samples.title + ": profiles");
    header(svg, samples, "profiles along the road");

    ReadableUnit const length = length_unit(std::abs(samples.x_begin) + samples.length);
    ReadableUnit const duration = duration_unit(all.back().time);
    Axis const x_axis = position_axis(samples, length, 5);
    auto const palette = profile_colours(chosen.size());

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
            grid(svg, panel, x_axis, y_axis);
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
                svg.polyline(simplify(points, 0.1), {palette[k], 1.8, ""});
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
            vertical_axis(svg, panel, y_axis, axis_label(look.name, look.unit));
        }
    }

    double y = header_height + 34;
    svg.text({panels_right + 24, y}, "time", {13, "#222222", Anchor::start, 0, true});
    for (std::size_t k = 0; k < chosen.size(); ++k) {
        y += 22;
        svg.line({panels_right + 24, y - 4}, {panels_right + 48, y - 4}, {palette[k], 2.5, ""});
        svg.text({panels_right + 56, y}, fmt::format("{:.4g} {}", all[chosen[k]].time * duration.factor, duration.name),
                 {12.5, "#222222", Anchor::start, 0, false});
    }
    return svg.str();
}

} // namespace zemi::plot
