// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/dual.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/vec.hpp>

#include <KokkosODE_BDF.hpp>
#include <KokkosODE_RungeKutta.hpp>
#include <Kokkos_Core.hpp>

namespace zemi {

// The integrators of Kokkos Kernels for the few speeds of one cell, inside a kernel: everything they need is on the
// stack of the thread, nothing is allocated, launched or waited for.

/// The speeds of a cell as what KokkosODE calls a system: dv / ds = T a(v) over s = t / T from 0 to 1, so that step sizes
/// are shares of the time T and the last step ends exactly at 1.
template <int N, class Term>
struct CellSystem {
    static constexpr int neqs = N;

    Term term;
    Vec<Real, N> density; ///< [veh/m]
    Vec<Real, N> equilibrium; ///< [m/s]
    Real duration; ///< T [s]

    template <class Values, class Rates>
    KOKKOS_FUNCTION void evaluate_function(Real /*s*/, Real /*ds*/, Values const& v, Rates const& rates) const
    {
        auto const a = term.acceleration(density, speeds(v), equilibrium);
        for (int c = 0; c < N; ++c) {
            rates(c) = duration * a[c];
        }
    }
    template <class Values, class Matrix>
    KOKKOS_FUNCTION void evaluate_jacobian(Real /*s*/, Real /*ds*/, Values const& v, Matrix const& jacobian) const
    {
        Vec<Dual<N>, N> variables{};
        for (int c = 0; c < N; ++c) {
            variables[c] = Dual<N>::variable(v(c), c);
        }
        auto const a = term.acceleration(density, variables, equilibrium);
        for (int i = 0; i < N; ++i) {
            for (int j = 0; j < N; ++j) {
                jacobian(i, j) = duration * a[i].derivative[j];
            }
        }
    }

private:
    template <class Values>
    KOKKOS_FUNCTION static Vec<Real, N> speeds(Values const& v)
    {
        Vec<Real, N> result{};
        for (int c = 0; c < N; ++c) {
            result[c] = v(c);
        }
        return result;
    }
};

struct OdeTolerances {
    Real rtol; ///< [1]
    Real atol; ///< [m/s]
};

/// Steps after which an integration is given up.
inline constexpr int max_ode_steps = 1000;

namespace detail {

using StackVector = Kokkos::View<Real*, Kokkos::LayoutRight, Kokkos::AnonymousSpace, Kokkos::MemoryUnmanaged>;
using StackMatrix = Kokkos::View<Real**, Kokkos::LayoutRight, Kokkos::AnonymousSpace, Kokkos::MemoryUnmanaged>;

/// The system as BDFStep() has to see it. Up to Kokkos Kernels 5.1 its corrector takes the last increment of Newton's
/// iteration where the sum of all increments belongs (kokkos/kokkos-kernels issue 3292), and its matrix is
/// I - ds J instead of I - c J with c = ds / alpha(order). Both are made good here: the residual psi + d - c f gets an f
/// with what d lacks, y - y_predicted - d, and J a factor. Where they are right already, the first changes nothing and the
/// second costs an iteration.
template <int N, class Term>
struct CorrectedSystem {
    static constexpr int neqs = N;

    CellSystem<N, Term> system;
    Real const* ds; ///< of the step in progress
    int const* order; ///< of the step in progress
    StackMatrix work; ///< the first of the two arrays of BDFStep()

    /// Of the numerical differentiation formulas, see BDFStep().
    [[nodiscard]] KOKKOS_FUNCTION Real implicit_step() const
    {
        constexpr Real alpha[6] = {1, 1.185, 1.66666667, 1.98421667, 2.16979167, 2.28333333};
        return *ds / alpha[*order];
    }

