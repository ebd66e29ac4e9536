// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/svg.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace zemi::plot {
namespace {

/// Two decimals, without trailing zeros.
std::string number(double value)
{
    std::string text = fmt::format("{:.2f}", std::isfinite(value) ? value : 0.0);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string stroke(LineStyle const& style)
{
    std::string text = fmt::format("stroke=\"{}\" stroke-width=\"{}\"", style.colour, number(style.width));
    if (!style.dash.empty()) {
        text += fmt::format(" stroke-dasharray=\"{}\"", style.dash);
    }
    return text;
}

double distance_to_segment(Point p, Point a, Point b)
{
    double const dx = b.x - a.x;
    double const dy = b.y - a.y;
    double const length_squared = dx * dx + dy * dy;
    double t = length_squared > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length_squared : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

} // namespace

std::string escaped(std::string_view text)
{
    std::string result;
    for (char const c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        default:
            result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return result;
}

Svg::Svg(double width, double height, std::string_view description, std::string_view id) : m_id(id)
{
    constexpr std::string_view fonts =
        "font-family=\"Helvetica Neue, Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif\"";
    if (m_id.empty()) {
        m_body = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                             "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                             "width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" {2}>\n"
                             "<title>{3}</title>\n"
                             "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
                             number(width), number(height), fonts, escaped(description));
    } else {
        m_body = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" "
                             "style=\"max-width:{0}px\" role=\"img\" aria-labelledby=\"{2}-title\" {3}>\n"
                             "<title id=\"{2}-title\">{4}</title>\n",
                             number(width), number(height), m_id, fonts, escaped(description));
    }
}

void Svg::line(Point from, Point to, LineStyle const& style)
{
    m_body += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {}/>\n", number(from.x), number(from.y),
                          number(to.x), number(to.y), stroke(style));
}

void Svg::polyline(std::vector<Point> const& points, LineStyle const& style)
{
    if (points.empty()) {
        return;
    }
    m_body += fmt::format("<polyline fill=\"none\" stroke-linejoin=\"round\" {} points=\"", stroke(style));
    for (Point const& p : points) {
        m_body += number(p.x) + "," + number(p.y) + " ";
    }
    m_body.back() = '"';
    m_body += "/>\n";
}

void Svg::rectangle(Box const& box, std::string const& fill, LineStyle const& outline)
{
    m_body += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" {}/>\n", number(box.x),
                          number(box.y), number(box.width), number(box.height), fill, stroke(outline));
}

void Svg::triangle(Point a, Point b, Point c, std::string const& fill, LineStyle const& outline)
{
    m_body += fmt::format("<path d=\"M{},{} L{},{} L{},{} Z\" fill=\"{}\" {}/>\n", number(a.x), number(a.y),
                          number(b.x), number(b.y), number(c.x), number(c.y), fill, stroke(outline));
}

void Svg::dots(std::vector<Point> const& points, double diameter, std::string const& colour)
{
    if (points.empty()) {
        return;
    }
    m_body += fmt::format("<path fill=\"none\" stroke-linecap=\"round\" {} d=\"", stroke({colour, diameter, ""}));
    for (Point const& p : points) {
        m_body += fmt::format("M{:.1f},{:.1f}h0", p.x, p.y); // there may be thousands
    }
    m_body += "\"/>\n";
}

void Svg::text(Point at, std::string_view content, TextStyle const& style)
{
    constexpr std::string_view anchors[] = {"start", "middle", "end"};
    std::string const turn = style.angle == 0 ? ""
                                              : fmt::format(" transform=\"rotate({} {} {})\"", number(style.angle),
                                                            number(at.x), number(at.y));
    m_body += fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\" text-anchor=\"{}\"{}{}>{}</text>\n",
                          number(at.x), number(at.y), number(style.size), style.colour,
                          anchors[static_cast<std::size_t>(style.anchor)], style.bold ? " font-weight=\"bold\"" : "",
                          turn, escaped(content));
}

void Svg::image(Box const& box, IndexedImage const& image)
{
    m_body += fmt::format("<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" "
                          "style=\"image-rendering:pixelated\" {}=\"data:image/png;base64,{}\"/>\n",
                          number(box.x), number(box.y), number(box.width), number(box.height),
                          m_id.empty() ? "xlink:href" : "href", base64(encode_png(image)));
}

void Svg::begin_clip(Box const& box)
{
    ++m_num_clips;
    m_body +=
        fmt::format("<clipPath id=\"{5}clip{0}\"><rect x=\"{1}\" y=\"{2}\" width=\"{3}\" height=\"{4}\"/></clipPath>\n"
                    "<g clip-path=\"url(#{5}clip{0})\">\n",
                    m_num_clips, number(box.x), number(box.y), number(box.width), number(box.height), m_id);
}

void Svg::end_clip()
{
    m_body += "</g>\n";
}

std::string Svg::str() const
{
    return m_body + "</svg>\n";
}

std::vector<Point> simplify(std::vector<Point> const& points, double tolerance)
{
    if (points.size() < 3) {
        return points;
    }
    std::vector<char> keep(points.size(), 0);
    keep.front() = keep.back() = 1;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, points.size() - 1}};
    while (!open.empty()) {
        auto const [first, last] = open.back();
        open.pop_back();
        double farthest = tolerance;
        std::size_t split = 0;
        for (std::size_t i = first + 1; i < last; ++i) {
            double const distance = distance_to_segment(points[i], points[first], points[last]);
            if (distance > farthest) {
                farthest = distance;
                split = i;
            }
        }
        if (split > 0) {
            keep[split] = 1;
            open.emplace_back(first, split);
            open.emplace_back(split, last);
        }
    }
    std::vector<Point> result;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (keep[i] != 0) {
            result.push_back(points[i]);
        }
    }
    return result;
}

double text_width(std::string_view text, double size)
{
    double width = 0;
    for (char const c : text) {
        bool const continues = (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; // rest of a UTF-8 character
        bool const narrow = std::string_view(" .,:;'|!ijlt()[]/").find(c) != std::string_view::npos;
        width += continues ? 0 : narrow ? 0.3 : (c >= 'A' && c <= 'Z') || c == 'm' || c == 'w' ? 0.75 : 0.55;
    }
    return width * size;
}

} // namespace zemi::plot
