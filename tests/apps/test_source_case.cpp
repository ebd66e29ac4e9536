// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What a case says about source terms and their integration.
#include "zemi/case.hpp"
#include <zemi/core/error.hpp>
#include <zemi/numerics/source_integrator.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace zemi::app {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

std::string const red_light = std::string(ZEMI_SOURCE_DIR) + "/cases/red_light.yaml";

std::vector<std::string> messages(std::vector<std::string> const& overrides)
{
    std::vector<std::string> result;
    try {
        (void)read_case(red_light, overrides);
    } catch (ConfigError const& error) {
        for (Diagnostic const& diagnostic : error.diagnostics()) {
            result.push_back(diagnostic.message);
        }
    }
    return result;
}

TEST(SourceCase, PublishedRelaxationInClosedFormUnlessTheCaseSaysOtherwise)
{
    Case const c = read_case(red_light);
    EXPECT_EQ(c.problem.model.source, "relaxation");
    EXPECT_EQ(c.problem.source.integrator, "exact");
    EXPECT_EQ(c.problem.source.rtol, 1e-6);
    EXPECT_EQ(c.problem.source.atol, 1e-6);
    EXPECT_EQ(c.problem.scheme.time, "imex_ssp2_222");
    EXPECT_FALSE(needs_source_engine(c.problem));
}

TEST(SourceCase, ReadsTheTermsAndTheirParameters)
{
    Case const c = read_case(red_light, {"model.source=congested_relaxation", "classes.car.congestion_slowdown=0.8",
                                         "classes.motorcycle.congestion_slowdown=0"});
    EXPECT_EQ(c.problem.model.source, "congested_relaxation");
    EXPECT_EQ(c.problem.model.classes[1].congestion_slowdown, 0.8);
    EXPECT_EQ(c.problem.source.integrator, "exact");
    EXPECT_EQ(c.problem.scheme.time, "imex_ssp2_222");
    EXPECT_THAT(c.warnings, IsEmpty());
}

TEST(SourceCase, AnIntegratorTakesASplittingSchemeAlong)
{
    if (!has_source_integrators()) {
        GTEST_SKIP() << "no Kokkos Kernels";
    }
    Case const c = read_case(
        red_light, {"numerics.source_integrator=bdf", "numerics.source_rtol=1e-8", "numerics.source_atol=1e-3 km/h"});
    EXPECT_EQ(c.problem.source.integrator, "bdf");
    EXPECT_EQ(c.problem.source.rtol, 1e-8);
    EXPECT_DOUBLE_EQ(c.problem.source.atol, 1e-3 / 3.6);
    EXPECT_EQ(c.problem.scheme.time, "strang_ssprk22");
    EXPECT_THAT(c.resolved, HasSubstr("source_integrator: bdf"));
    EXPECT_THAT(messages({"numerics.source_integrator=bdf", "numerics.time=imex_ssp2_222"}),
                Contains(HasSubstr("the integrator bdf needs a time scheme that splits the source off")));
    Case const bounded = read_case(std::string(ZEMI_SOURCE_DIR) + "/cases/sources/red_light_bounded.yaml");
    EXPECT_EQ(bounded.problem.source.integrator, "rk45");
    EXPECT_EQ(bounded.problem.scheme.time, "strang_ssprk22");
    EXPECT_EQ(bounded.problem.model.classes[0].max_acceleration, 2.5);
    EXPECT_THAT(bounded.warnings, IsEmpty());
}

TEST(SourceCase, MissingAndUselessParametersAreNamed)
{
    EXPECT_THAT(messages({"model.source=congested_relaxation"}),
                Contains(HasSubstr("missing key \"congestion_slowdown\" in classes.car, which model.source "
                                   "congested_relaxation needs")));
    Case const c = read_case(red_light, {"classes.car.max_acceleration=2 m/s^2"});
    EXPECT_THAT(c.warnings, Contains(HasSubstr("max_acceleration has no effect: model.source is relaxation, not "
                                               "bounded_acceleration")));
    EXPECT_THAT(messages({"model.source=bounded_acceleration", "numerics.source_integrator=exact"}),
                Contains(HasSubstr("has no closed form")));
    EXPECT_THAT(messages({"model.source=congested_relaxation", "classes.car.congestion_slowdown=0.8",
                          "classes.motorcycle.congestion_slowdown=0", "numerics.flux=rusanov"}),
                Contains(HasSubstr("the flux rusanov runs with")));
}

} // namespace
} // namespace zemi::app
