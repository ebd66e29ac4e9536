// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/dual.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/physics/exact/two_class_riemann.hpp>

#include <cmath>
#include <cstddef>

namespace zemi::exact {

namespace {

constexpr Real kilometre_per_hour = 1 / 3.6;

/// Newton's method ends when the step is rounding; from six digits on, this many steps are plenty.
constexpr int num_newton_steps = 12;

using D = Dual<2>;

/// The speeds as functions of the two densities, markers frozen; derivatives with respect to the densities.
template <class Markers>
Vec<D, 2> speeds(MulticlassArz<2> const& equation, Vec<D, 2> const& density, Markers const& marker)
{
    Vec<D, 4> const standing{density[0], density[1], D(0), D(0)};
    auto const s = equation.point_state(standing, equation.road_data(0));
    return {D(marker[0]) - s[4], D(marker[1]) - s[5]};
}

Vec<D, 2> variables(Real first, Real second)
{
    return {D::variable(first, 0), D::variable(second, 1)};
}

} // namespace

ModelSpec TwoClassRiemann::model()
{
    ClassSpec motorcycle;
    motorcycle.name = "motorcycle";
    motorcycle.pressure_scale = 40 * kilometre_per_hour;
    motorcycle.pressure_exponent = 1.5;
    motorcycle.relaxation_time = 5;
    motorcycle.creeping_speed = 5 * kilometre_per_hour;
    motorcycle.free_speed = {{1, 85 * kilometre_per_hour}};
    motorcycle.perceives = {{"car", 0.4}};
    ClassSpec car;
    car.name = "car";
    car.pressure_scale = 60 * kilometre_per_hour;
    car.pressure_exponent = 2;
    car.relaxation_time = 10;
    car.free_speed = {{1, 75 * kilometre_per_hour}};
    ModelSpec spec;
    spec.classes = {motorcycle, car};
    spec.jam_density = 0.25;
    return spec;
}

TwoClassRiemann TwoClassRiemann::ordered_waves()
{
    TwoClassRiemann solution({.09, .05}, {9, 12.5});
    solution.append_shock(1.168286804353, {.108750366689, .074957607219});
    solution.append_rarefaction(.25);
    solution.append_contact(0, .064936097349, .122241951703);
    solution.append_contact(1, .086990715020, .076366629618);
    return solution;
}

TwoClassRiemann TwoClassRiemann::contact_between_waves()
{
    TwoClassRiemann solution({.06, .03}, {14, 9});
    solution.append_shock(3.344391414461, {.066342788659, .079683843085});
    solution.append_contact(1, .078003049595, .065954503796);
    solution.append_rarefaction(.3);
    solution.append_contact(0, .096867303660, .065650407873);
    return solution;
}

TwoClassRiemann::TwoClassRiemann(Densities const& density, std::array<Real, 2> const& speed)
    : m_equation(make_multiclass_arz<2>(model()))
{
    auto const s =
        m_equation.point_state(Vec<Real, 4>{density[0], density[1], speed[0], speed[1]}, m_equation.road_data(0));
    m_states.push_back({density, speed, {s[4], s[5]}});
}

void TwoClassRiemann::append_shock(Real speed, Densities const& guess)
{
    TwoClassState const left = m_states.back();
    Densities density = guess;
    for (int k = 0; k < num_newton_steps; ++k) {
        Vec<D, 2> const rho = variables(density[0], density[1]);
        Vec<D, 2> const v = speeds(m_equation, rho, left.marker);
        D const f = rho[0] * (v[0] - D(speed)) - D(left.density[0] * (left.speed[0] - speed));
        D const g = rho[1] * (v[1] - D(speed)) - D(left.density[1] * (left.speed[1] - speed));
        Real const det = f.derivative[0] * g.derivative[1] - f.derivative[1] * g.derivative[0];
        density[0] -= (f.value * g.derivative[1] - f.derivative[1] * g.value) / det;
        density[1] -= (f.derivative[0] * g.value - f.value * g.derivative[0]) / det;
    }
    m_states.push_back(state_with_markers(density, left.marker));
    m_waves.push_back({WaveKind::shock, 0, speed, speed});
}

void TwoClassRiemann::append_rarefaction(Real width)
{
    TwoClassState const left = m_states.back();
    auto const wave = [equation = m_equation, marker = left.marker](Vec<D, 2> const& rho) {
        Vec<D, 2> const v = speeds(equation, rho, marker);
        auto const s = equation.point_state(Vec<D, 4>{rho[0], rho[1], v[0], v[1]}, equation.road_data(0));
        return equation.eigenvalues(s)[3];
    };
    auto const slope = [equation = m_equation, marker = left.marker, wave](Real, std::vector<Real> const& density,
                                                                           std::vector<Real>& d) {
        Vec<D, 2> const rho = variables(density[0], density[1]);
        Vec<D, 2> const v = speeds(equation, rho, marker);
        D const mu = wave(rho);
        // B_ij = d(rho_i v_i) / drho_j with frozen markers; r solves (B - mu) r = 0.
        D const flow[2] = {rho[0] * v[0], rho[1] * v[1]};
        Real const first[2] = {flow[0].derivative[1], mu.value - flow[0].derivative[0]};
        Real const second[2] = {mu.value - flow[1].derivative[1], flow[1].derivative[0]};
        bool const take_first = std::hypot(first[0], first[1]) > std::hypot(second[0], second[1]);
        Real const* r = take_first ? first : second;
        Real const growth = mu.derivative[0] * r[0] + mu.derivative[1] * r[1];
        d[0] = r[0] / growth;
        d[1] = r[1] / growth;
        return density[0] > 0 && density[1] > 0 && growth != 0;
    };
    Real const head = wave(variables(left.density[0], left.density[1])).value;
    Real const tail = head + width;
    m_fans.emplace_back(slope, head, std::vector<Real>{left.density[0], left.density[1]}, tail, 1e-13);
    std::vector<Real> const density = m_fans.back().sample(tail);
    m_states.push_back(state_with_markers({density[0], density[1]}, left.marker));
    m_waves.push_back({WaveKind::rarefaction, 1, head, tail});
}

void TwoClassRiemann::append_contact(int carrier, Real carrier_density, Real guess)
{
    TwoClassState const left = m_states.back();
    auto const i = static_cast<std::size_t>(carrier);
    std::size_t const j = 1 - i;
    Real const speed = left.speed[i];
    Real const passing = left.density[j] * (left.speed[j] - speed); // of the other class through the contact
    Densities density{};
    density[i] = carrier_density;
    density[j] = guess;
    int const other = 1 - carrier;
    for (int k = 0; k < num_newton_steps; ++k) {
        Vec<D, 2> const rho = variables(density[0], density[1]);
        D const f = rho[other] * (speeds(m_equation, rho, left.marker)[other] - D(speed)) - D(passing);
        density[j] -= f.value / f.derivative[other];
    }
    TwoClassState right = state_with_markers(density, left.marker);
    right.marker[i] += speed - right.speed[i];
    right.speed[i] = speed;
    m_states.push_back(right);
    m_waves.push_back({WaveKind::contact, carrier, speed, speed});
}

TwoClassState TwoClassRiemann::state_with_markers(Densities const& density, std::array<Real, 2> const& marker) const
{
    Vec<D, 2> const v = speeds(m_equation, variables(density[0], density[1]), marker);
    return {density, {v[0].value, v[1].value}, marker};
}

TwoClassState TwoClassRiemann::sample(Real xi) const
{
    std::size_t fan = 0;
    for (std::size_t k = 0; k < m_waves.size(); ++k) {
        if (xi < m_waves[k].head) {
            return m_states[k];
        }
        if (xi < m_waves[k].tail) {
            std::vector<Real> const density = m_fans[fan].sample(xi);
            return state_with_markers({density[0], density[1]}, m_states[k].marker);
        }
        fan += m_waves[k].kind == WaveKind::rarefaction ? 1 : 0;
    }
    return m_states.back();
}

} // namespace zemi::exact
