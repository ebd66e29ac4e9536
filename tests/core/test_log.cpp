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
using zemi::test_support::read_text_file;
using zemi::test_support::TemporaryFolder;
namespace logging = zemi::logging; // a global name `log` would hide the logarithm from CUDA's headers

/// What `messages` writes to stderr at a level.
template <class Messages>
std::string on_console(logging::Level level, Messages messages)
{
    testing::internal::CaptureStderr();
    logging::set_level(level);
    messages();
    logging::set_level(logging::Level::info);
    return testing::internal::GetCapturedStderr();
}

void one_of_each()
{
    logging::error("E");
    logging::warning("W");
    logging::info("I");
    logging::detail("D");
    logging::debug("B");
}

TEST(Log, ConsoleShowsWhatTheLevelSays)
{
    EXPECT_EQ(on_console(logging::Level::error, one_of_each), "error: E\n");
    EXPECT_EQ(on_console(logging::Level::warning, one_of_each), "error: E\nwarning: W\n");
    EXPECT_EQ(on_console(logging::Level::info, one_of_each), "error: E\nwarning: W\nI\n");
    EXPECT_EQ(on_console(logging::Level::detail, one_of_each), "error: E\nwarning: W\nI\nD\n");
    EXPECT_EQ(on_console(logging::Level::debug, one_of_each), "error: E\nwarning: W\nI\nD\nB\n");
}

TEST(Log, FormattingCharactersInMessagesAreText)
{
    EXPECT_EQ(on_console(logging::Level::info, [] { logging::info("{} %s %d"); }), "{} %s %d\n");
}

TEST(Log, DiagnosticsCarryTheirOwnPrefix)
{
    EXPECT_EQ(on_console(logging::Level::warning, [] { logging::diagnostic("a.yaml:1:2: warning: odd\n   1 | x\n"); }),
              "a.yaml:1:2: warning: odd\n   1 | x\n");
    EXPECT_EQ(on_console(logging::Level::error, [] { logging::diagnostic("a.yaml:1:2: warning: odd"); }), "");
}

TEST(Log, FileHoldsDetailsWhateverTheConsoleShows)
{
    TemporaryFolder const folder;
    on_console(logging::Level::error, [&] {
        logging::FileScope const file(folder / "run.log");
        one_of_each();
        logging::record("R");
    });
    on_console(logging::Level::info, [] { logging::info("after the scope"); });
    std::string const text = read_text_file(folder / "run.log");
    EXPECT_THAT(text, HasSubstr("error"));
    EXPECT_THAT(text, HasSubstr(" D\n"));
    EXPECT_THAT(text, HasSubstr(" R\n"));
    EXPECT_THAT(text, Not(HasSubstr("after the scope")));
}

TEST(Log, NamesTheFileItCannotOpen)
{
    TemporaryFolder const folder;
    std::string const path = folder / "occupied/run.log";
    std::ofstream(folder / "occupied") << "a file, not a folder";
    try {
        logging::FileScope const file(path);
        FAIL() << "opened " << path;
    } catch (zemi::IoError const& e) {
        EXPECT_THAT(e.what(), HasSubstr(path));
    }
}

TEST(Log, AsksTheGuestOfTheConsoleToMakeRoom)
{
    struct Guest : logging::ConsoleGuest {
        int calls = 0;
        void make_room() override { ++calls; }
    } guest;
    logging::set_console_guest(&guest);
    on_console(logging::Level::info, [] {
        logging::info("shown");
        logging::detail("not shown");
    });
    logging::set_console_guest(nullptr);
    EXPECT_EQ(guest.calls, 1);
}

} // namespace
