// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <array>
#include <cstdint>

/// Random numbers without a state: each is a function of a seed and of where it is used, so a member of a sweep does not
/// depend on how many there are, which of them run, or in what order.
namespace zemi::app {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Four independent random words for each counter and key: Philox4x32-10 of Salmon, Moraes, Dror and Shaw,
/// Proc. SC'11 (2011) 16, DOI 10.1145/2063384.2063405.
[[nodiscard]] constexpr PhiloxCounter philox4x32(PhiloxCounter counter, PhiloxKey key) noexcept
{
    constexpr int num_rounds = 10;
    constexpr std::uint64_t multiplier_0 = 0xD2511F53U;
    constexpr std::uint64_t multiplier_1 = 0xCD9E8D57U;
    constexpr std::uint32_t step_0 = 0x9E3779B9U; // golden ratio
    constexpr std::uint32_t step_1 = 0xBB67AE85U; // sqrt(3) - 1
    for (int round = 0; round < num_rounds; ++round) {
        std::uint64_t const product_0 = multiplier_0 * counter[0];
        std::uint64_t const product_1 = multiplier_1 * counter[2];
        counter = {
            static_cast<std::uint32_t>(product_1 >> 32U) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product_1),
            static_cast<std::uint32_t>(product_0 >> 32U) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product_0)};
        key = {key[0] + step_0, key[1] + step_1};
    }
    return counter;
}

/// What a random number is for. Part of the counter, so that no two uses share a number; the values are part of what a
/// seed means and never change.
enum class Purpose : std::uint32_t {
    random_sample = 1,
    latin_permutation = 2, ///< which stratum
    latin_position = 3, ///< where in the stratum
    owen_scrambling = 4,
    repetition = 5,
};

/// Four random words for `purpose`, told apart by three numbers of the caller's choice.
[[nodiscard]] constexpr PhiloxCounter random_words(std::uint64_t seed, Purpose purpose, std::uint32_t a,
                                                   std::uint32_t b, std::uint32_t c) noexcept
{
    PhiloxKey const key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)};
    return philox4x32({a, b, c, static_cast<std::uint32_t>(purpose)}, key);
}

/// A number of the open interval (0, 1) out of the first two words: the middle of one of 2^52 equal parts.
[[nodiscard]] constexpr Real to_unit_interval(PhiloxCounter const& words) noexcept
{
    std::uint64_t const bits = (std::uint64_t{words[0]} << 32U | words[1]) >> 12U;
    return (static_cast<Real>(bits) + Real(0.5)) * Real(0x1p-52);
}

} // namespace zemi::app
