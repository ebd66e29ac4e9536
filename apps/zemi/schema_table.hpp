// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/schema.hpp"

/// The parts of the schema table; schema() puts them together.
namespace zemi::app::table {

constexpr Dimension length = dimension::length;
constexpr Dimension time = dimension::time;
constexpr Dimension speed = dimension::speed;
constexpr Dimension density = dimension::density;

constexpr Bounds positive{.min = 0, .above_min = true};
constexpr Bounds not_negative{.min = 0};

inline Bounds between(Real min, Real max)
{
    return {.min = min, .max = max};
}

[[nodiscard]] std::vector<SchemaEntry> general_entries();
[[nodiscard]] std::vector<SchemaEntry> road_entries();
[[nodiscard]] std::vector<SchemaEntry> class_entries();
[[nodiscard]] std::vector<SchemaEntry> model_entries();
[[nodiscard]] std::vector<SchemaEntry> initial_entries();
[[nodiscard]] std::vector<SchemaEntry> boundary_entries();
[[nodiscard]] std::vector<SchemaEntry> numerics_entries();
[[nodiscard]] std::vector<SchemaEntry> run_entries();
/// A traffic state and the kinds of road ends, used in several places.
[[nodiscard]] std::vector<SchemaEntry> definition_entries();
/// What a sweep file may say, below "$sweep"; in sweep/schema_table_sweep.cpp.
[[nodiscard]] std::vector<SchemaEntry> sweep_entries();

} // namespace zemi::app::table
