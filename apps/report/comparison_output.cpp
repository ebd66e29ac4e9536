// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/comparison_output.hpp"

#include "plot/chart.hpp"
#include "plot/pictures.hpp"
#include "zemi/report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace zemi::app {
namespace {

/// How differences of this variable are shown.
plot::Look look_of(std::string const& variable)
{
    if (variable == "density") {
        return {variable, "veh/km", 1000, plot::ColourMap::blue_orange};
    }
    if (variable == "flow") {
        return {variable, "veh/h", 3600, plot::ColourMap::blue_orange};
    }
    return {variable, "km/h", 3.6, plot::ColourMap::blue_orange};
}

std::vector<std::string> row_of(DifferenceSeries const& series, std::string const& time, Norms const& difference,
                                Norms const& reference)
{
    plot::Look const look = look_of(series.variable);
    Norms const share = relative(difference, reference);
    auto const shown = [&](double value) { return fmt::format("{:.4g}", value * look.factor); };
    auto const ratio = [](double value) { return fmt::format("{:.3g}", value); };
    return {series.variable + " " + series.vehicle_class,
            time,
            look.unit,
            shown(difference.l1),
            shown(difference.l2),
            shown(difference.linf),
            ratio(share.l1),
            ratio(share.l2),
            ratio(share.linf)};
}

nlohmann::ordered_json json_of(Norms const& norms)
{
    auto const value = [](double v) { return std::isfinite(v) ? nlohmann::ordered_json(v) : nlohmann::ordered_json(); };
    return {{"l1", value(norms.l1)}, {"l2", value(norms.l2)}, {"linf", value(norms.linf)}};
}

/// The number of the kept pair that is nearest to each of five times.
std::vector<std::size_t> profile_rows(std::vector<std::size_t> const& kept)
{
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < 5; ++i) {
        rows.push_back(i * (kept.size() - 1) / 4);
    }
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

std::string profiles(Comparison const& comparison, DifferenceSeries const& series)
{
    plot::Look const look = look_of(series.variable);
    double const begin = comparison.edges.front();
    double const length = comparison.edges.back() - begin;
    plot::ReadableUnit const length_unit = plot::length_unit(std::abs(begin) + length);
    plot::ReadableUnit const duration = plot::duration_unit(comparison.times_a.back());
    plot::Chart chart;
    chart.title = fmt::format("{}: difference of {} (B − A)", series.vehicle_class, series.variable);
    chart.description = chart.title + " along the road at several times";
    chart.x_label = plot::axis_label("position", length_unit.name);
    chart.y_label = plot::axis_label("difference", look.unit);
    chart.x_low = begin * length_unit.factor;
    chart.x_high = (begin + length) * length_unit.factor;
    auto const rows = profile_rows(comparison.kept_pairs);
    auto const colours = plot::profile_colours(rows.size());
    for (std::size_t k = 0; k < rows.size(); ++k) {
        double const time = comparison.times_a[comparison.kept_pairs[rows[k]]];
        plot::Series line{fmt::format("{:.4g} {}", time * duration.factor, duration.name),
                          {},
                          {colours[k], 1.8, ""},
                          plot::Series::Mark::line};
        auto const& values = series.values[rows[k]];
        for (std::size_t i = 0; i < values.size(); ++i) {
            double const x = begin + length * (static_cast<double>(i) + 0.5) / static_cast<double>(values.size());
            line.points.push_back({x * length_unit.factor, static_cast<double>(values[i]) * look.factor});
        }
        chart.series.push_back(std::move(line));
    }
    return plot::draw_chart(chart);
}

std::string map_of(Comparison const& comparison, DifferenceSeries const& series)
{
    plot::Map map;
    map.look = look_of(series.variable);
    map.title = fmt::format("{}: difference of {} (B − A)", series.vehicle_class, series.variable);
    map.description = map.title + " over position and time";
    map.x_begin = comparison.edges.front();
    map.length = comparison.edges.back() - comparison.edges.front();
    map.symmetric = true;
    for (std::size_t k = 0; k < comparison.kept_pairs.size(); ++k) {
        map.values.times.push_back(comparison.times_a[comparison.kept_pairs[k]]);
        map.values.rows.push_back(&series.values[k]);
    }
    return plot::draw_map(map);
}

} // namespace

