// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/road_stepper.hpp>
#include <zemi/numerics/team_control.hpp>

#include <Kokkos_Core.hpp>

#include <cstddef>
#include <type_traits>

namespace zemi {

/// Advances tiles of one road by one stage with a team of threads, about one thread per cell: the kernels of devices.
/// Every cell is prepared once and every face computed once per tile; what neighbours share lies in the team's scratch
/// memory. Same formulas in the same order as the host's tiles; sums over cells are taken in the order of the team.
template <ConservationLaw E, class Reconstruction, class Flux, class Space>
struct TeamTiles {
    using Stepper = RoadStepper<E, Reconstruction, Flux>;
    using Control = typename Stepper::Control;
    using Report = StepReport<E::num_classes>;
    /// Two teams of the largest size fit a multiprocessor, so that one computes while the other waits for memory.
    static constexpr int max_team_size = 256;
    using Policy = Kokkos::TeamPolicy<Space, Kokkos::LaunchBounds<max_team_size, 2>>;
    using Member = typename Policy::member_type;
    using Scratch = Kokkos::View<Real*, typename Space::scratch_memory_space, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;
    static constexpr int ghosts = Reconstruction::num_ghost;

    Stepper stepper;
    int block = 0;
    int tile_size = 0; ///< cells

    /// Numbers of scratch memory that a team needs, with the contact fix or without.
    [[nodiscard]] KOKKOS_FUNCTION static std::size_t scratch_size(int tile_size, bool contact_fix) noexcept
    {
        int const around = tile_size + 2 * ghosts;
        int const common =
            (num_kept + E::num_classes) * around + (E::num_eqn + (contact_fix ? num_contact : 0)) * (tile_size + 1);
        return static_cast<std::size_t>(common + (Reconstruction::is_high_order ? num_high_order * around : 0));
    }
    [[nodiscard]] KOKKOS_FUNCTION int num_tiles() const noexcept
    {
        return (stepper.blocks(block).num_cells + tile_size - 1) / tile_size;
    }

    /// The team's scratch memory, to be asked for once: every call takes another piece of it.
    [[nodiscard]] KOKKOS_FUNCTION Scratch scratch(Member const& team) const noexcept
    {
        return Scratch(team.team_scratch(0), scratch_size(tile_size, stepper.contact_fix));
    }

    /// Runs stage `s` of a tile; each thread joins what it found to a report of its own. `c`: the control of the road.
    KOKKOS_FUNCTION void run(Member const& team, Scratch const& memory, Control const& c, int tile, int s,
                             Report& report) const noexcept
    {
        int const begin = tile * tile_size;
        int const num_cells = stepper.blocks(block).num_cells;
        int const count = begin + tile_size < num_cells ? tile_size : num_cells - begin;
        Kept const kept{memory.data(), tile_size + 2 * ghosts};
        Kept const increments{kept.data + num_kept * kept.width, kept.width};
        Kept const fluxes{increments.data + E::num_classes * kept.width, tile_size + 1};
        Kept const contacts{fluxes.data + E::num_eqn * fluxes.width, fluxes.width};
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, count + 2 * ghosts),
                             [&](int k) { prepare(c, s, begin - ghosts + k, kept.at(k), increments.at(k)); });
        team.team_barrier();
        if constexpr (Reconstruction::is_high_order) {
            HighOrder const high(fluxes.data + E::num_eqn * fluxes.width, kept.width);
            high_order_fluxes(team, c, s, begin, count, kept, high, fluxes, report);
        } else {
            Kokkos::parallel_for(Kokkos::TeamThreadRange(team, count + 1), [&](int f) {
                take_flux(c, s, begin + f, kept.at(f + ghosts), fluxes.at(f), contacts.at(f), report);
            });
            team.team_barrier();
        }
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, count), [&](int i) {
            int const cell = begin + i;
            auto const left = fluxes.at(i).template get<E::num_eqn>();
            auto const right = fluxes.at(i + 1).template get<E::num_eqn>();
            auto const increment = increments.at(i + ghosts).template get<E::num_classes>();
            if (Stepper::may_fix && stepper.contact_fix) {
                auto const surroundings = surroundings_of(cell, kept.at(i + ghosts), contacts.at(i));
                stepper.update_cell(c, block, s, cell, left, right, increment, report, &surroundings);
            } else {
                stepper.update_cell(c, block, s, cell, left, right, increment, report);
            }
            if (c.measures) {
                auto const road = stepper.road_at(block, cell);
                stepper.measure_cell(s, road, left, right, [&] { return point_of(kept.at(i + ghosts), road); }, report);
            }
        });
        team.team_barrier(); // before the next tile overwrites what this one still reads
    }

