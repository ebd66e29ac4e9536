// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/result_data.hpp"

#include "zemi/fields_file.hpp"
#include <zemi/core/io_error.hpp>
#include <zemi/core/netcdf_reader.hpp>
#include <zemi/core/progress.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace zemi::app {
namespace {

namespace fs = std::filesystem;

/// As many values as a picture of a page has pixels.
constexpr int report_bins = 400;
constexpr int report_frames = 300;

void read_fields(ResultData& data)
{
    std::string const& path = data.place.fields_file;
    data.samples = read_samples(path, report_bins, report_frames);
    data.frames = data.samples->frames();
    NetcdfReader const file(path);
    data.title = file.attribute("title");
    data.resolved = file.attribute("case");
    std::string const history = file.attribute("history");
    data.written = history.substr(0, history.find(": "));
    std::string source = file.attribute("source"); // "zemi 0.1, equation, reconstruction flux time"
    if (std::size_t const comma = source.find(", "); comma != std::string::npos) {
        source.erase(0, comma + 2);
        std::size_t const next = source.find(", ");
        data.equation = source.substr(0, next);
        data.scheme = next == std::string::npos ? "" : source.substr(next + 2);
    }
    data.num_cells = static_cast<int>(file.dimension_size("cell"));
    if (file.has_variable("road_category") && !data.frames.empty()) {
        auto const category = file.read("road_category");
        auto const bins = static_cast<std::size_t>(data.samples->num_bins());
        for (std::size_t bin = 0; bin < bins; ++bin) {
            data.category.push_back(static_cast<int>(category[(2 * bin + 1) * category.size() / (2 * bins)]));
        }
        for (std::size_t i = 1; i < category.size(); ++i) {
            if (category[i] != category[i - 1]) {
                data.category_changes.push_back(data.samples->x_begin
                                                + data.samples->length * static_cast<double>(i)
                                                      / static_cast<double>(category.size()));
            }
        }
    }
}

std::string text_of(nlohmann::json const& json, char const* key)
{
    auto const found = json.find(key);
    if (found == json.end()) {
        return {};
    }
    return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string failure_of(nlohmann::json const& json)
{
    auto const found = json.find("failure");
    if (found == json.end()) {
        return {};
    }
    std::string where = fmt::format("at t = {:.6g} s", found->value("time_s", 0.0));
    if (found->contains("cell")) {
        where += fmt::format(", cell {} (x = {:.6g} m)", found->value("cell", 0), found->value("x_m", 0.0));
    }
    return fmt::format("{}: {}", where, found->value("reason", "no reason given"));
}

RunSummary read_summary(std::string const& path, std::string& title)
{
    std::ifstream file(path);
    nlohmann::ordered_json const json = nlohmann::ordered_json::parse(file);
    RunSummary summary;
    summary.status = json.value("status", "unknown");
    summary.failure = failure_of(json);
    if (title.empty()) {
        title = json.value("title", "");
    }
    auto const fact = [&](std::string const& name, std::string const& value) {
        if (!value.empty()) {
            summary.facts.emplace_back(name, value);
        }
    };
    fact("case", text_of(json, "case"));
    fact("command", text_of(json, "command"));
    fact("engine", text_of(json, "engine"));
    fact("device", text_of(json, "device"));
    if (json.contains("end_time")) {
        auto const& time = json.at("end_time");
        fact("reached",
             fmt::format("{:.6g} of {:.6g} s", time.at("reached_s").get<double>(), time.at("wanted_s").get<double>()));
    }
    fact("steps", fmt::format("{}, {} repeated", text_of(json, "steps"), text_of(json, "repeated_steps")));
    fact("densities floored", text_of(json, "floors"));
    fact("fluxes limited", text_of(json, "limited"));
    fact("snapshots", text_of(json, "snapshots"));
    if (json.contains("cell_steps_per_second")) {
        fact("speed", fmt::format("{}cell-steps/s", format_count(json.at("cell_steps_per_second").get<double>())));
    }
    fact("zemi", text_of(json, "version"));
    fact("built with", fmt::format("{}, Kokkos {}", text_of(json, "compiler"), text_of(json, "kokkos_version")));
    for (auto const& [name, m] : json.at("ledger_veh").items()) {
        summary.ledger.push_back({name, m.at("initial"), m.at("inflow"), m.at("outflow"), m.at("stored"),
                                  m.at("defect"), m.at("relative_defect")});
    }
    for (auto const& [name, seconds] : json.at("timing_s").items()) {
        summary.timing.emplace_back(name, seconds.get<double>());
    }
    summary.num_steps = json.value("steps", std::int64_t{0});
    summary.real_time_ratio = json.value("real_time_ratio", 0.0);
    for (std::string const& warning : json.value("warnings", std::vector<std::string>{})) {
        summary.warnings.push_back(warning.substr(0, warning.find('\n'))); // without the line of the file
    }
    return summary;
}

} // namespace

ResultData read_result_fields(ResultPlace const& place)
{
    ResultData data;
    data.place = place;
    try {
        read_fields(data);
    } catch (IoError const& e) {
        data.fields_problem = e.what();
        data.samples.reset();
        data.frames.clear();
        data.remarks.push_back(fmt::format("No pictures of the traffic: {}.", data.fields_problem));
    }
    return data;
}

void read_result_texts(ResultData& data)
{
    std::string const summary = (fs::path(data.place.folder) / "summary.json").string();
    if (!fs::exists(summary)) {
        data.remarks.emplace_back("There is no summary.json: status, ledger of vehicles and timing are not known.");
    } else {
        try {
            data.summary = read_summary(summary, data.title);
        } catch (nlohmann::json::exception const& e) {
            data.remarks.push_back(fmt::format("summary.json cannot be read: {}.", e.what()));
        }
    }
    std::string const history = (fs::path(data.place.folder) / "history.csv").string();
    if (!fs::exists(history)) {
        data.remarks.emplace_back(
            "There is no history.csv (output.history of the case): cumulative counts and steps are not shown.");
    } else {
        try {
            data.history = read_history(history);
        } catch (IoError const& e) {
            data.remarks.push_back(fmt::format("history.csv is left out: {}.", e.what()));
        }
    }
    if (!data.samples && !data.summary && !data.history) {
        throw IoError(data.fields_problem);
    }
    if (data.title.empty()) {
        data.title = data.place.name;
    }
}

ResultData read_result(ResultPlace const& place)
{
    ResultData data = read_result_fields(place);
    read_result_texts(data);
    return data;
}

} // namespace zemi::app
