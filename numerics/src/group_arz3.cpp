// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "group_engine.hpp"
#include <zemi/physics/multiclass_arz.hpp>

namespace zemi {

void run_arz3_group(MemberQueue& queue, MemberGroup& group)
{
    run_group<MulticlassArz<3>>(queue, group, [](ModelSpec const& model) { return make_multiclass_arz<3>(model); });
}

} // namespace zemi
