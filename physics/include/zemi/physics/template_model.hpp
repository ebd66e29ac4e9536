// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/real.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/physics/concepts.hpp>

#include <Kokkos_Macros.hpp>

#include <string_view>

namespace zemi {

/// A skeleton to copy for a new equation: the smallest one that satisfies ConservationLaw. As it stands it is the
/// scalar Lighthill-Whitham-Richards equation with Greenshields' speed,
///
///     d_t rho + d_x (rho v) = 0,    v = V_free (1 - rho / rho_jam)
///
/// (Burgers' equation in disguise). To make your own: copy this file and its test, rename, put the formulas in, add
/// both files to their CMakeLists.txt, and name the equation where equations are chosen by name
/// (numerics/src/simulation.cpp). The rules:
///  - parameters are public members, trivially copyable, in SI units with the unit in brackets;
///  - functions are templates on the number type T (Real, float, Pack, Dual), const and noexcept; the road data may
///    have another number type than the state. Write T(parameter), never a bare literal that is not exact;
///  - no `if` on a state: select(), min(), max(), abs(), sqrt(), called without namespace. An `if` on a parameter that
///    is the same everywhere is fine;
///  - max(T(0), x) hands a NaN on, max(x, T(0)) hides it: failures must be seen by is_admissible();
///  - wave_speeds() must contain every eigenvalue on the whole admissible set. Test it against exact eigenvalues.
/// If the flux needs expensive intermediate values, put them into the point state: it is computed once per face side.
struct TemplateModel {
    static constexpr std::string_view name = "template_model"; ///< as in case files
    static constexpr int num_classes = 1; ///< vehicle classes
    static constexpr int num_eqn = 1; ///< conserved variables: density
    static constexpr int num_primitive = 1; ///< reconstructed variables: density
    static constexpr int num_road_data = 1; ///< what the road imposes: free speed
    static constexpr int num_point = 3; ///< point state: density, speed, free speed
    static constexpr bool has_relaxation = false; ///< true: also write relax() and what HasRelaxation asks
    static constexpr bool flux_depends_on_road = true; ///< true if the flux, not only the source, depends on x

    Real jam_density; ///< rho_jam [veh/m]
    Real free_speed; ///< V_free [m/s]

    /// Where the density of class c is among the conserved variables.
    KOKKOS_FORCEINLINE_FUNCTION static constexpr int density_index(int c) noexcept { return c; }

    /// What the road of this category imposes; here the same everywhere.
    KOKKOS_FORCEINLINE_FUNCTION Vec<Real, num_road_data> road_data(int /*category*/) const noexcept
    {
        return {{free_speed}};
    }

    /// What is reconstructed at faces. Must not divide by a density that may be zero.
    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_primitive> to_primitive(Vec<T, num_eqn> const& u,
                                                                   Vec<R, num_road_data> const&) const noexcept
    {
        return u;
    }

    template <class T, class R>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_point> point_state(Vec<T, num_primitive> const& q,
                                                              Vec<R, num_road_data> const& r) const noexcept
    {
        T const free = T(r[0]);
        return {{q[0], free * (T(1) - q[0] / T(jam_density)), free}};
    }

    /// Inverse of to_primitive() and point_state() together.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_eqn> conserved(Vec<T, num_point> const& s) const noexcept
    {
        return {{s[0]}};
    }

    /// rho v [veh/s].
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, num_eqn> physical_flux(Vec<T, num_point> const& s) const noexcept
    {
        return {{s[0] * s[1]}};
    }

    /// The only eigenvalue, V_free (1 - 2 rho / rho_jam) = 2 v - V_free.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION WaveSpeeds<T> wave_speeds(Vec<T, num_point> const& s) const noexcept
    {
        T const speed = T(2) * s[1] - s[2];
        return {speed, speed};
    }

    /// 0 <= rho <= rho_jam; false for NaN, since every comparison with it is false.
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION MaskOf<T> is_admissible(Vec<T, num_eqn> const& u) const noexcept
    {
        return u[0] >= T(0) && u[0] <= T(jam_density);
    }
};

static_assert(ConservationLaw<TemplateModel>);

} // namespace zemi
