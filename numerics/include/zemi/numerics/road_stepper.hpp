// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/state.hpp>
#include <zemi/numerics/boundary.hpp>
#include <zemi/numerics/cell_update.hpp>
#include <zemi/numerics/contact_fix.hpp>
#include <zemi/numerics/high_order_flux.hpp>
#include <zemi/numerics/metrics.hpp>
#include <zemi/numerics/numerical_flux.hpp>
#include <zemi/numerics/reconstruction.hpp>
#include <zemi/numerics/step_control.hpp>

#include <cstring>
#include <type_traits>

namespace zemi {

/// The categories of a road are stored with this many cells of padding before the first one, so that a kernel may ask
/// for the category of a ghost cell.
inline constexpr int category_padding = 8;

/// Cells in a tile: what one call of a host kernel treats, small enough for its temporaries to stay in the first-level
/// cache, large enough that the overlap of neighbouring tiles costs little.
inline constexpr int tile_cells = 256;

/// The control of one road, with the place of its state and of its records.
template <int N>
struct RoadControl : StepControl<N> {
    int num_buffers = 2;
    int current = 0; ///< index of the buffer that holds the current state
    int history_size = 0;
};

/// Everything the kernels of one equation and scheme share: parameters and views, captured by value. A block is one
/// road of one member; blocks do not depend on each other. What every cell needs is inlined by force: a call would take
/// the address of this object, and on devices each thread would keep a copy of it (1 kB) to have one.
template <ConservationLaw E, class Reconstruction, class Flux>
    requires NumericalFlux<Flux, E>
struct RoadStepper {
    using Equation = E;
    using Report = StepReport<E::num_classes>;
    using Control = RoadControl<E::num_classes>;
    using Conserved = Vec<Real, E::num_eqn>;
    using Primitive = Vec<Real, E::num_primitive>;
    using Point = Vec<Real, E::num_point>;
    using Contact = ContactSurroundings<Real, E::num_classes>;
    static constexpr bool may_fix = takes_contact_fix<E, Reconstruction, Flux>;
    using Road = Vec<Real, E::num_road_data>;

    E equation;
    TimeScheme scheme;
    Kokkos::Array<Real, max_stages> flux_weights;
    SchemeRule rule;
    bool contact_fix = false; ///< see contact_fix.hpp
    Real floor_density = 0; ///< [veh/m]
    Real queue_speed = 0; ///< see is_queued(), [m/s]
    Real queue_density = 0; ///< [veh/m]
    Kokkos::View<BlockInfo const*> blocks;
    Kokkos::View<Control*> control; ///< (block)
    Kokkos::View<BoundaryPoint<E>* [2]> boundary; ///< (block, side)
    ConstCategoryView category; ///< (block, category_padding + cell)
    StateView buffers[3]; ///< the current state, and where stages write
    Kokkos::View<Report**, Kokkos::LayoutRight> reports; ///< (block, tile)
    Kokkos::View<Real***, Kokkos::LayoutRight> history; ///< (block, step, column); no steps: not kept

    /// Buffer that stage `s` reads (besides the state at the beginning of the step) and the one it writes.
    KOKKOS_FORCEINLINE_FUNCTION int input_buffer(Control const& c, int s) const noexcept
    {
        return s == 0 ? c.current : (c.current + 1 + (s - 1) % 2) % c.num_buffers;
    }
    KOKKOS_FORCEINLINE_FUNCTION int output_buffer(Control const& c, int s) const noexcept
    {
        return (c.current + 1 + s % 2) % c.num_buffers;
    }

    /// Buffer of the new state once a step is accepted.
    KOKKOS_FORCEINLINE_FUNCTION int next_current(Control const& c) const noexcept
    {
        return output_buffer(c, scheme.num_stages - 1);
    }

    /// Accepts or rejects the step just attempted; keeps its record if there is room for records.
    KOKKOS_FORCEINLINE_FUNCTION void finish_attempt(int block, Report const& report) const noexcept
    {
        Control& c = control(block);
        if (c.end_step(report)) {
            c.current = next_current(c);
            if (c.history_size < static_cast<int>(history.extent(1))) {
                c.write_history(report, &history(block, c.history_size, 0));
                ++c.history_size;
            }
            c.retries = 0;
        }
    }

