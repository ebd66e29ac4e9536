// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace zemi::app {

/// FNV-1a with 128 bits (Fowler, Noll, Vo; IETF draft-eastlake-fnv), fed piece by piece.
class Fnv128 {
public:
    void add(std::string_view bytes) noexcept;
    [[nodiscard]] std::uint64_t high() const noexcept { return m_high; }
    [[nodiscard]] std::uint64_t low() const noexcept { return m_low; }
    /// Both halves combined by exclusive or.
    [[nodiscard]] std::uint64_t folded() const noexcept { return m_high ^ m_low; }

private:
    std::uint64_t m_high = 0x6c62272e07bb0142;
    std::uint64_t m_low = 0x62b821756295c58d;
};

/// Names a run by its content: FNV-1a 128 of the resolved case and of what is stored of it, folded to 64 bits. Among a
/// million different runs the probability that any two share an id is 3e-8.
using RunId = std::uint64_t;

/// 16 hexadecimal digits.
[[nodiscard]] std::string to_text(RunId id);

/// The id as written by to_text(). Throws std::invalid_argument.
[[nodiscard]] RunId parse_run_id(std::string_view text);

} // namespace zemi::app
