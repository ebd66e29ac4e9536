// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/core/vec.hpp>

#include <cmath>
#include <initializer_list>

namespace zemi {

/// State of one cell in the order of the predecessor: rho_m [veh/m], w_m [m/s], rho_c [veh/m], w_c [m/s]; m for
/// motorcycles, c for cars.
using PredecessorState = Vec<Real, 4>;

/// Two values, one for motorcycles and one for cars.
using PredecessorPair = Vec<Real, 2>;

/// The point formulas of the Python program that zemi replaces, with its errors, in the order of its operations. Only
/// for reproducing its results: every calculation that has to be right uses MulticlassArz.
///
/// The errors:
/// - flux(): w is transported with the flux w, as if it moved at 1 m/s; the right equation is
///   d_t(rho w) + d_x(rho w v) = 0, so w must move at the speed v of the traffic;
/// - eigenvalues(): the coupling of the classes through the pressure is left out, so that the slowest wave of
///   congested traffic is too fast by up to 0.5 m/s (base parameters) and the numerical flux misses diffusion;
/// - pressure(): jumps to zero where the own class has vanished, so that the speed jumps by the pressure of the other;
/// - equilibrium_speed() of motorcycles is the creep speed at every density beyond the jam density;
/// - one epsilon serves as smallest density, speed, time and denominator.
struct PredecessorArz {
    Real alpha = 0.4; ///< weight of cars in the density that motorcycles perceive [1]
    Real creep_speed = 5 / 3.6; ///< [m/s]
    Real jam_density = 0.25; ///< [veh/m]
    PredecessorPair pressure_scale{5 / 3.6, 7.5 / 3.6}; ///< K [m/s]; 10 and 15 km/h in the first version
    PredecessorPair pressure_exponent{1.5, 2}; ///< gamma [1]
    PredecessorPair relaxation_time{5, 10}; ///< tau [s]
    Real epsilon = 1e-10; ///< [veh/m], [m/s] and [s] at once
    bool capped_pressure = false; ///< base of the power at most 1 - epsilon; first version only

    /// Density that each class perceives [veh/m].
    PredecessorPair perceived_density(Real rho_m, Real rho_c) const { return {rho_m + alpha * rho_c, rho_m + rho_c}; }

    /// Anticipation pressure of both classes [m/s].
    PredecessorPair pressure(Real rho_m, Real rho_c) const
    {
        rho_m = max(rho_m, Real(0));
        rho_c = max(rho_c, Real(0));
        PredecessorPair const x = perceived_density(rho_m, rho_c);
        PredecessorPair p{0, 0};
        if (rho_m > epsilon && x[0] > epsilon) {
            p[0] = pressure_scale[0] * std::pow(occupation(x[0]), pressure_exponent[0]);
        }
        if (rho_c > epsilon) {
            p[1] = pressure_scale[1] * std::pow(occupation(x[1]), pressure_exponent[1]);
        }
        return p;
    }

    PredecessorPair pressure(PredecessorState const& u) const { return pressure(u[0], u[2]); }

    /// v = w - p [m/s].
    PredecessorPair speed(PredecessorState const& u) const
    {
        PredecessorPair const p = pressure(u);
        return {u[1] - p[0], u[3] - p[1]};
    }

    /// The state with the given densities [veh/m] and speeds [m/s].
    PredecessorState state_at_speed(Real rho_m, Real v_m, Real rho_c, Real v_c) const
    {
        PredecessorPair const p = pressure(rho_m, rho_c);
        return {rho_m, v_m + p[0], rho_c, v_c + p[1]};
    }

    /// Equilibrium speed of both classes on a road with these free speeds [m/s].
    PredecessorPair equilibrium_speed(Real rho_m, Real rho_c, PredecessorPair const& free_speed) const
    {
        Real const density = max(rho_m, Real(0)) + max(rho_c, Real(0));
        Real const g = max(Real(0), 1 - density / jam_density);
        return {creep_speed + (free_speed[0] - creep_speed) * g, free_speed[1] * g};
    }

    /// The state after relaxation for `time` [s]: exact for constant densities. The predecessor integrates the same
    /// equation with an adaptive Runge-Kutta method (tolerance 1e-6) in each cell.
    PredecessorState relax(PredecessorState const& u, PredecessorPair const& free_speed, Real time) const
    {
        PredecessorPair const p = pressure(u);
        PredecessorPair const equilibrium = equilibrium_speed(u[0], u[2], free_speed);
        PredecessorState result = u;
        for (int i = 0; i < 2; ++i) {
            if (u[2 * i] > epsilon) {
                Real const v = u[2 * i + 1] - p[i];
                Real const decay = std::exp(-time / (relaxation_time[i] + epsilon));
                result[2 * i + 1] = equilibrium[i] + (v - equilibrium[i]) * decay + p[i];
            }
        }
        return result;
    }

    /// Characteristic speeds without the coupling of the classes: v_m, v_m - rho_m p_m', v_c, v_c - rho_c p_c' [m/s].
    Vec<Real, 4> eigenvalues(PredecessorState const& u) const
    {
        Real const rho_m = max(u[0], epsilon);
        Real const rho_c = max(u[2], epsilon);
        PredecessorPair const v = speed(u);
        PredecessorPair const x = perceived_density(rho_m, rho_c);
        auto const slope = [&](int i) {
            return pressure_scale[i] * pressure_exponent[i] / jam_density
                 * std::pow(occupation(x[i]), pressure_exponent[i] - 1);
        };
        return {v[0], v[0] - rho_m * slope(0), v[1], v[1] - rho_c * slope(1)};
    }

    /// (rho_m v_m, w_m, rho_c v_c, w_c): the second and fourth components are wrong, also in their unit.
    PredecessorState flux(PredecessorState const& u) const
    {
        PredecessorPair const v = speed(u);
        return {max(u[0], Real(0)) * v[0], u[1], max(u[2], Real(0)) * v[1], u[3]};
    }

    /// Central-upwind flux of Kurganov, Noelle & Petrova (2001), doi:10.1137/S1064827500373413, with flux() and
    /// eigenvalues().
    PredecessorState numerical_flux(PredecessorState const& left, PredecessorState const& right) const
    {
        Real fastest = 0;
        Real slowest = 0;
        for (PredecessorState const& u : {left, right}) {
            Vec<Real, 4> const lambda = eigenvalues(u);
            for (int k = 0; k < 4; ++k) {
                fastest = max(fastest, lambda[k]);
                slowest = min(slowest, lambda[k]);
            }
        }
        PredecessorState const f_left = flux(left);
        PredecessorState const f_right = flux(right);
        Real const range = fastest - slowest;
        PredecessorState result{};
        for (int k = 0; k < 4; ++k) {
            if (std::abs(range) < epsilon) {
                result[k] = (f_left[k] + f_right[k]) / 2;
            } else {
                result[k] = (fastest * f_left[k] - slowest * f_right[k]) / range
                          + fastest * slowest / range * (right[k] - left[k]);
            }
        }
        return result;
    }

private:
    Real occupation(Real x) const
    {
        Real const q = x / jam_density;
        return capped_pressure ? min(q, 1 - epsilon) : q;
    }
};

} // namespace zemi
