// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/fields_reader.hpp"

#include <zemi/core/io_error.hpp>

#include <fmt/format.h>

#include <array>
#include <utility>

namespace zemi::app {

FieldsReader::FieldsReader(std::string path) : m_path(std::move(path)), m_file(m_path)
{
    m_classes = m_file.read_text("vclass");
    m_times = m_file.read("time");
    auto const bounds = m_file.read("x_bounds"); // both ends of each cell
    if (m_times.empty() || bounds.size() < 2) {
        throw IoError(fmt::format("{} holds no snapshot", m_path));
    }
    for (std::size_t i = 0; i < bounds.size(); i += 2) {
        m_edges.push_back(bounds[i]);
    }
    m_edges.push_back(bounds.back());
}

ClassFields FieldsReader::read(std::string const& variable, std::size_t snapshot) const
{
    std::size_t const num_cells = m_edges.size() - 1;
    auto const values = m_file.read(variable, std::array<std::size_t, 4>{0, snapshot, 0, 0},
                                    std::array<std::size_t, 4>{1, 1, m_classes.size(), num_cells});
    ClassFields fields;
    for (std::size_t c = 0; c < m_classes.size(); ++c) {
        auto const begin = values.begin() + static_cast<std::ptrdiff_t>(c * num_cells);
        fields.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(num_cells));
    }
    return fields;
}

} // namespace zemi::app
