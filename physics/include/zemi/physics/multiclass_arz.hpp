// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/unroll.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/physics/concepts.hpp>
#include <zemi/physics/interaction.hpp>
#include <zemi/physics/model_spec.hpp>
#include <zemi/physics/pressure.hpp>

#include <Kokkos_Macros.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace zemi {

/// Aw-Rascle-Zhang traffic of N vehicle classes that share the road, with relaxation (N = 1: the classic model):
///
///     d_t rho_i + d_x (rho_i v_i) = 0                                              i = 0 ... N - 1
///     d_t y_i   + d_x (y_i v_i)   = rho_i (Ve_i - v_i) / tau_i       y_i = rho_i w_i,  w_i = v_i + p_i
///
/// density rho [veh/m], speed v [m/s], marker w [m/s] (carried by the vehicles), perceived density x_i = sum_j A_ij
/// rho_j [veh/m], pressure p_i = K_i f_i(x_i / rho_jam) [m/s] with the shape f of `Law`, equilibrium speed Ve_i =
/// V_creep,i + (V_free,i - V_creep,i) max(0, 1 - sum_j rho_j / rho_jam) [m/s]. The free speed V_free depends on the
/// road category, so the road enters the source only and the flux is continuous in x.
///
/// Conserved (rho_0, y_0, rho_1, y_1, ...); primitive (rho_0 ... v_0 ...); point state (rho_0 ... v_0 ... w_0 ...,
/// smallest characteristic speed, see upstream_wave()). P is the number type of the parameters: a Pack holds those of eight runs.
///
/// Aw & Rascle (2000), doi:10.1137/S0036139997332099; Zhang (2002), doi:10.1016/S0191-2615(00)00050-3.
template <int N, class Law = AnyLaw<N>, class P = Real>
struct MulticlassArz {
    static_assert(N >= 1 && N <= 3, "formulas for the characteristic speeds exist for one to three classes");
    static_assert(Law::num_classes == N);

    static constexpr std::string_view name = "multiclass_arz";
    static constexpr int num_classes = N;
    static constexpr int num_eqn = 2 * N;
    static constexpr int num_primitive = 2 * N;
    static constexpr int num_road_data = N;
    static constexpr int num_point = 3 * N + 1;
    static constexpr bool has_relaxation = true;
    static constexpr bool flux_depends_on_road = false;

    using Parameter = P;
    /// The same equation with parameters of another number type.
    template <class Q>
    using With = MulticlassArz<N, typename Law::template With<Q>, Q>;

    Law law;
    P occupation_per_density[N][N]; ///< A_ij / rho_jam [m/veh]: q_i = sum_j of it times rho_j
    P inverse_jam_density; ///< 1 / rho_jam [m/veh]
    P vacuum_density_squared; ///< square of e, the density below which a class counts as absent [veh^2/m^2]
    P thin_density; ///< 1e4 e: from here on a class is as present as it can be [veh/m]
    Vec<P, N> pressure_scale; ///< K [m/s]
    Vec<P, N> creeping_speed; ///< V_creep [m/s]
    Vec<P, N> relaxation_time; ///< tau [s]
    P jam_density_squared; ///< see squared_scales() [veh^2/m^2]
    P top_speed_squared; ///< likewise [m^2/s^2]
    P free_speed[max_road_categories][N]; ///< by index into road_categories() [m/s]
    bool waves_outrun_vehicles; ///< a characteristic speed can exceed all speeds, see interaction_bounds_waves()

    KOKKOS_FORCEINLINE_FUNCTION static constexpr int density_index(int c) noexcept { return 2 * c; }
    KOKKOS_FORCEINLINE_FUNCTION static constexpr int marker_index(int c) noexcept { return 2 * c + 1; }

