// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/reference_road.hpp"

#include <Kokkos_Core.hpp>

#include <algorithm>

namespace zemi::bench {

namespace {

using Host = Kokkos::DefaultHostExecutionSpace;

/// Rows of the road's arrays; entry i + 1 belongs to cell i, entries 0 and num_cells + 1 to the ghosts, and of the
/// fluxes entry i to the left face of cell i.
enum Row : int {
    density0,
    marker0, // times density
    density1,
    marker1,
    speed0,
    speed1,
    own_marker0,
    own_marker1,
    slowest,
    flux_density0,
    flux_marker0,
    flux_density1,
    flux_marker1,
    num_rows
};

using Rows = Kokkos::View<double**, Kokkos::LayoutRight, Kokkos::HostSpace>;

/// One chunk of cells for each call; the chunks share out the road.
struct Chunks {
    int num_cells = 0;
    int num_chunks = 1;

    [[nodiscard]] int begin(int chunk) const
    {
        // Whole cache lines, so that no two threads write to the same one.
        auto const cells = static_cast<std::int64_t>(num_cells) * chunk / num_chunks;
        return chunk == num_chunks ? num_cells : static_cast<int>(cells / 8 * 8);
    }
};

/// Pass 1: relaxes over half a step and recovers what the flux needs.
struct Prepare {
    ReferenceModel model;
    Rows rows;
    Chunks chunks;
    double fraction0;
    double fraction1;

    void operator()(int chunk) const
    {
        ReferenceModel const m = model;
        double const fractions[2] = {fraction0, fraction1};
        double const* const r0 = &rows(density0, 1);
        double const* const r1 = &rows(density1, 1);
        double* const y0 = &rows(marker0, 1);
        double* const y1 = &rows(marker1, 1);
        double* const v0 = &rows(speed0, 1);
        double* const v1 = &rows(speed1, 1);
        double* const w0 = &rows(own_marker0, 1);
        double* const w1 = &rows(own_marker1, 1);
        double* const s = &rows(slowest, 1);
        int const end = chunks.begin(chunk + 1);
#pragma omp simd
        for (int i = chunks.begin(chunk); i < end; ++i) {
            ReferenceCell u{r0[i], y0[i], r1[i], y1[i]};
            ReferencePoint const point = relax(m, fractions[0], fractions[1], u);
            y0[i] = u.marker0;
            y1[i] = u.marker1;
            v0[i] = point.speed0;
            v1[i] = point.speed1;
            w0[i] = point.marker0;
            w1[i] = point.marker1;
            s[i] = point.slowest;
        }
    }
};

/// Pass 2: fluxes; the last chunk also has the right end of the road.
struct Fluxes {
    Rows rows;
    Chunks chunks;

    void operator()(int chunk) const
    {
        double const* const r0 = &rows(density0, 0);
        double const* const r1 = &rows(density1, 0);
        double const* const v0 = &rows(speed0, 0);
        double const* const v1 = &rows(speed1, 0);
        double const* const w0 = &rows(own_marker0, 0);
        double const* const w1 = &rows(own_marker1, 0);
        double const* const s = &rows(slowest, 0);
        double* const f0 = &rows(flux_density0, 0);
        double* const g0 = &rows(flux_marker0, 0);
        double* const f1 = &rows(flux_density1, 0);
        double* const g1 = &rows(flux_marker1, 0);
        int const end = chunks.begin(chunk + 1) + (chunk + 1 == chunks.num_chunks ? 1 : 0);
#pragma omp simd
        for (int i = chunks.begin(chunk); i < end; ++i) {
            int const j = i + 1;
            ReferencePoint const left{r0[i], r1[i], v0[i], v1[i], w0[i], w1[i], s[i]};
            ReferencePoint const right{r0[j], r1[j], v0[j], v1[j], w0[j], w1[j], s[j]};
            ReferenceFlux const flux = hll_w(left, right);
            f0[i] = flux.density0;
            g0[i] = flux.marker0;
            f1[i] = flux.density1;
            g1[i] = flux.marker1;
        }
    }
};

/// Pass 3: updates, relaxes over half a step and finds the largest wave speed.
struct Update {
    ReferenceModel model;
    Rows rows;
    Chunks chunks;
    double fraction0;
    double fraction1;
    double dt_over_dx;

