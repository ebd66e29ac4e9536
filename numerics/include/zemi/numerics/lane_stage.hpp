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

#include <cstddef>
#include <cstdint>
#include <vector>

namespace zemi {

/// Eight roads of the same number of cells, one in each lane of a Pack, with everything that differs between them.
/// E: the equation of one run.
template <HasLanes E>
struct LaneRoads {
    using Lanes = typename E::template With<Pack>; ///< the equation with the parameters of all eight
    using Stored = Vec<Pack, num_stored<E>>;
    using Report = StepReport<E::num_classes, Pack>;
    using Terms = DensityTermsOf<Pack, Lanes>;
    static constexpr bool keeps_terms = HasDensityTerms<Lanes, Pack>;

    /// Marks a cell whose category is not the same in all lanes.
    static constexpr std::uint8_t mixed_category = 255;

    int num_cells = 0;
    Lanes equation{};
    TimeScheme scheme;
    Kokkos::Array<Real, max_stages> flux_weights{};
    StepControl<E::num_classes, Pack> control;
    Pack floor_density{}; ///< [veh/m]
    Pack queue_speed{};   ///< see is_queued(), [m/s]
    Pack queue_density{}; ///< [veh/m]
    int current = 0;      ///< index of the buffer that holds the current states
    int num_buffers = 2;
    std::vector<Stored> buffers[3];     ///< [cell]
    std::vector<Terms> terms;           ///< of the current states, if kept: see find_terms() [cell]
    std::vector<std::uint8_t> category; ///< of all lanes, or mixed_category, [cell]
    std::vector<Report> reports;         ///< of the step in progress, one per tile_cells cells

    E lane_equation[Pack::size];
    std::vector<std::uint8_t> lane_category[Pack::size];
    BoundaryPoint<Lanes> ends[2]; ///< imposed states of all lanes, and their kind if they have it in common
    bool ends_have_one_kind[2] = {false, false};
    BoundaryPoint<E> lane_ends[Pack::size][2];

    [[nodiscard]] int input_buffer(int stage) const noexcept
    {
        return stage == 0 ? current : (current + 1 + (stage - 1) % 2) % num_buffers;
    }
    [[nodiscard]] int output_buffer(int stage) const noexcept { return (current + 1 + stage % 2) % num_buffers; }

    /// Takes the density terms of the current states. A step leaves those of its new states behind, so this is for the
    /// beginning of a run, and for lanes that keep their state because a step was rejected.
    ZEMI_INLINE_CALLS void find_terms() noexcept
    {
        if constexpr (keeps_terms) {
            for (int i = 0; i < num_cells; ++i) {
                terms[static_cast<std::size_t>(i)] = terms_of(buffers[current][static_cast<std::size_t>(i)], road(i));
            }
        }
    }
    [[nodiscard]] Terms terms_of(Stored const& stored, Vec<Pack, E::num_road_data> const& road) const noexcept
    {
        Vec<Pack, E::num_eqn> u{};
        unroll<E::num_eqn>([&](auto k) { u[k] = stored[k]; });
        return density_terms<Pack>(equation, u, road);
    }

    void set_end(int lane, int side, BoundaryPoint<E> const& point) noexcept
    {
        lane_ends[lane][side] = point;
        auto& all = ends[side];
        for (int k = 0; k < E::num_primitive; ++k) {
            all.primitive[k].set(lane, point.primitive[k]);
        }
        for (int k = 0; k < E::num_point; ++k) {
            all.point[k].set(lane, point.point[k]);
        }
        all.capacity_scale.set(lane, point.capacity_scale);
        all.kind = point.kind;
        ends_have_one_kind[side] = true;
        for (int other = 0; other < Pack::size; ++other) {
            ends_have_one_kind[side] = ends_have_one_kind[side] && lane_ends[other][side].kind == point.kind;
        }
    }

