// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "../models.hpp"
#include <zemi/physics/exact/relaxing_composition.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace zemi::exact {
namespace {

TEST(RelaxingComposition, AcceleratesAndIsCarriedAlong)
{
    RelaxingComposition const wave;
    Real const equilibrium = 60 / 3.6 * .52;
    EXPECT_NEAR(wave.sample(0, 20).speed, equilibrium + (4 - equilibrium) * std::exp(-2.5), 1e-14);
    Real const way = equilibrium * 20 + 8 * (4 - equilibrium) * (1 - std::exp(-2.5));
    EXPECT_NEAR(wave.way(20), way, 1e-12);
    for (Real x : {0., 123., 777.}) {
        RelaxingComposition::Point const p = wave.sample(x, 20);
        Real const share = .5 + .3 * std::sin(2 * std::numbers::pi * (x - way) / 1000);
        EXPECT_NEAR(p.density[0], .12 * share, 1e-15);
        EXPECT_NEAR(p.density[0] + p.density[1], .12, 1e-16);
        EXPECT_NEAR(wave.sample(x + 1000, 20).density[0], p.density[0], 1e-15);
    }
    EXPECT_NEAR(wave.sample(0, 1e4).speed, equilibrium, 1e-14);
}

/// d_t u + d_x f(u) = S(u) by central differences, for the equation of the library.
TEST(RelaxingComposition, SolvesTheEquation)
{
    ModelSpec model = test::published_model<2>(40, 60);
    for (ClassSpec& vehicle : model.classes) {
        vehicle.relaxation_time = 8;
        vehicle.creeping_speed = 0;
        vehicle.free_speed = {{1, 60 / 3.6}};
    }
    auto const equation = make_multiclass_arz<2>(model);
    auto const road = equation.road_data(0);
    RelaxingComposition const wave;
    auto const primitive = [&](Real x, Real t) {
        auto const p = wave.sample(x, t);
        return Vec<Real, 4>{p.density[0], p.density[1], p.speed, p.speed};
    };
    auto const point = [&](Real x, Real t) { return equation.point_state(primitive(x, t), road); };
    Real const dx = 0.01;
    Real const dt = 0.001;
    for (Real x : {10., 333., 912.}) {
        auto const later = equation.conserved(point(x, 7 + dt));
        auto const before = equation.conserved(point(x, 7 - dt));
        auto const right = equation.physical_flux(point(x + dx, 7));
        auto const left = equation.physical_flux(point(x - dx, 7));
        auto const q = primitive(x, 7);
        auto const wanted = equation.equilibrium_speed(q, road);
        Real const source[4] = {0, q[0] * (wanted[0] - q[2]) / 8, 0, q[1] * (wanted[1] - q[3]) / 8};
        for (int i = 0; i < 4; ++i) {
            EXPECT_NEAR((later[i] - before[i]) / (2 * dt) + (right[i] - left[i]) / (2 * dx), source[i], 1e-9) << i;
        }
    }
}

} // namespace
} // namespace zemi::exact
