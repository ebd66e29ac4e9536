// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/read_distribution.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace zemi::app {
namespace {

using testing::HasSubstr;

class ReadDistribution : public ::testing::Test {
protected:
    std::optional<Distribution> read(std::string const& key, std::string const& text)
    {
        m_diagnostics = {};
        ConfigNode const root = parse_config("x: " + text + '\n', "test.yaml", m_diagnostics);
        m_diagnostics.throw_if_errors();
        return read_distribution(root.children.front(), key, ConfigNode{}, m_diagnostics);
    }

    /// The only message.
    std::string wrong(std::string const& key, std::string const& text)
    {
        EXPECT_FALSE(read(key, text));
        auto const found = m_diagnostics.sorted();
        EXPECT_EQ(found.size(), 1U) << text;
        return found.empty() ? "" : found.front().message + '|' + found.front().suggestion;
    }

    Diagnostics m_diagnostics;
};

std::string const time_key = "classes.car.relaxation_time";

TEST_F(ReadDistribution, Kinds)
{
    auto const uniform = read(time_key, "{uniform: [5 s, 1 min]}");
    ASSERT_TRUE(uniform);
    EXPECT_EQ(uniform->kind, Distribution::Kind::uniform);
    EXPECT_EQ(uniform->first, 5);
    EXPECT_EQ(uniform->second, 60);
    EXPECT_FALSE(uniform->whole);
    EXPECT_EQ(read(time_key, "{log_uniform: [1, 100 s]}")->kind, Distribution::Kind::log_uniform);
    auto const normal = read(time_key, "{normal: [10 s, 10 s], between: [1 s, 20 s]}");
    ASSERT_TRUE(normal);
    EXPECT_EQ(normal->kind, Distribution::Kind::normal);
    EXPECT_EQ(normal->second, 10);
    EXPECT_EQ(normal->between, (std::pair<Real, Real>{1, 20}));
    EXPECT_TRUE(read("road.cells", "{uniform: [50, 200]}")->whole);
    EXPECT_EQ(read("initial.riemann.left.car.speed", "{uniform: [1 m/s, 2 m/s]}")->first, 1) << "speed or a name";
}

TEST_F(ReadDistribution, Mistakes)
{
    EXPECT_EQ(wrong("numerics.scheme", "{uniform: [1, 2]}").substr(0, 33), "numerics.scheme is one of first_o");
    EXPECT_THAT(wrong("numerics.scheme", "{uniform: [1, 2]}"), HasSubstr("only numbers can be drawn|list its values"));
    EXPECT_EQ(wrong(time_key, "{uniform: 5 s}"),
              "uniform of classes.car.relaxation_time is a single value, expected: a list of "
              "two values|for example uniform: [lowest, highest]");
    EXPECT_THAT(wrong(time_key, "{normal: [1 s, 2 s, 3 s]}"), HasSubstr("is a list of 3,"));
    EXPECT_THAT(wrong(time_key, "{uniform: [1 s, 2 km]}"), HasSubstr("\"2 km\" is a length; a time is expected"));
    EXPECT_THAT(wrong(time_key, "{uniform: [1 s, [2 s]]}"), HasSubstr("is a list, expected: a time"));
    EXPECT_EQ(wrong(time_key, "{uniform: [3 s, 2 s]}"),
              "uniform of classes.car.relaxation_time: 3 s is not below 2 s|write uniform: [2 s, 3 s]");
    EXPECT_THAT(wrong(time_key, "{uniform: [2 s, 2 s]}"), HasSubstr("put it under \"set\""));
    EXPECT_THAT(wrong(time_key, "{uniform: [-1 s, 2 s]}"), HasSubstr("has to be more than 0 s"));
    EXPECT_THAT(wrong("road.length", "{normal: [1 km, 300 m]}"),
                HasSubstr("reaches -500 m, but it has to be more than 0 m|cut it off with between"));
    EXPECT_THAT(wrong("time.begin", "{log_uniform: [-1 s, 2 s]}"), HasSubstr("-1 s is not above zero"));
    EXPECT_THAT(wrong("time.begin", "{normal: [1 s, -2 s]}"),
                HasSubstr("the standard deviation -2 s is not above zero"));
    EXPECT_THAT(wrong(time_key, "{uniform: [1 s, 2 s], between: [1 s, 2 s]}"), HasSubstr("only a normal distribution"));
    EXPECT_THAT(wrong(time_key, "{normal: [10 s, 1 s], between: [20 s, 30 s]}"), HasSubstr("less than a millionth"));
    EXPECT_THAT(wrong("road.cells", "{uniform: [1.5, 200]}"), HasSubstr("\"1.5\" is not a whole number"));
}

TEST_F(ReadDistribution, ValuesThatAreQuestioned)
{
    EXPECT_TRUE(read(time_key, "{uniform: [1 s, 1 h]}"));
    ASSERT_EQ(m_diagnostics.sorted().size(), 1U);
    EXPECT_EQ(m_diagnostics.sorted().front().severity, Severity::warning);
}

TEST(NumericForm, IsThatOfNumbersOnly)
{
    EXPECT_EQ(numeric_form(time_key)->dimension, dimension::time);
    EXPECT_EQ(numeric_form("road.cells")->form, Form::integer);
    EXPECT_EQ(numeric_form("numerics.cfl")->form, Form::number);
    EXPECT_EQ(numeric_form("title"), nullptr);
    EXPECT_EQ(numeric_form("no.such.key"), nullptr);
}

} // namespace
} // namespace zemi::app
