// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/limiter.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <utility>

namespace {

using zemi::Pack;

template <class L>
class LimiterTest : public ::testing::Test {};
using Limiters = ::testing::Types<zemi::Minmod, zemi::VanLeer, zemi::MonotonizedCentral>;
TYPED_TEST_SUITE(LimiterTest, Limiters, );

TYPED_TEST(LimiterTest, VanishesAtExtrema)
{
    TypeParam const limiter;
    EXPECT_EQ(limiter(1.0, -2.0), 0.0);
    EXPECT_EQ(limiter(-0.5, 3.0), 0.0);
    EXPECT_EQ(limiter(0.0, 3.0), 0.0);
    EXPECT_EQ(limiter(2.0, -2.0), 0.0); // van Leer's quotient has a zero denominator here
    EXPECT_EQ(limiter(0.0, 0.0), 0.0);
}

TYPED_TEST(LimiterTest, KeepsLinearFunctions)
{
    TypeParam const limiter;
    EXPECT_DOUBLE_EQ(limiter(0.3, 0.3), 0.3);
    EXPECT_DOUBLE_EQ(limiter(-7.0, -7.0), -7.0);
}

/// The second-order TVD region of Sweby: between min(a, b) and 2 min(a, b), symmetric in a and b, odd.
TYPED_TEST(LimiterTest, LiesInSwebysRegion)
{
    TypeParam const limiter;
    std::mt19937_64 generator(1);
    std::uniform_real_distribution<double> positive(1e-6, 10);
    for (int i = 0; i < 10000; ++i) {
        double const a = positive(generator);
        double const b = positive(generator);
        double const slope = limiter(a, b);
        EXPECT_GE(slope, std::min(a, b) * (1 - 1e-14));
        EXPECT_LE(slope, 2 * std::min(a, b) * (1 + 1e-14));
        EXPECT_DOUBLE_EQ(slope, limiter(b, a));
        EXPECT_DOUBLE_EQ(-slope, limiter(-a, -b));
        EXPECT_DOUBLE_EQ(4 * slope, limiter(4 * a, 4 * b));
    }
}

TYPED_TEST(LimiterTest, LanesEqualScalars)
{
    TypeParam const limiter;
    std::mt19937_64 generator(2);
    std::uniform_real_distribution<double> any(-1, 1);
    for (int i = 0; i < 1000; ++i) {
        Pack a;
        Pack b;
        for (int lane = 0; lane < Pack::size; ++lane) {
            a.set(lane, any(generator));
            b.set(lane, lane == 0 ? -a[0] : any(generator));
        }
        Pack const slope = limiter(a, b);
        for (int lane = 0; lane < Pack::size; ++lane) {
            EXPECT_EQ(slope[lane], limiter(a[lane], b[lane]));
        }
    }
}

TEST(Limiter, KnownValues)
{
    EXPECT_EQ(zemi::Minmod{}(1.0, 4.0), 1.0);
    EXPECT_DOUBLE_EQ(zemi::VanLeer{}(1.0, 4.0), 1.6);
    EXPECT_EQ(zemi::MonotonizedCentral{}(1.0, 4.0), 2.0);
    EXPECT_EQ(zemi::UnlimitedSlope{}(1.0, 4.0), 2.5);
    EXPECT_EQ(zemi::UnlimitedSlope{}(1.0, -4.0), -1.5);
    EXPECT_EQ(zemi::MonotonizedCentral{}(2.0, 3.0), 2.5);
}

TEST(SlopeLimiter, NamesThese)
{
    for (auto const& [a, b] : {std::pair{1.0, 3.0}, std::pair{-2.0, -0.3}, std::pair{1.0, -1.0}}) {
        EXPECT_EQ(zemi::limited_slope(zemi::SlopeLimiter::minmod, a, b), zemi::Minmod{}(a, b));
        EXPECT_EQ(zemi::limited_slope(zemi::SlopeLimiter::van_leer, a, b), zemi::VanLeer{}(a, b));
        EXPECT_EQ(zemi::limited_slope(zemi::SlopeLimiter::mc, a, b), zemi::MonotonizedCentral{}(a, b));
        EXPECT_EQ(zemi::limited_slope(zemi::SlopeLimiter::unlimited, a, b), zemi::UnlimitedSlope{}(a, b));
    }
}

} // namespace
