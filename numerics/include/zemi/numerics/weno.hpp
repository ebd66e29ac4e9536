// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/real.hpp>

namespace zemi {

/// How the three parabolas of a five-point interpolation are weighted. d_k: the weights that make it fifth order, B_k:
/// smoothness of the data as the k-th parabola sees them, t = |B_0 - B_2|.
enum class WenoWeights {
    js,   ///< d_k / B_k^2. Jiang & Shu, J. Comput. Phys. 126 (1996) 202, DOI 10.1006/jcph.1996.0130
    z,    ///< d_k (1 + (t / B_k)^2). Borges et al., J. Comput. Phys. 227 (2008) 3191, DOI 10.1016/j.jcp.2007.11.038
    teno, ///< d_k, or 0 where the parabola crosses a jump. Fu, Hu & Adams, J. Comput. Phys. 305 (2016) 333,
          ///< DOI 10.1016/j.jcp.2015.10.037
};

/// Values at the two faces of a cell.
template <class T>
struct FaceValues {
    T left;
    T right;
};

namespace detail {

/// Numbers proportional to the weights, without divisions: each is multiplied by all the denominators.
template <class T>
struct WenoShape {
    T weight[3];
};

template <class T>
KOKKOS_FORCEINLINE_FUNCTION constexpr T square(T const& a) noexcept
{
    return a * a;
}

/// What multiplies d_0, d_1, d_2: of the parabolas over (a, b, c), (b, c, d) and (c, d, e), from the differences b - a,
/// c - b, d - c, e - d. `epsilon`: what counts as zero beside the squares of the data.
template <class T>
KOKKOS_FORCEINLINE_FUNCTION WenoShape<T> weno_shape(WenoWeights weights, T const& epsilon, T const& ab, T const& bc,
                                                    T const& cd, T const& de) noexcept
{
    // Four times the integrals of the squared derivatives: Jiang & Shu (1996), eq. (3.2) to (3.4).
    T const smooth0 = T(13.0 / 3) * square(bc - ab) + square(T(3) * bc - ab);
    T const smooth1 = T(13.0 / 3) * square(cd - bc) + square(bc + cd);
    T const smooth2 = T(13.0 / 3) * square(de - cd) + square(T(3) * cd - de);
    T const zero = T(4) * epsilon;
    T const b0 = smooth0 + zero;
    T const b1 = smooth1 + zero;
    T const b2 = smooth2 + zero;
    if (weights == WenoWeights::teno) {
        T const t = abs(smooth0 - smooth2);
        auto const power6 = [](T const& x) { return square(x * x * x); };
        T const g0 = power6((b0 + t) * (b1 * b2));
        T const g1 = power6((b1 + t) * (b0 * b2));
        T const g2 = power6((b2 + t) * (b0 * b1));
        T const cut = T(1e-5) * (g0 + g1 + g2);
        return {{select(g0 < cut, T(0), T(1)), select(g1 < cut, T(0), T(1)), select(g2 < cut, T(0), T(1))}};
    }
    T const s0 = square(b0);
    T const s1 = square(b1);
    T const s2 = square(b2);
    if (weights == WenoWeights::js) {
        return {{s1 * s2, s0 * s2, s0 * s1}};
    }
    T const t2 = square(smooth0 - smooth2);
    return {{(s0 + t2) * (s1 * s2), (s1 + t2) * (s0 * s2), (s2 + t2) * (s0 * s1)}};
}

} // namespace detail

/// Values of a function at both faces of the middle one of five cells from its values at the cell centres (interpolation,
/// not reconstruction from averages): fifth order where it is smooth, third order beside a jump. Equal values give that
/// value to the last bit. `epsilon` [unit of the data squared]: what counts as zero beside the squares of the data.
///
/// Each parabola contributes its distance from the value in the middle; weights (1, 10, 5) / 16 towards the right.
/// Coefficients: Jiang, Shu & Zhang, SIAM J. Sci. Comput. 35 (2013) A1137, DOI 10.1137/120889885, section 2.1.
template <class T>
KOKKOS_FORCEINLINE_FUNCTION FaceValues<T> weno5(WenoWeights weights, T const& epsilon, T const& a, T const& b,
                                                T const& c, T const& d, T const& e) noexcept
{
    T const ab = b - a;
    T const bc = c - b;
    T const cd = d - c;
    T const de = e - d;
    auto const shape = detail::weno_shape(weights, epsilon, ab, bc, cd, de);
    T const middle0 = shape.weight[0];
    T const middle1 = T(10) * shape.weight[1];
    T const middle2 = shape.weight[2];
    T const outer0 = T(5) * middle0;
    T const outer2 = T(5) * middle2;
    T const right_sum = middle0 + middle1 + outer2;
    T const left_sum = outer0 + middle1 + middle2;
    T const right = middle0 * (T(7) * bc - T(3) * ab) + middle1 * (bc + T(3) * cd) + outer2 * (T(5) * cd - de);
    T const left = outer0 * (ab - T(5) * bc) - middle1 * (T(3) * bc + cd) + middle2 * (T(3) * de - T(7) * cd);
    T const inverse = T(0.125) / (left_sum * right_sum);
    return {c + left * (right_sum * inverse), c + right * (left_sum * inverse)};
}

} // namespace zemi
