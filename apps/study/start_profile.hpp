// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/numerics/problem.hpp>

#include <optional>
#include <vector>

namespace zemi::study {

/// The initial traffic of a problem, looked at closely enough to say what kind it is. Tolerances are those of rounding
/// in a case file: 1e-13 of the jam density for densities, 1e-13 of the larger of the speed and 1 m/s for speeds.
class StartProfile {
public:
    struct Sample {
        Real x; ///< [m]
        TrafficState state;
    };

    /// Samples the start at the Gauss points that the solver uses, of 20000 cells at most.
    explicit StartProfile(Problem const& problem);

    [[nodiscard]] std::vector<Sample> const& samples() const noexcept { return m_samples; }
    /// Densities and speeds are the same everywhere.
    [[nodiscard]] bool is_uniform() const;
    /// The speed of all vehicles, if it is the same for all classes at all places [m/s].
    [[nodiscard]] std::optional<Real> common_speed() const;
    /// Places where the state jumps, ascending [m]. On a ring the ends of the road count as one place, its begin.
    [[nodiscard]] std::vector<Real> const& jumps() const noexcept { return m_jumps; }
    /// Between the jumps nothing changes.
    [[nodiscard]] bool is_piecewise_constant() const noexcept { return m_is_piecewise_constant; }

private:
    [[nodiscard]] bool equal(TrafficState const& a, TrafficState const& b) const;

    Real m_density_tolerance;
    std::vector<Sample> m_samples;
    std::vector<Real> m_jumps;
    bool m_is_piecewise_constant = true;
};

/// Whether two speeds differ by rounding only [m/s].
[[nodiscard]] bool same_speed(Real a, Real b);

} // namespace zemi::study
