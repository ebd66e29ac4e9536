// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bounded_speed.hpp"
#include "models.hpp"
#include <zemi/physics/source_terms.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace zemi {
namespace {

TEST(SourceTerms, OnlyRelaxationsHaveAClosedForm)
{
    EXPECT_TRUE(has_closed_form("relaxation"));
    EXPECT_TRUE(has_closed_form("congested_relaxation"));
    EXPECT_FALSE(has_closed_form("bounded_acceleration"));
    EXPECT_FALSE(has_closed_form("nonsense"));
}

/// Every term of the list, by its name, with its parameters.
TEST(SourceTerms, AChoiceIsTheTermOfThatName)
{
    auto model = test::with_bounded_acceleration(test::published_model<2>());
    model.classes[0].congestion_slowdown = 0.5;
    Vec<Real, 2> const density{{0.1, 0.05}};
    Vec<Real, 2> const speed{{1, 25}};
    Vec<Real, 2> const equilibrium{{20, 3}};
    auto const chosen = [&](char const* name) {
        model.source = name;
        return SourceChoice<2>::make(model).visit(
            [&](auto const& term) { return term.acceleration(density, speed, equilibrium); });
    };
    auto const expect_same = [](Vec<Real, 2> const& a, Vec<Real, 2> const& b) {
        EXPECT_EQ(a[0], b[0]);
        EXPECT_EQ(a[1], b[1]);
    };
    expect_same(chosen("relaxation"), ConstantRelaxation<2>::make(model).acceleration(density, speed, equilibrium));
    expect_same(chosen("congested_relaxation"),
                CongestedRelaxation<2>::make(model).acceleration(density, speed, equilibrium));
    expect_same(chosen("bounded_acceleration"),
                BoundedAcceleration<2>::make(model).acceleration(density, speed, equilibrium));
    EXPECT_NE(chosen("relaxation")[0], chosen("congested_relaxation")[0]);
    EXPECT_NE(chosen("relaxation")[1], chosen("bounded_acceleration")[1]);
}

TEST(SourceTerms, OnlyTheChosenTermNeedsItsParameters)
{
    auto model = test::published_model<2>();
    EXPECT_NO_THROW((void)SourceChoice<2>::make(model));
    model.source = "bounded_acceleration";
    EXPECT_THROW((void)SourceChoice<2>::make(model), std::invalid_argument);
}

TEST(SourceTerms, UnknownNamesAreAnsweredWithTheKnownOnes)
{
    auto model = test::published_model<1>();
    model.source = "drag";
    try {
        (void)SourceChoice<1>::make(model);
        FAIL();
    } catch (std::invalid_argument const& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("relaxation, congested_relaxation, bounded_acceleration"));
    }
}

} // namespace
} // namespace zemi
