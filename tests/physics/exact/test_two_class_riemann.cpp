// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "../models.hpp"
#include <zemi/physics/exact/cell_average.hpp>
#include <zemi/physics/exact/two_class_riemann.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <stdexcept>
#include <vector>

namespace zemi::exact {
namespace {

using Densities = TwoClassRiemann::Densities;

struct Row {
    Real density_0;
    Real speed_0;
    Real density_1;
    Real speed_1;
};

/// Figures computed with 25 digits by an independent program (Runge-Kutta steps with extrapolation in the fans).
void expect_states(TwoClassRiemann const& solution, std::vector<Row> const& rows)
{
    ASSERT_EQ(solution.states().size(), rows.size());
    for (std::size_t k = 0; k < rows.size(); ++k) {
        TwoClassState const& s = solution.states()[k];
        EXPECT_NEAR(s.density[0], rows[k].density_0, 5e-14) << k;
        EXPECT_NEAR(s.speed[0], rows[k].speed_0, 1e-12) << k;
        EXPECT_NEAR(s.density[1], rows[k].density_1, 5e-14) << k;
        EXPECT_NEAR(s.speed[1], rows[k].speed_1, 1e-12) << k;
    }
}

TEST(TwoClassRiemann, OrderedWaves)
{
    auto const solution = TwoClassRiemann::ordered_waves();
    expect_states(solution, {{.09, 9, .05, 12.5},
                             {.1087503666886147, 7.649682767149608, .07495760721929406, 8.72703475270696},
                             {.1129357282611493, 7.586113706861827, .0676869153431629, 9.026789497970563},
                             {.06493609734953862, 7.586113706861827, .1222419517029712, 8.383834120772324},
                             {.07636662961815652, 7.705516238807157, .08699071501961539, 8.383834120772324}});
    EXPECT_NEAR(solution.waves()[0].head, 1.168286804353, 6e-13);
    EXPECT_NEAR(solution.waves()[1].head, 5.822521373381, 6e-13);
    EXPECT_NEAR(solution.waves()[1].tail, 6.072521373381, 6e-13);
    TwoClassState const at_origin = solution.sample(0);
    EXPECT_NEAR(at_origin.density[0] * at_origin.speed[0], .81, 1e-15);
    EXPECT_NEAR(at_origin.density[1] * at_origin.speed[1], .625, 1e-15);
}

TEST(TwoClassRiemann, ContactBetweenWaves)
{
    auto const solution = TwoClassRiemann::contact_between_waves();
    expect_states(solution, {{.06, 14, .03, 9},
                             {.06634278865893281, 12.9812566722535, .07968384308480428, 5.473659419087732},
                             {.06595450379621831, 13.02545511513419, .07800304959512342, 5.473659419087732},
                             {.0618356624129238, 13.15956963977151, .08016406113750147, 5.622954269760747},
                             {.09686730366020055, 13.15956963977151, .06565040787299024, 3.956798250137223}});
    EXPECT_NEAR(solution.waves()[0].head, 3.344391414461, 6e-13);
    EXPECT_NEAR(solution.waves()[2].head, 10.861571110168, 6e-13);
    EXPECT_NEAR(solution.waves()[2].tail, 11.161571110168, 6e-13);
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
        EXPECT_EQ(left.marker[j], right.marker[j]);
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

TEST_P(TwoClassRiemannBoth, IsFoundFromTheStatesOnBothSides)
{
    TwoClassState const& left = solution.states().front();
    TwoClassState const& right = solution.states().back();
    auto const found =
        TwoClassRiemann::between(TwoClassRiemann::model(), left.density, left.speed, right.density, right.speed);
    ASSERT_TRUE(found.has_value());
    ASSERT_EQ(found->waves().size(), 4);
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_EQ(found->waves()[k].kind, solution.waves()[k].kind);
        EXPECT_NEAR(found->waves()[k].head, solution.waves()[k].head, 1e-10);
        EXPECT_NEAR(found->waves()[k].tail, solution.waves()[k].tail, 1e-10);
    }
}

INSTANTIATE_TEST_SUITE_P(Traffic, TwoClassRiemannBoth, testing::Bool());

TEST(TwoClassRiemann, BetweenEqualStatesHasNoWaves)
{
    auto const found = TwoClassRiemann::between(TwoClassRiemann::model(), {.09, .05}, {9, 12.5}, {.09, .05}, {9, 12.5});
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->waves().size(), 0);
    EXPECT_EQ(found->sample(0).density[0], .09);
}

/// Where all drive alike the faster coupled wave is a contact too: nothing may be claimed.
TEST(TwoClassRiemann, IdenticalClassesHaveNoFasterWave)
{
    ModelSpec model = TwoClassRiemann::model();
    model.classes[0] = model.classes[1];
    model.classes[0].name = "like a car";
    EXPECT_FALSE(TwoClassRiemann::between(model, {.02, .03}, {15, 15}, {.15, .05}, {9, 9}).has_value());
}

/// What a chain says about itself, or about the wave that it refuses.
template <class Append>
std::string message_of(Append const& append, Densities const& density = {.09, .05}, Densities const& speed = {9, 12.5})
{
    TwoClassRiemann chain(TwoClassRiemann::model(), density, speed);
    try {
        append(chain);
    } catch (std::logic_error const& e) { // std::domain_error, std::invalid_argument
        return e.what();
    }
    return "";
}

TEST(TwoClassRiemann, RefusesWhatIsNotAdmissible)
{
    using testing::HasSubstr;
    using Chain = TwoClassRiemann;
    TwoClassRiemann const start(TwoClassRiemann::model(), {.09, .05}, {9, 12.5});
    EXPECT_THAT(message_of([](Chain& c) { c.append_shock(0, 0); }), HasSubstr("above zero"));
    EXPECT_THAT(message_of([](Chain& c) { c.append_shock(2, .01); }), HasSubstr("no family 2"));
    EXPECT_THAT(message_of([](Chain& c) { c.append_shock(1, .2); }), HasSubstr("the Hugoniot curve ends at"));
    EXPECT_THAT(message_of([](Chain& c) { c.append_rarefaction(0, 0); }), HasSubstr("above zero"));
    EXPECT_THAT(message_of([](Chain& c) { c.append_rarefaction(0, 100); }), HasSubstr("does not grow so far"));
    EXPECT_THAT(message_of([](Chain& c) { c.append_contact(0, -1); }), HasSubstr("it ends at"));
    EXPECT_THAT(message_of([](Chain& c) { c.append_contact(1, c.states().back().marker[1]); }),
                HasSubstr("another one"));
    EXPECT_THAT(message_of([](Chain& c) { c.append_contact(2, 15); }), HasSubstr("no class 2"));
    EXPECT_THAT(message_of([](Chain& c) {
                    c.append_contact(1, 18);
                    c.append_contact(0, 12);
                }),
                HasSubstr("not faster than the wave on its left"));
    EXPECT_NEAR(start.coupled_wave(0), 3.8188381282752597, 1e-13);
    EXPECT_THROW((void)start.coupled_wave(2), std::invalid_argument);
    EXPECT_THROW(TwoClassRiemann(TwoClassRiemann::model(), {0, .05}, {9, 12}), std::invalid_argument);
    EXPECT_THROW(TwoClassRiemann(TwoClassRiemann::model(), {.1, .05}, {9, NAN}), std::invalid_argument);
    // A wave that is refused leaves no trace.
    TwoClassRiemann chain = start;
    EXPECT_THROW(chain.append_rarefaction(0, 100), std::domain_error);
    EXPECT_EQ(chain.waves().size(), 0);
    EXPECT_EQ(chain.states().size(), 1);
}

/// A chain of random waves in random order of families, or nothing where it is not admissible.
std::optional<TwoClassRiemann> random_chain(test::Random& random, ModelSpec const& model)
{
    TwoClassRiemann chain(model, {random.uniform(.01, .12), random.uniform(.01, .1)},
                          {random.uniform(2, 18), random.uniform(2, 18)});
    auto const append_coupled = [&](int family) {
        if (random.uniform(0, 1) < .5) {
            chain.append_shock(family, random.uniform(.001, .06));
        } else {
            chain.append_rarefaction(family, random.uniform(.01, 3));
        }
    };
    try {
        append_coupled(0);
        for (int i = 0; i < 3; ++i) { // the slowest of what is left comes next
            std::array<bool, 3> done{};
            for (std::size_t k = 1; k < chain.waves().size(); ++k) {
                TwoClassWave const& wave = chain.waves()[k];
                done[wave.kind == WaveKind::contact ? static_cast<std::size_t>(wave.carrier) : 2] = true;
            }
            std::array<Real, 3> const speed{chain.states().back().speed[0], chain.states().back().speed[1],
                                            chain.coupled_wave(1)};
            int next = -1;
            for (int k = 0; k < 3; ++k) {
                auto const index = static_cast<std::size_t>(k);
                if (!done[index] && (next < 0 || speed[index] < speed[static_cast<std::size_t>(next)])) {
                    next = k;
                }
            }
            if (next == 2) {
                append_coupled(1);
            } else {
                chain.append_contact(next, speed[static_cast<std::size_t>(next)] + random.uniform(.2, 8));
            }
        }
    } catch (std::domain_error const&) {
        return std::nullopt;
    }
    return chain;
}

/// Vehicles and markers between -reach and reach at time 1, by Gauss' formula between the edges of the waves, against
/// what was there and went in and out.
void expect_balance(TwoClassRiemann const& chain, MulticlassArz<2> const& equation)
{
    auto const point = [&](TwoClassState const& s) {
        return equation.point_state(Vec<Real, 4>{s.density[0], s.density[1], s.speed[0], s.speed[1]},
                                    equation.road_data(0));
    };
    Real const reach = 60;
    std::vector<Real> edges{-reach};
    for (TwoClassWave const& wave : chain.waves()) {
        edges.push_back(wave.head);
        if (wave.tail > wave.head) { // fans in parts
            for (int k = 1; k <= 16; ++k) {
                edges.push_back(wave.head + (wave.tail - wave.head) * k / 16);
            }
        }
    }
    edges.push_back(reach);
    auto const left = point(chain.states().front());
    auto const right = point(chain.states().back());
    for (int i = 0; i < 4; ++i) {
        Real sum = 0;
        for (std::size_t k = 0; k + 1 < edges.size(); ++k) {
            auto const value = [&](Real xi) { return equation.conserved(point(chain.sample(xi)))[i]; };
            sum += (edges[k + 1] - edges[k]) * smooth_cell_average(value, edges[k], edges[k + 1]);
        }
        Real const wanted = reach * (equation.conserved(left)[i] + equation.conserved(right)[i])
                          + equation.physical_flux(left)[i] - equation.physical_flux(right)[i];
        EXPECT_NEAR(sum, wanted, 2e-11 * reach);
    }
}

/// Whether a chain is found from the first and last state of one; it has to be the same.
bool is_found(TwoClassRiemann const& chain, ModelSpec const& model)
{
    TwoClassState const& left = chain.states().front();
    TwoClassState const& right = chain.states().back();
    auto const found = TwoClassRiemann::between(model, left.density, left.speed, right.density, right.speed);
    if (!found || found->waves().size() != chain.waves().size()) {
        EXPECT_FALSE(found.has_value()) << "another number of waves";
        return false;
    }
    for (std::size_t k = 0; k < chain.waves().size(); ++k) {
        EXPECT_EQ(found->waves()[k].kind, chain.waves()[k].kind);
        EXPECT_EQ(found->waves()[k].carrier, chain.waves()[k].carrier);
        EXPECT_NEAR(found->waves()[k].head, chain.waves()[k].head, 1e-8);
        EXPECT_NEAR(found->waves()[k].tail, chain.waves()[k].tail, 1e-8);
        for (std::size_t i = 0; i < 2; ++i) {
            EXPECT_NEAR(found->states()[k + 1].density[i], chain.states()[k + 1].density[i], 1e-10);
            EXPECT_NEAR(found->states()[k + 1].speed[i], chain.states()[k + 1].speed[i], 1e-8);
        }
    }
    return true;
}

TEST(TwoClassRiemann, RandomChainsAreSolutions)
{
    test::Random random(7);
    int num_chains = 0;
    constexpr int num_sought = 12;
    int num_found = 0;
    int num_fast_shocks = 0;
    int num_slow_fans = 0;
    for (int trial = 0; trial < 60; ++trial) {
        ModelSpec const model = trial % 2 == 0 ? TwoClassRiemann::model() : test::published_model<2>(20, 30);
        auto const chain = random_chain(random, model);
        if (!chain) {
            continue;
        }
        ++num_chains;
        SCOPED_TRACE(trial);
        auto const equation = make_multiclass_arz<2>(model);
        expect_balance(*chain, equation);
        num_found += num_chains <= num_sought && is_found(*chain, model) ? 1 : 0;
        for (std::size_t k = 0; k < chain->waves().size(); ++k) {
            TwoClassWave const& wave = chain->waves()[k];
            num_fast_shocks += wave.kind == WaveKind::shock && wave.carrier == 1 ? 1 : 0;
            num_slow_fans += wave.kind == WaveKind::rarefaction && wave.carrier == 0 ? 1 : 0;
            EXPECT_TRUE(k == 0 || wave.head > chain->waves()[k - 1].tail);
            if (wave.kind == WaveKind::rarefaction) {
                continue;
            }
            TwoClassState const& l = chain->states()[k];
            TwoClassState const& r = chain->states()[k + 1];
            for (std::size_t i = 0; i < 2; ++i) {
                EXPECT_NEAR(l.density[i] * (l.speed[i] - wave.head), r.density[i] * (r.speed[i] - wave.head), 1e-13);
            }
        }
    }
    EXPECT_GE(num_chains, 20);
    EXPECT_GE(num_found, 8);
    EXPECT_GE(num_fast_shocks, 1);
    EXPECT_GE(num_slow_fans, 3);
    std::printf("%d of 60 random chains are admissible, %d of %d found from their ends, %d shocks of the faster wave, "
                "%d fans of the slower\n",
                num_chains, num_found, num_sought, num_fast_shocks, num_slow_fans);
}

} // namespace
} // namespace zemi::exact
