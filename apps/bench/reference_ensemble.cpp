// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/reference_ensemble.hpp"

#include <Kokkos_Core.hpp>

#include <stdexcept>
#include <type_traits>

namespace zemi::bench {

struct ReferenceEnsemble::Views {
    Kokkos::View<ReferenceModel*> model;                      ///< (run)
    Kokkos::View<double*> dx;                                 ///< (run)
    Kokkos::View<double*> cfl;                                ///< (run)
    Kokkos::View<ReferenceCell**, Kokkos::LayoutRight> start; ///< (run, cell)
    Kokkos::View<ReferenceCell**, Kokkos::LayoutRight> end;   ///< (run, cell)
    Kokkos::View<std::int64_t*> num_steps;                    ///< (run)
};

namespace {

using Space = Kokkos::DefaultExecutionSpace;
using Team = Kokkos::TeamPolicy<Space>::member_type;
template <class T>
using Scratch = Kokkos::View<T*, Space::scratch_memory_space, Kokkos::MemoryUnmanaged>;

struct RunTeam {
    Kokkos::View<ReferenceModel const*> models;
    Kokkos::View<double const*> dx;
    Kokkos::View<double const*> cfl;
    Kokkos::View<ReferenceCell const**, Kokkos::LayoutRight> start;
    Kokkos::View<ReferenceCell**, Kokkos::LayoutRight> end;
    Kokkos::View<std::int64_t*> num_steps;
    double end_time;
    int scratch_level;

    static std::size_t scratch_bytes(int num_cells)
    {
        auto const n = static_cast<std::size_t>(num_cells);
        return Scratch<ReferenceCell>::shmem_size(n) + Scratch<ReferencePoint>::shmem_size(n + 2)
             + Scratch<ReferenceFlux>::shmem_size(n + 1);
    }

    KOKKOS_FUNCTION void operator()(Team const& team) const
    {
        int const run = team.league_rank();
        int const n = static_cast<int>(start.extent(1));
        ReferenceModel const model = models(run);
        double const cell_length = dx(run);
        Scratch<ReferenceCell> const u(team.team_scratch(scratch_level), n);
        Scratch<ReferencePoint> const points(team.team_scratch(scratch_level), n + 2); // with a ghost at either end
        Scratch<ReferenceFlux> const flux(team.team_scratch(scratch_level), n + 1);

        double max_speed = 0;
        Kokkos::parallel_reduce(
            Kokkos::TeamThreadRange(team, n),
            [&](int i, double& fastest) {
                u(i) = start(run, i);
                ReferenceCell cell = u(i);
                fastest = larger(fastest, wave_speed(relax(model, 0, 0, cell)));
            },
            Kokkos::Max<double>(max_speed));

        double time = 0;
        std::int64_t steps = 0;
        while (time < end_time) {
            auto const step = next_step(time, end_time, cfl(run), cell_length, max_speed);
            double const fraction0 = half_step_fraction(step.dt, model.relaxation_time[0]);
            double const fraction1 = half_step_fraction(step.dt, model.relaxation_time[1]);
            double const dt_over_dx = step.dt / cell_length;
            team.team_barrier();
            Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n), [&](int i) {
                ReferenceCell cell = u(i);
                ReferencePoint const point = relax(model, fraction0, fraction1, cell);
                u(i) = cell;
                points(i + 1) = point;
                if (i == 0) {
                    points(0) = point;
                }
                if (i == n - 1) {
                    points(n + 1) = point;
                }
            });
            team.team_barrier();
            Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n + 1),
                                 [&](int face) { flux(face) = hll_w(points(face), points(face + 1)); });
            team.team_barrier();
            Kokkos::parallel_reduce(
                Kokkos::TeamThreadRange(team, n),
                [&](int i, double& fastest) {
                    ReferenceCell cell = updated(u(i), flux(i), flux(i + 1), dt_over_dx);
                    fastest = larger(fastest, wave_speed(relax(model, fraction0, fraction1, cell)));
                    u(i) = cell;
                },
                Kokkos::Max<double>(max_speed));
            time = step.lands ? end_time : time + step.dt;
            ++steps;
        }
        team.team_barrier();
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, n), [&](int i) { end(run, i) = u(i); });
        Kokkos::single(Kokkos::PerTeam(team), [&] { num_steps(run) = steps; });
    }
};

} // namespace

