// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bounded_speed.hpp"
#include "sample_problems.hpp"
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/source_integrator.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace zemi {
namespace {

using testing::HasSubstr;

/// "key: message", or "none".
std::string conflict(std::string const& term, std::string const& integrator, SchemeSpec const& scheme)
{
    auto const found = source_conflict(term, integrator, scheme);
    return found ? found->key + ": " + found->message : "none";
}

TEST(SourceIntegrator, TheStandardRelaxationInClosedFormGoesWithEverything)
{
    for (std::string const& time : time_scheme_names()) {
        EXPECT_EQ(conflict("relaxation", "exact", {"muscl_minmod", "rusanov", time, 0}), "none");
    }
    Problem problem = test::smooth_wave(16);
    EXPECT_FALSE(needs_source_engine(problem));
    problem.source.integrator = "rk45";
    EXPECT_TRUE(needs_source_engine(problem));
    problem.model.equation = "multiclass_lwr";
    EXPECT_FALSE(needs_source_engine(problem)) << "there is no source";
}

TEST(SourceIntegrator, WhatHasNoClosedFormNeedsAnIntegrator)
{
    EXPECT_THAT(conflict("bounded_acceleration", "exact", scheme_bundle("first_order")),
                HasSubstr("source_integrator: the source term bounded_acceleration has no closed form"));
    EXPECT_EQ(conflict("congested_relaxation", "exact", scheme_bundle("first_order")), "none");
    EXPECT_EQ(conflict("congested_relaxation", "exact", scheme_bundle("second_order")), "none");
    EXPECT_THAT(conflict("congested_relaxation", "exact", {"muscl_mc", "hll_w", "imex_ssp3_433", 0}),
                HasSubstr("choose imex_ssp2_222 or one of strang_ssprk11"));
}

TEST(SourceIntegrator, IntegratorsNeedASplittingScheme)
{
    if (!has_source_integrators()) {
        EXPECT_THAT(conflict("relaxation", "rk45", scheme_bundle("first_order")),
                    HasSubstr("built without it (CMake: ZEMI_ENABLE_KERNELS=ON)"));
        GTEST_SKIP() << "no Kokkos Kernels";
    }
    for (std::string const integrator : {"rk45", "bdf"}) {
        EXPECT_EQ(conflict("relaxation", integrator, scheme_bundle("first_order")), "none");
        EXPECT_THAT(conflict("relaxation", integrator, scheme_bundle("second_order")),
                    HasSubstr("time: the integrator " + integrator
                              + " needs a time scheme that splits the source off (strang_ssprk11, strang_ssprk22, "
                                "strang_ssprk33, strang_ssprk43), not imex_ssp2_222"));
    }
    EXPECT_EQ(time_scheme_for("relaxation", "rk45", "imex_ssp2_222"), "strang_ssprk22");
    EXPECT_EQ(time_scheme_for("relaxation", "rk45", "imex_ssp3_433"), "strang_ssprk33");
    EXPECT_EQ(time_scheme_for("relaxation", "rk45", "strang_ssprk43"), "strang_ssprk43");
    EXPECT_EQ(time_scheme_for("relaxation", "exact", "imex_ssp2_222"), "imex_ssp2_222");
}

TEST(SourceIntegrator, PartsThatAreNotCompiledForItAreNamedWithThoseThatAre)
{
    std::string const time = "strang_ssprk22";
    EXPECT_THAT(
        conflict("congested_relaxation", "exact", {"muscl_minmod", "hll_w", time, 0}),
        HasSubstr("reconstruction: the reconstruction muscl_minmod runs with the source term relaxation and the "
                  "integrator exact only; others run with constant, muscl_mc"));
    EXPECT_THAT(conflict("congested_relaxation", "exact", {"muscl_mc", "rusanov", time, 0}), HasSubstr("hll_w"));
}

TEST(SourceIntegrator, UnknownNamesAreLeftToThoseWhoKnowThem)
{
    EXPECT_EQ(conflict("drag", "rk45", scheme_bundle("second_order")), "none");
    EXPECT_EQ(conflict("relaxation", "euler", scheme_bundle("second_order")), "none");
}

TEST(SourceIntegrator, DescribesItself)
{
    ModelSpec const model = test::with_bounded_acceleration(test::two_class_model());
    EXPECT_EQ(describe(model, {"bdf", 1e-6, 1e-9}), "bounded_acceleration by bdf, rtol 1e-06, atol 1e-09 m/s");
    EXPECT_EQ(describe(model, {"exact", 1e-6, 1e-9}), "bounded_acceleration by exact");
}

} // namespace
} // namespace zemi
