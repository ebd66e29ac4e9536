// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace zemi::app {
namespace {

using Coefficients = std::array<Real, 8>;

Real polynomial(Coefficients const& c, Real x) noexcept
{
    Real value = 0;
    for (auto coefficient = c.rbegin(); coefficient != c.rend(); ++coefficient) {
        value = value * x + *coefficient;
    }
    return value;
}

// Rational approximations of Wichura: in the middle, towards the tails, in the tails.
constexpr Coefficients middle_above{3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427,
                                    13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
                                    33430.575583588128105, 2509.0809287301226727};
constexpr Coefficients middle_below{1,
                                    42.313330701600911252,
                                    687.18700749205790830,
                                    5394.1960214247511077,
                                    21213.794301586595867,
                                    39307.895800092710610,
                                    28729.085735721942674,
                                    5226.4952788528545610};
constexpr Coefficients outer_above{1.42343711074968357734,   4.63033784615654529590,   5.76949722146069140550,
                                   3.64784832476320460504,   1.27045825245236838258,   0.241780725177450611770,
                                   0.0227238449892691845833, 7.74545014278341407640e-4};
constexpr Coefficients outer_below{1,
                                   2.05319162663775882187,
                                   1.67638483018380384940,
                                   0.689767334985100004550,
                                   0.148103976427480074590,
                                   0.0151986665636164571966,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
constexpr Coefficients tail_above{6.65790464350110377720,    5.46378491116411436990,   1.78482653991729133580,
                                  0.296560571828504891230,   0.0265321895265761230930, 0.00124266094738807843860,
                                  2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr Coefficients tail_below{1,
                                  0.599832206555887937690,
                                  0.136929880922735805310,
                                  0.0148753612908506148525,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};

/// Mean and standard deviation to a value: all of the distribution that is left between the ends.
Real truncated_normal(Distribution const& d, Real u) noexcept
{
    if (!d.between) {
        return d.first + d.second * normal_quantile(u);
    }
    auto const [min, max] = *d.between;
    if (min > d.first) { // probabilities near 1 have lost their digits; those near 0 have not
        Distribution mirrored = d;
        mirrored.first = -d.first;
        mirrored.between = std::pair(-max, -min);
        return -truncated_normal(mirrored, 1 - u);
    }
    Real const low = normal_probability((min - d.first) / d.second);
    Real const high = normal_probability((max - d.first) / d.second);
    Real const probability = low + u * (high - low);
    Real const value = probability > 0 && probability < 1 ? d.first + d.second * normal_quantile(probability)
                     : probability > 0                    ? max
                                                          : min;
    return std::clamp(value, min, max);
}

} // namespace

Real normal_quantile(Real u) noexcept
{
    Real const q = u - Real(0.5);
    if (std::abs(q) <= Real(0.425)) {
        Real const r = Real(0.180625) - q * q;
        return q * polynomial(middle_above, r) / polynomial(middle_below, r);
    }
    Real const r = std::sqrt(-std::log(q < 0 ? u : 1 - u));
    Real const size = r <= 5 ? polynomial(outer_above, r - Real(1.6)) / polynomial(outer_below, r - Real(1.6))
                             : polynomial(tail_above, r - 5) / polynomial(tail_below, r - 5);
    return q < 0 ? -size : size;
}

Real normal_probability(Real x) noexcept
{
    return std::erfc(-x / std::numbers::sqrt2_v<Real>) / 2;
}

Real Distribution::quantile(Real u) const noexcept
{
    switch (kind) {
    case Kind::uniform:
        if (whole) {
            return std::min(second, first + std::floor(u * (second - first + 1)));
        }
        return std::clamp(first + u * (second - first), first, second);
    case Kind::log_uniform: {
        Real const value = std::clamp(first * std::exp(u * std::log(second / first)), first, second);
        return whole ? std::round(value) : value;
    }
    case Kind::normal:
        break;
    }
    Real const value = truncated_normal(*this, u);
    return whole ? std::round(value) : value;
}

std::string exact_text(Real value, Dimension dimension)
{
    std::string unit;
    for (auto const& [name, exponent] :
         {std::pair{"veh", dimension.vehicles}, std::pair{"m", dimension.length}, std::pair{"s", dimension.time}}) {
        if (exponent > 0) {
            unit +=
                fmt::format("{}{}{}", unit.empty() ? "" : " ", name, exponent == 1 ? "" : fmt::format("^{}", exponent));
        }
    }
    for (auto const& [name, exponent] :
         {std::pair{"veh", dimension.vehicles}, std::pair{"m", dimension.length}, std::pair{"s", dimension.time}}) {
        if (exponent < 0) {
            unit += fmt::format("{}/{}{}", unit.empty() ? "1" : "", name,
                                exponent == -1 ? "" : fmt::format("^{}", -exponent));
        }
    }
    return fmt::format("{}{}{}", value, unit.empty() ? "" : " ", unit);
}

} // namespace zemi::app
