// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/progress.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/ioctl.h>
#include <unistd.h>
#endif

namespace zemi {
namespace {

constexpr double seconds_between_redraws = 0.1;

bool stderr_is_terminal()
{
#if defined(__unix__) || defined(__APPLE__)
    char const* const term = std::getenv("TERM");
    return isatty(STDERR_FILENO) == 1 && !(term != nullptr && std::string_view(term) == "dumb");
#else
    return false;
#endif
}

int terminal_width()
{
#if defined(__unix__) || defined(__APPLE__)
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
#endif
    return 80;
}

/// 1, 2, 5, 10, 20, 30, ..., 100.
int next_percent(int percent)
{
    return percent < 1 ? 1 : percent < 2 ? 2 : percent < 5 ? 5 : percent < 10 ? 10 : percent - percent % 10 + 10;
}

/// Whole numbers are shown in full: 12345 members, not 1.234e+04.
std::string format_position(double value, int digits)
{
    bool const is_whole = value == std::floor(value) && std::abs(value) < 1e15;
    return is_whole ? fmt::format("{:.0f}", value) : fmt::format("{:.{}g}", value, digits);
}

} // namespace

ProgressMode progress_mode(std::string_view name)
{
    if (name == "auto") {
        return ProgressMode::automatic;
    }
    if (name == "bar") {
        return ProgressMode::bar;
    }
    if (name == "plain") {
        return ProgressMode::plain;
    }
    if (name == "none") {
        return ProgressMode::none;
    }
    throw std::invalid_argument(fmt::format("unknown kind of progress \"{}\"; known: auto, bar, plain, none", name));
}

Progress::Progress(Options options) : m_options(std::move(options))
{
    if (m_options.mode == ProgressMode::automatic) {
        m_options.mode = stderr_is_terminal() ? ProgressMode::bar : ProgressMode::plain;
    }
    if (!m_options.write) {
        m_options.write = [](std::string_view text) {
            std::fwrite(text.data(), 1, text.size(), stderr);
            std::fflush(stderr);
        };
    }
    if (m_options.width <= 0) {
        m_options.width = terminal_width();
    }
    if (m_options.mode == ProgressMode::bar) {
        logging::set_console_guest(this);
    }
}

Progress::~Progress()
{
    finish();
}

void Progress::update(double now, std::int64_t steps, std::string_view note)
{
    if (m_finished || m_options.mode == ProgressMode::none || !(m_options.end > m_options.begin)) {
        return;
    }
    double const fraction = std::clamp((now - m_options.begin) / (m_options.end - m_options.begin), 0.0, 1.0);
    if (m_options.mode == ProgressMode::plain) {
        double const elapsed = m_watch.seconds();
        bool const quiet_for_long = elapsed >= m_last_line + m_options.longest_silence;
        if ((fraction >= m_next_fraction && elapsed >= m_options.silent_seconds) || quiet_for_long) {
            m_last_line = elapsed;
            // The small shift keeps 0.29999999999 from being reported as 20 %.
            int const reached = static_cast<int>(std::floor(fraction * 100 + 1e-9));
            int percent = 0;
            for (int next = 1; next <= reached; next = next_percent(next)) {
                percent = next;
            }
            print_line(quiet_for_long ? reached : percent, now, steps, note);
            int const next = next_percent(percent);
            m_next_fraction = next > 100 ? 2.0 : next / 100.0 - 1e-12;
        }
    } else if (double const elapsed = m_watch.seconds(); elapsed >= m_next_draw) {
        m_next_draw = elapsed + seconds_between_redraws;
        draw_bar(fraction, now, steps, note);
    }
}

void Progress::finish()
{
    if (m_finished) {
        return;
    }
    m_finished = true;
    if (m_options.mode == ProgressMode::bar) {
        make_room();
        logging::set_console_guest(nullptr);
    }
}

void Progress::make_room()
{
    if (m_bar_visible) {
        m_options.write("\r\x1b[2K"); // to the first column, erase the line
        m_bar_visible = false;
    }
}

std::string Progress::rate_and_eta(double fraction, std::int64_t steps) const
{
    double const elapsed = m_watch.seconds();
    std::string text;
    if (m_options.cells > 0 && elapsed > 0 && steps > 0) {
        auto const cell_steps = static_cast<double>(m_options.cells) * static_cast<double>(steps);
        text += fmt::format("  {}cell-steps/s", format_count(cell_steps / elapsed));
    }
    if (fraction >= 1) {
        text += fmt::format("  took {}", format_duration(elapsed));
    } else if (fraction > 0) {
        text += fmt::format("  ETA {}", format_duration(elapsed * (1 - fraction) / fraction));
    }
    return text;
}

void Progress::draw_bar(double fraction, double now, std::int64_t steps, std::string_view note)
{
    std::string const tail = fmt::format(" {:3.0f} %  {}/{} {}{}{}{}", std::floor(fraction * 100),
                                         format_position(now, 4), format_position(m_options.end, 4), m_options.unit,
                                         note.empty() ? "" : "  ", note, rate_and_eta(fraction, steps));
    int const room = m_options.width - static_cast<int>(tail.size()) - 3;
    std::string line = "\r\x1b[2K";
    if (room >= 8) {
        int const length = std::min(room, 40);
        int const done = static_cast<int>(fraction * length);
        line += '[';
        line.append(static_cast<std::size_t>(done), '#');
        line.append(static_cast<std::size_t>(length - done), '.');
        line += ']';
    }
    line += tail.substr(0, static_cast<std::size_t>(std::max(0, m_options.width - 1)));
    m_options.write(line);
    m_bar_visible = true;
}

void Progress::print_line(int percent, double now, std::int64_t steps, std::string_view note)
{
    double const fraction = (now - m_options.begin) / (m_options.end - m_options.begin);
    m_options.write(fmt::format("{:3d} %  {} of {} {}  {}{}\n", percent, format_position(now, 6),
                                format_position(m_options.end, 6), m_options.unit,
                                note.empty() ? fmt::format("step {}", steps) : std::string(note),
                                rate_and_eta(std::min(fraction, 1.0), steps)));
}

std::string format_duration(double seconds)
{
    if (!(seconds >= 0) || !std::isfinite(seconds)) {
        return "?";
    }
    if (seconds < 0.9995e-3) {
        return fmt::format("{:.3g} us", seconds * 1e6);
    }
    if (seconds < 0.9995) {
        return fmt::format("{:.3g} ms", seconds * 1e3);
    }
    if (seconds < 59.5) {
        return fmt::format("{:.{}f} s", seconds, seconds < 9.95 ? 1 : 0);
    }
    auto const whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole < 3600) {
        return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    }
    if (whole < 48 * 3600) {
        return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
    }
    return fmt::format("{} d {} h", whole / 86400, whole % 86400 / 3600);
}

namespace {

std::string with_prefix(double value, std::array<char const*, 6> const& prefixes)
{
    std::size_t index = 0;
    while (std::abs(value) >= 999.5 && index + 1 < prefixes.size()) {
        value /= 1000;
        ++index;
    }
    return fmt::format("{:.3g} {}", value, prefixes[index]);
}

} // namespace

std::string format_count(double count)
{
    return with_prefix(count, {"", "k", "M", "G", "T", "P"});
}

std::string format_bytes(double bytes)
{
    return with_prefix(bytes, {"B", "kB", "MB", "GB", "TB", "PB"});
}

} // namespace zemi
