// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/samples.hpp"
#include "zemi/case.hpp"
#include <zemi/core/netcdf_writer.hpp>
#include <zemi/numerics/simulation.hpp>

#include <string>
#include <vector>

namespace zemi::app {

/// Attributes of a result file that do not follow from the case.
struct FileOrigin {
    std::string command; ///< as typed
    std::string device;  ///< where it was computed
};

/// Writes DIR/fields.nc: netCDF-4, CF-1.11, dimensions (member, time, vclass, cell), SI units, snapshot by snapshot.
/// The file has its final name only after commit().
class FieldsWriter {
public:
    FieldsWriter(std::string const& path, Case const& input, FileOrigin const& origin);

    /// Appends a snapshot. A few are collected in memory before they go to disk together.
    void write(CellFields const& fields);
    void commit();

    [[nodiscard]] static double bytes_per_snapshot(Case const& input);

private:
    struct Field {
        std::string name;
        int variable;
        std::vector<double> pending; ///< [snapshot][class][cell]
    };
    void flush();

    NetcdfWriter m_file;
    std::vector<Field> m_fields;
    int m_time = -1;
    std::size_t m_num_written = 0; ///< snapshots on disk
    std::vector<double> m_pending_times;
    std::size_t m_per_flush = 1;
    std::size_t m_num_classes;
    std::size_t m_num_cells;
};

/// Density and speed of all snapshots of a fields.nc, for pictures. The limits: see plot::Samples.
/// Throws IoError, also if a variable is missing.
[[nodiscard]] plot::Samples read_samples(std::string const& path, int bin_limit = plot::Samples::max_bins,
                                         int frame_limit = plot::Samples::max_frames);

/// 2026-11-24T15:04:05Z
[[nodiscard]] std::string utc_now();

} // namespace zemi::app
