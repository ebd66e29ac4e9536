// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sample_problems.hpp"
#include <zemi/numerics/scheme.hpp>
#include <zemi/physics/multiclass_arz.hpp>
#include <zemi/physics/multiclass_lwr.hpp>

#include <gtest/gtest.h>

#include <random>

namespace {

using zemi::Pack;
using zemi::Real;
using zemi::Vec;

template <class List>
struct AsTypes;
template <class... Ts>
struct AsTypes<zemi::TypeList<Ts...>> {
    using type = ::testing::Types<Ts...>;
};

template <class F>
class NumericalFluxTest : public ::testing::Test {
protected:
    using Equation = zemi::MulticlassArz<2, zemi::AnyLaw<2>>;
    using Point = Vec<Real, Equation::num_point>;

    Equation equation = zemi::make_multiclass_arz<2, zemi::AnyLaw<2>>(zemi::test::two_class_model());
    Vec<Real, Equation::num_road_data> road = equation.road_data(0);
    std::mt19937_64 generator{11};

    Point random_point()
    {
        std::uniform_real_distribution<Real> density(0, 0.12);
        std::uniform_real_distribution<Real> speed(0, 20);
        return equation.point_state(
            Vec<Real, 4>{density(generator), density(generator), speed(generator), speed(generator)}, road);
    }
};
TYPED_TEST_SUITE(NumericalFluxTest, AsTypes<zemi::Fluxes>::type, );

TYPED_TEST(NumericalFluxTest, EqualsThePhysicalFluxOfEqualStates)
{
    for (int i = 0; i < 2000; ++i) {
        auto const s = this->random_point();
        auto const exact = this->equation.physical_flux(s);
        auto const flux = TypeParam{}(this->equation, s, s).flux;
        for (int k = 0; k < 4; ++k) {
            EXPECT_NEAR(flux[k], exact[k], 1e-12 * (1 + std::abs(exact[k])));
        }
    }
}

TYPED_TEST(NumericalFluxTest, IsUpwindWhereEveryWaveGoesRight)
{
    int tested = 0;
    for (int i = 0; i < 5000; ++i) {
        auto const l = this->random_point();
        auto const r = this->random_point();
        if (this->equation.wave_speeds(l).min < 0 || this->equation.wave_speeds(r).min < 0) {
            continue;
        }
        ++tested;
        if (TypeParam::name == std::string_view("rusanov")) {
            continue; // central by construction
        }
        auto const exact = this->equation.physical_flux(l);
        auto const flux = TypeParam{}(this->equation, l, r).flux;
        for (int k = 0; k < 4; ++k) {
            EXPECT_NEAR(flux[k], exact[k], 1e-11 * (1 + std::abs(exact[k])));
        }
    }
    EXPECT_GT(tested, 100);
}

/// From a road to an empty one and back: no vehicles come out of an empty cell.
TYPED_TEST(NumericalFluxTest, NeverEmptiesAnEmptyRoad)
{
    auto const empty = this->equation.point_state(Vec<Real, 4>{0, 0, 20, 20}, this->road);
    for (int i = 0; i < 2000; ++i) {
        auto const s = this->random_point();
        auto const out = TypeParam{}(this->equation, empty, s).flux;
        auto const in = TypeParam{}(this->equation, s, empty).flux;
        for (int c = 0; c < 2; ++c) {
            EXPECT_LE(out[2 * c], 1e-15);
            EXPECT_GE(in[2 * c], -1e-15);
        }
    }
}

TYPED_TEST(NumericalFluxTest, ReportsTheSpeedItUsed)
{
    for (int i = 0; i < 1000; ++i) {
        auto const l = this->random_point();
        auto const r = this->random_point();
        Real const speed = TypeParam{}(this->equation, l, r).speed;
        for (auto const& s : {l, r}) {
            auto const bounds = this->equation.wave_speeds(s);
            EXPECT_GE(speed, -bounds.min);
            EXPECT_GE(speed, bounds.max);
        }
    }
}

TYPED_TEST(NumericalFluxTest, LanesEqualScalars)
{
    constexpr int n = 7;
    for (int i = 0; i < 500; ++i) {
        Vec<Real, n> left[Pack::size];
        Vec<Real, n> right[Pack::size];
        Vec<Pack, n> l;
        Vec<Pack, n> r;
        for (int lane = 0; lane < Pack::size; ++lane) {
            left[lane] = this->random_point();
            right[lane] = this->random_point();
            for (int k = 0; k < n; ++k) {
                l[k].set(lane, left[lane][k]);
                r[k].set(lane, right[lane][k]);
            }
        }
        auto const packs = TypeParam{}(this->equation, l, r);
        for (int lane = 0; lane < Pack::size; ++lane) {
            auto const scalar = TypeParam{}(this->equation, left[lane], right[lane]);
            EXPECT_EQ(packs.speed[lane], scalar.speed);
            for (int k = 0; k < 4; ++k) {
                EXPECT_EQ(packs.flux[k][lane], scalar.flux[k]);
            }
        }
    }
}

TEST(HllOrRusanov, IsEitherOfThem)
{
    auto const equation = zemi::make_multiclass_arz<2, zemi::AnyLaw<2>>(zemi::test::two_class_model());
    auto const road = equation.road_data(0);
    auto const l = equation.point_state(Vec<Real, 4>{{0.09, 0.02, 5, 4}}, road);
    auto const r = equation.point_state(Vec<Real, 4>{{0.03, 0.07, 7, 3}}, road);
    for (int k = 0; k < 4; ++k) {
        EXPECT_EQ(zemi::HllOrRusanov{false}(equation, l, r).flux[k], zemi::Hll{}(equation, l, r).flux[k]);
        EXPECT_EQ(zemi::HllOrRusanov{true}(equation, l, r).flux[k], zemi::Rusanov{}(equation, l, r).flux[k]);
        EXPECT_NE(zemi::HllOrRusanov{true}(equation, l, r).flux[k], zemi::Hll{}(equation, l, r).flux[k]);
    }
}

/// Where nothing runs upstream it is the upwind flux to the last bit; no division takes part.
TEST(HllW, IsUpwindWhereNothingRunsUpstream)
{
    auto const equation = zemi::make_multiclass_arz<2, zemi::AnyLaw<2>>(zemi::test::two_class_model());
    auto const road = equation.road_data(0);
    auto const l = equation.point_state(Vec<Real, 4>{{0.03, 0.02, 14, 12}}, road);
    auto const r = equation.point_state(Vec<Real, 4>{{0.05, 0.04, 11, 13}}, road);
    ASSERT_GE(equation.wave_speeds(l).min, 0);
    ASSERT_GE(equation.wave_speeds(r).min, 0);
    auto const upwind = equation.physical_flux(l);
    auto const alone = zemi::HllW{}(equation, l, r);
    // The same beside a lane in which something does: dense, slow traffic on the right.
    auto const jam = equation.point_state(Vec<Real, 4>{{0.15, 0.12, 1, 1}}, road);
    ASSERT_LT(equation.wave_speeds(jam).min, 0);
    auto right = zemi::convert<Pack>(r);
    for (int k = 0; k < 7; ++k) {
        right[k].set(3, jam[k]);
    }
    auto const beside = zemi::HllW{}(equation, zemi::convert<Pack>(l), right);
    for (int k = 0; k < 4; ++k) {
        EXPECT_EQ(alone.flux[k], upwind[k]);
        EXPECT_EQ(beside.flux[k][0], upwind[k]);
        EXPECT_LT(beside.flux[k][3], upwind[k]);
    }
    EXPECT_NEAR(alone.speed, 14, 1e-13);
}

/// The property that HLL-W exists for: with dt / dx (a+ - a-) <= 1 one step keeps densities positive and makes every
/// new marker a convex combination of the old ones, whatever the data.
TEST(HllW, KeepsDensitiesPositiveAndMarkersInRange)
{
    using Equation = zemi::MulticlassArz<2, zemi::AnyLaw<2>>;
    auto const equation = zemi::make_multiclass_arz<2, zemi::AnyLaw<2>>(zemi::test::two_class_model());
    auto const road = equation.road_data(0);
    std::mt19937_64 generator(5);
    std::uniform_real_distribution<Real> density(0, 0.2);
    std::uniform_real_distribution<Real> speed(-3, 25);
    std::uniform_int_distribution<int> vacuum(0, 9);
    for (int i = 0; i < 20000; ++i) {
        Vec<Real, Equation::num_point> s[3];
        for (auto& state : s) {
            Real const present[2] = {vacuum(generator) == 0 ? 0.0 : 1.0, vacuum(generator) == 0 ? 0.0 : 1.0};
            state = equation.point_state(Vec<Real, 4>{present[0] * density(generator), present[1] * density(generator),
                                                      speed(generator), speed(generator)},
                                         road);
        }
        auto const left = zemi::HllW{}(equation, s[0], s[1]);
        auto const right = zemi::HllW{}(equation, s[1], s[2]);
        auto const a_left = zemi::detail::one_sided_speeds<Real>(equation, s[0], s[1]);
        auto const a_right = zemi::detail::one_sided_speeds<Real>(equation, s[1], s[2]);
        Real const lambda = 1 / (a_right.plus - a_left.minus);
        auto const u = equation.conserved(s[1]);
        for (int c = 0; c < 2; ++c) {
            Real const rho = u[2 * c] - lambda * (right.flux[2 * c] - left.flux[2 * c]);
            Real const y = u[2 * c + 1] - lambda * (right.flux[2 * c + 1] - left.flux[2 * c + 1]);
            EXPECT_GE(rho, -1e-16);
            Real const lowest = std::min({s[0][4 + c], s[1][4 + c], s[2][4 + c]});
            Real const highest = std::max({s[0][4 + c], s[1][4 + c], s[2][4 + c]});
            EXPECT_GE(y - lowest * rho, -1e-14);
            EXPECT_GE(highest * rho - y, -1e-14);
        }
    }
}

static_assert(zemi::NumericalFlux<zemi::HllW, zemi::MulticlassArz<3, zemi::AnyLaw<3>>>);
static_assert(zemi::NumericalFlux<zemi::Rusanov, zemi::MulticlassLwr<2>>);
static_assert(!zemi::NumericalFlux<zemi::HllW, zemi::MulticlassLwr<2>>, "LWR has no markers to upwind");

} // namespace
