// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/unroll.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/numerics/cell_update.hpp>
#include <zemi/numerics/problem.hpp>
#include <zemi/numerics/source_integrator.hpp>
#include <zemi/numerics/time_scheme.hpp>
#include <zemi/physics/concepts.hpp>
#include <zemi/physics/source_terms.hpp>

#if ZEMI_HAVE_KERNELS
#include "kokkos_ode.hpp"
#endif

#include <Kokkos_Macros.hpp>

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <type_traits>

namespace zemi {

/// Integrates a source term over a time, cell by cell, as the case asks for.
template <int N, class Terms = SourceChoice<N>>
struct SourceSolver {
    enum class Kind : std::uint8_t { exact, rk45, bdf };

    static constexpr Real not_a_number = std::numeric_limits<Real>::quiet_NaN();

    Terms terms;
    Kind kind = Kind::exact;
    bool implicit = false; ///< exact only: an implicit Euler step in the place of the exact solution
    Real rtol = 0;         ///< [1]
    Real atol = 0;         ///< [m/s]

    /// Throws std::invalid_argument for unknown names and for what does not go together.
    [[nodiscard]] static SourceSolver make(Problem const& problem, RelaxationStep step)
    {
        SourceSolver solver{};
        solver.terms = Terms::make(problem.model);
        solver.kind = select("source integrator", problem.source.integrator, SourceIntegrators{}, [&]<class I>() {
            return std::is_same_v<I, ExactIntegrator> ? Kind::exact
                 : std::is_same_v<I, Rk45Integrator>  ? Kind::rk45
                                                      : Kind::bdf;
        });
        if (auto const conflict = source_conflict(problem.model.source, problem.source.integrator, problem.scheme)) {
            throw std::invalid_argument(conflict->message);
        }
        if (!(problem.source.rtol > 0 && problem.source.atol > 0)) {
            throw std::invalid_argument("the tolerances of a source integrator must be positive");
        }
        solver.implicit = step == RelaxationStep::implicit;
        solver.rtol = problem.source.rtol;
        solver.atol = problem.source.atol;
        return solver;
    }

    /// What `time` [s] adds to the speeds [m/s]; NaN in all classes if the integrator did not reach the end.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> speed_change(Vec<T, N> const& density, Vec<T, N> const& speed,
                                                       Vec<T, N> const& equilibrium, T const& time) const noexcept
    {
        auto change = Vec<T, N>::filled(T(0));
        if (!any_of(time > T(0))) {
            return change;
        }
        if (kind == Kind::exact) {
            auto const rate = terms.visit([&](auto const& term) {
                if constexpr (RelaxationTerm<std::remove_cvref_t<decltype(term)>, N>) {
                    return term.relaxation_rate(density);
                } else { // excluded by make()
                    return Vec<T, N>::filled(T(not_a_number));
                }
            });
            unroll<N>([&](auto c) {
                T const k = time * rate[c];
                T const fraction = implicit ? k / (T(1) + k) : -expm1(-k);
                change[c] = (equilibrium[c] - speed[c]) * fraction;
            });
            return change;
        }
        if constexpr (std::is_same_v<T, Pack>) {
            for (int lane = 0; lane < Pack::size; ++lane) {
                auto const of_lane = [lane](Pack const& pack) { return pack[lane]; };
                auto const result =
                    integrate(zip(of_lane, density), zip(of_lane, speed), zip(of_lane, equilibrium), time[lane]);
                unroll<N>([&](auto c) { change[c].set(lane, result[c]); });
            }
        } else {
            change = integrate(density, speed, equilibrium, time);
        }
        return change;
    }

private:
    /// Not inlined, so that engines do not hold several copies of it: on devices each would be translated anew, for
    /// minutes.
#if defined(__CUDACC__) || defined(__HIPCC__)
    __noinline__
#elif defined(__GNUC__)
    [[gnu::noinline]]
#endif
        KOKKOS_FUNCTION Vec<Real, N>
        integrate(Vec<Real, N> const& density, Vec<Real, N> const& speed, Vec<Real, N> const& equilibrium,
                  Real time) const noexcept
    {
        auto result = Vec<Real, N>::filled(Real(not_a_number));
#if ZEMI_HAVE_KERNELS
        Vec<Real, N> end = speed;
        bool const done = terms.visit([&](auto const& term) {
            CellSystem<N, std::remove_cvref_t<decltype(term)>> const system{term, density, equilibrium, time};
            OdeTolerances const tolerances{rtol, atol};
            return kind == Kind::rk45 ? integrate_rk45(system, tolerances, end)
                                      : integrate_bdf(system, tolerances, end);
        });
        if (done) {
            result = zip([](Real a, Real b) { return a - b; }, end, speed);
        }
#else // excluded by make()
        (void)density, (void)speed, (void)equilibrium, (void)time;
#endif
        return result;
    }
};

/// The equation E with another source, or with another way to integrate it: all of E, and a relax() that takes the time
/// [s] in the place of the fraction of the distance to equilibrium. So every engine that runs E runs this.
template <HasRelaxation E, class Terms = SourceChoice<E::num_classes>>
struct WithSource : E {
    static constexpr int num_classes = E::num_classes;
    static constexpr bool relaxes_by_time = true;

    SourceSolver<num_classes, Terms> solver;

    /// No runs in the lanes of a pack.
    template <class>
    using With = void;

    template <class T, class Road, class F>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, E::num_eqn> relax(Vec<T, E::num_primitive>& q, Road const& road,
                                                         Vec<F, num_classes> const& time) const noexcept
    {
        if constexpr (requires { road.equilibrium; }) { // density terms
            return relax_to(road.equilibrium, q, T(time[0]));
        } else {
            return relax_to(E::equilibrium_speed(q, road), q, T(time[0]));
        }
    }

private:
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, E::num_eqn> relax_to(Vec<T, num_classes> const& equilibrium,
                                                            Vec<T, E::num_primitive>& q, T const& time) const noexcept
    {
        Vec<T, num_classes> density{};
        unroll<num_classes>([&](auto c) { density[c] = q[c]; });
        auto const change = solver.speed_change(density, E::speeds(q), equilibrium, time);
        Vec<T, E::num_eqn> increment{};
        unroll<num_classes>([&](auto c) {
            q[num_classes + c] = q[num_classes + c] + change[c];
            increment[E::density_index(c)] = T(0);
            increment[E::marker_index(c)] = density[c] * change[c];
        });
        return increment;
    }
};

} // namespace zemi
