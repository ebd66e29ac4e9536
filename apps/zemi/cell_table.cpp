// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/cell_table.hpp"

#include "zemi/text_file.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/suggest.hpp>
#include <zemi/core/units.hpp>
#include <zemi/core/values.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

namespace zemi::app {
namespace {

/// A field of a line, without blanks around it.
struct Field {
    std::string text;
    int column = 1;
};

std::vector<Field> split(std::string const& line, char separator)
{
    std::vector<Field> fields;
    for (std::size_t begin = 0; begin <= line.size();) {
        std::size_t const end = std::min(line.find(separator, begin), line.size());
        std::size_t first = line.find_first_not_of(" \t", begin);
        first = std::min(first, end);
        std::size_t last = end;
        while (last > first && (line[last - 1] == ' ' || line[last - 1] == '\t')) {
            --last;
        }
        fields.push_back({line.substr(first, last - first), static_cast<int>(first) + 1});
        begin = end + 1;
    }
    return fields;
}

bool is_comment(std::string const& line)
{
    auto const first = line.find_first_not_of(" \t");
    return first == std::string::npos || line[first] == '#';
}

/// One row: where, and what is there.
struct Row {
    Real x = 0;
    TrafficState state;
    int line = 0;
};

class TableReader {
public:
    TableReader(std::shared_ptr<ConfigSource const> source, StateContext const& context)
        : m_source(std::move(source)),
          m_context(context)
    {
    }

    std::vector<Row> read()
    {
        std::vector<Row> rows;
        bool has_header = false;
        for (std::size_t i = 0; i < m_source->lines.size() && m_num_errors < max_errors; ++i) {
            std::string const& line = m_source->lines[i];
            if (is_comment(line)) {
                continue;
            }
            int const number = static_cast<int>(i) + 1;
            if (!has_header) {
                has_header = true;
                if (!read_header(line, number)) {
                    return {};
                }
            } else if (auto row = read_row(line, number)) {
                rows.push_back(std::move(*row));
            }
        }
        if (!has_header) {
            m_context.diagnostics.error({m_source}, "the file is empty");
        }
        return m_num_errors == 0 ? std::move(rows) : std::vector<Row>{};
    }

private:
    static constexpr int max_errors = 10; ///< more say nothing new

    struct Column {
        enum class Kind { x, density, speed } kind = Kind::x;
        std::size_t vehicle = 0;
        Unit unit;
    };

    ConfigMark mark(int line, Field const& field) const
    {
        return {m_source, line, field.column, std::max(1, static_cast<int>(field.text.size()))};
    }

    void error(ConfigMark const& place, std::string const& message, std::string const& suggestion = {})
    {
        ++m_num_errors;
        m_context.diagnostics.error(place, message, suggestion);
    }

    bool read_header(std::string const& line, int number)
    {
        std::vector<std::string> known{"x"};
        for (ClassSpec const& vehicle : m_context.model.classes) {
            known.push_back(vehicle.name + " density");
            known.push_back(vehicle.name + " speed");
        }
        std::vector<bool> found(known.size(), false);
        for (Field const& field : split(line, ',')) {
            auto const bracket = field.text.find('[');
            std::string name = field.text.substr(0, bracket);
            name.erase(name.find_last_not_of(' ') + 1);
            auto const index = static_cast<std::size_t>(std::find(known.begin(), known.end(), name) - known.begin());
            if (index == known.size()) {
                error(mark(number, field), fmt::format("unknown column \"{}\"", name), suggest_name(name, known));
                continue;
            }
            if (found[index]) {
                error(mark(number, field), fmt::format("column \"{}\" is there twice", name));
            }
            found[index] = true;
            Column column;
            column.kind = index == 0 ? Column::Kind::x : index % 2 == 1 ? Column::Kind::density : Column::Kind::speed;
            column.vehicle = index == 0 ? 0 : (index - 1) / 2;
            read_unit(column, field, number);
            m_columns.push_back(column);
        }
        for (std::size_t i = 0; i < known.size(); i += i == 0 ? 1 : 2) { // x and densities
            if (!found[i]) {
                error({m_source, number, 1, static_cast<int>(line.size())},
                      fmt::format("missing column \"{}\"", known[i]));
            }
        }
        return m_num_errors == 0;
    }

