// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/io_error.hpp>
#include <zemi/core/netcdf_writer.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <limits>
#include <system_error>
#include <utility>

#if ZEMI_HAVE_NETCDF
#include <netcdf.h>
#endif

namespace zemi {

#if ZEMI_HAVE_NETCDF

namespace {

nc_type to_netcdf(NetcdfType type)
{
    switch (type) {
    case NetcdfType::real:
        return NC_DOUBLE;
    case NetcdfType::integer:
        return NC_INT;
    case NetcdfType::text:
        return NC_STRING;
    }
    return NC_NAT;
}

} // namespace

NetcdfWriter::NetcdfWriter(std::string path) : m_path(std::move(path)), m_temporary(m_path + ".tmp")
{
    // netCDF says "permission denied" whatever is wrong with the path; the system knows better.
    if (std::FILE* const file = std::fopen(m_temporary.c_str(), "wb")) {
        std::fclose(file);
    } else {
        throw IoError(fmt::format("cannot write {}: {}", m_path, std::generic_category().message(errno)));
    }
    check(nc_create(m_temporary.c_str(), NC_NETCDF4 | NC_CLOBBER, &m_file), "create the file");
}

NetcdfWriter::~NetcdfWriter()
{
    if (m_file >= 0) {
        nc_close(m_file);
        std::remove(m_temporary.c_str());
    }
}

void NetcdfWriter::check(int status, std::string_view doing) const
{
    if (status != NC_NOERR) {
        throw IoError(fmt::format("cannot write {}: {} ({})", m_path, nc_strerror(status), doing));
    }
}

int NetcdfWriter::define_dimension(std::string const& name, std::size_t size)
{
    int dimension = -1;
    check(nc_def_dim(m_file, name.c_str(), size == unlimited ? NC_UNLIMITED : size, &dimension), "dimension " + name);
    return dimension;
}

int NetcdfWriter::define_variable(std::string const& name, NetcdfType type, std::vector<int> const& dimensions,
                                  std::vector<std::size_t> const& chunk)
{
    int variable = -1;
    check(nc_def_var(m_file, name.c_str(), to_netcdf(type), static_cast<int>(dimensions.size()), dimensions.data(),
                     &variable),
          "variable " + name);
    if (!chunk.empty()) {
        check(nc_def_var_chunking(m_file, variable, NC_CHUNKED, chunk.data()), "chunks of " + name);
    }
    return variable;
}

void NetcdfWriter::mark_gaps(int variable)
{
    double const missing = std::numeric_limits<double>::quiet_NaN();
    check(nc_def_var_fill(m_file, variable, NC_FILL, &missing), "fill value");
}

void NetcdfWriter::set_attribute(int variable, std::string const& name, std::string_view value)
{
    check(nc_put_att_text(m_file, variable == global ? NC_GLOBAL : variable, name.c_str(), value.size(), value.data()),
          "attribute " + name);
}

void NetcdfWriter::set_attribute(int variable, std::string const& name, std::span<double const> values)
{
    check(nc_put_att_double(m_file, variable == global ? NC_GLOBAL : variable, name.c_str(), NC_DOUBLE, values.size(),
                            values.data()),
          "attribute " + name);
}

void NetcdfWriter::set_attribute(int variable, std::string const& name, std::span<int const> values)
{
    check(nc_put_att_int(m_file, variable == global ? NC_GLOBAL : variable, name.c_str(), NC_INT, values.size(),
                         values.data()),
          "attribute " + name);
}

void NetcdfWriter::end_definitions()
{
    check(nc_enddef(m_file), "end of definitions");
}

void NetcdfWriter::write(int variable, std::span<std::size_t const> start, std::span<std::size_t const> count,
                         std::span<double const> values)
{
    check(nc_put_vara_double(m_file, variable, start.data(), count.data(), values.data()), "data");
}

void NetcdfWriter::write(int variable, std::span<std::size_t const> start, std::span<std::size_t const> count,
                         std::span<int const> values)
{
    check(nc_put_vara_int(m_file, variable, start.data(), count.data(), values.data()), "data");
}

void NetcdfWriter::write(int variable, std::span<double const> values)
{
    check(nc_put_var_double(m_file, variable, values.data()), "data");
}

void NetcdfWriter::write(int variable, std::span<int const> values)
{
    check(nc_put_var_int(m_file, variable, values.data()), "data");
}

void NetcdfWriter::write(int variable, std::span<std::string const> values)
{
    std::vector<char const*> texts;
    texts.reserve(values.size());
    for (std::string const& value : values) {
        texts.push_back(value.c_str());
    }
    check(nc_put_var_string(m_file, variable, texts.data()), "data");
}

void NetcdfWriter::commit()
{
    int const file = std::exchange(m_file, -1);
    if (int const status = nc_close(file); status != NC_NOERR) {
        std::remove(m_temporary.c_str());
        check(status, "close the file");
    }
    if (std::rename(m_temporary.c_str(), m_path.c_str()) != 0) {
        std::remove(m_temporary.c_str());
        throw IoError("cannot give the file " + m_path + " its name");
    }
}

std::string netcdf_version()
{
    std::string const text = nc_inq_libvers(); // "4.9.0 of Jan  3 2023 ..."
    return text.substr(0, text.find(' '));
}

#else

NetcdfWriter::NetcdfWriter(std::string path) : m_path(std::move(path))
{
    throw IoError("cannot write " + m_path + ": this zemi is built without netCDF (ZEMI_ENABLE_NETCDF=OFF)");
}
NetcdfWriter::~NetcdfWriter() = default;
void NetcdfWriter::check(int, std::string_view) const
{
}
int NetcdfWriter::define_dimension(std::string const&, std::size_t)
{
    return -1;
}
int NetcdfWriter::define_variable(std::string const&, NetcdfType, std::vector<int> const&,
                                  std::vector<std::size_t> const&)
{
    return -1;
}
void NetcdfWriter::mark_gaps(int)
{
}
void NetcdfWriter::set_attribute(int, std::string const&, std::string_view)
{
}
void NetcdfWriter::set_attribute(int, std::string const&, std::span<double const>)
{
}
void NetcdfWriter::set_attribute(int, std::string const&, std::span<int const>)
{
}
void NetcdfWriter::end_definitions()
{
}
void NetcdfWriter::write(int, std::span<std::size_t const>, std::span<std::size_t const>, std::span<double const>)
{
}
void NetcdfWriter::write(int, std::span<std::size_t const>, std::span<std::size_t const>, std::span<int const>)
{
}
void NetcdfWriter::write(int, std::span<double const>)
{
}
void NetcdfWriter::write(int, std::span<int const>)
{
}
void NetcdfWriter::write(int, std::span<std::string const>)
{
}
void NetcdfWriter::commit()
{
}
std::string netcdf_version()
{
    return {};
}

#endif

} // namespace zemi
