// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/netcdf_reader.hpp>

#include <string>
#include <vector>

namespace zemi::app {

/// Values of a variable at one time, [class][cell].
using ClassFields = std::vector<std::vector<double>>;

/// A fields.nc, snapshot by snapshot, in full. Failures throw IoError.
class FieldsReader {
public:
    explicit FieldsReader(std::string path);

    [[nodiscard]] std::string const& path() const noexcept { return m_path; }
    [[nodiscard]] std::vector<std::string> const& classes() const noexcept { return m_classes; }
    [[nodiscard]] std::vector<double> const& times() const noexcept { return m_times; } ///< [s]
    /// Ends of the cells, one more than there are cells [m].
    [[nodiscard]] std::vector<double> const& edges() const noexcept { return m_edges; }
    [[nodiscard]] bool has(std::string const& variable) const { return m_file.has_variable(variable); }
    [[nodiscard]] std::string units(std::string const& variable) const { return m_file.attribute(variable, "units"); }
    [[nodiscard]] ClassFields read(std::string const& variable, std::size_t snapshot) const;

private:
    std::string m_path;
    NetcdfReader m_file;
    std::vector<std::string> m_classes;
    std::vector<double> m_times;
    std::vector<double> m_edges;
};

} // namespace zemi::app
