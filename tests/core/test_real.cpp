// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/real.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace {

TEST(Real, MaxAndMinTakeTheSecondWhereNothingCompares)
{
    double const nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(zemi::max(nan, 1.0), 1.0);
    EXPECT_TRUE(std::isnan(zemi::max(1.0, nan)));
    EXPECT_EQ(zemi::min(nan, 1.0), 1.0);
    EXPECT_TRUE(std::isnan(zemi::min(1.0, nan)));
    EXPECT_EQ(zemi::max(2.0, 1.0), 2.0);
    EXPECT_EQ(zemi::min(2.0, 1.0), 1.0);
}

TEST(Real, WorksForFloatToo)
{
    EXPECT_EQ(zemi::abs(-2.0F), 2.0F);
    EXPECT_EQ(zemi::sqrt(9.0F), 3.0F);
    EXPECT_EQ(zemi::select(false, 1.0F, 2.0F), 2.0F);
    EXPECT_NEAR(zemi::pow(2.0F, 0.5F), std::sqrt(2.0F), 1e-7);
    EXPECT_NEAR(zemi::expm1(1e-5F), 1e-5F, 1e-9);
}

TEST(Real, ExpMinusOneKeepsSmallArguments)
{
    EXPECT_NEAR(zemi::expm1(1e-12) / 1e-12, 1.0, 1e-11);
}

TEST(Real, ExpMinusOneAgreesWithTheLibrary)
{
    std::mt19937 random(12);
    std::uniform_real_distribution<double> decades(-18, 2.8);
    for (int i = 0; i < 200000; ++i) {
        double const a = (i % 2 == 0 ? -1 : 1) * std::pow(10.0, decades(random));
        double const exact = static_cast<double>(std::expm1(static_cast<long double>(a)));
        ASSERT_NEAR(zemi::expm1(a) / exact, 1, 5e-16) << a;
    }
    EXPECT_EQ(zemi::expm1(0.0), 0);
    EXPECT_EQ(zemi::expm1(-1e300), -1) << "relaxation times of zero";
    EXPECT_EQ(zemi::expm1(-std::numeric_limits<double>::infinity()), -1);
    EXPECT_TRUE(std::isnan(zemi::expm1(std::numeric_limits<double>::quiet_NaN())));
}

TEST(Real, PowerAgreesWithTheLibrary)
{
    // Occupations and exponents that occur, and far beyond. The logarithm is right to about one unit in the last place,
    // which b log(a) magnifies.
    std::mt19937 random(11);
    std::uniform_real_distribution<double> exponent(-3, 5);
    std::uniform_real_distribution<double> decades(-12, 3);
    for (int i = 0; i < 200000; ++i) {
        double const a = std::pow(10.0, decades(random));
        double const b = exponent(random);
        double const exact = static_cast<double>(std::pow(static_cast<long double>(a), static_cast<long double>(b)));
        double const tolerance = 4e-16 * (1 + std::abs(b * std::log(a)));
        ASSERT_NEAR(zemi::pow(a, b) / exact, 1, tolerance) << a << " ^ " << b;
    }
    for (double const a : {0.5, 1.0, 2.0, 0.7071067811865476, 1.4142135623730951, 1e-12}) {
        EXPECT_EQ(zemi::pow(a, 0.0), 1) << a;
        EXPECT_NEAR(zemi::pow(a, 1.0) / a, 1, 2e-15);
    }
    EXPECT_EQ(zemi::pow(1.0, 3.7), 1);
    EXPECT_TRUE(std::isnan(zemi::pow(std::numeric_limits<double>::quiet_NaN(), 0.5)));
    EXPECT_TRUE(std::isnan(zemi::pow(0.5, std::numeric_limits<double>::quiet_NaN())));
    EXPECT_LT(zemi::pow(1e-12, 100.0), 1e-300);
}

} // namespace
