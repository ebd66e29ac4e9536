// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/single_class_riemann.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <ostream>
#include <stdexcept>

namespace zemi::exact {
namespace {

constexpr Real scale = 60 / 3.6;
constexpr Real jam = 0.25;

using FirstWave = SingleClassRiemann::FirstWave;

struct Case {
    char const* name;
    SingleClassState left;
    SingleClassState right;
    Real marker;
    Real middle_density;
    FirstWave first_wave;
    Real head;
    Real tail;
    Real contact;
};

void PrintTo(Case const& c, std::ostream* out)
{
    *out << c.name;
}

Case const cases[] = {
    {"queue_tail_moving_downstream",
     {.05, 15},
     {.20, 9},
     15.6666666667,
     .1581138830,
     FirstWave::shock,
     6.2251482266,
     6.2251482266,
     9},
    {"queue_tail_moving_upstream", {.10, 10}, {.22, 2}, 12.6666666667, .2, FirstWave::shock, -6, -6, 2},
    {"transonic_rarefaction",
     {.20, 4},
     {.05, 12},
     14.6666666667,
     .1,
     FirstWave::rarefaction,
     -17.3333333333,
     6.6666666667,
     12},
    {"rarefaction",
     {.08, 10},
     {.02, 11},
     11.7066666667,
     .0514781507,
     FirstWave::rarefaction,
     6.5866666667,
     9.5866666667,
     11},
    {"vacuum_forms", {.10, 3}, {.05, 12}, 5.6666666667, 0, FirstWave::rarefaction, -2.3333333333, 5.6666666667, 12},
    {"red_light", {.08, 10}, {.25, 0}, 11.7066666667, .2095232684, FirstWave::shock, -6.1764963925, -6.1764963925, 0},
    {"isolated_contact", {.20, 8}, {.05, 8}, 18.6666666667, .2, FirstWave::none, -13.3333333333, -13.3333333333, 8},
    {"empty_road_ahead", {.15, 5}, {0, 0}, 11, 0, FirstWave::rarefaction, -7, 11, 11},
};

class SingleClassRiemannTable : public testing::TestWithParam<Case> {};

TEST_P(SingleClassRiemannTable, HasTheStatesAndSpeedsOfTheTable)
{
    Case const& c = GetParam();
    SingleClassRiemann const solution(scale, 2, jam, c.left, c.right);
    EXPECT_NEAR(solution.left().marker, c.marker, 1e-10);
    EXPECT_NEAR(solution.middle().density, c.middle_density, 1e-10);
    EXPECT_EQ(solution.first_wave(), c.first_wave);
    EXPECT_NEAR(solution.head(), c.head, 1e-10);
    EXPECT_NEAR(solution.tail(), c.tail, 1e-10);
    EXPECT_NEAR(solution.contact(), c.contact, 1e-10);
}

/// Over [a, b] around all waves, int rho d(x/t) = b rho_R - a rho_L - (rho_R v_R - rho_L v_L), and the same for rho w.
TEST_P(SingleClassRiemannTable, ConservesVehiclesAndMarkers)
{
    Case const& c = GetParam();
    SingleClassRiemann const solution(scale, 2, jam, c.left, c.right);
    Real const a = -25;
    Real const b = 25;
    int const n = 200000;
    Real vehicles = 0;
    Real markers = 0;
    for (int i = 0; i < n; ++i) {
        SingleClassState const s = solution.sample(a + (i + 0.5) * (b - a) / n);
        vehicles += s.density * (b - a) / n;
        markers += s.density * s.marker * (b - a) / n;
    }
    SingleClassState const& l = solution.left();
    SingleClassState const& r = solution.right();
    EXPECT_NEAR(vehicles, r.density * (b - r.speed) - l.density * (a - l.speed), 1e-4);
    EXPECT_NEAR(markers, r.density * r.marker * (b - r.speed) - l.density * l.marker * (a - l.speed), 1e-3);
}

TEST_P(SingleClassRiemannTable, ShockIfAnySatisfiesTheRankineHugoniotConditions)
{
    Case const& c = GetParam();
    SingleClassRiemann const solution(scale, 2, jam, c.left, c.right);
    if (solution.first_wave() != FirstWave::shock) {
        return;
    }
    SingleClassState const& l = solution.left();
    SingleClassState const& m = solution.middle();
    Real const s = solution.head();
    EXPECT_NEAR(l.density * (l.speed - s), m.density * (m.speed - s), 1e-14);
    EXPECT_NEAR(l.density * l.marker * (l.speed - s), m.density * m.marker * (m.speed - s), 1e-13);
}

INSTANTIATE_TEST_SUITE_P(Traffic, SingleClassRiemannTable, testing::ValuesIn(cases),
                         [](auto const& table_row) { return table_row.param.name; });

TEST(SingleClassRiemann, RarefactionMovesWithItsCharacteristicSpeed)
{
    Real const exponent = 1.7;
    SingleClassRiemann const solution(scale, exponent, jam, {.20, 4}, {.05, 12});
    ASSERT_EQ(solution.first_wave(), FirstWave::rarefaction);
    for (Real share : {0., 0.1, 0.5, 0.9}) {
        Real const xi = solution.head() + share * (solution.tail() - solution.head());
        SingleClassState const s = solution.sample(xi);
        Real const p = scale * std::pow(s.density / jam, exponent);
        EXPECT_NEAR(s.speed + p, s.marker, 1e-13);
        EXPECT_NEAR(s.speed - exponent * p, xi, 1e-13);
        EXPECT_NEAR(s.marker, solution.left().marker, 1e-13);
    }
    EXPECT_NEAR(solution.sample(std::nextafter(solution.tail(), -100.)).density, solution.middle().density, 1e-14);
}

TEST(SingleClassRiemann, EmptySides)
{
    SingleClassRiemann const nobody_behind(scale, 2, jam, {0, 3}, {.1, 7});
    EXPECT_EQ(nobody_behind.sample(6.9).density, 0);
    EXPECT_EQ(nobody_behind.sample(6.9).speed, 7);
    EXPECT_EQ(nobody_behind.sample(7.1).density, .1);
    SingleClassRiemann const nobody(scale, 2, jam, {0, 3}, {0, 7});
    EXPECT_EQ(nobody.sample(5).density, 0);
    SingleClassRiemann const gap(scale, 2, jam, {.10, 3}, {.05, 12});
    EXPECT_EQ(gap.sample(9).density, 0);
    EXPECT_EQ(gap.sample(9).speed, 9);
}

TEST(SingleClassRiemann, RefusesWhatMakesNoSense)
{
    Real const nan = std::numeric_limits<Real>::quiet_NaN();
    EXPECT_THROW(SingleClassRiemann(0, 2, jam, {.1, 1}, {.1, 1}), std::invalid_argument);
    EXPECT_THROW(SingleClassRiemann(scale, 2, jam, {-.1, 1}, {.1, 1}), std::invalid_argument);
    EXPECT_THROW(SingleClassRiemann(scale, 2, jam, {.1, nan}, {.1, 1}), std::invalid_argument);
}

} // namespace
} // namespace zemi::exact
