// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Uniform traffic that relaxes: the time schemes alone, without any flux difference.
#include "verification.hpp"
#include <zemi/physics/exact/uniform_relaxation.hpp>

namespace zemi::test {
namespace {

/// Published parameters of April 2025 on a road of category 3, far from equilibrium.
struct RelaxingTraffic {
    static constexpr Real end = 20;
    TrafficState start{{.05, .04}, {2, 12}};
    ModelSpec model = two_class_model();

    RelaxingTraffic()
    {
        model.classes[0].pressure_scale = 10 * kilometre_per_hour;
        model.classes[1].pressure_scale = 15 * kilometre_per_hour;
        model.classes[0].free_speed = {{3, 50 * kilometre_per_hour}};
        model.classes[1].free_speed = {{3, 35 * kilometre_per_hour}};
    }

    /// Largest distance to the exact speeds [m/s] after the run in `num_steps` equal steps; cells so long that no step
    /// is limited by waves.
    [[nodiscard]] Real error(SchemeSpec const& scheme, int num_steps) const
    {
        Problem problem;
        problem.model = model;
        problem.road = uniform_road(8, 1e5, 3);
        problem.left = always(BoundaryKind::periodic);
        problem.right = always(BoundaryKind::periodic);
        problem.initial.at = [traffic = start](Real) { return traffic; };
        problem.scheme = scheme;
        Simulation simulation(problem);
        for (int step = 1; step <= num_steps; ++step) {
            EXPECT_FALSE(simulation.advance_to(end * step / num_steps).has_value());
        }
        EXPECT_EQ(simulation.num_steps(), num_steps);
        auto const equation = make_multiclass_arz<2>(model);
        auto const exact = exact::uniform_relaxation(
            equation, equation.road_data(0),
            Vec<Real, 4>{start.density[0], start.density[1], start.speed[0], start.speed[1]}, end);
        CellFields const fields = simulation.fields();
        Real largest = 0;
        for (std::size_t c = 0; c < 2; ++c) {
            for (Real const speed : fields.speed[c]) {
                largest = std::max(largest, std::abs(speed - exact[static_cast<int>(c)]));
            }
            for (Real const density : fields.density[c]) {
                EXPECT_NEAR(density / start.density[c], 1, 1e-13);
            }
        }
        return largest;
    }
};

TEST(UniformRelaxation, IsExactWithSplittingForAnyNumberOfSteps)
{
    RelaxingTraffic const traffic;
    Real const slowest_exact_speed = 7.004159414256; // that of the cars
    for (std::string const time : {"strang_ssprk11", "strang_ssprk22", "strang_ssprk33", "strang_ssprk43"}) {
        for (std::string const reconstruction : {"constant", "muscl_mc"}) {
            for (int const num_steps : {1, 2, 3, 7, 10, 40, 80, 1000}) {
                Real const error = traffic.error({reconstruction, "hll_w", time, 0.8}, num_steps);
                EXPECT_LE(error / slowest_exact_speed, 1e-13)
                    << time << " " << reconstruction << " " << num_steps << " steps";
            }
        }
    }
}

/// Errors of the schemes' stability functions; the figures are those of an independent program, to three digits.
TEST(UniformRelaxation, HasTheOrderOfTheImplicitScheme)
{
    struct Expected {
        char const* time;
        Real order;
        std::array<Real, 4> figures;
    };
    RelaxingTraffic const traffic;
    for (Expected const& expected : {Expected{"imex_ssp2_222", 2, {3.63e-3, 8.92e-4, 2.21e-4, 5.50e-5}},
                                     Expected{"imex_ssp3_433", 3, {7.51e-5, 1.05e-5, 1.39e-6, 1.79e-7}}}) {
        std::array<Real, 4> error{};
        for (std::size_t k = 0; k < error.size(); ++k) {
            int const num_steps = 10 << k;
            error[k] = traffic.error({"muscl_mc", "hll_w", expected.time, 0.45}, num_steps);
            remark("uniform relaxation %s, %d steps: error %.3e expected %.2e\n", expected.time, num_steps, error[k],
                   expected.figures[k]);
            EXPECT_NEAR(error[k], expected.figures[k], 0.004 * expected.figures[k]) << num_steps << " steps";
        }
        Real const order = std::log2(error[2] / error[3]);
        EXPECT_GE(order, expected.order - 0.06);
        EXPECT_LE(order, expected.order + 0.05);
    }
}

} // namespace
} // namespace zemi::test
