// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/log_log.hpp"

#include "plot/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

namespace zemi::plot {
namespace {

/// Okabe & Ito (2008), without the yellow that vanishes on white.
constexpr std::array<std::string_view, 7> series_colours{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                         "#e69f00", "#56b4e9", "#000000"};
constexpr std::array<std::string_view, 4> dashes{"", "7 3", "2 3", "9 3 2 3"};

LineStyle const frame_line{"#444444", 1, ""};
LineStyle const grid_line{"#e6e6e6", 1, ""};
LineStyle const reference_line{"#888888", 1.2, "5 4"};
TextStyle const reference_text{12, "#666666", Anchor::start, 0, false};
TextStyle const tick_text{12, "#444444", Anchor::middle, 0, false};
TextStyle const label_text{13, "#222222", Anchor::middle, 0, false};
TextStyle const panel_title{14, "#222222", Anchor::start, 0, true};

constexpr double header_height = 62;
constexpr double margin_left = 88;
constexpr double panel_width = 340;
constexpr double panel_height = 310;
constexpr double panel_pitch = panel_width + 124;
/// Room for the names of slopes between a panel and what is on its right.
constexpr double names_width = 46;

std::string superscript(int value)
{
    constexpr std::array<std::string_view, 10> digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text = value < 0 ? "⁻" : "";
    for (char const c : std::to_string(std::abs(value))) {
        text += digits[static_cast<std::size_t>(c - '0')];
    }
    return text;
}

/// lead (1, 2 or 5) times a power of ten.
std::string tick_label(int lead, int power)
{
    if (power >= -2 && power <= 3) {
        return fmt::format("{:g}", lead * std::pow(10.0, power));
    }
    return (lead == 1 ? "10" : fmt::format("{}·10", lead)) + superscript(power);
}

bool can_be_drawn(std::pair<double, double> const& point)
{
    return point.first > 0 && point.second > 0 && std::isfinite(point.first) && std::isfinite(point.second);
}

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = 0;

    void include(double value)
    {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    [[nodiscard]] bool empty() const { return !(high > 0); }
};

/// A shape of its own for each of the first four series.
void marker(Svg& svg, Point at, std::size_t series)
{
    std::string const colour(series_colours[series % series_colours.size()]);
    LineStyle const outline{"#ffffff", 0.8, ""};
    constexpr double r = 5;
    switch (series % 4) {
    case 0:
        svg.rectangle({at.x - 0.8 * r, at.y - 0.8 * r, 1.6 * r, 1.6 * r}, colour, outline);
        return;
    case 1:
        svg.triangle({at.x - r, at.y + 0.8 * r}, {at.x, at.y - r}, {at.x + r, at.y + 0.8 * r}, colour, outline);
        return;
    case 2:
        svg.triangle({at.x - r, at.y - 0.8 * r}, {at.x, at.y + r}, {at.x + r, at.y - 0.8 * r}, colour, outline);
        return;
    default:
        svg.triangle({at.x - r, at.y}, {at.x, at.y - r}, {at.x + r, at.y}, colour, {colour, 0, ""});
        svg.triangle({at.x - r, at.y}, {at.x, at.y + r}, {at.x + r, at.y}, colour, {colour, 0, ""});
    }
}

LineStyle style_of(std::size_t series)
{
    return {std::string(series_colours[series % series_colours.size()]), 1.8,
            std::string(dashes[series % dashes.size()])};
}

class PanelDrawing {
public:
    PanelDrawing(Svg& svg, LogPanel const& panel, Box const& box) : m_svg(svg), m_panel(panel), m_box(box)
    {
        Range x;
        Range y;
        for (LogSeries const& series : panel.series) {
            for (auto const& point : series.points) {
                if (can_be_drawn(point)) {
                    x.include(point.first);
                    y.include(point.second);
                }
            }
        }
        m_has_data = !x.empty();
        m_x_data = m_has_data ? x : Range{1, 10};
        for (LogReference const& reference : panel.references) {
            if (reference.slope == 0) {
                y.include(reference.y);
            } else if (m_has_data) {
                y.include(height(reference, x.low));
                y.include(height(reference, x.high));
            }
        }
        if (y.empty()) {
            y = {1e-1, 1};
        }
        m_x = make_log_axis(m_x_data.low / 1.15, m_x_data.high * 1.15);
        put_ticks_at_data();
        m_y = make_log_axis(y.low / 1.6, y.high * 1.6);
    }

