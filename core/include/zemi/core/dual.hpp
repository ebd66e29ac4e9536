// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/real.hpp>

#include <Kokkos_Macros.hpp>

namespace zemi {

/// A number with its derivatives with respect to N variables (forward differentiation, exact to rounding). A point
/// formula evaluated on Dual gives its Jacobian. The values are bit for bit those of the formula evaluated on T itself;
/// T may be a Pack, which differentiates eight points at once.
///
/// Griewank & Walther, Evaluating Derivatives (2008), doi:10.1137/1.9780898717761, chapter 3.
template <int N, class T = Real>
struct Dual {
    static_assert(N > 0);
    static constexpr int size = N;

    T value;
    T derivative[N];

    Dual() = default;
    /// A constant; implicit, so that formulas mix variables and scalar parameters.
    KOKKOS_FORCEINLINE_FUNCTION Dual(T const& constant) noexcept : value(constant)
    {
        for (int i = 0; i < N; ++i) {
            derivative[i] = T(0);
        }
    }
    /// The variable number `index`.
    KOKKOS_FORCEINLINE_FUNCTION static Dual variable(T const& value, int index) noexcept
    {
        Dual result(value);
        result.derivative[index] = T(1);
        return result;
    }

    // Below, f(a.value) keeps the operation that T does, so that the value has the same bits.

    friend KOKKOS_FORCEINLINE_FUNCTION Dual operator+(Dual const& a, Dual const& b) noexcept
    {
        return combine(a.value + b.value, T(1), a, T(1), b);
    }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual operator-(Dual const& a, Dual const& b) noexcept
    {
        return combine(a.value - b.value, T(1), a, T(-1), b);
    }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual operator*(Dual const& a, Dual const& b) noexcept
    {
        return combine(a.value * b.value, b.value, a, a.value, b);
    }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual operator/(Dual const& a, Dual const& b) noexcept
    {
        T const ratio = a.value / b.value;
        T const inverse = T(1) / b.value;
        return combine(ratio, inverse, a, -(ratio * inverse), b);
    }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual operator-(Dual const& a) noexcept { return chain(-a.value, T(-1), a); }

    friend KOKKOS_FORCEINLINE_FUNCTION Dual& operator+=(Dual& a, Dual const& b) noexcept { return a = a + b; }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual& operator-=(Dual& a, Dual const& b) noexcept { return a = a - b; }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual& operator*=(Dual& a, Dual const& b) noexcept { return a = a * b; }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual& operator/=(Dual& a, Dual const& b) noexcept { return a = a / b; }

    // Comparisons see the values only.

    friend KOKKOS_FORCEINLINE_FUNCTION auto operator<(Dual const& a, Dual const& b) noexcept
    {
        return a.value < b.value;
    }
    friend KOKKOS_FORCEINLINE_FUNCTION auto operator<=(Dual const& a, Dual const& b) noexcept
    {
        return a.value <= b.value;
    }
    friend KOKKOS_FORCEINLINE_FUNCTION auto operator>(Dual const& a, Dual const& b) noexcept
    {
        return a.value > b.value;
    }
    friend KOKKOS_FORCEINLINE_FUNCTION auto operator>=(Dual const& a, Dual const& b) noexcept
    {
        return a.value >= b.value;
    }
    friend KOKKOS_FORCEINLINE_FUNCTION auto operator==(Dual const& a, Dual const& b) noexcept
    {
        return a.value == b.value;
    }
    friend KOKKOS_FORCEINLINE_FUNCTION auto operator!=(Dual const& a, Dual const& b) noexcept
    {
        return a.value != b.value;
    }

    /// Value and derivatives of the chosen branch.
    template <class Condition>
    friend KOKKOS_FORCEINLINE_FUNCTION Dual select(Condition const& condition, Dual const& if_true,
                                                   Dual const& if_false) noexcept
    {
        Dual result;
        result.value = select(condition, if_true.value, if_false.value);
        for (int i = 0; i < N; ++i) {
            result.derivative[i] = select(condition, if_true.derivative[i], if_false.derivative[i]);
        }
        return result;
    }

    /// The derivative at a kink is that of the branch taken: of b where a = b.
    friend KOKKOS_FORCEINLINE_FUNCTION Dual max(Dual const& a, Dual const& b) noexcept { return select(a > b, a, b); }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual min(Dual const& a, Dual const& b) noexcept { return select(a < b, a, b); }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual abs(Dual const& a) noexcept { return select(a.value < T(0), -a, a); }

    /// At zero, where the derivative is infinite, it is set to zero: q sqrt(q) then has its true derivative there.
    friend KOKKOS_FORCEINLINE_FUNCTION Dual sqrt(Dual const& a) noexcept
    {
        T const root = sqrt(a.value);
        return chain(root, select(root == T(0), T(0), T(0.5) / root), a);
    }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual natural_log(Dual const& a) noexcept
    {
        return chain(natural_log(a.value), T(1) / a.value, a);
    }
    /// a^b for a > 0; callers guard the base.
    friend KOKKOS_FORCEINLINE_FUNCTION Dual pow(Dual const& a, Dual const& b) noexcept
    {
        T const power = pow(a.value, b.value);
        return combine(power, b.value * power / a.value, a, power * natural_log(a.value), b);
    }
    friend KOKKOS_FORCEINLINE_FUNCTION Dual expm1(Dual const& a) noexcept
    {
        T const result = expm1(a.value);
        return chain(result, result + T(1), a);
    }

private:
    /// A function of a with this value and this derivative with respect to a.
    KOKKOS_FORCEINLINE_FUNCTION static Dual chain(T const& value, T const& slope, Dual const& a) noexcept
    {
        Dual result;
        result.value = value;
        for (int i = 0; i < N; ++i) {
            result.derivative[i] = slope * a.derivative[i];
        }
        return result;
    }
    /// The same for a function of a and b.
    KOKKOS_FORCEINLINE_FUNCTION static Dual combine(T const& value, T const& slope_a, Dual const& a, T const& slope_b,
                                                    Dual const& b) noexcept
    {
        Dual result;
        result.value = value;
        for (int i = 0; i < N; ++i) {
            result.derivative[i] = slope_a * a.derivative[i] + slope_b * b.derivative[i];
        }
        return result;
    }
};

} // namespace zemi
