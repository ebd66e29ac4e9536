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
    std::vector<std::uint8_t> category; ///< of all lanes, or mixed_category, [cell]
    std::vector<Report> reports;         ///< of the step in progress, one per tile_cells cells

    E lane_equation[Pack::size];
    std::vector<std::uint8_t> lane_category[Pack::size];
    BoundaryPoint<Lanes> ends[2];               ///< imposed states of all lanes; their kinds are below
    BoundaryPoint<E> lane_ends[Pack::size][2];

    [[nodiscard]] int input_buffer(int stage) const noexcept
    {
        return stage == 0 ? current : (current + 1 + (stage - 1) % 2) % num_buffers;
    }
    [[nodiscard]] int output_buffer(int stage) const noexcept { return (current + 1 + stage % 2) % num_buffers; }

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
            advance(report);
            if (stage == m_roads.scheme.num_stages - 1) {
                finish(report);
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

    [[nodiscard]] PreparedCell<Pack, Lanes> prepared(int cell, Vec<Pack, E::num_road_data> const& road) const noexcept
    {
        auto const q = m_stage == 0 ? primitive_of(m_input[cell])
                                    : m_roads.equation.to_primitive(conserved_of(m_input[cell]), road);
        return prepare_cell<Pack>(m_roads.equation, q, road, m_fraction);
    }

    /// Phase 1: the cells of this strip and the next `ghosts` ones, as far as they are new.
    ZEMI_INLINE_CALLS void prepare() noexcept
    {
        int const n = m_roads.num_cells;
        int const first = m_begin == 0 ? 0 : m_begin + ghosts;
        int const last = m_end + ghosts;
        for (int i = first; i < (last < n ? last : n); ++i) {
            auto const road = m_roads.road(i);
            auto const cell = prepared(i, road);
            if constexpr (Reconstruction::is_constant) {
                m_left_point[slot(i)] = m_roads.equation.point_state(cell.primitive, road);
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
    [[gnu::noinline]] void fill_ghost(int cell) noexcept
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
        auto const inside = [&](int i) { return prepared(i, m_roads.road(i)).primitive; };
        auto const own = [&](int k) { return inside(left ? k : n - 1 - k); };
        auto const opposite = [&](int k) { return inside(left ? n - 1 - k : k); };
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
        for (int lane = 0; lane < Pack::size; ++lane) {
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
            m_sums = {};
        }
        for (int part = 0; part < Pack::size; ++part) { // strips begin at multiples of the number of parts
            auto flow_sum = m_sums.flow[part];
            auto pace_sum = m_sums.pace[part];
            Pack queued_cells = m_sums.queued[part];
            for (int i = m_begin + part; i < m_end; i += Pack::size) {
                auto const& inverse = inverse_free_speed(i);
                unroll<E::num_classes>([&](auto c) {
                    Pack const flow =
                        m_flux[i - m_begin][E::density_index(c)] + m_flux[i - m_begin + 1][E::density_index(c)];
                    flow_sum[c] += flow;
                    pace_sum[c] += flow * inverse[c];
                });
                if (m_stage == 0) {
                    queued_cells += select(queued(i), Pack(1.0), Pack(0.0));
                }
            }
            m_sums.flow[part] = flow_sum;
            m_sums.pace[part] = pace_sum;
            m_sums.queued[part] = queued_cells;
        }
        if (m_end % tile_cells != 0 && m_end != m_roads.num_cells) {
            return;
        }
        Pack const weight(Real(0.5) * m_roads.flux_weights[static_cast<std::size_t>(m_stage)]);
        for (int c = 0; c < E::num_classes; ++c) {
            report.flow_sum[c] += weight * sum_of_parts([&](int part) { return m_sums.flow[part][c]; });
            report.pace_sum[c] += weight * sum_of_parts([&](int part) { return m_sums.pace[part][c]; });
        }
        report.queued_cells += sum_of_parts([&](int part) { return m_sums.queued[part]; });
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

    /// Phase 4: the new conserved variables, checked.
    ZEMI_INLINE_CALLS void advance(Report& report) noexcept
    {
        auto& p = m_roads;
        auto const& control = p.control;
        Stored const* const start = p.buffers[p.current].data();
        Stored* const output = p.buffers[p.output_buffer(m_stage)].data();
        bool const first = m_stage == 0;
        Pack const inverse_dx = Pack(1.0) / control.dx;
        for (int i = m_begin; i < m_end; ++i) {
            auto const divergence = zip([&](Pack const& fl, Pack const& fr) { return (fl - fr) * inverse_dx; },
                                        m_flux[i - m_begin], m_flux[i - m_begin + 1]);
            auto u0 = Conserved::filled(Pack(0.0));
            auto increment = Increment::filled(Pack(0.0));
            auto u0_increment = increment;
            if constexpr (E::has_relaxation) {
                increment = m_increment[slot(i)];
            }
            if (!first) {
                u0 = conserved_of(start[i]);
                u0_increment =
                    prepare_cell<Pack>(p.equation, primitive_of(start[i]), p.road(i), control.prepare_fraction)
                        .increment;
            }
            auto const done = check_cell<Pack>(p.equation,
                                               combine_stage<E>(table(), first, control.dt, conserved_of(m_input[i]),
                                                                increment, u0, u0_increment, divergence),
                                               p.floor_density);
            unroll<E::num_eqn>([&](auto k) { output[i][k] = done.u[k]; });
            report.floors += done.floors;
            if (!all_of(done.admissible)) {
                report.mark_bad(Pack(static_cast<Real>(i)), !done.admissible);
            }
        }
    }

    /// Phase 5, after the last stage: see TileStage::finish().
    ZEMI_INLINE_CALLS void finish(Report& report) noexcept
    {
        auto& p = m_roads;
        Stored* const output = p.buffers[p.output_buffer(m_stage)].data();
        bool const relax = p.scheme.finish_coefficient > 0;
        Pack max_speed(0.0);
        for (int i = m_begin; i < m_end; ++i) {
            auto const done =
                finish_cell<Pack>(p.equation, conserved_of(output[i]), p.road(i), relax, p.control.finish_fraction);
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
        Vec<Pack, E::num_classes> flow[Pack::size];
        Vec<Pack, E::num_classes> pace[Pack::size];
        Pack queued[Pack::size];
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
    Sums m_sums{};
    Vec<Pack, E::num_classes> m_inverse{};
    int m_inverse_category = -1;
};

} // namespace zemi
