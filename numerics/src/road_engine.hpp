// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "engine.hpp"
#include "road_kernels.hpp"
#include "road_set_up.hpp"
#include <zemi/core/state.hpp>
#include <zemi/numerics/road_stepper.hpp>
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/team_tiles.hpp>
#include <zemi/numerics/tile_stage.hpp>

#include <Kokkos_Core.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>

namespace zemi {

using ExecutionSpace = Kokkos::DefaultExecutionSpace;

/// True if kernels run on the host's cores and the host may touch the state directly.
inline constexpr bool runs_on_host =
    Kokkos::SpaceAccessibility<Kokkos::HostSpace, ExecutionSpace::memory_space>::accessible
    && Kokkos::SpaceAccessibility<ExecutionSpace, Kokkos::HostSpace>::accessible
    && std::is_same_v<ExecutionSpace::memory_space, Kokkos::HostSpace>;

/// Engine of one equation, reconstruction and flux, on one road. `UsesTeams`: with the kernels of devices, teams of
/// threads that share a tile; tests run those on hosts, too.
template <ConservationLaw E, class Reconstruction, class Flux, bool UsesTeams = !runs_on_host>
class RoadEngine final : public Simulation::Engine {
public:
    using Stepper = RoadStepper<E, Reconstruction, Flux>;
    using Control = RoadControl<E::num_classes>;
    static constexpr int num_classes = E::num_classes;

    RoadEngine(E const& equation, Problem const& problem) : m_problem(problem)
    {
        Kokkos::Timer const timer;
        auto const start = start_road(equation, problem);
        m_choice = choose_engine(problem);
        m_stepper.equation = equation;
        m_stepper.scheme = time_scheme(problem.scheme.time);
        m_stepper.flux_weights = m_stepper.scheme.flux_weights();
        m_stepper.rule = scheme_rule(problem.scheme);
        if constexpr (RelaxesByTime<E>) {
            m_stepper.scheme.relaxation = RelaxationStep::timed;
        }
        m_stepper.floor_density = floor_density_share * problem.model.jam_density;
        m_stepper.contact_fix = problem.scheme.contact_fix == "qc";
        m_category = start.category;
        allocate();
        set_state(start);
        apply_boundary_phases(problem.begin_time);
        m_timing.setup = timer.seconds();
    }

    std::optional<Failure> advance_to(Real time, Observer const& observe) override
    {
        Kokkos::Timer const timer;
        auto failure = step_until(time, observe);
        m_timing.stepping += timer.seconds();
        return failure;
    }

    Real time() const noexcept override { return m_mirror.time; }
    std::int64_t num_steps() const noexcept override { return static_cast<std::int64_t>(m_mirror.num_steps); }
    std::int64_t num_rejected() const noexcept override { return static_cast<std::int64_t>(m_mirror.num_rejected); }
    std::int64_t num_floors() const noexcept override { return static_cast<std::int64_t>(m_mirror.num_floors); }
    std::int64_t num_limited() const noexcept override { return static_cast<std::int64_t>(m_mirror.num_limited); }
    Timing timing() const noexcept override { return m_timing; }
    Problem const& problem() const noexcept override { return m_problem; }

    std::string description() const override
    {
        char const* const name = m_choice == EngineChoice::resident  ? "resident"
                               : m_choice == EngineChoice::streaming ? "streaming"
                                                                     : "cellwise";
        return std::string(name) + " engine on " + ExecutionSpace::name() + ", " + workers() + ", "
             + m_problem.scheme.reconstruction + " + " + m_problem.scheme.flux + " + "
             + std::string(m_stepper.scheme.name)
             + (RelaxesByTime<E> ? " + " + m_problem.model.source + " by " + m_problem.source.integrator : "");
    }

    void keep_history(bool keep) override
    {
        m_stepper.history = {};
        if (keep) {
            m_stepper.history =
                decltype(m_stepper.history)("zemi::history", 1, 1024, history_num_fixed + 3 * num_classes);
        }
        Control control = m_mirror;
        control.history_size = 0;
        set_control(control);
    }

