// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace zemi::plot {

Axis make_axis(double low, double high, int count, bool extend)
{
    if (!std::isfinite(low) || !std::isfinite(high)) {
        low = 0;
        high = 1;
    }
    if (low > high) {
        std::swap(low, high);
    }
    double const magnitude = std::max(std::abs(low), std::abs(high));
    if (high - low <= 1e-9 * magnitude || high == low) {
        double const half = magnitude > 0 ? 0.1 * magnitude : 0.5;
        low -= half;
        high += half;
    }
    double const rough = (high - low) / std::max(1, count);
    double const power = std::pow(10.0, std::floor(std::log10(rough)));
    double const lead = rough / power;
    double const factor = lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10;
    double const step = factor * power;

    Axis axis;
    double const slack = 1e-6 * step;
    axis.low = extend ? std::floor((low + slack) / step) * step : low;
    axis.high = extend ? std::ceil((high - slack) / step) * step : high;
    int const decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
    auto const first = static_cast<long>(std::ceil((axis.low - slack) / step));
    auto const last = static_cast<long>(std::floor((axis.high + slack) / step));
    for (long k = first; k <= last; ++k) {
        axis.ticks.push_back(static_cast<double>(k) * step);
        axis.labels.push_back(fmt::format("{:.{}f}", static_cast<double>(k) * step, decimals));
    }
    return axis;
}

ReadableUnit length_unit(double largest)
{
    return largest < 5000 ? ReadableUnit{"m", 1} : ReadableUnit{"km", 1e-3};
}

ReadableUnit duration_unit(double largest)
{
    if (largest <= 1200) {
        return {"s", 1};
    }
    return largest <= 4 * 3600 ? ReadableUnit{"min", 1.0 / 60} : ReadableUnit{"h", 1.0 / 3600};
}

} // namespace zemi::plot
