// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/dual.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>

namespace zemi {
namespace {

static_assert(std::is_trivially_copyable_v<Dual<4>>);

/// Value and derivative of f at x, against their closed forms.
template <class F>
void expect_derivative(F const& f, double x, double value, double derivative)
{
    Dual<1> const result = f(Dual<1>::variable(x, 0));
    EXPECT_DOUBLE_EQ(result.value, value);
    EXPECT_NEAR(result.derivative[0], derivative, 1e-14 * (1 + std::fabs(derivative)));
}

TEST(Dual, ConstantHasNoDerivative)
{
    Dual<2> const c = 3.5;
    EXPECT_EQ(c.value, 3.5);
    EXPECT_EQ(c.derivative[0], 0);
    EXPECT_EQ(c.derivative[1], 0);
}

TEST(Dual, ArithmeticObeysTheRulesOfDifferentiation)
{
    double const x = 1.75;
    expect_derivative([](auto a) { return a + 2.0; }, x, x + 2, 1);
    expect_derivative([](auto a) { return 2.0 - a; }, x, 2 - x, -1);
    expect_derivative([](auto a) { return -a; }, x, -x, -1);
    expect_derivative([](auto a) { return a * a * 3.0; }, x, x * x * 3, 6 * x);
    expect_derivative([](auto a) { return 1.0 / a; }, x, 1 / x, -1 / (x * x));
    expect_derivative([](auto a) { return (a - 1.0) / (a + 1.0); }, x, (x - 1) / (x + 1), 2 / ((x + 1) * (x + 1)));
    expect_derivative(
        [](auto a) {
            a += 1.0;
            a *= a;
            a -= 2.0;
            a /= 4.0;
            return a;
        },
        x, ((x + 1) * (x + 1) - 2) / 4, (x + 1) / 2);
}

TEST(Dual, FunctionsObeyTheChainRule)
{
    double const x = 1.75;
    expect_derivative([](auto a) { return sqrt(a * a + 1.0); }, x, std::sqrt(x * x + 1), x / std::sqrt(x * x + 1));
    expect_derivative([](auto a) { return pow(a, Dual<1>(1.7)); }, x, std::pow(x, 1.7), 1.7 * std::pow(x, 0.7));
    expect_derivative([](auto a) { return pow(Dual<1>(1.3), a); }, x, std::pow(1.3, x),
                      std::log(1.3) * std::pow(1.3, x));
    expect_derivative([](auto a) { return natural_log(a); }, x, std::log(x), 1 / x);
    expect_derivative([](auto a) { return expm1(a * 2.0); }, x, std::expm1(2 * x), 2 * std::exp(2 * x));
}

TEST(Dual, BranchesHandOnTheDerivativeOfTheirResult)
{
    expect_derivative([](auto a) { return max(a, Dual<1>(1.0)); }, 2, 2, 1);
    expect_derivative([](auto a) { return max(a, Dual<1>(3.0)); }, 2, 3, 0);
    expect_derivative([](auto a) { return min(a, Dual<1>(1.0)); }, 2, 1, 0);
    expect_derivative([](auto a) { return abs(a); }, -2, 2, -1);
    expect_derivative([](auto a) { return select(a < 5.0, a * 7.0, a); }, 2, 14, 7);
}

TEST(Dual, SquareRootAtZeroHasAFiniteDerivative)
{
    expect_derivative([](auto a) { return a * sqrt(a); }, 0, 0, 0);
}

TEST(Dual, SeparatesSeveralVariables)
{
    Dual<3> const x = Dual<3>::variable(2, 0);
    Dual<3> const y = Dual<3>::variable(5, 1);
    Dual<3> const z = Dual<3>::variable(-3, 2);
    Dual<3> const f = x * x * y / z;
    EXPECT_DOUBLE_EQ(f.value, -20.0 / 3);
    EXPECT_DOUBLE_EQ(f.derivative[0], -20.0 / 3);
    EXPECT_DOUBLE_EQ(f.derivative[1], -4.0 / 3);
    EXPECT_DOUBLE_EQ(f.derivative[2], -20.0 / 9);
}

template <class T>
T some_formula(T const& x, T const& y)
{
    return select(x > y, sqrt(x * x + y * y) / (T(1) + x), max(x * T(0.3), expm1(-y))) - pow(y, T(1.5)) + abs(x - y);
}

TEST(Dual, ValuesHaveTheBitsOfTheScalarFormula)
{
    for (double const x : {0.1, 0.7, 2.3, 9.1}) {
        double const y = 1.1;
        Dual<2> const f = some_formula(Dual<2>::variable(x, 0), Dual<2>::variable(y, 1));
        EXPECT_EQ(f.value, some_formula(x, y));
    }
}

TEST(Dual, OfPacksIsOneDualPerLane)
{
    using DualOfPacks = Dual<2, Pack>;
    Pack x;
    Pack y;
    for (int lane = 0; lane < Pack::size; ++lane) {
        x.set(lane, 0.3 + 0.4 * lane);
        y.set(lane, 1.1 + 0.05 * lane);
    }
    DualOfPacks const f = some_formula(DualOfPacks::variable(x, 0), DualOfPacks::variable(y, 1));
    for (int lane = 0; lane < Pack::size; ++lane) {
        Dual<2> const scalar = some_formula(Dual<2>::variable(x[lane], 0), Dual<2>::variable(y[lane], 1));
        EXPECT_EQ(f.value[lane], scalar.value);
        EXPECT_EQ(f.derivative[0][lane], scalar.derivative[0]);
        EXPECT_EQ(f.derivative[1][lane], scalar.derivative[1]);
    }
}

} // namespace
} // namespace zemi
