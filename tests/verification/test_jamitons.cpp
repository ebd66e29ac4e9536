// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A jamiton, which two classes that differ in their names only share: relaxation, a shock and the sonic point between
// unstable and stable traffic at once, on a ring, against its closed form.
#include "verification.hpp"
#include <zemi/physics/exact/jamiton.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace zemi::test {
namespace {

/// 3.5 m/s on a ring of 117 m; motorcycles have 60 % of the density everywhere.
class JamitonOnARing {
public:
    JamitonOnARing() : m_jamiton(exact::JamitonModel{}, .12, .0984) {}

    [[nodiscard]] exact::Jamiton const& jamiton() const { return m_jamiton; }
    /// After two turns the wave is where it was.
    [[nodiscard]] Real end() const { return 2 * m_jamiton.period() / m_jamiton.speed(); }

    [[nodiscard]] Problem problem(int num_cells, SchemeSpec const& scheme) const
    {
        Problem problem;
        ClassSpec vehicle;
        vehicle.pressure_scale = 40 * kilometre_per_hour;
        vehicle.pressure_exponent = 2;
        vehicle.relaxation_time = 10;
        vehicle.free_speed = {{1, 60 * kilometre_per_hour}};
        problem.model.jam_density = .25;
        problem.model.classes = {vehicle, vehicle};
        problem.model.classes[0].name = "motorcycle";
        problem.model.classes[1].name = "car";
        problem.road = uniform_road(num_cells);
        problem.road.length = m_jamiton.period();
        problem.left = problem.right = always(BoundaryKind::periodic);
        problem.scheme = scheme;
        problem.initial.breakpoints = {shock()};
        problem.initial.at = [jamiton = m_jamiton, shock = shock()](Real x) {
            auto const s = jamiton.sample(x - shock);
            return TrafficState{{.6 * s.density, .4 * s.density}, {s.speed, s.speed}};
        };
        return problem;
    }

    /// Mean of the errors of both densities against exact cell averages; checks mass and the largest density. Values at
    /// the centres add up to the vehicles of the start, which are those of the wave up to O(dx^2).
    [[nodiscard]] Real error(int num_cells, NamedScheme const& named) const
    {
        SchemeSpec const& scheme = named.spec;
        Problem const p = problem(num_cells, scheme);
        Simulation simulation(p);
        EXPECT_FALSE(simulation.advance_to(end()).has_value());
        Densities const density = simulation.fields().density;
        for (MassLedger const& entry : simulation.ledger()) {
            EXPECT_NEAR(entry.stored / entry.initial, 1, 1e-13);
        }
        Densities exact(2);
        Real vehicles = 0;
        Real densest = 0;
        for (std::size_t i = 0; i < density[0].size(); ++i) {
            Real const begin = static_cast<Real>(i) * p.road.cell_length() - shock();
            Real const mean = m_jamiton.mean_density(begin, begin + p.road.cell_length());
            exact[0].push_back(.6 * mean);
            exact[1].push_back(.4 * mean);
            vehicles += (density[0][i] + density[1][i]) * p.road.cell_length();
            densest = std::max(densest, density[0][i] + density[1][i]);
        }
        EXPECT_NEAR(vehicles / m_jamiton.vehicles_per_period(), 1,
                    uses_point_values(scheme.reconstruction) ? 1e-5 : 1e-12);
        EXPECT_LT(densest, m_jamiton.right_density() * 1.001);
        m_densest = densest;
        if (num_cells == 100) {
            record_total_density("jamiton", named.title, p.road, density, exact);
        }
        return mean_error(density, exact);
    }

    /// Of the last run [veh/m].
    [[nodiscard]] Real densest() const { return m_densest; }

private:
    [[nodiscard]] Real shock() const { return .3 * m_jamiton.period(); }

    exact::Jamiton m_jamiton;
    mutable Real m_densest = 0;
};

struct Expected {
    NamedScheme scheme;
    std::array<char const*, 3> error; ///< on 100, 200 and 400 cells, of an independent program
    Real order;
    Real densest = 0; ///< on 400 cells [veh/m]; 0: not recorded
};

void PrintTo(Expected const& expected, std::ostream* out)
{
    *out << expected.scheme.name;
}

class Jamitons : public testing::TestWithParam<Expected> {};

TEST_P(Jamitons, ConvergeAtTheExpectedOrder)
{
    JamitonOnARing const ring;
    Expected const& expected = GetParam();
    TableRow const row{"jamiton", "S7 jamiton of two identical classes", expected.scheme.title};
    std::array<Real, 3> error{};
    for (std::size_t k = 0; k < error.size(); ++k) {
        int const num_cells = 100 << k;
        error[k] = ring.error(num_cells, expected.scheme);
        // See test_riemann_problems.cpp.
        bool const is_fixed = expected.scheme.spec.contact_fix != "none";
        expect_error(row, num_cells, error[k], expected.error[k], .9, is_fixed ? 1.1 : 1.05);
    }
    if (expected.densest > 0) {
        EXPECT_NEAR(ring.densest(), expected.densest, 2e-4);
    }
    expect_order(row, "order", std::log2(error[1] / error[2]), two_decimals(expected.order), expected.order - .15,
                 expected.order + .15);
}

INSTANTIATE_TEST_SUITE_P(
    Verification, Jamitons,
    testing::Values(Expected{first_order("hll_w", .45), {"7.35e-4", "3.69e-4", "1.85e-4"}, .99, .1436},
                    Expected{second_order(.45), {"2.11e-4", "1.12e-4", "6.06e-5"}, .9, .1441},
                    Expected{second_order_fixed(.45), {"1.97e-4", "1.02e-4", "5.36e-5"}, .92},
                    Expected{second_order_imex(.45), {"2.10e-4", "1.12e-4", "6.04e-5"}, .9},
                    Expected{fifth_order("imex_ssp3_433", .45), {"1.85e-4", "9.26e-5", "4.58e-5"}, 1}),
    [](auto const& instance) { return instance.param.scheme.name; });

} // namespace
} // namespace zemi::test
