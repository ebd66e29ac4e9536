// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

namespace zemi::exact {

/// Traffic of one class at one point.
struct SingleClassState {
    Real density = 0; ///< [veh/m]
    Real speed = 0;   ///< [m/s]
    Real marker = 0;  ///< w = v + p [m/s]
};

/// Exact solution of the Riemann problem of a single class without relaxation, p = K (rho / rho_jam)^gamma:
///
///     d_t rho + d_x (rho v) = 0,   d_t (rho w) + d_x (rho w v) = 0,   w = v + p
///
/// The 1-wave keeps w = w_L and brings the speed to v_R, the contact at x / t = v_R changes w:
///  - v_R < v_L: shock of speed (rho_M v_M - rho_L v_L) / (rho_M - rho_L);
///  - v_L < v_R < w_L: rarefaction from v_L - gamma p_L to v_R - gamma p_M, with p = (w_L - x / t) / (gamma + 1);
///  - v_R >= w_L, or nothing on the right: rarefaction to vacuum, which ends at x / t = w_L;
///  - nothing on the left: contact only.
///
/// Where the road is empty, the density is 0 and speed and marker continue those of the nearest vehicles (between two
/// platoons both are x / t), so that every sample is finite.
///
/// Aw & Rascle (2000), doi:10.1137/S0036139997332099.
class SingleClassRiemann {
public:
    enum class FirstWave { none, shock, rarefaction };

    /// Pressure scale K [m/s], exponent gamma [1], jam density [veh/m]; density and speed of the sides (their marker
    /// follows from these). Throws std::invalid_argument for parameters or states that make no sense.
    SingleClassRiemann(Real pressure_scale, Real exponent, Real jam_density, SingleClassState const& left,
                       SingleClassState const& right);

    /// State at x / t = xi [m/s]; on a discontinuity that of its right side.
    [[nodiscard]] SingleClassState sample(Real xi) const;

    /// Where the vehicle at x [m] at time t [s] was at time 0, with the states meeting at 0. In a solution that depends on
    /// x / t only there are rho (x - v t) vehicles between x and the one that started at 0, through all waves.
    [[nodiscard]] Real origin(Real x, Real t) const;

    [[nodiscard]] SingleClassState const& left() const noexcept { return m_left; }
    /// Between the 1-wave and the contact; density 0 if vacuum forms there.
    [[nodiscard]] SingleClassState const& middle() const noexcept { return m_middle; }
    [[nodiscard]] SingleClassState const& right() const noexcept { return m_right; }
    [[nodiscard]] FirstWave first_wave() const noexcept { return m_first_wave; }
    /// Speeds of the two edges of the 1-wave [m/s]; equal for a shock.
    [[nodiscard]] Real head() const noexcept { return m_head; }
    [[nodiscard]] Real tail() const noexcept { return m_tail; }
    /// Speed of the contact [m/s]: that of the first vehicle on the right, w_L if there is none.
    [[nodiscard]] Real contact() const noexcept { return m_contact; }

private:
    [[nodiscard]] Real pressure(Real density) const;
    [[nodiscard]] Real density_at(Real pressure) const;

    Real m_scale;
    Real m_exponent;
    Real m_jam_density;
    SingleClassState m_left;
    SingleClassState m_middle;
    SingleClassState m_right;
    FirstWave m_first_wave = FirstWave::none;
    Real m_head = 0;
    Real m_tail = 0;
    Real m_contact = 0;
};

} // namespace zemi::exact
