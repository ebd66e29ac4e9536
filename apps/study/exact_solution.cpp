// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/exact_solution.hpp"

#include "study/start_profile.hpp"
#include <zemi/core/units.hpp>
#include <zemi/physics/equilibrium.hpp>
#include <zemi/physics/exact/single_class_riemann.hpp>
#include <zemi/physics/exact/steady_profile.hpp>
#include <zemi/physics/exact/two_class_riemann.hpp>
#include <zemi/physics/exact/uniform_relaxation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <stdexcept>
#include <utility>

namespace zemi::study {
namespace {

constexpr Real forever = std::numeric_limits<Real>::infinity();

/// Speed in a unit that reads well.
std::string readable_speed(Real speed)
{
    return format_quantity_in(speed, "km/h", 4);
}

/// What every solution asks about a case.
struct Question {
    Problem const& problem;
    Real duration; ///< [s]
    StartProfile start;

    explicit Question(app::Case const& input)
        : problem(input.problem),
          duration(input.end_time - input.problem.begin_time),
          start(input.problem)
    {
    }

    [[nodiscard]] bool is_arz() const { return problem.model.equation == "multiclass_arz"; }
    [[nodiscard]] bool relaxes() const
    {
        return std::any_of(problem.model.classes.begin(), problem.model.classes.end(),
                           [&](ClassSpec const& c) { return !(duration / c.relaxation_time < 1e-14); });
    }
    [[nodiscard]] std::set<int> categories() const
    {
        return {problem.road.category.begin(), problem.road.category.end()};
    }
    [[nodiscard]] Real x_end() const { return problem.road.x_begin + problem.road.length; }
    [[nodiscard]] bool is_ring() const
    {
        return problem.left.size() == 1 && problem.left.front().condition.kind == BoundaryKind::periodic;
    }
    /// An end that continues the state beside it for ever: outflow, or an inflow of that state. Not if it changes.
    [[nodiscard]] bool continues(BoundarySchedule const& end, TrafficState const& state) const
    {
        if (end.size() != 1) {
            return false;
        }
        BoundaryCondition const& condition = end.front().condition;
        if (condition.kind == BoundaryKind::outflow) {
            return true;
        }
        if (condition.kind != BoundaryKind::inflow) {
            return false;
        }
        for (std::size_t c = 0; c < state.density.size(); ++c) {
            if (std::abs(condition.state.density[c] - state.density[c]) > 1e-13 * problem.model.jam_density
                || (is_arz() && !same_speed(condition.state.speed[c], state.speed[c]))) {
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] bool is_open() const
    {
        return continues(problem.left, start.samples().front().state)
            && continues(problem.right, start.samples().back().state);
    }
    [[nodiscard]] bool has_negative_speeds() const
    {
        return std::any_of(start.samples().begin(), start.samples().end(), [](StartProfile::Sample const& s) {
            return std::any_of(s.state.speed.begin(), s.state.speed.end(), [](Real v) { return v < 0; });
        });
    }

    /// A solution that holds on the whole road.
    [[nodiscard]] ExactSolution on_whole_road(std::string name) const
    {
        ExactSolution solution;
        solution.name = std::move(name);
        RoadPart const whole{problem.road.x_begin, x_end()};
        solution.part = [whole](Real) { return whole; };
        solution.breakpoints = [](Real) { return std::vector<Real>{}; };
        return solution;
    }
};

/// Calls f with the equation for the number of classes of the model.
template <class F>
auto with_equation(ModelSpec const& model, F const& f)
{
    switch (model.num_classes()) {
    case 1:
        return f(make_multiclass_arz<1>(model));
    case 2:
        return f(make_multiclass_arz<2>(model));
    default:
        return f(make_multiclass_arz<3>(model));
    }
}

template <int N>
Vec<Real, 2 * N> primitive_of(TrafficState const& state)
{
    Vec<Real, 2 * N> q{};
    for (int c = 0; c < N; ++c) {
        q[c] = state.density[static_cast<std::size_t>(c)];
        q[N + c] = state.speed[static_cast<std::size_t>(c)];
    }
    return q;
}

int category_index(ModelSpec const& model, int category)
{
    auto const known = road_categories(model);
    return static_cast<int>(std::find(known.begin(), known.end(), category) - known.begin());
}

/// Speeds [m/s] at the time t after the start of uniform traffic that relaxes.
std::vector<Real> relaxed_speeds(ModelSpec const& model, int category, TrafficState const& start, Real t)
{
    return with_equation(model, [&]<int N, class Law>(MulticlassArz<N, Law> const& equation) {
        auto const v = exact::uniform_relaxation(equation, equation.road_data(category_index(model, category)),
                                                 primitive_of<N>(start), t);
        return std::vector<Real>(v.data, v.data + N);
    });
}

bool at_equilibrium(Question const& q, TrafficState const& state, int category)
{
    auto const speed = equilibrium_speed(q.problem.model, category, state.density);
    for (std::size_t c = 0; c < speed.size(); ++c) {
        if (!same_speed(speed[c], state.speed[c])) {
            return false;
        }
    }
    return true;
}

std::optional<ExactSolution> uniform_traffic(Question const& q)
{
    if (!q.start.is_uniform() || q.has_negative_speeds()) {
        return std::nullopt;
    }
    TrafficState state = q.start.samples().front().state;
    bool const relaxes = !q.is_arz() || q.relaxes();
    int const category = q.problem.road.category.front();
    if (relaxes && q.categories().size() > 1) {
        return std::nullopt;
    }
    if (!q.is_arz()) {
        state.speed = equilibrium_speed(q.problem.model, category, state.density);
    }
    bool const is_steady = !q.is_arz() || !relaxes || at_equilibrium(q, state, category);
    bool const has_inflow = q.problem.left.front().condition.kind == BoundaryKind::inflow
                         || q.problem.right.front().condition.kind == BoundaryKind::inflow;
    if (!(q.is_ring() || (q.is_open() && (is_steady || !has_inflow)))) {
        return std::nullopt;
    }
    ExactSolution solution = q.on_whole_road(is_steady ? "uniform traffic that stays as it is"
                                                       : "uniform traffic that relaxes to its equilibrium speeds");
    solution.at = [model = q.problem.model, state, category, is_steady, begin = q.problem.begin_time](Real, Real t) {
        TrafficState now = state;
        if (!is_steady) {
            now.speed = relaxed_speeds(model, category, state, t - begin);
        }
        return now;
    };
    return solution;
}

/// The speed that all vehicles relax to and their relaxation time, if both are the same wherever they may drive.
/// Without relaxation, or at the equilibrium, the speed of the start and an infinite time.
struct CommonRelaxation {
    Real speed;
    Real time;
};

std::optional<CommonRelaxation> common_relaxation(Question const& q, Real start_speed)
{
    if (!q.relaxes()) {
        return CommonRelaxation{start_speed, forever};
    }
    Equilibrium const equilibrium(q.problem.model);
    std::optional<Real> common;
    for (int const category : q.categories()) {
        for (StartProfile::Sample const& s : q.start.samples()) {
            auto const speed = equilibrium.speed(category, s.state.density);
            for (std::size_t c = 0; c < speed.size(); ++c) {
                if (s.state.density[c] <= 0) {
                    continue;
                }
                common = common.value_or(speed[c]);
                if (!same_speed(*common, speed[c])) {
                    return std::nullopt;
                }
            }
        }
    }
    if (!common) {
        return std::nullopt;
    }
    if (same_speed(*common, start_speed)) {
        return CommonRelaxation{start_speed, forever};
    }
    auto const& classes = q.problem.model.classes;
    Real const time = classes.front().relaxation_time;
    bool const same_time =
        std::all_of(classes.begin(), classes.end(), [&](ClassSpec const& c) { return c.relaxation_time == time; });
    return same_time ? std::optional(CommonRelaxation{*common, time}) : std::nullopt;
}

/// d_t rho_i + v d_x rho_i = 0 and dv/dt = (Ve - v) / tau if v is the same everywhere: w_i = v + p_i, and p_i is
/// carried along like the densities.
std::optional<ExactSolution> carried_along(Question const& q)
{
    auto const speed = q.is_arz() ? q.start.common_speed() : std::nullopt;
    if (!speed || *speed < 0 || !q.problem.initial.cells.empty()) {
        return std::nullopt;
    }
    auto const relaxation = common_relaxation(q, *speed);
    bool const is_ring = q.is_ring();
    if (!relaxation || !(is_ring || (q.is_open() && q.start.is_piecewise_constant()))) {
        return std::nullopt;
    }
    if (!is_ring && relaxation->time != forever) {
        return std::nullopt; // an inflow would have to relax like the road
    }
    Real const begin_time = q.problem.begin_time;
    Real const v0 = *speed;
    auto const way = [v0, r = *relaxation, begin_time](Real t) {
        Real const s = t - begin_time;
        return r.time == forever ? v0 * s : r.speed * s - (v0 - r.speed) * r.time * std::expm1(-s / r.time);
    };
    auto const speed_at = [v0, r = *relaxation, begin_time](Real t) {
        return r.time == forever ? v0 : r.speed + (v0 - r.speed) * std::exp(-(t - begin_time) / r.time);
    };
    ExactSolution solution = q.on_whole_road(
        relaxation->time == forever
            ? fmt::format("densities carried along at {}", readable_speed(v0))
            : fmt::format("densities carried along while all speeds relax from {} to {}", readable_speed(v0),
                          readable_speed(relaxation->speed)));
    solution.has_jumps = !q.start.jumps().empty();
    Real const x_begin = q.problem.road.x_begin;
    Real const length = q.problem.road.length;
    if (!is_ring && !q.start.jumps().empty() && v0 > 0) {
        solution.valid_until = begin_time + (q.x_end() - q.start.jumps().back()) / v0;
    }
    auto const wrapped = [x_begin, length](Real x) {
        Real const turns = (x - x_begin) / length;
        return x_begin + (turns - std::floor(turns)) * length;
    };
    solution.at = [initial = q.problem.initial.at, way, speed_at, wrapped, is_ring, x_begin](Real x, Real t) {
        Real const origin = x - way(t);
        TrafficState state = initial(is_ring ? wrapped(origin) : std::max(origin, x_begin));
        std::fill(state.speed.begin(), state.speed.end(), speed_at(t));
        return state;
    };
    std::vector<Real> places = q.problem.initial.breakpoints;
    if (is_ring) {
        places.push_back(x_begin); // where the start may have a jump or a kink at the seam
    }
    solution.breakpoints = [places, way, wrapped, is_ring](Real t) {
        std::vector<Real> moved;
        for (Real const x : places) {
            moved.push_back(is_ring ? wrapped(x + way(t)) : x + way(t));
        }
        return moved;
    };
    return solution;
}

/// Earliest time at which one of the speeds leads from the meeting point to an end of the road [s after the start].
Real first_arrival(Question const& q, Real meeting_point, std::vector<Real> const& speeds)
{
    Real first = forever;
    for (Real const s : speeds) {
        if (s != 0) {
            first = std::min(first, ((s > 0 ? q.x_end() : q.problem.road.x_begin) - meeting_point) / s);
        }
    }
    return first;
}

/// The two states of a Riemann problem without relaxation on an open road.
bool is_riemann_problem(Question const& q)
{
    return q.is_arz() && !q.relaxes() && q.problem.initial.cells.empty() && q.start.jumps().size() == 1
        && q.start.is_piecewise_constant() && !q.is_ring() && q.is_open() && !q.has_negative_speeds();
}

/// Turns a function of x / t into a solution whose waves have these speeds.
template <class Sample>
ExactSolution riemann_solution(Question const& q, std::string name, std::vector<Real> const& speeds,
                               Sample const& sample)
{
    Real const meeting_point = q.start.jumps().front();
    Real const begin = q.problem.begin_time;
    ExactSolution solution = q.on_whole_road(std::move(name));
    solution.has_jumps = true;
    solution.valid_until = begin + first_arrival(q, meeting_point, speeds);
    solution.at = [=, initial = q.problem.initial.at](Real x, Real t) {
        return t > begin ? sample((x - meeting_point) / (t - begin)) : initial(x);
    };
    solution.breakpoints = [=](Real t) {
        std::vector<Real> places;
        for (Real const s : speeds) {
            places.push_back(meeting_point + s * (t - begin));
        }
        return places;
    };
    return solution;
}

/// The density at which a class that perceives itself with the weight A feels the jam density.
Real own_jam_density(ModelSpec const& model)
{
    return model.jam_density / interaction_matrix(model)[0][0];
}

bool has_power_pressure(ModelSpec const& model)
{
    return model.pressure_law == PressureLaw::power && interaction_matrix(model)[0][0] > 0
        && model.classes.front().pressure_scale > 0;
}

std::optional<ExactSolution> riemann_of_one_class(Question const& q)
{
    ModelSpec const& model = q.problem.model;
    if (!is_riemann_problem(q) || model.num_classes() != 1 || !has_power_pressure(model)) {
        return std::nullopt;
    }
    TrafficState const& left = q.start.samples().front().state;
    TrafficState const& right = q.start.samples().back().state;
    exact::SingleClassRiemann const riemann(model.classes[0].pressure_scale, model.classes[0].pressure_exponent,
                                            own_jam_density(model), {left.density[0], left.speed[0], 0},
                                            {right.density[0], right.speed[0], 0});
    using Wave = exact::SingleClassRiemann::FirstWave;
    std::string const first = riemann.first_wave() == Wave::shock         ? "shock and contact"
                            : riemann.first_wave() == Wave::rarefaction ? "rarefaction and contact"
                                                                        : "contact";
    std::vector<Real> speeds{riemann.contact()};
    if (riemann.first_wave() != Wave::none) {
        speeds.push_back(riemann.head());
        speeds.push_back(riemann.tail());
    }
    return riemann_solution(q, fmt::format("Riemann problem of one class: {}", first), speeds, [riemann](Real xi) {
        auto const s = riemann.sample(xi);
        return TrafficState{{s.density}, {s.speed}};
    });
}

bool nearly(Real a, Real b, Real scale)
{
    return std::abs(a - b) <= 1e-10 * scale;
}

/// Whether the pressures are those of the model for which the solutions of two classes are known.
bool is_two_class_model(ModelSpec const& model)
{
    ModelSpec const known = exact::TwoClassRiemann::model();
    if (model.num_classes() != 2 || model.pressure_law != PressureLaw::power
        || !nearly(model.jam_density, known.jam_density, known.jam_density)) {
        return false;
    }
    auto const own = interaction_matrix(model);
    auto const wanted = interaction_matrix(known);
    for (std::size_t i = 0; i < 2; ++i) {
        ClassSpec const& a = model.classes[i];
        ClassSpec const& b = known.classes[i];
        if (!nearly(a.pressure_scale, b.pressure_scale, b.pressure_scale)
            || !nearly(a.pressure_exponent, b.pressure_exponent, 1) || !nearly(own[i][0], wanted[i][0], 1)
            || !nearly(own[i][1], wanted[i][1], 1)) {
            return false;
        }
    }
    return true;
}

std::optional<ExactSolution> riemann_of_two_classes(Question const& q)
{
    if (!is_riemann_problem(q) || !is_two_class_model(q.problem.model)) {
        return std::nullopt;
    }
    Real const jam = q.problem.model.jam_density;
    auto const matches = [&](exact::TwoClassState const& wanted, TrafficState const& own) {
        return nearly(own.density[0], wanted.density[0], jam) && nearly(own.density[1], wanted.density[1], jam)
            && nearly(own.speed[0], wanted.speed[0], 10) && nearly(own.speed[1], wanted.speed[1], 10);
    };
    for (auto const& riemann :
         {exact::TwoClassRiemann::ordered_waves(), exact::TwoClassRiemann::contact_between_waves()}) {
        if (!matches(riemann.states().front(), q.start.samples().front().state)
            || !matches(riemann.states().back(), q.start.samples().back().state)) {
            continue;
        }
        std::vector<Real> speeds;
        for (exact::TwoClassWave const& wave : riemann.waves()) {
            speeds.push_back(wave.head);
            speeds.push_back(wave.tail);
        }
        return riemann_solution(q, "Riemann problem of two classes: shock, rarefaction and both contacts", speeds,
                                [riemann](Real xi) {
                                    auto const s = riemann.sample(xi);
                                    return TrafficState{{s.density[0], s.density[1]}, {s.speed[0], s.speed[1]}};
                                });
    }
    return std::nullopt;
}

/// A wave whose marker is the same everywhere: its characteristic speed lambda = w - (gamma + 1) p obeys Burgers'
/// equation, so density and speed stay on straight lines x = y + lambda_0(y) t. exact::SimpleWave for any start.
class SimpleWave {
public:
    SimpleWave(Question const& q, Real marker)
        : m_initial(q.problem.initial.at),
          m_x_begin(q.problem.road.x_begin),
          m_length(q.problem.road.length),
          m_marker(marker),
          m_exponent(q.problem.model.classes[0].pressure_exponent)
    {
        constexpr int num_parts = 8192;
        Real const part = m_length / num_parts;
        Real previous = wave_speed(m_x_begin - part / 2);
        m_slowest = m_fastest = previous;
        Real steepest = 0;
        for (int i = 0; i < num_parts; ++i) {
            Real const next = wave_speed(m_x_begin + (i + Real(0.5)) * part);
            steepest = std::max(steepest, (previous - next) / part);
            m_slowest = std::min(m_slowest, next);
            m_fastest = std::max(m_fastest, next);
            previous = next;
        }
        // The samples may miss the extremes by a little.
        Real const margin = 1e-3 * (m_fastest - m_slowest);
        m_slowest -= margin;
        m_fastest += margin;
        m_shock_time = steepest > 0 ? 1 / steepest : forever;
    }

    /// When the first two characteristics meet, from samples of the start [s].
    [[nodiscard]] Real shock_time() const noexcept { return m_shock_time; }

    /// Where the seam of the ring, a kink perhaps, has come at the time t after the start [m].
    [[nodiscard]] Real seam(Real t) const { return wrapped(m_x_begin + wave_speed(m_x_begin) * t); }

    [[nodiscard]] TrafficState sample(Real x, Real t) const
    {
        // y + t lambda_0(y) - x increases with y before the shock; Illinois variant of the secant method.
        auto const excess = [&](Real y) { return y + t * wave_speed(y) - x; };
        Real low = x - m_fastest * t;
        Real high = x - m_slowest * t;
        Real y = low;
        Real f_low = excess(low);
        Real f_high = excess(high);
        for (int i = 0; i < 100 && f_low < 0 && f_high > 0; ++i) {
            y = (low * f_high - high * f_low) / (f_high - f_low);
            Real const f = excess(y);
            if (std::abs(f) <= 1e-14 * (std::abs(x) + m_length)) {
                break;
            }
            if (f < 0) {
                low = y;
                f_low = f;
                f_high /= 2;
            } else {
                high = y;
                f_high = f;
                f_low /= 2;
            }
        }
        return at(y);
    }

private:
    [[nodiscard]] Real wrapped(Real x) const
    {
        Real const turns = (x - m_x_begin) / m_length;
        return m_x_begin + (turns - std::floor(turns)) * m_length;
    }
    [[nodiscard]] TrafficState at(Real y) const { return m_initial(wrapped(y)); }
    [[nodiscard]] Real wave_speed(Real y) const
    {
        return m_marker - (m_exponent + 1) * (m_marker - at(y).speed[0]);
    }

    std::function<TrafficState(Real)> m_initial;
    Real m_x_begin;
    Real m_length;
    Real m_marker;
    Real m_exponent;
    Real m_slowest = 0;
    Real m_fastest = 0;
    Real m_shock_time = 0;
};

std::optional<ExactSolution> simple_wave(Question const& q)
{
    ModelSpec const& model = q.problem.model;
    if (!q.is_arz() || q.relaxes() || model.num_classes() != 1 || !has_power_pressure(model) || !q.is_ring()
        || !q.problem.initial.cells.empty() || !q.start.jumps().empty() || q.has_negative_speeds()) {
        return std::nullopt;
    }
    Equilibrium const equilibrium(model);
    auto const marker_of = [&](TrafficState const& s) { return s.speed[0] + equilibrium.pressure(s.density)[0]; };
    Real const marker = marker_of(q.start.samples().front().state);
    for (StartProfile::Sample const& s : q.start.samples()) {
        if (!(s.state.density[0] > 0) || !same_speed(marker, marker_of(s.state))) {
            return std::nullopt;
        }
    }
    SimpleWave const wave(q, marker);
    ExactSolution solution = q.on_whole_road("simple wave: characteristic speeds stay on straight lines");
    // A little before the shock, because its time comes from samples.
    Real const begin = q.problem.begin_time;
    solution.valid_until = begin + 0.98 * wave.shock_time();
    solution.at = [wave, begin](Real x, Real t) { return wave.sample(x, t - begin); };
    solution.breakpoints = [wave, begin](Real t) { return std::vector<Real>{wave.seam(t - begin)}; };
    return solution;
}

/// The stretch of a steady profile that the slowest wave from its begin has passed.
template <int N>
class SteadyRegion {
public:
    using Profile = exact::SteadyProfile<N>;

    SteadyRegion(Profile const& profile, Real begin, Real end)
    {
        constexpr int num_parts = 4000;
        Real const part = (end - begin) / num_parts;
        m_reached.emplace_back(begin, 0);
        for (int i = 0; i < num_parts; ++i) { // Simpson's rule for dx / (slowest wave)
            Real const x = begin + i * part;
            Real const time = part / 6
                            * (1 / profile.slowest_wave(x) + 4 / profile.slowest_wave(x + part / 2)
                               + 1 / profile.slowest_wave(x + part));
            m_reached.emplace_back(x + part, m_reached.back().second + time);
        }
    }

    /// Up to where the slowest wave has come [m].
    [[nodiscard]] Real front(Real elapsed) const
    {
        auto const after = std::upper_bound(m_reached.begin() + 1, m_reached.end(), elapsed,
                                            [](Real t, auto const& place) { return t < place.second; });
        if (after == m_reached.end()) {
            return m_reached.back().first;
        }
        auto const [x0, t0] = *(after - 1);
        return x0 + (after->first - x0) * (elapsed - t0) / (after->second - t0);
    }

private:
    std::vector<std::pair<Real, Real>> m_reached; ///< place [m], time [s]
};

/// The one place where the category of the road changes [m], if there is exactly one.
std::optional<std::pair<Real, int>> only_change(RoadSpec const& road)
{
    std::optional<std::pair<Real, int>> change;
    for (std::size_t i = 1; i < road.category.size(); ++i) {
        if (road.category[i] != road.category[i - 1]) {
            if (change) {
                return std::nullopt;
            }
            change = {road.x_begin + static_cast<Real>(i) * road.cell_length(), road.category[i]};
        }
    }
    return change;
}

template <int N, class Law>
std::optional<ExactSolution> steady_profile_of(Question const& q, MulticlassArz<N, Law> const& equation)
{
    using Profile = exact::SteadyProfile<N>;
    ModelSpec const& model = q.problem.model;
    TrafficState const upstream = q.start.samples().front().state;
    auto const [place, category] = *only_change(q.problem.road);
    Vec<Real, 2 * N> const start = primitive_of<N>(upstream);
    Vec<Real, N> flow{};
    Vec<Real, N> speed{};
    for (int c = 0; c < N; ++c) {
        speed[c] = start[N + c];
        flow[c] = start[c] * speed[c];
        if (!(flow[c] > 0)) {
            return std::nullopt;
        }
    }
    int const index = category_index(model, category);
    std::shared_ptr<Profile const> profile;
    try {
        profile = std::make_shared<Profile const>(equation, std::vector<exact::RoadStretch>{{place, index}}, flow,
                                                  speed, q.x_end());
    } catch (std::domain_error const&) { // the slowest wave comes to rest on the way
        return std::nullopt;
    }
    if (!(profile->slowest_wave(place) > 0)) {
        return std::nullopt; // what happens behind the change would travel upstream
    }
    SteadyRegion<N> const region(*profile, place, q.x_end());
    // The front opens if the waves ahead of it, in the traffic that only relaxes, are not slower: then no shock forms
    // that could hold it back. Close to the change both are the same to first order in time, hence the margin.
    constexpr int num_checks = 500;
    constexpr Real margin = 1e-4;
    for (int i = 1; i <= num_checks; ++i) {
        Real const elapsed = q.duration * i / num_checks;
        TrafficState ahead = upstream;
        ahead.speed = relaxed_speeds(model, category, upstream, elapsed);
        auto const point = equation.point_state(primitive_of<N>(ahead), equation.road_data(index));
        if (equation.eigenvalues(point)[N] < (1 - margin) * profile->slowest_wave(region.front(elapsed))) {
            return std::nullopt;
        }
    }
    ExactSolution solution = q.on_whole_road(
        fmt::format("steady profile behind the change of the road at {}", format_quantity(place, dimension::length)));
    solution.at = [=](Real x, Real) {
        if (x < place) {
            return upstream;
        }
        auto const values = profile->sample(x);
        return TrafficState{{values.data, values.data + N}, {values.data + N, values.data + 2 * N}};
    };
    solution.breakpoints = [place = place](Real) { return std::vector<Real>{place}; };
    solution.part = [region, begin = q.problem.road.x_begin, begin_time = q.problem.begin_time](Real t) {
        return RoadPart{begin, region.front(t - begin_time)};
    };
    return solution;
}

std::optional<ExactSolution> steady_profile(Question const& q)
{
    if (!q.is_arz() || !q.relaxes() || !q.start.is_uniform() || q.has_negative_speeds() || !only_change(q.problem.road)
        || !q.is_open() || q.problem.left.front().condition.kind != BoundaryKind::inflow
        || q.problem.right.front().condition.kind != BoundaryKind::outflow
        || !at_equilibrium(q, q.start.samples().front().state, q.problem.road.category.front())) {
        return std::nullopt;
    }
    return with_equation(q.problem.model,
                         [&](auto const& equation) { return steady_profile_of(q, equation); });
}

} // namespace

std::optional<ExactSolution> exact_solution_of(app::Case const& input)
{
    if (!(input.end_time > input.problem.begin_time)) {
        return std::nullopt;
    }
    Question const question(input);
    for (auto const recognise : {uniform_traffic, carried_along, riemann_of_one_class, riemann_of_two_classes,
                                 simple_wave, steady_profile}) {
        if (auto solution = recognise(question)) {
            return solution;
        }
    }
    return std::nullopt;
}

std::string describe(ExactSolution const& solution, app::Case const& input)
{
    std::string text = solution.name;
    if (solution.valid_until < input.end_time) {
        return text + fmt::format(" (until {} only: then a wave reaches an end of the road or becomes a shock)",
                                  format_quantity(solution.valid_until, dimension::time, 4));
    }
    RoadSpec const& road = input.problem.road;
    RoadPart const part = solution.part(input.end_time);
    if (part.begin > road.x_begin || part.end < road.x_begin + road.length) {
        text += fmt::format(" (at the end from {} to {})", format_quantity(part.begin, dimension::length),
                            format_quantity(part.end, dimension::length));
    }
    return text;
}

} // namespace zemi::study
