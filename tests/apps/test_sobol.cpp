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
constexpr std::array<int, 8> degrees{1, 1, 2, 3, 3, 4, 4, 5};

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

// Point 1000 in the order of the Gray code, all dimensions, as another implementation with the table of Joe and Kuo
// gives it (SciPy 1.17, scipy.stats.qmc.Sobol(37, scramble=False, bits=32)).
TEST(SobolDigits, AllDimensionsAgreeWithAnotherImplementation)
{
    std::array<std::uint32_t, max_sobol_dimensions> const expected{
        943718400,  415236096,  2227175424, 2906652672, 1203765248, 3896508416, 197132288,  3862953984,
        2151677952, 297795584,  364904448,  1094713344, 692060160,  1648361472, 616562688,  1589641216,
        3091202048, 1480589312, 4257218560, 3116367872, 2243952640, 2361393152, 4081057792, 2319450112,
        2503999488, 3896508416, 171966464,  4206886912, 255852544,  1463812096, 633339904,  624951296,
        1270874112, 2545942528, 3443523584, 3309305856, 3644850176};
    constexpr std::uint32_t gray_code = 1000 ^ (1000 >> 1);
    for (std::size_t d = 0; d < expected.size(); ++d) {
        EXPECT_EQ(sobol_digits(gray_code, static_cast<int>(d)), expected[d]) << "dimension " << d;
    }
    EXPECT_THROW(static_cast<void>(sobol_digits(1, max_sobol_dimensions)), std::out_of_range);
}

TEST(SobolDigits, OnePointInEachPartOfEachDimensionScrambledOrNot)
{
    for (int d = 0; d < max_sobol_dimensions; ++d) {
        for (unsigned m : {1U, 5U, 10U}) {
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
    constexpr int m = 8;
    for (int d = 0; d < static_cast<int>(degrees.size()); ++d) {
        for (int e = 0; e < d; ++e) {
            int const t = degrees[static_cast<std::size_t>(d)] + degrees[static_cast<std::size_t>(e)] - 2;
            for (int a = 0; a <= m - t; ++a) {
                int const b = m - t - a;
                std::vector<int> found(std::size_t{1} << static_cast<unsigned>(m - t));
                for (std::uint32_t i = 0; i < 1U << static_cast<unsigned>(m); ++i) {
                    std::uint64_t const x = owen_scrambled(sobol_digits(i, d), d, 11);
                    std::uint64_t const y = owen_scrambled(sobol_digits(i, e), e, 11);
                    ++found[(x >> static_cast<unsigned>(32 - a)) << static_cast<unsigned>(b)
                            | y >> static_cast<unsigned>(32 - b)];
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
