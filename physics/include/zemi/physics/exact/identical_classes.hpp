// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/physics/exact/single_class_riemann.hpp>
#include <zemi/physics/model_spec.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace zemi::exact {

/// Traffic of several classes at one point that all drive at the same speed.
struct MixedState {
    std::vector<Real> density; ///< of each class [veh/m]
    Real speed = 0;            ///< of all [m/s]
    Real marker = 0;           ///< of all, w = v + p [m/s]
};

/// Turns a solution of a single class into one of classes that drive alike: same pressure, relaxation and free speeds,
/// and each perceives all of them with one weight. If they start at one speed they keep to one speed, so the total
/// density solves the equation of a single class, and the composition is carried along by the vehicles,
///
///     d_t s_i + v d_x s_i = 0    s_i = rho_i / sum_j rho_j:    s_i(x, t) = s_i(origin(x, t), 0)
///
/// whatever waves and shocks there are: with w the markers of Aw & Rascle (2000), doi:10.1137/S0036139997332099, the
/// shares are a further marker (Lebacque, Mammar & Haj-Salem 2007, the generic second order model).
class IdenticalClasses {
public:
    /// State of the single class at place x [m] and time t [s].
    using Single = std::function<SingleClassState(Real x, Real t)>;
    /// Where the vehicle at place x at time t was at time 0 [m].
    using Origin = std::function<Real(Real x, Real t)>;
    /// Shares of the classes at time 0, not negative with the sum 1; anything where there are no vehicles.
    using Composition = std::function<std::vector<Real>(Real x)>;

    IdenticalClasses(Single single, Origin origin, Composition composition);

    [[nodiscard]] MixedState sample(Real x, Real t) const;

private:
    Single m_single;
    Origin m_origin;
    Composition m_composition;
};

/// Where the vehicle at place x [m] at time t [s] was at time 0, in traffic whose speed [m/s] is smooth in place and
/// time: the trajectory dx/dt = v(x, t) backwards. Riemann problems and jamitons have origins in closed form.
[[nodiscard]] Real smooth_origin(std::function<Real(Real x, Real t)> const& speed, Real x, Real t);

/// The equation of a single class that the total density solves; none if the classes differ in more than their names.
/// Relaxation that differs does not matter if `relaxes` is false.
[[nodiscard]] std::optional<ModelSpec> single_class_model(ModelSpec const& model, bool relaxes = true);

} // namespace zemi::exact
