// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "markup.hpp"
#include "report/comparison.hpp"
#include "report/comparison_output.hpp"
#include "temporary_folder.hpp"
#include "zemi/fields_file.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/io_error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace {

using namespace zemi;
using namespace zemi::app;
using testing::DoubleEq;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using zemi::test_support::Markup;
using zemi::test_support::TemporaryFolder;

std::vector<double> even_edges(std::size_t num_cells, double length)
{
    std::vector<double> edges;
    for (std::size_t i = 0; i <= num_cells; ++i) {
        edges.push_back(length * static_cast<double>(i) / static_cast<double>(num_cells));
    }
    return edges;
}

TEST(AveragedOnto, CoarserAndUnevenGrids)
{
    EXPECT_THAT(averaged_onto({1, 3, 5, 7}, even_edges(4, 8), even_edges(2, 8)), ElementsAre(2, 6));
    // 3 cells onto 2: the middle one is shared.
    EXPECT_THAT(averaged_onto({0, 3, 6}, even_edges(3, 6), even_edges(2, 6)), ElementsAre(1, 5));
    EXPECT_THAT(averaged_onto({4}, {0, 1}, {0, 0.25, 1}), ElementsAre(4, 4)); // finer, too
}

TEST(AveragedOnto, IsConservative)
{
    std::vector<double> values(97);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = std::sin(0.3 * static_cast<double>(i)) + 2;
    }
    auto const averages = averaged_onto(values, even_edges(97, 1), even_edges(40, 1));
    ASSERT_THAT(averages, SizeIs(40));
    EXPECT_NEAR(std::accumulate(averages.begin(), averages.end(), 0.0) / 40,
                std::accumulate(values.begin(), values.end(), 0.0) / 97, 1e-13);
}

TEST(AveragedOnto, WeightsCount)
{
    std::vector<double> const weights{1, 3, 0, 0};
    EXPECT_THAT(averaged_onto({10, 20, 30, 50}, even_edges(4, 4), even_edges(2, 4), &weights),
                ElementsAre(17.5, 40)); // no weight at all: the plain average
}

std::vector<std::pair<std::size_t, std::size_t>> pairs(std::vector<double> const& a, std::vector<double> const& b)
{
    std::vector<std::pair<std::size_t, std::size_t>> result;
    for (SnapshotPair const& pair : paired_snapshots(a, b)) {
        result.emplace_back(pair.a, pair.b);
    }
    return result;
}

TEST(PairedSnapshots, AreEachOthersNearest)
{
    using P = std::pair<std::size_t, std::size_t>;
    EXPECT_THAT(pairs({0, 1, 2}, {0, 1, 2}), ElementsAre(P{0, 0}, P{1, 1}, P{2, 2}));
    EXPECT_THAT(pairs({0, 1, 2, 3, 4}, {0, 2, 4}), ElementsAre(P{0, 0}, P{2, 1}, P{4, 2}));
    EXPECT_THAT(pairs({0, 10, 20}, {0, 9, 12, 20}), ElementsAre(P{0, 0}, P{1, 1}, P{2, 3}));
    EXPECT_THAT(pairs({0, 1, 2, 3}, {0, 1}), ElementsAre(P{0, 0}, P{1, 1})); // ended early
    EXPECT_THAT(pairs({5}, {5}), ElementsAre(P{0, 0}));
}

TEST(NormsOf, CellsOfDifferentLength)
{
    Norms const norms = norms_of({3, -4}, {0, 1, 4});
    EXPECT_THAT(norms.l1, DoubleEq((3 * 1 + 4 * 3) / 4.0));
    EXPECT_THAT(norms.l2, DoubleEq(std::sqrt((9 * 1 + 16 * 3) / 4.0)));
    EXPECT_EQ(norms.linf, 4);
    EXPECT_EQ(norms_of({0, std::numeric_limits<double>::quiet_NaN()}, {0, 1, 2}).linf,
              std::numeric_limits<double>::infinity());
}

TEST(Relative, NothingOverNothingIsNothing)
{
    Norms const share = relative({0, 1, 2}, {0, 4, 0});
    EXPECT_EQ(share.l1, 0);
    EXPECT_EQ(share.l2, 0.25);
    EXPECT_TRUE(std::isinf(share.linf));
}

