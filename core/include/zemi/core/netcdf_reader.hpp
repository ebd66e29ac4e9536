// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace zemi {

/// A netCDF file open for reading. All failures throw IoError with the path and the reason.
class NetcdfReader {
public:
    explicit NetcdfReader(std::string path);
    ~NetcdfReader();
    NetcdfReader(NetcdfReader const&) = delete;
    NetcdfReader& operator=(NetcdfReader const&) = delete;

    [[nodiscard]] bool has_variable(std::string const& name) const;
    /// Names of all variables, in the order of the file.
    [[nodiscard]] std::vector<std::string> variables() const;
    /// Whether the values of the variable are strings.
    [[nodiscard]] bool is_text(std::string const& variable) const;
    /// Entries along a dimension; 0 if the file has none of this name.
    [[nodiscard]] std::size_t dimension_size(std::string const& name) const;
    /// Names of the dimensions of a variable, slowest first.
    [[nodiscard]] std::vector<std::string> dimensions_of(std::string const& variable) const;
    /// A text attribute of the file; empty if there is none.
    [[nodiscard]] std::string attribute(std::string const& name) const;
    /// A text attribute of a variable; empty if there is none.
    [[nodiscard]] std::string attribute(std::string const& variable, std::string const& name) const;

    [[nodiscard]] std::vector<double> read(std::string const& variable) const;
    /// The box that begins at index `start` and has `count` entries in each dimension (row-major).
    [[nodiscard]] std::vector<double> read(std::string const& variable, std::span<std::size_t const> start,
                                           std::span<std::size_t const> count) const;
    /// A variable of strings.
    [[nodiscard]] std::vector<std::string> read_text(std::string const& variable) const;

private:
    void check(int status, std::string const& doing) const;
    [[nodiscard]] std::string attribute_at(int place, std::string const& name) const;
    [[nodiscard]] int variable(std::string const& name) const;

    std::string m_path;
    int m_file = -1;
};

} // namespace zemi
