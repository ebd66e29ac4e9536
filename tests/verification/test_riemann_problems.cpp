// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Riemann problems without relaxation: shocks, fans, contacts and vacuum of one class and of two.
#include "verification.hpp"
#include <zemi/physics/exact/single_class_riemann.hpp>
#include <zemi/physics/exact/two_class_riemann.hpp>

namespace zemi::test {
namespace {

/// Two states that meet at 500 m, and the densities that come of it. Every sample is a function of x / t.
struct Meeting {
    std::string name;
    ModelSpec model;
    TrafficState left;
    TrafficState right;
    Real end; ///< [s]
    std::function<std::vector<Real>(Real xi)> density;
};

void PrintTo(Meeting const& meeting, std::ostream* out)
{
    *out << meeting.name;
}

/// The empty road ahead of a platoon has the speed of 50 km/h: a wave speed of empty cells, so errors depend on it.
/// That of the independent program, which had motorcycles of the published road category 3 in mind.
ModelSpec cars_alone()
{
    ModelSpec model = model_with(1);
    model.classes[0].free_speed = {{1, 50 * kilometre_per_hour}};
    return model;
}

Meeting cars(std::string const& name, exact::SingleClassState const& left, exact::SingleClassState const& right)
{
    exact::SingleClassRiemann const solution(60 * kilometre_per_hour, 2, 0.25, left, right);
    return {
        name, cars_alone(), {{left.density}, {left.speed}}, {{right.density}, {right.speed}}, 20, [solution](Real xi) {
            return std::vector<Real>{solution.sample(xi).density};
        }};
}

Meeting motorcycles_and_cars(std::string const& name, exact::TwoClassRiemann const& solution)
{
    auto const traffic = [](exact::TwoClassState const& s) {
        return TrafficState{{s.density[0], s.density[1]}, {s.speed[0], s.speed[1]}};
    };
    return {name,
            exact::TwoClassRiemann::model(),
            traffic(solution.states().front()),
            traffic(solution.states().back()),
            25,
            [solution](Real xi) {
                auto const s = solution.sample(xi);
                return std::vector<Real>{s.density[0], s.density[1]};
            }};
}

Meeting queue_tail_moving_downstream()
{
    return cars("queue_tail_moving_downstream", {.05, 15}, {.20, 9});
}
Meeting queue_tail_moving_upstream()
{
    return cars("queue_tail_moving_upstream", {.10, 10}, {.22, 2});
}
Meeting transonic_rarefaction()
{
    return cars("transonic_rarefaction", {.20, 4}, {.05, 12});
}
Meeting rarefaction()
{
    return cars("rarefaction", {.08, 10}, {.02, 11});
}
Meeting vacuum_forms()
{
    return cars("vacuum_forms", {.10, 3}, {.05, 12});
}
Meeting red_light()
{
    return cars("red_light", {.08, 10}, {.25, 0});
}
Meeting isolated_contact()
{
    return cars("isolated_contact", {.20, 8}, {.05, 8});
}
Meeting empty_road_ahead()
{
    return cars("empty_road_ahead", {.15, 5}, {0, 0});
}
Meeting ordered_waves()
{
    return motorcycles_and_cars("ordered_waves", exact::TwoClassRiemann::ordered_waves());
}
Meeting contact_between_waves()
{
    return motorcycles_and_cars("contact_between_waves", exact::TwoClassRiemann::contact_between_waves());
}

Problem problem_of(Meeting const& meeting, SchemeSpec const& scheme, int num_cells)
{
    Problem problem = riemann_problem(num_cells, meeting.left, meeting.right);
    problem.model = without_relaxation(meeting.model);
    problem.scheme = scheme;
    return problem;
}

Densities exact_averages(Meeting const& meeting, RoadSpec const& road)
{
    Densities density(meeting.left.density.size());
    for (std::size_t c = 0; c < density.size(); ++c) {
        for (int i = 0; i < road.num_cells; ++i) {
            density[c].push_back(
                exact::cell_average([&](Real x) { return meeting.density((x - 500) / meeting.end)[c]; },
                                    i * road.cell_length(), (i + 1) * road.cell_length()));
        }
    }
    return density;
}

/// Errors that an independent program reached on 200, 400 and 800 cells, as far as they were printed.
struct ExpectedErrors {
    Meeting meeting;
    NamedScheme scheme;
    std::array<char const*, 3> error; ///< [veh/m], two digits
};

std::string name_of(ExpectedErrors const& expected)
{
    return expected.meeting.name + "_" + expected.scheme.name;
}

void PrintTo(ExpectedErrors const& expected, std::ostream* out)
{
    *out << name_of(expected);
}

class RiemannProblems : public testing::TestWithParam<ExpectedErrors> {};

TEST_P(RiemannProblems, StayWithinTheExpectedErrors)
{
    ExpectedErrors const& expected = GetParam();
    for (std::size_t k = 0; k < expected.error.size(); ++k) {
        int const num_cells = 200 << k;
        Problem const problem = problem_of(expected.meeting, expected.scheme.spec, num_cells);
        Densities const exact = exact_averages(expected.meeting, problem.road);
        Real const error = mean_error(fields_at(problem, expected.meeting.end).density, exact);
        Figure const figure = figure_of(expected.error[k]);
        EXPECT_LE(error, 1.05 * (figure.value + figure.rounding)) << num_cells << " cells";
        EXPECT_GE(error, 0.95 * (figure.value - figure.rounding)) << num_cells << " cells";
        std::printf("%s N=%d error %.3e expected %s ratio %.3f\n", name_of(expected).c_str(), num_cells, error,
                    expected.error[k], error / figure.value);
    }
}

/// The three methods on one problem.
std::vector<ExpectedErrors> rows(Meeting const& meeting, std::array<char const*, 3> const& hll_w,
                                 std::array<char const*, 3> const& rusanov, std::array<char const*, 3> const& muscl)
{
    return {{meeting, first_order("hll_w", 0.9), hll_w},
            {meeting, first_order("rusanov", 0.9), rusanov},
            {meeting, second_order(0.45), muscl}};
}

std::vector<ExpectedErrors> all_rows()
{
    std::vector<ExpectedErrors> all;
    auto const add = [&](std::vector<ExpectedErrors> const& some) { all.insert(all.end(), some.begin(), some.end()); };
    add(rows(queue_tail_moving_downstream(), {"8.3e-4", "5.7e-4", "4.1e-4"}, {"1.1e-3", "7.0e-4", "4.7e-4"},
             {"5.3e-4", "2.7e-4", "1.7e-4"}));
    add(rows(queue_tail_moving_upstream(), {"4.7e-4", "2.8e-4", "1.7e-4"}, {"1.0e-3", "6.8e-4", "4.5e-4"},
             {"2.1e-4", "1.2e-4", "6.4e-5"}));
    add(rows(transonic_rarefaction(), {"1.8e-3", "1.4e-3", "9.9e-4"}, {"2.0e-3", "1.4e-3", "1.0e-3"},
             {"8.9e-4", "5.9e-4", "3.9e-4"}));
    add(rows(rarefaction(), {"5.3e-4", "4.2e-4", "3.3e-4"}, {"6.1e-4", "4.6e-4", "3.5e-4"},
             {"4.3e-4", "3.4e-4", "2.6e-4"}));
    add(rows(vacuum_forms(), {"1.4e-3", "8.9e-4", "5.5e-4"}, {"1.8e-3", "1.1e-3", "6.6e-4"},
             {"1.0e-3", "5.9e-4", "3.3e-4"}));
    add(rows(red_light(), {"1.7e-4", "8.6e-5", "5.6e-5"}, {"2.0e-3", "1.4e-3", "1.0e-3"},
             {"4.1e-5", "2.1e-5", "1.4e-5"}));
    add(rows(isolated_contact(), {"1.1e-2", "8.4e-3", "6.3e-3"}, {"1.1e-2", "8.5e-3", "6.4e-3"},
             {"6.8e-3", "4.4e-3", "2.8e-3"}));
    add(rows(empty_road_ahead(), {"9.0e-4", "5.5e-4", "3.4e-4"}, {"1.3e-3", "7.2e-4", "4.1e-4"},
             {"3.3e-4", "2.0e-4", "1.2e-4"}));
    add(rows(ordered_waves(), {"2.4e-3", "2.0e-3", "1.6e-3"}, {"3.0e-3", "2.3e-3", "1.8e-3"},
             {"1.8e-3", "1.2e-3", "6.6e-4"}));
    add(rows(contact_between_waves(), {"7.6e-4", "5.4e-4", "4.2e-4"}, {"1.3e-3", "7.7e-4", "5.5e-4"},
             {"5.4e-4", "3.6e-4", "2.7e-4"}));
    return all;
}

INSTANTIATE_TEST_SUITE_P(Verification, RiemannProblems, testing::ValuesIn(all_rows()),
                         [](auto const& instance) { return name_of(instance.param); });

/// Place where the density falls or rises through the value half way between both sides of the shock, by linear
/// interpolation between the cells [m].
Real half_height(std::vector<Real> const& density, RoadSpec const& road, Real low, Real high)
{
    Real const half = (low + high) / 2;
    for (std::size_t i = 0; i + 1 < density.size(); ++i) {
        if (density[i] < half && density[i + 1] >= half) {
            Real const share = (half - density[i]) / (density[i + 1] - density[i]);
            return road.cell_center(static_cast<int>(i)) + share * road.cell_length();
        }
    }
    return -1;
}

struct ExpectedShock {
    Meeting meeting;
    Real behind; ///< density between shock and contact [veh/m]
    Real speed;  ///< [m/s]
};

void PrintTo(ExpectedShock const& expected, std::ostream* out)
{
    *out << expected.meeting.name;
}

class ShockSpeeds : public testing::TestWithParam<ExpectedShock> {};

TEST_P(ShockSpeeds, PutTheHalfHeightWithinACellOfTheShock)
{
    ExpectedShock const& expected = GetParam();
    Meeting const& meeting = expected.meeting;
    for (NamedScheme const& scheme : {first_order("hll_w", 0.9), second_order(0.45)}) {
        for (int const num_cells : {200, 400, 800}) {
            Problem const problem = problem_of(meeting, scheme.spec, num_cells);
            CellFields const fields = fields_at(problem, meeting.end);
            Real const place = half_height(fields.density[0], problem.road, meeting.left.density[0], expected.behind);
            Real const exact = 500 + expected.speed * meeting.end;
            EXPECT_NEAR(place, exact, problem.road.cell_length()) << scheme.name << " " << num_cells << " cells";
            std::printf("%s %s N=%d shock %.3f cells from its place\n", meeting.name.c_str(), scheme.name.c_str(),
                        num_cells, (place - exact) / problem.road.cell_length());
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Verification, ShockSpeeds,
                         testing::Values(ExpectedShock{queue_tail_moving_downstream(), .1581138830, 6.2251482266},
                                         ExpectedShock{queue_tail_moving_upstream(), .2, -6},
                                         ExpectedShock{red_light(), .2095232684, -6.1764963925}),
                         [](auto const& instance) { return instance.param.meeting.name; });

class Meetings : public testing::TestWithParam<Meeting> {};

/// How far markers leave the range of the start at most, and the largest product of that with the density, over a run
/// of first order with the default flux.
struct Overshoot {
    Real marker = 0;         ///< [m/s]
    Real marker_density = 0; ///< [veh/s]
};

Overshoot marker_overshoot(Meeting const& meeting)
{
    Simulation simulation(problem_of(meeting, first_order("hll_w", 0.9).spec, 400));
    auto const start = simulation.fields().marker;
    Overshoot worst;
    for (int step = 1; step <= 40; ++step) {
        EXPECT_FALSE(simulation.advance_to(meeting.end * step / 40).has_value());
        CellFields const now = simulation.fields();
        for (std::size_t c = 0; c < start.size(); ++c) {
            auto const [lowest, highest] = std::minmax_element(start[c].begin(), start[c].end());
            for (std::size_t i = 0; i < start[c].size(); ++i) {
                Real const excess = std::max({Real(0), *lowest - now.marker[c][i], now.marker[c][i] - *highest});
                worst.marker = std::max(worst.marker, excess);
                worst.marker_density = std::max(worst.marker_density, now.density[c][i] * excess);
                EXPECT_GE(now.density[c][i], 0);
            }
        }
    }
    EXPECT_EQ(simulation.num_floors(), 0);
    std::printf("%s: markers leave their range by %.2e m/s, times density %.2e veh/s\n", meeting.name.c_str(),
                worst.marker, worst.marker_density);
    return worst;
}

/// Markers are convex combinations of the neighbours' markers and densities do not become negative.
TEST_P(Meetings, KeepMarkersInTheRangeOfTheStart)
{
    EXPECT_LE(marker_overshoot(GetParam()).marker, 1e-12);
}

/// Where there are fewer vehicles than the vacuum density of 1e-9 of jam, the speed is blended with that of
/// equilibrium, and the marker that leaves such a cell is not the one that it holds. What is missing stays with the
/// first vehicles of the platoon: of the order of the vacuum density times the difference of the two speeds, magnified
/// by the CFL number.
TEST(EmptyRoadAhead, CostsTheFirstVehiclesNoMoreThanTheVacuumDensity)
{
    Real const vacuum_density = 1e-9 * 0.25;
    Real const difference = 50 * kilometre_per_hour - 11; // marker of the empty road and of the platoon
    Real const marker_density = marker_overshoot(empty_road_ahead()).marker_density;
    EXPECT_LE(marker_density, 10 / (1 - 0.9) * vacuum_density * difference);
    EXPECT_GT(marker_density, 0) << "if nothing is missing any more, the markers belong into the test above";
}

void expect_positive_densities(Meeting const& meeting)
{
    Simulation simulation(problem_of(meeting, second_order(0.45).spec, 400));
    for (int step = 1; step <= 20; ++step) {
        ASSERT_FALSE(simulation.advance_to(meeting.end * step / 20).has_value());
        for (auto const& density : simulation.fields().density) {
            EXPECT_GE(*std::min_element(density.begin(), density.end()), 0);
        }
    }
}

TEST_P(Meetings, KeepDensitiesPositiveAtSecondOrder)
{
    expect_positive_densities(GetParam());
}

TEST(EmptyRoadAhead, KeepsDensitiesPositiveAtSecondOrder)
{
    expect_positive_densities(empty_road_ahead());
}

INSTANTIATE_TEST_SUITE_P(Verification, Meetings,
                         testing::Values(queue_tail_moving_downstream(), queue_tail_moving_upstream(),
                                         transonic_rarefaction(), rarefaction(), vacuum_forms(), red_light(),
                                         isolated_contact(), ordered_waves(), contact_between_waves()),
                         [](auto const& instance) { return instance.param.name; });

} // namespace
} // namespace zemi::test
