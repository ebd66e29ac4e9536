// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sample_problems.hpp"
#include <zemi/numerics/boundary.hpp>
#include <zemi/numerics/simulation.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace {

using zemi::BoundaryKind;
using zemi::Real;
using zemi::Side;
using zemi::Vec;

/// Cars only: p = K (rho / rho_jam)^2, so everything has a closed form.
class InflowOneClass : public ::testing::Test {
protected:
    using Equation = zemi::MulticlassArz<1, zemi::AnyLaw<1>>;
    Equation equation = zemi::make_multiclass_arz<1, zemi::AnyLaw<1>>(zemi::test::model_with(1));
    Vec<Real, 1> road = equation.road_data(0);
    Real const scale = 60 / 3.6;
    Real const jam = 0.25;

    [[nodiscard]] Real pressure(Real rho) const { return scale * (rho / jam) * (rho / jam); }

    zemi::BoundaryPoint<Equation> inflow(Real rho, Real v)
    {
        zemi::BoundaryPoint<Equation> point;
        point.kind = BoundaryKind::inflow;
        point.primitive = {rho, v};
        point.point = equation.point_state(point.primitive, road);
        point.capacity_scale = capacity_scale(equation, point, road);
        return point;
    }
    Real flow(zemi::BoundaryPoint<Equation> const& boundary, Real rho, Real v)
    {
        return inflow_flux(equation, boundary, equation.point_state(Vec<Real, 2>{rho, v}, road), road)[0];
    }
};

TEST_F(InflowOneClass, CapacityIsWhereTheFlowIsLargest)
{
    auto const boundary = inflow(0.1, 10);
    Real const w = 10 + pressure(0.1);
    // d/drho rho (w - K (rho/jam)^2) = 0 at rho = jam sqrt(w / (3 K)).
    EXPECT_NEAR(boundary.capacity_scale * 0.1, jam * std::sqrt(w / (3 * scale)), 1e-8);
}

TEST_F(InflowOneClass, ImposesTheWholeStateInFreeFlow)
{
    auto const boundary = inflow(0.03, 18);
    EXPECT_DOUBLE_EQ(flow(boundary, 0.02, 20), 0.03 * 18);
    auto const flux = inflow_flux(equation, boundary, equation.point_state(Vec<Real, 2>{0.02, 20}, road), road);
    EXPECT_NEAR(flux[1], 0.03 * 18 * (18 + pressure(0.03)), 1e-13);
}

/// The exact Godunov flux: behind a slow road the entering traffic is compressed to rho* with w - p(rho*) = v inside.
TEST_F(InflowOneClass, EntersAsTheGodunovFluxWhereWavesLeave)
{
    auto const boundary = inflow(0.1, 10);
    Real const w = 10 + pressure(0.1);
    for (Real const v : {0.0, 0.5, 2.0, 4.0}) {
        Real const star = jam * std::sqrt((w - v) / scale);
        EXPECT_NEAR(flow(boundary, 0.22, v), star * v, 1e-11);
    }
    // A road fast enough takes the whole demand.
    EXPECT_NEAR(flow(boundary, 0.2, 9.99), std::min(Real(1), jam * std::sqrt((w - 9.99) / scale) * 9.99), 1e-11);
}

TEST_F(InflowOneClass, CongestedInflowSendsItsCapacityIntoAnEmptyRoad)
{
    auto const boundary = inflow(0.2, 2); // denser than at capacity
    Real const w = 2 + pressure(0.2);
    Real const best = jam * std::sqrt(w / (3 * scale));
    EXPECT_NEAR(flow(boundary, 0.0, 20), best * (w - pressure(best)), 1e-9);
}

TEST_F(InflowOneClass, EmptyInflowSendsNobody)
{
    auto const boundary = inflow(0, 20);
    EXPECT_EQ(flow(boundary, 0.2, 1), 0);
}

TEST_F(InflowOneClass, FreeOutflowIsTheOwnFlowInFreeTrafficAndTheCapacityOfAQueue)
{
    auto const leave = [&](Real rho, Real v) {
        return free_outflow_flux(equation, equation.point_state(Vec<Real, 2>{rho, v}, road), road)[0];
    };
    EXPECT_DOUBLE_EQ(leave(0.03, 18), 0.03 * 18);
    EXPECT_EQ(leave(0, 20), 0);
    for (Real const rho : {0.15, 0.2, 0.25}) { // standing queues
        Real const w = pressure(rho);
        Real const best = jam * std::sqrt(w / (3 * scale));
        EXPECT_NEAR(leave(rho, 0), best * (w - pressure(best)), 1e-12);
    }
}

TEST(Boundary, StandingQueueDischargesThroughAFreeEndOnly)
{
    for (BoundaryKind const end : {BoundaryKind::outflow, BoundaryKind::free_outflow}) {
        zemi::TrafficState const queue{{0.14, 0.05}, {0, 0}};
        auto problem = zemi::test::riemann_problem(64, queue, queue);
        for (auto& vehicle_class : problem.model.classes) {
            vehicle_class.relaxation_time = 1e30;
        }
        problem.left = zemi::test::always(BoundaryKind::wall);
        problem.right = zemi::test::always(end);
        zemi::Simulation simulation(problem);
        ASSERT_FALSE(simulation.advance_to(20).has_value());
        for (auto const& entry : simulation.ledger()) {
            EXPECT_NEAR(entry.defect() / entry.initial, 0, 1e-13);
            if (end == BoundaryKind::free_outflow) {
                EXPECT_GT(entry.outflow, 1);
            } else {
                EXPECT_NEAR(entry.outflow, 0, 1e-9) << "zero gradient: as still beyond the end";
            }
        }
    }
}

