// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/png.hpp"

#include <string>
#include <vector>

namespace zemi::plot {

/// Perceptually uniform colour maps that also read well without colour vision (matplotlib's, in the public domain,
/// except the diverging one).
enum class ColourMap {
    viridis,
    plasma,
    cividis,
    blue_orange, ///< diverging: dark blue, white in the middle, dark orange; for differences
};

/// The colour at `position`, from 0 (dark; diverging: blue) to 1 (bright; diverging: orange); clamped.
[[nodiscard]] Colour colour_at(ColourMap map, double position);

/// `count` colours from dark to bright.
[[nodiscard]] std::vector<Colour> colours(ColourMap map, int count);

/// "#rrggbb"
[[nodiscard]] std::string hex(Colour colour);

} // namespace zemi::plot
