// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/reconstruction.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace {

template <class R>
class MusclTest : public ::testing::Test {};
using Reconstructions = ::testing::Types<zemi::MusclMinmod, zemi::MusclVanLeer, zemi::MusclMc, zemi::MusclUnlimited>;
TYPED_TEST_SUITE(MusclTest, Reconstructions, );

template <class R>
class LimitedMusclTest : public ::testing::Test {};
using LimitedReconstructions = ::testing::Types<zemi::MusclMinmod, zemi::MusclVanLeer, zemi::MusclMc>;
TYPED_TEST_SUITE(LimitedMusclTest, LimitedReconstructions, );

using Values = zemi::Vec<double, 1>;
using Primitive = zemi::Vec<double, 2>; ///< density and speed of one class

/// Values at the left and right face of the middle cell of three.
template <class R>
std::pair<double, double> faces(double before, double cell, double after)
{
    auto const slope = R::slopes(R::rule, Values{0}, Values{before}, Values{cell}, Values{after});
    return {R::left_face(Values{cell}, slope)[0], R::right_face(Values{cell}, slope)[0]};
}

TYPED_TEST(MusclTest, IsExactForLinearData)
{
    auto const [left, right] = faces<TypeParam>(1, 3, 5);
    EXPECT_DOUBLE_EQ(left, 2);
    EXPECT_DOUBLE_EQ(right, 4);
}

/// Densities, that is; positivity rests on it.
TYPED_TEST(LimitedMusclTest, FaceValuesStayBetweenTheNeighbours)
{
    std::mt19937_64 generator(3);
    std::uniform_real_distribution<double> density(0, 1);
    for (int i = 0; i < 10000; ++i) {
        double const a = density(generator);
        double const b = density(generator);
        double const c = density(generator);
        auto const [left, right] = faces<TypeParam>(a, b, c);
        for (double const face : {left, right}) {
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
        return std::abs(faces<TypeParam>(average(-h), average(0), average(h)).second - std::exp(h / 2));
    };
    double const order = std::log2(error(0.02) / error(0.01));
    EXPECT_GT(order, 1.9);
    EXPECT_LT(order, 2.2);
}

TYPED_TEST(MusclTest, SpeedsFollowTheirDensityAsFarAsTheyAreCoupled)
{
    auto const slope_of_speed = [](double coupling, Primitive const& before, Primitive const& cell,
                                   Primitive const& after) {
        return TypeParam::slopes(TypeParam::rule, Values{coupling}, before, cell, after)[1];
    };
    auto const limited = [](double a, double b) { return zemi::limited_slope(TypeParam::rule.limiter, a, b); };
    // The speed is extreme and the density straight: the central slope.
    EXPECT_DOUBLE_EQ(slope_of_speed(1, {1, 5}, {2, 7}, {3, 6}), 0.5);
    EXPECT_EQ(slope_of_speed(0, {1, 5}, {2, 7}, {3, 6}), limited(2, -1));
    EXPECT_DOUBLE_EQ(slope_of_speed(.25, {1, 5}, {2, 7}, {3, 6}), limited(2, -1) + .25 * (.5 - limited(2, -1)));
    // The density extreme or constant: the limiter decides. Without one the central slope remains.
    double const without = TypeParam::rule.limiter == zemi::SlopeLimiter::unlimited ? 2 : limited(1, 3);
    EXPECT_DOUBLE_EQ(slope_of_speed(1, {1, 5}, {2, 6}, {1, 9}), without);
    EXPECT_DOUBLE_EQ(slope_of_speed(1, {2, 5}, {2, 6}, {2, 9}), without);
    // Between: the share that the density keeps, where that is more.
    double const share = limited(1, 2) / 1.5;
    double const other = std::max(std::abs(share * 1.5), std::abs(limited(-1, 4)));
    EXPECT_DOUBLE_EQ(slope_of_speed(1, {1, 5}, {2, 4}, {4, 8}), other);
    // Nothing at a contact.
    EXPECT_EQ(slope_of_speed(1, {1, 8}, {2, 8}, {40, 8}), 0);
}

TYPED_TEST(MusclTest, SlopesAreNumbersWhereDensitiesHardlyDiffer)
{
    using TwoClasses = zemi::Vec<double, 4>;
    for (double const tiny : {0.0, 1e-300, 1e-160, 1e-20}) {
        auto const slope = TypeParam::slopes(TypeParam::rule, Primitive{1, 1}, TwoClasses{0, 0, 5, 6},
                                             TwoClasses{tiny, tiny, 7, 7}, TwoClasses{2 * tiny, 0, 6, 9});
        for (int k = 0; k < 4; ++k) {
            EXPECT_TRUE(std::isfinite(slope[k])) << tiny << ' ' << k;
            EXPECT_LE(std::abs(slope[k]), 2) << tiny << ' ' << k;
        }
    }
}

TEST(SlopeCoupling, NeedsFastRelaxation)
{
    EXPECT_EQ(zemi::slope_coupling(0.0), 0);
    EXPECT_EQ(zemi::slope_coupling(0.1), 0);
    EXPECT_DOUBLE_EQ(zemi::slope_coupling(0.55), 0.5);
    EXPECT_DOUBLE_EQ(zemi::slope_coupling(1.0), 1);
}

static_assert(zemi::ConstantReconstruction::num_ghost == 1 && zemi::MusclMc::num_ghost == 2);

} // namespace
