// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "record.hpp"

#include <map>
#include <string>

namespace zemi::test {

/// docs/verification.md and the pictures beside it.
struct VerificationPage {
    std::string text;
    std::map<std::string, std::string> pictures; ///< SVG by name of the file, "stiff_1.svg"
};

/// The template with its marks, each alone on a line, replaced by what the tests measured:
///
///     {{table NAME}}                        the measurements of a table, one row for each problem and method
///     {{errors NAME: PROBLEM | PROBLEM}}    a picture of its errors over the number of cells, a panel for each problem
///     {{profiles NAME: TITLE}}              pictures of the curves of that name, one for each quantity
///     {{remarks}}                           all remarks
///
/// Throws std::runtime_error for a mark that is unknown or has nothing to show, with its line, and for a table or
/// curves that no mark shows: nothing that is measured is left out in silence.
[[nodiscard]] VerificationPage make_verification_page(std::string const& page_template, Record const& record);

} // namespace zemi::test
