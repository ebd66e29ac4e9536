// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/run_sweep.hpp"

#include "sweep/metrics.hpp"
#include "sweep/sweep_files.hpp"
#include "zemi/fields_file.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/log.hpp>
#include <zemi/core/profiling.hpp>
#include <zemi/core/runtime.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <unordered_set>
#include <utility>

namespace zemi::app {
namespace {

namespace fs = std::filesystem;

/// What a kill can cost at most is about this much work.
constexpr double seconds_per_batch = 2;
constexpr double seconds_between_notes = 1;
constexpr double most_bytes_per_batch = 512e6;
/// Prepared members are kept up to here; others are prepared again when they run.
constexpr double most_bytes_ahead = 512e6;
constexpr std::size_t smallest_batch = 16;
constexpr double trial_seconds = 0.5;

/// All members of a sweep: their ids, and the first of them ready to run.
class Members {
public:
    Members(SweepJob const& job, MemberRunner const& runner, int num_threads) : m_job(job), m_runner(runner)
    {
        m_ids.resize(job.size);
        PreparedMember first = runner.prepare(job.values(0));
        m_bytes = std::max(bytes_of(first), 1.0);
        m_ahead.resize(std::min(job.size, static_cast<std::size_t>(most_bytes_ahead / m_bytes)));
        for_each_in_parallel(job.size, num_threads, [&](std::size_t i) {
            PreparedMember member = runner.prepare(job.values(i));
            m_ids[i] = member.record.id;
            if (i < m_ahead.size()) {
                m_ahead[i] = std::move(member);
            }
        });
    }

    [[nodiscard]] std::vector<RunId> const& ids() const { return m_ids; }
    [[nodiscard]] double bytes_per_member() const { return m_bytes; }

    /// Each can be taken once.
    [[nodiscard]] std::vector<PreparedMember> take(std::vector<std::size_t> const& members, int num_threads)
    {
        std::vector<PreparedMember> result(members.size());
        for_each_in_parallel(members.size(), num_threads, [&](std::size_t k) {
            std::size_t const i = members[k];
            result[k] = i < m_ahead.size() ? std::move(m_ahead[i]) : m_runner.prepare(m_job.values(i));
        });
        return result;
    }

private:
    SweepJob const& m_job;
    MemberRunner const& m_runner;
    std::vector<RunId> m_ids;
    std::vector<PreparedMember> m_ahead;
    double m_bytes = 1;
};

/// The members that this call is asked for.
std::vector<std::size_t> wanted_members(SweepOptions const& options, std::vector<RunId> const& ids)
{
    std::vector<std::size_t> members;
    if (options.only.empty()) {
        members.resize(ids.size());
        for (std::size_t i = 0; i < members.size(); ++i) {
            members[i] = i;
        }
    } else {
        members = find_members(options.only, ids);
    }
    std::erase_if(members, [&](std::size_t i) { return i % options.shard.count + 1 != options.shard.index; });
    return members;
}

/// Of the wanted members those that are not there, each different run once.
std::vector<std::size_t> missing_members(std::vector<std::size_t> const& wanted, std::vector<RunId> const& ids,
                                         MemberStore const* store, bool retry_failed)
{
    std::vector<std::size_t> members;
    std::unordered_set<RunId> seen;
    for (std::size_t const i : wanted) {
        bool const there = store != nullptr && store->contains(ids[i]) && !(retry_failed && store->is_failed(ids[i]));
        if (!there && seen.insert(ids[i]).second) {
            members.push_back(i);
        }
    }
    return members;
}

/// How many members come next, from how long the last ones took.
class BatchSize {
public:
    BatchSize(std::size_t fixed, double bytes_per_member)
        : m_fixed(fixed),
          m_most(std::max<std::size_t>(1, static_cast<std::size_t>(most_bytes_per_batch / bytes_per_member))),
          m_next(fixed > 0 ? fixed : smallest_batch)
    {
    }

    [[nodiscard]] std::size_t next() const { return m_next; }

