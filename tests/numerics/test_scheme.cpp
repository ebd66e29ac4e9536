// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/scheme.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace {

TEST(Scheme, EveryBundleNamesPartsThatExist)
{
    auto const reconstructions = zemi::names_of(zemi::Reconstructions{});
    auto const fluxes = zemi::names_of(zemi::Fluxes{});
    for (auto const& name : zemi::scheme_bundle_names()) {
        auto const bundle = zemi::scheme_bundle(name);
        EXPECT_NE(std::find(reconstructions.begin(), reconstructions.end(), bundle.reconstruction),
                  reconstructions.end());
        EXPECT_NE(std::find(fluxes.begin(), fluxes.end(), bundle.flux), fluxes.end());
        EXPECT_NO_THROW((void)zemi::time_scheme(bundle.time));
    }
    EXPECT_THROW((void)zemi::scheme_bundle("third_order"), std::invalid_argument);
}

TEST(Scheme, TheContactFixTellsWhatItDoesNotGoWith)
{
    zemi::SchemeSpec const fixed = zemi::scheme_bundle("second_order");
    EXPECT_EQ(fixed.contact_fix, "qc");
    EXPECT_EQ(zemi::contact_fix_objection("multiclass_arz", fixed), "");
    EXPECT_NE(zemi::contact_fix_objection("multiclass_lwr", fixed).find("multiclass_lwr"), std::string::npos);
    auto other = fixed;
    other.flux = "rusanov";
    EXPECT_NE(zemi::contact_fix_objection("multiclass_arz", other).find("not rusanov"), std::string::npos);
    other.contact_fix = "none";
    EXPECT_EQ(zemi::contact_fix_objection("multiclass_arz", other), "");
    other.contact_fix = "qcc";
    EXPECT_NE(zemi::contact_fix_objection("multiclass_arz", other).find("known: none, qc"), std::string::npos);
}

TEST(Scheme, TheRuleTellsWhatTheNamesStandFor)
{
    auto const rule = [](std::string const& reconstruction, std::string const& flux) {
        return zemi::scheme_rule({reconstruction, flux, "strang_ssprk22", 0});
    };
    EXPECT_EQ(rule("muscl_minmod", "hll_w").limiter, zemi::SlopeLimiter::minmod);
    EXPECT_EQ(rule("muscl_van_leer", "hll_w").limiter, zemi::SlopeLimiter::van_leer);
    EXPECT_EQ(rule("muscl_mc", "hll_w").limiter, zemi::SlopeLimiter::mc);
    EXPECT_EQ(rule("muscl_unlimited", "hll_w").limiter, zemi::SlopeLimiter::unlimited);
    EXPECT_EQ(rule("weno5_js", "hll_w").weights, zemi::WenoWeights::js);
    EXPECT_EQ(rule("weno5_z", "hll_w").weights, zemi::WenoWeights::z);
    EXPECT_EQ(rule("teno5", "hll_w").weights, zemi::WenoWeights::teno);
    EXPECT_TRUE(rule("constant", "rusanov").one_speed);
    for (std::string const flux : {"hll_w", "hll", "central_upwind"}) {
        EXPECT_FALSE(rule("constant", flux).one_speed);
    }
    EXPECT_THROW((void)rule("weno", "hll_w"), std::invalid_argument);
}

TEST(Scheme, DefaultCflDependsOnTheReconstruction)
{
    EXPECT_EQ(zemi::default_cfl("constant"), 0.8);
    EXPECT_EQ(zemi::default_cfl("muscl_mc"), 0.45);
    EXPECT_THROW((void)zemi::default_cfl("weno"), std::invalid_argument);
}

} // namespace
