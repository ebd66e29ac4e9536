// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <string>
#include <string_view>

/// Messages for people, on stderr and in the log file of a run. Results do not go here: they belong on stdout.
/// Plain text in, so that no header depends on a formatting or logging library.
namespace zemi::logging {

/// How much is shown; each level includes those before it.
enum class Level {
    error,
    warning,
    info,   ///< what is being done
    detail, ///< what is interesting when something looks wrong
    debug,
};

/// What the console shows from now on; info at the start. Log files always hold everything down to `detail`.
void set_level(Level level);
[[nodiscard]] Level level();

void error(std::string_view message);
void warning(std::string_view message);
void info(std::string_view message);
void detail(std::string_view message);
void debug(std::string_view message);

/// A message that says itself how severe it is ("case.yaml:14:3: warning: ..."); shown as warnings are.
void diagnostic(std::string_view message);

/// Into the log file only.
void record(std::string_view message);

/// While it lives, every message also goes to the file `path`, with time and level. Replaces the file.
/// Throws IoError if it cannot be opened.
class FileScope {
public:
    explicit FileScope(std::string const& path);
    ~FileScope();
    FileScope(FileScope const&) = delete;
    FileScope& operator=(FileScope const&) = delete;

private:
    struct Sink;
    std::unique_ptr<Sink> m_sink;
};

/// Something that occupies the last line of the terminal (a progress bar) and has to make room for messages.
class ConsoleGuest {
public:
    virtual ~ConsoleGuest() = default;
    virtual void make_room() = 0;
};

/// At most one guest; nullptr removes it.
void set_console_guest(ConsoleGuest* guest);

} // namespace zemi::logging
