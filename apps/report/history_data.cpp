// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/history_data.hpp"

#include <zemi/core/io_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>
#include <string_view>
#include <utility>

namespace zemi::app {
namespace {

std::vector<std::string_view> split(std::string_view line)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= line.size();) {
        std::size_t const end = std::min(line.find(',', begin), line.size());
        parts.push_back(line.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

/// Where the columns are; column names carry their unit behind a space.
struct Columns {
    std::size_t time, dt, cfl, floors, retries;
    std::vector<std::size_t> mass, inflow, outflow;
    std::size_t count;
};

class HistoryReader {
public:
    HistoryReader(std::string const& path, std::size_t most_groups) : m_path(path), m_most_groups(most_groups) {}

    HistoryData read()
    {
        std::ifstream file(m_path);
        std::string line;
        if (!file || !std::getline(file, line)) {
            throw IoError(fmt::format("cannot read {}: it is {}", m_path, file ? "empty" : "not there"));
        }
        read_header(line);
        for (m_line = 2; std::getline(file, line); ++m_line) {
            add(line);
        }
        if (!m_pending_is_stored && m_data.num_steps > 0) {
            m_data.groups.push_back(m_pending);
        }
        return std::move(m_data);
    }

private:
    void read_header(std::string const& line)
    {
        auto const names = split(line);
        auto const column = [&](std::string const& name) {
            auto const found = std::find_if(names.begin(), names.end(), [&](std::string_view candidate) {
                return candidate.substr(0, candidate.find(" [")) == name;
            });
            if (found == names.end()) {
                throw IoError(fmt::format("{}:1: no column \"{}\": this is no history of zemi", m_path, name));
            }
            return static_cast<std::size_t>(found - names.begin());
        };
        m_columns = {
            column("time"), column("dt"), column("realized_cfl"), column("floors"), column("retries"), {}, {}, {},
            names.size()};
        for (std::string_view const name : names) {
            if (name.starts_with("mass_")) {
                std::string const vehicle(name.substr(5, name.find(" [") - 5));
                m_data.classes.push_back(vehicle);
                m_columns.mass.push_back(column("mass_" + vehicle));
                m_columns.inflow.push_back(column("inflow_" + vehicle));
                m_columns.outflow.push_back(column("outflow_" + vehicle));
            }
        }
    }

    double value(std::string_view text) const
    {
        double result = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
        if (error != std::errc() || end != text.data() + text.size()) {
            throw IoError(fmt::format("{}:{}: \"{}\" is no number", m_path, m_line, text));
        }
        return result;
    }

    void add(std::string const& line)
    {
        auto const parts = split(line);
        if (parts.size() != m_columns.count) {
            throw IoError(fmt::format("{}:{}: {} values, but the header names {} columns", m_path, m_line, parts.size(),
                                      m_columns.count));
        }
        HistoryGroup step;
        step.time = value(parts[m_columns.time]);
        step.smallest_dt = step.largest_dt = value(parts[m_columns.dt]);
        step.smallest_cfl = step.largest_cfl = value(parts[m_columns.cfl]);
        step.floors = static_cast<std::int64_t>(value(parts[m_columns.floors]));
        step.retries = static_cast<std::int64_t>(value(parts[m_columns.retries]));
        for (std::size_t c = 0; c < m_columns.mass.size(); ++c) {
            step.mass.push_back(value(parts[m_columns.mass[c]]));
            step.inflow.push_back(value(parts[m_columns.inflow[c]]));
            step.outflow.push_back(value(parts[m_columns.outflow[c]]));
        }
        if (m_data.num_steps++ == 0) {
            m_data.begin_time = step.time - step.smallest_dt;
        }
        if (m_pending_is_stored) {
            m_pending = std::move(step);
            m_num_pending = 1;
            m_pending_is_stored = false;
        } else {
            m_pending = together(m_pending, std::move(step));
            ++m_num_pending;
        }
        if (m_num_pending == m_steps_per_group) {
            m_data.groups.push_back(m_pending);
            m_pending_is_stored = true;
            if (m_data.groups.size() > m_most_groups) {
                halve();
            }
        }
    }

    static HistoryGroup together(HistoryGroup const& earlier, HistoryGroup later)
    {
        later.smallest_dt = std::min(earlier.smallest_dt, later.smallest_dt);
        later.largest_dt = std::max(earlier.largest_dt, later.largest_dt);
        later.smallest_cfl = std::min(earlier.smallest_cfl, later.smallest_cfl);
        later.largest_cfl = std::max(earlier.largest_cfl, later.largest_cfl);
        later.floors += earlier.floors;
        later.retries += earlier.retries;
        return later;
    }

    /// Pairs become one; of an odd number the last is completed by the steps to come.
    void halve()
    {
        auto& groups = m_data.groups;
        std::size_t const num_pairs = groups.size() / 2;
        bool const is_odd = groups.size() % 2 != 0;
        if (is_odd) {
            m_pending = groups.back();
            m_num_pending = m_steps_per_group;
            m_pending_is_stored = false;
        }
        for (std::size_t i = 0; i < num_pairs; ++i) {
            groups[i] = together(groups[2 * i], std::move(groups[2 * i + 1]));
        }
        groups.resize(num_pairs);
        m_steps_per_group *= 2;
    }

    std::string m_path;
    std::size_t m_most_groups;
    Columns m_columns{};
    HistoryData m_data;
    std::size_t m_line = 1;
    HistoryGroup m_pending;
    bool m_pending_is_stored = true;
    std::int64_t m_num_pending = 0;
    std::int64_t m_steps_per_group = 1;
};

} // namespace

HistoryData read_history(std::string const& path, std::size_t most_groups)
{
    return HistoryReader(path, most_groups).read();
}

} // namespace zemi::app
