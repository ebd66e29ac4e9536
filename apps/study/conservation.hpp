// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/case.hpp"
#include <zemi/numerics/ensemble.hpp>

#include <functional>
#include <string>
#include <vector>

namespace zemi::study {

/// Largest relative defect that passes: rounding of a few thousand additions stays far below it.
inline constexpr Real conservation_tolerance = 1e-13;

/// One run of the study.
struct ConservationRun {
    std::string scheme; ///< as asked for
    SchemeSpec parts;   ///< what it is made of
    int num_cells = 0;
    MemberStatus status = MemberStatus::stopped;
    std::optional<Failure> failure;
    Real time = 0; ///< reached [s]
    std::int64_t num_steps = 0;
    std::int64_t num_rejected = 0;
    std::int64_t num_floors = 0; ///< densities below zero by rounding that were set to zero: each adds mass
    std::int64_t num_limited = 0;
    std::vector<MassLedger> ledger; ///< per class
};

struct ConservationStudy {
    std::vector<std::string> classes;
    std::vector<ConservationRun> runs; ///< schemes in the order asked for, in each from few cells to many
    double seconds = 0;                ///< wall-clock time of all runs together [s]
    double cell_steps = 0;
    bool was_stopped = false; ///< on request; there are no results then

    /// Largest defect of any class in any run, relative to the vehicles it had [1].
    [[nodiscard]] Real largest_defect() const;
    /// No run failed, and no defect is above the tolerance.
    [[nodiscard]] bool is_conserved() const;
};

/// A scheme with the case on several numbers of cells.
struct ConservationScheme {
    std::string name;
    std::vector<app::Case> levels;
};

/// Runs everything at once, as members of one ensemble. Needs a running Kokkos.
[[nodiscard]] ConservationStudy study_conservation(std::vector<ConservationScheme> const& schemes,
                                                   std::function<bool()> const& stop_requested = {});

/// One sentence: whether vehicles are conserved, and by how much they are not.
[[nodiscard]] std::string verdict(ConservationStudy const& study);

} // namespace zemi::study
