// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/high_order_flux.hpp>
#include <zemi/numerics/road_stepper.hpp>

#include <algorithm>
#include <type_traits>

namespace zemi {

/// Advances one tile of one road by one stage on a host core, eight cells at a time.
///
/// Phase-split: first all primitive variables (for piecewise constant data: all point states), then all face fluxes,
/// then all updates, with the temporaries of a tile in the first-level cache. This was measured to be 1.8 times as fast
/// as carrying the neighbourhood of one cell in registers (docs/performance.md).
template <ConservationLaw E, class Reconstruction, class Flux>
class TileStage {
public:
    using Stepper = RoadStepper<E, Reconstruction, Flux>;
    using Report = StepReport<E::num_classes>;

    TileStage(Stepper const& stepper, int block, int tile, int stage) noexcept
        : m_stepper(stepper),
          m_block(block),
          m_stage(stage),
          m_begin(tile * tile_cells),
          m_num_cells(stepper.blocks(block).num_cells),
          m_end(m_begin + tile_cells < m_num_cells ? m_begin + tile_cells : m_num_cells)
    {
    }

    /// Runs the stage; joins what it found to `report`.
    void run(Report& report) noexcept
    {
        prepare();
        fill_ghosts();
        if constexpr (may_fix) {
            if (m_stepper.contact_fix) {
                contacts();
            }
        }
        if constexpr (Reconstruction::is_high_order) {
            high_order_fluxes(report);
        } else {
            fluxes(report);
            impose_fluxes(0, m_flux);
        }
        account_ends(report);
        if (m_stepper.control(m_block).measures) {
            measure(report);
        }
        update(report);
    }

private:
    // Cell i of the tile's neighbourhood lies at index i - m_begin + overlap of the temporaries.
    static constexpr int overlap = Pack::size;
    static constexpr int width = tile_cells + 2 * overlap + Pack::size;
    static constexpr bool stores_points = Reconstruction::is_constant && !E::flux_depends_on_road;
    static constexpr bool may_fix = takes_contact_fix<E, Reconstruction, Flux>;
    static constexpr int num_kept = stores_points ? E::num_point : E::num_primitive;
    using Stored = Vec<Pack, num_kept>;

    [[nodiscard]] int local(int cell) const noexcept { return cell - m_begin + overlap; }
    [[nodiscard]] Stage const& table() const noexcept
    {
        return m_stepper.scheme.stages[static_cast<std::size_t>(m_stage)];
    }

    template <int N>
    static Vec<Pack, N> load(Real const (&rows)[N][width], int index) noexcept
    {
        Vec<Pack, N> result;
        for (int k = 0; k < N; ++k) {
            result[k] = Pack::load(&rows[k][index]);
        }
        return result;
    }
    template <int N>
    static void store(Vec<Pack, N> const& values, Real (&rows)[N][width], int index) noexcept
    {
        for (int k = 0; k < N; ++k) {
            values[k].store(&rows[k][index]);
        }
    }

    /// Road data of eight cells. Categories hardly ever change, so one comparison usually replaces eight table
    /// look-ups.
    [[nodiscard]] Vec<Pack, E::num_road_data> road(int cell) const noexcept
    {
        std::uint8_t const* const category = &m_stepper.category(m_block, category_padding + cell);
        std::uint64_t eight = 0;
        std::memcpy(&eight, category, sizeof(eight));
        auto result = convert<Pack>(m_stepper.equation.road_data(category[0]));
        if (eight == std::uint64_t{0x0101010101010101} * category[0]) {
            return result;
        }
        for (int i = 1; i < Pack::size; ++i) {
            auto const one = m_stepper.equation.road_data(category[i]);
            for (int k = 0; k < E::num_road_data; ++k) {
                result[k].set(i, one[k]);
            }
        }
        return result;
    }

    [[nodiscard]] Real* row(StateView const& state, int variable) const noexcept
    {
        return state.data()
             + (static_cast<std::size_t>(m_block) * state.extent(1) + static_cast<std::size_t>(variable))
                   * state.extent(2);
    }
    [[nodiscard]] Vec<Pack, E::num_eqn> load_state(StateView const& state, int cell) const noexcept
    {
        Vec<Pack, E::num_eqn> u;
        for (int k = 0; k < E::num_eqn; ++k) {
            u[k] = Pack::load(row(state, k) + cell);
        }
        return u;
    }

