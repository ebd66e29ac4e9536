// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/predecessor_solver.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>

namespace zemi {

namespace {

Real constexpr output_delay = 1e-9;     // [s]
Real constexpr largest_speed = 1000;    // [m/s]
Real constexpr resting_step = 1;        // [s]
Real constexpr largest_cfl = 0.5;       // since 2025-07-09
Real constexpr wall_density_cap = 0.99; // of the jam density
Real constexpr weno_epsilon = 1e-6;     // absolute, for densities and speeds alike

std::size_t at(int i)
{
    return static_cast<std::size_t>(i);
}

/// Values of the five cells around i of one variable.
using Stencil = std::array<Real, 5>;

/// Weighted combination of the three parabolas with the smoothness indicators of Jiang & Shu (1996),
/// doi:10.1006/jcph.1996.0130.
Real weno_combination(Stencil const& v, std::array<Real, 3> const& weights, std::array<Real, 3> const& values)
{
    auto const square = [](Real x) { return x * x; };
    Real const third = Real(13) / 12;
    std::array<Real, 3> const beta{third * square(v[0] - 2 * v[1] + v[2]) + 0.25 * square(v[0] - 4 * v[1] + 3 * v[2]),
                                   third * square(v[1] - 2 * v[2] + v[3]) + 0.25 * square(v[1] - v[3]),
                                   third * square(v[2] - 2 * v[3] + v[4]) + 0.25 * square(3 * v[2] - 4 * v[3] + v[4])};
    Real sum = 0;
    Real result = 0;
    for (std::size_t k = 0; k < 3; ++k) {
        Real const a = weights[k] / square(weno_epsilon + beta[k]);
        sum += a;
        result += a * values[k];
    }
    return result / sum;
}

/// Value at the right edge of the middle cell; fifth order.
Real weno_left(Stencil const& v)
{
    return weno_combination(
        v, {0.1, 0.6, 0.3},
        {(2 * v[0] - 7 * v[1] + 11 * v[2]) / 6, (-v[1] + 5 * v[2] + 2 * v[3]) / 6, (2 * v[2] + 5 * v[3] - v[4]) / 6});
}

/// What the program takes for the value on the other side of the same edge. The parabolas are evaluated at three
/// different points, so it is a value near x_i - 0.9 dx: a jump of the wrong sign, which steepens instead of smoothing
/// wherever a wave runs upstream.
Real weno_right(Stencil const& v)
{
    return weno_combination(
        v, {0.3, 0.6, 0.1},
        {(11 * v[0] - 7 * v[1] + 2 * v[2]) / 6, (2 * v[1] + 5 * v[2] - v[3]) / 6, (-v[2] + 5 * v[3] + 2 * v[4]) / 6});
}

PredecessorState equilibrium_state(PredecessorSpec const& spec, PredecessorEquilibrium const& start)
{
    PredecessorPair const v =
        spec.equation.equilibrium_speed(start.rho_m, start.rho_c, spec.free_speed.at(start.category));
    return spec.equation.state_at_speed(start.rho_m, v[0], start.rho_c, v[1]);
}

/// The state at x as a function of the kind of start.
struct StartAt {
    PredecessorSpec const& spec;
    Real x;

    PredecessorState operator()(PredecessorUniform const& start) const { return start.state; }

    PredecessorState operator()(PredecessorEquilibrium const& start) const { return equilibrium_state(spec, start); }

    PredecessorState operator()(PredecessorRiemann const& start) const
    {
        return x < start.split ? start.left : start.right;
    }

    PredecessorState operator()(PredecessorHump const& start) const
    {
        Real const distance = (x - start.center) / start.width;
        Real const bell = std::exp(-distance * distance / 2);
        PredecessorState u = start.background;
        u[0] += (start.rho_m_max - u[0]) * bell;
        u[2] += (start.rho_c_max - u[2]) * bell;
        return u;
    }

