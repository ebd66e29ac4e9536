// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Tables as text: comma-separated values (RFC 4180), numbers with as many digits as they need to be read back exactly,
/// `nan` for what is not defined.
namespace zemi::app {

struct CsvTable {
    std::vector<std::string> head;
    std::vector<std::vector<std::string>> rows; ///< each as long as the head
    std::vector<int> lines; ///< where each row begins, from 1
};

/// Reads a table whose first line holds the names of the columns. Empty lines are passed over; blanks around a field do
/// not count unless it is quoted. Throws ConfigError with the place in `name`.
[[nodiscard]] CsvTable parse_csv(std::string_view text, std::string const& name);

/// One line with its end.
[[nodiscard]] std::string csv_line(std::vector<std::string> const& fields);

/// The shortest text that reads back as the same number.
[[nodiscard]] std::string csv_number(double value);

} // namespace zemi::app
