// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/runtime.hpp>

#include <Kokkos_Core.hpp>
#include <gtest/gtest.h>

namespace {

TEST(Runtime, InsideAnotherOneDoesNothing)
{
    ASSERT_TRUE(Kokkos::is_initialized()) << "by the main function of the tests";
    int const before = zemi::device_concurrency();
    {
        zemi::Runtime const inner;
        EXPECT_EQ(zemi::device_concurrency(), before);
    }
    EXPECT_TRUE(Kokkos::is_initialized()) << "who did not start Kokkos does not stop it";
}

TEST(Runtime, SaysWhereKernelsRun)
{
    EXPECT_EQ(zemi::device_concurrency(), Kokkos::DefaultExecutionSpace().concurrency());
    EXPECT_EQ(zemi::device_description().find(Kokkos::DefaultExecutionSpace::name()), 0U) << zemi::device_description();
}

} // namespace
