// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Smooth traffic of two classes on a closed road for any relaxation time, by methods that share nothing with the
// library: central differences of eighth order, exponential time differencing, speeds instead of conserved variables.
#pragma once

#include <zemi/core/real.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace zemi::test {

/// The model in its simplest clothes: p_i = K_i (x_i / rho_jam)^g_i, x_m = rho_m + alpha rho_c, x_c = rho_m + rho_c,
/// Ve_i = creep_i + (free_i - creep_i) (1 - (rho_m + rho_c) / rho_jam), densities below jam.
struct PlainModel {
    std::array<Real, 2> pressure_scale{40 / 3.6, 60 / 3.6}; ///< [m/s]
    std::array<Real, 2> exponent{1.5, 2};
    std::array<Real, 2> car_weight{.4, 1}; ///< weight of cars in the density that a class perceives
    std::array<Real, 2> free_speed{45 / 3.6, 25 / 3.6}; ///< [m/s]
    std::array<Real, 2> creep_speed{5 / 3.6, 0};        ///< [m/s]
    Real jam_density = .25;                             ///< [veh/m]

    [[nodiscard]] Real equilibrium(std::size_t i, Real total) const
    {
        return creep_speed[i] + (free_speed[i] - creep_speed[i]) * (1 - total / jam_density);
    }
};

/// Densities [veh/m] and differences of the speeds from equilibrium, u_i = v_i - Ve_i [m/s], at equidistant points:
///
///     d_t rho_i = -d_x(rho_i v_i)        d_t u_i = -v_i d_x w_i - sum_k (p_i,k + Ve_i,k) d_t rho_k - u_i / tau_i
///
/// The last term is linear, so exponential time differencing (ETDRK4: Cox & Matthews, J. Comput. Phys. 176 (2002) 430,
/// DOI 10.1006/jcph.2002.6995) takes it exactly, however small tau is; the others are not stiff.
class StiffReference {
public:
    static constexpr std::size_t num_fields = 4; ///< rho_m, rho_c, u_m, u_c
    using Fields = std::array<std::vector<Real>, num_fields>;

    StiffReference(PlainModel const& model, std::array<Real, 2> const& relaxation_time, Real length)
        : m_model(model),
          m_tau(relaxation_time),
          m_length(length)
    {
    }

    /// The fields `end` seconds later, after `num_steps` equal steps.
    [[nodiscard]] Fields advanced(Fields start, Real end, int num_steps) const
    {
        Real const dt = end / num_steps;
        std::array<Weights, num_fields> weights{};
        for (std::size_t f = 0; f < num_fields; ++f) {
            weights[f] = weights_of(f < 2 ? 0 : -dt / m_tau[f - 2], dt);
        }
        for (int step = 0; step < num_steps; ++step) {
            start = stepped(start, weights);
        }
        return start;
    }

    /// For infinitely fast relaxation: d_t rho_i = -d_x(rho_i Ve_i), by the classical method of fourth order.
    [[nodiscard]] Fields equilibrium(Fields q, Real end, int num_steps) const
    {
        Real const dt = end / num_steps;
        auto const moved = [](Fields const& from, Real time, Fields const& by) {
            return combined(from, [&](std::size_t f, std::size_t j) { return from[f][j] + time * by[f][j]; });
        };
        for (int step = 0; step < num_steps; ++step) {
            Fields const a = equilibrium_rate(q);
            Fields const b = equilibrium_rate(moved(q, dt / 2, a));
            Fields const c = equilibrium_rate(moved(q, dt / 2, b));
            Fields const d = equilibrium_rate(moved(q, dt, c));
            q = combined(q, [&](std::size_t f, std::size_t j) {
                return q[f][j] + dt / 6 * (a[f][j] + 2 * b[f][j] + 2 * c[f][j] + d[f][j]);
            });
        }
        return q;
    }

private:
    /// Of one field with the linear rate c, z = c dt: e^z, e^(z/2), dt phi_1(z/2) / 2 and those of the last combination.
    struct Weights {
        Real full, half, middle, first, between, last;
    };

    /// phi_k(z) = sum_n z^n / (n + k)!, in the closed form where nothing cancels.
    static std::array<Real, 4> phi(Real z)
    {
        std::array<Real, 4> p{std::exp(z), 0, 0, 0};
        if (std::abs(z) > 1) {
            p[1] = (p[0] - 1) / z;
            p[2] = (p[1] - 1) / z;
            p[3] = (p[2] - .5) / z;
            return p;
        }
        Real factorial = 1;
        for (std::size_t k = 1; k < 4; ++k) {
            factorial *= static_cast<Real>(k);
            Real term = 1 / factorial;
            for (int n = 1; n <= 20; ++n) {
                p[k] += term;
                term *= z / (n + static_cast<int>(k));
            }
        }
        return p;
    }

