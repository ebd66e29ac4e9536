// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <functional>

namespace zemi::app {

/// Calls `read(i)` and then `work(i)` for i from 0 to `count` - 1. All reading is done by the calling thread, in order:
/// the netCDF library is not thread-safe, and HDF5 below it complains on stderr from any thread but the first. The work
/// is done by several threads meanwhile, the calling one too when it is ahead; at most three results per thread are
/// read and not yet worked on. Neither function may throw. `threads`: 0 means usual_num_threads().
void read_and_work(std::size_t count, int threads, std::function<void(std::size_t)> const& read,
                   std::function<void(std::size_t)> const& work);

/// As OMP_NUM_THREADS says, else one per processor that this process may use.
[[nodiscard]] int usual_num_threads();

} // namespace zemi::app
