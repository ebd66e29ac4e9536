// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/boundary.hpp>
#include <zemi/numerics/cell_update.hpp>
#include <zemi/numerics/contact_fix.hpp>
#include <zemi/numerics/high_order_flux.hpp>
#include <zemi/numerics/lane_roads.hpp>
#include <zemi/numerics/metrics.hpp>
#include <zemi/numerics/numerical_flux.hpp>
#include <zemi/numerics/reconstruction.hpp>
#include <zemi/numerics/road_stepper.hpp>
#include <zemi/numerics/step_control.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace zemi {

/// Advances eight roads, one per lane, by one stage: the same formulas in the same order as TileStage has for one road,
/// so every lane gets the same bits.
///
/// Goes once over the road in strips of a few cells, phase by phase like TileStage, with the temporaries in the cache
/// next to the core. Nothing is computed twice: what the next strip needs of this one is carried along.
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
            if constexpr (Reconstruction::is_high_order) {
                high_order_fluxes(report);
            } else {
                if constexpr (!Reconstruction::is_constant) {
                    reconstruct();
                }
                if constexpr (may_fix) {
                    if (m_roads.contact_fix) {
                        contacts();
                    }
                }
                fluxes(report);
            }
            if (m_roads.control.measures) {
                measure(report);
            }
            bool const is_last = stage == m_roads.scheme.num_stages - 1;
            if constexpr (may_fix) {
                if (m_roads.contact_fix) {
                    update<true>(is_last, report);
                } else {
                    update<false>(is_last, report);
                }
            } else {
                update<false>(is_last, report);
            }
            carry();
        }
    }

