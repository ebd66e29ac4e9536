// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/numerics/reconstruction.hpp>
#include <zemi/numerics/time_scheme.hpp>
#include <zemi/physics/concepts.hpp>

#include <type_traits>

namespace zemi {

/// Sum that carries its rounding error along. Neumaier, ZAMM 54 (1974) 39, DOI 10.1002/zamm.19740540106.
template <class T = Real>
struct CompensatedSum {
    T sum = T(0);
    T correction = T(0);

    KOKKOS_FUNCTION void add(T const& value) noexcept
    {
        T const total = sum + value;
        correction += select(abs(sum) >= abs(value), (sum - total) + value, (value - total) + sum);
        sum = total;
    }
    [[nodiscard]] KOKKOS_FUNCTION T value() const noexcept { return sum + correction; }
};

/// What the stages of one attempted step found, for a stretch of cells; joined over stretches and stages. For one run
/// (T = Real) or for eight (T = Pack).
template <int N, class T = Real>
struct StepReport {
    T max_speed = T(0);       ///< largest |wave speed| of the new state [m/s]
    T face_speed = T(0);      ///< largest |wave speed| that a flux used [m/s]
    T min_density = T(1e300); ///< of the new state, any class [veh/m]
    Vec<T, N> density_sum{};  ///< sum of the densities of the new cells [veh/m]
    T floors = T(0);          ///< densities below zero by rounding, set to zero
    T limited = T(0);         ///< actions of the limiter of high-order fluxes
    T first_bad = T(-1);      ///< first cell that left the admissible set, -1: none
    Vec<T, N> left_flux{};    ///< flow through the left end, weighted over the stages [veh/s]
    Vec<T, N> right_flux{};   ///< flow through the right end, likewise
    Vec<T, N> marker_defect{}; ///< what the contact fix added to rho w, over all cells, weighted likewise [veh/s]

    // For Metrics, where they are asked for.
    Vec<T, N> flow_sum{};    ///< sum over the cells of the flow through them, weighted over the stages [veh/s]
    Vec<T, N> pace_sum{};    ///< likewise, of flow over free speed [veh/m]
    T queued_cells = T(0);   ///< at the start of the step

    KOKKOS_FUNCTION void mark_bad(T const& cell, MaskOf<T> const& where = T(0) == T(0)) noexcept
    {
        first_bad = select(where && (first_bad < T(0) || cell < first_bad), cell, first_bad);
    }
    KOKKOS_FUNCTION void join(StepReport const& other) noexcept
    {
        max_speed = max(max_speed, other.max_speed);
        face_speed = max(face_speed, other.face_speed);
        min_density = min(min_density, other.min_density);
        floors += other.floors;
        limited += other.limited;
        mark_bad(other.first_bad, other.first_bad >= T(0));
        for (int c = 0; c < N; ++c) {
            density_sum[c] += other.density_sum[c];
            left_flux[c] += other.left_flux[c];
            right_flux[c] += other.right_flux[c];
            marker_defect[c] += other.marker_defect[c];
            flow_sum[c] += other.flow_sum[c];
            pace_sum[c] += other.pace_sum[c];
        }
        queued_cells += other.queued_cells;
    }
};

/// Columns of the record of a step; the masses and flows of N classes follow: mass, inflow, outflow per class.
enum HistoryColumn : int {
    history_time,
    history_dt,
    history_cfl,
    history_max_speed,
    history_min_density,
    history_floors,
    history_retries,
    history_num_fixed
};

/// Time, step size and fate of one run (T = Real) or of eight, each with its own (T = Pack); lives where the state
/// lives, so the loop needs no host. Counts are kept as T: whole numbers are exact in it.
template <int N, class T = Real>
struct StepControl {
    static constexpr int num_classes = N;

    // Set by the host.
    T stop_time = T(0);
    T cfl = T(0);
    T dx = T(0);
    Real cfl_limit = 1; ///< a step whose realized CFL number exceeds this is repeated
    T max_retries = T(0);
    Vec<T, N> relaxation_time{};
    bool measures = false; ///< keeps the sums for Metrics
    Vec<T, N> initial_mass{}; ///< [veh]

