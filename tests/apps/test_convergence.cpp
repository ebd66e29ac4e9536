// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "plot/log_log.hpp"
#include "study/convergence.hpp"
#include "study/latex.hpp"
#include "study/predecessor_times.hpp"
#include "study/study_files.hpp"
#include "study_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numeric>

namespace zemi::test {
namespace {

using namespace study;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto l1 = static_cast<std::size_t>(Norm::l1);

// --- cell averages ----------------------------------------------------------------------------------------------

TEST(CellAverages, AreRestrictedToAnyNumberOfCells)
{
    ConservedAverages const fine{{{1, 2, 3, 4, 5, 6}}, {{6, 5, 4, 3, 2, 1}}};
    EXPECT_THAT(restrict_averages(fine, 3).density.at(0), ElementsAre(1.5, 3.5, 5.5));
    EXPECT_THAT(restrict_averages(fine, 3).density_times_marker.at(0), ElementsAre(5.5, 3.5, 1.5));
    EXPECT_EQ(restrict_averages(fine, 6).density, fine.density);
    EXPECT_THAT(restrict_averages(fine, 1).density.at(0), ElementsAre(3.5));
    // A coarse cell is one and a half fine ones; the averages of a straight line are its values at the centres.
    auto const four = restrict_averages(fine, 4).density.at(0);
    EXPECT_THAT(four, ElementsAre(testing::DoubleNear(1.25, 1e-14), testing::DoubleNear(2.75, 1e-14),
                                  testing::DoubleNear(4.25, 1e-14), testing::DoubleNear(5.75, 1e-14)));
    // Vehicles are kept, whatever the profile.
    ConservedAverages const rough{{{1, 0, 7, 3, 0, 0, 2, 9, 4, 4, 1}}, {}};
    for (int const n : {2, 3, 5, 7, 10}) {
        auto const coarse = restrict_averages(rough, n).density.at(0);
        EXPECT_NEAR(std::accumulate(coarse.begin(), coarse.end(), 0.0) / n, 31.0 / 11, 1e-14);
    }
    EXPECT_THROW((void)restrict_averages(fine, 7), std::invalid_argument);
    EXPECT_THROW((void)restrict_averages(fine, 0), std::invalid_argument);
}

/// Of values at the centres, whether these coincide (three to one) or not.
TEST(CellAverages, PointsAreInterpolatedToTheSixthOrder)
{
    auto const points = [](int n) {
        std::vector<Real> row;
        for (int i = 0; i < n; ++i) {
            row.push_back(std::exp((i + Real(0.5)) / n));
        }
        return row;
    };
    auto const error = [&](int num_fine, int num_coarse) {
        auto const coarse = restrict_points({{points(num_fine)}, {}}, num_coarse).density[0];
        auto const exact = points(num_coarse);
        Real largest = 0;
        for (std::size_t i = 0; i < exact.size(); ++i) {
            largest = std::max(largest, std::abs(coarse[i] - exact[i]));
        }
        return largest;
    };
    EXPECT_LE(error(30, 10), 1e-15);
    for (int const coarse : {10, 12}) {
        Real const order = std::log2(error(20, coarse) / error(40, 2 * coarse));
        EXPECT_GT(order, 5.5);
        EXPECT_LT(order, 6.7);
    }
    EXPECT_THROW((void)restrict_points({{points(4)}, {}}, 5), std::invalid_argument);
}

/// Where cells cut each other, the restriction must not be what limits the order that is observed.
TEST(CellAverages, AreRestrictedToTheFifthOrderWhereCellsCutEachOther)
{
    auto const averages = [](int n) {
        std::vector<Real> row;
        for (int i = 0; i < n; ++i) {
            row.push_back(n * (std::exp(Real(i + 1) / n) - std::exp(Real(i) / n)));
        }
        return row;
    };
    auto const error = [&](int num_fine, int num_coarse) {
        auto const coarse = restrict_averages({{averages(num_fine)}, {}}, num_coarse).density[0];
        auto const exact = averages(num_coarse);
        Real largest = 0;
        for (std::size_t i = 0; i < exact.size(); ++i) {
            largest = std::max(largest, std::abs(coarse[i] - exact[i]));
        }
        return largest;
    };
    EXPECT_LE(error(15, 10), 1e-6);
    EXPECT_NEAR(std::log2(error(15, 10) / error(30, 20)), 5, 0.7);
}

TEST(CellAverages, OfAnExactSolutionAreThoseOfTheFormula)
{
    app::Case const input = case_of(carried_wave(), {"road.cells=7"});
    auto const averages = exact_averages(*exact_solution_of(input), input.problem, 30);
    Real const k = 2 * 3.14159265358979323846 / 1000;
    for (int i = 0; i < 7; ++i) {
        Real const a = 1000.0 * i / 7 - 300;
        Real const b = 1000.0 * (i + 1) / 7 - 300;
        Real const mean = 0.06 + 0.03 * (std::cos(k * a) - std::cos(k * b)) / (k * (b - a));
        EXPECT_NEAR(averages.density[0][static_cast<std::size_t>(i)], mean, 1e-9);
    }
    // The speed that belongs to averages of the conserved variables is not 10 m/s, but what a solver would see.
    auto const fields = fields_of(averages, input.problem);
    EXPECT_NEAR(fields.speed[0][0], 10, 0.2);
    EXPECT_NE(fields.speed[0][0], 10);
}

TEST(CellAverages, OfAShockAreExactInItsCellToo)
{
    app::Case const input =
        case_of(riemann_of_cars("density: 50 veh/km, speed: 15", "density: 200 veh/km, speed: 9"), {"road.cells=10"});
    auto const averages = exact_averages(*exact_solution_of(input), input.problem, 20);
    Real const shock = 500 + 20 * 6.2251482266; // in the cell from 600 to 700 m, like the contact at 680 m
    Real const mean = ((shock - 600) * 0.05 + (680 - shock) * 0.1581138830 + 20 * 0.2) / 100;
    EXPECT_NEAR(averages.density[0][6], mean, 1e-10);
}

TEST(CellAverages, AreComparedOnAPartOfTheRoad)
{
    RoadSpec road;
    road.length = 40;
    road.num_cells = 4;
    Real const nan = std::nan("");
    ErrorNorms const all = error_norms({1, 2, 3, 4}, {1, 2, 5, 3}, road, {0, 40});
    EXPECT_EQ(all.num_cells, 4);
    EXPECT_EQ(all.l1, 0.75);
    EXPECT_EQ(all.l2, std::sqrt(1.25));
    EXPECT_EQ(all.linf, 2);
    ErrorNorms const part = error_norms({1, 2, 3, 4}, {1, 2, 5, 3}, road, {15, 40});
    EXPECT_EQ(part.num_cells, 2) << "the second cell is only half inside";
    EXPECT_EQ(part.l1, 1.5);
    EXPECT_EQ(error_norms({1, nan, 3, 4}, {1, 2, nan, 3}, road, {0, 40}).num_cells, 2);
}

// --- orders -----------------------------------------------------------------------------------------------------

TEST(FittedOrder, OfErrors)
{
    EXPECT_NEAR(fitted_order({1, 0.5}, {4e-3, 1e-3}), 2, 1e-6);
    EXPECT_NEAR(fitted_order({1, 0.4, 0.1}, {7, 7 * std::pow(0.4, 1.3), 7 * std::pow(0.1, 1.3)}), 1.3, 1e-6);
    EXPECT_NEAR(fitted_order({1, 0.5}, {1e-3, 2e-3}), -1, 1e-6) << "errors that grow";
    EXPECT_TRUE(std::isnan(fitted_order({1, 0.5}, {1e-3, 0})));
    EXPECT_TRUE(std::isnan(fitted_order({1, 0.5}, {1e-3, 1e-30}))) << "no such order";
}

/// Differences between levels fall like h_k^p - h_{k+1}^p; where cells are not halved each time, the plain ratio would
/// be wrong.
TEST(FittedOrder, OfDifferences)
{
    for (Real const p : {0.5, 1.0, 2.0, 5.0}) {
        std::vector<Real> const h{1, 0.7, 0.3, 0.25};
        std::vector<Real> difference;
        for (std::size_t k = 0; k < 3; ++k) {
            difference.push_back(3e-4 * (std::pow(h[k], p) - std::pow(h[k + 1], p)));
        }
        EXPECT_NEAR(fitted_order(h, difference), p, 1e-5);
    }
}

TEST(Convergence, ReachesTheOrderOfTheSchemeAgainstTheExactSolution)
{
    for (auto const& [scheme, order] : {std::pair{"first_order", 1}, std::pair{"second_order", 2}}) {
        auto const study =
            study_convergence(levels_of(carried_wave(), {40, 80, 160}, {std::string("numerics.scheme=") + scheme, "numerics.contact_fix=none"}));
        EXPECT_EQ(study.formal_order, order);
        EXPECT_EQ(study.exact_solution, "densities carried along at 36 km/h");
        ASSERT_EQ(study.series.size(), 4U);
        for (ConvergenceSeries const& series : study.series) {
            EXPECT_GE(series.order[2][l1], order - 0.15) << scheme << series.vehicle_class << series.variable;
            EXPECT_LE(series.order[2][l1], order + 0.15) << scheme << series.vehicle_class << series.variable;
            EXPECT_TRUE(std::isnan(series.order[0][l1]));
            EXPECT_EQ(series.finest_error[l1], series.error[2].l1);
        }
        EXPECT_THAT(verdict(study, Norm::l1), HasSubstr("order as the scheme promises"));
        EXPECT_THAT(verdict(study, Norm::l1), HasSubstr("N=80 to 160"));
    }
}

/// The same wave with a relaxation so slow that it changes nothing that matters, but enough for the exact solution not
/// to be claimed: both ways to measure have to agree.
TEST(Convergence, AgainstTheNextLevelAgreesWithAgainstTheExactSolution)
{
    std::vector<int> const cells{30, 50, 100, 160}; // not halved each time, not nested
    for (std::string const scheme : {"first_order", "second_order"}) {
        auto const exact = study_convergence(levels_of(carried_wave(), cells, {"numerics.scheme=" + scheme}));
        auto const cauchy = study_convergence(levels_of(carried_wave("1e7 s"), cells, {"numerics.scheme=" + scheme}));
        EXPECT_THAT(cauchy.exact_solution, IsEmpty());
        for (std::size_t s = 0; s < exact.series.size(); ++s) {
            EXPECT_NEAR(exact.series[s].fit[l1], cauchy.series[s].fit[l1], 0.15) << scheme << s;
            EXPECT_NEAR(cauchy.series[s].finest_error[l1] / exact.series[s].finest_error[l1], 1, 0.25) << scheme << s;
            EXPECT_EQ(cauchy.series[s].error.back().num_cells, 0) << "the finest level is not its own truth";
            EXPECT_TRUE(std::isnan(cauchy.series[s].order.back()[l1]));
        }
    }
}

TEST(Convergence, OfAShockIsNotBlamedOnTheScheme)
{
    auto const study = study_convergence(
        levels_of(riemann_of_cars("density: 100 veh/km, speed: 10", "density: 220 veh/km, speed: 2"), {50, 100, 200}));
    EXPECT_TRUE(study.has_jumps);
    EXPECT_GE(study.series[0].fit[l1], 0.6);
    EXPECT_LE(study.series[0].fit[l1], 1.2);
    EXPECT_THAT(verdict(study, Norm::l1), HasSubstr("the solution has jumps"));
}

TEST(Convergence, OfTheSteadyProfileIsOfSecondOrder)
{
    auto const study = study_convergence(levels_of(degraded_road(), {30, 60, 120}));
    EXPECT_THAT(study.exact_solution, HasSubstr("steady profile"));
    for (ConvergenceSeries const& series : study.series) {
        EXPECT_GE(series.fit[l1], 1.7) << series.vehicle_class << series.variable;
        EXPECT_LE(series.fit[l1], 2.2) << series.vehicle_class << series.variable;
    }
}

TEST(Convergence, OfUniformTrafficIsRounding)
{
    std::string const text = two_classes("5 s", "road: {length: 1 km, cells: 20, quality: 4}\n"
                                                "initial: {equilibrium: {motorcycle: 20 veh/km, car: 10 veh/km}}\n"
                                                "boundary: periodic\ntime: {end: 20 s}\n");
    EXPECT_THAT(verdict(study_convergence(levels_of(text, {10, 20})), Norm::l1), HasSubstr("all errors are rounding"));
}

TEST(Convergence, UsesNoExactSolutionThatEndsTooEarly)
{
    auto const study =
        study_convergence(levels_of(riemann_of_cars("density: 50 veh/km, speed: 15", "density: 200 veh/km, speed: 9"),
                                    {10, 20, 40}, {"time.end=60 s"}));
    EXPECT_THAT(study.exact_solution, IsEmpty());
    EXPECT_THAT(study.exact_remark, HasSubstr("set time.end to less than 55.5556 s"));
    EXPECT_TRUE(study.has_jumps);
}

TEST(Convergence, GoesOnWithoutALevelThatFails)
{
    auto levels = levels_of(carried_wave(), {20, 40, 80, 160});
    levels[1].problem.scheme.flux = "nonsense";
    auto const study = study_convergence(levels);
    ASSERT_EQ(study.failed.size(), 1U);
    EXPECT_EQ(study.failed[0].num_cells, 40);
    EXPECT_THAT(study.failed[0].failure.reason, HasSubstr("nonsense"));
    ASSERT_EQ(study.levels.size(), 3U);
    EXPECT_NEAR(study.series[0].order[1][l1], 2, 0.4) << "between 20 and 80 cells";
}

TEST(Convergence, StopsOnRequest)
{
    auto const study = study_convergence(levels_of(carried_wave(), {20, 40, 80, 160}), [] { return true; });
    EXPECT_TRUE(study.was_stopped);
    EXPECT_THAT(study.series, IsEmpty());
}

TEST(Convergence, NeedsThreeLevelsForAnOrderWithoutAnExactSolution)
{
    auto const study = study_convergence(levels_of(carried_wave("5 s"), {20, 40}));
    EXPECT_GT(study.series[0].error[0].l1, 0);
    EXPECT_THAT(verdict(study, Norm::l1), HasSubstr("it takes three levels"));
}

TEST(Convergence, WorksWithoutMarkers)
{
    auto const study =
        study_convergence(levels_of(carried_wave("5 s"), {40, 80, 160},
                                    {"numerics={equation: multiclass_lwr, scheme: first_order}", "time.end=5 s"}));
    for (ConvergenceSeries const& series : study.series) {
        EXPECT_NEAR(series.fit[l1], 1, 0.3) << series.vehicle_class << series.variable;
    }
}

// --- files ------------------------------------------------------------------------------------------------------

TEST(ConvergenceFiles, SayTheSameEachTime)
{
    auto const levels = levels_of(carried_wave(), {20, 40, 80});
    auto const study = study_convergence(levels);
    auto const again = study_convergence(levels);
    EXPECT_EQ(convergence_csv(study), convergence_csv(again));
    EXPECT_EQ(convergence_latex(study, Norm::l1), convergence_latex(again, Norm::l1));
    EXPECT_EQ(convergence_picture(study, levels[0], Norm::l1), convergence_picture(again, levels[0], Norm::l1));
}

TEST(ConvergenceFiles, HoldTheNumbers)
{
    auto const levels = levels_of(carried_wave(), {20, 40, 80});
    auto const study = study_convergence(levels);
    std::string const csv = convergence_csv(study);
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 3 * 4);
    EXPECT_THAT(csv, HasSubstr("\n20,50,"));
    EXPECT_THAT(csv, HasSubstr(",car,speed,m/s,20,"));
    std::string const latex = convergence_latex(study, Norm::l2);
    EXPECT_THAT(latex, HasSubstr("\\begin{tabular}{rrrrrrrrrr}\n\\hline"));
    EXPECT_THAT(latex, HasSubstr("\\multicolumn{4}{c}{motorcycle}"));
    EXPECT_THAT(latex, HasSubstr("\\cdot 10^{"));
    EXPECT_THAT(latex, Not(HasSubstr("rule"))) << "no package is needed";
    std::string const picture = convergence_picture(study, levels[0], Norm::linf);
    for (char const* const text : {"length of a cell [m]", "Linf error [veh/m]", "Linf error [m/s]", "order 1",
                                   "order 2", "motorcycle", "car"}) {
        EXPECT_THAT(picture, HasSubstr(text));
    }
    auto const json = nlohmann::json::parse(convergence_json(study, levels[0], Norm::l1, "zemi", {"a"}));
    EXPECT_EQ(json.at("series").size(), 4U);
    EXPECT_EQ(json.at("series")[0].at("L1").at("error")[1], study.series[0].error[1].l1);
    EXPECT_TRUE(json.at("series")[0].at("L1").at("order")[0].is_null());
    EXPECT_EQ(json.at("scheme").at("formal_order"), 2);
}

TEST(Latex, EscapesWhatItWouldRead)
{
    EXPECT_EQ(latex_text("a_b & 50 %"), "a\\_b \\& 50 \\%");
    EXPECT_EQ(latex_text("x^2\\"), "x\\^{}2\\textbackslash{}");
    EXPECT_EQ(latex_number("1.250e-05"), "$1.250\\cdot 10^{-5}$");
    EXPECT_EQ(latex_number("-3.6e-15"), "$-3.6\\cdot 10^{-15}$");
    EXPECT_EQ(latex_number("-"), "--");
    EXPECT_EQ(latex_number("1.98"), "1.98");
}

TEST(LogAxis, HasTicksInEveryRange)
{
    EXPECT_THAT(plot::make_log_axis(1.5, 30).labels, ElementsAre("2", "5", "10", "20"));
    EXPECT_THAT(plot::make_log_axis(3e-6, 2e-3).labels, ElementsAre("10⁻⁵", "10⁻⁴", "10⁻³"));
    EXPECT_THAT(plot::make_log_axis(2e-5, 6e-5).labels, ElementsAre("2·10⁻⁵", "5·10⁻⁵"));
    EXPECT_LE(plot::make_log_axis(1e-17, 1e-1).ticks.size(), 10U);
}

TEST(LogLogPicture, LeavesOutWhatHasNoLogarithm)
{
    plot::LogPanel panel{"title", "x", "y", {{"series", {{1, 0}, {2, std::nan("")}}}}, {{"order 1", 1, 0}}};
    std::string const picture = plot::log_log_picture("t", "c", {panel});
    EXPECT_THAT(picture, HasSubstr("no error above zero"));
    EXPECT_THAT(picture, Not(HasSubstr("nan")));
    EXPECT_THAT(picture, Not(HasSubstr("inf")));
}

// --- the predecessor --------------------------------------------------------------------------------------------

TEST(PredecessorTimes, AreNotExtrapolated)
{
    app::Case const alike = case_of(carried_wave(), {"time.end=10 s"});
    PredecessorLoop const loop = predecessor_loop(alike, {25, 50, 100, 150, 200, 400});
    EXPECT_THAT(loop.measured, ElementsAre(50, 100, 200));
    EXPECT_THAT(loop.interpolated, ElementsAre(150));
    EXPECT_THAT(loop.unknown, ElementsAre(25, 400));
    double const between = 7.95 * std::pow(1.5, std::log2(25.4 / 7.95));
    EXPECT_NEAR(loop.seconds, 2.94 + 7.95 + 25.4 + between, 1e-9);
    EXPECT_THAT(predecessor_loop(case_of(carried_wave()), {50, 100}).unknown, ElementsAre(50, 100)) << "30 s";
    EXPECT_THAT(predecessor_loop(case_of(simple_wave("10 s")), {50}).unknown, ElementsAre(50)) << "one class";

    std::string const text = compare_with_predecessor(alike, {50, 100, 400}, 0.01);
    EXPECT_THAT(text, HasSubstr("10.9 s (measured by its authors for N=50,100, t=10 s"));
    EXPECT_THAT(text, HasSubstr("1100 times as long"));
    EXPECT_THAT(text, HasSubstr("although N=400 are in zemi's time and not in its"));
    EXPECT_THAT(compare_with_predecessor(alike, {400}, 1), HasSubstr("no comparison"));
}

} // namespace
} // namespace zemi::test
