// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/unroll.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/numerics/cell_update.hpp>
#include <zemi/numerics/numerical_flux.hpp>
#include <zemi/numerics/time_scheme.hpp>
#include <zemi/physics/concepts.hpp>

#include <concepts>
#include <type_traits>

namespace zemi {

// The quasi-conservative contact fix "qc". Speeds are equal on both sides of a contact, but not in the cell that
// contains it: v = y / rho - p there, and p of a mean density is not the mean of p. Every scheme that conserves y makes
// such spikes (Chalons & Goatin, Commun. Math. Sci. 5 (2007) 533, DOI 10.4310/CMS.2007.v5.n3.a2), and they leave the
// contact as acoustic waves. Near contacts the fix therefore advances v instead of y, by the same Euler step of the
// flux; the densities stay conserved.
//
// With the state that a face settles to, rho* (the HLL average) and v* = w_up - p(rho*), and f the flow of the flux,
//
//   dv_i = -dt/dx [ v_i (v*_i,right - v*_i,left)
//                   + p_i' q_i((f_left - f_right) + v_i (rho*_right - rho*_left)) ],
//
// where p_i' is the slope of p_i by the occupation q_i that class i perceives, a linear function of the densities. This
// is zero to the last bits where all speeds are equal. In a stage of a time scheme (see Stage, whose letters these
// are), V(U) the speed in state U and d(U) = D(U) / rho the speed that relaxation adds, v as y in the combination:
//
//   v_qc = start V(U) + start_increment d(U) + start_increment_again f d(U) + previous_increment d(W)
//          + input V(u) + input_increment d(u) + flux dv(u + P(u)).
//
// What is stored is y = y_c + theta (rho (v_qc + p(rho)) - y_c), with y_c the conservative result and rho, p of the new
// densities. theta is one at contacts and zero at shocks, where markers do not change: with sums over the two faces of
// the cell, of the prepared state
//
//   theta_i = S_w / (S_w + 4 S_v),   S_w = sum 2 rho rho' / (rho^2 + rho'^2) (w' - w)^2,   S_v = sum (v' - v)^2.
//
// The constant and the weight are a choice: with 1 and no weight, platoons that enter an empty road do not converge; with
// more than 4 less is gained where contacts meet other waves. Both results are of the order of the time scheme; stages
// that blend them keep it, because what theta leaves behind in one stage the next one takes back as far as theta has not
// changed. A class that is absent keeps y_c, and so does a cell at an end of the road that imposes its flux.

/// Equations that the fix knows: with markers, and p as a function of the densities.
template <class E>
concept HasContacts =
    HasMarkers<E>
    && requires(E const e, Vec<ParameterOf<E>, E::num_classes> const& v, Vec<ParameterOf<E>, E::num_point> const& s) {
           e.pressures(v).value;
           e.pressures(v).slope;
           e.occupation(Index<0>{}, v);
           e.moving_speed(v[0]);
           e.unbounded_speeds(s);
       };

/// True if the kernels of these three can run with the fix: it is derived for the flux HllW, and for reconstructions
/// whose flux is that of their face values.
template <class E, class Reconstruction, class Flux>
inline constexpr bool takes_contact_fix =
    HasContacts<E> && std::is_same_v<Flux, HllW> && requires { requires Reconstruction::takes_contact_fix; };

/// Pressures of primitive variables.
template <class T, HasContacts E>
KOKKOS_FORCEINLINE_FUNCTION auto pressures_of(E const& e, Vec<T, E::num_primitive> const& q) noexcept
{
    Vec<T, E::num_classes> density{};
    unroll<E::num_classes>([&](auto c) { density[c] = q[c]; });
    return e.pressures(density);
}
/// Pressures of conserved variables.
template <class T, HasContacts E>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, E::num_classes> pressures_in(E const& e, Vec<T, E::num_eqn> const& u) noexcept
{
    Vec<T, E::num_classes> density{};
    unroll<E::num_classes>([&](auto c) { density[c] = u[E::density_index(c)]; });
    return e.pressures(density).value;
}

/// What a face settles to between its two sides.
template <class T, int N>
struct FaceStar {
    Vec<T, N> density; ///< rho* [veh/m]
    Vec<T, N> speed; ///< v* [m/s]
};

/// `fan`, `flux`: those of HllW at the face.
template <class T, HasContacts E>
KOKKOS_FORCEINLINE_FUNCTION FaceStar<T, E::num_classes>
star_of_face(E const& e, HllW::Fan<T> const& fan, Vec<T, E::num_point> const& sl, Vec<T, E::num_point> const& sr,
             Vec<T, E::num_eqn> const& flux) noexcept
{
    constexpr int n = E::num_classes;
    auto const& a = fan.a;
    FaceStar<T, n> star{};
    unroll<n>([&](auto c) {
        star.density[c] = sl[c];
        star.speed[c] = sl[n + c];
    });
    if (!fan.any_upstream) {
        return star; // as HllW: what comes from the left
    }
    unroll<n>([&](auto c) {
        T const average = (a.plus * sr[c] - a.minus * sl[c] - sr[c] * sr[n + c] + sl[c] * sl[n + c]) * fan.inverse;
        star.density[c] = select(fan.upstream, average, star.density[c]);
    });
    auto const pressure = e.pressures(star.density).value;
    unroll<n>([&](auto c) {
        T const marker = select(flux[E::density_index(c)] >= T(0), sl[2 * n + c], sr[2 * n + c]);
        star.speed[c] = select(fan.upstream, marker - pressure[c], star.speed[c]);
    });
    return star;
}

/// A flux with the state that the face settles to.
template <class T, int N>
struct FaceFluxAndStar : FaceFlux<T, 2 * N> {
    FaceStar<T, N> star;
};
struct HllWWithStar {
    /// `needs_star`: false where nobody asks for it.
    template <HasContacts E, class T>
    KOKKOS_FORCEINLINE_FUNCTION FaceFluxAndStar<T, E::num_classes>
    operator()(E const& e, Vec<T, E::num_point> const& sl, Vec<T, E::num_point> const& sr,
               bool needs_star = true) const noexcept
    {
        auto const fan = HllW::fan<E, T>(e, sl, sr);
        FaceFluxAndStar<T, E::num_classes> result{HllW::flux<E, T>(fan, sl, sr), {}};
        if (needs_star) {
            result.star = star_of_face<T>(e, fan, sl, sr, result.flux);
        }
        return result;
    }
};

/// What the fix has to know of a prepared cell.
template <class T, int N>
struct ContactCell {
    Vec<T, N> density;
    Vec<T, N> density_squared; ///< taken once, though two faces need it
    Vec<T, N> speed; ///< v = w - p
    Vec<T, N> marker; ///< w
};

/// From the point state of a prepared cell, or from its primitive variables.
template <class T, HasContacts E>
KOKKOS_FORCEINLINE_FUNCTION ContactCell<T, E::num_classes> contact_cell(E const& e,
                                                                        Vec<T, E::num_point> const& point) noexcept
{
    constexpr int n = E::num_classes;
    ContactCell<T, n> cell{};
    cell.speed = e.unbounded_speeds(point);
    unroll<n>([&](auto c) {
        cell.density[c] = point[c];
        cell.density_squared[c] = point[c] * point[c];
        cell.marker[c] = point[2 * n + c];
    });
    return cell;
}
/// `pressure`: of its densities.
template <class T, HasContacts E>
KOKKOS_FORCEINLINE_FUNCTION ContactCell<T, E::num_classes>
contact_cell(E const& /*e*/, Vec<T, E::num_primitive> const& q, Vec<T, E::num_classes> const& pressure) noexcept
{
    constexpr int n = E::num_classes;
    ContactCell<T, n> cell{};
    unroll<n>([&](auto c) {
        cell.density[c] = q[c];
        cell.density_squared[c] = q[c] * q[c];
        cell.speed[c] = q[n + c];
        cell.marker[c] = q[n + c] + pressure[c];
    });
    return cell;
}
template <class T, HasContacts E>
KOKKOS_FORCEINLINE_FUNCTION ContactCell<T, E::num_classes> contact_cell(E const& e,
                                                                        Vec<T, E::num_primitive> const& q) noexcept
{
    return contact_cell<T>(e, q, pressures_of<T>(e, q).value);
}

/// How much markers and speeds change at a face; it adds 2 marker / scale to S_w and speed to S_v.
template <class T, int N>
struct ContactMeasure {
    Vec<T, N> scale; ///< rho^2 + rho'^2 [veh^2/m^2]
    Vec<T, N> marker; ///< rho rho' (w' - w)^2 [veh^2/s^2]
    Vec<T, N> speed; ///< (v' - v)^2 [m^2/s^2]

