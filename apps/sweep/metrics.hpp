// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/numerics/ensemble.hpp>

#include <string>
#include <vector>

namespace zemi::app {

/// A number that summarises a run.
struct MetricInfo {
    std::string name;
    std::string unit; ///< as UDUNITS spells it; vehicles are counted, so they have no unit
    bool per_class = true;
    bool has_sum = false; ///< besides the values of the classes there is their sum, named <name>_all
    std::string description;
};

/// All metrics, in the order of their columns.
[[nodiscard]] std::vector<MetricInfo> const& metric_table();

[[nodiscard]] std::vector<std::string> metric_names();

/// One column of a table of results.
struct MetricColumn {
    std::string name; ///< travel_time_car, total_delay_all, mass_defect
    MetricInfo metric;
    std::string vclass; ///< empty: of all traffic
};

/// The columns of these metrics (empty: of all), in the order of the table. Throws std::invalid_argument for a name
/// that is not in the table.
[[nodiscard]] std::vector<MetricColumn> metric_columns(std::vector<std::string> const& metrics,
                                                       std::vector<std::string> const& classes);

/// The value in SI; NaN where it is not defined: no traffic, no time, or a class that the run does not have.
/// `classes`: those of the run, in the order of its metrics.
[[nodiscard]] Real metric_value(MetricColumn const& column, Metrics const& metrics,
                                std::vector<std::string> const& classes, Real road_length);

} // namespace zemi::app