ReferenceEnsemble::ReferenceEnsemble(std::vector<ReferenceRun> const& runs) : m_views(std::make_unique<Views>())
{
    if (runs.empty()) {
        throw std::invalid_argument("the reference ensemble has no runs");
    }
    std::size_t const num_cells = runs.front().cells.size();
    Views& v = *m_views;
    v.model = decltype(v.model)("zemi_bench::model", runs.size());
    v.dx = decltype(v.dx)("zemi_bench::dx", runs.size());
    v.cfl = decltype(v.cfl)("zemi_bench::cfl", runs.size());
    v.start = decltype(v.start)("zemi_bench::start", runs.size(), num_cells);
    v.end = decltype(v.end)("zemi_bench::end", runs.size(), num_cells);
    v.num_steps = decltype(v.num_steps)("zemi_bench::num_steps", runs.size());
    auto const model = Kokkos::create_mirror_view(v.model);
    auto const dx = Kokkos::create_mirror_view(v.dx);
    auto const cfl = Kokkos::create_mirror_view(v.cfl);
    auto const start = Kokkos::create_mirror_view(v.start);
    for (std::size_t r = 0; r < runs.size(); ++r) {
        if (runs[r].cells.size() != num_cells || runs[r].ring) {
            throw std::invalid_argument("the reference ensemble wants open roads with equally many cells");
        }
        model(r) = runs[r].model;
        dx(r) = runs[r].dx;
        cfl(r) = runs[r].cfl;
        for (std::size_t i = 0; i < num_cells; ++i) {
            start(r, i) = runs[r].cells[i];
        }
    }
    Kokkos::deep_copy(v.model, model);
    Kokkos::deep_copy(v.dx, dx);
    Kokkos::deep_copy(v.cfl, cfl);
    Kokkos::deep_copy(v.start, start);
}

ReferenceEnsemble::~ReferenceEnsemble() = default;

void ReferenceEnsemble::run(double end_time)
{
    Views const& v = *m_views;
    int const num_runs = static_cast<int>(v.start.extent(0));
    std::size_t const bytes = RunTeam::scratch_bytes(static_cast<int>(v.start.extent(1)));
    int const level = bytes <= static_cast<std::size_t>(Kokkos::TeamPolicy<Space>::scratch_size_max(0)) ? 0 : 1;
    constexpr bool one_core_per_run = std::is_same_v<Space, Kokkos::DefaultHostExecutionSpace>;
    using Policy = Kokkos::TeamPolicy<Space, Kokkos::Schedule<Kokkos::Dynamic>>;
    Policy policy = one_core_per_run ? Policy(num_runs, 1) : Policy(num_runs, Kokkos::AUTO);
    policy.set_scratch_size(level, Kokkos::PerTeam(bytes));
    Kokkos::parallel_for("zemi_bench::RunTeam", policy,
                         RunTeam{v.model, v.dx, v.cfl, v.start, v.end, v.num_steps, end_time, level});
    Kokkos::fence("zemi_bench: end of the reference ensemble");
}

std::vector<ReferenceCell> ReferenceEnsemble::cells(std::size_t run) const
{
    auto const row = Kokkos::subview(m_views->end, run, Kokkos::ALL);
    auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace{}, row);
    std::vector<ReferenceCell> result(host.extent(0));
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] = host(i);
    }
    return result;
}

std::int64_t ReferenceEnsemble::num_steps() const
{
    auto const host = Kokkos::create_mirror_view_and_copy(Kokkos::HostSpace{}, m_views->num_steps);
    std::int64_t sum = 0;
    for (std::size_t r = 0; r < host.extent(0); ++r) {
        sum += host(r);
    }
    return sum;
}

} // namespace zemi::bench