/// A file with given density and speed, without a run: density factor * (1 + x / 1000 m) cell by cell, speed 10 m/s.
class Compare : public testing::Test {
protected:
    void SetUp() override
    {
        if (!build_info().netcdf) {
            GTEST_SKIP() << "built without netCDF";
        }
    }

    std::string file(std::string const& name, int num_cells, double factor, std::vector<double> const& times,
                     std::vector<std::string> const& classes = {"car"}, double length = 1000,
                     std::vector<std::string> const& variables = {"density", "speed"})
    {
        Case input;
        input.problem.road.length = length;
        input.problem.road.num_cells = num_cells;
        input.output.variables = variables;
        for (std::string const& c : classes) {
            input.problem.model.classes.emplace_back();
            input.problem.model.classes.back().name = c;
        }
        std::string const path = folder / name;
        FieldsWriter writer(path, input, {"test", "none"});
        for (double const time : times) {
            CellFields fields;
            fields.time = time;
            for (std::size_t c = 0; c < classes.size(); ++c) {
                fields.density.emplace_back();
                for (int i = 0; i < num_cells; ++i) {
                    fields.density.back().push_back(factor * (1 + input.problem.road.cell_center(i) / 1000));
                }
                fields.speed.emplace_back(static_cast<std::size_t>(num_cells), 10.0);
                fields.marker.emplace_back(static_cast<std::size_t>(num_cells), 12.0);
            }
            writer.write(fields);
        }
        writer.commit();
        return path;
    }

    std::string complaint(std::string const& a, std::string const& b, CompareRequest const& request = {})
    {
        try {
            (void)compare_results(a, b, request);
        } catch (std::invalid_argument const& e) {
            return e.what();
        }
        return "none";
    }

    TemporaryFolder folder;
};

TEST_F(Compare, NormsOfAKnownDifference)
{
    Comparison const c = compare_results(file("a.nc", 10, 0.1, {0, 1, 2}), file("b.nc", 10, 0.11, {0, 1, 2}), {});
    ASSERT_THAT(c.series, SizeIs(2));
    DifferenceSeries const& density = c.series[0];
    EXPECT_EQ(density.variable, "density");
    EXPECT_EQ(density.unit, "m-1");
    EXPECT_THAT(density.difference, SizeIs(3));
    EXPECT_NEAR(density.difference[1].l1, 0.01 * 1.5, 1e-15);
    EXPECT_NEAR(density.difference[1].linf, 0.01 * 1.95, 1e-15);
    Norms const share = relative(density.overall_difference(), density.overall_reference());
    EXPECT_NEAR(share.l1, 0.1, 1e-12);
    EXPECT_NEAR(share.l2, 0.1, 1e-12);
    EXPECT_NEAR(share.linf, 0.1, 1e-12);
    EXPECT_EQ(c.series[1].difference[0].linf, 0); // speeds are the same
    EXPECT_NEAR(largest_relative_difference(c), 0.1, 1e-12);
}

TEST_F(Compare, UnequalGridsMeetOnTheCoarserOne)
{
    // Three cells of a straight line have the average of the cell that they fill.
    std::string const coarse = file("coarse.nc", 8, 0.1, {0, 1});
    std::string const fine = file("fine.nc", 24, 0.1, {0, 1});
    for (auto const& [a, b] : {std::pair{coarse, fine}, std::pair{fine, coarse}}) {
        Comparison const c = compare_results(a, b, {});
        EXPECT_THAT(c.edges, SizeIs(9));
        EXPECT_LT(c.series[0].difference[0].linf, 1e-15);
        EXPECT_THAT(c.remarks[0], HasSubstr("the 24 cells of " + fine + " are averaged over the 8 of " + coarse));
    }
}

