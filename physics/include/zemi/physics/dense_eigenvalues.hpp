// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <complex>
#include <cstddef>
#include <vector>

namespace zemi {

/// A small square complex matrix on the host, for diagnosis and tests.
class ComplexMatrix {
public:
    explicit ComplexMatrix(std::size_t size) : m_size(size), m_values(size * size) {}

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }
    [[nodiscard]] std::complex<Real>& operator()(std::size_t i, std::size_t j) noexcept
    {
        return m_values[i * m_size + j];
    }
    [[nodiscard]] std::complex<Real> const& operator()(std::size_t i, std::size_t j) const noexcept
    {
        return m_values[i * m_size + j];
    }

private:
    std::size_t m_size;
    std::vector<std::complex<Real>> m_values;
};

/// All eigenvalues, ordered by real part: balancing, Hessenberg form, QR iterations with Wilkinson's shift. Meant for a
/// handful of rows. Throws std::runtime_error if the iteration does not converge (a NaN in the matrix, for instance).
///
/// Golub & Van Loan, Matrix Computations (2013), sections 7.4 and 7.5.
[[nodiscard]] std::vector<std::complex<Real>> eigenvalues(ComplexMatrix matrix);

} // namespace zemi