    void took(std::size_t count, double seconds)
    {
        if (m_fixed > 0 || count < m_next) {
            return;
        }
        double const fitting = seconds_per_batch * static_cast<double>(count) / std::max(seconds, 1e-6);
        double const limited = std::min({fitting, 16.0 * static_cast<double>(count), static_cast<double>(m_most)});
        m_next = std::max<std::size_t>(1, static_cast<std::size_t>(limited));
    }

private:
    std::size_t m_fixed;
    std::size_t m_most;
    std::size_t m_next;
};

std::vector<FailureGroup> group_failures(std::vector<RunId> const& ids, MemberStore const& store)
{
    std::vector<FailureGroup> groups;
    std::map<std::string, std::size_t> by_reason;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (!store.contains(ids[i]) || !store.is_failed(ids[i])) {
            continue;
        }
        MemberRecord const record = store.read(ids[i]);
        auto const [found, is_new] = by_reason.try_emplace(record.reason, groups.size());
        if (is_new) {
            groups.push_back({record.reason, 0, i, ids[i], record.fail_time, record.fail_cell});
        }
        ++groups[found->second].count;
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](FailureGroup const& a, FailureGroup const& b) { return a.count > b.count; });
    return groups;
}

/// The folder of a sweep while it is worked on.
class SweepFolder {
public:
    SweepFolder(SweepJob const& job, SweepOptions const& options)
        : m_job(job),
          m_folder(options.output_folder),
          m_log(m_folder.claim("sweep.log")),
          m_store(m_folder.claim(sweep_file::store), MemberStore::Access::write)
    {
        if (m_folder.num_foreign() > 0) {
            logging::info(fmt::format("leaving {} other file{} in {} alone", m_folder.num_foreign(),
                                      m_folder.num_foreign() == 1 ? "" : "s", m_folder.path()));
        }
        if (m_store.num_bytes_lost() > 0) {
            logging::info(fmt::format("the last {} of {} were not complete and are computed again",
                                      format_bytes(static_cast<double>(m_store.num_bytes_lost())), sweep_file::store));
        }
        m_folder.write(sweep_file::plan, job.resolved);
    }

    [[nodiscard]] MemberStore& store() { return m_store; }

    void note_progress(nlohmann::ordered_json const& progress)
    {
        m_folder.write(sweep_file::progress, progress.dump(2) + "\n");
    }

    /// Writes everything that is made of the store, and counts.
    void finish(std::vector<RunId> const& ids, SweepResult& result, std::string const& command)
    {
        std::unordered_set<RunId> const wanted(ids.begin(), ids.end());
        auto const present = m_store.ids();
        result.num_stale = static_cast<std::size_t>(
            std::count_if(present.begin(), present.end(), [&](RunId id) { return wanted.count(id) == 0; }));
        result.num_members = ids.size();
        for (RunId const id : ids) {
            ++(!m_store.contains(id) ? result.num_open : m_store.is_failed(id) ? result.num_failed : result.num_done);
        }
        bool const complete = result.num_open == 0;
        if (complete) { // then runs of other plans go, and the order is that of the plan
            m_store.rewrite(ids);
        }
        m_folder.write(sweep_file::members, members_csv(m_job, ids, m_store));
        if (build_info().netcdf) {
            write_sweep_nc(m_folder.claim(sweep_file::fields), m_job, ids, m_store);
        } else {
            logging::warning("built without netCDF: no sweep.nc is written");
        }
        result.failures = group_failures(ids, m_store);
        (void)m_folder.claim(sweep_file::summary);
        result.files = m_folder.files();
        std::erase(result.files, std::string(sweep_file::progress));
        m_folder.write(sweep_file::summary, summary_json(m_job, result, command));
        std::error_code ignored;
        fs::remove(fs::path(m_folder.path()) / sweep_file::progress, ignored);
        m_folder.remove_stale();
    }

private:
    SweepJob const& m_job;
    ResultFolder m_folder;
    logging::FileScope m_log;
    MemberStore m_store;
};

MemberRunner make_runner(SweepJob const& job)
{
    return {job.case_path, job.settings, job.parameters, job.keep};
}

void check_job(SweepJob const& job)
{
    if (job.size == 0) {
        throw std::invalid_argument("the sweep has no members");
    }
    (void)metric_columns(job.keep.metrics, {}); // complains about unknown ones before anything is computed
}

/// Runs the batches of a sweep.
class BatchLoop {
public:
    BatchLoop(SweepJob const& job, SweepOptions const& options, MemberRunner const& runner, SweepFolder& folder,
              SweepResult& result)
        : m_job(job),
          m_options(options),
          m_runner(runner),
          m_folder(folder),
          m_result(result)
    {
    }

