// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/physics/model_spec.hpp>

#include <algorithm>
#include <cmath>

namespace zemi::test {

/// The source term bounded_acceleration at frozen densities, put together from the closed forms of its pieces: the speed
/// [m/s] after `time` [s] of a class that starts with `speed` and whose equilibrium speed is `equilibrium`.
inline Real bounded_speed(ClassSpec const& vehicle, Real speed, Real equilibrium, Real time)
{
    Real const tau = vehicle.relaxation_time;
    Real const a = vehicle.max_acceleration;
    Real const top = vehicle.top_speed;
    Real const b = vehicle.max_deceleration;
    // Where relaxation is as strong as the bound: below `from`, the engine decides; above `to`, the brakes.
    Real const from = (equilibrium / tau - a) / (1 / tau - a / top);
    Real const to = equilibrium + b * tau;
    if (a / top < 1 / tau && speed < from) {
        Real const until = std::min(time, top / a * std::log((top - speed) / (top - from)));
        speed = top - (top - speed) * std::exp(-a * until / top);
        time -= until;
    } else if (b > 0 && speed > to) {
        Real const until = std::min(time, (speed - to) / b);
        speed -= b * until;
        time -= until;
    }
    return equilibrium + (speed - equilibrium) * std::exp(-time / tau);
}

/// The given model with bounds on what drivers find comfortable.
inline ModelSpec with_bounded_acceleration(ModelSpec model)
{
    model.source = "bounded_acceleration";
    for (ClassSpec& vehicle : model.classes) {
        vehicle.max_acceleration = vehicle.name == "motorcycle" ? 2.5 : 1.5;
        vehicle.max_deceleration = 1.2;
        vehicle.top_speed = 120 / 3.6;
    }
    return model;
}

} // namespace zemi::test