    /// Where the traffic with these point states counts as queued.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION MaskOf<T> is_queued_at(Vec<T, E::num_point> const& s) const noexcept
    {
        Vec<T, E::num_classes> density{};
        Vec<T, E::num_classes> speed{};
        for (int c = 0; c < E::num_classes; ++c) {
            density[c] = s[c];
            speed[c] = s[E::num_classes + c];
        }
        return is_queued(density, speed, T(queue_speed), T(queue_density));
    }

    KOKKOS_FORCEINLINE_FUNCTION Road road_at(int block, int cell) const noexcept
    {
        return equation.road_data(category(block, category_padding + cell));
    }

    KOKKOS_FORCEINLINE_FUNCTION Conserved load(StateView const& state, int block, int cell) const noexcept
    {
        Conserved u{};
        for (int k = 0; k < E::num_eqn; ++k) {
            u[k] = state(block, k, cell);
        }
        return u;
    }

    // `c` is the control of the block, wherever a kernel keeps it.

    /// Primitive variables at the beginning of the step.
    KOKKOS_FORCEINLINE_FUNCTION Primitive start_primitive(Control const& c, int block, int cell) const noexcept
    {
        auto const& start = buffers[c.current];
        return stored_primitive<Real, E>([&](int k) { return start(block, k, cell); });
    }
    /// A cell of stage `s`, prepared.
    KOKKOS_FORCEINLINE_FUNCTION PreparedCell<Real, E> prepared_cell(Control const& c, int block, int s,
                                                                    int cell) const noexcept
    {
        Road const road = road_at(block, cell);
        Primitive const q = s == 0 ? start_primitive(c, block, cell)
                                   : equation.to_primitive(load(buffers[input_buffer(c, s)], block, cell), road);
        return prepare_cell<Real>(equation, q, road, c.fraction_before(scheme.stages[static_cast<std::size_t>(s)]));
    }

    /// Primitive variables of a cell of stage `s`, prepared; `cell` may be a ghost cell.
    KOKKOS_FUNCTION Primitive prepared_primitive(int block, int s, int cell) const noexcept
    {
        int const num_cells = blocks(block).num_cells;
        auto const inside = [&](int i) { return prepared_cell(control(block), block, s, i).primitive; };
        if (cell < 0) {
            return ghost_primitive<E>(boundary(block, 0), -1 - cell, inside,
                                      [&](int k) { return inside(num_cells - 1 - k); });
        }
        if (cell >= num_cells) {
            return ghost_primitive<E>(
                boundary(block, 1), cell - num_cells, [&](int k) { return inside(num_cells - 1 - k); }, inside);
        }
        return inside(cell);
    }

    /// Point states on both sides of face `face` (between cells face - 1 and face) from the primitive variables of the
    /// 2 num_ghost cells around it, the first of which is cell face - num_ghost. T = Real or Pack. F: the flux, or the flux
    /// and more; `options`: what it takes besides.
    template <class T, class F = Flux, class Cells, class Roads, class... Options>
    KOKKOS_FORCEINLINE_FUNCTION auto face_flux([[maybe_unused]] Control const& c, Cells const& primitive,
                                               Roads const& road, Options const&... options) const noexcept
        requires(!Reconstruction::is_high_order)
    {
        if constexpr (Reconstruction::is_constant) {
            auto const sl = equation.point_state(primitive(-1), road(-1));
            auto const sr = equation.point_state(primitive(0), road(0));
            return flux_of<F>(rule)(equation, sl, sr, options...);
        } else {
            SchemeRule const chosen = rule; // not "this": see above
            auto const coupling = c.slope_coupling;
            auto const slopes = [chosen, coupling](auto const& before, auto const& cell, auto const& after) {
                return Reconstruction::slopes(chosen, coupling, before, cell, after);
            };
            auto const q0 = primitive(-2);
            auto const q1 = primitive(-1);
            auto const q2 = primitive(0);
            auto const q3 = primitive(1);
            auto const ql = Reconstruction::right_face(q1, slopes(q0, q1, q2));
            auto const qr = Reconstruction::left_face(q2, slopes(q1, q2, q3));
            return flux_of<F>(rule)(equation, equation.point_state(ql, road(-1)), equation.point_state(qr, road(0)),
                                    options...);
        }
    }

