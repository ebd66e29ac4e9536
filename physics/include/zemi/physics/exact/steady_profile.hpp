// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/dual.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/physics/exact/trajectory.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace zemi::exact {

/// From `begin` [m] on the road has the category with this index (into road_categories()).
struct RoadStretch {
    Real begin;
    int category;
};

/// Stationary traffic of MulticlassArz<N> on a road whose category changes, with any pressure law. The flows q_i =
/// rho_i v_i [veh/s] are constant, and the marker of each vehicle follows
///
///     v_i dw_i/dx = (Ve_i - v_i) / tau_i       w_i = v_i + p_i(rho),  rho_j = q_j / v_j
///
/// which is an initial value problem for the speeds, sum_j dw_i/dv_j dv_j/dx = (Ve_i - v_i) / (tau_i v_i), as long as
/// the slowest characteristic speed does not change its sign. The derivatives dw_i/dv_j are exact (Dual numbers).
/// Upstream of the first stretch the traffic is uniform.
///
/// Stationary shock-free profiles: Flynn, Kasimov, Nave, Rosales & Seibold (2009), doi:10.1103/PhysRevE.79.056113.
template <int N, class Law = AnyLaw<N>>
class SteadyProfile {
public:
    using Equation = MulticlassArz<N, Law>;

    /// Stretches in ascending order; the speeds [m/s] are those at the begin of the first, the profile is computed up
    /// to `end` [m]. Throws std::domain_error, with the place, if the slowest wave comes to rest on the way (the
    /// profile then needs a shock or does not exist), std::invalid_argument for data that make no sense.
    SteadyProfile(Equation const& equation, std::vector<RoadStretch> stretches, Vec<Real, N> const& flow,
                  Vec<Real, N> const& speed, Real end)
        : m_equation(equation),
          m_flow(flow),
          m_stretches(std::move(stretches))
    {
        if (m_stretches.empty()) {
            throw std::invalid_argument("a steady profile needs a stretch of road");
        }
        std::vector<Real> start(speed.data, speed.data + N);
        for (int c = 0; c < N; ++c) {
            if (!(speed[c] > 0 && flow[c] >= 0)) {
                throw std::invalid_argument("a steady profile needs positive speeds and flows that are not negative");
            }
        }
        m_moves_downstream = slowest_wave_at(start) > 0;
        for (std::size_t k = 0; k < m_stretches.size(); ++k) {
            Real const stop = k + 1 < m_stretches.size() ? m_stretches[k + 1].begin : end;
            if (!(stop > m_stretches[k].begin)) {
                throw std::invalid_argument("stretches of a steady profile must be in ascending order before its end");
            }
            m_parts.push_back(integrate(m_stretches[k], start, stop));
            start = m_parts.back().sample(stop);
        }
    }

    /// Densities [veh/m] and speeds [m/s] at x [m]; beyond the ends those at the ends.
    [[nodiscard]] Vec<Real, 2 * N> sample(Real x) const
    {
        std::size_t k = m_parts.size() - 1;
        while (k > 0 && x < m_stretches[k].begin) {
            --k;
        }
        return primitive(m_parts[k].sample(x));
    }

    /// Slowest characteristic speed at x [m/s].
    [[nodiscard]] Real slowest_wave(Real x) const
    {
        Vec<Real, 2 * N> const q = sample(x);
        return slowest_wave_at(std::vector<Real>(q.data + N, q.data + 2 * N));
    }

private:
    [[nodiscard]] Trajectory integrate(RoadStretch const& stretch, std::vector<Real> const& start, Real stop) const
    {
        auto derivative = [equation = m_equation, flow = m_flow, category = stretch.category,
                           downstream = m_moves_downstream](Real, std::vector<Real> const& v,
                                                            std::vector<Real>& slope) {
            return speed_slope(equation, flow, category, downstream, v, slope);
        };
        try {
            return Trajectory(derivative, stretch.begin, start, stop);
        } catch (std::domain_error const& error) {
            throw std::domain_error(std::string("the slowest wave comes to rest in the steady profile: ")
                                    + error.what());
        }
    }

    [[nodiscard]] Vec<Real, 2 * N> primitive(std::vector<Real> const& speed) const
    {
        Vec<Real, 2 * N> q{};
        for (int c = 0; c < N; ++c) {
            q[N + c] = speed[static_cast<std::size_t>(c)];
            q[c] = m_flow[c] / q[N + c];
        }
        return q;
    }

    [[nodiscard]] Real slowest_wave_at(std::vector<Real> const& speed) const
    {
        return m_equation.eigenvalues(m_equation.point_state(primitive(speed), m_equation.road_data(0)))[N];
    }

    static bool speed_slope(Equation const& equation, Vec<Real, N> const& flow, int category, bool downstream,
                            std::vector<Real> const& v, std::vector<Real>& slope)
    {
        using D = Dual<N>;
        Vec<D, 2 * N> q{};
        Vec<Real, 2 * N> values{};
        for (int c = 0; c < N; ++c) {
            Real const speed = v[static_cast<std::size_t>(c)];
            if (!(speed > 0)) {
                return false;
            }
            q[N + c] = D::variable(speed, c);
            q[c] = D(flow[c]) / q[N + c];
            values[c] = q[c].value;
            values[N + c] = speed;
        }
        auto const road = equation.road_data(category);
        auto const point = equation.point_state(values, road);
        Real const slowest = equation.eigenvalues(point)[N];
        if (!(downstream ? slowest > 0 : slowest < 0)) {
            return false;
        }
        auto const s = equation.point_state(q, road);
        Vec<Real, N> const equilibrium = equation.equilibrium_speed(values, road);
        std::array<std::array<Real, N + 1>, N> system{}; // (dw/dv | right-hand side)
        for (int i = 0; i < N; ++i) {
            auto& row = system[static_cast<std::size_t>(i)];
            for (int j = 0; j < N; ++j) {
                row[static_cast<std::size_t>(j)] = s[2 * N + i].derivative[j];
            }
            row[N] = (equilibrium[i] - values[N + i]) / (equation.relaxation_time[i] * values[N + i]);
        }
        return solve(system, slope);
    }

    /// Gaussian elimination with row exchanges; false if the matrix is singular.
    static bool solve(std::array<std::array<Real, N + 1>, N>& a, std::vector<Real>& x)
    {
        constexpr std::size_t n = N;
        for (std::size_t k = 0; k < n; ++k) {
            std::size_t pivot = k;
            for (std::size_t i = k + 1; i < n; ++i) {
                pivot = std::abs(a[i][k]) > std::abs(a[pivot][k]) ? i : pivot;
            }
            std::swap(a[k], a[pivot]);
            if (!(std::abs(a[k][k]) > 0)) {
                return false;
            }
            for (std::size_t i = k + 1; i < n; ++i) {
                Real const factor = a[i][k] / a[k][k];
                for (std::size_t j = k; j <= n; ++j) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        for (std::size_t k = n; k-- > 0;) {
            Real sum = a[k][n];
            for (std::size_t j = k + 1; j < n; ++j) {
                sum -= a[k][j] * x[j];
            }
            x[k] = sum / a[k][k];
        }
        return true;
    }

    Equation m_equation;
    Vec<Real, N> m_flow;
    std::vector<RoadStretch> m_stretches;
    bool m_moves_downstream = true;
    std::vector<Trajectory> m_parts;
};

} // namespace zemi::exact
