// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/convergence.hpp"

#include "study/start_profile.hpp"
#include <zemi/core/profiling.hpp>
#include <zemi/core/units.hpp>
#include <zemi/numerics/scheme.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace zemi::study {
namespace {

constexpr Real not_a_number = std::numeric_limits<Real>::quiet_NaN();
constexpr Real lowest_order = -2;
constexpr Real highest_order = 12;

/// Errors below this, relative to the jam density (or in m/s), are rounding.
constexpr Real rounding = 1e-12;

struct ComputedLevel {
    app::Case const* input;
    CellFields fields;
};

/// How the errors grow with the cells at order p: h_k^p, or h_k^p - h_{k+1}^p for differences.
Real growth(std::vector<Real> const& h, std::size_t k, bool differences, Real p)
{
    if (!differences) {
        return std::pow(h[k], p);
    }
    // Of one sign for p of either sign, and without its zero at p = 0.
    return std::abs(p) < 1e-9 ? std::log(h[k] / h[k + 1]) : (std::pow(h[k], p) - std::pow(h[k + 1], p)) / p;
}

/// Variance of the logarithm of error / growth: zero if the order explains the errors.
Real misfit(std::vector<Real> const& h, std::vector<Real> const& error, Real p)
{
    bool const differences = h.size() > error.size();
    Real sum = 0;
    Real sum_of_squares = 0;
    Real count = 0;
    for (std::size_t k = 0; k < error.size(); ++k) {
        if (error[k] > 0) {
            Real const value = std::log(error[k] / growth(h, k, differences, p));
            sum += value;
            sum_of_squares += value * value;
            ++count;
        }
    }
    return sum_of_squares / count - (sum / count) * (sum / count);
}

void add_orders(ConvergenceSeries& series, std::vector<ConvergenceLevel> const& levels, bool differences)
{
    std::size_t const num_errors = differences ? levels.size() - 1 : levels.size();
    Real const coarsest = levels.front().cell_length;
    series.order.assign(levels.size(), {not_a_number, not_a_number, not_a_number});
    for (Norm const norm : all_norms) {
        auto const n = static_cast<std::size_t>(norm);
        std::vector<Real> h;
        for (ConvergenceLevel const& level : levels) {
            h.push_back(level.cell_length / coarsest);
        }
        std::vector<Real> error;
        for (std::size_t k = 0; k < num_errors; ++k) {
            error.push_back(series.error[k].num_cells > 0 ? value_of(series.error[k], norm) : 0);
        }
        for (std::size_t k = 1; k < num_errors; ++k) {
            std::vector<Real> const pair{error[k - 1], error[k]};
            std::vector<Real> const sizes(h.begin() + static_cast<std::ptrdiff_t>(k) - 1,
                                          h.begin() + static_cast<std::ptrdiff_t>(k) + (differences ? 2 : 1));
            series.order[k][n] = fitted_order(sizes, pair);
        }
        series.fit[n] = fitted_order(h, error);
        series.finest_error[n] = not_a_number;
        if (!differences) {
            series.finest_error[n] = num_errors > 0 && series.error.back().num_cells > 0 ? error.back() : not_a_number;
        } else if (num_errors > 1 && series.order[num_errors - 1][n] > 0.1) {
            // Richardson: error_k = C h_k^p with C (h_{k-1}^p - h_k^p) = difference_{k-1}.
            Real const p = series.order[num_errors - 1][n];
            Real const last = std::pow(h.back(), p);
            series.finest_error[n] = error.back() * last / (std::pow(h[h.size() - 2], p) - last);
        }
    }
}

/// The solution of each level, if there is one for all of them up to the end; else why not.
std::vector<ExactSolution> exact_solutions(std::vector<ComputedLevel> const& levels, std::string& remark)
{
    std::vector<ExactSolution> solutions;
    for (ComputedLevel const& level : levels) {
        auto solution = exact_solution_of(*level.input);
        if (!solution) {
            return {};
        }
        if (solution->valid_until < level.input->end_time) {
            remark = fmt::format("{}; set time.end to less than {:.6g} s to compare with it",
                                 describe(*solution, *level.input), solution->valid_until);
            return {};
        }
        solutions.push_back(std::move(*solution));
    }
    return solutions;
}

std::vector<ConvergenceSeries> empty_series(ModelSpec const& model, std::size_t num_levels)
{
    std::vector<ConvergenceSeries> all;
    for (ClassSpec const& vehicle : model.classes) {
        for (auto const& [variable, unit] : {std::pair{"density", "veh/m"}, std::pair{"speed", "m/s"}}) {
            ConvergenceSeries series;
            series.vehicle_class = vehicle.name;
            series.variable = variable;
            series.unit = unit;
            series.error.resize(num_levels);
            all.push_back(std::move(series));
        }
    }
    return all;
}

/// Distances of a level to reference values on its cells.
void measure(std::vector<ConvergenceSeries>& all, std::size_t level, ComputedLevel const& computed,
             ConservedAverages const& reference, RoadPart const& part)
{
    Problem const& problem = computed.input->problem;
    CellFields const wanted = fields_of(reference, problem);
    CellFields const own = fields_of(conserved_averages(computed.fields), problem);
    for (std::size_t c = 0; c < wanted.density.size(); ++c) {
        all[2 * c].error[level] = error_norms(own.density[c], wanted.density[c], problem.road, part);
        all[2 * c + 1].error[level] = error_norms(own.speed[c], wanted.speed[c], problem.road, part);
    }
}

std::string ordinal(int order)
{
    return order == 1 ? "first" : order == 2 ? "second" : order == 3 ? "third" : fmt::format("{}th", order);
}

} // namespace

