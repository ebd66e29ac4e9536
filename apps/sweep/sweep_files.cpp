// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/sweep_files.hpp"

#include "sweep/csv.hpp"
#include "sweep/metrics.hpp"
#include "zemi/schema.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/error.hpp>
#include <zemi/core/netcdf_writer.hpp>
#include <zemi/core/values.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace zemi::app {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

enum class Status { done, failed, open };

constexpr std::array<char const*, 3> status_names{"done", "failed", "open"};

Status status_of(RunId id, MemberStore const& store)
{
    return !store.contains(id) ? Status::open : store.is_failed(id) ? Status::failed : Status::done;
}

/// Values that are not there if the member did not end well.
double value_of(MetricColumn const& column, std::optional<MemberRecord> const& record)
{
    return record && !record->failed ? metric_value(column, record->metrics, record->classes, record->road_length)
                                     : missing;
}

/// "m s-1": the dimension as UDUNITS spells it; vehicles are counted, so they have no unit.
std::string udunits(Dimension dimension)
{
    std::string text;
    for (auto const& [name, exponent] : {std::pair{"m", dimension.length}, std::pair{"s", dimension.time}}) {
        if (exponent != 0) {
            text +=
                fmt::format("{}{}{}", text.empty() ? "" : " ", name, exponent == 1 ? "" : fmt::format("{}", exponent));
        }
    }
    return text.empty() ? "1" : text;
}

/// A parameter as a variable: numbers in SI if all values are numbers, else texts.
struct ParameterColumn {
    std::string key;
    std::string variable;
    std::string units;
    std::string long_name;
    bool is_number = false;
    std::vector<double> numbers;
    std::vector<std::string> texts;
    int number = -1; ///< of the variable
};

ParameterColumn parameter_column(std::string const& key, std::vector<std::string> values)
{
    ParameterColumn column;
    column.key = key;
    column.variable = key;
    std::replace(column.variable.begin(), column.variable.end(), '.', '_');
    for (SchemaEntry const* const entry : forms_at(schema_path(key))) {
        if (entry->form == Form::map || entry->form == Form::list) {
            continue;
        }
        column.long_name = entry->summary;
        bool const numeric =
            entry->form == Form::quantity || entry->form == Form::number || entry->form == Form::integer;
        if (!numeric) {
            break;
        }
        try {
            for (std::string const& value : values) {
                column.numbers.push_back(
                    parse_quantity(value, entry->form == Form::quantity ? entry->dimension : dimension::none));
            }
            column.is_number = true;
            column.units = udunits(entry->form == Form::quantity ? entry->dimension : dimension::none);
        } catch (ValueError const&) {
            column.numbers.clear();
        }
        break;
    }
    column.texts = std::move(values);
    return column;
}

std::optional<MemberRecord> find_record(RunId id, MemberStore const& store)
{
    return store.contains(id) ? std::optional(store.read(id)) : std::nullopt;
}

/// Writes sweep.nc.
class SweepNc {
public:
    SweepNc(std::string const& path, SweepJob const& job, std::vector<RunId> const& ids, MemberStore const& store)
        : m_file(path),
          m_job(job),
          m_ids(ids),
          m_store(store),
          m_classes(classes_of(ids, store)),
          m_columns(metric_columns(job.keep.metrics, m_classes))
    {
        measure();
        define();
        write_members();
        if (m_has_fields) {
            write_fields();
        }
        m_file.commit();
    }

private:
    /// How large the largest member is.
    void measure()
    {
        for (RunId const id : m_ids) {
            if (auto const record = find_record(id, m_store)) {
                m_num_cells = std::max(m_num_cells, static_cast<std::size_t>(record->num_cells));
                m_num_times = std::max(m_num_times, record->snapshots.size());
            }
        }
        m_has_fields = m_job.keep.fields != KeepFields::none && m_num_times > 0;
        std::vector<std::vector<std::string>> values(m_job.parameters.size());
        for (std::size_t i = 0; i < m_job.size; ++i) {
            auto const of_member = m_job.values(i);
            for (std::size_t p = 0; p < of_member.size(); ++p) {
                values[p].push_back(of_member[p]);
            }
        }
        for (std::size_t p = 0; p < values.size(); ++p) {
            m_parameters.push_back(parameter_column(m_job.parameters[p], std::move(values[p])));
        }
    }

