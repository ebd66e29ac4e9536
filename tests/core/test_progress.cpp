// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/log.hpp>
#include <zemi/core/progress.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;
using zemi::Progress;
using zemi::ProgressMode;

struct Recorder {
    std::vector<std::string> lines;
    Progress::Options options(ProgressMode mode)
    {
        Progress::Options o;
        o.mode = mode;
        o.end = 50;
        o.cells = 1000;
        o.width = 80;
        o.silent_seconds = 0;
        o.write = [this](std::string_view text) { lines.emplace_back(text); };
        return o;
    }
};

TEST(Progress, PlainPrintsOneLineAtOneTwoFiveTenAndThenEveryTenth)
{
    Recorder recorder;
    Progress progress(recorder.options(ProgressMode::plain));
    for (int step = 0; step <= 1000; ++step) {
        progress.update(50.0 * step / 1000, step);
    }
    std::vector<std::string> percents;
    for (std::string const& line : recorder.lines) {
        percents.push_back(line.substr(0, 5));
        EXPECT_EQ(line.back(), '\n');
    }
    EXPECT_THAT(percents, ElementsAre("  1 %", "  2 %", "  5 %", " 10 %", " 20 %", " 30 %", " 40 %", " 50 %", " 60 %",
                                      " 70 %", " 80 %", " 90 %", "100 %"));
    EXPECT_THAT(recorder.lines[3], HasSubstr("5 of 50 s  step 100"));
    EXPECT_THAT(recorder.lines[3], HasSubstr("cell-steps/s"));
    EXPECT_THAT(recorder.lines[3], HasSubstr("ETA"));
    EXPECT_THAT(recorder.lines.back(), HasSubstr("took"));
}

TEST(Progress, PlainSkipsWhatWasPassedInOneStep)
{
    Recorder recorder;
    Progress progress(recorder.options(ProgressMode::plain));
    progress.update(26.0, 1);
    progress.update(27.0, 2);
    progress.update(50.0, 3);
    ASSERT_THAT(recorder.lines, SizeIs(2));
    EXPECT_THAT(recorder.lines[0], StartsWith(" 50 %"));
    EXPECT_THAT(recorder.lines[1], StartsWith("100 %"));
}

TEST(Progress, BarKeepsToTheWidthAndLeavesNothingBehind)
{
    Recorder recorder;
    {
        Progress progress(recorder.options(ProgressMode::bar));
        progress.update(25.0, 500);
        progress.update(25.1, 501); // too soon for another drawing
    }
    ASSERT_THAT(recorder.lines, SizeIs(2));
    EXPECT_THAT(recorder.lines[0], HasSubstr("] "));
    EXPECT_THAT(recorder.lines[0], HasSubstr(" 50 %  25/50 s"));
    EXPECT_LE(recorder.lines[0].size(), 80U + std::string("\r\x1b[2K").size());
    EXPECT_EQ(recorder.lines[1], "\r\x1b[2K");
}

TEST(Progress, BarMakesRoomForMessages)
{
    Recorder recorder;
    Progress progress(recorder.options(ProgressMode::bar));
    progress.update(25.0, 500);
    testing::internal::CaptureStderr();
    zemi::logging::info("a message");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "a message\n");
    ASSERT_THAT(recorder.lines, SizeIs(2));
    EXPECT_EQ(recorder.lines[1], "\r\x1b[2K");
}

TEST(Progress, PlainSaysNothingAboutShortRuns)
{
    Recorder recorder;
    auto options = recorder.options(ProgressMode::plain);
    options.silent_seconds = 60;
    Progress progress(options);
    for (int step = 0; step <= 100; ++step) {
        progress.update(0.5 * step, step);
    }
    EXPECT_TRUE(recorder.lines.empty());
}

TEST(Progress, PlainShowsASignOfLifeInSlowRuns)
{
    Recorder recorder;
    auto options = recorder.options(ProgressMode::plain);
    options.silent_seconds = 60;
    options.longest_silence = 0;
    Progress progress(options);
    progress.update(0.1, 1000);
    progress.update(3.6, 2000);
    ASSERT_THAT(recorder.lines, SizeIs(2));
    EXPECT_THAT(recorder.lines[0], StartsWith("  0 %"));
    EXPECT_THAT(recorder.lines[1], StartsWith("  7 %"));
}

TEST(Progress, NoneIsSilent)
{
    Recorder recorder;
    Progress progress(recorder.options(ProgressMode::none));
    progress.update(50.0, 1);
    progress.finish();
    EXPECT_TRUE(recorder.lines.empty());
}

TEST(Progress, ModesHaveNames)
{
    EXPECT_EQ(zemi::progress_mode("auto"), ProgressMode::automatic);
    EXPECT_EQ(zemi::progress_mode("bar"), ProgressMode::bar);
    EXPECT_EQ(zemi::progress_mode("plain"), ProgressMode::plain);
    EXPECT_EQ(zemi::progress_mode("none"), ProgressMode::none);
    EXPECT_THROW((void)zemi::progress_mode("fancy"), std::invalid_argument);
}

TEST(Format, DurationsCountsAndBytesAreReadable)
{
    EXPECT_EQ(zemi::format_duration(0.00042), "420 us");
    EXPECT_EQ(zemi::format_duration(0.5), "500 ms");
    EXPECT_EQ(zemi::format_duration(1.26), "1.3 s");
    EXPECT_EQ(zemi::format_duration(42.4), "42 s");
    EXPECT_EQ(zemi::format_duration(185), "3 min 05 s");
    EXPECT_EQ(zemi::format_duration(7800), "2 h 10 min");
    EXPECT_EQ(zemi::format_duration(3 * 86400 + 7200), "3 d 2 h");
    EXPECT_EQ(zemi::format_count(3.1e8), "310 M");
    EXPECT_EQ(zemi::format_count(4200), "4.2 k");
    EXPECT_EQ(zemi::format_bytes(1234567), "1.23 MB");
    EXPECT_EQ(zemi::format_bytes(12), "12 B");
}

} // namespace
