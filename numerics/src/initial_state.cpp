// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/initial_state.hpp>

#include <cmath>

namespace zemi::detail {

void check_traffic_state(std::string const& subject, TrafficState const& state, int num_classes, Real x)
{
    auto const fail = [&](std::string const& what) {
        throw std::invalid_argument(subject + " at x = " + std::to_string(x) + " m: " + what);
    };
    auto const size = static_cast<std::size_t>(num_classes);
    if (state.density.size() != size || state.speed.size() != size) {
        fail("needs a density and a speed for each of the " + std::to_string(num_classes) + " classes");
    }
    for (std::size_t c = 0; c < size; ++c) {
        if (!(state.density[c] >= 0) || !std::isfinite(state.density[c])) {
            fail("density of class " + std::to_string(c + 1) + " is " + std::to_string(state.density[c]) + " veh/m");
        }
        if (!std::isfinite(state.speed[c])) {
            fail("speed of class " + std::to_string(c + 1) + " is not a number");
        }
    }
}

} // namespace zemi::detail