private:
    static constexpr int ghosts = Reconstruction::num_ghost;
    static constexpr bool may_fix = takes_contact_fix<Lanes, Reconstruction, Flux>;
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
        return stored_primitive<Pack, Lanes>(stored);
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
            if constexpr (Reconstruction::is_high_order) {
                keep_point(i, m_roads.equation.point_state(cell.primitive, terms));
            }
            if constexpr (E::has_relaxation) {
                m_increment[slot(i)] = cell.increment;
            }
            if constexpr (may_fix) {
                if (m_roads.contact_fix) {
                    keep_pressures(i, terms.pressure);
                }
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
        if constexpr (Reconstruction::is_high_order) {
            keep_point(cell, m_roads.equation.point_state(q, m_roads.ghost_road(cell)));
        }
        if constexpr (may_fix && !Reconstruction::is_constant) {
            if (m_roads.contact_fix) {
                m_contact.pressure[slot(cell)] = pressures_of<Pack>(m_roads.equation, q).value;
            }
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
        requires(!Reconstruction::is_constant && !Reconstruction::is_high_order)
    {
        int const n = m_roads.num_cells;
        for (int i = m_begin == 0 ? -1 : m_begin + 1; i <= m_end; ++i) {
            auto const road = i < 0 || i >= n ? m_roads.ghost_road(i) : m_roads.road(i);
            auto const& q = m_primitive[slot(i)];
            auto const slope = Reconstruction::slopes(m_roads.rule, m_roads.control.slope_coupling,
                                                      m_primitive[slot(i - 1)], q, m_primitive[slot(i + 1)]);
            auto const left = Reconstruction::left_face(q, slope);
            auto const right = Reconstruction::right_face(q, slope);
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
    void fluxes(Report& report) noexcept
    {
        if constexpr (may_fix) {
            if (m_roads.contact_fix) {
                return fluxes_by<HllWWithStar>(report);
            }
        }
        fluxes_by<Flux>(report);
    }
    template <class F>
    ZEMI_INLINE_CALLS void fluxes_by(Report& report) noexcept
    {
        Pack speed(0.0);
        for (int f = m_begin == 0 ? 0 : m_begin + 1; f <= m_end; ++f) {
            auto const& e = m_roads.equation;
            auto const flux = flux_of<F>(m_roads.rule);
            if constexpr (std::is_same_v<F, Flux>) {
                auto const result = flux(e, left_of(f), m_left_point[slot(f)]);
                m_flux[f - m_begin] = result.flux;
                speed = max(speed, result.speed);
            } else {
                bool const needs_star = m_contact.acts[f - m_begin] || m_contact.acts[f - m_begin + 1];
                auto const result = flux(e, left_of(f), m_left_point[slot(f)], needs_star);
                m_flux[f - m_begin] = result.flux;
                speed = max(speed, result.speed);
                if (needs_star) {
                    m_contact.star[f - m_begin] = result.star;
                }
            }
        }
        report.face_speed = max(report.face_speed, speed);
        if (m_begin == 0) {
            impose_flux(Side::left, m_left_point[slot(0)], m_flux[0]);
        }
        if (m_end == m_roads.num_cells) {
            impose_flux(Side::right, left_of(m_end), m_flux[m_end - m_begin]);
        }
        account_ends(report);
    }

    // Fluxes of high order, in the phases of TileStage. A strip begins with the faces from m_begin + 2 on.

    void keep_point(int cell, Point const& point) noexcept
        requires Reconstruction::is_high_order
    {
        m_high.point[slot(cell)] = point;
        m_high.physical_flux[slot(cell)] = m_roads.equation.physical_flux(point);
    }

    ZEMI_INLINE_CALLS void high_order_fluxes(Report& report) noexcept
        requires Reconstruction::is_high_order
    {
        interpolate(report);
        high_order_faces(report);
        admissible_shares();
        limit_fluxes(report);
        account_ends(report);
    }

    /// To both faces of the cells up to m_end + 1.
    ZEMI_INLINE_CALLS void interpolate(Report& report) noexcept;

    /// Both fluxes of the faces up to m_end + 1.
    ZEMI_INLINE_CALLS void high_order_faces(Report& report) noexcept;

    /// Of the cells up to m_end.
    ZEMI_INLINE_CALLS void admissible_shares() noexcept;

    /// Of the faces up to m_end.
    ZEMI_INLINE_CALLS void limit_fluxes(Report& report) noexcept;

    /// Fluxes that an end of the roads imposes, lane by lane. `inside`: the point state at the inner side of the face.
    template <class... Fluxes>
    [[gnu::noinline]] void impose_flux(Side side, Point const& inside, Fluxes&... fluxes) noexcept
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
                (fluxes[k].set(lane, imposed[k]), ...);
            }
        }
    }
    /// The account of what passes the ends of the roads.
    void account_ends(Report& report) noexcept
    {
        Pack const weight(m_roads.flux_weights[static_cast<std::size_t>(m_stage)]);
        for (int c = 0; c < E::num_classes; ++c) {
            if (m_begin == 0) {
                report.left_flux[c] += weight * m_flux[0][E::density_index(c)];
            }
            if (m_end == m_roads.num_cells) {
                report.right_flux[c] += weight * m_flux[m_end - m_begin][E::density_index(c)];
            }
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
    ZEMI_INLINE_CALLS void combine_sources() noexcept;

    /// Phases 4 and 5. `fixes`: with the contact fix.
    template <bool fixes>
    void update(bool is_last, Report& report) noexcept
    {
        if constexpr (fixes) {
            fixed_speeds();
        }
        if (is_last) {
            advance<true>(report);
            finish<fixes>(report);
        } else {
            advance<false>(report);
            if constexpr (fixes) {
                fix_contacts(report);
            }
        }
        if constexpr (fixes) {
            sum_defects(report);
        }
    }

    /// Phase 4: the new conserved variables, checked.
    template <bool is_last>
    ZEMI_INLINE_CALLS void advance(Report& report) noexcept;

    // The contact fix, as TileStage has it: which cells need it, before the fluxes; the speeds, before advance(); and the
    // markers, after it.

    template <class Pressures>
    void keep_pressures(int cell, Pressures const& pressure) noexcept
    {
        m_contact.slope[slot(cell)] = pressure.slope;
        if constexpr (!Reconstruction::is_constant) { // there is a point state, which has the marker
            m_contact.pressure[slot(cell)] = pressure.value;
        }
    }
    [[nodiscard]] ContactCell<Pack, E::num_classes> contact_cell_at(int cell) const noexcept
    {
        if constexpr (Reconstruction::is_constant) {
            return contact_cell<Pack>(m_roads.equation, m_left_point[slot(cell)]);
        } else {
            return contact_cell<Pack>(m_roads.equation, m_primitive[slot(cell)], m_contact.pressure[slot(cell)]);
        }
    }

    /// Where in the strip the fix acts.
    ZEMI_INLINE_CALLS void contacts() noexcept
        requires may_fix;
    /// No share for lanes whose end imposes its flux: it does not say what the face settles to.
    [[gnu::noinline]] void leave_alone(Side side, Vec<Pack, E::num_classes>& share) const noexcept;

    ZEMI_INLINE_CALLS void fixed_speeds() noexcept
        requires may_fix;

    /// Of all stages but the last one, where finish() does it.
    ZEMI_INLINE_CALLS void fix_contacts(Report& report) noexcept
        requires may_fix;

    /// A new state with the fix; sums what that adds. `pressure`: of its densities.
    [[nodiscard]] Conserved fixed_state(int cell, Conserved const& u, Vec<Pack, E::num_classes> const& pressure,
                                        Report& report) noexcept
        requires may_fix;
    /// What the fix has added, after the last strip of a tile.
    void sum_defects(Report& report) noexcept
        requires may_fix;

    /// Phase 5, after the last stage: see TileStage::finish().
    template <bool fixes>
    ZEMI_INLINE_CALLS void finish(Report& report) noexcept;

    /// What the next strip needs of this one.
    void carry() noexcept
    {
        if constexpr (Reconstruction::is_constant) {
            carry(m_left_point, -ghosts, ghosts);
        } else if constexpr (Reconstruction::is_high_order) {
            carry(m_primitive, 0, 4);
            carry(m_right_point, 1, 2);
            carry(m_high.point, -1, 4);
            carry(m_high.physical_flux, -1, 4);
            carry(m_high.low, 1, 2);
            carry(m_high.high, 1, 2);
            carry(m_high.share, 0, 1);
        } else {
            carry(m_primitive, -ghosts, ghosts);
            carry(m_right_point, -ghosts, ghosts);
        }
        if constexpr (E::has_relaxation) {
            carry(m_increment, 0, ghosts);
        }
        m_flux[0] = m_flux[m_end - m_begin];
        if constexpr (may_fix) {
            if (m_roads.contact_fix) {
                carry_contacts();
            }
        }
    }
    void carry_contacts() noexcept
        requires may_fix
    {
        m_contact.star[0] = m_contact.star[m_end - m_begin];
        carry(m_contact.slope, 0, ghosts);
        if constexpr (!Reconstruction::is_constant) {
            carry(m_contact.pressure, -ghosts, ghosts);
        }
    }
    /// The slots of the cells m_end + first ... m_end + end - 1 become those of the cells around the next m_begin.
    template <class T>
    void carry(T* slots, int first, int end) noexcept
    {
        int const shift = m_end - m_begin;
        for (int k = ghosts + first; k < ghosts + end; ++k) {
            slots[k] = slots[k + shift];
        }
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

    /// Temporaries of the fluxes of high order: of the cell in a slot, and of the face left of it.
    struct HighOrder {
        Point point[width];
        Conserved physical_flux[width];
        Conserved low[width];
        Conserved high[width];
        Vec<Pack, E::num_classes> share[width];
    };
    struct None {};
    [[no_unique_address]] std::conditional_t<Reconstruction::is_high_order, HighOrder, None> m_high;
    Sums m_sums[Pack::size]{};
    struct Contact {
        bool acts[strip_cells + 2]; ///< in some lane in cell i, at i - m_begin + 1
        Vec<Pack, E::num_classes> pressure[Reconstruction::is_constant ? 1 : width]; ///< of a prepared cell
        Vec<Pack, E::num_classes> slope[width]; ///< likewise, see Pressures
        FaceStar<Pack, E::num_classes> star[strip_cells + 1]; ///< where one of the cells beside the face is acted on
        // Of the cells that are acted on:
        Vec<Pack, E::num_classes> share[strip_cells];
        Vec<Pack, E::num_classes> speed[strip_cells];
        Vec<Pack, E::num_classes> defect[Pack::size]{}; ///< eight parts of the sum over a tile
    };
    [[no_unique_address]] std::conditional_t<may_fix, Contact, None> m_contact;
    Vec<Pack, E::num_classes> m_inverse{};
    int m_inverse_category = -1;
};

} // namespace zemi

#include <zemi/numerics/lane_stage_phases.hpp> // definitions of the longer members
