// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/pack.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

namespace {

using zemi::Pack;
using zemi::PackMask;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Same bits; any NaN equals any other.
bool same(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (std::isnan(a) && std::isnan(b));
}

Pack random_pack(std::mt19937_64& generator)
{
    std::uniform_real_distribution<double> exponent(-20, 20);
    std::uniform_real_distribution<double> mantissa(-1, 1);
    std::uniform_int_distribution<int> kind(0, 19);
    double values[8];
    for (double& value : values) {
        switch (kind(generator)) {
        case 0:
            value = 0.0;
            break;
        case 1:
            value = -0.0;
            break;
        case 2:
            value = infinity;
            break;
        case 3:
            value = not_a_number;
            break;
        case 4:
            value = 1.0;
            break;
        default:
            value = mantissa(generator) * std::exp2(exponent(generator));
            break;
        }
    }
    return Pack::load(values);
}

/// Calls check(pack result, scalar function) for many random packs.
template <class PackFunction, class ScalarFunction>
void expect_lanes_equal_scalar(PackFunction const& of_pack, ScalarFunction const& of_scalar)
{
    std::mt19937_64 generator(7);
    for (int round = 0; round < 2000; ++round) {
        Pack const a = random_pack(generator);
        Pack const b = random_pack(generator);
        Pack const result = of_pack(a, b);
        for (int lane = 0; lane < Pack::size; ++lane) {
            ASSERT_TRUE(same(result[lane], of_scalar(a[lane], b[lane])))
                << "a = " << a[lane] << ", b = " << b[lane] << ", pack gives " << result[lane];
        }
    }
}

TEST(Pack, LanesOfArithmeticEqualScalars)
{
    expect_lanes_equal_scalar([](Pack a, Pack b) { return a + b; }, [](double a, double b) { return a + b; });
    expect_lanes_equal_scalar([](Pack a, Pack b) { return a - b; }, [](double a, double b) { return a - b; });
    expect_lanes_equal_scalar([](Pack a, Pack b) { return a * b; }, [](double a, double b) { return a * b; });
    expect_lanes_equal_scalar([](Pack a, Pack b) { return a / b; }, [](double a, double b) { return a / b; });
    expect_lanes_equal_scalar([](Pack a, Pack) { return -a; }, [](double a, double) { return -a; });
    // A multiply-add in one rounding would make lanes and scalars differ: the build forbids it.
    expect_lanes_equal_scalar([](Pack a, Pack b) { return a * b + a; },
                              [](double a, double b) {
                                  double const volatile product = a * b;
                                  return product + a;
                              });
}

TEST(Pack, LanesOfFunctionsEqualScalars)
{
    expect_lanes_equal_scalar([](Pack a, Pack b) { return max(a, b); },
                              [](double a, double b) { return zemi::max(a, b); });
    expect_lanes_equal_scalar([](Pack a, Pack b) { return min(a, b); },
                              [](double a, double b) { return zemi::min(a, b); });
    expect_lanes_equal_scalar([](Pack a, Pack) { return abs(a); }, [](double a, double) { return zemi::abs(a); });
    expect_lanes_equal_scalar([](Pack a, Pack) { return sqrt(a); }, [](double a, double) { return zemi::sqrt(a); });
    expect_lanes_equal_scalar([](Pack a, Pack b) { return pow(abs(a), b); },
                              [](double a, double b) { return zemi::pow(zemi::abs(a), b); });
    expect_lanes_equal_scalar([](Pack a, Pack) { return expm1(a); }, [](double a, double) { return zemi::expm1(a); });
}

TEST(Pack, LanesOfSelectEqualScalars)
{
    expect_lanes_equal_scalar([](Pack a, Pack b) { return select(a < b, a, b * 2.0); },
                              [](double a, double b) { return zemi::select(a < b, a, b * 2.0); });
    expect_lanes_equal_scalar([](Pack a, Pack b) { return select(a >= b && !(a == b), a, b); },
                              [](double a, double b) { return zemi::select(a >= b && !(a == b), a, b); });
    expect_lanes_equal_scalar([](Pack a, Pack b) { return select(a != b || a > 0.0, a, b); },
                              [](double a, double b) { return zemi::select(a != b || a > 0.0, a, b); });
    expect_lanes_equal_scalar([](Pack a, Pack b) { return select(a <= b, a, b); },
                              [](double a, double b) { return zemi::select(a <= b, a, b); });
}

TEST(Pack, LoadsAndStoresUnaligned)
{
    double source[11];
    double target[11] = {};
    for (int i = 0; i < 11; ++i) {
        source[i] = i;
    }
    Pack::load(source + 3).store(target + 1);
    for (int i = 0; i < 8; ++i) {
        EXPECT_EQ(target[1 + i], i + 3);
    }
    EXPECT_EQ(target[0], 0);
    EXPECT_EQ(target[9], 0);
}

TEST(PackMask, FirstHoldsForThatManyLanes)
{
    for (int count = 0; count <= Pack::size; ++count) {
        PackMask const mask = PackMask::first(count);
        for (int lane = 0; lane < Pack::size; ++lane) {
            EXPECT_EQ(mask[lane], lane < count);
        }
        EXPECT_EQ(any_of(mask), count > 0);
        EXPECT_EQ(all_of(mask), count == Pack::size);
    }
}

TEST(Pack, ReductionsUseEveryLane)
{
    for (int lane = 0; lane < Pack::size; ++lane) {
        Pack a(1.0);
        a.set(lane, 5.0);
        EXPECT_EQ(horizontal_max(a), 5.0);
        EXPECT_EQ(horizontal_min(-a), -5.0);
        EXPECT_EQ(horizontal_sum(a), 12.0);
    }
}

} // namespace