    void read_unit(Column& column, Field const& field, int number)
    {
        Dimension const expected = column.kind == Column::Kind::x       ? dimension::length
                                 : column.kind == Column::Kind::density ? dimension::density
                                                                        : dimension::speed;
        auto const bracket = field.text.find('[');
        if (bracket == std::string::npos || field.text.back() != ']') {
            error(mark(number, field), "a column needs its unit in brackets",
                  fmt::format("for example {} [{}]", field.text, usual_units(expected).front()));
            return;
        }
        try {
            column.unit = parse_unit(field.text.substr(bracket + 1, field.text.size() - bracket - 2));
            if (!(column.unit.dimension == expected)) {
                throw ValueError(fmt::format("the unit is that of {}, not of {}", describe(column.unit.dimension),
                                             describe(expected)));
            }
        } catch (ValueError const& e) {
            error(mark(number, field), e.what(), e.suggestion());
        }
    }

    std::optional<Row> read_row(std::string const& line, int number)
    {
        auto const fields = split(line, ',');
        if (fields.size() != m_columns.size()) {
            error({m_source, number, 1, std::max(1, static_cast<int>(line.size()))},
                  fmt::format("{} values in a table of {} columns", fields.size(), m_columns.size()));
            return std::nullopt;
        }
        std::size_t const num_classes = m_context.model.classes.size();
        Row row;
        row.line = number;
        row.state.density.resize(num_classes);
        std::vector<std::optional<Real>> speed(num_classes);
        for (std::size_t i = 0; i < fields.size(); ++i) {
            Column const& column = m_columns[i];
            Real value = 0;
            try {
                value = column.unit.to_si(parse_number(fields[i].text));
            } catch (ValueError const& e) {
                error(mark(number, fields[i]), e.what(), e.suggestion());
                continue;
            }
            if (column.kind == Column::Kind::x) {
                row.x = value;
                continue;
            }
            if (value < 0) {
                error(mark(number, fields[i]),
                      fmt::format("a {} below zero", column.kind == Column::Kind::density ? "density" : "speed"));
            }
            if (column.kind == Column::Kind::density) {
                row.state.density[column.vehicle] = value;
            } else {
                speed[column.vehicle] = value;
            }
        }
        StateSpec const state{row.state.density, speed};
        int const category = m_context.road.category[cell_at(m_context.road, row.x)];
        row.state = state.at(category, m_context.equilibrium);
        return row;
    }

