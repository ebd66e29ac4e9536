// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "problem_check.hpp"
#include <zemi/numerics/boundary.hpp>
#include <zemi/numerics/cell_update.hpp>
#include <zemi/numerics/initial_state.hpp>
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/simulation.hpp>
#include <zemi/numerics/step_control.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace zemi {

// How a run begins and what it leaves, on the host: what all engines have in common.

/// Densities below zero by less than this share of the jam density are rounding: set to zero, and counted.
inline constexpr Real floor_density_share = Real(1e-12);

/// A road at the start of its run.
template <ConservationLaw E>
struct RoadStart {
    std::vector<std::uint8_t> category;      ///< index into road_categories(), [cell]
    std::vector<Vec<Real, num_stored<E>>> cells; ///< averages or point values and what else is stored, [cell]
    StepControl<E::num_classes> control;     ///< not running, at the start time
};

/// Throws std::invalid_argument for a problem that cannot be solved.
template <ConservationLaw E>
[[nodiscard]] RoadStart<E> start_road(E const& equation, Problem const& problem)
{
    check_problem(problem, E::num_classes);
    RoadStart<E> start;
    start.category = category_indices(problem);
    auto const cells =
        initial_cells(equation, problem, start.category, uses_point_values(problem.scheme.reconstruction));
    start.cells.resize(cells.size());
    auto& control = start.control;
    control.time = problem.begin_time;
    control.stop_time = problem.begin_time;
    control.running = false;
    control.cfl = problem.scheme.cfl > 0 ? problem.scheme.cfl : default_cfl(problem.scheme.reconstruction);
    control.dx = problem.road.cell_length();
    control.max_retries = problem.max_retries;
    if constexpr (E::has_relaxation) {
        control.relaxation_time = equation.relaxation_times();
    }
    Vec<CompensatedSum<>, E::num_classes> mass{};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto const& u = cells[i];
        bool const as_before = i > 0 && start.category[i] == start.category[i - 1]
                            && std::equal(u.data, u.data + E::num_eqn, cells[i - 1].data);
        if (as_before) {
            start.cells[i] = start.cells[i - 1];
        } else {
            auto const road = equation.road_data(start.category[i]);
            auto const q = equation.to_primitive(u, road);
            auto const speeds = equation.wave_speeds(equation.point_state(q, road));
            for (int k = 0; k < num_stored<E>; ++k) {
                start.cells[i][k] = k < E::num_eqn ? u[k] : q[E::num_classes + k - E::num_eqn];
            }
            control.max_speed = max(control.max_speed, max(abs(speeds.min), abs(speeds.max)));
        }
        for (int c = 0; c < E::num_classes; ++c) {
            mass[c].add(u[E::density_index(c)]);
        }
    }
    for (int c = 0; c < E::num_classes; ++c) {
        control.initial_mass[c] = mass[c].value() * control.dx;
    }
    return start;
}

/// The condition of a schedule that holds from `time` on.
[[nodiscard]] inline BoundaryCondition const& condition_at(BoundarySchedule const& schedule, Real time)
{
    auto const next = std::find_if(schedule.begin() + 1, schedule.end(),
                                   [time](BoundaryPhase const& phase) { return phase.begin > time; });
    return (next - 1)->condition;
}

/// When a schedule changes next after `time`; infinite if it does not [s].
[[nodiscard]] inline Real next_change(BoundarySchedule const& schedule, Real time)
{
    auto const next = std::find_if(schedule.begin() + 1, schedule.end(),
                                   [time](BoundaryPhase const& phase) { return phase.begin > time; });
    return next == schedule.end() ? std::numeric_limits<Real>::infinity() : next->begin;
}

/// A condition as kernels want it; `category`: of the last cell at that end.
template <ConservationLaw E>
[[nodiscard]] BoundaryPoint<E> boundary_point(E const& equation, BoundaryCondition const& condition, int category)
{
    constexpr int n = E::num_classes;
    BoundaryPoint<E> point;
    point.kind = condition.kind;
    if (condition.kind == BoundaryKind::inflow) {
        for (int c = 0; c < n; ++c) {
            point.primitive[c] = condition.state.density[static_cast<std::size_t>(c)];
            if constexpr (E::num_primitive > n) {
                point.primitive[n + c] = condition.state.speed[static_cast<std::size_t>(c)];
            }
        }
        auto const road = equation.road_data(category);
        point.point = equation.point_state(point.primitive, road);
        if constexpr (HasMarkers<E>) {
            point.capacity_scale = capacity_scale(equation, point, road);
        }
    }
    return point;
}