std::string to_string(Norm norm)
{
    switch (norm) {
    case Norm::l1:
        return "L1";
    case Norm::l2:
        return "L2";
    case Norm::linf:
        return "Linf";
    }
    return "?";
}

Real value_of(ErrorNorms const& error, Norm norm)
{
    return norm == Norm::l1 ? error.l1 : norm == Norm::l2 ? error.l2 : error.linf;
}

int formal_order(SchemeSpec const& scheme)
{
    int const in_space = scheme.reconstruction == "constant" ? 1 : uses_point_values(scheme.reconstruction) ? 5 : 2;
    return std::min(in_space, time_scheme(scheme.time).order);
}

Real fitted_order(std::vector<Real> const& h, std::vector<Real> const& error)
{
    if (std::count_if(error.begin(), error.end(), [](Real e) { return e > 0 && std::isfinite(e); }) < 2) {
        return not_a_number;
    }
    // Coarse steps find the valley, golden sections its bottom.
    constexpr Real step = 0.25;
    Real best = lowest_order;
    for (Real p = lowest_order; p <= highest_order; p += step) {
        best = misfit(h, error, p) < misfit(h, error, best) ? p : best;
    }
    if (best <= lowest_order || best >= highest_order) {
        return not_a_number;
    }
    Real low = best - step;
    Real high = best + step;
    constexpr Real golden = 0.61803398874989484820;
    while (high - low > 1e-8) {
        Real const a = high - golden * (high - low);
        Real const b = low + golden * (high - low);
        (misfit(h, error, a) < misfit(h, error, b) ? high : low) = misfit(h, error, a) < misfit(h, error, b) ? b : a;
    }
    return (low + high) / 2;
}

