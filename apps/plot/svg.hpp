// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/png.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace zemi::plot {

/// A point of the picture [px], from its upper left corner.
struct Point {
    double x = 0;
    double y = 0;
};

struct Box {
    double x = 0; ///< left edge [px]
    double y = 0; ///< upper edge [px]
    double width = 0;
    double height = 0;

    [[nodiscard]] double right() const noexcept { return x + width; }
    [[nodiscard]] double bottom() const noexcept { return y + height; }
};

struct LineStyle {
    std::string colour = "#333333";
    double width = 1; ///< [px]
    std::string dash; ///< as in SVG, "4 3"; empty: solid
};

enum class Anchor { start, middle, end };

struct TextStyle {
    double size = 13; ///< [px]
    std::string colour = "#222222";
    Anchor anchor = Anchor::start;
    double angle = 0; ///< clockwise [degrees]
    bool bold = false;
};

/// An SVG picture, written from back to front.
class Svg {
public:
    /// Without `id`: a file of its own on a white ground. With `id` (letters, digits, "-"; unique in the page): an
    /// element for a page, without ground, not wider than `width`, its description read out by screen readers.
    Svg(double width, double height, std::string_view description, std::string_view id = {});

    void line(Point from, Point to, LineStyle const& style);
    void polyline(std::vector<Point> const& points, LineStyle const& style);
    void rectangle(Box const& box, std::string const& fill, LineStyle const& outline);
    /// A round dot of this diameter [px] at each point, in one element.
    void dots(std::vector<Point> const& points, double diameter, std::string const& colour);
    void triangle(Point a, Point b, Point c, std::string const& fill, LineStyle const& outline);
    /// `at` is the end of the baseline that the anchor names.
    void text(Point at, std::string_view content, TextStyle const& style = {});
    /// Stretches the image over the box, each pixel a sharp rectangle.
    void image(Box const& box, IndexedImage const& image);
    /// What follows is cut off at the box, until end_clip().
    void begin_clip(Box const& box);
    void end_clip();

    /// The finished file.
    [[nodiscard]] std::string str() const;

private:
    std::string m_body;
    std::string m_id;
    int m_num_clips = 0;
};

/// The text with what XML needs escaped, in elements and in attributes.
[[nodiscard]] std::string escaped(std::string_view text);

/// Fewer points that stay within `tolerance` [px] of the same line (Douglas-Peucker).
[[nodiscard]] std::vector<Point> simplify(std::vector<Point> const& points, double tolerance);

/// About how wide a text comes out in the fonts that Svg asks for [px].
[[nodiscard]] double text_width(std::string_view text, double size);

} // namespace zemi::plot