    /// Road data of a cell of all lanes.
    [[nodiscard]] Vec<Pack, E::num_road_data> road(int cell) const noexcept
    {
        std::uint8_t const common = category[static_cast<std::size_t>(cell)];
        return common == mixed_category ? mixed_road(cell) : equation.road_data(common);
    }
    [[nodiscard, gnu::noinline]] Vec<Pack, E::num_road_data> mixed_road(int cell) const noexcept
    {
        Vec<Pack, E::num_road_data> result{};
        for (int lane = 0; lane < Pack::size; ++lane) {
            auto const one = lane_equation[lane].road_data(lane_category[lane][static_cast<std::size_t>(cell)]);
            for (int k = 0; k < E::num_road_data; ++k) {
                result[k].set(lane, one[k]);
            }
        }
        return result;
    }
    /// The same for a ghost cell: as in the last cell, or as beyond the other end of a ring.
    [[nodiscard, gnu::noinline]] Vec<Pack, E::num_road_data> ghost_road(int cell) const noexcept
    {
        bool const left = cell < 0;
        int const inside = left ? 0 : num_cells - 1;
        int const around = left ? cell + num_cells : cell - num_cells;
        auto result = road(inside);
        if (ends_have_one_kind[0] && ends[0].kind != BoundaryKind::periodic) {
            return result;
        }
        for (int lane = 0; lane < Pack::size; ++lane) {
            if (lane_ends[lane][0].kind == BoundaryKind::periodic) {
                auto const one = lane_equation[lane].road_data(lane_category[lane][static_cast<std::size_t>(around)]);
                for (int k = 0; k < E::num_road_data; ++k) {
                    result[k].set(lane, one[k]);
                }
            }
        }
        return result;
    }
};

/// Advances eight roads, one per lane, by one stage: the same formulas in the same order as TileStage has for one road,
/// so every lane gets the same bits.
///
/// Goes once over the road in strips of a few cells, phase by phase like TileStage: prepare the cells, reconstruct, all
/// face fluxes, all updates, with the temporaries in the first-level cache. Nothing is computed twice: what the next
/// strip needs of this one is carried along.
template <HasLanes E, class Reconstruction, class Flux>
class LaneStage {
public:
    using Roads = LaneRoads<E>;
    using Lanes = typename Roads::Lanes;
    using Report = typename Roads::Report;

    explicit LaneStage(Roads& roads) noexcept : m_roads(roads) {}

    /// Runs stage `stage` on all cells; joins what it found to the reports.
    void run(int stage) noexcept
    {
        m_stage = stage;
        m_fraction = m_roads.control.fraction_before(table());
        m_input = m_roads.buffers[m_roads.input_buffer(stage)].data();
        int const n = m_roads.num_cells;
        for (m_begin = 0; m_begin < n; m_begin = m_end) {
            m_end = m_begin + strip_cells < n ? m_begin + strip_cells : n;
            Report& report = m_roads.reports[static_cast<std::size_t>(m_begin / tile_cells)];
            prepare();
            if constexpr (!Reconstruction::is_constant) {
                reconstruct();
            }
            fluxes(report);
            if (m_roads.control.measures) {
                measure(report);
            }
            if (stage == m_roads.scheme.num_stages - 1) {
                advance<true>(report);
                finish(report);
            } else {
                advance<false>(report);
            }
            carry();
        }
    }

private:
    static constexpr int ghosts = Reconstruction::num_ghost;
    static constexpr int strip_cells = 16; ///< divides tile_cells
    static constexpr int width = strip_cells + 2 * ghosts;
    static_assert(tile_cells % strip_cells == 0 && strip_cells % Pack::size == 0);
    using Point = Vec<Pack, E::num_point>;
    using Primitive = Vec<Pack, E::num_primitive>;
    using Conserved = Vec<Pack, E::num_eqn>;
    using Increment = MarkerIncrement<Pack, E>;
    using Stored = typename Roads::Stored;

    // Cell i of the strip's neighbourhood lies at slot i - m_begin + ghosts.
    [[nodiscard]] int slot(int cell) const noexcept { return cell - m_begin + ghosts; }
    [[nodiscard]] Stage const& table() const noexcept
    {
        return m_roads.scheme.stages[static_cast<std::size_t>(m_stage)];
    }

    [[nodiscard]] static Primitive primitive_of(Stored const& stored) noexcept
    {
        return stored_primitive<Pack, Lanes>([&](int k) { return stored[k]; });
    }
    [[nodiscard]] static Conserved conserved_of(Stored const& stored) noexcept
    {
        Conserved u{};
        unroll<E::num_eqn>([&](auto k) { u[k] = stored[k]; });
        return u;
    }

