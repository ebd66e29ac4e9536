// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/sweep_job.hpp"
#include "temporary_folder.hpp"

#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace zemi::test_support {

/// A road so small that a run takes a fraction of a millisecond.
inline constexpr char const* tiny_case = R"(schema_version: 1
title: tiny
road: {length: 100 m, cells: 8, quality: 1}
classes:
  motorcycle: {pressure: {scale: 10 km/h, exponent: 1.5}, relaxation_time: 5 s, creeping_speed: 5 km/h, free_speed: {1: 85 km/h}, perceives: {motorcycle: 1, car: 0.4}}
  car: {pressure: {scale: 15 km/h, exponent: 2}, relaxation_time: 10 s, free_speed: {1: 75 km/h}}
jam_density: 250 veh/km
initial: {equilibrium: {motorcycle: 20 veh/km, car: 10 veh/km}}
boundary: {left: {inflow: equilibrium}, right: {outflow: {}}}
numerics: {equation: multiclass_arz, scheme: first_order}
time: {end: 4 s}
output: {every: 2 s}
)";

inline std::string write_tiny_case(TemporaryFolder const& folder)
{
    std::string path = folder / "tiny.yaml";
    std::ofstream(path) << tiny_case;
    return path;
}

/// Members with these values of two parameters: the density of cars and the number of cells.
inline app::SweepJob tiny_job(TemporaryFolder const& folder, std::vector<std::pair<std::string, std::string>> values)
{
    app::SweepJob job;
    job.name = "tiny";
    job.case_path = write_tiny_case(folder);
    job.parameters = {"initial.equilibrium.car", "road.cells"};
    job.size = values.size();
    job.values = [values = std::move(values)](std::size_t i) {
        return std::vector<std::string>{values.at(i).first, values.at(i).second};
    };
    job.resolved = "schema_version: 1\n";
    return job;
}

} // namespace zemi::test_support
