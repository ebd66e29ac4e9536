// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <Kokkos_Macros.hpp>

#include <type_traits>
#include <utility>

namespace zemi {

/// f(0), f(1), ..., f(N - 1), where each index is a std::integral_constant: a loop over vehicle classes that has
/// disappeared before optimisation begins, so that small arrays stay in registers at every optimisation level.
template <int N, class F>
KOKKOS_FORCEINLINE_FUNCTION constexpr void unroll([[maybe_unused]] F const& f) noexcept
{
    [&]<int... i>(std::integer_sequence<int, i...>) {
        (f(std::integral_constant<int, i>{}), ...);
    }(std::make_integer_sequence<int, N>{});
}

} // namespace zemi