    /// What load_state() has no room for: see num_stored.
    [[nodiscard]] Vec<Pack, E::num_primitive> load_primitive(StateView const& state, int cell) const noexcept
    {
        return stored_primitive<Pack, E>([&](int k) { return Pack::load(row(state, k) + cell); });
    }

    /// Phase 1. Cells beyond the right end are rubbish until fill_ghosts(), but finite: rows are padded with empty
    /// road.
    ZEMI_INLINE_CALLS void prepare() noexcept
    {
        auto const& control = m_stepper.control(m_block);
        auto const& input = m_stepper.buffers[m_stepper.input_buffer(control, m_stage)];
        auto const fraction = control.fraction_before(table());
        int const first = m_begin > 0 ? m_begin - overlap : 0;
        int const last = m_end < m_num_cells ? m_end + overlap : m_num_cells;
        for (int i = first; i < last; i += Pack::size) {
            auto const road_data = road(i);
            auto const q = m_stage == 0 ? load_primitive(input, i)
                                        : m_stepper.equation.to_primitive(load_state(input, i), road_data);
            auto const cell = prepare_cell<Pack>(m_stepper.equation, q, road_data, fraction);
            if constexpr (stores_points) {
                store(m_stepper.equation.point_state(cell.primitive, road_data), m_stored, local(i));
            } else {
                store(cell.primitive, m_stored, local(i));
            }
            if constexpr (E::has_relaxation) {
                store(cell.increment, m_increment, local(i));
            }
            if constexpr (may_fix) {
                if (m_stepper.contact_fix) {
                    auto const pressure = pressures_of<Pack>(m_stepper.equation, q);
                    store(pressure.slope, m_contact.slope, local(i));
                    if constexpr (!stores_points) { // a point state has the marker
                        store(pressure.value, m_contact.pressure, local(i));
                    }
                }
            }
        }
    }

    void fill_ghosts() noexcept
    {
        // Also the last tile but one, if the last tile has fewer cells than the reconstruction looks at.
        bool const reaches_right_end = m_end + Reconstruction::num_ghost > m_num_cells;
        for (int distance = 0; distance < Reconstruction::num_ghost; ++distance) {
            if (m_begin == 0) {
                store_ghost(-1 - distance);
            }
            if (reaches_right_end) {
                store_ghost(m_num_cells + distance);
            }
        }
        if (reaches_right_end) { // the lanes beyond the last ghost cell are computed too, and discarded
            int const last = local(m_num_cells + Reconstruction::num_ghost - 1);
            for (int k = 0; k < num_kept; ++k) {
                for (int i = last + 1; i < last + Pack::size + Reconstruction::num_ghost; ++i) {
                    m_stored[k][i] = m_stored[k][last];
                }
            }
        }
        if constexpr (may_fix && !stores_points) {
            if (m_stepper.contact_fix && m_begin == 0) {
                keep_pressures(-Reconstruction::num_ghost);
            }
            if (m_stepper.contact_fix && reaches_right_end) { // and of the lanes beyond
                keep_pressures(m_num_cells);
                keep_pressures(m_num_cells + Reconstruction::num_ghost);
            }
        }
    }
    /// Of eight cells whose primitive variables are stored.
    void keep_pressures(int first) noexcept
    {
        auto const pressure = pressures_of<Pack>(m_stepper.equation, load(m_stored, local(first))).value;
        store(pressure, m_contact.pressure, local(first));
    }
    void store_ghost(int cell) noexcept
    {
        auto const q = m_stepper.prepared_primitive(m_block, m_stage, cell);
        if constexpr (stores_points) {
            auto const s = m_stepper.equation.point_state(q, m_stepper.road_at(m_block, cell));
            for (int k = 0; k < num_kept; ++k) {
                m_stored[k][local(cell)] = s[k];
            }
        } else {
            for (int k = 0; k < num_kept; ++k) {
                m_stored[k][local(cell)] = q[k];
            }
        }
    }

