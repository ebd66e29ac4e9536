// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/ensemble.hpp>

#include <exception>

namespace zemi {

namespace {

void run_member(Member const& member, MemberResult& result)
{
    try {
        Simulation simulation(member.problem);
        result.status = MemberStatus::done;
        for (Real const time : member.output_times) {
            result.failure = simulation.advance_to(time);
            if (result.failure) {
                break;
            }
            result.snapshots.push_back(simulation.fields());
        }
        if (!result.failure) {
            result.failure = simulation.advance_to(member.end_time);
        }
        result.time = simulation.time();
        result.num_steps = simulation.num_steps();
        result.num_rejected = simulation.num_rejected();
        result.num_floors = simulation.num_floors();
        result.ledger = simulation.ledger();
        result.metrics.classes.resize(result.ledger.size());
        for (std::size_t c = 0; c < result.ledger.size(); ++c) {
            result.metrics.classes[c].inflow = result.ledger[c].inflow;
            result.metrics.classes[c].outflow = result.ledger[c].outflow;
        }
        result.metrics.duration = result.time - member.problem.begin_time;
    } catch (std::exception const& error) {
        result.failure = Failure{error.what(), member.problem.begin_time, -1, 0};
    }
    result.status = result.failure ? MemberStatus::failed : MemberStatus::done;
}

} // namespace

std::vector<MemberResult> run_ensemble(std::vector<Member> const& members, EnsembleOptions const&,
                                       std::function<bool(EnsembleProgress const&)> const& observe)
{
    std::vector<MemberResult> results(members.size());
    EnsembleProgress progress;
    progress.num_members = members.size();
    for (std::size_t m = 0; m < members.size(); ++m) {
        run_member(members[m], results[m]);
        ++(results[m].failure ? progress.num_failed : progress.num_done);
        progress.cell_steps +=
            static_cast<Real>(results[m].num_steps) * static_cast<Real>(members[m].problem.road.num_cells);
        if (observe && !observe(progress)) {
            break;
        }
    }
    return results;
}

} // namespace zemi
