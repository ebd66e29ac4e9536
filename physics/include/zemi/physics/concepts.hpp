// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/vec.hpp>

#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace zemi {

/// Bounds of the characteristic speeds at a state [m/s]: min <= every eigenvalue <= max.
template <class T>
struct WaveSpeeds {
    T min;
    T max;
};

namespace detail {

template <class E>
struct ParameterOfEquation {
    using type = Real;
};
template <class E>
    requires requires { typename E::Parameter; }
struct ParameterOfEquation<E> {
    using type = typename E::Parameter;
};

} // namespace detail

/// Number type of the parameters of an equation: its own type Parameter if it has one, else Real.
template <class E>
using ParameterOf = typename detail::ParameterOfEquation<E>::type;

/// What the numerics may ask from an equation u_t + f(u)_x = s(u, x) of N vehicle classes.
///
/// An equation is a struct of parameters that is copied bit by bit, captured by value in kernels. All its functions are
/// templates on the number type T (Real, Pack, float, Dual), branch-free on the state, const and noexcept.
/// Four descriptions of one cell occur:
///  - conserved `u` = Vec<T, num_eqn>: what is stored and conserved. Class c has its density at u[density_index(c)];
///  - primitive `q` = Vec<T, num_primitive>: what is reconstructed; q[c] is the density of class c [veh/m],
///    q[num_classes + c] its speed [m/s] where the equation has one;
///  - road data `r` = Vec<T, num_road_data>: what the road imposes there (free speed per class [m/s]);
///  - point state `s` = Vec<T, num_point>: all that a numerical flux needs (densities, speeds, markers, wave speed).
template <class E, class T = ParameterOf<E>>
concept ConservationLaw =
    std::is_trivially_copy_constructible_v<E>
    && requires(E const e, int category, Vec<T, E::num_eqn> const& u, Vec<T, E::num_primitive> const& q,
                Vec<T, E::num_road_data> const& r, Vec<T, E::num_point> const& s) {
           { E::name } -> std::convertible_to<std::string_view>;
           { E::num_classes } -> std::convertible_to<int>;
           { E::has_relaxation } -> std::convertible_to<bool>;
           /// True if the flux depends on x through the road data (LWR); ARZ has the road only in its source.
           { E::flux_depends_on_road } -> std::convertible_to<bool>;
           { E::density_index(0) } noexcept -> std::same_as<int>;
           { e.road_data(category) } noexcept -> std::same_as<Vec<T, E::num_road_data>>;
           { e.to_primitive(u, r) } noexcept -> std::same_as<Vec<T, E::num_primitive>>;
           { e.point_state(q, r) } noexcept -> std::same_as<Vec<T, E::num_point>>;
           { e.conserved(s) } noexcept -> std::same_as<Vec<T, E::num_eqn>>;
           { e.physical_flux(s) } noexcept -> std::same_as<Vec<T, E::num_eqn>>;
           /// Cheap bounds for HLL-type fluxes and for the CFL condition.
           { e.wave_speeds(s) } noexcept -> std::same_as<WaveSpeeds<T>>;
           /// Densities not negative, everything finite (false for NaN).
           { e.is_admissible(u) } noexcept -> std::same_as<MaskOf<T>>;
       };

/// Equations with a marker w_c per class, transported with the vehicles: conserved (rho_c, rho_c w_c) at
/// u[density_index(c)], u[marker_index(c)]; density, speed and marker of a point state by s[c], s[N + c], s[2 N + c].
template <class E>
concept HasMarkers = ConservationLaw<E> && requires {
    { E::marker_index(0) } noexcept -> std::same_as<int>;
};

/// Equations with a relaxation source that leaves the densities alone and has one time scale per class.
///
/// relax(q, r, fraction) moves the speed of each class by `fraction[c]` of its distance to the equilibrium speed (1 -
/// exp(-dt / tau) is the exact solution, k / (1 + k) with k = dt / tau an implicit Euler step), changes q, and returns
/// the increment of the conserved variables that this means.
template <class E>
concept HasRelaxation =
    ConservationLaw<E> && E::has_relaxation
    && requires(E const e, Vec<ParameterOf<E>, E::num_primitive>& q, Vec<ParameterOf<E>, E::num_road_data> const& r,
                Vec<ParameterOf<E>, E::num_classes> const& fraction) {
           { e.relax(q, r, fraction) } noexcept -> std::same_as<Vec<ParameterOf<E>, E::num_eqn>>;
           /// Speed that each class relaxes to [m/s].
           { e.equilibrium_speed(q, r) } noexcept -> std::same_as<Vec<ParameterOf<E>, E::num_classes>>;
           /// Relaxation time of each class [s].
           { e.relaxation_times() } noexcept -> std::same_as<Vec<ParameterOf<E>, E::num_classes>>;
       };

/// Equations whose parameters may be those of eight runs, one per lane of a Pack, so that an ensemble treats eight runs
/// at once: With<Pack> is the same equation with such parameters, set_lane() puts those of one run into a lane, and
/// options() tells which choices are made at run time but the same in all lanes (runs with equal options may share).
template <class E>
concept HasLanes = ConservationLaw<E> && std::same_as<ParameterOf<E>, Real>
                && requires(E const one, typename E::template With<Pack>& lanes) {
                       requires ConservationLaw<typename E::template With<Pack>>;
                       lanes.set_lane(0, one);
                       { one.options() } -> std::convertible_to<std::uint32_t>;
                   };

} // namespace zemi
