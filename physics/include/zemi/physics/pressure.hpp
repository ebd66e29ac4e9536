// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/physics/model_spec.hpp>

#include <Kokkos_Macros.hpp>

#include <cstdint>
#include <stdexcept>

namespace zemi {

/// Dimensionless anticipation pressure p / K and its derivative with respect to the occupation q = x / jam_density,
/// where x is the density that the class perceives.
template <class T>
struct PressureShape {
    T value; ///< p / K [1]
    T slope; ///< d(p / K) / dq [1]
};

/// A rational number known at compile time: Exponent{3, 2} is 3/2.
struct Exponent {
    int numerator = 1;
    int denominator = 1;

    KOKKOS_FORCEINLINE_FUNCTION constexpr Real value() const noexcept { return Real(numerator) / denominator; }
    KOKKOS_FORCEINLINE_FUNCTION constexpr bool is(int a, int b) const noexcept
    {
        return numerator * b == denominator * a;
    }
};

/// Below this occupation the general power q^g is evaluated as if q were equal to it: pow() needs a positive base, and
/// the slope of an exponent below one is infinite on an empty road.
inline constexpr Real smallest_occupation = 1e-12;

/// The singular law is evaluated with 1 - q >= this: beyond the jam density the pressure is enormous but finite, so
/// that comparisons keep their meaning until is_admissible() reports the state.
inline constexpr Real smallest_free_share = 1e-9;

// In the expressions below max(T(0), q) is not max(q, T(0)): the first hands a NaN on, the second replaces it by zero.

/// q^(g - 1) for an exponent g known at compile time; without pow() for 1, 3/2, 2, 3.
template <Exponent g, class T>
KOKKOS_FORCEINLINE_FUNCTION T power_below(T const& q) noexcept
{
    if constexpr (g.is(1, 1)) {
        return T(1);
    } else if constexpr (g.is(3, 2)) {
        return sqrt(max(T(0), q));
    } else if constexpr (g.is(2, 1)) {
        return q;
    } else if constexpr (g.is(3, 1)) {
        return q * q;
    } else {
        return pow(max(T(smallest_occupation), q), T(g.value() - 1));
    }
}

/// p = K q^g with one exponent per class, fixed at compile time; the published options only. For codes that want just
/// this; zemi's own engines use AnyLaw, which is as fast (docs/performance.md).
///
/// Aw & Rascle (2000), doi:10.1137/S0036139997332099.
template <Exponent... exponents>
struct PowerLaw {
    static constexpr int num_classes = sizeof...(exponents);
    static constexpr bool vanishing_creep = false;
    static constexpr bool non_negative_speed = false;
    static constexpr bool bounded_by_jam = false;

    /// The law with exponents of another number type: itself.
    template <class>
    using With = PowerLaw;

    /// The shape for class c (an Index) at occupation q.
    template <class C, class T>
    KOKKOS_FORCEINLINE_FUNCTION PressureShape<T> operator()(C, T const& q) const noexcept
    {
        constexpr Exponent g = exponent<C::value>();
        T const below = power_below<g>(q);
        return {q * below, T(g.value()) * below};
    }

    /// True if this law is what the specification asks for.
    [[nodiscard]] static bool represents(ModelSpec const& spec)
    {
        if (spec.num_classes() != num_classes || spec.pressure_law != PressureLaw::power
            || spec.creeping_law != CreepingLaw::published || spec.speed_closure != SpeedClosure::published) {
            return false;
        }
        int c = 0;
        return ((spec.classes[static_cast<std::size_t>(c++)].pressure_exponent == exponents.value()) && ...);
    }

    [[nodiscard]] static PowerLaw make(ModelSpec const& spec)
    {
        if (!represents(spec)) {
            throw std::invalid_argument("the compiled pressure law is not the one of the model");
        }
        return {};
    }

