// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/dual.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/physics/exact/two_class_riemann.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <utility>

namespace zemi::exact {

namespace {

constexpr Real kilometre_per_hour = 1 / 3.6;

/// Newton's method ends when the step is rounding; from the neighbour on a curve, this many steps are plenty.
constexpr int num_newton_steps = 12;

using D = Dual<2>;
using Pair = std::array<Real, 2>;

/// The speeds as functions of the two densities, markers frozen; derivatives with respect to the densities.
Vec<D, 2> speeds(MulticlassArz<2> const& equation, Vec<D, 2> const& density, Pair const& marker)
{
    Vec<D, 4> const standing{density[0], density[1], D(0), D(0)};
    auto const s = equation.point_state(standing, equation.road_data(0));
    return {D(marker[0]) - s[4], D(marker[1]) - s[5]};
}

Vec<D, 2> variables(Real first, Real second)
{
    return {D::variable(first, 0), D::variable(second, 1)};
}

/// What the coupled waves of given markers do at some densities.
struct Coupled {
    D wave;     ///< mu and its gradient [m/s, m^2/(s veh)]
    Pair right; ///< eigenvector of the densities, of length 1; slower wave: both grow, faster wave: the first one grows
    Real growth; ///< grad mu . right
};

Coupled coupled(MulticlassArz<2> const& equation, Pair const& density, Pair const& marker, int family)
{
    Vec<D, 2> const rho = variables(density[0], density[1]);
    Vec<D, 2> const v = speeds(equation, rho, marker);
    auto const s = equation.point_state(Vec<D, 4>{rho[0], rho[1], v[0], v[1]}, equation.road_data(0));
    D const mu = equation.eigenvalues(s)[2 + family];
    // B_ij = d(rho_i v_i) / drho_j with frozen markers; r solves (B - mu) r = 0.
    D const flow[2] = {rho[0] * v[0], rho[1] * v[1]};
    Pair const first{flow[0].derivative[1], mu.value - flow[0].derivative[0]};
    Pair const second{mu.value - flow[1].derivative[1], flow[1].derivative[0]};
    bool const take_first = std::hypot(first[0], first[1]) > std::hypot(second[0], second[1]);
    Pair r = take_first ? first : second;
    // Both densities grow along that of the slower wave, only the first one along that of the faster wave.
    Real const size = std::copysign(std::hypot(r[0], r[1]), family == 0 ? r[0] + r[1] : r[0] - r[1]);
    r = {r[0] / size, r[1] / size};
    return {mu, r, mu.derivative[0] * r[0] + mu.derivative[1] * r[1]};
}

/// A point of a Hugoniot curve: rho_i (v_i(rho) - s) = rho_i (v_i - s) on the left for both classes.
struct HugoniotPoint {
    Pair density;
    Real speed;
};

/// The states that shocks connect with the one on the left, by continuation along the curve.
class HugoniotCurve {
public:
    HugoniotCurve(MulticlassArz<2> const& equation, TwoClassState const& left) : m_equation(equation), m_left(left) {}

