// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/csv.hpp"
#include "sweep/plan.hpp"
#include "zemi/run.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace zemi::app {

/// Settings from "key=value". Throws std::invalid_argument for what is not of this form.
[[nodiscard]] std::vector<Setting> parse_settings(std::vector<std::string> const& overrides);

struct Evaluation {
    std::string csv; ///< input columns, status, reason, metrics; rows in the order of the table
    std::size_t num_done = 0;
    std::size_t num_failed = 0;
    std::size_t num_open = 0; ///< not computed, because it was stopped
};

/// Runs the case once per row; the columns of the table are keys of the case. Needs a running Kokkos. Throws
/// ConfigError for columns that are no keys, and if the case cannot be read. `table_name`: for messages.
[[nodiscard]] Evaluation evaluate_table(std::string const& case_path, std::vector<Setting> const& settings,
                                        KeepSpec const& keep, CsvTable const& table, std::string const& table_name,
                                        std::function<bool()> const& stop_requested);

} // namespace zemi::app
