// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/physics/concepts.hpp>
#include <zemi/physics/dense_eigenvalues.hpp>

#include <complex>
#include <cstddef>
#include <vector>

namespace zemi::test {

/// The num_eqn eigenvalues [m/s] of the Jacobian of the flux at a point state, by QR iterations that know nothing of
/// traffic; real parts ascending.
template <class Equation>
std::vector<std::complex<Real>> numerical_eigenvalues(Equation const& equation, Vec<Real, Equation::num_point> const& s)
{
    constexpr int n = Equation::num_eqn;
    auto const jacobian = equation.jacobian(s);
    ComplexMatrix matrix(n);
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) {
            matrix(static_cast<std::size_t>(i), static_cast<std::size_t>(j)) = jacobian[i][j];
        }
    }
    return eigenvalues(matrix);
}

} // namespace zemi::test
