// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sample_problems.hpp"
#include <zemi/numerics/high_order_flux.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace {

using zemi::Real;
using zemi::Vec;
using Equation = zemi::MulticlassArz<2>;

class HighOrderFlux : public testing::Test {
protected:
    Equation equation = zemi::make_multiclass_arz<2>(zemi::test::two_class_model());
    Vec<Real, Equation::num_road_data> road = equation.road_data(0);
    std::mt19937_64 generator{21};

    Vec<Real, 4> random_primitive()
    {
        std::uniform_real_distribution<Real> density(0, 0.12);
        std::uniform_real_distribution<Real> speed(0, 15);
        std::bernoulli_distribution empty(0.1);
        return {empty(generator) ? 0 : density(generator), empty(generator) ? 0 : density(generator), speed(generator),
                speed(generator)};
    }
};

TEST_F(HighOrderFlux, InterpolationOfUniformTrafficIsExact)
{
    Vec<Real, 4> const q{0.07, 0.04, 8.1, 9.3};
    auto const cell = zemi::interpolate_cell<Real>(equation, zemi::WenoWeights::z, [&](int) { return q; });
    for (int k = 0; k < 4; ++k) {
        EXPECT_EQ(cell.left[k], q[k]);
        EXPECT_EQ(cell.right[k], q[k]);
    }
    EXPECT_EQ(cell.given_up, 0);
}

TEST_F(HighOrderFlux, GivesUpAndSaysSoWhereADensityWouldBeNegative)
{
    // A parabola through 0.1, 0.02, 0 has its lowest point below zero, right of the cell.
    double const density[5] = {0.1, 0.03, 1e-4, 0.001, 0.03};
    auto const cell = zemi::interpolate_cell<Real>(
        equation, zemi::WenoWeights::js, [&](int k) { return Vec<Real, 4>{density[k + 2], 0.02, 10.0 + k, 9.0}; });
    ASSERT_EQ(cell.given_up, 1) << "the example must be one";
    EXPECT_EQ(cell.left[0], density[2]);
    EXPECT_EQ(cell.right[0], density[2]);
    EXPECT_EQ(cell.right[2], 10.0);
}

/// (F(x + h/2) - F(x - h/2)) / h is the derivative of f to the fifth order, if F* is f at the face.
TEST_F(HighOrderFlux, CorrectionMakesDifferencesOfFacesDerivatives)
{
    auto const error = [](double h) {
        auto const f = [](double x) { return std::sin(1 + x); };
        auto const at = [&](double face) {
            return zemi::corrected_flux(Vec<Real, 1>{f(face * h)},
                                        [&](int k) { return Vec<Real, 1>{f((face + 0.5 + k) * h)}; })[0];
        };
        return std::abs((at(0.5) - at(-0.5)) / h - std::cos(1.0));
    };
    double const order = std::log2(error(0.2) / error(0.1));
    EXPECT_GT(order, 5.8); // even orders only: six
    EXPECT_LT(order, 6.2);
    auto const constant = zemi::corrected_flux(Vec<Real, 1>{0.3}, [](int) { return Vec<Real, 1>{0.7}; });
    EXPECT_EQ(constant[0], 0.3);
}