    void measure(Real queue_speed) override
    {
        m_stepper.queue_speed = queue_speed;
        m_stepper.queue_density = queue_density_share * m_problem.model.jam_density;
        Control control = m_mirror;
        control.measures = true;
        set_control(control);
    }

    Metrics metrics() const override { return run_metrics(m_mirror, ledger(), m_problem.begin_time); }

    std::vector<StepRecord> take_history() override
    {
        drain_history();
        return std::exchange(m_history, {});
    }

    CellFields fields() const override
    {
        Kokkos::Timer const timer;
        auto const state = host_state();
        auto fields = cell_fields(m_stepper.equation, m_category, m_mirror.time, [&](int i) {
            Vec<Real, E::num_eqn> u{};
            for (int k = 0; k < E::num_eqn; ++k) {
                u[k] = state(0, k, i);
            }
            return u;
        });
        m_timing.output += timer.seconds();
        return fields;
    }

    std::vector<MassLedger> ledger() const override
    {
        auto const state = host_state();
        return mass_ledger(m_mirror, m_problem.road.num_cells,
                           [&](int i, int c) { return state(0, E::density_index(c), i); });
    }

private:
    [[nodiscard]] std::string workers() const
    {
        auto const counted = [](int count, std::string const& what) {
            return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
        };
        if constexpr (UsesTeams) {
            return counted(m_choice == EngineChoice::resident ? 1 : num_reports(), "team") + " of "
                 + counted(team_size(), "thread");
        }
        return counted(m_choice == EngineChoice::resident ? 1 : ExecutionSpace().concurrency(), "thread");
    }

    static EngineChoice choose_engine(Problem const& problem)
    {
        if (UsesTeams && problem.engine == EngineChoice::cellwise) {
            throw std::invalid_argument("the cellwise engine runs on hosts only");
        }
        if (problem.engine != EngineChoice::automatic) {
            return problem.engine;
        }
        // Below this a barrier between cores, or a launch, costs more than the work it shares out
        // (docs/performance.md).
        constexpr int resident_cells = UsesTeams ? 500 : 4096;
        return problem.road.num_cells <= resident_cells ? EngineChoice::resident : EngineChoice::streaming;
    }

    // Of the kernels of devices; on hosts small, so that tests see many tiles, several teams, and more tiles than teams.
    // A road that has one team only gets a large one; many of half the size wait less for one another.
    using Tiles = TeamTiles<E, Reconstruction, Flux, ExecutionSpace>;
    [[nodiscard]] int team_size() const
    {
        if constexpr (runs_on_host) {
            return std::min(2, ExecutionSpace().concurrency());
        }
        return m_choice == EngineChoice::resident ? Tiles::max_team_size : Tiles::max_team_size / 2;
    }
    [[nodiscard]] int team_tile_size() const { return runs_on_host ? 20 : team_size() - 2 * Tiles::ghosts; }
    /// As many teams as are under way at once, four per multiprocessor: at the end of a step one of them reads what all
    /// have found.
    [[nodiscard]] static int max_teams()
    {
        return runs_on_host ? 3 : std::max(1, ExecutionSpace().concurrency() / 512);
    }

    [[nodiscard]] int num_reports() const
    {
        if (m_choice == EngineChoice::cellwise) {
            return 1;
        }
        int const cells = UsesTeams ? team_tile_size() : tile_cells;
        int const num_tiles = (m_problem.road.num_cells + cells - 1) / cells;
        return UsesTeams ? std::min(num_tiles, max_teams()) : num_tiles;
    }

