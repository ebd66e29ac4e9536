// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/io_error.hpp>
#include <zemi/core/log.hpp>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <mutex>

namespace zemi::logging {
namespace {

std::atomic<ConsoleGuest*> console_guest{nullptr};

/// "warning: " and "error: " as a prefix, nothing before plain messages.
class PrefixFlag : public spdlog::custom_flag_formatter {
public:
    void format(spdlog::details::log_msg const& message, std::tm const&, spdlog::memory_buf_t& target) override
    {
        std::string_view prefix;
        bool const has_its_own = message.logger_name.size() > 0;
        if (has_its_own) {
            return;
        }
        if (message.level == spdlog::level::err) {
            prefix = "error: ";
        } else if (message.level == spdlog::level::warn) {
            prefix = "warning: ";
        }
        target.append(prefix.data(), prefix.data() + prefix.size());
    }

    [[nodiscard]] std::unique_ptr<spdlog::custom_flag_formatter> clone() const override
    {
        return std::make_unique<PrefixFlag>();
    }
};

/// The console, which first asks a progress bar to leave the line.
class ConsoleSink : public spdlog::sinks::stderr_color_sink_mt {
public:
    void log(spdlog::details::log_msg const& message) override
    {
        if (auto* const guest = console_guest.load()) {
            guest->make_room();
        }
        spdlog::sinks::stderr_color_sink_mt::log(message);
    }
};

spdlog::level::level_enum to_spdlog(Level level)
{
    switch (level) {
    case Level::error:
        return spdlog::level::err;
    case Level::warning:
        return spdlog::level::warn;
    case Level::info:
        return spdlog::level::info;
    case Level::detail:
        return spdlog::level::debug;
    case Level::debug:
        return spdlog::level::trace;
    }
    return spdlog::level::info;
}

struct State {
    std::shared_ptr<ConsoleSink> console = std::make_shared<ConsoleSink>();
    std::shared_ptr<spdlog::logger> logger = std::make_shared<spdlog::logger>("", console);
    std::shared_ptr<spdlog::logger> diagnostics = std::make_shared<spdlog::logger>("diagnostics", console);
    std::shared_ptr<spdlog::logger> files = std::make_shared<spdlog::logger>("zemi");
    std::mutex sinks_mutex; // the list of sinks of a logger is not protected by itself
    Level level = Level::info;

    State()
    {
        auto formatter = std::make_unique<spdlog::pattern_formatter>();
        formatter->add_flag<PrefixFlag>('*').set_pattern("%^%*%$%v");
        console->set_formatter(std::move(formatter));
        console->set_level(spdlog::level::info);
        console->set_color(spdlog::level::info, "");
        logger->set_level(spdlog::level::trace);
        logger->flush_on(spdlog::level::info);
        diagnostics->flush_on(spdlog::level::info);
        files->set_level(spdlog::level::trace);
    }
};

State& state()
{
    static State instance;
    return instance;
}

void write(spdlog::level::level_enum level, std::string_view message)
{
    State& s = state();
    std::scoped_lock const lock(s.sinks_mutex);
    s.logger->log(level, spdlog::string_view_t(message.data(), message.size()));
}

} // namespace

void set_level(Level level)
{
    state().level = level;
    state().console->set_level(to_spdlog(level));
}

Level level()
{
    return state().level;
}

void error(std::string_view message)
{
    write(spdlog::level::err, message);
}
void warning(std::string_view message)
{
    write(spdlog::level::warn, message);
}
void info(std::string_view message)
{
    write(spdlog::level::info, message);
}
void detail(std::string_view message)
{
    write(spdlog::level::debug, message);
}
void debug(std::string_view message)
{
    write(spdlog::level::trace, message);
}

void diagnostic(std::string_view message)
{
    while (!message.empty() && message.back() == '\n') {
        message.remove_suffix(1);
    }
    State& s = state();
    std::scoped_lock const lock(s.sinks_mutex);
    s.diagnostics->log(spdlog::level::warn, spdlog::string_view_t(message.data(), message.size()));
}

void record(std::string_view message)
{
    State& s = state();
    std::scoped_lock const lock(s.sinks_mutex);
    s.files->log(spdlog::level::info, spdlog::string_view_t(message.data(), message.size()));
}

struct FileScope::Sink {
    std::shared_ptr<spdlog::sinks::basic_file_sink_mt> file;
};

FileScope::FileScope(std::string const& path) : m_sink(std::make_unique<Sink>())
{
    try {
        m_sink->file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path, true);
    } catch (spdlog::spdlog_ex const& e) {
        throw IoError("cannot write the log file " + path + ": " + e.what());
    }
    m_sink->file->set_pattern("%Y-%m-%dT%H:%M:%S.%e %-8l %v");
    m_sink->file->set_level(spdlog::level::debug);
    State& s = state();
    std::scoped_lock const lock(s.sinks_mutex);
    s.logger->sinks().push_back(m_sink->file);
    s.diagnostics->sinks().push_back(m_sink->file);
    s.files->sinks().push_back(m_sink->file);
}

FileScope::~FileScope()
{
    State& s = state();
    std::scoped_lock const lock(s.sinks_mutex);
    m_sink->file->flush();
    for (auto const& logger : {s.logger, s.diagnostics, s.files}) {
        auto& sinks = logger->sinks();
        sinks.erase(std::remove(sinks.begin(), sinks.end(), m_sink->file), sinks.end());
    }
}

void set_console_guest(ConsoleGuest* guest)
{
    console_guest.store(guest);
}

} // namespace zemi::logging
