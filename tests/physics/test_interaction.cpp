// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models.hpp"
#include <zemi/physics/dense_eigenvalues.hpp>
#include <zemi/physics/interaction.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace zemi {
namespace {

/// A_01 A_12 A_20 = A_02 A_21 A_10 by construction: A_ij = c_i S_ij with S symmetric.
InteractionMatrix random_balanced_interaction(test::Random& random, std::size_t n)
{
    InteractionMatrix a(n, std::vector<Real>(n));
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            a[i][j] = a[j][i] = i == j ? random.uniform(0.5, 1.5) : random.uniform(0, 1.5);
        }
    }
    for (auto& row : a) {
        Real const scale = random.uniform(0.3, 2);
        for (Real& weight : row) {
            weight *= scale;
        }
    }
    return a;
}

InteractionMatrix random_interaction(test::Random& random, std::size_t n)
{
    InteractionMatrix a(n, std::vector<Real>(n));
    for (auto& row : a) {
        for (Real& weight : row) {
            weight = random.uniform(0, 2);
        }
    }
    return a;
}

/// B = diag(v) - diag(a) A for random speeds v and stiffnesses a, as it occurs in the equations.
template <int N>
struct RandomWaves {
    CoupledWaves<Real, N> waves{};
    std::vector<std::complex<Real>> exact;
    Real fastest = 0;

    RandomWaves(test::Random& random, InteractionMatrix const& a)
    {
        ComplexMatrix matrix(N);
        for (int i = 0; i < N; ++i) {
            Real const v = random.uniform(0, 30);
            Real const stiffness = random.uniform(0, 1) < 0.1 ? 0 : random.uniform(0, 15);
            fastest = std::max(fastest, v);
            for (int j = 0; j < N; ++j) {
                auto const row = static_cast<std::size_t>(i);
                auto const column = static_cast<std::size_t>(j);
                waves.matrix[i][j] = (i == j ? v : 0) - stiffness * a[row][column];
                matrix(row, column) = waves.matrix[i][j];
            }
        }
        exact = eigenvalues(matrix);
    }
};

template <class Size>
struct CoupledWavesTest : testing::Test {};

template <int N>
struct Size {
    static constexpr int value = N;
};
using Sizes = testing::Types<Size<1>, Size<2>, Size<3>>;
TYPED_TEST_SUITE(CoupledWavesTest, Sizes, );

TYPED_TEST(CoupledWavesTest, AreExactForBalancedInteractions)
{
    constexpr int n = TypeParam::value;
    test::Random random;
    for (int trial = 0; trial < 20000; ++trial) {
        RandomWaves<n> const random_waves(random, random_balanced_interaction(random, n));
        auto const& exact = random_waves.exact;
        auto const lambda = random_waves.waves.eigenvalues();
        // Nearly equal eigenvalues lose half of the digits, here and in the reference.
        for (int i = 0; i < n; ++i) {
            ASSERT_NEAR(lambda[i], exact[static_cast<std::size_t>(i)].real(), 1e-6);
        }
        ASSERT_NEAR(random_waves.waves.lower_bound(), exact.front().real(), 1e-6);
        ASSERT_NEAR(random_waves.waves.upper_bound(), exact.back().real(), 1e-6);
    }
}

TYPED_TEST(CoupledWavesTest, UpstreamWaveIsTheSlowestOneWhereThatRunsUpstream)
{
    constexpr int n = TypeParam::value;
    test::Random random;
    int num_upstream = 0;
    int num_bounds = 0;
    for (int trial = 0; trial < 20000; ++trial) {
        RandomWaves<n> const random_waves(random, random_interaction(random, n));
        Real const slowest = random_waves.waves.lower_bound();
        Real const wave = upstream_wave(random_waves.waves);
        if (slowest < 0) {
            ++num_upstream;
            ASSERT_EQ(wave, slowest);
        } else {
            num_bounds += wave >= 0;
            ASSERT_LE(wave, slowest + 1e-12 * (1 + slowest));
            ASSERT_TRUE(wave >= 0 || wave == slowest);
        }
    }
    EXPECT_GT(num_upstream, 1000);
    EXPECT_GT(num_bounds, 1000);
}

TYPED_TEST(CoupledWavesTest, BoundTheRealPartsForAnyInteraction)
{
    constexpr int n = TypeParam::value;
    test::Random random;
    int num_complex = 0;
    for (int trial = 0; trial < 50000; ++trial) {
        RandomWaves<n> const random_waves(random, random_interaction(random, n));
        auto const& exact = random_waves.exact;
        for (auto const& value : exact) {
            num_complex += std::fabs(value.imag()) > 1e-3;
        }
        ASSERT_LE(random_waves.waves.lower_bound(), exact.front().real() + 1e-6);
        ASSERT_GE(random_waves.waves.upper_bound(), exact.back().real() - 1e-6);
    }
    EXPECT_EQ(num_complex > 0, n == 3) << "the test has to meet the ill-posed states that it is about";
}

/// The promise behind taking the fastest vehicle for the fastest wave.
TYPED_TEST(CoupledWavesTest, StayBehindTheFastestClassIfTheInteractionSaysSo)
{
    constexpr int n = TypeParam::value;
    test::Random random;
    int num_bounding = 0;
    Real excess = 0;
    for (int trial = 0; trial < 50000; ++trial) {
        InteractionMatrix const a = random_balanced_interaction(random, n);
        RandomWaves<n> const random_waves(random, a);
        Real const outrun = random_waves.exact.back().real() - random_waves.fastest;
        if (interaction_bounds_waves(a)) {
            ++num_bounding;
            ASSERT_LE(outrun, 1e-6);
        } else {
            excess = std::max(excess, outrun);
        }
    }
    EXPECT_GT(num_bounding, 1000);
    EXPECT_EQ(excess > 1, n > 1) << "otherwise the condition would be needlessly strict";
}

TEST(Interaction, PublishedWeightsBoundTheWaves)
{
    EXPECT_TRUE(interaction_bounds_waves(interaction_matrix(test::published_model<1>())));
    EXPECT_TRUE(interaction_bounds_waves(interaction_matrix(test::published_model<2>())));
    EXPECT_TRUE(interaction_bounds_waves({{1, 1}, {1, 1}}));
    EXPECT_FALSE(interaction_bounds_waves({{1, 1.1}, {1, 1}}));
    EXPECT_TRUE(interaction_bounds_waves({{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}));
    EXPECT_FALSE(interaction_bounds_waves({{1, 1, 1}, {1, 1, 2}, {1, 1, 1}}));
}

TEST(Interaction, BalanceMattersForThreeClassesOnly)
{
    EXPECT_TRUE(interaction_is_balanced({{1}}));
    EXPECT_TRUE(interaction_is_balanced({{1, 0.4}, {3, 1}}));
    EXPECT_TRUE(interaction_is_balanced(interaction_matrix(test::published_model<3>())));
    EXPECT_TRUE(interaction_is_balanced({{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}));
    EXPECT_FALSE(interaction_is_balanced({{1, 1, 0}, {0, 1, 1}, {1, 0, 1}}));
}

} // namespace
} // namespace zemi
