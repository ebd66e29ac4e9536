// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/physics/exact/single_class_riemann.hpp>

namespace zemi::exact {

/// A single class with p = K (rho / rho_jam)^2, Ve = V (1 - rho / rho_jam) and the same relaxation time everywhere.
struct JamitonModel {
    Real pressure_scale = 40 / 3.6; ///< K [m/s]
    Real free_speed = 60 / 3.6;     ///< V [m/s]
    Real jam_density = 0.25;        ///< rho_jam [veh/m]
    Real relaxation_time = 10;      ///< tau [s]
};

/// A train of jamitons: the travelling waves that unstable traffic turns into, in closed form. With xi = x - s t all
/// depends on xi only, vehicles pass the wave with the flow m = rho (v - s), and from a shock at xi = 0 the density falls
/// smoothly, through the sonic density rho_S, to what meets the next shock at xi = L:
///
///     m = 2 K rho_S^3 / rho_jam^2     s = Ve(rho_S) - rho_S p'(rho_S)     v = s + m / rho
///     rho_M = rho_S p'(rho_S) rho_jam / V         the density that the profile tends to, below rho_S
///     d(rho)/d(xi) = -(rho - rho_M) rho^2 / (X_0 (rho^2 + rho rho_S + rho_S^2))       X_0 = 2 K tau m / (V rho_jam)
///     xi(rho) = const - X_0 (A ln(rho - rho_M) + (1 - A) ln rho + rho_S^2 / (rho_M rho))
///     A = (rho_M^2 + rho_M rho_S + rho_S^2) / rho_M^2
///     shock: rho_- rho_+ (rho_- + rho_+) = 2 rho_S^3, rho_- on its left, where the profile behind it ends
///
/// rho_S is a density at which the equilibrium is unstable, 2 K rho_S / rho_jam < V, and rho_- any density between rho_M
/// and rho_S for which rho_+ is not above the jam density, where Ve ends. The closed form for this pressure was found for
/// zemi. Theory: Flynn, Kasimov, Nave, Rosales & Seibold (2009), doi:10.1103/PhysRevE.79.056113; Seibold, Flynn, Kasimov
/// & Rosales (2013), doi:10.3934/nhm.2013.8.745.
class Jamiton {
public:
    /// From the sonic density and that on the left of the shock [veh/m]. Throws std::invalid_argument, saying which
    /// condition does not hold, where there is no such wave.
    Jamiton(JamitonModel const& model, Real sonic_density, Real left_density);

    /// The one of this period [m]. Throws std::invalid_argument likewise, and for a period so long that rho_+ would be
    /// above the jam density or rho_- would differ from rho_M by rounding only.
    [[nodiscard]] static Jamiton with_period(JamitonModel const& model, Real sonic_density, Real period);

    /// Where xi = x - s t [m] from a shock; on a shock the state on its right.
    [[nodiscard]] SingleClassState sample(Real xi) const;
    /// Where, at the time 0, the vehicle was that is at x [m] at the time t [s]; a shock at x = 0 at the time 0.
    [[nodiscard]] Real origin(Real x, Real t) const;
    /// Vehicles between the shock at xi = 0 and xi [veh], exact; negative on the left of it.
    [[nodiscard]] Real vehicles(Real xi) const;
    /// Where that many vehicles are between the shock and xi [m].
    [[nodiscard]] Real place_of(Real vehicles) const;
    /// Averages over [begin, end] [m] of the density [veh/m] and of density times marker [veh/s], exact.
    [[nodiscard]] Real mean_density(Real begin, Real end) const;
    [[nodiscard]] Real mean_density_times_marker(Real begin, Real end) const;

    /// Speed of the wave, s [m/s].
    [[nodiscard]] Real speed() const noexcept { return m_speed; }
    /// Vehicles that pass the wave, m [veh/s].
    [[nodiscard]] Real passing_flow() const noexcept { return m_flow; }
    [[nodiscard]] Real sonic_density() const noexcept { return m_sonic; }
    /// rho_M [veh/m].
    [[nodiscard]] Real least_density() const noexcept { return m_least; }
    /// Densities on both sides of the shock, rho_- and rho_+ [veh/m].
    [[nodiscard]] Real left_density() const noexcept { return m_left; }
    [[nodiscard]] Real right_density() const noexcept { return m_right; }
    /// L [m].
    [[nodiscard]] Real period() const noexcept { return m_period; }
    [[nodiscard]] Real vehicles_per_period() const noexcept { return m_vehicles; }

private:
    struct Within; ///< a place as a number of whole periods and the rest
    [[nodiscard]] Within within(Real xi) const;
    // Integrals over the profile, as functions of the density on it: of 1 (place), rho (vehicles) and rho^3 (pressure).
    [[nodiscard]] Real place_at(Real density) const;
    [[nodiscard]] Real vehicles_at(Real density) const;
    [[nodiscard]] Real cubes_at(Real density) const;
    [[nodiscard]] Real cubes(Real xi) const;
    [[nodiscard]] Real density_within(Real xi) const;

    JamitonModel m_model;
    Real m_sonic;
    Real m_left;
    Real m_flow = 0;
    Real m_speed = 0;
    Real m_least = 0;
    Real m_right = 0;
    Real m_length = 0; ///< X_0 [m]
    Real m_period = 0;
    Real m_vehicles = 0;
    Real m_cubes = 0; ///< integral of rho^3 over a period
};

} // namespace zemi::exact
