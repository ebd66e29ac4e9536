// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/ceilings.hpp"

#include <zemi/core/profiling.hpp>

#include <Kokkos_Core.hpp>

namespace zemi::bench {

namespace {

using Array = Kokkos::View<double*>;

/// target = factor source. The factor keeps compilers from calling memcpy(), which writes past the caches as no kernel
/// does; it costs nothing. An int, because a double might be one of those that the loop writes, and would be read anew
/// each time.
struct Scale {
    double const* source;
    double* target;
    int factor;
    KOKKOS_FUNCTION void operator()(std::size_t i) const { target[i] = factor * source[i]; }
};

struct ScaleInPlace {
    double* values;
    int factor;
    KOKKOS_FUNCTION void operator()(std::size_t i) const { values[i] *= factor; }
};

/// Seconds per byte of one sweep over `num_values` values that are each read and written.
template <class Functor>
double seconds_per_byte(char const* name, std::size_t num_values, Functor const& functor)
{
    Stopwatch const watch;
    Kokkos::parallel_for(name, Kokkos::RangePolicy<Kokkos::IndexType<std::size_t>>(0, num_values), functor);
    Kokkos::fence("zemi_bench: end of a ceiling");
    return watch.seconds() / (2.0 * sizeof(double) * static_cast<double>(num_values));
}

} // namespace

struct MemoryCeilings::Arrays {
    Array source;
    Array target;
};

MemoryCeilings::MemoryCeilings(std::size_t num_values)
    : m_arrays(std::make_unique<Arrays>(
          Arrays{Array("zemi_bench::source", num_values), Array("zemi_bench::target", num_values)}))
{
}

MemoryCeilings::~MemoryCeilings() = default;

double MemoryCeilings::copy()
{
    auto const& [source, target] = *m_arrays;
    return seconds_per_byte("zemi_bench::Scale", source.extent(0), Scale{source.data(), target.data(), 1});
}

double MemoryCeilings::scale_in_place()
{
    auto const& values = m_arrays->target;
    return seconds_per_byte("zemi_bench::ScaleInPlace", values.extent(0), ScaleInPlace{values.data(), 1});
}

} // namespace zemi::bench
