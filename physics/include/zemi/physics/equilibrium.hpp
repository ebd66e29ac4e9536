// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/physics/model_spec.hpp>

#include <memory>
#include <vector>

namespace zemi {

/// Speeds and pressures of a model whose number of classes is known at run time only: for initial states, boundaries
/// and reports, not for kernels. Copies share their parameters.
class Equilibrium {
public:
    /// Throws std::invalid_argument for a model that makes no sense.
    explicit Equilibrium(ModelSpec const& spec);

    /// Speed that each class relaxes to [m/s] at these densities [veh/m] on a road of this category. Throws
    /// std::invalid_argument for a category without free speeds.
    [[nodiscard]] std::vector<Real> speed(int road_category, std::vector<Real> const& density) const;

    /// Pressure of each class [m/s]: its marker is speed + pressure.
    [[nodiscard]] std::vector<Real> pressure(std::vector<Real> const& density) const;

    class Relations; ///< the equation with its number of classes

private:
    std::shared_ptr<Relations const> m_relations;
    std::vector<int> m_categories;
};

/// Equilibrium(spec).speed(road_category, density), for a single use.
[[nodiscard]] std::vector<Real> equilibrium_speed(ModelSpec const& spec, int road_category,
                                                  std::vector<Real> const& density);

} // namespace zemi
