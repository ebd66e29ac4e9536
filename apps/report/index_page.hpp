// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "report/result_data.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace zemi::app {

/// What the overview says about one result.
struct IndexRow {
    std::string name;
    std::string link; ///< to its report, relative to the overview
    std::string title;
    std::string status; ///< empty: not known
    std::string failure;
    bool is_sweep = false;
    std::string scheme;
    int num_cells = 0;
    std::int64_t num_steps = -1;   ///< -1: not known
    double largest_defect = -1;    ///< relative, of all classes [1]; negative: not known
    double seconds = -1;           ///< it took; negative: not known
    std::vector<std::vector<float>> small; ///< density of all classes [time][place], small [veh/m]
};

/// The row of a result, except its link.
[[nodiscard]] IndexRow index_row(ResultData const& data);

/// The overview of several results: a web page with a row and a small picture for each. `problems`: what could not be
/// reported on, and why.
[[nodiscard]] std::string index_page(std::string const& title, std::vector<IndexRow> const& rows,
                                     std::vector<std::string> const& problems);

} // namespace zemi::app
