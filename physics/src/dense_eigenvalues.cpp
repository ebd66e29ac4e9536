// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/dense_eigenvalues.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace zemi {

namespace {

using Complex = std::complex<Real>;

    /// Rotation (c, s; -conj(s), c) that maps (a, b) to (r, 0).
struct Rotation {
    Real c = 1;
    Complex s = 0;

    Rotation(Complex const& a, Complex const& b)
    {
        Real const length = std::hypot(std::abs(a), std::abs(b));
        if (std::abs(b) == 0) {
            return;
        }
        if (std::abs(a) == 0) {
            c = 0;
            s = std::conj(b) / std::abs(b);
            return;
        }
        c = std::abs(a) / length;
        s = a / std::abs(a) * std::conj(b) / length;
    }
    void apply_to_rows(ComplexMatrix& m, std::size_t i, std::size_t j, std::size_t begin, std::size_t end) const
    {
        for (std::size_t k = begin; k < end; ++k) {
            Complex const x = m(i, k);
            Complex const y = m(j, k);
            m(i, k) = c * x + s * y;
            m(j, k) = -std::conj(s) * x + c * y;
        }
    }
        /// With the conjugate transpose, from the right.
    void apply_to_columns(ComplexMatrix& m, std::size_t i, std::size_t j, std::size_t begin, std::size_t end) const
    {
        for (std::size_t k = begin; k < end; ++k) {
            Complex const x = m(k, i);
            Complex const y = m(k, j);
            m(k, i) = c * x + std::conj(s) * y;
            m(k, j) = -s * x + c * y;
        }
    }
};

    /// Scales rows and columns by powers of two until their sizes agree: the unknowns differ in unit and size.
void balance(ComplexMatrix& m)
{
    for (int sweep = 0; sweep < 20; ++sweep) {
        bool changed = false;
        for (std::size_t i = 0; i < m.size(); ++i) {
            Real row = 0;
            Real column = 0;
            for (std::size_t j = 0; j < m.size(); ++j) {
                row += j == i ? 0 : std::abs(m(i, j));
                column += j == i ? 0 : std::abs(m(j, i));
            }
            if (!(row > 0 && column > 0)) {
                continue;
            }
            Real const scale = std::exp2(std::round(std::log2(row / column) / 2));
            changed = changed || scale != 1;
            for (std::size_t j = 0; j < m.size(); ++j) {
                m(i, j) /= scale;
                m(j, i) *= scale;
            }
        }
        if (!changed) {
            return;
        }
    }
}

void reduce_to_hessenberg(ComplexMatrix& m)
{
    std::size_t const n = m.size();
    for (std::size_t k = 0; k + 2 < n; ++k) {
        for (std::size_t i = k + 2; i < n; ++i) {
            Rotation const rotation(m(k + 1, k), m(i, k));
            rotation.apply_to_rows(m, k + 1, i, 0, n);
            rotation.apply_to_columns(m, k + 1, i, 0, n);
        }
    }
}

    /// The eigenvalue of the trailing 2 x 2 block that is closer to its last element.
Complex wilkinson_shift(ComplexMatrix const& m, std::size_t last)
{
    Complex const a = m(last - 1, last - 1);
    Complex const d = m(last, last);
    Complex const half = (a - d) / Real(2);
    Complex const root = std::sqrt(half * half + m(last - 1, last) * m(last, last - 1));
    Complex const mean = (a + d) / Real(2);
    return std::abs(mean + root - d) < std::abs(mean - root - d) ? mean + root : mean - root;
}

void qr_step(ComplexMatrix& m, std::size_t first, std::size_t last, Complex const& shift)
{
    for (std::size_t i = first; i <= last; ++i) {
        m(i, i) -= shift;
    }
    std::vector<Rotation> rotations;
    for (std::size_t k = first; k < last; ++k) {
        rotations.emplace_back(m(k, k), m(k + 1, k));
        rotations.back().apply_to_rows(m, k, k + 1, k, last + 1);
    }
    for (std::size_t k = first; k < last; ++k) {
        rotations[k - first].apply_to_columns(m, k, k + 1, first, std::min(k + 2, last) + 1);
    }
    for (std::size_t i = first; i <= last; ++i) {
        m(i, i) += shift;
    }
}

} // namespace

std::vector<std::complex<Real>> eigenvalues(ComplexMatrix matrix)
{
    balance(matrix);
    reduce_to_hessenberg(matrix);
    std::vector<Complex> result;
    if (matrix.size() == 0) {
        return result;
    }
    std::size_t last = matrix.size() - 1;
    int iterations = 0;
    while (true) {
        std::size_t first = last;
        while (first > 0) {
            Real const size = std::abs(matrix(first - 1, first - 1)) + std::abs(matrix(first, first));
            if (std::abs(matrix(first, first - 1)) <= std::numeric_limits<Real>::epsilon() * size) {
                break;
            }
            --first;
        }
        if (first == last) {
            result.push_back(matrix(last, last));
            if (last == 0) {
                break;
            }
            --last;
            iterations = 0;
            continue;
        }
        if (++iterations > 100) {
            throw std::runtime_error("the eigenvalues of a matrix do not converge");
        }
        // Now and then another shift, for matrices that the usual one maps to themselves.
        Complex const shift = iterations % 10 == 0 ? matrix(last, last) + std::abs(matrix(last, last - 1))
                                                   : wilkinson_shift(matrix, last);
        qr_step(matrix, first, last, shift);
    }
    std::sort(result.begin(), result.end(), [](Complex const& a, Complex const& b) { return a.real() < b.real(); });
    return result;
}

} // namespace zemi
