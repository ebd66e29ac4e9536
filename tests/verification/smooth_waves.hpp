// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Smooth waves with a known solution on a closed road.
#pragma once

#include "verification.hpp"
#include <zemi/physics/exact/co_moving_wave.hpp>
#include <zemi/physics/exact/relaxing_composition.hpp>
#include <zemi/physics/exact/simple_wave.hpp>

namespace zemi::test {

inline Problem closed_road(int num_cells, int num_classes)
{
    Problem problem;
    problem.model = without_relaxation(model_with(num_classes));
    problem.road = uniform_road(num_cells);
    problem.left = always(BoundaryKind::periodic);
    problem.right = always(BoundaryKind::periodic);
    return problem;
}

/// Motorcycles and cars at the same speed with a varying composition: a contact.
inline Benchmark co_moving_wave()
{
    exact::CoMovingWave const wave;
    Real const end = 50;
    auto const start = [wave](Real x) {
        auto const point = wave.sample(x, 0);
        return TrafficState{{point.density[0], point.density[1]}, {point.speed, point.speed}};
    };
    auto const density = [wave, end](Real x) {
        auto const point = wave.sample(x, end);
        return std::vector<Real>{point.density[0], point.density[1]};
    };
    return {"co_moving_wave",
            "S1 co-moving wave (two classes)",
            end,
            [](int num_cells) { return closed_road(num_cells, 2); },
            start,
            {},
            density};
}

/// Cars alone with the same marker everywhere: Burgers' equation for the characteristic speed.
inline Benchmark simple_wave()
{
    exact::SimpleWave const wave;
    Real const end = 15;
    auto const start = [wave](Real x) {
        auto const point = wave.sample(x, 0);
        return TrafficState{{point.density}, {point.speed}};
    };
    auto const density = [wave, end](Real x) { return std::vector<Real>{wave.sample(x, end).density}; };
    return {"simple_wave", "S2 simple wave (one class)",
            end,           [](int num_cells) { return closed_road(num_cells, 1); },
            start,         {},
            density};
}

/// All accelerate to one speed in one time and carry their composition along: flux and relaxation act together.
inline Benchmark relaxing_composition(Real relaxation_time = 8)
{
    exact::RelaxingComposition wave;
    wave.relaxation_time = relaxation_time; // [s]
    Real const end = 20;
    auto const problem = [wave](int num_cells) {
        Problem p = closed_road(num_cells, 2);
        for (ClassSpec& vehicle : p.model.classes) {
            vehicle.relaxation_time = wave.relaxation_time;
            vehicle.creeping_speed = 0;
            vehicle.free_speed = {{1, 60 * kilometre_per_hour}};
        }
        return p;
    };
    auto const start = [wave](Real x) {
        auto const point = wave.sample(x, 0);
        return TrafficState{{point.density[0], point.density[1]}, {point.speed, point.speed}};
    };
    auto const density = [wave, end](Real x) {
        auto const point = wave.sample(x, end);
        return std::vector<Real>{point.density[0], point.density[1]};
    };
    return {"relaxing_composition", "S3 relaxing composition (two classes, source)", end, problem, start, {}, density};
}

} // namespace zemi::test
