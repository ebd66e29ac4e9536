// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/fields_file.hpp"

#include "zemi/run.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/netcdf_reader.hpp>
#include <zemi/numerics/source_integrator.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <functional>
#include <iterator>
#include <stdexcept>

namespace zemi::app {
namespace {

struct VariableInfo {
    std::string_view name;
    std::string_view long_name;
    std::string_view units; ///< as UDUNITS spells them; vehicles are counted, so they have no unit
};

constexpr std::array<VariableInfo, 4> variable_table{{
    {"density", "vehicles per length of road", "m-1"},
    {"speed", "speed of the vehicles", "m s-1"},
    {"flow", "vehicles passing per time, density times speed", "s-1"},
    {"marker", "Lagrangian marker, speed plus anticipation pressure", "m s-1"},
}};

VariableInfo const& info_of(std::string const& name)
{
    auto const* const found =
        std::find_if(variable_table.begin(), variable_table.end(), [&](auto const& v) { return v.name == name; });
    if (found == variable_table.end()) {
        throw std::invalid_argument("unknown output variable \"" + name + "\"; known: density, speed, flow, marker");
    }
    return *found;
}

bool is_written(std::string const& variable, Case const& input)
{
    return variable != "marker" || input.problem.model.equation != "multiclass_lwr"; // which has no markers
}

/// Snapshots that share a chunk of a variable on disk: about a quarter of a megabyte, so that neither many small
/// snapshots nor one large one is slow to write and to read.
std::size_t snapshots_per_chunk(std::size_t values_per_snapshot, std::size_t num_snapshots)
{
    constexpr std::size_t values_per_chunk = 32768;
    std::size_t const most = std::clamp<std::size_t>(values_per_chunk / values_per_snapshot, 1, 256);
    std::size_t const num_chunks = (num_snapshots + most - 1) / most;
    return (num_snapshots + num_chunks - 1) / num_chunks; // all chunks equally full
}

void describe_file(NetcdfWriter& file, Case const& input, FileOrigin const& origin)
{
    std::string const version = build_info().version;
    auto const set = [&](std::string const& name, std::string const& value) {
        file.set_attribute(NetcdfWriter::global, name, value);
    };
    set("Conventions", "CF-1.11");
    set("title", input.title.empty() ? input.name : input.title);
    set("source", fmt::format("zemi {}, {}, {} {} {}{}", version, input.problem.model.equation,
                              input.problem.scheme.reconstruction, input.problem.scheme.flux, input.problem.scheme.time,
                              needs_source_engine(input.problem)
                                  ? ", source " + describe(input.problem.model, input.problem.source)
                                  : ""));
    set("history", utc_now() + ": " + origin.command);
    set("zemi_version", version);
    set("command", origin.command);
    set("back_end", origin.device);
    set("case", input.resolved);
}

} // namespace

std::string utc_now()
{
    std::time_t const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(now));
}

FieldsWriter::FieldsWriter(std::string const& path, Case const& input, FileOrigin const& origin)
    : m_file(path),
      m_num_classes(static_cast<std::size_t>(input.problem.model.num_classes())),
      m_num_cells(static_cast<std::size_t>(input.problem.road.num_cells))
{
    RoadSpec const& road = input.problem.road;
    int const member = m_file.define_dimension("member", 1);
    int const time = m_file.define_dimension("time", NetcdfWriter::unlimited);
    int const vclass = m_file.define_dimension("vclass", m_num_classes);
    int const cell = m_file.define_dimension("cell", m_num_cells);
    int const edge = m_file.define_dimension("edge", 2);
    m_per_flush = snapshots_per_chunk(m_num_classes * m_num_cells, snapshot_times(input).size());

    auto const define = [&](std::string const& name, NetcdfType type, std::vector<int> const& dimensions,
                            std::string_view long_name, std::string_view units,
                            std::vector<std::size_t> const& chunk = {}) {
        int const variable = m_file.define_variable(name, type, dimensions, chunk);
        m_file.set_attribute(variable, "long_name", long_name);
        if (!units.empty()) {
            m_file.set_attribute(variable, "units", units);
        }
        return variable;
    };
    int const member_number = define("member", NetcdfType::integer, {member}, "number of the run", "1");
    m_file.set_attribute(member_number, "standard_name", "realization");
    m_time = define("time", NetcdfType::real, {time}, "time since the start of the clock of the case", "s", {256});
    int const class_name = define("vclass", NetcdfType::text, {vclass}, "vehicle class", "");
    int const x = define("x", NetcdfType::real, {cell}, "position of the centre of the cell along the road", "m");
    m_file.set_attribute(x, "bounds", "x_bounds");
    int const x_bounds =
        m_file.define_variable("x_bounds", NetcdfType::real, {cell, edge}); // attributes are those of x
    int const category = define("road_category", NetcdfType::integer, {cell}, "category of the road surface", "1");

    for (std::string const& name : input.output.variables) {
        if (is_written(name, input)) {
            VariableInfo const& info = info_of(name);
            int const variable = define(name, NetcdfType::real, {member, time, vclass, cell}, info.long_name,
                                        info.units, {1, m_per_flush, m_num_classes, m_num_cells});
            m_file.mark_gaps(variable);
            m_file.set_attribute(variable, "coordinates", "x road_category");
            if (name == "density") {
                m_file.set_attribute(variable, "cell_methods", "cell: mean");
            }
            m_fields.push_back({name, variable, {}});
        }
    }
    describe_file(m_file, input, origin);
    m_file.end_definitions();

    std::vector<std::string> names;
    for (ClassSpec const& c : input.problem.model.classes) {
        names.push_back(c.name);
    }
    std::vector<double> centers(m_num_cells);
    std::vector<double> bounds(2 * m_num_cells);
    std::vector<int> categories(m_num_cells, 0);
    for (std::size_t i = 0; i < m_num_cells; ++i) {
        auto const number = static_cast<int>(i);
        centers[i] = road.cell_center(number);
        bounds[2 * i] = road.x_begin + number * road.cell_length();
        bounds[2 * i + 1] = road.x_begin + (number + 1) * road.cell_length();
        categories[i] = i < road.category.size() ? road.category[i] : 0;
    }
    m_file.write(member_number, std::vector<int>{0});
    m_file.write(class_name, names);
    m_file.write(x, centers);
    m_file.write(x_bounds, bounds);
    m_file.write(category, categories);
}