    /// Parameters of one run into a lane, its options for all lanes; see HasLanes.
    void set_lane(int lane, With<Real> const& one) noexcept
        requires std::same_as<P, Pack>
    {
        law.set_lane(lane, one.law);
        inverse_jam_density.set(lane, one.inverse_jam_density);
        vacuum_density_squared.set(lane, one.vacuum_density_squared);
        thin_density.set(lane, one.thin_density);
        jam_density_squared.set(lane, one.jam_density_squared);
        top_speed_squared.set(lane, one.top_speed_squared);
        for (int i = 0; i < N; ++i) {
            for (int j = 0; j < N; ++j) {
                occupation_per_density[i][j].set(lane, one.occupation_per_density[i][j]);
            }
            pressure_scale[i].set(lane, one.pressure_scale[i]);
            creeping_speed[i].set(lane, one.creeping_speed[i]);
            relaxation_time[i].set(lane, one.relaxation_time[i]);
            for (int k = 0; k < max_road_categories; ++k) {
                free_speed[k][i].set(lane, one.free_speed[k][i]);
            }
        }
        waves_outrun_vehicles = one.waves_outrun_vehicles;
    }
    /// The choices that runs which share a pack must have in common.
    [[nodiscard]] std::uint32_t options() const noexcept
    {
        return law.options() | (waves_outrun_vehicles ? 1U << 31 : 0U);
    }

    /// Free speed of each class [m/s] on the road category with this index.
    KOKKOS_FORCEINLINE_FUNCTION Vec<P, N> road_data(int category) const noexcept
    {
        Vec<P, N> r{};
        unroll<N>([&](auto c) { r[c] = free_speed[category][c]; });
        return r;
    }

    /// Squares of numbers of the size that each primitive variable can have (jam density, largest free speed), for what
    /// has to be small beside them.
    KOKKOS_FORCEINLINE_FUNCTION Vec<P, num_primitive> squared_scales() const noexcept
    {
        Vec<P, num_primitive> scales{};
        unroll<N>([&](auto c) {
            scales[c] = jam_density_squared;
            scales[N + c] = top_speed_squared;
        });
        return scales;
    }

    /// Speed that each class relaxes to [m/s].
    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> equilibrium_speed(Vec<T, num_primitive> const& q,
                                                            Vec<R, num_road_data> const& r) const noexcept
    {
        return equilibrium_speed_at(densities_of(q), r);
    }

    /// p_i [m/s] and its slope dp_i / dq_i by the occupation q_i that class i perceives [m/s].
    template <class T>
    struct Pressures {
        Vec<T, N> value;
        Vec<T, N> slope;
    };

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Pressures<T> pressures(Vec<T, N> const& density) const noexcept
    {
        Pressures<T> result{};
        unroll<N>([&](auto c) {
            PressureShape<T> const shape = law(c, occupation(c, density));
            result.value[c] = T(pressure_scale[c]) * shape.value;
            result.slope[c] = T(pressure_scale[c]) * shape.slope;
        });
        return result;
    }

    /// Occupation q_i = x_i / rho_jam that class c (an Index) perceives [1].
    template <class C, class T>
    KOKKOS_FORCEINLINE_FUNCTION T occupation(C c, Vec<T, N> const& density) const noexcept
    {
        T sum = T(occupation_per_density[c][0]) * density[0];
        unroll<N - 1>([&](auto j) { sum = sum + T(occupation_per_density[c][j + 1]) * density[j + 1]; });
        return sum;
    }

    /// What the densities decide, and relaxation does not change: a cell that needs it more than once takes it once.
    template <class T>
    struct DensityTerms {
        Vec<T, N> equilibrium; ///< speed that each class relaxes to [m/s]
        Pressures<T> pressure;
    };

    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION DensityTerms<T> density_terms(Vec<T, N> const& density,
                                                              Vec<R, num_road_data> const& r) const noexcept
    {
        return {equilibrium_speed_at(density, r), pressures(density)};
    }

    /// v_i = w_i - p_i of a point state, which has the speeds of vehicles: see moving_speed().
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> unbounded_speeds(Vec<T, num_point> const& s) const noexcept
    {
        Vec<T, N> v{};
        unroll<N>([&](auto c) { v[c] = s[N + c]; });
        if (law.non_negative_speed) {
            Vec<T, N> density{};
            unroll<N>([&](auto c) { density[c] = s[c]; });
            Vec<T, N> const pressure = pressures(density).value;
            unroll<N>([&](auto c) { v[c] = s[2 * N + c] - pressure[c]; });
        }
        return v;
    }

    /// Speed [m/s] at which vehicles with v = w - p move: v itself unless SpeedClosure::non_negative.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION T moving_speed(T const& v) const noexcept
    {
        return law.non_negative_speed ? max(T(0), v) : v;
    }

