// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/sampler.hpp"

#include "sweep/philox.hpp"
#include "sweep/sobol.hpp"

#include <fmt/format.h>

#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace zemi::app {
namespace {

std::uint32_t low(std::size_t number) noexcept
{
    return static_cast<std::uint32_t>(number);
}

} // namespace

std::vector<std::uint32_t> random_permutation(std::size_t count, std::uint32_t dimension, std::uint64_t seed)
{
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t last = count; last > 1; --last) {
        auto const words = random_words(seed, Purpose::latin_permutation, low(last - 1), 0, dimension);
        // 52 random bits for less than 2^32 choices: no choice is preferred by more than 2^-20 of its probability
        auto const chosen = static_cast<std::size_t>(to_unit_interval(words) * static_cast<Real>(last));
        std::swap(order[chosen], order[last - 1]);
    }
    return order;
}

Sampler::Sampler(SampleMethod method, std::size_t count, int num_dimensions, std::uint64_t seed)
    : m_method(method),
      m_count(count),
      m_num_dimensions(num_dimensions),
      m_seed(seed)
{
    if (count == 0 || count > std::numeric_limits<std::uint32_t>::max() || num_dimensions < 1) {
        throw std::invalid_argument(fmt::format("{} points in {} dimensions", count, num_dimensions));
    }
    if (method == SampleMethod::sobol && (!is_power_of_two(count) || num_dimensions > max_sobol_dimensions)) {
        throw std::invalid_argument(
            fmt::format("Sobol's sequence has 2^n points in at most {} dimensions, not {} in {}", max_sobol_dimensions,
                        count, num_dimensions));
    }
    if (method == SampleMethod::latin_hypercube) {
        if (count > max_latin_count) {
            throw std::invalid_argument(
                fmt::format("a Latin hypercube has at most {} points, not {}", max_latin_count, count));
        }
        m_strata.reserve(count * static_cast<std::size_t>(num_dimensions));
        for (int d = 0; d < num_dimensions; ++d) {
            auto const order = random_permutation(count, static_cast<std::uint32_t>(d), seed);
            m_strata.insert(m_strata.end(), order.begin(), order.end());
        }
    }
}

Real Sampler::coordinate(std::size_t index, int dimension) const
{
    auto const d = static_cast<std::uint32_t>(dimension);
    switch (m_method) {
    case SampleMethod::random:
        break;
    case SampleMethod::latin_hypercube: {
        // 32 bits for the place in the stratum: the sum is exact, so no point leaves its stratum by rounding
        constexpr Real part = 0x1p-32;
        Real const place =
            (static_cast<Real>(random_words(m_seed, Purpose::latin_position, low(index), 0, d)[0]) + Real(0.5)) * part;
        Real const stratum = m_strata[static_cast<std::size_t>(dimension) * m_count + index];
        return (stratum + place) / static_cast<Real>(m_count);
    }
    case SampleMethod::sobol: {
        constexpr Real part = 0x1p-32;
        return (static_cast<Real>(owen_scrambled(sobol_digits(low(index), dimension), dimension, m_seed)) + Real(0.5))
             * part;
    }
    }
    return to_unit_interval(random_words(m_seed, Purpose::random_sample, low(index), 0, d));
}

Real repetition_deviate(std::size_t combination, std::size_t repetition, int dimension, std::uint64_t seed) noexcept
{
    return to_unit_interval(random_words(seed, Purpose::repetition, low(combination), low(repetition),
                                         static_cast<std::uint32_t>(dimension)));
}

} // namespace zemi::app
