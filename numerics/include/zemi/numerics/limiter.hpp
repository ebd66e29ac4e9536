// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/real.hpp>

#include <string_view>

namespace zemi {

// Slope limiters: limited slope of a cell [unit of the variable, per cell length] from the backward difference a and
// the forward difference b. Symmetric and homogeneous: limiter(c a, c b) = c limiter(a, b); all but the last are zero at
// extrema (a b <= 0).

/// The smaller of the two differences: most diffusive. Roe, Annu. Rev. Fluid Mech. 18 (1986) 337.
struct Minmod {
    static constexpr std::string_view name = "minmod";

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION T operator()(T const& a, T const& b) const noexcept
    {
        T const smaller = select(abs(a) < abs(b), a, b);
        return select(a * b > T(0), smaller, T(0));
    }
};

/// Harmonic mean 2 a b / (a + b). van Leer, J. Comput. Phys. 14 (1974) 361, DOI 10.1016/0021-9991(74)90019-9.
struct VanLeer {
    static constexpr std::string_view name = "van_leer";

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION T operator()(T const& a, T const& b) const noexcept
    {
        T const product = a * b;
        auto const same_sign = product > T(0);
        // Where the signs differ the sum may vanish; the quotient is discarded there but must not raise.
        T const sum = select(same_sign, a + b, T(1));
        return select(same_sign, T(2) * product / sum, T(0));
    }
};

/// Monotonized central: min(|a + b| / 2, 2 |a|, 2 |b|). van Leer, J. Comput. Phys. 23 (1977) 276,
/// DOI 10.1016/0021-9991(77)90095-X.
struct MonotonizedCentral {
    static constexpr std::string_view name = "mc";

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION T operator()(T const& a, T const& b) const noexcept
    {
        T const central = T(0.5) * (a + b);
        T const twice_smaller = T(2) * select(abs(a) < abs(b), a, b);
        T const limited = select(abs(central) < abs(twice_smaller), central, twice_smaller);
        return select(a * b > T(0), limited, T(0));
    }
};

/// The mean (a + b) / 2, no limiter: for smooth traffic and for tests of order. At jumps it overshoots and may leave
/// negative densities. Fromm, J. Comput. Phys. 3 (1968) 176, DOI 10.1016/0021-9991(68)90015-6.
struct UnlimitedSlope {
    static constexpr std::string_view name = "unlimited";

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION T operator()(T const& a, T const& b) const noexcept
    {
        return T(0.5) * (a + b);
    }
};

/// Which of these, where it is chosen at run time.
enum class SlopeLimiter { minmod, van_leer, mc, unlimited };

template <class T>
KOKKOS_FORCEINLINE_FUNCTION T limited_slope(SlopeLimiter limiter, T const& a, T const& b) noexcept
{
    return limiter == SlopeLimiter::mc        ? MonotonizedCentral{}(a, b)
         : limiter == SlopeLimiter::van_leer  ? VanLeer{}(a, b)
         : limiter == SlopeLimiter::unlimited ? UnlimitedSlope{}(a, b)
                                              : Minmod{}(a, b);
}

} // namespace zemi
