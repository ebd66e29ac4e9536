// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/boundary.hpp>
#include <zemi/numerics/cell_update.hpp>
#include <zemi/numerics/metrics.hpp>
#include <zemi/numerics/numerical_flux.hpp>
#include <zemi/numerics/reconstruction.hpp>
#include <zemi/numerics/road_stepper.hpp>
#include <zemi/numerics/step_control.hpp>

#include <Kokkos_Core.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace zemi {

/// What one run of a launch of TeamRuns has of its own, besides its cells.
template <ConservationLaw E>
struct TeamRun {
    E equation{};
    StepControl<E::num_classes> control;
    Real floor_density = 0; ///< [veh/m]
    Real queue_speed = 0;   ///< see is_queued(), [m/s]
    Real queue_density = 0; ///< [veh/m]
    int num_stops = 0;
};

/// One stretch of a run, up to the next time at which it has to stop.
struct TeamStop {
    Real time = 0;       ///< [s]
    int left_phase = 0;  ///< the conditions at the ends on the way there: indices into TeamRuns::phases
    int right_phase = 0;
    int snapshot = -1;   ///< where to keep the fields that are reached: index into TeamRuns::snapshots; -1: nowhere
};

/// Whole runs in one launch, one team of threads per run: the state stays in scratch memory from the first step to the
/// last, and the host is not asked. All runs have the same number of cells. Same formulas as the other engines; sums
/// over cells are taken in the order of the team.
template <ConservationLaw E, class Reconstruction, class Flux, class Space>
struct TeamRuns {
    using Policy = Kokkos::TeamPolicy<Space>;
    using Member = typename Policy::member_type;
    using Scratch = Kokkos::View<Real*, typename Space::scratch_memory_space, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;
    using Report = StepReport<E::num_classes>;
    static constexpr int num_classes = E::num_classes;
    static constexpr int ghosts = Reconstruction::num_ghost;

    int num_cells = 0;
    int scratch_level = 0;
    TimeScheme scheme;
    Kokkos::Array<Real, max_stages> flux_weights{};
    Kokkos::View<TeamRun<E>*, Space> runs;
    Kokkos::View<TeamStop**, Kokkos::LayoutRight, Space> stops;          ///< (run, stop)
    Kokkos::View<BoundaryPoint<E>**, Kokkos::LayoutRight, Space> phases; ///< (run, phase)
    Kokkos::View<std::uint8_t**, Kokkos::LayoutRight, Space> category;   ///< (run, cell)
    Kokkos::View<Real***, Kokkos::LayoutRight, Space> state; ///< (run, stored variable, cell): start and end
    Kokkos::View<Real****, Kokkos::LayoutRight, Space> snapshots; ///< (run, snapshot, conserved variable, cell)

    /// Numbers of scratch memory that a team needs.
    [[nodiscard]] KOKKOS_FUNCTION static std::size_t scratch_size(int num_cells, int num_buffers) noexcept
    {
        auto const n = static_cast<std::size_t>(num_cells);
        return static_cast<std::size_t>(num_buffers) * num_stored<E> * n + E::num_primitive * (n + 2 * ghosts)
             + num_classes * n + E::num_eqn * (n + 1) + (sizeof(Shared) + sizeof(Real) - 1) / sizeof(Real);
    }
    [[nodiscard]] KOKKOS_FUNCTION int num_buffers() const noexcept { return scheme.num_stages == 1 ? 2 : 3; }

    KOKKOS_FUNCTION void operator()(Member const& team) const noexcept
    {
        int const run = team.league_rank();
        Work w(*this, team);
        Kokkos::single(Kokkos::PerTeam(team), [&] {
            w.shared->control = runs(run).control;
            w.shared->current = 0;
        });
        w.for_cells([&](int i) {
            for (int k = 0; k < num_stored<E>; ++k) {
                w.buffer(0, k, i) = state(run, k, i);
            }
        });
        for (int stop = 0; stop < runs(run).num_stops; ++stop) {
            TeamStop const& goal = stops(run, stop);
            team.team_barrier(); // before the last stretch is over for all threads, none may begin another
            Kokkos::single(Kokkos::PerTeam(team), [&] {
                w.shared->control.stop_time = goal.time;
                w.shared->control.running = true;
            });
            team.team_barrier();
            while (w.shared->control.running) {
                w.step(phases(run, goal.left_phase), phases(run, goal.right_phase));
            }
            if (w.shared->control.failed) {
                break;
            }
            if (goal.snapshot >= 0) {
                w.for_cells([&](int i) {
                    for (int k = 0; k < E::num_eqn; ++k) {
                        snapshots(run, goal.snapshot, k, i) = w.buffer(w.shared->current, k, i);
                    }
                });
            }
        }
        w.for_cells([&](int i) {
            for (int k = 0; k < num_stored<E>; ++k) {
                state(run, k, i) = w.buffer(w.shared->current, k, i);
            }
        });
        Kokkos::single(Kokkos::PerTeam(team), [&] { runs(run).control = w.shared->control; });
    }

private:
    /// What all threads of a team see of their run.
    struct Shared {
        StepControl<num_classes> control;
        Report report;
        int current = 0; ///< index of the buffer that holds the current state
    };
    static_assert(alignof(Shared) <= alignof(Real), "its place in scratch memory follows numbers");
    static_assert(std::is_trivially_copyable_v<Shared>, "scratch memory holds no objects, and reductions shuffle bits");