    /// Densities and speeds: v_i = y_i / rho_i - p_i where there are vehicles of class i. An absent class moves with the
    /// present ones, and at its equilibrium speed if the road is empty, so that vacuum adds no wave of its own; below
    /// 1e4 e
    ///
    ///     v_i = (m_i + e^2 V_i) / (rho_i^2 + e^2)                    m_i = rho_i (y_i - rho_i p_i)
    ///     V_i = (sum_{j != i} m_j + e^2 Ve_i) / (sum_{j != i} rho_j^2 + e^2)       e = 1e-9 rho_jam
    ///
    /// which there is y_i / rho_i - p_i to 1e-8 of it. With the closure SpeedClosure::non_negative, v is still y / rho -
    /// p here: point_state() needs it for the marker.
    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_primitive> to_primitive(Vec<T, num_eqn> const& u,
                                                                   Vec<R, num_road_data> const& r) const noexcept
    {
        return to_primitive(u, density_terms(densities_in(u), r));
    }
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_primitive> to_primitive(Vec<T, num_eqn> const& u,
                                                                   DensityTerms<T> const& terms) const noexcept
    {
        Vec<T, N> const density = densities_in(u);
        T lowest = density[0];
        unroll<N - 1>([&](auto c) { lowest = min(lowest, density[c + 1]); });
        T const thin = T(thin_density);
        Vec<T, num_primitive> q{};
        if (!any_of(lowest < thin)) {
            Vec<T, N> const inverse = inverses(density);
            unroll<N>([&](auto c) {
                q[c] = density[c];
                q[N + c] = u[marker_index(c)] * inverse[c] - terms.pressure.value[c];
            });
            return q;
        }
        Vec<T, N> const inverse = inverses(zip([&](T const& rho) { return max(thin, rho); }, density));
        Vec<T, N> const thin_speed = speed_of_thin_traffic(u, terms);
        unroll<N>([&](auto c) {
            q[c] = density[c];
            q[N + c] =
                select(density[c] < thin, thin_speed[c], u[marker_index(c)] * inverse[c] - terms.pressure.value[c]);
        });
        return q;
    }

    /// All that a numerical flux needs: rho, v, w of each class and the smallest characteristic speed where it is
    /// negative, else a bound of it that is not, see upstream_wave().
    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_point> point_state(Vec<T, num_primitive> const& q,
                                                              Vec<R, num_road_data> const& r) const noexcept
    {
        return point_state(q, density_terms(densities_of(q), r));
    }
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_point> point_state(Vec<T, num_primitive> const& q,
                                                              DensityTerms<T> const& terms) const noexcept
    {
        Vec<T, num_point> s{};
        Vec<T, N> stiffness{};
        unroll<N>([&](auto c) {
            T v = q[N + c];
            s[2 * N + c] = v + terms.pressure.value[c];
            // Not dropped for a class that the closure has stopped: the shock that arrests the traffic behind it runs
            // upstream, and a flux that sees no wave upstream would push vehicles into the standing queue for ever.
            stiffness[c] = q[c] * terms.pressure.slope[c];
            if (law.non_negative_speed) {
                v = max(T(0), v);
            }
            s[c] = q[c];
            s[N + c] = v;
        });
        s[3 * N] = upstream_wave(coupled_waves(s, stiffness));
        return s;
    }

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_eqn> conserved(Vec<T, num_point> const& s) const noexcept
    {
        Vec<T, num_eqn> u{};
        unroll<N>([&](auto c) {
            u[density_index(c)] = s[c];
            u[marker_index(c)] = s[c] * s[2 * N + c];
        });
        return u;
    }

    /// (rho v, rho v w) of each class.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_eqn> physical_flux(Vec<T, num_point> const& s) const noexcept
    {
        Vec<T, num_eqn> f{};
        unroll<N>([&](auto c) {
            T const flow = s[c] * s[N + c];
            f[density_index(c)] = flow;
            f[marker_index(c)] = flow * s[2 * N + c];
        });
        return f;
    }

