// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_table.hpp"
#include "temporary_folder.hpp"
#include <zemi/core/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace zemi::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class MemberTableTest : public ::testing::Test {
protected:
    std::optional<MemberTable> read(std::string const& text)
    {
        std::string const path = m_folder / "members.csv";
        std::ofstream(path) << text;
        return read_member_table(path, {}, m_diagnostics);
    }

    std::string messages() const
    {
        std::string text;
        for (Diagnostic const& d : m_diagnostics.sorted()) {
            text += std::to_string(d.line) + ':' + std::to_string(d.column) + ": " + d.message + '\n';
        }
        return text;
    }

    test_support::TemporaryFolder m_folder;
    Diagnostics m_diagnostics;
};

TEST_F(MemberTableTest, ReadsWhatSamplersWrite)
{
    auto const table = read("\xEF\xBB\xBF# made by a sampler\r\n"
                            "classes.car.relaxation_time [s] , \"numerics.scheme\",boundary.right\r\n"
                            "\r\n"
                            " 1e1, first_order,\"{inflow: {motorcycle: 1, car: 2}}\"\r\n"
                            "  # a comment\r\n"
                            "2 min,\"say \"\"so\"\"\" ,wall");
    ASSERT_TRUE(table) << messages();
    ASSERT_EQ(table->columns.size(), 3U);
    EXPECT_EQ(table->columns[0].key, "classes.car.relaxation_time");
    EXPECT_EQ(table->columns[0].unit, "s");
    EXPECT_EQ(table->columns[1].key, "numerics.scheme");
    ASSERT_EQ(table->rows.size(), 2U);
    auto const value = [&](std::size_t row, std::size_t column) {
        return parse_field(table->rows[row][column], table->columns[column]);
    };
    EXPECT_EQ(value(0, 0).text, "1e1 s");
    EXPECT_EQ(value(0, 1).text, "first_order");
    ConfigNode const inflow = value(0, 2);
    ASSERT_TRUE(inflow.is_map());
    EXPECT_EQ(inflow.children[0].find("car")->text, "2");
    EXPECT_EQ(inflow.children[0].find("car")->mark.line, 4);
    EXPECT_EQ(inflow.children[0].find("car")->mark.column, 19);
    EXPECT_EQ(value(1, 0).text, "2 min") << "has a unit of its own";
    EXPECT_EQ(table->rows[1][1].text, "say \"so\"");
    EXPECT_EQ(table->rows[1][1].mark.line, 6);
    EXPECT_EQ(table->rows[1][1].mark.column, 7);
}

TEST_F(MemberTableTest, ReportsMistakesWithTheirPlaces)
{
    EXPECT_FALSE(read("a [km/hr],b,\n1,2,3\n1,2\n1,,3\n\"1,2,3\n\"1\"2,3,4\n"));
    EXPECT_EQ(messages(), "1:1: unknown unit \"km/hr\"\n"
                          "1:13: a column without a name\n"
                          "3:1: 2 values in a table of 3 columns\n"
                          "4:3: a value of b is missing\n"
                          "5:1: the quotation mark is not closed on this line\n"
                          "6:4: a comma is missing behind the quotation mark\n");
}

TEST_F(MemberTableTest, ManyMistakesAreNotAllListed)
{
    std::string text = "a,b\n";
    for (int i = 0; i < 1000; ++i) {
        text += "1\n";
    }
    EXPECT_FALSE(read(text));
    EXPECT_EQ(m_diagnostics.num_errors(), 10);
}

TEST_F(MemberTableTest, NothingInIt)
{
    EXPECT_FALSE(read("# only this\n"));
    EXPECT_FALSE(read("a,b\n"));
    EXPECT_FALSE(read_member_table(m_folder / "none.csv", {}, m_diagnostics));
    EXPECT_FALSE(read_member_table(m_folder.path().string(), {}, m_diagnostics));
    EXPECT_EQ(m_diagnostics.num_errors(), 4);
    EXPECT_THAT(messages(), HasSubstr("the file is empty"));
    EXPECT_THAT(messages(), HasSubstr("the table has no rows"));
    EXPECT_THAT(messages(), HasSubstr("cannot read"));
}

TEST_F(MemberTableTest, FieldsThatAreNoValues)
{
    MemberTable::Column const column{"road.quality", "", {}};
    EXPECT_THROW(static_cast<void>(parse_field({"[1, 2", false, {}}, column)), ValueError);
    EXPECT_EQ(parse_field({"null", false, {}}, column).kind, ConfigNode::Kind::null);
    EXPECT_EQ(parse_field({"-5", false, {}}, column).text, "-5");
    EXPECT_TRUE(parse_field({"[{from: 0 m, category: 1}]", false, {}}, column).is_list());
}

} // namespace
} // namespace zemi::app
