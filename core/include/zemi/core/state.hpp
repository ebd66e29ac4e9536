// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <Kokkos_Core.hpp>

#include <cstdint>

namespace zemi {

/// Cell averages (block, variable, cell), `cell` contiguous; a block is one road of one member of an ensemble (later:
/// one patch of it). The layout is written down because the default differs between back ends.
using StateView = Kokkos::View<Real***, Kokkos::LayoutRight>;
using ConstStateView = Kokkos::View<Real const***, Kokkos::LayoutRight>;

/// Index into the list of road categories (block, cell).
using CategoryView = Kokkos::View<std::uint8_t**, Kokkos::LayoutRight>;
using ConstCategoryView = Kokkos::View<std::uint8_t const**, Kokkos::LayoutRight>;

/// One block: a stretch of one road of one member, on one level of refinement.
struct BlockInfo {
    int member = 0;
    int road = 0;
    int level = 0;
    int num_cells = 0;
    Real x_begin = 0; ///< [m]
    Real dx = 0;      ///< [m]
};

/// Numbers in a row of `num_cells`: whole packs of eight plus one more pack, so that kernels may load (never interpret)
/// a full pack at any cell. Rows start on 64-byte boundaries.
[[nodiscard]] constexpr int padded_row(int num_cells) noexcept
{
    return (num_cells + 7) / 8 * 8 + 8;
}

} // namespace zemi
