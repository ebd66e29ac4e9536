// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/philox.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace zemi::app {
namespace {

// Known answers that the authors of Philox publish with their implementation (Random123, kat_vectors).
TEST(Philox, KnownAnswers)
{
    EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}), (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
              (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}), // digits of pi
              (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(RandomWords, EachPartOfTheirNameCounts)
{
    std::set<PhiloxCounter> seen;
    seen.insert(random_words(1, Purpose::repetition, 2, 3, 4));
    seen.insert(random_words(2, Purpose::repetition, 2, 3, 4));
    seen.insert(random_words(1 | std::uint64_t{1} << 32U, Purpose::repetition, 2, 3, 4));
    seen.insert(random_words(1, Purpose::random_sample, 2, 3, 4));
    seen.insert(random_words(1, Purpose::repetition, 1, 3, 4));
    seen.insert(random_words(1, Purpose::repetition, 2, 1, 4));
    seen.insert(random_words(1, Purpose::repetition, 2, 3, 1));
    EXPECT_EQ(seen.size(), 7U);
    EXPECT_EQ(random_words(1, Purpose::repetition, 2, 3, 4), philox4x32({2, 3, 4, 5}, {1, 0}));
}

TEST(ToUnitInterval, IsNeverAtItsEnds)
{
    EXPECT_EQ(to_unit_interval({0, 0, 1, 1}), 0x1p-53);
    EXPECT_EQ(to_unit_interval({0xffffffff, 0xffffffff, 0, 0}), 1 - 0x1p-53);
    EXPECT_EQ(to_unit_interval({0x80000000, 0, 0, 0}), 0.5 + 0x1p-53);
}

} // namespace
} // namespace zemi::app
