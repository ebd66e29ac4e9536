// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/pack.hpp>
#include <zemi/core/vec.hpp>
#include <zemi/physics/model_spec.hpp>

#include <cstddef>
#include <random>

namespace zemi::test {

inline constexpr Real kilometre_per_hour = 1 / 3.6;

inline ClassSpec motorcycle(Real pressure_scale_kmh = 5)
{
    ClassSpec vehicle;
    vehicle.name = "motorcycle";
    vehicle.pressure_scale = pressure_scale_kmh * kilometre_per_hour;
    vehicle.pressure_exponent = 1.5;
    vehicle.relaxation_time = 5;
    vehicle.creeping_speed = 5 * kilometre_per_hour;
    for (auto const& [category, speed] : std::map<int, Real>{{1, 85}, {2, 70}, {3, 50}, {4, 45}, {5, 30}, {9, 50}}) {
        vehicle.free_speed[category] = speed * kilometre_per_hour;
    }
    vehicle.perceives = {{"car", 0.4}};
    return vehicle;
}

inline ClassSpec car(Real pressure_scale_kmh = 7.5)
{
    ClassSpec vehicle;
    vehicle.name = "car";
    vehicle.pressure_scale = pressure_scale_kmh * kilometre_per_hour;
    vehicle.pressure_exponent = 2;
    vehicle.relaxation_time = 10;
    for (auto const& [category, speed] : std::map<int, Real>{{1, 75}, {2, 60}, {3, 35}, {4, 25}, {5, 10}, {9, 35}}) {
        vehicle.free_speed[category] = speed * kilometre_per_hour;
    }
    return vehicle;
}

/// Longer and slower than cars; with the others a balanced interaction whose waves may outrun the vehicles.
inline ClassSpec truck()
{
    ClassSpec vehicle = car(20);
    vehicle.name = "truck";
    vehicle.pressure_exponent = 3;
    vehicle.relaxation_time = 15;
    for (auto& [category, speed] : vehicle.free_speed) {
        speed *= 0.8;
    }
    return vehicle;
}

/// The published models with one, two or three classes.
template <int N>
ModelSpec published_model(Real motorcycle_scale_kmh = 5, Real car_scale_kmh = 7.5)
{
    ModelSpec spec;
    if constexpr (N == 1) {
        spec.classes = {car(car_scale_kmh)};
    } else {
        spec.classes = {motorcycle(motorcycle_scale_kmh), car(car_scale_kmh)};
    }
    if constexpr (N == 3) {
        spec.classes.push_back(truck());
        spec.classes[0].perceives = {{"car", 0.4}, {"truck", 0.8}};
        spec.classes[1].perceives = {{"truck", 2}};
    }
    return spec;
}

/// Reproducible random numbers: the bits of std::mt19937_64, without the distributions, which differ between libraries.
class Random {
public:
    explicit Random(unsigned seed = 1) : m_engine(seed) {}
    /// In [low, high).
    Real uniform(Real low, Real high) { return low + (high - low) * (static_cast<Real>(m_engine() >> 11) * 0x1p-53); }

private:
    std::mt19937_64 m_engine;
};

/// Densities from zero (every eighth) over nearly empty roads up to `largest_density`, speeds from 0 to 30 m/s.
template <int N>
Vec<Real, 2 * N> random_primitive(Random& random, Real largest_density = 0.3)
{
    Vec<Real, 2 * N> q{};
    for (int c = 0; c < N; ++c) {
        Real const kind = random.uniform(0, 8);
        Real const density = random.uniform(0, largest_density / N);
        q[c] = kind < 1 ? 0 : kind < 2 ? density * 1e-4 : density;
        q[N + c] = random.uniform(0, 30);
    }
    return q;
}

/// One lane of a vector of packs.
template <int N>
Vec<Real, N> lane_of(Vec<Pack, N> const& packs, int lane)
{
    Vec<Real, N> result{};
    for (int i = 0; i < N; ++i) {
        result[i] = packs[i][lane];
    }
    return result;
}

template <int N>
void set_lane(Vec<Pack, N>& packs, int lane, Vec<Real, N> const& values)
{
    for (int i = 0; i < N; ++i) {
        packs[i].set(lane, values[i]);
    }
}

} // namespace zemi::test