/// Of random states and random corrections of any size: whatever share the neighbours take, the Euler step stays in the
/// domain, and shares are not smaller than they must be.
TEST_F(HighOrderFlux, SharesKeepTheDomainWhateverTheNeighboursTake)
{
    std::uniform_real_distribution<Real> unit(0, 1);
    std::uniform_real_distribution<Real> correction(-0.5, 0.5);
    int num_limited = 0;
    int num_whole = 0;
    for (int n = 0; n < 20000; ++n) {
        Vec<Real, Equation::num_point> s[7];
        for (auto& point : s) {
            point = equation.point_state(random_primitive(), road);
        }
        auto const left = zemi::HllW{}(equation, s[2], s[3]);
        auto const right = zemi::HllW{}(equation, s[3], s[4]);
        Real const ratio = 0.45 / std::max({left.speed, right.speed, Real(0.1)});
        auto const u = equation.conserved(s[3]);
        auto high_left = left.flux;
        auto high_right = right.flux;
        Real const size = std::pow(10, -4 * unit(generator));
        for (int c = 0; c < 2; ++c) {
            for (auto* flux : {&high_left, &high_right}) {
                (*flux)[2 * c] += size * correction(generator);
                (*flux)[2 * c + 1] += size * 20 * correction(generator);
            }
        }
        auto const range = zemi::marker_range<Real, Equation>([&](int k) { return s[3 + k]; });
        auto const share =
            zemi::admissible_share<Equation>(ratio, u, left.flux, right.flux, high_left, high_right, range);
        for (int c = 0; c < 2; ++c) {
            EXPECT_GE(share[c], 0);
            EXPECT_LE(share[c], 1);
            num_limited += share[c] < 1 ? 1 : 0;
            num_whole += share[c] == 1 ? 1 : 0;
            for (int corner = 0; corner < 4; ++corner) {
                Real const at_left = corner % 2 == 0 ? share[c] : share[c] * unit(generator);
                Real const at_right = corner / 2 == 0 ? share[c] : share[c] * unit(generator);
                Real after[2];
                for (int k = 0; k < 2; ++k) {
                    int const i = 2 * c + k;
                    Real const fl = left.flux[i] + at_left * (high_left[i] - left.flux[i]);
                    Real const fr = right.flux[i] + at_right * (high_right[i] - right.flux[i]);
                    after[k] = u[i] - ratio * (fr - fl);
                }
                EXPECT_GE(after[0], -1e-14);
                EXPECT_GE(after[1] - range.low[c] * after[0], -1e-12);
                EXPECT_GE(range.high[c] * after[0] - after[1], -1e-12);
            }
        }
    }
    EXPECT_GT(num_limited, 1000);
    EXPECT_GT(num_whole, 1000);
}

TEST_F(HighOrderFlux, WholeSharesPassTheHighOrderFluxToTheLastBit)
{
    Vec<Real, 4> const low{0.3, 2.1, 0.2, 1.7};
    Vec<Real, 4> const high{0.1 + 0.2, 2.2, 0.21, 1.6};
    auto const whole = zemi::limited_flux<Equation>(low, high, Vec<Real, 2>{1, 1}, Vec<Real, 2>{1, 1});
    EXPECT_EQ(whole.limited, 0);
    auto const half = zemi::limited_flux<Equation>(low, high, Vec<Real, 2>{1, 0.5}, Vec<Real, 2>{1, 0.75});
    EXPECT_EQ(half.limited, 1);
    for (int k = 0; k < 4; ++k) {
        EXPECT_EQ(whole.flux[k], high[k]);
        EXPECT_DOUBLE_EQ(half.flux[k], k < 2 ? high[k] : low[k] + 0.5 * (high[k] - low[k]));
    }
}

/// Packs and single numbers take the same way through the formulas.
TEST_F(HighOrderFlux, GivesPacksTheSameBits)
{
    using zemi::Pack;
    Vec<Real, 4> one[5][Pack::size];
    Vec<Pack, 4> all[5];
    for (int k = 0; k < 5; ++k) {
        for (int lane = 0; lane < Pack::size; ++lane) {
            one[k][lane] = random_primitive();
            for (int i = 0; i < 4; ++i) {
                all[k][i].set(lane, one[k][lane][i]);
            }
        }
    }
    auto const packed = zemi::interpolate_cell<Pack>(equation, zemi::WenoWeights::z, [&](int k) { return all[k + 2]; });
    for (int lane = 0; lane < Pack::size; ++lane) {
        auto const single =
            zemi::interpolate_cell<Real>(equation, zemi::WenoWeights::z, [&](int k) { return one[k + 2][lane]; });
        EXPECT_EQ(packed.given_up[lane], single.given_up);
        for (int i = 0; i < 4; ++i) {
            EXPECT_EQ(packed.left[i][lane], single.left[i]);
            EXPECT_EQ(packed.right[i][lane], single.right[i]);
        }
    }
}

} // namespace
