// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/sweep_data.hpp"

#include <zemi/core/io_error.hpp>
#include <zemi/core/netcdf_reader.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <sstream>

namespace zemi::app {
namespace {

/// Variables per member that describe the run, not what it found out.
std::set<std::string> const book_keeping{"member", "id",       "status", "reason",  "fail_time", "fail_cell",
                                         "steps",  "rejected", "floors", "limited", "num_cells"};

std::vector<std::string> status_names(NetcdfReader const& file)
{
    std::istringstream meanings(file.attribute("status", "flag_meanings"));
    return {std::istream_iterator<std::string>(meanings), {}};
}

SweepParameter read_parameter(NetcdfReader const& file, std::string const& name)
{
    SweepParameter parameter;
    parameter.key = file.attribute(name, "case_key");
    parameter.unit = file.attribute(name, "units");
    parameter.is_number = !file.is_text(name);
    if (parameter.is_number) {
        parameter.numbers = file.read(name);
    } else {
        parameter.texts = file.read_text(name);
    }
    return parameter;
}

SweepMetric read_metric(NetcdfReader const& file, std::string const& name, std::vector<std::string> const& classes)
{
    SweepMetric metric;
    metric.name = name;
    metric.description = file.attribute(name, "long_name");
    metric.unit = file.attribute(name, "units");
    auto const values = file.read(name);
    if (file.dimensions_of(name).size() == 1) {
        metric.values = {values};
        return metric;
    }
    metric.classes = classes;
    for (std::size_t c = 0; c < classes.size(); ++c) {
        metric.values.emplace_back();
        for (std::size_t i = c; i < values.size(); i += classes.size()) {
            metric.values.back().push_back(values[i]);
        }
    }
    return metric;
}

} // namespace

SweepData read_sweep_result(ResultPlace const& place)
{
    NetcdfReader const file(place.fields_file);
    SweepData data;
    data.place = place;
    data.title = file.attribute("title");
    data.plan = file.attribute("plan");
    for (std::string const name : {"status", "id", "reason"}) {
        if (!file.has_variable(name)) {
            throw IoError(
                fmt::format("{} is no result of a sweep: it has no variable \"{}\"", place.fields_file, name));
        }
    }
    auto const names = status_names(file);
    for (double const code : file.read("status")) {
        bool const is_known = code >= 0 && code < static_cast<double>(names.size());
        data.status.push_back(is_known ? names[static_cast<std::size_t>(code)] : "unknown");
    }
    data.ids = file.read_text("id");
    data.reasons = file.read_text("reason");
    data.fail_times = file.has_variable("fail_time")
                        ? file.read("fail_time")
                        : std::vector<double>(data.size(), std::numeric_limits<double>::quiet_NaN());
    std::vector<std::string> classes;
    if (file.has_variable("vclass")) {
        classes = file.read_text("vclass");
    }
    for (std::string const& name : file.variables()) {
        auto const dimensions = file.dimensions_of(name);
        bool const per_member = !dimensions.empty() && dimensions[0] == "member";
        bool const per_class = per_member && dimensions.size() == 2 && dimensions[1] == "vclass";
        if (per_member && dimensions.size() == 1 && !file.attribute(name, "case_key").empty()) {
            data.parameters.push_back(read_parameter(file, name));
        } else if ((per_class || (per_member && dimensions.size() == 1)) && book_keeping.count(name) == 0
                   && !file.is_text(name)) {
            data.metrics.push_back(read_metric(file, name, classes));
        }
    }
    return data;
}

} // namespace zemi::app
