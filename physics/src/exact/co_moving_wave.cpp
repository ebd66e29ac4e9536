// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/co_moving_wave.hpp>

#include <cmath>
#include <numbers>

namespace zemi::exact {

CoMovingWave::Point CoMovingWave::sample(Real x, Real t) const
{
    Real const shift = (x - speed * t) / period;
    Real const phase = 2 * std::numbers::pi_v<Real> * (shift - std::floor(shift));
    return {{mean[0] + amplitude[0] * std::sin(phase), mean[1] + amplitude[1] * std::cos(phase)}, speed};
}

} // namespace zemi::exact
