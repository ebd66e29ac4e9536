// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

namespace zemi {

/// N numbers of type T in registers: one point state, one flux, one value per vehicle class. Trivially copyable.
template <class T, int N>
struct Vec {
    static_assert(N > 0);
    T data[N];

    static constexpr int size = N;

    KOKKOS_FORCEINLINE_FUNCTION constexpr T& operator[](int i) noexcept { return data[i]; }
    KOKKOS_FORCEINLINE_FUNCTION constexpr T const& operator[](int i) const noexcept { return data[i]; }

    /// All components equal to `value`.
    KOKKOS_FORCEINLINE_FUNCTION static constexpr Vec filled(T value) noexcept
    {
        Vec result{};
        for (int i = 0; i < N; ++i) {
            result[i] = value;
        }
        return result;
    }
};

/// Component by component: result[i] = f(a[i], rest[i]...).
template <int N, class F, class T, class... Rest>
KOKKOS_FORCEINLINE_FUNCTION constexpr auto zip(F const& f, Vec<T, N> const& a, Vec<Rest, N> const&... rest) noexcept
{
    Vec<decltype(f(a[0], rest[0]...)), N> result{};
    for (int i = 0; i < N; ++i) {
        result[i] = f(a[i], rest[i]...);
    }
    return result;
}

/// The same numbers in another number type (a scalar state as a pack, for instance).
template <class To, class From, int N>
KOKKOS_FORCEINLINE_FUNCTION constexpr Vec<To, N> convert(Vec<From, N> const& a) noexcept
{
    Vec<To, N> result{};
    for (int i = 0; i < N; ++i) {
        result[i] = To(a[i]);
    }
    return result;
}

} // namespace zemi
