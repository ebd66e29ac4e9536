// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/team_control.hpp>

#include <Kokkos_Core.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>

namespace {

using zemi::Real;
using zemi::TimeScheme;
using Control = zemi::StepControl<2>;
using Report = zemi::StepReport<2>;
using Shared = zemi::TeamControl<Control>;
using Space = Kokkos::DefaultExecutionSpace;
using Policy = Kokkos::TeamPolicy<Space>;

constexpr int num_attempts = 6;

/// What thread `rank` finds in an attempt: the second is too fast, in the fourth a cell is bad, twice rounding is seen.
KOKKOS_FUNCTION Report find(int attempt, int rank, int size)
{
    Report report;
    report.max_speed = Real(10 + attempt) + Real(0.01) * rank;
    report.face_speed = (attempt == 1 ? Real(1e3) : report.max_speed) - Real(0.02) * rank;
    report.queued_cells = attempt + rank;
    if (rank == 0) {
        report.left_flux = {0.5, Real(0.25) * attempt};
        report.floors = attempt == 2 ? 1 : 0;
    }
    if (rank == size - 1) {
        report.right_flux = {0.125, 0.375};
        report.floors += attempt == 2 ? 2 : 0;
        report.first_bad = attempt == 3 ? 7 : -1;
    }
    report.flow_sum = {1.5, 2.5};
    return report;
}

struct AttemptSteps {
    TimeScheme scheme;
    bool joins_all;
    Kokkos::View<Control*, Space> control;
    Kokkos::View<Shared*, Space> shared;
    Kokkos::View<int*, Space> calls; ///< of finish(), and of finish_class() for each class

    KOKKOS_FUNCTION void operator()(Policy::member_type const& team) const
    {
        Shared& s = shared(0);
        s.begin(team, scheme, [&](Control& c) { c = control(0); });
        for (int attempt = 0; attempt < num_attempts; ++attempt) {
            Report own = find(attempt, team.team_rank(), team.team_size());
            s.end(
                team, scheme, own, joins_all, [&](Report const&) { ++calls(0); },
                [&](int c, Report const&) { ++calls(1 + c); });
        }
        Kokkos::single(Kokkos::PerTeam(team), [&] { control(0) = s.control; });
    }
};

Control start()
{
    Control control;
    control.stop_time = 1e6;
    control.cfl = 0.5;
    control.dx = 10;
    control.max_retries = 20;
    control.relaxation_time = {5, 10};
    control.initial_mass = {40, 30};
    control.measures = true;
    control.max_speed = 9;
    return control;
}

void expect_as_one_thread_does_it(bool joins_all)
{
    TimeScheme const scheme = zemi::time_scheme("strang_ssprk11");
    constexpr bool on_device = !std::is_same_v<Space, Kokkos::DefaultHostExecutionSpace>;
    int const size = on_device ? 64 : std::min(2, Space().concurrency());
    AttemptSteps const attempts{scheme, joins_all, Kokkos::View<Control*, Space>("control", 1),
                                Kokkos::View<Shared*, Space>("shared", 1), Kokkos::View<int*, Space>("calls", 3)};
    auto const host = Kokkos::create_mirror_view(attempts.control);
    host(0) = start();
    Kokkos::deep_copy(attempts.control, host);
    Kokkos::parallel_for("attempts", Policy(1, size), attempts);
    Kokkos::deep_copy(host, attempts.control);
    auto const calls = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace{}, attempts.calls);

    Control one = start();
    for (int attempt = 0; attempt < num_attempts; ++attempt) {
        one.begin_step(scheme.relaxation, scheme.prepare_coefficient, scheme.finish_coefficient);
        Report all;
        for (int rank = 0; rank < size; ++rank) {
            all.join(find(attempt, rank, size));
        }
        if (!joins_all) {
            all.flow_sum = {};
        }
        if (one.end_step(all)) {
            one.retries = 0;
        }
    }
    EXPECT_EQ(one.num_rejected, 2);
    EXPECT_EQ(one.num_floors, 3);
    Control const& team = host(0);
    EXPECT_EQ(team.time, one.time);
    EXPECT_EQ(team.num_steps, one.num_steps);
    EXPECT_EQ(team.num_rejected, one.num_rejected);
    EXPECT_EQ(team.num_floors, one.num_floors);
    EXPECT_EQ(team.retries, one.retries);
    EXPECT_EQ(team.max_speed, one.max_speed);
    EXPECT_EQ(team.max_queued_cells, one.max_queued_cells);
    for (int c = 0; c < 2; ++c) {
        EXPECT_EQ(team.inflow[c].value(), one.inflow[c].value());
        EXPECT_EQ(team.outflow[c].value(), one.outflow[c].value());
        EXPECT_EQ(team.time_spent[c], one.time_spent[c]);
        EXPECT_EQ(team.distance[c], one.distance[c]);
        EXPECT_EQ(calls(1 + c), 4) << "accepted steps";
    }
    EXPECT_EQ(calls(0), 4);
    // The next attempt is prepared.
    one.begin_step(scheme.relaxation, scheme.prepare_coefficient, scheme.finish_coefficient);
    EXPECT_EQ(team.dt, one.dt);
    for (int c = 0; c < 2; ++c) {
        // expm1() of a device may round otherwise.
        EXPECT_NEAR(team.prepare_fraction[c], one.prepare_fraction[c], on_device ? 1e-15 : 0);
    }
}

TEST(TeamControl, DoesWhatOneThreadDoes)
{
    expect_as_one_thread_does_it(false);
}

TEST(TeamControl, JoinsAllIfAsked)
{
    expect_as_one_thread_does_it(true);
}

} // namespace
