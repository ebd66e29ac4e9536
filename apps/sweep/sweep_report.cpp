// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/sweep_report.hpp"

#include "zemi/interrupt.hpp"
#include "zemi/report.hpp"
#include <zemi/core/io_error.hpp>
#include <zemi/core/log.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

namespace zemi::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_reasons = 10;

std::string in_folder(std::string const& folder, char const* name)
{
    if (!fs::is_directory(folder)) {
        throw IoError(fmt::format("there is no folder {}", folder));
    }
    return (fs::path(folder) / name).string();
}

std::optional<nlohmann::json> read_json(std::string const& path)
{
    std::ifstream file(path);
    auto json = nlohmann::json::parse(std::string(std::istreambuf_iterator<char>(file), {}), nullptr, false);
    return file && json.is_object() ? std::optional(std::move(json)) : std::nullopt;
}

std::string plural(std::size_t count)
{
    return fmt::format("{} member{}", count, count == 1 ? "" : "s");
}

void report_failures(SweepResult const& result)
{
    std::size_t num_shown = 0;
    std::size_t num_left = result.num_failed;
    for (FailureGroup const& group : result.failures) {
        if (num_shown++ == most_reasons) {
            logging::error(fmt::format("{} failed for {} other reasons: members.csv has them all", plural(num_left),
                                       result.failures.size() - most_reasons));
            break;
        }
        num_left -= group.count;
        std::string const where = std::isnan(group.time)
                                    ? ""
                                    : fmt::format(" at t = {:.6g} s{}", group.time,
                                                  group.cell >= 0 ? fmt::format(", cell {}", group.cell) : "");
        logging::error(fmt::format("{} failed: {} ({}member {}, {}{})", plural(group.count), group.reason,
                                   group.count > 1 ? "first: " : "", group.first_member, to_text(group.first_id),
                                   where));
    }
}

} // namespace

std::string stored_plan_text(std::string const& folder)
{
    std::string const path = in_folder(folder, sweep_file::plan);
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw IoError(fmt::format("{} holds no sweep: there is no {} in it", folder, sweep_file::plan));
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

SweepPlan read_stored_plan(std::string const& folder)
{
    (void)stored_plan_text(folder);
    return read_sweep(in_folder(folder, sweep_file::plan));
}

SweepPlan read_same_plan(std::vector<std::string> const& folders)
{
    std::string const text = stored_plan_text(folders.front());
    for (std::string const& folder : folders) {
        if (stored_plan_text(folder) != text) {
            throw std::invalid_argument(fmt::format("{} and {} are not parts of the same sweep: their {} differ",
                                                    folders.front(), folder, sweep_file::plan));
        }
    }
    return read_stored_plan(folders.front());
}

ExitCode print_sweep(SweepJob const& job, SweepOptions const& options, SweepResult const& result, bool json)
{
    report_failures(result);
    if (result.num_stale > 0) {
        logging::info(fmt::format("{} runs of an earlier plan are not part of this result{}", result.num_stale,
                                  result.num_open == 0 ? " and were removed" : ""));
    }
    if (result.status != RunStatus::done) {
        logging::warning(
            fmt::format("{}: {} left; the same command goes on", to_string(result.status), plural(result.num_open)));
    }
    if (json) {
        fmt::print("{}", summary_json(job, result, options.command));
    } else {
        auto const count = [](std::size_t n) { return fmt::format("{}", n); };
        std::vector<std::pair<std::string, std::string>> facts{
            {"members", count(result.num_members)},       {"done", count(result.num_done)},
            {"failed", count(result.num_failed)},         {"open", count(result.num_open)},
            {"computed now", count(result.num_computed)}, {"wall-clock time", format_duration(result.seconds)}};
        if (result.num_computed > 0 && result.seconds > 0) {
            facts.emplace_back("speed",
                               fmt::format("{}runs/s, {}cell-steps/s",
                                           format_count(static_cast<double>(result.num_computed) / result.seconds),
                                           format_count(result.cell_steps / result.seconds)));
        }
        facts.emplace_back("on", result.device);
        fmt::print("{}", fact_table(facts));
    }
    logging::info(fmt::format("results in {}: {}", options.output_folder, fmt::join(result.files, ", ")));
    switch (result.status) {
    case RunStatus::interrupted:
        return InterruptScope::received() == SIGINT ? ExitCode::interrupted : ExitCode::stopped_early;
    case RunStatus::time_limit:
        return ExitCode::stopped_early;
    default:
        return result.num_failed > 0 ? ExitCode::some_members_failed : ExitCode::done;
    }
}

SweepStatus sweep_status(std::string const& folder)
{
    (void)stored_plan_text(folder);
    SweepStatus status;
    bool const running = ResultFolder::is_busy(folder);
    if (auto const progress = read_json(in_folder(folder, sweep_file::progress))) {
        status.state = running ? "running" : "broken off; the same command goes on";
        auto const computed = progress->at("computed").get<std::size_t>();
        double const elapsed = progress->at("elapsed_s").get<double>();
        status.num_members = progress->at("members").get<std::size_t>();
        status.num_failed = progress->at("failed").get<std::size_t>();
        std::size_t const ended = progress->at("reused").get<std::size_t>() + computed;
        status.num_done = ended - std::min(ended, status.num_failed);
        status.num_left = status.num_members - std::min(ended, status.num_members);
        status.members_per_second = elapsed > 0 ? static_cast<double>(computed) / elapsed : 0;
        if (running && status.members_per_second > 0) {
            status.eta = static_cast<double>(status.num_left) / status.members_per_second;
        }
        status.updated = progress->at("updated").get<std::string>();
        return status;
    }
    auto const summary = read_json(in_folder(folder, sweep_file::summary));
    if (!summary) {
        throw IoError(fmt::format("{} says nothing about how far it is", folder));
    }
    status.num_members = summary->at("members").get<std::size_t>();
    status.num_done = summary->at("done").get<std::size_t>();
    status.num_failed = summary->at("failed").get<std::size_t>();
    status.num_left = summary->at("open").get<std::size_t>();
    status.state = status.num_left == 0 ? "complete" : "not complete";
    status.members_per_second = summary->at("members_per_second").get<double>();
    status.updated = summary->at("finished").get<std::string>();
    return status;
}

} // namespace zemi::app
