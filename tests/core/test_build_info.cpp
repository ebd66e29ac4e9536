// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/build_info.hpp>

#include <Kokkos_Core.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

TEST(BuildInfo, NamesTheVersionAndTheCompiler)
{
    zemi::BuildInfo const info = zemi::build_info();
    EXPECT_THAT(info.version, MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
    EXPECT_FALSE(info.compiler.empty());
    EXPECT_FALSE(info.build_type.empty());
}

TEST(BuildInfo, ListsTheDefaultExecutionSpace)
{
    EXPECT_THAT(zemi::build_info().backends, HasSubstr(Kokkos::DefaultExecutionSpace::name()));
}

} // namespace
