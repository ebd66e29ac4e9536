// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/interaction.hpp>

#include <algorithm>
#include <cmath>

namespace zemi {

namespace {
constexpr Real rounding = 1e-12;
}

bool interaction_is_balanced(InteractionMatrix const& a)
{
    if (a.size() < 3) {
        return true;
    }
    Real const forward = a[0][1] * a[1][2] * a[2][0];
    Real const backward = a[0][2] * a[2][1] * a[1][0];
    return std::fabs(forward - backward) <= rounding * std::max(forward, backward);
}

bool interaction_bounds_waves(InteractionMatrix const& a)
{
    if (!interaction_is_balanced(a)) {
        return false;
    }
    // Squared elements of the symmetric matrix similar to A, whose principal minors must not be negative.
    auto const square = [&a](std::size_t i, std::size_t j) { return a[i][j] * a[j][i]; };
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (square(i, j) > a[i][i] * a[j][j] * (1 + rounding)) {
                return false;
            }
        }
    }
    if (a.size() < 3) {
        return true;
    }
    Real const positive = a[0][0] * a[1][1] * a[2][2] + 2 * a[0][1] * a[1][2] * a[2][0];
    Real const negative = a[0][0] * square(1, 2) + a[1][1] * square(0, 2) + a[2][2] * square(0, 1);
    return positive - negative >= -rounding * positive;
}

} // namespace zemi