    /// Phase 2: faces m_begin .. m_end, face f between cells f - 1 and f.
    void fluxes(Report& report) noexcept
    {
        if constexpr (may_fix) {
            if (m_stepper.contact_fix) {
                return fluxes_by<HllWWithStar>(report);
            }
        }
        fluxes_by<Flux>(report);
    }
    template <class F>
    ZEMI_INLINE_CALLS void fluxes_by(Report& report) noexcept
    {
        [[maybe_unused]] auto const& control = m_stepper.control(m_block);
        Pack speed(0.0);
        for (int f = m_begin; f <= m_end; f += Pack::size) {
            auto const flux_by = [&](auto... options) {
                if constexpr (stores_points) {
                    return flux_of<F>(m_stepper.rule)(m_stepper.equation, load(m_stored, local(f - 1)),
                                                      load(m_stored, local(f)), options...);
                } else {
                    return m_stepper.template face_flux<Pack, F>(
                        control, [&](int k) { return load(m_stored, local(f + k)); },
                        [&](int k) { return road(f + k); }, options...);
                }
            };
            FaceFlux<Pack, E::num_eqn> result{};
            if constexpr (std::is_same_v<F, Flux>) {
                result = flux_by();
            } else {
                bool const needs_star = acts_beside(f);
                auto const both = flux_by(needs_star);
                if (needs_star) {
                    store(both.star.density, m_contact.star_density, f - m_begin);
                    store(both.star.speed, m_contact.star_speed, f - m_begin);
                }
                result = both;
            }
            store(result.flux, m_flux, f - m_begin);
            int const count = m_end + 1 - f;
            speed = max(speed,
                        count >= Pack::size ? result.speed : select(PackMask::first(count), result.speed, Pack(0.0)));
        }
        report.face_speed = max(report.face_speed, horizontal_max(speed));
    }

    // Fluxes of high order, in four phases; formulas in high_order_flux.hpp. The limiter of a cell looks at both its faces
    // and a face at the limiters of both its cells, so all begins one face outside the tile.

    ZEMI_INLINE_CALLS void high_order_fluxes(Report& report) noexcept
        requires Reconstruction::is_high_order
    {
        high_order_cells(report);
        high_order_faces(report);
        impose_fluxes(1, m_high.low, m_high.high);
        admissible_shares();
        limit_fluxes(report);
    }

    /// Point states, physical fluxes, interpolation. The last pack of each loop may reach beyond what is there: those
    /// lanes hold rubbish, of which nothing below makes use.
    ZEMI_INLINE_CALLS void high_order_cells(Report& report) noexcept;

    /// Both fluxes of the faces m_begin - 1 ... m_end + 1.
    ZEMI_INLINE_CALLS void high_order_faces(Report& report) noexcept;

    /// Of the cells m_begin - 1 ... m_end.
    ZEMI_INLINE_CALLS void admissible_shares() noexcept;

    /// Of the faces m_begin ... m_end.
    ZEMI_INLINE_CALLS void limit_fluxes(Report& report) noexcept;

    /// Which of the eight numbers from `first` on lie in begin ... end - 1.
    [[nodiscard]] static PackMask within(int first, int begin, int end) noexcept
    {
        PackMask inside = PackMask::first(std::clamp(end - first, 0, Pack::size));
        return first >= begin ? inside : inside && !PackMask::first(std::min(begin - first, Pack::size));
    }

    /// Puts the fluxes that the ends of the road impose into `tables`, which begin `offset` faces before the tile and end
    /// as many behind it.
    template <class... Tables>
    void impose_fluxes(int offset, Tables&... tables) noexcept
    {
        if (m_begin == 0) {
            impose_flux(Side::left, 0, offset, tables...);
        }
        if (m_end + offset >= m_num_cells) {
            impose_flux(Side::right, m_num_cells, offset, tables...);
        }
    }
    template <class... Tables>
    void impose_flux(Side side, int face, int offset, Tables&... tables) noexcept
    {
        if (!imposes_flux(m_stepper.boundary(m_block, side == Side::left ? 0 : 1), side)) {
            return;
        }
        auto const flux = m_stepper.end_flux(m_stepper.control(m_block), m_block, side, [&](int k) {
            return m_stepper.prepared_primitive(m_block, m_stage, face + k);
        });
        for (int k = 0; k < E::num_eqn; ++k) {
            ((tables[k][face - m_begin + offset] = flux[k]), ...);
        }
    }

