// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A moving contact: dense and light traffic of one class at the same speed, which has to stay the same. Averages over a
// cell with both kinds in it have another speed, whatever the scheme; how much of that is seen, beside what the Python
// program that zemi replaces makes of it.
#include "verification.hpp"
#include <zemi/numerics/predecessor_solver.hpp>

namespace zemi::test {
namespace {

constexpr Real speed = 8; // [m/s]
constexpr Real dense = .20; // [veh/m]
constexpr Real light = .05; // [veh/m]
constexpr Real end = 20; // [s]
constexpr int num_cells = 400; // of 2.5 m, jump at 500 m
constexpr Real pressure_scale = 60 * kilometre_per_hour;

/// Density and speed of cars in each cell at the end, and the extremes of the speed from the start to the end.
struct Outcome {
    std::vector<Real> density;
    std::vector<Real> speed;
    Real highest = zemi::test::speed;
    Real lowest = zemi::test::speed;

    void include(std::vector<Real> const& speeds)
    {
        for (Real const v : speeds) {
            highest = std::max(highest, v);
            lowest = std::min(lowest, v);
        }
    }
};

Outcome outcome_of(SchemeSpec const& scheme)
{
    Problem problem = riemann_problem(num_cells, {{dense}, {speed}}, {{light}, {speed}});
    problem.model = without_relaxation(model_with(1));
    problem.scheme = scheme;
    Outcome outcome;
    // Stops shorten steps, so the end is that of a run without any.
    Simulation with_stops(problem);
    for (int part = 1; part <= 100; ++part) {
        auto const failure = with_stops.advance_to(end * part / 100);
        EXPECT_FALSE(failure.has_value()) << failure->reason;
        outcome.include(with_stops.fields().speed[0]);
    }
    CellFields const fields = fields_at(problem, end);
    outcome.density = fields.density[0];
    outcome.speed = fields.speed[0];
    return outcome;
}

/// Cars alone with the pressure of zemi's runs; motorcycles of the smallest density that the program knows.
Outcome outcome_of_predecessor(PredecessorSpatial spatial, PredecessorTime time)
{
    PredecessorSpec spec;
    spec.spatial = spatial;
    spec.time = time;
    spec.equation.pressure_scale = {pressure_scale, pressure_scale};
    spec.equation.relaxation_time = {1e30, 1e30};
    spec.num_cells = num_cells;
    spec.t_final = end;
    spec.output_dt = end / 100;
    Real const nobody = spec.equation.epsilon;
    spec.start = PredecessorRiemann{spec.equation.state_at_speed(nobody, speed, dense, speed),
                                    spec.equation.state_at_speed(nobody, speed, light, speed), 500};
    Outcome outcome;
    for (auto const& state : PredecessorSolver(spec).run().states) {
        outcome.density.clear();
        outcome.speed.clear();
        for (PredecessorState const& cell : state) {
            outcome.density.push_back(cell[2]);
            outcome.speed.push_back(spec.equation.speed(cell)[1]);
        }
        outcome.include(outcome.speed);
    }
    return outcome;
}

Real exact_density(int cell)
{
    Real const dx = 1000.0 / num_cells;
    Real const share = std::clamp((500 + speed * end - cell * dx) / dx, Real(0), Real(1));
    return share * dense + (1 - share) * light;
}

/// Averages over the cells [veh/m] and [m/s].
Real density_error(Outcome const& outcome)
{
    Real sum = 0;
    for (int i = 0; i < num_cells; ++i) {
        sum += std::abs(outcome.density[static_cast<std::size_t>(i)] - exact_density(i));
    }
    return sum / num_cells;
}

Real speed_error(Outcome const& outcome)
{
    Real sum = 0;
    for (Real const v : outcome.speed) {
        sum += std::abs(v - speed);
    }
    return sum / num_cells;
}

struct Figures {
    char const* density; ///< mean error [veh/m]
    char const* speed; ///< mean error [m/s]
    char const* above; ///< largest speed in excess of the exact one [m/s]
};

/// A row of the table and its curves. Figures of an independent program at the last moment: the extremes of all times
/// are at least as large.
void record_contact(NamedScheme const& scheme, Outcome const& outcome)
{
    auto const value = [&](char const* column, Real number) {
        record({"contact", "G isolated contact, N=400", scheme.title, column, 0, number, "", 0, 0});
    };
    value("mean error of density [veh/m]", density_error(outcome));
    value("mean error of speed [m/s]", speed_error(outcome));
    value("speed too high by [m/s]", outcome.highest - speed);
    value("speed too low by [m/s]", speed - outcome.lowest);
    std::vector<Real> x;
    std::vector<Real> density;
    for (int i = 0; i < num_cells; ++i) {
        x.push_back((i + .5) * 1000 / num_cells);
        density.push_back(outcome.density[static_cast<std::size_t>(i)] * 1000);
    }
    record(Profile{"contact", scheme.title, "density [veh/km]", x, density});
    record(Profile{"contact", scheme.title, "speed [m/s]", x, outcome.speed});
    std::printf("contact, %s: mean error of density %.3e, of speed %.3e, speed +%.3e -%.3e at any time\n",
                scheme.title.c_str(), density_error(outcome), speed_error(outcome), outcome.highest - speed,
                speed - outcome.lowest);
}

struct Expected {
    NamedScheme scheme;
    Figures figures;
};

void PrintTo(Expected const& expected, std::ostream* out)
{
    *out << expected.scheme.name;
}

class Contacts : public testing::TestWithParam<Expected> {};

TEST_P(Contacts, OvershootNoMoreThanExpected)
{
    Expected const& expected = GetParam();
    Outcome const outcome = outcome_of(expected.scheme.spec);
    record_contact(expected.scheme, outcome);
    auto const largest_of = [](char const* printed) {
        Figure const figure = figure_of(printed);
        return 1.05 * (figure.value + figure.rounding);
    };
    Real const above = *std::max_element(outcome.speed.begin(), outcome.speed.end()) - speed;
    EXPECT_LE(density_error(outcome), largest_of(expected.figures.density));
    EXPECT_LE(speed_error(outcome), largest_of(expected.figures.speed));
    EXPECT_LE(above, largest_of(expected.figures.above));
    EXPECT_GE(above, 0.8 * figure_of(expected.figures.above).value);
}

INSTANTIATE_TEST_SUITE_P(Verification, Contacts,
                         testing::Values(Expected{first_order("hll_w", .9), {"8.4e-3", "4.6e-1", "2.2e+0"}},
                                         Expected{second_order(.45), {"4.4e-3", "2.3e-1", "2.0e+0"}},
                                         Expected{fifth_order("strang_ssprk33", .45), {"3.0e-3", "1.6e-1", "1.8e+0"}}),
                         [](auto const& instance) { return instance.param.scheme.name; });

/// Speeds are advanced there instead of markers.
TEST(Contacts, AreKeptByTheContactFix)
{
    NamedScheme first = first_order("hll_w", .9);
    first.spec.contact_fix = "qc";
    first.title += ", QC";
    for (NamedScheme const& scheme : {first, second_order_fixed(.45)}) {
        Outcome const outcome = outcome_of(scheme.spec);
        record_contact(scheme, outcome);
        EXPECT_LE(outcome.highest - speed, 1e-11);
        EXPECT_LE(speed - outcome.lowest, 1e-11);
    }
}

/// Its markers move at 1 m/s instead of the speed of the traffic, so it does not keep the contact at all.
TEST(Contacts, AreNotKeptByThePredecessor)
{
    Outcome const first = outcome_of_predecessor(PredecessorSpatial::first_order, PredecessorTime::euler);
    record_contact({"predecessor", {}, "predecessor, first order"}, first);
    EXPECT_GT(speed - first.lowest, 4);
    EXPECT_GT(speed_error(first), 1);
}

/// The curves that the others are drawn over.
TEST(Contacts, AreKnownExactly)
{
    Real vehicles = 0;
    std::vector<Real> x;
    std::vector<Real> density;
    for (int i = 0; i < num_cells; ++i) {
        x.push_back((i + .5) * 1000 / num_cells);
        density.push_back(exact_density(i) * 1000);
        vehicles += exact_density(i) * 1000 / num_cells;
    }
    EXPECT_NEAR(vehicles, dense * 660 + light * 340, 1e-9);
    record(Profile{"contact", "exact", "density [veh/km]", x, density});
    record(Profile{"contact", "exact", "speed [m/s]", x, std::vector<Real>(x.size(), speed)});
}

} // namespace
} // namespace zemi::test
