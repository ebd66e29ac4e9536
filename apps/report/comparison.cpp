// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/comparison.hpp"

#include "report/fields_reader.hpp"
#include <zemi/core/suggest.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <utility>

namespace zemi::app {
namespace {

constexpr std::array<char const*, 4> known_variables{"density", "speed", "flow", "marker"};
constexpr std::size_t most_kept_pairs = 300;
constexpr std::size_t most_bins = 400;
constexpr double same_place = 1e-9; ///< relative: roads this close are the same

[[noreturn]] void refuse(std::string const& reason)
{
    throw std::invalid_argument("these results cannot be compared: " + reason);
}

bool contains(std::vector<std::string> const& names, std::string const& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::size_t nearest(std::vector<double> const& times, double time)
{
    auto const after = std::lower_bound(times.begin(), times.end(), time);
    if (after == times.end() || (after != times.begin() && time - *(after - 1) <= *after - time)) {
        return static_cast<std::size_t>(after - times.begin()) - 1;
    }
    return static_cast<std::size_t>(after - times.begin());
}

/// What is compared, or why that is impossible.
std::vector<std::string> chosen_classes(FieldsReader const& a, FieldsReader const& b, CompareRequest const& request)
{
    for (std::string const& name : request.classes) {
        for (FieldsReader const* const file : {&a, &b}) {
            if (!contains(file->classes(), name)) {
                refuse(
                    fmt::format("{} has no class \"{}\"; {}", file->path(), name, suggest_name(name, file->classes())));
            }
        }
    }
    if (!request.classes.empty()) {
        return request.classes;
    }
    if (!std::is_permutation(a.classes().begin(), a.classes().end(), b.classes().begin(), b.classes().end())) {
        refuse(fmt::format("their classes differ: {} and {}; --class picks one that both have",
                           fmt::join(a.classes(), ", "), fmt::join(b.classes(), ", ")));
    }
    return a.classes();
}

std::vector<std::string> chosen_variables(FieldsReader const& a, FieldsReader const& b, CompareRequest const& request,
                                          std::vector<std::string>& remarks)
{
    std::vector<std::string> chosen;
    for (std::string const name : known_variables) {
        bool const is_asked_for = contains(request.variables, name);
        if (!request.variables.empty() && !is_asked_for) {
            continue;
        }
        if (a.has(name) && b.has(name)) {
            if (a.units(name) != b.units(name)) {
                refuse(fmt::format("the unit of {} is \"{}\" in one and \"{}\" in the other", name, a.units(name),
                                   b.units(name)));
            }
            chosen.push_back(name);
        } else if (is_asked_for) {
            refuse(fmt::format("{} has no variable \"{}\"", a.has(name) ? b.path() : a.path(), name));
        } else if (a.has(name) || b.has(name)) {
            remarks.push_back(
                fmt::format("{} is only in {}, so it is not compared", name, a.has(name) ? a.path() : b.path()));
        }
    }
    if (chosen.empty()) {
        refuse("they have no variable in common");
    }
    return chosen;
}

void require_same_road(FieldsReader const& a, FieldsReader const& b)
{
    double const length = a.edges().back() - a.edges().front();
    if (std::abs(a.edges().front() - b.edges().front()) > same_place * length
        || std::abs(a.edges().back() - b.edges().back()) > same_place * length) {
        refuse(fmt::format("their roads differ: {:.6g} to {:.6g} m and {:.6g} to {:.6g} m", a.edges().front(),
                           a.edges().back(), b.edges().front(), b.edges().back()));
    }
}

std::vector<SnapshotPair> chosen_pairs(FieldsReader const& a, FieldsReader const& b, CompareRequest const& request)
{
    double const begin = std::max(a.times().front(), b.times().front());
    double const end = std::min(a.times().back(), b.times().back());
    if (begin > end) {
        refuse(fmt::format("they have no time in common: {:.6g} to {:.6g} s and {:.6g} to {:.6g} s", a.times().front(),
                           a.times().back(), b.times().front(), b.times().back()));
    }
    if (request.times.empty()) {
        return paired_snapshots(a.times(), b.times());
    }
    std::vector<SnapshotPair> pairs;
    for (double const time : request.times) {
        if (time < begin - 1e-9 * std::abs(begin) || time > end + 1e-9 * std::abs(end)) {
            refuse(fmt::format("{:.6g} s is outside the time that both cover, {:.6g} to {:.6g} s", time, begin, end));
        }
        pairs.push_back({nearest(a.times(), time), nearest(b.times(), time)});
    }
    return pairs;
}

bool is_weighted(std::string const& variable)
{
    return variable == "speed" || variable == "marker"; // belong to vehicles, the others to the road
}

/// A variable of one file on the common grid.
ClassFields on_grid(FieldsReader const& file, std::string const& variable, std::size_t snapshot,
                    std::vector<double> const& edges)
{
    ClassFields fields = file.read(variable, snapshot);
    if (file.edges().size() == edges.size()) {
        return fields;
    }
    bool const weighted = is_weighted(variable) && file.has("density");
    ClassFields const density = weighted ? file.read("density", snapshot) : ClassFields{};
    for (std::size_t c = 0; c < fields.size(); ++c) {
        fields[c] = averaged_onto(fields[c], file.edges(), edges, weighted ? &density[c] : nullptr);
    }
    return fields;
}

std::size_t index_of(std::vector<std::string> const& names, std::string const& name)
{
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

/// Edges for pictures: those of the cells, or fewer.
std::vector<double> even_bins(std::vector<double> const& edges)
{
    if (edges.size() <= most_bins + 1) {
        return edges;
    }
    std::vector<double> bins;
    for (std::size_t i = 0; i <= most_bins; ++i) {
        double const share = static_cast<double>(i) / static_cast<double>(most_bins);
        bins.push_back(edges.front() + share * (edges.back() - edges.front()));
    }
    return bins;
}

Norms overall(std::vector<Norms> const& all)
{
    Norms result;
    for (Norms const& n : all) {
        result.l1 += n.l1 / static_cast<double>(all.size());
        result.l2 += n.l2 * n.l2 / static_cast<double>(all.size());
        result.linf = std::max(result.linf, n.linf);
    }
    result.l2 = std::sqrt(result.l2);
    return result;
}

} // namespace

std::vector<double> averaged_onto(std::vector<double> const& values, std::vector<double> const& edges,
                                  std::vector<double> const& new_edges, std::vector<double> const* weights)
{
    std::vector<double> result;
    std::size_t first = 0;
    for (std::size_t cell = 0; cell + 1 < new_edges.size(); ++cell) {
        double const low = new_edges[cell];
        double const high = new_edges[cell + 1];
        while (first + 1 < values.size() && edges[first + 1] <= low) {
            ++first;
        }
        double sum = 0;
        double length = 0;
        double weighted_sum = 0;
        double weight = 0;
        for (std::size_t i = first; i < values.size() && (edges[i] < high || i == first); ++i) {
            double const overlap = std::max(0.0, std::min(high, edges[i + 1]) - std::max(low, edges[i]));
            sum += overlap * values[i];
            length += overlap;
            if (weights != nullptr) {
                weighted_sum += overlap * (*weights)[i] * values[i];
                weight += overlap * (*weights)[i];
            }
        }
        result.push_back(weight > 0 ? weighted_sum / weight : sum / length);
    }
    return result;
}

std::vector<SnapshotPair> paired_snapshots(std::vector<double> const& a, std::vector<double> const& b)
{
    double const begin = std::max(a.front(), b.front());
    double const end = std::min(a.back(), b.back());
    double const slack = 1e-9 * (std::abs(begin) + std::abs(end));
    std::vector<SnapshotPair> pairs;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t const j = nearest(b, a[i]);
        bool const both_cover_it = a[i] >= begin - slack && a[i] <= end + slack;
        if (both_cover_it && nearest(a, b[j]) == i) {
            pairs.push_back({i, j});
        }
    }
    return pairs;
}

Norms norms_of(std::vector<double> const& values, std::vector<double> const& edges)
{
    constexpr double infinite = std::numeric_limits<double>::infinity();
    Norms norms;
    double const length = edges.back() - edges.front();
    for (std::size_t i = 0; i < values.size(); ++i) {
        double const value = std::isfinite(values[i]) ? std::abs(values[i]) : infinite;
        double const share = (edges[i + 1] - edges[i]) / length;
        norms.l1 += share * value;
        norms.l2 += share * value * value;
        norms.linf = std::max(norms.linf, value);
    }
    norms.l2 = std::sqrt(norms.l2);
    return norms;
}

Norms DifferenceSeries::overall_difference() const
{
    return overall(difference);
}

Norms DifferenceSeries::overall_reference() const
{
    return overall(reference);
}

Norms relative(Norms const& difference, Norms const& reference)
{
    auto const ratio = [](double d, double r) { return d == 0 ? 0 : d / r; };
    return {ratio(difference.l1, reference.l1), ratio(difference.l2, reference.l2),
            ratio(difference.linf, reference.linf)};
}

Comparison compare_results(std::string const& path_a, std::string const& path_b, CompareRequest const& request)
{
    FieldsReader const a(path_a);
    FieldsReader const b(path_b);
    Comparison result;
    for (std::string const& name : request.variables) {
        if (std::find(known_variables.begin(), known_variables.end(), name) == known_variables.end()) {
            std::vector<std::string> const known(known_variables.begin(), known_variables.end());
            refuse(fmt::format("unknown variable \"{}\"; {}", name, suggest_name(name, known)));
        }
    }
    auto const classes = chosen_classes(a, b, request);
    auto const variables = chosen_variables(a, b, request, result.remarks);
    require_same_road(a, b);
    auto const pairs = chosen_pairs(a, b, request);
    if (pairs.empty()) {
        refuse("no snapshots lie near each other in time");
    }
    bool const a_is_coarser = a.edges().size() <= b.edges().size();
    result.edges = a_is_coarser ? a.edges() : b.edges();
    if (a.edges().size() != b.edges().size()) {
        result.remarks.push_back(fmt::format(
            "grids: the {} cells of {} are averaged over the {} of {}, by overlap (speed and marker also by "
            "density)",
            std::max(a.edges().size(), b.edges().size()) - 1, a_is_coarser ? b.path() : a.path(),
            result.edges.size() - 1, a_is_coarser ? a.path() : b.path()));
    }
    for (SnapshotPair const& pair : pairs) {
        result.times_a.push_back(a.times()[pair.a]);
        result.times_b.push_back(b.times()[pair.b]);
        result.largest_time_shift =
            std::max(result.largest_time_shift, std::abs(result.times_a.back() - result.times_b.back()));
    }
    result.remarks.push_back(fmt::format("times: {} of {} and {} snapshots, {:.6g} to {:.6g} s; nothing is "
                                         "interpolated, times differ by {:.3g} s at most",
                                         pairs.size(), a.times().size(), b.times().size(), result.times_a.front(),
                                         result.times_a.back(), result.largest_time_shift));

    std::vector<char> is_kept(pairs.size(), 0);
    std::size_t const stride = (pairs.size() + most_kept_pairs - 1) / most_kept_pairs;
    for (std::size_t k = 0; k < pairs.size(); ++k) {
        if (k % stride == 0 || k + 1 == pairs.size()) {
            is_kept[k] = 1;
            result.kept_pairs.push_back(k);
        }
    }
    std::vector<double> const bins = even_bins(result.edges);
    for (std::string const& variable : variables) {
        std::size_t const first = result.series.size();
        for (std::string const& name : classes) {
            result.series.push_back({variable, a.units(variable), name, {}, {}, {}});
        }
        for (std::size_t k = 0; k < pairs.size(); ++k) {
            ClassFields const of_a = on_grid(a, variable, pairs[k].a, result.edges);
            ClassFields const of_b = on_grid(b, variable, pairs[k].b, result.edges);
            for (std::size_t c = 0; c < classes.size(); ++c) {
                auto const& values_a = of_a[index_of(a.classes(), classes[c])];
                auto const& values_b = of_b[index_of(b.classes(), classes[c])];
                std::vector<double> difference;
                std::transform(values_b.begin(), values_b.end(), values_a.begin(), std::back_inserter(difference),
                               std::minus<>());
                DifferenceSeries& series = result.series[first + c];
                series.difference.push_back(norms_of(difference, result.edges));
                series.reference.push_back(norms_of(values_a, result.edges));
                if (is_kept[k]) {
                    auto const row = bins.size() < result.edges.size() ? averaged_onto(difference, result.edges, bins)
                                                                       : std::move(difference);
                    series.values.emplace_back(row.begin(), row.end());
                }
            }
        }
    }
    return result;
}

} // namespace zemi::app
