// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

namespace zemi::plot {

/// A range with round ticks.
struct Axis {
    double low = 0;
    double high = 1;
    std::vector<double> ticks;
    std::vector<std::string> labels; ///< one per tick, all with the same number of decimals

    /// From 0 (low) to 1 (high).
    [[nodiscard]] double position(double value) const noexcept { return (value - low) / (high - low); }
};

/// About `count` ticks at multiples of 1, 2 or 5 times a power of ten. `extend`: the ends move out to ticks, and an
/// empty range becomes one around its value; otherwise the ends stay where they are.
[[nodiscard]] Axis make_axis(double low, double high, int count, bool extend);

/// A unit in which a length or a duration up to `largest` is easy to read.
struct ReadableUnit {
    std::string name;  ///< "km"
    double factor = 1; ///< SI times factor = value in this unit
};

[[nodiscard]] ReadableUnit length_unit(double largest);   ///< [m] -> m or km
[[nodiscard]] ReadableUnit duration_unit(double largest); ///< [s] -> s, min or h

} // namespace zemi::plot
