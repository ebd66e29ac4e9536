// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Ensembles of what engine_arz2_published.cpp is the engine for.
#include "group_engine.hpp"
#include <zemi/physics/multiclass_arz.hpp>

namespace zemi {

void run_published_arz2_group(MemberQueue& queue, MemberGroup& group)
{
    run_group<MulticlassArz<2, PublishedLaw>, BundledReconstructions, BundledFluxes>(
        queue, group, [](ModelSpec const& model) { return make_multiclass_arz<2, PublishedLaw>(model); });
}

} // namespace zemi
