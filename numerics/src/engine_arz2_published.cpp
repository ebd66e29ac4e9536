// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The model as published with the schemes of the bundles: the combination that most runs use gets kernels whose
// exponents are known at compile time. Same bits as with AnyLaw.
#include "road_engine.hpp"
#include <zemi/physics/multiclass_arz.hpp>

#include <algorithm>

namespace zemi {

namespace {

bool contains(std::vector<std::string> const& names, std::string const& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

bool has_published_arz2_engine(Problem const& problem)
{
    return PublishedLaw::represents(problem.model)
        && contains(names_of(BundledReconstructions{}), problem.scheme.reconstruction)
        && contains(names_of(BundledFluxes{}), problem.scheme.flux);
}

std::unique_ptr<Simulation::Engine> make_published_arz2_engine(Problem const& problem)
{
    using Equation = MulticlassArz<2, PublishedLaw>;
    return make_road_engine<Equation, BundledReconstructions, BundledFluxes>(
        make_multiclass_arz<2, PublishedLaw>(problem.model), problem);
}

} // namespace zemi
