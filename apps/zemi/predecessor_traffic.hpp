// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/predecessor_keys.hpp"
#include <zemi/numerics/problem.hpp>

#include <string>

namespace zemi::app {

/// `initial` and `boundary` of the case, from initial_conditions and boundary_conditions. The predecessor's states are
/// (density, marker) pairs in units that depend on where they stand; the case has densities and speeds.
[[nodiscard]] std::string import_traffic(PredecessorKeys& keys, ModelSpec const& model, RoadSpec const& road,
                                         Real end_time);

/// A number in as few digits as it can be read again from (ten at most).
[[nodiscard]] std::string shortest(Real value);

} // namespace zemi::app