    /// How the reports of the threads of a team become one.
    struct JoinReports {
        using reducer = JoinReports;
        using value_type = Report;
        using result_view_type = Kokkos::View<Report, Kokkos::AnonymousSpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;
        Report* result;
        KOKKOS_FUNCTION void join(Report& a, Report const& b) const noexcept { a.join(b); }
        KOKKOS_FUNCTION void init(Report& a) const noexcept { a = {}; }
        KOKKOS_FUNCTION Report& reference() const noexcept { return *result; }
        KOKKOS_FUNCTION result_view_type view() const noexcept { return result_view_type(result); }
        KOKKOS_FUNCTION bool references_scalar() const noexcept { return true; }
    };

    /// One run and the threads that work on it.
    struct Work {
        TeamRuns const& all;
        Member const& team;
        TeamRun<E> const& run;
        int n;
        Real* buffers;
        Real* primitives;
        Real* increments;
        Real* fluxes;
        Shared* shared;

        KOKKOS_FUNCTION Work(TeamRuns const& runs_, Member const& team_) noexcept
            : all(runs_),
              team(team_),
              run(runs_.runs(team_.league_rank())),
              n(runs_.num_cells)
        {
            int const num_buffers = all.num_buffers();
            // The scratch memory in one piece: five parts one after the other.
            Scratch const memory(team.team_scratch(all.scratch_level), scratch_size(n, num_buffers));
            buffers = memory.data();
            primitives = buffers + num_buffers * num_stored<E> * n;
            increments = primitives + E::num_primitive * (n + 2 * ghosts);
            fluxes = increments + num_classes * n;
            shared = reinterpret_cast<Shared*>(fluxes + E::num_eqn * (n + 1));
        }

        KOKKOS_FUNCTION Real& buffer(int b, int variable, int cell) const noexcept
        {
            return buffers[(b * num_stored<E> + variable) * n + cell];
        }
        KOKKOS_FUNCTION Real& primitive(int variable, int cell) const noexcept
        {
            return primitives[variable * (n + 2 * ghosts) + cell + ghosts];
        }
        KOKKOS_FUNCTION Real& flux(int variable, int face) const noexcept { return fluxes[variable * (n + 1) + face]; }

