// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/problems.hpp"

#include <zemi/physics/interaction.hpp>
#include <zemi/physics/pressure.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace zemi::bench {

namespace {

constexpr Real per_kilometre = Real(1) / 1000;
constexpr Real kilometre_per_hour = 1 / 3.6;
constexpr int category = 3;

/// cases/benin.yaml.
ModelSpec published_model()
{
    ClassSpec motorcycle;
    motorcycle.name = "motorcycle";
    motorcycle.pressure_scale = 10 * kilometre_per_hour;
    motorcycle.pressure_exponent = 1.5;
    motorcycle.relaxation_time = 5;
    motorcycle.creeping_speed = 5 * kilometre_per_hour;
    motorcycle.free_speed = {{category, 50 * kilometre_per_hour}};
    motorcycle.perceives = {{"motorcycle", 1}, {"car", 0.4}};
    ClassSpec car;
    car.name = "car";
    car.pressure_scale = 15 * kilometre_per_hour;
    car.pressure_exponent = 2;
    car.relaxation_time = 10;
    car.free_speed = {{category, 35 * kilometre_per_hour}};
    ModelSpec model;
    model.classes = {motorcycle, car};
    model.jam_density = 250 * per_kilometre;
    return model;
}

RoadSpec road(int num_cells)
{
    RoadSpec result;
    result.length = 10.0 * num_cells;
    result.num_cells = num_cells;
    result.category.assign(static_cast<std::size_t>(num_cells), category);
    return result;
}

SchemeSpec scheme(int order, Real cfl)
{
    SchemeSpec result = scheme_bundle(order == 1 ? "first_order" : order == 2 ? "second_order" : "fifth_order");
    result.cfl = cfl;
    result.contact_fix = "none"; // as the references; measured separately
    return result;
}

/// Two states that meet in the middle, of the densities given.
InitialState platoon_meets_traffic(std::array<Real, 2> const& left, std::array<Real, 2> const& right)
{
    InitialState initial;
    initial.piecewise_constant = true;
    initial.at = [left, right](Real x) {
        return x < 500 ? TrafficState{{left[0], left[1]}, {90 * kilometre_per_hour, 79 * kilometre_per_hour}}
                       : TrafficState{{right[0], right[1]}, {26 * kilometre_per_hour, 18 * kilometre_per_hour}};
    };
    initial.breakpoints = {500};
    return initial;
}

} // namespace

Problem riemann_problem()
{
    Problem problem;
    problem.model = published_model();
    problem.road = road(100);
    problem.initial =
        platoon_meets_traffic({20 * per_kilometre, 10 * per_kilometre}, {80 * per_kilometre, 40 * per_kilometre});
    problem.scheme = scheme(1, 0);
    return problem;
}

Problem perturbed_problem(std::size_t member, int order, Real cfl)
{
    // Multiples of irrational numbers fill the cube evenly and need no generator.
    static constexpr std::array<Real, 8> irrational{0.41421356237309505, 0.7320508075688772,  0.23606797749978969,
                                                    0.6457513110645906,  0.31662479035539984, 0.60555127546398929,
                                                    0.12310562561766054, 0.35889894354067355};
    auto const factor = [member](std::size_t parameter) {
        Real const x = static_cast<Real>(member) * irrational[parameter];
        return Real(0.9) + Real(0.2) * (x - std::floor(x));
    };
    Problem problem = riemann_problem();
    problem.model.classes[0].pressure_scale *= factor(0);
    problem.model.classes[1].pressure_scale *= factor(1);
    problem.model.classes[0].relaxation_time *= factor(2);
    problem.model.classes[1].relaxation_time *= factor(3);
    problem.initial = platoon_meets_traffic({20 * per_kilometre * factor(4), 10 * per_kilometre * factor(5)},
                                            {80 * per_kilometre * factor(6), 40 * per_kilometre * factor(7)});
    problem.scheme = scheme(order, cfl);
    return problem;
}

Problem ring_problem(int num_cells, int order, Real cfl)
{
    Problem problem;
    problem.model = published_model();
    problem.model.classes[0].pressure_scale *= 4; // with the published ones the wave would grow into a jam
    problem.model.classes[1].pressure_scale *= 4;
    problem.road = road(num_cells);
    Real const wave_number = 2 * std::numbers::pi / problem.road.length;
    problem.initial.at = [wave_number](Real x) {
        return TrafficState{{(110 + 10 * std::sin(wave_number * x)) * per_kilometre, 45 * per_kilometre}, {6, 4}};
    };
    constexpr int longest_smooth = 20'000'000;
    if (num_cells > longest_smooth) {
        constexpr int num_pieces = 1000;
        Real const piece = problem.road.length / num_pieces;
        problem.initial.piecewise_constant = true;
        problem.initial.at = [smooth = problem.initial.at, piece](Real x) {
            return smooth(piece * (std::floor(x / piece) + Real(0.5)));
        };
        for (int k = 1; k < num_pieces; ++k) {
            problem.initial.breakpoints.push_back(piece * k);
        }
    }
    problem.left = {{0, {BoundaryKind::periodic, {}}}};
    problem.right = problem.left;
    problem.scheme = scheme(order, cfl);
    return problem;
}

