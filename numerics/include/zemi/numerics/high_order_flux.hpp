// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/unroll.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/numerics/numerical_flux.hpp>
#include <zemi/numerics/weno.hpp>
#include <zemi/physics/concepts.hpp>

namespace zemi {

// Fluxes of fifth order from values at cell centres ("alternative" finite-difference WENO), and the limiter that keeps
// them from leaving the invariant domain. The pieces, for one cell or face; T and D as in cell_update.hpp. The loops
// around them belong to the engines.
//
// Values at cell centres and not averages: density and speed of averages are not averages of density and speed, and the
// source of an average is not the average of the source, which limits such schemes to second order.

/// Primitive variables at both faces of a cell.
template <class T, ConservationLaw E>
struct InterpolatedCell {
    Vec<T, E::num_primitive> left;
    Vec<T, E::num_primitive> right;
    T given_up; ///< 1 where the interpolation gave up
};

/// Interpolates to the faces of a cell; `cell(k)`: primitive variables of the k-th cell from it, k = -2 ... 2. Where that
/// would give a state that does not exist (a negative density, or one beyond a singular pressure), both faces have the
/// values of the cell itself.
template <class T, ConservationLaw E, class Cell>
KOKKOS_FORCEINLINE_FUNCTION InterpolatedCell<T, E> interpolate_cell(E const& e, WenoWeights weights,
                                                                    Cell const& cell) noexcept
{
    InterpolatedCell<T, E> result{{}, {}, T(0)};
    auto const epsilon = e.squared_scales();
    auto const a = cell(-2);
    auto const b = cell(-1);
    auto const c = cell(0);
    auto const d = cell(1);
    auto const f = cell(2);
    unroll<E::num_primitive>([&](auto k) {
        auto const faces = weno5(weights, T(1e-11) * T(epsilon[k]), a[k], b[k], c[k], d[k], f[k]);
        result.left[k] = faces.left;
        result.right[k] = faces.right;
    });
    auto const exists = [&](Vec<T, E::num_primitive> const& q) {
        auto u = Vec<T, E::num_eqn>::filled(T(0));
        unroll<E::num_classes>([&](auto i) { u[E::density_index(i)] = q[i]; });
        return e.is_admissible(u);
    };
    auto const keeps = exists(result.left) && exists(result.right);
    if (!all_of(keeps)) { // hardly ever
        result.given_up = select(keeps, T(0), T(1));
        unroll<E::num_primitive>([&](auto k) {
            result.left[k] = select(keeps, result.left[k], c[k]);
            result.right[k] = select(keeps, result.right[k], c[k]);
        });
    }
    return result;
}

/// Flux of fifth order through a face from the numerical flux F* of the interpolated states,
///   F = F* - h^2/24 f_xx + 7 h^4/5760 f_xxxx,
/// with differences of the fluxes f at the centres of the six cells around it; `physical_flux(k)`: of the k-th cell from
/// the face, k = -3 ... 2. Jiang, Shu & Zhang, SIAM J. Sci. Comput. 35 (2013) A1137, DOI 10.1137/120889885, eq. (2.12):
///   48 h^2 f_xx = -5 f_-3 + 39 f_-2 - 34 f_-1 - ...,   2 h^4 f_xxxx = f_-3 - 3 f_-2 + 2 f_-1 + ...
/// The sums of opposite cells minus that of the inner two make it vanish to the last bit where f is constant.
template <class T, int N, class PhysicalFlux>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> corrected_flux(Vec<T, N> const& flux, PhysicalFlux const& physical_flux) noexcept
{
    return zip(
        [](T const& f, T const& a, T const& b, T const& c, T const& d, T const& e, T const& g) {
            T const inner = c + d;
            return f + (T(19) * ((a + g) - inner) - T(137) * ((b + e) - inner)) * T(1.0 / 3840);
        },
        flux, physical_flux(-3), physical_flux(-2), physical_flux(-1), physical_flux(0), physical_flux(1),
        physical_flux(2));
}

/// Range of the markers of each class in which an update must end [m/s].
template <class T, int N>
struct MarkerRange {
    Vec<T, N> low;
    Vec<T, N> high;
};

/// From the five cells around one, and a little more: smooth extrema grow a little between two cells, and speeds relax.
/// `point(k)`: point state of the k-th cell from it, k = -2 ... 2.
template <class T, HasMarkers E, class Point>
KOKKOS_FORCEINLINE_FUNCTION MarkerRange<T, E::num_classes> marker_range(Point const& point) noexcept
{
    constexpr int n = E::num_classes;
    MarkerRange<T, n> range{};
    unroll<n>([&](auto c) {
        T low = point(-2)[2 * n + c];
        T high = low;
        unroll<4>([&](auto k) {
            T const w = point(k - 1)[2 * n + c];
            low = min(low, w);
            high = max(high, w);
        });
        range.low[c] = low - T(0.1);
        range.high[c] = high + T(0.1);
    });
    return range;
}

/// Share of the high-order corrections D = F_high - F_low through both faces that a cell can take, per class: as much as
/// keeps the Euler step
///   u - dt/dx (F_right - F_left)
/// in rho >= 0, w_low rho <= y <= w_high rho, whatever the other cell beside a face decides, because the step with F_low
/// ends there (see HllW). These are linear constraints Q >= 0, so in the worst case D takes
/// A = dt/dx (max(Q(D_right), 0) + max(-Q(D_left), 0)) from Q, of which there is Q(u_low). `u`: conserved variables of
/// the cell; `dt_over_dx`: of the Euler step.
/// Convex limiting: Guermond, Nazarov, Popov & Tomas, SIAM J. Sci. Comput. 40 (2018) A3211, DOI 10.1137/17M1149961.
template <HasMarkers E, class T, class D>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, E::num_classes>
admissible_share(D const& dt_over_dx, Vec<T, E::num_eqn> const& u, Vec<T, E::num_eqn> const& low_left,
                 Vec<T, E::num_eqn> const& low_right, Vec<T, E::num_eqn> const& high_left,
                 Vec<T, E::num_eqn> const& high_right, MarkerRange<T, E::num_classes> const& range) noexcept
{
    Vec<T, E::num_classes> share{};
    T const ratio = T(dt_over_dx);
    auto const low =
        zip([&](T const& v, T const& l, T const& r) { return v - ratio * (r - l); }, u, low_left, low_right);
    auto const left = zip([](T const& high, T const& l) { return high - l; }, high_left, low_left);
    auto const right = zip([](T const& high, T const& l) { return high - l; }, high_right, low_right);
    unroll<E::num_classes>([&](auto c) {
        constexpr int rho = E::density_index(decltype(c)::value);
        constexpr int y = E::marker_index(decltype(c)::value);
        T part(1);
        auto const demand = [&](T const& there_is, T const& by_left, T const& by_right) {
            T const available = max(there_is, T(0));
            T const asked = ratio * (max(by_right, T(0)) + max(-by_left, T(0)));
            auto const too_much = asked > available;
            if (any_of(too_much)) {
                part = min(part, select(too_much, available / select(too_much, asked, T(1)), T(1)));
            }
        };
        demand(low[rho], left[rho], right[rho]);
        demand(low[y] - range.low[c] * low[rho], left[y] - range.low[c] * left[rho],
               right[y] - range.low[c] * right[rho]);
        demand(range.high[c] * low[rho] - low[y], range.high[c] * left[rho] - left[y],
               range.high[c] * right[rho] - right[y]);
        share[c] = part;
    });
    return share;
}

/// A flux between two cells, and for how many classes it was limited.
template <class T, int N>
struct LimitedFlux {
    Vec<T, N> flux;
    T limited;
};

/// The high-order flux, as far as both cells beside the face can take it.
template <HasMarkers E, class T>
KOKKOS_FORCEINLINE_FUNCTION LimitedFlux<T, E::num_eqn>
limited_flux(Vec<T, E::num_eqn> const& low, Vec<T, E::num_eqn> const& high, Vec<T, E::num_classes> const& left_share,
             Vec<T, E::num_classes> const& right_share) noexcept
{
    LimitedFlux<T, E::num_eqn> result{high, T(0)};
    unroll<E::num_classes>([&](auto c) {
        T const share = min(left_share[c], right_share[c]);
        auto const acts = share < T(1);
        if (any_of(acts)) {
            constexpr int rho = E::density_index(decltype(c)::value);
            constexpr int y = E::marker_index(decltype(c)::value);
            result.flux[rho] = select(acts, low[rho] + share * (high[rho] - low[rho]), high[rho]);
            result.flux[y] = select(acts, low[y] + share * (high[y] - low[y]), high[y]);
            result.limited += select(acts, T(1), T(0));
        }
    });
    return result;
}

} // namespace zemi