    int define(std::string const& name, NetcdfType type, std::vector<int> const& dimensions, std::string_view long_name,
               std::string_view units, std::vector<std::size_t> const& chunk = {})
    {
        m_names.insert(name);
        int const variable = m_file.define_variable(name, type, dimensions, chunk);
        m_file.set_attribute(variable, "long_name", long_name);
        if (!units.empty()) {
            m_file.set_attribute(variable, "units", units);
        }
        return variable;
    }

    void define()
    {
        int const member = m_file.define_dimension("member", m_ids.size());
        int const vclass = m_classes.empty() ? -1 : m_file.define_dimension("vclass", m_classes.size());
        m_member = define("member", NetcdfType::integer, {member}, "number of the run in the plan", "1");
        m_file.set_attribute(m_member, "standard_name", "realization");
        m_id = define("id", NetcdfType::text, {member}, "name of the run by its content", "");
        m_status = define("status", NetcdfType::integer, {member}, "what became of the run", "");
        m_file.set_attribute(m_status, "flag_values", std::array{0, 1, 2});
        m_file.set_attribute(m_status, "flag_meanings", fmt::format("{}", fmt::join(status_names, " ")));
        m_reason = define("reason", NetcdfType::text, {member}, "why the run failed", "");
        m_fail_time = define("fail_time", NetcdfType::real, {member}, "time at which the run failed", "s");
        m_file.mark_gaps(m_fail_time);
        m_fail_cell = define("fail_cell", NetcdfType::integer, {member}, "first bad cell; -1: none", "1");
        m_steps = define("steps", NetcdfType::real, {member}, "time steps", "1");
        m_rejected = define("rejected", NetcdfType::real, {member}, "time steps that were repeated", "1");
        m_floors =
            define("floors", NetcdfType::real, {member}, "densities below zero by rounding that were set to zero", "1");
        m_limited = define("limited", NetcdfType::real, {member}, "actions of the limiter of high-order fluxes", "1");
        m_cells = define("num_cells", NetcdfType::integer, {member}, "cells of the road; 0: not known", "1");
        if (vclass >= 0) {
            m_class_name = define("vclass", NetcdfType::text, {vclass}, "vehicle class", "");
        }
        for (MetricColumn const& column : m_columns) {
            std::string const name = column.vclass.empty() ? column.name : column.metric.name;
            if (m_metric_variables.count(name) == 0) {
                std::vector<int> dimensions{member};
                if (!column.vclass.empty()) {
                    dimensions.push_back(vclass);
                }
                int const variable =
                    define(name, NetcdfType::real, dimensions, column.metric.description, column.metric.unit);
                m_file.mark_gaps(variable);
                m_metric_variables[name] = variable;
            }
        }
        if (m_has_fields) {
            define_fields(member, vclass);
        }
        for (ParameterColumn& p : m_parameters) {
            std::string const name = m_names.count(p.variable) > 0 ? "parameter_" + p.variable : p.variable;
            p.number = define(name, p.is_number ? NetcdfType::real : NetcdfType::text, {member},
                              p.long_name.empty() ? p.key : p.long_name, p.units);
            m_file.set_attribute(p.number, "case_key", p.key);
        }
        auto const set = [&](std::string const& name, std::string const& value) {
            m_file.set_attribute(NetcdfWriter::global, name, value);
        };
        set("Conventions", "CF-1.11");
        set("title", m_job.title.empty() ? m_job.name : m_job.title);
        set("source", "zemi " + build_info().version);
        set("zemi_version", build_info().version);
        set("plan", m_job.resolved);
        m_file.end_definitions();
    }

    void define_fields(int member, int vclass)
    {
        int const time = m_file.define_dimension("time", m_num_times);
        int const cell = m_file.define_dimension("cell", m_num_cells);
        constexpr std::size_t values_per_chunk = 32768;
        std::size_t const values_per_member = m_num_times * m_classes.size() * m_num_cells;
        m_members_per_chunk = std::clamp<std::size_t>(values_per_chunk / values_per_member, 1, m_ids.size());
        m_time = define("snapshot_time", NetcdfType::real, {member, time},
                        "time since the start of the clock of the case", "s");
        m_file.mark_gaps(m_time);
        m_x = define("x", NetcdfType::real, {member, cell}, "position of the centre of the cell along the road", "m");
        m_file.mark_gaps(m_x);
        std::vector<std::size_t> const chunk{m_members_per_chunk, m_num_times, m_classes.size(), m_num_cells};
        m_density = define("density", NetcdfType::real, {member, time, vclass, cell}, "vehicles per length of road",
                           "m-1", chunk);
        m_file.set_attribute(m_density, "cell_methods", "cell: mean");
        m_speed =
            define("speed", NetcdfType::real, {member, time, vclass, cell}, "speed of the vehicles", "m s-1", chunk);
        for (int const variable : {m_density, m_speed}) {
            m_file.mark_gaps(variable);
            m_file.set_attribute(variable, "coordinates", "snapshot_time x");
        }
    }

