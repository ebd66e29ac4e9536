// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// A hundred thousand random Riemann problems per scheme: vacuum, next to nothing, standing jams and anything between
// meet, with and without relaxation. Nothing may fail, no density may be negative, every floor is counted, no run may
// creep.
#include "verification.hpp"
#include <zemi/numerics/ensemble.hpp>
#include <zemi/numerics/scheme.hpp>

#include <random>

namespace zemi::test {
namespace {

constexpr int num_cells = 8; // whatever happens, happens next to where the states meet

class RandomTraffic {
public:
    TrafficState operator()()
    {
        TrafficState state;
        for (int c = 0; c < 2; ++c) {
            Real const kind = between(0, 1);
            Real const share = kind < 0.1 ? 0                                                // nobody
                             : kind < 0.2 ? std::pow(10.0, between(-13, -3))                 // next to nobody
                             : kind < 0.4 ? between(0.45, 0.55)                              // jam, together
                                          : between(0, 0.5);
            state.density.push_back(share * 0.25);
            state.speed.push_back(between(0, 1) < 0.2 ? 0 : between(0, 25));
        }
        return state;
    }
    Real between(Real a, Real b) { return std::uniform_real_distribution<Real>(a, b)(m_random); }

private:
    std::mt19937 m_random{2026};
};

std::vector<Member> random_riemann_problems(SchemeSpec const& scheme, int count, int num_steps)
{
    RandomTraffic random;
    Real const cfl = default_cfl(scheme.reconstruction);
    std::vector<Member> members(static_cast<std::size_t>(count));
    for (std::size_t m = 0; m < members.size(); ++m) {
        Problem& problem = members[m].problem;
        problem.model = m % 2 == 0 ? two_class_model() : published_model();
        if (m % 4 < 2) {
            problem.model = without_relaxation(problem.model);
        }
        problem.road = uniform_road(num_cells, 100, 1);
        problem.left = always(BoundaryKind::outflow);
        problem.right = always(BoundaryKind::outflow);
        TrafficState const left = random();
        TrafficState const right = random();
        problem.initial.at = [left, right](Real x) { return x < 50 ? left : right; };
        problem.initial.breakpoints = {50};
        problem.initial.piecewise_constant = true;
        problem.scheme = scheme;
        Real fastest = 8;
        for (TrafficState const* state : {&left, &right}) {
            for (Real const speed : state->speed) {
                fastest = std::max(fastest, speed);
            }
        }
        members[m].end_time = num_steps * cfl * problem.road.length / num_cells / fastest;
        members[m].output_times = {members[m].end_time};
    }
    return members;
}

class RandomRiemannProblems : public testing::TestWithParam<NamedScheme> {};

TEST_P(RandomRiemannProblems, StayPhysical)
{
    constexpr int count = 100000;
    auto const members = random_riemann_problems(GetParam().spec, count, 200);
    auto const results = run_ensemble(members);
    std::int64_t num_steps = 0;
    std::int64_t num_floors = 0;
    std::int64_t num_rejected = 0;
    std::int64_t most_rejected = 0;
    int num_failed = 0;
    int num_bad = 0;
    int num_uncounted = 0;
    for (std::size_t m = 0; m < results.size(); ++m) {
        MemberResult const& result = results[m];
        num_steps += result.num_steps;
        num_floors += result.num_floors;
        num_rejected += result.num_rejected;
        most_rejected = std::max(most_rejected, result.num_rejected);
        if (result.status != MemberStatus::done) {
            if (num_failed++ == 0) {
                ADD_FAILURE() << result.failure->reason << " at " << result.failure->time << " s";
            }
            continue;
        }
        CellFields const& fields = result.snapshots.back();
        for (std::size_t c = 0; c < 2; ++c) {
            for (std::size_t i = 0; i < num_cells; ++i) {
                // "Not at least", so that a NaN is bad.
                num_bad += !(fields.density[c][i] >= 0 && std::isfinite(fields.speed[c][i])
                             && std::isfinite(fields.marker[c][i]));
            }
            // A floor that is not counted is traffic from nowhere.
            MassLedger const& ledger = result.ledger[c];
            Problem const& problem = members[m].problem;
            Real const floor = 1e-12 * problem.model.jam_density * problem.road.cell_length(); // [veh]
            Real const rounding = 1e-13 * (ledger.initial + std::abs(ledger.inflow) + std::abs(ledger.outflow));
            num_uncounted += !(std::abs(ledger.defect()) <= rounding + floor * static_cast<Real>(result.num_floors));
        }
    }
    remark("random Riemann problems, %s: %d runs, %.0f steps each, %lld floors, %lld attempts rejected (at most "
           "%lld in a run)\n",
           GetParam().name.c_str(), count, static_cast<double>(num_steps) / count, static_cast<long long>(num_floors),
           static_cast<long long>(num_rejected), static_cast<long long>(most_rejected));
    EXPECT_EQ(num_failed, 0);
    EXPECT_EQ(num_bad, 0);
    EXPECT_EQ(num_uncounted, 0);
    EXPECT_GT(static_cast<double>(num_steps) / count, 120);
    // Where traffic at a standstill begins to move its speeds allow any step; it takes attempts to find the right one.
    EXPECT_LT(most_rejected, 100);
}

/// Every time scheme with the sharpest reconstruction of its order, every reconstruction with an IMEX scheme, every
/// flux once. All pairs would take three times as long and tell no more: what the limiters do is the same in every stage.
std::vector<NamedScheme> schemes()
{
    std::vector<NamedScheme> result;
    auto const add = [&](std::string const& reconstruction, std::string const& flux, std::string const& time) {
        result.push_back({reconstruction + "_" + flux + "_" + time, {reconstruction, flux, time, 0}});
    };
    for (std::string const flux : {"hll_w", "hll", "rusanov"}) {
        add("constant", flux, "strang_ssprk11");
    }
    for (std::string const& time : time_scheme_names()) {
        if (time_scheme(time).order >= 2) {
            add("muscl_mc", "hll_w", time);
        }
    }
    add("muscl_minmod", "hll_w", "imex_ssp2_222");
    add("muscl_van_leer", "hll_w", "imex_ssp3_433");
    add("muscl_mc", "rusanov", "imex_ssp2_222");
    for (std::string const reconstruction : {"weno5_z", "teno5"}) { // all weights lie between these
        add(reconstruction, "hll_w", "imex_ssp3_433");
    }
    add("weno5_z", "hll_w", "strang_ssprk33");
    for (std::string const name : {"first_order", "second_order"}) {
        result.push_back({name + "_fixed", scheme_bundle(name)});
        result.back().spec.contact_fix = "qc";
    }
    return result;
}

INSTANTIATE_TEST_SUITE_P(Schemes, RandomRiemannProblems, testing::ValuesIn(schemes()),
                         [](auto const& instance) { return instance.param.name; });

} // namespace
} // namespace zemi::test
