// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bounded_speed.hpp"
#include "kokkos_ode.hpp"
#include "sample_problems.hpp"
#include <zemi/physics/source_terms.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace zemi {
namespace {

// Both methods bound the error of each of their steps; over several steps the errors add up.
constexpr Real tolerance_factor = 100;

template <int N, class Term>
Real largest_error(Vec<Real, N> const& v, Vec<Real, N> const& exact, Term const& tolerances)
{
    Real largest = 0;
    for (int c = 0; c < N; ++c) {
        largest =
            std::fmax(largest, std::abs(v[c] - exact[c]) / (tolerances.atol + tolerances.rtol * std::abs(exact[c])));
    }
    return largest;
}

template <class System, int N>
void expect_both_reach(Vec<Real, N> const& exact, System const& system, Real tolerance, Vec<Real, N> const& start)
{
    OdeTolerances const tolerances{tolerance, tolerance};
    auto v = start;
    EXPECT_TRUE(integrate_rk45(system, tolerances, v));
    EXPECT_LE(largest_error(v, exact, tolerances), tolerance_factor);
    v = start;
    EXPECT_TRUE(integrate_bdf(system, tolerances, v));
    EXPECT_LE(largest_error(v, exact, tolerances), tolerance_factor);
}

/// From far below and far above equilibrium, over a ten-thousandth of the relaxation time up to many of them.
TEST(KokkosOde, BothAgreeWithTheExactRelaxationToTheirTolerance)
{
    auto const model = test::two_class_model();
    auto const term = ConstantRelaxation<2>::make(model);
    Vec<Real, 2> const start{{3, 17}};
    Vec<Real, 2> const equilibrium{{12, 15}};
    for (Real const time : {0.0005, 0.1, 1.0, 5.0, 100.0}) {
        Vec<Real, 2> exact{};
        for (int c = 0; c < 2; ++c) {
            exact[c] = equilibrium[c] + (start[c] - equilibrium[c]) * std::exp(-time * term.rate[c]);
        }
        for (Real const tolerance : {1e-3, 1e-6, 1e-9}) {
            CellSystem<2, ConstantRelaxation<2>> const system{term, {{0.05, 0.04}}, equilibrium, time};
            SCOPED_TRACE(testing::Message() << time << " s, tolerance " << tolerance);
            expect_both_reach(exact, system, tolerance, start);
        }
    }
}

TEST(KokkosOde, BothAgreeWithTheClosedFormOfBoundedAccelerationAcrossItsKinks)
{
    auto const model = test::with_bounded_acceleration(test::two_class_model());
    auto const term = BoundedAcceleration<2>::make(model);
    Vec<Real, 2> const start{{0, 20}};
    Vec<Real, 2> const equilibrium{{20, 3}};
    for (Real const time : {0.1, 2.0, 10.0, 40.0}) {
        Vec<Real, 2> exact{};
        for (int c = 0; c < 2; ++c) {
            exact[c] = test::bounded_speed(model.classes[static_cast<std::size_t>(c)], start[c], equilibrium[c], time);
        }
        for (Real const tolerance : {1e-4, 1e-6, 1e-8}) {
            CellSystem<2, BoundedAcceleration<2>> const system{term, {{0.05, 0.04}}, equilibrium, time};
            SCOPED_TRACE(testing::Message() << time << " s, tolerance " << tolerance);
            expect_both_reach(exact, system, tolerance, start);
        }
    }
}

/// Coupled and smooth: each class is dragged along by the other, dv_i/dt = -v_i (v_i + v_j) / L, so that the sum s of the
/// speeds obeys ds/dt = -s^2 / L and v_i / s is constant.
struct MutualDrag {
    static constexpr std::string_view name = "mutual_drag";
    Real inverse_length;
    static MutualDrag make(ModelSpec const&) { return {0.1}; }
    template <class T>
    Vec<T, 2> acceleration(Vec<Real, 2> const&, Vec<T, 2> const& v, Vec<Real, 2> const&) const noexcept
    {
        T const sum = (v[0] + v[1]) * T(inverse_length);
        return {{-v[0] * sum, -v[1] * sum}};
    }
};
static_assert(SourceTerm<MutualDrag, 2>);

TEST(KokkosOde, NewtonIterationOfCoupledNonlinearSourcesConverges)
{
    CellSystem<2, MutualDrag> const system{MutualDrag::make({}), {{0.05, 0.04}}, {}, 3};
    Vec<Real, 2> const start{{5, 20}};
    Real const factor = 1 / (1 + 25 * 3 * 0.1);
    Vec<Real, 2> const exact{{5 * factor, 20 * factor}};
    for (Real const tolerance : {1e-3, 1e-6, 1e-9}) {
        OdeTolerances const tolerances{tolerance, tolerance};
        auto v = start;
        ASSERT_TRUE(integrate_rk45(system, tolerances, v));
        EXPECT_LE(largest_error(v, exact, tolerances), tolerance_factor) << tolerance;
        v = start;
        ASSERT_TRUE(integrate_bdf(system, tolerances, v));
        EXPECT_LE(largest_error(v, exact, tolerances), tolerance_factor) << tolerance;
    }
}

/// Relaxation in 1e-6 s: an explicit method would need 300,000 steps, and says so.
TEST(KokkosOde, StiffSourcesAreForBdf)
{
    auto model = test::model_with(1);
    model.classes[0].relaxation_time = 1e-6;
    CellSystem<1, ConstantRelaxation<1>> const system{ConstantRelaxation<1>::make(model), {{0.05}}, {{12}}, 1};
    Vec<Real, 1> v{{3}};
    EXPECT_FALSE(integrate_rk45(system, {1e-6, 1e-6}, v));
    v = {{3}};
    ASSERT_TRUE(integrate_bdf(system, {1e-6, 1e-6}, v));
    EXPECT_NEAR(v[0], 12, 1e-6);
}

TEST(KokkosOde, AtEquilibriumNothingChanges)
{
    CellSystem<1, ConstantRelaxation<1>> const system{
        ConstantRelaxation<1>::make(test::model_with(1)), {{0.05}}, {{12.3}}, 7};
    Vec<Real, 1> v{{12.3}};
    ASSERT_TRUE(integrate_rk45(system, {1e-6, 1e-6}, v));
    EXPECT_EQ(v[0], 12.3);
    ASSERT_TRUE(integrate_bdf(system, {1e-6, 1e-6}, v));
    EXPECT_EQ(v[0], 12.3);
}

/// A NaN must not look like success.
TEST(KokkosOde, UndefinedSpeedsAreNoSuccess)
{
    CellSystem<1, ConstantRelaxation<1>> const system{
        ConstantRelaxation<1>::make(test::model_with(1)), {{0.05}}, {{12.3}}, 7};
    Vec<Real, 1> v{{std::numeric_limits<Real>::quiet_NaN()}};
    EXPECT_TRUE(!integrate_rk45(system, {1e-6, 1e-6}, v) || std::isnan(v[0]));
    v = {{std::numeric_limits<Real>::quiet_NaN()}};
    EXPECT_TRUE(!integrate_bdf(system, {1e-6, 1e-6}, v) || std::isnan(v[0]));
}

} // namespace
} // namespace zemi
