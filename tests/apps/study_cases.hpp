// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Cases whose exact solution is known, as a user would write them.
#pragma once

#include "temporary_folder.hpp"
#include "zemi/case.hpp"

#include <fstream>
#include <string>
#include <vector>

namespace zemi::test {

/// The case in this text.
inline app::Case case_of(std::string const& text, std::vector<std::string> const& overrides = {})
{
    test_support::TemporaryFolder const folder;
    std::ofstream(folder / "case.yaml") << text;
    return app::read_case(folder / "case.yaml", overrides);
}

/// The case on each of these numbers of cells.
inline std::vector<app::Case> levels_of(std::string const& text, std::vector<int> const& num_cells,
                                        std::vector<std::string> overrides = {})
{
    std::vector<app::Case> levels;
    for (int const n : num_cells) {
        overrides.push_back("road.cells=" + std::to_string(n));
        levels.push_back(case_of(text, overrides));
        overrides.pop_back();
    }
    return levels;
}

/// Motorcycles and cars with the pressures of the accuracy tests; `relaxation` is written behind relaxation_time.
inline std::string two_classes(std::string const& relaxation, std::string const& rest)
{
    return "schema_version: 1\n"
           "title: two classes\n"
           "classes:\n"
           "  motorcycle: {pressure: {scale: 40 km/h, exponent: 1.5}, relaxation_time: "
         + relaxation
         + ", creeping_speed: 5 km/h, free_speed: {1: 85 km/h, 4: 45 km/h}, perceives: {motorcycle: 1, car: 0.4}}\n"
           "  car: {pressure: {scale: 60 km/h, exponent: 2}, relaxation_time: "
         + relaxation
         + ", free_speed: {1: 75 km/h, 4: 25 km/h}}\n"
           "jam_density: 250 veh/km\n"
         + rest;
}

/// Cars alone without relaxation.
inline std::string one_class(std::string const& rest)
{
    return "schema_version: 1\n"
           "title: one class\n"
           "classes:\n"
           "  car: {pressure: {scale: 60 km/h, exponent: 2}, relaxation_time: 1e30 s, free_speed: 50 km/h}\n"
           "jam_density: 250 veh/km\n"
         + rest;
}

/// exact::CoMovingWave with other numbers: a composition carried along at 10 m/s.
inline std::string carried_wave(std::string const& relaxation = "1e30 s", std::string const& more = "")
{
    return two_classes(relaxation,
                       "road: {length: 1 km, cells: 100, quality: 1}\n"
                       "initial:\n"
                       "  sine:\n"
                       "    background: {motorcycle: {density: 60 veh/km, speed: 10}, car: {density: 50 veh/km, speed: "
                       "10}}\n"
                       "    amplitude: {motorcycle: 30 veh/km, car: 20 veh/km}\n"
                       "    periods: 1\n"
                       "    speeds: background\n"
                       "boundary: periodic\n"
                       "time: {end: 30 s}\n"
                           + more);
}

/// One of the Riemann problems of one class: densities in veh/km, speeds in m/s, met at 500 m of 1 km.
inline std::string riemann_of_cars(std::string const& left, std::string const& right, std::string const& more = "")
{
    return one_class("road: {length: 1 km, cells: 100, quality: 1}\n"
                     "initial: {riemann: {at: 500 m, left: {car: {"
                     + left + "}}, right: {car: {" + right
                     + "}}}}\n"
                       "boundary: {left: outflow, right: outflow}\n"
                       "time: {end: 20 s}\n"
                     + more);
}

/// exact::TwoClassRiemann::ordered_waves().
inline std::string riemann_of_two_classes()
{
    return two_classes("1e30 s",
                       "road: {length: 1 km, cells: 100, quality: 1}\n"
                       "initial:\n"
                       "  riemann:\n"
                       "    at: 500 m\n"
                       "    left: {motorcycle: {density: 0.09, speed: 9}, car: {density: 0.05, speed: 12.5}}\n"
                       "    right: {motorcycle: {density: 0.076366629618, speed: 7.705516238812}, car: {density: "
                       "0.086990715020, speed: 8.383834120762}}\n"
                       "boundary: {left: outflow, right: outflow}\n"
                       "time: {end: 25 s}\n");
}

/// A simple wave of cars: one marker everywhere, densities like a sine.
inline std::string simple_wave(std::string const& end)
{
    return one_class("road: {length: 1 km, cells: 100, quality: 1}\n"
                     "initial:\n"
                     "  sine:\n"
                     "    background: {car: {density: 100 veh/km, speed: 12}}\n"
                     "    amplitude: {car: 30 veh/km}\n"
                     "    periods: 1\n"
                     "    speeds: marker\n"
                     "boundary: periodic\n"
                     "time: {end: "
                     + end + "}\n");
}

/// cases/degraded_road.yaml with stronger pressures on a shorter road.
inline std::string degraded_road(std::string const& upstream_speeds = "78.6 km/h")
{
    return two_classes("8 s",
                       "road: {length: 600 m, cells: 60, quality: [{from: 0 m, category: 1}, {from: 200 m, category: "
                       "4}]}\n"
                       "initial: {uniform: {motorcycle: {density: 15 veh/km, speed: "
                           + upstream_speeds
                           + "}, car: {density: 5 veh/km, speed: 69 km/h}}}\n"
                             "boundary: {left: {inflow: equilibrium}, right: outflow}\n"
                             "time: {end: 80 s}\n");
}

} // namespace zemi::test