    /// The account of what passes the ends of the road.
    void account_ends(Report& report) noexcept
    {
        Real const weight = m_stepper.flux_weights[static_cast<std::size_t>(m_stage)];
        for (int c = 0; c < E::num_classes; ++c) {
            Real const* const flow = m_flux[E::density_index(c)];
            if (m_begin == 0) {
                report.left_flux[c] += weight * flow[0];
            }
            if (m_end == m_num_cells) {
                report.right_flux[c] += weight * flow[m_end - m_begin];
            }
        }
    }

    /// The sums that Metrics needs: of the flows through the cells, and of the cells that are queued at the start of the
    /// step. Summed in eight parts, cells i, i + 8, i + 16 ..., whatever the engine: the same bits.
    ZEMI_INLINE_CALLS void measure(Report& report) noexcept
    {
        auto flow_sum = Vec<Pack, E::num_classes>::filled(Pack(0.0));
        auto pace_sum = flow_sum;
        Pack queued(0.0);
        for (int i = m_begin; i < m_end; i += Pack::size) {
            auto const road_data = road(i);
            auto const valid = PackMask::first(m_end - i);
            for (int c = 0; c < E::num_classes; ++c) {
                Real const* const row = m_flux[E::density_index(c)];
                Pack const flow =
                    select(valid, Pack::load(&row[i - m_begin]) + Pack::load(&row[i - m_begin + 1]), Pack(0.0));
                flow_sum[c] += flow;
                pace_sum[c] += flow * (Pack(1.0) / road_data[c]);
            }
            if (m_stage == 0) {
                Vec<Pack, E::num_point> s;
                if constexpr (stores_points) {
                    s = load(m_stored, local(i));
                } else {
                    s = m_stepper.equation.point_state(load(m_stored, local(i)), road_data);
                }
                queued += select(m_stepper.is_queued_at(s) && valid, Pack(1.0), Pack(0.0));
            }
        }
        Real const weight = Real(0.5) * m_stepper.flux_weights[static_cast<std::size_t>(m_stage)];
        for (int c = 0; c < E::num_classes; ++c) {
            report.flow_sum[c] += weight * horizontal_sum(flow_sum[c]);
            report.pace_sum[c] += weight * horizontal_sum(pace_sum[c]);
        }
        report.queued_cells += horizontal_sum(queued);
    }

    /// Phase 3.
    void update(Report& report) noexcept
    {
        if constexpr (may_fix) {
            if (m_stepper.contact_fix) {
                return update<true>(report);
            }
        }
        update<false>(report);
    }
    template <bool fixes>
    void update(Report& report) noexcept
    {
        if constexpr (fixes) {
            fixed_speeds();
        }
        advance(report);
        if (m_stage == m_stepper.scheme.num_stages - 1) {
            finish<fixes>(report);
        } else if constexpr (fixes) {
            fix_contacts(report);
        }
    }

    /// Puts what relaxation adds in this stage in the place of the increments. A loop of its own, because most first
    /// stages need none of it.
    ZEMI_INLINE_CALLS void combine_sources() noexcept
    {
        auto const& p = m_stepper;
        auto const& control = p.control(m_block);
        auto const& fraction = control.prepare_fraction;
        auto const& start = p.buffers[control.current];
        auto const& output = p.buffers[p.output_buffer(control, m_stage)];
        Stage const& stage = table();
        for (int i = m_begin; i < m_end; i += Pack::size) {
            auto of_start = MarkerIncrement<Pack, E>::filled(Pack(0.0));
            auto of_previous = of_start;
            if (stage.needs_start()) {
                of_start = prepare_cell<Pack>(p.equation, load_primitive(start, i), road(i), fraction).increment;
            }
            if (stage.needs_previous()) { // which advance() overwrites
                auto const q = p.equation.to_primitive(load_state(output, i), road(i));
                of_previous = prepare_cell<Pack>(p.equation, q, road(i), fraction).increment;
            }
            store(source_of_stage<E>(stage, fraction, load(m_increment, local(i)), of_start, of_previous), m_increment,
                  local(i));
        }
    }

