// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/run.hpp"

#include "plot/pictures.hpp"
#include "zemi/fields_file.hpp"
#include "zemi/history_file.hpp"
#include "zemi/picture_files.hpp"
#include "zemi/report.hpp"
#include "zemi/result_folder.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/log.hpp>
#include <zemi/core/runtime.hpp>

#include <fmt/format.h>

#include <cmath>
#include <memory>

namespace zemi::app {
namespace {

/// The history goes to disk at least this often, however rare snapshots are.
constexpr std::int64_t steps_between_drains = 16384;

/// The files of a run, as far as the case wants them.
class Output {
public:
    Output(Case const& input, RunOptions const& options, std::string const& device)
    {
        if (options.output_folder.empty()) {
            return;
        }
        m_folder = std::make_unique<ResultFolder>(options.output_folder);
        m_log = std::make_unique<logging::FileScope>(m_folder->claim("run.log"));
        logging::detail(fmt::format("zemi {}: {}", build_info().version, options.command));
        if (m_folder->had_results()) {
            logging::info(fmt::format("replacing the results of an earlier run in {}", options.output_folder));
        }
        if (m_folder->num_foreign() > 0) {
            logging::info(fmt::format("leaving {} other file{} in {} alone", m_folder->num_foreign(),
                                      m_folder->num_foreign() == 1 ? "" : "s", options.output_folder));
        }
        if (build_info().netcdf) {
            m_fields = std::make_unique<FieldsWriter>(m_folder->claim("fields.nc"), input,
                                                      FileOrigin{options.command, device});
        } else {
            logging::warning("built without netCDF: no fields.nc is written");
        }
        if (input.output.history) {
            std::vector<std::string> classes;
            for (ClassSpec const& c : input.problem.model.classes) {
                classes.push_back(c.name);
            }
            m_history = std::make_unique<HistoryWriter>(m_folder->claim("history.csv"), classes);
        }
        if (input.output.pictures) {
            m_samples = std::make_unique<plot::Samples>(empty_samples(input));
        }
    }

    [[nodiscard]] bool wants_history() const { return m_history != nullptr; }

    void snapshot(CellFields const& fields)
    {
        if (m_fields) {
            m_fields->write(fields);
        }
        if (m_samples) {
            m_samples->add(fields.time, fields.density, fields.speed);
        }
    }

    void history(std::vector<StepRecord> const& records, std::vector<MassLedger> const& ledger)
    {
        if (m_history) {
            m_history->write(records, ledger);
        }
    }

    /// Gives all files their names.
    void commit(RunResult& result)
    {
        {
            Region const region("output", &result.timers);
            if (m_fields) {
                m_fields->commit();
            }
            if (m_history) {
                m_history->commit();
            }
        }
        if (m_samples) {
            Region const region("pictures", &result.timers);
            for (Picture const& picture : run_pictures(*m_samples)) {
                m_folder->write(picture.file_name, picture.content);
            }
        }
    }

