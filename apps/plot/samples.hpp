// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace zemi::plot {

/// What pictures of a run are drawn from: snapshots, thinned out so that any run fits in a few megabytes. SI units.
class Samples {
public:
    struct Frame {
        double time = 0;                         ///< [s]
        std::vector<std::vector<float>> density; ///< [class][bin] [veh/m]
        std::vector<std::vector<float>> speed;   ///< [class][bin] [m/s]
    };

    std::string title;
    std::string caption; ///< one small line below the title
    std::vector<std::string> classes;
    double x_begin = 0; ///< [m]
    double length = 1;  ///< [m]

    static constexpr int max_bins = 800;
    static constexpr int max_frames = 800;
    int bin_limit = max_bins;     ///< change it before the first snapshot
    int frame_limit = max_frames; ///< change it before the first snapshot

    /// Adds a snapshot; times must ascend. Cells are averaged over at most bin_limit bins (speeds weighted by density);
    /// beyond frame_limit, every second frame is dropped. Indexed [class][cell].
    void add(double time, std::vector<std::vector<double>> const& density,
             std::vector<std::vector<double>> const& speed);

    /// What is kept, the last snapshot included.
    [[nodiscard]] std::vector<Frame> frames() const;
    [[nodiscard]] int num_bins() const noexcept { return m_num_bins; }

private:
    std::vector<Frame> m_frames; ///< every m_stride-th snapshot
    Frame m_latest;
    bool m_latest_is_kept = true;
    std::int64_t m_num_added = 0;
    std::int64_t m_stride = 1;
    int m_num_bins = 0;
};

} // namespace zemi::plot