    // State of the loop. Neither running nor failed: at the stop time.
    MaskOf<T> running = T(0) == T(0); ///< wants to step
    MaskOf<T> failed = T(0) != T(0);  ///< a step could not be completed with any size tried
    T time = T(0);
    T dt = T(0);                     ///< of the step in progress
    T dt_limit = T(0);               ///< since the last rejected attempt; 0: none, or long ago
    T max_speed = T(0);              ///< of the current state [m/s]
    MaskOf<T> lands = T(0) != T(0);  ///< the step in progress ends exactly at stop_time
    T retries = T(0);                ///< rejected attempts at the step in progress
    T short_steps = T(0);            ///< in a row, see short_step
    T num_steps = T(0);
    T num_rejected = T(0);
    T num_floors = T(0);
    T num_limited = T(0);
    T bad_cell = T(-1); ///< of the attempt that was rejected last; -1: its wave speeds were the reason
    Vec<T, N> prepare_fraction{};
    Vec<T, N> finish_fraction{};
    Vec<T, N> slope_coupling{}; ///< see slope_coupling()
    Vec<CompensatedSum<T>, N> inflow{};  ///< [veh]
    Vec<CompensatedSum<T>, N> outflow{}; ///< [veh]
    Vec<T, N> marker_defect{}; ///< integral of what the contact fix added to rho w [veh m/s]

    // Sums for Metrics.
    Vec<T, N> time_spent{};     ///< [veh s]
    Vec<T, N> distance{};       ///< [veh m]
    Vec<T, N> free_flow_time{}; ///< [veh s]
    T max_queued_cells = T(0);

    /// The least share of an attempt that the next one keeps. The later stages of an attempt that failed have seen
    /// states that no step of the right size has, and speeds to match, up to any number: they tell that the step was
    /// too long, not by how much.
    static constexpr Real least_share = 0.1;
    /// A step is short if rejected attempts keep it below this share of what the CFL condition allows. A run that takes
    /// more than max_short_steps in a row is stuck: it would go on, and never end.
    static constexpr Real short_step = 1e-3;
    static constexpr int max_short_steps = 200;

    /// Fraction of the distance to equilibrium that a relaxation over c dt covers, or the time c dt, see RelaxationStep.
    KOKKOS_FUNCTION static T relaxation_fraction(RelaxationStep kind, Real coefficient, T const& dt,
                                                 T const& tau) noexcept
    {
        if (kind == RelaxationStep::timed) {
            return T(coefficient) * dt;
        }
        T const k = T(coefficient) * dt / tau;
        return kind == RelaxationStep::exact ? -expm1(-k) : k / (T(1) + k);
    }

    /// Chooses dt and the fractions of relaxation for the next attempt; dt = 0 where no step is wanted.
    KOKKOS_FUNCTION void begin_step(RelaxationStep kind, Real prepare_coefficient, Real finish_coefficient) noexcept
    {
        choose_step();
        for (int c = 0; c < N; ++c) {
            set_fractions(c, kind, prepare_coefficient, finish_coefficient);
        }
    }
    /// The first part of begin_step().
    KOKKOS_FUNCTION void choose_step() noexcept
    {
        T const remaining = stop_time - time;
        T step = remaining;
        step = select(max_speed > T(0), min(step, cfl * dx / max_speed), step);
        step = select(dt_limit > T(0), min(step, dt_limit), step);
        // A remainder of a millionth of a step would cost a step of its own.
        lands = remaining <= step * T(Real(1) + Real(1e-6));
        dt = select(running, select(lands, remaining, step), T(0));
    }
    /// The second part of begin_step(), for one class.
    KOKKOS_FUNCTION void set_fractions(int c, RelaxationStep kind, Real prepare_coefficient,
                                       Real finish_coefficient) noexcept
    {
        prepare_fraction[c] = relaxation_fraction(kind, prepare_coefficient, dt, relaxation_time[c]);
        finish_fraction[c] = finish_coefficient == prepare_coefficient
                               ? prepare_fraction[c]
                               : relaxation_fraction(kind, finish_coefficient, dt, relaxation_time[c]);
        // Schemes with a timed step split the source off and are of first order where it is fast, whatever the slopes.
        slope_coupling[c] = kind == RelaxationStep::timed ? T(0) : zemi::slope_coupling(prepare_fraction[c]);
    }