    void operator()(int chunk, double& fastest) const
    {
        ReferenceModel const m = model;
        double const fractions[2] = {fraction0, fraction1};
        double const factor = dt_over_dx;
        double* const r0 = &rows(density0, 1);
        double* const r1 = &rows(density1, 1);
        double* const y0 = &rows(marker0, 1);
        double* const y1 = &rows(marker1, 1);
        double const* const f0 = &rows(flux_density0, 0);
        double const* const g0 = &rows(flux_marker0, 0);
        double const* const f1 = &rows(flux_density1, 0);
        double const* const g1 = &rows(flux_marker1, 0);
        int const end = chunks.begin(chunk + 1);
        double largest = fastest;
#pragma omp simd reduction(max : largest)
        for (int i = chunks.begin(chunk); i < end; ++i) {
            ReferenceFlux const left{f0[i], g0[i], f1[i], g1[i]};
            ReferenceFlux const right{f0[i + 1], g0[i + 1], f1[i + 1], g1[i + 1]};
            ReferenceCell u = updated({r0[i], y0[i], r1[i], y1[i]}, left, right, factor);
            double const speed = wave_speed(relax(m, fractions[0], fractions[1], u));
            largest = speed > largest ? speed : largest;
            r0[i] = u.density0;
            y0[i] = u.marker0;
            r1[i] = u.density1;
            y1[i] = u.marker1;
        }
        fastest = largest;
    }
};

/// A road that is one chunk is worked on here and now; a launch would cost as much as the cells of a short road.
template <class Pass>
void for_chunks(char const* name, Pass const& pass)
{
    if (pass.chunks.num_chunks == 1) {
        pass(0);
    } else {
        Kokkos::parallel_for(name, Kokkos::RangePolicy<Host>(0, pass.chunks.num_chunks), pass);
    }
}

} // namespace

struct ReferenceRoad::Road {
    ReferenceRun run; ///< its cells are empty
    Chunks chunks;
    Rows rows;
    double time = 0;
    double max_speed = 0;
    std::int64_t num_steps = 0;

    void fill_ghosts() const
    {
        int const n = chunks.num_cells;
        for (int const row : {density0, density1, speed0, speed1, own_marker0, own_marker1, slowest}) {
            rows(row, 0) = rows(row, run.ring ? n : 1);
            rows(row, n + 1) = rows(row, run.ring ? 1 : n);
        }
    }

    /// One step; with dt = 0 nothing but the largest wave speed changes.
    void step(double dt)
    {
        double const fraction0 = half_step_fraction(dt, run.model.relaxation_time[0]);
        double const fraction1 = half_step_fraction(dt, run.model.relaxation_time[1]);
        for_chunks("zemi_bench::Prepare", Prepare{run.model, rows, chunks, fraction0, fraction1});
        fill_ghosts();
        for_chunks("zemi_bench::Fluxes", Fluxes{rows, chunks});
        Update const update{run.model, rows, chunks, fraction0, fraction1, dt / run.dx};
        max_speed = 0;
        if (chunks.num_chunks == 1) {
            update(0, max_speed);
        } else {
            Kokkos::parallel_reduce("zemi_bench::Update", Kokkos::RangePolicy<Host>(0, chunks.num_chunks), update,
                                    Kokkos::Max<double>(max_speed));
        }
    }
};

ReferenceRoad::ReferenceRoad(ReferenceRun const& run) : m_road(std::make_unique<Road>())
{
    constexpr int smallest_chunk = 2048; // fewer cells cost less than the barriers of another thread
    Road& road = *m_road;
    int const n = static_cast<int>(run.cells.size());
    road.run = {run.model, {}, run.dx, run.cfl, run.ring};
    road.chunks = {n, std::clamp(n / smallest_chunk, 1, Host().concurrency())};
    road.rows = Rows("zemi_bench::rows", num_rows, static_cast<std::size_t>(n + 2 + 7) / 8 * 8);
    for (int i = 0; i < n; ++i) {
        ReferenceCell const& cell = run.cells[static_cast<std::size_t>(i)];
        road.rows(density0, i + 1) = cell.density0;
        road.rows(marker0, i + 1) = cell.marker0;
        road.rows(density1, i + 1) = cell.density1;
        road.rows(marker1, i + 1) = cell.marker1;
    }
    road.step(0);
}

ReferenceRoad::~ReferenceRoad() = default;

void ReferenceRoad::advance_to(double end_time)
{
    Road& road = *m_road;
    while (road.time < end_time) {
        auto const step = next_step(road.time, end_time, road.run.cfl, road.run.dx, road.max_speed);
        road.step(step.dt);
        road.time = step.lands ? end_time : road.time + step.dt;
        ++road.num_steps;
    }
}

double ReferenceRoad::time() const
{
    return m_road->time;
}

double ReferenceRoad::max_speed() const
{
    return m_road->max_speed;
}

std::int64_t ReferenceRoad::num_steps() const
{
    return m_road->num_steps;
}

std::vector<ReferenceCell> ReferenceRoad::cells() const
{
    Rows const& rows = m_road->rows;
    std::vector<ReferenceCell> result(static_cast<std::size_t>(m_road->chunks.num_cells));
    for (std::size_t i = 0; i < result.size(); ++i) {
        result[i] = {rows(density0, i + 1), rows(marker0, i + 1), rows(density1, i + 1), rows(marker1, i + 1)};
    }
    return result;
}

} // namespace zemi::bench
