// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/check.hpp"

#include "study/exact_solution.hpp"
#include <zemi/core/units.hpp>
#include <zemi/numerics/source_integrator.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace zemi::app {
namespace {

/// Places at which a state is looked at: enough to see every section and wave of a usual case.
constexpr int max_samples = 64;

TrafficState state_in_cell(Problem const& problem, int cell)
{
    InitialState const& initial = problem.initial;
    return initial.cells.empty() ? initial.at(problem.road.cell_center(cell))
                                 : initial.cells[static_cast<std::size_t>(cell)];
}

/// The number of vehicles of a class at the beginning, from a sample of cells.
Real vehicles_at_start(Problem const& problem, std::size_t vehicle)
{
    int const num_samples = std::min(problem.road.num_cells, 1000);
    Real sum = 0;
    for (int i = 0; i < num_samples; ++i) {
        auto const cell = static_cast<int>((static_cast<Real>(i) + Real(0.5)) * problem.road.num_cells / num_samples);
        sum += state_in_cell(problem, cell).density[vehicle];
    }
    return sum / num_samples * problem.road.length;
}

std::string describe_end(BoundarySchedule const& schedule)
{
    std::string text;
    for (BoundaryPhase const& phase : schedule) {
        char const* name = "";
        switch (phase.condition.kind) {
        case BoundaryKind::inflow:
            name = "inflow";
            break;
        case BoundaryKind::outflow:
            name = "outflow";
            break;
        case BoundaryKind::free_outflow:
            name = "free outflow";
            break;
        case BoundaryKind::periodic:
            name = "periodic";
            break;
        case BoundaryKind::wall:
            name = "wall";
            break;
        }
        text += text.empty() ? std::string(name)
                             : fmt::format(", from {} {}", format_quantity(phase.begin, dimension::time), name);
    }
    return text;
}

} // namespace

CheckedCase check_case(std::string const& path, std::vector<std::string> const& overrides)
{
    CheckedCase result;
    try {
        result.input = read_case(path, overrides);
        result.diagnostics = result.input->diagnostics;
    } catch (ConfigError const& e) {
        result.diagnostics = e.diagnostics();
    }
    return result;
}

std::optional<StartStability> stability_of_start(Problem const& problem)
{
    if (problem.model.equation != "multiclass_arz") {
        return std::nullopt;
    }
    int const num_samples = std::min(problem.road.num_cells, max_samples);
    std::map<std::pair<int, std::vector<Real>>, LinearStability> known;
    int num_unstable = 0;
    StartStability result;
    for (int i = 0; i < num_samples; ++i) {
        auto const cell = static_cast<int>((static_cast<Real>(i) + Real(0.5)) * problem.road.num_cells / num_samples);
        std::vector<Real> const density = state_in_cell(problem, cell).density;
        if (std::all_of(density.begin(), density.end(), [](Real d) { return d <= 0; })) {
            continue;
        }
        std::pair const key{problem.road.category[static_cast<std::size_t>(cell)], density};
        auto found = known.find(key);
        if (found == known.end()) {
            found = known.emplace(key, linear_stability(problem.model, density, key.first)).first;
        }
        num_unstable += found->second.is_stable() ? 0 : 1;
        if (found->second.growth_rate > result.fastest.growth_rate) {
            result.fastest = found->second;
            result.density = std::accumulate(density.begin(), density.end(), Real(0));
        }
    }
    result.unstable_share = static_cast<Real>(num_unstable) / num_samples;
    return result;
}

std::string describe(StartStability const& stability)
{
    if (stability.unstable_share == 0) {
        return "linearly stable: small disturbances decay";
    }
    return fmt::format("linearly unstable on {:.0f} % of the road: waves of {:.3g} m grow by the factor e in {:.2g} s",
                       100 * stability.unstable_share, stability.fastest.wavelength,
                       stability.fastest.e_folding_time());
}

std::optional<Diagnostic> stability_warning(Case const& input)
{
    auto const stability = stability_of_start(input.problem);
    if (!stability || stability->unstable_share == 0) {
        return std::nullopt;
    }
    Diagnostic warning;
    warning.severity = Severity::warning;
    warning.file = input.path;
    warning.message = fmt::format(
        "expect jam clusters: the traffic at the beginning violates the sub-characteristic condition on {:.0f} % of "
        "the "
        "road; fastest where its density is {}, with waves of {:.3g} m that grow by the factor e in {:.2g} s",
        100 * stability->unstable_share, format_quantity(stability->density, dimension::density, 4),
        stability->fastest.wavelength, stability->fastest.e_folding_time());
    warning.suggestion = "what grows from rounding and from the size of the cells has no limit as they are refined";
    return warning;
}

std::vector<std::pair<std::string, std::string>> describe_case(Case const& input)
{
    Problem const& problem = input.problem;
    std::vector<std::pair<std::string, std::string>> facts;
    facts.emplace_back("case", fmt::format("{}: valid", input.path));
    facts.emplace_back("title", input.title);
    facts.emplace_back("equation", problem.model.equation);
    facts.emplace_back("scheme", fmt::format("{}, {}, {}, contact fix {}, cfl {}", problem.scheme.reconstruction,
                                             problem.scheme.flux, problem.scheme.time, problem.scheme.contact_fix,
                                             problem.scheme.cfl));
    if (needs_source_engine(problem)) {
        facts.emplace_back("source", describe(problem.model, problem.source));
    }
    facts.emplace_back(
        "road", fmt::format("{}, {} cells of {}", format_quantity(problem.road.length, dimension::length),
                            problem.road.num_cells, format_quantity(problem.road.cell_length(), dimension::length)));
    for (std::size_t c = 0; c < problem.model.classes.size(); ++c) {
        facts.emplace_back(problem.model.classes[c].name,
                           fmt::format("{:.1f} vehicles at the beginning", vehicles_at_start(problem, c)));
    }
    facts.emplace_back("left end", describe_end(problem.left));
    facts.emplace_back("right end", describe_end(problem.right));
    facts.emplace_back("time",
                       fmt::format("{} to {}, output every {}", format_quantity(problem.begin_time, dimension::time),
                                   format_quantity(input.end_time, dimension::time),
                                   format_quantity(input.output.every, dimension::time)));
    if (auto const stability = stability_of_start(problem)) {
        facts.emplace_back("stability", describe(*stability));
    }
    facts.emplace_back("exact", study::describe(study::recognise(input), input));
    return facts;
}

} // namespace zemi::app
