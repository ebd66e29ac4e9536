// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/panel.hpp"
#include "plot/samples.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace zemi::plot {

enum class Variable { density, speed };

/// How pictures show it: name, unit, colours.
[[nodiscard]] Look look_of(Variable variable);

/// [class][bin], SI.
[[nodiscard]] std::vector<std::vector<float>> const& values_of(Samples::Frame const& frame, Variable variable);

/// Numbers of the frames nearest to the times [s], each once, ascending; without times: five spread over the run.
[[nodiscard]] std::vector<std::size_t> nearest_frames(std::vector<Samples::Frame> const& frames,
                                                      std::vector<double> const& times = {});

/// Colours of profiles, from the first to the last time, that can be seen on a white or a dark ground: "#rrggbb".
[[nodiscard]] std::vector<std::string> profile_colours(std::size_t count, bool on_dark_ground = false);

/// Where and when, as maps of position and time: one panel per variable, for one class. An SVG file.
[[nodiscard]] std::string space_time_picture(Samples const& samples, int vehicle_class,
                                             std::vector<Variable> const& variables);

/// Variables over position at several times, one column of panels per class, one row per variable. An SVG file.
/// `times`: the nearest snapshots are taken; empty: five spread over the run.
[[nodiscard]] std::string profile_picture(Samples const& samples, std::vector<int> const& classes,
                                          std::vector<Variable> const& variables,
                                          std::vector<double> const& times = {});

} // namespace zemi::plot
