// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/jamiton.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace zemi::exact {

namespace {

constexpr Real epsilon = std::numeric_limits<Real>::epsilon();

void check(JamitonModel const& model, Real sonic)
{
    if (!(model.pressure_scale > 0 && model.free_speed > 0 && model.jam_density > 0 && model.relaxation_time > 0)) {
        throw std::invalid_argument(
            "a jamiton needs a pressure scale, free speed, jam density and relaxation time above zero");
    }
    Real const stable = model.free_speed * model.jam_density / (2 * model.pressure_scale);
    if (!(sonic > 0 && sonic < stable)) {
        throw std::invalid_argument(
            fmt::format("there is no jamiton of sonic density {:.6g} veh/m: traffic is unstable "
                        "between 0 and {:.6g} veh/m only",
                        sonic, stable));
    }
    if (!(sonic < model.jam_density)) {
        throw std::invalid_argument(
            fmt::format("there is no jamiton of sonic density {:.6g} veh/m: it is not below the "
                        "jam density of {:.6g} veh/m",
                        sonic, model.jam_density));
    }
}

/// rho_M: where drivers at v = s + m / rho have their equilibrium speed again.
Real least_density(JamitonModel const& model, Real sonic)
{
    return 2 * model.pressure_scale * sonic * sonic / (model.jam_density * model.free_speed);
}

/// The density on the other side of the shock.
Real across_shock(Real sonic, Real density)
{
    return (-density + std::sqrt(density * density + 8 * sonic * sonic * sonic / density)) / 2;
}

/// A root of f, which increases on [low, high], by Newton's method; by bisection where that leaves the bracket.
template <class F, class Slope>
Real root(F const& f, Slope const& slope, Real low, Real high)
{
    Real x = low + (high - low) / 2;
    for (int i = 0; i < 200; ++i) {
        Real const value = f(x);
        if (value == 0) {
            break;
        }
        (value > 0 ? high : low) = x;
        Real next = x - value / slope(x);
        if (!(next > low && next < high)) {
            next = low + (high - low) / 2;
        }
        if (next == x || std::abs(next - x) <= epsilon / 2 * std::abs(x)) {
            return next;
        }
        x = next;
    }
    return x;
}

} // namespace

struct Jamiton::Within {
    Real turns;
    Real rest; ///< in [0, period)
};

Jamiton::Jamiton(JamitonModel const& model, Real sonic_density, Real left_density)
    : m_model(model),
      m_sonic(sonic_density),
      m_left(left_density)
{
    check(model, sonic_density);
    m_least = exact::least_density(model, sonic_density);
    if (!(left_density > m_least * (1 + epsilon) && left_density < sonic_density)) {
        throw std::invalid_argument(
            fmt::format("there is no jamiton whose density before the shock is {:.6g} veh/m: it "
                        "has to be between {:.6g} and {:.6g} veh/m",
                        left_density, m_least, sonic_density));
    }
    Real const rho = sonic_density;
    Real const jam = model.jam_density;
    m_flow = 2 * model.pressure_scale * rho * rho * rho / (jam * jam);
    m_speed = model.free_speed * (1 - rho / jam) - m_flow / rho; // m = rho^2 p'(rho) at the sonic point
    m_right = across_shock(rho, m_left);
    if (!(m_right <= jam * (1 + 4 * epsilon))) {
        throw std::invalid_argument(fmt::format("there is no jamiton in closed form whose density behind the shock is "
                                                "{:.6g} veh/m, above the jam density of {:.6g} veh/m",
                                                m_right, jam));
    }
    m_length = 2 * model.pressure_scale * model.relaxation_time * m_flow / (model.free_speed * jam);
    m_period = place_at(m_left);
    m_vehicles = vehicles_at(m_left);
    m_cubes = cubes_at(m_left);
}

Jamiton Jamiton::with_period(JamitonModel const& model, Real sonic_density, Real period)
{
    check(model, sonic_density);
    if (!(period > 0)) {
        throw std::invalid_argument("the period of a jamiton has to be above zero");
    }
    // The period falls from infinity at rho_M to zero at rho_S; in the logarithm of the distance from rho_M it is
    // almost a straight line where it is long. It ends earlier where the density behind the shock is the jam density.
    Real const least = exact::least_density(model, sonic_density);
    Real const jammed = across_shock(sonic_density, model.jam_density);
    Real low = std::log(std::max(8 * epsilon * least, jammed - least));
    Real high = std::log(sonic_density - least - 8 * epsilon * sonic_density);
    auto const excess = [&](Real logarithm) {
        return Jamiton(model, sonic_density, least + std::exp(logarithm)).period() - period;
    };
    if (!(low < high && excess(low) > 0)) {
        throw std::invalid_argument(fmt::format(
            "the period of {:.6g} m is too long for a jamiton of sonic density {:.6g} veh/m: {}", period, sonic_density,
            jammed > least ? "the density behind its shock would be above the jam density"
                           : "its tail would be uniform traffic to the last digit"));
    }
    if (!(excess(high) < 0)) {
        throw std::invalid_argument(fmt::format("the period of {:.6g} m is too short: its shock is rounding", period));
    }
    for (int i = 0; i < 200 && high - low > epsilon * std::abs(low); ++i) {
        Real const middle = low + (high - low) / 2;
        (excess(middle) > 0 ? low : high) = middle;
    }
    return {model, sonic_density, least + std::exp(high)};
}