std::string comparison_table(Comparison const& comparison, bool at_each_time)
{
    std::vector<std::vector<std::string>> rows{
        {"difference", "time", "unit", "L1", "L2", "Linf", "L1 / A", "L2 / A", "Linf / A"}};
    for (DifferenceSeries const& series : comparison.series) {
        if (!at_each_time) {
            rows.push_back(row_of(series, "all", series.overall_difference(), series.overall_reference()));
            continue;
        }
        for (std::size_t k = 0; k < series.difference.size(); ++k) {
            rows.push_back(row_of(series, fmt::format("{:.6g} s", comparison.times_a[k]), series.difference[k],
                                  series.reference[k]));
        }
    }
    return text_table(rows);
}

std::string comparison_csv(Comparison const& comparison)
{
    std::string text = "variable,unit,class,time_a [s],time_b [s],l1,l2,linf,relative_l1 [1],relative_l2 [1],"
                       "relative_linf [1]\n";
    for (DifferenceSeries const& series : comparison.series) {
        for (std::size_t k = 0; k < series.difference.size(); ++k) {
            Norms const& d = series.difference[k];
            Norms const share = relative(d, series.reference[k]);
            text += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", series.variable, series.unit,
                                series.vehicle_class, comparison.times_a[k], comparison.times_b[k], d.l1, d.l2, d.linf,
                                share.l1, share.l2, share.linf);
        }
    }
    return text;
}

std::string comparison_json(Comparison const& comparison)
{
    nlohmann::ordered_json json;
    json["remarks"] = comparison.remarks;
    json["cells"] = comparison.edges.size() - 1;
    json["times_a_s"] = comparison.times_a;
    json["times_b_s"] = comparison.times_b;
    json["differences"] = nlohmann::ordered_json::array();
    for (DifferenceSeries const& series : comparison.series) {
        nlohmann::ordered_json at_times = nlohmann::ordered_json::array();
        for (std::size_t k = 0; k < series.difference.size(); ++k) {
            at_times.push_back({{"norms", json_of(series.difference[k])},
                                {"relative", json_of(relative(series.difference[k], series.reference[k]))}});
        }
        Norms const all = series.overall_difference();
        json["differences"].push_back({{"variable", series.variable},
                                       {"unit", series.unit},
                                       {"class", series.vehicle_class},
                                       {"norms", json_of(all)},
                                       {"relative", json_of(relative(all, series.overall_reference()))},
                                       {"at_times", at_times}});
    }
    double const largest = largest_relative_difference(comparison);
    json["largest_relative"] = std::isfinite(largest) ? nlohmann::ordered_json(largest) : nlohmann::ordered_json();
    return json.dump(2) + "\n";
}

std::vector<Picture> comparison_pictures(Comparison const& comparison)
{
    std::vector<Picture> pictures;
    for (DifferenceSeries const& series : comparison.series) {
        std::string const stem = as_file_name(series.variable + "_" + series.vehicle_class) + ".svg";
        pictures.push_back({"difference_profiles_" + stem, profiles(comparison, series)});
        if (comparison.kept_pairs.size() >= 3) {
            pictures.push_back({"difference_space_time_" + stem, map_of(comparison, series)});
        }
    }
    return pictures;
}

double largest_relative_difference(Comparison const& comparison)
{
    double largest = 0;
    for (DifferenceSeries const& series : comparison.series) {
        for (std::size_t k = 0; k < series.difference.size(); ++k) {
            Norms const share = relative(series.difference[k], series.reference[k]);
            for (double const value : {share.l1, share.l2, share.linf}) {
                largest = std::isnan(value) ? std::numeric_limits<double>::infinity() : std::max(largest, value);
            }
        }
    }
    return largest;
}

} // namespace zemi::app
