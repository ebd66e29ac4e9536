// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/sampler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <vector>

namespace zemi::app {
namespace {

constexpr std::array<SampleMethod, 3> methods{SampleMethod::random, SampleMethod::latin_hypercube, SampleMethod::sobol};

std::vector<Real> coordinates(Sampler const& sampler, int dimension)
{
    std::vector<Real> result;
    for (std::size_t i = 0; i < sampler.size(); ++i) {
        result.push_back(sampler.coordinate(i, dimension));
    }
    return result;
}

/// Largest distance between the empirical distribution and the uniform one.
Real kolmogorov_smirnov(std::vector<Real> x)
{
    std::sort(x.begin(), x.end());
    auto const n = static_cast<Real>(x.size());
    Real distance = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        distance = std::max({distance, x[i] - static_cast<Real>(i) / n, static_cast<Real>(i + 1) / n - x[i]});
    }
    return distance;
}

Real mean(std::vector<Real> const& x)
{
    Real sum = 0;
    for (Real const value : x) {
        sum += value;
    }
    return sum / static_cast<Real>(x.size());
}

Real covariance(std::vector<Real> const& x, std::vector<Real> const& y)
{
    Real const mean_x = mean(x);
    Real const mean_y = mean(y);
    Real sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        sum += (x[i] - mean_x) * (y[i] - mean_y);
    }
    return sum / static_cast<Real>(x.size());
}

/// Root of the mean square error of the integral of a smooth function of five variables, over seeds.
Real integration_error(SampleMethod method, std::size_t count)
{
    constexpr int num_seeds = 8;
    Real sum = 0;
    for (std::uint64_t seed = 0; seed < num_seeds; ++seed) {
        Sampler const sampler(method, count, 5, seed);
        Real integral = 0;
        for (std::size_t i = 0; i < count; ++i) {
            Real product = 1;
            for (int d = 0; d < 5; ++d) {
                product *= 1 + (std::exp(sampler.coordinate(i, d)) - (std::exp(1.0) - 1)) / (d + 1);
            }
            integral += product / static_cast<Real>(count);
        }
        sum += (integral - 1) * (integral - 1);
    }
    return std::sqrt(sum / num_seeds);
}

TEST(Sampler, MarginalsAreUniform)
{
    constexpr std::size_t n = 1024;
    for (SampleMethod const method : methods) {
        Sampler const sampler(method, n, 6, 1);
        for (int d = 0; d < 6; ++d) {
            auto const x = coordinates(sampler, d);
            EXPECT_LT(kolmogorov_smirnov(x), 1.628 / std::sqrt(n)) << "level 1 %, dimension " << d;
            EXPECT_NEAR(mean(x), 0.5, 3 / std::sqrt(12.0 * n));
            EXPECT_NEAR(covariance(x, x), 1.0 / 12, 3 / std::sqrt(180.0 * n));
            EXPECT_GT(*std::min_element(x.begin(), x.end()), 0);
            EXPECT_LT(*std::max_element(x.begin(), x.end()), 1);
        }
    }
}

TEST(Sampler, DimensionsAreNotCorrelated)
{
    constexpr std::size_t n = 1024;
    for (SampleMethod const method : methods) {
        Sampler const sampler(method, n, 5, 2);
        std::vector<std::vector<Real>> x;
        for (int d = 0; d < 5; ++d) {
            x.push_back(coordinates(sampler, d));
        }
        for (std::size_t d = 0; d < x.size(); ++d) {
            for (std::size_t e = 0; e < d; ++e) {
                EXPECT_LT(std::abs(12 * covariance(x[d], x[e])), 3.5 / std::sqrt(n)) << d << ' ' << e;
            }
        }
    }
}

TEST(Sampler, LatinHypercubeHasOnePointInEachStratum)
{
    for (std::size_t const n : {1UL, 2UL, 7UL, 1000UL}) {
        Sampler const sampler(SampleMethod::latin_hypercube, n, 4, 3);
        for (int d = 0; d < 4; ++d) {
            std::vector<int> found(n);
            for (Real const x : coordinates(sampler, d)) {
                ++found.at(static_cast<std::size_t>(x * static_cast<Real>(n)));
            }
            EXPECT_EQ(found, std::vector<int>(n, 1)) << n << " points, dimension " << d;
        }
    }
}

TEST(Sampler, PlacesInTheStrataAreUniform)
{
    constexpr std::size_t n = 1000;
    Sampler const sampler(SampleMethod::latin_hypercube, n, 1, 4);
    std::vector<Real> places;
    for (Real const x : coordinates(sampler, 0)) {
        places.push_back(x * n - std::floor(x * n));
    }
    EXPECT_LT(kolmogorov_smirnov(places), 1.628 / std::sqrt(n));
}

