// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "page/verification_page.hpp"

#include "plot/chart.hpp"
#include "plot/log_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace zemi::test {
namespace {

/// Without what is there already, in the order of the first appearance.
void add_new(std::vector<std::string>& list, std::string const& entry)
{
    if (std::find(list.begin(), list.end(), entry) == list.end()) {
        list.push_back(entry);
    }
}

bool is_order(Measurement const& m)
{
    return m.column.starts_with("order");
}

bool is_bounded(Measurement const& m)
{
    return m.high > m.low;
}

std::string number(Measurement const& m)
{
    if (is_order(m)) {
        return fmt::format("{:.2f}", m.value);
    }
    return m.num_cells > 0 || !m.figure.empty() ? fmt::format("{:.3e}", m.value) : fmt::format("{:.3g}", m.value);
}

/// "2.169e-03 (2.13e-3, 1.018)": value, figure, their ratio; of orders no ratio.
std::string cell(Measurement const& m)
{
    if (m.figure.empty()) {
        return number(m);
    }
    if (is_order(m)) {
        return fmt::format("{} ({})", number(m), m.figure);
    }
    return fmt::format("{} ({}, {:.3f})", number(m), m.figure, m.value / std::stod(m.figure));
}

/// What the tests let pass.
struct Bounds {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void include(double from, double to)
    {
        low = std::min(low, from);
        high = std::max(high, to);
    }
    [[nodiscard]] bool empty() const { return low > high; }
    [[nodiscard]] std::string text() const { return empty() ? "" : fmt::format("{:.2f} … {:.2f}", low, high); }
};

class Table {
public:
    Table(std::string const& name, Record const& record)
    {
        for (Measurement const& m : record.measurements) {
            if (m.table == name) {
                m_measurements.push_back(&m);
                add_new(m_problems, m.problem);
                add_new(m_columns, m.column);
            }
        }
    }

    [[nodiscard]] bool empty() const { return m_measurements.empty(); }

    [[nodiscard]] std::string markdown() const
    {
        bool const has_errors = std::any_of(m_measurements.begin(), m_measurements.end(), is_bounded_error);
        bool const has_orders = std::any_of(m_measurements.begin(), m_measurements.end(),
                                            [](auto const* m) { return is_order(*m) && is_bounded(*m); });
        std::string head = "| problem | method |";
        std::string rule = "|---|---|";
        auto const add_column = [&](std::string const& title) {
            head += fmt::format(" {} |", title);
            rule += "---|";
        };
        for (std::string const& column : m_columns) {
            add_column(column);
        }
        if (has_errors) {
            add_column("errors let pass, in figures");
        }
        if (has_orders) {
            add_column("orders let pass");
        }
        std::string text = head + "\n" + rule + "\n";
        for (std::string const& problem : m_problems) {
            for (std::string const& method : methods_of(problem)) {
                text += fmt::format("| {} | {} |", problem, method);
                Bounds errors;
                Bounds orders;
                for (std::string const& column : m_columns) {
                    Measurement const* const m = find(problem, method, column);
                    text += fmt::format(" {} |", m == nullptr ? "" : cell(*m));
                    if (m != nullptr && is_bounded_error(m)) {
                        errors.include(m->low / std::stod(m->figure), m->high / std::stod(m->figure));
                    } else if (m != nullptr && is_order(*m) && is_bounded(*m)) {
                        orders.include(m->low, m->high);
                    }
                }
                text += has_errors ? fmt::format(" {} |", errors.text()) : "";
                text += has_orders ? fmt::format(" {} |", orders.text()) : "";
                text += "\n";
            }
        }
        return text;
    }

