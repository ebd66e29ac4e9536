// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/problem.hpp>

#include <cmath>
#include <numbers>
#include <string>

namespace zemi::test {

inline constexpr Real kilometre_per_hour = 1 / 3.6;

/// Motorcycles and cars with pressures strong enough to keep densities below jam (accuracy tests need that).
inline ModelSpec two_class_model()
{
    ClassSpec motorcycle;
    motorcycle.name = "motorcycle";
    motorcycle.pressure_scale = 40 * kilometre_per_hour;
    motorcycle.pressure_exponent = 1.5;
    motorcycle.relaxation_time = 5;
    motorcycle.creeping_speed = 5 * kilometre_per_hour;
    motorcycle.free_speed = {{1, 85 * kilometre_per_hour}, {4, 45 * kilometre_per_hour}};
    motorcycle.perceives = {{"motorcycle", 1}, {"car", 0.4}};
    ClassSpec car;
    car.name = "car";
    car.pressure_scale = 60 * kilometre_per_hour;
    car.pressure_exponent = 2;
    car.relaxation_time = 10;
    car.free_speed = {{1, 75 * kilometre_per_hour}, {4, 25 * kilometre_per_hour}};
    ModelSpec model;
    model.classes = {motorcycle, car};
    return model;
}

/// The first `num_classes` of motorcycle, car, truck.
inline ModelSpec model_with(int num_classes)
{
    ModelSpec model = two_class_model();
    if (num_classes == 1) {
        model.classes.erase(model.classes.begin());
    }
    if (num_classes == 3) {
        ClassSpec truck = model.classes[1];
        truck.name = "truck";
        truck.relaxation_time = 15;
        truck.free_speed = {{1, 60 * kilometre_per_hour}, {4, 20 * kilometre_per_hour}};
        model.classes.push_back(truck);
    }
    return model;
}

inline RoadSpec uniform_road(int num_cells, Real length = 1000, int category = 1)
{
    RoadSpec road;
    road.length = length;
    road.num_cells = num_cells;
    road.category.assign(static_cast<std::size_t>(num_cells), category);
    return road;
}

inline BoundarySchedule always(BoundaryKind kind, TrafficState const& state = {})
{
    return {{0, {kind, state}}};
}

/// A smooth wave of all classes on a closed road whose second half is bad.
inline Problem smooth_wave(int num_cells, int num_classes = 2)
{
    Problem problem;
    problem.model = model_with(num_classes);
    problem.road = uniform_road(num_cells);
    for (int i = num_cells / 2; i < num_cells; ++i) {
        problem.road.category[static_cast<std::size_t>(i)] = 4;
    }
    problem.initial.at = [num_classes](Real x) {
        TrafficState state;
        Real const k = 2 * std::numbers::pi / 1000;
        for (int c = 0; c < num_classes; ++c) {
            state.density.push_back((0.12 + 0.03 * std::sin(k * x + c)) / num_classes);
            state.speed.push_back(8 + c + 2 * std::cos(k * x));
        }
        return state;
    };
    problem.left = always(BoundaryKind::periodic);
    problem.right = always(BoundaryKind::periodic);
    problem.scheme = scheme_bundle("second_order");
    return problem;
}

/// Two states that meet in the middle of an open road.
inline Problem riemann_problem(int num_cells, TrafficState const& left, TrafficState const& right)
{
    Problem problem;
    problem.model = model_with(static_cast<int>(left.density.size()));
    problem.road = uniform_road(num_cells);
    problem.initial.at = [=](Real x) { return x < 500 ? left : right; };
    problem.initial.breakpoints = {500};
    problem.scheme = scheme_bundle("second_order");
    return problem;
}

} // namespace zemi::test
