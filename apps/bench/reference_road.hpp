// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "bench/reference_ensemble.hpp"

namespace zemi::bench {

/// Reference `A3`, what a good afternoon gives: one long road on all cores of the host, each variable an array of its
/// own, one vectorised loop over all cells for each part of a step. First order, adaptive steps. Its file is compiled
/// with -ffast-math.
class ReferenceRoad {
public:
    explicit ReferenceRoad(ReferenceRun const& run);
    ~ReferenceRoad();
    ReferenceRoad(ReferenceRoad const&) = delete;
    ReferenceRoad& operator=(ReferenceRoad const&) = delete;

    void advance_to(double end_time); ///< [s]

    [[nodiscard]] double time() const;      ///< [s]
    [[nodiscard]] double max_speed() const; ///< largest |wave speed| now [m/s]
    [[nodiscard]] std::int64_t num_steps() const;
    [[nodiscard]] std::vector<ReferenceCell> cells() const;

private:
    struct Road;
    std::unique_ptr<Road> m_road;
};

} // namespace zemi::bench
