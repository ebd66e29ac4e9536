// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The kernels of devices for one road, run where the other kernels run: on a host, too.
#include "ensemble_members.hpp"
#include "road_engine.hpp"
#include <zemi/numerics/team_tiles.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <memory>

namespace {

using zemi::EngineChoice;
using zemi::Member;
using zemi::MemberResult;
using Equation = zemi::MulticlassArz<2>;

/// The member as zemi::test::run_by_itself() runs it, with teams.
template <class Reconstruction>
MemberResult run_with_teams(Member const& member, EngineChoice choice)
{
    auto problem = member.problem;
    problem.engine = choice;
    zemi::RoadEngine<Equation, Reconstruction, zemi::HllW, true> engine(zemi::make_multiclass_arz<2>(problem.model),
                                                                        problem);
    engine.measure(member.queue_speed);
    engine.keep_history(true);
    MemberResult result;
    for (std::size_t k = 0; k < member.output_times.size() && !result.failure; ++k) {
        result.failure = engine.advance_to(member.output_times[k], {});
        if (!result.failure && k >= member.first_kept) {
            result.snapshots.push_back(engine.fields());
        }
    }
    if (!result.failure) {
        result.failure = engine.advance_to(member.end_time, {});
    }
    result.status = result.failure ? zemi::MemberStatus::failed : zemi::MemberStatus::done;
    result.time = engine.time();
    result.num_steps = engine.num_steps();
    result.num_rejected = engine.num_rejected();
    result.num_floors = engine.num_floors();
    result.ledger = engine.ledger();
    result.metrics = engine.metrics();
    auto const history = engine.take_history();
    EXPECT_EQ(static_cast<std::int64_t>(history.size()), result.num_steps);
    if (!history.empty()) {
        EXPECT_EQ(history.back().time, result.time);
        for (std::size_t c = 0; c < 2; ++c) {
            EXPECT_NEAR(history.back().mass[c], result.ledger[c].stored, 1e-12 * result.ledger[c].stored);
            EXPECT_EQ(history.back().inflow[c], result.ledger[c].inflow);
        }
    }
    return result;
}

template <class Reconstruction>
void expect_teams_agree(zemi::SchemeSpec const& scheme, EngineChoice choice, unsigned num_members = 30)
{
    for (unsigned seed = 0; seed < num_members; ++seed) {
        SCOPED_TRACE("member " + std::to_string(seed));
        // One tile, several, the last one of a single cell or filled, more tiles than teams.
        int const cells[] = {4, 19, 20, 21, 41, 60, 137};
        Member member = zemi::test::varied_member(seed, scheme, cells[seed % 7]);
        if (seed == 7) { // standing traffic that speeds up at once: fails
            member.problem.scheme.cfl = 1;
            member.problem.max_retries = 0;
        }
        // The order of the sums behind the metrics is that of the teams.
        zemi::test::expect_same(run_with_teams<Reconstruction>(member, choice), zemi::test::run_by_itself(member),
                                {.sums = 1e-12});
    }
}

TEST(TeamTiles, FirstOrderIsBitForBitTheOtherEngines)
{
    expect_teams_agree<zemi::ConstantReconstruction>(zemi::scheme_bundle("first_order"), EngineChoice::resident);
    expect_teams_agree<zemi::ConstantReconstruction>(zemi::scheme_bundle("first_order"), EngineChoice::streaming);
}

TEST(TeamTiles, SecondOrderIsBitForBitTheOtherEngines)
{
    expect_teams_agree<zemi::MusclMc>(zemi::scheme_bundle("second_order"), EngineChoice::resident);
    expect_teams_agree<zemi::MusclMc>(zemi::scheme_bundle("second_order"), EngineChoice::streaming);
}

TEST(TeamTiles, EveryTimeSchemeIsBitForBitTheOtherEngines)
{
    for (std::string const& time : zemi::time_scheme_names()) {
        SCOPED_TRACE(time);
        for (auto const choice : {EngineChoice::resident, EngineChoice::streaming}) {
            expect_teams_agree<zemi::MusclMc>({"muscl_mc", "hll_w", time, 0}, choice, 7);
            expect_teams_agree<zemi::MusclMc>({"muscl_mc", "hll_w", time, 0, "qc"}, choice, 7);
        }
    }
}

TEST(TeamTiles, TheObserverMayEndTheRunBetweenTwoLaunches)
{
    for (auto const choice : {EngineChoice::resident, EngineChoice::streaming}) {
        auto problem = zemi::test::smooth_wave(8); // a launch makes many steps
        problem.engine = choice;
        zemi::RoadEngine<Equation, zemi::MusclMc, zemi::HllW, true> engine(zemi::make_multiclass_arz<2>(problem.model),
                                                                           problem);
        auto const stop = [](double, std::int64_t steps) { return steps < 100; };
        EXPECT_FALSE(engine.advance_to(1e6, stop).has_value());
        EXPECT_LT(engine.time(), 1e6);
        EXPECT_GE(engine.num_steps(), 100);
        EXPECT_FALSE(engine.advance_to(engine.time() + 1, {}).has_value()) << "and it can go on";
    }
}

} // namespace
