// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/vec.hpp>
#include <zemi/numerics/limiter.hpp>
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

/// What a reconstruction leaves to be chosen at run time, so that one kernel serves all that differ in nothing else.
struct ReconstructionRule {
    SlopeLimiter limiter = SlopeLimiter::mc; ///< of Muscl
    WenoWeights weights = WenoWeights::z; ///< of Weno5
};

/// Piecewise constant: first order.
struct ConstantReconstruction {
    static constexpr std::string_view name = "constant";
    static constexpr int num_ghost = 1;
    static constexpr bool is_constant = true;
    static constexpr bool is_high_order = false;
    static constexpr bool takes_contact_fix = true;
    static constexpr ReconstructionRule rule{};
};

/// Piecewise linear with limited slopes (MUSCL): second order away from extrema. Applied to density and speed: the face
/// densities stay in the range of the neighbours, so positivity holds for CFL numbers up to one half.
/// van Leer, J. Comput. Phys. 32 (1979) 101, DOI 10.1016/0021-9991(79)90145-1.
struct Muscl {
    static constexpr std::string_view name = "muscl";
    static constexpr int num_ghost = 2;
    static constexpr bool is_constant = false;
    static constexpr bool is_high_order = false;
    static constexpr bool takes_contact_fix = true;

    /// Value at the right face of the middle cell of three.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION static T right_face(ReconstructionRule const& rule, T const& before, T const& cell,
                                                    T const& after) noexcept
    {
        return cell + T(0.5) * limited_slope(rule.limiter, cell - before, after - cell);
    }
    /// Value at the left face of the middle cell of three.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION static T left_face(ReconstructionRule const& rule, T const& before, T const& cell,
                                                   T const& after) noexcept
    {
        return cell - T(0.5) * limited_slope(rule.limiter, cell - before, after - cell);
    }
};

struct MusclMinmod : Muscl {
    static constexpr std::string_view name = "muscl_minmod";
    static constexpr ReconstructionRule rule{.limiter = SlopeLimiter::minmod};
    using Formula = Muscl;
};
struct MusclVanLeer : Muscl {
    static constexpr std::string_view name = "muscl_van_leer";
    static constexpr ReconstructionRule rule{.limiter = SlopeLimiter::van_leer};
    using Formula = Muscl;
};
struct MusclMc : Muscl {
    static constexpr std::string_view name = "muscl_mc";
    static constexpr ReconstructionRule rule{.limiter = SlopeLimiter::mc};
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
    static constexpr ReconstructionRule rule{.weights = WenoWeights::z};
    using Formula = Weno5;
};
struct Weno5Js : Weno5 {
    static constexpr std::string_view name = "weno5_js";
    static constexpr ReconstructionRule rule{.weights = WenoWeights::js};
    using Formula = Weno5;
};
struct Teno5 : Weno5 {
    static constexpr std::string_view name = "teno5";
    static constexpr ReconstructionRule rule{.weights = WenoWeights::teno};
    using Formula = Weno5;
};

} // namespace zemi
