// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/physics/source_term.hpp>

namespace zemi {

/// Relaxation that takes longer in congestion, where drivers adapt to what they see in several directions:
///
///     a_i = (Ve_i - v_i) / tau_i(rho),    tau_i(rho) = tau_i (1 + r_i rho / (rho_jam - r_i rho)) = tau_i / (1 - r_i rho / rho_jam)
///
/// with rho the sum of the densities, up to rho_jam, tau_i the time on an empty road and 0 <= r_i < 1: in a jam the time
/// is tau_i / (1 - r_i). Michalopoulos, Yi & Lyrintzis, Transp. Res. B 27 (1993) 315, DOI 10.1016/0191-2615(93)90041-8.
template <int N>
struct CongestedRelaxation {
    static constexpr std::string_view name = "congested_relaxation";

    Vec<Real, N> rate; ///< 1 / tau on an empty road [1/s]
    Vec<Real, N> slowdown; ///< r [1]
    Real inverse_jam_density; ///< 1 / rho_jam [m/veh]

    [[nodiscard]] static CongestedRelaxation make(ModelSpec const& spec)
    {
        CongestedRelaxation term{};
        term.inverse_jam_density = 1 / spec.jam_density;
        for (int c = 0; c < N; ++c) {
            ClassSpec const& vehicle = spec.classes[static_cast<std::size_t>(c)];
            detail::require_of_class(vehicle.relaxation_time > 0, vehicle, "relaxation time must be positive");
            detail::require_of_class(vehicle.congestion_slowdown >= 0 && vehicle.congestion_slowdown < 1, vehicle,
                                     "congestion slowdown must be at least 0 and below 1");
            term.rate[c] = 1 / vehicle.relaxation_time;
            term.slowdown[c] = vehicle.congestion_slowdown;
        }
        return term;
    }

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> relaxation_rate(Vec<T, N> const& density) const noexcept
    {
        T total = density[0];
        unroll<N - 1>([&](auto c) { total = total + density[c + 1]; });
        T const share = min(T(1), total * T(inverse_jam_density));
        Vec<T, N> result{};
        unroll<N>([&](auto c) { result[c] = (T(1) - T(slowdown[c]) * share) * T(rate[c]); });
        return result;
    }
    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> acceleration(Vec<Real, N> const& density, Vec<T, N> const& speed,
                                                       Vec<Real, N> const& equilibrium) const noexcept
    {
        return detail::relax_at_rate(relaxation_rate(density), speed, equilibrium);
    }
};

static_assert(RelaxationTerm<CongestedRelaxation<1>, 1> && RelaxationTerm<CongestedRelaxation<3>, 3>);

} // namespace zemi
