// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_table.hpp"

#include "zemi/text_file.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/units.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <string_view>
#include <utility>

namespace zemi::app {
namespace {

bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

std::string trimmed(std::string const& text)
{
    auto const first = text.find_first_not_of(" \t");
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

class TableReader {
public:
    TableReader(std::shared_ptr<ConfigSource const> source, Diagnostics& diagnostics)
        : m_source(std::move(source)),
          m_diagnostics(diagnostics)
    {
    }

    std::optional<MemberTable> read()
    {
        MemberTable table;
        for (std::size_t i = 0; i < m_source->lines.size() && m_num_errors < max_errors; ++i) {
            std::string const& line = m_source->lines[i];
            auto const first = line.find_first_not_of(" \t");
            if (first == std::string::npos || line[first] == '#') {
                continue;
            }
            auto fields = split(line, static_cast<int>(i) + 1);
            if (!fields) {
                continue;
            }
            if (table.columns.empty()) {
                table.columns = columns(*fields);
            } else if (fields->size() != table.columns.size()) {
                error(whole_line(static_cast<int>(i) + 1),
                      fmt::format("{} values in a table of {} columns", fields->size(), table.columns.size()));
            } else {
                check_row(*fields, table.columns);
                table.rows.push_back(std::move(*fields));
            }
        }
        if (m_num_errors == 0 && table.rows.empty()) {
            error({m_source}, table.columns.empty() ? "the file is empty" : "the table has no rows");
        }
        return m_num_errors == 0 ? std::optional(std::move(table)) : std::nullopt;
    }

private:
    static constexpr int max_errors = 10; ///< more say nothing new

    void error(ConfigMark const& mark, std::string const& message, std::string const& suggestion = {})
    {
        ++m_num_errors;
        m_diagnostics.error(mark, message, suggestion);
    }

    ConfigMark whole_line(int number) const
    {
        auto const length = m_source->lines[static_cast<std::size_t>(number) - 1].size();
        return {m_source, number, 1, std::max(1, static_cast<int>(length))};
    }

    std::optional<std::vector<MemberTable::Field>> split(std::string const& line, int number)
    {
        std::vector<MemberTable::Field> fields;
        std::size_t at = 0;
        for (;;) {
            while (at < line.size() && is_blank(line[at])) {
                ++at;
            }
            MemberTable::Field field;
            std::size_t const begin = at;
            field.is_quoted = at < line.size() && line[at] == '"';
            if (field.is_quoted) {
                bool closed = false;
                for (++at; at < line.size() && !closed; ++at) {
                    if (line[at] != '"') {
                        field.text += line[at];
                    } else if (at + 1 < line.size() && line[at + 1] == '"') {
                        field.text += line[at++];
                    } else {
                        closed = true;
                    }
                }
                std::size_t const end = at;
                while (at < line.size() && is_blank(line[at])) {
                    ++at;
                }
                field.mark = {m_source, number, static_cast<int>(begin) + 1, static_cast<int>(end - begin)};
                if (!closed) {
                    error(field.mark, "the quotation mark is not closed on this line");
                    return std::nullopt;
                }
                if (at < line.size() && line[at] != ',') {
                    error({m_source, number, static_cast<int>(at) + 1, 1},
                          "a comma is missing behind the quotation mark", "write \"\" for a quotation mark in a field");
                    return std::nullopt;
                }
            } else {
                at = std::min(line.find(',', at), line.size());
                field.text = trimmed(line.substr(begin, at - begin));
                field.mark = {m_source, number, static_cast<int>(begin) + 1,
                              std::max(1, static_cast<int>(field.text.size()))};
            }
            fields.push_back(std::move(field));
            if (at == line.size()) {
                return fields;
            }
            ++at;
        }
    }

    std::vector<MemberTable::Column> columns(std::vector<MemberTable::Field> const& fields)
    {
        std::vector<MemberTable::Column> result;
        for (MemberTable::Field const& field : fields) {
            MemberTable::Column column{field.text, "", field.mark};
            auto const bracket = field.text.find('[');
            if (field.text.ends_with(']') && bracket != std::string::npos && bracket > 0
                && is_blank(field.text[bracket - 1])) {
                column.key = trimmed(field.text.substr(0, bracket));
                column.unit = field.text.substr(bracket + 1, field.text.size() - bracket - 2);
                if (!field.is_quoted) {
                    column.mark.length = static_cast<int>(column.key.size());
                }
                check_unit(column.unit, field.mark);
            }
            if (column.key.empty()) {
                error(field.mark, "a column without a name");
            }
            result.push_back(std::move(column));
        }
        return result;
    }

    void check_unit(std::string const& unit, ConfigMark const& mark)
    {
        try {
            static_cast<void>(parse_unit(unit));
        } catch (ValueError const& e) {
            error(mark, e.what(), e.suggestion());
        }
    }

    void check_row(std::vector<MemberTable::Field> const& fields, std::vector<MemberTable::Column> const& names)
    {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (fields[i].text.empty() && !fields[i].is_quoted) {
                error(fields[i].mark, fmt::format("a value of {} is missing", names[i].key));
            }
        }
    }

    std::shared_ptr<ConfigSource const> m_source;
    Diagnostics& m_diagnostics;
    int m_num_errors = 0;
};

/// Nothing in it that YAML could take for more than a text.
bool is_simple(std::string const& text)
{
    return !text.empty() && std::isalnum(static_cast<unsigned char>(text.front())) != 0
        && std::all_of(text.begin(), text.end(),
                       [](char c) {
                           return std::isalnum(static_cast<unsigned char>(c)) != 0
                               || std::string_view(" ._+-/^").find(c) != std::string_view::npos;
                       })
        && text != "null" && text != "Null" && text != "NULL";
}

void set_marks(ConfigNode& node, ConfigMark const& mark)
{
    node.mark = mark;
    node.key_mark = node.key.empty() ? ConfigMark{} : mark;
    for (ConfigNode& child : node.children) {
        set_marks(child, mark);
    }
}

} // namespace

std::optional<MemberTable> read_member_table(std::string const& path, ConfigMark const& named_at,
                                             Diagnostics& diagnostics)
{
    auto source = read_lines(path, named_at, diagnostics);
    return source ? TableReader(std::move(source), diagnostics).read() : std::nullopt;
}

ConfigNode parse_field(MemberTable::Field const& field, MemberTable::Column const& column)
{
    bool const takes_unit = !column.unit.empty() && is_bare_number(field.text);
    std::string const text = takes_unit ? field.text + ' ' + column.unit : field.text;
    ConfigNode node;
    if (is_simple(text)) {
        node.kind = ConfigNode::Kind::scalar;
        node.text = text;
    } else {
        Diagnostics found;
        ConfigNode const root = parse_config("value: " + text, "", found);
        if (found.has_errors()) {
            throw ValueError(fmt::format("\"{}\" is not a value: {}", text, found.sorted().front().message));
        }
        node = root.children.front();
        node.key.clear();
    }
    set_marks(node, field.mark);
    return node;
}

} // namespace zemi::app
