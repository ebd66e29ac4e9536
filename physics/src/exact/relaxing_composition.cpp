// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/relaxing_composition.hpp>

#include <cmath>
#include <numbers>

namespace zemi::exact {

Real RelaxingComposition::way(Real t) const
{
    return equilibrium_speed * t
         - relaxation_time * (start_speed - equilibrium_speed) * std::expm1(-t / relaxation_time);
}

RelaxingComposition::Point RelaxingComposition::sample(Real x, Real t) const
{
    Real const turns = (x - way(t)) / period;
    Real const phase = 2 * std::numbers::pi_v<Real> * (turns - std::floor(turns));
    Real const density = total_density * (mean_share + share_amplitude * std::sin(phase));
    Real const speed = equilibrium_speed + (start_speed - equilibrium_speed) * std::exp(-t / relaxation_time);
    return {{density, total_density - density}, speed};
}

} // namespace zemi::exact