    void draw()
    {
        for (double const tick : m_x.ticks) {
            m_svg.line({across(tick), m_box.y}, {across(tick), m_box.bottom()}, grid_line);
        }
        for (double const tick : m_y.ticks) {
            m_svg.line({m_box.x, up(tick)}, {m_box.right(), up(tick)}, grid_line);
        }
        m_svg.begin_clip({m_box.x - 6, m_box.y - 6, m_box.width + 12, m_box.height + 12});
        for (LogReference const& reference : m_panel.references) {
            draw_reference(reference);
        }
        for (std::size_t s = 0; s < m_panel.series.size(); ++s) {
            std::vector<Point> points;
            for (auto const& point : m_panel.series[s].points) {
                if (can_be_drawn(point)) {
                    points.push_back({across(point.first), up(point.second)});
                }
            }
            m_svg.polyline(points, style_of(s));
            for (Point const& at : points) {
                marker(m_svg, at, s);
            }
        }
        m_svg.end_clip();
        m_svg.rectangle(m_box, "none", frame_line);
        m_svg.text({m_box.x, m_box.y - 10}, m_panel.title, panel_title);
        if (!m_has_data) {
            m_svg.text({m_box.x + m_box.width / 2, m_box.y + m_box.height / 2}, "no error above zero", label_text);
        }
        name_references();
        draw_axes();
    }

private:
    [[nodiscard]] double across(double x) const { return m_box.x + m_x.position(std::log10(x)) * m_box.width; }
    [[nodiscard]] double up(double y) const { return m_box.bottom() - m_y.position(std::log10(y)) * m_box.height; }

    /// Below all data: half of what the lowest series has where the line would touch it.
    [[nodiscard]] double height(LogReference const& reference, double x) const
    {
        double factor = std::numeric_limits<double>::infinity();
        for (LogSeries const& series : m_panel.series) {
            for (auto const& point : series.points) {
                if (can_be_drawn(point)) {
                    factor = std::min(factor, point.second / std::pow(point.first, reference.slope));
                }
            }
        }
        return 0.6 * factor * std::pow(x, reference.slope);
    }

    void draw_reference(LogReference const& reference)
    {
        if (reference.slope == 0) {
            m_svg.line({m_box.x, up(reference.y)}, {m_box.right(), up(reference.y)}, reference_line);
            m_svg.text({m_box.x + 6, up(reference.y) + 14}, reference.name, reference_text);
            return;
        }
        if (m_has_data) {
            double const low = std::pow(10.0, m_x.low);
            double const high = std::pow(10.0, m_x.high);
            m_svg.line({m_box.x, up(height(reference, low))}, {m_box.right(), up(height(reference, high))},
                       reference_line);
        }
    }

    /// Names of the slopes, right of the panel where their lines end, one below the other.
    void name_references()
    {
        std::vector<std::pair<double, std::string>> names;
        for (LogReference const& reference : m_panel.references) {
            if (reference.slope != 0 && m_has_data) {
                double const end = up(height(reference, std::pow(10.0, m_x.high)));
                names.emplace_back(std::clamp(end, m_box.y, m_box.bottom()), reference.name);
            }
        }
        std::sort(names.begin(), names.end());
        double next = m_box.y;
        for (auto const& [y, name] : names) {
            m_svg.text({m_box.right() + 5, std::max(y, next) + 4}, name, reference_text);
            next = std::max(y, next) + 14;
        }
    }

    /// A few numbers of cells or lengths are the best ticks, unless they would overlap.
    void put_ticks_at_data()
    {
        std::vector<double> values;
        for (LogSeries const& series : m_panel.series) {
            for (auto const& point : series.points) {
                if (can_be_drawn(point)) {
                    values.push_back(point.first);
                }
            }
        }
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        std::vector<std::string> labels;
        double last_end = -1e9;
        for (double const value : values) {
            labels.push_back(fmt::format("{:.4g}", value));
            double const half = text_width(labels.back(), tick_text.size) / 2 + 3;
            if (across(value) - half < last_end) {
                return;
            }
            last_end = across(value) + half;
        }
        if (!values.empty()) {
            m_x.ticks = values;
            m_x.labels = labels;
        }
    }

