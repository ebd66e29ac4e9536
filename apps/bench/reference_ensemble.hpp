// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "bench/reference_formulas.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace zemi::bench {

/// One run of a reference, with zero gradient at both ends or closed to a ring.
struct ReferenceRun {
    ReferenceModel model;
    std::vector<ReferenceCell> cells; ///< at the start
    double dx = 0;                    ///< [m]
    double cfl = 0;
    bool ring = false;
};

/// Reference `team_policy`: many runs the way Kokkos' guide has it. One team per run, whole runs inside one launch,
/// the state in the team's scratch memory, one loop of the team over the cells for each part of a step. First order,
/// adaptive steps. Open roads only; all runs have the same number of cells.
class ReferenceEnsemble {
public:
    explicit ReferenceEnsemble(std::vector<ReferenceRun> const& runs);
    ~ReferenceEnsemble();
    ReferenceEnsemble(ReferenceEnsemble const&) = delete;
    ReferenceEnsemble& operator=(ReferenceEnsemble const&) = delete;

    /// All runs from their start to `end_time` [s], on all cores or on the device.
    void run(double end_time);

    [[nodiscard]] std::vector<ReferenceCell> cells(std::size_t run) const; ///< at the end of the last run()
    [[nodiscard]] std::int64_t num_steps() const; ///< of all runs together, in the last run()

private:
    struct Views;
    std::unique_ptr<Views> m_views;
};

} // namespace zemi::bench
