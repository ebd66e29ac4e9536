// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace zemi::app {

/// Averages over the cells of another grid: each value counts as much as its cell overlaps (and as its weight says, if
/// there are weights). Edges [m] ascend, one more than values; both grids cover the same road. Where all weights are
/// zero, the plain average. Conservative without weights: sums of value times length are the same on both grids.
[[nodiscard]] std::vector<double> averaged_onto(std::vector<double> const& values, std::vector<double> const& edges,
                                                std::vector<double> const& new_edges,
                                                std::vector<double> const* weights = nullptr);

/// Numbers of snapshots that belong together.
struct SnapshotPair {
    std::size_t a = 0;
    std::size_t b = 0;
};

/// Snapshots that are each other's nearest in the time that both cover. Times ascend [s].
[[nodiscard]] std::vector<SnapshotPair> paired_snapshots(std::vector<double> const& a, std::vector<double> const& b);

struct Norms {
    double l1 = 0;   ///< mean of absolute values over the road
    double l2 = 0;   ///< root of the mean of squares
    double linf = 0; ///< largest absolute value
};

/// Norms of values in cells with these edges [m]. A value that is no number makes them infinite.
[[nodiscard]] Norms norms_of(std::vector<double> const& values, std::vector<double> const& edges);

/// Of one variable and class: B - A.
struct DifferenceSeries {
    std::string variable;
    std::string unit; ///< SI, as in the files
    std::string vehicle_class;
    std::vector<Norms> difference; ///< per pair of snapshots
    std::vector<Norms> reference;  ///< those of A
    std::vector<std::vector<float>> values; ///< per kept pair, per bin: for pictures

    /// Over all times: means of means and of squares, largest.
    [[nodiscard]] Norms overall_difference() const;
    [[nodiscard]] Norms overall_reference() const;
};

/// difference / reference, norm by norm; 0 / 0 is 0.
[[nodiscard]] Norms relative(Norms const& difference, Norms const& reference);

struct CompareRequest {
    std::vector<std::string> variables; ///< empty: all that both have
    std::vector<std::string> classes;   ///< empty: all, which have to be the same
    std::vector<double> times;          ///< [s]; empty: all that both have
};

struct Comparison {
    std::vector<double> edges;            ///< of the common grid: the coarser of the two [m]
    std::vector<double> times_a, times_b; ///< of the snapshots that were compared, pair by pair [s]
    std::vector<std::size_t> kept_pairs;  ///< those whose differences are kept for pictures, a few hundred at most
    std::vector<DifferenceSeries> series;
    std::vector<std::string> remarks;     ///< sentences: what was done, what was left out
    double largest_time_shift = 0;        ///< between the snapshots of a pair [s]
};

/// Compares two fields.nc. Throws IoError if one cannot be read, std::invalid_argument if they cannot be compared:
/// different classes, units, roads, no time in common, or a variable, class or time that they do not have.
[[nodiscard]] Comparison compare_results(std::string const& path_a, std::string const& path_b,
                                         CompareRequest const& request);

} // namespace zemi::app
