// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What enters and leaves is what is counted: closed roads keep their vehicles, red lights let none pass.
#include "verification.hpp"
#include <zemi/numerics/scheme.hpp>

namespace zemi::test {
namespace {

/// Pressures as large as the free speeds and the options that keep traffic below jam, as cases/red_light.yaml has them.
ModelSpec bounded_model()
{
    ModelSpec model = two_class_model();
    model.classes[0].pressure_scale = 85 * kilometre_per_hour;
    model.classes[1].pressure_scale = 75 * kilometre_per_hour;
    model.creeping_law = CreepingLaw::vanishing;
    model.speed_closure = SpeedClosure::non_negative;
    return model;
}

struct ClosedRoad {
    std::string name;
    ModelSpec model;
    BoundaryKind ends;
    SchemeSpec scheme;
};

void PrintTo(ClosedRoad const& road, std::ostream* out)
{
    *out << road.name;
}

std::vector<ClosedRoad> closed_roads()
{
    std::vector<ClosedRoad> roads;
    for (std::string const scheme : {"first_order", "second_order"}) {
        for (BoundaryKind const ends : {BoundaryKind::periodic, BoundaryKind::wall}) {
            std::string const kind = ends == BoundaryKind::wall ? "_between_walls" : "_ring";
            roads.push_back({scheme + kind, bounded_model(), ends, scheme_bundle(scheme)});
            roads.push_back({scheme + kind + "_published", published_model(), ends, scheme_bundle(scheme)});
        }
    }
    // Not between walls with the published law, whose densities and wave speeds grow there without end.
    SchemeSpec const fifth = scheme_bundle("fifth_order");
    roads.push_back({"fifth_order_ring", bounded_model(), BoundaryKind::periodic, fifth});
    roads.push_back({"fifth_order_ring_published", published_model(), BoundaryKind::periodic, fifth});
    roads.push_back({"fifth_order_between_walls", bounded_model(), BoundaryKind::wall, fifth});
    return roads;
}

class ClosedRoads : public testing::TestWithParam<ClosedRoad> {};

TEST_P(ClosedRoads, KeepTheVehiclesOfEachClass)
{
    ClosedRoad const& road = GetParam();
    Problem problem = smooth_wave(200);
    problem.model = road.model;
    problem.left = always(road.ends);
    problem.right = always(road.ends);
    problem.scheme = road.scheme;
    Simulation simulation(problem);
    auto const failure = simulation.advance_to(1000);
    ASSERT_FALSE(failure.has_value()) << failure->reason << " at " << failure->time << " s";
    EXPECT_GT(simulation.num_steps(), 4000);
    if (!uses_point_values(road.scheme.reconstruction)) {
        EXPECT_EQ(simulation.num_floors(), 0);
    }
    // The limiter leaves empty cells at zero, give or take rounding: floors act there, each of at most this.
    Real const floors =
        static_cast<Real>(simulation.num_floors()) * 1e-12 * problem.model.jam_density * problem.road.cell_length();
    for (MassLedger const& entry : simulation.ledger()) {
        EXPECT_NEAR(entry.stored, entry.initial, 1e-13 * entry.initial + floors);
        if (road.ends == BoundaryKind::wall) {
            EXPECT_EQ(entry.inflow, 0);
            EXPECT_EQ(entry.outflow, 0);
        } else {
            EXPECT_EQ(entry.inflow, entry.outflow) << "what leaves a ring at one end enters it at the other";
            EXPECT_NE(entry.inflow, 0);
        }
        remark("%s: %lld steps, mass changed by %.2e\n", road.name.c_str(),
               static_cast<long long>(simulation.num_steps()), entry.stored / entry.initial - 1);
    }
}

INSTANTIATE_TEST_SUITE_P(Verification, ClosedRoads, testing::ValuesIn(closed_roads()),
                         [](auto const& instance) { return instance.param.name; });

/// Red until 60 s, green until 90 s, red again: the outflow is zero to the last bit before the first green, and does
/// not change one bit after the second red.
TEST(RedLight, LetsNothingPass)
{
    std::vector<Real> outflow; // of the first class, of bounded and published traffic, by scheme
    for (std::string const scheme : {"first_order", "second_order", "fifth_order"}) {
        for (ModelSpec const& model : {bounded_model(), published_model()}) {
            SCOPED_TRACE(scheme);
            TrafficState const traffic{{0.06, 0.02}, {15, 12}};
            Problem problem;
            problem.model = model;
            problem.road = uniform_road(200);
            problem.initial.at = [traffic](Real) { return traffic; };
            problem.left = always(BoundaryKind::inflow, traffic);
            problem.right = {
                {0, {BoundaryKind::wall, {}}}, {60, {BoundaryKind::free_outflow, {}}}, {90, {BoundaryKind::wall, {}}}};
            problem.scheme = scheme_bundle(scheme);
            Simulation simulation(problem);
            simulation.keep_history(true);
            ASSERT_FALSE(simulation.advance_to(150).has_value());
            std::vector<Real> at_second_red(2, 0);
            for (StepRecord const& record : simulation.take_history()) {
                for (std::size_t c = 0; c < 2; ++c) {
                    if (record.time <= 60) {
                        EXPECT_EQ(record.outflow[c], 0) << record.time;
                    } else if (record.time <= 90) {
                        EXPECT_GT(record.outflow[c], 0) << record.time;
                        at_second_red[c] = record.outflow[c];
                    } else {
                        EXPECT_EQ(record.outflow[c], at_second_red[c]) << record.time;
                    }
                }
            }
            for (MassLedger const& entry : simulation.ledger()) {
                EXPECT_NEAR(entry.defect() / entry.stored, 0, 1e-13);
            }
            outflow.push_back(at_second_red[0]);
        }
    }
    EXPECT_NEAR(outflow[4] / outflow[2], 1, 0.005) << "the queue dissolves at the same rate whatever the order";
}

} // namespace
} // namespace zemi::test
