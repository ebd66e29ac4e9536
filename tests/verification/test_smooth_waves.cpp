// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Smooth waves on a closed road, without relaxation and with it: the order of the methods, and the constant in front of
// it.
#include "smooth_waves.hpp"

namespace zemi::test {
namespace {

class SmoothWaves : public testing::TestWithParam<ExpectedConvergence> {};

TEST_P(SmoothWaves, ConvergeAtTheExpectedOrder)
{
    expect_convergence("smooth", GetParam());
}

using Rows = std::vector<ExpectedConvergence>;

// In S3 steps change with the speed, and how that program chose them is not known: wider ranges below there. At first
// order the errors of flux and step nearly cancel, and what is left goes up and down with the number of steps.
Rows first_order_rows()
{
    NamedScheme const hll_w = first_order("hll_w", smooth_cfl(0.8));
    NamedScheme const rusanov = first_order("rusanov", smooth_cfl(0.8));
    return {
        {co_moving_wave(), hll_w, {"2.13e-3", "1.11e-3", "5.65e-4", "2.86e-4"}, .98},
        {simple_wave(), hll_w, {"4.70e-4", "2.56e-4", "1.34e-4", "6.93e-5"}, .95},
        {simple_wave(), rusanov, {"1.31e-3", "6.69e-4", "3.40e-4", "1.71e-4"}, .99},
        {relaxing_composition(),
         first_order("hll_w", 0.8),
         {"4.86e-4", "2.42e-4", "1.21e-4", "6.85e-5"},
         .98,
         0.85,
         1.1},
    };
}

Rows second_order_rows()
{
    NamedScheme const heun = second_order(smooth_cfl(0.4));
    NamedScheme const fixed = second_order_fixed(smooth_cfl(0.4));
    return {
        {co_moving_wave(), heun, {"3.19e-4", "8.38e-5", "2.15e-5", "5.40e-6"}, 1.99},
        {simple_wave(), heun, {"3.46e-5", "9.88e-6", "2.44e-6", "5.95e-7"}, 2.04},
        {co_moving_wave(), fixed, {"3.10e-4", "8.16e-5", "2.10e-5", "5.25e-6"}, 2.00},
        {simple_wave(), fixed, {"3.46e-5", "9.88e-6", "2.44e-6", "5.95e-7"}, 2.04},
        {relaxing_composition(), second_order(0.4), {"1.96e-4", "5.14e-5", "1.29e-5", "3.30e-6"}, 1.97, 0.7},
        {relaxing_composition(), second_order_imex(0.4), {"1.83e-4", "4.80e-5", "1.20e-5", "3.06e-6"}, 1.97, 0.7},
    };
}

// Errors of third order in time: they grow with the cube of the step, so what is not known of it counts three times.
Rows fifth_order_rows()
{
    Real const refined = 2. / 3;
    NamedScheme const transport = fifth_order("strang_ssprk33", smooth_cfl(0.4));
    NamedScheme const strang = fifth_order("strang_ssprk33", 0.4);
    NamedScheme const imex = fifth_order("imex_ssp3_433", 0.4);
    return {
        {.benchmark = co_moving_wave(),
         .scheme = transport,
         .error = {"1.46e-6", "4.63e-8", "1.47e-9", "4.60e-11"},
         .order = 5.00,
         .cfl_power = refined},
        {co_moving_wave(), transport, {"1.46e-6", "1.85e-7", "2.31e-8", "2.89e-9"}, 3.00},
        {.benchmark = simple_wave(),
         .scheme = transport,
         .error = {"6.17e-7", "1.88e-8", "5.66e-10", "1.70e-11"},
         .order = 5.05,
         .cfl_power = refined},
        {relaxing_composition(), strang, {"1.79e-5", "4.47e-6", "1.16e-6", "2.97e-7"}, 1.97, 0.4},
        {relaxing_composition(), imex, {"2.38e-6", "2.97e-7", "3.95e-8", "5.10e-9"}, 2.95, 0.2},
        {.benchmark = relaxing_composition(),
         .scheme = imex,
         .error = {"2.38e-6", "8.14e-8", "2.64e-9", "8.21e-11"},
         .order = 5.0,
         .least = 0.2,
         .cfl_power = refined},
    };
}

std::vector<ExpectedConvergence> all_rows()
{
    Rows all;
    for (Rows const& rows : {first_order_rows(), second_order_rows(), fifth_order_rows()}) {
        all.insert(all.end(), rows.begin(), rows.end());
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(Verification, SmoothWaves, testing::ValuesIn(all_rows()),
                         [](auto const& instance) { return name_of(instance.param); });

} // namespace
} // namespace zemi::test