    /// The point near `guess` on the line through it across `direction`, or none.
    [[nodiscard]] std::optional<HugoniotPoint> nearest(HugoniotPoint const& guess, Pair const& direction) const
    {
        HugoniotPoint point = guess;
        for (int k = 0; k < num_newton_steps; ++k) {
            auto const [f, jacobian] = residual(point);
            // d rho = n y across the direction and d s: two equations.
            Pair const across{-direction[1], direction[0]};
            Pair const column{jacobian[0][0] * across[0] + jacobian[0][1] * across[1],
                              jacobian[1][0] * across[0] + jacobian[1][1] * across[1]};
            Pair const by_speed{m_left.density[0] - point.density[0], m_left.density[1] - point.density[1]};
            Real const det = column[0] * by_speed[1] - column[1] * by_speed[0];
            Real const y = -(f[0] * by_speed[1] - f[1] * by_speed[0]) / det;
            Real const ds = -(column[0] * f[1] - column[1] * f[0]) / det;
            point.density[0] += y * across[0];
            point.density[1] += y * across[1];
            point.speed += ds;
            if (!(std::isfinite(point.speed) && point.density[0] > 0 && point.density[1] > 0)) {
                return std::nullopt;
            }
            // The speed of a weak shock is known less well than the flows that it is a quotient of.
            Real const density = point.density[0] + point.density[1];
            if (std::abs(y) < 1e-13 * density
                && std::abs(ds) * std::hypot(by_speed[0], by_speed[1])
                       < 1e-14 * density * (1 + std::abs(point.speed))) {
                return point;
            }
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] std::pair<Pair, std::array<Pair, 2>> residual(HugoniotPoint const& point) const
    {
        Vec<D, 2> const rho = variables(point.density[0], point.density[1]);
        Vec<D, 2> const v = speeds(m_equation, rho, m_left.marker);
        std::pair<Pair, std::array<Pair, 2>> result;
        for (int i = 0; i < 2; ++i) {
            auto const k = static_cast<std::size_t>(i);
            D const f = rho[i] * (v[i] - D(point.speed)) - D(m_left.density[k] * (m_left.speed[k] - point.speed));
            result.first[k] = f.value;
            result.second[k] = {f.derivative[0], f.derivative[1]};
        }
        return result;
    }

    MulticlassArz<2> const& m_equation;
    TwoClassState const& m_left;
};

/// Markers that differ by rounding only need no contact.
bool same_marker(Real a, Real b)
{
    return std::abs(a - b) <= 1e-11 * (1 + std::abs(a));
}

std::string const& family_name(int family)
{
    static std::array<std::string, 2> const names{"slower coupled wave", "faster coupled wave"};
    if (family != 0 && family != 1) {
        throw std::invalid_argument(fmt::format("there is no family {} of coupled waves, only 0 and 1", family));
    }
    return names[static_cast<std::size_t>(family)];
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
    TwoClassRiemann solution(model(), {.09, .05}, {9, 12.5});
    solution.append_shock(0, .03);
    solution.append_rarefaction(1, .25);
    solution.append_contact(0, 11);
    solution.append_contact(1, 15.5);
    return solution;
}

TwoClassRiemann TwoClassRiemann::contact_between_waves()
{
    TwoClassRiemann solution(model(), {.06, .03}, {14, 9});
    solution.append_shock(0, .05);
    solution.append_contact(1, 11);
    solution.append_rarefaction(1, .3);
    solution.append_contact(0, 17);
    return solution;
}

std::optional<TwoClassRiemann> TwoClassRiemann::between(ModelSpec const& model, Densities const& left_density,
                                                        Speeds const& left_speed, Densities const& right_density,
                                                        Speeds const& right_speed)
{
    TwoClassRiemann const start(model, left_density, left_speed);
    TwoClassState const right = TwoClassRiemann(model, right_density, right_speed).states().front();
    // Which contacts are slower than the faster coupled wave, and which are faster.
    static std::array<Order, 6> const orders{
        {{{}, {0, 1}}, {{}, {1, 0}}, {{0}, {1}}, {{1}, {0}}, {{0, 1}, {}}, {{1, 0}, {}}}};
    for (Order const& order : orders) {
        if (auto chain = start.search(order, right)) {
            return chain;
        }
    }
    return std::nullopt;
}

std::optional<TwoClassRiemann> TwoClassRiemann::search(Order const& order, TwoClassState const& right) const
{
    try {
        // Back from the right through the contacts behind the last coupled wave, which do not depend on its strength.
        TwoClassState const& left = m_states.back();
        TwoClassState inner = right;
        for (std::size_t k = order.behind.size(); k-- > 0;) {
            int const carrier = order.behind[k];
            Real const marker = left.marker[static_cast<std::size_t>(carrier)];
            if (!same_marker(marker, inner.marker[static_cast<std::size_t>(carrier)])) {
                inner = across_contact(inner, carrier, marker);
            }
        }
        // From the state on the left, where there are no waves, to that one; as far at once as Newton's method follows.
        Pair strength{0, 0};
        Real reached = 0;
        for (Real step = 1; reached < 1;) {
            Real const next = std::min(reached + step, Real(1));
            TwoClassState target = inner;
            for (std::size_t i = 0; i < 2 && next < 1; ++i) {
                target.density[i] = left.density[i] + next * (inner.density[i] - left.density[i]);
                target.marker[i] = left.marker[i] + next * (inner.marker[i] - left.marker[i]);
            }
            if (auto const found = strengths(order, target, strength)) {
                strength = *found;
                reached = next;
                step *= 2;
            } else if ((step /= 2) < 1e-2) {
                return std::nullopt;
            }
        }
        TwoClassRiemann chain = *this;
        chain.append_inner_waves(order, strength, right.marker);
        chain.append_contacts(order.behind, right.marker);
        TwoClassState const& end = chain.states().back();
        Real const miss = std::hypot(end.density[0] - right.density[0], end.density[1] - right.density[1])
                        / (end.density[0] + end.density[1]);
        return miss < 1e-10 ? std::optional(std::move(chain)) : std::nullopt;
    } catch (std::domain_error const&) { // not admissible, or a wave that does not get so far
        return std::nullopt;
    }
}

std::optional<std::array<Real, 2>> TwoClassRiemann::strengths(Order const& order, TwoClassState const& target,
                                                              std::array<Real, 2> const& guess) const
{
    Real const scale = target.density[0] + target.density[1];
    auto const miss = [&](Pair const& strength) -> std::optional<Pair> {
        try {
            TwoClassRiemann chain = *this;
            chain.m_is_strict = false;
            chain.append_inner_waves(order, strength, target.marker);
            TwoClassState const& end = chain.states().back();
            return Pair{end.density[0] - target.density[0], end.density[1] - target.density[1]};
        } catch (std::domain_error const&) {
            return std::nullopt;
        }
    };
    auto const size = [](Pair const& pair) { return std::hypot(pair[0], pair[1]); };
    Pair strength = guess;
    std::optional<Pair> f = miss(strength);
    for (int k = 0; k < 20 && f && size(*f) > 1e-13 * scale; ++k) {
        Real const h = 1e-6 * scale;
        auto const f0 = miss({strength[0] + h, strength[1]});
        auto const f1 = miss({strength[0], strength[1] + h});
        if (!f0 || !f1) {
            return std::nullopt;
        }
        Pair const column0{((*f0)[0] - (*f)[0]) / h, ((*f0)[1] - (*f)[1]) / h};
        Pair const column1{((*f1)[0] - (*f)[0]) / h, ((*f1)[1] - (*f)[1]) / h};
        Real const det = column0[0] * column1[1] - column0[1] * column1[0];
        Pair const step{-((*f)[0] * column1[1] - (*f)[1] * column1[0]) / det,
                        -(column0[0] * (*f)[1] - column0[1] * (*f)[0]) / det};
        std::optional<Pair> next;
        for (Real damping = 1; !next && damping > 0.05; damping /= 2) {
            Pair const trial{strength[0] + damping * step[0], strength[1] + damping * step[1]};
            next = std::isfinite(trial[0] + trial[1]) ? miss(trial) : std::nullopt;
            if (next && size(*next) < size(*f)) {
                strength = trial;
            } else {
                next.reset();
            }
        }
        if (!next) {
            break; // rounding, or no way down
        }
        f = next;
    }
    return f && size(*f) <= 1e-10 * scale ? std::optional(strength) : std::nullopt;
}

void TwoClassRiemann::append_inner_waves(Order const& order, std::array<Real, 2> const& change,
                                         std::array<Real, 2> const& marker)
{
    append_coupled(0, change[0]);
    append_contacts(order.between, marker);
    append_coupled(1, change[1]);
}

void TwoClassRiemann::append_contacts(std::vector<int> const& carriers, std::array<Real, 2> const& marker)
{
    for (int const carrier : carriers) {
        auto const i = static_cast<std::size_t>(carrier);
        if (!same_marker(marker[i], m_states.back().marker[i])) {
            append_contact(carrier, marker[i]);
        }
    }
}

void TwoClassRiemann::append_coupled(int family, Real change)
{
    TwoClassState const left = m_states.back();
    if (std::abs(change) < 1e-11 * (left.density[0] + left.density[1])) {
        return; // rounding
    }
    Coupled const start = coupled(m_equation, left.density, left.marker, family);
    if (change * start.growth < 0) {
        append_shock(family, std::abs(change));
        return;
    }
    auto const slope = [equation = m_equation, marker = left.marker, family](Real, std::vector<Real> const& density,
                                                                             std::vector<Real>& d) {
        if (!(density[0] > 0 && density[1] > 0)) {
            return false;
        }
        Pair const r = coupled(equation, {density[0], density[1]}, marker, family).right;
        d[0] = r[0];
        d[1] = r[1];
        return true;
    };
    Trajectory const curve(slope, 0, {left.density[0], left.density[1]}, change, 1e-13);
    std::vector<Real> const end = curve.sample(change);
    TwoClassState const right = state_with_markers({end[0], end[1]}, left.marker);
    if (m_is_strict) {
        Real const width = coupled_waves(right)[static_cast<std::size_t>(family)] - start.wave.value;
        if (!(width > 1e-12 * (1 + std::abs(start.wave.value)))) {
            throw std::domain_error("the faster coupled wave neither opens nor becomes a shock");
        }
        append_rarefaction(family, width);
    } else {
        m_states.push_back(right);
    }
}

TwoClassRiemann::TwoClassRiemann(ModelSpec const& model, Densities const& density, Speeds const& speed)
    : m_equation(make_multiclass_arz<2>(model))
{
    if (!(density[0] > 0 && density[1] > 0 && std::isfinite(density[0] + density[1] + speed[0] + speed[1]))) {
        throw std::invalid_argument("a Riemann problem of two classes needs densities above zero and finite speeds");
    }
    auto const s =
        m_equation.point_state(Vec<Real, 4>{density[0], density[1], speed[0], speed[1]}, m_equation.road_data(0));
    m_states.push_back({density, speed, {s[4], s[5]}});
}

void TwoClassRiemann::append_shock(int family, Real strength)
{
    TwoClassState const left = m_states.back();
    std::string const name = fmt::format("shock of the {} of {:.6g} veh/m", family_name(family), strength);
    if (!(strength > 0)) {
        throw std::invalid_argument(fmt::format("{}: its strength has to be above zero", name));
    }
    Coupled const start = coupled(m_equation, left.density, left.marker, family);
    HugoniotCurve const curve(m_equation, left);
    // Along the eigenvector to where the characteristic speed falls: the shock is slower than it is on its left, ds =
    // grad mu . d(rho) / 2.
    Real const sign = start.growth > 0 ? -1 : 1;
    Pair const along{sign * start.right[0], sign * start.right[1]};
    HugoniotPoint last{left.density, start.wave.value};
    HugoniotPoint slope{along, -std::abs(start.growth) / 2}; // by the length along the eigenvector
    Real slowest = last.speed;
    Real const longest_step = std::min(strength / 32, (left.density[0] + left.density[1]) / 256);
    Real step = longest_step;
    for (Real length = 0; length < strength;) {
        Real const next_length = std::min(length + step, strength);
        Real const way = next_length - length;
        auto const next =
            curve.nearest({{last.density[0] + way * slope.density[0], last.density[1] + way * slope.density[1]},
                           last.speed + way * slope.speed},
                          along);
        if (!next) {
            step /= 2;
            if (step < 1e-6 * longest_step) {
                throw std::domain_error(fmt::format("{}: the Hugoniot curve ends at {:.6g} veh/m", name, length));
            }
            continue;
        }
        slope = {{(next->density[0] - last.density[0]) / way, (next->density[1] - last.density[1]) / way},
                 (next->speed - last.speed) / way};
        last = *next;
        slowest = std::min(slowest, last.speed);
        length = next_length;
        step = std::min(2 * step, longest_step);
    }
    TwoClassState const right = state_with_markers(last.density, left.marker);
    check_order(last.speed, name);
    check_jump(right, last.speed, name);
    Real const rounding = 1e-12 * (1 + std::abs(last.speed)) * (left.density[0] + left.density[1]) / strength;
    if (m_is_strict && slowest < last.speed - rounding) {
        throw std::domain_error(
            fmt::format("{}: not admissible by Liu's condition, weaker ones are slower ({:.6g} instead "
                        "of {:.6g} m/s)",
                        name, slowest, last.speed));
    }
    if (m_is_strict) {
        check_shock(right, family, last.speed, name);
    }
    m_states.push_back(right);
    m_waves.push_back({WaveKind::shock, family, last.speed, last.speed});
}

void TwoClassRiemann::append_rarefaction(int family, Real width)
{
    TwoClassState const left = m_states.back();
    std::string const name = fmt::format("rarefaction of the {}", family_name(family));
    if (!(width > 0)) {
        throw std::invalid_argument(fmt::format("{}: its width has to be above zero", name));
    }
    Coupled const start = coupled(m_equation, left.density, left.marker, family);
    Real const head = start.wave.value;
    Real const tail = head + width;
    check_order(head, name);
    auto const slope = [equation = m_equation, marker = left.marker, family,
                        sign = start.growth > 0 ? Real(1) : Real(-1)](Real, std::vector<Real> const& density,
                                                                      std::vector<Real>& d) {
        if (!(density[0] > 0 && density[1] > 0)) {
            return false;
        }
        Coupled const here = coupled(equation, {density[0], density[1]}, marker, family);
        d[0] = here.right[0] / here.growth;
        d[1] = here.right[1] / here.growth;
        return sign * here.growth > 0;
    };
    try {
        Trajectory fan(slope, head, {left.density[0], left.density[1]}, tail, 1e-13);
        std::vector<Real> const density = fan.sample(tail);
        m_states.push_back(state_with_markers({density[0], density[1]}, left.marker));
        m_waves.push_back({WaveKind::rarefaction, family, head, tail});
        m_fans.push_back(std::move(fan));
    } catch (std::domain_error const& error) {
        throw std::domain_error(fmt::format("{} from {:.6g} to {:.6g} m/s: its characteristic speed does not grow so "
                                            "far, or a density becomes zero: {}",
                                            name, head, tail, error.what()));
    }
}

void TwoClassRiemann::append_contact(int carrier, Real marker)
{
    if (carrier != 0 && carrier != 1) {
        throw std::invalid_argument(fmt::format("there is no class {}, only 0 and 1", carrier));
    }
    TwoClassState const& left = m_states.back();
    auto const i = static_cast<std::size_t>(carrier);
    Real const speed = left.speed[i];
    std::string const name = fmt::format("contact of class {} at {:.6g} m/s", carrier, speed);
    if (!(std::isfinite(marker) && marker != left.marker[i])) {
        throw std::invalid_argument(
            fmt::format("{}: the marker on its right has to be another one than on its left", name));
    }
    check_order(speed, name);
    TwoClassState const right = across_contact(left, carrier, marker);
    check_jump(right, speed, name);
    m_states.push_back(right);
    m_waves.push_back({WaveKind::contact, carrier, speed, speed});
}

TwoClassState TwoClassRiemann::across_contact(TwoClassState const& from, int carrier, Real marker) const
{
    auto const i = static_cast<std::size_t>(carrier);
    std::size_t const j = 1 - i;
    int const other = 1 - carrier;
    Real const speed = from.speed[i];
    Real const passing = from.density[j] * (from.speed[j] - speed); // of the other class through the contact
    // The densities are followed from the side where they are known. Where the determinant changes its sign two
    // solutions meet and end: resonance of the contact with a coupled wave.
    constexpr int num_parts = 64;
    Densities density = from.density;
    std::array<Real, 2> markers = from.marker;
    Real first_determinant = 0;
    for (int part = 0; part <= num_parts; ++part) {
        Real const reached = markers[i];
        markers[i] = part < num_parts ? from.marker[i] + (marker - from.marker[i]) * part / num_parts : marker;
        for (int k = 0; k < num_newton_steps; ++k) {
            Vec<D, 2> const rho = variables(density[0], density[1]);
            Vec<D, 2> const v = speeds(m_equation, rho, markers);
            D const f = v[carrier] - D(speed);
            D const g = rho[other] * (v[other] - D(speed)) - D(passing);
            Real const det = f.derivative[0] * g.derivative[1] - f.derivative[1] * g.derivative[0];
            first_determinant = part == 0 && k == 0 ? det : first_determinant;
            Real const step_0 = (f.value * g.derivative[1] - f.derivative[1] * g.value) / det;
            Real const step_1 = (f.derivative[0] * g.value - f.value * g.derivative[0]) / det;
            density[0] -= step_0;
            density[1] -= step_1;
            if (!(density[0] > 0 && density[1] > 0 && det * first_determinant > 0)) {
                throw std::domain_error(fmt::format("contact of class {} at {:.6g} m/s: does not reach the marker "
                                                    "of {:.6g} m/s, it ends at {:.6g} m/s",
                                                    carrier, speed, marker, reached));
            }
        }
    }
    TwoClassState to = state_with_markers(density, markers);
    to.speed[i] = speed; // to the last bit
    return to;
}

Real TwoClassRiemann::coupled_wave(int family) const
{
    (void)family_name(family); // refuses others
    return coupled_waves(m_states.back())[static_cast<std::size_t>(family)];
}

void TwoClassRiemann::check_order(Real head, std::string const& name) const
{
    if (m_is_strict && !m_waves.empty() && !(head > m_waves.back().tail)) {
        throw std::domain_error(
            fmt::format("{}: begins at {:.6g} m/s, not faster than the wave on its left ({:.6g} m/s)", name, head,
                        m_waves.back().tail));
    }
}

void TwoClassRiemann::check_jump(TwoClassState const& right, Real speed, std::string const& name) const
{
    constexpr Real tolerance = 1e-12;
    TwoClassState const& left = m_states.back();
    for (std::size_t i = 0; i < 2; ++i) {
        Real const in = left.density[i] * (left.speed[i] - speed);
        Real const out = right.density[i] * (right.speed[i] - speed);
        Real const scale = left.density[i] * (std::abs(left.speed[i]) + std::abs(speed))
                         + right.density[i] * (std::abs(right.speed[i]) + std::abs(speed));
        Real const marker_scale = scale * (std::abs(left.marker[i]) + std::abs(right.marker[i]));
        if (!(std::abs(in - out) <= tolerance * scale
              && std::abs(in * left.marker[i] - out * right.marker[i]) <= tolerance * marker_scale)) {
            throw std::domain_error(
                fmt::format("{}: no state on its right satisfies the Rankine-Hugoniot conditions", name));
        }
    }
}

void TwoClassRiemann::check_shock(TwoClassState const& right, int family, Real speed, std::string const& name) const
{
    TwoClassState const& left = m_states.back();
    auto const k = static_cast<std::size_t>(family);
    auto const before = coupled_waves(left);
    auto const behind = coupled_waves(right);
    std::size_t const o = 1 - k;
    bool const compressive = behind[k] < speed && speed < before[k];
    bool const others_pass =
        family == 0 ? before[o] > speed && behind[o] > speed : before[o] < speed && behind[o] < speed;
    if (!compressive || !others_pass) {
        throw std::domain_error(fmt::format("{}: not admissible by Lax's condition at its speed of {:.6g} m/s, the "
                                            "characteristic speeds are {:.6g} m/s on the left and {:.6g} m/s on the "
                                            "right, those of the other coupled wave {:.6g} and {:.6g} m/s",
                                            name, speed, before[k], behind[k], before[o], behind[o]));
    }
}

std::array<Real, 2> TwoClassRiemann::coupled_waves(TwoClassState const& state) const
{
    auto const s = m_equation.point_state(
        Vec<Real, 4>{state.density[0], state.density[1], state.speed[0], state.speed[1]}, m_equation.road_data(0));
    auto const waves = m_equation.eigenvalues(s);
    return {waves[2], waves[3]};
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
