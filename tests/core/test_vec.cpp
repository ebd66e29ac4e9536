// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/pack.hpp>
#include <zemi/core/vec.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using zemi::Pack;
using zemi::Vec;

static_assert(std::is_trivially_copyable_v<Vec<double, 3>>);
static_assert(std::is_trivially_copy_constructible_v<Vec<Pack, 3>>);

struct Plus {
    KOKKOS_FUNCTION double operator()(double x, double y) const { return x + y; }
};

TEST(Vec, ZipCombinesComponentByComponent)
{
    Vec<double, 3> const a{1, 2, 3};
    Vec<double, 3> const b{10, 20, 30};
    auto const sum = zemi::zip(Plus{}, a, b);
    EXPECT_EQ(sum[0], 11);
    EXPECT_EQ(sum[1], 22);
    EXPECT_EQ(sum[2], 33);
}

TEST(Vec, ConvertFillsEveryLane)
{
    auto const packs = zemi::convert<Pack>(Vec<double, 2>{4, 5});
    for (int lane = 0; lane < Pack::size; ++lane) {
        EXPECT_EQ(packs[0][lane], 4);
        EXPECT_EQ(packs[1][lane], 5);
    }
}

TEST(Vec, FilledHasEqualComponents)
{
    auto const filled = Vec<double, 4>::filled(2.5);
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(filled[i], 2.5);
    }
}

} // namespace
