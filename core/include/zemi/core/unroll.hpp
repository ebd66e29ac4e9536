// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <Kokkos_Macros.hpp>

#include <utility>

namespace zemi {

/// An index known at compile time, like std::integral_constant, which device code may not convert to its value.
template <int I>
struct Index {
    static constexpr int value = I;
    KOKKOS_FORCEINLINE_FUNCTION constexpr operator int() const noexcept { return I; }
};

/// f(0), f(1), ..., f(N - 1), where each index is an Index: a loop over vehicle classes that has
/// disappeared before optimisation begins, so that small arrays stay in registers at every optimisation level.
template <int N, class F>
KOKKOS_FORCEINLINE_FUNCTION constexpr void unroll([[maybe_unused]] F const& f) noexcept
{
    [&]<int... i>(std::integer_sequence<int, i...>) { (f(Index<i>{}), ...); }(std::make_integer_sequence<int, N>{});
}

} // namespace zemi
