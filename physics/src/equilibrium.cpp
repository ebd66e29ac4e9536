// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/equilibrium.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace zemi {

class Equilibrium::Relations {
public:
    virtual ~Relations() = default;
    [[nodiscard]] virtual std::vector<Real> speed(int category_index, std::vector<Real> const& density) const = 0;
    [[nodiscard]] virtual std::vector<Real> pressure(std::vector<Real> const& density) const = 0;
};

namespace {

template <int N>
class RelationsOf : public Equilibrium::Relations {
public:
    explicit RelationsOf(ModelSpec const& spec) : m_equation(make_multiclass_arz<N>(spec)) {}

    [[nodiscard]] std::vector<Real> speed(int category_index, std::vector<Real> const& density) const override
    {
        return values(m_equation.equilibrium_speed(at_rest(density), m_equation.road_data(category_index)));
    }

    [[nodiscard]] std::vector<Real> pressure(std::vector<Real> const& density) const override
    {
        // At rest the marker is the pressure.
        auto const state = m_equation.point_state(at_rest(density), m_equation.road_data(0));
        Vec<Real, N> marker{};
        for (int c = 0; c < N; ++c) {
            marker[c] = state[2 * N + c];
        }
        return values(marker);
    }

private:
    static Vec<Real, 2 * N> at_rest(std::vector<Real> const& density)
    {
        if (density.size() != N) {
            throw std::invalid_argument(fmt::format("{} densities for {} classes", density.size(), N));
        }
        Vec<Real, 2 * N> q{};
        for (int c = 0; c < N; ++c) {
            q[c] = density[static_cast<std::size_t>(c)];
        }
        return q;
    }

    static std::vector<Real> values(Vec<Real, N> const& v)
    {
        std::vector<Real> result;
        for (int c = 0; c < N; ++c) {
            result.push_back(v[c]);
        }
        return result;
    }

    MulticlassArz<N> m_equation;
};

/// Equations without pressure and relaxation have the same equilibrium speeds.
ModelSpec with_markers(ModelSpec spec)
{
    if (spec.equation == "multiclass_lwr") {
        spec.equation = "multiclass_arz";
        for (ClassSpec& vehicle : spec.classes) {
            vehicle.pressure_scale = 0;
            vehicle.pressure_exponent = 1;
            vehicle.relaxation_time = 1;
        }
    }
    return spec;
}

} // namespace

Equilibrium::Equilibrium(ModelSpec const& given) : m_categories(road_categories(given))
{
    ModelSpec const spec = with_markers(given);
    validate(spec);
    switch (spec.num_classes()) {
    case 1:
        m_relations = std::make_shared<RelationsOf<1>>(spec);
        break;
    case 2:
        m_relations = std::make_shared<RelationsOf<2>>(spec);
        break;
    case 3:
        m_relations = std::make_shared<RelationsOf<3>>(spec);
        break;
    default: // validate() has refused it
        break;
    }
}

std::vector<Real> Equilibrium::speed(int road_category, std::vector<Real> const& density) const
{
    auto const found = std::find(m_categories.begin(), m_categories.end(), road_category);
    if (found == m_categories.end()) {
        throw std::invalid_argument(fmt::format("no class has a free speed for road category {}", road_category));
    }
    return m_relations->speed(static_cast<int>(found - m_categories.begin()), density);
}

std::vector<Real> Equilibrium::pressure(std::vector<Real> const& density) const
{
    return m_relations->pressure(density);
}

std::vector<Real> equilibrium_speed(ModelSpec const& spec, int road_category, std::vector<Real> const& density)
{
    return Equilibrium(spec).speed(road_category, density);
}

} // namespace zemi