    /// A cell as the flux sees it; for ghost cells, which may look at cells whose terms are those of the new state.
    [[nodiscard]] PreparedCell<Pack, Lanes> prepared(int cell) const noexcept
    {
        auto const terms = m_roads.terms_of(m_input[cell], m_roads.road(cell));
        auto const q = m_stage == 0 ? primitive_of(m_input[cell])
                                    : m_roads.equation.to_primitive(conserved_of(m_input[cell]), terms);
        return prepare_cell<Pack>(m_roads.equation, q, terms, m_fraction);
    }

    /// Phase 1: the cells of this strip and the next `ghosts` ones, as far as they are new.
    ZEMI_INLINE_CALLS void prepare() noexcept
    {
        if (m_stage == 0) {
            prepare_cells([&](int i, auto const&) { return primitive_of(m_input[i]); },
                          [&](int i) -> decltype(auto) {
                              if constexpr (Roads::keeps_terms) {
                                  return (m_roads.terms[static_cast<std::size_t>(i)]);
                              } else {
                                  return m_roads.road(i);
                              }
                          });
        } else {
            prepare_cells(
                [&](int i, auto const& terms) {
                    return m_roads.equation.to_primitive(conserved_of(m_input[i]), terms);
                },
                [&](int i) { return m_roads.terms_of(m_input[i], m_roads.road(i)); });
        }
    }
    template <class PrimitiveOf, class TermsOf>
    void prepare_cells(PrimitiveOf const& primitive, TermsOf const& terms_of) noexcept
    {
        int const n = m_roads.num_cells;
        int const first = m_begin == 0 ? 0 : m_begin + ghosts;
        int const last = m_end + ghosts;
        for (int i = first; i < (last < n ? last : n); ++i) {
            auto const& terms = terms_of(i);
            auto const cell = prepare_cell<Pack>(m_roads.equation, primitive(i, terms), terms, m_fraction);
            if constexpr (Reconstruction::is_constant) {
                m_left_point[slot(i)] = m_roads.equation.point_state(cell.primitive, terms);
            } else {
                m_primitive[slot(i)] = cell.primitive;
            }
            if constexpr (E::has_relaxation) {
                m_increment[slot(i)] = cell.increment;
            }
        }
        for (int k = 1; m_begin == 0 && k <= ghosts; ++k) {
            fill_ghost(-k);
        }
        for (int i = n; i < last; ++i) {
            fill_ghost(i);
        }
    }
    [[gnu::noinline]] ZEMI_INLINE_CALLS void fill_ghost(int cell) noexcept
    {
        Primitive const q = ghost_cell(cell);
        if constexpr (Reconstruction::is_constant) {
            m_left_point[slot(cell)] = m_roads.equation.point_state(q, m_roads.ghost_road(cell));
        } else {
            m_primitive[slot(cell)] = q;
        }
    }
    [[nodiscard]] Primitive ghost_cell(int cell) const noexcept
    {
        int const n = m_roads.num_cells;
        bool const left = cell < 0;
        int const side = left ? 0 : 1;
        auto const inside = [&](int i) { return prepared(i).primitive; };
        auto const own = [&](int k) { return inside(left ? k : n - 1 - k); };
        auto const opposite = [&](int k) { return inside(left ? n - 1 - k : k); };
        if (m_roads.ends_have_one_kind[side]) {
            return ghost_primitive<Lanes>(m_roads.ends[side], left ? -1 - cell : cell - n, own, opposite);
        }
        auto end = m_roads.ends[side];
        Primitive result{};
        PackMask done = Pack(0.0) != Pack(0.0);
        for (int lane = 0; lane < Pack::size; ++lane) {
            if (done[lane]) {
                continue;
            }
            end.kind = m_roads.lane_ends[lane][side].kind;
            PackMask same = done;
            for (int other = 0; other < Pack::size; ++other) {
                same.set(other, m_roads.lane_ends[other][side].kind == end.kind);
            }
            auto const q = ghost_primitive<Lanes>(end, left ? -1 - cell : cell - n, own, opposite);
            for (int k = 0; k < E::num_primitive; ++k) {
                result[k] = select(same, q[k], result[k]);
            }
            done = done || same;
        }
        return result;
    }

