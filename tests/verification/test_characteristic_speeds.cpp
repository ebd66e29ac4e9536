// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Characteristic speeds of random models: the bounds that fluxes and steps rely on, and the closed forms against an
// eigenvalue solver that knows nothing of traffic.
#include "sample_problems.hpp"
#include <zemi/physics/dense_eigenvalues.hpp>
#include <zemi/physics/interaction.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
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

/// A million states. The closed forms of one and two classes are good to rounding; of a cubic with a double root only
/// half the digits are.
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
    std::printf("%d classes: largest excess over the bounds %.2e of the speed scale\n", n, worst);
    EXPECT_LE(worst, n == 3 ? 1e-8 : 1e-14);
}

/// The full Jacobian is solved by QR iterations.
TYPED_TEST(CharacteristicSpeeds, AgreeWithANumericalSolver)
{
    constexpr int n = TypeParam::count;
    Random random;
    std::array<Real, 12> worst{};
    std::array<int, 12> count{};
    Real worst_bound = 0;
    for (int m = 0; m < 1000; ++m) {
        auto const model = random_model<n>(random);
        auto const equation = make_multiclass_arz<n>(model);
        for (int trial = 0; trial < 100; ++trial) {
            auto const s = random_point<n>(random, equation);
            auto const lambda = equation.eigenvalues(s);
            std::vector<Real> exact(lambda.data, lambda.data + 2 * n);
            std::sort(exact.begin(), exact.end());
            auto const jacobian = equation.jacobian(s);
            ComplexMatrix matrix(2 * n);
            for (int i = 0; i < 2 * n; ++i) {
                for (int j = 0; j < 2 * n; ++j) {
                    matrix(static_cast<std::size_t>(i), static_cast<std::size_t>(j)) = jacobian[i][j];
                }
            }
            auto const numerical = eigenvalues(matrix);
            Real const scale = speed_scale<n>(s, lambda);
            auto const bounds = equation.wave_speeds(s);
            Real gap = scale;
            Real difference = 0;
            for (std::size_t i = 0; i < exact.size(); ++i) {
                if (i > 0) {
                    gap = std::min(gap, std::abs(numerical[i] - numerical[i - 1]));
                }
                difference = std::max(difference, std::abs(exact[i] - numerical[i].real()));
                worst_bound = std::max({worst_bound, (bounds.min - numerical[i].real()) / scale, (numerical[i].real() - bounds.max) / scale});
            }
            auto const bin = static_cast<std::size_t>(std::clamp(-std::log10(gap / scale + 1e-300), 0., 11.));
            worst[bin] = std::max(worst[bin], difference / scale);
            ++count[bin];
        }
    }
    for (std::size_t b = 0; b < worst.size(); ++b) {
        std::printf("%d classes gap 1e-%zu: %d states, worst %.2e\n", n, b, count[b], worst[b]);
    }
    std::printf("bounds %.2e\n", worst_bound);
}

} // namespace
} // namespace zemi::test
