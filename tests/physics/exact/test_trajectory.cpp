// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/trajectory.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

namespace zemi::exact {
namespace {

bool oscillate(Real, std::vector<Real> const& y, std::vector<Real>& slope)
{
    slope[0] = y[1];
    slope[1] = -y[0];
    return true;
}

TEST(Trajectory, OscillatorForwardsAndBackwardsAtAnyPlace)
{
    Trajectory const forwards(oscillate, 0, {0, 1}, 10);
    Trajectory const backwards(oscillate, 0, {0, 1}, -10);
    for (Real x : {0., 9.999, 0.3, 5., 1e-3, 10.}) {
        EXPECT_NEAR(forwards.sample(x)[0], std::sin(x), 1e-11);
        EXPECT_NEAR(backwards.sample(-x)[1], std::cos(x), 1e-11);
    }
    EXPECT_EQ(forwards.sample(-1)[1], 1);
    EXPECT_EQ(forwards.sample(11)[1], forwards.sample(10)[1]);
}

TEST(Trajectory, RightHandSideDependsOnPlace)
{
    auto const slope = [](Real x, std::vector<Real> const&, std::vector<Real>& d) {
        d[0] = 6 * std::pow(x, 5);
        return true;
    };
    EXPECT_NEAR(Trajectory(slope, 1, {1}, 2).sample(1.7)[0], std::pow(1.7, 6), 1e-10);
}

TEST(Trajectory, EndsAtASingularity)
{
    auto const blow_up = [](Real, std::vector<Real> const& y, std::vector<Real>& d) {
        d[0] = y[0] * y[0];
        return true;
    };
    EXPECT_NO_THROW(Trajectory(blow_up, 0, {1}, 0.9));
    EXPECT_THROW(Trajectory(blow_up, 0, {1}, 2), std::domain_error);
    auto const sink = [](Real, std::vector<Real> const& y, std::vector<Real>& d) {
        d[0] = -1 / y[0];
        return y[0] > 0;
    };
    EXPECT_NEAR(Trajectory(sink, 0, {1}, 0.4).sample(0.375)[0], 0.5, 1e-11);
    EXPECT_THROW(Trajectory(sink, 0, {1}, 1), std::domain_error);
}

} // namespace
} // namespace zemi::exact