    void run(Members& members, std::vector<std::size_t> const& to_do, std::size_t num_wanted, std::size_t num_failed)
    {
        m_started = utc_now();
        m_num_wanted = num_wanted;
        m_num_there = num_wanted - to_do.size();
        m_num_failed = num_failed;
        Progress::Options bar;
        bar.mode = m_options.progress;
        bar.begin = static_cast<double>(m_num_there);
        bar.end = static_cast<double>(num_wanted);
        bar.unit = "members";
        bar.cells = 1;
        Progress progress(bar);
        BatchSize size(m_options.batch_size, members.bytes_per_member());
        note(0, 0, 0);
        for (std::size_t begin = 0; begin < to_do.size() && m_result.status == RunStatus::done;) {
            std::size_t const end = std::min(begin + size.next(), to_do.size());
            std::vector<std::size_t> const batch(to_do.begin() + static_cast<std::ptrdiff_t>(begin),
                                                 to_do.begin() + static_cast<std::ptrdiff_t>(end));
            Stopwatch const watch;
            run_batch(members, batch, progress);
            size.took(batch.size(), watch.seconds());
            begin = end;
        }
        progress.finish();
    }

private:
    void run_batch(Members& members, std::vector<std::size_t> const& batch, Progress& progress)
    {
        EnsembleProgress last;
        auto const observe = [&](EnsembleProgress const& p) {
            last = p;
            update(progress, p);
            if (m_options.stop_requested && m_options.stop_requested()) {
                m_result.status = RunStatus::interrupted;
            } else if (m_watch.seconds() > m_options.time_limit) {
                m_result.status = RunStatus::time_limit;
            }
            return m_result.status == RunStatus::done;
        };
        auto const records = m_runner.run(members.take(batch, num_host_threads()), observe);
        m_folder.store().append(records);
        for (MemberRecord const& record : records) {
            m_num_failed += record.failed ? 1 : 0;
            m_result.cell_steps += static_cast<Real>(record.num_steps) * static_cast<Real>(record.num_cells);
        }
        m_result.num_computed += records.size();
        if (m_result.status != RunStatus::done && records.size() == batch.size()
            && m_num_there + m_result.num_computed == m_num_wanted) {
            m_result.status = RunStatus::done; // a limit that is met together with the end changes nothing
        }
        EnsembleProgress none;
        update(progress, none);
    }

    /// `p`: of the batch that is running.
    void update(Progress& progress, EnsembleProgress const& p)
    {
        std::size_t const failed = m_num_failed + p.num_failed;
        std::size_t const ended = m_num_there + m_result.num_computed + p.num_done + p.num_failed;
        Real const cell_steps = m_result.cell_steps + p.cell_steps;
        progress.update(static_cast<double>(ended), static_cast<std::int64_t>(cell_steps),
                        fmt::format("{} ok  {} failed", ended - failed, failed));
        if (m_watch.seconds() >= m_next_note) {
            note(ended - m_num_there, failed, cell_steps);
        }
    }

    void note(std::size_t computed, std::size_t failed, Real cell_steps)
    {
        double const elapsed = m_watch.seconds();
        m_next_note = elapsed + seconds_between_notes;
        nlohmann::ordered_json j;
        j["name"] = m_job.name;
        j["members"] = m_num_wanted;
        j["reused"] = m_num_there;
        j["computed"] = computed;
        j["failed"] = failed;
        j["elapsed_s"] = elapsed;
        j["cell_steps"] = cell_steps;
        j["started"] = m_started;
        j["updated"] = utc_now();
        m_folder.note_progress(j);
    }

    SweepJob const& m_job;
    SweepOptions const& m_options;
    MemberRunner const& m_runner;
    SweepFolder& m_folder;
    SweepResult& m_result;
    Stopwatch m_watch;
    std::string m_started;
    double m_next_note = 0;
    std::size_t m_num_wanted = 0;
    std::size_t m_num_there = 0;
    std::size_t m_num_failed = 0;
};

} // namespace

int num_host_threads()
{
    auto const processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    return std::clamp(device_concurrency(), 1, processors);
}

