// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/weno.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace {

using zemi::Pack;
using zemi::weno5;
using zemi::WenoWeights;

constexpr double epsilon = 1e-11;

class Weno : public testing::TestWithParam<WenoWeights> {};

TEST_P(Weno, LeavesAConstantAloneToTheLastBit)
{
    double const c = 0.1 + 0.2;
    auto const faces = weno5(GetParam(), epsilon, c, c, c, c, c);
    EXPECT_EQ(faces.left, c);
    EXPECT_EQ(faces.right, c);
}

/// All three parabolas are right for a parabola, whatever their weights.
TEST_P(Weno, IsExactForParabolas)
{
    auto const f = [](double x) { return 3 - 2 * x + 0.7 * x * x; };
    auto const faces = weno5(GetParam(), epsilon, f(-2), f(-1), f(0), f(1), f(2));
    EXPECT_NEAR(faces.left, f(-0.5), 1e-13);
    EXPECT_NEAR(faces.right, f(0.5), 1e-13);
}

TEST_P(Weno, MirrorsItself)
{
    std::mt19937_64 generator(5);
    std::uniform_real_distribution<double> value(-1, 1);
    for (int k = 0; k < 1000; ++k) {
        double const a = value(generator), b = value(generator), c = value(generator), d = value(generator),
                     e = value(generator);
        auto const faces = weno5(GetParam(), epsilon, a, b, c, d, e);
        auto const mirrored = weno5(GetParam(), epsilon, e, d, c, b, a);
        EXPECT_NEAR(faces.left, mirrored.right, 1e-14);
        EXPECT_NEAR(faces.right, mirrored.left, 1e-14);
    }
}

/// Values at points of a smooth monotone function, not averages.
TEST_P(Weno, IsFifthOrderWhereSmooth)
{
    auto const error = [](double h) {
        auto const f = [h](double k) { return std::exp(0.3 + k * h); };
        auto const faces = weno5(GetParam(), epsilon, f(-2), f(-1), f(0), f(1), f(2));
        return std::abs(faces.right - f(0.5)) + std::abs(faces.left - f(-0.5));
    };
    double const order = std::log2(error(0.04) / error(0.02));
    EXPECT_GT(order, 4.8);
    EXPECT_LT(order, 5.2);
}

/// Beside a jump only the parabola that does not cross it counts.
TEST_P(Weno, TurnsAwayFromAJump)
{
    auto const faces = weno5(GetParam(), epsilon, 1.0, 1.0, 1.0, 9.0, 9.0);
    EXPECT_NEAR(faces.left, 1, 1e-6);
    EXPECT_NEAR(faces.right, 1, 1e-6);
}

TEST_P(Weno, GivesPacksTheSameBits)
{
    std::mt19937_64 generator(6);
    std::uniform_real_distribution<double> value(0, 1);
    Pack p[5];
    for (auto& pack : p) {
        for (int lane = 0; lane < Pack::size; ++lane) {
            pack.set(lane, value(generator));
        }
    }
    auto const packed = weno5(GetParam(), Pack(epsilon), p[0], p[1], p[2], p[3], p[4]);
    for (int lane = 0; lane < Pack::size; ++lane) {
        auto const one = weno5(GetParam(), epsilon, p[0][lane], p[1][lane], p[2][lane], p[3][lane], p[4][lane]);
        EXPECT_EQ(packed.left[lane], one.left);
        EXPECT_EQ(packed.right[lane], one.right);
    }
}

INSTANTIATE_TEST_SUITE_P(
    Numerics, Weno, testing::Values(WenoWeights::js, WenoWeights::z, WenoWeights::teno), [](auto const& weights) {
        return std::string(weights.param == WenoWeights::js ? "Js" : weights.param == WenoWeights::z ? "Z" : "Teno");
    });

/// By hand from the formulas of the papers: data 0 0 0 1 0 to the right, epsilon 0.5.
TEST(WenoWeights, AreThoseOfThePapers)
{
    double const smooth[3] = {0, 13.0 / 12 + 0.25, 13.0 / 12 * 4 + 0.25 * 16};
    double const linear[3] = {1.0 / 16, 10.0 / 16, 5.0 / 16};
    double const parabola[3] = {0, 3.0 / 8, 6.0 / 8};
    for (auto const weights : {WenoWeights::js, WenoWeights::z}) {
        double sum = 0;
        double value = 0;
        for (int k = 0; k < 3; ++k) {
            double const b = smooth[k] + 0.5;
            double const t = std::abs(smooth[0] - smooth[2]);
            double const w = linear[k] * (weights == WenoWeights::js ? 1 / (b * b) : 1 + (t / b) * (t / b));
            sum += w;
            value += w * parabola[k];
        }
        EXPECT_NEAR(weno5(weights, 0.5, 0.0, 0.0, 0.0, 1.0, 0.0).right, value / sum, 1e-14);
    }
}

} // namespace
