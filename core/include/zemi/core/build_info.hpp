// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>

namespace zemi {

/// How this library was built; fixed at compile time. Devices are a matter of run time and are asked from Kokkos.
struct BuildInfo {
    std::string version;        ///< "0.1.0"
    std::string build_type;     ///< "Release"
    std::string compiler;       ///< "GNU 12.2.0"
    std::string kokkos_version; ///< of the headers compiled against, "5.2.2"
    std::string backends;       ///< execution spaces, "OpenMP" or "Cuda, OpenMP, Serial"
    bool native_arch = false;   ///< compiled for the build machine's processor
    bool netcdf = false;        ///< can write netCDF files
    bool kokkos_kernels = false; ///< has batched linear algebra
};

BuildInfo build_info();

} // namespace zemi
