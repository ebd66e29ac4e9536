// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/check.hpp"

#include "study/exact_solution.hpp"
#include <zemi/core/units.hpp>
#include <zemi/physics/stability.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

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

std::string stability_of_start(Problem const& problem)
{
    if (problem.model.equation != "multiclass_arz") {
        return {};
    }
    int const num_samples = std::min(problem.road.num_cells, max_samples);
    std::map<std::pair<int, std::vector<Real>>, LinearStability> known;
    int num_unstable = 0;
    LinearStability worst;
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
        if (found->second.growth_rate > worst.growth_rate) {
            worst = found->second;
        }
    }
    if (num_unstable == 0) {
        return "uniform traffic is linearly stable: disturbances decay";
    }
    return fmt::format(
        "the sub-characteristic condition is violated on {:.0f} % of the road at the beginning: disturbances "
        "grow into jam clusters (waves of {:.3g} m by the factor e in {:.2g} s)",
        100.0 * num_unstable / num_samples, worst.wavelength, worst.e_folding_time());
}

std::vector<std::pair<std::string, std::string>> describe_case(Case const& input)
{
    Problem const& problem = input.problem;
    std::vector<std::pair<std::string, std::string>> facts;
    facts.emplace_back("case", fmt::format("{}: valid", input.path));
    facts.emplace_back("title", input.title);
    facts.emplace_back("equation", problem.model.equation);
    facts.emplace_back("scheme", fmt::format("{}, {}, {}, cfl {}", problem.scheme.reconstruction, problem.scheme.flux,
                                             problem.scheme.time, problem.scheme.cfl));
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
    if (std::string const stability = stability_of_start(problem); !stability.empty()) {
        facts.emplace_back("stability", stability);
    }
    auto const exact = study::exact_solution_of(input);
    facts.emplace_back("exact", exact ? describe(*exact, input) : "no exact solution is known");
    return facts;
}

} // namespace zemi::app