    void draw_axes()
    {
        for (std::size_t i = 0; i < m_x.ticks.size(); ++i) {
            double const x = across(m_x.ticks[i]);
            m_svg.line({x, m_box.bottom()}, {x, m_box.bottom() + 5}, frame_line);
            m_svg.text({x, m_box.bottom() + 19}, m_x.labels[i], tick_text);
        }
        TextStyle left = tick_text;
        left.anchor = Anchor::end;
        double widest = 0;
        for (std::size_t i = 0; i < m_y.ticks.size(); ++i) {
            m_svg.line({m_box.x - 5, up(m_y.ticks[i])}, {m_box.x, up(m_y.ticks[i])}, frame_line);
            m_svg.text({m_box.x - 8, up(m_y.ticks[i]) + 4}, m_y.labels[i], left);
            widest = std::max(widest, text_width(m_y.labels[i], tick_text.size));
        }
        m_svg.text({m_box.x + m_box.width / 2, m_box.bottom() + 40}, m_panel.x_label, label_text);
        TextStyle turned = label_text;
        turned.angle = -90;
        m_svg.text({m_box.x - 22 - widest, m_box.y + m_box.height / 2}, m_panel.y_label, turned);
    }

    Svg& m_svg;
    LogPanel const& m_panel;
    Box m_box;
    Range m_x_data;
    bool m_has_data = false;
    Axis m_x;
    Axis m_y;
};

} // namespace

Axis make_log_axis(double low, double high)
{
    Axis axis;
    axis.low = std::log10(low);
    axis.high = std::log10(high);
    double const decades = axis.high - axis.low;
    int const every = std::max(1, static_cast<int>(std::ceil(decades / 9)));
    auto const first = static_cast<int>(std::floor(axis.low));
    auto const last = static_cast<int>(std::ceil(axis.high));
    for (int power = first; power <= last; ++power) {
        for (int const lead : {1, 2, 5}) {
            double const logarithm = power + std::log10(lead);
            bool const wanted = lead == 1 ? power % every == 0 : decades < 2;
            if (wanted && logarithm >= axis.low - 1e-9 && logarithm <= axis.high + 1e-9) {
                axis.ticks.push_back(lead * std::pow(10.0, power));
                axis.labels.push_back(tick_label(lead, power));
            }
        }
    }
    return axis;
}

std::string log_log_picture(std::string const& title, std::string const& caption, std::vector<LogPanel> const& panels)
{
    std::vector<std::string> names;
    for (LogPanel const& panel : panels) {
        for (std::size_t s = 0; s < panel.series.size(); ++s) {
            if (s >= names.size()) {
                names.push_back(panel.series[s].name);
            }
        }
    }
    bool const has_slopes = std::any_of(panels.begin(), panels.end(), [](LogPanel const& panel) {
        return std::any_of(panel.references.begin(), panel.references.end(),
                           [](LogReference const& reference) { return reference.slope != 0; });
    });
    double widest = 0;
    for (std::string const& name : names) {
        widest = std::max(widest, text_width(name, 12.5));
    }
    double const panels_right = margin_left + panel_pitch * static_cast<double>(panels.size())
                              - (panel_pitch - panel_width) + (has_slopes ? names_width : 0);
    double const width =
        std::max({panels_right + 24 + 40 + widest + 24, 48 + text_width(caption, 12.5), 48 + text_width(title, 18)});
    Svg svg(width, header_height + 24 + panel_height + 58, title);
    svg.text({24, 30}, title, {18, "#111111", Anchor::start, 0, true});
    svg.text({24, 50}, caption, {12.5, "#666666", Anchor::start, 0, false});
    for (std::size_t k = 0; k < panels.size(); ++k) {
        PanelDrawing drawing(
            svg, panels[k],
            {margin_left + panel_pitch * static_cast<double>(k), header_height + 24, panel_width, panel_height});
        drawing.draw();
    }
    double y = header_height + 34;
    for (std::size_t s = 0; s < names.size(); ++s) {
        svg.line({panels_right + 24, y - 4}, {panels_right + 56, y - 4}, style_of(s));
        marker(svg, {panels_right + 40, y - 4}, s);
        svg.text({panels_right + 64, y}, names[s], {12.5, "#222222", Anchor::start, 0, false});
        y += 22;
    }
    return svg.str();
}

} // namespace zemi::plot
