// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace zemi::app {

/// How the points of a sample are spread over the unit cube.
enum class SampleMethod {
    random,          ///< independently of each other
    latin_hypercube, ///< in each dimension one point in each of `count` equal parts, at a random place in it
    sobol,           ///< Sobol's sequence, scrambled
};

/// Points in the unit cube, each a function of (method, count, seed, index).
class Sampler {
public:
    /// Throws std::invalid_argument for a count or number of dimensions that the method cannot have: see
    /// is_power_of_two(), max_sobol_dimensions, max_latin_count.
    Sampler(SampleMethod method, std::size_t count, int num_dimensions, std::uint64_t seed);

    [[nodiscard]] std::size_t size() const noexcept { return m_count; }
    [[nodiscard]] int num_dimensions() const noexcept { return m_num_dimensions; }
    /// Coordinate of a point; inside (0, 1), never at its ends.
    [[nodiscard]] Real coordinate(std::size_t index, int dimension) const;

private:
    SampleMethod m_method;
    std::size_t m_count;
    int m_num_dimensions;
    std::uint64_t m_seed;
    std::vector<std::uint32_t> m_strata; ///< of a Latin hypercube: [dimension][index]
};

/// Points of a Latin hypercube: their permutations are kept in memory.
inline constexpr std::size_t max_latin_count = 10'000'000;

/// A Sobol sequence is balanced only if it is cut at a power of two.
[[nodiscard]] constexpr bool is_power_of_two(std::size_t count) noexcept
{
    return count != 0 && (count & (count - 1)) == 0;
}

/// The numbers from 0 to count - 1 in random order, each order as likely as any other (Fisher and Yates).
[[nodiscard]] std::vector<std::uint32_t> random_permutation(std::size_t count, std::uint32_t dimension,
                                                            std::uint64_t seed);

/// Deviate number (combination, repetition) of parameter `dimension`; inside (0, 1).
[[nodiscard]] Real repetition_deviate(std::size_t combination, std::size_t repetition, int dimension,
                                      std::uint64_t seed) noexcept;

} // namespace zemi::app
