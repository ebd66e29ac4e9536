// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/model_spec.hpp>

#include <fmt/format.h>

#include <cmath>
#include <set>
#include <stdexcept>

namespace zemi {

namespace {

void require(bool condition, std::string const& message)
{
    if (!condition) {
        throw std::invalid_argument(message);
    }
}

    /// Checks one number; `what` names class and parameter. The comparisons are false for NaN.
void require_positive(Real value, std::string const& what, char const* unit)
{
    require(value > 0 && std::isfinite(value), fmt::format("{} must be positive, not {} {}", what, value, unit));
}

void require_not_negative(Real value, std::string const& what, char const* unit)
{
    require(value >= 0 && std::isfinite(value),
            fmt::format("{} must not be negative, but is {} {}", what, value, unit));
}

void validate_class(ModelSpec const& spec, ClassSpec const& vehicle)
{
    auto const of_class = [&vehicle](char const* parameter) {
        return fmt::format("class \"{}\": {}", vehicle.name, parameter);
    };
    bool const has_pressure = spec.equation != "multiclass_lwr";
    if (has_pressure) {
        require_not_negative(vehicle.pressure_scale, of_class("pressure scale"), "m/s");
        require_positive(vehicle.pressure_exponent, of_class("pressure exponent"), "");
        require_positive(vehicle.relaxation_time, of_class("relaxation time"), "s");
    }
    require_not_negative(vehicle.creeping_speed, of_class("creeping speed"), "m/s");
    require_not_negative(vehicle.length, of_class("length"), "m");
    require(!vehicle.free_speed.empty(), of_class("free speed is missing"));
    for (int const category : road_categories(spec)) {
        auto const found = vehicle.free_speed.find(category);
        require(found != vehicle.free_speed.end(),
                of_class(fmt::format("free speed for road category {} is missing", category).c_str()));
        std::string const what = of_class(fmt::format("free speed for road category {}", category).c_str());
        require_positive(found->second, what, "m/s");
        require(found->second >= vehicle.creeping_speed, fmt::format("{} is {} m/s, below the creeping speed of {} m/s",
                                                                     what, found->second, vehicle.creeping_speed));
    }
    for (auto const& [other, weight] : vehicle.perceives) {
        bool known = false;
        for (ClassSpec const& candidate : spec.classes) {
            known = known || candidate.name == other;
        }
        require(known, of_class(fmt::format("perceives \"{}\", which is not a class", other).c_str()));
        require_not_negative(weight, of_class(fmt::format("weight of \"{}\" in \"perceives\"", other).c_str()), "");
    }
}

} // namespace

std::vector<int> road_categories(ModelSpec const& spec)
{
    std::set<int> categories;
    for (ClassSpec const& vehicle : spec.classes) {
        for (auto const& [category, speed] : vehicle.free_speed) {
            categories.insert(category);
        }
    }
    return {categories.begin(), categories.end()};
}

std::vector<std::vector<Real>> interaction_matrix(ModelSpec const& spec)
{
    std::vector<std::vector<Real>> matrix;
    for (ClassSpec const& vehicle : spec.classes) {
        std::vector<Real>& row = matrix.emplace_back();
        for (ClassSpec const& other : spec.classes) {
            auto const found = vehicle.perceives.find(other.name);
            row.push_back(found == vehicle.perceives.end() ? 1 : found->second);
        }
    }
    return matrix;
}

void validate(ModelSpec const& spec)
{
    int const n = spec.num_classes();
    require(n >= 1 && n <= max_classes, fmt::format("a model has one to {} vehicle classes, not {}", max_classes, n));
    require_positive(spec.jam_density, "jam density", "veh/m");
    std::set<std::string> names;
    for (ClassSpec const& vehicle : spec.classes) {
        require(names.insert(vehicle.name).second, fmt::format("class \"{}\" occurs twice", vehicle.name));
    }
    std::size_t const num_categories = road_categories(spec).size();
    require(num_categories <= static_cast<std::size_t>(max_road_categories),
            fmt::format("at most {} road categories, not {}", max_road_categories, num_categories));
    for (ClassSpec const& vehicle : spec.classes) {
        validate_class(spec, vehicle);
    }
}

} // namespace zemi
