// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/unroll.hpp>
#include <zemi/core/vec.hpp>

#include <Kokkos_Macros.hpp>

#include <vector>

namespace zemi {

/// A_ij: weight of the density of class j in the density that class i perceives [1], indexed [i][j].
using InteractionMatrix = std::vector<std::vector<Real>>;

/// True if no characteristic speed exceeds the speed of the fastest class, whatever the densities and speeds. With
/// speeds frozen to their maximum V the coupled waves have the matrix V - B = diag(V - v) + diag(a) A with a >= 0,
/// which must have no eigenvalue with a negative real part. That holds if A = diag(c) S with S symmetric and positive
/// semidefinite. Two classes: A_01 A_10 <= A_00 A_11, which is also necessary.
[[nodiscard]] bool interaction_bounds_waves(InteractionMatrix const& interaction);

/// True if A_01 A_12 A_20 = A_02 A_21 A_10 (three classes; always true for fewer). Then the coupled waves have a matrix
/// similar to a symmetric one and all characteristic speeds are real; otherwise some states with nearly equal speeds
/// have complex ones, and the equations are ill-posed there.
[[nodiscard]] bool interaction_is_balanced(InteractionMatrix const& interaction);

/// Characteristic speeds that the classes produce together: the eigenvalues of a real N x N matrix B whose off-diagonal
/// elements are <= 0.
///
/// -B has off-diagonal elements >= 0, so by Perron and Frobenius the eigenvalue of B with the smallest real part is
/// real and not above any diagonal element. lower_bound() is this eigenvalue for N = 1, 2 and for N = 3 with real
/// eigenvalues (to 1e-7 m/s where two of the three nearly coincide, else to rounding); otherwise it is below it.
template <class T, int N>
struct CoupledWaves;

template <class T>
struct CoupledWaves<T, 1> {
    Vec<Vec<T, 1>, 1> matrix; ///< B [m/s]

    KOKKOS_FORCEINLINE_FUNCTION T lower_bound() const noexcept { return matrix[0][0]; }
    KOKKOS_FORCEINLINE_FUNCTION T upper_bound() const noexcept { return matrix[0][0]; }
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, 1> eigenvalues() const noexcept { return matrix[0]; }
};

template <class T>
struct CoupledWaves<T, 2> {
    Vec<Vec<T, 2>, 2> matrix; ///< B [m/s]

    KOKKOS_FORCEINLINE_FUNCTION T lower_bound() const noexcept { return mean() - half_distance(); }
    KOKKOS_FORCEINLINE_FUNCTION T upper_bound() const noexcept { return mean() + half_distance(); }
    /// Ascending.
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, 2> eigenvalues() const noexcept { return {{lower_bound(), upper_bound()}}; }

private:
    KOKKOS_FORCEINLINE_FUNCTION T mean() const noexcept { return T(0.5) * (matrix[0][0] + matrix[1][1]); }
    KOKKOS_FORCEINLINE_FUNCTION T half_distance() const noexcept
    {
        T const d = T(0.5) * (matrix[0][0] - matrix[1][1]);
        // Not negative, unless a density is negative by rounding; in this order max() hands a NaN on.
        return sqrt(max(T(0), d * d + matrix[0][1] * matrix[1][0]));
    }
};

/// With the mean of the diagonal taken away the eigenvalues are the roots x of x^3 + p x + q. The root farthest from
/// the other two lies on the side of -q, at a distance of at most 2 sqrt(-p / 3). Newton's method started there
/// approaches it monotonically from outside (the cubic is convex there), and the other two follow from a quadratic.
///
/// If two roots are complex the real one is the smallest, so q > 0, and the cubic increases and is concave below it:
/// Newton's method started from any lower bound, such as Gershgorin's, stays below it after any number of iterations.
template <class T>
struct CoupledWaves<T, 3> {
    Vec<Vec<T, 3>, 3> matrix; ///< B [m/s]

    KOKKOS_FUNCTION T lower_bound() const noexcept
    {
        Cubic const cubic = reduced();
        T const y = cubic.template farthest_root<5>();
        T const x = select(cubic.q > T(0), -y, T(-0.5) * y - cubic.half_distance(y));
        T const smallest = min(cubic.diagonal[0], min(cubic.diagonal[1], cubic.diagonal[2]));
        return cubic.mean + min(x, smallest);
    }