    static void mark_bad(int cell, PackMask const& admissible, Report& report) noexcept
    {
        if (!all_of(admissible)) {
            for (int lane = 0; lane < Pack::size; ++lane) {
                if (!admissible[lane]) {
                    report.mark_bad(cell + lane);
                }
            }
        }
    }

    /// The new conserved variables, checked.
    ZEMI_INLINE_CALLS void advance(Report& report) noexcept
    {
        auto const& p = m_stepper;
        auto const& control = p.control(m_block);
        auto const& input = p.buffers[p.input_buffer(control, m_stage)];
        auto const& start = p.buffers[control.current];
        auto const& output = p.buffers[p.output_buffer(control, m_stage)];
        Stage const& stage = table();
        if (E::has_relaxation && !stage.keeps_increment()) {
            combine_sources();
        }
        Real const dt_over_dx = control.dt / control.dx;
        Pack floors(0.0);
        for (int i = m_begin; i < m_end; i += Pack::size) {
            auto const net_inflow = zip([&](Pack const& fl, Pack const& fr) { return fl - fr; },
                                        load(m_flux, i - m_begin), load(m_flux, i - m_begin + 1));
            auto u0 = Vec<Pack, E::num_eqn>::filled(Pack(0.0));
            auto source = MarkerIncrement<Pack, E>::filled(Pack(0.0));
            if constexpr (E::has_relaxation) {
                source = load(m_increment, local(i));
            }
            if (stage.start != 0) {
                u0 = load_state(start, i);
            }
            auto done = check_cell<Pack>(
                p.equation, combine_stage<E>(stage, dt_over_dx, load_state(input, i), source, u0, net_inflow),
                p.floor_density);
            int const count = m_end - i;
            if (count < Pack::size) { // the rest of the row stays an empty road
                auto const valid = PackMask::first(count);
                for (int k = 0; k < E::num_eqn; ++k) {
                    done.u[k] = select(valid, done.u[k], Pack(0.0));
                }
                done.floors = select(valid, done.floors, Pack(0.0));
                done.admissible = done.admissible || !valid;
            }
            for (int k = 0; k < E::num_eqn; ++k) {
                done.u[k].store(row(output, k) + i);
            }
            floors += done.floors;
            mark_bad(i, done.admissible, report);
        }
        report.floors += horizontal_sum(floors);
    }

    // The contact fix, see contact_fix.hpp: which cells need it, before the fluxes; the speeds, before advance(), while the
    // increments of the prepared cells are there; and the markers, after it.

    [[nodiscard]] ContactCell<Pack, E::num_classes> contact_cell_at(int cell) const noexcept
    {
        auto const kept = load(m_stored, local(cell));
        if constexpr (stores_points) {
            return contact_cell<Pack>(m_stepper.equation, kept);
        } else {
            return contact_cell<Pack>(m_stepper.equation, kept, load(m_contact.pressure, local(cell)));
        }
    }

    /// Where in the tile the fix acts.
    ZEMI_INLINE_CALLS void contacts() noexcept
        requires may_fix;

    /// True if one of the cells beside the faces `face` ... face + 7 is acted on.
    [[nodiscard]] bool acts_beside(int face) const noexcept
    {
        int const pack = (face - m_begin) / Pack::size;
        return (face < m_end && m_contact.acts[pack]) || (pack > 0 && m_contact.acts[pack - 1]);
    }

    [[nodiscard]] FaceStar<Pack, E::num_classes> star_at(int face) const noexcept
    {
        return {load(m_contact.star_density, face), load(m_contact.star_speed, face)};
    }

    /// The speeds that the fix gives.
    ZEMI_INLINE_CALLS void fixed_speeds() noexcept
        requires may_fix;

    /// Of all stages but the last one, where finish() does it.
    ZEMI_INLINE_CALLS void fix_contacts(Report& report) noexcept
        requires may_fix;

