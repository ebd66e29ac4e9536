// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/conservation.hpp"

#include "zemi/report.hpp"
#include <zemi/core/profiling.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace zemi::study {
namespace {

/// A defect that is not a number must not pass.
Real defect_of(MassLedger const& ledger)
{
    Real const defect = app::relative_defect(ledger);
    return std::isfinite(defect) && std::isfinite(ledger.defect()) ? defect : std::numeric_limits<Real>::infinity();
}

} // namespace

Real ConservationStudy::largest_defect() const
{
    Real largest = 0;
    for (ConservationRun const& run : runs) {
        for (MassLedger const& ledger : run.ledger) {
            largest = std::max(largest, defect_of(ledger));
        }
    }
    return largest;
}

bool ConservationStudy::is_conserved() const
{
    return !was_stopped && largest_defect() <= conservation_tolerance
        && std::all_of(runs.begin(), runs.end(),
                       [](ConservationRun const& run) { return run.status == MemberStatus::done; });
}

ConservationStudy study_conservation(std::vector<ConservationScheme> const& schemes,
                                     std::function<bool()> const& stop_requested)
{
    ConservationStudy study;
    std::vector<Member> members;
    for (ConservationScheme const& scheme : schemes) {
        for (app::Case const& level : scheme.levels) {
            Member member;
            member.problem = level.problem;
            member.end_time = level.end_time;
            members.push_back(std::move(member));
            ConservationRun run;
            run.scheme = scheme.name;
            run.parts = level.problem.scheme;
            run.num_cells = level.problem.road.num_cells;
            study.runs.push_back(std::move(run));
        }
    }
    for (ClassSpec const& vehicle : schemes.front().levels.front().problem.model.classes) {
        study.classes.push_back(vehicle.name);
    }
    Stopwatch const watch;
    std::vector<MemberResult> const results =
        run_ensemble(members, {}, [&](EnsembleProgress const&) { return !(stop_requested && stop_requested()); });
    study.seconds = watch.seconds();
    for (std::size_t m = 0; m < results.size(); ++m) {
        MemberResult const& result = results[m];
        ConservationRun& run = study.runs[m];
        run.status = result.status;
        run.failure = result.failure;
        run.time = result.time;
        run.num_steps = result.num_steps;
        run.num_rejected = result.num_rejected;
        run.num_floors = result.num_floors;
        run.num_limited = result.num_limited;
        run.ledger = result.ledger;
        study.cell_steps += static_cast<double>(result.num_steps) * run.num_cells;
        study.was_stopped = study.was_stopped || result.status == MemberStatus::stopped;
    }
    return study;
}

std::string verdict(ConservationStudy const& study)
{
    auto const num_failed = std::count_if(study.runs.begin(), study.runs.end(),
                                          [](ConservationRun const& run) { return run.status != MemberStatus::done; });
    Real const largest = study.largest_defect();
    std::string text =
        largest <= conservation_tolerance
            ? fmt::format("vehicles are conserved: the largest defect is {:.1e} of the vehicles a class had, the bound "
                          "is {:.0e}",
                          largest, conservation_tolerance)
            : fmt::format("vehicles are NOT conserved: the largest defect is {:.1e} of the vehicles a class had, the "
                          "bound is {:.0e}",
                          largest, conservation_tolerance);
    if (num_failed > 0) {
        text += fmt::format("; {} of {} runs failed, so this is no proof", num_failed, study.runs.size());
    }
    return text;
}

} // namespace zemi::study