    /// The new state of a cell after stage `s`, written to the buffer of that stage, from the fluxes through its faces
    /// and the increment of its prepared state. `contact`: for the contact fix, null: without it.
    KOKKOS_FORCEINLINE_FUNCTION void update_cell(Control const& c, int block, int s, int cell, Conserved const& left,
                                                 Conserved const& right, MarkerIncrement<Real, E> const& increment,
                                                 Report& report, Contact const* contact = nullptr) const noexcept
    {
        auto const net_inflow = zip([&](Real fl, Real fr) { return fl - fr; }, left, right);
        auto const& table = scheme.stages[static_cast<std::size_t>(s)];
        Road const road = road_at(block, cell);
        Conserved const input = load(buffers[input_buffer(c, s)], block, cell);
        auto const& output = buffers[output_buffer(c, s)];
        Conserved start{};
        MarkerIncrement<Real, E> of_start{};
        MarkerIncrement<Real, E> of_previous{};
        if (table.needs_start()) {
            start = load(buffers[c.current], block, cell);
            of_start =
                prepare_cell<Real>(equation, start_primitive(c, block, cell), road, c.prepare_fraction).increment;
        }
        if (table.needs_previous()) { // which this stage overwrites
            auto const q = equation.to_primitive(load(output, block, cell), road);
            of_previous = prepare_cell<Real>(equation, q, road, c.prepare_fraction).increment;
        }
        auto const source = source_of_stage<E>(table, c.prepare_fraction, increment, of_start, of_previous);
        auto checked = check_cell<Real>(
            equation, combine_stage<E>(table, c.dt / c.dx, input, source, start, net_inflow), floor_density);
        if constexpr (may_fix) {
            if (contact != nullptr) {
                auto const speed = fixed_speed<Real>(
                    equation, table, c.dt / c.dx, c.prepare_fraction, contact->cell,
                    equation.pressures(contact->cell.density).slope, net_inflow, contact->left, contact->right,
                    increment,
                    [&] {
                        return speed_step<Real>(equation, start_primitive(c, block, cell), road, c.prepare_fraction);
                    },
                    [&] {
                        auto const q = equation.to_primitive(load(output, block, cell), road);
                        return speed_step<Real>(equation, q, road, c.prepare_fraction);
                    });
                fix_contact(s, checked, speed, *contact, report);
            }
        }
        if (s == scheme.num_stages - 1) {
            auto const done = finish_cell<Real>(equation, checked.u, density_terms<Real>(equation, checked.u, road),
                                                scheme.finish_coefficient > 0, c.finish_fraction);
            checked.u = done.u;
            if constexpr (RelaxesByTime<E>) {
                checked.admissible = checked.admissible && done.admissible(equation);
            }
            for (int k = E::num_eqn; k < num_stored<E>; ++k) {
                output(block, k, cell) = done.primitive[E::num_classes + k - E::num_eqn];
            }
            report.max_speed = max(report.max_speed, done.max_speed);
            for (int k = 0; k < E::num_classes; ++k) {
                report.min_density = min(report.min_density, done.primitive[k]);
                report.density_sum[k] += done.primitive[k];
            }
        }
        for (int k = 0; k < E::num_eqn; ++k) {
            output(block, k, cell) = checked.u[k];
        }
        report.floors += checked.floors;
        if (!checked.admissible) {
            report.mark_bad(cell);
        }
    }

