// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/sobol.hpp"

#include "sweep/philox.hpp"

#include <array>
#include <cstddef>

namespace zemi::app {
namespace {

constexpr int num_digits = 32;
using DirectionNumbers = std::array<std::uint32_t, num_digits>;

/// A primitive polynomial of this degree over the integers modulo 2; the bits of `inner` are its coefficients but the
/// first and the last. `initial` are the first odd integers m.
struct Polynomial {
    int degree;
    std::uint32_t inner;
    std::array<std::uint32_t, 7> initial;
};

/// All polynomials up to degree 7, for the dimensions from the second on. Selected by Joe and Kuo (criterion D(6)).
constexpr std::array<Polynomial, max_sobol_dimensions - 1> polynomials{{
    {1, 0, {1}},
    {2, 1, {1, 3}},
    {3, 1, {1, 3, 1}},
    {3, 2, {1, 1, 1}},
    {4, 1, {1, 1, 3, 3}},
    {4, 4, {1, 3, 5, 13}},
    {5, 2, {1, 1, 5, 5, 17}},
    {5, 4, {1, 1, 5, 5, 5}},
    {5, 7, {1, 1, 7, 11, 19}},
    {5, 11, {1, 1, 5, 1, 1}},
    {5, 13, {1, 1, 1, 3, 11}},
    {5, 14, {1, 3, 5, 5, 31}},
    {6, 1, {1, 3, 3, 9, 7, 49}},
    {6, 13, {1, 1, 1, 15, 21, 21}},
    {6, 16, {1, 3, 1, 13, 27, 49}},
    {6, 19, {1, 1, 1, 15, 7, 5}},
    {6, 22, {1, 3, 1, 15, 13, 25}},
    {6, 25, {1, 1, 5, 5, 19, 61}},
    {7, 1, {1, 3, 7, 11, 23, 15, 103}},
    {7, 4, {1, 3, 7, 13, 13, 15, 69}},
    {7, 7, {1, 1, 3, 13, 7, 35, 63}},
    {7, 8, {1, 3, 5, 9, 1, 25, 53}},
    {7, 14, {1, 3, 1, 13, 9, 35, 107}},
    {7, 19, {1, 3, 1, 5, 27, 61, 31}},
    {7, 21, {1, 1, 5, 11, 19, 41, 61}},
    {7, 28, {1, 3, 5, 3, 3, 13, 69}},
    {7, 31, {1, 1, 7, 13, 1, 19, 1}},
    {7, 32, {1, 3, 7, 5, 13, 19, 59}},
    {7, 37, {1, 1, 3, 9, 25, 29, 41}},
    {7, 41, {1, 3, 5, 13, 23, 1, 55}},
    {7, 42, {1, 3, 7, 3, 13, 59, 17}},
    {7, 50, {1, 3, 1, 3, 5, 53, 69}},
    {7, 55, {1, 1, 5, 5, 23, 33, 13}},
    {7, 56, {1, 1, 7, 7, 1, 61, 123}},
    {7, 59, {1, 1, 7, 9, 13, 61, 49}},
    {7, 62, {1, 3, 3, 5, 3, 55, 33}},
}};

constexpr DirectionNumbers direction_numbers(Polynomial const& polynomial)
{
    DirectionNumbers v{};
    int const degree = polynomial.degree;
    for (int i = 0; i < num_digits; ++i) {
        auto const at = static_cast<std::size_t>(i);
        if (i < degree) {
            v[at] = polynomial.initial[at] << static_cast<unsigned>(num_digits - 1 - i);
            continue;
        }
        auto const oldest = static_cast<std::size_t>(i - degree);
        v[at] = v[oldest] ^ (v[oldest] >> static_cast<unsigned>(degree));
        for (int k = 1; k < degree; ++k) {
            if ((polynomial.inner >> static_cast<unsigned>(degree - 1 - k) & 1U) != 0) {
                v[at] ^= v[static_cast<std::size_t>(i - k)];
            }
        }
    }
    return v;
}

constexpr std::array<DirectionNumbers, max_sobol_dimensions> all_direction_numbers()
{
    std::array<DirectionNumbers, max_sobol_dimensions> all{};
    for (std::size_t i = 0; i < num_digits; ++i) { // van der Corput's sequence
        all[0][i] = 1U << static_cast<unsigned>(num_digits - 1 - static_cast<int>(i));
    }
    for (std::size_t d = 1; d < all.size(); ++d) {
        all[d] = direction_numbers(polynomials[d - 1]);
    }
    return all;
}

constexpr std::array<DirectionNumbers, max_sobol_dimensions> directions = all_direction_numbers();

} // namespace

std::uint32_t sobol_digits(std::uint32_t index, int dimension)
{
    DirectionNumbers const& v = directions.at(static_cast<std::size_t>(dimension));
    std::uint32_t digits = 0;
    for (std::size_t i = 0; index != 0; ++i, index >>= 1U) {
        digits ^= (index & 1U) != 0 ? v[i] : 0U;
    }
    return digits;
}

std::uint32_t owen_scrambled(std::uint32_t digits, int dimension, std::uint64_t seed) noexcept
{
    std::uint32_t flips = 0;
    for (unsigned place = 0; place < num_digits; ++place) {
        std::uint32_t const before = place == 0 ? 0 : digits >> (num_digits - place);
        std::uint32_t const word =
            random_words(seed, Purpose::owen_scrambling, before, place, static_cast<std::uint32_t>(dimension))[0];
        flips |= (word >> 31U) << (num_digits - 1 - place);
    }
    return digits ^ flips;
}

} // namespace zemi::app
