// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/physics/exact/trajectory.hpp>
#include <zemi/physics/model_spec.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <array>
#include <vector>

namespace zemi::exact {

/// Traffic of two classes at one point; class 0 motorcycles, class 1 cars.
struct TwoClassState {
    std::array<Real, 2> density; ///< [veh/m]
    std::array<Real, 2> speed;   ///< [m/s]
    std::array<Real, 2> marker;  ///< w = v + p [m/s]
};

enum class WaveKind { shock, rarefaction, contact };

struct TwoClassWave {
    WaveKind kind;
    int carrier; ///< contact: class that it moves with; otherwise 0 for the slower coupled wave, 1 for the faster
    Real head;   ///< speed of the edge on the left [m/s]
    Real tail;   ///< on the right; equal to `head` except for rarefactions
};

/// Riemann problems of two interacting classes without relaxation whose solution is known, because it was put together
/// wave by wave from the left. With w = v + p(rho_0, rho_1):
///  - shock of speed s: both w stay, s [rho_i] = [rho_i v_i];
///  - rarefaction: both w stay, d(rho)/d(mu) = r / (grad mu . r) along the eigenvector r of the coupled wave mu;
///  - contact of class i: v_i, the marker of the other class j, and rho_j (v_j - v_i) stay.
///
/// The faster coupled wave is neither genuinely nonlinear nor linearly degenerate everywhere, so for arbitrary data a
/// solver needs Liu's condition; in these two problems it is genuinely nonlinear across the rarefaction.
///
/// Wave by wave: Lax (1957), doi:10.1002/cpa.3160100406; Aw & Rascle (2000), doi:10.1137/S0036139997332099.
class TwoClassRiemann {
public:
    /// Motorcycles and cars of the published model with pressure scales of 40 and 60 km/h.
    [[nodiscard]] static ModelSpec model();

    /// Shock, rarefaction, contact of the motorcycles, contact of the cars.
    [[nodiscard]] static TwoClassRiemann ordered_waves();
    /// Motorcycles much faster than cars: shock, contact of the cars, rarefaction, contact of the motorcycles.
    [[nodiscard]] static TwoClassRiemann contact_between_waves();

    /// State at x / t = xi [m/s]; on a discontinuity that of its right side.
    [[nodiscard]] TwoClassState sample(Real xi) const;

    /// From left to right; one more than waves.
    [[nodiscard]] std::vector<TwoClassState> const& states() const noexcept { return m_states; }
    [[nodiscard]] std::vector<TwoClassWave> const& waves() const noexcept { return m_waves; }

private:
    using Densities = std::array<Real, 2>;

    TwoClassRiemann(Densities const& density, std::array<Real, 2> const& speed);
    /// Slower coupled shock of this speed; the densities behind it are sought near `guess`.
    void append_shock(Real speed, Densities const& guess);
    /// Faster coupled rarefaction with this difference between the speeds of its edges.
    void append_rarefaction(Real width);
    /// Contact of class `carrier` to its new density; that of the other class is sought near `guess`.
    void append_contact(int carrier, Real carrier_density, Real guess);

    [[nodiscard]] TwoClassState state_with_markers(Densities const& density, std::array<Real, 2> const& marker) const;

    MulticlassArz<2> m_equation;
    std::vector<TwoClassState> m_states;
    std::vector<TwoClassWave> m_waves;
    std::vector<Trajectory> m_fans; ///< densities over x / t in the rarefactions, in their order
};

} // namespace zemi::exact
