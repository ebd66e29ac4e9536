// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/unroll.hpp>
#include <zemi/numerics/scheme_rule.hpp>
#include <zemi/physics/concepts.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>

namespace zemi {

struct HllOrRusanov;

/// Flux through a face, with the largest |wave speed| it used [m/s] (for the realized CFL number).
template <class T, int N>
struct FaceFlux {
    Vec<T, N> flux;
    T speed;
};

/// A numerical flux F(sl, sr): a functor of the point states on both sides of a face.
template <class F, class E>
concept NumericalFlux = ConservationLaw<E> && std::is_trivially_copyable_v<F>
                     && requires(F const f, E const e, Vec<Real, E::num_point> const& s) {
                            { f(e, s, s) } noexcept -> std::same_as<FaceFlux<Real, E::num_eqn>>;
                        };

namespace detail {

/// One-sided speeds of a face: a_plus >= 0 bounds all waves to the right, a_minus <= 0 all waves to the left.
template <class T>
struct OneSidedSpeeds {
    T plus;
    T minus;
};

template <class T, ConservationLaw E>
KOKKOS_FORCEINLINE_FUNCTION OneSidedSpeeds<T> one_sided_speeds(E const& e, Vec<T, E::num_point> const& sl,
                                                               Vec<T, E::num_point> const& sr) noexcept
{
    WaveSpeeds<T> const l = e.wave_speeds(sl);
    WaveSpeeds<T> const r = e.wave_speeds(sr);
    // The offset keeps the fan open where everything stands still (both states at rest): 0 / 0 otherwise.
    return {max(max(l.max, r.max), T(0)) + T(1e-14), min(min(l.min, r.min), T(0))};
}

/// The HLL average of two fluxes, Harten, Lax & van Leer, SIAM Rev. 25 (1983) 35, DOI 10.1137/1025002, eq. (3.24).
template <class T, ConservationLaw E>
KOKKOS_FORCEINLINE_FUNCTION FaceFlux<T, E::num_eqn> hll_flux(E const& e, Vec<T, E::num_point> const& sl,
                                                             Vec<T, E::num_point> const& sr) noexcept
{
    auto const a = one_sided_speeds<T>(e, sl, sr);
    T const inverse = T(1) / (a.plus - a.minus);
    auto const flux =
        zip([&](T const& fl, T const& fr, T const& ul,
                T const& ur) { return (a.plus * fl - a.minus * fr + a.plus * a.minus * (ur - ul)) * inverse; },
            e.physical_flux(sl), e.physical_flux(sr), e.conserved(sl), e.conserved(sr));
    return {flux, max(a.plus, -a.minus)};
}

} // namespace detail

/// HLL mass flux with upwinded markers (default). Per class
///   f = (a+ rho_l v_l - a- rho_r v_r + a+ a- (rho_r - rho_l)) / (a+ - a-),
///   F = (f, f w_up),   w_up = f >= 0 ? w_l : w_r.
/// For dt / dx (a+ of the right face - a- of the left face) <= 1 a first-order step keeps rho >= 0 and makes the new
/// marker a convex combination of the neighbours' markers, for any number of classes; a contact that moves at a+ is
/// upwinded exactly. Uses wave speeds only: the eigenvectors of two classes are lost where contacts and acoustic waves
/// resonate.
struct HllW {
    static constexpr std::string_view name = "hll_w";

    /// The waves at a face. Where nothing runs upstream (most of a free road) what comes from the left is what the face
    /// settles to.
    template <class T>
    struct Fan {
        detail::OneSidedSpeeds<T> a;
        MaskOf<T> upstream;
        bool any_upstream;
        T inverse; ///< 1 / (a+ - a-); zero unless `any_upstream`: no division there
    };
    template <HasMarkers E, class T>
    KOKKOS_FORCEINLINE_FUNCTION static Fan<T> fan(E const& e, Vec<T, E::num_point> const& sl,
                                                  Vec<T, E::num_point> const& sr) noexcept
    {
        auto const a = detail::one_sided_speeds<T>(e, sl, sr);
        auto const upstream = a.minus < T(0);
        bool const any_upstream = any_of(upstream);
        return {a, upstream, any_upstream, any_upstream ? T(1) / (a.plus - a.minus) : T(0)};
    }

