// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "member_queue.hpp"
#include <zemi/numerics/ensemble.hpp>
#include <zemi/numerics/source_integrator.hpp>
#include <zemi/physics/interaction.hpp>

#include <Kokkos_Core.hpp>

#include <algorithm>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>

namespace zemi {

namespace {

using HostSpace = Kokkos::DefaultHostExecutionSpace;
constexpr bool has_host_engines = std::is_same_v<Kokkos::DefaultExecutionSpace, HostSpace>;

/// What members must have in common to share lanes: the kernel, the options that are the same in all lanes, the number
/// of cells.
std::string group_key(Problem const& problem)
{
    ModelSpec const& model = problem.model;
    auto const number = [](auto value) { return std::to_string(static_cast<int>(value)); };
    std::string key = model.equation + ' ' + std::to_string(model.num_classes()) + ' '
                    + std::to_string(problem.road.num_cells) + ' ' + problem.scheme.reconstruction + ' '
                    + problem.scheme.flux + ' ' + problem.scheme.time + ' ' + problem.scheme.contact_fix + ' '
                    + number(model.pressure_law) + number(model.creeping_law) + number(model.speed_closure);
    for (ClassSpec const& vehicle : model.classes) {
        Real const g = vehicle.pressure_exponent;
        key += g == 1 ? " 1" : g == 1.5 ? " 3/2" : g == 2 ? " 2" : g == 3 ? " 3" : " any";
    }
    return key + (interaction_bounds_waves(interaction_matrix(model)) ? "" : " outrun")
         + (needs_source_engine(problem) ? " source" : "");
}

/// The most expensive groups first, and in each the most expensive members first. Cost: cells times steps, which grow
/// with the cells and the time. Members without a valid problem go to the queue as results.
std::vector<std::unique_ptr<MemberGroup>> make_groups(std::vector<Member> const& members, MemberQueue& queue)
{
    std::map<std::string, std::unique_ptr<MemberGroup>> by_key;
    auto const cost = [&](std::size_t m) {
        Problem const& problem = members[m].problem;
        Real const cells = problem.road.num_cells;
        return cells * cells / problem.road.length * (members[m].end_time - problem.begin_time);
    };
    for (std::size_t m = 0; m < members.size(); ++m) {
        try {
            validate(members[m].problem.model);
            std::string const key = group_key(members[m].problem);
            auto& group = by_key[key];
            if (!group) {
                group = std::make_unique<MemberGroup>();
                group->key = key;
                group->only_alone = needs_source_engine(members[m].problem);
            }
            group->members.push_back(m);
        } catch (std::exception const& error) {
            queue.deliver_invalid(m, error.what());
        }
    }
    std::vector<std::unique_ptr<MemberGroup>> groups;
    for (auto& [key, group] : by_key) {
        std::stable_sort(group->members.begin(), group->members.end(),
                         [&](std::size_t a, std::size_t b) { return cost(a) > cost(b); });
        group->cost = cost(group->members.front());
        groups.push_back(std::move(group));
    }
    std::stable_sort(groups.begin(), groups.end(), [](auto const& a, auto const& b) { return a->cost > b->cost; });
    return groups;
}

/// Runs one member by itself.
void run_alone(MemberQueue& queue, std::size_t index, EngineChoice engine)
{
    Member const& member = queue.member(index);
    try {
        Problem problem = member.problem;
        problem.engine = engine;
        Simulation simulation(problem);
        simulation.measure(member.queue_speed);
        MemberResult result;
        auto const observe = [&](Real, std::int64_t) { return queue.goes_on(); };
        for (std::size_t k = 0; k <= member.output_times.size() && !result.failure; ++k) {
            bool const is_output = k < member.output_times.size();
            Real const target = is_output ? member.output_times[k] : member.end_time;
            result.failure = simulation.advance_to(std::min(target, member.end_time), observe);
            if (queue.stopped()) {
                return;
            }
            if (is_output && !result.failure && k >= member.first_kept && target <= member.end_time) {
                result.snapshots.push_back(simulation.fields());
            }
        }
        result.status = result.failure ? MemberStatus::failed : MemberStatus::done;
        result.time = simulation.time();
        result.num_steps = simulation.num_steps();
        result.num_rejected = simulation.num_rejected();
        result.num_floors = simulation.num_floors();
        result.num_limited = simulation.num_limited();
        result.ledger = simulation.ledger();
        result.metrics = simulation.metrics();
        queue.deliver(index, std::move(result));
    } catch (std::exception const& error) {
        queue.deliver_invalid(index, error.what());
    }
}

void run_group(MemberQueue& queue, MemberGroup& group)
{
    Problem const& problem = queue.member(group.members.front()).problem;
    try {
        if (problem.model.equation == "multiclass_lwr") {
            run_lwr_group(queue, group);
        } else if (problem.model.equation != "multiclass_arz") {
            throw std::invalid_argument("unknown equation \"" + problem.model.equation
                                        + "\"; known: multiclass_arz, multiclass_lwr");
        } else if (problem.model.num_classes() == 1) {
            run_arz1_group(queue, group);
        } else if (problem.model.num_classes() == 3) {
            run_arz3_group(queue, group);
        } else {
            run_arz2_group(queue, group);
        }
    } catch (std::exception const& error) { // an unknown name, the same for all
        while (auto const index = group.take()) {
            queue.deliver_invalid(*index, error.what());
        }
    }
}

/// True if lanes end a group sooner than members one by one: they are a little faster while all eight are in use, and
/// wait for the slowest of the last eight (docs/performance.md).
bool lanes_pay(std::size_t num_members, std::size_t num_workers) noexcept
{
    return num_members >= 4 * Pack::size * num_workers;
}

void run_one_by_one(MemberQueue& queue, MemberGroup& group, EngineChoice engine)
{
    while (!queue.stopped()) {
        auto const index = group.take();
        if (!index) {
            return;
        }
        run_alone(queue, *index, engine);
        (void)queue.goes_on();
    }
}

/// Fewer members than cores, on roads long enough to be shared out: one after the other on all cores.
void run_big_members(MemberQueue& queue, std::vector<std::unique_ptr<MemberGroup>> const& groups, EnsembleEngine engine,
                     std::size_t num_workers)
{
    constexpr int big = 1 << 16; // cells; far above what a core does between two barriers
    for (auto const& group : groups) {
        bool const is_big = queue.member(group->members.front()).problem.road.num_cells >= big;
        if (is_big && group->members.size() < num_workers && engine == EnsembleEngine::automatic) {
            run_one_by_one(queue, *group, EngineChoice::automatic);
        }
    }
}

} // namespace

/// One worker per core: takes members, group by group, until none is left.
struct EnsembleWorker {
    MemberQueue* queue;
    std::vector<std::unique_ptr<MemberGroup>>* groups;
    EnsembleEngine engine;
    std::size_t num_workers;

