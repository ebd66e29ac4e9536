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
    /// Where the vehicle at place x at time t was at the start [m]; on a ring up to whole turns. Empty if not known.
    std::function<Real(Real x, Real t)> origin;
};

/// What is known about a case.
struct Recognition {
    std::optional<ExactSolution> solution;
    std::string nearest; ///< without a solution: the kind of which the case misses the fewest conditions
    std::vector<std::string> missing; ///< what it would need to be of that kind
};

/// The exact solution of a case, if one is known. Every condition is checked on the numbers of the case, not on how they
/// were written: the start is sampled where the solver samples it (at five points of each cell, of 20000 cells at most).
/// "No relaxation" means that relaxation changes speeds by less than rounding: duration / relaxation time < 1e-14.
///
/// - Uniform traffic, staying or relaxing (exact::uniform_relaxation). LWR, or ARZ; where it relaxes, one road category.
///   Ends: periodic, outflow, or an inflow of the start if the traffic stays as it is.
/// - Densities carried along (contains exact::CoMovingWave). ARZ; all vehicles start at one speed, with any densities.
///   Without relaxation; or with one equilibrium speed for all of them everywhere, which is that of the start or is
///   approached by all classes in the same relaxation time. Ends: periodic; or open (outflow, inflow of the start) if
///   nothing relaxes and the start is piecewise constant, until the first jump reaches the right end.
/// - The Riemann problem of one class (exact::SingleClassRiemann). ARZ without relaxation, power law of the pressure,
///   open ends, until the first wave reaches one of them.
/// - Riemann problems of two classes for which exact::TwoClassRiemann finds its waves, both classes on both sides. ARZ
///   without relaxation, any law of the pressure; ends and time likewise.
/// - A simple wave (contains exact::SimpleWave). ARZ without relaxation, one class, power law, one marker everywhere, no
///   jumps, density nowhere zero, periodic, until just before the shock.
/// - The steady profile behind the only change of the road category (exact::SteadyProfile). ARZ, uniform start at the
///   equilibrium of the first category, inflow of the start, outflow. All waves go downstream. Holds up to where the
///   slowest wave from the change has come, if the traffic ahead of it, which only relaxes, has no slower waves: then no
///   shock forms there that would hold it back.
/// - A train of jamitons (exact::Jamiton). ARZ, one class, power law with the exponent 2, no creeping, one road
///   category, periodic; as many equal periods as the start has jumps.
/// - Classes that differ in their names only (exact::IdenticalClasses) and drive at one speed at each place: the kinds for
///   one class (Riemann problem, simple wave, jamitons), for their sum; their composition, anything at the start, is carried along.
///
/// Nothing else is exact: a case that relaxes in any other way, has walls, signals, or cell tables has none.
[[nodiscard]] Recognition recognise(app::Case const& input);

/// recognise(input).solution.
[[nodiscard]] std::optional<ExactSolution> exact_solution_of(app::Case const& input);

/// The solution as by the other describe(), or "no exact solution is known; nearest: ..., but ...".
[[nodiscard]] std::string describe(Recognition const& recognition, app::Case const& input);

/// Name, how long it holds, and where at the end of the case: one line.
[[nodiscard]] std::string describe(ExactSolution const& solution, app::Case const& input);

} // namespace zemi::study