        /// f(cell) for all cells, and a barrier.
        template <class F>
        KOKKOS_FUNCTION void for_cells(F const& f) const noexcept
        {
            Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n), f);
            team.team_barrier();
        }

        KOKKOS_FUNCTION Vec<Real, E::num_road_data> road(int cell) const noexcept
        {
            return run.equation.road_data(all.category(team.league_rank(), cell));
        }
        /// As in the last cell, or as beyond the other end of a ring.
        KOKKOS_FUNCTION Vec<Real, E::num_road_data> ghost_road(int cell, bool periodic) const noexcept
        {
            int const end = cell < 0 ? 0 : n - 1;
            return road(cell >= 0 && cell < n ? cell : periodic ? (cell + n) % n : end);
        }
        KOKKOS_FUNCTION Vec<Real, E::num_eqn> conserved(int b, int cell) const noexcept
        {
            Vec<Real, E::num_eqn> u{};
            for (int k = 0; k < E::num_eqn; ++k) {
                u[k] = buffer(b, k, cell);
            }
            return u;
        }
        KOKKOS_FUNCTION Vec<Real, E::num_primitive> prepared(int cell) const noexcept
        {
            Vec<Real, E::num_primitive> q{};
            for (int k = 0; k < E::num_primitive; ++k) {
                q[k] = primitive(k, cell);
            }
            return q;
        }

        /// Attempts one step.
        KOKKOS_FUNCTION void step(BoundaryPoint<E> const& left, BoundaryPoint<E> const& right) const noexcept
        {
            Kokkos::single(Kokkos::PerTeam(team), [&] {
                shared->control.begin_step(all.scheme.relaxation, all.scheme.prepare_coefficient,
                                           all.scheme.finish_coefficient);
                shared->report = {};
            });
            team.team_barrier();
            int const num_buffers = all.num_buffers();
            int const current = shared->current;
            int input = current;
            int output = current;
            for (int stage = 0; stage < all.scheme.num_stages; ++stage) {
                input = output;
                output = (current + 1 + stage % 2) % num_buffers;
                prepare(stage, input);
                Kokkos::single(Kokkos::PerTeam(team), [&] { fill_ghosts(left, right); });
                team.team_barrier();
                take_fluxes(left.kind == BoundaryKind::periodic);
                Kokkos::single(Kokkos::PerTeam(team), [&] { take_ends(stage, left, right); });
                team.team_barrier();
                update(stage, current, input, output);
            }
            Kokkos::single(Kokkos::PerTeam(team), [&] {
                if (shared->control.end_step(shared->report)) {
                    shared->control.retries = 0;
                    shared->current = output;
                }
            });
            team.team_barrier();
        }

        KOKKOS_FUNCTION void prepare(int stage, int input) const noexcept
        {
            auto const fraction = shared->control.fraction_before(all.scheme.stages[static_cast<std::size_t>(stage)]);
            for_cells([&](int i) {
                auto const r = road(i);
                auto const q = stage == 0 ? stored_primitive<Real, E>([&](int k) { return buffer(input, k, i); })
                                          : run.equation.to_primitive(conserved(input, i), r);
                auto const cell = prepare_cell<Real>(run.equation, q, r, fraction);
                for (int k = 0; k < E::num_primitive; ++k) {
                    primitive(k, i) = cell.primitive[k];
                }
                for (int c = 0; c < num_classes; ++c) {
                    increments[c * n + i] = cell.increment[c];
                }
            });
        }

        KOKKOS_FUNCTION void fill_ghosts(BoundaryPoint<E> const& left, BoundaryPoint<E> const& right) const noexcept
        {
            auto const from_left = [&](int k) { return prepared(k); };
            auto const from_right = [&](int k) { return prepared(n - 1 - k); };
            for (int distance = 0; distance < ghosts; ++distance) {
                auto const ql = ghost_primitive<E>(left, distance, from_left, from_right);
                auto const qr = ghost_primitive<E>(right, distance, from_right, from_left);
                for (int k = 0; k < E::num_primitive; ++k) {
                    primitive(k, -1 - distance) = ql[k];
                    primitive(k, n + distance) = qr[k];
                }
            }
        }

        /// Point state at the left (side = 0) or right face of a cell, which may be a ghost cell.
        KOKKOS_FUNCTION Vec<Real, E::num_point> face_point(int cell, int side, bool periodic) const noexcept
        {
            auto q = prepared(cell);
            if constexpr (!Reconstruction::is_constant) {
                for (int k = 0; k < E::num_primitive; ++k) {
                    Real const before = primitive(k, cell - 1);
                    Real const after = primitive(k, cell + 1);
                    q[k] = side == 0 ? Reconstruction::left_face(before, q[k], after)
                                     : Reconstruction::right_face(before, q[k], after);
                }
            }
            return run.equation.point_state(q, ghost_road(cell, periodic));
        }

        KOKKOS_FUNCTION void take_fluxes(bool periodic) const noexcept
        {
            Real speed = 0;
            Kokkos::parallel_reduce(
                Kokkos::TeamThreadRange(team, n + 1),
                [&](int f, Real& largest) {
                    auto const result =
                        Flux{}(run.equation, face_point(f - 1, 1, periodic), face_point(f, 0, periodic));
                    for (int k = 0; k < E::num_eqn; ++k) {
                        flux(k, f) = result.flux[k];
                    }
                    largest = max(largest, result.speed);
                },
                Kokkos::Max<Real>(speed));
            Kokkos::single(Kokkos::PerTeam(team),
                           [&] { shared->report.face_speed = max(shared->report.face_speed, speed); });
            team.team_barrier();
        }

        KOKKOS_FUNCTION void take_ends(int stage, BoundaryPoint<E> const& left,
                                       BoundaryPoint<E> const& right) const noexcept
        {
            Real const weight = all.flux_weights[static_cast<std::size_t>(stage)];
            for (int side = 0; side < 2; ++side) {
                BoundaryPoint<E> const& condition = side == 0 ? left : right;
                int const face = side == 0 ? 0 : n;
                int const cell = side == 0 ? 0 : n - 1;
                if (imposes_flux(condition, side == 0 ? Side::left : Side::right)) {
                    auto const imposed =
                        boundary_flux(run.equation, condition, face_point(cell, side, false), road(cell));
                    for (int k = 0; k < E::num_eqn; ++k) {
                        flux(k, face) = imposed[k];
                    }
                }
                auto& flow = side == 0 ? shared->report.left_flux : shared->report.right_flux;
                for (int c = 0; c < num_classes; ++c) {
                    flow[c] += weight * flux(E::density_index(c), face);
                }
            }
        }

        KOKKOS_FUNCTION void update(int stage, int current, int input, int output) const noexcept
        {
            auto const& control = shared->control;
            auto const& table = all.scheme.stages[static_cast<std::size_t>(stage)];
            bool const first = stage == 0;
            bool const last = stage == all.scheme.num_stages - 1;
            Real const weight = Real(0.5) * all.flux_weights[static_cast<std::size_t>(stage)];
            Real const inverse_dx = Real(1) / control.dx;
            Report total;
            Kokkos::parallel_reduce(
                Kokkos::TeamThreadRange(team, n),
                [&](int i, Report& report) {
                    auto const r = road(i);
                    Vec<Real, E::num_eqn> divergence{};
                    for (int k = 0; k < E::num_eqn; ++k) {
                        divergence[k] = (flux(k, i) - flux(k, i + 1)) * inverse_dx;
                    }
                    MarkerIncrement<Real, E> increment{};
                    MarkerIncrement<Real, E> start_increment{};
                    Vec<Real, E::num_eqn> start{};
                    for (int c = 0; c < num_classes; ++c) {
                        increment[c] = increments[c * n + i];
                    }
                    if (!first) {
                        start = conserved(current, i);
                        auto const q = stored_primitive<Real, E>([&](int k) { return buffer(current, k, i); });
                        start_increment = prepare_cell<Real>(run.equation, q, r, control.prepare_fraction).increment;
                    }
                    auto checked = check_cell<Real>(run.equation,
                                                    combine_stage<E>(table, first, control.dt, conserved(input, i),
                                                                     increment, start, start_increment, divergence),
                                                    run.floor_density);
                    if (last) {
                        auto const done = finish_cell<Real>(run.equation, checked.u, r,
                                                            all.scheme.finish_coefficient > 0, control.finish_fraction);
                        checked.u = done.u;
                        for (int k = E::num_eqn; k < num_stored<E>; ++k) {
                            buffer(output, k, i) = done.primitive[num_classes + k - E::num_eqn];
                        }
                        report.max_speed = max(report.max_speed, done.max_speed);
                    }
                    for (int k = 0; k < E::num_eqn; ++k) {
                        buffer(output, k, i) = checked.u[k];
                    }
                    report.floors += checked.floors;
                    if (!checked.admissible) {
                        report.mark_bad(i);
                    }
                    if (control.measures) {
                        measure(i, r, first, weight, report);
                    }
                },
                JoinReports{&total});
            Kokkos::single(Kokkos::PerTeam(team), [&] { shared->report.join(total); });
            team.team_barrier();
        }

        KOKKOS_FUNCTION void measure(int i, Vec<Real, E::num_road_data> const& r, bool first, Real weight,
                                     Report& report) const noexcept
        {
            for (int c = 0; c < num_classes; ++c) {
                Real const flow = flux(E::density_index(c), i) + flux(E::density_index(c), i + 1);
                report.flow_sum[c] += weight * flow;
                report.pace_sum[c] += weight * (flow * (Real(1) / r[c]));
            }
            if (first) {
                auto const s = run.equation.point_state(prepared(i), r);
                Vec<Real, num_classes> density{};
                Vec<Real, num_classes> speed{};
                for (int c = 0; c < num_classes; ++c) {
                    density[c] = s[c];
                    speed[c] = s[num_classes + c];
                }
                report.queued_cells +=
                    select(is_queued(density, speed, run.queue_speed, run.queue_density), Real(1), Real(0));
            }
        }
    };
};

} // namespace zemi