std::vector<RunId> ids_of(SweepJob const& job, MemberRunner const& runner, int num_threads)
{
    std::vector<RunId> ids(job.size);
    for_each_in_parallel(job.size, num_threads,
                         [&](std::size_t i) { ids[i] = runner.prepare(job.values(i)).record.id; });
    return ids;
}

SweepResult run_sweep(SweepJob const& job, SweepOptions const& options)
{
    check_job(job);
    Stopwatch const total;
    SweepResult result;
    result.device = device_description();
    MemberRunner const runner = make_runner(job);
    Members members(job, runner, num_host_threads());
    auto const& ids = members.ids();
    auto const wanted = wanted_members(options, ids);

    SweepFolder folder(job, options);
    auto const to_do = missing_members(wanted, ids, &folder.store(), options.retry_failed);
    std::unordered_set<RunId> retried;
    for (std::size_t const i : to_do) {
        retried.insert(ids[i]);
    }
    std::unordered_set<RunId> different;
    std::size_t num_failed = 0;
    for (std::size_t const i : wanted) {
        bool const is_new = different.insert(ids[i]).second;
        num_failed += is_new && retried.count(ids[i]) == 0 && folder.store().is_failed(ids[i]) ? 1 : 0;
    }
    result.num_reused = different.size() - to_do.size();
    logging::info(
        fmt::format("{}: {} members{}{}, {} to compute{}", job.title.empty() ? job.name : job.title, job.size,
                    wanted.size() < job.size ? fmt::format(", {} wanted", wanted.size()) : "",
                    different.size() < wanted.size() ? fmt::format(", {} of them different", different.size()) : "",
                    to_do.size(), result.num_reused > 0 ? fmt::format(", {} there already", result.num_reused) : ""));
    BatchLoop(job, options, runner, folder, result).run(members, to_do, different.size(), num_failed);
    result.seconds = total.seconds();
    folder.finish(ids, result, options.command);
    return result;
}

SweepResult merge_sweeps(SweepJob const& job, std::vector<std::string> const& folders, SweepOptions const& options)
{
    check_job(job);
    Stopwatch const total;
    SweepResult result;
    result.device = device_description();
    MemberRunner const runner = make_runner(job);
    auto const ids = ids_of(job, runner, num_host_threads());
    SweepFolder folder(job, options);
    MemberStore& into = folder.store();
    constexpr std::size_t at_once = 64;
    for (std::string const& path : folders) {
        if (fs::equivalent(path, options.output_folder)) {
            continue;
        }
        MemberStore const from((fs::path(path) / sweep_file::store).string(), MemberStore::Access::read);
        std::size_t num_taken = 0;
        std::vector<MemberRecord> records;
        for (RunId const id : ids) {
            bool const is_better =
                from.contains(id) && (!into.contains(id) || (into.is_failed(id) && !from.is_failed(id)));
            bool const is_here = std::any_of(records.begin(), records.end(),
                                             [&](MemberRecord const& record) { return record.id == id; });
            if (is_better && !is_here) {
                records.push_back(from.read(id));
                ++num_taken;
            }
            if (records.size() == at_once) {
                into.append(records);
                records.clear();
            }
        }
        into.append(records);
        logging::info(fmt::format("{}: {} of {} runs taken", path, num_taken, from.size()));
    }
    result.num_reused = into.size();
    result.seconds = total.seconds();
    folder.finish(ids, result, options.command);
    return result;
}

