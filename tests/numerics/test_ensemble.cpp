// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "ensemble_members.hpp"
#include "sanitizers.hpp"
#include <zemi/numerics/ensemble.hpp>
#include <zemi/numerics/scheme.hpp>

#include <Kokkos_Core.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <type_traits>

namespace {

using testing::HasSubstr;
using zemi::BoundaryKind;
using zemi::EnsembleEngine;
using zemi::EnsembleProgress;
using zemi::Member;
using zemi::MemberResult;
using zemi::MemberStatus;
using zemi::Real;
using zemi::run_ensemble;
using zemi::test::expect_same;
using zemi::test::run_by_itself;
using zemi::test::varied_member;

constexpr bool on_device = !std::is_same_v<Kokkos::DefaultExecutionSpace, Kokkos::DefaultHostExecutionSpace>;
/// Many runs in one launch, each kind of machine in its way.
constexpr EnsembleEngine together = on_device ? EnsembleEngine::team_per_run : EnsembleEngine::runs_in_lanes;

std::vector<Member> varied_members(unsigned count, zemi::SchemeSpec const& scheme, int num_cells, int num_classes = 2)
{
    std::vector<Member> members;
    for (unsigned seed = 0; seed < count; ++seed) {
        members.push_back(varied_member(seed, scheme, num_cells, num_classes));
    }
    return members;
}

void expect_all_as_alone(std::vector<Member> const& members, EnsembleEngine engine)
{
    auto const results = run_ensemble(members, {engine});
    ASSERT_EQ(results.size(), members.size());
    for (std::size_t m = 0; m < members.size(); ++m) {
        SCOPED_TRACE("member " + std::to_string(m));
        // A team takes the sums behind the metrics in an order of its own.
        expect_same(results[m], run_by_itself(members[m]), {.sums = on_device ? 1e-12 : 0});
    }
}

class Engines : public testing::TestWithParam<EnsembleEngine> {};

TEST_P(Engines, FirstOrderMembersAreBitForBitTheirSingleRuns)
{
    auto const members = varied_members(200, zemi::scheme_bundle("first_order"), 37);
    expect_all_as_alone(members, GetParam());
    std::int64_t rejected = 0;
    for (auto const& result : run_ensemble(members, {GetParam()})) {
        rejected += result.num_rejected;
    }
    EXPECT_GT(rejected, 0) << "the members are meant to contain rejected steps";
}

TEST_P(Engines, SecondOrderMembersAreBitForBitTheirSingleRuns)
{
    expect_all_as_alone(varied_members(200, zemi::scheme_bundle("second_order"), 37), GetParam());
}

TEST_P(Engines, MembersMayHaveNothingInCommon)
{
    std::vector<Member> members;
    for (unsigned seed = 0; seed < 24; ++seed) {
        int const cells[] = {4, 5, 17, 300};
        auto const scheme = zemi::scheme_bundle(seed % 2 == 0 ? "first_order" : "second_order");
        members.push_back(varied_member(seed, scheme, cells[seed % 4], 1 + static_cast<int>(seed) % 3));
        if (cells[seed % 4] == 300) { // many short steps
            members.back().end_time *= 0.2;
            members.back().output_times = {0, 0.5 * members.back().end_time, members.back().end_time};
        }
    }
    expect_all_as_alone(members, GetParam());
}

TEST_P(Engines, AMemberThatFailsTakesNoOtherWithIt)
{
    auto members = varied_members(20, zemi::scheme_bundle("second_order"), 40);
    auto const good = run_ensemble(members, {GetParam()});
    members[3].problem.max_retries = 0;
    members[3].problem.scheme.cfl = 1;
    for (auto& vehicle : members[3].problem.model.classes) {
        vehicle.relaxation_time = 1e-6;
    }
    members[3].problem.initial.at = [](Real) { return zemi::TrafficState{{1e-4, 1e-4}, {0, 0}}; };
    members[3].end_time = 10;
    members[3].output_times = {10};
    members[5].problem.initial.at = [](Real) { return zemi::TrafficState{{-0.1, 0.1}, {5, 5}}; };
    members[6].problem.initial.at = [](Real) {
        return zemi::TrafficState{{0.1, std::numeric_limits<Real>::quiet_NaN()}, {5, 5}};
    };
    members[7].problem.scheme.flux = "hllc";
    members[8].problem.scheme.cfl = 50;
    members[9].problem.model.classes[0].relaxation_time = -1;
    members[10].problem.road.category[2] = 7;
    members[11].problem.model.equation = "lwr";
    members[12].problem.scheme.time = "euler";
    members[13].problem.max_retries = 40;
    for (auto& vehicle : members[13].problem.model.classes) {
        vehicle.relaxation_time = 1e-317; // dt / tau overflows unless dt is tiny
    }
    std::vector<std::pair<std::size_t, std::string>> const bad = {{3, "attempt"},
                                                                  {5, "density of class 1 is -0.1"},
                                                                  {6, "density of class 2 is nan"},
                                                                  {7, "unknown flux \"hllc\""},
                                                                  {8, "CFL number"},
                                                                  {9, "relaxation"},
                                                                  {10, "road category 7"},
                                                                  {11, "unknown equation \"lwr\""},
                                                                  {12, "euler"},
                                                                  {13, "the step size collapsed"}};
    EnsembleProgress last;
    auto const results = run_ensemble(members, {GetParam()}, [&](EnsembleProgress const& p) {
        last = p;
        return true;
    });
    EXPECT_EQ(last.num_failed, bad.size());
    EXPECT_EQ(last.num_done, members.size() - bad.size());
    std::vector<bool> is_bad(members.size());
    for (auto const& [m, reason] : bad) {
        is_bad[m] = true;
        EXPECT_EQ(results[m].status, MemberStatus::failed);
        ASSERT_TRUE(results[m].failure.has_value()) << m;
        EXPECT_THAT(results[m].failure->reason, HasSubstr(reason));
    }
    EXPECT_EQ(results[3].failure->time, run_by_itself(members[3]).time);
    for (std::size_t m = 0; m < members.size(); ++m) {
        if (!is_bad[m]) {
            SCOPED_TRACE("member " + std::to_string(m));
            expect_same(results[m], good[m]);
        }
    }
}

TEST_P(Engines, TheObserverMayEndTheEnsemble)
{
    auto members = varied_members(300, zemi::scheme_bundle("first_order"), 200);
    for (auto& member : members) {
        member.end_time = 1e5;
    }
    auto const results = run_ensemble(members, {GetParam()}, [](EnsembleProgress const&) { return false; });
    EXPECT_EQ(results.size(), members.size());
    std::size_t num_stopped = 0;
    for (auto const& result : results) {
        num_stopped += result.status == MemberStatus::stopped ? 1 : 0;
    }
    EXPECT_GT(num_stopped, members.size() / 2);
}

INSTANTIATE_TEST_SUITE_P(Ensemble, Engines, testing::Values(together, EnsembleEngine::alone, EnsembleEngine::automatic),
                         [](auto const& engine) {
                             return std::string(engine.param == EnsembleEngine::alone ? "Alone"
                                                : engine.param == together            ? "Together"
                                                                                      : "Automatic");
                         });

TEST(Ensemble, EverySchemeRunsTogether)
{
    for (std::string const& reconstruction : zemi::names_of(zemi::Reconstructions{})) {
        for (std::string const& flux : zemi::names_of(zemi::Fluxes{})) {
            for (std::string const& time : zemi::time_scheme_names()) {
                if (zemi::test::under_sanitizers && time != "strang_ssprk22" && time != "imex_ssp3_433") {
                    continue; // data, not kernels
                }
                SCOPED_TRACE(reconstruction + ' ' + flux + ' ' + time);
                zemi::SchemeSpec const scheme{reconstruction, flux, time, 0};
                expect_all_as_alone(varied_members(9, scheme, 20), together);
            }
        }
    }
}

TEST(Ensemble, EveryEquationAndOptionRunsTogether)
{
    for (int num_classes = 1; num_classes <= 3; ++num_classes) {
        auto members = varied_members(9, zemi::scheme_bundle("second_order"), 20, num_classes);
        expect_all_as_alone(members, together);
        for (std::size_t m = 0; m < members.size(); ++m) {
            auto& model = members[m].problem.model;
            model.creeping_law = m % 2 == 0 ? zemi::CreepingLaw::vanishing : zemi::CreepingLaw::published;
            model.pressure_law = m % 3 == 0 ? zemi::PressureLaw::singular : zemi::PressureLaw::power;
            model.speed_closure = zemi::SpeedClosure::non_negative;
            model.classes[0].pressure_exponent = m % 4 == 0 ? 1.7 : 3; // a power of its own
        }
        expect_all_as_alone(members, together);
        zemi::SchemeSpec const plain{"muscl_minmod", "rusanov", "strang_ssprk33", 0};
        members = varied_members(9, plain, 20, num_classes);
        for (auto& member : members) {
            member.problem.model.equation = "multiclass_lwr";
        }
        expect_all_as_alone(members, together);
    }
}

TEST(Ensemble, NoMembersNoResults)
{
    EXPECT_TRUE(run_ensemble({}).empty());
}

TEST(Ensemble, TeamsAreForDevicesAndLanesForHosts)
{
    auto const members = varied_members(1, zemi::scheme_bundle("first_order"), 20);
    auto const other = on_device ? EnsembleEngine::runs_in_lanes : EnsembleEngine::team_per_run;
    EXPECT_THROW((void)run_ensemble(members, {other}), std::invalid_argument);
}

} // namespace
