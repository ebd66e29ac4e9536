// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/config.hpp>

namespace zemi::app {

/// What the schema cannot say: whether the entries of a case fit to each other. Entries that are wrong by themselves
/// are passed over.
void check_consistency(ConfigNode const& root, Diagnostics& diagnostics);

} // namespace zemi::app
