// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace zemi::app {
namespace {

using testing::ElementsAre;

std::vector<std::string> names_of_columns(std::vector<std::string> const& metrics,
                                          std::vector<std::string> const& classes)
{
    std::vector<std::string> names;
    for (MetricColumn const& column : metric_columns(metrics, classes)) {
        names.push_back(column.name);
    }
    return names;
}

/// The value in a column of all columns.
Real value(std::string const& name, Metrics const& metrics, std::vector<std::string> const& classes)
{
    for (MetricColumn const& column : metric_columns({}, {"car", "bus"})) {
        if (column.name == name) {
            return metric_value(column, metrics, classes, 1000);
        }
    }
    ADD_FAILURE() << "no column " << name;
    return 0;
}

TEST(Metrics, ColumnsAreNamedByMetricAndClass)
{
    EXPECT_THAT(names_of_columns({"total_delay", "travel_time", "mass_defect"}, {"car", "bus"}),
                ElementsAre("travel_time_car", "travel_time_bus", "total_delay_car", "total_delay_bus",
                            "total_delay_all", "mass_defect"));
    EXPECT_EQ(names_of_columns({}, {"car"}).size(), 6 + 3 + 2U) << "all of them";
    try {
        (void)metric_columns({"travel_tme"}, {"car"});
        FAIL();
    } catch (std::invalid_argument const& e) {
        EXPECT_THAT(e.what(), testing::HasSubstr("did you mean \"travel_time\"?"));
    }
}

TEST(Metrics, ValuesFollowTheirDefinitions)
{
    Metrics m;
    // Cars: 10 vehicles for 60 s at 20 m/s on a road where 25 m/s are free; no buses.
    m.classes = {{600, 12000, 480, 12, 9}, {}};
    m.duration = 60;
    m.max_queue_length = 150;
    m.mass_defect = 1e-16;
    std::vector<std::string> const classes{"car", "bus"};
    EXPECT_EQ(value("mean_speed_car", m, classes), 20);
    EXPECT_EQ(value("travel_time_car", m, classes), 50);
    EXPECT_EQ(value("throughput_car", m, classes), 0.15);
    EXPECT_EQ(value("total_delay_car", m, classes), 120);
    EXPECT_EQ(value("total_delay_all", m, classes), 120);
    EXPECT_EQ(value("time_spent_car", m, classes), 600);
    EXPECT_EQ(value("distance_all", m, classes), 12000);
    EXPECT_EQ(value("max_queue_length", m, classes), 150);
    EXPECT_EQ(value("mass_defect", m, classes), 1e-16);
    EXPECT_TRUE(std::isnan(value("mean_speed_bus", m, classes)));
    EXPECT_TRUE(std::isnan(value("travel_time_bus", m, classes)));
    EXPECT_EQ(value("throughput_bus", m, classes), 0);
    m.classes[1] = {10, 0, 0, 0, 0}; // standing: never arrives
    EXPECT_TRUE(std::isnan(value("travel_time_bus", m, classes)));
    EXPECT_EQ(value("mean_speed_bus", m, classes), 0);
    EXPECT_EQ(value("total_delay_all", m, classes), 130);
}

TEST(Metrics, AreFoundByClassNotByPlace)
{
    Metrics m;
    m.classes = {{1, 2, 0, 0, 0}};
    m.duration = 1;
    EXPECT_EQ(value("mean_speed_bus", m, {"bus"}), 2);
    EXPECT_TRUE(std::isnan(value("mean_speed_car", m, {"bus"})));
}

} // namespace
} // namespace zemi::app
