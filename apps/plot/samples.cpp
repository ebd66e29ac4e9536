// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/samples.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace zemi::plot {
namespace {

/// Mean of `values` over each bin, weighted by `weights`; a plain mean where all weights are zero.
std::vector<float> binned(std::vector<double> const& values, std::vector<double> const* weights, int num_bins)
{
    std::vector<float> result(static_cast<std::size_t>(num_bins));
    auto const num_cells = values.size();
    auto const bins = static_cast<std::size_t>(num_bins);
    for (std::size_t bin = 0; bin < bins; ++bin) {
        std::size_t const begin = bin * num_cells / bins;
        std::size_t const end = (bin + 1) * num_cells / bins;
        double sum = 0;
        double weighted_sum = 0;
        double weight = 0;
        for (std::size_t i = begin; i < end; ++i) {
            sum += values[i];
            if (weights != nullptr) {
                weighted_sum += (*weights)[i] * values[i];
                weight += (*weights)[i];
            }
        }
        result[bin] = static_cast<float>(weight > 0 ? weighted_sum / weight : sum / static_cast<double>(end - begin));
    }
    return result;
}

} // namespace

void Samples::add(double time, std::vector<std::vector<double>> const& density,
                  std::vector<std::vector<double>> const& speed)
{
    if (density.empty() || density.front().empty()) {
        return;
    }
    m_num_bins = static_cast<int>(std::min(static_cast<std::size_t>(bin_limit), density.front().size()));
    m_latest = {};
    m_latest.time = time;
    for (std::size_t c = 0; c < density.size(); ++c) {
        m_latest.density.push_back(binned(density[c], nullptr, m_num_bins));
        m_latest.speed.push_back(binned(speed[c], &density[c], m_num_bins));
    }
    m_latest_is_kept = m_num_added % m_stride == 0;
    if (m_latest_is_kept) {
        m_frames.push_back(m_latest);
    }
    ++m_num_added;
    if (m_frames.size() > static_cast<std::size_t>(frame_limit)) {
        for (std::size_t i = 1; 2 * i < m_frames.size(); ++i) {
            m_frames[i] = std::move(m_frames[2 * i]);
        }
        m_frames.resize((m_frames.size() + 1) / 2);
        m_stride *= 2;
        m_latest_is_kept = (m_num_added - 1) % m_stride == 0;
    }
}

std::vector<Samples::Frame> Samples::frames() const
{
    std::vector<Frame> result = m_frames;
    if (!m_latest_is_kept) {
        result.push_back(m_latest);
    }
    return result;
}

} // namespace zemi::plot
