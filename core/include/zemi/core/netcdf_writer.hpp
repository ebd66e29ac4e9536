// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zemi {

/// Number type of a netCDF variable.
enum class NetcdfType { real, integer, text };

/// A netCDF-4 file being written. It carries the name `path + ".tmp"` until commit() gives it its own, so that a file
/// of the final name is always complete; without commit() the destructor removes it. All failures throw IoError with
/// the path and the reason. In a build without netCDF the constructor throws, and says how to get one with.
///
/// First all definitions, then end_definitions(), then data.
class NetcdfWriter {
public:
    /// Attributes of this variable number are those of the file.
    static constexpr int global = -1;
    static constexpr std::size_t unlimited = 0;

    explicit NetcdfWriter(std::string path);
    ~NetcdfWriter();
    NetcdfWriter(NetcdfWriter const&) = delete;
    NetcdfWriter& operator=(NetcdfWriter const&) = delete;

    /// Number of the new dimension; `size` may be `unlimited`, it then grows with what is written.
    int define_dimension(std::string const& name, std::size_t size);
    /// Number of the new variable. `chunk` (one length per dimension) sets how it is cut up on disk; empty: the library
    /// decides.
    int define_variable(std::string const& name, NetcdfType type, std::vector<int> const& dimensions,
                        std::vector<std::size_t> const& chunk = {});
    /// What is never written of this real variable reads as NaN, and the file says so (_FillValue). Not for
    /// coordinates.
    void mark_gaps(int variable);
    void set_attribute(int variable, std::string const& name, std::string_view value);
    void set_attribute(int variable, std::string const& name, std::span<double const> values);
    void set_attribute(int variable, std::string const& name, std::span<int const> values);
    void end_definitions();

    /// Writes the box that begins at index `start` and has `count` entries in each dimension (row-major).
    void write(int variable, std::span<std::size_t const> start, std::span<std::size_t const> count,
               std::span<double const> values);
    void write(int variable, std::span<std::size_t const> start, std::span<std::size_t const> count,
               std::span<int const> values);
    /// A whole variable of one dimension.
    void write(int variable, std::span<double const> values);
    void write(int variable, std::span<int const> values);
    void write(int variable, std::span<std::string const> values);

    /// Closes the file and gives it its final name.
    void commit();
    [[nodiscard]] std::string const& path() const noexcept { return m_path; }

private:
    void check(int status, std::string_view doing) const;

    std::string m_path;
    std::string m_temporary;
    int m_file = -1;
};

/// Version of the netCDF library, or an empty text if this build has none.
[[nodiscard]] std::string netcdf_version();

} // namespace zemi
