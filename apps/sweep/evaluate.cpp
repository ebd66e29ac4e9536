// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/evaluate.hpp"

#include "sweep/member_runner.hpp"
#include "sweep/metrics.hpp"
#include "sweep/run_sweep.hpp"
#include "zemi/schema.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/suggest.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>

namespace zemi::app {
namespace {

constexpr double most_bytes_at_once = 512e6;

/// All columns have to be keys of a case: what is misspelt would make every row fail.
void check_columns(CsvTable const& table, std::string const& table_name)
{
    std::vector<Diagnostic> diagnostics;
    std::vector<std::string> known;
    for (SchemaEntry const& entry : schema()) {
        if (entry.form != Form::map && entry.form != Form::list && entry.path.find('$') == std::string::npos) {
            known.push_back(entry.path);
        }
    }
    for (std::string const& column : table.head) {
        if (!schema_path(column).empty()) {
            continue;
        }
        Diagnostic diagnostic;
        diagnostic.file = table_name;
        diagnostic.line = 1;
        diagnostic.column = 1;
        diagnostic.message = fmt::format("the column \"{}\" is no key of a case", column);
        std::string const nearest = nearest_name(column, known);
        diagnostic.suggestion = nearest.empty() ? "keys are written as for --set: classes.car.relaxation_time"
                                                : fmt::format("did you mean \"{}\"?", nearest);
        diagnostics.push_back(diagnostic);
    }
    if (!diagnostics.empty()) {
        throw ConfigError(diagnostics);
    }
}

std::string csv_of(CsvTable const& table, std::vector<std::optional<MemberRecord>> const& records, KeepSpec const& keep)
{
    std::vector<std::string> classes;
    for (auto const& record : records) {
        for (std::string const& name : record ? record->classes : std::vector<std::string>{}) {
            if (std::find(classes.begin(), classes.end(), name) == classes.end()) {
                classes.push_back(name);
            }
        }
    }
    auto const columns = metric_columns(keep.metrics, classes);
    std::vector<std::string> head = table.head;
    head.insert(head.end(), {"status", "reason"});
    for (MetricColumn const& column : columns) {
        head.push_back(column.name);
    }
    std::string text = csv_line(head);
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto const& record = records[i];
        bool const good = record && !record->failed;
        std::vector<std::string> row = table.rows[i];
        row.emplace_back(good ? "done" : record ? "failed" : "open");
        row.push_back(record ? record->reason : "");
        for (MetricColumn const& column : columns) {
            row.push_back(csv_number(good ? metric_value(column, record->metrics, record->classes, record->road_length)
                                          : std::numeric_limits<double>::quiet_NaN()));
        }
        text += csv_line(row);
    }
    return text;
}

} // namespace

std::vector<Setting> parse_settings(std::vector<std::string> const& overrides)
{
    std::vector<Setting> settings;
    for (std::string const& text : overrides) {
        auto const equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw std::invalid_argument(fmt::format("--set: \"{}\" is not of the form key.path=value", text));
        }
        settings.push_back({text.substr(0, equals), text.substr(equals + 1)});
    }
    return settings;
}

Evaluation evaluate_table(std::string const& case_path, std::vector<Setting> const& settings, KeepSpec const& keep,
                          CsvTable const& table, std::string const& table_name,
                          std::function<bool()> const& stop_requested)
{
    check_columns(table, table_name);
    MemberRunner const runner(case_path, settings, table.head, keep);
    std::vector<std::optional<MemberRecord>> records(table.rows.size());
    bool stopped = false;
    std::size_t at_once = 1;
    for (std::size_t begin = 0; begin < records.size() && !stopped; begin += at_once) {
        if (begin == 0) {
            at_once = std::max<std::size_t>(
                1, static_cast<std::size_t>(most_bytes_at_once / bytes_of(runner.prepare(table.rows.front()))));
        }
        std::size_t const count = std::min(at_once, records.size() - begin);
        std::vector<PreparedMember> members(count);
        for_each_in_parallel(count, num_host_threads(),
                             [&](std::size_t k) { members[k] = runner.prepare(table.rows[begin + k]); });
        std::vector<RunId> ids;
        for (PreparedMember const& member : members) {
            ids.push_back(member.record.id);
        }
        auto found = runner.run(std::move(members), [&](EnsembleProgress const&) {
            stopped = stop_requested && stop_requested();
            return !stopped;
        });
        // Those that were stopped are missing; the others are in order.
        std::size_t next = 0;
        for (std::size_t k = 0; k < count && next < found.size(); ++k) {
            if (found[next].id == ids[k]) {
                records[begin + k] = std::move(found[next++]);
            }
        }
    }
    Evaluation result;
    for (auto const& record : records) {
        ++(!record ? result.num_open : record->failed ? result.num_failed : result.num_done);
    }
    result.csv = csv_of(table, records, keep);
    return result;
}

} // namespace zemi::app