    /// False where theta is zero, as far as it depends on this face.
    [[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION bool has_contact() const noexcept
    {
        T sum = marker[0];
        unroll<N - 1>([&](auto c) { sum = sum + marker[c + 1]; });
        return any_of(sum != T(0)); // also where one is not a number
    }
};

template <class T, int N>
KOKKOS_FORCEINLINE_FUNCTION ContactMeasure<T, N> contact_measure(ContactCell<T, N> const& l,
                                                                 ContactCell<T, N> const& r) noexcept
{
    ContactMeasure<T, N> result{};
    unroll<N>([&](auto c) {
        T const dw = r.marker[c] - l.marker[c];
        T const dv = r.speed[c] - l.speed[c];
        result.scale[c] = l.density_squared[c] + r.density_squared[c];
        result.marker[c] = l.density[c] * r.density[c] * (dw * dw);
        result.speed[c] = dv * dv;
    });
    return result;
}

/// theta of each class in the cell between two faces; with S_w and S_v over a common denominator, one division for all.
template <class T, int N>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> contact_shares(ContactMeasure<T, N> const& left,
                                                     ContactMeasure<T, N> const& right) noexcept
{
    Vec<T, N> marker{};
    Vec<T, N> sum{};
    unroll<N>([&](auto c) {
        marker[c] = left.marker[c] * right.scale[c] + right.marker[c] * left.scale[c];
        T const speed = T(2) * (left.speed[c] + right.speed[c]) * (left.scale[c] * right.scale[c]);
        sum[c] = max(marker[c] + speed, T(1e-100)); // not zero where nothing changes, nor is the product of all classes
    });
    return zip([](T const& a, T const& b) { return a * b; }, marker, inverses(sum));
}

/// d of each class: what relaxation by `increment` (of rho w) adds to the speeds. Of a class that is all but absent the
/// fix makes no use.
template <class T, HasContacts E>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, E::num_classes> speed_increment(E const& e, Vec<T, E::num_classes> const& density,
                                                                   MarkerIncrement<T, E> const& increment) noexcept
{
    auto const inverse = inverses(zip([&](T const& rho) { return max(rho, T(e.thin_density)); }, density));
    return zip([](T const& d, T const& i) { return d * i; }, increment, inverse);
}

/// Speeds of a state, and what relaxation adds to them.
template <class T, int N>
struct SpeedStep {
    Vec<T, N> speed; ///< V [m/s]
    Vec<T, N> increment; ///< d [m/s]
};

/// Of primitive variables, relaxed by `fraction`. `terms`: see density_terms(), or the road data.
template <class T, class F, class Terms, HasContacts E>
KOKKOS_FORCEINLINE_FUNCTION SpeedStep<T, E::num_classes> speed_step(E const& e, Vec<T, E::num_primitive> const& q,
                                                                    Terms const& terms,
                                                                    Vec<F, E::num_classes> const& fraction) noexcept
{
    auto const relaxed = prepare_cell<T>(e, q, terms, fraction).primitive;
    SpeedStep<T, E::num_classes> result{};
    unroll<E::num_classes>([&](auto c) {
        result.speed[c] = q[E::num_classes + c];
        result.increment[c] = relaxed[E::num_classes + c] - q[E::num_classes + c];
    });
    return result;
}

/// What a stage adds to the speeds of the prepared state besides the step of the flux: with `prepared` = V(u) + d(u) and
/// start + input = 1,
///   start (V(U) - V(u)) + (input_increment - 1) d(u) + (start_increment + start_increment_again f) d(U)
///   + previous_increment d(W).
template <int N, class T, class F>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, N>
speed_source(Stage const& stage, Vec<F, N> const& fraction, Vec<T, N> const& prepared, Vec<T, N> const& of_input,
             SpeedStep<T, N> const& start, SpeedStep<T, N> const& previous) noexcept
{
    Vec<T, N> source{};
    unroll<N>([&](auto c) { source[c] = T(stage.input_increment - 1) * of_input[c]; });
    if (stage.needs_start()) {
        unroll<N>([&](auto c) {
            T const of_start = T(stage.start_increment) + T(stage.start_increment_again) * T(fraction[c]);
            source[c] = source[c] + T(stage.start) * (start.speed[c] - (prepared[c] - of_input[c]));
            source[c] = source[c] + of_start * start.increment[c];
        });
    }
    if (stage.needs_previous()) {
        unroll<N>([&](auto c) { source[c] = source[c] + T(stage.previous_increment) * previous.increment[c]; });
    }
    return source;
}

/// dv of each class for a step of `dt_over_dx`; `cell`: prepared; `slope`: of its pressures; `net_inflow` = F_left -
/// F_right of all conserved variables.
template <class T, class D, HasContacts E>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, E::num_classes>
speed_change(E const& e, D const& dt_over_dx, ContactCell<T, E::num_classes> const& cell,
             Vec<T, E::num_classes> const& slope, Vec<T, E::num_eqn> const& net_inflow,
             FaceStar<T, E::num_classes> const& left, FaceStar<T, E::num_classes> const& right) noexcept
{
    constexpr int n = E::num_classes;
    Vec<T, n> change{};
    unroll<n>([&](auto i) {
        T const speed = e.moving_speed(cell.speed[i]);
        Vec<T, n> along{};
        unroll<n>(
            [&](auto k) { along[k] = net_inflow[E::density_index(k)] + speed * (right.density[k] - left.density[k]); });
        T const sum = speed * (right.speed[i] - left.speed[i]) + slope[i] * e.occupation(i, along);
        change[i] = -(dt_over_dx * sum);
    });
    return change;
}

/// v_qc of each class. `slope`: of the pressures of the prepared cell; `dt_over_dx`: of the whole step; `increment`:
/// P(u); `start()` and `previous()`: the SpeedStep of U and W, asked for where the stage needs them.
template <class T, class D, class F, HasContacts E, class Start, class Previous>
KOKKOS_FORCEINLINE_FUNCTION Vec<T, E::num_classes>
fixed_speed(E const& e, Stage const& stage, D const& dt_over_dx, Vec<F, E::num_classes> const& fraction,
            ContactCell<T, E::num_classes> const& cell, Vec<T, E::num_classes> const& slope,
            Vec<T, E::num_eqn> const& net_inflow, FaceStar<T, E::num_classes> const& left,
            FaceStar<T, E::num_classes> const& right, MarkerIncrement<T, E> const& increment, Start const& start,
            Previous const& previous) noexcept
{
    auto const sum = [](T const& a, T const& b) { return a + b; };
    auto change = speed_change<T>(e, D(stage.flux) * dt_over_dx, cell, slope, net_inflow, left, right);
    if (!stage.keeps_increment()) {
        SpeedStep<T, E::num_classes> of_start{};
        SpeedStep<T, E::num_classes> of_previous{};
        if (stage.needs_start()) {
            of_start = start();
        }
        if (stage.needs_previous()) {
            of_previous = previous();
        }
        Vec<T, E::num_classes> of_input{};
        if (stage.prepare > 0) {
            of_input = speed_increment<T>(e, cell.density, increment);
        }
        change = zip(sum, change, speed_source(stage, fraction, cell.speed, of_input, of_start, of_previous));
    }
    return zip(sum, cell.speed, change);
}

/// The new state with the fix, and what that adds to rho w of each class.
template <class T, HasContacts E>
struct FixedCell {
    Vec<T, E::num_eqn> u;
    Vec<T, E::num_classes> defect; ///< [veh/s]
    MaskOf<T> finite;
};

/// `u`: the conservative result of the stage; `pressure`: of its densities; `speed`: v_qc; `share`: theta, or zero where
/// the fix must not act.
template <class T, HasContacts E>
KOKKOS_FORCEINLINE_FUNCTION FixedCell<T, E>
fix_cell(E const& e, Vec<T, E::num_eqn> const& u, Vec<T, E::num_classes> const& pressure,
         Vec<T, E::num_classes> const& speed, Vec<T, E::num_classes> const& share) noexcept
{
    FixedCell<T, E> result{u, {}, {}};
    T sum = T(0);
    unroll<E::num_classes>([&](auto c) {
        T const& density = u[E::density_index(c)];
        T const& y = u[E::marker_index(c)];
        T const change = share[c] * (density * (speed[c] + pressure[c]) - y);
        // Where the share is zero the speed need not be a number: engines compute it for other cells' sake, or not at all.
        T const defect = select(density >= T(e.thin_density) && share[c] != T(0), change, T(0));
        sum = sum + defect;
        result.defect[c] = defect;
        result.u[E::marker_index(c)] = y + defect;
    });
    result.finite = sum - sum == T(0);
    return result;
}

/// A cell with all that the fix needs of its surroundings.
template <class T, int N>
struct ContactSurroundings {
    ContactCell<T, N> cell;
    FaceStar<T, N> left;
    FaceStar<T, N> right;
    Vec<T, N> share; ///< theta, or zero where the fix must not act
};

/// Weight of what the fix adds in a stage in the whole step, see TimeScheme::flux_weights().
[[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION Real defect_weight(Stage const& stage, Real flux_weight) noexcept
{
    return flux_weight / stage.flux;
}

} // namespace zemi
