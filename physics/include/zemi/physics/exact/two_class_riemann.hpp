// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/physics/exact/trajectory.hpp>
#include <zemi/physics/model_spec.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace zemi::exact {

/// Traffic of two classes at one point.
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

/// Riemann problems of two interacting classes without relaxation whose solution is known, because it is put together
/// wave by wave from the left. With w = v + p(rho_0, rho_1):
///  - shock of speed s: both w stay, s [rho_i] = [rho_i v_i];
///  - rarefaction: both w stay, d(rho)/d(mu) = r / (grad mu . r) along the eigenvector r of the coupled wave mu;
///  - contact of class i: v_i, the marker of the other class j, and rho_j (v_j - v_i) stay.
///
///     TwoClassRiemann riemann(TwoClassRiemann::model(), {0.09, 0.05}, {9, 12.5});
///     riemann.append_shock(0, 0.03);
///     riemann.append_rarefaction(1, 0.25);
///     riemann.append_contact(0, 11);
///     riemann.append_contact(1, 15.5);
///     // the problem with states().front() on the left and states().back() on the right, solved by sample(x / t)
///
/// Each wave is checked as it is appended: the Rankine-Hugoniot conditions to 1e-12, Lax's and (along the whole Hugoniot
/// curve) Liu's condition for shocks, a characteristic speed that grows through a rarefaction, and waves that are faster
/// than those on their left. What is not admissible throws std::domain_error and leaves the chain as it was. A chain that
/// passes is an admissible weak solution, and the one that numerical schemes converge to in all chains that were tried.
/// The faster coupled wave is neither genuinely nonlinear nor linearly degenerate everywhere: where it would need a shock
/// and a rarefaction at once, this class says so.
///
/// Wave by wave: Lax (1957), doi:10.1002/cpa.3160100406; Liu (1975), doi:10.1016/0022-0396(75)90091-1; Aw & Rascle
/// (2000), doi:10.1137/S0036139997332099.
class TwoClassRiemann {
public:
    using Densities = std::array<Real, 2>;
    using Speeds = std::array<Real, 2>;

    /// Motorcycles and cars of the published model with pressure scales of 40 and 60 km/h.
    [[nodiscard]] static ModelSpec model();

    /// Shock, rarefaction, contact of the motorcycles, contact of the cars.
    [[nodiscard]] static TwoClassRiemann ordered_waves();
    /// Motorcycles much faster than cars: shock, contact of the cars, rarefaction, contact of the motorcycles.
    [[nodiscard]] static TwoClassRiemann contact_between_waves();

    /// The problem with these states on both sides. The contacts have to bring the markers of the right, so only the
    /// strengths of the two coupled waves are unknown: Newton's method, following the solution from the state on the left
    /// to that on the right, for each order of the waves. What is returned is admissible, and its last state is that on
    /// the right up to 1e-10 of the densities. None if nothing is found: where a compound wave would be needed, and for
    /// some strong waves (of random admissible chains it finds six in seven). Throws std::invalid_argument as the
    /// constructor does.
    [[nodiscard]] static std::optional<TwoClassRiemann> between(ModelSpec const& model, Densities const& left_density,
                                                                Speeds const& left_speed,
                                                                Densities const& right_density,
                                                                Speeds const& right_speed);

    /// Only the state on the left so far: densities [veh/m] and speeds [m/s]. Throws std::invalid_argument for another
    /// number of classes than two, densities that are not above zero and speeds that are not finite.
    TwoClassRiemann(ModelSpec const& model, Densities const& density, Speeds const& speed);

    /// Shock of the slower (family 0) or faster (1) coupled wave. `strength` [veh/m], above zero, is the jump of the
    /// densities along the eigenvector (of length 1) of that wave on its left.
    void append_shock(int family, Real strength);
    /// Rarefaction of that family; `width` [m/s], above zero, is the difference between the speeds of its edges.
    void append_rarefaction(int family, Real width);
    /// Contact of class `carrier`, on whose right its marker w is `marker` [m/s].
    void append_contact(int carrier, Real marker);

    /// Characteristic speed of the slower (0) or faster (1) coupled wave in the last state [m/s].
    [[nodiscard]] Real coupled_wave(int family) const;

    /// State at x / t = xi [m/s]; on a discontinuity that of its right side.
    [[nodiscard]] TwoClassState sample(Real xi) const;

    /// From left to right; one more than waves.
    [[nodiscard]] std::vector<TwoClassState> const& states() const noexcept { return m_states; }
    [[nodiscard]] std::vector<TwoClassWave> const& waves() const noexcept { return m_waves; }

private:
    /// The contacts between the two coupled waves and those behind the faster one, from left to right.
    struct Order {
        std::vector<int> between;
        std::vector<int> behind;
    };
    [[nodiscard]] std::optional<TwoClassRiemann> search(Order const& order, TwoClassState const& right) const;
    /// The changes by the coupled waves, near a guess, with which the inner waves end at the densities of `target`.
    [[nodiscard]] std::optional<std::array<Real, 2>> strengths(Order const& order, TwoClassState const& target,
                                                               std::array<Real, 2> const& guess) const;
    /// The coupled waves and the contacts between them, which bring the given markers.
    void append_inner_waves(Order const& order, std::array<Real, 2> const& change, std::array<Real, 2> const& marker);
    void append_contacts(std::vector<int> const& carriers, std::array<Real, 2> const& marker);
    /// The coupled wave that changes the densities by this much along its eigenvector [veh/m], whichever it is.
    void append_coupled(int family, Real change);
    /// The state on the other side of a contact, where the marker of its class is `marker`.
    [[nodiscard]] TwoClassState across_contact(TwoClassState const& from, int carrier, Real marker) const;

    [[nodiscard]] TwoClassState state_with_markers(Densities const& density, std::array<Real, 2> const& marker) const;
    [[nodiscard]] std::array<Real, 2> coupled_waves(TwoClassState const& state) const;
    /// Throws std::domain_error if the wave is not faster than the last one.
    void check_order(Real head, std::string const& name) const;
    void check_jump(TwoClassState const& right, Real speed, std::string const& name) const;
    void check_shock(TwoClassState const& right, int family, Real speed, std::string const& name) const;

    MulticlassArz<2> m_equation;
    bool m_is_strict = true; ///< waves have to be admissible; not so while the strengths are sought
    std::vector<TwoClassState> m_states;
    std::vector<TwoClassWave> m_waves;
    std::vector<Trajectory> m_fans; ///< densities over x / t in the rarefactions, in their order
};

} // namespace zemi::exact
