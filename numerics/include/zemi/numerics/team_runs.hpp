// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/boundary.hpp>
#include <zemi/numerics/cell_update.hpp>
#include <zemi/numerics/contact_fix.hpp>
#include <zemi/numerics/high_order_flux.hpp>
#include <zemi/numerics/metrics.hpp>
#include <zemi/numerics/numerical_flux.hpp>
#include <zemi/numerics/reconstruction.hpp>
#include <zemi/numerics/road_stepper.hpp>
#include <zemi/numerics/step_control.hpp>
#include <zemi/numerics/team_control.hpp>

#include <Kokkos_Core.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace zemi {

/// What one run of a launch of TeamRuns has of its own, besides its cells and its control.
template <ConservationLaw E>
struct TeamRun {
    E equation{};
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
    /// Teams that leave each other registers: the steps of a run wait for one another, those of other runs fill in.
    static constexpr int max_team_size = 256;
    using Policy = Kokkos::TeamPolicy<Space, Kokkos::LaunchBounds<max_team_size, 2>>;
    using Member = typename Policy::member_type;
    using Scratch = Kokkos::View<Real*, typename Space::scratch_memory_space, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;
    using Report = StepReport<E::num_classes>;
    static constexpr int num_classes = E::num_classes;
    static constexpr int ghosts = Reconstruction::num_ghost;

    int num_cells = 0;
    int scratch_level = 0;
    bool contact_fix = false; ///< see contact_fix.hpp
    TimeScheme scheme;
    Kokkos::Array<Real, max_stages> flux_weights{};
    SchemeRule rule;
    Kokkos::View<TeamRun<E>*, Space> runs;
    Kokkos::View<StepControl<num_classes>*, Space> controls; ///< (run): at the start, and at the end
    Kokkos::View<TeamStop**, Kokkos::LayoutRight, Space> stops; ///< (run, stop)
    Kokkos::View<BoundaryPoint<E>**, Kokkos::LayoutRight, Space> phases; ///< (run, phase)
    Kokkos::View<std::uint8_t**, Kokkos::LayoutRight, Space> category; ///< (run, cell)
    // Cells that start alike share a piece: what a road begins with travels to the device in a few numbers.
    Kokkos::View<std::uint16_t**, Kokkos::LayoutRight, Space> piece; ///< (run, cell): index into `pieces`
    Kokkos::View<Real***, Kokkos::LayoutRight, Space> pieces; ///< (run, piece, stored variable): the start
    Kokkos::View<Real**, Kokkos::LayoutRight, Space> density_sum; ///< (run, class): over all cells at the end
    Kokkos::View<Real****, Kokkos::LayoutRight, Space> snapshots; ///< (run, snapshot, conserved variable, cell)

    /// Numbers of scratch memory that a team needs.
    [[nodiscard]] KOKKOS_FUNCTION static std::size_t scratch_size(int num_cells, int num_buffers,
                                                                  bool contact_fix) noexcept
    {
        auto const n = static_cast<std::size_t>(num_cells);
        return static_cast<std::size_t>(num_buffers) * num_stored<E> * n
             + (num_kept + num_high_order) * (n + 2 * ghosts) + num_classes * n
             + (E::num_eqn + (contact_fix ? num_contact : 0)) * (n + 1)
             + (sizeof(Shared) + sizeof(Real) - 1) / sizeof(Real);
    }
    [[nodiscard]] KOKKOS_FUNCTION int num_buffers() const noexcept { return scheme.num_stages == 1 ? 2 : 3; }

