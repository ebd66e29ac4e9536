// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

namespace zemi {

struct RuntimeOptions {
    int threads = 0; ///< host threads; 0: as OMP_NUM_THREADS says, else one per processor this process may use
    std::string device = "auto"; ///< auto | cpu | gpu | number of the GPU
};

/// Kokkos from here to the end of the enclosing braces, with sensible thread binding unless the user chose one
/// (OMP_PROC_BIND): if the run takes every processor that the process may use, each thread keeps to one processor;
/// otherwise threads stay free, so that several small runs side by side do not pile up on the first processors.
/// Does nothing if Kokkos already runs.
class Runtime {
public:
    /// Throws std::invalid_argument for a device that this build cannot use and for too many threads.
    explicit Runtime(RuntimeOptions const& options = {});
    ~Runtime();
    Runtime(Runtime const&) = delete;
    Runtime& operator=(Runtime const&) = delete;

private:
    bool m_owner = false;
};

/// Where kernels run now, for people: "OpenMP, 4 threads", "Cuda, NVIDIA H100". Needs a running Kokkos.
[[nodiscard]] std::string device_description();

/// Threads (host) or lanes (GPU) that the default execution space works with at once. Needs a running Kokkos.
[[nodiscard]] int device_concurrency();

} // namespace zemi
