// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

namespace zemi::study {

/// A text in which LaTeX sees nothing but characters.
[[nodiscard]] std::string latex_text(std::string const& text);

/// "1.234e-05" as $1.234\cdot 10^{-5}$; other numbers stay, and "-" (there is none) becomes a dash.
[[nodiscard]] std::string latex_number(std::string const& text);

} // namespace zemi::study