    /// Errors over the number of cells, with lines of the orders that were measured.
    [[nodiscard]] plot::LogPanel panel(std::string const& problem) const
    {
        plot::LogPanel panel{problem, "number of cells", "mean error of density [veh/m]", {}, {}};
        std::set<int> slopes;
        std::vector<std::string> methods; // those of all problems, so that each looks the same in all panels
        for (Measurement const* m : m_measurements) {
            add_new(methods, m->method);
            if (m->problem == problem && m->column == "order") {
                slopes.insert(std::max(1, static_cast<int>(std::lround(m->value))));
            }
        }
        for (std::string const& method : methods) {
            plot::LogSeries series{method, {}};
            for (Measurement const* m : m_measurements) {
                if (m->problem == problem && m->method == method && m->num_cells > 0) {
                    series.points.emplace_back(m->num_cells, m->value);
                }
            }
            panel.series.push_back(series);
        }
        for (int const slope : slopes) {
            panel.references.push_back({fmt::format("order {}", slope), -static_cast<double>(slope), 0});
        }
        return panel;
    }

    [[nodiscard]] bool has(std::string const& problem) const
    {
        return std::find(m_problems.begin(), m_problems.end(), problem) != m_problems.end();
    }

private:
    static bool is_bounded_error(Measurement const* m)
    {
        return !is_order(*m) && m->num_cells > 0 && is_bounded(*m) && !m->figure.empty();
    }

    [[nodiscard]] std::vector<std::string> methods_of(std::string const& problem) const
    {
        std::vector<std::string> methods;
        for (Measurement const* m : m_measurements) {
            if (m->problem == problem) {
                add_new(methods, m->method);
            }
        }
        return methods;
    }

    [[nodiscard]] Measurement const* find(std::string const& problem, std::string const& method,
                                          std::string const& column) const
    {
        auto const found = std::find_if(m_measurements.begin(), m_measurements.end(), [&](auto const* m) {
            return m->problem == problem && m->method == method && m->column == column;
        });
        return found == m_measurements.end() ? nullptr : *found;
    }

    std::vector<Measurement const*> m_measurements;
    std::vector<std::string> m_problems;
    std::vector<std::string> m_columns;
};

std::string trimmed(std::string_view text)
{
    auto const begin = text.find_first_not_of(' ');
    auto const end = text.find_last_not_of(' ');
    return begin == std::string_view::npos ? "" : std::string(text.substr(begin, end - begin + 1));
}

/// "stiff: one | two" -> "stiff", {"one", "two"}.
std::pair<std::string, std::vector<std::string>> name_and_parts(std::string const& arguments)
{
    auto const colon = arguments.find(':');
    std::vector<std::string> parts;
    if (colon != std::string::npos) {
        std::istringstream rest(arguments.substr(colon + 1));
        for (std::string part; std::getline(rest, part, '|');) {
            parts.push_back(trimmed(part));
        }
    }
    return {trimmed(arguments.substr(0, colon)), parts};
}

class Writer {
public:
    explicit Writer(Record const& record) : m_record(record) {}

    /// What replaces a mark. Throws std::runtime_error without place.
    std::string replaced(std::string const& kind, std::string const& arguments)
    {
        auto const [name, parts] = name_and_parts(arguments);
        if (kind == "table" && parts.empty()) {
            return known_table(name).markdown();
        }
        if (kind == "errors" && !parts.empty()) {
            return errors(name, parts);
        }
        if (kind == "profiles" && parts.size() == 1) {
            return profiles(name, parts.front());
        }
        if (kind == "remarks" && arguments.empty()) {
            return remarks();
        }
        throw std::runtime_error("no such mark: " + kind + " " + arguments);
    }

    /// Throws std::runtime_error if something measured was not asked for.
    VerificationPage finished(std::string text)
    {
        for (Measurement const& m : m_record.measurements) {
            if (!m_tables.contains(m.table)) {
                throw std::runtime_error("the template has no {{table " + m.table + "}}");
            }
        }
        for (Profile const& profile : m_record.profiles) {
            if (!m_profiles.contains(profile.picture)) {
                throw std::runtime_error("the template has no {{profiles " + profile.picture + ": ...}}");
            }
        }
        if (!m_record.remarks.empty() && !m_has_remarks) {
            throw std::runtime_error("the template has no {{remarks}}");
        }
        m_page.text = std::move(text);
        return m_page;
    }

private:
    Table known_table(std::string const& name)
    {
        Table table(name, m_record);
        if (table.empty()) {
            throw std::runtime_error("no test recorded a table \"" + name + "\"");
        }
        m_tables.insert(name);
        return table;
    }

