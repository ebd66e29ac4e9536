// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/chart.hpp"
#include "plot/pictures.hpp"
#include "report/result_data.hpp"

#include <string>
#include <vector>

/// The charts of the report of one run: SVG elements for a page. Class numbers are those of the result; results with
/// pictures (ResultData::frames) are wanted where not said otherwise.
namespace zemi::app {

[[nodiscard]] std::string space_time_chart(ResultData const& data, std::size_t vehicle_class, plot::Variable variable);
[[nodiscard]] std::string profile_chart(ResultData const& data, std::size_t vehicle_class, plot::Variable variable);

/// Flow over density.
struct FundamentalDiagram {
    std::string explanation;         ///< what the curves are, or why there are none
    std::vector<std::string> charts; ///< one per class
};

/// Points of the run with the equilibrium of its model on each road category: in the mean mix of the run, and (for
/// several classes) for the class alone.
[[nodiscard]] FundamentalDiagram fundamental_diagram(ResultData const& data);

/// Vehicles in and out over time.
[[nodiscard]] std::string count_chart(HistoryData const& history, std::size_t vehicle_class);

/// Step size and realised CFL number over time, and floors and retries if there were any.
[[nodiscard]] std::vector<std::string> step_charts(HistoryData const& history);

} // namespace zemi::app
