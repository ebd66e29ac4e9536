// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models.hpp"
#include <zemi/physics/congested_relaxation.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace zemi {
namespace {

ModelSpec slowed_model()
{
    auto spec = test::published_model<2>();
    spec.classes[0].congestion_slowdown = 0.6;
    spec.classes[1].congestion_slowdown = 0.9;
    return spec;
}

/// tau (1 + r rho / (rho_jam - r rho)), as published.
Real published_time(ModelSpec const& spec, std::size_t c, Real density)
{
    Real const r = spec.classes[c].congestion_slowdown;
    return spec.classes[c].relaxation_time * (1 + r * density / (spec.jam_density - r * density));
}

TEST(CongestedRelaxation, TakesThePublishedTimeAtEveryDensityUpToJam)
{
    auto const spec = slowed_model();
    auto const term = CongestedRelaxation<2>::make(spec);
    for (Real const share : {0.0, 0.1, 0.5, 0.9, 1.0}) {
        Vec<Real, 2> const density{{0.7 * share * spec.jam_density, 0.3 * share * spec.jam_density}};
        auto const rate = term.relaxation_rate(density);
        EXPECT_NEAR(rate[0] * published_time(spec, 0, share * spec.jam_density), 1, 1e-14);
        EXPECT_NEAR(rate[1] * published_time(spec, 1, share * spec.jam_density), 1, 1e-14);
        EXPECT_DOUBLE_EQ((term.acceleration<Real>(density, {{3, 17}}, {{12, 15}})[0]), 9 * rate[0]);
    }
}

TEST(CongestedRelaxation, BeyondTheJamDensityTheTimeIsThatOfTheJam)
{
    auto const spec = slowed_model();
    auto const term = CongestedRelaxation<2>::make(spec);
    auto const rate = term.relaxation_rate(Vec<Real, 2>{{spec.jam_density, spec.jam_density}});
    EXPECT_NEAR(rate[1], 0.1 / spec.classes[1].relaxation_time, 1e-15);
}

TEST(CongestedRelaxation, LanesOfAPackGiveTheBitsOfTheScalar)
{
    auto const term = CongestedRelaxation<2>::make(slowed_model());
    Vec<Pack, 2> density{};
    for (int lane = 0; lane < Pack::size; ++lane) {
        density[0].set(lane, 0.01 * lane);
        density[1].set(lane, 0.02 + 0.03 * lane);
    }
    auto const rate = term.relaxation_rate(density);
    for (int lane = 0; lane < Pack::size; ++lane) {
        auto const one = term.relaxation_rate(Vec<Real, 2>{{density[0][lane], density[1][lane]}});
        EXPECT_EQ(rate[0][lane], one[0]);
        EXPECT_EQ(rate[1][lane], one[1]);
    }
}

TEST(CongestedRelaxation, ASlowdownOfOneWouldStopRelaxationAndIsRefused)
{
    auto spec = slowed_model();
    spec.classes[1].congestion_slowdown = 1;
    EXPECT_THROW((void)CongestedRelaxation<2>::make(spec), std::invalid_argument);
}

} // namespace
} // namespace zemi
