// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <Kokkos_Array.hpp>
#include <Kokkos_Macros.hpp>

#include <array>
#include <string_view>

namespace zemi {

/// How the relaxation source enters a scheme.
enum class RelaxationStep {
    exact,    ///< fraction 1 - exp(-c dt / tau): Strang splitting
    implicit, ///< fraction k / (1 + k), k = c dt / tau: implicit stage of an IMEX scheme, in closed form
    timed, ///< no fraction but the time c dt [s] itself, for equations that integrate their source (RelaxesByTime)
};

/// One stage of a time scheme. Relaxation moves a state u by the fraction f of its distance to equilibrium, which adds
/// D(u). With u the stored input of the stage, U the state at the beginning of the step, W the input of the stage before,
/// and L the flux divergence of the prepared state, which is u relaxed by f^prepare (0: not at all) with the increment
/// P(u),
///   output = start U + start_increment D(U) + start_increment_again f D(U) + previous_increment D(W)
///          + input u + input_increment P(u) + flux dt L(u + P(u)).
/// The last stage's output is relaxed once more if the scheme says so. All schemes here are of this form, so one kernel
/// serves them all, and a new scheme is a table.
struct Stage {
    int prepare = 0;
    Real start = 0;
    Real start_increment = 0;
    Real start_increment_again = 0;
    Real previous_increment = 0;
    Real input = 1;
    Real input_increment = 0;
    Real flux = 1;

