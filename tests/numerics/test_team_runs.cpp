// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What devices run, run on the host, with teams of one thread and of two.
#include "ensemble_members.hpp"
#include "team_engine.hpp"
#include <zemi/numerics/team_runs.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

namespace {

using zemi::Member;
using zemi::Real;

template <class Reconstruction>
void expect_teams_agree(std::string const& scheme, int num_cells, int team_size)
{
    using Equation = zemi::MulticlassArz<2>;
    std::vector<Member> members;
    for (unsigned seed = 0; seed < 40; ++seed) {
        members.push_back(zemi::test::varied_member(seed, zemi::scheme_bundle(scheme), num_cells));
    }
    members[4].problem.scheme.cfl = 50;
    zemi::MemberQueue queue(members, {});
    zemi::MemberGroup group;
    for (std::size_t m = 0; m < members.size(); ++m) {
        group.members.push_back(m);
    }
    zemi::TeamEngine<Equation, Reconstruction, zemi::HllW, Kokkos::DefaultHostExecutionSpace>::run(
        queue, group, [](zemi::ModelSpec const& model) { return zemi::make_multiclass_arz<2>(model); }, team_size);
    auto const results = queue.finish();
    for (std::size_t m = 0; m < members.size(); ++m) {
        SCOPED_TRACE("member " + std::to_string(m));
        if (m == 4) {
            EXPECT_EQ(results[m].status, zemi::MemberStatus::failed);
        } else {
            zemi::test::expect_same(results[m], zemi::test::run_by_itself(members[m]), 1e-12);
        }
    }
}

TEST(TeamRuns, FirstOrderIsBitForBitTheSingleRun)
{
    expect_teams_agree<zemi::ConstantReconstruction>("first_order", 37, 1);
}

TEST(TeamRuns, SecondOrderIsBitForBitTheSingleRun)
{
    expect_teams_agree<zemi::MusclMc>("second_order", 37, 1);
}

TEST(TeamRuns, ThreadsOfATeamWaitForEachOther)
{
    if (Kokkos::DefaultHostExecutionSpace().concurrency() < 2) {
        GTEST_SKIP() << "needs two threads";
    }
    expect_teams_agree<zemi::ConstantReconstruction>("first_order", 37, 2);
    expect_teams_agree<zemi::MusclMc>("second_order", 20, 2);
}

TEST(TeamRuns, RoadsTooLongForFastScratchUseTheSlow)
{
    expect_teams_agree<zemi::ConstantReconstruction>("first_order", 700, 1);
}

TEST(TeamRuns, VeryLongRoadsAreNotForTeams)
{
    using Engine = zemi::TeamEngine<zemi::MulticlassArz<2>, zemi::ConstantReconstruction, zemi::HllW,
                                    Kokkos::DefaultHostExecutionSpace>;
    auto const scheme = zemi::scheme_bundle("first_order");
    EXPECT_TRUE(Engine::suits(zemi::test::varied_member(0, scheme, 1000).problem));
    EXPECT_FALSE(Engine::suits(zemi::test::varied_member(0, scheme, 100000).problem));
}

} // namespace
