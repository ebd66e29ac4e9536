// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/step_control.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using Control = zemi::StepControl<2>;
using Report = zemi::StepReport<2>;
using zemi::Real;
using zemi::RelaxationStep;

Control make_control()
{
    Control control;
    control.stop_time = 10;
    control.cfl = 0.5;
    control.dx = 2;
    control.max_retries = 3;
    control.max_speed = 4;
    control.relaxation_time = {{5, 10}};
    return control;
}

Report good_report()
{
    Report report;
    report.max_speed = 5;
    report.face_speed = 4;
    return report;
}

TEST(StepControl, ChoosesTheStepFromTheCflCondition)
{
    Control control = make_control();
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    EXPECT_DOUBLE_EQ(control.dt, 0.5 * 2 / 4);
    EXPECT_NEAR(control.prepare_fraction[0], 1 - std::exp(-0.5 * 0.25 / 5), 1e-15);
    EXPECT_NEAR(control.finish_fraction[1], 1 - std::exp(-0.5 * 0.25 / 10), 1e-15);
    EXPECT_TRUE(control.end_step(good_report()));
    EXPECT_DOUBLE_EQ(control.time, 0.25);
    EXPECT_EQ(control.max_speed, 5);
    EXPECT_TRUE(control.running);
}

TEST(StepControl, LandsExactlyOnTheStopTime)
{
    Control control = make_control();
    control.stop_time = 0.1 + 0.2;
    int steps = 0;
    while (control.running) {
        control.begin_step(RelaxationStep::implicit, 0.3, 0);
        ASSERT_TRUE(control.end_step(good_report()));
        ++steps;
    }
    EXPECT_EQ(control.time, 0.1 + 0.2);
    EXPECT_EQ(steps, 2);
    EXPECT_FALSE(control.running);
    EXPECT_FALSE(control.failed);
}

TEST(StepControl, NoStepForARemainderOfRoundingSize)
{
    Control control = make_control();
    control.stop_time = 0.25 * (1 + 1e-9);
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    EXPECT_EQ(control.dt, control.stop_time);
}

TEST(StepControl, StillTrafficTakesTheWholeInterval)
{
    Control control = make_control();
    control.max_speed = 0;
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    EXPECT_EQ(control.dt, 10);
}

TEST(StepControl, RejectsABadCellAndHalves)
{
    Control control = make_control();
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    Report report = good_report();
    report.mark_bad(17);
    EXPECT_FALSE(control.end_step(report));
    EXPECT_EQ(control.time, 0);
    EXPECT_EQ(control.num_rejected, 1);
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    EXPECT_DOUBLE_EQ(control.dt, 0.125);
    for (int i = 0; i < 3; ++i) {
        control.begin_step(RelaxationStep::exact, 0.5, 0.5);
        EXPECT_FALSE(control.end_step(report));
    }
    EXPECT_TRUE(control.failed);
    EXPECT_FALSE(control.running);
    EXPECT_EQ(control.bad_cell, 17);
}

TEST(StepControl, RejectsARealizedCflAboveTheLimit)
{
    Control control = make_control();
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    Report report = good_report();
    report.face_speed = 30;
    EXPECT_FALSE(control.end_step(report));
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    EXPECT_DOUBLE_EQ(control.dt, 0.5 * 2 / 30) << "from the speed that was met, at once";
    report.face_speed = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(control.end_step(report));
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    EXPECT_DOUBLE_EQ(control.dt, 0.5 * 0.5 * 2 / 30) << "half, if nothing is known";
}

TEST(StepControl, SpeedsOfASpoiltAttemptDoNotDecideTheNextStep)
{
    Control control = make_control();
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    Report report = good_report();
    report.mark_bad(3);
    report.face_speed = 1e10;
    EXPECT_FALSE(control.end_step(report));
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    EXPECT_DOUBLE_EQ(control.dt, 0.1 * 0.25) << "a tenth, not a billionth";
}

TEST(StepControl, StepsGrowAgainAfterARejectedAttempt)
{
    Control control = make_control();
    control.max_speed = 0.001; // nearly at rest, and about to move: the CFL condition allows the whole interval
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    Report report = good_report();
    report.max_speed = 0.001;
    report.face_speed = 5;
    EXPECT_FALSE(control.end_step(report));
    report.face_speed = 0.001;
    Real expected = 1;
    for (int k = 0; k < 3; ++k) {
        control.begin_step(RelaxationStep::exact, 0.5, 0.5);
        EXPECT_DOUBLE_EQ(control.dt, expected);
        EXPECT_TRUE(control.end_step(report));
        expected *= 2;
    }
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    EXPECT_DOUBLE_EQ(control.dt, 10 - 7) << "which is less than 8";
}

