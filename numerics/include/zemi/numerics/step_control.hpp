// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/numerics/time_scheme.hpp>
#include <zemi/physics/concepts.hpp>

#include <cstdint>

namespace zemi {

/// Sum that carries its rounding error along. Neumaier, ZAMM 54 (1974) 39, DOI 10.1002/zamm.19740540106.
struct CompensatedSum {
    Real sum = 0;
    Real correction = 0;

    KOKKOS_FUNCTION constexpr void add(Real value) noexcept
    {
        Real const total = sum + value;
        correction += (abs(sum) >= abs(value)) ? (sum - total) + value : (value - total) + sum;
        sum = total;
    }
    [[nodiscard]] KOKKOS_FUNCTION constexpr Real value() const noexcept { return sum + correction; }
};

/// What the stages of one attempted step found, for a stretch of cells; joined over stretches and stages.
template <int N>
struct StepReport {
    Real max_speed = 0;   ///< largest |wave speed| of the new state [m/s]
    Real face_speed = 0;  ///< largest |wave speed| that a flux used [m/s]
    Real min_density = 1e300; ///< of the new state, any class [veh/m]
    Vec<Real, N> density_sum{};  ///< sum of the densities of the new cells [veh/m]
    std::int64_t floors = 0;     ///< densities below zero by rounding, set to zero
    std::int64_t first_bad = -1; ///< first cell that left the admissible set, -1: none
    Vec<Real, N> left_flux{};    ///< flow through the left end, weighted over the stages [veh/s]
    Vec<Real, N> right_flux{};   ///< flow through the right end, likewise

    KOKKOS_FUNCTION constexpr void mark_bad(std::int64_t cell) noexcept
    {
        if (first_bad < 0 || cell < first_bad) {
            first_bad = cell;
        }
    }
    KOKKOS_FUNCTION constexpr void join(StepReport const& other) noexcept
    {
        max_speed = max(max_speed, other.max_speed);
        face_speed = max(face_speed, other.face_speed);
        min_density = min(min_density, other.min_density);
        floors += other.floors;
        if (other.first_bad >= 0) {
            mark_bad(other.first_bad);
        }
        for (int c = 0; c < N; ++c) {
            density_sum[c] += other.density_sum[c];
            left_flux[c] += other.left_flux[c];
            right_flux[c] += other.right_flux[c];
        }
    }
};

enum class StepStatus {
    running, ///< wants to step
    reached, ///< at the stop time
    failed,  ///< a step could not be completed with any size tried
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

/// Time, step size and fate of one member; lives where the state lives, so the loop needs no host.
template <int N>
struct StepControl {
    // Set by the host.
    Real stop_time = 0;
    Real cfl = 0;
    Real dx = 0;
    Real cfl_limit = 1; ///< a step whose realized CFL number exceeds this is repeated
    int max_retries = 0;
    int num_stages = 1;
    int num_buffers = 2;
    Vec<Real, N> relaxation_time{};

    // State of the loop.
    StepStatus status = StepStatus::running;
    Real time = 0;
    Real dt = 0;        ///< of the step in progress
    Real dt_limit = 0;  ///< after a rejected attempt; 0: none
    Real max_speed = 0; ///< of the current state [m/s]
    bool lands = false; ///< the step in progress ends exactly at stop_time
    int current = 0;    ///< index of the buffer that holds the current state
    int retries = 0;    ///< rejected attempts at the step in progress
    std::int64_t num_steps = 0;
    std::int64_t num_rejected = 0;
    std::int64_t num_floors = 0;
    std::int64_t bad_cell = -1;
    Vec<Real, N> prepare_fraction{};
    Vec<Real, N> finish_fraction{};
    Vec<CompensatedSum, N> inflow{};  ///< [veh]
    Vec<CompensatedSum, N> outflow{}; ///< [veh]
    int history_size = 0;

    /// Fraction of the distance to equilibrium that a relaxation over c dt covers.
    KOKKOS_FUNCTION static Real relaxation_fraction(RelaxationStep kind, Real coefficient, Real dt, Real tau) noexcept
    {
        Real const k = coefficient * dt / tau;
        return kind == RelaxationStep::exact ? -expm1(-k) : k / (Real(1) + k);
    }

    /// Chooses dt and the fractions of relaxation for the next attempt.
    KOKKOS_FUNCTION void begin_step(RelaxationStep kind, Real prepare_coefficient, Real finish_coefficient) noexcept
    {
        if (status != StepStatus::running) {
            return;
        }
        Real const remaining = stop_time - time;
        Real step = remaining;
        if (max_speed > 0) {
            step = min(step, cfl * dx / max_speed);
        }
        if (dt_limit > 0) {
            step = min(step, dt_limit);
        }
        // A remainder of a millionth of a step would cost a step of its own.
        lands = remaining <= step * (Real(1) + Real(1e-6));
        dt = lands ? remaining : step;
        for (int c = 0; c < N; ++c) {
            prepare_fraction[c] = relaxation_fraction(kind, prepare_coefficient, dt, relaxation_time[c]);
            finish_fraction[c] = relaxation_fraction(kind, finish_coefficient, dt, relaxation_time[c]);
        }
    }

    /// Accepts the attempted step, or arranges for a smaller one, or gives up. Returns true if it was accepted.
    KOKKOS_FUNCTION bool end_step(StepReport<N> const& report) noexcept
    {
        Real const realized = report.face_speed * dt / dx;
        // "not <=" so that a NaN is a reason to reject.
        if (report.first_bad >= 0 || !(realized <= cfl_limit)) {
            ++num_rejected;
            ++retries;
            if (retries > max_retries) {
                status = StepStatus::failed;
                bad_cell = report.first_bad;
                return false;
            }
            dt_limit = Real(0.5) * dt;
            if (report.face_speed > 0 && report.face_speed < Real(1e300)) {
                dt_limit = min(dt_limit, cfl * dx / report.face_speed);
            }
            return false;
        }
        time = lands ? stop_time : time + dt;
        max_speed = report.max_speed;
        current = (current + 1 + (num_stages - 1) % 2) % num_buffers;
        dt_limit = 0;
        ++num_steps;
        num_floors += report.floors;
        for (int c = 0; c < N; ++c) {
            inflow[c].add(dt * report.left_flux[c]);
            outflow[c].add(dt * report.right_flux[c]);
        }
        if (lands) {
            status = StepStatus::reached;
        }
        return true;
    }

    /// Writes the record of the step just accepted (`columns` numbers).
    KOKKOS_FUNCTION void write_history(StepReport<N> const& report, Real* row) const noexcept
    {
        row[history_time] = time;
        row[history_dt] = dt;
        row[history_cfl] = report.face_speed * dt / dx;
        row[history_max_speed] = report.max_speed;
        row[history_min_density] = report.min_density;
        row[history_floors] = static_cast<Real>(report.floors);
        row[history_retries] = static_cast<Real>(retries);
        for (int c = 0; c < N; ++c) {
            row[history_num_fixed + c] = report.density_sum[c] * dx;
            row[history_num_fixed + N + c] = inflow[c].value();
            row[history_num_fixed + 2 * N + c] = outflow[c].value();
        }
    }
};

} // namespace zemi