    PredecessorState operator()(PredecessorSine const& start) const
    {
        PredecessorState u = equilibrium_state(spec, start.background);
        Real const phase = 2 * std::numbers::pi * start.waves * (x - spec.begin) / (spec.end - spec.begin);
        u[0] = max(u[0] + start.amplitude * std::sin(phase), spec.equation.epsilon);
        return u;
    }
};

void follow(PredecessorBoundary const& given, PredecessorBoundary& current, Real t)
{
    if (given.type != PredecessorBoundaryType::time_dependent) {
        return;
    }
    for (PredecessorPhase const& phase : given.schedule) {
        if (phase.begin <= t && t < phase.end) {
            current = {.type = phase.type, .state = phase.state};
            return;
        }
    }
}

} // namespace

PredecessorSolver::PredecessorSolver(PredecessorSpec spec)
    : m_spec(std::move(spec)),
      m_dx((m_spec.end - m_spec.begin) / m_spec.num_cells),
      m_left(m_spec.left),
      m_right(m_spec.right)
{
    int const n = m_spec.num_cells;
    int const g = m_spec.num_ghost;
    int const needed = m_spec.spatial == PredecessorSpatial::weno5 ? 3 : 1;
    if (n < 1 || g < needed || g > n) {
        throw std::invalid_argument(fmt::format("{} cells and {} ghost cells: at least {} ghost cells are needed, and "
                                                "as many cells",
                                                n, g, needed));
    }
    std::size_t const categories = m_spec.road_category.size();
    if (categories != 1 && categories != at(n)) {
        throw std::invalid_argument(fmt::format("{} road categories for {} cells", categories, n));
    }
    for (int i = 0; i < n + 2 * g; ++i) {
        std::size_t const cell = categories == 1 ? 0 : at(std::clamp(i - g, 0, n - 1));
        auto const found = m_spec.free_speed.find(m_spec.road_category[cell]);
        if (found == m_spec.free_speed.end()) {
            throw std::invalid_argument(fmt::format("no free speeds for road category {}", m_spec.road_category[cell]));
        }
        m_free_speed.push_back(found->second);
    }
    if (m_left.type == PredecessorBoundaryType::inflow && !m_left.state) {
        if (auto const* const start = std::get_if<PredecessorEquilibrium>(&m_spec.start)) {
            m_left.state = equilibrium_state(m_spec, *start);
        }
    }
    for (PredecessorBoundary const* side : {&m_left, &m_right}) {
        if (side->type == PredecessorBoundaryType::inflow && !side->state) {
            throw std::invalid_argument("an inflow needs a state");
        }
    }
}

Real PredecessorSolver::center(int cell) const
{
    return m_spec.begin + (cell - m_spec.num_ghost) * m_dx + m_dx / 2;
}

void PredecessorSolver::set_start()
{
    m_u.resize(m_free_speed.size());
    for (int i = 0; i < static_cast<int>(m_u.size()); ++i) {
        m_u[at(i)] = std::visit(StartAt{m_spec, center(i)}, m_spec.start);
    }
}

void PredecessorSolver::follow_schedules(Real t)
{
    follow(m_spec.left, m_left, t);
    follow(m_spec.right, m_right, t);
}

void PredecessorSolver::apply_left(Cells& u, PredecessorBoundary const& boundary) const
{
    int const g = m_spec.num_ghost;
    PredecessorState const first = u[at(g)];
    PredecessorState ghost{};
    switch (boundary.type) {
    case PredecessorBoundaryType::inflow:
        ghost = *boundary.state;
        if (m_spec.version != PredecessorVersion::seed) {
            ghost[1] = first[1];
            ghost[3] = first[3];
        }
        break;
    case PredecessorBoundaryType::outflow:
        ghost = first;
        break;
    case PredecessorBoundaryType::periodic:
        std::copy_n(u.begin() + m_spec.num_cells, g, u.begin());
        return;
    case PredecessorBoundaryType::wall:
        ghost = m_spec.equation.state_at_speed(first[0], 0, first[2], 0);
        break;
    case PredecessorBoundaryType::wall_capped_reflection:
        return;
    case PredecessorBoundaryType::time_dependent:
        throw std::runtime_error("unknown left boundary condition type: time_dependent");
    }
    std::fill_n(u.begin(), g, ghost);
}

void PredecessorSolver::apply_right(Cells& u, PredecessorBoundary const& boundary) const
{
    int const g = m_spec.num_ghost;
    PredecessorState const last = u[at(g + m_spec.num_cells - 1)];
    PredecessorPair const v = m_spec.equation.speed(last);
    PredecessorState ghost{};
    switch (boundary.type) {
    case PredecessorBoundaryType::inflow:
        ghost = *boundary.state;
        break;
    case PredecessorBoundaryType::outflow:
        ghost = last;
        break;
    case PredecessorBoundaryType::periodic:
        std::copy_n(u.begin() + g, g, u.end() - g);
        return;
    case PredecessorBoundaryType::wall:
        ghost = m_spec.equation.state_at_speed(last[0], -v[0], last[2], -v[1]);
        break;
    case PredecessorBoundaryType::wall_capped_reflection: {
        Real const cap = wall_density_cap * m_spec.equation.jam_density;
        ghost = m_spec.equation.state_at_speed(min(last[0], cap), -v[0], min(last[2], cap), -v[1]);
        break;
    }
    case PredecessorBoundaryType::time_dependent:
        throw std::runtime_error("unknown right boundary condition type: time_dependent");
    }
    std::fill_n(u.end() - g, g, ghost);
}

void PredecessorSolver::apply_boundary(Cells& u, PredecessorBoundary const& left,
                                       PredecessorBoundary const& right) const
{
    apply_left(u, left);
    apply_right(u, right);
}

Real PredecessorSolver::cfl_step(Real t) const
{
    Real fastest = 0;
    for (int i = 0; i < m_spec.num_cells; ++i) {
        Vec<Real, 4> const lambda = m_spec.equation.eigenvalues(m_u[at(i + m_spec.num_ghost)]);
        for (int k = 0; k < 4; ++k) {
            fastest = max(fastest, std::abs(lambda[k]));
        }
    }
    if (fastest > largest_speed) {
        throw std::runtime_error(fmt::format("a wave of {:.0f} m/s at t = {:.3f} s", fastest, t));
    }
    if (fastest < m_spec.equation.epsilon) {
        return resting_step;
    }
    Real const cfl = m_spec.version == PredecessorVersion::seed ? m_spec.cfl : min(m_spec.cfl, largest_cfl);
    return cfl * m_dx / fastest;
}

void PredecessorSolver::floor_densities(Cells& u) const
{
    for (PredecessorState& cell : u) {
        cell[0] = max(cell[0], m_spec.equation.epsilon);
        cell[2] = max(cell[2], m_spec.equation.epsilon);
    }
}

void PredecessorSolver::relax(Real time)
{
    for (std::size_t i = 0; i < m_u.size(); ++i) {
        m_u[i] = m_spec.equation.relax(m_u[i], m_free_speed[i], time);
    }
    if (m_spec.version != PredecessorVersion::seed) {
        floor_densities(m_u);
    }
}

std::vector<PredecessorState> PredecessorSolver::first_order_fluxes(Cells const& u) const
{
    std::vector<PredecessorState> fluxes;
    for (int i = 0; i <= m_spec.num_cells; ++i) {
        int const left = m_spec.num_ghost - 1 + i;
        fluxes.push_back(m_spec.equation.numerical_flux(u[at(left)], u[at(left + 1)]));
    }
    return fluxes;
}

std::vector<PredecessorState> PredecessorSolver::weno_fluxes(Cells const& u) const
{
    std::vector<Vec<Real, 4>> primitive;
    for (PredecessorState const& cell : u) {
        PredecessorPair const v = m_spec.equation.speed(cell);
        primitive.push_back({cell[0], v[0], cell[2], v[1]});
    }
    std::vector<PredecessorState> fluxes;
    for (int i = 0; i <= m_spec.num_cells; ++i) {
        int const middle = m_spec.num_ghost - 1 + i;
        Vec<Real, 4> left{};
        Vec<Real, 4> right{};
        for (int k = 0; k < 4; ++k) {
            Stencil const v{primitive[at(middle - 2)][k], primitive[at(middle - 1)][k], primitive[at(middle)][k],
                            primitive[at(middle + 1)][k], primitive[at(middle + 2)][k]};
            left[k] = weno_left(v);
            right[k] = weno_right(v);
        }
        PredecessorArz const& equation = m_spec.equation;
        fluxes.push_back(equation.numerical_flux(equation.state_at_speed(left[0], left[1], left[2], left[3]),
                                                 equation.state_at_speed(right[0], right[1], right[2], right[3])));
    }
    return fluxes;
}

/// -(F_right - F_left) / dx in each cell of the road; `u` with its ghost cells as they are.
std::vector<PredecessorState> PredecessorSolver::rate(Cells const& u) const
{
    std::vector<PredecessorState> const fluxes =
        m_spec.spatial == PredecessorSpatial::weno5 ? weno_fluxes(u) : first_order_fluxes(u);
    std::vector<PredecessorState> result(at(m_spec.num_cells));
    for (std::size_t i = 0; i < result.size(); ++i) {
        for (int k = 0; k < 4; ++k) {
            result[i][k] = -(fluxes[i + 1][k] - fluxes[i][k]) / m_dx;
        }
    }
    return result;
}

void PredecessorSolver::transport_euler_first_order(Real dt)
{
    std::vector<PredecessorState> const fluxes = first_order_fluxes(m_u);
    for (std::size_t i = 0; i + 1 < fluxes.size(); ++i) {
        PredecessorState& cell = m_u[i + at(m_spec.num_ghost)];
        for (int k = 0; k < 4; ++k) {
            cell[k] = cell[k] - dt / m_dx * (fluxes[i + 1][k] - fluxes[i][k]);
        }
    }
    floor_densities(m_u);
}

/// One Euler step or the three stages of SSP-RK3. The ghost cells are set anew in each stage from the boundary
/// conditions of the file, not from those in force: a schedule cannot be used.
void PredecessorSolver::transport_ssprk3(Real dt)
{
    PredecessorBoundary left = m_left;
    PredecessorBoundary right = m_right;
    left.type = m_spec.left.type;
    right.type = m_spec.right.type;
    Cells const before = m_u;
    auto const stage = [&](Real share) { // share * before + (1 - share) * (u + dt L(u))
        apply_boundary(m_u, left, right);
        std::vector<PredecessorState> const slope = rate(m_u);
        for (std::size_t i = 0; i < slope.size(); ++i) {
            std::size_t const cell = i + at(m_spec.num_ghost);
            PredecessorState& u = m_u[cell];
            for (int k = 0; k < 4; ++k) {
                u[k] = share * before[cell][k] + (1 - share) * (u[k] + dt * slope[i][k]);
            }
        }
        floor_densities(m_u);
    };
    stage(0);
    if (m_spec.time == PredecessorTime::ssprk3) {
        stage(0.75);
        stage(Real(1) / 3);
    }
}

void PredecessorSolver::transport(Real dt)
{
    if (m_spec.spatial == PredecessorSpatial::first_order && m_spec.time == PredecessorTime::euler) {
        transport_euler_first_order(dt);
    } else {
        transport_ssprk3(dt);
    }
}

void PredecessorSolver::check_numbers(Real t) const
{
    for (PredecessorState const& u : m_u) {
        for (int k = 0; k < 4; ++k) {
            if (std::isnan(u[k])) {
                throw std::runtime_error(fmt::format("not a number in the state at t = {} s", t));
            }
        }
    }
}

PredecessorResult PredecessorSolver::run()
{
    set_start();
    PredecessorResult result;
    auto const store = [&](Real t) {
        result.times.push_back(t);
        auto const first = m_u.begin() + m_spec.num_ghost;
        result.states.emplace_back(first, first + m_spec.num_cells);
    };
    Real t = 0;
    Real last_output = 0;
    store(t);
    while (t < m_spec.t_final) {
        follow_schedules(t);
        apply_boundary(m_u, m_left, m_right);
        Real const next_output = last_output + m_spec.output_dt + output_delay;
        Real const dt = min(min(cfl_step(t), m_spec.t_final - t), next_output - t);
        if (dt < m_spec.equation.epsilon) {
            break;
        }
        relax(dt / 2);
        transport(dt);
        relax(dt / 2);
        t += dt;
        ++result.steps;
        check_numbers(t);
        if (t >= last_output + m_spec.output_dt - output_delay || std::abs(t - m_spec.t_final) < output_delay) {
            store(t);
            last_output = t;
        }
    }
    return result;
}

} // namespace zemi
