// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <Kokkos_Macros.hpp>

#include <cstring>

// Compiler vector types are as fast as intrinsics (docs/performance.md), but device compilers refuse them in functions
// that are also compiled for the device. There a Pack is a plain array; kernels on a device use scalars anyway.
#if (defined(__GNUC__) || defined(__clang__)) && !defined(KOKKOS_ENABLE_CUDA) && !defined(KOKKOS_ENABLE_HIP)           \
    && !defined(KOKKOS_ENABLE_SYCL)
#define ZEMI_PACK_IS_COMPILER_VECTOR 1
#else
#define ZEMI_PACK_IS_COMPILER_VECTOR 0
#endif

#if ZEMI_PACK_IS_COMPILER_VECTOR && defined(__AVX512F__)
#include <immintrin.h>
#endif

namespace zemi {

// On a function that loops over packs: everything it calls is inlined into it. GCC leaves some of the small functions
// and lambdas of a point formula as calls otherwise, each of which takes its packs through memory; that costs a factor
// of two to three (docs/performance.md). Not in sanitizer builds, which need minutes to compile such functions.
#if defined(__GNUC__) && defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__)
#define ZEMI_INLINE_CALLS [[gnu::flatten]]
#else
#define ZEMI_INLINE_CALLS
#endif

class PackMask;

/// Eight numbers that a CPU core treats at once: eight neighbouring cells of one road, or eight runs of an ensemble.
/// Every lane of every operation gives the same bits as the scalar operation, provided the compiler does not contract
/// multiply-adds (-ffp-contract=off, set by the build).
class Pack {
public:
    static constexpr int size = 8;

#if ZEMI_PACK_IS_COMPILER_VECTOR
    using Storage = double __attribute__((vector_size(8 * sizeof(double))));
#else
    struct Storage {
        double lane[8];
        KOKKOS_FORCEINLINE_FUNCTION constexpr double& operator[](int i) noexcept { return lane[i]; }
        KOKKOS_FORCEINLINE_FUNCTION constexpr double operator[](int i) const noexcept { return lane[i]; }
    };
#endif

    Pack() = default;
    Pack(Pack const&) = default;
    // Written out, because GCC keeps an array of packs in memory that is copied pack by pack as objects, but not one
    // whose numbers are (docs/performance.md).
    KOKKOS_FORCEINLINE_FUNCTION Pack& operator=(Pack const& other) noexcept
    {
        m_values = other.m_values;
        return *this;
    }
    KOKKOS_FORCEINLINE_FUNCTION explicit Pack(Storage const& values) noexcept : m_values(values) {}
    /// All lanes equal; implicit, so that formulas mix packs and scalar parameters.
    KOKKOS_FORCEINLINE_FUNCTION Pack(double value) noexcept
    {
#if ZEMI_PACK_IS_COMPILER_VECTOR
        m_values = Storage{value, value, value, value, value, value, value, value};
#else
        for (int i = 0; i < size; ++i) {
            m_values[i] = value;
        }
#endif
    }

