// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/road_stepper.hpp>

#include <Kokkos_Core.hpp>

namespace zemi {

// What the engines launch: named functors around the stages of road_stepper.hpp and tile_stage.hpp.

/// One stage of all tiles of a road on the host's cores.
template <class Stepper, class Tile>
struct StreamTiles {
    Stepper stepper;
    int block;
    int stage;

    KOKKOS_FUNCTION void operator()(int tile) const noexcept
    {
        auto& report = stepper.reports(block, tile);
        if (stage == 0) {
            report = {};
        }
        Tile(stepper, block, tile, stage).run(report);
    }
};

/// Many steps of one road in one launch on one core: nothing but the road's own work, which matters for short roads.
template <class Stepper, class Tile>
struct ResidentSteps {
    Stepper stepper;
    int max_steps;

    KOKKOS_FUNCTION void operator()(int block) const noexcept
    {
        auto& control = stepper.control(block);
        int const num_tiles = static_cast<int>(stepper.reports.extent(1));
        int const history_capacity = static_cast<int>(stepper.history.extent(1));
        for (int step = 0; step < max_steps && control.running; ++step) {
            if (history_capacity > 0 && control.history_size == history_capacity) {
                return;
            }
            control.begin_step(stepper.scheme.relaxation, stepper.scheme.prepare_coefficient,
                               stepper.scheme.finish_coefficient);
            typename Stepper::Report total;
            for (int stage = 0; stage < stepper.scheme.num_stages; ++stage) {
                for (int tile = 0; tile < num_tiles; ++tile) {
                    // Reports are joined tile by tile over all stages, in the order in which streaming joins them.
                    auto& report = stepper.reports(block, tile);
                    if (stage == 0) {
                        report = {};
                    }
                    Tile(stepper, block, tile, stage).run(report);
                }
            }
            for (int tile = 0; tile < num_tiles; ++tile) {
                total.join(stepper.reports(block, tile));
            }
            stepper.finish_attempt(block, total);
        }
    }
};

/// Begins a step of every road (one work item per road).
template <class Stepper>
struct BeginStep {
    Stepper stepper;
    KOKKOS_FUNCTION void operator()(int block) const noexcept
    {
        if (stepper.control(block).running) { // what failed keeps the size of the step that it failed with
            stepper.control(block).begin_step(stepper.scheme.relaxation, stepper.scheme.prepare_coefficient,
                                              stepper.scheme.finish_coefficient);
        }
        stepper.reports(block, 0) = {};
    }
};

/// Accepts or rejects the attempted step of every road (one work item per road).
template <class Stepper>
struct EndStep {
    Stepper stepper;
    KOKKOS_FUNCTION void operator()(int block) const noexcept
    {
        if (stepper.control(block).running) {
            stepper.finish_attempt(block, stepper.reports(block, 0));
        }
    }
};

/// One stage of all cells of road `block`, reduced to a report.
template <class E, class Reconstruction, class Flux>
struct StreamCells {
    CellStage<E, Reconstruction, Flux> cell_stage;
    int block;

    using value_type = StepReport<E::num_classes>;
    KOKKOS_FUNCTION void operator()(int cell, value_type& report) const noexcept { cell_stage(block, cell, report); }
    KOKKOS_FUNCTION void init(value_type& report) const noexcept { report = {}; }
    KOKKOS_FUNCTION void join(value_type& report, value_type const& other) const noexcept { report.join(other); }
    KOKKOS_FUNCTION void final(value_type& report) const noexcept { cell_stage.stepper.reports(block, 0).join(report); }
};

} // namespace zemi
