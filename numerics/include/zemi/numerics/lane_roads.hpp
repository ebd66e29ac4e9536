// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/numerics/boundary.hpp>
#include <zemi/numerics/cell_update.hpp>
#include <zemi/numerics/reconstruction.hpp>
#include <zemi/numerics/step_control.hpp>
#include <zemi/numerics/time_scheme.hpp>

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
    SchemeRule rule;
    StepControl<E::num_classes, Pack> control;
    bool contact_fix = false; ///< see contact_fix.hpp
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

} // namespace zemi
