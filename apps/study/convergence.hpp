// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "study/cell_averages.hpp"
#include "zemi/case.hpp"
#include <zemi/numerics/ensemble.hpp>

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace zemi::study {

enum class Norm { l1, l2, linf };
inline constexpr std::array all_norms{Norm::l1, Norm::l2, Norm::linf};

/// "L1", "L2", "Linf"
[[nodiscard]] std::string to_string(Norm norm);
[[nodiscard]] Real value_of(ErrorNorms const& error, Norm norm);

/// One number of cells.
struct ConvergenceLevel {
    int num_cells = 0;
    Real cell_length = 0; ///< [m]
    std::int64_t num_steps = 0;
    std::int64_t num_rejected = 0;
    std::int64_t num_floors = 0;
    std::int64_t num_limited = 0;
};

/// A number of cells that could not be computed.
struct FailedLevel {
    int num_cells = 0;
    Failure failure;
};

/// Errors of one variable of one class over the levels. Orders and fits are NaN where there is none to be had.
struct ConvergenceSeries {
    std::string vehicle_class;
    std::string variable; ///< density or speed
    std::string unit;     ///< veh/m or m/s
    /// Per level: against the exact solution, or the difference to the next finer level (none for the last).
    std::vector<ErrorNorms> error;
    /// Per level and norm: the order observed between this level and the one before.
    std::vector<std::array<Real, 3>> order;
    std::array<Real, 3> fit{};            ///< per norm, over all levels
    std::array<Real, 3> finest_error{};   ///< per norm, of the last level; estimated if there is no exact solution
};

struct ConvergenceStudy {
    std::vector<ConvergenceLevel> levels; ///< those that were computed, coarsest first
    std::vector<FailedLevel> failed;
    std::vector<ConvergenceSeries> series;
    std::string exact_solution; ///< what the levels are compared with; empty: with each other
    std::string exact_remark;   ///< why a solution that is known is not used; empty: nothing to say
    SchemeSpec scheme;
    int formal_order = 1; ///< of the scheme where the solution is smooth
    bool has_jumps = false; ///< of the exact solution, or else of the start
    Real jam_density = 0;   ///< what densities are measured against [veh/m]
    double seconds = 0;     ///< wall-clock time of all levels together [s]
    double cell_steps = 0;
    bool was_stopped = false; ///< on request; there are no results then
};

/// What a scheme promises where the solution is smooth and dt is proportional to dx: the lower one of the orders of
/// its reconstruction and its time scheme.
[[nodiscard]] int formal_order(SchemeSpec const& scheme);

/// Runs the same case on several numbers of cells, all at once, as members of one ensemble, and measures the errors at
/// its end. If each level has an exact solution up to there, errors are distances to its cell averages; otherwise
/// distances of each level to the next finer one, restricted to its cells, never to the finest one: the error of that
/// one would make every order look too good. Needs a running Kokkos. A level that fails is reported and left out.
[[nodiscard]] ConvergenceStudy study_convergence(std::vector<app::Case> const& levels,
                                                 std::function<bool()> const& stop_requested = {});

/// The order p for which errors C h^p, or differences C (h_k^p - h_{k+1}^p) between successive levels, come nearest to
/// the given ones in the logarithm (least squares). `h` has one entry more than `error` for differences. NaN with fewer
/// than two errors above zero, or if no order between -2 and 12 fits.
[[nodiscard]] Real fitted_order(std::vector<Real> const& h, std::vector<Real> const& error);

/// The order of the study in one or two sentences: what was observed, where, and whether the scheme promises it.
[[nodiscard]] std::string verdict(ConvergenceStudy const& study, Norm norm);

} // namespace zemi::study
