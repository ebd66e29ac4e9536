// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/physics/predecessor_arz.hpp>

#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace zemi {

/// Versions of the Python program by the first letters of the commit; they differ in the boundary conditions, the cap
/// of the pressure (PredecessorArz::capped_pressure), the density floor and the limit of the CFL number.
enum class PredecessorVersion {
    seed,  ///< 602560a, 2025-04-24
    e4d9,  ///< e4d9bf0, 2025-07-09
    latest ///< e0ff494, 2025-07-14
};

enum class PredecessorSpatial { first_order, weno5 };

enum class PredecessorTime { euler, ssprk3 };

/// What fills the ghost cells of one end; all ghost cells of an end get the same state.
enum class PredecessorBoundaryType {
    inflow,                 ///< `state`; on the left after `seed` only its densities, with w of the first cell
    outflow,                ///< copy of the nearest cell
    periodic,               ///< the cells of the other end
    wall,                   ///< left: speed zero; right: speed of the last cell, reversed
    wall_capped_reflection, ///< right: as wall, each density at most 0.99 jam densities; left: does nothing
    time_dependent          ///< the entry of `schedule` for the time of the step; first order with Euler steps only
};

/// A boundary condition for begin <= t < end [s].
struct PredecessorPhase {
    Real begin;
    Real end;
    PredecessorBoundaryType type;
    PredecessorState state{};
};

struct PredecessorBoundary {
    PredecessorBoundaryType type = PredecessorBoundaryType::outflow;
    /// For inflow; without one, the left end takes the state of PredecessorEquilibrium.
    std::optional<PredecessorState> state = {};
    std::vector<PredecessorPhase> schedule = {};
};

/// The same state everywhere.
struct PredecessorUniform {
    PredecessorState state{};
};

/// Densities [veh/m] at the equilibrium speed of a road category, which need not be that of the road.
struct PredecessorEquilibrium {
    Real rho_m = 0;
    Real rho_c = 0;
    int category = 1;
};

/// `left` in cells with centres before `split` [m], `right` elsewhere.
struct PredecessorRiemann {
    PredecessorState left{};
    PredecessorState right{};
    Real split = 0;
};

/// Gaussian hump of the densities [veh/m] with standard deviation `width` [m]; w is not adapted.
struct PredecessorHump {
    PredecessorState background{};
    Real center = 0;
    Real width = 1;
    Real rho_m_max = 0;
    Real rho_c_max = 0;
};

/// Equilibrium plus `amplitude` [veh/m] times a sine in rho_m with `waves` periods on the road; w is not adapted.
struct PredecessorSine {
    PredecessorEquilibrium background;
    Real amplitude = 0;
    Real waves = 1;
};

using PredecessorStart =
    std::variant<PredecessorUniform, PredecessorEquilibrium, PredecessorRiemann, PredecessorHump, PredecessorSine>;

/// A run of the Python program; SI units throughout (the program mixes veh/km and veh/m, depending on the key).
struct PredecessorSpec {
    PredecessorVersion version = PredecessorVersion::latest;
    PredecessorSpatial spatial = PredecessorSpatial::first_order;
    PredecessorTime time = PredecessorTime::euler;
    PredecessorArz equation = {}; ///< holds epsilon
    Real cfl = 0.5;
    int num_ghost = 3;
    int num_cells = 0;
    Real begin = 0;     ///< of the road [m]
    Real end = 1000;    ///< of the road [m]
    Real t_final = 0;   ///< [s]
    Real output_dt = 0; ///< [s]; every output is late by 1e-9 s against the one before
    PredecessorStart start = PredecessorUniform{};
    PredecessorBoundary left = {};
    PredecessorBoundary right = {};
    std::vector<int> road_category = {1}; ///< one for all cells or one per cell
    /// Free speeds of motorcycles and cars [m/s] by road category.
    std::map<int, PredecessorPair> free_speed = {{1, {85 / 3.6, 75 / 3.6}}, {2, {70 / 3.6, 60 / 3.6}},
                                                 {3, {50 / 3.6, 35 / 3.6}}, {4, {45 / 3.6, 25 / 3.6}},
                                                 {5, {30 / 3.6, 10 / 3.6}}, {9, {50 / 3.6, 35 / 3.6}}};
};

/// What the program stores; states hold the cells of the road, without ghost cells.
struct PredecessorResult {
    int steps = 0;
    std::vector<Real> times; ///< [s]
    std::vector<std::vector<PredecessorState>> states;
};

/// The Python program with the order of its operations and its errors, so that its results can be reproduced and the
/// reason of every difference from zemi named. It is a reference of a few hundred cells and not a hot path: plain
/// loops on the host, without Kokkos, are easier to compare with the original.
///
/// The only deliberate difference: relaxation is the exact exponential instead of an adaptive Runge-Kutta method.
class PredecessorSolver {
public:
    /// Throws std::invalid_argument for a number of cells, ghost cells or categories that no run can have.
    explicit PredecessorSolver(PredecessorSpec spec);

    /// From the initial state to t_final. Throws std::runtime_error where the program raises ValueError: a wave faster
    /// than 1000 m/s, a state that is not a number, a schedule with more than first-order Euler steps.
    [[nodiscard]] PredecessorResult run();

private:
    using Cells = std::vector<PredecessorState>;

    void set_start();
    void follow_schedules(Real t);
    void apply_boundary(Cells& u, PredecessorBoundary const& left, PredecessorBoundary const& right) const;
    void apply_left(Cells& u, PredecessorBoundary const& boundary) const;
    void apply_right(Cells& u, PredecessorBoundary const& boundary) const;
    [[nodiscard]] Real cfl_step(Real t) const;
    void relax(Real time);
    [[nodiscard]] std::vector<PredecessorState> rate(Cells const& u) const;
    [[nodiscard]] std::vector<PredecessorState> weno_fluxes(Cells const& u) const;
    [[nodiscard]] std::vector<PredecessorState> first_order_fluxes(Cells const& u) const;
    void transport(Real dt);
    void transport_euler_first_order(Real dt);
    void transport_ssprk3(Real dt);
    void floor_densities(Cells& u) const;
    [[nodiscard]] Real center(int cell) const;
    void check_numbers(Real t) const;

    PredecessorSpec m_spec;
    Real m_dx;
    Cells m_u; ///< with ghost cells
    std::vector<PredecessorPair> m_free_speed; ///< with ghost cells: those of the nearest cell
    PredecessorBoundary m_left; ///< in force at the time of the step
    PredecessorBoundary m_right;
};

} // namespace zemi