    /// Memory set to zero. A resident engine may live inside a launch, as a member of an ensemble, where nothing else
    /// may be launched or waited for, and both allocating and freeing a View do that: it owns plain memory.
    template <class V, class... Extents>
    [[nodiscard]] V allocate_view(char const* label, Extents... extents)
    {
        if constexpr (runs_on_host && !UsesTeams) {
            if (m_choice == EngineChoice::resident) {
                using Element = typename V::value_type;
                std::size_t const size = V::required_allocation_size(static_cast<std::size_t>(extents)...);
                constexpr std::align_val_t alignment{64};
                std::shared_ptr<void> const memory(::operator new(size, alignment),
                                                   [](void* p) { ::operator delete(p, std::align_val_t{64}); });
                auto* const first = static_cast<Element*>(memory.get());
                std::uninitialized_value_construct_n(first, size / sizeof(Element));
                m_memory.push_back(memory);
                return V(first, static_cast<std::size_t>(extents)...);
            }
        }
        return V(std::string(label), static_cast<std::size_t>(extents)...);
    }
    /// Nothing to do on a host: both are the same memory.
    template <class To, class From>
    static void copy_to_device(To const& to, From const& from)
    {
        if constexpr (!runs_on_host) {
            Kokkos::deep_copy(to, from);
        }
    }

    void allocate()
    {
        int const num_cells = m_problem.road.num_cells;
        auto const row = static_cast<std::size_t>(padded_row(num_cells));
        int const num_buffers = m_stepper.scheme.num_stages == 1 ? 2 : 3;
        for (int b = 0; b < num_buffers; ++b) {
            m_stepper.buffers[b] = allocate_view<StateView>("zemi::state", 1, num_stored<E>, row);
        }
        m_stepper.reports = allocate_view<decltype(m_stepper.reports)>("zemi::reports", 1, num_reports());
        if constexpr (UsesTeams) {
            m_num_done = allocate_view<decltype(m_num_done)>("zemi::num_done", 1);
        }
        m_stepper.control = allocate_view<decltype(m_stepper.control)>("zemi::control", 1);
        m_stepper.boundary = allocate_view<decltype(m_stepper.boundary)>("zemi::boundary", 1);
        auto const blocks = allocate_view<Kokkos::View<BlockInfo*>>("zemi::blocks", 1);
        auto const host_blocks = Kokkos::create_mirror_view(blocks);
        host_blocks(0) = {0, 0, 0, num_cells, m_problem.road.x_begin, m_problem.road.cell_length()};
        copy_to_device(blocks, host_blocks);
        m_stepper.blocks = blocks;

        auto const category = allocate_view<CategoryView>("zemi::category", 1, row + 2 * category_padding);
        auto const host_category = Kokkos::create_mirror_view(category);
        bool const periodic = m_problem.left.front().condition.kind == BoundaryKind::periodic;
        for (std::size_t k = 0; k < host_category.extent(1); ++k) {
            int const cell = static_cast<int>(k) - category_padding;
            int const wrapped =
                periodic ? ((cell % num_cells) + num_cells) % num_cells : std::clamp(cell, 0, num_cells - 1);
            host_category(0, k) = m_category[static_cast<std::size_t>(wrapped)];
        }
        copy_to_device(category, host_category);
        m_stepper.category = category;
    }

    void set_state(RoadStart<E> const& start)
    {
        auto const& state = m_stepper.buffers[0];
        auto const host = Kokkos::create_mirror_view(state);
        for (std::size_t i = 0; i < start.cells.size(); ++i) {
            for (int k = 0; k < num_stored<E>; ++k) {
                host(0, k, i) = start.cells[i][k];
            }
        }
        copy_to_device(state, host);
        Control control;
        static_cast<StepControl<num_classes>&>(control) = start.control;
        control.num_buffers = m_stepper.scheme.num_stages == 1 ? 2 : 3;
        set_control(control);
    }

    [[nodiscard]] auto host_state() const { return host_state(m_mirror.current); }
    [[nodiscard]] auto host_state(int buffer) const
    {
        if constexpr (runs_on_host) {
            return m_stepper.buffers[buffer]; // no fence: see allocate_view()
        } else {
            return Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace{}, m_stepper.buffers[buffer]);
        }
    }

