// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/unroll.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/numerics/limiter.hpp>
#include <zemi/numerics/scheme_rule.hpp>
#include <zemi/numerics/weno.hpp>

#include <string_view>

namespace zemi {

// Reconstructions: primitive variables at the faces of a cell from cell values. Each has
//  - num_ghost: how many cells beyond a face it looks at on either side;
//  - is_constant: the face values are the cell values, so a kernel may compute the point state once per cell;
//  - rule (those with a name of their own): what the kernels of its Formula are told at run time;
//  - is_high_order: works on values at the cell centres instead of averages, and with the corrected and limited fluxes of
//    high_order_flux.hpp;
//  - takes_contact_fix (or not at all): see contact_fix.hpp.

/// How far the slopes of speeds follow those of densities, see Muscl: `fraction`: what relaxation takes of the distance to
/// equilibrium in a stage [1]. Up to a tenth, which is slow, not at all. The formula is zemi's own; what it does to errors
/// and orders is measured in docs/verification.md, "The stiff limit".
template <class T>
KOKKOS_FORCEINLINE_FUNCTION T slope_coupling(T const& fraction) noexcept
{
    return max(T(0), (fraction - T(0.1)) / T(0.9));
}

/// Piecewise constant: first order.
struct ConstantReconstruction {
    static constexpr std::string_view name = "constant";
    static constexpr int num_ghost = 1;
    static constexpr bool is_constant = true;
    static constexpr bool is_high_order = false;
    static constexpr bool takes_contact_fix = true;
    static constexpr SchemeRule rule{};
};

/// Piecewise linear with limited slopes (MUSCL): second order away from extrema. Applied to density and speed: the face
/// densities stay in the range of the neighbours, so positivity holds for CFL numbers up to one half.
/// van Leer, J. Comput. Phys. 32 (1979) 101, DOI 10.1016/0021-9991(79)90145-1.
///
/// Where relaxation is fast, speeds are limited no more than the density of their class. They are functions of the total
/// density then, and extreme where no density is; an upwinded flow rho v with a steep rho and a flat v has the
/// antidiffusion dx rho v' / 2 < 0 there, and wiggles grow. So of the limited slope of the speed and the central one, of
/// which the share counts that the limiter leaves to the density, the steeper one is approached as far as `coupling`
/// says, see slope_coupling(). Where speeds are equal (contacts) slopes stay zero.
struct Muscl {
    static constexpr std::string_view name = "muscl";
    static constexpr int num_ghost = 2;
    static constexpr bool is_constant = false;
    static constexpr bool is_high_order = false;
    static constexpr bool takes_contact_fix = true;

    /// Slopes [per cell length] of the primitive variables of the middle cell of three: densities of N classes, then
    /// their speeds, if there are any. `coupling`: of each class [1].
    template <int N, class C, class T, int M>
    KOKKOS_FORCEINLINE_FUNCTION static Vec<T, M> slopes(SchemeRule const& rule, Vec<C, N> const& coupling,
                                                        Vec<T, M> const& before, Vec<T, M> const& cell,
                                                        Vec<T, M> const& after) noexcept
    {
        static_assert(M == N || M == 2 * N);
        auto const difference = [](T const& a, T const& b) { return b - a; };
        auto const backward = zip(difference, before, cell);
        auto const forward = zip(difference, cell, after);
        SlopeLimiter const limiter = rule.limiter;
        auto slope = zip([limiter](T const& a, T const& b) { return limited_slope(limiter, a, b); }, backward, forward);
        if constexpr (M == 2 * N) {
            bool couples = false;
            unroll<N>([&](auto c) { couples = couples || any_of(coupling[c] > C(0)); });
            if (couples) {
                couple_speeds(coupling, backward, forward, slope);
            }
        }
        return slope;
    }

    /// Values at the left face of a cell with these slopes; `cell`, `slope`: [variable].
    template <class T, int M>
    KOKKOS_FORCEINLINE_FUNCTION static Vec<T, M> left_face(Vec<T, M> const& cell, Vec<T, M> const& slope) noexcept
    {
        return zip([](T const& value, T const& s) { return value - T(0.5) * s; }, cell, slope);
    }
    /// Values at the right face of a cell with these slopes.
    template <class T, int M>
    KOKKOS_FORCEINLINE_FUNCTION static Vec<T, M> right_face(Vec<T, M> const& cell, Vec<T, M> const& slope) noexcept
    {
        return zip([](T const& value, T const& s) { return value + T(0.5) * s; }, cell, slope);
    }

private:
    /// The part of slopes() that is about fast relaxation.
    template <int N, class C, class T>
    KOKKOS_FORCEINLINE_FUNCTION static void couple_speeds(Vec<C, N> const& coupling, Vec<T, 2 * N> const& backward,
                                                          Vec<T, 2 * N> const& forward, Vec<T, 2 * N>& slope) noexcept
    {
        UnlimitedSlope const central{};
        Vec<T, N> inverse{};
        unroll<N>([&](auto c) {
            T const of_density = central(backward[c], forward[c]);
            // Less than rounding errors of a density: the product below would not be a number.
            inverse[c] = select(abs(of_density) < T(1e-30), T(1), of_density);
        });
        inverse = inverses(inverse);
        unroll<N>([&](auto c) {
            T const share = slope[c] * inverse[c];
            T const other = share * central(backward[N + c], forward[N + c]);
            T const change = T(coupling[c]) * (other - slope[N + c]);
            slope[N + c] = select(abs(other) > abs(slope[N + c]), slope[N + c] + change, slope[N + c]);
        });
    }
};

struct MusclMinmod : Muscl {
    static constexpr std::string_view name = "muscl_minmod";
    static constexpr SchemeRule rule{.limiter = SlopeLimiter::minmod};
    using Formula = Muscl;
};
struct MusclVanLeer : Muscl {
    static constexpr std::string_view name = "muscl_van_leer";
    static constexpr SchemeRule rule{.limiter = SlopeLimiter::van_leer};
    using Formula = Muscl;
};
struct MusclMc : Muscl {
    static constexpr std::string_view name = "muscl_mc";
    static constexpr SchemeRule rule{.limiter = SlopeLimiter::mc};
    using Formula = Muscl;
};
struct MusclUnlimited : Muscl {
    static constexpr std::string_view name = "muscl_unlimited";
    static constexpr SchemeRule rule{.limiter = SlopeLimiter::unlimited};
    using Formula = Muscl;
};

/// Fifth-order interpolation of density and speed, see weno5().
struct Weno5 {
    static constexpr std::string_view name = "weno5";
    static constexpr int num_ghost = 4; ///< the limiter wants one more than the interpolation
    static constexpr bool is_constant = false;
    static constexpr bool is_high_order = true;
};

struct Weno5Z : Weno5 {
    static constexpr std::string_view name = "weno5_z";
    static constexpr SchemeRule rule{.weights = WenoWeights::z};
    using Formula = Weno5;
};
struct Weno5Js : Weno5 {
    static constexpr std::string_view name = "weno5_js";
    static constexpr SchemeRule rule{.weights = WenoWeights::js};
    using Formula = Weno5;
};
struct Teno5 : Weno5 {
    static constexpr std::string_view name = "teno5";
    static constexpr SchemeRule rule{.weights = WenoWeights::teno};
    using Formula = Weno5;
};

} // namespace zemi