ConvergenceStudy study_convergence(std::vector<app::Case> const& levels, std::function<bool()> const& stop_requested)
{
    std::vector<Member> members;
    for (app::Case const& level : levels) {
        Member member;
        member.problem = level.problem;
        member.end_time = level.end_time;
        member.output_times = {level.end_time};
        members.push_back(std::move(member));
    }
    Stopwatch const watch;
    std::vector<MemberResult> const results =
        run_ensemble(members, {}, [&](EnsembleProgress const&) { return !(stop_requested && stop_requested()); });

    ConvergenceStudy study;
    study.seconds = watch.seconds();
    study.scheme = levels.front().problem.scheme;
    study.formal_order = formal_order(study.scheme);
    study.jam_density = levels.front().problem.model.jam_density;
    std::vector<ComputedLevel> computed;
    for (std::size_t k = 0; k < levels.size(); ++k) {
        MemberResult const& result = results[k];
        RoadSpec const& road = levels[k].problem.road;
        study.cell_steps += static_cast<double>(result.num_steps) * road.num_cells;
        if (result.status == MemberStatus::stopped) {
            study.was_stopped = true;
        } else if (result.status == MemberStatus::failed) {
            study.failed.push_back({road.num_cells, *result.failure});
        } else {
            study.levels.push_back({road.num_cells, road.cell_length(), result.num_steps, result.num_rejected,
                                    result.num_floors, result.num_limited});
            computed.push_back({&levels[k], result.snapshots.back()});
        }
    }
    if (study.was_stopped || computed.empty()) {
        return study;
    }

    auto const solutions = exact_solutions(computed, study.exact_remark);
    bool const differences = solutions.empty();
    study.series = empty_series(levels.front().problem.model, computed.size());
    if (differences) {
        study.has_jumps = !StartProfile(computed.back().input->problem).jumps().empty();
    } else {
        study.exact_solution = describe(solutions.back(), *computed.back().input);
        study.has_jumps = solutions.back().has_jumps;
    }
    for (std::size_t k = 0; k < computed.size(); ++k) {
        Problem const& problem = computed[k].input->problem;
        Real const end = computed[k].input->end_time;
        if (!differences) {
            measure(study.series, k, computed[k], exact_averages(solutions[k], problem, end), solutions[k].part(end));
        } else if (k + 1 < computed.size()) {
            ConservedAverages const finer = conserved_averages(computed[k + 1].fields);
            measure(study.series, k, computed[k],
                    uses_point_values(study.scheme.reconstruction) ? restrict_points(finer, problem.road.num_cells)
                                                                   : restrict_averages(finer, problem.road.num_cells),
                    {problem.road.x_begin, problem.road.x_begin + problem.road.length});
        }
    }
    for (ConvergenceSeries& series : study.series) {
        add_orders(series, study.levels, differences);
    }
    return study;
}

std::string verdict(ConvergenceStudy const& study, Norm norm)
{
    auto const n = static_cast<std::size_t>(norm);
    bool const differences = study.exact_solution.empty();
    std::size_t const num_errors = study.levels.size() - (differences ? 1 : 0);
    if (study.levels.size() < 2 || num_errors < 2) {
        return differences ? "no order: without an exact solution it takes three levels, because their differences are "
                             "compared"
                           : "no order: it takes two levels";
    }
    // The class that does worst decides.
    ConvergenceSeries const* worst = nullptr;
    Real largest = 0;
    for (ConvergenceSeries const& series : study.series) {
        ErrorNorms const& error = series.error[num_errors - 1];
        Real const scale = series.variable == "density" ? study.jam_density : 1;
        largest = error.num_cells > 0 ? std::max(largest, value_of(error, Norm::linf) / scale) : largest;
        if (series.variable != "density" || error.num_cells == 0
            || value_of(error, norm) <= rounding * study.jam_density) {
            continue;
        }
        if (worst == nullptr || !(series.order[num_errors - 1][n] >= worst->order[num_errors - 1][n])) {
            worst = &series;
        }
    }
    if (worst == nullptr) {
        return largest <= rounding ? "no order: all errors are rounding, the scheme is exact for this case"
                                   : "no order in density: its errors are rounding; those of the speeds stand in the "
                                     "table";
    }
    Real const order = worst->order[num_errors - 1][n];
    int const coarse = study.levels[num_errors - 2].num_cells;
    int const fine = study.levels[study.levels.size() - 1].num_cells;
    std::string const where =
        fmt::format("in density ({}, {}, N={} to {})", to_string(norm), worst->vehicle_class, coarse, fine);
    std::string const promised = ordinal(study.formal_order) + " order";
    if (!(order > 0.1)) {
        return fmt::format(
            "no order {}: the {} do not decrease, so no limit is in sight at these resolutions (unstable "
            "traffic has none; zemi check tells)",
            where, differences ? "differences between levels" : "errors");
    }
    std::string const observed = fmt::format("observed order {:.2f} {}: ", order, where);
    auto const formal = static_cast<Real>(study.formal_order);
    if (order > formal + 0.3) {
        return observed + fmt::format("above the {} of the scheme, so these levels are too coarse to tell", promised);
    }
    if (order >= formal - 0.2) {
        return observed + promised + " as the scheme promises";
    }
    if (study.has_jumps) {
        return observed
             + fmt::format("the solution has jumps, where every scheme falls below its formal order ({} here): up to 1 "
                           "at shocks, 1/2 to 2/3 at contacts in L1",
                           study.formal_order);
    }
    return observed
         + fmt::format("below the formal order of {}: kinks and jumps, extrema that are cut off, or cells that are too "
                       "coarse for what happens here",
                       study.formal_order);
}

} // namespace zemi::study
