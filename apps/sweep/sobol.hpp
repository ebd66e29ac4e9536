// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

namespace zemi::app {

/// Dimensions for which there are direction numbers.
inline constexpr int max_sobol_dimensions = 37;

/// Coordinate `dimension` (from 0) of point `index` of Sobol's sequence, as the first 32 binary digits behind the point.
/// Direction numbers: Joe and Kuo, SIAM J. Sci. Comput. 30 (2008) 2635, DOI 10.1137/070709359. The points are in the
/// order of Sobol, not of the Gray code: any 2^n points with indices from k 2^n on are the same in both.
[[nodiscard]] std::uint32_t sobol_digits(std::uint32_t index, int dimension);

/// The digits after a random nested permutation of the unit interval (Owen, in: Lecture Notes in Statistics 106 (1995)
/// 299, DOI 10.1007/978-1-4612-2552-2_19): each digit is flipped or not, by a random bit that depends on the digits
/// before it. What is evenly spread stays so, and each point alone is uniformly distributed.
[[nodiscard]] std::uint32_t owen_scrambled(std::uint32_t digits, int dimension, std::uint64_t seed) noexcept;

} // namespace zemi::app
