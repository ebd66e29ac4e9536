// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/core/units.hpp>

#include <optional>
#include <string>
#include <utility>

namespace zemi::app {

/// Distribution of a parameter; `first` and `second` in SI.
struct Distribution {
    enum class Kind {
        uniform,     ///< between first and second
        log_uniform, ///< between first and second, the logarithm uniformly
        normal,      ///< mean first, standard deviation second
    };

    Kind kind = Kind::uniform;
    Real first = 0;
    Real second = 1;
    std::optional<std::pair<Real, Real>> between{}; ///< a normal distribution is cut off outside
    bool whole =
        false; ///< whole numbers: a uniform one takes each of [first, second] equally often, others are rounded

    /// The value that is exceeded with probability 1 - u, for u in (0, 1). Never outside the ends.
    [[nodiscard]] Real quantile(Real u) const noexcept;
};

/// The standard normal deviate that is exceeded with probability 1 - u, to 16 digits: algorithm AS 241 (PPND16) of
/// Wichura, Appl. Statist. 37 (1988) 477, DOI 10.2307/2347330.
[[nodiscard]] Real normal_quantile(Real u) noexcept;
/// Its inverse: the probability of less than x.
[[nodiscard]] Real normal_probability(Real x) noexcept;

/// A value with its SI unit, "3.1234567890123457 m/s", in the fewest digits that parse_quantity() reads as the same
/// bits. Units without a name are written as they are composed: "m s^-3".
[[nodiscard]] std::string exact_text(Real value, Dimension dimension);

} // namespace zemi::app