    /// Lanes from `source[0..7]`, which need not be aligned.
    KOKKOS_FORCEINLINE_FUNCTION static Pack load(double const* source) noexcept
    {
        Pack result;
        std::memcpy(&result.m_values, source, sizeof(Storage));
        return result;
    }
    KOKKOS_FORCEINLINE_FUNCTION void store(double* target) const noexcept
    {
        std::memcpy(target, &m_values, sizeof(Storage));
    }
    KOKKOS_FORCEINLINE_FUNCTION double operator[](int lane) const noexcept { return m_values[lane]; }
    KOKKOS_FORCEINLINE_FUNCTION void set(int lane, double value) noexcept { m_values[lane] = value; }
    KOKKOS_FORCEINLINE_FUNCTION Storage const& values() const noexcept { return m_values; }

private:
    Storage m_values;
};

/// One truth value per lane, from comparing packs; consumed by select(), any_of(), all_of().
class PackMask {
public:
#if ZEMI_PACK_IS_COMPILER_VECTOR
    using Storage = long long __attribute__((vector_size(8 * sizeof(long long))));
    KOKKOS_FORCEINLINE_FUNCTION bool operator[](int lane) const noexcept { return m_values[lane] != 0; }
#else
    struct Storage {
        bool lane[8];
    };
    KOKKOS_FORCEINLINE_FUNCTION bool operator[](int lane) const noexcept { return m_values.lane[lane]; }
#endif
    PackMask() = default;
    KOKKOS_FORCEINLINE_FUNCTION explicit PackMask(Storage const& values) noexcept : m_values(values) {}
    /// Lane i is true for i < count: the part of the last pack of a row that lies on the road.
    KOKKOS_FORCEINLINE_FUNCTION static PackMask first(int count) noexcept
    {
        PackMask result;
        for (int i = 0; i < Pack::size; ++i) {
            result.set(i, i < count);
        }
        return result;
    }
    KOKKOS_FORCEINLINE_FUNCTION void set(int lane, bool value) noexcept
    {
#if ZEMI_PACK_IS_COMPILER_VECTOR
        m_values[lane] = value ? -1 : 0;
#else
        m_values.lane[lane] = value;
#endif
    }
    KOKKOS_FORCEINLINE_FUNCTION Storage const& values() const noexcept { return m_values; }

private:
    Storage m_values;
};

#if ZEMI_PACK_IS_COMPILER_VECTOR
#define ZEMI_PACK_BINARY(op)                                                                                           \
    KOKKOS_FORCEINLINE_FUNCTION Pack operator op(Pack const& a, Pack const& b) noexcept                                \
    {                                                                                                                  \
        return Pack(a.values() op b.values());                                                                         \
    }
#define ZEMI_PACK_COMPARE(op)                                                                                          \
    KOKKOS_FORCEINLINE_FUNCTION PackMask operator op(Pack const& a, Pack const& b) noexcept                            \
    {                                                                                                                  \
        return PackMask(a.values() op b.values());                                                                     \
    }
#define ZEMI_MASK_BINARY(op, word)                                                                                     \
    KOKKOS_FORCEINLINE_FUNCTION PackMask operator op(PackMask const& a, PackMask const& b) noexcept                    \
    {                                                                                                                  \
        return PackMask(a.values() word b.values());                                                                   \
    }
#else
#define ZEMI_PACK_BINARY(op)                                                                                           \
    KOKKOS_FORCEINLINE_FUNCTION Pack operator op(Pack const& a, Pack const& b) noexcept                                \
    {                                                                                                                  \
        Pack result;                                                                                                   \
        for (int i = 0; i < Pack::size; ++i) {                                                                         \
            result.set(i, a[i] op b[i]);                                                                               \
        }                                                                                                              \
        return result;                                                                                                 \
    }
#define ZEMI_PACK_COMPARE(op)                                                                                          \
    KOKKOS_FORCEINLINE_FUNCTION PackMask operator op(Pack const& a, Pack const& b) noexcept                            \
    {                                                                                                                  \
        PackMask result;                                                                                               \
        for (int i = 0; i < Pack::size; ++i) {                                                                         \
            result.set(i, a[i] op b[i]);                                                                               \
        }                                                                                                              \
        return result;                                                                                                 \
    }
#define ZEMI_MASK_BINARY(op, word)                                                                                     \
    KOKKOS_FORCEINLINE_FUNCTION PackMask operator op(PackMask const& a, PackMask const& b) noexcept                    \
    {                                                                                                                  \
        PackMask result;                                                                                               \
        for (int i = 0; i < Pack::size; ++i) {                                                                         \
            result.set(i, a[i] op b[i]);                                                                               \
        }                                                                                                              \
        return result;                                                                                                 \
    }
#endif

ZEMI_PACK_BINARY(+)
ZEMI_PACK_BINARY(-)
ZEMI_PACK_BINARY(*)
ZEMI_PACK_BINARY(/)
ZEMI_PACK_COMPARE(<)
ZEMI_PACK_COMPARE(<=)
ZEMI_PACK_COMPARE(>)
ZEMI_PACK_COMPARE(>=)
ZEMI_PACK_COMPARE(==)
ZEMI_PACK_COMPARE(!=)
ZEMI_MASK_BINARY(&&, &)
ZEMI_MASK_BINARY(||, |)

#undef ZEMI_PACK_BINARY
#undef ZEMI_PACK_COMPARE
#undef ZEMI_MASK_BINARY

KOKKOS_FORCEINLINE_FUNCTION Pack operator-(Pack const& a) noexcept
{
#if ZEMI_PACK_IS_COMPILER_VECTOR
    return Pack(-a.values());
#else
    Pack result;
    for (int i = 0; i < Pack::size; ++i) {
        result.set(i, -a[i]);
    }
    return result;
#endif
}

KOKKOS_FORCEINLINE_FUNCTION PackMask operator!(PackMask const& a) noexcept
{
#if ZEMI_PACK_IS_COMPILER_VECTOR
    return PackMask(~a.values());
#else
    PackMask result;
    for (int i = 0; i < Pack::size; ++i) {
        result.set(i, !a[i]);
    }
    return result;
#endif
}

KOKKOS_FORCEINLINE_FUNCTION Pack& operator+=(Pack& a, Pack const& b) noexcept
{
    return a = a + b;
}
KOKKOS_FORCEINLINE_FUNCTION Pack& operator-=(Pack& a, Pack const& b) noexcept
{
    return a = a - b;
}
KOKKOS_FORCEINLINE_FUNCTION Pack& operator*=(Pack& a, Pack const& b) noexcept
{
    return a = a * b;
}
KOKKOS_FORCEINLINE_FUNCTION Pack& operator/=(Pack& a, Pack const& b) noexcept
{
    return a = a / b;
}

KOKKOS_FORCEINLINE_FUNCTION Pack select(PackMask const& condition, Pack const& if_true, Pack const& if_false) noexcept
{
#if ZEMI_PACK_IS_COMPILER_VECTOR
    return Pack(condition.values() ? if_true.values() : if_false.values());
#else
    Pack result;
    for (int i = 0; i < Pack::size; ++i) {
        result.set(i, condition[i] ? if_true[i] : if_false[i]);
    }
    return result;
#endif
}
/// A condition that is the same for all lanes (an option of the model, say).
KOKKOS_FORCEINLINE_FUNCTION Pack select(bool condition, Pack const& if_true, Pack const& if_false) noexcept
{
    return condition ? if_true : if_false;
}

// The instruction is just "a > b ? a : b"; left alone, GCC makes a comparison and a masked move of it where b is zero.
KOKKOS_FORCEINLINE_FUNCTION Pack max(Pack const& a, Pack const& b) noexcept
{
#if ZEMI_PACK_IS_COMPILER_VECTOR && defined(__AVX512F__)
    return Pack(static_cast<Pack::Storage>(_mm512_maskz_max_pd(0xff, a.values(), b.values())));
#else
    return select(a > b, a, b);
#endif
}
KOKKOS_FORCEINLINE_FUNCTION Pack min(Pack const& a, Pack const& b) noexcept
{
#if ZEMI_PACK_IS_COMPILER_VECTOR && defined(__AVX512F__)
    return Pack(static_cast<Pack::Storage>(_mm512_maskz_min_pd(0xff, a.values(), b.values())));
#else
    return select(a < b, a, b);
#endif
}
KOKKOS_FORCEINLINE_FUNCTION Pack abs(Pack const& a) noexcept
{
    return select(a < Pack(0.0), -a, a);
}

KOKKOS_FORCEINLINE_FUNCTION Pack sqrt(Pack const& a) noexcept
{
#if ZEMI_PACK_IS_COMPILER_VECTOR && defined(__AVX512F__)
    return Pack(static_cast<Pack::Storage>(_mm512_maskz_sqrt_pd(0xff, a.values()))); // unmasked, GCC 12 warns
#else
    Pack result;
    for (int i = 0; i < Pack::size; ++i) {
        result.set(i, sqrt(a[i]));
    }
    return result;
#endif
}

#if ZEMI_PACK_IS_COMPILER_VECTOR
// For detail::power(): see real.hpp. Unsigned, because bits may wrap around; signed for the shift that keeps the sign.
inline void split_exponent(Pack const& a, Pack& m, Pack& e) noexcept
{
    using Bits = unsigned long long __attribute__((vector_size(8 * sizeof(long long))));
    constexpr unsigned long long root_half = 0x3FE6A09E667F3BCD;
    auto const bits = reinterpret_cast<Bits>(a.values());
    auto const exponent = reinterpret_cast<Bits>(reinterpret_cast<PackMask::Storage>(bits - root_half) >> 52);
    m = Pack(reinterpret_cast<Pack::Storage>(bits - (exponent << 52)));
    e = Pack(reinterpret_cast<Pack::Storage>(reinterpret_cast<Bits>(Pack(detail::rounding_shift).values()) + exponent))
      - Pack(detail::rounding_shift);
}
inline Pack scale_exponent(Pack const& x, Pack const& shifted) noexcept
{
    using Bits = unsigned long long __attribute__((vector_size(8 * sizeof(long long))));
    Bits const k =
        reinterpret_cast<Bits>(shifted.values()) - reinterpret_cast<Bits>(Pack(detail::rounding_shift).values());
    return Pack(reinterpret_cast<Pack::Storage>(reinterpret_cast<Bits>(x.values()) + (k << 52)));
}

#endif

KOKKOS_FORCEINLINE_FUNCTION Pack pow(Pack const& a, Pack const& b) noexcept
{
#if ZEMI_PACK_IS_COMPILER_VECTOR
    return detail::power(a, b);
#else
    Pack result;
    for (int i = 0; i < Pack::size; ++i) {
        result.set(i, pow(a[i], b[i]));
    }
    return result;
#endif
}

KOKKOS_FORCEINLINE_FUNCTION Pack natural_log(Pack const& a) noexcept
{
    Pack result;
    for (int i = 0; i < Pack::size; ++i) {
        result.set(i, natural_log(a[i]));
    }
    return result;
}

KOKKOS_FORCEINLINE_FUNCTION Pack expm1(Pack const& a) noexcept
{
#if ZEMI_PACK_IS_COMPILER_VECTOR
    return detail::exponential_minus_1(a);
#else
    Pack result;
    for (int i = 0; i < Pack::size; ++i) {
        result.set(i, expm1(a[i]));
    }
    return result;
#endif
}

KOKKOS_FORCEINLINE_FUNCTION bool any_of(PackMask const& a) noexcept
{
#if ZEMI_PACK_IS_COMPILER_VECTOR && defined(__AVX512F__)
    return _mm512_test_epi64_mask(reinterpret_cast<__m512i>(a.values()), reinterpret_cast<__m512i>(a.values())) != 0;
#else
    bool result = false;
    for (int i = 0; i < Pack::size; ++i) {
        result = result || a[i];
    }
    return result;
#endif
}

KOKKOS_FORCEINLINE_FUNCTION bool all_of(PackMask const& a) noexcept
{
    return !any_of(!a);
}

// Reductions over the lanes. A scalar reduces to itself, so that a loop over cells is written once for both.

KOKKOS_FORCEINLINE_FUNCTION double horizontal_max(Pack const& a) noexcept
{
    double result = a[0];
    for (int i = 1; i < Pack::size; ++i) {
        result = max(result, a[i]);
    }
    return result;
}
KOKKOS_FORCEINLINE_FUNCTION double horizontal_min(Pack const& a) noexcept
{
    double result = a[0];
    for (int i = 1; i < Pack::size; ++i) {
        result = min(result, a[i]);
    }
    return result;
}
/// Sum in a fixed order, ((0+4)+(2+6)) + ((1+5)+(3+7)), the same on every machine.
KOKKOS_FORCEINLINE_FUNCTION double horizontal_sum(Pack const& a) noexcept
{
    return ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
}

/// Mask type that comparing two T gives.
template <class T>
using MaskOf = decltype(T{} < T{});

} // namespace zemi
