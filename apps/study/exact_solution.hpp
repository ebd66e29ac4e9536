// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/case.hpp"
#include <zemi/core/real.hpp>
#include <zemi/numerics/problem.hpp>

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace zemi::study {

/// From `begin` to `end` along the road [m].
struct RoadPart {
    Real begin = 0;
    Real end = 0;
};

/// What the traffic of a case does, known from a formula or an ordinary differential equation.
struct ExactSolution {
    std::string name; ///< "densities carried along at 36 km/h"
    /// The solution holds on the whole road or on part() of it up to this time of the case [s].
    Real valid_until = std::numeric_limits<Real>::infinity();
    bool has_jumps = false; ///< shocks, contacts or jumps of the start: no scheme keeps its order there
    std::function<TrafficState(Real x, Real t)> at;            ///< at place x [m] and time t [s]
    std::function<std::vector<Real>(Real t)> breakpoints;      ///< where it jumps or has kinks at time t [m]
    std::function<RoadPart(Real t)> part;                      ///< of the road on which it holds at time t
};

/// The exact solution of a case, if one is known. Every condition is checked on the numbers of the case, not on how they
/// were written: the start is sampled where the solver samples it (at five points of each cell, of 20000 cells at most).
/// "No relaxation" means that relaxation changes speeds by less than rounding: duration / relaxation time < 1e-14.
///
/// | solution                           | equation, relaxation                  | start                | ends             |
/// |------------------------------------|---------------------------------------|----------------------|------------------|
/// | uniform traffic                    | LWR; ARZ with or without relaxation   | the same everywhere  | periodic, outflow, |
/// | (exact::uniform_relaxation)        | (with: one road category)             |                      | or an inflow of the start if it stays as it is |
/// | densities carried along (contains  | ARZ without relaxation; or all        | all classes at one   | periodic, or open |
/// | exact::CoMovingWave)               | equilibrium speeds equal, and either  | speed, any densities | (outflow; inflow of the start) until the first |
/// |                                    | the speed of the start or one         |                      | jump reaches the right end; then piecewise |
/// |                                    | relaxation time for all classes       |                      | constant starts only |
/// | Riemann problem of one class       | ARZ, one class, pressure: power, no   | two states           | open, until the first wave reaches an end |
/// | (exact::SingleClassRiemann)        | relaxation                            |                      |                  |
/// | Riemann problems of two classes    | the model of exact::TwoClassRiemann,  | the states of        | open, likewise   |
/// | (exact::TwoClassRiemann)           | no relaxation                         | its two problems     |                  |
/// | simple wave (contains              | ARZ, one class, pressure: power, no   | one marker, smooth,  | periodic, until  |
/// | exact::SimpleWave)                 | relaxation                            | density nowhere 0    | just before the shock |
/// | steady profile behind a change of  | ARZ with relaxation                   | uniform, at the      | inflow of the start, outflow; up to the slowest |
/// | the road (exact::SteadyProfile)    |                                       | equilibrium of the   | wave from the change, if all waves go downstream |
/// |                                    |                                       | first category       | and the traffic ahead of it is not slower |
///
/// Nothing else is exact: a case that relaxes in any other way, has walls, signals, or cell tables has none.
[[nodiscard]] std::optional<ExactSolution> exact_solution_of(app::Case const& input);

/// Name, how long it holds, and where at the end of the case: one line.
[[nodiscard]] std::string describe(ExactSolution const& solution, app::Case const& input);

} // namespace zemi::study
