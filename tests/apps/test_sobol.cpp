// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/sobol.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <vector>

namespace zemi::app {
namespace {

/// Degrees of the polynomials of the first dimensions; that of van der Corput's sequence counts as 1.
constexpr std::array<unsigned, 8> degrees{1, 1, 2, 3, 3, 4, 4, 5};

TEST(SobolDigits, FirstPoints)
{
    std::vector<std::array<double, 3>> const expected{
        {0, 0, 0}, {0.5, 0.5, 0.5}, {0.25, 0.75, 0.75}, {0.75, 0.25, 0.25}, {0.125, 0.625, 0.375}};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        for (int d = 0; d < 3; ++d) {
            EXPECT_EQ(sobol_digits(static_cast<std::uint32_t>(i), d) * 0x1p-32,
                      expected[i][static_cast<std::size_t>(d)])
                << i << ' ' << d;
        }
    }
}

// Point 65535 (43690 in the order of the Gray code) is the sum of the first 16 direction numbers of each dimension, so a
// wrong digit in the table shows. As another implementation gives it: SciPy 1.17, scipy.stats.qmc.Sobol(37,
// scramble=False, bits=32).
TEST(SobolDigits, AllDimensionsAgreeWithAnotherImplementation)
{
    std::array<std::uint32_t, max_sobol_dimensions> const expected{
        4294901760, 65536,      2969501696, 1123221504, 3271884800, 2165374976, 2360147968, 2888237056,
        3674406912, 4149673984, 2657681408, 234684416,  1629290496, 859504640,  2453733376, 2338258944,
        2593980416, 85786624,   2806972416, 2343895040, 2971467776, 3853975552, 3620536320, 3785687040,
        3187998720, 2502885376, 67960832,   1271857152, 2618359808, 2253586432, 183566336,  2773549056,
        2453733376, 1648558080, 285409280,  3171090432, 805371904};
    for (std::size_t d = 0; d < expected.size(); ++d) {
        EXPECT_EQ(sobol_digits(65535, static_cast<int>(d)), expected[d]) << "dimension " << d;
    }
    EXPECT_THROW(static_cast<void>(sobol_digits(1, max_sobol_dimensions)), std::out_of_range);
}

TEST(SobolDigits, OnePointInEachPartOfEachDimensionScrambledOrNot)
{
    for (int d = 0; d < max_sobol_dimensions; ++d) {
        for (unsigned m : {1U, 5U, 8U}) {
            std::uint32_t const count = 1U << m;
            std::vector<int> plain(count);
            std::vector<int> scrambled(count);
            for (std::uint32_t i = 0; i < count; ++i) {
                std::uint32_t const digits = sobol_digits(i, d);
                ++plain[digits >> (32 - m)];
                ++scrambled[owen_scrambled(digits, d, 7) >> (32 - m)];
            }
            EXPECT_EQ(plain, std::vector<int>(count, 1)) << "dimension " << d << ", 2^" << m;
            EXPECT_EQ(scrambled, std::vector<int>(count, 1)) << "dimension " << d << ", 2^" << m;
        }
    }
}

// A (t, m, 2)-net: each rectangle of 2^a by 2^b parts, a + b = m - t, holds 2^t of the 2^m points. Sobol (1967): t is
// the sum of the degrees of the polynomials less one each.
TEST(SobolDigits, PairsOfDimensionsAreNets)
{
    constexpr unsigned m = 8;
    std::vector<std::vector<std::uint64_t>> x(degrees.size());
    for (std::size_t d = 0; d < degrees.size(); ++d) {
        for (std::uint32_t i = 0; i < 1U << m; ++i) {
            auto const dimension = static_cast<int>(d);
            x[d].push_back(owen_scrambled(sobol_digits(i, dimension), dimension, 11));
        }
    }
    for (std::size_t d = 0; d < degrees.size(); ++d) {
        for (std::size_t e = 0; e < d; ++e) {
            unsigned const t = degrees[d] + degrees[e] - 2;
            for (unsigned a = 0; a <= m - t; ++a) {
                unsigned const b = m - t - a;
                std::vector<int> found(std::size_t{1} << (m - t));
                for (std::size_t i = 0; i < 1U << m; ++i) {
                    ++found[(x[d][i] >> (32 - a)) << b | x[e][i] >> (32 - b)];
                }
                EXPECT_EQ(found, std::vector<int>(found.size(), 1 << t)) << d << ' ' << e << ": " << a << ' ' << b;
            }
        }
    }
}

TEST(OwenScrambled, IsABijectionThatKeepsCommonBeginnings)
{
    for (std::uint32_t x : {0U, 1U, 0x12345678U, 0xffffffffU}) {
        for (unsigned place = 0; place < 32; ++place) {
            std::uint32_t const other = x ^ 1U << place; // differs from there on, and not before
            std::uint32_t const difference = owen_scrambled(x, 3, 5) ^ owen_scrambled(other, 3, 5);
            EXPECT_EQ(difference >> place, 1U) << x << ' ' << place;
        }
    }
}

TEST(OwenScrambled, FlipsEachDigitHalfOfTheTime)
{
    constexpr int num_seeds = 2000;
    std::array<int, 32> flips{};
    for (std::uint64_t seed = 0; seed < num_seeds; ++seed) {
        std::uint32_t const flipped = owen_scrambled(0x0f0f0f0fU, 2, seed) ^ 0x0f0f0f0fU;
        for (unsigned place = 0; place < 32; ++place) {
            flips[place] += static_cast<int>(flipped >> place & 1U);
        }
    }
    for (int const count : flips) {
        EXPECT_NEAR(count, num_seeds / 2, 90); // four standard deviations
    }
    EXPECT_NE(owen_scrambled(1, 0, 5), owen_scrambled(1, 1, 5)) << "each dimension for itself";
}

} // namespace
} // namespace zemi::app
