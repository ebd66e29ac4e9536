// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <functional>
#include <vector>

namespace zemi::exact {

/// Solution of the initial value problem dy/dx = f(x, y), y(begin) = start, on [begin, end] (end < begin is allowed),
/// to almost rounding: steps of Dormand & Prince's Runge-Kutta method 5(4), their error held below the tolerance.
///
/// Dormand & Prince (1980), doi:10.1016/0771-050X(80)90013-3.
class Trajectory {
public:
    /// Writes f(x, y) into the last argument; false if y is outside the domain of f.
    using Derivative = std::function<bool(Real, std::vector<Real> const&, std::vector<Real>&)>;

    /// Throws std::domain_error, naming x, where the solution leaves the domain of f or becomes singular.
    Trajectory(Derivative derivative, Real begin, std::vector<Real> start, Real end, Real relative_tolerance = 1e-12);

    /// y(x), by one more step from the last stored point before x, which is shorter than the step that was accepted
    /// there; outside the interval the value at its nearer end.
    [[nodiscard]] std::vector<Real> sample(Real x) const;

private:
    struct Node {
        Real x;
        std::vector<Real> y;
    };
    struct Attempt {
        std::vector<Real> y;
        Real error; ///< relative to the tolerance; infinite if a stage left the domain
    };
    [[nodiscard]] Attempt attempt(Node const& from, Real step) const;

    Derivative m_derivative;
    Real m_tolerance;
    std::vector<Node> m_nodes;
};

} // namespace zemi::exact
