// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What devices run, run on the host with teams of one thread and of two, and on the device if there is one.
#include "ensemble_members.hpp"
#include "team_engine.hpp"
#include <zemi/numerics/team_runs.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

using zemi::Member;
using zemi::Real;

constexpr bool on_device = !std::is_same_v<Kokkos::DefaultExecutionSpace, Kokkos::DefaultHostExecutionSpace>;

template <class Reconstruction, class Space = Kokkos::DefaultHostExecutionSpace>
void expect_teams_agree(zemi::SchemeSpec const& scheme, int num_cells, int team_size, unsigned num_members = 40)
{
    using Equation = zemi::MulticlassArz<2>;
    std::vector<Member> members;
    for (unsigned seed = 0; seed < num_members; ++seed) {
        members.push_back(zemi::test::varied_member(seed, scheme, num_cells));
    }
    members[4].problem.scheme.cfl = 50;
    zemi::MemberQueue queue(members, {});
    zemi::MemberGroup group;
    for (std::size_t m = 0; m < members.size(); ++m) {
        group.members.push_back(m);
    }
    zemi::TeamEngine<Equation, Reconstruction, zemi::HllW, Space>::run(
        queue, group, [](zemi::ModelSpec const& model) { return zemi::make_multiclass_arz<2>(model); }, team_size);
    auto const results = queue.finish();
    // Single runs are runs of the default execution space.
    zemi::test::Agreement agreement{.sums = 1e-12};
    if (!std::is_same_v<Space, Kokkos::DefaultExecutionSpace>) {
        agreement = zemi::test::between_host_and_device;
    }
    for (std::size_t m = 0; m < members.size(); ++m) {
        SCOPED_TRACE("member " + std::to_string(m));
        if (m == 4) {
            EXPECT_EQ(results[m].status, zemi::MemberStatus::failed);
        } else {
            zemi::test::expect_same(results[m], zemi::test::run_by_itself(members[m]), agreement);
        }
    }
}

TEST(TeamRuns, FirstOrderIsBitForBitTheSingleRun)
{
    expect_teams_agree<zemi::ConstantReconstruction>(zemi::scheme_bundle("first_order"), 37, 1);
}

TEST(TeamRuns, SecondOrderIsBitForBitTheSingleRun)
{
    expect_teams_agree<zemi::MusclMc>(zemi::scheme_bundle("second_order"), 37, 1);
}

TEST(TeamRuns, EveryTimeSchemeIsBitForBitTheSingleRun)
{
    for (std::string const& time : zemi::time_scheme_names()) {
        SCOPED_TRACE(time);
        expect_teams_agree<zemi::MusclMc>({"muscl_mc", "hll_w", time, 0}, 20, 1);
        expect_teams_agree<zemi::MusclMc>({"muscl_mc", "hll_w", time, 0, "qc"}, 20, 1);
    }
}

TEST(TeamRuns, ThreadsOfATeamWaitForEachOther)
{
    if (Kokkos::DefaultHostExecutionSpace().concurrency() < 2) {
        GTEST_SKIP() << "needs two threads";
    }
    expect_teams_agree<zemi::ConstantReconstruction>(zemi::scheme_bundle("first_order"), 37, 2);
    expect_teams_agree<zemi::MusclMc>(zemi::scheme_bundle("second_order"), 20, 2);
}

TEST(TeamRuns, RoadsTooLongForFastScratchUseTheSlow)
{
    expect_teams_agree<zemi::ConstantReconstruction>(zemi::scheme_bundle("first_order"), 700, 1, 8);
}

TEST(TeamRuns, OfAnySizeGiveTheSameOnTheDevice)
{
    if (!on_device) {
        GTEST_SKIP() << "needs a device";
    }
    using Device = Kokkos::DefaultExecutionSpace;
    for (int const team_size : {0, 32, 96, 128}) {
        SCOPED_TRACE(std::to_string(team_size) + " threads per team");
        expect_teams_agree<zemi::ConstantReconstruction, Device>(zemi::scheme_bundle("first_order"), 37, team_size);
        expect_teams_agree<zemi::MusclMc, Device>(zemi::scheme_bundle("second_order"), 120, team_size);
        expect_teams_agree<zemi::MusclMc, Device>(zemi::scheme_bundle("second_order"), 700, team_size);
    }
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
