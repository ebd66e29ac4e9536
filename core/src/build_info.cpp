// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/build_info.hpp>

#include <Kokkos_Macros.hpp>

#include <string>
#include <string_view>

namespace zemi {
namespace {

std::string compiler()
{
#if defined(__clang__)
    return "Clang " + std::string(__clang_version__);
#elif defined(__GNUC__)
    return "GNU " + std::string(__VERSION__);
#else
    return "unknown";
#endif
}

std::string kokkos_version()
{
    return std::to_string(KOKKOS_VERSION / 10000) + "." + std::to_string(KOKKOS_VERSION / 100 % 100) + "."
         + std::to_string(KOKKOS_VERSION % 100);
}

std::string backends()
{
    std::string list;
    [[maybe_unused]] auto const add = [&list](std::string_view name) {
        if (!list.empty()) {
            list += ", ";
        }
        list += name;
    };
#if defined(KOKKOS_ENABLE_CUDA)
    add("Cuda");
#endif
#if defined(KOKKOS_ENABLE_HIP)
    add("HIP");
#endif
#if defined(KOKKOS_ENABLE_SYCL)
    add("SYCL");
#endif
#if defined(KOKKOS_ENABLE_OPENMP)
    add("OpenMP");
#endif
#if defined(KOKKOS_ENABLE_THREADS)
    add("Threads");
#endif
#if defined(KOKKOS_ENABLE_SERIAL)
    add("Serial");
#endif
    return list;
}

} // namespace

BuildInfo build_info()
{
    BuildInfo info;
    info.version = ZEMI_VERSION;
    info.build_type = ZEMI_BUILD_TYPE;
    info.compiler = compiler();
    info.kokkos_version = kokkos_version();
    info.backends = backends();
    info.native_arch = ZEMI_NATIVE_ARCH != 0;
    info.netcdf = ZEMI_HAVE_NETCDF != 0;
    info.kokkos_kernels = ZEMI_HAVE_KERNELS != 0;
    return info;
}

} // namespace zemi