    KOKKOS_FUNCTION void operator()(Member const& team) const noexcept
    {
        int const run = team.league_rank();
        Work w(*this, team);
        auto& shared = *w.shared;
        Kokkos::single(Kokkos::PerTeam(team), [&] {
            shared.control = controls(run);
            shared.current = 0;
        });
        w.for_cells([&](int i) {
            for (int k = 0; k < num_stored<E>; ++k) {
                w.buffer(0, k, i) = pieces(run, piece(run, i), k);
            }
        });
        for (int stop = 0; stop < runs(run).num_stops; ++stop) {
            TeamStop const& goal = stops(run, stop);
            team.team_barrier(); // before the last stretch is over for all threads, none may begin another
            shared.begin(team, scheme, [&](auto& control) {
                control.stop_time = goal.time;
                control.running = true;
            });
            while (shared.control.running) {
                w.step(phases(run, goal.left_phase), phases(run, goal.right_phase));
            }
            if (shared.control.failed) {
                break;
            }
            if (goal.snapshot >= 0) {
                w.for_cells([&](int i) {
                    for (int k = 0; k < E::num_eqn; ++k) {
                        snapshots(run, goal.snapshot, k, i) = w.buffer(shared.current, k, i);
                    }
                });
            }
        }
        w.join_sums();
        // In the order of the cells, as mass_ledger() does it; each class by a thread of its own.
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, num_classes), [&](int c) {
            CompensatedSum<> sum;
            for (int i = 0; i < num_cells; ++i) {
                sum.add(w.buffer(shared.current, E::density_index(c), i));
            }
            density_sum(run, c) = sum.value();
        });
        Kokkos::single(Kokkos::PerTeam(team), [&] { controls(run) = shared.control; });
    }

