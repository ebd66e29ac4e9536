// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/distribution.hpp"
#include "sweep/philox.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>
#include <set>

namespace zemi::app {
namespace {

TEST(NormalQuantile, KnownValues)
{
    // to 40 digits with mpmath, for the double nearest to each probability
    for (auto const& [u, expected] : {std::pair{1e-300, -37.047096299361199237},
                                      {1e-16, -8.2220822161304356152},
                                      {1e-10, -6.3613409024040561991},
                                      {1e-5, -4.2648907939228246102},
                                      {0.001, -3.0902323061678135354},
                                      {0.02, -2.0537489106318230443},
                                      {0.07, -1.4757910281791706856},
                                      {0.0749, -1.4402382675279636631},
                                      {0.3, -0.52440051270804081597},
                                      {0.4, -0.25334710313579974132},
                                      {0.6, 0.25334710313579974132},
                                      {0.93, 1.475791028179171099},
                                      {0.999, 3.0902323061678132778}}) {
        EXPECT_NEAR(normal_quantile(u), expected, 4e-15 * std::abs(expected)) << u;
    }
    EXPECT_EQ(normal_quantile(0.5), 0);
}

TEST(NormalQuantile, IsTheInverseOfTheProbability)
{
    for (Real x = -8; x <= 5; x += 0.37) {
        Real const density = std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
        Real const rounding = 4e-16 * normal_probability(x) / density;
        EXPECT_NEAR(normal_quantile(normal_probability(x)), x, rounding + 1e-14) << x;
    }
}

TEST(Distribution, Uniform)
{
    Distribution const d{Distribution::Kind::uniform, 10, 20};
    EXPECT_EQ(d.quantile(0.25), 12.5);
    EXPECT_EQ(d.quantile(1e-17), 10);
    EXPECT_LE(d.quantile(1 - 0x1p-53), 20);
}

TEST(Distribution, UniformOverWholeNumbersTakesBothEndsAsOftenAsTheOthers)
{
    Distribution const d{.first = 3, .second = 6, .whole = true};
    std::map<Real, int> found;
    for (int i = 0; i < 400; ++i) {
        ++found[d.quantile((i + 0.5) / 400)];
    }
    EXPECT_EQ(found, (std::map<Real, int>{{3, 100}, {4, 100}, {5, 100}, {6, 100}}));
}

TEST(Distribution, LogUniform)
{
    Distribution const d{Distribution::Kind::log_uniform, 1, 100};
    EXPECT_NEAR(d.quantile(0.5), 10, 1e-14);
    EXPECT_NEAR(d.quantile(0.75), 31.622776601683793, 1e-13);
    EXPECT_GE(d.quantile(1e-17), 1);
    EXPECT_LE(d.quantile(1 - 0x1p-53), 100);
}

TEST(Distribution, NormalHasItsMoments)
{
    Distribution const d{Distribution::Kind::normal, 10, 2};
    constexpr int n = 2000;
    std::array<Real, 5> moment{};
    for (std::uint32_t i = 0; i < n; ++i) {
        Real const z = (d.quantile(to_unit_interval(philox4x32({i, 0, 0, 0}, {1, 2}))) - 10) / 2;
        for (std::size_t k = 1; k < moment.size(); ++k) {
            moment[k] += std::pow(z, k) / n;
        }
    }
    EXPECT_NEAR(moment[1], 0, 3 * std::sqrt(1.0 / n));
    EXPECT_NEAR(moment[2], 1, 3 * std::sqrt(2.0 / n));
    EXPECT_NEAR(moment[3], 0, 3 * std::sqrt(15.0 / n));
    EXPECT_NEAR(moment[4], 3, 3 * std::sqrt(96.0 / n));
}

TEST(Distribution, TruncatedNormal)
{
    Distribution d{Distribution::Kind::normal, 0, 1, std::pair{-1.0, 2.0}};
    for (Real u : {0x1p-53, 0.1, 0.5, 0.9, 1 - 0x1p-53}) {
        Real const x = d.quantile(u);
        Real const part =
            (normal_probability(x) - normal_probability(-1)) / (normal_probability(2) - normal_probability(-1));
        EXPECT_NEAR(part, u, 1e-14);
        EXPECT_GE(x, -1);
        EXPECT_LE(x, 2);
    }
    d.between = std::pair{6.0, 7.0}; // the far tail keeps its digits
    Distribution mirrored = d;
    mirrored.between = std::pair{-7.0, -6.0};
    std::set<Real> different;
    for (int i = 1; i < 100; ++i) {
        different.insert(d.quantile(i / 128.0));
        EXPECT_EQ(d.quantile(i / 128.0), -mirrored.quantile(1 - i / 128.0));
    }
    EXPECT_EQ(different.size(), 99U);
    EXPECT_GT(d.quantile(0.5), 6.1);
    EXPECT_LT(d.quantile(0.5), 6.12);
}

TEST(ExactText, ReadsAsTheSameBits)
{
    namespace dim = dimension;
    for (Dimension const dimension : {dim::none, dim::length, dim::time, dim::speed, dim::acceleration, dim::vehicles,
                                      dim::density, dim::flow, Dimension{-1, -1, 1}, Dimension{0, -1, 0}}) {
        for (std::uint32_t i = 0; i < 500; ++i) {
            auto const words = philox4x32({i, 0, 0, 0}, {3, 4});
            Real const value = std::ldexp(to_unit_interval(words) - 0.25, static_cast<int>(words[2] % 80U) - 40);
            EXPECT_EQ(parse_quantity(exact_text(value, dimension), dimension), value) << exact_text(value, dimension);
        }
    }
    EXPECT_EQ(exact_text(0.1, dim::speed), "0.1 m/s");
    EXPECT_EQ(exact_text(3, dim::acceleration), "3 m/s^2");
    EXPECT_EQ(exact_text(1.5, dim::none), "1.5");
    EXPECT_EQ(exact_text(0.25, dim::density), "0.25 veh/m");
    EXPECT_EQ(exact_text(2, Dimension{0, -1, 0}), "2 1/s");
}

} // namespace
} // namespace zemi::app