    /// Bounds of all eigenvalues of the flux Jacobian. The lower one is exact for one and two classes where it is negative, and negative only there; the upper one is
    /// the speed of the fastest class unless `waves_outrun_vehicles`.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION WaveSpeeds<T> wave_speeds(Vec<T, num_point> const& s) const noexcept
    {
        T fastest = s[N];
        unroll<N - 1>([&](auto c) { fastest = max(fastest, s[N + 1 + c]); });
        if (waves_outrun_vehicles) {
            fastest = max(fastest, coupled_waves(s, stiffness(s)).upper_bound());
        }
        return {s[3 * N], fastest};
    }

    /// Densities not negative, everything finite, and below the class's jam density if the pressure is singular there.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION MaskOf<T> is_admissible(Vec<T, num_eqn> const& u) const noexcept
    {
        Vec<T, N> density{};
        unroll<N>([&](auto c) { density[c] = u[density_index(c)]; });
        T lowest = density[0];
        T sum = density[0] + u[marker_index(0)]; // not finite if one of them is not
        unroll<N - 1>([&](auto c) {
            lowest = min(lowest, density[c + 1]);
            sum = sum + (density[c + 1] + u[marker_index(c + 1)]);
        });
        MaskOf<T> ok = lowest >= T(0) && sum - sum == T(0);
        if (law.bounded_by_jam) {
            unroll<N>([&](auto c) { ok = ok && occupation(c, density) < T(1); });
        }
        return ok;
    }

    /// Moves the speed of each class by `fraction` of its distance to the equilibrium speed at frozen density and
    /// returns the increment of the conserved variables. Increments, so that an equilibrium stays one to the last bit.
    template <class T, class R, class F>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_eqn> relax(Vec<T, num_primitive>& q, Vec<R, num_road_data> const& r,
                                                      Vec<F, N> const& fraction) const noexcept
    {
        return relax_to(equilibrium_speed(q, r), q, fraction);
    }
    template <class T, class F>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_eqn> relax(Vec<T, num_primitive>& q, DensityTerms<T> const& terms,
                                                      Vec<F, N> const& fraction) const noexcept
    {
        return relax_to(terms.equilibrium, q, fraction);
    }

    /// Speed of each class as fluxes and the source see it [m/s].
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> speeds(Vec<T, num_primitive> const& q) const noexcept
    {
        Vec<T, N> speed{};
        unroll<N>([&](auto c) {
            speed[c] = q[N + c];
            if (law.non_negative_speed) {
                speed[c] = max(T(0), speed[c]);
            }
        });
        return speed;
    }

    /// tau of each class [s].
    KOKKOS_FORCEINLINE_FUNCTION Vec<P, N> relaxation_times() const noexcept { return relaxation_time; }

    /// All 2 N eigenvalues of the flux Jacobian: v_0 ... v_{N-1}, then the N coupled ones in ascending order. Exact,
    /// except that with three classes and an interaction that is not balanced (see interaction_is_balanced()) two of
    /// the coupled ones may be a complex pair, of which this gives the real part. For tests and diagnosis; fluxes use
    /// wave_speeds().
    template <class T>
    KOKKOS_FUNCTION Vec<T, num_eqn> eigenvalues(Vec<T, num_point> const& s) const noexcept
    {
        Vec<T, num_eqn> lambda{};
        Vec<T, N> const coupled = coupled_waves(s, stiffness(s)).eigenvalues();
        unroll<N>([&](auto c) {
            lambda[c] = s[N + c];
            lambda[N + c] = coupled[c];
        });
        return lambda;
    }