    /// Puts the fixed markers in the place of those of `checked`.
    KOKKOS_FORCEINLINE_FUNCTION void fix_contact(int s, CheckedCell<Real, E>& checked,
                                                 Vec<Real, E::num_classes> const& speed, Contact const& contact,
                                                 Report& report) const noexcept
        requires may_fix
    {
        auto const fixed =
            fix_cell<Real>(equation, checked.u, pressures_in<Real>(equation, checked.u), speed, contact.share);
        auto const stage = static_cast<std::size_t>(s);
        Real const weight = defect_weight(scheme.stages[stage], flux_weights[stage]);
        checked.u = fixed.u;
        checked.admissible = checked.admissible && fixed.finite;
        for (int k = 0; k < E::num_classes; ++k) {
            report.marker_defect[k] += weight * fixed.defect[k];
        }
    }
    /// theta of a cell, from what the fix has to know of the cells before it, of itself and of the one behind; zero where
    /// an end imposes its flux, which does not say what the face settles to.
    KOKKOS_FORCEINLINE_FUNCTION Vec<Real, E::num_classes>
    contact_shares_at(int block, int cell, ContactCell<Real, E::num_classes> const& before,
                      ContactCell<Real, E::num_classes> const& itself,
                      ContactCell<Real, E::num_classes> const& behind) const noexcept
    {
        bool const may_change = !(cell == 0 && imposes_flux(boundary(block, 0), Side::left))
                             && !(cell == blocks(block).num_cells - 1 && imposes_flux(boundary(block, 1), Side::right));
        return may_change ? contact_shares(contact_measure(before, itself), contact_measure(itself, behind))
                          : Vec<Real, E::num_classes>{};
    }

    /// What a cell adds to the sums for Metrics in stage `s`; `point()`: its prepared point state.
    template <class PreparedPoint>
    KOKKOS_FORCEINLINE_FUNCTION void measure_cell(int s, Road const& road, Conserved const& left,
                                                  Conserved const& right, PreparedPoint const& point,
                                                  Report& report) const noexcept
    {
        Real const weight = flux_weights[static_cast<std::size_t>(s)];
        for (int k = 0; k < E::num_classes; ++k) {
            Real const flow = left[E::density_index(k)] + right[E::density_index(k)];
            report.flow_sum[k] += Real(0.5) * weight * flow;
            report.pace_sum[k] += Real(0.5) * weight * (flow * (Real(1) / road[k]));
        }
        if (s == 0) {
            report.queued_cells += select(is_queued_at(point()), Real(1), Real(0));
        }
    }

    /// Flux through an end whose condition imposes it; `primitive(k)` as in face_flux().
    template <class Cells>
    KOKKOS_FUNCTION Conserved end_flux([[maybe_unused]] Control const& c, int block, Side side,
                                       Cells const& primitive) const noexcept
    {
        int const num_cells = blocks(block).num_cells;
        int const edge = side == Side::left ? 0 : num_cells - 1;
        Primitive q{};
        if constexpr (Reconstruction::is_constant) {
            q = primitive(side == Side::left ? 0 : -1);
        } else if constexpr (Reconstruction::is_high_order) {
            int const cell = side == Side::left ? 0 : -1;
            auto const faces =
                interpolate_cell<Real>(equation, rule.weights, [&](int k) { return primitive(cell + k); });
            q = side == Side::left ? faces.left : faces.right;
        } else {
            int const cell = side == Side::left ? 0 : -1;
            auto const slope = Reconstruction::slopes(rule, c.slope_coupling, primitive(cell - 1), primitive(cell),
                                                      primitive(cell + 1));
            q = side == Side::left ? Reconstruction::left_face(primitive(cell), slope)
                                   : Reconstruction::right_face(primitive(cell), slope);
        }
        Road const road = road_at(block, edge);
        // On devices a copy, for the reason given above.
        constexpr bool is_argument = !std::is_same_v<Kokkos::DefaultExecutionSpace, Kokkos::DefaultHostExecutionSpace>;
        std::conditional_t<is_argument, E const, E const&> e = equation;
        return boundary_flux(e, boundary(block, side == Side::left ? 0 : 1), e.point_state(q, road), road);
    }
};

/// Advances one cell by one stage, everything in registers: the kernel of a device, where neighbouring threads share
/// the loads and each face is computed by both its cells. Same formulas in the same order as the host's tiles, so a
/// host run of it gives the same bits.
template <ConservationLaw E, class Reconstruction, class Flux>
struct CellStage {
    RoadStepper<E, Reconstruction, Flux> stepper;
    int stage = 0;

