// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>

#include <map>
#include <string>
#include <vector>

namespace zemi {

/// How the anticipation pressure depends on the perceived density; q = x / jam_density.
enum class PressureLaw {
    power,    ///< p = K q^gamma: finite at the jam density (as published)
    singular, ///< p = K q^gamma / (1 - q): keeps the perceived density below the jam density
};

/// How the creeping speed enters the equilibrium speed.
enum class CreepingLaw {
    published, ///< V_creep + (V - V_creep) g: still positive beyond the jam density
    vanishing, ///< V_creep max(0, 1 - x / jam_density) + (V - V_creep) g: zero at the class's own jam
};

/// What happens where the marker falls below the pressure, so that w - p is a negative speed.
enum class SpeedClosure {
    published,    ///< v = w - p, whatever its sign
    non_negative, ///< v = max(w - p, 0) in fluxes, wave speeds and source
};

/// Parameters of one vehicle class as read from a case, SI units.
struct ClassSpec {
    std::string name;
    Real pressure_scale = 0;     ///< K [m/s]
    Real pressure_exponent = 2;  ///< gamma [1]
    Real relaxation_time = 0;    ///< tau [s]
    Real creeping_speed = 0;     ///< speed in a standing jam [m/s]
    std::map<int, Real> free_speed;    ///< road category -> free speed [m/s]
    std::map<std::string, Real>
        perceives; ///< class name -> weight of its density in this class's perceived density [1]; missing: 1
    Real length = 0;             ///< space one vehicle takes at jam [m] (multiclass LWR only; 0: 1 / jam_density)

    // Of some source terms only, see ModelSpec::source.
    Real congestion_slowdown = 0; ///< r of CongestedRelaxation [1]
    Real max_acceleration = 0;    ///< of BoundedAcceleration, from rest [m/s^2]
    Real max_deceleration = 0;    ///< of BoundedAcceleration; 0: no limit [m/s^2]
    Real top_speed = 0;           ///< of BoundedAcceleration: where the acceleration ends [m/s]
};

/// An equation with its parameters at run time: what the case file's `classes`, `jam_density` and `model` say.
struct ModelSpec {
    std::string equation = "multiclass_arz"; ///< multiclass_arz | multiclass_lwr | predecessor_arz
    std::vector<ClassSpec> classes;          ///< one to three (predecessor_arz: exactly two)
    Real jam_density = 0.25;                 ///< [veh/m]
    PressureLaw pressure_law = PressureLaw::power;
    CreepingLaw creeping_law = CreepingLaw::published;
    SpeedClosure speed_closure = SpeedClosure::published;
    std::string source = "relaxation"; ///< name of a source term, see source_terms.hpp (multiclass ARZ only)

    [[nodiscard]] int num_classes() const noexcept { return static_cast<int>(classes.size()); }
};

/// Road categories in the order in which cells number them: all that some class has a free speed for, ascending.
/// A cell stores the index into this list, so kernels read a small dense table.
[[nodiscard]] std::vector<int> road_categories(ModelSpec const& spec);

/// A_ij of `perceives`, indexed [i][j]: weight of class j in the density that class i perceives [1].
[[nodiscard]] std::vector<std::vector<Real>> interaction_matrix(ModelSpec const& spec);

/// Throws std::invalid_argument, naming class and parameter, for a model that makes no sense.
void validate(ModelSpec const& spec);

/// Largest number of different road categories in one case.
inline constexpr int max_road_categories = 16;

/// Largest number of vehicle classes; the characteristic speeds of more have no closed form.
inline constexpr int max_classes = 3;

} // namespace zemi