    /// Row by row the derivative of the flux with respect to the conserved variables, from v_i = y_i / rho_i - p_i:
    /// with P_ij = dp_i / drho_j and 1 on the diagonal of delta_ij,
    ///
    ///     d(rho_i v_i) / drho_j = -p_i delta_ij - rho_i P_ij                 d(rho_i v_i) / dy_j = delta_ij
    ///     d(y_i v_i)   / drho_j = -w_i^2 delta_ij - y_i P_ij                 d(y_i v_i)   / dy_j = (v_i + w_i)
    ///     delta_ij
    ///
    /// (no division by density). Where SpeedClosure::non_negative has stopped a class, its rows are zero.
    template <class T>
    KOKKOS_FUNCTION Vec<Vec<T, num_eqn>, num_eqn> jacobian(Vec<T, num_point> const& s) const noexcept
    {
        Vec<T, N> density{};
        unroll<N>([&](auto c) { density[c] = s[c]; });
        Vec<Vec<T, num_eqn>, num_eqn> jacobian{};
        unroll<N>([&](auto i) {
            PressureShape<T> const shape = law(i, occupation(i, density));
            T const v = s[N + i];
            T const w = s[2 * N + i];
            MaskOf<T> const moves = v > T(0) || T(law.non_negative_speed ? 0 : 1) == T(1);
            unroll<N>([&](auto j) {
                T const diagonal = T(i == j ? 1 : 0);
                T const slope = s[i] * (T(pressure_scale[i]) * shape.slope * T(occupation_per_density[i][j]));
                T const own_flow = (w - v) * diagonal + slope;
                T const own_marker = w * w * diagonal + w * slope;
                jacobian[density_index(i)][density_index(j)] = select(moves, -own_flow, T(0));
                jacobian[density_index(i)][marker_index(j)] = select(moves, diagonal, T(0));
                jacobian[marker_index(i)][density_index(j)] = select(moves, -own_marker, T(0));
                jacobian[marker_index(i)][marker_index(j)] = select(moves, (v + w) * diagonal, T(0));
            });
        });
        return jacobian;
    }

private:
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION static Vec<T, N> densities_of(Vec<T, num_primitive> const& q) noexcept
    {
        Vec<T, N> density{};
        unroll<N>([&](auto c) { density[c] = q[c]; });
        return density;
    }
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION static Vec<T, N> densities_in(Vec<T, num_eqn> const& u) noexcept
    {
        Vec<T, N> density{};
        unroll<N>([&](auto c) { density[c] = u[density_index(c)]; });
        return density;
    }

    /// See to_primitive().
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> speed_of_thin_traffic(Vec<T, num_eqn> const& u,
                                                                DensityTerms<T> const& terms) const noexcept
    {
        Vec<T, N> const density = densities_in(u);
        T const e2 = T(vacuum_density_squared);
        Vec<T, N> momentum{}; // m_i
        // Denominators rho_i^2 + e^2, and with three classes those of the other two together.
        Vec<T, N == 3 ? 6 : N> inverse{};
        unroll<N>([&](auto c) {
            momentum[c] = density[c] * (u[marker_index(c)] - density[c] * terms.pressure.value[c]);
            inverse[c] = density[c] * density[c] + e2;
        });
        if constexpr (N == 3) {
            unroll<N>([&](auto c) {
                constexpr int i = (c + 1) % 3;
                constexpr int j = (c + 2) % 3;
                inverse[N + c] = density[i] * density[i] + inverse[j];
            });
        }
        inverse = inverses(inverse);
        Vec<T, N> speed{};
        unroll<N>([&](auto c) {
            T company = terms.equilibrium[c]; // speed of the other classes
            if constexpr (N == 2) {
                company = (momentum[1 - c] + e2 * company) * inverse[1 - c];
            } else if constexpr (N == 3) {
                company = (momentum[(c + 1) % 3] + momentum[(c + 2) % 3] + e2 * company) * inverse[N + c];
            }
            speed[c] = (momentum[c] + e2 * company) * inverse[c];
        });
        return speed;
    }

    template <class T, class F>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_eqn> relax_to(Vec<T, N> const& equilibrium, Vec<T, num_primitive>& q,
                                                         Vec<F, N> const& fraction) const noexcept
    {
        Vec<T, num_eqn> increment{};
        Vec<T, N> const speed = speeds(q);
        unroll<N>([&](auto c) {
            T const dv = (equilibrium[c] - speed[c]) * T(fraction[c]);
            q[N + c] = q[N + c] + dv;
            increment[density_index(c)] = T(0);
            increment[marker_index(c)] = q[c] * dv;
        });
        return increment;
    }

    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> equilibrium_speed_at(Vec<T, N> const& density,
                                                               Vec<R, num_road_data> const& r) const noexcept
    {
        T total = density[0];
        unroll<N - 1>([&](auto c) { total = total + density[c + 1]; });
        T const room = max(T(0), T(1) - total * T(inverse_jam_density));
        Vec<T, N> speed{};
        unroll<N>([&](auto c) {
            T creep = T(creeping_speed[c]);
            T const range = T(r[c]) - creep;
            if (law.vanishing_creep) {
                creep = creep * max(T(0), T(1) - occupation(c, density));
            }
            speed[c] = creep + range * room;
        });
        return speed;
    }

