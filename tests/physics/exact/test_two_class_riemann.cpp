// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/two_class_riemann.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace zemi::exact {
namespace {

struct Row {
    Real density_0;
    Real speed_0;
    Real density_1;
    Real speed_1;
};

void expect_states(TwoClassRiemann const& solution, std::vector<Row> const& rows)
{
    ASSERT_EQ(solution.states().size(), rows.size());
    for (std::size_t k = 0; k < rows.size(); ++k) {
        TwoClassState const& s = solution.states()[k];
        EXPECT_NEAR(s.density[0], rows[k].density_0, 5e-12) << k;
        EXPECT_NEAR(s.speed[0], rows[k].speed_0, 2e-10) << k;
        EXPECT_NEAR(s.density[1], rows[k].density_1, 5e-12) << k;
        EXPECT_NEAR(s.speed[1], rows[k].speed_1, 2e-10) << k;
    }
}

TEST(TwoClassRiemann, OrderedWaves)
{
    auto const solution = TwoClassRiemann::ordered_waves();
    expect_states(solution, {{.09, 9, .05, 12.5},
                             {.108750366689, 7.649682767150, .074957607219, 8.727034752707},
                             {.112935728261, 7.586113706868, .067686915344, 9.026789497935},
                             {.064936097349, 7.586113706868, .122241951703, 8.383834120762},
                             {.076366629618, 7.705516238812, .086990715020, 8.383834120762}});
    EXPECT_NEAR(solution.waves()[1].head, 5.822521373381, 1e-10);
    EXPECT_NEAR(solution.waves()[1].tail, 6.072521373381, 1e-10);
    TwoClassState const at_origin = solution.sample(0);
    EXPECT_NEAR(at_origin.density[0] * at_origin.speed[0], .81, 1e-15);
    EXPECT_NEAR(at_origin.density[1] * at_origin.speed[1], .625, 1e-15);
}

TEST(TwoClassRiemann, ContactBetweenWaves)
{
    auto const solution = TwoClassRiemann::contact_between_waves();
    expect_states(solution, {{.06, 14, .03, 9},
                             {.066342788659, 12.981256672254, .079683843085, 5.473659419088},
                             {.065954503796, 13.025455115134, .078003049595, 5.473659419088},
                             {.061835662413, 13.159569639763, .080164061137, 5.622954269751},
                             {.096867303660, 13.159569639763, .065650407873, 3.956798250128}});
    EXPECT_NEAR(solution.waves()[2].head, 10.861571110168, 1e-10);
    EXPECT_NEAR(solution.waves()[2].tail, 11.161571110168, 1e-10);
}

class TwoClassRiemannBoth : public testing::TestWithParam<bool> {
protected:
    TwoClassRiemann solution = GetParam() ? TwoClassRiemann::ordered_waves() : TwoClassRiemann::contact_between_waves();
    MulticlassArz<2> equation = make_multiclass_arz<2>(TwoClassRiemann::model());

    [[nodiscard]] auto point(TwoClassState const& s) const
    {
        return equation.point_state(Vec<Real, 4>{s.density[0], s.density[1], s.speed[0], s.speed[1]},
                                    equation.road_data(0));
    }
};

TEST_P(TwoClassRiemannBoth, DiscontinuitiesSatisfyTheRankineHugoniotConditions)
{
    for (std::size_t k = 0; k < solution.waves().size(); ++k) {
        TwoClassWave const& wave = solution.waves()[k];
        if (wave.kind == WaveKind::rarefaction) {
            continue;
        }
        auto const left = point(solution.states()[k]);
        auto const right = point(solution.states()[k + 1]);
        auto const u_left = equation.conserved(left);
        auto const u_right = equation.conserved(right);
        auto const f_left = equation.physical_flux(left);
        auto const f_right = equation.physical_flux(right);
        for (int i = 0; i < 4; ++i) {
            EXPECT_NEAR(wave.head * (u_right[i] - u_left[i]), f_right[i] - f_left[i], 1e-13) << "wave " << k;
        }
    }
}

TEST_P(TwoClassRiemannBoth, ContactsKeepTheirInvariants)
{
    for (std::size_t k = 0; k < solution.waves().size(); ++k) {
        TwoClassWave const& wave = solution.waves()[k];
        if (wave.kind != WaveKind::contact) {
            continue;
        }
        TwoClassState const& left = solution.states()[k];
        TwoClassState const& right = solution.states()[k + 1];
        auto const i = static_cast<std::size_t>(wave.carrier);
        std::size_t const j = 1 - i;
        EXPECT_EQ(left.speed[i], wave.head);
        EXPECT_EQ(right.speed[i], wave.head);
        EXPECT_NEAR(left.marker[j], right.marker[j], 1e-14);
        EXPECT_NEAR(left.density[j] * (left.speed[j] - wave.head), right.density[j] * (right.speed[j] - wave.head),
                    1e-15);
    }
}

TEST_P(TwoClassRiemannBoth, WavesAreInOrderAndTheShockIsCompressive)
{
    auto const& waves = solution.waves();
    for (std::size_t k = 0; k + 1 < waves.size(); ++k) {
        EXPECT_LE(waves[k].head, waves[k].tail);
        EXPECT_LT(waves[k].tail, waves[k + 1].head);
    }
    EXPECT_GT(equation.eigenvalues(point(solution.states()[0]))[2], waves[0].head);
    EXPECT_LT(equation.eigenvalues(point(solution.states()[1]))[2], waves[0].head);
}

TEST_P(TwoClassRiemannBoth, RarefactionMovesWithItsCharacteristicSpeed)
{
    for (std::size_t k = 0; k < solution.waves().size(); ++k) {
        TwoClassWave const& wave = solution.waves()[k];
        if (wave.kind != WaveKind::rarefaction) {
            continue;
        }
        for (Real share : {0., .03, .37, .71, .999}) {
            Real const xi = wave.head + share * (wave.tail - wave.head);
            auto const s = point(solution.sample(xi));
            EXPECT_NEAR(equation.eigenvalues(s)[3], xi, 1e-11);
            for (std::size_t i = 0; i < 2; ++i) {
                EXPECT_NEAR(s[4 + static_cast<int>(i)], solution.states()[k].marker[i], 1e-13);
            }
            // f' = xi u' along the fan
            if (share > 0 && share < .9) {
                Real const h = 1e-4;
                auto const after = point(solution.sample(xi + h));
                auto const before = point(solution.sample(xi - h));
                auto const u_after = equation.conserved(after);
                auto const u_before = equation.conserved(before);
                auto const f_after = equation.physical_flux(after);
                auto const f_before = equation.physical_flux(before);
                for (int i = 0; i < 4; ++i) {
                    EXPECT_NEAR((f_after[i] - f_before[i]) / (2 * h), xi * (u_after[i] - u_before[i]) / (2 * h), 1e-6);
                }
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Traffic, TwoClassRiemannBoth, testing::Bool());

} // namespace
} // namespace zemi::exact