    void set_control(Control const& control)
    {
        m_mirror = control;
        if constexpr (runs_on_host) {
            m_stepper.control(0) = control;
        } else {
            Kokkos::View<Control*, Kokkos::HostSpace> const host("zemi::control", 1);
            host(0) = control;
            Kokkos::deep_copy(m_stepper.control, host);
        }
    }
    void get_control()
    {
        if constexpr (runs_on_host) {
            m_mirror = m_stepper.control(0);
        } else {
            Kokkos::View<Control*, Kokkos::HostSpace> const host("zemi::control", 1);
            Kokkos::deep_copy(host, m_stepper.control);
            m_mirror = host(0);
        }
    }

    /// Makes the phases that hold from `time` on current; returns when the next one begins.
    Real apply_boundary_phases(Real time)
    {
        Real const next = std::min(next_change(m_problem.left, time), next_change(m_problem.right, time));
        BoundaryCondition const* const current[2] = {&condition_at(m_problem.left, time),
                                                     &condition_at(m_problem.right, time)};
        if (current[0] == m_phases[0] && current[1] == m_phases[1]) {
            return next;
        }
        auto const host = Kokkos::create_mirror_view(m_stepper.boundary);
        for (int side = 0; side < 2; ++side) {
            m_phases[side] = current[side];
            host(0, side) =
                boundary_point(m_stepper.equation, *current[side], side == 0 ? m_category.front() : m_category.back());
        }
        copy_to_device(m_stepper.boundary, host);
        return next;
    }

    std::optional<Failure> step_until(Real time, Observer const& observe)
    {
        while (m_mirror.time < time) {
            Real const next_switch = apply_boundary_phases(m_mirror.time);
            Control control = m_mirror;
            control.stop_time = std::min(time, next_switch);
            control.running = true;
            set_control(control);
            while (m_mirror.running) {
                launch_steps();
                get_control();
                if (m_stepper.history.extent(1) > 0
                    && m_mirror.history_size + steps_per_look() > static_cast<int>(m_stepper.history.extent(1))) {
                    drain_history();
                }
                if (observe && !observe(m_mirror.time, num_steps())) {
                    return std::nullopt;
                }
            }
            if (m_mirror.failed) {
                if constexpr (RelaxesByTime<E>) {
                    if (auto const cell = cell_without_source()) {
                        return source_failure(m_mirror.time, m_mirror.dt, *cell, num_short_steps(m_mirror), m_problem);
                    }
                }
                return step_failure(m_mirror, m_problem);
            }
        }
        return std::nullopt;
    }

