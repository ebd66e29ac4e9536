// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/predecessor_arz.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace zemi {
namespace {

PredecessorArz const arz;
PredecessorPair const road_1{85 / 3.6, 75 / 3.6};

TEST(PredecessorArz, PressureIsAPowerOfThePerceivedDensity)
{
    PredecessorPair const p = arz.pressure(0.05, 0.05);
    EXPECT_NEAR(p[0], 5 / 3.6 * std::pow(0.07 / 0.25, 1.5), 1e-15);
    EXPECT_NEAR(p[1], 7.5 / 3.6 * 0.16, 1e-15);
}

TEST(PredecessorArz, PressureJumpsToZeroWhereTheClassHasVanished)
{
    EXPECT_EQ(arz.pressure(0, 0.2)[0], 0);
    EXPECT_GT(arz.pressure(1e-9, 0.2)[0], 0.2);
    EXPECT_EQ(arz.pressure(0.2, 0)[1], 0);
    EXPECT_GT(arz.pressure(0.2, 1e-9)[1], 1);
}

TEST(PredecessorArz, OnlyTheFirstVersionCapsThePressure)
{
    PredecessorArz capped;
    capped.capped_pressure = true;
    EXPECT_NEAR(capped.pressure(0.3, 0.3)[1], 7.5 / 3.6, 1e-9);
    EXPECT_NEAR(arz.pressure(0.3, 0.3)[1], 7.5 / 3.6 * 2.4 * 2.4, 1e-14);
}

TEST(PredecessorArz, MotorcyclesCreepAtEveryDensityBeyondJam)
{
    PredecessorPair const v = arz.equilibrium_speed(0.4, 0.4, road_1);
    EXPECT_NEAR(v[0], 5 / 3.6, 1e-15);
    EXPECT_EQ(v[1], 0);
}

TEST(PredecessorArz, RelaxationIsAnExponentialOfTheSpeed)
{
    PredecessorState const u = arz.state_at_speed(0.05, 10, 0.025, 8);
    PredecessorPair const equilibrium = arz.equilibrium_speed(0.05, 0.025, road_1);
    PredecessorPair const v = arz.speed(arz.relax(u, road_1, 5));
    EXPECT_NEAR(v[0], equilibrium[0] + (10 - equilibrium[0]) * std::exp(-1), 1e-8);
    EXPECT_NEAR(v[1], equilibrium[1] + (8 - equilibrium[1]) * std::exp(-0.5), 1e-8);
}

TEST(PredecessorArz, EigenvaluesLackTheCouplingOfTheClasses)
{
    // Near the equilibrium where the error is largest: about -0.28 m/s instead of -0.81 m/s.
    PredecessorPair const v = arz.equilibrium_speed(0.221, 0.027, road_1);
    Vec<Real, 4> const lambda = arz.eigenvalues(arz.state_at_speed(0.221, v[0], 0.027, v[1]));
    Real const x = v[0] - lambda[1];
    Real const y = v[1] - lambda[3];
    Real const half = (lambda[1] + lambda[3]) / 2;
    Real const exact = half - std::sqrt(std::pow((lambda[1] - lambda[3]) / 2, 2) + arz.alpha * x * y);
    EXPECT_NEAR(min(lambda[1], lambda[3]), -0.28, 0.01);
    EXPECT_NEAR(exact, -0.81, 0.01);
}

TEST(PredecessorArz, NumericalFluxOfEqualStatesIsTheFlux)
{
    PredecessorState const u = arz.state_at_speed(0.2, 2, 0.1, 1);
    PredecessorState const f = arz.flux(u);
    PredecessorState const numerical = arz.numerical_flux(u, u);
    EXPECT_NEAR(f[0], 0.4, 1e-14);
    EXPECT_EQ(f[1], u[1]);
    for (int k = 0; k < 4; ++k) {
        EXPECT_NEAR(numerical[k], f[k], 1e-14 * std::abs(f[k]));
    }
}

/// Centre of the disturbance of component k after 20 s on a ring of 1000 cells of 1 m, minus that at the start [m].
Real displacement(int component)
{
    int constexpr n = 1000;
    Real constexpr dt = 0.025;
    std::vector<PredecessorState> cells;
    PredecessorState const rest = arz.state_at_speed(0.02, 20, 0.01, 15);
    for (int i = 0; i < n; ++i) {
        PredecessorState u = rest;
        u[component] += 0.1 * std::exp(-std::pow((i - 200) / 20.0, 2));
        cells.push_back(u);
    }
    auto const center = [&] {
        Real sum = 0;
        Real moment = 0;
        for (int i = 0; i < n; ++i) {
            Real const bump = cells[static_cast<std::size_t>(i)][component] - rest[component];
            sum += bump;
            moment += i * bump;
        }
        return moment / sum;
    };
    Real const before = center();
    for (int step = 0; step < 800; ++step) {
        std::vector<PredecessorState> next = cells;
        for (std::size_t i = 0; i < n; ++i) {
            PredecessorState const in = arz.numerical_flux(cells[(i + n - 1) % n], cells[i]);
            PredecessorState const out = arz.numerical_flux(cells[i], cells[(i + 1) % n]);
            for (int k = 0; k < 4; ++k) {
                next[i][k] = cells[i][k] - dt * (out[k] - in[k]);
            }
        }
        cells = next;
    }
    return center() - before;
}

TEST(PredecessorArz, DriversMoveOneMetrePerSecondInTrafficOfTwentyMetresPerSecond)
{
    EXPECT_NEAR(displacement(1), 20, 0.01); // right: 400 m
    EXPECT_NEAR(displacement(3), 20, 0.01); // right: 300 m
}

} // namespace
} // namespace zemi