    /// Phase 2: point states at both faces of the cells up to m_end, as far as they are new.
    ZEMI_INLINE_CALLS void reconstruct() noexcept
        requires(!Reconstruction::is_constant)
    {
        int const n = m_roads.num_cells;
        for (int i = m_begin == 0 ? -1 : m_begin + 1; i <= m_end; ++i) {
            auto const road = i < 0 || i >= n ? m_roads.ghost_road(i) : m_roads.road(i);
            auto const left =
                zip([](Pack const& a, Pack const& b, Pack const& c) { return Reconstruction::left_face(a, b, c); },
                    m_primitive[slot(i - 1)], m_primitive[slot(i)], m_primitive[slot(i + 1)]);
            auto const right =
                zip([](Pack const& a, Pack const& b, Pack const& c) { return Reconstruction::right_face(a, b, c); },
                    m_primitive[slot(i - 1)], m_primitive[slot(i)], m_primitive[slot(i + 1)]);
            m_left_point[slot(i)] = m_roads.equation.point_state(left, road);
            m_right_point[slot(i)] = m_roads.equation.point_state(right, road);
        }
    }

    [[nodiscard]] Point const& left_of(int face) const noexcept
    {
        if constexpr (Reconstruction::is_constant) {
            return m_left_point[slot(face - 1)];
        } else {
            return m_right_point[slot(face - 1)];
        }
    }

    /// Phase 3: the faces up to m_end, face f between cells f - 1 and f, as far as they are new.
    ZEMI_INLINE_CALLS void fluxes(Report& report) noexcept
    {
        Pack speed(0.0);
        for (int f = m_begin == 0 ? 0 : m_begin + 1; f <= m_end; ++f) {
            auto const result = Flux{}(m_roads.equation, left_of(f), m_left_point[slot(f)]);
            m_flux[f - m_begin] = result.flux;
            speed = max(speed, result.speed);
        }
        report.face_speed = max(report.face_speed, speed);
        if (m_begin == 0) {
            end(Side::left, m_left_point[slot(0)], m_flux[0], report.left_flux);
        }
        if (m_end == m_roads.num_cells) {
            end(Side::right, left_of(m_end), m_flux[m_end - m_begin], report.right_flux);
        }
    }

    /// An end of the roads: imposed fluxes, lane by lane, and the account of what passes. `inside`: the point state at
    /// the inner side of the face.
    [[gnu::noinline]] void end(Side side, Point const& inside, Conserved& flux,
                               Vec<Pack, E::num_classes>& flow) noexcept
    {
        int const s = side == Side::left ? 0 : 1;
        bool const none_imposes = m_roads.ends_have_one_kind[s] && !imposes_flux(m_roads.lane_ends[0][s], side);
        for (int lane = 0; lane < Pack::size && !none_imposes; ++lane) {
            auto const& boundary = m_roads.lane_ends[lane][s];
            if (!imposes_flux(boundary, side)) {
                continue;
            }
            Vec<Real, E::num_point> point{};
            for (int k = 0; k < E::num_point; ++k) {
                point[k] = inside[k][lane];
            }
            auto const& equation = m_roads.lane_equation[lane];
            auto const& category = m_roads.lane_category[lane];
            auto const imposed = boundary_flux(
                equation, boundary, point, equation.road_data(side == Side::left ? category.front() : category.back()));
            for (int k = 0; k < E::num_eqn; ++k) {
                flux[k].set(lane, imposed[k]);
            }
        }
        Pack const weight(m_roads.flux_weights[static_cast<std::size_t>(m_stage)]);
        for (int c = 0; c < E::num_classes; ++c) {
            flow[c] += weight * flux[E::density_index(c)];
        }
    }

