// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/csv.hpp"

#include <zemi/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace zemi::app {
namespace {

[[noreturn]] void complain(std::string const& name, int line, std::string message, std::string suggestion = {})
{
    Diagnostic diagnostic;
    diagnostic.file = name;
    diagnostic.line = line;
    diagnostic.column = 1;
    diagnostic.message = std::move(message);
    diagnostic.suggestion = std::move(suggestion);
    throw ConfigError({diagnostic});
}

/// Reads a text record by record.
class CsvReader {
public:
    CsvReader(std::string_view text, std::string const& name) : m_text(text), m_name(name) {}

    [[nodiscard]] bool at_end() const { return m_at >= m_text.size(); }
    [[nodiscard]] int line() const { return m_line; }

    /// Nothing for an empty line.
    std::vector<std::string> record()
    {
        skip_blanks();
        if (take('\n') || at_end()) {
            return {};
        }
        std::vector<std::string> fields;
        do {
            fields.push_back(field());
        } while (take(','));
        if (!at_end() && !take('\n')) {
            complain(m_name, m_line, "text behind a quoted field", "double the quotation marks inside of a field");
        }
        return fields;
    }

private:
    bool take(char c)
    {
        if (at_end() || m_text[m_at] != c) {
            return false;
        }
        m_line += c == '\n' ? 1 : 0;
        ++m_at;
        return true;
    }

    void skip_blanks()
    {
        while (!at_end() && (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\r')) {
            ++m_at;
        }
    }

    std::string field()
    {
        skip_blanks();
        if (!take('"')) {
            std::size_t const end = std::min(m_text.find_first_of(",\n", m_at), m_text.size());
            std::string_view content = m_text.substr(m_at, end - m_at);
            m_at = end;
            while (!content.empty() && (content.back() == ' ' || content.back() == '\t' || content.back() == '\r')) {
                content.remove_suffix(1);
            }
            return std::string(content);
        }
        int const begin = m_line;
        std::string content;
        for (;;) {
            if (at_end()) {
                complain(m_name, begin, "a quoted field does not end");
            }
            if (take('"')) {
                if (!take('"')) {
                    skip_blanks();
                    return content;
                }
                content += '"';
                continue;
            }
            content += m_text[m_at];
            take(m_text[m_at]);
        }
    }

    std::string_view m_text;
    std::string const& m_name;
    std::size_t m_at = 0;
    int m_line = 1;
};

} // namespace

CsvTable parse_csv(std::string_view text, std::string const& name)
{
    if (text.starts_with("\xEF\xBB\xBF")) {
        text.remove_prefix(3);
    }
    CsvTable table;
    CsvReader reader(text, name);
    while (!reader.at_end()) {
        int const line = reader.line();
        auto fields = reader.record();
        if (fields.empty()) {
            continue;
        }
        if (table.head.empty()) {
            table.head = std::move(fields);
            continue;
        }
        if (fields.size() != table.head.size()) {
            complain(name, line,
                     fmt::format("{} fields, but the first line names {} columns", fields.size(), table.head.size()));
        }
        table.rows.push_back(std::move(fields));
        table.lines.push_back(line);
    }
    if (table.head.empty()) {
        complain(name, 0, "the table is empty", "its first line names the columns");
    }
    auto sorted = table.head;
    std::sort(sorted.begin(), sorted.end());
    if (auto const twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end()) {
        complain(name, 1, fmt::format("the column \"{}\" is there twice", *twice));
    }
    if (sorted.front().empty()) {
        complain(name, 1, "a column has no name");
    }
    return table;
}

std::string csv_line(std::vector<std::string> const& fields)
{
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        line += i == 0 ? "" : ",";
        std::string const& field = fields[i];
        bool const quote = field.find_first_of(",\"\n\r") != std::string::npos
                        || (!field.empty() && (field.front() == ' ' || field.back() == ' '))
                        || (fields.size() == 1 && field.empty());
        if (!quote) {
            line += field;
            continue;
        }
        line += '"';
        for (char const c : field) {
            line += c == '"' ? "\"\"" : std::string(1, c);
        }
        line += '"';
    }
    return line + '\n';
}

std::string csv_number(double value)
{
    return std::isnan(value) ? "nan" : fmt::format("{}", value);
}

} // namespace zemi::app
