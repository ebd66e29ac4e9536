// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/vec.hpp>
#include <zemi/numerics/limiter.hpp>

#include <string_view>

namespace zemi {

// Reconstructions: primitive variables at the faces of a cell from cell values. Each has
//  - num_ghost: how many cells beyond a face it looks at on either side;
//  - is_constant: the face values are the cell values, so a kernel may compute the point state once per cell.

/// Piecewise constant: first order.
struct ConstantReconstruction {
    static constexpr std::string_view name = "constant";
    static constexpr int num_ghost = 1;
    static constexpr bool is_constant = true;
};

/// Piecewise linear with limited slopes (MUSCL): second order away from extrema. Applied to density and speed: the face
/// densities stay in the range of the neighbours, so positivity holds for CFL numbers up to one half.
/// van Leer, J. Comput. Phys. 32 (1979) 101, DOI 10.1016/0021-9991(79)90145-1.
template <class Limiter>
struct Muscl {
    static constexpr int num_ghost = 2;
    static constexpr bool is_constant = false;

    /// Value at the right face of the middle cell of three.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION static T right_face(T const& before, T const& cell, T const& after) noexcept
    {
        return cell + T(0.5) * Limiter{}(cell - before, after - cell);
    }
    /// Value at the left face of the middle cell of three.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION static T left_face(T const& before, T const& cell, T const& after) noexcept
    {
        return cell - T(0.5) * Limiter{}(cell - before, after - cell);
    }
};

struct MusclMinmod : Muscl<Minmod> {
    static constexpr std::string_view name = "muscl_minmod";
};
struct MusclVanLeer : Muscl<VanLeer> {
    static constexpr std::string_view name = "muscl_van_leer";
};
struct MusclMc : Muscl<MonotonizedCentral> {
    static constexpr std::string_view name = "muscl_mc";
};

} // namespace zemi
