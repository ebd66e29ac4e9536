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

#include <Kokkos_Macros.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace zemi {

/// Lighthill-Whitham-Richards traffic of N vehicle classes: every class always drives at its equilibrium speed,
///
///     d_t rho_i + d_x (rho_i v_i) = 0                                              i = 0 ... N - 1
///     v_i = V_creep,i + (V_free,i - V_creep,i) max(0, 1 - r)                       r = sum_j L_j rho_j
///
/// density rho [veh/m], speed v [m/s], occupied share of the road r [1], length L of a vehicle at jam [m]. With all
/// lengths 1 / rho_jam (the default) this is what MulticlassArz tends to for relaxation times that go to zero. The free
/// speed depends on the road category, so the flux depends on x.
///
/// Conserved and primitive (rho_0, rho_1, ...); point state (rho_0 ... v_0 ..., smallest and largest characteristic
/// speed). P is the number type of the parameters.
///
/// Wong & Wong (2002), doi:10.1016/S0965-8564(01)00042-8; Benzoni-Gavage & Colombo (2003),
/// doi:10.1017/S0956792503005266.
template <int N, class P = Real>
struct MulticlassLwr {
    static_assert(N >= 1 && N <= max_classes);

    static constexpr std::string_view name = "multiclass_lwr";
    static constexpr int num_classes = N;
    static constexpr int num_eqn = N;
    static constexpr int num_primitive = N;
    static constexpr int num_road_data = N;
    static constexpr int num_point = 2 * N + 2;
    static constexpr bool has_relaxation = false;
    static constexpr bool flux_depends_on_road = true;

    using Parameter = P;
    /// The same equation with parameters of another number type.
    template <class Q>
    using With = MulticlassLwr<N, Q>;

    Vec<P, N> length; ///< L, space of one vehicle at jam [m]
    Vec<P, N> creeping_speed; ///< V_creep [m/s]
    P occupation_per_density[N][N]; ///< A_ij / rho_jam [m/veh], for the vanishing creeping speed only
    P free_speed[max_road_categories][N]; ///< by index into road_categories() [m/s]
    bool vanishing_creep; ///< CreepingLaw::vanishing

    KOKKOS_FORCEINLINE_FUNCTION static constexpr int density_index(int c) noexcept { return c; }

    /// Parameters of one run into a lane, its options for all lanes; see HasLanes.
    void set_lane(int lane, With<Real> const& one) noexcept
        requires std::same_as<P, Pack>
    {
        for (int i = 0; i < N; ++i) {
            length[i].set(lane, one.length[i]);
            creeping_speed[i].set(lane, one.creeping_speed[i]);
            for (int j = 0; j < N; ++j) {
                occupation_per_density[i][j].set(lane, one.occupation_per_density[i][j]);
            }
            for (int k = 0; k < max_road_categories; ++k) {
                free_speed[k][i].set(lane, one.free_speed[k][i]);
            }
        }
        vanishing_creep = one.vanishing_creep;
    }
    /// The choices that runs which share a pack must have in common.
    [[nodiscard]] std::uint32_t options() const noexcept { return vanishing_creep ? 1U : 0U; }

    /// Free speed of each class [m/s] on the road category with this index.
    KOKKOS_FORCEINLINE_FUNCTION Vec<P, N> road_data(int category) const noexcept
    {
        Vec<P, N> r{};
        unroll<N>([&](auto c) { r[c] = free_speed[category][c]; });
        return r;
    }

    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> to_primitive(Vec<T, N> const& u, Vec<R, N> const&) const noexcept
    {
        return u;
    }

    /// Speed of each class [m/s].
    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> equilibrium_speed(Vec<T, N> const& q, Vec<R, N> const& r) const noexcept
    {
        T const room = max(T(0), free_share(q));
        Vec<T, N> v{};
        unroll<N>([&](auto c) {
            T creep = T(creeping_speed[c]);
            T const range = T(r[c]) - creep;
            if (vanishing_creep) {
                creep = creep * max(T(0), T(1) - occupation(c, q));
            }
            v[c] = creep + range * room;
        });
        return v;
    }

    /// All that a numerical flux needs: rho, v of each class and the bounds of the characteristic speeds.
    ///
    /// The Jacobian B_ij = v_i delta_ij + rho_i dv_i / drho_j has off-diagonal elements <= 0, so CoupledWaves applies.
    /// With the published creeping speed it is diag(v) - (rho_i range_i) L^T, a diagonal matrix less one of rank one
    /// that is similar to a symmetric, positive semidefinite one: its eigenvalues are real and none exceeds the largest
    /// speed.
    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_point> point_state(Vec<T, N> const& q, Vec<R, N> const& r) const noexcept
    {
        Vec<T, num_point> s{};
        Vec<T, N> const v = equilibrium_speed(q, r);
        T fastest = v[0];
        unroll<N>([&](auto c) {
            s[c] = q[c];
            s[N + c] = v[c];
            fastest = max(fastest, v[c]);
        });
        CoupledWaves<T, N> const waves{jacobian(q, r)};
        s[2 * N] = upstream_wave(waves);
        s[2 * N + 1] = vanishing_creep ? max(fastest, waves.upper_bound()) : fastest;
        return s;
    }

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> conserved(Vec<T, num_point> const& s) const noexcept
    {
        Vec<T, N> u{};
        unroll<N>([&](auto c) { u[c] = s[c]; });
        return u;
    }

