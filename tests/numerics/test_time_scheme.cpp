// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/step_control.hpp>
#include <zemi/numerics/time_scheme.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <string>

namespace {

using zemi::RelaxationStep;
using zemi::Stage;
using zemi::TimeScheme;
using Complex = std::complex<double>;

/// One step of du/dt = lambda u + (equilibrium - u) / tau with the scheme's own table; transport is lambda u.
Complex step(TimeScheme const& scheme, Complex u, Complex lambda, double equilibrium, double tau, double dt)
{
    auto const fraction = [&](double coefficient) {
        return zemi::StepControl<1>::relaxation_fraction(scheme.relaxation, coefficient, dt, tau);
    };
    double const f = fraction(scheme.prepare_coefficient);
    auto const increment = [&](Complex value) { return (equilibrium - value) * f; };
    Complex const start = u;
    Complex previous = u;
    for (int s = 0; s < scheme.num_stages; ++s) {
        Stage const& stage = scheme.stages[static_cast<std::size_t>(s)];
        Complex const d = stage.prepare > 0 ? (equilibrium - u) * std::pow(f, stage.prepare) : Complex(0);
        Complex const flux = lambda * (u + d);
        Complex const input = u;
        u = stage.start * start + (stage.start_increment + stage.start_increment_again * f) * increment(start)
          + stage.previous_increment * increment(previous) + stage.input * u + stage.input_increment * d
          + stage.flux * dt * flux;
        previous = input;
    }
    if (scheme.finish_coefficient > 0) {
        u += (equilibrium - u) * fraction(scheme.finish_coefficient);
    }
    return u;
}

double error_after(TimeScheme const& scheme, int num_steps, double tau)
{
    Complex const lambda(0, 2);
    double const end = 1;
    double const equilibrium = 0.7;
    Complex u(1, 0.5);
    Complex const rate = lambda - 1 / tau;
    Complex const steady = -(equilibrium / tau) / rate;
    Complex const exact = steady + (u - steady) * std::exp(rate * end);
    for (int n = 0; n < num_steps; ++n) {
        u = step(scheme, u, lambda, equilibrium, tau, end / num_steps);
    }
    return std::abs(u - exact);
}

struct Expected {
    char const* name;
    double pure_transport; ///< order without source
    double with_source;    ///< order with a source that is not stiff (Strang splitting: two at most)
};
void PrintTo(Expected const& expected, std::ostream* out)
{
    *out << expected.name;
}

class TimeSchemeOrder : public ::testing::TestWithParam<Expected> {};

TEST_P(TimeSchemeOrder, IsWhatTheTableSays)
{
    TimeScheme const& scheme = zemi::time_scheme(GetParam().name);
    double const pure = std::log2(error_after(scheme, 40, 1e30) / error_after(scheme, 80, 1e30));
    EXPECT_GT(pure, GetParam().pure_transport - 0.1);
    EXPECT_LT(pure, GetParam().pure_transport + 0.25);
    double const relaxing = std::log2(error_after(scheme, 160, 0.5) / error_after(scheme, 320, 0.5));
    EXPECT_GT(relaxing, GetParam().with_source - 0.1);
    EXPECT_LT(relaxing, GetParam().with_source + 0.25);
}

INSTANTIATE_TEST_SUITE_P(All, TimeSchemeOrder,
                         ::testing::Values(Expected{"strang_ssprk11", 1, 1}, Expected{"strang_ssprk22", 2, 2},
                                           Expected{"strang_ssprk33", 3, 2}, Expected{"strang_ssprk43", 3, 2},
                                           Expected{"imex_ssp2_222", 2, 2}, Expected{"imex_ssp3_433", 3, 3}),
                         [](auto const& instance) { return std::string(instance.param.name); });

TEST(TimeScheme, FluxWeightsSumToOne)
{
    for (TimeScheme const& scheme : zemi::time_schemes) {
        double sum = 0;
        for (double const weight : scheme.flux_weights()) {
            sum += weight;
        }
        EXPECT_NEAR(sum, 1, 1e-15) << scheme.name;
    }
    auto const ssprk33 = zemi::strang_ssprk33.flux_weights();
    EXPECT_NEAR(ssprk33[0], 1.0 / 6, 1e-15);
    EXPECT_NEAR(ssprk33[1], 1.0 / 6, 1e-15);
    EXPECT_NEAR(ssprk33[2], 2.0 / 3, 1e-15);
}

/// Convex combinations, which is what strong stability preservation rests on.
TEST(TimeScheme, StagesAreConvex)
{
    for (TimeScheme const& scheme : zemi::time_schemes) {
        for (int s = 0; s < scheme.num_stages; ++s) {
            Stage const& stage = scheme.stages[static_cast<std::size_t>(s)];
            EXPECT_GE(stage.start, 0);
            EXPECT_GE(stage.input, 0);
            EXPECT_GE(stage.flux, 0);
            // Exactly: what is missing to 1 is lost from the road in each step. The difference is not rounded.
            EXPECT_EQ(1 - stage.input, stage.start) << scheme.name << ", stage " << s;
            EXPECT_LE(stage.flux, stage.input + 1e-15) << "effective CFL coefficient below one";
        }
    }
}

TEST(TimeScheme, ImexDampsAStiffSource)
{
    // tau = 1e-8, dt = 0.1: the limit is the equilibrium transported, bounded whatever the start.
    for (TimeScheme const& scheme : {zemi::imex_ssp2_222, zemi::imex_ssp3_433}) {
        Complex u(5, 0);
        for (int n = 0; n < 20; ++n) {
            u = step(scheme, u, Complex(0, 0.1), 0.7, 1e-8, 0.1);
        }
        EXPECT_NEAR(std::abs(u - 0.7), 0, 1e-2) << scheme.name;
    }
}

/// The stages of imex_ssp3_433 against the scheme as its authors write it, with all implicit and explicit stages.
TEST(TimeScheme, ThirdOrderImexIsTheButcherTableau)
{
    constexpr double a = 0.24169426078821;
    constexpr double b = 0.06042356519705;
    constexpr double e = 0.12915286960590;
    double const implicit[4][4] = {{a, 0, 0, 0}, {-a, a, 0, 0}, {0, 1 - a, a, 0}, {b, e, 0.5 - b - e - a, a}};
    double const explicit_[4][4] = {{0, 0, 0, 0}, {0, 0, 0, 0}, {0, 1, 0, 0}, {0, 0.25, 0.25, 0}};
    double const weights[4] = {0, 1.0 / 6, 1.0 / 6, 2.0 / 3};
    Complex const lambda(-0.3, 2);
    double const equilibrium = 0.7;
    double const dt = 0.3;
    for (double const tau : {10.0, 0.5, 1e-3}) {
        Complex const start(1, 0.5);
        Complex source[4];
        Complex transport[4];
        Complex end = start;
        for (int i = 0; i < 4; ++i) {
            Complex known = start;
            for (int j = 0; j < i; ++j) {
                known += dt * (implicit[i][j] * source[j] + explicit_[i][j] * transport[j]);
            }
            double const k = implicit[i][i] * dt / tau;
            Complex const u = (known + k * equilibrium) / (1 + k);
            source[i] = (equilibrium - u) / tau;
            transport[i] = lambda * u;
            end += dt * weights[i] * (source[i] + transport[i]);
        }
        Complex const ours = step(zemi::imex_ssp3_433, start, lambda, equilibrium, tau, dt);
        EXPECT_NEAR(std::abs(ours - end), 0, 1e-13) << tau;
    }
}

TEST(TimeScheme, UnknownNameListsTheKnownOnes)
{
    EXPECT_THROW((void)zemi::time_scheme("euler"), std::invalid_argument);
}

} // namespace
