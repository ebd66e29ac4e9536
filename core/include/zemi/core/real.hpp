// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <Kokkos_Macros.hpp>
#include <Kokkos_MathematicalFunctions.hpp>

#include <concepts>

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

/// a^b for a > 0; callers guard the base.
template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION T pow(T a, T b) noexcept
{
    return Kokkos::pow(a, b);
}

/// Natural logarithm for a > 0; callers guard the argument. (zemi::log is the namespace of messages.)
template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION T natural_log(T a) noexcept
{
    return Kokkos::log(a);
}

template <std::floating_point T>
KOKKOS_FORCEINLINE_FUNCTION T expm1(T a) noexcept
{
    return Kokkos::expm1(a);
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
