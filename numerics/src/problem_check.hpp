// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/problem.hpp>
#include <zemi/numerics/simulation.hpp>

#include <cstdint>
#include <vector>

namespace zemi {

/// Checks what no type can: sizes, ranges and schedules of a problem with `num_classes` vehicle classes. Throws
/// std::invalid_argument that says what is wrong. Names of schemes are checked where they become types.
void check_problem(Problem const& problem, int num_classes);

/// Index of the category of each cell among road_categories(). Throws std::invalid_argument for a category for which
/// no class has a free speed.
[[nodiscard]] std::vector<std::uint8_t> category_indices(Problem const& problem);

/// Why a run cannot go on after `time` [s]; `dt`: of the last step tried [s]; `cell`: the first bad one, -1 if the wave
/// speeds were the reason; `num_short_steps`: in a row, of a run that is stuck (see StepControl), 0 if the step failed
/// with every size tried.
[[nodiscard]] Failure step_failure(Real time, Real dt, int cell, int num_short_steps, Problem const& problem);

/// The same for a step in which the source of a cell could not be integrated.
[[nodiscard]] Failure source_failure(Real time, Real dt, int cell, int num_short_steps, Problem const& problem);

} // namespace zemi
