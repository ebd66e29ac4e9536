// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "markup.hpp"
#include "plot/chart.hpp"
#include "plot/pictures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

namespace {

using namespace zemi::plot;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using zemi::test_support::Markup;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

Chart two_curves()
{
    Chart chart;
    chart.description = "a <b> & c";
    chart.title = "title";
    chart.x_label = "time [s]";
    chart.y_label = "dt [s]";
    chart.series = {{"up", {{0, 0}, {1, 1}, {2, 4}}, {series_colour(0), 1.5, ""}, Series::Mark::line},
                    {"points", {{0, 3}, {1, 2}}, {series_colour(1), 2, ""}, Series::Mark::dots}};
    chart.marks = {1};
    return chart;
}

TEST(Chart, StandsInAPageWithoutGroundAndWithADescription)
{
    std::string const svg = draw_chart(two_curves(), "a-1");
    Markup const markup(svg);
    EXPECT_EQ(markup.problem(), "");
    EXPECT_THAT(svg, Not(HasSubstr("<?xml")));
    EXPECT_THAT(svg, Not(HasSubstr("fill=\"#ffffff\"")));
    EXPECT_THAT(markup.attributes("svg", "role"), ElementsAre("img"));
    EXPECT_THAT(markup.attributes("svg", "aria-labelledby"), ElementsAre("a-1-title"));
    EXPECT_THAT(svg, HasSubstr("<title id=\"a-1-title\">a &lt;b&gt; &amp; c</title>"));
    EXPECT_THAT(markup.attributes("clipPath", "id"), ElementsAre("a-1clip1")); // differs from chart to chart
    for (char const* const text : {">title<", ">time [s]<", ">dt [s]<", ">up<", ">points<"}) {
        EXPECT_THAT(svg, HasSubstr(text));
    }
}

TEST(Chart, IsAlsoAFileOfItsOwn)
{
    std::string const svg = draw_chart(two_curves());
    EXPECT_EQ(Markup(svg).problem(), "");
    EXPECT_THAT(svg, testing::StartsWith("<?xml"));
    EXPECT_THAT(svg, HasSubstr("fill=\"#ffffff\""));
    EXPECT_THAT(svg, HasSubstr("width=\"460\""));
}

TEST(Chart, PointsThatAreNoNumbersInterruptALine)
{
    Chart chart = two_curves();
    chart.series = {{"", {{0, 0}, {1, 1}, {2, not_a_number}, {3, 1}, {4, 0}}, {}, Series::Mark::line}};
    std::string const svg = draw_chart(chart, "x");
    EXPECT_EQ(Markup(svg).count("polyline"), 2U);
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
    chart.series.clear();
    EXPECT_EQ(Markup(draw_chart(chart, "x")).problem(), ""); // nothing to draw
}

TEST(Chart, GivenEndsOfAnAxisHold)
{
    Chart chart = two_curves();
    chart.x_low = -10;
    chart.x_high = 10;
    chart.y_low = 0;
    chart.y_high = 10;
    std::string const svg = draw_chart(chart, "x");
    EXPECT_THAT(svg, HasSubstr(">-10<"));
    EXPECT_THAT(svg, HasSubstr(">10<"));
}

Map difference_map(std::vector<std::vector<float>> const& rows)
{
    Map map;
    map.description = map.title = "difference";
    map.length = 100;
    map.look = {"density", "veh/km", 1000, ColourMap::blue_orange};
    map.symmetric = true;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        map.values.times.push_back(static_cast<double>(k));
        map.values.rows.push_back(&rows[k]);
    }
    return map;
}

TEST(Map, OfDifferencesHasZeroInTheMiddle)
{
    std::vector<std::vector<float>> const rows{{0, 0.001F}, {0, 0.002F}, {0, -0.001F}};
    std::string const svg = draw_map(difference_map(rows), "m");
    EXPECT_EQ(Markup(svg).problem(), "");
    EXPECT_THAT(svg, HasSubstr(">-2"));
    EXPECT_THAT(svg, HasSubstr(">2"));
    EXPECT_THAT(svg, HasSubstr("density [veh/km]"));
}

TEST(Map, OfNoDifferenceCanBeDrawn)
{
    std::vector<std::vector<float>> const rows(3, std::vector<float>(4, 0.0F));
    EXPECT_EQ(Markup(draw_map(difference_map(rows), "m")).problem(), "");
}

TEST(Panel, SymmetricRangeTakesTheLargestAbsoluteValueUnlessItTowers)
{
    std::vector<float> const usual{-3, 1, 2};
    Range const range = symmetric_range_of({&usual}, 10);
    EXPECT_EQ(range.low, -30);
    EXPECT_EQ(range.high, 30);
    EXPECT_FALSE(range.clipped);
    std::vector<float> spike(1000, 1.0F);
    spike[3] = -100;
    Range const clipped = symmetric_range_of({&spike}, 1);
    EXPECT_EQ(clipped.low, -1);
    EXPECT_EQ(clipped.largest, 100);
    EXPECT_TRUE(clipped.clipped);
}

TEST(Panel, RasterShowsTheLatestRowAtTheTop)
{
    std::vector<float> const early(2, 0.0F);
    std::vector<float> const late{1.0F, std::numeric_limits<float>::quiet_NaN()};
    Axis const scale = make_axis(0, 1, 5, false);
    IndexedImage const image = raster({{0, 1}, {&early, &late}}, scale, {"", "", 1, ColourMap::viridis}, 10);
    ASSERT_EQ(image.width, 2);
    ASSERT_EQ(image.height, 2);
    EXPECT_THAT(image.pixels, ElementsAre(254, 255, 0, 0)); // 255: no number
}

TEST(Colours, OfSeriesAndProfilesDifferOnBothGrounds)
{
    for (bool const dark : {false, true}) {
        std::set<std::string> series;
        for (std::size_t i = 0; i < num_series_colours; ++i) {
            series.insert(series_colour(i, dark));
        }
        EXPECT_EQ(series.size(), num_series_colours);
        auto const profiles = profile_colours(5, dark);
        EXPECT_EQ(std::set<std::string>(profiles.begin(), profiles.end()).size(), 5U);
    }
    EXPECT_EQ(series_colour(num_series_colours), series_colour(0));
}

TEST(Colours, OfDifferencesAreEquallyLightOnBothSidesOfNearWhite)
{
    auto const luminance = [](Colour c) { // relative, WCAG 2
        auto const linear = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
        return 0.2126 * linear(c.red / 255.0) + 0.7152 * linear(c.green / 255.0) + 0.0722 * linear(c.blue / 255.0);
    };
    Colour const middle = colour_at(ColourMap::blue_orange, 0.5);
    EXPECT_GT(luminance(middle), 0.9);
    for (double const distance : {0.1, 0.25, 0.4, 0.5}) {
        Colour const below = colour_at(ColourMap::blue_orange, 0.5 - distance);
        Colour const above = colour_at(ColourMap::blue_orange, 0.5 + distance);
        EXPECT_NEAR(luminance(below), luminance(above), 0.1);
        EXPECT_GT(below.blue, below.red);
        EXPECT_GT(above.red, above.blue);
    }
}

} // namespace
