// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/dual.hpp>
#include <zemi/physics/dense_eigenvalues.hpp>
#include <zemi/physics/multiclass_arz.hpp>
#include <zemi/physics/source_terms.hpp>
#include <zemi/physics/stability.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace zemi {

namespace {

    /// J and S of u_t + J u_x = S u around one state.
struct Linearization {
    ComplexMatrix flux;
    ComplexMatrix source;
};

std::size_t index_of_category(ModelSpec const& spec, int road_category)
{
    std::vector<int> const categories = road_categories(spec);
    auto const found = std::find(categories.begin(), categories.end(), road_category);
    if (found == categories.end()) {
        throw std::invalid_argument(fmt::format("no class has a free speed for road category {}", road_category));
    }
    return static_cast<std::size_t>(found - categories.begin());
}

/// da_i / dv_j of the source term at equilibrium [1/s]. Along the equilibria a is zero, so that around one of them
/// a_i = sum_j da_i / dv_j (v_j - Ve_j), whatever the densities do to the term.
template <int N>
Vec<Vec<Real, N>, N> acceleration_slopes(ModelSpec const& spec, Vec<Real, 2 * N> const& q, Vec<Real, N> const& speed)
{
    Vec<Real, N> density{};
    Vec<Dual<N>, N> variables{};
    for (int c = 0; c < N; ++c) {
        density[c] = q[c];
        variables[c] = Dual<N>::variable(speed[c], c);
    }
    auto const acceleration = SourceChoice<N>::make(spec).visit(
        [&](auto const& term) { return term.acceleration(density, variables, speed); });
    Vec<Vec<Real, N>, N> slopes{};
    for (int i = 0; i < N; ++i) {
        for (int j = 0; j < N; ++j) {
            slopes[i][j] = acceleration[i].derivative[j];
        }
    }
    return slopes;
}

template <int N>
Linearization linearize_at_equilibrium(ModelSpec const& spec, std::vector<Real> const& density, int road_category)
{
    auto const equation = make_multiclass_arz<N>(spec);
    using Equation = decltype(equation);
    constexpr int num_eqn = std::remove_const_t<Equation>::num_eqn;
    using Number = Dual<num_eqn>;
    auto const road = equation.road_data(static_cast<int>(index_of_category(spec, road_category)));
    Vec<Real, 2 * N> q{};
    for (int c = 0; c < N; ++c) {
        q[c] = density[static_cast<std::size_t>(c)];
    }
    Vec<Real, N> const speed = equation.equilibrium_speed(q, road);
    for (int c = 0; c < N; ++c) {
        q[N + c] = speed[c];
    }
    Vec<Real, num_eqn> const u = equation.conserved(equation.point_state(q, road));
    Vec<Number, num_eqn> variables{};
    for (int i = 0; i < num_eqn; ++i) {
        variables[i] = Number::variable(u[i], i);
    }
    Vec<Number, 2 * N> primitive = equation.to_primitive(variables, road);
    Vec<Number, num_eqn> const flux = equation.physical_flux(equation.point_state(primitive, road));
    Vec<Vec<Real, N>, N> const slope = acceleration_slopes<N>(spec, q, speed);
    Vec<Number, N> const equilibrium = equation.equilibrium_speed(primitive, road);
    Vec<Number, num_eqn> source{};
    for (int i = 0; i < N; ++i) {
        for (int j = 0; j < N; ++j) {
            source[equation.marker_index(i)] +=
                primitive[i] * (Number(slope[i][j]) * (primitive[N + j] - equilibrium[j]));
        }
    }
    Linearization result{ComplexMatrix(num_eqn), ComplexMatrix(num_eqn)};
    for (int i = 0; i < num_eqn; ++i) {
        for (int j = 0; j < num_eqn; ++j) {
            auto const row = static_cast<std::size_t>(i);
            auto const column = static_cast<std::size_t>(j);
            result.flux(row, column) = flux[i].derivative[j];
            result.source(row, column) = source[i].derivative[j];
        }
    }
    return result;
}

Linearization linearize_at_equilibrium(ModelSpec const& spec, std::vector<Real> const& density, int road_category)
{
    validate(spec);
    if (spec.equation != "multiclass_arz") {
        throw std::invalid_argument(fmt::format("equation {} has no relaxation to examine", spec.equation));
    }
    if (density.size() != spec.classes.size()) {
        throw std::invalid_argument("the number of densities is not the number of classes");
    }
    switch (spec.num_classes()) {
    case 1:
        return linearize_at_equilibrium<1>(spec, density, road_category);
    case 2:
        return linearize_at_equilibrium<2>(spec, density, road_category);
    default:
        return linearize_at_equilibrium<3>(spec, density, road_category);
    }
}

Real growth_rate(Linearization const& linearization, Real wavelength)
{
    std::complex<Real> const minus_ik(0, -2 * std::numbers::pi / wavelength);
    std::size_t const n = linearization.flux.size();
    ComplexMatrix matrix(n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            matrix(i, j) = minus_ik * linearization.flux(i, j) + linearization.source(i, j);
        }
    }
    return eigenvalues(matrix).back().real();
}

} // namespace

Real growth_rate(ModelSpec const& spec, std::vector<Real> const& density, int road_category, Real wavelength)
{
    return growth_rate(linearize_at_equilibrium(spec, density, road_category), wavelength);
}

LinearStability linear_stability(ModelSpec const& spec, std::vector<Real> const& density, int road_category,
                                 WavelengthRange const& range)
{
    Linearization const linearization = linearize_at_equilibrium(spec, density, road_category);
    constexpr int num_wavelengths = 121;
    LinearStability fastest;
    for (int i = 0; i < num_wavelengths; ++i) {
        Real const wavelength =
            range.shortest * std::pow(range.longest / range.shortest, Real(i) / (num_wavelengths - 1));
        Real const rate = growth_rate(linearization, wavelength);
        if (i == 0 || rate > fastest.growth_rate) {
            fastest = {rate, wavelength};
        }
    }
    return fastest;
}

bool is_subcharacteristic(ModelSpec const& spec, Real density, int road_category)
{
    auto const equation = make_multiclass_arz<1>(spec);
    auto const road = equation.road_data(static_cast<int>(index_of_category(spec, road_category)));
    Vec<Dual<1>, 2> const q{{Dual<1>::variable(density, 0), 0}};
    Real const equilibrium_slope = equation.equilibrium_speed(q, road)[0].derivative[0];
    Real const pressure_slope = equation.point_state(q, road)[2].derivative[0]; // of w = 0 + p
    return -pressure_slope <= equilibrium_slope && equilibrium_slope <= 0;
}

std::string describe(LinearStability const& stability)
{
    if (stability.is_stable()) {
        return "linearly stable: small disturbances of uniform traffic decay";
    }
    return fmt::format("linearly unstable: expect jam clusters, e-folding time {:.3g} s (waves of {:.3g} m)",
                       stability.e_folding_time(), stability.wavelength);
}

} // namespace zemi
