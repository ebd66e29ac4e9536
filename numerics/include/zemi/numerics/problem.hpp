// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/physics/model_spec.hpp>

#include <functional>
#include <string>
#include <vector>

namespace zemi {

/// One straight road, divided into cells of equal length.
struct RoadSpec {
    Real x_begin = 0;          ///< [m]
    Real length = 0;           ///< [m]
    int num_cells = 0;
    std::vector<int> category; ///< road category (1, 2, 3, 4, 5, 9, ...) of each cell; size num_cells

    [[nodiscard]] Real cell_length() const noexcept { return length / num_cells; }
    [[nodiscard]] Real cell_center(int i) const noexcept { return x_begin + (i + Real(0.5)) * cell_length(); }
};

/// Density [veh/m] and speed [m/s] of every class at one place.
struct TrafficState {
    std::vector<Real> density;
    std::vector<Real> speed;
};

/// Initial traffic: either a function of x that is averaged over cells (Gauss quadrature between the breakpoints, of
/// the conserved variables), or one state per cell, taken as cell averages.
struct InitialState {
    std::function<TrafficState(Real x)> at; ///< state at x [m]; empty if `cells` is used
    std::vector<Real> breakpoints;          ///< where `at` jumps or has kinks [m]
    bool piecewise_constant = false; ///< `at` is constant between breakpoints: one sample of each piece will do
    std::vector<TrafficState> cells; ///< size num_cells, or empty
};

enum class BoundaryKind {
    inflow, ///< imposes `state`, entirely where all waves enter; where waves leave only what may be imposed (demand)
    outflow, ///< zero gradient: beyond the end traffic is as it is at the end (a standing queue stays)
    free_outflow, ///< empty road beyond the end: traffic leaves as fast as it can (a standing queue starts to move)
    periodic, ///< both ends must be periodic
    wall, ///< passes exactly nothing
};

struct BoundaryCondition {
    BoundaryKind kind = BoundaryKind::outflow;
    TrafficState state; ///< inflow only
};

/// From `begin` on this condition holds, until the next entry begins.
struct BoundaryPhase {
    Real begin = 0; ///< [s]
    BoundaryCondition condition;
};

/// What happens at one end of the road over time; the first phase begins at or before the start time.
using BoundarySchedule = std::vector<BoundaryPhase>;

/// Names as in the case file; see numerics/scheme.hpp for the lists.
struct SchemeSpec {
    /// constant | muscl_minmod | muscl_van_leer | muscl_mc | muscl_unlimited | weno5_z | weno5_js | teno5
    std::string reconstruction = "muscl_mc";
    std::string flux = "hll_w"; ///< hll_w | hll | rusanov | central_upwind
    std::string time = "imex_ssp2_222"; ///< as in time_schemes
    Real cfl = 0; ///< dt max|wave speed| / dx; 0: the default of the reconstruction (0.8 constant, 0.45 others)
    std::string contact_fix = "none"; ///< none | qc
};

/// How the source term (ModelSpec::source) is integrated over a step.
struct SourceIntegration {
    std::string integrator = "exact"; ///< exact | rk45 | bdf
    Real rtol = 1e-6; ///< of rk45 and bdf: error of a step, relative to the speed [1]
    Real atol = 1e-6; ///< of rk45 and bdf: added to that [m/s]
};

/// The named bundles: first_order, second_order, fifth_order. Throws std::invalid_argument naming the known ones.
[[nodiscard]] SchemeSpec scheme_bundle(std::string const& name);

/// How the loop over steps is executed; the results are the same bits.
enum class EngineChoice {
    automatic, ///< resident for short roads, streaming for long ones
    resident, ///< many steps in one launch, on one core or one multiprocessor
    streaming, ///< one launch per stage, tiles of the road in parallel
    cellwise, ///< one launch per stage, cell by cell: for comparison, on hosts only
};

/// Everything one run needs, in SI units, no files involved.
struct Problem {
    ModelSpec model;
    RoadSpec road;
    InitialState initial;
    BoundarySchedule left{{0, {}}};
    BoundarySchedule right{{0, {}}};
    SchemeSpec scheme;
    SourceIntegration source;
    Real begin_time = 0; ///< [s]
    EngineChoice engine = EngineChoice::automatic;
    int max_retries = 20; ///< how often one step may be repeated with at most half its size before the run fails
};

} // namespace zemi