    /// The sums of TileStage::measure(), in its eight parts, which are collected over all strips of a tile.
    ZEMI_INLINE_CALLS void measure(Report& report) noexcept
    {
        if (m_begin % tile_cells == 0) {
            for (Sums& part : m_sums) {
                part = {};
            }
        }
        Pack queued_cells(0.0);
        for (int i = m_begin; i < m_end; ++i) {
            auto const& inverse = inverse_free_speed(i);
            auto& part = m_sums[i % Pack::size];
            unroll<E::num_classes>([&](auto c) {
                Pack const flow =
                    m_flux[i - m_begin][E::density_index(c)] + m_flux[i - m_begin + 1][E::density_index(c)];
                part.flow[c] += flow;
                part.pace[c] += flow * inverse[c];
            });
            if (m_stage == 0) {
                auto const is_queue = queued(i);
                if (any_of(is_queue)) {
                    queued_cells += select(is_queue, Pack(1.0), Pack(0.0));
                }
            }
        }
        report.queued_cells += queued_cells; // whole numbers, exact in any order
        if (m_end % tile_cells != 0 && m_end != m_roads.num_cells) {
            return;
        }
        Pack const weight(Real(0.5) * m_roads.flux_weights[static_cast<std::size_t>(m_stage)]);
        for (int c = 0; c < E::num_classes; ++c) {
            report.flow_sum[c] += weight * sum_of_parts([&](int part) { return m_sums[part].flow[c]; });
            report.pace_sum[c] += weight * sum_of_parts([&](int part) { return m_sums[part].pace[c]; });
        }
    }
    /// In the order of horizontal_sum().
    template <class Part>
    [[nodiscard]] static Pack sum_of_parts(Part const& a) noexcept
    {
        return ((a(0) + a(4)) + (a(2) + a(6))) + ((a(1) + a(5)) + (a(3) + a(7)));
    }
    /// 1 / free speed; the division is made again only where the road changes.
    [[nodiscard]] Vec<Pack, E::num_classes> const& inverse_free_speed(int cell) noexcept
    {
        int const category = m_roads.category[static_cast<std::size_t>(cell)];
        if (category != m_inverse_category || category == Roads::mixed_category || m_begin == 0) {
            m_inverse_category = category;
            auto const road = m_roads.road(cell);
            unroll<E::num_classes>([&](auto c) { m_inverse[c] = Pack(1.0) / road[c]; });
        }
        return m_inverse;
    }
    [[nodiscard]] PackMask queued(int cell) const noexcept
    {
        Point s;
        if constexpr (Reconstruction::is_constant) {
            s = m_left_point[slot(cell)];
        } else {
            s = m_roads.equation.point_state(m_primitive[slot(cell)], m_roads.road(cell));
        }
        Vec<Pack, E::num_classes> density{};
        Vec<Pack, E::num_classes> speed{};
        for (int c = 0; c < E::num_classes; ++c) {
            density[c] = s[c];
            speed[c] = s[E::num_classes + c];
        }
        return is_queued(density, speed, m_roads.queue_speed, m_roads.queue_density);
    }

    /// Terms of the state at the beginning of the step, until advance() puts those of the new state there.
    [[nodiscard]] decltype(auto) kept_terms(int cell) const noexcept
    {
        if constexpr (Roads::keeps_terms) {
            return (m_roads.terms[static_cast<std::size_t>(cell)]);
        } else {
            return m_roads.road(cell);
        }
    }

    /// Puts what relaxation adds in this stage in the place of the increments of the strip's cells. A loop of its own,
    /// because most first stages need none of it.
    ZEMI_INLINE_CALLS void combine_sources() noexcept
    {
        auto& p = m_roads;
        auto const& fraction = p.control.prepare_fraction;
        Stage const& stage = table();
        Stored const* const start = p.buffers[p.current].data();
        Stored const* const output = p.buffers[p.output_buffer(m_stage)].data();
        for (int i = m_begin; i < m_end; ++i) {
            auto of_start = Increment::filled(Pack(0.0));
            auto of_previous = of_start;
            if (stage.needs_start()) {
                of_start = prepare_cell<Pack>(p.equation, primitive_of(start[i]), kept_terms(i), fraction).increment;
            }
            if (stage.needs_previous()) { // which advance() overwrites
                auto const terms = p.terms_of(output[i], p.road(i));
                auto const q = p.equation.to_primitive(conserved_of(output[i]), terms);
                of_previous = prepare_cell<Pack>(p.equation, q, terms, fraction).increment;
            }
            m_increment[slot(i)] = source_of_stage<E>(stage, fraction, m_increment[slot(i)], of_start, of_previous);
        }
    }

