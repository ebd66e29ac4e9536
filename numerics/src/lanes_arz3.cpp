// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "lane_engine.hpp"
#include <zemi/physics/multiclass_arz.hpp>

namespace zemi {

void run_arz3_lanes(MemberQueue& queue, MemberGroup& group)
{
    run_lanes<MulticlassArz<3>>(queue, group, [](ModelSpec const& model) { return make_multiclass_arz<3>(model); });
}

} // namespace zemi
