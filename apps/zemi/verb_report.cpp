// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/index_page.hpp"
#include "report/parallel.hpp"
#include "report/result_data.hpp"
#include "report/run_page.hpp"
#include "report/sweep_data.hpp"
#include "report/sweep_page.hpp"
#include "zemi/command_line.hpp"
#include "zemi/picture_files.hpp"
#include "zemi/result_folder.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/io_error.hpp>
#include <zemi/core/log.hpp>
#include <zemi/core/profiling.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <variant>

namespace zemi::app {
namespace {

namespace fs = std::filesystem;

struct ReportOptions {
    std::vector<std::string> paths;
    std::string output; ///< empty: beside each result
    int threads = 0;
};

/// The deepest folder that contains all of these folders.
fs::path common_folder(std::vector<ResultPlace> const& places)
{
    fs::path common = fs::weakly_canonical(fs::path(places.front().folder));
    for (ResultPlace const& place : places) {
        fs::path const folder = fs::weakly_canonical(fs::path(place.folder));
        while (common.has_relative_path() && fs::relative(folder, common).string().starts_with("..")) {
            common = common.parent_path();
        }
    }
    return common;
}

/// Where reports go, and how the overview refers to them.
class Pages {
public:
    Pages(std::vector<ResultPlace> const& places, std::string const& output)
    {
        bool const several = places.size() > 1;
        if (!output.empty()) {
            m_folder = output;
            m_shared = std::make_unique<ResultFolder>(output);
        } else if (several) {
            fs::path const common = common_folder(places);
            fs::path const relative = fs::proximate(common);
            m_folder = relative.string().starts_with("..") ? common : relative;
        }
        std::set<std::string> taken{"index"};
        for (ResultPlace const& place : places) {
            if (output.empty()) {
                m_files.push_back(fs::path(place.folder) / "report.html");
                continue;
            }
            std::string const stem = several ? as_file_name(place.name) : "report";
            std::string name = stem;
            for (int number = 2; !taken.insert(name).second; ++number) {
                name = fmt::format("{}_{}", stem, number);
            }
            m_files.push_back(fs::path(output) / (name + ".html"));
        }
    }

    /// Safe to call from several threads at once, for different results.
    void write(std::size_t result, std::string const& page)
    {
        fs::path const& file = m_files[result];
        if (m_shared) {
            std::lock_guard const lock(m_mutex);
            m_shared->write(file.filename().string(), page);
        } else {
            ResultFolder(file.parent_path().string()).write(file.filename().string(), page);
        }
    }

    [[nodiscard]] std::string file(std::size_t result) const { return m_files[result].string(); }
    [[nodiscard]] std::string link(std::size_t result) const
    {
        return fs::relative(fs::weakly_canonical(m_files[result]), fs::weakly_canonical(m_folder)).generic_string();
    }

    /// Returns its path.
    [[nodiscard]] std::string write_index(std::string const& page)
    {
        if (m_shared) {
            m_shared->write("index.html", page);
        } else {
            ResultFolder(m_folder.string()).write("index.html", page);
        }
        return (m_folder / "index.html").string();
    }
    [[nodiscard]] std::string index_title() const
    {
        return "Results in " + fs::weakly_canonical(m_folder).filename().string();
    }

private:
    fs::path m_folder; ///< of the overview
    std::unique_ptr<ResultFolder> m_shared;
    std::mutex m_mutex;
    std::vector<fs::path> m_files;
};

ExitCode report(ReportOptions const& options)
{
    Stopwatch const watch;
    std::vector<std::string> problems;
    std::vector<ResultPlace> const places = find_results(options.paths, problems);
    std::vector<IndexRow> rows(places.size());
    std::vector<std::string> failures(places.size());
    std::unique_ptr<Pages> pages;
    if (!places.empty()) {
        pages = std::make_unique<Pages>(places, options.output);
        std::vector<std::variant<std::monostate, ResultData, SweepData>> data(places.size());
        auto const guarded = [&](std::size_t i, auto const& what) {
            try {
                what();
            } catch (std::exception const& e) { // the others go on; reported below
                failures[i] = e.what();
            }
        };
        read_and_work(
            places.size(), options.threads,
            [&](std::size_t i) {
                guarded(i, [&] {
                    if (places[i].is_sweep) {
                        data[i] = read_sweep_result(places[i]);
                    } else {
                        data[i] = read_result_fields(places[i]);
                    }
                });
            },
            [&](std::size_t i) {
                guarded(i, [&] {
                    if (auto* const run = std::get_if<ResultData>(&data[i])) {
                        read_result_texts(*run);
                        pages->write(i, run_page(*run));
                        rows[i] = index_row(*run);
                    } else if (auto const* const sweep = std::get_if<SweepData>(&data[i])) {
                        pages->write(i, sweep_page(*sweep));
                        rows[i] = sweep_index_row(*sweep);
                    }
                    rows[i].link = pages->link(i);
                });
                data[i] = {};
            });
    }
    std::vector<IndexRow> good;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (failures[i].empty()) {
            fmt::print("{}\n", pages->file(i));
            good.push_back(std::move(rows[i]));
        } else {
            problems.push_back(failures[i]);
        }
    }
    if (places.size() > 1) {
        fmt::print("{}\n", pages->write_index(index_page(pages->index_title(), good, problems)));
        int const threads = options.threads > 0 ? options.threads : usual_num_threads();
        logging::info(fmt::format("{} reports in {:.2g} s on {} thread{}", good.size(), watch.seconds(), threads,
                                  threads == 1 ? "" : "s"));
    }
    for (std::string const& problem : problems) {
        logging::error(problem);
    }
    return problems.empty() ? ExitCode::done : ExitCode::io_failure;
}

} // namespace

void add_report(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<ReportOptions>();
    CLI::App* const verb = app.add_subcommand("report", "Describe results in web pages, one file each");
    verb->add_option("results", options->paths,
                     "Folders of runs or sweeps, their fields.nc or sweep.nc, or folders that contain results")
        ->required()
        ->type_name("PATH");
    verb->add_option("-o,--output", options->output,
                     "Folder for the pages; default: report.html beside each result, index.html where all results are")
        ->type_name("DIR");
    verb->add_option("--threads", options->threads, "Reports drawn at the same time; 0: one per processor")
        ->check(whole_number(0))
        ->type_name("N");
    verb->callback([options, &result] { result = report(*options); });
}

} // namespace zemi::app