    template <class Values, class Rates>
    KOKKOS_FUNCTION void evaluate_function(Real s, Real step, Values const& v, Rates const& rates) const
    {
        system.evaluate_function(s, step, v, rates);
        Real const c = implicit_step();
        for (int i = 0; i < N; ++i) {
            Real predicted = 0; // columns 2 ... of the work array: the differences that the prediction is the sum of
            for (int k = 0; k <= *order; ++k) {
                predicted += work(i, 2 + k);
            }
            Real const lacking = v(i) - predicted - work(i, 1); // column 1: d
            rates(i) -= lacking / c;
        }
    }
    template <class Values, class Matrix>
    KOKKOS_FUNCTION void evaluate_jacobian(Real s, Real step, Values const& v, Matrix const& jacobian) const
    {
        system.evaluate_jacobian(s, step, v, jacobian);
        Real const factor = implicit_step() / step;
        for (int i = 0; i < N; ++i) {
            for (int j = 0; j < N; ++j) {
                jacobian(i, j) *= factor;
            }
        }
    }
};

} // namespace detail

/// Integrates the speeds `v` [m/s] over system.duration by the Runge-Kutta method of Dormand and Prince. False, and `v`
/// without meaning, if that takes more than max_ode_steps steps or does not succeed with any size of steps.
template <int N, class Term>
KOKKOS_FUNCTION bool integrate_rk45(CellSystem<N, Term> const& system, OdeTolerances const& tolerances, Vec<Real, N>& v)
{
    using Method = KokkosODE::Experimental::RungeKutta<KokkosODE::Experimental::RKDP>;
    Real result[N];
    Real temporary[N];
    Real stages[7 * N]; // num_stages(), which is no constant expression
    KokkosODE::Experimental::ODE_params const parameters(1, max_ode_steps, tolerances.atol, tolerances.rtol, 1e-13);
    int num_steps = 0;
    auto const status = Method::Solve(system, parameters, Real(0), Real(1), detail::StackVector(v.data, N),
                                      detail::StackVector(result, N), detail::StackVector(temporary, N),
                                      detail::StackMatrix(stages, 7, N), &num_steps);
    return status == KokkosODE::Experimental::SUCCESS;
}

/// The same by backward differentiation formulas of variable order. The loop of BDFSolve(), which up to Kokkos Kernels
/// 5.1 has its tolerances built in and waits for ever for steps that fail.
template <int N, class Term>
KOKKOS_FUNCTION bool integrate_bdf(CellSystem<N, Term> const& system, OdeTolerances const& tolerances, Vec<Real, N>& v)
{
    constexpr int num_columns = 27 + 2 * N;
    Real work_memory[N * num_columns] = {};
    Real coefficient_memory[6 * 7] = {};
    Real result[N] = {};
    detail::StackMatrix const work(work_memory, N, num_columns);
    detail::StackMatrix const coefficients(coefficient_memory, 6, 7);
    detail::StackVector const old_values(v.data, N);
    detail::StackVector const new_values(result, N);
    auto const rhs = Kokkos::subview(work, Kokkos::ALL, 0);
    auto const update = Kokkos::subview(work, Kokkos::ALL, 1);

    Real s = 0;
    Real ds = 0;
    int order = 1;
    int num_equal_steps = 0;
    system.evaluate_function(s, Real(0), old_values, rhs);
    KokkosODE::Impl::initial_step_size(system, order, s, tolerances.atol, tolerances.rtol, old_values, rhs, work, ds);
    for (int c = 0; c < N; ++c) {
        work(c, 2) = v[c];
        work(c, 3) = ds * rhs(c);
        rhs(c) = 0;
        update(c) = 0;
    }
    detail::CorrectedSystem<N, Term> corrected{system, &ds, &order, work};
    for (int step = 0; step < max_ode_steps; ++step) {
        Real const before = s;
        KokkosODE::Impl::BDFStep(corrected, s, ds, Real(1), order, num_equal_steps, 10, tolerances.atol,
                                 tolerances.rtol, Real(0.2), old_values, new_values, rhs, update, work, coefficients);
        if (!(s > before)) {
            return false;
        }
        for (int c = 0; c < N; ++c) {
            v[c] = result[c];
        }
        if (s >= 1) {
            return true;
        }
    }
    return false;
}

} // namespace zemi
