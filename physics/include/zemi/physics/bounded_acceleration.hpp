// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/physics/source_term.hpp>

#include <limits>

namespace zemi {

/// Relaxation within what vehicles can do: a driver who wants to accelerate faster than the engine permits, or to brake
/// harder than the brakes (or comfort) permit, accelerates or brakes at the limit,
///
///     a_i = max(-B_i, min((Ve_i - v_i) / tau_i, A_i (1 - v_i / V_i)))
///
/// with the largest acceleration A_i, from rest, which falls to zero at the top speed V_i above all free speeds, and the
/// largest deceleration B_i. With the published times a standing motorcycle would start with 85 km/h / 5 s = 4.7 m/s^2.
/// Bounded acceleration in macroscopic models: Lebacque, Transp. Res. Rec. 1852 (2003) 220, DOI 10.3141/1852-27. The
/// bound that falls linearly with the speed: Long, Transp. Res. Rec. 1737 (2000) 58, DOI 10.3141/1737-08.
///
/// Nonlinear in v, with kinks where a bound begins to act: an example to copy for source terms of your own.
template <int N>
struct BoundedAcceleration {
    static constexpr std::string_view name = "bounded_acceleration";

    Vec<Real, N> rate; ///< 1 / tau [1/s]
    Vec<Real, N> max_acceleration; ///< A [m/s^2]
    Vec<Real, N> max_deceleration; ///< B [m/s^2]
    Vec<Real, N> inverse_top_speed; ///< 1 / V [s/m]

    [[nodiscard]] static BoundedAcceleration make(ModelSpec const& spec)
    {
        BoundedAcceleration term{};
        for (int c = 0; c < N; ++c) {
            ClassSpec const& vehicle = spec.classes[static_cast<std::size_t>(c)];
            auto const require = [&](bool good, char const* what) { detail::require_of_class(good, vehicle, what); };
            require(vehicle.relaxation_time > 0, "relaxation time must be positive");
            require(vehicle.max_acceleration > 0, "max acceleration must be positive");
            require(vehicle.max_deceleration >= 0, "max deceleration must not be negative");
            for (auto const& free_speed : vehicle.free_speed) {
                require(vehicle.top_speed > free_speed.second, "top speed must be above all free speeds");
            }
            term.rate[c] = 1 / vehicle.relaxation_time;
            term.max_acceleration[c] = vehicle.max_acceleration;
            term.max_deceleration[c] =
                vehicle.max_deceleration > 0 ? vehicle.max_deceleration : std::numeric_limits<Real>::infinity();
            term.inverse_top_speed[c] = 1 / vehicle.top_speed;
        }
        return term;
    }

    template <class T>
    KOKKOS_FORCEINLINE_FUNCTION Vec<T, N> acceleration(Vec<Real, N> const&, Vec<T, N> const& speed,
                                                       Vec<Real, N> const& equilibrium) const noexcept
    {
        Vec<T, N> result = detail::relax_at_rate(rate, speed, equilibrium);
        unroll<N>([&](auto c) {
            T const limit = T(max_acceleration[c]) * (T(1) - speed[c] * T(inverse_top_speed[c]));
            result[c] = max(T(-max_deceleration[c]), min(limit, result[c]));
        });
        return result;
    }
};

static_assert(SourceTerm<BoundedAcceleration<1>, 1> && SourceTerm<BoundedAcceleration<3>, 3>);

} // namespace zemi
