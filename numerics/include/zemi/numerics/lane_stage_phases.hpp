// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/lane_stage.hpp>

// The last phases of LaneStage, and those that high-order fluxes and the contact fix have and others do not.

namespace zemi {

template <HasLanes E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::combine_sources() noexcept
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

template <HasLanes E, class Reconstruction, class Flux>
template <bool is_last>
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::advance(Report& report) noexcept
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
        auto const net_inflow =
            zip([&](Pack const& fl, Pack const& fr) { return fl - fr; }, m_flux[i - m_begin], m_flux[i - m_begin + 1]);
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

template <HasLanes E, class Reconstruction, class Flux>
template <bool fixes>
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::finish(Report& report) noexcept
{
    auto& p = m_roads;
    Stored* const output = p.buffers[p.output_buffer(m_stage)].data();
    bool const relax = p.scheme.finish_coefficient > 0;
    Pack max_speed(0.0);
    for (int i = m_begin; i < m_end; ++i) {
        auto const& terms = kept_terms(i);
        auto u = conserved_of(output[i]);
        if constexpr (fixes) {
            if (m_contact.acts[i - m_begin + 1]) {
                u = fixed_state(i, u, terms.pressure.value, report);
            }
        }
        auto const done = finish_cell<Pack>(p.equation, u, terms, relax, p.control.finish_fraction);
        if constexpr (E::has_relaxation) {
            unroll<E::num_classes>([&](auto c) { output[i][E::marker_index(c)] = done.u[E::marker_index(c)]; });
        }
        unroll<num_stored<E> - E::num_eqn>(
            [&](auto k) { output[i][E::num_eqn + k] = done.primitive[E::num_classes + k]; });
        max_speed = max(max_speed, done.max_speed);
    }
    report.max_speed = max(report.max_speed, max_speed);
}

template <HasLanes E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::interpolate(Report& report) noexcept
{
    int const n = m_roads.num_cells;
    Pack given_up(0.0);
    for (int i = m_begin == 0 ? -2 : m_begin + 2; i <= m_end + 1; ++i) {
        auto const cell = interpolate_cell<Pack>(m_roads.equation, m_roads.rule.weights,
                                                 [&](int k) -> auto const& { return m_primitive[slot(i + k)]; });
        auto const road = i < 0 || i >= n ? m_roads.ghost_road(i) : m_roads.road(i);
        m_left_point[slot(i)] = m_roads.equation.point_state(cell.left, road);
        m_right_point[slot(i)] = m_roads.equation.point_state(cell.right, road);
        if (i >= 0 && i < n) {
            given_up += cell.given_up;
        }
    }
    report.limited += given_up;
}

template <HasLanes E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::high_order_faces(Report& report) noexcept
{
    auto const& e = m_roads.equation;
    int const n = m_roads.num_cells;
    Pack speed(0.0);
    for (int f = m_begin == 0 ? -1 : m_begin + 2; f <= m_end + 1; ++f) {
        auto const low = HllW{}(e, m_high.point[slot(f - 1)], m_high.point[slot(f)]);
        auto const face = flux_of<Flux>(m_roads.rule)(e, m_right_point[slot(f - 1)], m_left_point[slot(f)]);
        m_high.low[slot(f)] = low.flux;
        m_high.high[slot(f)] =
            corrected_flux(face.flux, [&](int k) -> auto const& { return m_high.physical_flux[slot(f + k)]; });
        if (f >= 0 && f <= n) {
            speed = max(speed, max(low.speed, face.speed));
        }
    }
    report.face_speed = max(report.face_speed, speed);
    if (m_begin == 0) {
        impose_flux(Side::left, m_left_point[slot(0)], m_high.low[slot(0)], m_high.high[slot(0)]);
    }
    if (m_end + 1 >= n && (m_begin == 0 || m_begin + 1 < n)) { // the last face is new
        impose_flux(Side::right, m_right_point[slot(n - 1)], m_high.low[slot(n)], m_high.high[slot(n)]);
    }
}

template <HasLanes E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::admissible_shares() noexcept
{
    Pack const dt_over_dx = Pack(table().euler_step()) * m_roads.control.dt / m_roads.control.dx;
    for (int i = m_begin == 0 ? -1 : m_begin + 1; i <= m_end; ++i) {
        auto const point = [&](int k) -> auto const& { return m_high.point[slot(i + k)]; };
        m_high.share[slot(i)] = admissible_share<E>(dt_over_dx, m_roads.equation.conserved(point(0)),
                                                    m_high.low[slot(i)], m_high.low[slot(i + 1)], m_high.high[slot(i)],
                                                    m_high.high[slot(i + 1)], marker_range<Pack, E>(point));
    }
}

template <HasLanes E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::limit_fluxes(Report& report) noexcept
{
    Pack limited(0.0);
    for (int f = m_begin == 0 ? 0 : m_begin + 1; f <= m_end; ++f) {
        auto const result = limited_flux<E>(m_high.low[slot(f)], m_high.high[slot(f)], m_high.share[slot(f - 1)],
                                            m_high.share[slot(f)]);
        m_flux[f - m_begin] = result.flux;
        limited += result.limited;
    }
    report.limited += limited;
}

template <HasLanes E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::contacts() noexcept
    requires may_fix
{
    if (m_begin % tile_cells == 0) {
        for (auto& part : m_contact.defect) {
            part = {};
        }
    }
    auto cell = contact_cell_at(m_begin);
    auto left = contact_measure(contact_cell_at(m_begin - 1), cell);
    bool left_has_contact = left.has_contact();
    for (int i = m_begin; i < m_end; ++i) {
        auto const next = contact_cell_at(i + 1);
        auto const right = contact_measure(cell, next);
        bool const right_has_contact = right.has_contact();
        m_contact.acts[i - m_begin + 1] = left_has_contact || right_has_contact;
        if (left_has_contact || right_has_contact) {
            m_contact.share[i - m_begin] = contact_shares(left, right);
        }
        cell = next;
        left = right;
        left_has_contact = right_has_contact;
    }
    if (m_begin == 0) {
        leave_alone(Side::left, m_contact.share[0]);
    }
    if (m_end == m_roads.num_cells) {
        leave_alone(Side::right, m_contact.share[m_end - 1 - m_begin]);
    }
    m_contact.acts[0] = false; // not of this strip
    m_contact.acts[m_end - m_begin + 1] = m_end < m_roads.num_cells; // of the next one, which may need the face
}

template <HasLanes E, class Reconstruction, class Flux>
void LaneStage<E, Reconstruction, Flux>::leave_alone(Side side, Vec<Pack, E::num_classes>& share) const noexcept
{
    for (int lane = 0; lane < Pack::size; ++lane) {
        if (imposes_flux(m_roads.lane_ends[lane][side == Side::left ? 0 : 1], side)) {
            for (int c = 0; c < E::num_classes; ++c) {
                share[c].set(lane, 0);
            }
        }
    }
}

template <HasLanes E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::fixed_speeds() noexcept
    requires may_fix
{
    auto& p = m_roads;
    auto const& fraction = p.control.prepare_fraction;
    Stored const* const start = p.buffers[p.current].data();
    Stored const* const output = p.buffers[p.output_buffer(m_stage)].data();
    Pack const dt_over_dx = p.control.dt / p.control.dx;
    for (int i = m_begin; i < m_end; ++i) {
        int const face = i - m_begin;
        if (!m_contact.acts[face + 1]) {
            continue;
        }
        auto const net_inflow =
            zip([](Pack const& fl, Pack const& fr) { return fl - fr; }, m_flux[face], m_flux[face + 1]);
        m_contact.speed[face] = fixed_speed<Pack>(
            p.equation, table(), dt_over_dx, fraction, contact_cell_at(i), m_contact.slope[slot(i)], net_inflow,
            m_contact.star[face], m_contact.star[face + 1], m_increment[slot(i)],
            [&] { return speed_step<Pack>(p.equation, primitive_of(start[i]), kept_terms(i), fraction); },
            [&] {
                auto const terms = p.terms_of(output[i], p.road(i));
                return speed_step<Pack>(p.equation, p.equation.to_primitive(conserved_of(output[i]), terms), terms,
                                        fraction);
            });
    }
}

template <HasLanes E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::fix_contacts(Report& report) noexcept
    requires may_fix
{
    Stored* const output = m_roads.buffers[m_roads.output_buffer(m_stage)].data();
    for (int i = m_begin; i < m_end; ++i) {
        if (m_contact.acts[i - m_begin + 1]) {
            auto const u = conserved_of(output[i]);
            auto const fixed = fixed_state(i, u, pressures_in<Pack>(m_roads.equation, u), report);
            unroll<E::num_classes>([&](auto c) { output[i][E::marker_index(c)] = fixed[E::marker_index(c)]; });
        }
    }
}

template <HasLanes E, class Reconstruction, class Flux>
auto LaneStage<E, Reconstruction, Flux>::fixed_state(int cell, Conserved const& u,
                                                     Vec<Pack, E::num_classes> const& pressure,
                                                     Report& report) noexcept -> Conserved
    requires may_fix
{
    int const i = cell - m_begin;
    auto const fixed = fix_cell<Pack>(m_roads.equation, u, pressure, m_contact.speed[i], m_contact.share[i]);
    auto& part = m_contact.defect[cell % Pack::size];
    unroll<E::num_classes>([&](auto c) { part[c] += fixed.defect[c]; });
    if (!all_of(fixed.finite)) {
        report.mark_bad(Pack(static_cast<Real>(cell)), !fixed.finite);
    }
    return fixed.u;
}

template <HasLanes E, class Reconstruction, class Flux>
void LaneStage<E, Reconstruction, Flux>::sum_defects(Report& report) noexcept
    requires may_fix
{
    if (m_end % tile_cells != 0 && m_end != m_roads.num_cells) {
        return;
    }
    Pack const weight(defect_weight(table(), m_roads.flux_weights[static_cast<std::size_t>(m_stage)]));
    for (int c = 0; c < E::num_classes; ++c) {
        report.marker_defect[c] += weight * sum_of_parts([&](int part) { return m_contact.defect[part][c]; });
    }
}

} // namespace zemi
