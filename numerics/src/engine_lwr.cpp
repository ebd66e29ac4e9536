// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "road_engine.hpp"
#include <zemi/physics/multiclass_lwr.hpp>

#include <stdexcept>

namespace zemi {

std::unique_ptr<Simulation::Engine> make_lwr_engine(Problem const& problem)
{
    switch (problem.model.num_classes()) {
    case 1:
        return make_road_engine(make_multiclass_lwr<1>(problem.model), problem);
    case 2:
        return make_road_engine(make_multiclass_lwr<2>(problem.model), problem);
    case 3:
        return make_road_engine(make_multiclass_lwr<3>(problem.model), problem);
    default:
        break;
    }
    throw std::invalid_argument("multiclass_lwr has one to three vehicle classes, not "
                                + std::to_string(problem.model.num_classes()));
}

} // namespace zemi