SingleClassState Jamiton::sample(Real xi) const
{
    Real const density = density_within(within(xi).rest);
    Real const share = density / m_model.jam_density;
    Real const v = m_speed + m_flow / density;
    return {density, v, v + m_model.pressure_scale * share * share};
}

Real Jamiton::origin(Real x, Real t) const
{
    return place_of(vehicles(x - m_speed * t) - m_flow * t);
}

Real Jamiton::vehicles(Real xi) const
{
    auto const [turns, rest] = within(xi);
    return turns * m_vehicles + (rest > 0 ? vehicles_at(density_within(rest)) : 0);
}

Real Jamiton::place_of(Real vehicles) const
{
    Real const turns = std::floor(vehicles / m_vehicles);
    Real const rest = std::clamp(vehicles - turns * m_vehicles, Real(0), m_vehicles);
    // Vehicles increase where the density falls: u = -density.
    Real const u = root([&](Real minus) { return vehicles_at(-minus) - rest; },
                        [&](Real minus) {
                            Real const d = -minus;
                            return d * m_length * (d * d + d * m_sonic + m_sonic * m_sonic) / ((d - m_least) * d * d);
                        },
                        -m_right, -m_left);
    return turns * m_period + place_at(-u);
}

Real Jamiton::mean_density(Real begin, Real end) const
{
    return (vehicles(end) - vehicles(begin)) / (end - begin);
}

Real Jamiton::mean_density_times_marker(Real begin, Real end) const
{
    // rho w = rho s + m + rho p
    Real const jam = m_model.jam_density;
    Real const pressures = m_model.pressure_scale * (cubes(end) - cubes(begin)) / (jam * jam);
    return m_speed * mean_density(begin, end) + m_flow + pressures / (end - begin);
}

Jamiton::Within Jamiton::within(Real xi) const
{
    Real const turns = std::floor(xi / m_period);
    return {turns, std::clamp(xi - turns * m_period, Real(0), m_period)};
}

Real Jamiton::place_at(Real density) const
{
    Real const a = 1 + (m_sonic + m_sonic * m_sonic / m_least) / m_least;
    Real const rise = a * std::log((m_right - m_least) / (density - m_least)) + (1 - a) * std::log(m_right / density)
                    + m_sonic * m_sonic / m_least * (1 / m_right - 1 / density);
    return m_length * rise;
}

Real Jamiton::vehicles_at(Real density) const
{
    Real const a = 1 + (m_sonic + m_sonic * m_sonic / m_least) / m_least;
    Real const rise = (m_right - density) + a * m_least * std::log((m_right - m_least) / (density - m_least))
                    - m_sonic * m_sonic / m_least * std::log(m_right / density);
    return m_length * rise;
}

Real Jamiton::cubes_at(Real density) const
{
    // rho (rho^2 + rho rho_S + rho_S^2) / (rho - rho_M) = rho^2 + b rho + c + c rho_M / (rho - rho_M)
    Real const b = m_sonic + m_least;
    Real const c = m_sonic * m_sonic + m_least * b;
    auto const polynomial = [&](Real rho) { return rho * (c + rho * (b / 2 + rho / 3)); };
    Real const rise =
        polynomial(m_right) - polynomial(density) + c * m_least * std::log((m_right - m_least) / (density - m_least));
    return m_length * rise;
}

Real Jamiton::cubes(Real xi) const
{
    auto const [turns, rest] = within(xi);
    return turns * m_cubes + (rest > 0 ? cubes_at(density_within(rest)) : 0);
}

Real Jamiton::density_within(Real xi) const
{
    Real const u = root([&](Real minus) { return place_at(-minus) - xi; },
                        [&](Real minus) {
                            Real const d = -minus;
                            return m_length * (d * d + d * m_sonic + m_sonic * m_sonic) / ((d - m_least) * d * d);
                        },
                        -m_right, -m_left);
    return xi > 0 ? -u : m_right;
}

} // namespace zemi::exact