private:
    static constexpr bool stores_points = Reconstruction::is_constant && !E::flux_depends_on_road;
    static constexpr int num_kept = stores_points ? E::num_point : E::num_primitive;
    /// Of a face, for the contact fix: density and speed of its FaceStar.
    static constexpr int num_contact = 2 * E::num_classes;

    /// A column of a table in scratch memory: all numbers of one cell or face.
    struct Column {
        Real* first;
        int width;

        template <int N>
        [[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION Vec<Real, N> get() const noexcept
        {
            Vec<Real, N> result{};
            for (int k = 0; k < N; ++k) {
                result[k] = first[k * width];
            }
            return result;
        }
        template <int N>
        KOKKOS_FORCEINLINE_FUNCTION void set(Vec<Real, N> const& values) const noexcept
        {
            for (int k = 0; k < N; ++k) {
                first[k * width] = values[k];
            }
        }
        [[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION Column below(int rows) const noexcept
        {
            return {first + rows * width, width};
        }
        [[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION Column shifted(int by) const noexcept { return {first + by, width}; }
    };
    struct Kept {
        Real* data;
        int width;
        [[nodiscard]] KOKKOS_FORCEINLINE_FUNCTION Column at(int i) const noexcept { return {data + i, width}; }
    };

    KOKKOS_FORCEINLINE_FUNCTION void prepare(Control const& c, int s, int cell, Column const& kept,
                                             Column const& increment) const noexcept
    {
        int const num_cells = stepper.blocks(block).num_cells;
        bool const is_ghost = cell < 0 || cell >= num_cells;
        auto const& boundary = stepper.boundary(block, cell < 0 ? 0 : 1);
        auto const prepared =
            stepper.prepared_cell(c, block, s, is_ghost ? source_of_ghost(boundary.kind, cell, num_cells) : cell);
        auto q = prepared.primitive;
        if (is_ghost) {
            auto const source = [&](int) { return prepared.primitive; };
            q = ghost_primitive<E>(boundary, cell < 0 ? -1 - cell : cell - num_cells, source, source);
        } else {
            increment.set(prepared.increment);
        }
        if constexpr (stores_points) {
            kept.set(stepper.equation.point_state(q, stepper.road_at(block, cell)));
        } else {
            kept.set(q);
        }
    }

    /// Face `face`, between cells face - 1 and face; `right`: what is kept of the latter.
    KOKKOS_FORCEINLINE_FUNCTION void take_flux(Control const& c, int s, int face, Column const& right,
                                               Column const& flux, Column const& contact, Report& report) const noexcept
        requires(!Reconstruction::is_high_order)
    {
        auto const& p = stepper;
        int const num_cells = p.blocks(block).num_cells;
        FaceFlux<Real, E::num_eqn> result{};
        if constexpr (Stepper::may_fix) {
            if (p.contact_fix) {
                constexpr int n = E::num_classes;
                auto const both = flux_by<HllWWithStar>(c, face, right);
                contact.set(both.star.density);
                contact.below(n).set(both.star.speed);
                result = both;
            } else {
                result = flux_by<Flux>(c, face, right);
            }
        } else {
            result = flux_by<Flux>(c, face, right);
        }
        report.face_speed = max(report.face_speed, result.speed);
        if (face == 0 || face == num_cells) {
            Side const side = face == 0 ? Side::left : Side::right;
            if (imposes_flux(p.boundary(block, face == 0 ? 0 : 1), side)) {
                result.flux = p.end_flux(c, block, side, [&](int k) {
                    if constexpr (stores_points) { // only the cell at the end is asked for
                        return p.prepared_cell(c, block, s, face + k).primitive;
                    } else {
                        return right.shifted(k).template get<num_kept>();
                    }
                });
            }
            account_end(s, face, result.flux, report);
        }
        flux.set(result.flux);
    }

    /// Temporaries of the fluxes of high order, of the cell in a column of `kept` and of the face left of it.
    static constexpr int num_high_order = E::num_point + 3 * E::num_eqn + 2 * E::num_primitive + E::num_classes;
    struct HighOrder {
        Kept point;
        Kept physical_flux;
        Kept left;
        Kept right;
        Kept low;
        Kept high;
        Kept share;
        KOKKOS_FORCEINLINE_FUNCTION HighOrder(Real* memory, int width) noexcept
            : point{memory, width},
              physical_flux{point.data + E::num_point * width, width},
              left{physical_flux.data + E::num_eqn * width, width},
              right{left.data + E::num_primitive * width, width},
              low{right.data + E::num_primitive * width, width},
              high{low.data + E::num_eqn * width, width},
              share{high.data + E::num_eqn * width, width}
        {
        }
    };

    /// See TileStage::high_order_fluxes().
    KOKKOS_FORCEINLINE_FUNCTION void high_order_fluxes(Member const& team, Control const& c, int s, int begin,
                                                       int count, Kept const& kept, HighOrder const& h,
                                                       Kept const& fluxes, Report& report) const noexcept
        requires Reconstruction::is_high_order
    {
        auto const& p = stepper;
        auto const& e = p.equation;
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, count + 2 * ghosts), [&](int k) {
            int const cell = begin - ghosts + k;
            auto const point = e.point_state(kept.at(k).template get<num_kept>(), p.road_at(block, cell));
            h.point.at(k).set(point);
            h.physical_flux.at(k).set(e.physical_flux(point));
            if (k >= 2 && k < count + 2 * ghosts - 2) {
                auto const faces = interpolate_cell<Real>(
                    e, p.rule.weights, [&](int i) { return kept.at(k + i).template get<num_kept>(); });
                h.left.at(k).set(faces.left);
                h.right.at(k).set(faces.right);
                if (cell >= begin && cell < begin + count) {
                    report.limited += faces.given_up;
                }
            }
        });
        team.team_barrier();
        int const num_cells = p.blocks(block).num_cells;
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, count + 3), [&](int j) {
            int const k = ghosts - 1 + j;
            int const face = begin - 1 + j;
            auto low =
                HllW{}(e, h.point.at(k - 1).template get<E::num_point>(), h.point.at(k).template get<E::num_point>());
            auto high = flux_of<Flux>(p.rule)(
                e, e.point_state(h.right.at(k - 1).template get<E::num_primitive>(), p.road_at(block, face - 1)),
                e.point_state(h.left.at(k).template get<E::num_primitive>(), p.road_at(block, face)));
            high.flux =
                corrected_flux(high.flux, [&](int i) { return h.physical_flux.at(k + i).template get<E::num_eqn>(); });
            if (j >= 1 && j <= count + 1) {
                report.face_speed = max(report.face_speed, max(low.speed, high.speed));
            }
            if (face == 0 || face == num_cells) {
                Side const side = face == 0 ? Side::left : Side::right;
                if (imposes_flux(p.boundary(block, face == 0 ? 0 : 1), side)) {
                    low.flux =
                        p.end_flux(c, block, side, [&](int i) { return kept.at(k + i).template get<num_kept>(); });
                    high.flux = low.flux;
                }
            }
            h.low.at(k).set(low.flux);
            h.high.at(k).set(high.flux);
        });
        team.team_barrier();
        Real const dt_over_dx = p.scheme.stages[static_cast<std::size_t>(s)].euler_step() * c.dt / c.dx;
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, count + 2), [&](int j) {
            int const k = ghosts - 1 + j;
            auto const point = [&](int i) { return h.point.at(k + i).template get<E::num_point>(); };
            h.share.at(k).set(
                admissible_share<E>(dt_over_dx, e.conserved(point(0)), h.low.at(k).template get<E::num_eqn>(),
                                    h.low.at(k + 1).template get<E::num_eqn>(), h.high.at(k).template get<E::num_eqn>(),
                                    h.high.at(k + 1).template get<E::num_eqn>(), marker_range<Real, E>(point)));
        });
        team.team_barrier();
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, count + 1), [&](int f) {
            int const k = ghosts + f;
            int const face = begin + f;
            auto const result = limited_flux<E>(
                h.low.at(k).template get<E::num_eqn>(), h.high.at(k).template get<E::num_eqn>(),
                h.share.at(k - 1).template get<E::num_classes>(), h.share.at(k).template get<E::num_classes>());
            fluxes.at(f).set(result.flux);
            if (f < count || face == num_cells) {
                report.limited += result.limited;
            }
            account_end(s, face, result.flux, report);
        });
        team.team_barrier();
    }

    /// What passes the ends of the road.
    KOKKOS_FORCEINLINE_FUNCTION void account_end(int s, int face, Vec<Real, E::num_eqn> const& flux,
                                                 Report& report) const noexcept
    {
        if (face != 0 && face != stepper.blocks(block).num_cells) {
            return;
        }
        Real const weight = stepper.flux_weights[static_cast<std::size_t>(s)];
        auto& flow = face == 0 ? report.left_flux : report.right_flux;
        for (int k = 0; k < E::num_classes; ++k) {
            flow[k] += weight * flux[E::density_index(k)];
        }
    }

    template <class F>
    KOKKOS_FORCEINLINE_FUNCTION auto flux_by(Control const& c, int face, Column const& right) const noexcept
    {
        if constexpr (stores_points) {
            return flux_of<F>(stepper.rule)(stepper.equation, right.shifted(-1).template get<num_kept>(),
                                            right.template get<num_kept>());
        } else {
            return stepper.template face_flux<Real, F>(
                c, [&](int k) { return right.shifted(k).template get<num_kept>(); },
                [&](int k) { return stepper.road_at(block, face + k); });
        }
    }

    /// For the contact fix; `face`: what is kept of the left face.
    KOKKOS_FORCEINLINE_FUNCTION typename Stepper::Contact surroundings_of(int cell, Column const& kept,
                                                                          Column const& face) const noexcept
    {
        constexpr int n = E::num_classes;
        typename Stepper::Contact result{};
        if constexpr (Stepper::may_fix) {
            auto const right = face.shifted(1);
            auto const cell_at = [&](int k) {
                return contact_cell<Real>(stepper.equation, kept.shifted(k).template get<num_kept>());
            };
            result.cell = cell_at(0);
            result.left = {face.template get<n>(), face.below(n).template get<n>()};
            result.right = {right.template get<n>(), right.below(n).template get<n>()};
            result.share = stepper.contact_shares_at(block, cell, cell_at(-1), result.cell, cell_at(1));
        }
        return result;
    }

    KOKKOS_FORCEINLINE_FUNCTION Vec<Real, E::num_point> point_of(Column const& kept,
                                                                 typename Stepper::Road const& road) const noexcept
    {
        if constexpr (stores_points) {
            return kept.template get<num_kept>();
        } else {
            return stepper.equation.point_state(kept.template get<num_kept>(), road);
        }
    }
};

