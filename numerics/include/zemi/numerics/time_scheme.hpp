// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <Kokkos_Array.hpp>

#include <array>
#include <string_view>

namespace zemi {

/// How the relaxation source enters a scheme.
enum class RelaxationStep {
    exact,    ///< fraction 1 - exp(-c dt / tau): Strang splitting
    implicit, ///< fraction k / (1 + k), k = c dt / tau: implicit stage of an IMEX scheme, in closed form
};

/// One stage of a time scheme. With u the stored input of the stage, D(u) the increment that relaxation makes of it
/// ("the prepared state" is u + D(u), zero increment if `prepare` is off), and L the flux divergence of the prepared
/// state,
///   output = start U + start_increment D(U) + input u + input_increment D(u) + flux dt L(u + D(u)),
/// where U is the state at the beginning of the step. The last stage's output is relaxed once more if the scheme says
/// so. All schemes here are of this form, so one kernel serves them all, and a new scheme is a table.
struct Stage {
    bool prepare = false;
    Real start = 0;
    Real start_increment = 0;
    Real input = 1;
    Real input_increment = 0;
    Real flux = 1;
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
    Real finish_coefficient = 0;  ///< c of the relaxation after the last stage; 0: none

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

} // namespace detail

// Strang splitting, Strang, SIAM J. Numer. Anal. 5 (1968) 506, DOI 10.1137/0705041: relax dt/2 (exactly), transport dt
// with a strong-stability-preserving Runge-Kutta method, relax dt/2. Second order where dt is small against tau, first
// order in the stiff limit. The SSP methods: Gottlieb, Shu & Tadmor, SIAM Rev. 43 (2001) 89,
// DOI 10.1137/S003614450036757X.

/// U1 = U + dt L(U).
inline constexpr TimeScheme strang_ssprk11 =
    detail::strang("strang_ssprk11", 1, 1, {{{true, 0, 0, 1, 1, 1}, {}, {}, {}}});

/// U1 = U + dt L(U); U' = U/2 + (U1 + dt L(U1))/2.
inline constexpr TimeScheme strang_ssprk22 =
    detail::strang("strang_ssprk22", 2, 2, {{{true, 0, 0, 1, 1, 1}, {false, 0.5, 0.5, 0.5, 0, 0.5}, {}, {}}});

/// U1 = U + dt L(U); U2 = 3U/4 + (U1 + dt L(U1))/4; U' = U/3 + 2(U2 + dt L(U2))/3.
inline constexpr TimeScheme strang_ssprk33 =
    detail::strang("strang_ssprk33", 3, 3,
                   {{{true, 0, 0, 1, 1, 1},
                     {false, 0.75, 0.75, 0.25, 0, 0.25},
                     {false, detail::one_third, detail::one_third, detail::two_thirds, 0, detail::two_thirds},
                     {}}});

/// IMEX SSP2(2,2,2) of Pareschi & Russo, J. Sci. Comput. 25 (2005) 129, DOI 10.1007/s10915-004-4636-4, table II.
/// g = 1 - 1/sqrt(2); implicit A = ((g, 0), (1 - 2g, g)), b = (1/2, 1/2); explicit Heun.
///   U1 = U + g dt S(U1);  V = U + dt L(U1) + (1 - 2g) dt S(U1);  U2 = V + g dt S(U2);
///   U' = U + dt (L(U1) + L(U2) + S(U1) + S(U2)) / 2.
/// What is stored between the stages is V; with D(U) = g dt S(U1), D(V) = g dt S(U2) this becomes
///   V = U + (1 - 2g)/g D(U) + dt L(U1),   U' = (U + V)/2 + D(U) + D(V)/(2g) + dt L(U2)/2,
/// so the source, stiff or not, is never evaluated: only its implicit increments, which stay bounded.
inline constexpr TimeScheme imex_ssp2_222{"imex_ssp2_222",
                                          2,
                                          2,
                                          {{{true, 0, 0, 1, (1 - 2 * detail::ssp2_gamma) / detail::ssp2_gamma, 1},
                                            {true, 0.5, 1, 0.5, 1 / (2 * detail::ssp2_gamma), 0.5},
                                            {},
                                            {}}},
                                          RelaxationStep::implicit,
                                          detail::ssp2_gamma,
                                          0};

/// Every time scheme that a case may name.
inline constexpr std::array time_schemes{imex_ssp2_222, strang_ssprk11, strang_ssprk22, strang_ssprk33};

} // namespace zemi