/// Attempts with steps above `longest` [s] fail, in cell 7. Returns the number of attempts until the run ends.
int attempts_with_steps_up_to(Real longest, Control& control, int most = 10000)
{
    for (int attempt = 1; attempt <= most; ++attempt) {
        control.begin_step(RelaxationStep::exact, 0.5, 0.5);
        Report report = good_report();
        if (control.dt > longest) {
            report.mark_bad(7);
        }
        if (control.end_step(report)) {
            control.retries = 0;
        }
        if (!control.running) {
            return attempt;
        }
    }
    return most;
}

TEST(StepControl, ARunThatCreepsFails)
{
    Control control = make_control();
    control.max_retries = 20;
    int const attempts = attempts_with_steps_up_to(1e-5, control); // the CFL condition allows 0.2
    EXPECT_TRUE(control.failed);
    EXPECT_FALSE(control.running);
    EXPECT_EQ(control.bad_cell, 7);
    EXPECT_EQ(control.short_steps, Control::max_short_steps + 1);
    EXPECT_LE(control.retries, control.max_retries) << "which is how a failed step is told apart";
    EXPECT_LT(control.time, 0.01);
    EXPECT_LT(attempts, 3 * Control::max_short_steps);
}

TEST(StepControl, ARunThatGoesOnWithShortStepsDoesNotFail)
{
    Control control = make_control();
    control.max_retries = 20;
    (void)attempts_with_steps_up_to(1e-3, control, 3000); // a two-hundredth of what the CFL condition allows
    EXPECT_FALSE(control.failed);
    EXPECT_TRUE(control.running);
    EXPECT_EQ(control.short_steps, 0);
}

TEST(StepControl, ShortStepsThatNoRejectedAttemptCausesAreNoFailure)
{
    Control control = make_control();
    for (int k = 1; k <= 3 * Control::max_short_steps; ++k) { // an output every microsecond
        control.stop_time = k * 1e-6;
        control.running = true;
        control.begin_step(RelaxationStep::exact, 0.5, 0.5);
        EXPECT_TRUE(control.end_step(good_report()));
    }
    EXPECT_FALSE(control.failed);
}

TEST(StepControl, CountsFlowThroughTheEnds)
{
    Control control = make_control();
    control.begin_step(RelaxationStep::exact, 0.5, 0.5);
    Report report = good_report();
    report.left_flux = {{0.4, 0.2}};
    report.right_flux = {{0.1, 0.0}};
    report.floors = 2;
    EXPECT_TRUE(control.end_step(report));
    EXPECT_DOUBLE_EQ(control.inflow[0].value(), 0.25 * 0.4);
    EXPECT_DOUBLE_EQ(control.inflow[1].value(), 0.25 * 0.2);
    EXPECT_DOUBLE_EQ(control.outflow[0].value(), 0.25 * 0.1);
    EXPECT_EQ(control.num_floors, 2);
}

TEST(StepControl, SumsWhatMetricsNeed)
{
    Control control = make_control();
    control.measures = true;
    control.initial_mass = {{10, 20}};
    Report report = good_report();
    report.left_flux = {{0.4, 0.0}};
    report.flow_sum = {{3, 5}};
    report.pace_sum = {{0.3, 0.25}};
    report.queued_cells = 4;
    for (int k = 0; k < 2; ++k) {
        control.begin_step(RelaxationStep::exact, 0.5, 0.5);
        EXPECT_TRUE(control.end_step(report));
        report.queued_cells = 1;
    }
    Real const t = control.time; // 0.25 + 0.2
    EXPECT_NEAR(control.time_spent[0], 10 * t + 0.4 * t * t / 2, 1e-14) << "the mass grows linearly";
    EXPECT_NEAR(control.time_spent[1], 20 * t, 1e-14);
    EXPECT_NEAR(control.distance[1], 5 * 2 * t, 1e-14);
    EXPECT_NEAR(control.free_flow_time[0], 0.3 * 2 * t, 1e-14);
    EXPECT_EQ(control.max_queued_cells, 4);
}

