// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/options.hpp"
#include "bench/problems.hpp"
#include "bench/simd_over_cells.hpp"
#include "zemi/command_line.hpp"
#include "zemi/report.hpp"
#include <zemi/core/profiling.hpp>
#include <zemi/core/suggest.hpp>
#include <zemi/numerics/ensemble.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace zemi::bench {
namespace {

using Json = nlohmann::ordered_json;

struct EnsembleBench {
    BenchOptions common;
    int members = 10'000;
    std::string engine = "automatic";
};

EnsembleEngine engine_of(std::string const& name)
{
    static std::vector<std::pair<std::string, EnsembleEngine>> const known{
        {"automatic", EnsembleEngine::automatic},
        {"runs_in_lanes", EnsembleEngine::runs_in_lanes},
        {"alone", EnsembleEngine::alone},
        {"team_per_run", EnsembleEngine::team_per_run}};
    std::vector<std::string> names;
    for (auto const& [key, engine] : known) {
        if (key == name) {
            return engine;
        }
        names.push_back(key);
    }
    throw app::CommandLineError(fmt::format("unknown engine \"{}\"; {}", name, suggest_name(name, names)));
}

std::string order_name(int order)
{
    return order == 1 ? "first_order" : order == 2 ? "second_order" : "fifth_order";
}

/// Members as they are compared; `end_time` 60 s, or next to nothing for the cost of setting up.
std::vector<Member> make_members(std::size_t count, int order, Real cfl, Real end_time)
{
    std::vector<Member> members(count);
    for (std::size_t m = 0; m < count; ++m) {
        members[m].problem = perturbed_problem(m, order, cfl);
        members[m].end_time = end_time;
    }
    return members;
}

void require_all_done(std::vector<MemberResult> const& results)
{
    for (MemberResult const& result : results) {
        if (result.status != MemberStatus::done) {
            throw std::runtime_error("a member failed: " + (result.failure ? result.failure->reason : "stopped"));
        }
    }
}

Simulation simulation_alone(Problem problem)
{
    problem.engine = has_host_engines() ? EngineChoice::resident : EngineChoice::automatic;
    return Simulation(problem);
}

/// Some members run by the library's single runs, by its ensemble and by the reference: the same states?
void compare_states(std::vector<Member> const& members, int order, EnsembleOptions const& engine)
{
    std::size_t const stride = std::max<std::size_t>(1, members.size() / 24);
    std::vector<Member> some;
    std::vector<CellFields> alone;
    std::vector<ReferenceRun> reference;
    for (std::size_t m = 0; m < members.size(); m += stride) {
        some.push_back(members[m]);
        some.back().output_times = {members[m].end_time};
        Simulation simulation = simulation_alone(members[m].problem);
        if (order == 1) {
            reference.push_back(reference_run(simulation));
        }
        if (auto const failure = simulation.advance_to(members[m].end_time)) {
            throw std::runtime_error("a single run failed: " + failure->reason);
        }
        alone.push_back(simulation.fields());
    }
    auto const together = run_ensemble(some, engine);
    require_all_done(together);
    for (std::size_t k = 0; k < some.size(); ++k) {
        require_agreement("run_ensemble()", relative_difference(alone[k], together[k].snapshots.back()));
    }
    if (order == 1) {
        ReferenceEnsemble ensemble(reference);
        ensemble.run(riemann_end_time);
        for (std::size_t k = 0; k < some.size(); ++k) {
            require_agreement("team_policy", relative_difference(alone[k], ensemble.cells(k)));
        }
    }
}

/// The members as the reference has them, from their states at the start.
std::vector<ReferenceRun> reference_runs(std::vector<Member> members)
{
    for (Member& member : members) {
        member.output_times = {member.problem.begin_time};
        member.end_time = member.problem.begin_time + 1e-6;
    }
    auto const results = run_ensemble(members);
    require_all_done(results);
    std::vector<ReferenceRun> runs;
    for (std::size_t m = 0; m < members.size(); ++m) {
        runs.push_back(reference_run(members[m].problem, results[m].snapshots.front()));
    }
    return runs;
}

/// Seconds of stepping of all members by simd_over_cells; they are made beforehand, a thousand at a time.
double time_side_by_side(std::vector<Member> const& members)
{
    double seconds = 0;
    for (std::size_t begin = 0; begin < members.size(); begin += 1000) {
        std::vector<Simulation> simulations;
        for (std::size_t m = begin; m < std::min(begin + 1000, members.size()); ++m) {
            simulations.push_back(simulation_alone(members[m].problem));
        }
        Stopwatch const watch;
        advance_side_by_side(simulations, riemann_end_time);
        seconds += watch.seconds();
    }
    return seconds;
}

Suite ensemble_suite(EnsembleBench const& options)
{
    Suite suite;
    add_ceilings(suite, options.common);
    std::size_t const count = options.common.quick ? 24 : static_cast<std::size_t>(options.members);
    EnsembleOptions const engine{engine_of(options.engine)};
    for (int const order : {1, 2, 5}) {
        Real const cfl = order == 1 ? options.common.cfl : 0;
        auto const members = std::make_shared<std::vector<Member>>(make_members(count, order, cfl, riemann_end_time));
        auto const one_step = std::make_shared<std::vector<Member>>(make_members(count, order, cfl, 1e-6));
        compare_states(*members, order, engine);
        auto const results = run_ensemble(*members, engine);
        require_all_done(results);
        std::int64_t steps = 0;
        for (MemberResult const& result : results) {
            steps += result.num_steps;
        }
        std::string const name = order_name(order);
        suite.facts[name] = {{"runs", count}, {"cells", members->front().problem.road.num_cells}, {"steps", steps}};

        auto const time_ensemble = [engine](std::vector<Member> const& some) {
            Stopwatch const watch;
            (void)run_ensemble(some, engine);
            return watch.seconds();
        };
        suite.contestants.push_back({name + "/zemi", [=] { return time_ensemble(*members); }});
        auto const fixed = std::make_shared<std::vector<Member>>(*members);
        for (Member& member : *fixed) {
            member.problem.scheme.contact_fix = "qc";
        }
        suite.contestants.push_back({name + "/zemi_contact_fix", [=] { return time_ensemble(*fixed); }});
        suite.contestants.push_back({name + "/zemi_set_up", [=] { return time_ensemble(*one_step); }});
        if (has_host_engines()) {
            suite.contestants.push_back({name + "/simd_over_cells", [=] { return time_side_by_side(*members); }});
        }
        if (order == 1) {
            auto const ensemble = std::make_shared<ReferenceEnsemble>(reference_runs(*members));
            suite.contestants.push_back({name + "/team_policy", [ensemble] {
                                             Stopwatch const watch;
                                             ensemble->run(riemann_end_time);
                                             return watch.seconds();
                                         }});
        }
    }
    return suite;
}

/// Median over the rounds of what zemi needs without setting up, and of how much longer `reference` takes.
struct Stepping {
    double seconds;
    double ratio;
};
Stepping stepping_of(Measurement const& m, std::string const& order, std::string const& reference)
{
    std::vector<double> seconds;
    std::vector<double> ratios;
    for (std::size_t r = 0; r < m.seconds.at(order + "/zemi").size(); ++r) {
        seconds.push_back(m.seconds.at(order + "/zemi")[r] - m.seconds.at(order + "/zemi_set_up")[r]);
        ratios.push_back(m.seconds.at(order + "/" + reference)[r] / seconds.back());
    }
    return {median(seconds), median(ratios)};
}

/// Median over the rounds of the cost of a step of this order, in steps of first order, without setting up.
double step_cost_of(Measurement const& m, std::string const& order)
{
    auto const seconds_per_step = [&m](std::string const& name, std::size_t round) {
        return (m.seconds.at(name + "/zemi")[round] - m.seconds.at(name + "/zemi_set_up")[round])
             / m.facts.at(name).at("steps").get<double>();
    };
    std::vector<double> ratios;
    for (std::size_t r = 0; r < m.seconds.at(order + "/zemi").size(); ++r) {
        ratios.push_back(seconds_per_step(order, r) / seconds_per_step("first_order", r));
    }
    return median(ratios);
}

/// One row per order, number of threads and engine.
Json rows_of(std::vector<Measurement> const& measurements)
{
    Json rows = Json::array();
    for (std::string const order : {"first_order", "second_order", "fifth_order"}) {
        for (std::string const engine : {"zemi", "simd_over_cells", "team_policy"}) {
            std::string const key = order + "/" + engine;
            for (Measurement const& m : measurements) {
                if (!m.seconds.contains(key)) {
                    continue;
                }
                double const runs = m.facts.at(order).at("runs");
                double const cell_steps =
                    m.facts.at(order).at("cells").get<double>() * m.facts.at(order).at("steps").get<double>();
                int const cores = std::max(1, m.num_threads);
                auto const [stepping, stepping_ratio] = stepping_of(m, order, engine);
                double const stepping_seconds = engine == "zemi" ? stepping : m.median(key);
                Json row{{"order", order},
                         {"engine", engine},
                         {"threads", m.num_threads},
                         {"steps_per_run", m.facts.at(order).at("steps").get<double>() / runs},
                         {"seconds", m.median(key)},
                         {"runs_per_second", runs / m.median(key)},
                         {"runs_per_second_per_core", runs / m.median(key) / cores},
                         {"stepping_runs_per_second_per_core", runs / stepping_seconds / cores},
                         {"stepping_cell_steps_per_second", cell_steps / stepping_seconds},
                         {"spread", m.spread(key)}};
                if (engine == "zemi") {
                    row["step_costs_first_order_steps"] = step_cost_of(m, order);
                } else {
                    row["zemi_is_faster_by"] = m.median_ratio(key, order + "/zemi");
                    row["zemi_stepping_is_faster_by"] = stepping_ratio;
                }
                rows.push_back(row);
            }
        }
    }
    return rows;
}

std::string table_of(Json const& rows, std::string const& order)
{
    std::vector<std::vector<std::string>> table{{order, "threads", "runs/s", "per core", "stepping only, per core",
                                                 "M cell-steps/s", "in steps of first order", "zemi is faster by",
                                                 "stepping only", "spread"}};
    for (Json const& row : rows) {
        if (row.at("order") != order) {
            continue;
        }
        auto const number = [&row](char const* key, double scale, int digits) {
            return row.contains(key) ? fmt::format("{:.{}f}", scale * row.at(key).get<double>(), digits)
                                     : std::string("-");
        };
        table.push_back({row.at("engine"), number("threads", 1, 0), number("runs_per_second", 1, 0),
                         number("runs_per_second_per_core", 1, 0), number("stepping_runs_per_second_per_core", 1, 0),
                         number("stepping_cell_steps_per_second", 1e-6, 1),
                         number("step_costs_first_order_steps", 1, 2), number("zemi_is_faster_by", 1, 2),
                         number("zemi_stepping_is_faster_by", 1, 2), number("spread", 100, 0) + " %"});
    }
    return app::text_table(table);
}

void bench_ensemble(EnsembleBench const& options)
{
    (void)engine_of(options.engine); // a wrong name is said here, not by a process
    auto const measurements =
        measure(threads_of(options.common), rounds_of(options.common), [&options] { return ensemble_suite(options); });
    Json const rows = rows_of(measurements);
    if (options.common.json) {
        Json j = json_head("ensemble", options.common, measurements);
        j["engine"] = options.engine;
        j["rows"] = rows;
        fmt::print("{}\n", j.dump(2));
        return;
    }
    auto const steps_per_run = [&](std::string const& order) {
        Json const& facts = measurements.front().facts.at(order);
        return facts.at("steps").get<double>() / facts.at("runs").get<double>();
    };
    Json const& facts = measurements.front().facts.at("first_order");
    fmt::print("{} runs of {} cells over {:g} s, engine \"{}\"; medians of {} rounds\n"
               "steps per run: {:.1f} first order, {:.1f} second order, {:.1f} fifth order\n\n",
               facts.at("runs").get<int>(), facts.at("cells").get<int>(), riemann_end_time, options.engine,
               rounds_of(options.common), steps_per_run("first_order"), steps_per_run("second_order"),
               steps_per_run("fifth_order"));
    fmt::print("{}\n{}\n{}\n{}", table_of(rows, "first_order"), table_of(rows, "second_order"),
               table_of(rows, "fifth_order"), ceilings_text(measurements));
    fmt::print("The references are timed without their setting up; for zemi \"stepping only\" takes it away: the time "
               "of runs of one step.\n");
}

} // namespace

void add_ensemble(CLI::App& program)
{
    auto const options = std::make_shared<EnsembleBench>();
    CLI::App* const verb = program.add_subcommand("ensemble", "Many short runs: run_ensemble() against two references");
    add_bench_options(*verb, options->common);
    verb->add_option("--members", options->members, "Runs of the ensemble")
        ->check(app::whole_number(1))
        ->type_name("N");
    verb->add_option("--engine", options->engine, "automatic, runs_in_lanes, alone or team_per_run");
    verb->callback([options] { bench_ensemble(*options); });
}

} // namespace zemi::bench
