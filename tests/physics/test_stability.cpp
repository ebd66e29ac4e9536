// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models.hpp"
#include <zemi/physics/stability.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace zemi {
namespace {

/// Time to grow by the factor e [s], from an independent solution of the dispersion relation with numpy.
TEST(Stability, GrowthOfTheTwoClassModelAgreesWithAnIndependentSolution)
{
    auto const spec = test::published_model<2>();
    EXPECT_NEAR(1 / growth_rate(spec, {.05, .025}, 1, 1000), 128, 0.5);
    EXPECT_NEAR(1 / growth_rate(spec, {.05, .025}, 1, 10), 2.5, 0.05);
    EXPECT_NEAR(1 / growth_rate(spec, {.1, .1 / 3}, 1, 1000), 56, 0.5);
    EXPECT_NEAR(1 / growth_rate(spec, {.1, .1 / 3}, 1, 10), 2.3, 0.05);
    EXPECT_NEAR(1 / growth_rate(spec, {.015, .005}, 4, 1000), 9212, 1);
    EXPECT_NEAR(1 / growth_rate(spec, {.015, .005}, 4, 10), 8.7, 0.05);
}

/// Smallest and largest growth rate over road categories and total densities of .1 to .99 of jam, three motorcycles a
/// car.
std::pair<Real, Real> range_of_growth(ModelSpec const& spec)
{
    Real slowest = 1e9;
    Real fastest = -1e9;
    for (int const category : {1, 2, 3, 4, 5}) {
        for (Real const share : {.1, .2, .3, .4, .5, .6, .7, .8, .9, .99}) {
            Real const total = share * spec.jam_density;
            LinearStability const stability = linear_stability(spec, {.75 * total, .25 * total}, category);
            slowest = std::min(slowest, stability.growth_rate);
            fastest = std::max(fastest, stability.growth_rate);
        }
    }
    return {slowest, fastest};
}

/// A common factor of all relaxation times is one of all wavelengths and times; bounds act far from equilibrium only.
TEST(Stability, SourceTermsCountByTheirSlopeAtEquilibrium)
{
    auto spec = test::published_model<2>();
    auto slower = spec;
    auto congested = spec;
    auto bounded = spec;
    std::vector<Real> const density{.1, .025}; // half the jam density
    congested.source = "congested_relaxation";
    bounded.source = "bounded_acceleration";
    for (std::size_t c = 0; c < 2; ++c) {
        congested.classes[c].congestion_slowdown = .8;
        slower.classes[c].relaxation_time /= 1 - .8 * (.125 / spec.jam_density);
        bounded.classes[c].max_acceleration = 1;
        bounded.classes[c].top_speed = 40;
    }
    Real const rate = growth_rate(spec, density, 1, 50);
    EXPECT_NEAR(growth_rate(congested, density, 1, 50) / growth_rate(slower, density, 1, 50), 1, 1e-9);
    EXPECT_GT(std::abs(growth_rate(congested, density, 1, 50) / rate - 1), 0.05);
    EXPECT_DOUBLE_EQ(growth_rate(bounded, density, 1, 50), rate);
}

TEST(Stability, PublishedModelsAreUnstableAtEveryEquilibrium)
{
    auto const [slowest, fastest] = range_of_growth(test::published_model<2>(5, 7.5));
    EXPECT_NEAR(slowest, 0.09, 0.005);
    EXPECT_NEAR(fastest, 0.81, 0.005);
    auto const [slowest_older, fastest_older] = range_of_growth(test::published_model<2>(10, 15));
    EXPECT_NEAR(slowest_older, 0.06, 0.005);
    EXPECT_NEAR(fastest_older, 0.64, 0.005);
}

TEST(Stability, StrongPressureMakesTheTwoClassModelStable)
{
    auto const spec = test::published_model<2>(60, 80);
    LinearStability const stability = linear_stability(spec, {.0325, .0325}, 4);
    EXPECT_LE(stability.growth_rate, 0);
    EXPECT_TRUE(stability.is_stable());
    EXPECT_THAT(describe(stability), testing::StartsWith("linearly stable"));
}

/// gamma = 2: stable if and only if 2 K rho / rho_jam >= V_free.
TEST(Stability, SingleClassIsStableExactlyWhereTheSubcharacteristicConditionHolds)
{
    ModelSpec const spec = [] {
        ModelSpec result = test::published_model<1>(60, 60);
        result.classes[0].free_speed = {{1, 60 * test::kilometre_per_hour}};
        return result;
    }();
    for (Real const share : {.05, .3, .45, .49, .51, .55, .7, .95}) {
        Real const density = share * spec.jam_density;
        EXPECT_EQ(is_subcharacteristic(spec, density, 1), share > 0.5) << share;
        EXPECT_EQ(linear_stability(spec, {density}, 1).is_stable(), share > 0.5) << share;
    }
}

/// With alpha = 1 and equal parameters the classes are labels, so the total density obeys the single-class model.
TEST(Stability, IdenticalClassesGrowLikeOneClass)
{
    ModelSpec const one = test::published_model<1>();
    ModelSpec two = one;
    two.classes.push_back(one.classes[0]);
    two.classes[1].name = "the same";
    ModelSpec three = two;
    three.classes.push_back(one.classes[0]);
    three.classes[2].name = "once more";
    Real const growth = growth_rate(one, {.1}, 1, 50);
    EXPECT_GT(growth, 0.01);
    EXPECT_NEAR(growth_rate(two, {.04, .06}, 1, 50), growth, 1e-10);
    EXPECT_NEAR(growth_rate(three, {.02, .03, .05}, 1, 50), growth, 1e-10);
}

TEST(Stability, SaysWhatToExpect)
{
    EXPECT_EQ(describe(LinearStability{.growth_rate = 0.4, .wavelength = 10}),
              "linearly unstable: expect jam clusters, e-folding time 2.5 s (waves of 10 m)");
}

TEST(Stability, RejectsWhatHasNoAnswer)
{
    ModelSpec spec = test::published_model<2>();
    EXPECT_THROW((void)growth_rate(spec, {.1}, 1, 10), std::invalid_argument);
    EXPECT_THROW((void)growth_rate(spec, {.1, .1}, 7, 10), std::invalid_argument);
    spec.equation = "multiclass_lwr";
    EXPECT_THROW((void)growth_rate(spec, {.1, .1}, 1, 10), std::invalid_argument);
}

} // namespace
} // namespace zemi
