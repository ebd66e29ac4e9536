// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/log.hpp>
#include <zemi/core/profiling.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace zemi {

enum class ProgressMode {
    automatic, ///< a bar on a terminal, plain lines otherwise
    bar,       ///< one line, redrawn a few times per second
    plain,     ///< one line at 1, 2, 5, 10, 20, 30, ... 100 %, and at least one per minute
    none,
};

/// From the names auto, bar, plain, none. Throws std::invalid_argument naming them.
[[nodiscard]] ProgressMode progress_mode(std::string_view name);

/// Tells on stderr how far a run is, how fast it goes and when it will end. update() costs a clock reading at most, so
/// it may be called after every step.
class Progress : private logging::ConsoleGuest {
public:
    using Write = std::function<void(std::string_view)>;

    struct Options {
        ProgressMode mode = ProgressMode::automatic;
        double begin = 0;             ///< where the run starts [unit]
        double end = 1;               ///< where it will be done [unit]
        std::string unit = "s";       ///< of begin and end
        std::int64_t cells = 0;       ///< cells updated in each step, over all roads and members; 0: no rate is shown
        Write write;                  ///< where to; empty: stderr
        double silent_seconds = 0.5; ///< plain lines begin after this long, so that short runs print none [s]
        double longest_silence = 60; ///< plain lines come at least this often [s]
        int width = 0;                ///< columns of the terminal; 0: ask it
    };

    explicit Progress(Options options);
    ~Progress() override;
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;

    /// The run is at `now` after `steps` steps since the start. `note`, if given, is shown instead of the steps.
    void update(double now, std::int64_t steps, std::string_view note = {});
    /// Removes the bar; prints nothing more.
    void finish();

private:
    void make_room() override;
    void draw_bar(double fraction, double now, std::int64_t steps, std::string_view note);
    void print_line(int percent, double now, std::int64_t steps, std::string_view note);
    [[nodiscard]] std::string rate_and_eta(double fraction, std::int64_t steps) const;

    Options m_options;
    Stopwatch m_watch;
    double m_next_draw = 0;    ///< earliest next redraw [s on m_watch]
    double m_next_fraction = 0.01;
    double m_last_line = 0; ///< [s on m_watch]
    bool m_bar_visible = false;
    bool m_finished = false;
};

/// 42 s, 3 min 05 s, 2 h 10 min: a duration for reading.
[[nodiscard]] std::string format_duration(double seconds);

/// 3.1e8 as "310 M", 4200 as "4.2 k": a count for reading.
[[nodiscard]] std::string format_count(double count);

/// 1234567 bytes as "1.2 MB" (powers of 1000).
[[nodiscard]] std::string format_bytes(double bytes);

} // namespace zemi