    /// The largest eigenvalue, up to rounding, if all are real; else Gershgorin's bound of the real parts.
    KOKKOS_FUNCTION T upper_bound() const noexcept
    {
        Cubic const cubic = reduced();
        T const y = cubic.template farthest_root<5>();
        T const x = select(cubic.q > T(0), T(0.5) * y + cubic.half_distance(y), y);
        auto const& b = matrix;
        T const rows =
            max(b[0][0] - (b[0][1] + b[0][2]), max(b[1][1] - (b[1][0] + b[1][2]), b[2][2] - (b[2][0] + b[2][1])));
        return select(cubic.is_real_rooted(), cubic.mean + x, rows);
    }

    /// Ascending; of a complex pair twice the real part.
    KOKKOS_FUNCTION Vec<T, 3> eigenvalues() const noexcept
    {
        Cubic const cubic = reduced();
        T const y = cubic.template farthest_root<60>();
        T const half = cubic.half_distance(y);
        auto const below = cubic.q > T(0);
        T const center = select(below, T(0.5) * y, T(-0.5) * y);
        T const low = center - half;
        T const high = center + half;
        return {{cubic.mean + select(below, -y, low), cubic.mean + select(below, low, high),
                 cubic.mean + select(below, high, y)}};
    }

private:
    struct Cubic {
        T mean;
        Vec<T, 3> diagonal; ///< of B, less the mean
        T p;
        T q;
        T gershgorin; ///< -(lower bound of the roots)

        /// Double roots, common at equal speeds, count as real whatever the rounding; so do complex pairs with a small
        /// imaginary part, of which the formulas give the real part.
        KOKKOS_FUNCTION MaskOf<T> is_real_rooted() const noexcept
        {
            T const q2 = T(27) * q * q;
            return T(4) * (p * p * p) + q2 <= T(1e-4) * q2;
        }

        /// Distance from the mean of the root that lies farthest from the other two, not below it.
        template <int iterations>
        KOKKOS_FUNCTION T farthest_root() const noexcept
        {
            T y = select(is_real_rooted(), T(2) * sqrt(max(T(0), -p) / T(3)), gershgorin);
            T const c = abs(q);
            for (int i = 0; i < iterations; ++i) {
                T const y2 = y * y;
                y = y - (y * (y2 + p) - c) / max(T(1e-30), T(3) * y2 + p);
            }
            return y;
        }

        /// Half the distance of the other two roots.
        KOKKOS_FUNCTION T half_distance(T const& y) const noexcept { return sqrt(max(T(0), -p - T(0.75) * y * y)); }
    };

    KOKKOS_FUNCTION Cubic reduced() const noexcept
    {
        auto const& b = matrix;
        Cubic cubic{};
        cubic.mean = (b[0][0] + b[1][1] + b[2][2]) / T(3);
        T const d0 = b[0][0] - cubic.mean;
        T const d1 = b[1][1] - cubic.mean;
        T const d2 = b[2][2] - cubic.mean;
        cubic.diagonal = {{d0, d1, d2}};
        T const m01 = b[0][1] * b[1][0];
        T const m02 = b[0][2] * b[2][0];
        T const m12 = b[1][2] * b[2][1];
        cubic.p = (d0 * d1 - m01) + (d0 * d2 - m02) + (d1 * d2 - m12);
        cubic.q =
            -(d0 * (d1 * d2 - m12) - d2 * m01 - d1 * m02 + b[0][1] * b[1][2] * b[2][0] + b[0][2] * b[1][0] * b[2][1]);
        T const rows = min(d0 + b[0][1] + b[0][2], min(d1 + b[1][0] + b[1][2], d2 + b[2][0] + b[2][1]));
        T const columns = min(d0 + b[1][0] + b[2][0], min(d1 + b[0][1] + b[2][1], d2 + b[0][2] + b[1][2]));
        cubic.gershgorin = -max(rows, columns);
        return cubic;
    }
};

/// What a flux needs of the waves that run upstream: the smallest eigenvalue where it is negative; elsewhere, which is
/// most of a free road, the smallest row sum of B, which is not above it (Collatz & Wielandt) and takes no root.
template <class T, int N>
KOKKOS_FORCEINLINE_FUNCTION T upstream_wave(CoupledWaves<T, N> const& waves) noexcept
{
    T lowest{};
    unroll<N>([&](auto i) {
        T sum = waves.matrix[i][0];
        unroll<N - 1>([&](auto j) { sum = sum + waves.matrix[i][j + 1]; });
        lowest = decltype(i)::value == 0 ? sum : min(lowest, sum);
    });
    auto const may_run_upstream = lowest < T(0);
    return any_of(may_run_upstream) ? select(may_run_upstream, waves.lower_bound(), lowest) : lowest;
}

} // namespace zemi
