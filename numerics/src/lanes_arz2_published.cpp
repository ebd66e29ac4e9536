// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// The lanes for what engine_arz2_published.cpp is the engine for.
#include "lane_engine.hpp"
#include <zemi/physics/multiclass_arz.hpp>

namespace zemi {

void run_published_arz2_lanes(MemberQueue& queue, MemberGroup& group)
{
    run_lanes<MulticlassArz<2, PublishedLaw>, BundledReconstructions, BundledFluxes>(
        queue, group, [](ModelSpec const& model) { return make_multiclass_arz<2, PublishedLaw>(model); });
}

} // namespace zemi
