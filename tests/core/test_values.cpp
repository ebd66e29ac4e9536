// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/error.hpp>
#include <zemi/core/values.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace zemi {
namespace {

/// Message and suggestion, as they will be shown.
std::string complaint(std::function<void()> const& parse)
{
    try {
        parse();
    } catch (ValueError const& e) {
        return e.what() + (e.suggestion().empty() ? "" : "; " + e.suggestion());
    }
    return "accepted";
}

std::string about_number(std::string const& text)
{
    return complaint([&] { static_cast<void>(parse_number(text)); });
}

std::string about_integer(std::string const& text)
{
    return complaint([&] { static_cast<void>(parse_integer(text)); });
}

std::string about_boolean(std::string const& text)
{
    return complaint([&] { static_cast<void>(parse_boolean(text)); });
}

TEST(ParseNumber, ReadsDecimalNumbers)
{
    EXPECT_EQ(parse_number("12"), 12);
    EXPECT_EQ(parse_number("-0.5"), -0.5);
    EXPECT_EQ(parse_number("+1.5e-3"), 1.5e-3);
    EXPECT_EQ(parse_number(".25"), 0.25);
    EXPECT_EQ(parse_number("0"), 0);
    EXPECT_EQ(parse_number("0.1"), 0.1);
    EXPECT_EQ(parse_number("1e308"), 1e308);
}

TEST(ParseNumber, RefusesWhatIsNone)
{
    EXPECT_EQ(about_number(""), "a number is missing");
    EXPECT_EQ(about_number("abc"), "\"abc\" is not a number");
    EXPECT_EQ(about_number("1.5x"), "\"1.5x\" is not a number");
    EXPECT_EQ(about_number("1 2"), "\"1 2\" is not a number");
    EXPECT_EQ(about_number("--1"), "\"--1\" is not a number");
    EXPECT_EQ(about_number("-"), "\"-\" is not a number");
    EXPECT_EQ(about_number("e5"), "\"e5\" is not a number");
}

TEST(ParseNumber, RefusesWhatReadersDisagreeAbout)
{
    EXPECT_EQ(about_number("010"),
              "\"010\" begins with a zero; write 10 (some readers of YAML take a leading zero for base 8)");
    EXPECT_EQ(about_number("-007.5"),
              "\"-007.5\" begins with a zero; write -7.5 (some readers of YAML take a leading zero for base 8)");
    EXPECT_EQ(about_number("00"),
              "\"00\" begins with a zero; write 0 (some readers of YAML take a leading zero for base 8)");
    EXPECT_EQ(about_number("0x10"), "\"0x10\" is not a decimal number");
    EXPECT_EQ(about_number("0b1"), "\"0b1\" is not a decimal number");
    EXPECT_EQ(about_number("1,5"), "\"1,5\" is not a number; did you mean 1.5?");
    EXPECT_EQ(about_number("1_000"), "\"1_000\" is not a number; did you mean 1000?");
    EXPECT_EQ(about_number("1,000,000"), "\"1,000,000\" is not a number; did you mean 1000000?");
}

TEST(ParseNumber, RefusesWhatIsNotFinite)
{
    for (auto const* const text : {".inf", "-.inf", "inf", "nan", ".nan", ".NaN", "Infinity"}) {
        EXPECT_EQ(about_number(text), std::string("\"").append(text).append("\" is not a finite number"));
    }
    EXPECT_EQ(about_number("1e999"), "\"1e999\" is too large or too small for a number");
    EXPECT_EQ(about_number("1e-999"), "\"1e-999\" is too large or too small for a number");
}

TEST(ParseInteger, ReadsDigits)
{
    EXPECT_EQ(parse_integer("200"), 200);
    EXPECT_EQ(parse_integer("-3"), -3);
    EXPECT_EQ(parse_integer("9223372036854775807"), 9223372036854775807);
}

TEST(ParseInteger, RefusesEverythingElse)
{
    EXPECT_EQ(about_integer("1.5"), "\"1.5\" is not a whole number");
    EXPECT_EQ(about_integer("2e3"), "\"2e3\" is not a whole number; write 2000");
    EXPECT_EQ(about_integer("200.0"), "\"200.0\" is not a whole number; write 200");
    EXPECT_EQ(about_integer("1_000"), "\"1_000\" is not a whole number; did you mean 1000?");
    EXPECT_EQ(about_integer("many"), "\"many\" is not a whole number");
    EXPECT_EQ(about_integer("0200"),
              "\"0200\" begins with a zero; write 200 (some readers of YAML take a leading zero for base 8)");
    EXPECT_EQ(about_integer("9223372036854775808"), "\"9223372036854775808\" is too large for a whole number");
}

TEST(ParseBoolean, KnowsTwoWords)
{
    EXPECT_TRUE(parse_boolean("true"));
    EXPECT_FALSE(parse_boolean("false"));
    EXPECT_EQ(about_boolean("yes"), "\"yes\" is neither true nor false; write true");
    EXPECT_EQ(about_boolean("Off"), "\"Off\" is neither true nor false; write false");
    EXPECT_EQ(about_boolean("True"), "\"True\" is neither true nor false; write true");
    EXPECT_EQ(about_boolean("flase"), "\"flase\" is neither true nor false; did you mean \"false\"?");
    EXPECT_EQ(about_boolean(""), "\"\" is neither true nor false; known: true, false");
}

} // namespace
} // namespace zemi
