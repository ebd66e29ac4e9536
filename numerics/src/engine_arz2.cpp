// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "road_engine.hpp"
#include <zemi/physics/multiclass_arz.hpp>

namespace zemi {

std::unique_ptr<Simulation::Engine> make_arz2_engine(Problem const& problem)
{
    return make_road_engine(make_multiclass_arz<2>(problem.model), problem);
}

} // namespace zemi
