// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/csv.hpp"
#include <zemi/core/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <numbers>

namespace zemi::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Csv, ReadsWhatSpreadsheetsWrite)
{
    CsvTable const t = parse_csv("\xEF\xBB\xBF"
                                 "a, b ,\"c, \"\"d\"\"\"\r\n1,2,3\r\n\r\n \"x\ny\" ,,5 km/h",
                                 "t.csv");
    EXPECT_THAT(t.head, ElementsAre("a", "b", "c, \"d\""));
    ASSERT_EQ(t.rows.size(), 2U);
    EXPECT_THAT(t.rows[0], ElementsAre("1", "2", "3"));
    EXPECT_THAT(t.rows[1], ElementsAre("x\ny", "", "5 km/h"));
    EXPECT_THAT(t.lines, ElementsAre(2, 4));
}

TEST(Csv, SaysWhereItIsWrong)
{
    auto const complaint = [](std::string const& text) -> std::string {
        try {
            (void)parse_csv(text, "t.csv");
        } catch (ConfigError const& e) {
            return e.what();
        }
        return "";
    };
    EXPECT_THAT(complaint("a,b\n1\n"), HasSubstr("t.csv:2:1: error: 1 fields, but the first line names 2 columns"));
    EXPECT_THAT(complaint("a,b,a\n"), HasSubstr("the column \"a\" is there twice"));
    EXPECT_THAT(complaint("a,\n"), HasSubstr("a column has no name"));
    EXPECT_THAT(complaint("a\n\"x"), HasSubstr("t.csv:2:1: error: a quoted field does not end"));
    EXPECT_THAT(complaint("a\n\"x\" y\n"), HasSubstr("text behind a quoted field"));
    EXPECT_THAT(complaint("\n\n"), HasSubstr("the table is empty"));
}

TEST(Csv, WritesWhatItReads)
{
    std::vector<std::vector<std::string>> const rows{
        {"a", "b c", "d,e"}, {"\"quoted\"", " blank ", "two\nlines"}, {"", "", ""}};
    std::string text = csv_line({"x", "y", "z"});
    for (auto const& row : rows) {
        text += csv_line(row);
    }
    EXPECT_EQ(parse_csv(text, "t").rows, rows);
    EXPECT_EQ(parse_csv("x\n" + csv_line({""}), "t").rows.size(), 1U) << "not an empty line";
}

TEST(Csv, NumbersReadBackExactly)
{
    for (double const value : {0.1, 1.0 / 3, -std::numbers::pi * 1e-300, 5e-324, 1e22, 123456789.0}) {
        EXPECT_EQ(std::strtod(csv_number(value).c_str(), nullptr), value);
    }
    EXPECT_EQ(csv_number(0.1), "0.1");
    EXPECT_EQ(csv_number(3), "3");
    EXPECT_EQ(csv_number(-std::numeric_limits<double>::quiet_NaN()), "nan");
}

} // namespace
} // namespace zemi::app
