// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/run_charts.hpp"

#include "zemi/case.hpp"
#include <zemi/core/error.hpp>
#include <zemi/physics/equilibrium.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <stdexcept>

namespace zemi::app {
namespace {

using plot::Chart;
using plot::LineStyle;
using plot::Point;
using plot::Series;

constexpr double per_km = 1000;
constexpr double per_hour = 3600;

plot::ReadableUnit time_unit(std::vector<HistoryGroup> const& groups)
{
    return plot::duration_unit(groups.back().time);
}

/// The range of a density or speed of one class, as in all pictures.
plot::Range range_of_class(ResultData const& data, std::size_t c, plot::Variable variable,
                           std::vector<std::size_t> const& frames)
{
    std::vector<std::vector<float> const*> rows;
    for (std::size_t const k : frames) {
        rows.push_back(&plot::values_of(data.frames[k], variable)[c]);
    }
    return plot::range_of(rows, plot::look_of(variable).factor);
}

/// Mean density of each class over road and time, to scale the equilibrium curve with [veh/m].
std::vector<double> mean_density(ResultData const& data)
{
    std::vector<double> mean;
    for (std::size_t c = 0; c < data.samples->classes.size(); ++c) {
        double sum = 0;
        double count = 0;
        for (auto const& frame : data.frames) {
            for (float const value : frame.density[c]) {
                if (std::isfinite(value)) {
                    sum += static_cast<double>(value);
                    ++count;
                }
            }
        }
        mean.push_back(count > 0 ? sum / count : 0);
    }
    return mean;
}

/// Equilibrium flow of class c over its density: all classes grow together in the ratio `mix` [1] until the class has
/// `most` [veh/m].
std::vector<Point> equilibrium_curve(Equilibrium const& equilibrium, int category, std::vector<double> const& mix,
                                     std::size_t c, double most)
{
    constexpr int num_points = 120;
    std::vector<Point> points;
    for (int i = 0; i <= num_points; ++i) {
        double const own = most * i / num_points;
        std::vector<Real> density;
        for (double const share : mix) {
            density.push_back(static_cast<Real>(own * share / mix[c]));
        }
        auto const speed = static_cast<double>(equilibrium.speed(category, density)[c]);
        points.push_back({own * per_km, own * speed * per_hour});
    }
    return points;
}

/// Density and flow of every bin at every time, on roads of this category; of points that fall together one is left.
std::vector<Point> observed_points(ResultData const& data, std::size_t c, int category, double most_density,
                                   double most_flow)
{
    constexpr int per_axis = 180; // finer than the eye sees in a panel
    std::set<std::pair<int, int>> taken;
    std::vector<Point> points;
    for (auto const& frame : data.frames) {
        for (std::size_t i = 0; i < frame.density[c].size(); ++i) {
            auto const density = static_cast<double>(frame.density[c][i]);
            double const flow = density * static_cast<double>(frame.speed[c][i]);
            bool const belongs = i >= data.category.size() || data.category[i] == category;
            if (belongs && std::isfinite(flow)
                && taken
                       .emplace(static_cast<int>(std::lround(density / most_density * per_axis)),
                                static_cast<int>(std::lround(flow / most_flow * per_axis)))
                       .second) {
                points.push_back({density * per_km, flow * per_hour});
            }
        }
    }
    return points;
}

struct Model {
    std::optional<Equilibrium> equilibrium;
    double jam_density = 0;
    std::string problem; ///< why there is none
};

Model model_of(ResultData const& data, std::vector<int> const& categories)
{
    if (data.resolved.empty()) {
        return {{}, 0, "the result does not contain its case"};
    }
    try {
        ModelSpec const spec = read_resolved_model(data.resolved, categories);
        return {Equilibrium(spec), static_cast<double>(spec.jam_density), ""};
    } catch (ConfigError const& e) {
        return {{}, 0, std::string("the case in the result cannot be read: ") + e.what()};
    } catch (std::invalid_argument const& e) {
        return {{}, 0, e.what()};
    }
}

std::string dash_of(std::size_t number)
{
    static constexpr char const* dashes[] = {"", "8 4", "2 3", "10 3 2 3"};
    return dashes[number % 4];
}

} // namespace

std::string space_time_chart(ResultData const& data, std::size_t vehicle_class, plot::Variable variable)
{
    plot::Map map;
    map.look = plot::look_of(variable);
    std::string const& name = data.samples->classes[vehicle_class];
    map.title = name + ": " + map.look.name;
    map.description = fmt::format("Map of the {} of class {} over position and time", map.look.name, name);
    map.x_begin = data.samples->x_begin;
    map.length = data.samples->length;
    map.marks = data.category_changes;
    for (auto const& frame : data.frames) {
        map.values.times.push_back(frame.time);
        map.values.rows.push_back(&plot::values_of(frame, variable)[vehicle_class]);
    }
    return plot::draw_map(map, fmt::format("map-{}-{}", map.look.name, vehicle_class));
}

std::string profile_chart(ResultData const& data, std::size_t vehicle_class, plot::Variable variable)
{
    plot::Look const look = plot::look_of(variable);
    std::string const& name = data.samples->classes[vehicle_class];
    auto const chosen = plot::nearest_frames(data.frames);
    auto const colours = plot::profile_colours(chosen.size());
    double const begin = data.samples->x_begin;
    double const length = data.samples->length;
    plot::ReadableUnit const length_unit = plot::length_unit(std::abs(begin) + length);
    plot::ReadableUnit const duration = plot::duration_unit(data.frames.back().time);
    Chart chart;
    chart.title = name + ": " + look.name;
    chart.description = fmt::format("Curves of the {} of class {} along the road at several times", look.name, name);
    chart.x_label = plot::axis_label("position", length_unit.name);
    chart.y_label = plot::axis_label(look.name, look.unit);
    chart.x_low = begin * length_unit.factor;
    chart.x_high = (begin + length) * length_unit.factor;
    plot::Range const range = range_of_class(data, vehicle_class, variable, chosen);
    chart.y_low = range.low;
    chart.y_high = 1.02 * range.high;
    if (range.clipped) {
        chart.title += " (" + plot::up_to(range) + ")";
    }
    for (double const mark : data.category_changes) {
        chart.marks.push_back(mark * length_unit.factor);
    }
    for (std::size_t k = 0; k < chosen.size(); ++k) {
        auto const& frame = data.frames[chosen[k]];
        auto const& values = plot::values_of(frame, variable)[vehicle_class];
        Series series;
        series.name = fmt::format("{:.4g} {}", frame.time * duration.factor, duration.name);
        series.style = {colours[k], 1.8, dash_of(k)};
        for (std::size_t i = 0; i < values.size(); ++i) {
            double const x = begin + length * (static_cast<double>(i) + 0.5) / static_cast<double>(values.size());
            series.points.push_back({x * length_unit.factor, static_cast<double>(values[i]) * look.factor});
        }
        chart.series.push_back(std::move(series));
    }
    return plot::draw_chart(chart, fmt::format("profile-{}-{}", look.name, vehicle_class));
}

FundamentalDiagram fundamental_diagram(ResultData const& data)
{
    std::vector<int> categories = data.category;
    std::sort(categories.begin(), categories.end());
    categories.erase(std::unique(categories.begin(), categories.end()), categories.end());
    if (categories.empty()) {
        categories.push_back(0); // unknown: all points alike
    }
    Model const model = model_of(data, categories);
    std::vector<double> const mean = mean_density(data);
    double total = 0;
    for (double const density : mean) {
        total += density;
    }
    FundamentalDiagram diagram;
    bool const several = mean.size() > 1;
    if (!model.equilibrium) {
        diagram.explanation = fmt::format(
            "Dots: every place at every time of the run. No equilibrium curve is drawn: {}.", model.problem);
    } else if (several) {
        diagram.explanation = "Dots: every place at every time of the run. Solid lines: the equilibrium of the model "
                              "with all classes in the mean mix of the run; dashed: with this class alone on the road.";
    } else {
        diagram.explanation =
            "Dots: every place at every time of the run. Lines: the equilibrium of the model on each category of road.";
    }

    for (std::size_t c = 0; c < mean.size(); ++c) {
        std::string const& name = data.samples->classes[c];
        double most_density = 0;
        double most_flow = 0;
        for (auto const& frame : data.frames) {
            for (std::size_t i = 0; i < frame.density[c].size(); ++i) {
                auto const density = static_cast<double>(frame.density[c][i]);
                double const flow = density * static_cast<double>(frame.speed[c][i]);
                if (std::isfinite(flow)) {
                    most_density = std::max(most_density, density);
                    most_flow = std::max(most_flow, flow);
                }
            }
        }
        Chart chart;
        chart.title = name;
        chart.description = fmt::format("Flow over density of class {}, run and equilibrium", name);
        chart.x_label = "density [veh/km]";
        chart.y_label = "flow [veh/h]";
        chart.x_low = 0;
        most_density = most_density > 0 ? most_density : std::max(model.jam_density, 0.01);
        most_flow = most_flow > 0 ? most_flow : 1;
        for (std::size_t k = 0; k < categories.size(); ++k) {
            std::string const road = categories.size() > 1 ? fmt::format(", category {}", categories[k]) : "";
            Series dots;
            dots.name = "run" + road;
            dots.mark = Series::Mark::dots;
            dots.style = {plot::series_colour(k), 2.2, ""};
            dots.points = observed_points(data, c, categories[k], most_density, most_flow);
            chart.series.push_back(std::move(dots));
        }
        for (std::size_t k = 0; model.equilibrium && k < categories.size(); ++k) {
            std::string const road = categories.size() > 1 ? fmt::format(", category {}", categories[k]) : "";
            double const end = std::min(1.1 * most_density, std::max(model.jam_density, most_density));
            std::vector<double> alone(mean.size(), 0);
            alone[c] = 1;
            std::vector<double> mix = alone;
            if (total > 0 && mean[c] > 0) {
                mix = mean;
            }
            LineStyle const line{categories.size() > 1 ? plot::series_colour(k) : "#222222", 1.6, ""};
            chart.series.push_back({"equilibrium" + road,
                                    equilibrium_curve(*model.equilibrium, categories[k], mix, c, end), line,
                                    Series::Mark::line});
            if (several) {
                LineStyle dashed = line;
                dashed.dash = "5 4";
                chart.series.push_back({"alone" + road,
                                        equilibrium_curve(*model.equilibrium, categories[k], alone, c, end), dashed,
                                        Series::Mark::line});
            }
        }
        diagram.charts.push_back(plot::draw_chart(chart, fmt::format("fundamental-{}", c)));
    }
    return diagram;
}

std::string count_chart(HistoryData const& history, std::size_t vehicle_class)
{
    plot::ReadableUnit const unit = time_unit(history.groups);
    Chart chart;
    chart.title = history.classes[vehicle_class];
    chart.description =
        fmt::format("Cumulative numbers of vehicles of class {} that came in and left, over time", chart.title);
    chart.x_label = plot::axis_label("time", unit.name);
    chart.y_label = "vehicles";
    Series in{"in at the left end", {}, {plot::series_colour(0), 1.8, ""}, Series::Mark::line};
    Series out{"out at the right end", {}, {plot::series_colour(1), 1.8, "7 3"}, Series::Mark::line};
    in.points.push_back({history.begin_time * unit.factor, 0});
    out.points.push_back({history.begin_time * unit.factor, 0});
    for (HistoryGroup const& group : history.groups) {
        in.points.push_back({group.time * unit.factor, group.inflow[vehicle_class]});
        out.points.push_back({group.time * unit.factor, group.outflow[vehicle_class]});
    }
    chart.series = {std::move(in), std::move(out)};
    return plot::draw_chart(chart, fmt::format("counts-{}", vehicle_class));
}

std::vector<std::string> step_charts(HistoryData const& history)
{
    plot::ReadableUnit const unit = time_unit(history.groups);
    auto const chart_of = [&](std::string const& title, std::string const& label, std::string const& id,
                              std::vector<Series> series) {
        Chart chart;
        chart.title = title;
        chart.description = title + " over time";
        chart.x_label = plot::axis_label("time", unit.name);
        chart.y_label = label;
        chart.x_low = history.begin_time * unit.factor;
        chart.y_low = 0;
        chart.series = std::move(series);
        return plot::draw_chart(chart, id);
    };
    Series dt{"", {}, {plot::series_colour(0), 1.4, ""}, Series::Mark::line};
    Series cfl{"", {}, {plot::series_colour(1), 1.4, ""}, Series::Mark::line};
    Series floors{"densities set to zero", {}, {plot::series_colour(0), 1.8, ""}, Series::Mark::line};
    Series retries{"repeated steps", {}, {plot::series_colour(1), 1.8, "7 3"}, Series::Mark::line};
    std::int64_t num_floors = 0;
    std::int64_t num_retries = 0;
    for (HistoryGroup const& group : history.groups) {
        double const time = group.time * unit.factor;
        dt.points.push_back({time, group.smallest_dt});
        cfl.points.push_back({time, group.smallest_cfl});
        if (group.smallest_dt < group.largest_dt) { // several steps: the line fills what lies between
            dt.points.push_back({time, group.largest_dt});
        }
        if (group.smallest_cfl < group.largest_cfl) {
            cfl.points.push_back({time, group.largest_cfl});
        }
        num_floors += group.floors;
        num_retries += group.retries;
        floors.points.push_back({time, static_cast<double>(num_floors)});
        retries.points.push_back({time, static_cast<double>(num_retries)});
    }
    std::vector<std::string> charts{chart_of("step size", "dt [s]", "steps-dt", {std::move(dt)}),
                                    chart_of("realised CFL number", "CFL [1]", "steps-cfl", {std::move(cfl)})};
    if (num_floors + num_retries > 0) {
        charts.push_back(chart_of("floors and repeated steps so far", "number", "steps-floors",
                                  {std::move(floors), std::move(retries)}));
    }
    return charts;
}

} // namespace zemi::app
