// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/model_spec.hpp>

#include <fmt/format.h>

#include <cmath>
#include <set>
#include <stdexcept>

namespace zemi {

namespace {

// Messages are functions: an ensemble checks a hundred thousand models in a second, and no text is made for good ones.

template <class Message>
void require(bool condition, Message const& message)
{
    if (!condition) {
        throw std::invalid_argument(message());
    }
}

/// Checks one number; `what` names class and parameter. The comparisons are false for NaN.
template <class What>
void require_positive(Real value, What const& what, char const* unit)
{
    require(value > 0 && std::isfinite(value),
            [&] { return fmt::format("{} must be positive, not {} {}", what(), value, unit); });
}

template <class What>
void require_not_negative(Real value, What const& what, char const* unit)
{
    require(value >= 0 && std::isfinite(value),
            [&] { return fmt::format("{} must not be negative, but is {} {}", what(), value, unit); });
}

void validate_class(ModelSpec const& spec, ClassSpec const& vehicle)
{
    auto const of_class = [&vehicle](std::string const& parameter) {
        return fmt::format("class \"{}\": {}", vehicle.name, parameter);
    };
    auto const named = [&of_class](char const* parameter) { return [=] { return of_class(parameter); }; };
    bool const has_pressure = spec.equation != "multiclass_lwr";
    if (has_pressure) {
        require_not_negative(vehicle.pressure_scale, named("pressure scale"), "m/s");
        require_positive(vehicle.pressure_exponent, named("pressure exponent"), "");
        require_positive(vehicle.relaxation_time, named("relaxation time"), "s");
    }
    require_not_negative(vehicle.creeping_speed, named("creeping speed"), "m/s");
    require_not_negative(vehicle.length, named("length"), "m");
    require(!vehicle.free_speed.empty(), named("free speed is missing"));
    for (int const category : road_categories(spec)) {
        auto const what = [&] { return of_class(fmt::format("free speed for road category {}", category)); };
        auto const found = vehicle.free_speed.find(category);
        require(found != vehicle.free_speed.end(), [&] { return what() + " is missing"; });
        require_positive(found->second, what, "m/s");
        require(found->second >= vehicle.creeping_speed, [&] {
            return fmt::format("{} is {} m/s, below the creeping speed of {} m/s", what(), found->second,
                               vehicle.creeping_speed);
        });
    }
    for (auto const& perceived : vehicle.perceives) {
        std::string const& other = perceived.first;
        bool known = false;
        for (ClassSpec const& candidate : spec.classes) {
            known = known || candidate.name == other;
        }
        require(known, [&] { return of_class(fmt::format("perceives \"{}\", which is not a class", other)); });
        require_not_negative(
            perceived.second, [&] { return of_class(fmt::format("weight of \"{}\" in \"perceives\"", other)); }, "");
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
    require(n >= 1 && n <= max_classes,
            [&] { return fmt::format("a model has one to {} vehicle classes, not {}", max_classes, n); });
    require_positive(spec.jam_density, [] { return "jam density"; }, "veh/m");
    std::set<std::string> names;
    for (ClassSpec const& vehicle : spec.classes) {
        require(names.insert(vehicle.name).second,
                [&] { return fmt::format("class \"{}\" occurs twice", vehicle.name); });
    }
    std::size_t const num_categories = road_categories(spec).size();
    require(num_categories <= static_cast<std::size_t>(max_road_categories),
            [&] { return fmt::format("at most {} road categories, not {}", max_road_categories, num_categories); });
    for (ClassSpec const& vehicle : spec.classes) {
        validate_class(spec, vehicle);
    }
}

} // namespace zemi
