// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/io_error.hpp>
#include <zemi/core/netcdf_reader.hpp>

#include <fmt/format.h>

#include <functional>
#include <numeric>

#if ZEMI_HAVE_NETCDF
#include <netcdf.h>
#endif

namespace zemi {

#if ZEMI_HAVE_NETCDF

NetcdfReader::NetcdfReader(std::string path) : m_path(std::move(path))
{
    check(nc_open(m_path.c_str(), NC_NOWRITE, &m_file), "open the file");
}

NetcdfReader::~NetcdfReader()
{
    if (m_file >= 0) {
        nc_close(m_file);
    }
}

void NetcdfReader::check(int status, std::string const& doing) const
{
    if (status != NC_NOERR) {
        throw IoError(fmt::format("cannot read {}: {} ({})", m_path, nc_strerror(status), doing));
    }
}

int NetcdfReader::variable(std::string const& name) const
{
    int id = -1;
    check(nc_inq_varid(m_file, name.c_str(), &id), "variable " + name);
    return id;
}

bool NetcdfReader::has_variable(std::string const& name) const
{
    int id = -1;
    return nc_inq_varid(m_file, name.c_str(), &id) == NC_NOERR;
}

std::vector<std::string> NetcdfReader::variables() const
{
    int count = 0;
    check(nc_inq_nvars(m_file, &count), "its variables");
    std::vector<std::string> names;
    for (int id = 0; id < count; ++id) {
        std::string text(NC_MAX_NAME + 1, '\0');
        check(nc_inq_varname(m_file, id, text.data()), "its variables");
        text.resize(text.find('\0'));
        names.push_back(text);
    }
    return names;
}

bool NetcdfReader::is_text(std::string const& name) const
{
    nc_type type = NC_NAT;
    check(nc_inq_vartype(m_file, variable(name), &type), "variable " + name);
    return type == NC_STRING;
}

std::size_t NetcdfReader::dimension_size(std::string const& name) const
{
    int id = -1;
    if (nc_inq_dimid(m_file, name.c_str(), &id) != NC_NOERR) {
        return 0;
    }
    std::size_t size = 0;
    check(nc_inq_dimlen(m_file, id, &size), "dimension " + name);
    return size;
}

std::vector<std::string> NetcdfReader::dimensions_of(std::string const& name) const
{
    int const id = variable(name);
    int rank = 0;
    check(nc_inq_varndims(m_file, id, &rank), "variable " + name);
    std::vector<int> ids(static_cast<std::size_t>(rank));
    check(nc_inq_vardimid(m_file, id, ids.data()), "variable " + name);
    std::vector<std::string> names;
    for (int const dimension : ids) {
        std::string text(NC_MAX_NAME + 1, '\0');
        check(nc_inq_dimname(m_file, dimension, text.data()), "variable " + name);
        text.resize(text.find('\0'));
        names.push_back(text);
    }
    return names;
}

std::string NetcdfReader::attribute(std::string const& name) const
{
    return attribute_at(NC_GLOBAL, name);
}

std::string NetcdfReader::attribute(std::string const& of_variable, std::string const& name) const
{
    return attribute_at(variable(of_variable), name);
}

std::string NetcdfReader::attribute_at(int place, std::string const& name) const
{
    std::size_t length = 0;
    nc_type type = NC_NAT;
    if (nc_inq_att(m_file, place, name.c_str(), &type, &length) != NC_NOERR || type != NC_CHAR) {
        return {};
    }
    std::string text(length, '\0');
    check(nc_get_att_text(m_file, place, name.c_str(), text.data()), "attribute " + name);
    return text;
}

std::vector<double> NetcdfReader::read(std::string const& name) const
{
    std::vector<std::size_t> count;
    for (std::string const& dimension : dimensions_of(name)) {
        count.push_back(dimension_size(dimension));
    }
    std::vector<std::size_t> const start(count.size(), 0);
    return read(name, start, count);
}

std::vector<double> NetcdfReader::read(std::string const& name, std::span<std::size_t const> start,
                                       std::span<std::size_t const> count) const
{
    std::vector<double> values(std::accumulate(count.begin(), count.end(), std::size_t{1}, std::multiplies<>()));
    check(nc_get_vara_double(m_file, variable(name), start.data(), count.data(), values.data()), "variable " + name);
    return values;
}

std::vector<std::string> NetcdfReader::read_text(std::string const& name) const
{
    std::size_t size = 1;
    for (std::string const& dimension : dimensions_of(name)) {
        size *= dimension_size(dimension);
    }
    std::vector<char*> texts(size, nullptr);
    check(nc_get_var_string(m_file, variable(name), texts.data()), "variable " + name);
    std::vector<std::string> result;
    for (char const* const text : texts) {
        result.emplace_back(text == nullptr ? "" : text);
    }
    nc_free_string(size, texts.data());
    return result;
}

#else

NetcdfReader::NetcdfReader(std::string path) : m_path(std::move(path))
{
    throw IoError("cannot read " + m_path + ": this zemi is built without netCDF (ZEMI_ENABLE_NETCDF=OFF)");
}
NetcdfReader::~NetcdfReader() = default;
void NetcdfReader::check(int, std::string const&) const
{
}
int NetcdfReader::variable(std::string const&) const
{
    return -1;
}
bool NetcdfReader::has_variable(std::string const&) const
{
    return false;
}
std::vector<std::string> NetcdfReader::variables() const
{
    return {};
}
bool NetcdfReader::is_text(std::string const&) const
{
    return false;
}
std::size_t NetcdfReader::dimension_size(std::string const&) const
{
    return 0;
}
std::vector<std::string> NetcdfReader::dimensions_of(std::string const&) const
{
    return {};
}
std::string NetcdfReader::attribute(std::string const&) const
{
    return {};
}
std::string NetcdfReader::attribute(std::string const&, std::string const&) const
{
    return {};
}
std::string NetcdfReader::attribute_at(int, std::string const&) const
{
    return {};
}
std::vector<double> NetcdfReader::read(std::string const&) const
{
    return {};
}
std::vector<double> NetcdfReader::read(std::string const&, std::span<std::size_t const>,
                                       std::span<std::size_t const>) const
{
    return {};
}
std::vector<std::string> NetcdfReader::read_text(std::string const&) const
{
    return {};
}

#endif

} // namespace zemi
