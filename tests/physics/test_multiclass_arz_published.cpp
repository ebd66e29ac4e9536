// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Numbers of MulticlassArz that were obtained independently of this code, reductions to simpler models, and the
// options.
#include "arz_cases.hpp"
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace zemi {
namespace {

using test::kilometre_per_hour;

TEST(PublishedArz, EquilibriumSpeedsOfAGoodRoad)
{
    auto const equation = make_multiclass_arz<2, PublishedLaw>(test::published_model<2>());
    Vec<Real, 4> const q{{0.015, 0.005, 0, 0}}; // 8 % of the jam density
    auto const speed = equation.equilibrium_speed(q, equation.road_data(0));
    EXPECT_NEAR(speed[0], 78.6 * kilometre_per_hour, 1e-13);
    EXPECT_NEAR(speed[1], 69.0 * kilometre_per_hour, 1e-13);
    EXPECT_NEAR(q[0] * speed[0], 0.3275, 1e-13);
    EXPECT_NEAR(q[1] * speed[1], 0.0958333333333, 1e-12);
}

TEST(PublishedArz, RoadDataFollowTheAscendingRoadCategories)
{
    auto const equation = make_multiclass_arz<2>(test::published_model<2>());
    EXPECT_EQ(equation.road_data(0)[0], 85 * kilometre_per_hour);
    EXPECT_EQ(equation.road_data(4)[1], 10 * kilometre_per_hour);
    EXPECT_EQ(equation.road_data(5)[1], 35 * kilometre_per_hour); // category 9
}

/// States of a two-class Riemann problem, constructed wave by wave with another program (K = 40 and 60 km/h).
struct RiemannProblem : testing::Test {
    MulticlassArz<2, PublishedLaw> equation = make_multiclass_arz<2, PublishedLaw>(test::published_model<2>(40, 60));
    /// From rho_m, v_m, rho_c, v_c.
    [[nodiscard]] Vec<Real, 7> state(Real rho_m, Real v_m, Real rho_c, Real v_c) const
    {
        return equation.point_state(Vec<Real, 4>{{rho_m, rho_c, v_m, v_c}}, equation.road_data(0));
    }
};

TEST_F(RiemannProblem, ShockObeysRankineHugoniot)
{
    auto const left = state(.09, 9, .05, 12.5);
    auto const right = state(.108750366689, 7.649682767150, .074957607219, 8.727034752707);
    Real const speed = 1.168286804353;
    auto const u_left = equation.conserved(left);
    auto const u_right = equation.conserved(right);
    auto const f_left = equation.physical_flux(left);
    auto const f_right = equation.physical_flux(right);
    for (int i = 0; i < 4; ++i) {
        EXPECT_NEAR(speed * (u_right[i] - u_left[i]), f_right[i] - f_left[i], 1e-10);
    }
    for (int c = 0; c < 2; ++c) {
        EXPECT_NEAR(left[4 + c], right[4 + c], 1e-10) << "a shock does not change the marker";
    }
    EXPECT_GT(equation.wave_speeds(left).min, speed);
    EXPECT_LT(equation.wave_speeds(right).min, speed);
}

TEST_F(RiemannProblem, RarefactionSpansItsCharacteristicSpeeds)
{
    auto const left = state(.108750366689, 7.649682767150, .074957607219, 8.727034752707);
    auto const right = state(.112935728261, 7.586113706868, .067686915344, 9.026789497935);
    EXPECT_NEAR(equation.eigenvalues(left)[3], 5.822521373381, 1e-9);
    EXPECT_NEAR(equation.eigenvalues(right)[3], 6.072521373381, 1e-9);
}

TEST_F(RiemannProblem, ContactOfMotorcyclesKeepsTheirSpeedAndTheFlowOfCarsPastThem)
{
    auto const left = state(.112935728261, 7.586113706868, .067686915344, 9.026789497935);
    auto const right = state(.064936097349, 7.586113706868, .122241951703, 8.383834120762);
    EXPECT_NEAR(left[1] * (left[3] - left[2]), right[1] * (right[3] - right[2]), 1e-10);
    EXPECT_NEAR(left[5], right[5], 1e-10);
}

/// Where the matrix of the densities is defective, mu_+ meets the slower class: v_m - v_c = (1 - alpha) rho_m P_m'.
TEST_F(RiemannProblem, ResonanceIsWhereTheTheoryPutsIt)
{
    Real const rho_m = 0.08;
    Real const rho_c = 0.05;
    Real const slope = 40 * kilometre_per_hour * 1.5 / 0.25 * std::sqrt((rho_m + 0.4 * rho_c) / 0.25);
    auto const s = state(rho_m, 5 + 0.6 * rho_m * slope, rho_c, 5);
    EXPECT_NEAR(equation.eigenvalues(s)[3], 5, 1e-12);
}

/// With equal parameters the classes are mere labels: the sums obey the single-class model.
TEST(ArzReduction, IdenticalClassesAddUpToOneClass)
{
    auto const one_class = test::published_model<1>(40, 60);
    auto two_class = one_class;
    two_class.classes.push_back(one_class.classes[0]);
    two_class.classes[1].name = "the same";
    auto three_class = two_class;
    three_class.classes.push_back(one_class.classes[0]);
    three_class.classes[2].name = "once more";
    auto const one = make_multiclass_arz<1>(one_class);
    auto const two = make_multiclass_arz<2>(two_class);
    auto const three = make_multiclass_arz<3>(three_class);
    test::Random random;
    for (int trial = 0; trial < 1000; ++trial) {
        Real const density = random.uniform(0, 0.3);
        Real const speed = random.uniform(0, 20);
        Real const share = random.uniform(0, 1);
        auto const s1 = one.point_state(Vec<Real, 2>{{density, speed}}, one.road_data(0));
        auto const s2 =
            two.point_state(Vec<Real, 4>{{share * density, (1 - share) * density, speed, speed}}, two.road_data(0));
        auto const s3 = three.point_state(Vec<Real, 6>{{share * share * density, share * (1 - share) * density,
                                                        (1 - share) * density, speed, speed, speed}},
                                          three.road_data(0));
        auto const f1 = one.physical_flux(s1);
        auto const f2 = two.physical_flux(s2);
        auto const f3 = three.physical_flux(s3);
        for (int i = 0; i < 2; ++i) {
            EXPECT_NEAR(f2[i] + f2[2 + i], f1[i], 1e-12);
            EXPECT_NEAR(f3[i] + f3[2 + i] + f3[4 + i], f1[i], 1e-12);
        }
        Real const upstream = std::min(0.0, one.wave_speeds(s1).min); // all that a flux takes of it
        EXPECT_NEAR(std::min(0.0, two.wave_speeds(s2).min), upstream, 1e-12);
        EXPECT_NEAR(std::min(0.0, three.wave_speeds(s3).min), upstream, 1e-9);
        EXPECT_EQ(two.wave_speeds(s2).max, speed);
    }
}

TEST(ArzReduction, TheLawChosenAtRunTimeGivesTheSameBits)
{
    auto const spec = test::published_model<2>(40, 60);
    auto const compiled = make_multiclass_arz<2, PublishedLaw>(spec);
    auto const any = make_multiclass_arz<2>(spec);
    test::Random random;
    for (int trial = 0; trial < 1000; ++trial) {
        auto const q = test::random_primitive<2>(random);
        auto const s = compiled.point_state(q, compiled.road_data(2));
        auto const t = any.point_state(q, any.road_data(2));
        for (int i = 0; i < 7; ++i) {
            EXPECT_EQ(s[i], t[i]);
        }
    }
}

/// Eight runs of an ensemble in one pack, each lane with its own parameters.
TEST(ArzEnsemble, PacksOfParametersAreOneEquationPerLane)
{
    using Ensemble = MulticlassArz<2, AnyLaw<2, Pack>, Pack>;
    Ensemble ensemble{};
    std::vector<MulticlassArz<2>> members;
    for (int lane = 0; lane < Pack::size; ++lane) {
        auto spec = test::published_model<2>(20 + 5 * lane, 30 + 5 * lane);
        spec.classes[0].perceives["car"] = 0.3 + 0.05 * lane;
        spec.jam_density = 0.2 + 0.01 * lane;
        members.push_back(make_multiclass_arz<2>(spec));
        if (lane == 0) {
            ensemble = make_multiclass_arz<2, AnyLaw<2, Pack>, Pack>(spec);
        }
        MulticlassArz<2> const& member = members.back();
        for (int i = 0; i < 2; ++i) {
            for (int j = 0; j < 2; ++j) {
                ensemble.occupation_per_density[i][j].set(lane, member.occupation_per_density[i][j]);
            }
        }
        ensemble.inverse_jam_density.set(lane, member.inverse_jam_density);
        ensemble.vacuum_density_squared.set(lane, member.vacuum_density_squared);
        ensemble.thin_density.set(lane, member.thin_density);
        test::set_lane(ensemble.pressure_scale, lane, member.pressure_scale);
    }
    test::Random random;
    auto const q = convert<Pack>(test::random_primitive<2>(random));
    auto const s = ensemble.point_state(q, ensemble.road_data(1));
    auto const back = ensemble.to_primitive(ensemble.conserved(s), ensemble.road_data(1));
    for (int lane = 0; lane < Pack::size; ++lane) {
        MulticlassArz<2> const& member = members[static_cast<std::size_t>(lane)];
        auto const s1 = member.point_state(test::lane_of(q, lane), member.road_data(1));
        auto const back1 = member.to_primitive(member.conserved(s1), member.road_data(1));
        for (int i = 0; i < 7; ++i) {
            EXPECT_EQ(s[i][lane], s1[i]);
        }
        for (int i = 0; i < 4; ++i) {
            EXPECT_EQ(back[i][lane], back1[i]);
        }
    }
}

TEST(ArzOptions, SingularPressureRefusesDensitiesBeyondJam)
{
    auto const equation = test::TwoClassesBoundedByJam::equation();
    // Motorcycles perceive 0.15 + 0.4 * 0.1 of 0.25, cars all of it.
    EXPECT_TRUE(equation.is_admissible(Vec<Real, 4>{{0.149, 1, 0.1, 1}}));
    EXPECT_FALSE(equation.is_admissible(Vec<Real, 4>{{0.151, 1, 0.1, 1}}));
    auto const published = test::TwoClasses::equation();
    EXPECT_TRUE(published.is_admissible(Vec<Real, 4>{{0.151, 1, 0.1, 1}}));
    // Nothing turns into a NaN or into a negative pressure on the way there.
    auto const s = equation.point_state(Vec<Real, 4>{{0.2, 0.1, 1, 1}}, equation.road_data(0));
    EXPECT_TRUE(std::isfinite(s[6]));
    EXPECT_GT(s[5], 1e6);
}

TEST(ArzOptions, VanishingCreepStopsMotorcyclesAtTheirOwnJam)
{
    auto spec = test::published_model<2>();
    spec.creeping_law = CreepingLaw::vanishing;
    auto const vanishing = make_multiclass_arz<2>(spec);
    auto const published = make_multiclass_arz<2>(test::published_model<2>());
    auto const road = published.road_data(0);
    Vec<Real, 4> const jam{{0.15, 0.25, 0, 0}}; // x_m = 0.25
    EXPECT_NEAR(vanishing.equilibrium_speed(jam, road)[0], 0, 1e-15);
    EXPECT_NEAR(published.equilibrium_speed(jam, road)[0], 5 * kilometre_per_hour, 1e-15);
    Vec<Real, 4> const light{{0.05, 0.05, 0, 0}}; // x_m = 0.07, total 0.1
    EXPECT_NEAR(vanishing.equilibrium_speed(light, road)[0], (5 * (1 - 0.28) + 80 * 0.6) * kilometre_per_hour, 1e-13);
    EXPECT_EQ(vanishing.equilibrium_speed(light, road)[1], published.equilibrium_speed(light, road)[1]);
}

TEST(ArzOptions, NonNegativeSpeedsStopFluxAndWavesButKeepTheMarker)
{
    auto spec = test::published_model<2>(40, 60);
    spec.speed_closure = SpeedClosure::non_negative;
    auto const equation = make_multiclass_arz<2>(spec);
    auto const published = make_multiclass_arz<2>(test::published_model<2>(40, 60));
    auto const road = equation.road_data(0);
    Vec<Real, 4> q{{0.1, 0.1, -2, 6}};
    auto const s = equation.point_state(q, road);
    auto const t = published.point_state(q, road);
    EXPECT_EQ(s[2], 0);
    EXPECT_EQ(s[4], t[4]) << "the marker belongs to the speed w - p";
    EXPECT_EQ(equation.physical_flux(s)[0], 0);
    EXPECT_EQ(equation.physical_flux(s)[1], 0);
    EXPECT_NEAR(equation.to_primitive(equation.conserved(s), road)[2], -2, 1e-12);
    // Motorcycles are stopped, so their pressure makes no wave: what is left is 0 and the wave of the cars.
    Real const car_wave = 6 - 0.1 * 60 * kilometre_per_hour * 2 / 0.25 * (0.2 / 0.25);
    EXPECT_NEAR(equation.eigenvalues(s)[2], car_wave, 1e-12);
    EXPECT_NEAR(equation.eigenvalues(s)[3], 0, 1e-12);
    EXPECT_EQ(equation.wave_speeds(s).max, 6);
    // The source sees the speed zero: the marker gains Ve / tau.
    Real const equilibrium = equation.equilibrium_speed(q, road)[0];
    auto const increment = equation.relax(q, road, Vec<Real, 2>::filled(0.1));
    EXPECT_NEAR(increment[1], 0.1 * equilibrium * 0.1, 1e-15);
    EXPECT_NEAR(q[2], -2 + 0.1 * equilibrium, 1e-15);
}

TEST(ArzOptions, MakeRefusesWhatItCannotRepresent)
{
    auto spec = test::published_model<2>();
    EXPECT_THROW((void)make_multiclass_arz<1>(spec), std::invalid_argument);
    spec.classes[0].pressure_exponent = 2;
    EXPECT_THROW((void)(make_multiclass_arz<2, PublishedLaw>(spec)), std::invalid_argument);
    EXPECT_NO_THROW((void)make_multiclass_arz<2>(spec));
    spec.classes[0].relaxation_time = -1;
    EXPECT_THROW((void)make_multiclass_arz<2>(spec), std::invalid_argument);
}

} // namespace
} // namespace zemi