void FieldsWriter::write(CellFields const& fields)
{
    for (Field& field : m_fields) {
        for (std::size_t c = 0; c < m_num_classes; ++c) {
            std::vector<double> const& density = fields.density[c];
            if (field.name == "flow") {
                std::transform(density.begin(), density.end(), fields.speed[c].begin(),
                               std::back_inserter(field.pending), std::multiplies<>());
            } else {
                auto const& source = field.name == "density" ? density
                                   : field.name == "speed"   ? fields.speed[c]
                                                             : fields.marker[c];
                field.pending.insert(field.pending.end(), source.begin(), source.end());
            }
        }
    }
    m_pending_times.push_back(fields.time);
    if (m_pending_times.size() >= m_per_flush) {
        flush();
    }
}

void FieldsWriter::flush()
{
    std::size_t const num_new = m_pending_times.size();
    std::array<std::size_t, 4> const start{0, m_num_written, 0, 0};
    std::array<std::size_t, 4> const count{1, num_new, m_num_classes, m_num_cells};
    for (Field& field : m_fields) {
        m_file.write(field.variable, start, count, field.pending);
        field.pending.clear();
    }
    m_file.write(m_time, std::array{m_num_written}, std::array{num_new}, m_pending_times);
    m_pending_times.clear();
    m_num_written += num_new;
}

void FieldsWriter::commit()
{
    if (!m_pending_times.empty()) {
        flush();
    }
    m_file.commit();
}

double FieldsWriter::bytes_per_snapshot(Case const& input)
{
    auto const num_variables = std::count_if(input.output.variables.begin(), input.output.variables.end(),
                                             [&](std::string const& name) { return is_written(name, input); });
    return 8.0 * static_cast<double>(num_variables) * input.problem.model.num_classes() * input.problem.road.num_cells;
}

plot::Samples read_samples(std::string const& path, int bin_limit, int frame_limit)
{
    NetcdfReader const file(path);
    for (std::string const name : {"density", "speed"}) {
        if (!file.has_variable(name)) {
            throw IoError(fmt::format(
                "cannot draw {}: it has no variable \"{}\"; list it under output.variables of the case", path, name));
        }
    }
    plot::Samples samples;
    samples.bin_limit = bin_limit;
    samples.frame_limit = frame_limit;
    samples.title = file.attribute("title");
    samples.classes = file.read_text("vclass");
    auto const bounds = file.read("x_bounds");
    samples.x_begin = bounds.front();
    samples.length = bounds.back() - bounds.front();
    std::size_t const num_classes = file.dimension_size("vclass");
    std::size_t const num_cells = file.dimension_size("cell");
    samples.caption = fmt::format("{} cells", num_cells);
    auto const times = file.read("time");
    std::size_t const per_snapshot = num_classes * num_cells;
    std::size_t const per_read = std::clamp<std::size_t>((std::size_t{1} << 20U) / per_snapshot, 1, times.size());
    for (std::size_t first = 0; first < times.size(); first += per_read) {
        std::array<std::size_t, 4> const start{0, first, 0, 0};
        std::array<std::size_t, 4> const count{1, std::min(per_read, times.size() - first), num_classes, num_cells};
        auto const density = file.read("density", start, count);
        auto const speed = file.read("speed", start, count);
        for (std::size_t k = 0; k < count[1]; ++k) {
            auto const by_class = [&](std::vector<double> const& values) {
                std::vector<std::vector<double>> result;
                for (std::size_t c = 0; c < num_classes; ++c) {
                    auto const begin = values.begin() + static_cast<std::ptrdiff_t>(k * per_snapshot + c * num_cells);
                    result.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(num_cells));
                }
                return result;
            };
            samples.add(times[first + k], by_class(density), by_class(speed));
        }
    }
    return samples;
}

} // namespace zemi::app