    void write_members()
    {
        std::size_t const n = m_ids.size();
        std::vector<int> number(n);
        std::vector<int> status(n);
        std::vector<int> fail_cell(n, -1);
        std::vector<int> cells(n, 0);
        std::vector<std::string> id(n);
        std::vector<std::string> reason(n);
        std::vector<double> fail_time(n, missing);
        std::vector<double> steps(n, 0);
        std::vector<double> rejected(n, 0);
        std::vector<double> floors(n, 0);
        std::vector<double> limited(n, 0);
        std::map<std::string, std::vector<double>> metrics;
        for (auto const& [name, variable] : m_metric_variables) {
            metrics[name].reserve(n);
        }
        for (std::size_t i = 0; i < n; ++i) {
            number[i] = static_cast<int>(i);
            id[i] = to_text(m_ids[i]);
            status[i] = static_cast<int>(status_of(m_ids[i], m_store));
            auto const record = find_record(m_ids[i], m_store);
            if (record) {
                reason[i] = record->reason;
                fail_time[i] = record->failed ? record->fail_time : missing;
                fail_cell[i] = record->fail_cell;
                steps[i] = static_cast<double>(record->num_steps);
                rejected[i] = static_cast<double>(record->num_rejected);
                floors[i] = static_cast<double>(record->num_floors);
                limited[i] = static_cast<double>(record->num_limited);
                cells[i] = record->num_cells;
            }
            for (MetricColumn const& column : m_columns) { // classes follow each other: rows of (member, vclass)
                metrics[column.vclass.empty() ? column.name : column.metric.name].push_back(value_of(column, record));
            }
        }
        m_file.write(m_member, number);
        m_file.write(m_id, id);
        m_file.write(m_status, status);
        m_file.write(m_reason, reason);
        m_file.write(m_fail_time, fail_time);
        m_file.write(m_fail_cell, fail_cell);
        m_file.write(m_steps, steps);
        m_file.write(m_rejected, rejected);
        m_file.write(m_floors, floors);
        m_file.write(m_limited, limited);
        m_file.write(m_cells, cells);
        if (!m_classes.empty()) {
            m_file.write(m_class_name, m_classes);
        }
        for (auto const& [name, values] : metrics) {
            m_file.write(m_metric_variables.at(name), values);
        }
        for (ParameterColumn const& p : m_parameters) {
            if (p.is_number) {
                m_file.write(p.number, p.numbers);
            } else {
                m_file.write(p.number, p.texts);
            }
        }
    }

    void write_fields()
    {
        std::size_t const per_member = m_num_times * m_classes.size() * m_num_cells;
        for (std::size_t begin = 0; begin < m_ids.size(); begin += m_members_per_chunk) {
            std::size_t const count = std::min(m_members_per_chunk, m_ids.size() - begin);
            std::vector<double> density(count * per_member, missing);
            std::vector<double> speed(count * per_member, missing);
            std::vector<double> time(count * m_num_times, missing);
            std::vector<double> x(count * m_num_cells, missing);
            for (std::size_t k = 0; k < count; ++k) {
                auto const record = find_record(m_ids[begin + k], m_store);
                if (!record || !record->is_valid()) {
                    continue;
                }
                auto const num_cells = static_cast<std::size_t>(record->num_cells);
                RoadSpec road;
                road.x_begin = record->x_begin;
                road.length = record->road_length;
                road.num_cells = record->num_cells;
                for (std::size_t i = 0; i < num_cells; ++i) {
                    x[k * m_num_cells + i] = road.cell_center(static_cast<int>(i));
                }
                for (std::size_t t = 0; t < record->snapshots.size(); ++t) {
                    CellFields const& fields = record->snapshots[t];
                    time[k * m_num_times + t] = fields.time;
                    for (std::size_t c = 0; c < record->classes.size(); ++c) {
                        auto const vclass = static_cast<std::size_t>(
                            std::find(m_classes.begin(), m_classes.end(), record->classes[c]) - m_classes.begin());
                        auto const at = static_cast<std::ptrdiff_t>(((k * m_num_times + t) * m_classes.size() + vclass)
                                                                    * m_num_cells);
                        std::copy(fields.density[c].begin(), fields.density[c].end(), density.begin() + at);
                        std::copy(fields.speed[c].begin(), fields.speed[c].end(), speed.begin() + at);
                    }
                }
            }
            std::array const start{begin, std::size_t{0}, std::size_t{0}, std::size_t{0}};
            std::array const extent{count, m_num_times, m_classes.size(), m_num_cells};
            m_file.write(m_density, start, extent, density);
            m_file.write(m_speed, start, extent, speed);
            std::array const start_2{begin, std::size_t{0}};
            m_file.write(m_time, start_2, std::array{count, m_num_times}, time);
            m_file.write(m_x, start_2, std::array{count, m_num_cells}, x);
        }
    }