    static Weights weights_of(Real z, Real dt)
    {
        auto const half = phi(z / 2);
        auto const p = phi(z);
        return {p[0],
                half[0],
                dt / 2 * half[1],
                dt * (p[1] - 3 * p[2] + 4 * p[3]),
                dt * (2 * p[2] - 4 * p[3]),
                dt * (4 * p[3] - p[2])};
    }

    [[nodiscard]] std::vector<Real> derivative(std::vector<Real> const& f) const
    {
        static constexpr std::array<Real, 4> weight{4. / 5, -1. / 5, 4. / 105, -1. / 280};
        std::size_t const n = f.size();
        Real const dx = m_length / static_cast<Real>(n);
        std::vector<Real> result(n, 0);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 1; k <= weight.size(); ++k) {
                result[i] += weight[k - 1] * (f[(i + k) % n] - f[(i + n - k) % n]) / dx;
            }
        }
        return result;
    }

    /// Everything but -u / tau.
    [[nodiscard]] Fields rate(Fields const& q) const
    {
        std::size_t const n = q[0].size();
        Fields result;
        Fields speed_and_marker;
        for (std::size_t c = 0; c < 2; ++c) {
            std::vector<Real> flow(n);
            std::vector<Real>& speed = speed_and_marker[c];
            std::vector<Real>& marker = speed_and_marker[2 + c];
            for (std::size_t j = 0; j < n; ++j) {
                Real const perceived = (q[0][j] + m_model.car_weight[c] * q[1][j]) / m_model.jam_density;
                speed.push_back(q[2 + c][j] + m_model.equilibrium(c, q[0][j] + q[1][j]));
                marker.push_back(speed[j] + m_model.pressure_scale[c] * std::pow(perceived, m_model.exponent[c]));
                flow[j] = q[c][j] * speed[j];
            }
            result[c] = derivative(flow);
            for (Real& value : result[c]) {
                value = -value;
            }
        }
        for (std::size_t c = 0; c < 2; ++c) {
            std::vector<Real> const slope = derivative(speed_and_marker[2 + c]);
            Real const of_equilibrium = -(m_model.free_speed[c] - m_model.creep_speed[c]) / m_model.jam_density;
            for (std::size_t j = 0; j < n; ++j) {
                Real const perceived = (q[0][j] + m_model.car_weight[c] * q[1][j]) / m_model.jam_density;
                Real const of_pressure = m_model.pressure_scale[c] * m_model.exponent[c]
                                       * std::pow(perceived, m_model.exponent[c] - 1) / m_model.jam_density;
                result[2 + c].push_back(-speed_and_marker[c][j] * slope[j]
                                        - (of_pressure + of_equilibrium) * result[0][j]
                                        - (of_pressure * m_model.car_weight[c] + of_equilibrium) * result[1][j]);
            }
        }
        return result;
    }

    [[nodiscard]] Fields equilibrium_rate(Fields const& q) const
    {
        Fields result;
        for (std::size_t c = 0; c < 2; ++c) {
            std::vector<Real> flow;
            for (std::size_t j = 0; j < q[c].size(); ++j) {
                flow.push_back(-q[c][j] * m_model.equilibrium(c, q[0][j] + q[1][j]));
            }
            result[c] = derivative(flow);
            result[2 + c].resize(q[c].size(), 0);
        }
        return result;
    }

    template <class F>
    static Fields combined(Fields const& q, F const& value)
    {
        Fields result;
        for (std::size_t f = 0; f < num_fields; ++f) {
            for (std::size_t j = 0; j < q[f].size(); ++j) {
                result[f].push_back(value(f, j));
            }
        }
        return result;
    }

    [[nodiscard]] Fields stepped(Fields const& q, std::array<Weights, num_fields> const& w) const
    {
        Fields const at_q = rate(q);
        Fields const a =
            combined(q, [&](std::size_t f, std::size_t j) { return w[f].half * q[f][j] + w[f].middle * at_q[f][j]; });
        Fields const at_a = rate(a);
        Fields const b =
            combined(q, [&](std::size_t f, std::size_t j) { return w[f].half * q[f][j] + w[f].middle * at_a[f][j]; });
        Fields const at_b = rate(b);
        Fields const c = combined(q, [&](std::size_t f, std::size_t j) {
            return w[f].half * a[f][j] + w[f].middle * (2 * at_b[f][j] - at_q[f][j]);
        });
        Fields const at_c = rate(c);
        return combined(q, [&](std::size_t f, std::size_t j) {
            return w[f].full * q[f][j] + w[f].first * at_q[f][j] + w[f].between * (at_a[f][j] + at_b[f][j])
                 + w[f].last * at_c[f][j];
        });
    }

    PlainModel m_model;
    std::array<Real, 2> m_tau;
    Real m_length;
};

} // namespace zemi::test
