// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/log.hpp>
#include <zemi/core/runtime.hpp>

#include <Kokkos_Core.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <type_traits>
#include <vector>

#if defined(KOKKOS_ENABLE_OPENMP)
#include <omp.h>
#endif
#if defined(__linux__)
#include <sched.h>
#endif

namespace zemi {
namespace {

constexpr bool runs_on_host = std::is_same_v<Kokkos::DefaultExecutionSpace, Kokkos::DefaultHostExecutionSpace>;

/// The number of the GPU to use, or -1 for Kokkos' own choice.
int device_number(std::string const& device)
{
    if (device == "auto" || (device == "cpu" && runs_on_host) || (device == "gpu" && !runs_on_host)) {
        return -1;
    }
    std::string const space = Kokkos::DefaultExecutionSpace::name();
    if (device == "cpu") {
        throw std::invalid_argument("this zemi is built for GPUs (" + space
                                    + "); runs on the CPU need a build without them");
    }
    int number = -1;
    auto const [end, error] = std::from_chars(device.data(), device.data() + device.size(), number);
    bool const is_number = error == std::errc() && end == device.data() + device.size() && number >= 0;
    if (device != "gpu" && !is_number) {
        throw std::invalid_argument("unknown device \"" + device + "\"; known: auto, cpu, gpu, or the number of a GPU");
    }
    if (runs_on_host) {
        throw std::invalid_argument("this zemi is built for " + space
                                    + " only; a GPU needs a build for it (preset cuda-... or hip-...)");
    }
    return number;
}

/// More would overrun a table of Kokkos' OpenMP back end (seen with 5.2: it hangs or crashes).
constexpr int max_threads = 512;

/// Processors that this process may use; 0 if the system does not say.
int num_processors()
{
#if defined(KOKKOS_ENABLE_OPENMP)
    return omp_get_num_procs();
#else
    return 0;
#endif
}

#if defined(KOKKOS_ENABLE_OPENMP) && defined(__linux__)
/// One processor per thread, in the order of the machine. The environment cannot do this any more: GNU's OpenMP has
/// read it before main().
void bind_threads()
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (omp_get_proc_bind() != omp_proc_bind_false || sched_getaffinity(0, sizeof allowed, &allowed) != 0) {
        return;
    }
    std::vector<int> processors;
    for (int i = 0; i < CPU_SETSIZE; ++i) {
        if (CPU_ISSET(i, &allowed)) {
            processors.push_back(i);
        }
    }
    if (static_cast<int>(processors.size()) != omp_get_max_threads()) {
        return;
    }
#pragma omp parallel
    {
        cpu_set_t own;
        CPU_ZERO(&own);
        CPU_SET(processors[static_cast<std::size_t>(omp_get_thread_num())], &own);
        sched_setaffinity(0, sizeof own, &own);
    }
}
#endif

} // namespace

Runtime::Runtime(RuntimeOptions const& options)
{
    int const device = device_number(options.device);
    if (options.threads < 0 || options.threads > max_threads) {
        throw std::invalid_argument(
            fmt::format("{} threads: choose 1 to {}, or 0 for one per processor", options.threads, max_threads));
    }
    if (Kokkos::is_initialized()) {
        return;
    }
#if defined(KOKKOS_ENABLE_OPENMP) && defined(__linux__)
    bool const bind = std::getenv("OMP_PROC_BIND") == nullptr;
    if (bind) {
        // For Kokkos, which would otherwise advise to set it. The old value is restored for child processes.
        setenv("OMP_PROC_BIND", "false", 1);
    }
#endif
    Kokkos::InitializationSettings settings;
    if (options.threads > 0) {
        settings.set_num_threads(options.threads);
        if (int const processors = num_processors(); processors > 0 && options.threads > processors) {
            logging::warning(fmt::format("{} threads on {} processor{}: they wait for each other most of the time",
                                         options.threads, processors, processors == 1 ? "" : "s"));
            settings.set_disable_warnings(true); // Kokkos would say the same
        }
    }
    if (device >= 0) {
        settings.set_device_id(device);
    }
    Kokkos::initialize(settings);
    m_owner = true;
#if defined(KOKKOS_ENABLE_OPENMP) && defined(__linux__)
    if (bind) {
        unsetenv("OMP_PROC_BIND");
        bind_threads();
    }
#endif
}

Runtime::~Runtime()
{
    if (m_owner) {
        Kokkos::finalize();
    }
}

std::string device_description()
{
    std::string const space = Kokkos::DefaultExecutionSpace::name();
#if defined(KOKKOS_ENABLE_CUDA)
    return fmt::format("{}, {}", space, Kokkos::DefaultExecutionSpace().cuda_device_prop().name);
#elif defined(KOKKOS_ENABLE_HIP)
    return fmt::format("{}, {}", space, Kokkos::DefaultExecutionSpace().hip_device_prop().name);
#else
    int const threads = device_concurrency();
    return fmt::format("{}, {} thread{}", space, threads, threads == 1 ? "" : "s");
#endif
}

int device_concurrency()
{
    return Kokkos::DefaultExecutionSpace().concurrency();
}

} // namespace zemi
