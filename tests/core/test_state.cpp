// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/state.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <type_traits>

namespace {

TEST(State, LayoutIsTheSameOnEveryBackEnd)
{
    static_assert(std::is_same_v<zemi::StateView::array_layout, Kokkos::LayoutRight>);
    zemi::StateView const state("zemi::test", 2, 3, static_cast<std::size_t>(zemi::padded_row(10)));
    EXPECT_EQ(state.stride(2), 1U);
    EXPECT_EQ(state.stride(1), 24U);
}

TEST(State, RowsHoldAWholePackBeyondTheLastCell)
{
    for (int n = 1; n < 100; ++n) {
        EXPECT_EQ(zemi::padded_row(n) % 8, 0);
        EXPECT_GE(zemi::padded_row(n), n + 8);
    }
}

} // namespace
