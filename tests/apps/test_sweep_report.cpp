// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/sweep_report.hpp"
#include "sweep_jobs.hpp"
#include <zemi/core/io_error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace zemi::app {
namespace {

using test_support::TemporaryFolder;

void write(std::string const& path, std::string const& text)
{
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
}

TEST(SweepStatus, IsReadFromTheFolder)
{
    TemporaryFolder const folder;
    EXPECT_THROW((void)sweep_status(folder / "none"), IoError);
    EXPECT_THROW((void)sweep_status(folder.path().string()), IoError);
    write(folder / "sweep.yaml", "schema_version: 1\n");
    EXPECT_THROW((void)sweep_status(folder.path().string()), IoError);
    write(folder / "progress.json", R"({"members": 100, "reused": 10, "computed": 30, "failed": 4, "elapsed_s": 2,)"
                                    R"( "updated": "now"})");
    SweepStatus status = sweep_status(folder.path().string());
    EXPECT_EQ(status.num_members, 100U);
    EXPECT_EQ(status.num_done, 36U);
    EXPECT_EQ(status.num_failed, 4U);
    EXPECT_EQ(status.num_left, 60U);
    EXPECT_EQ(status.members_per_second, 15);
    EXPECT_FALSE(status.eta) << "nobody is at it";
    EXPECT_THAT(status.state, testing::StartsWith("broken off"));
    {
        ResultFolder const busy(folder.path().string());
        status = sweep_status(folder.path().string());
        EXPECT_EQ(status.state, "running");
        EXPECT_EQ(status.eta, 4);
    }
    std::filesystem::remove(folder / "progress.json");
    write(folder / "summary.json", R"({"members": 100, "done": 90, "failed": 10, "open": 0, "members_per_second": 5,)"
                                   R"( "finished": "then"})");
    status = sweep_status(folder.path().string());
    EXPECT_EQ(status.state, "complete");
    EXPECT_EQ(status.num_done, 90U);
}

TEST(StoredPlan, IsThatOfAllParts)
{
    TemporaryFolder const folder;
    std::string const path = test_support::write_tiny_case(folder);
    std::string const text = "schema_version: 1\ncase: " + path + "\nvary: {grid: {numerics.cfl: [0.5, 0.6]}}\n";
    write(folder / "a/sweep.yaml", text);
    write(folder / "b/sweep.yaml", text);
    write(folder / "c/sweep.yaml", text + "seed: 3\n");
    EXPECT_EQ(read_stored_plan(folder / "a").size(), 2U);
    EXPECT_EQ(read_same_plan({folder / "a", folder / "b"}).size(), 2U);
    EXPECT_THROW((void)read_same_plan({folder / "a", folder / "c"}), std::invalid_argument);
    EXPECT_THROW((void)read_same_plan({folder / "a", folder / "d"}), IoError);
    EXPECT_EQ(stored_plan_text(folder / "c"), text + "seed: 3\n");
}

TEST(PrintSweep, TheExitCodeTellsOfFailures)
{
    SweepJob job;
    SweepOptions options;
    SweepResult result;
    auto const code = [&] {
        testing::internal::CaptureStdout();
        ExitCode const c = print_sweep(job, options, result, false);
        (void)testing::internal::GetCapturedStdout();
        return c;
    };
    EXPECT_EQ(code(), ExitCode::done);
    result.num_failed = 3;
    EXPECT_EQ(code(), ExitCode::some_members_failed);
    result.status = RunStatus::time_limit;
    EXPECT_EQ(code(), ExitCode::stopped_early);
}

} // namespace
} // namespace zemi::app