/// One stage of all tiles of a road, shared out among many teams. The team that ends the last stage last also ends the
/// step and begins the next one: one launch per stage, and nothing else.
template <ConservationLaw E, class Reconstruction, class Flux, class Space>
struct StreamTeams {
    using Tiles = TeamTiles<E, Reconstruction, Flux, Space>;
    using Report = typename Tiles::Report;
    Tiles tiles;
    int stage = 0;
    Kokkos::View<int*, Space> num_done; ///< (block), teams that have ended the last stage; zero between two launches

    KOKKOS_FUNCTION void operator()(typename Tiles::Member const& team) const noexcept
    {
        auto const& p = tiles.stepper;
        int const block = tiles.block;
        auto& control = p.control(block);
        if (!control.running) {
            return;
        }
        auto const memory = tiles.scratch(team);
        Report report;
        for (int tile = team.league_rank(); tile < tiles.num_tiles(); tile += team.league_size()) {
            tiles.run(team, memory, control, tile, stage, report);
        }
        team.team_reduce(JoinInTeam<Report>{&report});
        int is_last = 0;
        Kokkos::single(
            Kokkos::PerTeam(team),
            [&](int& last) {
                Report& own = p.reports(block, team.league_rank());
                if (stage > 0) {
                    report.join(own);
                }
                own = report;
                last = 0;
                if (stage == p.scheme.num_stages - 1) {
                    Kokkos::memory_fence(); // the report is there before it is counted
                    last = Kokkos::atomic_fetch_add(&num_done(block), 1) == team.league_size() - 1 ? 1 : 0;
                    Kokkos::memory_fence(); // and was counted before the others are read
                }
            },
            is_last);
        if (is_last != 0) {
            Report total;
            Kokkos::parallel_reduce(
                Kokkos::TeamThreadRange(team, team.league_size()),
                [&](int t, Report& sum) { sum.join(p.reports(block, t)); }, JoinInTeam<Report>{&total});
            Kokkos::single(Kokkos::PerTeam(team), [&] {
                num_done(block) = 0;
                p.finish_attempt(block, total);
                if (control.running) {
                    control.begin_step(p.scheme.relaxation, p.scheme.prepare_coefficient, p.scheme.finish_coefficient);
                }
            });
        }
    }
};