ReferenceRun reference_run(Simulation const& simulation)
{
    return reference_run(simulation.problem(), simulation.fields());
}

ReferenceRun reference_run(Problem const& problem, CellFields const& fields)
{
    ModelSpec const& model = problem.model;
    auto const& categories = problem.road.category;
    bool const one_category =
        std::all_of(categories.begin(), categories.end(), [&](int c) { return c == categories.front(); });
    auto const kind = problem.left.front().condition.kind;
    bool const open_or_ring = kind == BoundaryKind::outflow || kind == BoundaryKind::periodic;
    auto const interaction = interaction_matrix(model);
    if (!PublishedLaw::represents(model) || !one_category || !open_or_ring || !interaction_bounds_waves(interaction)
        || kind != problem.right.front().condition.kind || problem.scheme.reconstruction != "constant"
        || problem.scheme.flux != "hll_w" || problem.scheme.time != "strang_ssprk11"
        || problem.scheme.contact_fix != "none") {
        throw std::invalid_argument("the references solve the published model to first order on uniform roads only");
    }
    ReferenceRun run;
    for (std::size_t i = 0; i < 2; ++i) {
        ClassSpec const& vehicle = model.classes[i];
        run.model.pressure_scale[i] = vehicle.pressure_scale;
        run.model.creeping_speed[i] = vehicle.creeping_speed;
        run.model.free_speed[i] = vehicle.free_speed.at(categories.front());
        run.model.relaxation_time[i] = vehicle.relaxation_time;
        for (std::size_t j = 0; j < 2; ++j) {
            run.model.occupation_per_density[i][j] = interaction[i][j] / model.jam_density;
        }
    }
    run.model.inverse_jam_density = 1 / model.jam_density;
    run.model.vacuum_density_squared = 1e-9 * model.jam_density * (1e-9 * model.jam_density);
    run.dx = problem.road.cell_length();
    run.cfl = problem.scheme.cfl > 0 ? problem.scheme.cfl : 0.8;
    run.ring = kind == BoundaryKind::periodic;
    run.cells.resize(fields.density[0].size());
    for (std::size_t i = 0; i < run.cells.size(); ++i) {
        run.cells[i] = {fields.density[0][i], fields.density[0][i] * fields.marker[0][i], fields.density[1][i],
                        fields.density[1][i] * fields.marker[1][i]};
    }
    return run;
}

namespace {

/// Largest |a - b| over the largest |a|; both functions of the cell.
template <class A, class B>
double relative_difference_of(std::size_t num_cells, A const& a, B const& b)
{
    double difference = 0;
    double largest = 0;
    for (std::size_t i = 0; i < num_cells; ++i) {
        difference = std::fmax(difference, std::fabs(a(i) - b(i)));
        largest = std::fmax(largest, std::fabs(a(i)));
        if (!(std::isfinite(a(i)) && std::isfinite(b(i)))) {
            return INFINITY; // fmax() would pass over a NaN
        }
    }
    return largest > 0 ? difference / largest : difference;
}

} // namespace

double relative_difference(CellFields const& fields, std::vector<ReferenceCell> const& cells)
{
    if (fields.density.size() != 2 || fields.density[0].size() != cells.size()) {
        return INFINITY;
    }
    auto const& r0 = fields.density[0];
    auto const& r1 = fields.density[1];
    auto const& w0 = fields.marker[0];
    auto const& w1 = fields.marker[1];
    auto const n = cells.size();
    return std::max(
        {relative_difference_of(
             n, [&](auto i) { return r0[i]; }, [&](auto i) { return cells[i].density0; }),
         relative_difference_of(
             n, [&](auto i) { return r1[i]; }, [&](auto i) { return cells[i].density1; }),
         relative_difference_of(
             n, [&](auto i) { return r0[i] * w0[i]; }, [&](auto i) { return cells[i].marker0; }),
         relative_difference_of(n, [&](auto i) { return r1[i] * w1[i]; }, [&](auto i) { return cells[i].marker1; })});
}

double relative_difference(CellFields const& a, CellFields const& b)
{
    double difference = a.density.size() == b.density.size() ? 0 : INFINITY;
    for (std::size_t c = 0; c < std::min(a.density.size(), b.density.size()); ++c) {
        auto const compare = [&](std::vector<Real> const& x, std::vector<Real> const& y) {
            return x.size() == y.size() ? relative_difference_of(
                                              x.size(), [&](auto i) { return x[i]; }, [&](auto i) { return y[i]; })
                                        : INFINITY;
        };
        difference = std::max({difference, compare(a.density[c], b.density[c]), compare(a.speed[c], b.speed[c])});
    }
    return difference;
}

} // namespace zemi::bench
