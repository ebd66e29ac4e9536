// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/suggest.hpp>

#include <gtest/gtest.h>

namespace zemi {
namespace {

TEST(EditDistance, CountsLetters)
{
    EXPECT_EQ(edit_distance("", ""), 0);
    EXPECT_EQ(edit_distance("abc", "abc"), 0);
    EXPECT_EQ(edit_distance("", "abc"), 3);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
}

TEST(EditDistance, AnExchangeOfNeighboursIsOneMistake)
{
    EXPECT_EQ(edit_distance("denstiy", "density"), 1);
    EXPECT_EQ(edit_distance("ab", "ba"), 1);
}

TEST(EditDistance, IsSymmetric)
{
    EXPECT_EQ(edit_distance("relaxation", "realxtion"), edit_distance("realxtion", "relaxation"));
}

TEST(NearestName, FindsWhatWasMeant)
{
    std::vector<std::string> const names{"relaxation_time", "creeping_speed", "free_speed", "pressure", "length"};
    EXPECT_EQ(nearest_name("relaxation_tme", names), "relaxation_time");
    EXPECT_EQ(nearest_name("Free-Speed", names), "free_speed");
    EXPECT_EQ(nearest_name("lenght", names), "length");
    EXPECT_EQ(nearest_name("presure", names), "pressure");
}

TEST(NearestName, TakesABeginningThatIsClear)
{
    EXPECT_EQ(nearest_name("relax", {"relaxation_time", "creeping_speed"}), "relaxation_time");
    EXPECT_EQ(nearest_name("relaxtion", {"relaxation_time", "creeping_speed"}), "relaxation_time");
    EXPECT_EQ(nearest_name("muscl", {"muscl_mc", "muscl_minmod"}), "");
    EXPECT_EQ(nearest_name("re", {"relaxation_time"}), "");
}

TEST(NearestName, IsSilentIfNothingIsNear)
{
    EXPECT_EQ(nearest_name("colour", {"length", "cells", "quality"}), "");
    EXPECT_EQ(nearest_name("x", {"y", "z"}), "");
    EXPECT_EQ(nearest_name("", {"length"}), "");
    EXPECT_EQ(nearest_name("anything", {}), "");
}

TEST(SuggestName, NamesTheNearestOrAll)
{
    EXPECT_EQ(suggest_name("hllw", {"hll_w", "rusanov"}), "did you mean \"hll_w\"?");
    EXPECT_EQ(suggest_name("roe", {"hll_w", "rusanov"}), "known: hll_w, rusanov");
    EXPECT_EQ(suggest_name("roe", {}), "");
}

} // namespace
} // namespace zemi
