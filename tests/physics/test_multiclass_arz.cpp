// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "arz_cases.hpp"
#include "numerical_eigenvalues.hpp"
#include "sanitizers.hpp"
#include <zemi/core/dual.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace zemi {
namespace {

using test::MulticlassArzTest;
TYPED_TEST_SUITE(MulticlassArzTest, test::AllArzCases, );

TYPED_TEST(MulticlassArzTest, PrimitiveAndConservedVariablesAreEquivalent)
{
    for (int trial = 0; trial < 1000; ++trial) {
        auto const road = this->road();
        auto const q = this->primitive_with_all_classes();
        auto const u = this->equation.conserved(this->equation.point_state(q, road));
        auto const back = this->equation.to_primitive(u, road);
        for (int c = 0; c < this->num_classes; ++c) {
            EXPECT_EQ(back[c], q[c]);
            Real const marker = u[this->equation.marker_index(c)] / q[c]; // v is what is left of w
            EXPECT_NEAR(back[this->num_classes + c], q[this->num_classes + c], 1e-13 * (100 + marker));
        }
    }
}

TYPED_TEST(MulticlassArzTest, FluxCarriesDensityAndMarkerWithTheVehicles)
{
    for (int trial = 0; trial < 1000; ++trial) {
        auto const s = this->equation.point_state(this->primitive(), this->road());
        auto const u = this->equation.conserved(s);
        auto const f = this->equation.physical_flux(s);
        for (int c = 0; c < this->num_classes; ++c) {
            Real const v = s[this->num_classes + c];
            int const d = this->equation.density_index(c);
            int const m = this->equation.marker_index(c);
            EXPECT_EQ(f[d], u[d] * v);
            EXPECT_NEAR(f[m], u[m] * v, 1e-15 * std::fabs(u[m] * v) * 4);
        }
    }
}

/// Flux as a function of the conserved variables, all the way through the primitive ones.
template <class Equation, class T, class Road>
auto flux_of(Equation const& equation, Vec<T, Equation::num_eqn> const& u, Road const& road)
{
    return equation.physical_flux(equation.point_state(equation.to_primitive(u, road), road));
}

TYPED_TEST(MulticlassArzTest, JacobianIsTheDerivativeOfTheFlux)
{
    constexpr int n = 2 * TestFixture::num_classes;
    for (int trial = 0; trial < 1000; ++trial) {
        auto const road = this->road();
        auto const s = this->equation.point_state(this->primitive_with_all_classes(), road);
        auto const u = this->equation.conserved(s);
        Vec<Dual<n>, n> variables{};
        for (int i = 0; i < n; ++i) {
            variables[i] = Dual<n>::variable(u[i], i);
        }
        auto const exact = flux_of(this->equation, variables, road);
        auto const jacobian = this->equation.jacobian(s);
        for (int i = 0; i < n; ++i) {
            Real scale = 1;
            for (int j = 0; j < n; ++j) {
                scale = std::max(scale, std::fabs(jacobian[i][j]));
            }
            for (int j = 0; j < n; ++j) {
                EXPECT_NEAR(jacobian[i][j], exact[i].derivative[j], 1e-12 * scale) << i << j;
                Real const h = 1e-6 * std::max(std::fabs(u[j]), 1e-2);
                auto above = u;
                auto below = u;
                above[j] += h;
                below[j] -= h;
                Real const difference =
                    (flux_of(this->equation, above, road)[i] - flux_of(this->equation, below, road)[i]) / (2 * h);
                EXPECT_NEAR(jacobian[i][j], difference, 1e-6 * scale) << i << j;
            }
        }
    }
}

TYPED_TEST(MulticlassArzTest, EigenvaluesAgreeWithThoseOfTheJacobian)
{
    constexpr int n = 2 * TestFixture::num_classes;
    int num_compared = 0;
    for (int trial = 0; trial < 10000; ++trial) {
        auto const s = this->equation.point_state(this->primitive_with_all_classes(), this->road());
        auto const lambda = this->equation.eigenvalues(s);
        std::vector<Real> exact(lambda.data, lambda.data + n);
        for (int i = 0; i + 1 < TestFixture::num_classes; ++i) {
            EXPECT_LE(lambda[TestFixture::num_classes + i], lambda[TestFixture::num_classes + i + 1]);
        }
        std::sort(exact.begin(), exact.end());
        Real gap = 1e9; // nearly equal eigenvalues are ill-conditioned: the numerical ones lose digits
        for (int i = 0; i + 1 < n; ++i) {
            gap = std::min(gap, exact[static_cast<std::size_t>(i + 1)] - exact[static_cast<std::size_t>(i)]);
        }
        if (gap < 0.1) {
            continue;
        }
        ++num_compared;
        auto const numerical = test::numerical_eigenvalues(this->equation, s);
        Real const scale = std::max({1.0, std::fabs(exact.front()), std::fabs(exact.back())});
        for (std::size_t i = 0; i < exact.size(); ++i) {
            EXPECT_LT(std::fabs(numerical[i].imag()), 1e-3);
            EXPECT_NEAR(exact[i], numerical[i].real(), 1e-9 * scale);
        }
    }
    EXPECT_GT(num_compared, 5000);
}

/// A million states of every model, on packs, with absent classes among them. The bounds may be late by rounding only
/// (near a double root of a cubic that is the root of the rounding); the lower one has to be the smallest eigenvalue.
TYPED_TEST(MulticlassArzTest, WaveSpeedsContainAllEigenvalues)
{
    constexpr int n = TestFixture::num_classes;
    int num_violations = 0;
    int num_loose = 0;
    auto const road = convert<Pack>(this->road());
    for (int trial = 0; trial < test::num_samples(1000000) / Pack::size; ++trial) {
        Vec<Pack, 2 * n> q{};
        for (int lane = 0; lane < Pack::size; ++lane) {
            test::set_lane(q, lane, this->primitive());
        }
        auto const s = this->equation.point_state(q, road);
        auto const bounds = this->equation.wave_speeds(s);
        auto const lambda = this->equation.eigenvalues(s);
        Pack smallest = lambda[0];
        Pack largest = lambda[0];
        for (int i = 1; i < 2 * n; ++i) {
            smallest = min(smallest, lambda[i]);
            largest = max(largest, lambda[i]);
        }
        Pack const rounding = Pack(n == 3 ? 1e-10 : 1e-14) * (Pack(1.0) + abs(smallest) + abs(largest));
        num_violations += any_of(bounds.min > smallest + rounding || bounds.max < largest - rounding);
        // Exact where it is negative; elsewhere fluxes ask for no more than that it is not.
        num_loose += any_of(bounds.min < Pack(0.0) && bounds.min < smallest - Pack(10.0) * rounding);
    }
    EXPECT_EQ(num_violations, 0);
    EXPECT_EQ(num_loose, 0);
}

TYPED_TEST(MulticlassArzTest, EveryLaneOfAPackHasTheBitsOfTheScalar)
{
    constexpr int n = TestFixture::num_classes;
    auto const expect_equal = [](auto const& packs, int lane, auto const& scalars) {
        auto const lanes = test::lane_of(packs, lane);
        EXPECT_EQ(std::memcmp(&lanes, &scalars, sizeof(scalars)), 0);
    };
    auto const& e = this->equation;
    for (int trial = 0; trial < 500; ++trial) {
        Vec<Pack, 2 * n> q{};
        Vec<Pack, n> road{};
        Vec<Pack, n> fraction{};
        for (int lane = 0; lane < Pack::size; ++lane) {
            test::set_lane(q, lane, this->primitive());
            test::set_lane(road, lane, this->road());
            test::set_lane(fraction, lane, Vec<Real, n>::filled(this->random.uniform(0, 1)));
        }
        auto const s = e.point_state(q, road);
        auto const u = e.conserved(s);
        auto const back = e.to_primitive(u, road);
        auto relaxed = q;
        auto const increment = e.relax(relaxed, road, fraction);
        for (int lane = 0; lane < Pack::size; ++lane) {
            auto const road1 = test::lane_of(road, lane);
            auto q1 = test::lane_of(q, lane);
            auto const s1 = e.point_state(q1, road1);
            auto const u1 = e.conserved(s1);
            expect_equal(s, lane, s1);
            expect_equal(u, lane, u1);
            expect_equal(back, lane, e.to_primitive(u1, road1));
            expect_equal(e.physical_flux(s), lane, e.physical_flux(s1));
            expect_equal(e.equilibrium_speed(q, road), lane, e.equilibrium_speed(q1, road1));
            expect_equal(e.eigenvalues(s), lane, e.eigenvalues(s1));
            EXPECT_EQ(e.wave_speeds(s).min[lane], e.wave_speeds(s1).min);
            EXPECT_EQ(e.wave_speeds(s).max[lane], e.wave_speeds(s1).max);
            EXPECT_EQ(e.is_admissible(u)[lane], e.is_admissible(u1));
            auto const increment1 = e.relax(q1, road1, test::lane_of(fraction, lane));
            expect_equal(relaxed, lane, q1);
            expect_equal(increment, lane, increment1);
            auto const jacobian = e.jacobian(s);
            auto const jacobian1 = e.jacobian(s1);
            for (int i = 0; i < 2 * n; ++i) {
                expect_equal(jacobian[i], lane, jacobian1[i]);
            }
        }
    }
}

TYPED_TEST(MulticlassArzTest, FloatAndDualGiveTheSameNumbers)
{
    constexpr int n = TestFixture::num_classes;
    for (int trial = 0; trial < 100; ++trial) {
        auto const road = this->road();
        auto const q = this->primitive_with_all_classes();
        auto const s = this->equation.point_state(q, road);
        auto const u = this->equation.conserved(s);
        auto const single = this->equation.point_state(convert<float>(q), convert<float>(road));
        auto const dual = this->equation.point_state(convert<Dual<3>>(q), road);
        auto const packed = this->equation.point_state(convert<Dual<2, Pack>>(convert<Pack>(q)), road);
        for (int i = 0; i < 3 * n + 1; ++i) {
            EXPECT_NEAR(single[i], s[i], 1e-4 * (10 + std::fabs(s[i])));
            EXPECT_EQ(dual[i].value, s[i]);
            EXPECT_EQ(packed[i].value[5], s[i]);
        }
        auto const back = this->equation.to_primitive(convert<float>(u), convert<float>(road));
        EXPECT_NEAR(back[n], q[n], 1e-4 * (10 + std::fabs(s[2 * n])));
        EXPECT_TRUE(this->equation.is_admissible(convert<float>(u)));
        EXPECT_EQ(this->equation.to_primitive(convert<Dual<3>>(u), road)[n].value,
                  this->equation.to_primitive(u, road)[n]);
    }
}

TYPED_TEST(MulticlassArzTest, AnAbsentClassMovesWithThePresentOne)
{
    constexpr int n = TestFixture::num_classes;
    for (int trial = 0; trial < 1000; ++trial) {
        auto const road = this->road();
        auto q = this->primitive_with_all_classes();
        int const present = static_cast<int>(this->random.uniform(0, n));
        for (int c = 0; c < n; ++c) {
            q[c] = c == present ? q[c] : 0;
        }
        auto const s = this->equation.point_state(q, road);
        auto const back = this->equation.to_primitive(this->equation.conserved(s), road);
        for (int c = 0; c < n; ++c) {
            EXPECT_NEAR(back[n + c], q[n + present], 1e-13 * (100 + s[2 * n + present])) << c;
        }
        // The waves are those of the class that is there.
        auto const bounds = this->equation.wave_speeds(this->equation.point_state(back, road));
        EXPECT_NEAR(bounds.max, back[n + present], n == 3 ? 1e-7 : 1e-11);
    }
}

TYPED_TEST(MulticlassArzTest, OnAnEmptyRoadSpeedsAreThoseOfEquilibrium)
{
    constexpr int n = TestFixture::num_classes;
    auto const road = this->road();
    Vec<Real, 2 * n> const u{};
    auto const q = this->equation.to_primitive(u, road);
    auto const equilibrium = this->equation.equilibrium_speed(q, road);
    for (int c = 0; c < n; ++c) {
        EXPECT_EQ(q[c], 0);
        EXPECT_NEAR(q[n + c], equilibrium[c], 1e-13);
        EXPECT_NEAR(q[n + c], road[c], 1e-13);
    }
}

/// Thin traffic has a formula of its own, with which that of all other traffic agrees where they meet.
TYPED_TEST(MulticlassArzTest, SpeedsOfThinTrafficJoinThoseOfTraffic)
{
    constexpr int n = TestFixture::num_classes;
    auto const road = this->road();
    Real const thin = this->equation.thin_density;
    EXPECT_NEAR(thin * thin / this->equation.vacuum_density_squared, 1e8, 1);
    for (Real const density : {thin * (1 - 1e-12), thin * (1 + 1e-12), 3 * thin}) {
        auto q = this->primitive_with_all_classes();
        q[0] = density;
        auto const u = this->equation.conserved(this->equation.point_state(q, road));
        auto const back = this->equation.to_primitive(u, road);
        for (int c = 0; c < n; ++c) {
            Real const tolerance = c == 0 && density < thin ? 1e-8 * 100 : 1e-11;
            EXPECT_NEAR(back[n + c], q[n + c], tolerance) << density / thin;
        }
    }
}

/// A cell takes what its densities decide once, whatever it then does with it.
TYPED_TEST(MulticlassArzTest, DensityTermsStandForTheRoad)
{
    constexpr int n = TestFixture::num_classes;
    for (int trial = 0; trial < 100; ++trial) {
        auto const road = this->road();
        auto q = this->primitive();
        auto const u = this->equation.conserved(this->equation.point_state(q, road));
        Vec<Real, n> density{};
        for (int c = 0; c < n; ++c) {
            density[c] = q[c];
        }
        auto const terms = this->equation.density_terms(density, road);
        auto p = q;
        auto const fraction = Vec<Real, n>::filled(0.3);
        auto const increment = this->equation.relax(q, road, fraction);
        auto const same_increment = this->equation.relax(p, terms, fraction);
        auto const s = this->equation.point_state(q, road);
        auto const t = this->equation.point_state(p, terms);
        auto const back = this->equation.to_primitive(u, road);
        auto const same_back = this->equation.to_primitive(u, terms);
        for (int k = 0; k < 2 * n; ++k) {
            EXPECT_EQ(increment[k], same_increment[k]);
            EXPECT_EQ(back[k], same_back[k]);
        }
        for (int k = 0; k < 3 * n + 1; ++k) {
            EXPECT_EQ(s[k], t[k]);
        }
    }
}

TYPED_TEST(MulticlassArzTest, SpeedsStayInRangeBetweenVacuumAndTraffic)
{
    constexpr int n = TestFixture::num_classes;
    auto const road = this->road();
    for (Real density = 1e-14; density < 1e-4; density *= 1.5) {
        Vec<Real, 2 * n> q{};
        for (int c = 0; c < n; ++c) {
            q[c] = density * (c + 1);
            q[n + c] = 7 + c;
        }
        auto const back =
            this->equation.to_primitive(this->equation.conserved(this->equation.point_state(q, road)), road);
        for (int c = 0; c < n; ++c) {
            Real highest = 7 + n - 1;
            for (int k = 0; k < n; ++k) {
                highest = std::max(highest, road[k]);
            }
            EXPECT_GE(back[n + c], std::min(7.0, road[c]) - 1e-9);
            EXPECT_LE(back[n + c], highest + 1e-9);
        }
    }
}

TYPED_TEST(MulticlassArzTest, RelaxationApproachesEquilibriumExponentially)
{
    constexpr int n = TestFixture::num_classes;
    for (int trial = 0; trial < 1000; ++trial) {
        auto const road = this->road();
        auto q = this->primitive();
        auto const start = q;
        auto const equilibrium = this->equation.equilibrium_speed(q, road);
        auto const u = this->equation.conserved(this->equation.point_state(q, road));
        auto const tau = this->equation.relaxation_times();
        Real const dt = this->random.uniform(0, 20);
        Vec<Real, n> fraction{};
        for (int c = 0; c < n; ++c) {
            fraction[c] = -expm1(-dt / tau[c]);
        }
        auto const increment = this->equation.relax(q, road, fraction);
        auto const after = this->equation.conserved(this->equation.point_state(q, road));
        for (int c = 0; c < n; ++c) {
            Real const exact = equilibrium[c] + (start[n + c] - equilibrium[c]) * std::exp(-dt / tau[c]);
            EXPECT_NEAR(q[n + c], exact, 1e-13 * 30);
            EXPECT_EQ(q[c], start[c]);
            EXPECT_EQ(increment[this->equation.density_index(c)], 0);
            int const m = this->equation.marker_index(c);
            EXPECT_NEAR(u[m] + increment[m], after[m], 1e-14 * (30 + std::fabs(u[m])));
        }
    }
}

TYPED_TEST(MulticlassArzTest, EquilibriumStaysToTheLastBit)
{
    constexpr int n = TestFixture::num_classes;
    auto const road = this->road();
    auto q = this->primitive();
    auto const speed = this->equation.equilibrium_speed(q, road);
    for (int c = 0; c < n; ++c) {
        q[n + c] = speed[c];
    }
    auto const start = q;
    auto const increment = this->equation.relax(q, road, Vec<Real, n>::filled(0.37));
    for (int i = 0; i < 2 * n; ++i) {
        EXPECT_EQ(increment[i], 0);
        EXPECT_EQ(q[i], start[i]);
    }
}

TYPED_TEST(MulticlassArzTest, NotANumberAndNegativeDensitiesAreNotAdmissible)
{
    constexpr int n = TestFixture::num_classes;
    Real const nan = std::numeric_limits<Real>::quiet_NaN();
    Real const infinity = std::numeric_limits<Real>::infinity();
    auto const road = this->road();
    for (int trial = 0; trial < 100; ++trial) {
        auto const u = this->equation.conserved(this->equation.point_state(this->primitive(), road));
        EXPECT_TRUE(this->equation.is_admissible(u));
        for (int i = 0; i < 2 * n; ++i) {
            for (Real const bad : {nan, infinity, -infinity}) {
                auto broken = u;
                broken[i] = bad;
                EXPECT_FALSE(this->equation.is_admissible(broken)) << i << " " << bad;
            }
        }
        for (int c = 0; c < n; ++c) {
            auto broken = u;
            broken[this->equation.density_index(c)] = -1e-300;
            EXPECT_FALSE(this->equation.is_admissible(broken));
        }
    }
    EXPECT_TRUE(this->equation.is_admissible(Vec<Real, 2 * n>{}));
}

TYPED_TEST(MulticlassArzTest, NotANumberReachesTheBoundsOfTheWaves)
{
    constexpr int n = TestFixture::num_classes;
    auto q = this->primitive_with_all_classes();
    q[0] = std::numeric_limits<Real>::quiet_NaN();
    auto const s = this->equation.point_state(q, this->road());
    EXPECT_TRUE(std::isnan(this->equation.wave_speeds(s).min));
    EXPECT_TRUE(std::isnan(s[2 * n]));
}

} // namespace
} // namespace zemi
