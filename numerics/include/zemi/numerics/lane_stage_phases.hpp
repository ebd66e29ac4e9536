// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/lane_stage.hpp>

// The phases of LaneStage that high-order fluxes and the contact fix have and others do not.

namespace zemi {

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
        auto const face = Flux{}(e, m_right_point[slot(f - 1)], m_left_point[slot(f)]);
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
ZEMI_INLINE_CALLS void LaneStage<E, Reconstruction, Flux>::fixed_speeds() noexcept
    requires may_fix
{
    auto& p = m_roads;
    auto const& fraction = p.control.prepare_fraction;
    Stored const* const start = p.buffers[p.current].data();
    Stored const* const output = p.buffers[p.output_buffer(m_stage)].data();
    Pack const dt_over_dx = p.control.dt / p.control.dx;
    for (int f = m_begin == 0 ? 0 : m_begin + 1; f <= m_end; ++f) {
        m_contact.measure[f - m_begin] = contact_measure<Pack>(p.equation, contact_cell_at(f - 1), contact_cell_at(f));
    }
    for (int i = m_begin; i < m_end; ++i) {
        int const face = i - m_begin;
        auto const net_inflow =
            zip([](Pack const& fl, Pack const& fr) { return fl - fr; }, m_flux[face], m_flux[face + 1]);
        m_contact.speed[face] = fixed_speed<Pack>(
            p.equation, table(), dt_over_dx, fraction, contact_cell_at(i), net_inflow, m_contact.star[face],
            m_contact.star[face + 1], m_increment[slot(i)],
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
    auto& p = m_roads;
    Stored* const output = p.buffers[p.output_buffer(m_stage)].data();
    if (m_begin % tile_cells == 0) {
        for (auto& part : m_contact.defect) {
            part = {};
        }
    }
    for (int i = m_begin; i < m_end; ++i) {
        auto measure = m_contact.measure[i - m_begin];
        measure += m_contact.measure[i - m_begin + 1];
        PackMask may_change = Pack(0.0) == Pack(0.0);
        for (int side = 0; side < 2; ++side) {
            bool const at_end = i == (side == 0 ? 0 : p.num_cells - 1);
            for (int lane = 0; at_end && lane < Pack::size; ++lane) {
                bool const imposes = imposes_flux(p.lane_ends[lane][side], side == 0 ? Side::left : Side::right);
                may_change.set(lane, may_change[lane] && !imposes);
            }
        }
        auto const fixed =
            fix_cell<Pack>(p.equation, conserved_of(output[i]), m_contact.speed[i - m_begin], measure, may_change);
        auto& part = m_contact.defect[i % Pack::size];
        unroll<E::num_classes>([&](auto c) {
            output[i][E::marker_index(c)] = fixed.u[E::marker_index(c)];
            part[c] += fixed.defect[c];
        });
        if (!all_of(fixed.finite)) {
            report.mark_bad(Pack(static_cast<Real>(i)), !fixed.finite);
        }
    }
    if (m_end % tile_cells != 0 && m_end != p.num_cells) {
        return;
    }
    Pack const weight(defect_weight(table(), p.flux_weights[static_cast<std::size_t>(m_stage)]));
    for (int c = 0; c < E::num_classes; ++c) {
        report.marker_defect[c] += weight * sum_of_parts([&](int part) { return m_contact.defect[part][c]; });
    }
}

} // namespace zemi