TEST(Boundary, NobodyEntersAStandingQueue)
{
    using Equation = zemi::MulticlassArz<2, zemi::AnyLaw<2>>;
    auto const equation = zemi::make_multiclass_arz<2, zemi::AnyLaw<2>>(zemi::test::two_class_model());
    auto const road = equation.road_data(0);
    zemi::BoundaryPoint<Equation> boundary;
    boundary.kind = BoundaryKind::inflow;
    boundary.primitive = {0.06, 0.04, 9, 8};
    boundary.point = equation.point_state(boundary.primitive, road);
    boundary.capacity_scale = capacity_scale(equation, boundary, road);
    auto const flux = inflow_flux(equation, boundary, equation.point_state(Vec<Real, 4>{0.15, 0.1, 0, 0}, road), road);
    EXPECT_NEAR(flux[0], 0, 1e-11);
    EXPECT_NEAR(flux[2], 0, 1e-11);
}

TEST(Boundary, TwoClassesKeepTheirMarkersAndShares)
{
    using Equation = zemi::MulticlassArz<2, zemi::AnyLaw<2>>;
    auto const equation = zemi::make_multiclass_arz<2, zemi::AnyLaw<2>>(zemi::test::two_class_model());
    auto const road = equation.road_data(0);
    zemi::BoundaryPoint<Equation> boundary;
    boundary.kind = BoundaryKind::inflow;
    boundary.primitive = {0.06, 0.04, 9, 8};
    boundary.point = equation.point_state(boundary.primitive, road);
    boundary.capacity_scale = capacity_scale(equation, boundary, road);
    auto const inside = equation.point_state(Vec<Real, 4>{0.09, 0.07, 4, 4}, road);
    auto const flux = inflow_flux(equation, boundary, inside, road);
    EXPECT_GT(flux[0], 0);
    EXPECT_LT(flux[0] + flux[2], 0.06 * 9 + 0.04 * 8) << "a slow road takes less than the demand";
    EXPECT_NEAR(flux[1] / flux[0], boundary.point[4], 1e-12);
    EXPECT_NEAR(flux[3] / flux[2], boundary.point[5], 1e-12);
}

TEST(Boundary, UniformTrafficPassesTheInflowUnchanged)
{
    zemi::TrafficState const state{{0.06, 0.04}, {9, 8}};
    auto problem = zemi::test::riemann_problem(64, state, state);
    for (auto& vehicle_class : problem.model.classes) {
        vehicle_class.relaxation_time = 1e30;
    }
    problem.left = zemi::test::always(BoundaryKind::inflow, state);
    zemi::Simulation simulation(problem);
    ASSERT_FALSE(simulation.advance_to(50).has_value());
    auto const fields = simulation.fields();
    for (int c = 0; c < 2; ++c) {
        auto const k = static_cast<std::size_t>(c);
        for (int i = 0; i < 64; ++i) {
            EXPECT_NEAR(fields.density[k][static_cast<std::size_t>(i)], state.density[k], 1e-13);
            EXPECT_NEAR(fields.speed[k][static_cast<std::size_t>(i)], state.speed[k], 1e-11);
        }
    }
}

TEST(Boundary, WallPassesExactlyNothing)
{
    for (Side const side : {Side::left, Side::right}) {
        auto problem = zemi::test::smooth_wave(100);
        problem.left = zemi::test::always(side == Side::left ? BoundaryKind::wall : BoundaryKind::outflow);
        problem.right = zemi::test::always(side == Side::right ? BoundaryKind::wall : BoundaryKind::outflow);
        zemi::Simulation simulation(problem);
        ASSERT_FALSE(simulation.advance_to(20).has_value());
        for (auto const& entry : simulation.ledger()) {
            EXPECT_EQ(side == Side::left ? entry.inflow : entry.outflow, 0.0);
            EXPECT_NEAR(entry.defect() / entry.initial, 0, 1e-13);
        }
    }
}

struct CellsFrom {
    Real density;
    Real speed;
    KOKKOS_FUNCTION Vec<Real, 2> operator()(int k) const { return {density + k, speed + k}; }
};

TEST(Boundary, GhostCellsFollowTheCondition)
{
    using Equation = zemi::MulticlassArz<1, zemi::AnyLaw<1>>;
    CellsFrom const cell{1, 10};
    CellsFrom const opposite{100, 50};
    zemi::BoundaryPoint<Equation> boundary;
    boundary.kind = BoundaryKind::outflow;
    EXPECT_EQ((zemi::ghost_primitive<Equation>(boundary, 1, cell, opposite)[0]), 1.0);
    boundary.kind = BoundaryKind::periodic;
    EXPECT_EQ((zemi::ghost_primitive<Equation>(boundary, 1, cell, opposite)[1]), 51.0);
    boundary.kind = BoundaryKind::wall;
    EXPECT_EQ((zemi::ghost_primitive<Equation>(boundary, 1, cell, opposite)[0]), 2.0);
    EXPECT_EQ((zemi::ghost_primitive<Equation>(boundary, 1, cell, opposite)[1]), -11.0);
    // Nothing drives out of a wall, not even where a speed is below zero.
    CellsFrom const backing_off{1, -10};
    EXPECT_LT((zemi::ghost_primitive<Equation>(boundary, 1, backing_off, opposite)[1]), 0);
}

} // namespace