    NetcdfWriter m_file;
    SweepJob const& m_job;
    std::vector<RunId> const& m_ids;
    MemberStore const& m_store;
    std::vector<std::string> m_classes;
    std::vector<MetricColumn> m_columns;
    std::vector<ParameterColumn> m_parameters;
    std::map<std::string, int> m_metric_variables;
    std::set<std::string> m_names;
    bool m_has_fields = false;
    std::size_t m_num_cells = 0;
    std::size_t m_num_times = 0;
    std::size_t m_members_per_chunk = 1;
    int m_member = -1;
    int m_id = -1;
    int m_status = -1;
    int m_reason = -1;
    int m_fail_time = -1;
    int m_fail_cell = -1;
    int m_steps = -1;
    int m_rejected = -1;
    int m_floors = -1;
    int m_limited = -1;
    int m_cells = -1;
    int m_class_name = -1;
    int m_time = -1;
    int m_x = -1;
    int m_density = -1;
    int m_speed = -1;
};

} // namespace

std::vector<std::string> classes_of(std::vector<RunId> const& ids, MemberStore const& store)
{
    std::vector<std::string> classes;
    for (RunId const id : ids) {
        if (auto const record = find_record(id, store)) {
            for (std::string const& name : record->classes) {
                if (std::find(classes.begin(), classes.end(), name) == classes.end()) {
                    classes.push_back(name);
                }
            }
        }
    }
    return classes;
}

std::string members_csv(SweepJob const& job, std::vector<RunId> const& ids, MemberStore const& store)
{
    auto const columns = metric_columns(job.keep.metrics, classes_of(ids, store));
    std::vector<std::string> head{"index", "id", "status", "reason", "fail_time", "fail_cell"};
    head.insert(head.end(), job.parameters.begin(), job.parameters.end());
    for (MetricColumn const& column : columns) {
        head.push_back(column.name);
    }
    head.insert(head.end(), {"steps", "rejected", "floors", "limited"});
    std::string text = csv_line(head);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        auto const record = find_record(ids[i], store);
        bool const failed = record && record->failed;
        std::vector<std::string> row{fmt::format("{}", i),
                                     to_text(ids[i]),
                                     status_names.at(static_cast<std::size_t>(status_of(ids[i], store))),
                                     failed ? record->reason : "",
                                     failed ? csv_number(record->fail_time) : "",
                                     failed && record->fail_cell >= 0 ? fmt::format("{}", record->fail_cell) : ""};
        auto const values = job.values(i);
        row.insert(row.end(), values.begin(), values.end());
        for (MetricColumn const& column : columns) {
            row.push_back(csv_number(value_of(column, record)));
        }
        for (std::int64_t const count : {record ? record->num_steps : 0, record ? record->num_rejected : 0,
                                         record ? record->num_floors : 0, record ? record->num_limited : 0}) {
            row.push_back(fmt::format("{}", count));
        }
        text += csv_line(row);
    }
    return text;
}

void write_sweep_nc(std::string const& path, SweepJob const& job, std::vector<RunId> const& ids,
                    MemberStore const& store)
{
    SweepNc const writer(path, job, ids, store);
}

} // namespace zemi::app