    /// What to relax by before the flux of a stage.
    [[nodiscard]] KOKKOS_FUNCTION Vec<T, N> fraction_before(Stage const& stage) const noexcept
    {
        auto fraction = Vec<T, N>::filled(T(0));
        for (int c = 0; c < N && stage.prepare > 0; ++c) {
            fraction[c] = stage.prepare == 1 ? prepare_fraction[c] : prepare_fraction[c] * prepare_fraction[c];
        }
        return fraction;
    }

    /// Accepts the attempted step, or arranges for a smaller one, or gives up. Returns where it was accepted.
    KOKKOS_FUNCTION MaskOf<T> end_step(StepReport<N, T> const& report) noexcept
    {
        MaskOf<T> const accepted = judge(report);
        for (int c = 0; c < N; ++c) {
            account(c, accepted, dt, report);
        }
        return accepted;
    }
    /// The first part of end_step().
    KOKKOS_FUNCTION MaskOf<T> judge(StepReport<N, T> const& report) noexcept
    {
        T const realized = report.face_speed * dt / dx;
        // "<=", not "not >", so that a NaN is a reason to reject.
        MaskOf<T> const good = report.first_bad < T(0) && realized <= T(cfl_limit);
        MaskOf<T> const accepted = running && good;
        MaskOf<T> const rejected = running && !good;
        if (any_of(rejected)) {
            reject(rejected, report);
        }
        time = select(accepted, select(lands, stop_time, time + dt), time);
        max_speed = select(accepted, report.max_speed, max_speed);
        give_up_if_stuck(accepted, realized);
        // What made an attempt fail is seldom over with the step: the next may be twice as long, not of any length.
        dt_limit = select(accepted, T(2) * dt_limit, dt_limit);
        num_steps += select(accepted, T(1), T(0));
        num_floors += select(accepted, report.floors, T(0));
        num_limited += select(accepted, report.limited, T(0));
        if (measures) {
            max_queued_cells = select(accepted, max(max_queued_cells, report.queued_cells), max_queued_cells);
        }
        running = running && !(accepted && lands);
        return accepted;
    }
    /// The second part of end_step(), for one class: what passed the ends in `step` [s], and the sums for Metrics.
    KOKKOS_FUNCTION void account(int c, MaskOf<T> const& accepted, T const& step,
                                 StepReport<N, T> const& report) noexcept
    {
        if (measures) {
            // The vehicles on the road change linearly during a step: what the ledger knows, no sum over cells.
            T const before = initial_mass[c] + inflow[c].value() - outflow[c].value();
            T const change = step * (report.left_flux[c] - report.right_flux[c]);
            time_spent[c] += select(accepted, step * (before + T(0.5) * change), T(0));
            distance[c] += select(accepted, step * dx * report.flow_sum[c], T(0));
            free_flow_time[c] += select(accepted, step * dx * report.pace_sum[c], T(0));
        }
        inflow[c].add(select(accepted, step * report.left_flux[c], T(0)));
        outflow[c].add(select(accepted, step * report.right_flux[c], T(0)));
        marker_defect[c] += select(accepted, dx * report.marker_defect[c], T(0));
    }

