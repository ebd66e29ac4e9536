// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace zemi {

/// Wall-clock seconds by name, in the order in which names first appear: what a timing table shows.
class Timers {
public:
    struct Entry {
        std::string name;
        double seconds = 0;
        long count = 0;
    };

    void add(std::string_view name, double seconds);
    /// Seconds spent under `name` so far; zero if it never ran [s].
    [[nodiscard]] double seconds(std::string_view name) const noexcept;
    [[nodiscard]] std::vector<Entry> const& entries() const noexcept { return m_entries; }

private:
    std::vector<Entry> m_entries;
};

/// Seconds since it was made [s].
class Stopwatch {
public:
    [[nodiscard]] double seconds() const noexcept
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

/// A named stretch of the program, from here to the end of the enclosing braces. Every tool loaded with
/// KOKKOS_TOOLS_LIBS sees it as the region "zemi::<name>"; `timers`, if given, accumulates its wall-clock time.
/// Needs no running Kokkos.
class Region {
public:
    explicit Region(std::string_view name, Timers* timers = nullptr);
    ~Region();
    Region(Region const&) = delete;
    Region& operator=(Region const&) = delete;

private:
    std::string m_name;
    Timers* m_timers;
    bool m_pushed;
    Stopwatch m_watch;
};

} // namespace zemi
