// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/core/unroll.hpp>

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
        unroll<N>([&](auto i) { result[i] = value; });
        return result;
    }
};

/// Component by component: result[i] = f(a[i], rest[i]...).
template <int N, class F, class T, class... Rest>
KOKKOS_FORCEINLINE_FUNCTION constexpr auto zip(F const& f, Vec<T, N> const& a, Vec<Rest, N> const&... rest) noexcept
{
    Vec<decltype(f(a[0], rest[0]...)), N> result{};
    unroll<N>([&](auto i) { result[i] = f(a[i], rest[i]...); });
    return result;
}

/// The same numbers in another number type (a scalar state as a pack, for instance).
template <class To, class From, int N>
KOKKOS_FORCEINLINE_FUNCTION constexpr Vec<To, N> convert(Vec<From, N> const& a) noexcept
{
    Vec<To, N> result{};
    unroll<N>([&](auto i) { result[i] = To(a[i]); });
    return result;
}

/// 1 / a[i] for every component, with a single division (which costs as much as ten multiplications); none may be zero,
/// and their product must be a number. Montgomery, Math. Comp. 48 (1987) 243, DOI 10.1090/S0025-5718-1987-0866113-7,
/// section 10.3.1.
template <class T, int N>
KOKKOS_FORCEINLINE_FUNCTION constexpr Vec<T, N> inverses(Vec<T, N> const& a) noexcept
{
    Vec<T, N> product{}; // of the components up to i
    product[0] = a[0];
    unroll<N - 1>([&](auto i) { product[i + 1] = product[i] * a[i + 1]; });
    T rest = T(1) / product[N - 1]; // 1 / (product of the components up to i)
    Vec<T, N> result{};
    unroll<N - 1>([&](auto k) {
        constexpr int i = N - 1 - decltype(k)::value;
        result[i] = rest * product[i - 1];
        rest = rest * a[i];
    });
    result[0] = rest;
    return result;
}

} // namespace zemi
