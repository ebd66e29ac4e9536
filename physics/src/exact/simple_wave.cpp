// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/simple_wave.hpp>

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace zemi::exact {

Real SimpleWave::shock_time() const
{
    return period / (2 * std::numbers::pi_v<Real> * std::abs(amplitude));
}

SimpleWave::Point SimpleWave::sample(Real x, Real t) const
{
    if (!(t < shock_time())) {
        throw std::domain_error("the simple wave has become a shock");
    }
    // The foot y of the characteristic through (x, t): y + t lambda_0(y) = x, whose left side increases with y.
    // Newton's method, and bisection where it would leave the bracket.
    Real const k = 2 * std::numbers::pi_v<Real> / period;
    Real const reach = std::abs(amplitude) * t;
    Real const centre = x - mean * t;
    Real low = centre - reach;
    Real high = centre + reach;
    Real y = centre;
    for (int i = 0; i < 100 && low < high; ++i) {
        Real const excess = (y - centre) + amplitude * t * std::sin(k * y);
        (excess > 0 ? high : low) = y;
        Real next = y - excess / (1 + amplitude * t * k * std::cos(k * y));
        if (!(next >= low && next <= high)) {
            next = low + (high - low) / 2;
        }
        if (next == y) {
            break;
        }
        y = next;
    }
    Real const lambda = mean + amplitude * std::sin(k * y);
    Real const p = (marker - lambda) / (exponent + 1);
    return {jam_density * std::pow(p / pressure_scale, 1 / exponent), marker - p, lambda};
}

} // namespace zemi::exact
