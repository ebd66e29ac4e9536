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

namespace detail {

// No lambda, which a compiler may leave as a call.
template <int... i, class F>
KOKKOS_FORCEINLINE_FUNCTION constexpr void call_with([[maybe_unused]] F const& f,
                                                     std::integer_sequence<int, i...>) noexcept
{
    (f(Index<i>{}), ...);
}

} // namespace detail

/// f(0), f(1), ..., f(N - 1), where each index is an Index: a loop over vehicle classes that has
/// disappeared before optimisation begins, so that small arrays stay in registers at every optimisation level.
template <int N, class F>
KOKKOS_FORCEINLINE_FUNCTION constexpr void unroll(F const& f) noexcept
{
    detail::call_with(f, std::make_integer_sequence<int, N>{});
}

} // namespace zemi
