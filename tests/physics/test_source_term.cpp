// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models.hpp"
#include <zemi/physics/source_term.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace zemi {
namespace {

TEST(SourceTerm, StandardRelaxationIsTheDistanceOverTheTime)
{
    auto const spec = test::published_model<2>();
    auto const term = ConstantRelaxation<2>::make(spec);
    auto const a = term.acceleration<Real>({{0.05, 0.03}}, {{3, 17}}, {{12, 15}});
    EXPECT_DOUBLE_EQ(a[0], 9 / spec.classes[0].relaxation_time);
    EXPECT_DOUBLE_EQ(a[1], -2 / spec.classes[1].relaxation_time);
    auto const rate = term.relaxation_rate(Vec<Pack, 2>::filled(Pack(0.1)));
    EXPECT_EQ(rate[1][7], 1 / spec.classes[1].relaxation_time);
}

TEST(SourceTerm, DerivativesComeFromDualNumbers)
{
    auto const term = ConstantRelaxation<2>::make(test::published_model<2>());
    Vec<Dual<2>, 2> const speed{{Dual<2>::variable(3, 0), Dual<2>::variable(17, 1)}};
    auto const a = term.acceleration<Dual<2>>({{0.05, 0.03}}, speed, {{12, 15}});
    EXPECT_EQ(a[0].derivative[0], -term.rate[0]);
    EXPECT_EQ(a[0].derivative[1], 0);
    EXPECT_EQ(a[1].derivative[1], -term.rate[1]);
}

TEST(SourceTerm, TimesThatMakeNoSenseAreRefused)
{
    auto spec = test::published_model<2>();
    spec.classes[1].relaxation_time = 0;
    EXPECT_THROW((void)ConstantRelaxation<2>::make(spec), std::invalid_argument);
}

} // namespace
} // namespace zemi
