// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/simulation.hpp>

#include <Kokkos_Core.hpp>

#include <cstdio>

int main(int argc, char** argv)
{
    Kokkos::ScopeGuard const kokkos(argc, argv);
    zemi::ClassSpec car{.name = "car", .pressure_scale = 20, .relaxation_time = 10}; // SI units: m, s, veh/m
    car.free_speed = {{1, 20}};                                                      // by road category
    zemi::Problem problem;
    problem.model.classes = {car};
    problem.road = {.length = 1000, .num_cells = 200, .category = std::vector<int>(200, 1)};
    problem.initial.at = [](double x) { return zemi::TrafficState{{x < 500 ? 0.05 : 0.20}, {x < 500 ? 15.0 : 3.0}}; };
    problem.initial.breakpoints = {500};
    problem.scheme = zemi::scheme_bundle("second_order");

    zemi::Simulation simulation(problem);
    if (auto const failure = simulation.advance_to(30)) {
        std::printf("stopped at t = %g s, x = %g m: %s\n", failure->time, failure->x, failure->reason.c_str());
        return 1;
    }
    std::printf("%lld steps, density at 500 m: %g veh/m\n", static_cast<long long>(simulation.num_steps()),
                simulation.fields().density[0][100]);
}