/// Many steps of one short road in one launch by one team: nobody waits for launches, and the control is at hand.
template <ConservationLaw E, class Reconstruction, class Flux, class Space>
struct ResidentTeam {
    using Tiles = TeamTiles<E, Reconstruction, Flux, Space>;
    using Control = typename Tiles::Control;
    using Report = typename Tiles::Report;
    using Shared = TeamControl<Control>;
    static_assert(alignof(Shared) <= alignof(Real), "its place in scratch memory follows numbers");
    static_assert(std::is_trivially_copyable_v<Shared>, "scratch memory holds no objects");

    Tiles tiles;
    int max_steps = 0;

    /// Numbers of scratch memory that the team needs.
    [[nodiscard]] KOKKOS_FUNCTION static std::size_t scratch_size(int tile_size, bool contact_fix) noexcept
    {
        return Tiles::scratch_size(tile_size, contact_fix) + (sizeof(Shared) + sizeof(Real) - 1) / sizeof(Real);
    }

    KOKKOS_FUNCTION void operator()(typename Tiles::Member const& team) const noexcept
    {
        auto const& p = tiles.stepper;
        auto& outside = p.control(tiles.block);
        if (!outside.running) {
            return;
        }
        typename Tiles::Scratch const memory(team.team_scratch(0), scratch_size(tiles.tile_size, p.contact_fix));
        auto& shared = *reinterpret_cast<Shared*>(memory.data() + Tiles::scratch_size(tiles.tile_size, p.contact_fix));
        auto& control = shared.control;
        int const num_tiles = tiles.num_tiles();
        int const history_capacity = static_cast<int>(p.history.extent(1));
        shared.begin(team, p.scheme, [&](Control& c) { c = outside; });
        bool const joins_all = history_capacity > 0 || control.measures || p.contact_fix;
        for (int step = 0; step < max_steps && control.running; ++step) {
            Report report;
            for (int stage = 0; stage < p.scheme.num_stages; ++stage) {
                for (int tile = 0; tile < num_tiles; ++tile) {
                    tiles.run(team, memory, control, tile, stage, report);
                }
            }
            // The record of the step is begun by one thread and ended by those of the classes.
            int const record = control.history_size;
            shared.end(
                team, p.scheme, report, joins_all,
                [&](Report const& all) {
                    control.current = p.next_current(control);
                    if (record < history_capacity) {
                        control.write_step(all, &p.history(tiles.block, record, 0));
                        ++control.history_size;
                    }
                },
                [&](int c, Report const& all) {
                    if (record < history_capacity) {
                        control.write_class(c, all, &p.history(tiles.block, record, 0));
                    }
                });
        }
        Kokkos::single(Kokkos::PerTeam(team), [&] { outside = control; });
    }
};

} // namespace zemi