SweepEstimate estimate_sweep(SweepJob const& job, SweepOptions const& options)
{
    check_job(job);
    SweepEstimate estimate;
    estimate.num_members = job.size;
    MemberRunner const runner = make_runner(job);
    Stopwatch const preparing;
    auto const ids = ids_of(job, runner, num_host_threads());
    double const preparation = preparing.seconds();
    std::string const path = (fs::path(options.output_folder) / sweep_file::store).string();
    std::optional<MemberStore> store;
    if (fs::exists(path)) {
        store.emplace(path, MemberStore::Access::read);
    }
    auto const wanted = wanted_members(options, ids);
    auto const to_do = missing_members(wanted, ids, store ? &*store : nullptr, options.retry_failed);
    estimate.num_there = missing_members(wanted, ids, nullptr, false).size() - to_do.size();
    estimate.num_to_do = to_do.size();
    if (to_do.empty()) {
        return estimate;
    }

    // Members spread over the plan, more and more of them, each tried once.
    double seconds = 0;
    Real cell_steps = 0;
    double bytes = 0;
    std::size_t num_in_batch = std::min<std::size_t>(smallest_batch, to_do.size());
    while (seconds < trial_seconds && estimate.num_tried < to_do.size()) {
        std::vector<PreparedMember> batch;
        for (std::size_t k = 0; k < num_in_batch && estimate.num_tried < to_do.size(); ++k) {
            // 0, 1/2, 1/4, 3/4, ...: van der Corput, so that every beginning is spread evenly
            std::size_t const at = estimate.num_tried++;
            double place = 0;
            double weight = 0.5;
            for (std::size_t rest = at; rest > 0; rest /= 2, weight /= 2) {
                place += rest % 2 == 1 ? weight : 0;
            }
            auto const i = static_cast<std::size_t>(place * static_cast<double>(to_do.size()));
            batch.push_back(runner.prepare(job.values(to_do[i])));
            bytes += bytes_of(batch.back());
        }
        Stopwatch const watch;
        bool was_stopped = false;
        auto const records = runner.run(std::move(batch), [&](EnsembleProgress const&) {
            was_stopped = watch.seconds() > 20 * trial_seconds;
            return !was_stopped;
        });
        seconds += watch.seconds();
        for (MemberRecord const& record : records) {
            cell_steps += static_cast<Real>(record.num_steps) * static_cast<Real>(record.num_cells);
            estimate.written_bytes += static_cast<double>(encode_record(record).size());
        }
        if (was_stopped) {
            estimate.num_tried -= num_in_batch - std::min(records.size(), num_in_batch);
            break;
        }
        num_in_batch *= 4;
    }
    auto const tried = static_cast<double>(std::max<std::size_t>(estimate.num_tried, 1));
    auto const all = static_cast<double>(to_do.size());
    double const rate = tried / std::max(seconds, 1e-9);
    estimate.seconds = all / rate + preparation;
    estimate.cell_steps_per_second = cell_steps / std::max(seconds, 1e-9);
    double const per_batch =
        options.batch_size > 0 ? static_cast<double>(options.batch_size) : seconds_per_batch * rate;
    estimate.memory_bytes = std::min(bytes / tried * all, most_bytes_ahead)
                          + std::min(bytes / tried * std::min(per_batch, all), most_bytes_per_batch);
    // runs.store, and the fields once more in sweep.nc; rows of the tables are small.
    estimate.written_bytes *= 2 * all / tried;
    return estimate;
}

std::string summary_json(SweepJob const& job, SweepResult const& result, std::string const& command)
{
    using nlohmann::ordered_json;
    BuildInfo const build = build_info();
    ordered_json j;
    j["program"] = "zemi";
    j["version"] = build.version;
    j["title"] = job.title;
    j["case"] = job.case_path;
    j["command"] = command;
    j["status"] = to_string(result.status);
    j["members"] = result.num_members;
    j["done"] = result.num_done;
    j["failed"] = result.num_failed;
    j["open"] = result.num_open;
    j["reused"] = result.num_reused;
    j["computed"] = result.num_computed;
    j["stale"] = result.num_stale;
    j["failures"] = ordered_json::array();
    for (FailureGroup const& group : result.failures) {
        ordered_json f;
        f["reason"] = group.reason;
        f["count"] = group.count;
        f["first_member"] = group.first_member;
        f["first_id"] = to_text(group.first_id);
        if (group.time == group.time) { // NaN: the case is not valid
            f["first_time_s"] = group.time;
        }
        if (group.cell >= 0) {
            f["first_cell"] = group.cell;
        }
        j["failures"].push_back(f);
    }
    j["seconds"] = result.seconds;
    j["cell_steps"] = result.cell_steps;
    j["cell_steps_per_second"] = result.seconds > 0 ? result.cell_steps / result.seconds : 0.0;
    j["members_per_second"] = result.seconds > 0 ? static_cast<double>(result.num_computed) / result.seconds : 0.0;
    j["finished"] = utc_now();
    j["device"] = result.device;
    j["kokkos_version"] = build.kokkos_version;
    j["compiler"] = build.compiler;
    j["files"] = result.files;
    return j.dump(2) + "\n";
}

} // namespace zemi::app