    /// Writes the record of the step just accepted.
    KOKKOS_FUNCTION void write_history(StepReport<N> const& report, Real* row) const noexcept
        requires std::is_same_v<T, Real>
    {
        write_step(report, row);
        for (int c = 0; c < N; ++c) {
            write_class(c, report, row);
        }
    }
    /// The first part of write_history(), after judge() and before the next choose_step().
    KOKKOS_FUNCTION void write_step(StepReport<N> const& report, Real* row) const noexcept
        requires std::is_same_v<T, Real>
    {
        row[history_time] = time;
        row[history_dt] = dt;
        row[history_cfl] = report.face_speed * dt / dx;
        row[history_max_speed] = report.max_speed;
        row[history_min_density] = report.min_density;
        row[history_floors] = report.floors;
        row[history_retries] = retries;
    }
    /// The second part of write_history(), for one class, after account().
    KOKKOS_FUNCTION void write_class(int c, StepReport<N> const& report, Real* row) const noexcept
        requires std::is_same_v<T, Real>
    {
        row[history_num_fixed + c] = report.density_sum[c] * dx;
        row[history_num_fixed + N + c] = inflow[c].value();
        row[history_num_fixed + 2 * N + c] = outflow[c].value();
    }

private:
    KOKKOS_FUNCTION void reject(MaskOf<T> const& rejected, StepReport<N, T> const& report) noexcept
    {
        num_rejected += select(rejected, T(1), T(0));
        retries += select(rejected, T(1), T(0));
        MaskOf<T> const gives_up = rejected && retries > max_retries;
        bad_cell = select(rejected, report.first_bad, bad_cell);
        T limit = T(0.5) * dt;
        limit = select(report.face_speed > T(0) && report.face_speed < T(1e300),
                       min(limit, cfl * dx / report.face_speed), limit);
        limit = max(limit, T(least_share) * dt);
        dt_limit = select(rejected, limit, dt_limit);
        failed = failed || gives_up;
        running = running && !gives_up;
    }
    /// `realized`: CFL number of the attempt.
    KOKKOS_FUNCTION void give_up_if_stuck(MaskOf<T> const& accepted, T const& realized) noexcept
    {
        MaskOf<T> const is_short = dt_limit > T(0) && dt >= dt_limit && realized < T(short_step) * cfl && !lands;
        short_steps = select(accepted, select(is_short, short_steps + T(1), T(0)), short_steps);
        MaskOf<T> const gives_up = accepted && short_steps > T(Real(max_short_steps));
        failed = failed || gives_up;
        running = running && !gives_up;
    }
};

/// Calls f(number of a, number of b) for everything that one run has of its own; a and b: controls of N classes, of one
/// run or of eight. So one run's control gets into a lane, or out of it.
template <int N, class A, class B, class F>
void zip_controls(StepControl<N, A>& a, StepControl<N, B> const& b, F const& f)
{
    f(a.stop_time, b.stop_time);
    f(a.cfl, b.cfl);
    f(a.dx, b.dx);
    f(a.max_retries, b.max_retries);
    f(a.running, b.running);
    f(a.failed, b.failed);
    f(a.time, b.time);
    f(a.dt, b.dt);
    f(a.dt_limit, b.dt_limit);
    f(a.max_speed, b.max_speed);
    f(a.lands, b.lands);
    f(a.retries, b.retries);
    f(a.short_steps, b.short_steps);
    f(a.num_steps, b.num_steps);
    f(a.num_rejected, b.num_rejected);
    f(a.num_floors, b.num_floors);
    f(a.num_limited, b.num_limited);
    f(a.bad_cell, b.bad_cell);
    f(a.max_queued_cells, b.max_queued_cells);
    for (int c = 0; c < N; ++c) {
        f(a.relaxation_time[c], b.relaxation_time[c]);
        f(a.initial_mass[c], b.initial_mass[c]);
        f(a.prepare_fraction[c], b.prepare_fraction[c]);
        f(a.finish_fraction[c], b.finish_fraction[c]);
        f(a.slope_coupling[c], b.slope_coupling[c]);
        f(a.inflow[c].sum, b.inflow[c].sum);
        f(a.inflow[c].correction, b.inflow[c].correction);
        f(a.outflow[c].sum, b.outflow[c].sum);
        f(a.outflow[c].correction, b.outflow[c].correction);
        f(a.marker_defect[c], b.marker_defect[c]);
        f(a.time_spent[c], b.time_spent[c]);
        f(a.distance[c], b.distance[c]);
        f(a.free_flow_time[c], b.free_flow_time[c]);
    }
}

/// Puts the control of one run into a lane.
template <int N>
void set_lane(StepControl<N, Pack>& lanes, int lane, StepControl<N> const& one)
{
    zip_controls(lanes, one, [lane](auto& a, auto const& b) { a.set(lane, b); });
}

/// The control of the run in a lane.
template <int N>
[[nodiscard]] StepControl<N> get_lane(StepControl<N, Pack> const& lanes, int lane)
{
    StepControl<N> one;
    zip_controls(one, lanes, [lane](auto& a, auto const& b) { a = b[lane]; });
    one.measures = lanes.measures;
    return one;
}

} // namespace zemi