    using Report = StepReport<E::num_classes>;
    using value_type = Report;

    KOKKOS_FUNCTION void operator()(int block, int cell, Report& report) const noexcept
    {
        auto const& p = stepper;
        auto const& c = p.control(block);
        int const num_cells = p.blocks(block).num_cells;
        if (!c.running || cell >= num_cells) {
            return;
        }
        Vec<Real, E::num_primitive> q[2 * g + 1];
        for (int k = 0; k <= 2 * g; ++k) {
            q[k] = p.prepared_primitive(block, stage, cell - g + k);
        }
        FaceFlux<Real, E::num_eqn> left{};
        FaceFlux<Real, E::num_eqn> right{};
        if constexpr (Reconstruction::is_high_order) {
            high_order_fluxes(block, cell, q, left, right, report);
        } else {
            left = flux_at(block, cell, q, 0);
            right = flux_at(block, cell, q, 1);
        }
        auto const prepared = p.prepared_cell(c, block, stage, cell);
        if constexpr (RoadStepper<E, Reconstruction, Flux>::may_fix) {
            auto const road_beside = [&](int face) {
                return [&, face](int k) { return p.road_at(block, cell + face + k); };
            };
            auto const contact = [&] {
                auto const star_at = [&](int face) {
                    return p
                        .template face_flux<Real, HllWWithStar>(
                            c, [&](int k) { return q[g + face + k]; }, road_beside(face))
                        .star;
                };
                ContactCell<Real, E::num_classes> cells[3];
                for (int k = 0; k < 3; ++k) {
                    if constexpr (Reconstruction::is_constant) { // as the other engines, which keep point states
                        cells[k] = contact_cell<Real>(p.equation,
                                                      p.equation.point_state(q[k], p.road_at(block, cell - 1 + k)));
                    } else {
                        cells[k] = contact_cell<Real>(p.equation, q[g - 1 + k]);
                    }
                }
                auto const share = p.contact_shares_at(block, cell, cells[0], cells[1], cells[2]);
                return ContactSurroundings<Real, E::num_classes>{cells[1], star_at(0), star_at(1), share};
            };
            if (p.contact_fix) {
                auto const surroundings = contact();
                p.update_cell(c, block, stage, cell, left.flux, right.flux, prepared.increment, report, &surroundings);
            } else {
                p.update_cell(c, block, stage, cell, left.flux, right.flux, prepared.increment, report);
            }
        } else {
            p.update_cell(c, block, stage, cell, left.flux, right.flux, prepared.increment, report);
        }
        report.face_speed = max(report.face_speed, max(left.speed, right.speed));
        if (c.measures) {
            auto const road = p.road_at(block, cell);
            p.measure_cell(
                stage, road, left.flux, right.flux, [&] { return p.equation.point_state(prepared.primitive, road); },
                report);
        }
        Real const weight = p.flux_weights[static_cast<std::size_t>(stage)];
        for (int k = 0; k < E::num_classes; ++k) {
            if (cell == 0) {
                report.left_flux[k] += weight * left.flux[E::density_index(k)];
            }
            if (cell == num_cells - 1) {
                report.right_flux[k] += weight * right.flux[E::density_index(k)];
            }
        }
    }

private:
    static constexpr int g = Reconstruction::num_ghost;

    [[nodiscard]] KOKKOS_FUNCTION bool is_imposed(int block, int cell, int face) const noexcept
    {
        auto const& p = stepper;
        return (cell + face == 0 && imposes_flux(p.boundary(block, 0), Side::left))
            || (cell + face == p.blocks(block).num_cells && imposes_flux(p.boundary(block, 1), Side::right));
    }