TEST(StepControl, EightRunsAtOnceAreEachAsAlone)
{
    zemi::StepControl<2, zemi::Pack> lanes;
    lanes.measures = true;
    Control alone[8];
    for (int lane = 0; lane < 8; ++lane) {
        alone[lane] = make_control();
        alone[lane].measures = true;
        alone[lane].max_speed = lane; // one at rest
        alone[lane].stop_time = 0.3 * (1 + lane);
        alone[lane].max_retries = lane % 3;
        zemi::set_lane(lanes, lane, alone[lane]);
    }
    for (int attempt = 0; attempt < 12; ++attempt) {
        lanes.begin_step(RelaxationStep::exact, 0.5, 0.25);
        zemi::StepReport<2, zemi::Pack> reports;
        zemi::PackMask accepted;
        Report report[8];
        for (int lane = 0; lane < 8; ++lane) {
            report[lane].max_speed = 1 + lane + attempt;
            report[lane].face_speed = (lane == 5 && attempt < 4) ? 1e6 : 2 + lane;
            report[lane].left_flux = {{0.1 * lane, 0.2}};
            report[lane].flow_sum = {{1, 2}};
            if (lane == 6 && attempt == 2) {
                report[lane].mark_bad(3);
            }
            reports.max_speed.set(lane, report[lane].max_speed);
            reports.face_speed.set(lane, report[lane].face_speed);
            reports.first_bad.set(lane, report[lane].first_bad);
            for (int c = 0; c < 2; ++c) {
                reports.left_flux[c].set(lane, report[lane].left_flux[c]);
                reports.flow_sum[c].set(lane, report[lane].flow_sum[c]);
            }
        }
        accepted = lanes.end_step(reports);
        for (int lane = 0; lane < 8; ++lane) {
            alone[lane].begin_step(RelaxationStep::exact, 0.5, 0.25);
            bool const was_running = alone[lane].running;
            EXPECT_EQ(accepted[lane], alone[lane].end_step(report[lane])) << lane << ' ' << attempt;
            Control const one = zemi::get_lane(lanes, lane);
            EXPECT_EQ(one.running, alone[lane].running);
            EXPECT_EQ(one.failed, alone[lane].failed);
            EXPECT_EQ(one.time, alone[lane].time);
            EXPECT_EQ(one.retries, alone[lane].retries);
            EXPECT_EQ(one.num_rejected, alone[lane].num_rejected);
            EXPECT_EQ(one.bad_cell, alone[lane].bad_cell);
            EXPECT_EQ(one.short_steps, alone[lane].short_steps);
            EXPECT_EQ(one.dt_limit, alone[lane].dt_limit);
            EXPECT_EQ(one.time_spent[0], alone[lane].time_spent[0]);
            EXPECT_EQ(one.distance[1], alone[lane].distance[1]);
            EXPECT_EQ(one.inflow[0].value(), alone[lane].inflow[0].value());
            if (was_running) {
                EXPECT_EQ(one.dt, alone[lane].dt);
                EXPECT_EQ(one.prepare_fraction[1], alone[lane].prepare_fraction[1]);
                EXPECT_EQ(one.finish_fraction[1], alone[lane].finish_fraction[1]);
            }
        }
    }
    EXPECT_TRUE(alone[6].failed || alone[5].failed) << "lanes are meant to fail, too";
}

TEST(StepControl, OfEightRunsOnlyThoseThatCreepFail)
{
    zemi::StepControl<2, zemi::Pack> lanes;
    for (int lane = 0; lane < 8; ++lane) {
        Control one = make_control();
        one.max_retries = 20;
        one.stop_time = 1e6;
        zemi::set_lane(lanes, lane, one);
    }
    for (int attempt = 0; attempt < 600; ++attempt) {
        lanes.begin_step(RelaxationStep::exact, 0.5, 0.5);
        zemi::StepReport<2, zemi::Pack> reports;
        reports.max_speed = zemi::Pack(5.0);
        reports.face_speed = zemi::Pack(4.0);
        for (int lane = 0; lane < 8; ++lane) {
            if (lanes.dt[lane] > (lane % 3 == 0 ? 1e-5 : 1)) {
                reports.first_bad.set(lane, lane);
            }
        }
        lanes.retries = select(lanes.end_step(reports), zemi::Pack(0.0), lanes.retries);
    }
    for (int lane = 0; lane < 8; ++lane) {
        Control const one = zemi::get_lane(lanes, lane);
        EXPECT_EQ(one.failed, lane % 3 == 0) << lane;
        EXPECT_EQ(one.running, lane % 3 != 0) << lane;
        EXPECT_EQ(one.bad_cell, lane % 3 == 0 ? lane : -1);
        EXPECT_EQ(one.short_steps, lane % 3 == 0 ? Control::max_short_steps + 1 : 0);
    }
}

TEST(StepReport, JoinsTheWorstOfBoth)
{
    Report a = good_report();
    a.mark_bad(9);
    Report b;
    b.max_speed = 50;
    b.min_density = 0.01;
    b.floors = 3;
    b.mark_bad(4);
    a.join(b);
    EXPECT_EQ(a.max_speed, 50);
    EXPECT_EQ(a.min_density, 0.01);
    EXPECT_EQ(a.floors, 3);
    EXPECT_EQ(a.first_bad, 4);
}

TEST(CompensatedSum, KeepsWhatPlainSumsLose)
{
    zemi::CompensatedSum<> sum;
    sum.add(1);
    for (int i = 0; i < 1000000; ++i) {
        sum.add(1e-17);
    }
    EXPECT_NEAR(sum.value(), 1 + 1e-11, 1e-16);
}

} // namespace