    void operator()(int) const
    {
        if (!queue->goes_on()) { // asked to stop before anything began
            return;
        }
        for (auto const& group : *groups) {
            bool const in_lanes =
                !group->only_alone
                && (engine == EnsembleEngine::runs_in_lanes
                    || (engine == EnsembleEngine::automatic && lanes_pay(group->members.size(), num_workers)));
            if (in_lanes) {
                if (group->num_left() > 0 && !queue->stopped()) {
                    run_group(*queue, *group);
                }
                continue;
            }
            run_one_by_one(*queue, *group, EngineChoice::resident);
        }
    }
};

std::vector<MemberResult> run_ensemble(std::vector<Member> const& members, EnsembleOptions const& options,
                                       std::function<bool(EnsembleProgress const&)> const& observe)
{
    MemberQueue queue(members, observe);
    auto groups = make_groups(members, queue);
    bool const wants_host = options.engine == EnsembleEngine::runs_in_lanes;
    bool const wants_device = options.engine == EnsembleEngine::team_per_run;
    if (has_host_engines ? wants_device : wants_host) {
        throw std::invalid_argument(has_host_engines ? "team_per_run is for devices; this is a host"
                                                     : "runs_in_lanes is for hosts; this is a device");
    }
    if constexpr (has_host_engines) {
        HostSpace const space;
        auto const num_workers = static_cast<std::size_t>(std::max(1, space.concurrency()));
        run_big_members(queue, groups, options.engine, num_workers);
        Kokkos::parallel_for(
            "zemi::EnsembleWorkers",
            Kokkos::RangePolicy<HostSpace, Kokkos::Schedule<Kokkos::Static>>(space, 0, static_cast<int>(num_workers)),
            EnsembleWorker{&queue, &groups, options.engine, num_workers});
        space.fence("zemi: ensemble");
    } else {
        for (auto const& group : groups) {
            if (options.engine != EnsembleEngine::alone && !group->only_alone) {
                run_group(queue, *group);
            }
            run_one_by_one(queue, *group, EngineChoice::automatic);
        }
    }
    return queue.finish();
}

} // namespace zemi