    /// Flux through the left (face = 0) or right (1) face of a cell; `q`: primitive variables of the cells from
    /// cell - g on.
    [[nodiscard]] KOKKOS_FUNCTION FaceFlux<Real, E::num_eqn>
    flux_at(int block, int cell, Vec<Real, E::num_primitive> const (&q)[2 * g + 1], int face) const noexcept
        requires(!Reconstruction::is_high_order)
    {
        auto const& p = stepper;
        auto const primitive = [&](int k) { return q[g + face + k]; };
        auto result = p.template face_flux<Real>(p.control(block), primitive,
                                                 [&](int k) { return p.road_at(block, cell + face + k); });
        if (is_imposed(block, cell, face)) {
            result.flux = p.end_flux(p.control(block), block, face == 0 ? Side::left : Side::right, primitive);
        }
        return result;
    }

    /// See TileStage::high_order_fluxes(). Cells -4 ... 4 and faces -1 ... 2 around the cell, face k left of cell k.
    KOKKOS_FUNCTION void high_order_fluxes(int block, int cell, Vec<Real, E::num_primitive> const (&q)[2 * g + 1],
                                           FaceFlux<Real, E::num_eqn>& left, FaceFlux<Real, E::num_eqn>& right,
                                           Report& report) const noexcept
        requires Reconstruction::is_high_order
    {
        auto const& p = stepper;
        auto const& e = p.equation;
        auto const& c = p.control(block);
        Vec<Real, E::num_point> point[2 * g + 1];
        Vec<Real, E::num_eqn> physical_flux[2 * g + 1];
        InterpolatedCell<Real, E> faces[5]; // of the cells -2 ... 2
        for (int k = -g; k <= g; ++k) {
            point[g + k] = e.point_state(q[g + k], p.road_at(block, cell + k));
            physical_flux[g + k] = e.physical_flux(point[g + k]);
        }
        for (int k = -2; k <= 2; ++k) {
            faces[2 + k] = interpolate_cell<Real>(e, p.rule.weights, [&](int i) { return q[g + k + i]; });
        }
        FaceFlux<Real, E::num_eqn> low[4];
        FaceFlux<Real, E::num_eqn> high[4];
        for (int f = -1; f <= 2; ++f) {
            low[1 + f] = HllW{}(e, point[g + f - 1], point[g + f]);
            auto const sl = e.point_state(faces[2 + f - 1].right, p.road_at(block, cell + f - 1));
            auto const sr = e.point_state(faces[2 + f].left, p.road_at(block, cell + f));
            high[1 + f] = flux_of<Flux>(p.rule)(e, sl, sr);
            high[1 + f].flux = corrected_flux(high[1 + f].flux, [&](int k) { return physical_flux[g + f + k]; });
            if (is_imposed(block, cell, f)) {
                auto const flux = p.end_flux(p.control(block), block, cell + f == 0 ? Side::left : Side::right,
                                             [&](int k) { return p.prepared_primitive(block, stage, cell + f + k); });
                low[1 + f].flux = flux;
                high[1 + f].flux = flux;
            }
        }
        Vec<Real, E::num_classes> share[3];
        Real const dt_over_dx = p.scheme.stages[static_cast<std::size_t>(stage)].euler_step() * c.dt / c.dx;
        for (int k = -1; k <= 1; ++k) {
            auto const around = [&](int i) { return point[g + k + i]; };
            share[1 + k] = admissible_share<E>(dt_over_dx, e.conserved(around(0)), low[1 + k].flux, low[2 + k].flux,
                                               high[1 + k].flux, high[2 + k].flux, marker_range<Real, E>(around));
        }
        auto const left_flux = limited_flux<E>(low[1].flux, high[1].flux, share[0], share[1]);
        auto const right_flux = limited_flux<E>(low[2].flux, high[2].flux, share[1], share[2]);
        left = {left_flux.flux, max(low[1].speed, high[1].speed)};
        right = {right_flux.flux, max(low[2].speed, high[2].speed)};
        report.limited += left_flux.limited + faces[2].given_up;
        if (cell == p.blocks(block).num_cells - 1) {
            report.limited += right_flux.limited;
        }
    }
};

} // namespace zemi
