// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/numerical_flux.hpp>
#include <zemi/numerics/reconstruction.hpp>
#include <zemi/numerics/scheme_rule.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

static_assert(std::is_same_v<zemi::FormulaOf<zemi::HllW>, zemi::HllW>);
static_assert(std::is_same_v<zemi::FormulaOf<zemi::Hll>, zemi::HllOrRusanov>);
static_assert(std::is_same_v<zemi::FormulaOf<zemi::Rusanov>, zemi::HllOrRusanov>);
static_assert(std::is_same_v<zemi::FormulaOf<zemi::CentralUpwind>, zemi::HllOrRusanov>);
static_assert(std::is_same_v<zemi::FormulaOf<zemi::MusclMinmod>, zemi::Muscl>);
static_assert(std::is_same_v<zemi::FormulaOf<zemi::Teno5>, zemi::Weno5>);
static_assert(std::is_same_v<zemi::FormulaOf<zemi::ConstantReconstruction>, zemi::ConstantReconstruction>);

TEST(FluxOf, IsTheOneOfTheRule)
{
    EXPECT_FALSE(zemi::flux_of<zemi::HllOrRusanov>({}).one_speed);
    EXPECT_TRUE(zemi::flux_of<zemi::HllOrRusanov>({.one_speed = true}).one_speed);
    static_assert(std::is_same_v<decltype(zemi::flux_of<zemi::HllW>({})), zemi::HllW>);
}

} // namespace
