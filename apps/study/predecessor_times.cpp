// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/predecessor_times.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

namespace zemi::study {
namespace {

/// 1234 as "1200": a ratio of two clocks deserves no more digits.
std::string two_digits(double value)
{
    if (value < 10) {
        return fmt::format("{:.2g}", value);
    }
    double const unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
    return fmt::format("{:.0f}", std::round(value / unit) * unit);
}

} // namespace

PredecessorLoop predecessor_loop(app::Case const& input, std::vector<int> const& num_cells)
{
    PredecessorLoop loop;
    bool const is_alike = input.problem.model.num_classes() == 2
                       && std::abs(input.end_time - input.problem.begin_time - predecessor_duration) < 1e-9;
    for (int const n : num_cells) {
        if (!is_alike || n < predecessor_times.front().num_cells || n > predecessor_times.back().num_cells) {
            loop.unknown.push_back(n);
            continue;
        }
        std::size_t k = 0;
        while (predecessor_times[k + 1].num_cells < n) {
            ++k;
        }
        PredecessorTime const& a = predecessor_times[k];
        PredecessorTime const& b = predecessor_times[k + 1];
        if (n == a.num_cells || n == b.num_cells) {
            loop.measured.push_back(n);
            loop.seconds += n == a.num_cells ? a.seconds : b.seconds;
        } else {
            double const exponent =
                std::log(b.seconds / a.seconds) / std::log(static_cast<double>(b.num_cells) / a.num_cells);
            loop.interpolated.push_back(n);
            loop.seconds += a.seconds * std::pow(static_cast<double>(n) / a.num_cells, exponent);
        }
    }
    return loop;
}

std::string compare_with_predecessor(app::Case const& input, std::vector<int> const& num_cells, double seconds)
{
    PredecessorLoop const loop = predecessor_loop(input, num_cells);
    if (loop.measured.empty() && loop.interpolated.empty()) {
        return fmt::format("no comparison with the Python predecessor: its run times are known for two classes, "
                           "t = {:g} s and N from {} to {} only",
                           predecessor_duration, predecessor_times.front().num_cells,
                           predecessor_times.back().num_cells);
    }
    std::string basis;
    if (!loop.measured.empty()) {
        basis = fmt::format("measured by its authors for N={}, t={:g} s, WENO5", fmt::join(loop.measured, ","),
                            predecessor_duration);
    }
    if (!loop.interpolated.empty()) {
        basis += fmt::format("{}interpolated between their measurements for N={}", basis.empty() ? "" : "; ",
                             fmt::join(loop.interpolated, ","));
    }
    std::string text = fmt::format("the Python predecessor's serial loop: {:.3g} s ({}), {} times as long",
                                   loop.seconds, basis, two_digits(seconds > 0 ? loop.seconds / seconds : 0));
    if (!loop.unknown.empty()) {
        text += fmt::format(" although N={} are in zemi's time and not in its", fmt::join(loop.unknown, ","));
    }
    return text;
}

} // namespace zemi::study
