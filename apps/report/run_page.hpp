// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "report/html.hpp"
#include "report/result_data.hpp"

#include <string>
#include <vector>

namespace zemi::app {

/// The report of one run: a web page.
[[nodiscard]] std::string run_page(ResultData const& data);

/// The page's colours of series and profiles on a dark ground.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> dark_series_colours();

} // namespace zemi::app
