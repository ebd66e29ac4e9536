// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "group_engine.hpp"
#include <zemi/physics/multiclass_lwr.hpp>

namespace zemi {

void run_lwr_group(MemberQueue& queue, MemberGroup& group)
{
    auto const run = [&]<int n>() {
        run_group<MulticlassLwr<n>>(queue, group, [](ModelSpec const& model) { return make_multiclass_lwr<n>(model); });
    };
    switch (queue.member(group.members.front()).problem.model.num_classes()) {
    case 1:
        return run.operator()<1>();
    case 2:
        return run.operator()<2>();
    default:
        return run.operator()<3>();
    }
}

} // namespace zemi