    /// The first cell whose source could not be integrated in the step that failed, if that is why it failed. Found
    /// again from the states at its beginning and at its end: reconstruction and flux carry a NaN to other cells.
    [[nodiscard]] std::optional<int> cell_without_source() const
    {
        auto const& equation = m_stepper.equation;
        auto const start = host_state(m_mirror.current);
        auto const end = host_state(m_stepper.next_current(m_mirror));
        int const num_cells = m_problem.road.num_cells;
        auto const prepares = Vec<Real, num_classes>::filled(m_stepper.scheme.prepare_coefficient * m_mirror.dt);
        for (int i = 0; i < num_cells; ++i) {
            Vec<Real, num_stored<E>> stored{};
            for (int k = 0; k < num_stored<E>; ++k) {
                stored[k] = start(0, k, i);
            }
            auto q = stored_primitive<Real, E>(stored);
            auto const road = equation.road_data(m_category[static_cast<std::size_t>(i)]);
            if (!is_finite(relax_cell<Real>(equation, q, road, prepares))) {
                return i;
            }
        }
        for (int i = 0; i < num_cells; ++i) { // the markers alone: from the relaxation after the last stage
            Vec<Real, num_classes> density{};
            Vec<Real, num_classes> marker{};
            for (int c = 0; c < num_classes; ++c) {
                density[c] = end(0, E::density_index(c), i);
                marker[c] = end(0, E::marker_index(c), i);
            }
            if (is_finite(density) && !is_finite(marker)) {
                return i;
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] static bool is_finite(Vec<Real, num_classes> const& values)
    {
        return std::all_of(values.data, values.data + num_classes, [](Real x) { return std::isfinite(x); });
    }

    /// Steps between two looks of the host: about 10 ms of work.
    [[nodiscard]] int steps_per_look() const noexcept
    {
        constexpr int cell_steps = runs_on_host ? 2'000'000 : 200'000'000;
        int const steps = cell_steps / std::max(1, m_problem.road.num_cells);
        return m_choice == EngineChoice::streaming && !UsesTeams ? 1 : std::clamp(steps, 1, 512);
    }

    /// Steps to launch blindly before the next look: what is left to the stop time if steps keep the size that the
    /// present state allows, and two to spare. Launches beyond the stop time find nothing to do, but they are launches.
    [[nodiscard]] int steps_to_queue() const noexcept
    {
        Control const& c = m_mirror;
        Real const steps_left = (c.stop_time - c.time) * c.max_speed / (c.cfl * c.dx) + 2;
        return steps_left < steps_per_look() ? static_cast<int>(steps_left) : steps_per_look();
    }

    void launch_steps()
    {
        ExecutionSpace const exec;
        if constexpr (UsesTeams) {
            launch_teams(exec);
        } else if (m_choice == EngineChoice::cellwise) {
            launch_cells(exec);
        } else {
            launch_tiles(exec);
        }
    }

    void launch_tiles(ExecutionSpace const& exec)
    {
        using Tile = TileStage<E, Reconstruction, Flux>;
        if (m_choice == EngineChoice::resident) {
            // One road is one core's work; handing it to a worker of the pool would only add two barriers.
            ResidentSteps<Stepper, Tile>{m_stepper, steps_per_look()}(0);
            return;
        }
        auto& control = m_stepper.control(0);
        int const num_tiles = static_cast<int>(m_stepper.reports.extent(1));
        control.begin_step(m_stepper.scheme.relaxation, m_stepper.scheme.prepare_coefficient,
                           m_stepper.scheme.finish_coefficient);
        for (int stage = 0; stage < m_stepper.scheme.num_stages; ++stage) {
            Kokkos::parallel_for(
                "zemi::StreamTiles",
                Kokkos::RangePolicy<ExecutionSpace, Kokkos::Schedule<Kokkos::Static>>(exec, 0, num_tiles),
                StreamTiles<Stepper, Tile>{m_stepper, 0, stage});
        }
        exec.fence("zemi: end of step");
        typename Stepper::Report total;
        for (int tile = 0; tile < num_tiles; ++tile) {
            total.join(m_stepper.reports(0, tile));
        }
        m_stepper.finish_attempt(0, total);
    }

    void launch_cells(ExecutionSpace const& exec)
    {
        using Range = Kokkos::RangePolicy<ExecutionSpace>;
        int const num_steps = steps_to_queue();
        for (int step = 0; step < num_steps; ++step) {
            Kokkos::parallel_for("zemi::BeginStep", Range(exec, 0, 1), BeginStep<Stepper>{m_stepper});
            for (int stage = 0; stage < m_stepper.scheme.num_stages; ++stage) {
                StreamCells<E, Reconstruction, Flux> const functor{{m_stepper, stage}, 0};
                Kokkos::parallel_reduce("zemi::StreamCells", Range(exec, 0, m_problem.road.num_cells), functor);
            }
            Kokkos::parallel_for("zemi::EndStep", Range(exec, 0, 1), EndStep<Stepper>{m_stepper});
        }
        exec.fence("zemi: the host looks at the control");
    }

    void launch_teams(ExecutionSpace const& exec)
    {
        Tiles const tiles{m_stepper, 0, team_tile_size()};
        // The functors have about 1 kB and travel as arguments of the kernel. Without the hint Kokkos puts what exceeds
        // 512 B into the one buffer in constant memory, and each launch waits for the end of the kernel before it.
        auto const policy = [&](int num_teams, std::size_t scratch_size) {
            typename Tiles::Policy result(exec, num_teams, team_size());
            result.set_scratch_size(0, Kokkos::PerTeam(Tiles::Scratch::shmem_size(scratch_size)));
            return Kokkos::Experimental::require(result, Kokkos::Experimental::WorkItemProperty::HintLightWeight);
        };
        if (m_choice == EngineChoice::resident) {
            using Kernel = ResidentTeam<E, Reconstruction, Flux, ExecutionSpace>;
            Kokkos::parallel_for("zemi::ResidentTeam",
                                 policy(1, Kernel::scratch_size(tiles.tile_size, m_stepper.contact_fix)),
                                 Kernel{tiles, steps_per_look()});
        } else {
            using Kernel = StreamTeams<E, Reconstruction, Flux, ExecutionSpace>;
            auto const teams = policy(num_reports(), Tiles::scratch_size(tiles.tile_size, m_stepper.contact_fix));
            int const num_steps = steps_to_queue();
            Kokkos::parallel_for("zemi::BeginStep", Kokkos::RangePolicy<ExecutionSpace>(exec, 0, 1),
                                 BeginStep<Stepper>{m_stepper});
            for (int step = 0; step < num_steps; ++step) {
                for (int stage = 0; stage < m_stepper.scheme.num_stages; ++stage) {
                    Kokkos::parallel_for("zemi::StreamTeams", teams, Kernel{tiles, stage, m_num_done});
                }
            }
        }
        exec.fence("zemi: the host looks at the control");
    }

    void drain_history()
    {
        if (m_mirror.history_size == 0) {
            return;
        }
        auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace{}, m_stepper.history);
        std::int64_t step = num_steps() - m_mirror.history_size;
        for (int r = 0; r < m_mirror.history_size; ++r) {
            StepRecord record;
            record.step = ++step;
            record.time = host(0, r, history_time);
            record.dt = host(0, r, history_dt);
            record.realized_cfl = host(0, r, history_cfl);
            record.max_speed = host(0, r, history_max_speed);
            record.min_density = host(0, r, history_min_density);
            record.floors = static_cast<std::int64_t>(host(0, r, history_floors));
            record.retries = static_cast<int>(host(0, r, history_retries));
            for (int c = 0; c < num_classes; ++c) {
                record.mass.push_back(host(0, r, history_num_fixed + c));
                record.inflow.push_back(host(0, r, history_num_fixed + num_classes + c));
                record.outflow.push_back(host(0, r, history_num_fixed + 2 * num_classes + c));
            }
            m_history.push_back(std::move(record));
        }
        Control control = m_mirror;
        control.history_size = 0;
        set_control(control);
    }

    Problem m_problem;
    EngineChoice m_choice = EngineChoice::automatic;
    Stepper m_stepper;
    Kokkos::View<int*> m_num_done; ///< see StreamTeams
    Control m_mirror; ///< the control as the host last saw it
    std::vector<std::uint8_t> m_category;
    std::vector<std::shared_ptr<void>> m_memory; ///< of the views of a resident engine
    BoundaryCondition const* m_phases[2] = {nullptr, nullptr}; ///< what the device has now, by side
    std::vector<StepRecord> m_history;
    mutable Timing m_timing;
};

/// The engine for an equation: run-time names of reconstruction and flux become types here and nowhere else. The lists
/// default to all that there is.
template <
    ConservationLaw E,
    class AvailableReconstructions = std::conditional_t<HasMarkers<E>, Reconstructions, ReconstructionsWithoutMarkers>,
    class AvailableFluxes = std::conditional_t<HasMarkers<E>, Fluxes, FluxesWithoutMarkers>>
std::unique_ptr<Simulation::Engine> make_road_engine(E const& equation, Problem const& problem)
{
    using Pointer = std::unique_ptr<Simulation::Engine>;
    return select("reconstruction", problem.scheme.reconstruction, AvailableReconstructions{},
                  [&]<class R>() -> Pointer {
                      return select("flux", problem.scheme.flux, AvailableFluxes{}, [&]<class F>() -> Pointer {
                          return std::make_unique<RoadEngine<E, FormulaOf<R>, FormulaOf<F>>>(equation, problem);
                      });
                  });
}

} // namespace zemi
