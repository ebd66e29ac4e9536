// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/profiling.hpp>

#include <Kokkos_Core.hpp>

#include <algorithm>

namespace zemi {

void Timers::add(std::string_view name, double seconds)
{
    auto const found =
        std::find_if(m_entries.begin(), m_entries.end(), [name](Entry const& e) { return e.name == name; });
    Entry& entry = found == m_entries.end() ? m_entries.emplace_back(Entry{std::string(name), 0, 0}) : *found;
    entry.seconds += seconds;
    ++entry.count;
}

double Timers::seconds(std::string_view name) const noexcept
{
    auto const found =
        std::find_if(m_entries.begin(), m_entries.end(), [name](Entry const& e) { return e.name == name; });
    return found == m_entries.end() ? 0 : found->seconds;
}

Region::Region(std::string_view name, Timers* timers)
    : m_name(name),
      m_timers(timers),
      m_pushed(Kokkos::is_initialized())
{
    if (m_pushed) {
        Kokkos::Profiling::pushRegion("zemi::" + m_name);
    }
}

Region::~Region()
{
    if (m_timers != nullptr) {
        m_timers->add(m_name, m_watch.seconds());
    }
    if (m_pushed && Kokkos::is_initialized()) {
        Kokkos::Profiling::popRegion();
    }
}

} // namespace zemi
