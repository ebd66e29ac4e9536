// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What LaneStage computes is compared with single runs in test_ensemble.cpp; here: what the lanes see of their roads.
#include "sample_problems.hpp"
#include <zemi/numerics/lane_stage.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

namespace {

using zemi::Pack;
using zemi::Real;
using Equation = zemi::MulticlassArz<2>;
using Roads = zemi::LaneRoads<Equation>;

/// Five cells per road; lane 3 has another free speed, lane 5 is bad from cell 2 on (category index 1).
Roads make_roads()
{
    Roads roads;
    roads.num_cells = 5;
    roads.category = {0, 0, Roads::mixed_category, Roads::mixed_category, Roads::mixed_category};
    for (int lane = 0; lane < Pack::size; ++lane) {
        auto model = zemi::test::two_class_model();
        if (lane == 3) {
            model.classes[1].free_speed[1] = 11;
        }
        roads.lane_equation[lane] = zemi::make_multiclass_arz<2>(model);
        roads.equation.set_lane(lane, roads.lane_equation[lane]);
        roads.lane_category[lane] = {0, 0, 0, 0, 0};
    }
    roads.lane_category[5] = {0, 0, 1, 1, 1};
    return roads;
}

TEST(LaneRoads, EveryLaneSeesItsOwnRoad)
{
    Roads const roads = make_roads();
    for (int cell = 0; cell < 5; ++cell) {
        auto const road = roads.road(cell);
        for (int lane = 0; lane < Pack::size; ++lane) {
            auto const category = roads.lane_category[lane][static_cast<std::size_t>(cell)];
            for (int c = 0; c < 2; ++c) {
                EXPECT_EQ(road[c][lane], roads.lane_equation[lane].road_data(category)[c]) << cell << ' ' << lane;
            }
        }
    }
    EXPECT_EQ(roads.road(1)[1][3], 11);
    EXPECT_NE(roads.road(2)[1][5], roads.road(1)[1][5]);
}

TEST(LaneRoads, GhostCellsContinueTheRoadOrTheRing)
{
    Roads roads = make_roads();
    roads.lane_ends[5][0].kind = zemi::BoundaryKind::periodic;
    roads.lane_ends[5][1].kind = zemi::BoundaryKind::periodic;
    for (int c = 0; c < 2; ++c) {
        EXPECT_EQ(roads.ghost_road(-1)[c][5], roads.road(4)[c][5]) << "around the ring";
        EXPECT_EQ(roads.ghost_road(6)[c][5], roads.road(1)[c][5]);
        EXPECT_EQ(roads.ghost_road(-1)[c][3], roads.road(0)[c][3]) << "as in the first cell";
        EXPECT_EQ(roads.ghost_road(6)[c][3], roads.road(4)[c][3]);
    }
}

TEST(LaneRoads, StagesTakeTurnsInTheBuffers)
{
    Roads roads = make_roads();
    roads.num_buffers = 3;
    for (roads.current = 0; roads.current < 3; ++roads.current) {
        EXPECT_EQ(roads.input_buffer(0), roads.current);
        EXPECT_EQ(roads.input_buffer(1), roads.output_buffer(0));
        EXPECT_EQ(roads.input_buffer(2), roads.output_buffer(1));
        for (int stage = 0; stage < 3; ++stage) {
            EXPECT_NE(roads.output_buffer(stage), roads.current) << "the start stays until the step is accepted";
        }
    }
}

} // namespace