    /// rho v of each class.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> physical_flux(Vec<T, num_point> const& s) const noexcept
    {
        Vec<T, N> f{};
        unroll<N>([&](auto c) { f[c] = s[c] * s[N + c]; });
        return f;
    }

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION WaveSpeeds<T> wave_speeds(Vec<T, num_point> const& s) const noexcept
    {
        return {s[2 * N], s[2 * N + 1]};
    }

    /// Densities not negative and finite. They may exceed jam: the published creeping speed does not end there.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION MaskOf<T> is_admissible(Vec<T, N> const& u) const noexcept
    {
        MaskOf<T> ok = T(0) == T(0);
        unroll<N>([&](auto c) { ok = ok && u[c] >= T(0) && u[c] - u[c] == T(0); });
        return ok;
    }

    /// Row by row the derivative of the flux with respect to the densities. At jam itself it is the one from below,
    /// which has the faster waves.
    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION Vec<Vec<T, N>, N> jacobian(Vec<T, N> const& q, Vec<R, N> const& r) const noexcept
    {
        Vec<T, N> const v = equilibrium_speed(q, r);
        auto const has_room = free_share(q) >= T(0);
        Vec<Vec<T, N>, N> b{};
        unroll<N>([&](auto i) {
            T const range = select(has_room, T(r[i]) - T(creeping_speed[i]), T(0));
            T creep = T(0);
            if (vanishing_creep) {
                creep = select(occupation(i, q) <= T(1), T(creeping_speed[i]), T(0));
            }
            unroll<N>([&](auto j) {
                T const slope = q[i] * (range * T(length[j]) + creep * T(occupation_per_density[i][j]));
                b[i][j] = decltype(i)::value == decltype(j)::value ? v[i] - slope : -slope;
            });
        });
        return b;
    }

private:
    /// 1 - r, negative beyond jam [1].
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION T free_share(Vec<T, N> const& q) const noexcept
    {
        T occupied = T(length[0]) * q[0];
        unroll<N - 1>([&](auto c) { occupied = occupied + T(length[c + 1]) * q[c + 1]; });
        return T(1) - occupied;
    }

    /// Perceived density of class c (an Index) over the jam density [1].
    template <class C, class T>
    KOKKOS_FORCEINLINE_FUNCTION T occupation(C c, Vec<T, N> const& q) const noexcept
    {
        T sum = T(occupation_per_density[c][0]) * q[0];
        unroll<N - 1>([&](auto j) { sum = sum + T(occupation_per_density[c][j + 1]) * q[j + 1]; });
        return sum;
    }
};

/// The equation with the parameters of `spec`. Throws std::invalid_argument, naming class and parameter, if they make
/// no sense or if their number of classes is not N.
template <int N, class P = Real>
[[nodiscard]] MulticlassLwr<N, P> make_multiclass_lwr(ModelSpec const& spec)
{
    validate(spec);
    if (spec.num_classes() != N) {
        throw std::invalid_argument("the equation is compiled for another number of classes than the model has");
    }
    MulticlassLwr<N, P> equation{};
    equation.vanishing_creep = spec.creeping_law == CreepingLaw::vanishing;
    std::vector<std::vector<Real>> const interaction = interaction_matrix(spec);
    std::vector<int> const categories = road_categories(spec);
    for (std::size_t i = 0; i < N; ++i) {
        ClassSpec const& vehicle = spec.classes[i];
        int const c = static_cast<int>(i);
        equation.length[c] = P(vehicle.length > 0 ? vehicle.length : 1 / spec.jam_density);
        equation.creeping_speed[c] = P(vehicle.creeping_speed);
        for (std::size_t j = 0; j < N; ++j) {
            equation.occupation_per_density[i][j] = P(interaction[i][j] / spec.jam_density);
        }
        for (std::size_t k = 0; k < categories.size(); ++k) {
            equation.free_speed[k][i] = P(vehicle.free_speed.at(categories[k]));
        }
    }
    return equation;
}

static_assert(ConservationLaw<MulticlassLwr<1>> && ConservationLaw<MulticlassLwr<2>>
              && ConservationLaw<MulticlassLwr<3>>);
static_assert(HasLanes<MulticlassLwr<1>> && HasLanes<MulticlassLwr<2>> && HasLanes<MulticlassLwr<3>>);
static_assert(!HasMarkers<MulticlassLwr<2>> && !HasRelaxation<MulticlassLwr<2>>);

} // namespace zemi