    [[nodiscard]] bool acts_in(int first) const noexcept { return m_contact.acts[(first - m_begin) / Pack::size]; }

    /// A new state with the fix; adds what that adds to `defect`. `pressure`: of its densities.
    [[nodiscard]] Vec<Pack, E::num_eqn> fixed_state(int first, Vec<Pack, E::num_eqn> const& u,
                                                    Vec<Pack, E::num_classes> const& pressure,
                                                    Vec<Pack, E::num_classes>& defect, Report& report) const noexcept
        requires may_fix
    {
        int const i = first - m_begin;
        auto const fixed =
            fix_cell<Pack>(m_stepper.equation, u, pressure, load(m_contact.fixed_speed, i), load(m_contact.share, i));
        unroll<E::num_classes>([&](auto c) { defect[c] += fixed.defect[c]; });
        mark_bad(first, fixed.finite, report);
        return fixed.u;
    }
    void sum_defects(Vec<Pack, E::num_classes> const& defect, Report& report) const noexcept
    {
        Real const weight = defect_weight(table(), m_stepper.flux_weights[static_cast<std::size_t>(m_stage)]);
        for (int c = 0; c < E::num_classes; ++c) {
            report.marker_defect[c] += weight * horizontal_sum(defect[c]);
        }
    }
    /// Which of eight cells may be fixed: those on the road, except where the end imposes the flux and so does not say
    /// what the face settles to.
    [[nodiscard]] PackMask may_change(int first) const noexcept
    {
        auto result = PackMask::first(m_end - first < Pack::size ? m_end - first : Pack::size);
        if (first == 0 && imposes_flux(m_stepper.boundary(m_block, 0), Side::left)) {
            result.set(0, false);
        }
        if (first + Pack::size >= m_num_cells && imposes_flux(m_stepper.boundary(m_block, 1), Side::right)) {
            result.set(m_num_cells - 1 - first, false);
        }
        return result;
    }

    /// After the last stage: the speeds, the last relaxation, the wave speeds. A loop of its own, because the long chain
    /// of operations that depend on each other keeps a core busy only if several cells are under way.
    template <bool fixes>
    ZEMI_INLINE_CALLS void finish(Report& report) noexcept;

    Stepper const& m_stepper;
    int m_block;
    int m_stage;
    int m_begin;
    int m_num_cells;
    int m_end;
    alignas(64) Real m_stored[num_kept][width];
    alignas(64) Real m_increment[E::num_classes][width];
    alignas(64) Real m_flux[E::num_eqn][width];

    /// Temporaries of the fluxes of high order: of cells as above; face f, and the cell right of it, at f - m_begin + 1.
    struct HighOrder {
        alignas(64) Real point[E::num_point][width];
        alignas(64) Real physical_flux[E::num_eqn][width];
        alignas(64) Real left[E::num_primitive][width];
        alignas(64) Real right[E::num_primitive][width];
        alignas(64) Real low[E::num_eqn][width];
        alignas(64) Real high[E::num_eqn][width];
        alignas(64) Real share[E::num_classes][width];
    };
    struct None {};
    [[no_unique_address]] std::conditional_t<Reconstruction::is_high_order, HighOrder, None> m_high;

    /// Temporaries of the contact fix.
    struct Contact {
        bool acts[tile_cells / Pack::size]; ///< in some of the eight cells
        alignas(64) Real pressure[stores_points ? 1 : E::num_classes][width]; ///< of the cells in m_stored
        alignas(64) Real slope[E::num_classes][width]; ///< likewise, see Pressures
        // Of face or cell i at i - m_begin, where the fix acts:
        alignas(64) Real star_density[E::num_classes][width];
        alignas(64) Real star_speed[E::num_classes][width];
        alignas(64) Real share[E::num_classes][width];
        alignas(64) Real fixed_speed[E::num_classes][width];
    };
    [[no_unique_address]] std::conditional_t<may_fix, Contact, None> m_contact;
};

} // namespace zemi

#include <zemi/numerics/tile_stage_phases.hpp> // definitions of the longer members
