// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/exact_question.hpp"
#include <zemi/physics/equilibrium.hpp>
#include <zemi/physics/exact/identical_classes.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace zemi::study {
namespace {

/// A wave whose marker is the same everywhere: its characteristic speed lambda = w - (gamma + 1) p obeys Burgers'
/// equation, so density and speed stay on straight lines x = y + lambda_0(y) t. exact::SimpleWave for any start.
class SimpleWave {
public:
    SimpleWave(Question const& q, Real marker)
        : m_initial(q.problem.initial.at),
          m_x_begin(q.problem.road.x_begin),
          m_length(q.problem.road.length),
          m_marker(marker),
          m_exponent(q.problem.model.classes[0].pressure_exponent)
    {
        constexpr int num_parts = 8192;
        Real const part = m_length / num_parts;
        Real previous = wave_speed(m_x_begin - part / 2);
        m_slowest = m_fastest = previous;
        Real steepest = 0;
        for (int i = 0; i < num_parts; ++i) {
            Real const next = wave_speed(m_x_begin + (i + Real(0.5)) * part);
            steepest = std::max(steepest, (previous - next) / part);
            m_slowest = std::min(m_slowest, next);
            m_fastest = std::max(m_fastest, next);
            previous = next;
        }
        // The samples may miss the extremes by a little.
        Real const margin = 1e-3 * (m_fastest - m_slowest);
        m_slowest -= margin;
        m_fastest += margin;
        m_shock_time = steepest > 0 ? 1 / steepest : std::numeric_limits<Real>::infinity();
    }

    /// When the first two characteristics meet, from samples of the start [s].
    [[nodiscard]] Real shock_time() const noexcept { return m_shock_time; }

    /// Where the seam of the ring, a kink perhaps, has come at the time t after the start [m].
    [[nodiscard]] Real seam(Real t) const { return wrapped(m_x_begin + wave_speed(m_x_begin) * t); }

    [[nodiscard]] TrafficState sample(Real x, Real t) const
    {
        // y + t lambda_0(y) - x increases with y before the shock; Illinois variant of the secant method.
        auto const excess = [&](Real y) { return y + t * wave_speed(y) - x; };
        Real low = x - m_fastest * t;
        Real high = x - m_slowest * t;
        Real y = low;
        Real f_low = excess(low);
        Real f_high = excess(high);
        for (int i = 0; i < 100 && f_low < 0 && f_high > 0; ++i) {
            y = (low * f_high - high * f_low) / (f_high - f_low);
            Real const f = excess(y);
            if (std::abs(f) <= 1e-14 * (std::abs(x) + m_length)) {
                break;
            }
            if (f < 0) {
                low = y;
                f_low = f;
                f_high /= 2;
            } else {
                high = y;
                f_high = f;
                f_low /= 2;
            }
        }
        return at(y);
    }

private:
    [[nodiscard]] Real wrapped(Real x) const
    {
        Real const turns = (x - m_x_begin) / m_length;
        return m_x_begin + (turns - std::floor(turns)) * m_length;
    }
    [[nodiscard]] TrafficState at(Real y) const { return m_initial(wrapped(y)); }
    [[nodiscard]] Real wave_speed(Real y) const { return m_marker - (m_exponent + 1) * (m_marker - at(y).speed[0]); }

    std::function<TrafficState(Real)> m_initial;
    Real m_x_begin;
    Real m_length;
    Real m_marker;
    Real m_exponent;
    Real m_slowest = 0;
    Real m_fastest = 0;
    Real m_shock_time = 0;
};

} // namespace

std::optional<ExactSolution> simple_wave(Question const& q, Unmet& unmet)
{
    ModelSpec const& model = q.problem.model;
    unmet.unless(q.is_arz(), not_arz);
    unmet.unless(!q.relaxes(), does_relax);
    unmet.unless(model.num_classes() == 1, not_one_class, 2);
    unmet.unless(has_power_pressure(model), not_power_law);
    unmet.unless(q.is_ring(), not_ring);
    unmet.unless(q.problem.initial.cells.empty(), from_cells);
    unmet.unless(q.start.jumps().empty(), "the start has jumps");
    unmet.unless(!q.has_negative_speeds(), drives_backwards);
    if (!q.is_arz()) {
        return std::nullopt;
    }
    Equilibrium const equilibrium(model);
    auto const marker_of = [&](TrafficState const& s) { return s.speed[0] + equilibrium.pressure(s.density)[0]; };
    Real const marker = marker_of(q.start.samples().front().state);
    bool const has_one_marker =
        std::all_of(q.start.samples().begin(), q.start.samples().end(), [&](StartProfile::Sample const& s) {
            return s.state.density[0] > 0 && same_speed(marker, marker_of(s.state));
        });
    unmet.unless(has_one_marker, "the marker w = v + p is not the same everywhere", Unmet::other_start);
    if (!unmet.none()) {
        return std::nullopt;
    }
    SimpleWave const wave(q, marker);
    ExactSolution solution = q.on_whole_road("simple wave: characteristic speeds stay on straight lines");
    // A little before the shock, because its time comes from samples.
    Real const begin = q.problem.begin_time;
    solution.valid_until = begin + 0.98 * wave.shock_time();
    solution.at = [wave, begin](Real x, Real t) { return wave.sample(x, t - begin); };
    solution.breakpoints = [wave, begin](Real t) { return std::vector<Real>{wave.seam(t - begin)}; };
    solution.origin = [wave, begin](Real x, Real t) {
        return exact::smooth_origin([&](Real y, Real s) { return wave.sample(y, s).speed[0]; }, x, t - begin);
    };
    return solution;
}

} // namespace zemi::study