    /// Writes the summary, which is to contain everything else.
    void finish(RunResult& result, Case const& input, RunOptions const& options)
    {
        if (m_folder) {
            (void)m_folder->claim("summary.json");
            result.files = m_folder->files();
            m_folder->write("summary.json", summary_json(input, result, options.command));
            m_folder->remove_stale();
        }
    }

private:
    std::unique_ptr<ResultFolder> m_folder;
    std::unique_ptr<logging::FileScope> m_log;
    std::unique_ptr<FieldsWriter> m_fields;
    std::unique_ptr<HistoryWriter> m_history;
    std::unique_ptr<plot::Samples> m_samples;
};

} // namespace

std::string to_string(RunStatus status)
{
    switch (status) {
    case RunStatus::done:
        return "done";
    case RunStatus::failed:
        return "failed";
    case RunStatus::time_limit:
        return "time limit reached";
    case RunStatus::interrupted:
        return "interrupted";
    }
    return "?";
}

double RunResult::cell_steps_per_second(int num_cells) const
{
    double const seconds = timers.seconds("stepping");
    return seconds > 0 ? static_cast<double>(num_steps) * num_cells / seconds : 0;
}

std::vector<double> snapshot_times(Case const& input)
{
    double const begin = input.problem.begin_time;
    double const end = input.end_time;
    double const every = input.output.every;
    std::vector<double> times{begin};
    if (every > 0) {
        // Multiples, not sums: no rounding builds up, and 0.1 s snapshots lie at 0.1, 0.2, 0.3 ...
        for (std::int64_t k = 1; begin + static_cast<double>(k) * every < end - 1e-9 * every; ++k) {
            times.push_back(begin + static_cast<double>(k) * every);
        }
    }
    if (end > begin) {
        times.push_back(end);
    }
    return times;
}

RunResult run_case(Case const& input, RunOptions const& options)
{
    Stopwatch const total;
    RunResult result;
    result.device = device_description();
    for (char const* const phase : {"setup", "stepping", "output"}) {
        result.timers.add(phase, 0); // the order in the table
    }

    auto simulation = [&] {
        Region const region("setup", &result.timers);
        return Simulation(input.problem);
    }();
    result.engine = simulation.description();
    auto output = [&] {
        Region const region("output", &result.timers);
        return Output(input, options, result.device);
    }();
    simulation.keep_history(output.wants_history());
    logging::info(
        fmt::format("{}: {} cells of {:.4g} m, {} class{}, {} to {} s", input.title.empty() ? input.name : input.title,
                    input.problem.road.num_cells, input.problem.road.cell_length(), input.problem.model.num_classes(),
                    input.problem.model.num_classes() == 1 ? "" : "es", input.problem.begin_time, input.end_time));
    logging::detail(simulation.description());

    std::vector<double> const times = snapshot_times(input);
    double last_stored = times.front() - 1;
    auto const store = [&] {
        Region const region("output", &result.timers);
        result.fields = simulation.fields();
        output.snapshot(result.fields);
        last_stored = simulation.time();
        ++result.num_snapshots;
    };
    store();

    Progress::Options bar;
    bar.mode = options.progress;
    bar.begin = input.problem.begin_time;
    bar.end = input.end_time;
    bar.cells = input.problem.road.num_cells;
    Progress progress(bar);
    std::int64_t last_drained = 0;
    auto const observe = [&](Real time, std::int64_t steps) {
        progress.update(time, steps);
        if (steps - last_drained >= steps_between_drains) {
            last_drained = steps;
            output.history(simulation.take_history(), simulation.ledger());
        }
        if (options.stop_requested && options.stop_requested()) {
            result.status = RunStatus::interrupted;
        } else if (total.seconds() > options.time_limit) {
            result.status = RunStatus::time_limit;
        }
        return result.status == RunStatus::done;
    };

    for (std::size_t k = 1; k < times.size() && result.status == RunStatus::done; ++k) {
        {
            Region const region("stepping", &result.timers);
            result.failure = simulation.advance_to(times[k], observe);
        }
        if (result.failure) {
            result.status = RunStatus::failed;
        }
        if (simulation.time() >= times[k]) {
            (void)observe(simulation.time(), simulation.num_steps());
            if (k + 1 == times.size()) {
                result.status = RunStatus::done; // a limit that is met together with the end changes nothing
            }
        }
        if (simulation.time() > last_stored) {
            store();
        }
        Region const region("output", &result.timers);
        output.history(simulation.take_history(), simulation.ledger());
    }
    progress.finish();

    result.end_time = simulation.time();
    result.num_steps = simulation.num_steps();
    result.num_rejected = simulation.num_rejected();
    result.num_floors = simulation.num_floors();
    result.num_limited = simulation.num_limited();
    result.ledger = simulation.ledger();
    output.commit(result);
    result.timers.add("total", total.seconds());
    output.finish(result, input, options);
    logging::record(status_sentence(input, result) + "\n" + ledger_table(input, result) + timing_table(input, result));
    return result;
}

} // namespace zemi::app
