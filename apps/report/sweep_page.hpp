// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/chart.hpp"
#include "report/index_page.hpp"
#include "report/sweep_data.hpp"

#include <optional>
#include <string>
#include <vector>

namespace zemi::app {

/// The report of a sweep: a web page with counts and failures, every metric over every parameter, how the metrics are
/// distributed, and a table of the first members.
[[nodiscard]] std::string sweep_page(SweepData const& data);

/// Its row in an overview of results, except its link.
[[nodiscard]] IndexRow sweep_index_row(SweepData const& data);

/// How many values lie in each of equally wide bins, as the outline of a histogram; values that are no numbers are left
/// out. Empty if there are none.
[[nodiscard]] std::vector<plot::Point> histogram(std::vector<double> const& values, std::size_t num_bins);

} // namespace zemi::app
