// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models.hpp"
#include <zemi/physics/dense_eigenvalues.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace zemi {
namespace {

using Complex = std::complex<Real>;

/// Characteristic polynomial at z by elimination with pivoting: the determinant of m - z.
Complex determinant(ComplexMatrix m, Complex const& z)
{
    std::size_t const n = m.size();
    Complex result = 1;
    for (std::size_t i = 0; i < n; ++i) {
        m(i, i) -= z;
    }
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t pivot = k;
        for (std::size_t i = k + 1; i < n; ++i) {
            pivot = std::abs(m(i, k)) > std::abs(m(pivot, k)) ? i : pivot;
        }
        if (pivot != k) {
            result = -result;
            for (std::size_t j = 0; j < n; ++j) {
                std::swap(m(k, j), m(pivot, j));
            }
        }
        result *= m(k, k);
        for (std::size_t i = k + 1; i < n && std::abs(m(k, k)) > 0; ++i) {
            Complex const factor = m(i, k) / m(k, k);
            for (std::size_t j = k; j < n; ++j) {
                m(i, j) -= factor * m(k, j);
            }
        }
    }
    return result;
}

TEST(DenseEigenvalues, OfTriangularMatricesAreTheDiagonal)
{
    ComplexMatrix m(4);
    for (std::size_t i = 0; i < 4; ++i) {
        m(i, i) = Complex(1.0 + static_cast<Real>(i), -2.0 * static_cast<Real>(i));
        for (std::size_t j = i + 1; j < 4; ++j) {
            m(i, j) = 100;
        }
    }
    auto const values = eigenvalues(m);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(std::abs(values[i] - m(i, i)), 0, 1e-12);
    }
}

TEST(DenseEigenvalues, OfACyclicPermutationAreRootsOfUnity)
{
    ComplexMatrix m(3);
    m(0, 1) = m(1, 2) = m(2, 0) = 1;
    auto const values = eigenvalues(m);
    EXPECT_NEAR(values[2].real(), 1, 1e-14);
    EXPECT_NEAR(values[0].real(), -0.5, 1e-14);
    EXPECT_NEAR(std::fabs(values[0].imag()), std::sqrt(0.75), 1e-14);
}

TEST(DenseEigenvalues, AreRootsOfTheCharacteristicPolynomial)
{
    test::Random random;
    for (std::size_t n = 1; n <= 6; ++n) {
        for (int trial = 0; trial < 100; ++trial) {
            ComplexMatrix m(n);
            Complex trace = 0;
            for (std::size_t i = 0; i < n; ++i) {
                for (std::size_t j = 0; j < n; ++j) {
                    // Rows and columns of very different size, as conserved variables have.
                    m(i, j) = std::exp2(3 * static_cast<Real>(i) - 3 * static_cast<Real>(j))
                            * Complex(random.uniform(-1, 1), random.uniform(-1, 1));
                }
                trace += m(i, i);
            }
            Complex sum = 0;
            Complex product = 1;
            for (Complex const& value : eigenvalues(m)) {
                sum += value;
                product *= value;
                Real const scale = std::abs(determinant(m, value + 0.1)) + std::abs(determinant(m, value - 0.1));
                EXPECT_LT(std::abs(determinant(m, value)), 1e-9 * scale);
            }
            EXPECT_NEAR(std::abs(sum - trace), 0, 1e-12);
            EXPECT_NEAR(std::abs(product - determinant(m, 0)), 0, 1e-12);
        }
    }
}

TEST(DenseEigenvalues, RefusesNotANumber)
{
    ComplexMatrix m(3);
    m(0, 1) = m(1, 0) = m(1, 2) = m(2, 1) = std::numeric_limits<Real>::quiet_NaN();
    EXPECT_THROW((void)eigenvalues(m), std::runtime_error);
}

} // namespace
} // namespace zemi
