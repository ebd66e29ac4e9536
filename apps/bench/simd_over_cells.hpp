// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/simulation.hpp>

#include <string>
#include <vector>

namespace zemi::bench {

/// True if the library's host engines can run in this build.
[[nodiscard]] bool has_host_engines();

/// False if this build has no threads at all.
[[nodiscard]] bool has_host_threads();

/// Reference `simd_over_cells`: each run by itself on one core, eight neighbouring cells in a pack (EngineChoice::
/// resident), the runs shared out among the cores. Advances all to `end_time` [s]; throws std::runtime_error if one
/// fails.
void advance_side_by_side(std::vector<Simulation>& simulations, Real end_time);

} // namespace zemi::bench