/// Fields for the user; `cell(i)` gives the conserved variables of cell i.
template <ConservationLaw E, class Cell>
[[nodiscard]] CellFields cell_fields(E const& equation, std::vector<std::uint8_t> const& category, Real time,
                                     Cell const& cell)
{
    constexpr int n = E::num_classes;
    CellFields fields;
    fields.time = time;
    std::vector<std::vector<Real>> const empty(static_cast<std::size_t>(n), std::vector<Real>(category.size()));
    fields.density = empty;
    fields.speed = empty;
    if constexpr (HasMarkers<E>) {
        fields.marker = empty;
    }
    for (std::size_t i = 0; i < category.size(); ++i) {
        Vec<Real, E::num_eqn> const u = cell(static_cast<int>(i));
        auto const road = equation.road_data(category[i]);
        auto const s = equation.point_state(equation.to_primitive(u, road), road);
        for (int c = 0; c < n; ++c) {
            auto const k = static_cast<std::size_t>(c);
            fields.density[k][i] = u[E::density_index(c)];
            fields.speed[k][i] = s[n + c];
            if constexpr (HasMarkers<E>) {
                fields.marker[k][i] = s[2 * n + c];
            }
        }
    }
    return fields;
}

/// The account of each class; `density_sum(c)`: over all cells [veh/m].
template <int N, class DensitySum>
[[nodiscard]] std::vector<MassLedger> mass_ledger(StepControl<N> const& control, DensitySum const& density_sum)
{
    std::vector<MassLedger> ledger(static_cast<std::size_t>(N));
    for (int c = 0; c < N; ++c) {
        auto& entry = ledger[static_cast<std::size_t>(c)];
        entry.initial = control.initial_mass[c];
        entry.inflow = control.inflow[c].value();
        entry.outflow = control.outflow[c].value();
        entry.stored = density_sum(c) * control.dx;
        entry.marker_defect = control.marker_defect[c];
    }
    return ledger;
}

/// The same from the cells; `density(i, c)` [veh/m].
template <int N, class Density>
[[nodiscard]] std::vector<MassLedger> mass_ledger(StepControl<N> const& control, int num_cells, Density const& density)
{
    return mass_ledger(control, [&](int c) {
        CompensatedSum<> sum;
        for (int i = 0; i < num_cells; ++i) {
            sum.add(density(i, c));
        }
        return sum.value();
    });
}

template <int N>
[[nodiscard]] Metrics run_metrics(StepControl<N> const& control, std::vector<MassLedger> const& ledger, Real begin_time)
{
    Metrics metrics;
    metrics.classes.resize(static_cast<std::size_t>(N));
    metrics.duration = control.time - begin_time;
    metrics.max_queue_length = control.max_queued_cells * control.dx;
    for (int c = 0; c < N; ++c) {
        auto const k = static_cast<std::size_t>(c);
        auto& entry = metrics.classes[k];
        entry.time_spent = control.time_spent[c];
        entry.distance = control.distance[c];
        entry.free_flow_time = control.free_flow_time[c];
        entry.inflow = ledger[k].inflow;
        entry.outflow = ledger[k].outflow;
        Real const vehicles = ledger[k].initial + abs(ledger[k].inflow) + abs(ledger[k].outflow);
        if (vehicles > 0) {
            metrics.mass_defect = max(metrics.mass_defect, abs(ledger[k].defect()) / vehicles);
        }
    }
    return metrics;
}

/// Of a run that is stuck; 0 for one that gave up on a step.
template <int N>
[[nodiscard]] int num_short_steps(StepControl<N> const& control)
{
    return control.retries <= control.max_retries ? static_cast<int>(control.short_steps) : 0;
}

/// Why the run that `control` belongs to gave up.
template <int N>
[[nodiscard]] Failure step_failure(StepControl<N> const& control, Problem const& problem)
{
    return step_failure(control.time, control.dt, static_cast<int>(control.bad_cell), num_short_steps(control), problem);
}

} // namespace zemi
