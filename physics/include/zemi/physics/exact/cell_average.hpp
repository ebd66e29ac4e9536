// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <array>
#include <cstddef>
#include <stdexcept>

namespace zemi::exact {

/// Average of f over [begin, end] by the midpoint rule on `num_samples` equal parts. The value type of f needs + and a
/// product with Real. For profiles with discontinuities: the error of a cell that holds one is at most the jump divided
/// by twice the number of parts.
template <class F>
[[nodiscard]] auto cell_average(F const& f, Real begin, Real end, int num_samples = 32)
{
    if (num_samples < 1) {
        throw std::invalid_argument("a cell average needs at least one sample");
    }
    Real const part = (end - begin) / num_samples;
    auto sum = f(begin + part / 2);
    for (int i = 1; i < num_samples; ++i) {
        sum = sum + f(begin + (i + Real(0.5)) * part);
    }
    return (Real(1) / num_samples) * sum;
}

/// Average of f over [begin, end] by Gauss' formula with five points: exact for polynomials of degree nine. For smooth
/// profiles. Abramowitz & Stegun (1964), table 25.4.
template <class F>
[[nodiscard]] auto smooth_cell_average(F const& f, Real begin, Real end)
{
    // Distance from the centre in half cells and weight of the two pairs; the centre has the weight 64 / 225.
    constexpr std::array<Real, 2> position = {0.538469310105683091, 0.906179845938663993};
    constexpr std::array<Real, 2> weight = {0.239314335249683234, 0.118463442528094544};
    Real const centre = (begin + end) / 2;
    Real const half = (end - begin) / 2;
    auto sum = (Real(64) / 225) * f(centre);
    for (std::size_t i = 0; i < position.size(); ++i) {
        sum = sum + weight[i] * (f(centre - position[i] * half) + f(centre + position[i] * half));
    }
    return sum;
}

} // namespace zemi::exact