    template <HasMarkers E, class T>
    KOKKOS_FORCEINLINE_FUNCTION FaceFlux<T, E::num_eqn> operator()(E const& e, Vec<T, E::num_point> const& sl,
                                                                   Vec<T, E::num_point> const& sr) const noexcept
    {
        return flux<E, T>(fan<E, T>(e, sl, sr), sl, sr);
    }
    template <HasMarkers E, class T>
    KOKKOS_FORCEINLINE_FUNCTION static FaceFlux<T, E::num_eqn> flux(Fan<T> const& fan, Vec<T, E::num_point> const& sl,
                                                                    Vec<T, E::num_point> const& sr) noexcept
    {
        constexpr int n = E::num_classes;
        auto const& a = fan.a;
        FaceFlux<T, E::num_eqn> result{};
        result.speed = max(a.plus, -a.minus);
        if (!fan.any_upstream) { // f = rho_l v_l
            unroll<n>([&](auto c) {
                T const f = sl[c] * sl[n + c];
                result.flux[E::density_index(c)] = f;
                result.flux[E::marker_index(c)] = f * sl[2 * n + c];
            });
            return result;
        }
        unroll<n>([&](auto c) {
            T const flow = sl[c] * sl[n + c];
            T const f = select(fan.upstream,
                               (a.plus * flow - a.minus * (sr[c] * sr[n + c]) + a.plus * a.minus * (sr[c] - sl[c]))
                                   * fan.inverse,
                               flow);
            result.flux[E::density_index(c)] = f;
            // "!upstream" decides where a density is negative, in an attempted step that is going to be rejected.
            result.flux[E::marker_index(c)] = f * select(!fan.upstream || f >= T(0), sl[2 * n + c], sr[2 * n + c]);
        });
        return result;
    }
};

/// Harten-Lax-van Leer with the bounds of the wave speeds on both sides.
struct Hll {
    static constexpr std::string_view name = "hll";
    using Formula = HllOrRusanov;

    template <ConservationLaw E, class T>
    KOKKOS_FORCEINLINE_FUNCTION FaceFlux<T, E::num_eqn> operator()(E const& e, Vec<T, E::num_point> const& sl,
                                                                   Vec<T, E::num_point> const& sr) const noexcept
    {
        return detail::hll_flux<T>(e, sl, sr);
    }
};

/// Rusanov (local Lax-Friedrichs): F = (f_l + f_r) / 2 - s (u_r - u_l) / 2, s = max |wave speed|.
/// Rusanov, USSR Comput. Math. Math. Phys. 1 (1962) 304, DOI 10.1016/0041-5553(62)90062-9.
struct Rusanov {
    static constexpr std::string_view name = "rusanov";
    using Formula = HllOrRusanov;

    template <ConservationLaw E, class T>
    KOKKOS_FORCEINLINE_FUNCTION FaceFlux<T, E::num_eqn> operator()(E const& e, Vec<T, E::num_point> const& sl,
                                                                   Vec<T, E::num_point> const& sr) const noexcept
    {
        WaveSpeeds<T> const l = e.wave_speeds(sl);
        WaveSpeeds<T> const r = e.wave_speeds(sr);
        T const s = max(max(abs(l.min), abs(l.max)), max(abs(r.min), abs(r.max)));
        auto const flux = zip([&](T const& fl, T const& fr, T const& ul,
                                  T const& ur) { return T(0.5) * (fl + fr) - T(0.5) * s * (ur - ul); },
                              e.physical_flux(sl), e.physical_flux(sr), e.conserved(sl), e.conserved(sr));
        return {flux, s};
    }
};

/// Either of the two, as the rule says: their kernels differ in nothing else.
struct HllOrRusanov {
    bool one_speed = false;

    template <ConservationLaw E, class T>
    KOKKOS_FORCEINLINE_FUNCTION FaceFlux<T, E::num_eqn> operator()(E const& e, Vec<T, E::num_point> const& sl,
                                                                   Vec<T, E::num_point> const& sr) const noexcept
    {
        return one_speed ? Rusanov{}(e, sl, sr) : Hll{}(e, sl, sr);
    }
};

/// Semidiscrete central-upwind flux. Kurganov, Noelle & Petrova, SIAM J. Sci. Comput. 23 (2001) 707,
/// DOI 10.1137/S1064827500373413, eq. (3.15). Face by face it is the HLL average with one-sided local speeds; it has
/// its own name because the traffic literature (and the predecessor of this code) knows it by that name.
struct CentralUpwind : Hll {
    static constexpr std::string_view name = "central_upwind";
};

} // namespace zemi
