// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/result_place.hpp"

#include <zemi/core/io_error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace zemi::app {
namespace {

namespace fs = std::filesystem;

constexpr int levels_down = 2;

constexpr char const* sweep_name = "sweep.nc";

bool is_sweep(fs::path const& folder)
{
    return fs::exists(folder / sweep_name);
}

bool is_result(fs::path const& folder)
{
    return is_sweep(folder) || fs::exists(folder / "fields.nc") || fs::exists(folder / "summary.json");
}

std::vector<fs::path> folders_in(fs::path const& folder)
{
    std::vector<fs::path> result;
    for (auto const& entry : fs::directory_iterator(folder)) {
        if (entry.is_directory()) {
            result.push_back(entry.path());
        }
    }
    std::sort(result.begin(), result.end());
    return result;
}

void search(fs::path const& folder, int levels, std::vector<fs::path>& found)
{
    if (is_result(folder)) {
        found.push_back(folder);
    } else if (levels > 0) {
        for (fs::path const& inner : folders_in(folder)) {
            search(inner, levels - 1, found);
        }
    }
}

std::vector<ResultPlace> results_at(std::string const& path)
{
    std::error_code error;
    if (fs::is_regular_file(path, error)) {
        if (!path.ends_with(".nc")) {
            throw IoError(fmt::format("{} is no result: a folder or a fields.nc is wanted", path));
        }
        std::string const parent = fs::path(path).parent_path().string();
        return {{parent.empty() ? "." : parent, path, path, fs::path(path).filename() == sweep_name}};
    }
    if (!fs::is_directory(path, error)) {
        throw IoError(fmt::format("there is no folder {}", path));
    }
    std::vector<fs::path> found;
    try {
        search(path, levels_down, found);
    } catch (fs::filesystem_error const& e) {
        throw IoError(fmt::format("cannot look for results in {}: {}", path, e.code().message()));
    }
    if (found.empty()) {
        throw IoError(fmt::format("{} holds no result: there is no fields.nc in it", path));
    }
    std::vector<ResultPlace> places;
    for (fs::path const& folder : found) {
        bool const sweep = is_sweep(folder);
        places.push_back({folder.string(), (folder / (sweep ? sweep_name : "fields.nc")).string(),
                          folder.lexically_normal().string(), sweep});
    }
    return places;
}

} // namespace

std::vector<ResultPlace> find_results(std::vector<std::string> const& paths, std::vector<std::string>& problems)
{
    std::vector<ResultPlace> places;
    std::set<std::string> known;
    for (std::string const& path : paths) {
        try {
            for (ResultPlace& place : results_at(path)) {
                if (known.insert(fs::weakly_canonical(place.fields_file).string()).second) {
                    places.push_back(std::move(place));
                }
            }
        } catch (IoError const& e) {
            problems.emplace_back(e.what());
        }
    }
    return places;
}

std::vector<ResultPlace> find_results(std::vector<std::string> const& paths)
{
    std::vector<std::string> problems;
    auto places = find_results(paths, problems);
    if (!problems.empty()) {
        throw IoError(problems.front());
    }
    return places;
}

} // namespace zemi::app
