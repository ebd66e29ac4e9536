// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/metrics.hpp"

#include <zemi/core/suggest.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace zemi::app {
namespace {

constexpr Real undefined = std::numeric_limits<Real>::quiet_NaN();

/// NaN without a denominator, also where IEEE arithmetic would give infinity.
Real ratio(Real numerator, Real denominator)
{
    return denominator != 0 ? numerator / denominator : undefined;
}

Real class_value(std::string const& name, ClassMetrics const& m, Real duration, Real road_length)
{
    if (name == "travel_time") {
        return ratio(road_length * m.time_spent, m.distance);
    }
    if (name == "mean_speed") {
        return ratio(m.distance, m.time_spent);
    }
    if (name == "throughput") {
        return ratio(m.outflow, duration);
    }
    if (name == "total_delay") {
        return m.delay();
    }
    return name == "time_spent" ? m.time_spent : m.distance;
}

} // namespace

std::vector<MetricInfo> const& metric_table()
{
    static std::vector<MetricInfo> const table{
        {"travel_time", "s", true, false,
         "time to drive the road at the space-mean speed; not defined without traffic"},
        {"mean_speed", "m s-1", true, false, "space-mean speed, distance over time spent; not defined without traffic"},
        {"throughput", "s-1", true, false, "vehicles that left through the right end, net, per time"},
        {"total_delay", "s", true, true, "time lost by all vehicles together against driving at the free speed"},
        {"time_spent", "s", true, true, "time that all vehicles together spent on the road"},
        {"distance", "m", true, true, "way that all vehicles together drove"},
        {"max_queue_length", "m", false, false,
         "largest total length of cells whose traffic is slower than the queue "
         "speed"},
        {"mass_defect", "1", false, false, "largest mass defect of a class, relative to the vehicles that it had"}};
    return table;
}

std::vector<std::string> metric_names()
{
    std::vector<std::string> names;
    for (MetricInfo const& metric : metric_table()) {
        names.push_back(metric.name);
    }
    return names;
}

std::vector<MetricColumn> metric_columns(std::vector<std::string> const& metrics,
                                         std::vector<std::string> const& classes)
{
    auto const known = metric_names();
    for (std::string const& name : metrics) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw std::invalid_argument(fmt::format("unknown metric \"{}\"; {}", name, suggest_name(name, known)));
        }
    }
    std::vector<MetricColumn> columns;
    for (MetricInfo const& metric : metric_table()) {
        if (!metrics.empty() && std::find(metrics.begin(), metrics.end(), metric.name) == metrics.end()) {
            continue;
        }
        if (!metric.per_class) {
            columns.push_back({metric.name, metric, ""});
            continue;
        }
        for (std::string const& vclass : classes) {
            columns.push_back({metric.name + '_' + vclass, metric, vclass});
        }
        if (metric.has_sum) {
            columns.push_back({metric.name + "_all", metric, ""});
        }
    }
    return columns;
}

Real metric_value(MetricColumn const& column, Metrics const& metrics, std::vector<std::string> const& classes,
                  Real road_length)
{
    std::string const& name = column.metric.name;
    if (!column.metric.per_class) {
        return name == "mass_defect" ? metrics.mass_defect : metrics.max_queue_length;
    }
    if (metrics.classes.size() != classes.size()) {
        return undefined;
    }
    if (column.vclass.empty()) {
        Real sum = 0;
        for (ClassMetrics const& m : metrics.classes) {
            sum += class_value(name, m, metrics.duration, road_length);
        }
        return sum;
    }
    auto const found = std::find(classes.begin(), classes.end(), column.vclass);
    return found == classes.end()
             ? undefined
             : class_value(name, metrics.classes[static_cast<std::size_t>(found - classes.begin())], metrics.duration,
                           road_length);
}

} // namespace zemi::app
