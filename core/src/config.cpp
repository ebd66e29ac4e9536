// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/config.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <tuple>
#include <utility>

namespace zemi {
namespace {

Diagnostic make_diagnostic(Severity severity, ConfigMark const& mark, std::string message, std::string suggestion)
{
    Diagnostic d;
    d.severity = severity;
    d.message = std::move(message);
    d.suggestion = std::move(suggestion);
    if (mark.source) {
        d.file = mark.source->name;
        d.line = mark.line;
        d.column = mark.column;
        d.length = mark.length;
        auto const index = static_cast<std::size_t>(mark.line) - 1;
        if (mark.line > 0 && index < mark.source->lines.size()) {
            d.excerpt = mark.source->lines[index];
        }
    }
    return d;
}

/// Whether the text means the same to every reader of YAML without quotes.
bool is_plain(std::string const& text)
{
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':') {
        return false;
    }
    auto const first = static_cast<unsigned char>(text.front());
    bool const good_start =
        std::isalnum(first) != 0
        || (std::string_view("./+-").find(text.front()) != std::string_view::npos && text.size() > 1 && text[1] != ' ')
        || first >= 0x80U;
    bool const good_rest = std::all_of(text.begin(), text.end(), [](char c) {
        return std::string_view(",[]{}\"'`\\\n\t").find(c) == std::string_view::npos;
    });
    bool const no_syntax = text.find(": ") == std::string::npos && text.find(" #") == std::string::npos;
    bool const no_null = text != "null" && text != "Null" && text != "NULL" && text != "~";
    return good_start && good_rest && no_syntax && no_null;
}

using Comment = std::function<std::string(ConfigNode const&)>;

void write_children(std::string& out, ConfigNode const& node, int indentation, Comment const& comment);

/// What follows "key:" or "-", up to the end of the last line.
void write_value(std::string& out, ConfigNode const& node, int indentation, Comment const& comment)
{
    std::string const text = comment ? comment(node) : "";
    if ((node.is_map() || node.is_list()) && !node.children.empty()) {
        out += '\n';
        write_children(out, node, indentation + 2, comment);
        return;
    }
    std::string value;
    switch (node.kind) {
    case ConfigNode::Kind::null:
        value = "null";
        break;
    case ConfigNode::Kind::scalar:
        value = node.is_quoted || !is_plain(node.text) ? quoted_text(node.text) : node.text;
        break;
    case ConfigNode::Kind::list:
        value = "[]";
        break;
    case ConfigNode::Kind::map:
        value = "{}";
        break;
    }
    out += ' ' + value;
    if (!text.empty()) {
        auto const line_length = out.size() - (out.rfind('\n') == std::string::npos ? 0 : out.rfind('\n') + 1);
        out += std::string(line_length < 48 ? 48 - line_length : 1, ' ') + "# " + text;
    }
    out += '\n';
}

void write_children(std::string& out, ConfigNode const& node, int indentation, Comment const& comment)
{
    std::string const blanks(static_cast<std::size_t>(indentation), ' ');
    for (ConfigNode const& child : node.children) {
        if (node.is_map()) {
            out += blanks + (is_plain(child.key) ? child.key : quoted_text(child.key)) + ':';
            write_value(out, child, indentation, comment);
        } else if (child.is_map() && !child.children.empty()) {
            // the first entry stands behind the dash
            std::string entries;
            write_children(entries, child, indentation + 2, comment);
            entries[static_cast<std::size_t>(indentation)] = '-';
            out += entries;
        } else {
            out += blanks + '-';
            write_value(out, child, indentation, comment);
        }
    }
}

} // namespace

std::string quoted_text(std::string const& text)
{
    std::string result = "\"";
    for (char const c : text) {
        switch (c) {
        case '"':
            result += "\\\"";
            break;
        case '\\':
            result += "\\\\";
            break;
        case '\n':
            result += "\\n";
            break;
        case '\t':
            result += "\\t";
            break;
        default:
            result += c;
        }
    }
    return result + '"';
}

void Diagnostics::error(ConfigMark const& mark, std::string message, std::string suggestion)
{
    m_diagnostics.push_back(make_diagnostic(Severity::error, mark, std::move(message), std::move(suggestion)));
}

void Diagnostics::warning(ConfigMark const& mark, std::string message, std::string suggestion)
{
    m_diagnostics.push_back(make_diagnostic(Severity::warning, mark, std::move(message), std::move(suggestion)));
}

void Diagnostics::add(Diagnostic diagnostic)
{
    m_diagnostics.push_back(std::move(diagnostic));
}

int Diagnostics::num_errors() const noexcept
{
    return static_cast<int>(std::count_if(m_diagnostics.begin(), m_diagnostics.end(),
                                          [](Diagnostic const& d) { return d.severity == Severity::error; }));
}

std::vector<Diagnostic> Diagnostics::sorted() const
{
    std::vector<std::string> files;
    for (Diagnostic const& d : m_diagnostics) {
        if (std::find(files.begin(), files.end(), d.file) == files.end()) {
            files.push_back(d.file);
        }
    }
    auto const order = [&files](Diagnostic const& d) {
        return std::tuple(std::find(files.begin(), files.end(), d.file) - files.begin(), d.line, d.column);
    };
    std::vector<Diagnostic> result = m_diagnostics;
    std::stable_sort(result.begin(), result.end(),
                     [&order](Diagnostic const& a, Diagnostic const& b) { return order(a) < order(b); });
    return result;
}

void Diagnostics::throw_if_errors() const
{
    if (has_errors()) {
        throw ConfigError(sorted());
    }
}

ConfigNode const* ConfigNode::find(std::string const& name) const noexcept
{
    for (ConfigNode const& child : children) {
        if (is_map() && child.key == name) {
            return &child;
        }
    }
    return nullptr;
}

ConfigNode* ConfigNode::find(std::string const& name) noexcept
{
    return const_cast<ConfigNode*>(std::as_const(*this).find(name));
}

std::vector<std::string> ConfigNode::keys() const
{
    std::vector<std::string> result;
    for (ConfigNode const& child : children) {
        result.push_back(child.key);
    }
    return result;
}

std::string describe(ConfigNode::Kind kind)
{
    switch (kind) {
    case ConfigNode::Kind::null:
        return "null";
    case ConfigNode::Kind::scalar:
        return "a single value";
    case ConfigNode::Kind::list:
        return "a list";
    case ConfigNode::Kind::map:
        return "a map";
    }
    return "";
}

std::string write_config(ConfigNode const& root, Comment const& comment)
{
    std::string out;
    write_children(out, root, 0, comment);
    return out;
}

std::string origin(ConfigNode const& node)
{
    if (!node.note.empty() || !node.mark.source) {
        return node.note;
    }
    if (node.mark.source->name == "--set") {
        return "--set";
    }
    return fmt::format("{}:{}", node.mark.source->name, node.mark.line);
}

} // namespace zemi
