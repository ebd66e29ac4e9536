// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "config_yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <sstream>
#include <utility>

namespace zemi {
namespace {

constexpr int max_depth = 32;
constexpr std::size_t max_size = std::size_t{16} << 20U; // [bytes]; a longer text is not a configuration

bool is_continuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

int num_characters(std::string_view text)
{
    return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

/// The rest of the line from this column on.
std::string_view from_column(std::string const& line, int column)
{
    std::size_t i = 0;
    for (int skipped = 1; i < line.size(); ++i) {
        if (!is_continuation(line[i]) && skipped++ == column) {
            break;
        }
    }
    return std::string_view(line).substr(i);
}

/// Length in bytes of the UTF-8 character at the beginning; 0 if it is none.
std::size_t character_length(std::string_view text)
{
    auto const byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    auto const tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    if (byte(0) < 0x80U) {
        return 1;
    }
    if (byte(0) >= 0xC2U && byte(0) < 0xE0U && tail(1)) {
        return 2;
    }
    if ((byte(0) & 0xF0U) == 0xE0U && tail(1) && tail(2)) {
        bool const overlong = byte(0) == 0xE0U && byte(1) < 0xA0U;
        bool const surrogate = byte(0) == 0xEDU && byte(1) >= 0xA0U;
        return overlong || surrogate ? 0 : 3;
    }
    if (byte(0) >= 0xF0U && byte(0) < 0xF5U && tail(1) && tail(2) && tail(3)) {
        bool const outside = (byte(0) == 0xF0U && byte(1) < 0x90U) || (byte(0) == 0xF4U && byte(1) >= 0x90U);
        return outside ? 0 : 4;
    }
    return 0;
}

/// The text with a question mark for everything that a terminal could not show.
std::shared_ptr<ConfigSource const> printable(ConfigSource const& source)
{
    auto copy = std::make_shared<ConfigSource>(source);
    for (std::string& line : copy->lines) {
        for (std::size_t i = 0; i < line.size();) {
            std::size_t const length = character_length(std::string_view(line).substr(i));
            bool const is_control = static_cast<unsigned char>(line[i]) < 0x20U && line[i] != '\t';
            line[i] = length == 0 || is_control ? '?' : line[i];
            i += std::max<std::size_t>(length, 1);
        }
    }
    return copy;
}

/// What no parser should see: other encodings, control characters, tabs that indent. False if there is something.
bool check_characters(std::shared_ptr<ConfigSource const> const& source, std::size_t first, std::size_t num_lines,
                      Diagnostics& diagnostics)
{
    bool good = true;
    for (std::size_t n = first; n < std::min(first + num_lines, source->lines.size()) && good; ++n) {
        std::string const& line = source->lines[n];
        int column = 1;
        bool indenting = true;
        for (std::size_t i = 0; i < line.size() && good; ++column) {
            auto const c = static_cast<unsigned char>(line[i]);
            std::size_t const length = character_length(std::string_view(line).substr(i));
            ConfigMark mark{source, static_cast<int>(n) + 1, column, 1};
            std::size_t const next = line.find_first_not_of(" \t", i);
            bool const is_control = c < 0x20U && c != '\t';
            if (length == 0 || is_control) {
                mark.source = printable(*source);
            }
            if (length == 0) {
                diagnostics.error(mark, fmt::format("byte 0x{:02X} is not UTF-8", c),
                                  "save the file in the encoding UTF-8");
                good = false;
            } else if (is_control) {
                diagnostics.error(mark, fmt::format("control character 0x{:02X}", c));
                good = false;
            } else if (c == '\t' && indenting && next != std::string::npos && line[next] != '#') {
                diagnostics.error(mark, "a tab in the indentation", "indent with blanks");
                good = false;
            }
            indenting = indenting && (c == ' ' || c == '\t');
            i += std::max<std::size_t>(length, 1);
        }
    }
    return good;
}

/// Builds the tree from the events of the parser.
class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(std::shared_ptr<ConfigSource const> source, ConfigOffset offset, Diagnostics& diagnostics)
        : m_source(std::move(source)),
          m_offset(offset),
          m_diagnostics(diagnostics)
    {
    }

    [[nodiscard]] std::optional<ConfigNode> take_root() { return std::move(m_root); }
    /// A value ran over several lines, after which the parser usually stumbles.
    [[nodiscard]] bool found_broken_lines() const { return m_found_broken_lines; }

    [[nodiscard]] ConfigMark mark_at(YAML::Mark const& position, int length = 1) const
    {
        int const last = static_cast<int>(m_source->lines.size());
        int line = position.line + 1 + m_offset.line;
        int column = position.column + 1 + (position.line == 0 ? m_offset.column : 0);
        if (line > last) { // the end of the text
            line = last;
            while (line > 1 && m_source->lines[static_cast<std::size_t>(line) - 1].empty()) {
                --line;
            }
            column =
                std::max(1, static_cast<int>(m_source->lines[static_cast<std::size_t>(std::max(line, 1)) - 1].size()));
        }
        line = std::max(line, 1);
        // The parser counts bytes.
        std::string_view const before = std::string_view(m_source->lines[static_cast<std::size_t>(line) - 1])
                                            .substr(0, static_cast<std::size_t>(column) - 1);
        return {m_source, line, num_characters(before) + 1, length};
    }

    void OnDocumentStart(YAML::Mark const&) override {}
    void OnDocumentEnd() override {}

    void OnAnchor(YAML::Mark const& position, std::string const& name) override
    {
        m_has_anchor = true;
        m_diagnostics.error(mark_at(position, num_characters(name) + 1),
                            fmt::format("anchors such as \"&{}\" are not supported", name), no_references);
    }

    void OnAlias(YAML::Mark const& position, YAML::anchor_t) override
    {
        m_diagnostics.error(mark_at(position), "aliases such as \"*name\" are not supported", no_references);
        add(ConfigNode{}, false);
    }

    void OnNull(YAML::Mark const& position, YAML::anchor_t) override
    {
        ConfigNode node;
        node.mark = mark_at(position);
        std::string_view const rest = from_column(line_of(node.mark), node.mark.column);
        for (std::string_view const word : {"~", "null", "Null", "NULL"}) {
            if (rest.starts_with(word)) {
                node.text = word;
                node.mark.length = static_cast<int>(word.size());
            }
        }
        if (node.text.empty() && !m_stack.empty() && m_stack.back().has_key) {
            report_missing_value(m_stack.back());
            add(std::move(node), false);
            return;
        }
        if (node.text.empty() && !m_stack.empty()) {
            m_diagnostics.error(node.mark, m_stack.back().node.is_list() ? "an empty list item" : "a key is missing");
        }
        add(std::move(node), true);
    }

    void OnScalar(YAML::Mark const& position, std::string const& tag, YAML::anchor_t, std::string const& text) override
    {
        ConfigNode node;
        node.kind = ConfigNode::Kind::scalar;
        node.text = text;
        node.is_quoted = tag == "!";
        node.mark = mark_at(position);
        bool const has_tag = check_tag(node.mark, tag);
        bool const has_anchor = std::exchange(m_has_anchor, false);
        if (node.is_quoted) {
            find_end_of_quoted(node);
        } else if (!has_tag && !has_anchor) { // otherwise these stand at the mark
            check_plain(node);
        }
        add(std::move(node), true);
    }

    void OnSequenceStart(YAML::Mark const& position, std::string const& tag, YAML::anchor_t,
                         YAML::EmitterStyle::value style) override
    {
        begin(ConfigNode::Kind::list, position, tag, style);
    }
    void OnSequenceEnd() override { end(); }

    void OnMapStart(YAML::Mark const& position, std::string const& tag, YAML::anchor_t,
                    YAML::EmitterStyle::value style) override
    {
        begin(ConfigNode::Kind::map, position, tag, style);
    }
    void OnMapEnd() override { end(); }

private:
    struct Frame {
        ConfigNode node;
        bool is_flow = false;
        bool is_key = false;   ///< the node stands where a key should be
        bool has_key = false;  ///< of a map: the next node is a value
        bool drop = false;     ///< the next value belongs to a key that was refused
        std::string key;
        ConfigMark key_mark;
    };

    static constexpr char const* no_references =
        "write the value out, or put what several files share into one of its own and use \"inherits\"";

    [[nodiscard]] std::string const& line_of(ConfigMark const& mark) const
    {
        return m_source->lines[static_cast<std::size_t>(mark.line) - 1];
    }

    void begin(ConfigNode::Kind kind, YAML::Mark const& position, std::string const& tag,
               YAML::EmitterStyle::value style)
    {
        Frame frame;
        frame.node.kind = kind;
        frame.node.mark = mark_at(position);
        frame.is_flow = style == YAML::EmitterStyle::Flow;
        frame.is_key = !m_stack.empty() && m_stack.back().node.is_map() && !m_stack.back().has_key;
        check_tag(frame.node.mark, tag);
        m_has_anchor = false;
        if (m_stack.size() >= max_depth) {
            throw YAML::ParserException(position, "nested too deeply");
        }
        m_stack.push_back(std::move(frame));
    }

    void end()
    {
        Frame frame = std::move(m_stack.back());
        m_stack.pop_back();
        add(std::move(frame.node), true);
    }

    /// A finished node goes into the map or list that is open; as its next key, if it is a map that waits for one.
    void add(ConfigNode node, bool keep)
    {
        if (m_stack.empty()) {
            m_root = std::move(node);
            return;
        }
        Frame& frame = m_stack.back();
        if (frame.node.is_map() && !frame.has_key) {
            begin_entry(frame, node);
            return;
        }
        if (frame.node.is_map()) {
            node.key = std::move(frame.key);
            node.key_mark = frame.key_mark;
            frame.has_key = false;
            keep = keep && !frame.drop;
        }
        if (keep) {
            frame.node.children.push_back(std::move(node));
        }
    }

    void begin_entry(Frame& frame, ConfigNode const& key)
    {
        frame.has_key = true;
        frame.drop = true;
        frame.key = key.text;
        frame.key_mark = key.mark;
        if (!key.is_scalar()) {
            m_diagnostics.error(key.mark,
                                fmt::format("a key has to be a word, not {}",
                                            key.kind == ConfigNode::Kind::null ? "empty" : describe(key.kind)));
        } else if (key.text == "<<") {
            m_diagnostics.error(key.mark, "merge keys (\"<<\") are not supported", no_references);
        } else if (ConfigNode const* const first = frame.node.find(key.text)) {
            m_diagnostics.error(key.mark, fmt::format("duplicate key \"{}\"", key.text),
                                fmt::format("the first one is at {}:{}", first->key_mark.line, first->key_mark.column));
        } else {
            frame.drop = false;
        }
    }

    void report_missing_value(Frame const& frame)
    {
        if (frame.drop) {
            return;
        }
        auto const colon = frame.key.find(':');
        bool const glued = colon != std::string::npos && colon > 0;
        m_diagnostics.error(frame.key_mark, fmt::format("\"{}\" has no value", frame.key),
                            glued ? fmt::format("a blank is missing behind the colon: {}: {}",
                                                frame.key.substr(0, colon), frame.key.substr(colon + 1))
                                  : "write null to remove an inherited entry");
    }

    bool check_tag(ConfigMark const& mark, std::string const& tag)
    {
        bool const has_tag = tag != "?" && tag != "!" && !tag.empty();
        if (has_tag) {
            m_diagnostics.error(mark, fmt::format("tags such as \"{}\" are not supported", tag));
        }
        return has_tag;
    }

    /// Length of a plain scalar; it has to end in its line.
    void check_plain(ConfigNode& node)
    {
        node.mark.length = std::max(1, num_characters(node.text));
        for (std::string_view const blank : {"\u00A0", "\u202F", "\u2007", "\u2009"}) {
            if (auto const at = node.text.find(blank); at != std::string::npos) {
                ConfigMark mark = node.mark;
                mark.column += num_characters(std::string_view(node.text).substr(0, at));
                mark.length = 1;
                m_diagnostics.error(mark, "a special blank (non-breaking or thin)", "replace it by an ordinary one");
                node.text[at] = ' ';
                node.text.erase(at + 1, blank.size() - 1);
                return;
            }
        }
        if (from_column(line_of(node.mark), node.mark.column).starts_with(node.text)) {
            return;
        }
        m_found_broken_lines = true;
        bool const in_flow = !m_stack.empty() && m_stack.back().is_flow;
        std::string const& line = line_of(node.mark);
        ConfigMark mark = node.mark;
        if (in_flow) {
            mark.length = std::max(1, num_characters(from_column(line, mark.column)));
            m_diagnostics.error(mark, "a comma or a closing bracket is missing at the end of this line");
            return;
        }
        std::size_t next = static_cast<std::size_t>(mark.line);
        while (next < m_source->lines.size() && m_source->lines[next].find_first_not_of(" \t") == std::string::npos) {
            ++next;
        }
        if (next < m_source->lines.size()) {
            std::string const& below = m_source->lines[next];
            std::size_t const first = below.find_first_not_of(' ');
            mark.line = static_cast<int>(next) + 1;
            mark.column = static_cast<int>(first) + 1;
            mark.length = std::max(1, num_characters(std::string_view(below).substr(first)));
        }
        m_diagnostics.error(
            mark, "this line goes on with the value of the line above",
            "give it the indentation of the keys it belongs to, or put a text of several lines into quotes");
    }

    /// Length of a quoted scalar, as far as it stands in its first line; the parser accepts one that never ends.
    void find_end_of_quoted(ConfigNode& node)
    {
        std::string_view const first = from_column(line_of(node.mark), node.mark.column);
        if (first.empty() || (first[0] != '"' && first[0] != '\'')) {
            return; // | or >
        }
        char const quote = first[0];
        std::size_t i = 1;
        std::string_view text = first;
        for (auto line = static_cast<std::size_t>(node.mark.line);; ++line) {
            for (; i < text.size(); ++i) {
                bool const escaped = (quote == '"' && text[i] == '\\')
                                  || (quote == '\'' && text[i] == quote && i + 1 < text.size() && text[i + 1] == quote);
                if (escaped) {
                    ++i;
                } else if (text[i] == quote) {
                    bool const in_first_line = line == static_cast<std::size_t>(node.mark.line);
                    node.mark.length = num_characters(in_first_line ? text.substr(0, i + 1) : first);
                    return;
                }
            }
            if (line >= m_source->lines.size()) {
                break;
            }
            text = m_source->lines[line];
            i = 0;
        }
        node.mark.length = num_characters(first);
        m_diagnostics.error(node.mark, "the quotation mark is not closed");
    }

    std::shared_ptr<ConfigSource const> m_source;
    ConfigOffset m_offset;
    Diagnostics& m_diagnostics;
    std::vector<Frame> m_stack;
    std::optional<ConfigNode> m_root;
    bool m_found_broken_lines = false;
    bool m_has_anchor = false; ///< of the next node
};

/// The parser's own words name its rules; these name what a user did.
std::pair<std::string, std::string> explain(std::string const& message, std::string_view at)
{
    if (message == "illegal map value") {
        return {"a second colon in one value", "put a text that contains \": \" into quotes"};
    }
    if (message == "end of map not found" || message == "end of sequence not found") {
        return {"this line does not fit to those above it", "check its indentation"};
    }
    if (message == "end of map flow not found") {
        return {"a comma is missing, or a \"{\" is not closed", ""};
    }
    if (message == "end of sequence flow not found") {
        return {"a comma is missing, or a \"[\" is not closed", ""};
    }
    if (message == "illegal flow end") {
        return {"a closing bracket without an opening one", ""};
    }
    if (message == "illegal block entry") {
        return {"a list item (\"- \") cannot stand here", "check its indentation"};
    }
    if (message == "unknown token" && !at.empty()) {
        return {fmt::format("a value cannot begin with \"{}\"", at.substr(0, 1)), "put it into quotes"};
    }
    if (message == "the referenced anchor is not defined") {
        return {"aliases such as \"*name\" are not supported", ""};
    }
    return {"not YAML: " + message, ""};
}

} // namespace

std::optional<ConfigNode> parse_yaml(std::string const& text, std::shared_ptr<ConfigSource const> const& source,
                                     ConfigOffset offset, Diagnostics& diagnostics)
{
    if (text.size() > max_size) {
        diagnostics.error({source}, fmt::format("{} MB are too much for a configuration", text.size() >> 20U));
        return std::nullopt;
    }
    auto const num_lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    if (!check_characters(source, static_cast<std::size_t>(offset.line), num_lines, diagnostics)) {
        return std::nullopt;
    }
    TreeBuilder builder(source, offset, diagnostics);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder)) {
            return std::nullopt;
        }
        std::optional<ConfigNode> root = builder.take_root();
        Diagnostics ignored;
        struct SecondDocument : TreeBuilder {
            using TreeBuilder::TreeBuilder;
            void OnDocumentStart(YAML::Mark const& position) override { begin = mark_at(position); }
            ConfigMark begin;
        } second(source, offset, ignored);
        bool has_second = true;
        try {
            has_second = parser.HandleNextDocument(second);
        } catch (YAML::Exception const&) {
            second.begin = second.begin.source ? second.begin : ConfigMark{source};
        }
        if (has_second) {
            diagnostics.error(second.begin, "a second document begins here; a file holds one");
        }
        return root;
    } catch (YAML::Exception const& e) {
        if (!builder.found_broken_lines()) {
            ConfigMark const mark = builder.mark_at(e.mark);
            std::string const& line =
                source->lines.empty() ? std::string() : source->lines[static_cast<std::size_t>(mark.line) - 1];
            auto const [message, suggestion] = explain(e.msg, from_column(line, mark.column));
            diagnostics.error(mark, message, suggestion);
        }
        return std::nullopt;
    }
}

} // namespace zemi
