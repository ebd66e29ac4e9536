// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/html.hpp"

#include "plot/png.hpp"
#include "plot/svg.hpp"
#include <zemi/core/build_info.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace zemi::app {
namespace {

using plot::escaped;

/// The look. Pictures come with the colours of white paper; on a dark ground those are exchanged one by one.
constexpr std::string_view style = R"(
:root { color-scheme: light dark; --ground: #ffffff; --ink: #1b1d21; --soft: #565d68; --line: #d6dae0; --card: #f5f6f8;
  --link: #0a58a8; --good: #1a6b3c; --bad: #b3261e; --note: #7a5600; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem 1rem 3rem; max-width: 66rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: .5rem 0 .2rem; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; padding-top: .6rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.3rem 0 .4rem; }
p { margin: .4rem 0 .8rem; max-width: 46rem; }
a { color: var(--link); }
.below, figcaption, caption, footer { color: var(--soft); }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: .8rem 0; padding: 0; }
.notice { border-left: .3rem solid var(--note); background: var(--card); padding: .5rem .8rem; overflow-wrap: anywhere; }
.notice.good { border-color: var(--good); } .notice.bad { border-color: var(--bad); }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 25rem), 1fr)); gap: 1rem 1.5rem; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figcaption { font-size: .88rem; margin: .1rem 0 .4rem; }
svg { display: block; width: 100%; height: auto; }
.scroll { overflow-x: auto; margin: .6rem 0 1rem; }
table { border-collapse: collapse; font-size: .92rem; }
caption { text-align: left; font-size: .88rem; padding-bottom: .3rem; }
th, td { padding: .25rem .7rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--line); vertical-align: bottom; }
th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1.2rem; margin: .8rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
pre { background: var(--card); padding: .8rem; overflow-x: auto; font-size: .82rem; line-height: 1.4; }
summary { cursor: pointer; color: var(--link); padding: .3rem 0; }
img.small { display: block; width: 120px; height: 66px; image-rendering: auto; border: 1px solid var(--line); }
footer { margin-top: 3rem; font-size: .85rem; }
@media (max-width: 30rem) { body { padding: .6rem .7rem 2rem; } dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .35rem; } h1 { font-size: 1.35rem; } }
@media print { nav { display: none; } body { max-width: none; font-size: 10pt; } a { color: inherit; }
  .figures { grid-template-columns: 1fr 1fr; } h2 { break-after: avoid; } .scroll { overflow: visible; } }
)";

constexpr std::string_view dark_style = R"(
  :root { --ground: #15171b; --ink: #e7e9ec; --soft: #a2a9b4; --line: #373c45; --card: #20242a; --link: #7db8f5;
    --good: #57c98b; --bad: #ff8a80; --note: #e0b040; }
)";

/// Inks of Svg pictures on a dark ground: texts, frames, grids.
std::vector<std::pair<std::string, std::string>> const dark_inks{
    {"#111111", "#f0f1f3"}, {"#222222", "#e2e5e9"}, {"#333333", "#d5d8dd"}, {"#444444", "#b9bfc8"},
    {"#666666", "#9aa1ac"}, {"#888888", "#7f8792"}, {"#e6e6e6", "#2c3138"},
};

} // namespace

HtmlPage::HtmlPage(std::string title) : m_title(std::move(title)), m_dark(dark_inks)
{
}

void HtmlPage::heading(std::string_view text, std::string_view below)
{
    m_head += fmt::format("<h1>{}</h1>\n", escaped(text));
    if (!below.empty()) {
        m_head += fmt::format("<p class=\"below\">{}</p>\n", escaped(below));
    }
}

void HtmlPage::section(std::string_view id, std::string_view heading)
{
    if (m_in_section) {
        m_body += "</section>\n";
    }
    m_in_section = true;
    m_body += fmt::format("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n", id, escaped(heading));
    m_contents += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", id, escaped(heading));
}

void HtmlPage::subheading(std::string_view text)
{
    m_body += fmt::format("<h3>{}</h3>\n", escaped(text));
}

void HtmlPage::paragraph(std::string_view text)
{
    m_body += fmt::format("<p>{}</p>\n", escaped(text));
}

void HtmlPage::notice(std::string_view kind, std::string_view text)
{
    (m_in_section ? m_body : m_head) += fmt::format("<p class=\"notice {}\">{}</p>\n", kind, escaped(text));
}

void HtmlPage::begin_figures()
{
    m_body += "<div class=\"figures\">\n";
}