    std::string errors(std::string const& name, std::vector<std::string> const& problems)
    {
        Table const table = known_table(name);
        std::vector<plot::LogPanel> panels;
        std::string title;
        for (std::string const& problem : problems) {
            if (!table.has(problem)) {
                throw std::runtime_error("no problem \"" + problem + "\" in table \"" + name + "\"");
            }
            panels.push_back(table.panel(problem));
            title += (title.empty() ? "" : "; ") + problem;
        }
        std::string const file = fmt::format("{}_{}.svg", name, ++m_num_pictures[name]);
        m_page.pictures[file] = plot::log_log_picture("Errors over the number of cells", title, panels);
        return fmt::format("![Errors over the number of cells: {}](verification/{})\n", title, file);
    }

    std::string profiles(std::string const& name, std::string const& title)
    {
        std::vector<std::string> quantities;
        for (Profile const& profile : m_record.profiles) {
            if (profile.picture == name) {
                add_new(quantities, profile.quantity);
            }
        }
        if (quantities.empty()) {
            throw std::runtime_error("no test recorded profiles \"" + name + "\"");
        }
        m_profiles.insert(name);
        std::string text;
        for (std::string const& quantity : quantities) {
            std::string const file = fmt::format("{}_{}.svg", name, ++m_num_pictures[name]);
            m_page.pictures[file] = plot::draw_chart(chart(name, title, quantity));
            text += fmt::format("{}![{}: {}](verification/{})", text.empty() ? "" : " ", title, quantity, file);
        }
        return text + "\n";
    }

    [[nodiscard]] plot::Chart chart(std::string const& name, std::string const& title,
                                    std::string const& quantity) const
    {
        plot::Chart chart;
        chart.description = title + ": " + quantity;
        chart.title = title;
        chart.x_label = "position [m]";
        chart.y_label = quantity;
        std::vector<std::string> methods; // several tests may record the exact curve; one will do
        for (Profile const& profile : m_record.profiles) {
            if (profile.picture != name || profile.quantity != quantity
                || std::find(methods.begin(), methods.end(), profile.method) != methods.end()) {
                continue;
            }
            methods.push_back(profile.method);
            plot::Series series;
            series.name = profile.method;
            for (std::size_t i = 0; i < profile.x.size(); ++i) {
                series.points.push_back({profile.x[i], profile.y[i]});
            }
            if (profile.method == "exact") {
                series.style = {"#999999", 4, ""};
                chart.series.insert(chart.series.begin(), series);
            } else {
                series.style = {plot::series_colour(colour_number(methods)), 1.4, ""};
                chart.series.push_back(series);
            }
        }
        return chart;
    }

    /// Number of the newest method among those that are not exact.
    static std::size_t colour_number(std::vector<std::string> const& methods)
    {
        auto const exact = std::count(methods.begin(), methods.end(), "exact");
        return methods.size() - static_cast<std::size_t>(exact) - 1;
    }

    std::string remarks()
    {
        m_has_remarks = true;
        std::string text = "```\n";
        for (Remark const& remark : m_record.remarks) {
            text += remark.text + "\n";
        }
        return text + "```\n";
    }

    Record const& m_record;
    VerificationPage m_page;
    std::map<std::string, int> m_num_pictures;
    std::set<std::string> m_tables;
    std::set<std::string> m_profiles;
    bool m_has_remarks = false;
};

} // namespace

VerificationPage make_verification_page(std::string const& page_template, Record const& record)
{
    Writer writer(record);
    std::string text;
    std::istringstream lines(page_template);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (!line.starts_with("{{")) {
            text += line + "\n";
            continue;
        }
        if (!line.ends_with("}}")) {
            throw std::runtime_error(fmt::format("line {}: a mark ends with }}}}", number));
        }
        std::string const mark = line.substr(2, line.size() - 4);
        auto const space = mark.find(' ');
        try {
            text +=
                writer.replaced(mark.substr(0, space), space == std::string::npos ? "" : trimmed(mark.substr(space)));
        } catch (std::runtime_error const& error) {
            throw std::runtime_error(fmt::format("line {}: {}", number, error.what()));
        }
    }
    return writer.finished(std::move(text));
}

} // namespace zemi::test
