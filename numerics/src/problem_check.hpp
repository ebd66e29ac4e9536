// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/problem.hpp>

namespace zemi {

/// Checks what no type can: sizes, ranges and schedules of a problem with `num_classes` vehicle classes. Throws
/// std::invalid_argument that says what is wrong. Names of schemes are checked where they become types.
void check_problem(Problem const& problem, int num_classes);

} // namespace zemi
