// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/run_id.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace zemi::app {
namespace {

TEST(RunId, HashIsTheOneOfTheReference)
{
    Fnv128 const empty; // values of the reference: offset basis, and of "a"
    EXPECT_EQ(empty.high(), 0x6c62272e07bb0142);
    EXPECT_EQ(empty.low(), 0x62b821756295c58d);
    Fnv128 a;
    a.add("a");
    EXPECT_EQ(a.high(), 0xd228cb696f1a8caf);
    EXPECT_EQ(a.low(), 0x78912b704e4a8964);
    EXPECT_EQ(a.folded(), a.high() ^ a.low());
}

TEST(RunId, PiecesMakeTheWhole)
{
    Fnv128 whole;
    whole.add("road.cells=100\n");
    Fnv128 pieces;
    pieces.add("road.");
    pieces.add("");
    pieces.add("cells=100\n");
    EXPECT_EQ(whole.folded(), pieces.folded());
    pieces.add(" ");
    EXPECT_NE(whole.folded(), pieces.folded());
}

TEST(RunId, TextReadsBack)
{
    EXPECT_EQ(to_text(0xabc), "0000000000000abc");
    EXPECT_EQ(parse_run_id("0000000000000abc"), 0xabcU);
    EXPECT_EQ(parse_run_id(to_text(0xfedcba9876543210)), 0xfedcba9876543210);
    for (char const* const text : {"", "abc", "0000000000000abg", "00000000000000abc"}) {
        EXPECT_THROW((void)parse_run_id(text), std::invalid_argument) << text;
    }
}

} // namespace
} // namespace zemi::app