    void set_lane(int /*lane*/, PowerLaw const& /*one*/) noexcept {}
    [[nodiscard]] static constexpr std::uint32_t options() noexcept { return 0; }

private:
    template <int c>
    KOKKOS_FORCEINLINE_FUNCTION static constexpr Exponent exponent() noexcept
    {
        Exponent const all[] = {exponents...};
        return all[c];
    }
};

/// The law of the two-class model as published: motorcycles 3/2, cars 2.
using PublishedLaw = PowerLaw<Exponent{3, 2}, Exponent{2, 1}>;

/// Any law and every option of a ModelSpec, decided at run time but the same in all cells:
///  - power: p = K q^g;
///  - singular: p = K q^g / (1 - q), which keeps q below one (Berthelin, Degond, Delitala & Rascle (2008),
///    doi:10.1007/s00205-007-0061-9); states with q >= 1 are not admissible.
template <int N, class P = Real>
struct AnyLaw {
    enum class Kind { linear, three_halves, square, cube, general };

    static constexpr int num_classes = N;
    template <class Q>
    using With = AnyLaw<N, Q>;

    Kind kind[N];
    Vec<P, N> exponent;      ///< g [1]
    bool bounded_by_jam;     ///< the singular law
    bool vanishing_creep;    ///< CreepingLaw::vanishing
    bool non_negative_speed; ///< SpeedClosure::non_negative

    /// The shape for class c (an Index) at occupation q.
    template <class C, class T>
    KOKKOS_FORCEINLINE_FUNCTION PressureShape<T> operator()(C, T const& q) const noexcept
    {
        constexpr int c = C::value;
        T const g = T(exponent[c]);
        T const below = power_below_of<c>(q);
        if (!bounded_by_jam) {
            return {q * below, g * below};
        }
        Real const smallest = smallest_free_share; // a copy: device code has no address of the constant
        T const free_share = max(T(smallest), T(1) - q);
        T const share = below / free_share;
        return {q * share, share * (g + q / free_share)};
    }

    [[nodiscard]] static bool represents(ModelSpec const& spec) { return spec.num_classes() == N; }

    [[nodiscard]] static AnyLaw make(ModelSpec const& spec)
    {
        AnyLaw law{};
        for (int c = 0; c < N; ++c) {
            Real const g = spec.classes.at(static_cast<std::size_t>(c)).pressure_exponent;
            law.exponent[c] = P(g);
            law.kind[c] = g == 1   ? Kind::linear
                        : g == 1.5 ? Kind::three_halves
                        : g == 2   ? Kind::square
                        : g == 3   ? Kind::cube
                                   : Kind::general;
        }
        law.bounded_by_jam = spec.pressure_law == PressureLaw::singular;
        law.vanishing_creep = spec.creeping_law == CreepingLaw::vanishing;
        law.non_negative_speed = spec.speed_closure == SpeedClosure::non_negative;
        return law;
    }

    /// Takes the exponents of one run into a lane, and its options for all of them; see HasLanes.
    void set_lane(int lane, AnyLaw<N> const& one) noexcept
    {
        for (int c = 0; c < N; ++c) {
            kind[c] = static_cast<Kind>(one.kind[c]);
            exponent[c].set(lane, one.exponent[c]);
        }
        bounded_by_jam = one.bounded_by_jam;
        vanishing_creep = one.vanishing_creep;
        non_negative_speed = one.non_negative_speed;
    }
    /// The choices that runs which share a pack must have in common.
    [[nodiscard]] std::uint32_t options() const noexcept
    {
        std::uint32_t bits = (bounded_by_jam ? 1U : 0U) | (vanishing_creep ? 2U : 0U) | (non_negative_speed ? 4U : 0U);
        for (int c = 0; c < N; ++c) {
            bits |= static_cast<std::uint32_t>(kind[c]) << (3 + 3 * c);
        }
        return bits;
    }

private:
    template <int c, class T>
    KOKKOS_FORCEINLINE_FUNCTION T power_below_of(T const& q) const noexcept
    {
        switch (kind[c]) {
        case Kind::linear:
            return power_below<Exponent{1, 1}>(q);
        case Kind::three_halves:
            return power_below<Exponent{3, 2}>(q);
        case Kind::square:
            return power_below<Exponent{2, 1}>(q);
        case Kind::cube:
            return power_below<Exponent{3, 1}>(q);
        case Kind::general:
            break;
        }
        Real const smallest = smallest_occupation; // a copy: device code has no address of the constant
        return pow(max(T(smallest), q), T(exponent[c]) - T(1));
    }
};

} // namespace zemi