    std::shared_ptr<ConfigSource const> m_source;
    StateContext const& m_context;
    std::vector<Column> m_columns;
    int m_num_errors = 0;
};

/// The rows have to be the centres of equal cells that cover the road.
void check_positions(std::vector<Row> const& rows, std::shared_ptr<ConfigSource const> const& source,
                     StateContext const& context)
{
    RoadSpec const& road = context.road;
    Real const cell = road.length / static_cast<Real>(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Real const expected = road.x_begin + (static_cast<Real>(i) + Real(0.5)) * cell;
        if (std::abs(rows[i].x - expected) > 0.01 * cell) {
            ConfigMark const place{
                source, rows[i].line, 1,
                std::max(1, static_cast<int>(source->lines[static_cast<std::size_t>(rows[i].line) - 1].size()))};
            context.diagnostics.error(place, fmt::format("{} rows on a road from {} to {} m belong to cells of {} m; "
                                                         "this one should be at x = {} m, not {} m",
                                                         rows.size(), road.x_begin, road.x_begin + road.length, cell,
                                                         expected, rows[i].x));
            return;
        }
    }
}

} // namespace

std::vector<TrafficState> redistribute(std::vector<TrafficState> const& cells, std::size_t num_cells)
{
    std::size_t const num_classes = cells.front().density.size();
    auto const ratio = static_cast<Real>(cells.size()) / static_cast<Real>(num_cells);
    std::vector<TrafficState> result;
    result.reserve(num_cells);
    for (std::size_t i = 0; i < num_cells; ++i) {
        Real const begin = static_cast<Real>(i) * ratio; // in units of the given cells
        Real const end = static_cast<Real>(i + 1) * ratio;
        TrafficState state{std::vector<Real>(num_classes, 0), std::vector<Real>(num_classes, 0)};
        std::vector<Real> any_speed(num_classes, 0);
        for (auto j = static_cast<std::size_t>(begin); j < cells.size() && static_cast<Real>(j) < end; ++j) {
            Real const overlap = std::min(end, static_cast<Real>(j + 1)) - std::max(begin, static_cast<Real>(j));
            Real const weight = std::max(Real(0), overlap) / ratio;
            for (std::size_t c = 0; c < num_classes; ++c) {
                state.density[c] += weight * cells[j].density[c];
                state.speed[c] += weight * cells[j].density[c] * cells[j].speed[c];
                any_speed[c] += weight * cells[j].speed[c];
            }
        }
        for (std::size_t c = 0; c < num_classes; ++c) {
            state.speed[c] = state.density[c] > 0 ? state.speed[c] / state.density[c] : any_speed[c];
        }
        result.push_back(std::move(state));
    }
    return result;
}

std::vector<TrafficState> read_cell_table(std::string const& path, ConfigMark const& named_at,
                                          StateContext const& context)
{
    auto const source = read_lines(path, named_at, context.diagnostics);
    if (!source) {
        return {};
    }
    int const num_errors = context.diagnostics.num_errors();
    std::vector<Row> const rows = TableReader(source, context).read();
    if (rows.empty()) {
        if (context.diagnostics.num_errors() == num_errors) {
            context.diagnostics.error({source}, "the table has no rows");
        }
        return {};
    }
    check_positions(rows, source, context);
    std::vector<TrafficState> cells;
    for (Row const& row : rows) {
        cells.push_back(row.state);
    }
    auto const num_cells = static_cast<std::size_t>(context.road.num_cells);
    return cells.size() == num_cells ? cells : redistribute(cells, num_cells);
}

std::vector<int> read_categories(std::string const& path, ConfigMark const& named_at, int num_cells,
                                 Diagnostics& diagnostics)
{
    auto const source = read_lines(path, named_at, diagnostics);
    if (!source) {
        return {};
    }
    std::vector<int> categories;
    int last_line = 1;
    for (std::size_t i = 0; i < source->lines.size(); ++i) {
        std::string line = source->lines[i].substr(0, source->lines[i].find('#'));
        std::replace(line.begin(), line.end(), ',', ' ');
        std::replace(line.begin(), line.end(), '\t', ' ');
        for (Field const& field : split(line, ' ')) {
            if (field.text.empty()) {
                continue;
            }
            last_line = static_cast<int>(i) + 1;
            try {
                auto const category = parse_integer(field.text);
                if (category < 0 || category > 99) {
                    throw ValueError(fmt::format("{} is not a road category (0 to 99)", category));
                }
                categories.push_back(static_cast<int>(category));
            } catch (ValueError const& e) {
                diagnostics.error({source, last_line, field.column, static_cast<int>(field.text.size())}, e.what(),
                                  e.suggestion());
                return {};
            }
        }
    }
    if (static_cast<int>(categories.size()) != num_cells) {
        diagnostics.error({source, last_line, 1, 1},
                          fmt::format("{} categories for {} cells", categories.size(), num_cells));
        return {};
    }
    return categories;
}

} // namespace zemi::app