TEST_F(Compare, TakesTheNearestSnapshotsAndSaysSo)
{
    std::string const a = file("a.nc", 4, 0.1, {0, 1, 2, 3});
    std::string const b = file("b.nc", 4, 0.1, {0, 1.25, 3});
    Comparison const c = compare_results(a, b, {});
    EXPECT_THAT(c.times_a, ElementsAre(0, 1, 3));
    EXPECT_THAT(c.times_b, ElementsAre(0, 1.25, 3));
    EXPECT_EQ(c.largest_time_shift, 0.25);
    EXPECT_THAT(c.remarks.back(), HasSubstr("times differ by 0.25 s at most"));
    Comparison const at = compare_results(a, b, {{}, {}, {1.2}});
    EXPECT_THAT(at.times_a, ElementsAre(1));
    EXPECT_THAT(at.times_b, ElementsAre(1.25));
}

TEST_F(Compare, PicksVariablesAndClasses)
{
    std::string const a = file("a.nc", 4, 0.1, {0, 1}, {"car", "bus"}, 1000, {"density", "speed", "marker"});
    std::string const b = file("b.nc", 4, 0.2, {0, 1}, {"bus"});
    Comparison const c = compare_results(a, b, {{"density"}, {"bus"}, {}});
    ASSERT_THAT(c.series, SizeIs(1));
    EXPECT_EQ(c.series[0].vehicle_class, "bus");
    EXPECT_THAT(compare_results(a, b, {{}, {"bus"}, {}}).remarks[0], HasSubstr("marker is only in " + a));
    EXPECT_THAT(complaint(a, b), HasSubstr("their classes differ: car, bus and bus"));
    EXPECT_THAT(complaint(a, b, {{}, {"buss"}, {}}), HasSubstr("did you mean \"bus\"?"));
    EXPECT_THAT(complaint(a, b, {{"marker"}, {"bus"}, {}}), HasSubstr(b + " has no variable \"marker\""));
    EXPECT_THAT(complaint(a, b, {{"denisty"}, {"bus"}, {}}), HasSubstr("did you mean \"density\"?"));
}

TEST_F(Compare, RefusesWhatCannotBeCompared)
{
    std::string const a = file("a.nc", 4, 0.1, {0, 1});
    EXPECT_THAT(complaint(a, file("long.nc", 4, 0.1, {0, 1}, {"car"}, 1200)),
                HasSubstr("their roads differ: 0 to 1000 m and 0 to 1200 m"));
    EXPECT_THAT(complaint(a, file("late.nc", 4, 0.1, {5, 6})), HasSubstr("no time in common: 0 to 1 s and 5 to 6 s"));
    EXPECT_THAT(complaint(a, a, {{}, {}, {7}}), HasSubstr("7 s is outside the time that both cover"));
    EXPECT_THROW((void)compare_results(a, folder / "none.nc", {}), IoError);
}

TEST_F(Compare, WritesTablesAndPictures)
{
    Comparison const c = compare_results(file("a.nc", 4, 0.1, {0, 1, 2}), file("b.nc", 4, 0.11, {0, 1, 2}), {});
    EXPECT_THAT(comparison_table(c, false),
                HasSubstr("density car   all  veh/km  15  15.26  18.75     0.1     0.1       0.1\n"));
    EXPECT_THAT(comparison_table(c, true), HasSubstr("density car   2 s"));
    auto const json = nlohmann::json::parse(comparison_json(c));
    EXPECT_NEAR(json.at("differences").at(0).at("relative").at("l1").get<double>(), 0.1, 1e-12);
    EXPECT_THAT(comparison_csv(c), HasSubstr("variable,unit,class,time_a [s],time_b [s],l1"));
    auto const pictures = comparison_pictures(c);
    ASSERT_THAT(pictures, SizeIs(4));
    for (Picture const& picture : pictures) {
        EXPECT_EQ(Markup(picture.content).problem(), "") << picture.file_name;
    }
    EXPECT_EQ(pictures[1].file_name, "difference_space_time_density_car.svg");
}

TEST_F(Compare, NumbersMissingOnOneSideExceedEveryTolerance)
{
    Comparison const c =
        compare_results(file("a.nc", 4, 0.1, {0}), file("b.nc", 4, std::numeric_limits<double>::quiet_NaN(), {0}), {});
    EXPECT_TRUE(std::isinf(largest_relative_difference(c)));
}

} // namespace
