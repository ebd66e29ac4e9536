// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/config.hpp>
#include <zemi/numerics/problem.hpp>
#include <zemi/physics/equilibrium.hpp>

#include <optional>
#include <vector>

namespace zemi::app {

/// A traffic state as written: a class without speed moves at its equilibrium speed, wherever that is.
struct StateSpec {
    std::vector<Real> density;              ///< [veh/m]
    std::vector<std::optional<Real>> speed; ///< [m/s]

    [[nodiscard]] TrafficState at(int road_category, Equilibrium const& equilibrium) const;
    [[nodiscard]] bool depends_on_road() const;
};

/// What states are read with.
struct StateContext {
    ModelSpec const& model;
    RoadSpec const& road;
    Equilibrium const& equilibrium;
    Diagnostics& diagnostics;
};

/// Reads a map of classes. Questions states in which traffic would stand, refuses those outside the model.
[[nodiscard]] StateSpec read_state(ConfigNode const& node, StateContext const& context);

/// Reads `initial`.
[[nodiscard]] InitialState read_initial(ConfigNode const& node, StateContext const& context);

/// Densities of the initial state at one end of the road [veh/m].
[[nodiscard]] std::vector<Real> densities_at_end(InitialState const& initial, RoadSpec const& road, bool left);

/// Index of the cell that contains x [m].
[[nodiscard]] std::size_t cell_at(RoadSpec const& road, Real x);

} // namespace zemi::app
