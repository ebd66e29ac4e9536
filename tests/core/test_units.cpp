// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/error.hpp>
#include <zemi/core/units.hpp>

#include <gtest/gtest.h>

#include <string>

namespace zemi {
namespace {

std::string about(std::string const& text, Dimension expected)
{
    try {
        static_cast<void>(parse_quantity(text, expected));
    } catch (ValueError const& e) {
        return e.what() + (e.suggestion().empty() ? "" : "; " + e.suggestion());
    }
    return "accepted";
}

TEST(ParseQuantity, ConvertsToSi)
{
    EXPECT_EQ(parse_quantity("85 km/h", dimension::speed), 85000.0 / 3600);
    EXPECT_EQ(parse_quantity("36 km/h", dimension::speed), 10);
    EXPECT_EQ(parse_quantity("250 veh/km", dimension::density), 0.25);
    EXPECT_EQ(parse_quantity("1200 veh/h", dimension::flow), 1200.0 / 3600);
    EXPECT_EQ(parse_quantity("5 s", dimension::time), 5);
    EXPECT_EQ(parse_quantity("2 min", dimension::time), 120);
    EXPECT_EQ(parse_quantity("1.5 h", dimension::time), 5400);
    EXPECT_EQ(parse_quantity("250 ms", dimension::time), 0.25);
    EXPECT_EQ(parse_quantity("1 km", dimension::length), 1000);
    EXPECT_EQ(parse_quantity("1 mi", dimension::length), 1609.344);
    EXPECT_EQ(parse_quantity("60 mph", dimension::speed), 26.8224);
    EXPECT_EQ(parse_quantity("-1.5 m/s^2", dimension::acceleration), -1.5);
    EXPECT_EQ(parse_quantity("3", dimension::none), 3);
}

TEST(ParseQuantity, TheConstantsAgree)
{
    EXPECT_DOUBLE_EQ(parse_quantity("1 km/h", dimension::speed), units::km_per_h);
    EXPECT_DOUBLE_EQ(parse_quantity("1 veh/km", dimension::density), units::veh_per_km);
    EXPECT_DOUBLE_EQ(parse_quantity("1 veh/h", dimension::flow), units::veh_per_h);
    EXPECT_DOUBLE_EQ(parse_quantity("1 min", dimension::time), units::minute);
    EXPECT_DOUBLE_EQ(parse_quantity("1 h", dimension::time), units::hour);
    EXPECT_DOUBLE_EQ(parse_quantity("1 km", dimension::length), units::km);
}

TEST(ParseQuantity, ABareNumberIsSi)
{
    EXPECT_EQ(parse_quantity("23.5", dimension::speed), 23.5);
    EXPECT_EQ(parse_quantity(" 1e3 ", dimension::length), 1000);
    EXPECT_TRUE(is_bare_number("85"));
    EXPECT_TRUE(is_bare_number("-1e3"));
    EXPECT_FALSE(is_bare_number("85 km/h"));
    EXPECT_FALSE(is_bare_number("5s"));
    EXPECT_FALSE(is_bare_number(""));
}

TEST(ParseQuantity, TheBlankMayBeMissing)
{
    EXPECT_EQ(parse_quantity("36km/h", dimension::speed), 10);
    EXPECT_EQ(parse_quantity("1e3m", dimension::length), 1000);
    EXPECT_EQ(parse_quantity("36 km / h", dimension::speed), 10);
}

TEST(ParseQuantity, TimesMayBeComposed)
{
    EXPECT_EQ(parse_quantity("1h50m", dimension::time), 6600);
    EXPECT_EQ(parse_quantity("1 h 30 min", dimension::time), 5400);
    EXPECT_EQ(parse_quantity("2 min 30 s", dimension::time), 150);
    EXPECT_EQ(parse_quantity("1d12h", dimension::time), 129600);
    EXPECT_NE(about("30 s 2 min", dimension::time), "accepted");
    EXPECT_NE(about("1h50", dimension::time), "accepted");
    EXPECT_NE(about("1 km 500 m", dimension::length), "accepted");
}

TEST(ParseQuantity, NamesTheUnitsThatWouldDo)
{
    EXPECT_EQ(about("5 s", dimension::speed), "\"5 s\" is a time; a speed is expected, in km/h or m/s");
    EXPECT_EQ(about("5 m", dimension::time),
              "\"5 m\" is a length; a time is expected, in s, min or h; did you mean 5 min?");
    EXPECT_EQ(about("85 km", dimension::speed),
              "\"85 km\" is a length; a speed is expected, in km/h or m/s; did you mean 85 km/h?");
    EXPECT_EQ(
        about("250 veh", dimension::density),
        "\"250 veh\" is a number of vehicles; a density is expected, in veh/km or veh/m; did you mean 250 veh/km?");
    EXPECT_EQ(about("5 s", dimension::none), "\"5 s\" is a time; a plain number is expected, without unit");
    EXPECT_EQ(about("3 m/s^3", dimension::speed),
              "\"3 m/s^3\" is a quantity in m s^-3; a speed is expected, in km/h or m/s");
}

TEST(ParseQuantity, UnderstandsButDoesNotAcceptOtherSpellings)
{
    EXPECT_EQ(about("85 kmh", dimension::speed),
              "unknown unit \"kmh\"; a speed is expected, in km/h or m/s; did you mean 85 km/h?");
    EXPECT_EQ(about("85 km/hr", dimension::speed),
              "unknown unit \"km/hr\"; a speed is expected, in km/h or m/s; did you mean 85 km/h?");
    EXPECT_EQ(about("85 KM/H", dimension::speed),
              "unknown unit \"KM/H\"; a speed is expected, in km/h or m/s; did you mean 85 km/h?");
    EXPECT_EQ(about("250 vehicles/km", dimension::density),
              "unknown unit \"vehicles/km\"; a density is expected, in veh/km or veh/m; did you mean 250 veh/km?");
    EXPECT_EQ(about("5 sec", dimension::time),
              "unknown unit \"sec\"; a time is expected, in s, min or h; did you mean 5 s?");
    EXPECT_EQ(about("5 parsec", dimension::length), "unknown unit \"parsec\"; a length is expected, in m or km");
}

TEST(ParseQuantity, RefusesWhatIsNoQuantity)
{
    EXPECT_EQ(about("fast", dimension::speed), "\"fast\" has no number; a speed is expected, in km/h or m/s");
    EXPECT_EQ(about("", dimension::speed), "a number is missing");
    EXPECT_EQ(about("1,5 km", dimension::length), "\"1,5\" is not a number; did you mean 1.5 km?");
    EXPECT_EQ(about(".inf", dimension::length), "\".inf\" is not a finite number");
    EXPECT_EQ(about("nan km", dimension::length), "\"nan km\" has no number; a length is expected, in m or km");
    EXPECT_EQ(about("1e308 km", dimension::length), "\"1e308 km\" is too large");
    EXPECT_EQ(about("010 km", dimension::length),
              "\"010\" begins with a zero; write 10 (some readers of YAML take a leading zero for base 8)");
}

TEST(ParseUnit, ReadsProductsAndPowers)
{
    EXPECT_EQ(parse_unit("m s-1").dimension, dimension::speed);
    EXPECT_EQ(parse_unit("m/s^2").dimension, dimension::acceleration);
    EXPECT_EQ(parse_unit("veh*m^-1").dimension, dimension::density);
    EXPECT_EQ(parse_unit("1/s").dimension, (Dimension{0, -1, 0}));
    EXPECT_EQ(parse_unit("").dimension, dimension::none);
    EXPECT_EQ(parse_unit("km2").to_si(1), 1e6);
}

TEST(ParseUnit, RefusesWhatIsNotComplete)
{
    EXPECT_THROW(static_cast<void>(parse_unit("km/")), ValueError);
    EXPECT_THROW(static_cast<void>(parse_unit("m^")), ValueError);
    EXPECT_THROW(static_cast<void>(parse_unit("%")), ValueError);
    EXPECT_THROW(static_cast<void>(parse_unit("/h")), ValueError);
}

TEST(FormatQuantity, ReadsWell)
{
    EXPECT_EQ(format_quantity(85 * units::km_per_h, dimension::speed), "85 km/h");
    EXPECT_EQ(format_quantity(0.25, dimension::density), "250 veh/km");
    EXPECT_EQ(format_quantity(5, dimension::time), "5 s");
    EXPECT_EQ(format_quantity(120, dimension::time), "2 min");
    EXPECT_EQ(format_quantity(100, dimension::time), "100 s");
    EXPECT_EQ(format_quantity(7200, dimension::time), "2 h");
    EXPECT_EQ(format_quantity(5, dimension::length), "5 m");
    EXPECT_EQ(format_quantity(1500, dimension::length), "1.5 km");
    EXPECT_EQ(format_quantity(1.0 / 3, dimension::flow, 3), "1.2e+03 veh/h");
    EXPECT_EQ(format_quantity(0.45, dimension::none), "0.45");
    EXPECT_EQ(format_quantity_in(10, "m/s"), "10 m/s");
}

TEST(FormatQuantity, CanBeReadAgain)
{
    for (double const value : {1.0, 23.6, 1e-3, 3600.0, 12345.678}) {
        for (Dimension const d :
             {dimension::length, dimension::time, dimension::speed, dimension::density, dimension::flow}) {
            EXPECT_NEAR(parse_quantity(format_quantity(value, d, 15), d), value, 1e-12 * value);
        }
    }
}

} // namespace
} // namespace zemi
