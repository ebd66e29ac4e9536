// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace zemi::test_support {

/// Reads a page as strict XML (a DOCTYPE aside) and collects what a test wants to know.
class Markup {
public:
    explicit Markup(std::string text) : m_text(std::move(text)) { read(); }

    /// What is not well-formed; empty if all is.
    [[nodiscard]] std::string const& problem() const { return m_problem; }
    /// How many elements of this name there are.
    [[nodiscard]] std::size_t count(std::string_view name) const
    {
        std::size_t number = 0;
        for (Element const& element : m_elements) {
            number += element.name == name ? 1 : 0;
        }
        return number;
    }
    /// The values of this attribute of all elements of this name.
    [[nodiscard]] std::vector<std::string> attributes(std::string_view element, std::string_view name) const
    {
        std::vector<std::string> values;
        for (Element const& e : m_elements) {
            for (auto const& [key, value] : e.attributes) {
                if (e.name == element && key == name) {
                    values.push_back(value);
                }
            }
        }
        return values;
    }
    /// Every address that a browser would load or follow.
    [[nodiscard]] std::vector<std::string> references() const
    {
        std::vector<std::string> found;
        for (Element const& e : m_elements) {
            for (auto const& [key, value] : e.attributes) {
                if (key == "href" || key == "src" || key == "xlink:href" || key == "data" || key == "srcset") {
                    found.push_back(value);
                }
            }
        }
        return found;
    }

private:
    struct Element {
        std::string name;
        std::vector<std::pair<std::string, std::string>> attributes;
    };

    void fail(std::string const& what)
    {
        if (m_problem.empty()) {
            m_problem = what + " near \"" + m_text.substr(m_at > 40 ? m_at - 40 : 0, 80) + "\"";
        }
    }

    void check_text(std::string_view text)
    {
        if (text.find('<') != std::string_view::npos) {
            fail("a bare <");
        }
        for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
            std::string_view const rest = text.substr(at);
            if (!rest.starts_with("&amp;") && !rest.starts_with("&lt;") && !rest.starts_with("&gt;")
                && !rest.starts_with("&quot;")) {
                fail("a bare &");
            }
        }
    }

    void read()
    {
        if (m_text.starts_with("<!DOCTYPE html>")) {
            m_at = 15;
        }
        std::vector<std::string> open;
        while (m_at < m_text.size() && m_problem.empty()) {
            std::size_t const tag = m_text.find('<', m_at);
            check_text(std::string_view(m_text).substr(m_at, tag - m_at));
            if (tag == std::string::npos) {
                break;
            }
            m_at = tag;
            std::size_t const end = m_text.find('>', tag);
            if (end == std::string::npos) {
                fail("a tag that does not end");
                return;
            }
            std::string content = m_text.substr(tag + 1, end - tag - 1);
            m_at = end + 1;
            if (content.starts_with("?xml")) {
                continue;
            }
            if (content.starts_with("/")) {
                if (open.empty() || open.back() != content.substr(1)) {
                    fail("</" + content.substr(1) + "> closes " + (open.empty() ? "nothing" : "<" + open.back() + ">"));
                    return;
                }
                open.pop_back();
                continue;
            }
            bool const is_empty = content.ends_with("/");
            if (is_empty) {
                content.pop_back();
            }
            read_element(content);
            if (!is_empty) {
                open.push_back(m_elements.back().name);
            }
        }
        if (!open.empty()) {
            fail("<" + open.back() + "> is not closed");
        }
    }

    void read_element(std::string const& content)
    {
        Element element;
        std::size_t at = content.find_first_of(" \n");
        element.name = content.substr(0, at);
        while (at < content.size() && (at = content.find_first_not_of(" \n", at)) != std::string::npos) {
            std::size_t const equals = content.find("=\"", at);
            std::size_t const quote = equals == std::string::npos ? equals : content.find('"', equals + 2);
            if (quote == std::string::npos) {
                fail("an attribute without a quoted value");
                return;
            }
            element.attributes.emplace_back(content.substr(at, equals - at),
                                            content.substr(equals + 2, quote - equals - 2));
            check_text(element.attributes.back().second);
            if (element.attributes.back().first == "id" && !m_ids.insert(element.attributes.back().second).second) {
                fail("the id " + element.attributes.back().second + " twice");
            }
            at = quote + 1;
        }
        m_elements.push_back(std::move(element));
    }

    std::string m_text;
    std::string m_problem;
    std::vector<Element> m_elements;
    std::set<std::string> m_ids;
    std::size_t m_at = 0;
};

} // namespace zemi::test_support
