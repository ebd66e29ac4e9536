// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/team_runs.hpp>

// The phases of TeamRuns that high-order fluxes have and others do not.

namespace zemi {

template <ConservationLaw E, class Reconstruction, class Flux, class Space>
KOKKOS_FUNCTION void TeamRuns<E, Reconstruction, Flux, Space>::Work::high_order_fluxes(int stage,
                                                                                       BoundaryPoint<E> const& left,
                                                                                       BoundaryPoint<E> const& right,
                                                                                       Report& report) const noexcept
    requires Reconstruction::is_high_order
{
    auto const& e = run.equation;
    bool const periodic = left.kind == BoundaryKind::periodic;
    Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n + 2 * ghosts), [&](int k) {
        int const cell = k - ghosts;
        auto const point = e.point_state(kept(cell), ghost_road(cell, periodic));
        set(point_part, cell, point);
        set(physical_part, cell, e.physical_flux(point));
        if (cell >= -2 && cell < n + 2) {
            auto const faces = interpolate_cell<Real>(e, all.rule.weights, [&](int i) { return kept(cell + i); });
            set(left_part, cell, faces.left);
            set(right_part, cell, faces.right);
            if (cell >= 0 && cell < n) {
                report.limited += faces.given_up;
            }
        }
    });
    team.team_barrier();
    Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n + 3), [&](int k) {
        int const face = k - 1;
        auto low = HllW{}(e, get<E::num_point>(point_part, face - 1), get<E::num_point>(point_part, face));
        auto const at_face = [&](int part, int cell) {
            return e.point_state(get<E::num_primitive>(part, cell), ghost_road(cell, periodic));
        };
        auto high = flux_of<Flux>(all.rule)(e, at_face(right_part, face - 1), at_face(left_part, face));
        high.flux = corrected_flux(high.flux, [&](int i) { return get<E::num_eqn>(physical_part, face + i); });
        if (face >= 0 && face <= n) {
            report.face_speed = max(report.face_speed, max(low.speed, high.speed));
        }
        if (face == 0 || face == n) {
            BoundaryPoint<E> const& condition = face == 0 ? left : right;
            if (imposes_flux(condition, face == 0 ? Side::left : Side::right)) {
                int const cell = face == 0 ? 0 : n - 1;
                auto const inside = at_face(face == 0 ? left_part : right_part, cell);
                low.flux = boundary_flux(e, condition, inside, road(cell));
                high.flux = low.flux;
            }
        }
        set(low_part, face, low.flux);
        set(high_part, face, high.flux);
    });
    team.team_barrier();
    auto const& control = shared->control;
    Real const dt_over_dx = all.scheme.stages[static_cast<std::size_t>(stage)].euler_step() * control.dt / control.dx;
    Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n + 2), [&](int k) {
        int const i = k - 1;
        auto const point = [&](int j) { return get<E::num_point>(point_part, i + j); };
        set(share_part, i,
            admissible_share<E>(dt_over_dx, e.conserved(point(0)), get<E::num_eqn>(low_part, i),
                                get<E::num_eqn>(low_part, i + 1), get<E::num_eqn>(high_part, i),
                                get<E::num_eqn>(high_part, i + 1), marker_range<Real, E>(point)));
    });
    team.team_barrier();
    Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n + 1), [&](int face) {
        auto const result = limited_flux<E>(get<E::num_eqn>(low_part, face), get<E::num_eqn>(high_part, face),
                                            get<num_classes>(share_part, face - 1), get<num_classes>(share_part, face));
        report.limited += result.limited;
        keep_flux(stage, face, result.flux, report);
    });
    team.team_barrier();
}

} // namespace zemi
