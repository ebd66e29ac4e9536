// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "bench/reference_ensemble.hpp"
#include <zemi/numerics/simulation.hpp>

#include <cstddef>

namespace zemi::bench {

/// End of the runs of riemann_problem() [s].
inline constexpr Real riemann_end_time = 60;

/// The problem of cases/riemann.yaml, without its file: 100 cells, two classes, first order.
[[nodiscard]] Problem riemann_problem();

/// riemann_problem() with pressure scales, relaxation times and initial densities changed by up to 10 %, in a way that
/// depends on `member` alone; `order` is 1, 2 or 5, `cfl` 0 is the scheme's own.
[[nodiscard]] Problem perturbed_problem(std::size_t member, int order, Real cfl);

/// A smooth wave on a ring of `num_cells` cells of 10 m, in dense traffic that is stable and in which waves run both
/// ways; `order` and `cfl` as above. On very long roads it is made of 1000 steps, because averages of as many different
/// cells take minutes.
[[nodiscard]] Problem ring_problem(int num_cells, int order, Real cfl);

/// The state that `simulation` is in, and its model, as the references have them. Throws std::invalid_argument if they
/// cannot solve the problem.
[[nodiscard]] ReferenceRun reference_run(Simulation const& simulation);
[[nodiscard]] ReferenceRun reference_run(Problem const& problem, CellFields const& fields);

/// Largest difference of densities and markers times densities, each relative to its largest value.
[[nodiscard]] double relative_difference(CellFields const& fields, std::vector<ReferenceCell> const& cells);

/// The same between two results of the library, over densities and speeds.
[[nodiscard]] double relative_difference(CellFields const& a, CellFields const& b);

} // namespace zemi::bench
