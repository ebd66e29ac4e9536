// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/identical_classes.hpp>
#include <zemi/physics/exact/trajectory.hpp>

#include <algorithm>
#include <utility>

namespace zemi::exact {

IdenticalClasses::IdenticalClasses(Single single, Origin origin, Composition composition)
    : m_single(std::move(single)),
      m_origin(std::move(origin)),
      m_composition(std::move(composition))
{
}

MixedState IdenticalClasses::sample(Real x, Real t) const
{
    SingleClassState const all = m_single(x, t);
    MixedState mixed{m_composition(m_origin(x, t)), all.speed, all.marker};
    for (Real& share : mixed.density) {
        share *= all.density;
    }
    return mixed;
}

Real smooth_origin(std::function<Real(Real x, Real t)> const& speed, Real x, Real t)
{
    if (t == 0) {
        return x;
    }
    // The way instead of the place: its tolerance is relative, and places far from 0 would hide it.
    auto const slope = [&](Real time, std::vector<Real> const& way, std::vector<Real>& d) {
        d[0] = speed(x + way[0], time);
        return true;
    };
    return x + Trajectory(slope, t, {0}, 0).sample(0)[0];
}

std::optional<ModelSpec> single_class_model(ModelSpec const& model, bool relaxes)
{
    if (model.classes.empty()) {
        return std::nullopt;
    }
    ClassSpec const& first = model.classes.front();
    auto const weights = interaction_matrix(model);
    Real const weight = weights[0][0];
    for (std::size_t i = 0; i < model.classes.size(); ++i) {
        ClassSpec const& own = model.classes[i];
        bool const perceives_alike =
            std::all_of(weights[i].begin(), weights[i].end(), [&](Real other) { return other == weight; });
        bool const relaxes_alike = own.relaxation_time == first.relaxation_time
                                && own.creeping_speed == first.creeping_speed && own.free_speed == first.free_speed;
        if (!perceives_alike || own.pressure_scale != first.pressure_scale
            || own.pressure_exponent != first.pressure_exponent || own.length != first.length
            || (relaxes && !relaxes_alike)) {
            return std::nullopt;
        }
    }
    ModelSpec single = model;
    single.classes = {first};
    single.classes.front().perceives = {{first.name, weight}};
    return single;
}

} // namespace zemi::exact
