// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Smooth waves on a closed road, without relaxation and with it: the order of the methods, and the constant in front of
// it.
#include "verification.hpp"
#include <zemi/physics/exact/co_moving_wave.hpp>
#include <zemi/physics/exact/simple_wave.hpp>

#include <numbers>

namespace zemi::test {
namespace {

Problem closed_road(int num_cells, int num_classes)
{
    Problem problem;
    problem.model = without_relaxation(model_with(num_classes));
    problem.road = uniform_road(num_cells);
    problem.left = always(BoundaryKind::periodic);
    problem.right = always(BoundaryKind::periodic);
    return problem;
}

/// Motorcycles and cars at the same speed with a varying composition: a contact.
Benchmark co_moving_wave()
{
    exact::CoMovingWave const wave;
    Real const end = 50;
    auto const start = [wave](Real x) {
        auto const point = wave.sample(x, 0);
        return TrafficState{{point.density[0], point.density[1]}, {point.speed, point.speed}};
    };
    auto const density = [wave, end](Real x) {
        auto const point = wave.sample(x, end);
        return std::vector<Real>{point.density[0], point.density[1]};
    };
    return {"co_moving_wave", end, [](int num_cells) { return closed_road(num_cells, 2); }, start, {}, density};
}

/// Cars alone with the same marker everywhere: Burgers' equation for the characteristic speed.
Benchmark simple_wave()
{
    exact::SimpleWave const wave;
    Real const end = 15;
    auto const start = [wave](Real x) {
        auto const point = wave.sample(x, 0);
        return TrafficState{{point.density}, {point.speed}};
    };
    auto const density = [wave, end](Real x) { return std::vector<Real>{wave.sample(x, end).density}; };
    return {"simple_wave", end, [](int num_cells) { return closed_road(num_cells, 1); }, start, {}, density};
}

/// Both classes want the same speed and approach it in the same time, on a road of uniform total density r = 0.12
/// veh/m: the speed is the same everywhere, and the composition is carried along,
///
///     v(t) = Ve + (v_0 - Ve) exp(-t / tau)     rho_0 = r (0.5 + 0.3 sin(k (x - X(t))))     X = integral of v
///
/// so that flux and relaxation act together on a problem with a solution in closed form.
Benchmark relaxing_composition()
{
    Real const total = 0.12;
    Real const free_speed = 60 * kilometre_per_hour;
    Real const tau = 8;
    Real const equilibrium = free_speed * (1 - total / 0.25);
    Real const start_speed = 4;
    Real const end = 20;
    auto const problem = [=](int num_cells) {
        Problem p = closed_road(num_cells, 2);
        for (ClassSpec& vehicle : p.model.classes) {
            vehicle.relaxation_time = tau;
            vehicle.creeping_speed = 0;
            vehicle.free_speed = {{1, free_speed}};
        }
        return p;
    };
    auto const density = [=](Real x) {
        Real const share = 0.5 + 0.3 * std::sin(2 * std::numbers::pi * x / 1000);
        return std::vector<Real>{total * share, total * (1 - share)};
    };
    auto const start = [=](Real x) { return TrafficState{density(x), {start_speed, start_speed}}; };
    Real const way = equilibrium * end - tau * (start_speed - equilibrium) * std::expm1(-end / tau);
    return {"relaxing_composition", end, problem, start, {}, [=](Real x) { return density(x - way); }};
}

class SmoothWaves : public testing::TestWithParam<ExpectedConvergence> {};

TEST_P(SmoothWaves, ConvergeAtTheExpectedOrder)
{
    expect_convergence(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Verification, SmoothWaves,
    testing::Values(
        ExpectedConvergence{
            co_moving_wave(), first_order("hll_w", smooth_cfl(0.8)), {"2.13e-3", "1.11e-3", "5.65e-4", "2.86e-4"}, .98},
        ExpectedConvergence{
            co_moving_wave(), second_order(smooth_cfl(0.4)), {"3.19e-4", "8.38e-5", "2.15e-5", "5.40e-6"}, 1.99},
        ExpectedConvergence{
            simple_wave(), first_order("hll_w", smooth_cfl(0.8)), {"4.70e-4", "2.56e-4", "1.34e-4", "6.93e-5"}, .95},
        ExpectedConvergence{
            simple_wave(), first_order("rusanov", smooth_cfl(0.8)), {"1.31e-3", "6.69e-4", "3.40e-4", "1.71e-4"}, .99},
        ExpectedConvergence{
            simple_wave(), second_order(smooth_cfl(0.4)), {"3.46e-5", "9.88e-6", "2.44e-6", "5.95e-7"}, 2.04},
        // Steps change with the speed here, and how that program chose them is not known: a wider range below.
        ExpectedConvergence{
            relaxing_composition(), second_order(0.4), {"1.96e-4", "5.14e-5", "1.29e-5", "3.30e-6"}, 1.97, 0.7},
        ExpectedConvergence{relaxing_composition(),
                            {"muscl_mc_hll_w_imex_ssp2_222", {"muscl_mc", "hll_w", "imex_ssp2_222", 0.4}},
                            {"1.83e-4", "4.80e-5", "1.20e-5", "3.06e-6"},
                            1.97,
                            0.7}),
    [](auto const& instance) { return name_of(instance.param); });

} // namespace
} // namespace zemi::test
