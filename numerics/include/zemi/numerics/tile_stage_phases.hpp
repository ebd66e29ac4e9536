// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/tile_stage.hpp>

// The last phase of TileStage, and those that high-order fluxes and the contact fix have and others do not.

namespace zemi {

template <ConservationLaw E, class Reconstruction, class Flux>
template <bool fixes>
ZEMI_INLINE_CALLS void TileStage<E, Reconstruction, Flux>::finish(Report& report) noexcept
{
    auto const& p = m_stepper;
    auto const& control = p.control(m_block);
    auto const& output = p.buffers[p.output_buffer(control, m_stage)];
    bool const relax = p.scheme.finish_coefficient > 0;
    Pack max_speed(0.0);
    Pack min_density(1e300);
    auto density_sum = Vec<Pack, E::num_classes>::filled(Pack(0.0));
    auto defect = density_sum;
    for (int i = m_begin; i < m_end; i += Pack::size) {
        auto u = load_state(output, i);
        auto const terms = density_terms<Pack>(p.equation, u, road(i));
        if constexpr (fixes) {
            if (acts_in(i)) {
                u = fixed_state(i, u, terms.pressure.value, defect, report);
            }
        }
        auto done = finish_cell<Pack>(p.equation, u, terms, relax, control.finish_fraction);
        int const count = m_end - i;
        if (count < Pack::size) {
            auto const valid = PackMask::first(count);
            for (int k = 0; k < E::num_eqn; ++k) {
                done.u[k] = select(valid, done.u[k], Pack(0.0));
            }
            done.max_speed = select(valid, done.max_speed, Pack(0.0));
            for (int c = 0; c < E::num_classes; ++c) {
                min_density = min(min_density, select(valid, done.primitive[c], Pack(1e300)));
                density_sum[c] += select(valid, done.primitive[c], Pack(0.0));
            }
        } else {
            for (int c = 0; c < E::num_classes; ++c) {
                min_density = min(min_density, done.primitive[c]);
                density_sum[c] += done.primitive[c];
            }
        }
        if constexpr (E::has_relaxation) {
            for (int c = 0; (relax || fixes) && c < E::num_classes; ++c) {
                done.u[E::marker_index(c)].store(row(output, E::marker_index(c)) + i);
            }
        }
        for (int k = E::num_eqn; k < num_stored<E>; ++k) {
            done.primitive[E::num_classes + k - E::num_eqn].store(row(output, k) + i);
        }
        max_speed = max(max_speed, done.max_speed);
        if constexpr (RelaxesByTime<E>) {
            mark_bad(i, done.admissible(p.equation), report);
        }
    }
    report.max_speed = max(report.max_speed, horizontal_max(max_speed));
    report.min_density = min(report.min_density, horizontal_min(min_density));
    for (int c = 0; c < E::num_classes; ++c) {
        report.density_sum[c] += horizontal_sum(density_sum[c]);
    }
    if constexpr (fixes) {
        sum_defects(defect, report);
    }
}

template <ConservationLaw E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void TileStage<E, Reconstruction, Flux>::high_order_cells(Report& report) noexcept
{
    auto const& e = m_stepper.equation;
    for (int i = m_begin - Reconstruction::num_ghost; i < m_end + Reconstruction::num_ghost; i += Pack::size) {
        auto const s = e.point_state(load(m_stored, local(i)), road(i));
        store(s, m_high.point, local(i));
        store(e.physical_flux(s), m_high.physical_flux, local(i));
    }
    Pack given_up(0.0);
    for (int i = m_begin - 2; i < m_end + 2; i += Pack::size) {
        auto const cell =
            interpolate_cell<Pack>(e, m_stepper.rule.weights, [&](int k) { return load(m_stored, local(i + k)); });
        store(cell.left, m_high.left, local(i));
        store(cell.right, m_high.right, local(i));
        given_up += select(within(i, m_begin, m_end), cell.given_up, Pack(0.0));
    }
    report.limited += horizontal_sum(given_up);
}

template <ConservationLaw E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void TileStage<E, Reconstruction, Flux>::high_order_faces(Report& report) noexcept
{
    auto const& e = m_stepper.equation;
    Pack speed(0.0);
    for (int f = m_begin - 1; f <= m_end + 1; f += Pack::size) {
        auto const low = HllW{}(e, load(m_high.point, local(f - 1)), load(m_high.point, local(f)));
        store(low.flux, m_high.low, f - m_begin + 1);
        auto const sl = e.point_state(load(m_high.right, local(f - 1)), road(f - 1));
        auto const sr = e.point_state(load(m_high.left, local(f)), road(f));
        auto const face = flux_of<Flux>(m_stepper.rule)(e, sl, sr);
        auto const high = corrected_flux(face.flux, [&](int k) { return load(m_high.physical_flux, local(f + k)); });
        store(high, m_high.high, f - m_begin + 1);
        speed = max(speed, select(within(f, m_begin, m_end + 1), max(low.speed, face.speed), Pack(0.0)));
    }
    report.face_speed = max(report.face_speed, horizontal_max(speed));
}

template <ConservationLaw E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void TileStage<E, Reconstruction, Flux>::admissible_shares() noexcept
{
    auto const& control = m_stepper.control(m_block);
    Real const dt_over_dx = table().euler_step() * control.dt / control.dx;
    for (int i = m_begin - 1; i <= m_end; i += Pack::size) {
        auto const point = [&](int k) { return load(m_high.point, local(i + k)); };
        int const face = i - m_begin + 1;
        auto const share = admissible_share<E>(
            dt_over_dx, m_stepper.equation.conserved(point(0)), load(m_high.low, face), load(m_high.low, face + 1),
            load(m_high.high, face), load(m_high.high, face + 1), marker_range<Pack, E>(point));
        store(share, m_high.share, face);
    }
}

template <ConservationLaw E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void TileStage<E, Reconstruction, Flux>::limit_fluxes(Report& report) noexcept
{
    // The last face belongs to the next tile, if there is one.
    int const own_end = m_end == m_num_cells ? m_end + 1 : m_end;
    Pack limited(0.0);
    for (int f = m_begin; f <= m_end; f += Pack::size) {
        int const face = f - m_begin + 1;
        auto const result = limited_flux<E>(load(m_high.low, face), load(m_high.high, face),
                                            load(m_high.share, face - 1), load(m_high.share, face));
        store(result.flux, m_flux, f - m_begin);
        limited += select(within(f, m_begin, own_end), result.limited, Pack(0.0));
    }
    report.limited += horizontal_sum(limited);
}

template <ConservationLaw E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void TileStage<E, Reconstruction, Flux>::contacts() noexcept
    requires may_fix
{
    for (int i = m_begin; i < m_end; i += Pack::size) {
        auto const cell = contact_cell_at(i);
        auto const left = contact_measure(contact_cell_at(i - 1), cell);
        auto const right = contact_measure(cell, contact_cell_at(i + 1));
        bool const acts = left.has_contact() || right.has_contact();
        m_contact.acts[(i - m_begin) / Pack::size] = acts;
        if (acts) {
            auto share = contact_shares(left, right);
            if (i == 0 || i + Pack::size >= m_num_cells) {
                auto const mask = may_change(i);
                share = zip([&](Pack const& a) { return select(mask, a, Pack(0.0)); }, share);
            }
            store(share, m_contact.share, i - m_begin);
        }
    }
}

template <ConservationLaw E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void TileStage<E, Reconstruction, Flux>::fixed_speeds() noexcept
    requires may_fix
{
    auto const& p = m_stepper;
    auto const& e = p.equation;
    auto const& control = p.control(m_block);
    auto const& fraction = control.prepare_fraction;
    auto const& start = p.buffers[control.current];
    auto const& output = p.buffers[p.output_buffer(control, m_stage)];
    for (int i = m_begin; i < m_end; i += Pack::size) {
        if (!acts_in(i)) {
            continue;
        }
        int const face = i - m_begin;
        auto const net_inflow =
            zip([](Pack const& fl, Pack const& fr) { return fl - fr; }, load(m_flux, face), load(m_flux, face + 1));
        auto const speed = fixed_speed<Pack>(
            e, table(), control.dt / control.dx, fraction, contact_cell_at(i), load(m_contact.slope, local(i)),
            net_inflow, star_at(face), star_at(face + 1), load(m_increment, local(i)),
            [&] { return speed_step<Pack>(e, load_primitive(start, i), road(i), fraction); },
            [&] { return speed_step<Pack>(e, e.to_primitive(load_state(output, i), road(i)), road(i), fraction); });
        store(speed, m_contact.fixed_speed, face);
    }
}

template <ConservationLaw E, class Reconstruction, class Flux>
ZEMI_INLINE_CALLS void TileStage<E, Reconstruction, Flux>::fix_contacts(Report& report) noexcept
    requires may_fix
{
    auto const& output = m_stepper.buffers[m_stepper.output_buffer(m_stepper.control(m_block), m_stage)];
    auto defect = Vec<Pack, E::num_classes>::filled(Pack(0.0));
    for (int i = m_begin; i < m_end; i += Pack::size) {
        if (acts_in(i)) {
            auto const u = load_state(output, i);
            auto const fixed = fixed_state(i, u, pressures_in<Pack>(m_stepper.equation, u), defect, report);
            for (int c = 0; c < E::num_classes; ++c) {
                fixed[E::marker_index(c)].store(row(output, E::marker_index(c)) + i);
            }
        }
    }
    sum_defects(defect, report);
}

} // namespace zemi
