// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/simple_wave.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace zemi::exact {
namespace {

TEST(SimpleWave, IsConstantAlongCharacteristics)
{
    SimpleWave const wave;
    Real const k = 2 * std::numbers::pi_v<Real> / 1000;
    EXPECT_NEAR(wave.shock_time(), 26.5, .03);
    for (Real t : {0., 5., 15., 26., 26.5}) {
        for (Real x : {0., 1., 250., 530., 999.}) {
            SimpleWave::Point const p = wave.sample(x, t);
            EXPECT_NEAR(p.wave_speed, 2 + 6 * std::sin(k * (x - p.wave_speed * t)), 1e-13) << x << ' ' << t;
            Real const pressure = 60 / 3.6 * std::pow(p.density / .25, 2);
            EXPECT_NEAR(p.speed + pressure, 16, 1e-13);
            EXPECT_NEAR(p.speed - 2 * pressure, p.wave_speed, 1e-13);
            EXPECT_NEAR(wave.sample(x + 1000, t).density, p.density, 1e-12);
        }
    }
    EXPECT_THROW((void)wave.sample(0, 27), std::domain_error);
}

TEST(SimpleWave, ConservesVehicles)
{
    SimpleWave const wave;
    auto const vehicles = [&](Real t) {
        Real sum = 0;
        for (int i = 0; i < 1000; ++i) {
            sum += wave.sample(i, t).density;
        }
        return sum;
    };
    EXPECT_NEAR(vehicles(15), vehicles(0), 1e-10);
}

} // namespace
} // namespace zemi::exact
