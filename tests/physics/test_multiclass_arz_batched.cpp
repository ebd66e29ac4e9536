// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The exact eigenvalues of the two-class Jacobian J against batched LU factors of J - lambda, which the implicit solver
// uses: J - lambda is singular exactly at an eigenvalue.
#include "arz_cases.hpp"
#include <zemi/physics/multiclass_arz.hpp>

#include <KokkosBatched_LU_Decl.hpp>
#include <Kokkos_Core.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace zemi {
namespace {

using Matrices = Kokkos::View<Real* [4][4], Kokkos::LayoutRight>;

/// Product of the pivots of one matrix of the batch, its determinant.
struct DeterminantByBatchedLu {
    Matrices matrices;
    Kokkos::View<Real*> determinant;

    KOKKOS_FUNCTION void operator()(int k) const
    {
        auto const matrix = Kokkos::subview(matrices, k, Kokkos::ALL, Kokkos::ALL);
        KokkosBatched::SerialLU<KokkosBatched::Algo::LU::Unblocked>::invoke(matrix);
        Real product = 1;
        for (int i = 0; i < 4; ++i) {
            product *= matrix(i, i);
        }
        determinant(k) = product;
    }
};

TEST(MulticlassArzBatched, JacobianIsSingularAtItsExactEigenvalues)
{
    auto const equation = test::TwoClasses::equation();
    test::Random random;
    constexpr int num_states = 2000;
    constexpr int num_shifts = 3; // the eigenvalue itself, and a little below and above it
    constexpr Real step = 1e-3; // [m/s]
    // The factors have no pivoting, and at v_i the rows rho_i and y_i depend on each other, so y_i comes last.
    constexpr int order[2][4] = {{0, 2, 3, 1}, {0, 2, 1, 3}};
    Matrices const matrices("zemi::test::matrices", num_states * 4 * num_shifts);
    auto const host = Kokkos::create_mirror_view(matrices);
    for (int state = 0; state < num_states;) {
        auto q = test::random_primitive<2>(random);
        q[0] = random.uniform(0.01, 0.15);
        q[1] = random.uniform(0.01, 0.15);
        auto const s = equation.point_state(q, equation.road_data(0));
        auto const lambda = equation.eigenvalues(s);
        Real gap = 1e9;
        for (int i = 0; i < 4; ++i) {
            for (int j = 0; j < i; ++j) {
                gap = std::min(gap, std::fabs(lambda[i] - lambda[j]));
            }
        }
        if (gap < 0.1) {
            continue; // nearly double: the determinant says little about either
        }
        auto const jacobian = equation.jacobian(s);
        for (int k = 0; k < 4 * num_shifts; ++k) {
            int const index = k / num_shifts;
            for (int i = 0; i < 4; ++i) {
                for (int j = 0; j < 4; ++j) {
                    Real const shift = i == j ? lambda[index] + step * (k % num_shifts - 1) : 0;
                    int const row = order[index == 1][i];
                    int const column = order[index == 1][j];
                    host(state * 4 * num_shifts + k, i, j) = jacobian[row][column] - shift;
                }
            }
        }
        ++state;
    }
    Kokkos::deep_copy(matrices, host);
    Kokkos::View<Real*> const determinant("zemi::test::determinant", matrices.extent(0));
    Kokkos::parallel_for("zemi::test::DeterminantByBatchedLu", static_cast<int>(matrices.extent(0)),
                         DeterminantByBatchedLu{matrices, determinant});
    auto const result = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace{}, determinant);
    for (int k = 0; k < num_states * 4; ++k) {
        Real const below = result(num_shifts * k);
        Real const at = result(num_shifts * k + 1);
        Real const above = result(num_shifts * k + 2);
        // One step of Newton's method towards the zero of the determinant: how far off the eigenvalue is [m/s].
        EXPECT_LT(std::fabs(at * 2 * step / (above - below)), 1e-8) << k;
    }
}

} // namespace
} // namespace zemi
