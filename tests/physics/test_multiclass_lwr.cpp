// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models.hpp"
#include "sanitizers.hpp"
#include <zemi/core/dual.hpp>
#include <zemi/physics/dense_eigenvalues.hpp>
#include <zemi/physics/multiclass_arz.hpp>
#include <zemi/physics/multiclass_lwr.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace zemi {
namespace {

/// Number of classes, and whether the creeping speed of the classes vanishes at their own jam.
template <int N, bool vanishing>
struct LwrCase {
    static constexpr int num_classes = N;
    static ModelSpec spec()
    {
        ModelSpec spec = test::published_model<N>();
        spec.equation = "multiclass_lwr";
        if (vanishing) {
            spec.creeping_law = CreepingLaw::vanishing;
            for (ClassSpec& vehicle : spec.classes) {
                vehicle.creeping_speed = 1.2;
            }
            spec.classes.back().length = 6.5;
        }
        return spec;
    }
};

template <class Case>
struct MulticlassLwrTest : testing::Test {
    static constexpr int num_classes = Case::num_classes;
    MulticlassLwr<num_classes> equation = make_multiclass_lwr<num_classes>(Case::spec());
    test::Random random;

    Vec<Real, num_classes> road() { return equation.road_data(static_cast<int>(random.uniform(0, 6))); }
    /// From empty to beyond jam.
    Vec<Real, num_classes> densities()
    {
        auto const q = test::random_primitive<num_classes>(random, 0.4);
        Vec<Real, num_classes> u{};
        for (int c = 0; c < num_classes; ++c) {
            u[c] = q[c];
        }
        return u;
    }
};

using AllCases = testing::Types<LwrCase<1, false>, LwrCase<2, false>, LwrCase<3, false>, LwrCase<1, true>,
                                LwrCase<2, true>, LwrCase<3, true>>;
TYPED_TEST_SUITE(MulticlassLwrTest, AllCases, );

/// Derivative of the flux with respect to the densities, by dual numbers.
template <int N>
ComplexMatrix exact_jacobian(MulticlassLwr<N> const& equation, Vec<Real, N> const& u, Vec<Real, N> const& road)
{
    Vec<Dual<N>, N> variables{};
    for (int i = 0; i < N; ++i) {
        variables[i] = Dual<N>::variable(u[i], i);
    }
    auto const flux = equation.physical_flux(equation.point_state(variables, road));
    ComplexMatrix matrix(N);
    for (int i = 0; i < N; ++i) {
        for (int j = 0; j < N; ++j) {
            matrix(static_cast<std::size_t>(i), static_cast<std::size_t>(j)) = flux[i].derivative[j];
        }
    }
    return matrix;
}

TYPED_TEST(MulticlassLwrTest, JacobianIsTheDerivativeOfTheFlux)
{
    for (int trial = 0; trial < 1000; ++trial) {
        auto const road = this->road();
        auto const u = this->densities();
        auto const exact = exact_jacobian(this->equation, u, road);
        auto const jacobian = this->equation.jacobian(u, road);
        for (int i = 0; i < this->num_classes; ++i) {
            for (int j = 0; j < this->num_classes; ++j) {
                EXPECT_NEAR(exact(static_cast<std::size_t>(i), static_cast<std::size_t>(j)).real(), jacobian[i][j],
                            1e-12);
            }
        }
    }
}

TYPED_TEST(MulticlassLwrTest, WaveSpeedsContainAllEigenvalues)
{
    for (int trial = 0; trial < test::num_samples(100000); ++trial) {
        auto const road = this->road();
        auto const u = this->densities();
        auto const bounds = this->equation.wave_speeds(this->equation.point_state(u, road));
        auto const lambda = eigenvalues(exact_jacobian(this->equation, u, road));
        ASSERT_LE(bounds.min, lambda.front().real() + 1e-6);
        ASSERT_GE(bounds.max, lambda.back().real() - 1e-6);
        ASSERT_GE(bounds.min, std::min(0.0, lambda.front().real() - 1e-3)) << "a loose bound costs accuracy";
    }
}

/// The bounds themselves, without the noise of an eigenvalue solver, on a million states.
TYPED_TEST(MulticlassLwrTest, NoEigenvalueLiesOutsideTheBoundsByMoreThanRounding)
{
    constexpr int n = TestFixture::num_classes;
    int num_violations = 0;
    auto const road = convert<Pack>(this->road());
    for (int trial = 0; trial < test::num_samples(1000000) / Pack::size; ++trial) {
        Vec<Pack, n> u{};
        for (int lane = 0; lane < Pack::size; ++lane) {
            test::set_lane(u, lane, this->densities());
        }
        auto const bounds = this->equation.wave_speeds(this->equation.point_state(u, road));
        auto const lambda = CoupledWaves<Pack, n>{this->equation.jacobian(u, road)}.eigenvalues();
        Pack const rounding = Pack(n == 3 ? 1e-7 : 1e-13) * (Pack(1.0) + abs(lambda[0]));
        num_violations += any_of(bounds.min > lambda[0] + rounding || bounds.max < lambda[n - 1] - rounding);
    }
    EXPECT_EQ(num_violations, 0);
}

TYPED_TEST(MulticlassLwrTest, EveryLaneOfAPackHasTheBitsOfTheScalar)
{
    constexpr int n = TestFixture::num_classes;
    for (int trial = 0; trial < 500; ++trial) {
        Vec<Pack, n> u{};
        Vec<Pack, n> road{};
        for (int lane = 0; lane < Pack::size; ++lane) {
            test::set_lane(u, lane, this->densities());
            test::set_lane(road, lane, this->road());
        }
        auto const s = this->equation.point_state(this->equation.to_primitive(u, road), road);
        auto const f = this->equation.physical_flux(s);
        for (int lane = 0; lane < Pack::size; ++lane) {
            auto const s1 = this->equation.point_state(test::lane_of(u, lane), test::lane_of(road, lane));
            auto const s_lane = test::lane_of(s, lane);
            EXPECT_EQ(std::memcmp(&s_lane, &s1, sizeof(s1)), 0);
            auto const f1 = this->equation.physical_flux(s1);
            auto const f_lane = test::lane_of(f, lane);
            EXPECT_EQ(std::memcmp(&f_lane, &f1, sizeof(f1)), 0);
            EXPECT_EQ(this->equation.conserved(s1)[0], u[0][lane]);
            EXPECT_TRUE(this->equation.is_admissible(u)[lane]);
        }
    }
}

TYPED_TEST(MulticlassLwrTest, NotANumberAndNegativeDensitiesAreNotAdmissible)
{
    for (Real const bad : {-1e-300, std::numeric_limits<Real>::quiet_NaN(), std::numeric_limits<Real>::infinity()}) {
        for (int c = 0; c < this->num_classes; ++c) {
            auto u = this->densities();
            u[c] = bad;
            EXPECT_FALSE(this->equation.is_admissible(u));
        }
    }
}

TYPED_TEST(MulticlassLwrTest, SinglePrecisionGivesTheSameNumbers)
{
    auto const road = this->road();
    auto const u = this->densities();
    auto const f = this->equation.physical_flux(this->equation.point_state(u, road));
    auto const g = this->equation.physical_flux(this->equation.point_state(convert<float>(u), convert<float>(road)));
    EXPECT_NEAR(f[0], g[0], 1e-5);
}

TEST(MulticlassLwr, OneClassIsGreenshields)
{
    auto const equation = make_multiclass_lwr<1>(test::published_model<1>());
    auto const road = equation.road_data(0);
    Real const free = 75 / 3.6;
    for (Real const share : {0.0, 0.2, 0.5, 0.9, 1.0}) {
        auto const s = equation.point_state(Vec<Real, 1>{{share * 0.25}}, road);
        EXPECT_NEAR(s[1], free * (1 - share), 1e-13);
        EXPECT_NEAR(equation.wave_speeds(s).min, free * (1 - 2 * share), 1e-13);
        EXPECT_NEAR(equation.wave_speeds(s).max, s[1], 1e-13);
    }
}

/// Relaxed infinitely fast, ARZ drives at the speeds of LWR.
TEST(MulticlassLwr, SpeedsAreTheEquilibriumSpeedsOfArz)
{
    for (CreepingLaw const creeping : {CreepingLaw::published, CreepingLaw::vanishing}) {
        auto spec = test::published_model<3>();
        spec.creeping_law = creeping;
        auto const arz = make_multiclass_arz<3>(spec);
        auto const lwr = make_multiclass_lwr<3>(spec);
        test::Random random;
        for (int trial = 0; trial < 1000; ++trial) {
            auto const q = test::random_primitive<3>(random, 0.4);
            auto const expected = arz.equilibrium_speed(q, arz.road_data(2));
            auto const s = lwr.point_state(Vec<Real, 3>{{q[0], q[1], q[2]}}, lwr.road_data(2));
            for (int c = 0; c < 3; ++c) {
                EXPECT_NEAR(s[3 + c], expected[c], 1e-14);
            }
        }
    }
}

TEST(MulticlassLwr, LengthsSayHowMuchRoomAVehicleTakes)
{
    auto spec = test::published_model<2>();
    spec.classes[0].length = 2;
    spec.classes[1].length = 8;
    auto const equation = make_multiclass_lwr<2>(spec);
    auto const s = equation.point_state(Vec<Real, 2>{{0.1, 0.05}}, equation.road_data(0)); // 0.2 + 0.4 occupied
    EXPECT_NEAR(s[3], 75 / 3.6 * 0.4, 1e-13);
}

TEST(MulticlassLwr, MakeRefusesAnotherNumberOfClasses)
{
    EXPECT_THROW((void)make_multiclass_lwr<1>(test::published_model<2>()), std::invalid_argument);
}

} // namespace
} // namespace zemi
