// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "road_engine.hpp"
#include "with_source.hpp"
#include <zemi/physics/multiclass_arz.hpp>

namespace zemi {

namespace {

template <int N>
std::unique_ptr<Simulation::Engine> make(Problem const& problem)
{
    using Equation = WithSource<MulticlassArz<N>>;
    RelaxationStep const step = time_scheme(problem.scheme.time).relaxation;
    Equation const equation{{make_multiclass_arz<N>(problem.model)}, SourceSolver<N>::make(problem, step)};
    return make_road_engine<Equation, SourceReconstructions, SourceFluxes>(equation, problem);
}

} // namespace

std::unique_ptr<Simulation::Engine> make_source_engine(Problem const& problem)
{
    switch (problem.model.num_classes()) {
    case 1:
        return make<1>(problem);
    case 2:
        return make<2>(problem);
    case 3:
        return make<3>(problem);
    default:
        break;
    }
    throw std::invalid_argument("multiclass_arz has one to three vehicle classes, not "
                                + std::to_string(problem.model.num_classes()));
}

} // namespace zemi
