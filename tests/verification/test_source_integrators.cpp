// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Source terms that are integrated in each cell against those in closed form: on a road with a red light, and in uniform
// traffic where nothing but the source acts.
#include "bounded_speed.hpp"
#include "verification.hpp"
#include <zemi/numerics/source_integrator.hpp>
#include <zemi/physics/equilibrium.hpp>

#include <gtest/gtest.h>

namespace zemi::test {
namespace {

/// A minute of red and half a minute of green, with pressures that keep the queue below the jam density.
Problem red_light()
{
    Problem problem;
    problem.model = two_class_model();
    problem.model.classes[0].pressure_scale = 85 * kilometre_per_hour;
    problem.model.classes[1].pressure_scale = 75 * kilometre_per_hour;
    problem.model.creeping_law = CreepingLaw::vanishing;
    problem.model.speed_closure = SpeedClosure::non_negative;
    for (ClassSpec& vehicle : problem.model.classes) {
        vehicle.congestion_slowdown = 0.7;
    }
    problem.road = uniform_road(60);
    std::vector<Real> const density{0.06, 0.02};
    TrafficState const state{density, equilibrium_speed(problem.model, 1, density)};
    problem.initial.at = [state](Real) { return state; };
    problem.left = always(BoundaryKind::inflow, state);
    problem.right = {{0, {BoundaryKind::wall, {}}}, {60, {BoundaryKind::free_outflow, {}}}};
    problem.scheme = {"muscl_mc", "hll_w", "strang_ssprk22", 0};
    return problem;
}

/// Largest difference of a speed in any cell [m/s], where there are vehicles.
Real largest_difference(CellFields const& a, CellFields const& b)
{
    Real largest = 0;
    for (std::size_t c = 0; c < a.speed.size(); ++c) {
        for (std::size_t i = 0; i < a.speed[c].size(); ++i) {
            if (b.density[c][i] > 1e-6) {
                largest = std::max(largest, std::abs(a.speed[c][i] - b.speed[c][i]));
            }
        }
    }
    return largest;
}

class RedLight : public testing::TestWithParam<std::string> {};

/// On all cells, in the queue, at its tail and at its head. The errors of the steps add up along the way of a vehicle,
/// and the flux carries them on.
TEST_P(RedLight, IntegratorsAgreeWithTheClosedFormToTheirTolerance)
{
    if (!has_source_integrators()) {
        GTEST_SKIP() << "no Kokkos Kernels";
    }
    Problem problem = red_light();
    problem.model.source = GetParam();
    auto const run = [&] {
        Simulation simulation(problem);
        std::array<CellFields, 2> fields;
        EXPECT_FALSE(simulation.advance_to(60).has_value());
        fields[0] = simulation.fields();
        EXPECT_FALSE(simulation.advance_to(90).has_value());
        fields[1] = simulation.fields();
        return fields;
    };
    auto const [red, green] = run();
    // An integration may err by the tolerance times (1 + 24 m/s); what it erred relaxes in 10 s, that is in 110
    // steps of two integrations.
    constexpr Real speeds = 1 + 24;
    constexpr Real integrations = 220;
    for (std::string const integrator : {"rk45", "bdf"}) {
        problem.source.integrator = integrator;
        for (Real const tolerance : {1e-4, 1e-6, 1e-8}) {
            problem.source.rtol = tolerance;
            problem.source.atol = tolerance;
            auto const fields = run();
            Real const at_red = largest_difference(fields[0], red);
            Real const at_green = largest_difference(fields[1], green);
            std::printf("%-20s %-4s tolerance %.0e: largest difference %.1e m/s at red, %.1e m/s at green\n",
                        GetParam().c_str(), integrator.c_str(), tolerance, at_red, at_green);
            EXPECT_LE(std::max(at_red, at_green), integrations * speeds * tolerance);
            if (integrator == "rk45") { // of fifth order, in steps far below the relaxation time
                EXPECT_LE(std::max(at_red, at_green), 1e-7);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(SourceIntegrators, RedLight, testing::Values("relaxation", "congested_relaxation"));

/// Uniform traffic far from equilibrium on a ring, in steps that no wave limits.
CellFields uniform_traffic(ModelSpec const& model, SourceIntegration const& source, std::string const& time,
                           TrafficState const& start, Real end, int num_steps)
{
    Problem problem;
    problem.model = model;
    problem.road = uniform_road(8, 1e5);
    problem.left = always(BoundaryKind::periodic);
    problem.right = always(BoundaryKind::periodic);
    problem.initial.at = [start](Real) { return start; };
    problem.scheme = {"constant", "hll_w", time, 0};
    problem.source = source;
    Simulation simulation(problem);
    for (int step = 1; step <= num_steps; ++step) {
        EXPECT_FALSE(simulation.advance_to(end * step / num_steps).has_value());
    }
    return simulation.fields();
}

/// The nonlinear term, against the closed forms of its pieces: motorcycles start from rest at the limit of their engines,
/// cars brake at the limit of their brakes, both end in relaxation.
TEST(SourceIntegrators, BoundedAccelerationAgreesWithItsPieces)
{
    if (!has_source_integrators()) {
        GTEST_SKIP() << "no Kokkos Kernels";
    }
    ModelSpec const model = with_bounded_acceleration(two_class_model());
    TrafficState const start{{0.02, 0.16}, {0, 22}};
    auto const equilibrium = equilibrium_speed(model, 1, start.density);
    ASSERT_GT((22 - equilibrium[1]) / model.classes[1].relaxation_time, model.classes[1].max_deceleration);
    for (std::string const integrator : {"rk45", "bdf"}) {
        for (Real const tolerance : {1e-4, 1e-6, 1e-8}) {
            for (Real const end : {1.0, 10.0}) {
                CellFields const fields =
                    uniform_traffic(model, {integrator, tolerance, tolerance}, "strang_ssprk11", start, end, 10);
                for (std::size_t c = 0; c < 2; ++c) {
                    Real const exact = bounded_speed(model.classes[c], start.speed[c], equilibrium[c], end);
                    EXPECT_NEAR(fields.speed[c][3], exact, 300 * tolerance)
                        << integrator << ", class " << c << ", " << end << " s";
                }
            }
        }
    }
}

/// With its closed form the density-dependent time is exact in any number of steps, and IMEX converges to it.
TEST(SourceIntegrators, CongestedRelaxationIsExactWithSplittingAndOfSecondOrderWithImex)
{
    ModelSpec model = two_class_model();
    model.source = "congested_relaxation";
    model.classes[0].congestion_slowdown = 0.5;
    model.classes[1].congestion_slowdown = 0.9;
    TrafficState const start{{0.05, 0.04}, {2, 12}};
    auto const equilibrium = equilibrium_speed(model, 1, start.density);
    std::vector<Real> exact;
    for (std::size_t c = 0; c < 2; ++c) {
        ClassSpec const& vehicle = model.classes[c];
        Real const tau = vehicle.relaxation_time / (1 - vehicle.congestion_slowdown * 0.09 / model.jam_density);
        exact.push_back(equilibrium[c] + (start.speed[c] - equilibrium[c]) * std::exp(-20 / tau));
    }
    auto const error = [&](std::string const& time, int num_steps) {
        CellFields const fields = uniform_traffic(model, {}, time, start, 20, num_steps);
        return std::max(std::abs(fields.speed[0][3] - exact[0]), std::abs(fields.speed[1][3] - exact[1]));
    };
    EXPECT_LE(error("strang_ssprk11", 3), 1e-12);
    EXPECT_LE(error("strang_ssprk43", 40), 1e-12);
    Real const coarse = error("imex_ssp2_222", 20);
    Real const fine = error("imex_ssp2_222", 40);
    EXPECT_LE(fine, 0.05);
    EXPECT_NEAR(std::log2(coarse / fine), 2, 0.2);
}

} // namespace
} // namespace zemi::test
