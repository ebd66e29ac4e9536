// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/reconstruction.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace {

template <class R>
class MusclTest : public ::testing::Test {};
using Reconstructions = ::testing::Types<zemi::MusclMinmod, zemi::MusclVanLeer, zemi::MusclMc>;
TYPED_TEST_SUITE(MusclTest, Reconstructions, );

TYPED_TEST(MusclTest, IsExactForLinearData)
{
    EXPECT_DOUBLE_EQ(TypeParam::right_face(TypeParam::rule, 1.0, 3.0, 5.0), 4.0);
    EXPECT_DOUBLE_EQ(TypeParam::left_face(TypeParam::rule, 1.0, 3.0, 5.0), 2.0);
}

TYPED_TEST(MusclTest, FaceValuesStayBetweenTheNeighbours)
{
    std::mt19937_64 generator(3);
    std::uniform_real_distribution<double> density(0, 1);
    for (int i = 0; i < 10000; ++i) {
        double const a = density(generator);
        double const b = density(generator);
        double const c = density(generator);
        for (double const face :
             {TypeParam::left_face(TypeParam::rule, a, b, c), TypeParam::right_face(TypeParam::rule, a, b, c)}) {
            EXPECT_GE(face, std::min({a, b, c}) - 1e-15);
            EXPECT_LE(face, std::max({a, b, c}) + 1e-15);
        }
    }
}

/// Face values from cell averages of a smooth monotone function: second order.
TYPED_TEST(MusclTest, IsSecondOrderWhereMonotone)
{
    auto const error = [](double h) {
        auto const average = [h](double x) { return (std::exp(x + h / 2) - std::exp(x - h / 2)) / h; };
        return std::abs(TypeParam::right_face(TypeParam::rule, average(-h), average(0), average(h)) - std::exp(h / 2));
    };
    double const order = std::log2(error(0.02) / error(0.01));
    EXPECT_GT(order, 1.9);
    EXPECT_LT(order, 2.2);
}

static_assert(zemi::ConstantReconstruction::num_ghost == 1 && zemi::MusclMc::num_ghost == 2);

} // namespace
