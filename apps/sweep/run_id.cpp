// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/run_id.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace zemi::app {

void Fnv128::add(std::string_view bytes) noexcept
{
    // The prime is 2^88 + 2^8 + 0x3b: a product of 64 by 9 bits with carry, and a shift of the low half into the high.
    constexpr std::uint64_t small_prime = 0x13b;
    constexpr int shift = 88 - 64;
    constexpr std::uint64_t half = 0xffffffff;
    std::uint64_t high = m_high;
    std::uint64_t low = m_low;
    for (char const c : bytes) {
        low ^= static_cast<unsigned char>(c);
        std::uint64_t const lower = (low & half) * small_prime;
        std::uint64_t const upper = (low >> 32U) * small_prime + (lower >> 32U);
        high = high * small_prime + (low << static_cast<unsigned>(shift)) + (upper >> 32U);
        low = (upper << 32U) | (lower & half);
    }
    m_high = high;
    m_low = low;
}

std::string to_text(RunId id)
{
    return fmt::format("{:016x}", id);
}

RunId parse_run_id(std::string_view text)
{
    RunId id = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id, 16);
    if (error != std::errc() || end != text.data() + text.size() || text.size() != 16) {
        throw std::invalid_argument(fmt::format("\"{}\" is not an id of 16 hexadecimal digits", text));
    }
    return id;
}

} // namespace zemi::app
