// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/simd_over_cells.hpp"

#include <Kokkos_Core.hpp>

#include <optional>
#include <stdexcept>
#include <type_traits>

namespace zemi::bench {

namespace {

using Host = Kokkos::DefaultHostExecutionSpace;

struct AdvanceOne {
    Simulation* simulations;
    std::optional<Failure>* failures;
    Real end_time;
    void operator()(int i) const { failures[i] = simulations[i].advance_to(end_time); }
};

} // namespace

bool has_host_engines()
{
    return std::is_same_v<Kokkos::DefaultExecutionSpace, Host>;
}

bool has_host_threads()
{
#if defined(KOKKOS_ENABLE_SERIAL)
    return !std::is_same_v<Host, Kokkos::Serial>;
#else
    return true;
#endif
}

void advance_side_by_side(std::vector<Simulation>& simulations, Real end_time)
{
    std::vector<std::optional<Failure>> failures(simulations.size());
    Kokkos::RangePolicy<Host, Kokkos::Schedule<Kokkos::Dynamic>> policy(0, static_cast<int>(simulations.size()));
    policy.set_chunk_size(4);
    Kokkos::parallel_for("zemi_bench::AdvanceOne", policy, AdvanceOne{simulations.data(), failures.data(), end_time});
    for (auto const& failure : failures) {
        if (failure) {
            throw std::runtime_error("a run of simd_over_cells failed: " + failure->reason);
        }
    }
}

} // namespace zemi::bench
