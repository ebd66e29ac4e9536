// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Units at the border: people write and read "85 km/h", everything inside is SI (m, s, veh).
namespace zemi {

/// Exponents of metre, second and vehicle.
struct Dimension {
    int length = 0;
    int time = 0;
    int vehicles = 0;
    friend constexpr bool operator==(Dimension const&, Dimension const&) = default;
};

namespace dimension {
inline constexpr Dimension none{};                 ///< a plain number
inline constexpr Dimension length{1, 0, 0};        ///< [m]
inline constexpr Dimension time{0, 1, 0};          ///< [s]
inline constexpr Dimension speed{1, -1, 0};        ///< [m/s]
inline constexpr Dimension acceleration{1, -2, 0}; ///< [m/s^2]
inline constexpr Dimension vehicles{0, 0, 1};      ///< [veh]
inline constexpr Dimension density{-1, 0, 1};      ///< [veh/m]
inline constexpr Dimension flow{0, -1, 1};         ///< [veh/s]
} // namespace dimension

/// Multiply a number by one of these to get SI: 85 * units::km_per_h.
namespace units {
inline constexpr Real km = 1000;                ///< [m]
inline constexpr Real minute = 60;              ///< [s]
inline constexpr Real hour = 3600;              ///< [s]
inline constexpr Real km_per_h = 1000.0 / 3600; ///< [m/s]
inline constexpr Real veh_per_km = 1e-3;        ///< [veh/m]
inline constexpr Real veh_per_h = 1.0 / 3600;   ///< [veh/s]
} // namespace units

/// A unit such as km/h: its dimension, and the factor to SI as a fraction, so that conversions round only once.
struct Unit {
    Dimension dimension;
    Real numerator = 1;
    Real denominator = 1;

    [[nodiscard]] constexpr Real to_si(Real number) const noexcept { return number * numerator / denominator; }
    [[nodiscard]] constexpr Real from_si(Real value) const noexcept { return value * denominator / numerator; }
};

/// The unit of "km/h", "veh/km", "m s-1", "m/s^2"; "" and "1" are the unit of a plain number. Throws ValueError.
[[nodiscard]] Unit parse_unit(std::string_view text);

/// "85 km/h" as 23.611 [m/s]. The blank may be left out; a bare number is SI; times may be composed ("1h50m",
/// "2 min 30 s"). Throws ValueError, naming the units that would do, if the text is not of the expected dimension.
[[nodiscard]] Real parse_quantity(std::string_view text, Dimension expected);

/// Whether parse_quantity() would find a bare number.
[[nodiscard]] bool is_bare_number(std::string_view text) noexcept;

/// "a speed", "a density", ...; "a plain number".
[[nodiscard]] std::string describe(Dimension dimension);

/// Units in which such a quantity is usually written, the most usual one first; empty for a plain number.
[[nodiscard]] std::vector<std::string> usual_units(Dimension dimension);

/// An SI value in a unit that reads well ("85 km/h", "250 veh/km", "2 min"), with up to `digits` significant digits.
[[nodiscard]] std::string format_quantity(Real value, Dimension dimension, int digits = 6);

/// The SI value in the given unit: format_quantity_in(23.611, "km/h") is "85 km/h".
[[nodiscard]] std::string format_quantity_in(Real value, std::string const& unit, int digits = 6);

} // namespace zemi