    /// Phase 4: the new conserved variables, checked.
    template <bool is_last>
    ZEMI_INLINE_CALLS void advance(Report& report) noexcept
    {
        auto& p = m_roads;
        auto const& control = p.control;
        Stage const& stage = table();
        if (E::has_relaxation && !stage.keeps_increment()) {
            combine_sources();
        }
        Stored const* const start = p.buffers[p.current].data();
        Stored* const output = p.buffers[p.output_buffer(m_stage)].data();
        Pack const dt_over_dx = control.dt / control.dx;
        Pack floors(0.0);
        for (int i = m_begin; i < m_end; ++i) {
            auto const net_inflow = zip([&](Pack const& fl, Pack const& fr) { return fl - fr; }, m_flux[i - m_begin],
                                        m_flux[i - m_begin + 1]);
            auto u0 = Conserved::filled(Pack(0.0));
            auto source = Increment::filled(Pack(0.0));
            if constexpr (E::has_relaxation) {
                source = m_increment[slot(i)];
            }
            if (stage.start != 0) {
                u0 = conserved_of(start[i]);
            }
            auto const done = check_cell<Pack>(
                p.equation, combine_stage<E>(stage, dt_over_dx, conserved_of(m_input[i]), source, u0, net_inflow),
                p.floor_density);
            unroll<E::num_eqn>([&](auto k) { output[i][k] = done.u[k]; });
            if constexpr (is_last && Roads::keeps_terms) {
                p.terms[static_cast<std::size_t>(i)] = density_terms<Pack>(p.equation, done.u, p.road(i));
            }
            floors += done.floors;
            if (!all_of(done.admissible)) {
                report.mark_bad(Pack(static_cast<Real>(i)), !done.admissible);
            }
        }
        report.floors += floors;
    }

    /// Phase 5, after the last stage: see TileStage::finish().
    ZEMI_INLINE_CALLS void finish(Report& report) noexcept
    {
        auto& p = m_roads;
        Stored* const output = p.buffers[p.output_buffer(m_stage)].data();
        bool const relax = p.scheme.finish_coefficient > 0;
        Pack max_speed(0.0);
        for (int i = m_begin; i < m_end; ++i) {
            auto const& terms = kept_terms(i);
            auto const done =
                finish_cell<Pack>(p.equation, conserved_of(output[i]), terms, relax, p.control.finish_fraction);
            if constexpr (E::has_relaxation) {
                unroll<E::num_classes>([&](auto c) { output[i][E::marker_index(c)] = done.u[E::marker_index(c)]; });
            }
            unroll<num_stored<E> - E::num_eqn>(
                [&](auto k) { output[i][E::num_eqn + k] = done.primitive[E::num_classes + k]; });
            max_speed = max(max_speed, done.max_speed);
        }
        report.max_speed = max(report.max_speed, max_speed);
    }

    /// What the next strip needs of this one.
    void carry() noexcept
    {
        int const shift = m_end - m_begin;
        for (int k = 0; k < 2 * ghosts; ++k) {
            if constexpr (Reconstruction::is_constant) {
                m_left_point[k] = m_left_point[k + shift];
            } else {
                m_primitive[k] = m_primitive[k + shift];
                m_right_point[k] = m_right_point[k + shift];
            }
            if constexpr (E::has_relaxation) {
                m_increment[k] = m_increment[k + shift];
            }
        }
        m_flux[0] = m_flux[shift];
    }

    struct Sums {
        Vec<Pack, E::num_classes> flow;
        Vec<Pack, E::num_classes> pace;
    };

    Roads& m_roads;
    int m_stage = 0;
    int m_begin = 0;
    int m_end = 0;
    Stored const* m_input = nullptr;
    Vec<Pack, E::num_classes> m_fraction{}; ///< to relax by before the flux
    Point m_left_point[width]; ///< at the left face of a cell; of the whole cell if the reconstruction is constant
    Point m_right_point[Reconstruction::is_constant ? 1 : width];
    Primitive m_primitive[Reconstruction::is_constant ? 1 : width];
    Increment m_increment[E::has_relaxation ? width : 1];
    Conserved m_flux[strip_cells + 1];
    Sums m_sums[Pack::size]{};
    Vec<Pack, E::num_classes> m_inverse{};
    int m_inverse_category = -1;
};

} // namespace zemi
