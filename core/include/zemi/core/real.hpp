// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <Kokkos_Macros.hpp>
#include <Kokkos_MathematicalFunctions.hpp>

#include <bit>
#include <concepts>
#include <cstdint>
#include <type_traits>

namespace zemi {

/// Number type of the state and of all parameters. Double: a single-precision state drifts in mass by about 3e-9 per
/// step, so float serves only inside point formulas (they are templates on the number type).
using Real = double;

// The elementary functions below are the vocabulary of every point formula. The same names exist for Pack (eight
// numbers at once) and Dual (derivatives), so a formula is written once, branch-free, as a template on its number type.
// They are written out, instead of taken from the standard library, because a lane of a Pack has to give the same bits
// as the scalar: max(a, b) is "a > b ? a : b" everywhere, also for NaN and signed zeros.

/// `if_true` where the condition holds, else `if_false`; both are evaluated.
template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION constexpr T select(bool condition, T if_true, T if_false) noexcept
{
    return condition ? if_true : if_false;
}

template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION constexpr T max(T a, T b) noexcept
{
    return a > b ? a : b;
}

template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION constexpr T min(T a, T b) noexcept
{
    return a < b ? a : b;
}

template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION constexpr T abs(T a) noexcept
{
    return a < T(0) ? -a : a;
}

template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION T sqrt(T a) noexcept
{
    return Kokkos::sqrt(a);
}

namespace detail {

inline constexpr double log2_high = 0.693145751953125; // 20 bits of log 2
inline constexpr double log2_low = 1.42860682030941723212e-6;
inline constexpr double rounding_shift = 6755399441055744.0; // 1.5 * 2^52: x + shift is x rounded, in the last bits

/// a = m 2^e with m between sqrt(1/2) and sqrt(2); a must be positive and not subnormal.
inline void split_exponent(double a, double& m, double& e) noexcept
{
    constexpr std::uint64_t root_half = 0x3FE6A09E667F3BCD;
    auto const bits = std::bit_cast<std::uint64_t>(a);
    auto const exponent = static_cast<std::uint64_t>(static_cast<std::int64_t>(bits - root_half) >> 52);
    m = std::bit_cast<double>(bits - (exponent << 52));
    e = std::bit_cast<double>(std::bit_cast<std::uint64_t>(rounding_shift) + exponent) - rounding_shift;
}
/// x 2^k, where `shifted` is k + rounding_shift.
inline double scale_exponent(double x, double shifted) noexcept
{
    auto const k = std::bit_cast<std::uint64_t>(shifted) - std::bit_cast<std::uint64_t>(rounding_shift);
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) + (k << 52));
}

/// y = k log 2 + r with whole k and |r| <= 0.3466, for the exponential 2^k e^r. The constant log 2 is in two parts, so
/// that the products with whole numbers are exact (Cody & Waite, Software Manual for the Elementary Functions (1980),
/// chapters 5 and 6). y is taken as 700 beyond it and as -700 below that; a NaN is handed on.
template <class T>
KOKKOS_FORCEINLINE_FUNCTION void reduce_exponent(T y, T& shifted, T& r) noexcept
{
    y = select(y > T(700.0), T(700.0), select(y < T(-700.0), T(-700.0), y));
    shifted = y * T(1.4426950408889634) + T(rounding_shift);
    T const k = shifted - T(rounding_shift);
    r = (y - k * T(log2_high)) - k * T(log2_low);
}

/// (e^r - 1) / r for |r| <= 0.3466, by its power series to r^12 / 13!.
template <class T>
KOKKOS_FORCEINLINE_FUNCTION T exponential_series(T const& r) noexcept
{
    constexpr double inverse_factorial[] = {
        1.0,         1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,       1.0 / 5040,
        1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
    T result = T(inverse_factorial[12]);
    for (int i = 11; i >= 0; --i) {
        result = result * r + T(inverse_factorial[i]);
    }
    return result;
}

/// exp(b log a) for a > 0, branch-free on T = double and Pack alike, to a few units in the last place as long as
/// |b log a| is moderate; a result beyond e^700 is wrong, one below e^-700 is e^-700.
///
/// log a = e log 2 + 2 artanh((m - 1) / (m + 1)), by the power series to z^12 / 25 with z <= 0.0295, then
/// reduce_exponent().
template <class T>
KOKKOS_FORCEINLINE_FUNCTION T power(T const& a, T const& b) noexcept
{
    T m(0.0);
    T e(0.0);
    split_exponent(a, m, e);
    T const s = (m - T(1.0)) / (m + T(1.0));
    T const z = s * s;
    T series = T(1.0 / 25);
    for (int k = 23; k >= 3; k -= 2) {
        series = series * z + T(1.0 / k);
    }
    T const log_m = T(2.0) * s + T(2.0) * s * (z * series);
    T shifted(0.0);
    T r(0.0);
    reduce_exponent(b * (e * T(log2_high) + (e * T(log2_low) + log_m)), shifted, r);
    T const exp_r = exponential_series(r) * r + T(1.0);
    return scale_exponent(exp_r, shifted) + (a - a); // a that is no number stays visible
}

/// e^a - 1, branch-free on T = double and Pack alike, to a few units in the last place, for a <= 700.
template <class T>
KOKKOS_FORCEINLINE_FUNCTION T exponential_minus_1(T const& a) noexcept
{
    T shifted(0.0);
    T r(0.0);
    reduce_exponent(a, shifted, r);
    T const scale = scale_exponent(T(1.0), shifted);
    return scale * (exponential_series(r) * r) + (scale - T(1.0));
}

} // namespace detail

/// a^b for a > 0; callers guard the base. On hosts detail::power(), which needs no loop over the lanes of a Pack; on
/// devices the library's.
template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION T pow(T a, T b) noexcept
{
    if constexpr (std::is_same_v<T, double>) {
        KOKKOS_IF_ON_HOST((return detail::power(a, b);))
        KOKKOS_IF_ON_DEVICE((return Kokkos::pow(a, b);))
    } else {
        return Kokkos::pow(a, b);
    }
}

/// Natural logarithm for a > 0; callers guard the argument. (zemi::log is the namespace of messages.)
template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION T natural_log(T a) noexcept
{
    return Kokkos::log(a);
}

/// e^a - 1 for a <= 700. On hosts detail::exponential_minus_1(), which needs no loop over the lanes of a Pack; on
/// devices the library's.
template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION T expm1(T a) noexcept
{
    if constexpr (std::is_same_v<T, double>) {
        KOKKOS_IF_ON_HOST((return detail::exponential_minus_1(a);))
        KOKKOS_IF_ON_DEVICE((return Kokkos::expm1(a);))
    } else {
        return Kokkos::expm1(a);
    }
}

/// True if the condition holds for every number of the pack (a scalar has one).
KOKKOS_FORCEINLINE_FUNCTION constexpr bool all_of(bool condition) noexcept
{
    return condition;
}

/// True if the condition holds for some number of the pack (a scalar has one).
KOKKOS_FORCEINLINE_FUNCTION constexpr bool any_of(bool condition) noexcept
{
    return condition;
}

} // namespace zemi
