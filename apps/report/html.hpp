// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace zemi::app {

/// A web page in one file: nothing is loaded from anywhere, light and dark, on screen, phone and paper. Well-formed XML
/// too. Texts are escaped unless a parameter is called `markup`.
class HtmlPage {
public:
    explicit HtmlPage(std::string title);

    /// The heading of the page with a line of text below it.
    void heading(std::string_view text, std::string_view below);
    /// A section with its heading, listed in the contents at the top; ends the one before.
    void section(std::string_view id, std::string_view heading);
    void subheading(std::string_view text);
    void paragraph(std::string_view text);
    /// A paragraph that stands out; `kind`: "good", "bad" or "note".
    void notice(std::string_view kind, std::string_view text);

    /// Pictures between the two stand side by side as far as there is room.
    void begin_figures();
    void figure(std::string_view svg_markup, std::string_view caption = {});
    void end_figures();

    struct Cell {
        std::string text;
        std::string markup; ///< instead of the text
        Cell(std::string t) : text(std::move(t)) {}
        Cell(char const* t) : text(t) {}
        [[nodiscard]] static Cell of_markup(std::string m)
        {
            Cell cell("");
            cell.markup = std::move(m);
            return cell;
        }
    };
    /// The first column names the rows; `num_text_columns` to the left, the others, numbers, to the right.
    void table(std::string_view caption, std::vector<std::string> const& head,
               std::vector<std::vector<Cell>> const& rows, std::size_t num_text_columns = 1);
    /// Names and facts.
    void facts(std::vector<std::pair<std::string, std::string>> const& facts);
    /// A text as it is, hidden until somebody wants to see it.
    void folded_text(std::string_view summary, std::string_view text);
    void list(std::vector<std::string> const& items);

    /// Colours of pictures that are replaced on a dark ground: pairs of "#rrggbb".
    void dark_colours(std::vector<std::pair<std::string, std::string>> const& pairs);

    [[nodiscard]] std::string str() const;

private:
    std::string m_title;
    std::string m_head; ///< heading of the page
    std::string m_contents; ///< links to the sections
    std::string m_body;
    std::vector<std::pair<std::string, std::string>> m_dark;
    bool m_in_section = false;
};

/// The image as an <img> element, `alt` said instead of it.
[[nodiscard]] std::string png_element(std::string_view png, int width, int height, std::string_view alt);

/// <a href="..."> with the characters of a path that need it encoded.
[[nodiscard]] std::string link_element(std::string_view path, std::string_view text);

} // namespace zemi::app
