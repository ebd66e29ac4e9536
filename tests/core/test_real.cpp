// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/real.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

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

} // namespace