    [[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION constexpr bool needs_start() const noexcept
    {
        return start != 0 || start_increment != 0 || start_increment_again != 0;
    }
    [[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION constexpr bool needs_previous() const noexcept
    {
        return previous_increment != 0;
    }
    /// Size of the Euler step, in parts of dt, whose convex combination with the start of the step the stage is.
    [[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION constexpr Real euler_step() const noexcept { return flux / input; }
    /// Relaxation adds P(u), nothing else.
    [[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION constexpr bool keeps_increment() const noexcept
    {
        return input_increment == 1 && !needs_start() && !needs_previous();
    }
};

inline constexpr int max_stages = 4;

/// A time scheme as data.
struct TimeScheme {
    std::string_view name;
    int order = 0;
    int num_stages = 0;
    Kokkos::Array<Stage, max_stages> stages{};
    RelaxationStep relaxation = RelaxationStep::exact;
    Real prepare_coefficient = 0; ///< c of the relaxation before the flux, as a fraction of dt
    Real finish_coefficient = 0; ///< c of the relaxation after the last stage; 0: none

    /// Weight of the flux of each stage in the whole step: mass balance is dt sum_s weight_s (F_left - F_right).
    [[nodiscard]] constexpr Kokkos::Array<Real, max_stages> flux_weights() const noexcept
    {
        // weights[s] of the output of each stage, carried through the recurrence above (the start state has none).
        Kokkos::Array<Real, max_stages> weights{};
        for (int s = 0; s < num_stages; ++s) {
            for (Real& weight : weights) {
                weight *= (s == 0) ? Real(0) : stages[static_cast<std::size_t>(s)].input;
            }
            weights[static_cast<std::size_t>(s)] += stages[static_cast<std::size_t>(s)].flux;
        }
        return weights;
    }
};

namespace detail {

inline constexpr Real ssp2_gamma = 0.29289321881345247560; // 1 - 1 / sqrt(2)

/// 1/3 and 2/3 to the last bit but one, so that they add up to exactly 1: the nearest numbers miss it by 5.6e-17, which
/// each step would take from the vehicles on the road.
inline constexpr Real one_third = 6004799503160660.0 / 18014398509481984.0;
inline constexpr Real two_thirds = 1 - one_third;

constexpr TimeScheme strang(std::string_view name, int order, int num_stages,
                            Kokkos::Array<Stage, max_stages> const& stages)
{
    return {name, order, num_stages, stages, RelaxationStep::exact, 0.5, 0.5};
}

/// The first stage of Strang splitting: relax, then U1 = U + flux dt L(U).
constexpr Stage strang_first(Real flux)
{
    return {.prepare = 1, .input = 1, .input_increment = 1, .flux = flux};
}
/// A later one: start U + input U1 + flux dt L(U1), U relaxed.
constexpr Stage strang_later(Real start, Real input, Real flux)
{
    return {.start = start, .start_increment = start, .input = input, .flux = flux};
}

/// IMEX SSP3(4,3,3) as stages. Its first two implicit stages relax without transport,
///   U1 = U + a dt S(U1),   U2 = U - a dt S(U1) + a dt S(U2),
/// which at frozen densities is D1 = D(U), D2 = a dt S(U2) = (1 + f) D(U), U2 = U + f D(U). With L2, L3, L4 the flux
/// divergences of U2, U3, U4, and V3, V4 what is stored before the implicit part of U3, U4 (D3 = D(V3), D4 = D(V4)),
///   V3 = U + dt L2 + (1 - a) D2 / a,
///   V4 = U + dt (L2 + L3) / 4 + (b D1 + e D2 + c D3) / a,                     c = 1/2 - a - b - e
///   U' = U + dt (L2 + L3 + 4 L4) / 6 + (D2 + D3 + 4 D4) / (6 a),
/// and dt L2, dt L3 follow from V3 and V4.
constexpr Kokkos::Array<Stage, max_stages> ssp3_stages(Real a, Real b, Real e)
{
    Real const c = 0.5 - a - b - e;
    Real const d2_of_v4 = (e - 0.25 * (1 - a)) / a;
    Real const d2_of_end = (1.0 / 6 - two_thirds * e) / a;
    return {{{.prepare = 2, .start_increment = (1 - a) / a, .start_increment_again = (1 - a) / a},
             {.prepare = 1,
              .start = 0.75,
              .start_increment = b / a + d2_of_v4,
              .start_increment_again = d2_of_v4,
              .input = 0.25,
              .input_increment = c / a,
              .flux = 0.25},
             {.prepare = 1,
              .start = one_third,
              .start_increment = d2_of_end - two_thirds * b / a,
              .start_increment_again = d2_of_end,
              .previous_increment = (1.0 / 6 - two_thirds * c) / a,
              .input = two_thirds,
              .input_increment = two_thirds / a,
              .flux = two_thirds},
             {}}};
}

} // namespace detail

// Strang splitting, Strang, SIAM J. Numer. Anal. 5 (1968) 506, DOI 10.1137/0705041: relax dt/2 (exactly), transport dt
// with a strong-stability-preserving Runge-Kutta method, relax dt/2. Second order where dt is small against tau, first
// order in the stiff limit. The SSP methods: Gottlieb, Shu & Tadmor, SIAM Rev. 43 (2001) 89,
// DOI 10.1137/S003614450036757X.

/// U1 = U + dt L(U).
inline constexpr TimeScheme strang_ssprk11 =
    detail::strang("strang_ssprk11", 1, 1, {{detail::strang_first(1), {}, {}, {}}});

/// U1 = U + dt L(U); U' = U/2 + (U1 + dt L(U1))/2.
inline constexpr TimeScheme strang_ssprk22 =
    detail::strang("strang_ssprk22", 2, 2, {{detail::strang_first(1), detail::strang_later(0.5, 0.5, 0.5), {}, {}}});

/// U1 = U + dt L(U); U2 = 3U/4 + (U1 + dt L(U1))/4; U' = U/3 + 2(U2 + dt L(U2))/3.
inline constexpr TimeScheme strang_ssprk33 =
    detail::strang("strang_ssprk33", 3, 3,
                   {{detail::strang_first(1),
                     detail::strang_later(0.75, 0.25, 0.25),
                     detail::strang_later(detail::one_third, detail::two_thirds, detail::two_thirds),
                     {}}});

/// The four-stage method of third order, stable for twice the step: U1 = U + dt L(U)/2; U2 = U1 + dt L(U1)/2;
/// U3 = 2U/3 + (U2 + dt L(U2)/2)/3; U' = U3 + dt L(U3)/2. Kraaijevanger, BIT 31 (1991) 482, DOI 10.1007/BF01933264.
inline constexpr TimeScheme strang_ssprk43 =
    detail::strang("strang_ssprk43", 3, 4,
                   {{detail::strang_first(0.5), detail::strang_later(0, 1, 0.5),
                     detail::strang_later(detail::two_thirds, detail::one_third, 0.5 * detail::one_third),
                     detail::strang_later(0, 1, 0.5)}});

/// IMEX SSP2(2,2,2) of Pareschi & Russo, J. Sci. Comput. 25 (2005) 129, DOI 10.1007/s10915-004-4636-4, table II.
/// g = 1 - 1/sqrt(2); implicit A = ((g, 0), (1 - 2g, g)), b = (1/2, 1/2); explicit Heun.
///   U1 = U + g dt S(U1);  V = U + dt L(U1) + (1 - 2g) dt S(U1);  U2 = V + g dt S(U2);
///   U' = U + dt (L(U1) + L(U2) + S(U1) + S(U2)) / 2.
/// What is stored between the stages is V; with D(U) = g dt S(U1), D(V) = g dt S(U2) this becomes
///   V = U + (1 - 2g)/g D(U) + dt L(U1),   U' = (U + V)/2 + D(U) + D(V)/(2g) + dt L(U2)/2,
/// so the source, stiff or not, is never evaluated: only its implicit increments, which stay bounded.
inline constexpr TimeScheme imex_ssp2_222{
    "imex_ssp2_222",
    2,
    2,
    {{{.prepare = 1, .input_increment = (1 - 2 * detail::ssp2_gamma) / detail::ssp2_gamma},
      {.prepare = 1,
       .start = 0.5,
       .start_increment = 1,
       .input = 0.5,
       .input_increment = 1 / (2 * detail::ssp2_gamma),
       .flux = 0.5},
      {},
      {}}},
    RelaxationStep::implicit,
    detail::ssp2_gamma,
    0};

/// IMEX SSP3(4,3,3) of Pareschi & Russo, table VI there, with its three numbers; see detail::ssp3_stages(). Third order,
/// three fluxes.
inline constexpr TimeScheme imex_ssp3_433{"imex_ssp3_433",
                                          3,
                                          3,
                                          detail::ssp3_stages(0.24169426078821, 0.06042356519705, 0.12915286960590),
                                          RelaxationStep::implicit,
                                          0.24169426078821,
                                          0};

/// Every time scheme that a case may name.
inline constexpr std::array time_schemes{imex_ssp2_222,  imex_ssp3_433,  strang_ssprk11,
                                         strang_ssprk22, strang_ssprk33, strang_ssprk43};

} // namespace zemi
