// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Characteristic speeds of random models: the bounds that fluxes and steps rely on, and the closed forms against an
// eigenvalue solver that knows nothing of traffic.
#include "numerical_eigenvalues.hpp"
#include "record.hpp"
#include "sample_problems.hpp"
#include <zemi/physics/interaction.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace zemi::test {
namespace {

/// Reproducible: the bits of the engine without the distributions, which differ between libraries.
class Random {
public:
    Real uniform(Real low, Real high) { return low + (high - low) * (static_cast<Real>(m_engine() >> 11) * 0x1p-53); }
    bool one_in(int n) { return uniform(0, 1) * n < 1; }

private:
    std::mt19937_64 m_engine{20250401};
};

/// Every fourth model has the published interaction; of the others some perceive a class not at all.
template <int N>
ModelSpec random_model(Random& random)
{
    ModelSpec model = model_with(N);
    bool const published = random.one_in(4);
    if (random.one_in(3)) {
        model.pressure_law = PressureLaw::singular;
    }
    for (ClassSpec& vehicle : model.classes) {
        if (published) {
            continue;
        }
        vehicle.pressure_scale = random.uniform(5, 90) * kilometre_per_hour;
        vehicle.pressure_exponent = random.one_in(2) ? std::round(random.uniform(2, 7)) / 2 : random.uniform(1, 4);
        for (ClassSpec const& other : model.classes) {
            bool const own = vehicle.name == other.name;
            vehicle.perceives[other.name] = own ? random.uniform(0.2, 2) : random.one_in(6) ? 0 : random.uniform(0, 3);
        }
    }
    return model;
}

/// Admissible; each class absent now and then, classes at the same speed now and then.
template <int N, class Equation>
Vec<Real, 3 * N + 1> random_point(Random& random, Equation const& equation)
{
    while (true) {
        Vec<Real, 2 * N> q{};
        for (int c = 0; c < N; ++c) {
            Real const density = random.uniform(0, 0.3 / N);
            q[c] = random.one_in(10) ? 0 : random.one_in(10) ? 1e-4 * density : density;
            q[N + c] = c > 0 && random.one_in(10) ? q[N] : random.uniform(0, 30);
        }
        auto const s = equation.point_state(q, equation.road_data(0));
        if (equation.is_admissible(equation.conserved(s))) {
            return s;
        }
    }
}

/// Largest speed that occurs in the Jacobian: what rounding errors of its eigenvalues are relative to [m/s].
template <int N>
Real speed_scale(Vec<Real, 3 * N + 1> const& s, Vec<Real, 2 * N> const& lambda)
{
    Real scale = 1;
    for (int i = 0; i < N; ++i) {
        scale = std::max({scale, std::abs(s[N + i]), std::abs(s[2 * N + i])});
    }
    for (int i = 0; i < 2 * N; ++i) {
        scale = std::max(scale, std::abs(lambda[i]));
    }
    return scale;
}

template <class N>
struct CharacteristicSpeeds : testing::Test {};

template <int N>
struct Classes {
    static constexpr int count = N;
};

struct ClassNames {
    template <class T>
    static std::string GetName(int)
    {
        return T::count == 1 ? "one_class" : T::count == 2 ? "two_classes" : "three_classes";
    }
};

using AllNumbers = testing::Types<Classes<1>, Classes<2>, Classes<3>>;
TYPED_TEST_SUITE(CharacteristicSpeeds, AllNumbers, ClassNames);

/// What rounding does to a double root: half of the digits are lost, in the closed form of the cubic as in any solver.
Real const half_of_the_digits = 4 * std::sqrt(std::numeric_limits<Real>::epsilon());

/// A million states. The bounds of one and two classes are good to rounding.
TYPED_TEST(CharacteristicSpeeds, LieWithinTheBounds)
{
    constexpr int n = TypeParam::count;
    Random random;
    Real worst = 0;
    for (int m = 0; m < 1000; ++m) {
        auto const equation = make_multiclass_arz<n>(random_model<n>(random));
        for (int trial = 0; trial < 1000; ++trial) {
            auto const s = random_point<n>(random, equation);
            auto const lambda = equation.eigenvalues(s);
            auto const bounds = equation.wave_speeds(s);
            Real const scale = speed_scale<n>(s, lambda);
            for (int i = 0; i < 2 * n; ++i) {
                worst = std::max({worst, (bounds.min - lambda[i]) / scale, (lambda[i] - bounds.max) / scale});
            }
        }
    }
    remark("%d classes: largest excess over the bounds %.2e of the speed scale\n", n, worst);
    EXPECT_LE(worst, n == 3 ? half_of_the_digits : 1e-14);
}

/// A hundred thousand states. Where two eigenvalues are closer than a ten thousandth of the speed scale, the solver
/// loses digits: half of them for two, two thirds for three (classes at the same speed, absent classes, resonance).
/// There the comparison can be no better than the solver. Of a complex pair (three classes with an unbalanced
/// interaction) the closed form gives the real part.
TYPED_TEST(CharacteristicSpeeds, AgreeWithANumericalSolver)
{
    constexpr int n = TypeParam::count;
    Random random;
    int num_separate = 0;
    Real worst_separate = 0;
    Real worst_close = 0;
    Real worst_bound_separate = 0;
    Real worst_bound_close = 0;
    for (int m = 0; m < 1000; ++m) {
        auto const equation = make_multiclass_arz<n>(random_model<n>(random));
        for (int trial = 0; trial < 100; ++trial) {
            auto const s = random_point<n>(random, equation);
            auto const lambda = equation.eigenvalues(s);
            auto const bounds = equation.wave_speeds(s);
            Real const scale = speed_scale<n>(s, lambda);
            std::vector<Real> exact(lambda.data, lambda.data + 2 * n);
            std::sort(exact.begin(), exact.end());
            auto const numerical = numerical_eigenvalues(equation, s);
            Real gap = scale;
            Real difference = 0;
            for (std::size_t i = 0; i < exact.size(); ++i) {
                gap = i == 0 ? gap : std::min(gap, numerical[i].real() - numerical[i - 1].real());
                difference = std::max(difference, std::abs(exact[i] - numerical[i].real()) / scale);
            }
            Real const excess =
                std::max(bounds.min - numerical.front().real(), numerical.back().real() - bounds.max) / scale;
            bool const separate = gap > 1e-4 * scale;
            num_separate += separate;
            Real& worst = separate ? worst_separate : worst_close;
            Real& worst_bound = separate ? worst_bound_separate : worst_bound_close;
            worst = std::max(worst, difference);
            worst_bound = std::max(worst_bound, excess);
        }
    }
    remark("%d classes: %d states with separate eigenvalues, difference %.2e of the speed scale, excess over the "
           "bounds %.2e; of the others %.2e and %.2e\n",
           n, num_separate, worst_separate, worst_bound_separate, worst_close, worst_bound_close);
    EXPECT_GT(num_separate, 30000);
    EXPECT_LE(worst_separate, 1e-9);
    EXPECT_LE(worst_bound_separate, 1e-9);
    Real const a_third_of_the_digits = std::cbrt(std::numeric_limits<Real>::epsilon());
    EXPECT_LE(worst_close, a_third_of_the_digits);
    EXPECT_LE(worst_bound_close, a_third_of_the_digits);
}

} // namespace
} // namespace zemi::test