private:
    /// What all threads of a team see of their run.
    struct Shared : TeamControl<StepControl<num_classes>> {
        int current = 0; ///< index of the buffer that holds the current state
    };
    static_assert(alignof(Shared) <= alignof(Real), "its place in scratch memory follows numbers");
    static_assert(std::is_trivially_copyable_v<Shared>, "scratch memory holds no objects");
    static_assert(std::is_trivially_copyable_v<Report>, "reductions shuffle bits");

    // What is kept of a prepared cell: all that a face needs, computed once, if that does not depend on the face.
    static constexpr bool stores_points = Reconstruction::is_constant && !E::flux_depends_on_road;
    static constexpr int num_kept = stores_points ? E::num_point : E::num_primitive;
    using Kept = Vec<Real, num_kept>;
    static constexpr bool may_fix = takes_contact_fix<E, Reconstruction, Flux>;
    /// Of a face, for the contact fix: density and speed of its FaceStar.
    static constexpr int num_contact = 2 * num_classes;

    /// Numbers per cell of what fluxes of high order need on the way: point state, physical flux, both face values, and
    /// of the face left of the cell both fluxes; the limiter's share.
    static constexpr int num_high_order =
        Reconstruction::is_high_order ? E::num_point + 3 * E::num_eqn + 2 * E::num_primitive + num_classes : 0;

    /// One run and the threads that work on it.
    struct Work {
        TeamRuns const& all;
        Member const& team;
        TeamRun<E> const& run;
        int n;
        Real* buffers;
        Real* kept_cells;
        Real* increments;
        Real* fluxes;
        Real* high_order;
        Real* contacts;
        Shared* shared;
        // Over all steps, of the cells of this thread: see StepReport; joined at the end of the run.
        Vec<Real, num_classes> distance{}; ///< [veh m / m]
        Vec<Real, num_classes> free_flow_time{}; ///< [veh s / m]
        Vec<Real, num_classes> marker_defect{}; ///< [veh/s]

        KOKKOS_FUNCTION Work(TeamRuns const& runs_, Member const& team_) noexcept
            : all(runs_),
              team(team_),
              run(runs_.runs(team_.league_rank())),
              n(runs_.num_cells)
        {
            int const num_buffers = all.num_buffers();
            // The scratch memory in one piece: its parts one after the other.
            Scratch const memory(team.team_scratch(all.scratch_level), scratch_size(n, num_buffers, all.contact_fix));
            buffers = memory.data();
            kept_cells = buffers + num_buffers * num_stored<E> * n;
            increments = kept_cells + num_kept * (n + 2 * ghosts);
            fluxes = increments + num_classes * n;
            high_order = fluxes + E::num_eqn * (n + 1);
            contacts = high_order + num_high_order * (n + 2 * ghosts);
            shared = reinterpret_cast<Shared*>(contacts + (all.contact_fix ? num_contact : 0) * (n + 1));
        }

        KOKKOS_FUNCTION Real& buffer(int b, int variable, int cell) const noexcept
        {
            return buffers[(b * num_stored<E> + variable) * n + cell];
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
        /// Of a cell or ghost cell.
        KOKKOS_FUNCTION Kept kept(int cell) const noexcept
        {
            Kept result{};
            for (int k = 0; k < num_kept; ++k) {
                result[k] = kept_cells[k * (n + 2 * ghosts) + cell + ghosts];
            }
            return result;
        }
        KOKKOS_FUNCTION void keep(int cell, Kept const& values) const noexcept
        {
            for (int k = 0; k < num_kept; ++k) {
                kept_cells[k * (n + 2 * ghosts) + cell + ghosts] = values[k];
            }
        }
        KOKKOS_FUNCTION Vec<Real, E::num_eqn> face_flux(int face) const noexcept
        {
            Vec<Real, E::num_eqn> result{};
            for (int k = 0; k < E::num_eqn; ++k) {
                result[k] = flux(k, face);
            }
            return result;
        }

        /// Attempts one step. Each thread keeps a report of its own, which are joined at the end of it.
        KOKKOS_FUNCTION void step(BoundaryPoint<E> const& left, BoundaryPoint<E> const& right) noexcept
        {
            int const num_buffers = all.num_buffers();
            int const current = shared->current;
            int input = current;
            int output = current;
            Report report;
            for (int stage = 0; stage < all.scheme.num_stages; ++stage) {
                input = output;
                output = (current + 1 + stage % 2) % num_buffers;
                Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n + 2 * ghosts),
                                     [&](int k) { prepare(stage, input, k - ghosts, left, right); });
                team.team_barrier();
                if constexpr (Reconstruction::is_high_order) {
                    high_order_fluxes(stage, left, right, report);
                } else {
                    Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n + 1),
                                         [&](int face) { take_flux(stage, face, left, right, report); });
                    team.team_barrier();
                }
                Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n),
                                     [&](int i) { update(stage, current, input, output, i, left, right, report); });
                team.team_barrier();
            }
            auto const flow = report.flow_sum;
            auto const pace = report.pace_sum;
            auto const defect = report.marker_defect;
            shared->end(
                team, all.scheme, report, false, [&](Report const&) { shared->current = output; },
                [](int, Report const&) {});
            if (shared->accepted) {
                for (int c = 0; c < num_classes; ++c) {
                    distance[c] += shared->step * flow[c];
                    free_flow_time[c] += shared->step * pace[c];
                    marker_defect[c] += defect[c];
                }
            }
        }

        /// What the threads of the team have summed.
        KOKKOS_FUNCTION void join_sums() noexcept
        {
            Report sums;
            sums.flow_sum = distance;
            sums.pace_sum = free_flow_time;
            sums.marker_defect = marker_defect;
            team.team_reduce(JoinInTeam<Report>{&sums});
            Kokkos::single(Kokkos::PerTeam(team), [&] {
                auto& control = shared->control;
                for (int c = 0; c < num_classes; ++c) {
                    control.distance[c] += control.dx * sums.flow_sum[c];
                    control.free_flow_time[c] += control.dx * sums.pace_sum[c];
                    control.marker_defect[c] += control.dx * sums.marker_defect[c];
                }
            });
            team.team_barrier();
        }

        KOKKOS_FUNCTION PreparedCell<Real, E> prepared_cell(int stage, int input, int i,
                                                            Vec<Real, E::num_road_data> const& r) const noexcept
        {
            auto const fraction = shared->control.fraction_before(all.scheme.stages[static_cast<std::size_t>(stage)]);
            auto const q = stage == 0 ? stored_primitive<Real, E>([&](int k) { return buffer(input, k, i); })
                                      : run.equation.to_primitive(conserved(input, i), r);
            return prepare_cell<Real>(run.equation, q, r, fraction);
        }

        /// Prepares a cell or ghost cell; a ghost cell is made of the prepared cell that its boundary asks for.
        KOKKOS_FUNCTION void prepare(int stage, int input, int cell, BoundaryPoint<E> const& left,
                                     BoundaryPoint<E> const& right) const noexcept
        {
            bool const is_ghost = cell < 0 || cell >= n;
            BoundaryPoint<E> const& boundary = cell < 0 ? left : right;
            int const source = is_ghost ? source_of_ghost(boundary.kind, cell, n) : cell;
            auto const prepared = prepared_cell(stage, input, source, road(source));
            auto q = prepared.primitive;
            if (is_ghost) {
                auto const from = [&](int) { return prepared.primitive; };
                q = ghost_primitive<E>(boundary, cell < 0 ? -1 - cell : cell - n, from, from);
            } else {
                for (int c = 0; c < num_classes; ++c) {
                    increments[c * n + cell] = prepared.increment[c];
                }
            }
            if constexpr (stores_points) {
                keep(cell, run.equation.point_state(q, ghost_road(cell, boundary.kind == BoundaryKind::periodic)));
            } else {
                keep(cell, q);
            }
        }

        /// Point state at the left (side = 0) or right face of a cell, which may be a ghost cell.
        KOKKOS_FUNCTION Vec<Real, E::num_point> face_point(int cell, int side, bool periodic) const noexcept
            requires(!Reconstruction::is_high_order)
        {
            if constexpr (stores_points) {
                return kept(cell);
            } else {
                auto q = kept(cell);
                if constexpr (!Reconstruction::is_constant) {
                    auto const slope = Reconstruction::slopes(all.rule, shared->control.slope_coupling, kept(cell - 1),
                                                              q, kept(cell + 1));
                    q = side == 0 ? Reconstruction::left_face(q, slope) : Reconstruction::right_face(q, slope);
                }
                return run.equation.point_state(q, ghost_road(cell, periodic));
            }
        }

        // Temporaries of the fluxes of high order: the first number of each part, see num_high_order.
        static constexpr int point_part = 0;
        static constexpr int physical_part = point_part + E::num_point;
        static constexpr int left_part = physical_part + E::num_eqn;
        static constexpr int right_part = left_part + E::num_primitive;
        static constexpr int low_part = right_part + E::num_primitive;
        static constexpr int high_part = low_part + E::num_eqn;
        static constexpr int share_part = high_part + E::num_eqn;

        template <int N>
        [[nodiscard]] KOKKOS_FUNCTION Vec<Real, N> get(int part, int cell) const noexcept
        {
            Vec<Real, N> result{};
            for (int k = 0; k < N; ++k) {
                result[k] = high_order[(part + k) * (n + 2 * ghosts) + cell + ghosts];
            }
            return result;
        }
        template <int N>
        KOKKOS_FUNCTION void set(int part, int cell, Vec<Real, N> const& values) const noexcept
        {
            for (int k = 0; k < N; ++k) {
                high_order[(part + k) * (n + 2 * ghosts) + cell + ghosts] = values[k];
            }
        }

        /// See TileStage::high_order_fluxes().
        KOKKOS_FUNCTION void high_order_fluxes(int stage, BoundaryPoint<E> const& left, BoundaryPoint<E> const& right,
                                               Report& report) const noexcept
            requires Reconstruction::is_high_order;

        /// Stores the flux through a face, and takes the account of what passes the ends of the road.
        KOKKOS_FUNCTION void keep_flux(int stage, int face, Vec<Real, E::num_eqn> const& values,
                                       Report& report) const noexcept
        {
            if (face == 0 || face == n) {
                Real const weight = all.flux_weights[static_cast<std::size_t>(stage)];
                auto& flow = face == 0 ? report.left_flux : report.right_flux;
                for (int c = 0; c < num_classes; ++c) {
                    flow[c] += weight * values[E::density_index(c)];
                }
            }
            for (int k = 0; k < E::num_eqn; ++k) {
                flux(k, face) = values[k];
            }
        }

        KOKKOS_FUNCTION void take_flux(int stage, int face, BoundaryPoint<E> const& left, BoundaryPoint<E> const& right,
                                       Report& report) const noexcept
            requires(!Reconstruction::is_high_order)
        {
            bool const periodic = left.kind == BoundaryKind::periodic;
            auto const before = face_point(face - 1, 1, periodic);
            auto const behind = face_point(face, 0, periodic);
            FaceFlux<Real, E::num_eqn> result{};
            if constexpr (may_fix) {
                if (all.contact_fix) {
                    auto const both = HllWWithStar{}(run.equation, before, behind);
                    keep_star(face, both.star);
                    result = both;
                } else {
                    result = flux_of<Flux>(all.rule)(run.equation, before, behind);
                }
            } else {
                result = flux_of<Flux>(all.rule)(run.equation, before, behind);
            }
            report.face_speed = max(report.face_speed, result.speed);
            if (face == 0 || face == n) {
                BoundaryPoint<E> const& condition = face == 0 ? left : right;
                int const cell = face == 0 ? 0 : n - 1;
                if (imposes_flux(condition, face == 0 ? Side::left : Side::right)) {
                    result.flux =
                        boundary_flux(run.equation, condition, face_point(cell, face == 0 ? 0 : 1, false), road(cell));
                }
            }
            keep_flux(stage, face, result.flux, report);
        }

        KOKKOS_FUNCTION Vec<Real, num_classes> contact(int part, int face) const noexcept
        {
            Vec<Real, num_classes> result{};
            for (int c = 0; c < num_classes; ++c) {
                result[c] = contacts[(part * num_classes + c) * (n + 1) + face];
            }
            return result;
        }
        KOKKOS_FUNCTION void keep_star(int face, FaceStar<Real, num_classes> const& star) const noexcept
            requires may_fix
        {
            for (int c = 0; c < num_classes; ++c) {
                contacts[c * (n + 1) + face] = star.density[c];
                contacts[(num_classes + c) * (n + 1) + face] = star.speed[c];
            }
        }
        /// Puts the fixed markers in the place of those of `checked`.
        KOKKOS_FUNCTION void fix_contact(int stage, int current, int output, int i,
                                         Vec<Real, E::num_eqn> const& net_inflow,
                                         MarkerIncrement<Real, E> const& increment, bool may_change,
                                         CheckedCell<Real, E>& checked, Report& report) const noexcept
            requires may_fix
        {
            auto const& e = run.equation;
            auto const& control = shared->control;
            auto const& fraction = control.prepare_fraction;
            auto const& table = all.scheme.stages[static_cast<std::size_t>(stage)];
            auto const r = road(i);
            auto const cell = contact_cell<Real>(e, kept(i));
            auto const speed = fixed_speed<Real>(
                e, table, control.dt / control.dx, fraction, cell, e.pressures(cell.density).slope, net_inflow,
                {contact(0, i), contact(1, i)}, {contact(0, i + 1), contact(1, i + 1)}, increment,
                [&] {
                    auto const q = stored_primitive<Real, E>([&](int k) { return buffer(current, k, i); });
                    return speed_step<Real>(e, q, r, fraction);
                },
                [&] { return speed_step<Real>(e, e.to_primitive(conserved(output, i), r), r, fraction); });
            auto const cell_at = [&](int k) { return contact_cell<Real>(e, kept(k)); };
            auto const share = may_change ? contact_shares(contact_measure(cell_at(i - 1), cell),
                                                           contact_measure(cell, cell_at(i + 1)))
                                          : Vec<Real, num_classes>{};
            auto const fixed = fix_cell<Real>(e, checked.u, pressures_in<Real>(e, checked.u), speed, share);
            Real const weight = defect_weight(table, all.flux_weights[static_cast<std::size_t>(stage)]);
            checked.u = fixed.u;
            checked.admissible = checked.admissible && fixed.finite;
            for (int c = 0; c < num_classes; ++c) {
                report.marker_defect[c] += weight * fixed.defect[c];
            }
        }

        KOKKOS_FUNCTION void update(int stage, int current, int input, int output, int i, BoundaryPoint<E> const& left,
                                    BoundaryPoint<E> const& right, Report& report) const noexcept
        {
            auto const& control = shared->control;
            auto const& table = all.scheme.stages[static_cast<std::size_t>(stage)];
            auto const r = road(i);
            auto const left_flux = face_flux(i);
            auto const right_flux = face_flux(i + 1);
            auto const net_inflow = zip([&](Real fl, Real fr) { return fl - fr; }, left_flux, right_flux);
            MarkerIncrement<Real, E> increment{};
            MarkerIncrement<Real, E> of_start{};
            MarkerIncrement<Real, E> of_previous{};
            Vec<Real, E::num_eqn> start{};
            for (int c = 0; c < num_classes; ++c) {
                increment[c] = increments[c * n + i];
            }
            if (table.needs_start()) {
                start = conserved(current, i);
                auto const q = stored_primitive<Real, E>([&](int k) { return buffer(current, k, i); });
                of_start = prepare_cell<Real>(run.equation, q, r, control.prepare_fraction).increment;
            }
            if (table.needs_previous()) { // which this stage overwrites
                auto const q = run.equation.to_primitive(conserved(output, i), r);
                of_previous = prepare_cell<Real>(run.equation, q, r, control.prepare_fraction).increment;
            }
            auto const source = source_of_stage<E>(table, control.prepare_fraction, increment, of_start, of_previous);
            auto checked = check_cell<Real>(
                run.equation,
                combine_stage<E>(table, control.dt / control.dx, conserved(input, i), source, start, net_inflow),
                run.floor_density);
            if constexpr (may_fix) {
                if (all.contact_fix) {
                    bool const may_change = !(i == 0 && imposes_flux(left, Side::left))
                                         && !(i == n - 1 && imposes_flux(right, Side::right));
                    fix_contact(stage, current, output, i, net_inflow, increment, may_change, checked, report);
                }
            }
            if (stage == all.scheme.num_stages - 1) {
                auto const done =
                    finish_cell<Real>(run.equation, checked.u, density_terms<Real>(run.equation, checked.u, r),
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
                measure(stage, i, r, left_flux, right_flux, report);
            }
        }

        KOKKOS_FUNCTION void measure(int stage, int i, Vec<Real, E::num_road_data> const& r,
                                     Vec<Real, E::num_eqn> const& left_flux, Vec<Real, E::num_eqn> const& right_flux,
                                     Report& report) const noexcept
        {
            Real const weight = Real(0.5) * all.flux_weights[static_cast<std::size_t>(stage)];
            for (int c = 0; c < num_classes; ++c) {
                Real const flow = left_flux[E::density_index(c)] + right_flux[E::density_index(c)];
                report.flow_sum[c] += weight * flow;
                report.pace_sum[c] += weight * (flow * (Real(1) / r[c]));
            }
            if (stage == 0) {
                Vec<Real, E::num_point> s{};
                if constexpr (stores_points) {
                    s = kept(i);
                } else {
                    s = run.equation.point_state(kept(i), r);
                }
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

#include <zemi/numerics/team_runs_phases.hpp> // definitions of the longer members