    /// rho_i dp_i / dq_i [m/s veh/m], zero for a class that SpeedClosure::non_negative has stopped.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> stiffness(Vec<T, num_point> const& s) const noexcept
    {
        Vec<T, N> density{};
        unroll<N>([&](auto c) { density[c] = s[c]; });
        Vec<T, N> result{};
        unroll<N>([&](auto c) {
            result[c] = s[c] * (T(pressure_scale[c]) * law(c, occupation(c, density)).slope);
            if (law.non_negative_speed) {
                result[c] = select(s[N + c] > T(0), result[c], T(0));
            }
        });
        return result;
    }

    /// With the markers frozen the densities obey a system with the matrix B_ij = v_i delta_ij - rho_i dp_i / drho_j,
    /// whose eigenvalues are those of the full Jacobian that are not speeds of vehicles.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION CoupledWaves<T, N> coupled_waves(Vec<T, num_point> const& s,
                                                                 Vec<T, N> const& stiffness) const noexcept
    {
        CoupledWaves<T, N> waves{};
        unroll<N>([&](auto i) {
            unroll<N>([&](auto j) {
                T const slope = stiffness[i] * T(occupation_per_density[i][j]);
                waves.matrix[i][j] = decltype(i)::value == decltype(j)::value ? s[N + i] - slope : -slope;
            });
        });
        return waves;
    }
};

/// The equation with the parameters of `spec`. Throws std::invalid_argument, naming class and parameter, if they make
/// no sense, if their number of classes is not N, or if `Law` is not the law they ask for.
template <int N, class Law = AnyLaw<N>, class P = Real>
[[nodiscard]] MulticlassArz<N, Law, P> make_multiclass_arz(ModelSpec const& spec)
{
    validate(spec);
    if (spec.num_classes() != N) {
        throw std::invalid_argument("the equation is compiled for another number of classes than the model has");
    }
    MulticlassArz<N, Law, P> equation{};
    equation.law = Law::make(spec);
    Real const jam = spec.jam_density;
    equation.inverse_jam_density = P(1 / jam);
    equation.vacuum_density_squared = P((1e-9 * jam) * (1e-9 * jam));
    equation.thin_density = P(1e-5 * jam);
    std::vector<std::vector<Real>> const interaction = interaction_matrix(spec);
    std::vector<int> const categories = road_categories(spec);
    Real top_speed = 0;
    for (std::size_t i = 0; i < N; ++i) {
        ClassSpec const& vehicle = spec.classes[i];
        int const c = static_cast<int>(i);
        for (std::size_t j = 0; j < N; ++j) {
            equation.occupation_per_density[i][j] = P(interaction[i][j] / jam);
        }
        equation.pressure_scale[c] = P(vehicle.pressure_scale);
        equation.creeping_speed[c] = P(vehicle.creeping_speed);
        equation.relaxation_time[c] = P(vehicle.relaxation_time);
        for (std::size_t k = 0; k < categories.size(); ++k) {
            equation.free_speed[k][i] = P(vehicle.free_speed.at(categories[k]));
            top_speed = max(top_speed, vehicle.free_speed.at(categories[k]));
        }
    }
    equation.jam_density_squared = P(jam * jam);
    equation.top_speed_squared = P(top_speed * top_speed);
    equation.waves_outrun_vehicles = !interaction_bounds_waves(interaction);
    return equation;
}

static_assert(HasMarkers<MulticlassArz<1>> && HasMarkers<MulticlassArz<2>> && HasMarkers<MulticlassArz<3>>);
static_assert(HasRelaxation<MulticlassArz<1>> && HasRelaxation<MulticlassArz<2>> && HasRelaxation<MulticlassArz<3>>);
static_assert(HasRelaxation<MulticlassArz<2, PublishedLaw>>);
static_assert(HasLanes<MulticlassArz<1>> && HasLanes<MulticlassArz<3>> && HasLanes<MulticlassArz<2, PublishedLaw>>);

} // namespace zemi
