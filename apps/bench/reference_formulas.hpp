// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <Kokkos_Macros.hpp>

#include <cmath>

// What the references compute: the two-class model as published on a road of one category, with exponents 3/2 and 2,
// the HLL-W flux and exact relaxation, in plain scalar code. Written down anew, so that the references share nothing
// with the library but the formulas; zemi_bench compares their states before it compares their times.
namespace zemi::bench {

/// SI units; meanings as in physics/multiclass_arz.hpp. Class 0 has the exponent 3/2, class 1 has 2.
struct ReferenceModel {
    double pressure_scale[2] = {};
    double occupation_per_density[2][2] = {}; ///< A_ij / jam density [m/veh]
    double inverse_jam_density = 0;
    double vacuum_density_squared = 0;
    double creeping_speed[2] = {};
    double free_speed[2] = {};
    double relaxation_time[2] = {};
};

/// Conserved variables of a cell: densities [veh/m] and density times marker [veh/s].
struct ReferenceCell {
    double density0, marker0, density1, marker1;
};

/// What a flux needs to know of a cell.
struct ReferencePoint {
    double density0, density1, speed0, speed1, marker0, marker1, slowest;
};

struct ReferenceFlux {
    double density0, marker0, density1, marker1;
};

KOKKOS_INLINE_FUNCTION double larger(double a, double b)
{
    return a > b ? a : b;
}
KOKKOS_INLINE_FUNCTION double smaller(double a, double b)
{
    return a < b ? a : b;
}

/// Relaxes the speeds of a cell by the fractions of their distance to equilibrium and returns what the flux needs.
KOKKOS_INLINE_FUNCTION ReferencePoint relax(ReferenceModel const& m, double fraction0, double fraction1,
                                            ReferenceCell& u)
{
    double const r0 = u.density0;
    double const r1 = u.density1;
    double const q0 = m.occupation_per_density[0][0] * r0 + m.occupation_per_density[0][1] * r1;
    double const q1 = m.occupation_per_density[1][0] * r0 + m.occupation_per_density[1][1] * r1;
    double const root = std::sqrt(larger(q0, 0));
    double const pressure0 = m.pressure_scale[0] * (q0 * root);
    double const pressure1 = m.pressure_scale[1] * (q1 * q1);

    double const room = larger(1 - (r0 + r1) * m.inverse_jam_density, 0);
    double const equilibrium0 = m.creeping_speed[0] + (m.free_speed[0] - m.creeping_speed[0]) * room;
    double const equilibrium1 = m.creeping_speed[1] + (m.free_speed[1] - m.creeping_speed[1]) * room;

    // Where a class is absent it moves with the other one, and on an empty road at its equilibrium speed.
    double const e2 = m.vacuum_density_squared;
    double const momentum0 = r0 * (u.marker0 - r0 * pressure0);
    double const momentum1 = r1 * (u.marker1 - r1 * pressure1);
    double const inverse0 = 1 / (r0 * r0 + e2);
    double const inverse1 = 1 / (r1 * r1 + e2);
    double v0 = (momentum0 + e2 * ((momentum1 + e2 * equilibrium0) * inverse1)) * inverse0;
    double v1 = (momentum1 + e2 * ((momentum0 + e2 * equilibrium1) * inverse0)) * inverse1;

    double const dv0 = (equilibrium0 - v0) * fraction0;
    double const dv1 = (equilibrium1 - v1) * fraction1;
    v0 += dv0;
    v1 += dv1;
    u.marker0 += r0 * dv0;
    u.marker1 += r1 * dv1;

    double const stiffness0 = r0 * (m.pressure_scale[0] * (1.5 * root));
    double const stiffness1 = r1 * (m.pressure_scale[1] * (2 * q1));
    double const b00 = v0 - stiffness0 * m.occupation_per_density[0][0];
    double const b01 = stiffness0 * m.occupation_per_density[0][1];
    double const b10 = stiffness1 * m.occupation_per_density[1][0];
    double const b11 = v1 - stiffness1 * m.occupation_per_density[1][1];
    double const half = 0.5 * (b00 - b11);
    double const slowest = 0.5 * (b00 + b11) - std::sqrt(larger(half * half + b01 * b10, 0));
    return {r0, r1, v0, v1, v0 + pressure0, v1 + pressure1, slowest};
}

/// Largest |wave speed| [m/s].
KOKKOS_INLINE_FUNCTION double wave_speed(ReferencePoint const& s)
{
    return larger(std::fabs(s.slowest), std::fabs(larger(s.speed0, s.speed1)));
}

KOKKOS_INLINE_FUNCTION ReferenceFlux hll_w(ReferencePoint const& l, ReferencePoint const& r)
{
    double const plus = larger(larger(larger(l.speed0, l.speed1), larger(r.speed0, r.speed1)), 0) + 1e-14;
    double const minus = smaller(smaller(l.slowest, r.slowest), 0);
    double const inverse = 1 / (plus - minus);
    double const f0 =
        (plus * (l.density0 * l.speed0) - minus * (r.density0 * r.speed0) + plus * minus * (r.density0 - l.density0))
        * inverse;
    double const f1 =
        (plus * (l.density1 * l.speed1) - minus * (r.density1 * r.speed1) + plus * minus * (r.density1 - l.density1))
        * inverse;
    return {f0, f0 * (f0 >= 0 ? l.marker0 : r.marker0), f1, f1 * (f1 >= 0 ? l.marker1 : r.marker1)};
}

KOKKOS_INLINE_FUNCTION ReferenceCell updated(ReferenceCell const& u, ReferenceFlux const& left,
                                             ReferenceFlux const& right, double dt_over_dx)
{
    return {u.density0 + dt_over_dx * (left.density0 - right.density0),
            u.marker0 + dt_over_dx * (left.marker0 - right.marker0),
            u.density1 + dt_over_dx * (left.density1 - right.density1),
            u.marker1 + dt_over_dx * (left.marker1 - right.marker1)};
}

/// The next step [s], as the library chooses it: a remainder of a millionth of a step is no step of its own.
struct ReferenceStep {
    double dt;
    bool lands;
};
KOKKOS_INLINE_FUNCTION ReferenceStep next_step(double time, double end_time, double cfl, double dx, double max_speed)
{
    double const remaining = end_time - time;
    double const dt = max_speed > 0 ? smaller(remaining, cfl * dx / max_speed) : remaining;
    bool const lands = remaining <= dt * (1 + 1e-6);
    return {lands ? remaining : dt, lands};
}

/// Fraction of the distance to equilibrium that half a step covers.
KOKKOS_INLINE_FUNCTION double half_step_fraction(double dt, double relaxation_time)
{
    return -std::expm1(-0.5 * dt / relaxation_time);
}

} // namespace zemi::bench