TEST(Sampler, BetterSpreadMeansSmallerErrors)
{
    Real const random = integration_error(SampleMethod::random, 1024);
    Real const latin = integration_error(SampleMethod::latin_hypercube, 1024);
    Real const sobol = integration_error(SampleMethod::sobol, 1024);
    EXPECT_NEAR(random, 0.018, 0.008) << "the standard deviation of the function over the root of 1024";
    EXPECT_LT(latin, random / 3);
    EXPECT_LT(sobol, random / 25);
    EXPECT_LT(sobol, latin / 4);
    Real const sobol_of_few = integration_error(SampleMethod::sobol, 128);
    EXPECT_GT(std::log2(sobol_of_few / sobol) / 3, 1) << "falls faster than 1 / count";
}

TEST(Sampler, SeedsReproduceAndDiffer)
{
    for (SampleMethod const method : methods) {
        Sampler const sampler(method, 64, 3, 5);
        Sampler const again(method, 64, 3, 5);
        Sampler const other(method, 64, 3, 6);
        EXPECT_EQ(coordinates(sampler, 1), coordinates(again, 1));
        EXPECT_NE(coordinates(sampler, 1), coordinates(other, 1));
        EXPECT_NE(coordinates(sampler, 1), coordinates(sampler, 2));
        Real const last = again.coordinate(63, 2);
        EXPECT_EQ(sampler.coordinate(63, 2), last) << "whatever was asked for before";
    }
}

TEST(Sampler, MorePointsKeepThoseThatWereThere)
{
    for (SampleMethod const method : {SampleMethod::random, SampleMethod::sobol}) {
        Sampler const few(method, 16, 2, 9);
        Sampler const many(method, 64, 3, 9);
        EXPECT_EQ(few.coordinate(13, 1), many.coordinate(13, 1));
    }
}

// These numbers are what a seed means: stored results refer to them.
TEST(Sampler, NumbersDoNotChangeBetweenVersions)
{
    EXPECT_EQ(Sampler(SampleMethod::random, 8, 2, 42).coordinate(3, 1), 0x1.6c3ed87f5a36ap-2);
    EXPECT_EQ(Sampler(SampleMethod::latin_hypercube, 8, 2, 42).coordinate(3, 1), 0x1.92bd646bap-1);
    EXPECT_EQ(Sampler(SampleMethod::sobol, 8, 2, 42).coordinate(3, 1), 0x1.889a3b73p-1);
    EXPECT_EQ(repetition_deviate(3, 2, 1, 42), 0x1.c031510cf823dp-1);
}

TEST(Sampler, RefusesWhatAMethodCannotHave)
{
    EXPECT_THROW(Sampler(SampleMethod::sobol, 1000, 2, 0), std::invalid_argument);
    EXPECT_THROW(Sampler(SampleMethod::sobol, 1024, 38, 0), std::invalid_argument);
    EXPECT_NO_THROW(Sampler(SampleMethod::sobol, 1024, 37, 0));
    EXPECT_THROW(Sampler(SampleMethod::latin_hypercube, max_latin_count + 1, 2, 0), std::invalid_argument);
    EXPECT_THROW(Sampler(SampleMethod::random, 0, 2, 0), std::invalid_argument);
    EXPECT_THROW(Sampler(SampleMethod::random, 10, 0, 0), std::invalid_argument);
    EXPECT_THROW(Sampler(SampleMethod::random, std::size_t{1} << 33U, 1, 0), std::invalid_argument);
}

TEST(RandomPermutation, AllOrdersAreEquallyLikely)
{
    constexpr int num_seeds = 6000;
    std::map<std::vector<std::uint32_t>, int> found;
    for (std::uint64_t seed = 0; seed < num_seeds; ++seed) {
        ++found[random_permutation(3, 0, seed)];
    }
    ASSERT_EQ(found.size(), 6U);
    Real chi_square = 0;
    for (auto const& [order, count] : found) {
        Real const difference = count - num_seeds / 6;
        chi_square += difference * difference / (num_seeds / 6);
    }
    EXPECT_LT(chi_square, 15.09) << "five degrees of freedom, level 1 %";
}

TEST(RepetitionDeviate, IsUniformAndIndependent)
{
    std::vector<Real> all;
    std::vector<Real> next;
    for (std::size_t combination = 0; combination < 40; ++combination) {
        for (std::size_t repetition = 0; repetition < 25; ++repetition) {
            all.push_back(repetition_deviate(combination, repetition, 0, 8));
            next.push_back(repetition_deviate(combination, repetition + 1, 0, 8));
        }
    }
    EXPECT_LT(kolmogorov_smirnov(all), 1.628 / std::sqrt(1000.0));
    EXPECT_LT(std::abs(12 * covariance(all, next)), 3 / std::sqrt(1000.0));
}

} // namespace
} // namespace zemi::app
