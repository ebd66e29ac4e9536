// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/unroll.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

namespace {

TEST(Unroll, CallsInOrderWithIndicesKnownAtCompileTime)
{
    std::vector<int> seen;
    zemi::unroll<3>([&](auto i) {
        static_assert(decltype(i)::value >= 0 && decltype(i)::value < 3);
        seen.push_back(i);
    });
    EXPECT_THAT(seen, testing::ElementsAre(0, 1, 2));
}

TEST(Unroll, NothingIsNotCalled)
{
    bool called = false;
    zemi::unroll<0>([&](auto) { called = true; });
    EXPECT_FALSE(called);
}

static_assert(std::is_same_v<decltype(zemi::Index<7>::value), int const>);
static_assert(zemi::Index<7>{} == 7);

} // namespace
