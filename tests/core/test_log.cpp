// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "temporary_folder.hpp"
#include <zemi/core/io_error.hpp>
#include <zemi/core/log.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using testing::HasSubstr;
using testing::Not;
using zemi::testing::read_text_file;
using zemi::testing::TemporaryFolder;
namespace log = zemi::log;

/// What `messages` writes to stderr at a level.
template <class Messages>
std::string on_console(log::Level level, Messages messages)
{
    testing::internal::CaptureStderr();
    log::set_level(level);
    messages();
    log::set_level(log::Level::info);
    return testing::internal::GetCapturedStderr();
}

void one_of_each()
{
    log::error("E");
    log::warning("W");
    log::info("I");
    log::detail("D");
    log::debug("B");
}

TEST(Log, ConsoleShowsWhatTheLevelSays)
{
    EXPECT_EQ(on_console(log::Level::error, one_of_each), "error: E\n");
    EXPECT_EQ(on_console(log::Level::warning, one_of_each), "error: E\nwarning: W\n");
    EXPECT_EQ(on_console(log::Level::info, one_of_each), "error: E\nwarning: W\nI\n");
    EXPECT_EQ(on_console(log::Level::detail, one_of_each), "error: E\nwarning: W\nI\nD\n");
    EXPECT_EQ(on_console(log::Level::debug, one_of_each), "error: E\nwarning: W\nI\nD\nB\n");
}

TEST(Log, FormattingCharactersInMessagesAreText)
{
    EXPECT_EQ(on_console(log::Level::info, [] { log::info("{} %s %d"); }), "{} %s %d\n");
}

TEST(Log, FileHoldsDetailsWhateverTheConsoleShows)
{
    TemporaryFolder const folder;
    on_console(log::Level::error, [&] {
        log::FileScope const file(folder / "run.log");
        one_of_each();
    });
    on_console(log::Level::info, [] { log::info("after the scope"); });
    std::string const text = read_text_file(folder / "run.log");
    EXPECT_THAT(text, HasSubstr("error"));
    EXPECT_THAT(text, HasSubstr(" D\n"));
    EXPECT_THAT(text, Not(HasSubstr("after the scope")));
}

TEST(Log, NamesTheFileItCannotOpen)
{
    TemporaryFolder const folder;
    std::string const path = folder / "occupied/run.log";
    std::ofstream(folder / "occupied") << "a file, not a folder";
    try {
        log::FileScope const file(path);
        FAIL() << "opened " << path;
    } catch (zemi::IoError const& e) {
        EXPECT_THAT(e.what(), HasSubstr(path));
    }
}

TEST(Log, AsksTheGuestOfTheConsoleToMakeRoom)
{
    struct Guest : log::ConsoleGuest {
        int calls = 0;
        void make_room() override { ++calls; }
    } guest;
    log::set_console_guest(&guest);
    on_console(log::Level::info, [] {
        log::info("shown");
        log::detail("not shown");
    });
    log::set_console_guest(nullptr);
    EXPECT_EQ(guest.calls, 1);
}

} // namespace
