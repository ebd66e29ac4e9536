// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "study/exact_solution.hpp"
#include <zemi/core/real.hpp>
#include <zemi/numerics/simulation.hpp>

#include <string>
#include <vector>

namespace zemi::study {

/// Averages over the cells of what is conserved, [class][cell]: densities [veh/m] and densities times markers [veh/s].
/// The latter are empty for equations without markers.
struct ConservedAverages {
    std::vector<std::vector<Real>> density;
    std::vector<std::vector<Real>> density_times_marker;

    [[nodiscard]] std::size_t num_cells() const { return density.empty() ? 0 : density.front().size(); }
};

/// What is conserved in the cells of a run.
[[nodiscard]] ConservedAverages conserved_averages(CellFields const& fields);

/// The exact averages over the cells of the problem at time t, by five Gauss points between the places where the
/// solution jumps or has kinks (exact::smooth_cell_average); for schemes that work on values at the cell centres those,
/// where nothing jumps in the cell.
[[nodiscard]] ConservedAverages exact_averages(ExactSolution const& solution, Problem const& problem, Real t);

/// The averages over `num_coarse` cells that cover the same road: means of the fine ones where these fill each coarse
/// cell, which is exact. Otherwise the vehicles up to each face are interpolated between the faces of the fine cells (by
/// polynomials through six of them): what is in parts of a cell is then known to the fifth order, where its mere share
/// of the cell would be an error of first order. Keeps the vehicles in both cases. Throws std::invalid_argument if the
/// coarse cells are more than the fine ones.
[[nodiscard]] ConservedAverages restrict_averages(ConservedAverages const& fine, int num_coarse);

/// The same for values at the cell centres, by polynomials through the six values nearest to the coarse centre.
[[nodiscard]] ConservedAverages restrict_points(ConservedAverages const& fine, int num_coarse);

/// Densities and speeds that belong to the averages, as the solver has them: v = (rho w) / rho - p(rho), for equations
/// without markers the equilibrium speed. Speeds are NaN where less than a millionth of the jam density is.
[[nodiscard]] CellFields fields_of(ConservedAverages const& averages, Problem const& problem);

/// Size of an error over the cells compared.
struct ErrorNorms {
    Real l1 = 0; ///< mean of the absolute values
    Real l2 = 0; ///< root of the mean of the squares
    Real linf = 0; ///< largest absolute value
    int num_cells = 0; ///< compared; 0: the norms say nothing
};

/// Distance between two rows of cell values, over the cells that lie wholly in the part of the road and where both are
/// numbers.
[[nodiscard]] ErrorNorms error_norms(std::vector<Real> const& a, std::vector<Real> const& b, RoadSpec const& road,
                                     RoadPart const& part);

} // namespace zemi::study