void HtmlPage::figure(std::string_view svg_markup, std::string_view caption)
{
    m_body += fmt::format("<figure>\n{}", svg_markup);
    if (!caption.empty()) {
        m_body += fmt::format("<figcaption>{}</figcaption>\n", escaped(caption));
    }
    m_body += "</figure>\n";
}

void HtmlPage::end_figures()
{
    m_body += "</div>\n";
}

void HtmlPage::table(std::string_view caption, std::vector<std::string> const& head,
                     std::vector<std::vector<Cell>> const& rows, std::size_t num_text_columns)
{
    auto const kind = [&](std::size_t column) { return column < num_text_columns ? "" : " class=\"number\""; };
    // To be scrolled sideways with the keyboard, too.
    m_body += fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table>\n"
                          "<caption>{0}</caption>\n<thead><tr>",
                          escaped(caption));
    for (std::size_t i = 0; i < head.size(); ++i) {
        m_body += fmt::format("<th scope=\"col\"{}>{}</th>", kind(i), escaped(head[i]));
    }
    m_body += "</tr></thead>\n<tbody>\n";
    for (auto const& row : rows) {
        m_body += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            m_body += fmt::format("<{0}{1}>{2}</{3}>", i == 0 ? "th scope=\"row\"" : "td", kind(i),
                                  row[i].markup.empty() ? escaped(row[i].text) : row[i].markup, i == 0 ? "th" : "td");
        }
        m_body += "</tr>\n";
    }
    m_body += "</tbody>\n</table>\n</div>\n";
}

void HtmlPage::facts(std::vector<std::pair<std::string, std::string>> const& facts)
{
    std::string& place = m_in_section ? m_body : m_head;
    place += "<dl>\n";
    for (auto const& [name, fact] : facts) {
        place += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(fact));
    }
    place += "</dl>\n";
}

void HtmlPage::folded_text(std::string_view summary, std::string_view text)
{
    std::string lines;
    for (std::size_t begin = 0; begin < text.size();) { // escaped() is for single lines
        std::size_t const end = std::min(text.find('\n', begin), text.size());
        lines += escaped(text.substr(begin, end - begin)) + "\n";
        begin = end + 1;
    }
    m_body += fmt::format("<details>\n<summary>{}</summary>\n<pre tabindex=\"0\">{}</pre>\n</details>\n",
                          escaped(summary), lines);
}

void HtmlPage::list(std::vector<std::string> const& items)
{
    m_body += "<ul>\n";
    for (std::string const& item : items) {
        m_body += fmt::format("<li>{}</li>\n", escaped(item));
    }
    m_body += "</ul>\n";
}

void HtmlPage::dark_colours(std::vector<std::pair<std::string, std::string>> const& pairs)
{
    for (auto const& pair : pairs) {
        if (std::find(m_dark.begin(), m_dark.end(), pair) == m_dark.end()) {
            m_dark.push_back(pair);
        }
    }
}

std::string HtmlPage::str() const
{
    std::string dark(dark_style);
    for (auto const& [light, replacement] : m_dark) {
        dark += fmt::format("  svg [fill=\"{0}\"] {{ fill: {1}; }} svg [stroke=\"{0}\"] {{ stroke: {1}; }}\n", light,
                            replacement);
    }
    return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                       "<meta name=\"generator\" content=\"zemi {}\"/>\n<title>{}</title>\n"
                       "<style>{}@media screen and (prefers-color-scheme: dark) {{{}}}\n</style>\n</head>\n<body>\n"
                       "<header>\n{}</header>\n<nav aria-label=\"Contents\">\n<ul>\n{}</ul>\n</nav>\n<main>\n{}{}"
                       "</main>\n<footer>Written by zemi {}.</footer>\n</body>\n</html>\n",
                       build_info().version, escaped(m_title), style, dark, m_head, m_contents, m_body,
                       m_in_section ? "</section>\n" : "", build_info().version);
}

std::string png_element(std::string_view png, int width, int height, std::string_view alt)
{
    return fmt::format("<img class=\"small\" width=\"{}\" height=\"{}\" alt=\"{}\" src=\"data:image/png;base64,{}\"/>",
                       width, height, escaped(alt), plot::base64(png));
}

std::string link_element(std::string_view path, std::string_view text)
{
    std::string encoded;
    for (char const c : path) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                        || std::string_view("-_.~/").find(c) != std::string_view::npos;
        encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return fmt::format("<a href=\"{}\">{}</a>", encoded, escaped(text));
}

} // namespace zemi::app
