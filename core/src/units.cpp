// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/error.hpp>
#include <zemi/core/units.hpp>
#include <zemi/core/values.hpp>

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace zemi {
namespace {

struct NamedUnit {
    std::string_view name;
    Unit unit;
};

constexpr std::array<NamedUnit, 13> named_units{{
    {"m", {dimension::length}},
    {"km", {dimension::length, 1000, 1}},
    {"cm", {dimension::length, 1, 100}},
    {"ft", {dimension::length, 3048, 10000}},
    {"mi", {dimension::length, 1609344, 1000}},
    {"s", {dimension::time}},
    {"ms", {dimension::time, 1, 1000}},
    {"min", {dimension::time, 60, 1}},
    {"h", {dimension::time, 3600, 1}},
    {"d", {dimension::time, 86400, 1}},
    {"mph", {dimension::speed, 1609344, 3600000}},
    {"veh", {dimension::vehicles}},
    {"1", {}},
}};

/// What people also write. Not accepted, so that a case file has one spelling, but understood.
constexpr std::array<std::pair<std::string_view, std::string_view>, 32> other_spellings{{
    {"kmh", "km/h"},     {"kph", "km/h"},     {"kmph", "km/h"}, {"km/hr", "km/h"}, {"mps", "m/s"},
    {"hr", "h"},         {"hrs", "h"},        {"hour", "h"},    {"hours", "h"},    {"minute", "min"},
    {"minutes", "min"},  {"mins", "min"},     {"sec", "s"},     {"secs", "s"},     {"second", "s"},
    {"seconds", "s"},    {"meter", "m"},      {"meters", "m"},  {"metre", "m"},    {"metres", "m"},
    {"kilometer", "km"}, {"kilometre", "km"}, {"mile", "mi"},   {"miles", "mi"},   {"vehicle", "veh"},
    {"vehicles", "veh"}, {"vehs", "veh"},     {"car", "veh"},   {"cars", "veh"},   {"day", "d"},
    {"days", "d"},       {"feet", "ft"},
}};

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) {
        text.remove_prefix(1);
    }
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) {
        text.remove_suffix(1);
    }
    return text;
}

bool is_letter(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return result;
}

std::string_view usual_spelling(std::string_view name)
{
    std::string const word = lower(name);
    for (auto const& [other, usual] : other_spellings) {
        if (word == other) {
            return usual;
        }
    }
    for (NamedUnit const& known : named_units) {
        if (word == known.name) {
            return known.name;
        }
    }
    return {};
}

/// The text with every word replaced by its usual spelling; empty if some word is unknown.
std::string respelled(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && is_letter(text[end])) {
            ++end;
        }
        if (end == i) {
            result += text[i++];
            continue;
        }
        std::string_view const usual = usual_spelling(text.substr(i, end - i));
        if (usual.empty()) {
            return {};
        }
        result += usual;
        i = end;
    }
    return result;
}

std::optional<Unit> find_unit(std::string_view name)
{
    for (NamedUnit const& known : named_units) {
        if (known.name == name) {
            return known.unit;
        }
    }
    return std::nullopt;
}

void multiply(Unit& product, Unit const& factor, int exponent)
{
    for (int i = 0; i < std::abs(exponent); ++i) {
        product.numerator *= exponent > 0 ? factor.numerator : factor.denominator;
        product.denominator *= exponent > 0 ? factor.denominator : factor.numerator;
    }
    product.dimension.length += exponent * factor.dimension.length;
    product.dimension.time += exponent * factor.dimension.time;
    product.dimension.vehicles += exponent * factor.dimension.vehicles;
}

/// Length of the number at the beginning of the text, with everything that people put into numbers.
std::size_t number_length(std::string_view text)
{
    std::size_t i = 0;
    while (i < text.size()) {
        char const c = text[i];
        bool const exponent =
            (c == 'e' || c == 'E') && i > 0 && i + 1 < text.size()
            && (is_digit(text[i + 1])
                || ((text[i + 1] == '-' || text[i + 1] == '+') && i + 2 < text.size() && is_digit(text[i + 2])));
        bool const sign = (c == '+' || c == '-') && (i == 0 || text[i - 1] == 'e' || text[i - 1] == 'E');
        if (!is_digit(c) && c != '.' && c != ',' && c != '_' && c != '\'' && !exponent && !sign) {
            break;
        }
        ++i;
    }
    return i;
}

std::string units_that_would_do(Dimension expected)
{
    auto const usual = usual_units(expected);
    if (usual.empty()) {
        return "a plain number is expected, without unit";
    }
    std::string text = fmt::format("{} is expected, in {}", describe(expected), usual[0]);
    for (std::size_t i = 1; i < usual.size(); ++i) {
        text += (i + 1 < usual.size() ? ", " : " or ") + usual[i];
    }
    return text;
}

/// "1h50m", "2 min 30 s": at least two parts, from larger to smaller units.
std::optional<Real> composed_time(std::string_view text)
{
    Real total = 0;
    Real last_factor = 1e30;
    int num_parts = 0;
    while (!text.empty()) {
        std::size_t length = 0;
        while (length < text.size() && (is_digit(text[length]) || text[length] == '.')) {
            ++length;
        }
        if (length == 0) {
            return std::nullopt;
        }
        std::string_view const number = text.substr(0, length);
        text = trimmed(text.substr(length));
        length = 0;
        while (length < text.size() && is_letter(text[length])) {
            ++length;
        }
        std::string_view const name = text.substr(0, length);
        text = trimmed(text.substr(length));
        auto const unit = find_unit(name == "m" ? "min" : name);
        if (!unit || unit->dimension != dimension::time || unit->to_si(1) >= last_factor) {
            return std::nullopt;
        }
        last_factor = unit->to_si(1);
        total += unit->to_si(parse_number(number));
        ++num_parts;
    }
    return num_parts >= 2 ? std::optional(total) : std::nullopt;
}

/// The unit that was probably meant: the misspelt one, or the usual one that shares most with it.
std::string suggest_unit(std::string_view number, std::string_view unit, Dimension expected)
{
    std::string const again = respelled(unit);
    std::string best = again;
    if (again == unit || again.empty() || parse_unit(again).dimension != expected) {
        best.clear();
        for (std::string const& usual : usual_units(expected)) {
            // "5 m" for a time, "85 km" for a speed
            if (best.empty() && !unit.empty() && usual.size() > unit.size() && usual.starts_with(unit)) {
                best = usual;
            }
        }
    }
    return best.empty() ? std::string() : fmt::format("did you mean {} {}?", number, best);
}

} // namespace

Unit parse_unit(std::string_view text)
{
    Unit product;
    std::string_view rest = trimmed(text);
    int sign = 1;
    while (!rest.empty()) {
        std::size_t length = 0;
        while (length < rest.size() && is_letter(rest[length])) {
            ++length;
        }
        if (length == 0 && rest[0] == '1') {
            length = 1;
        }
        auto const unit = find_unit(rest.substr(0, length));
        if (!unit) {
            throw ValueError(fmt::format("unknown unit \"{}\"", text));
        }
        rest = rest.substr(length);
        int exponent = 1;
        if (!rest.empty() && (rest[0] == '^' || rest[0] == '-' || is_digit(rest[0]))) {
            rest.remove_prefix(rest[0] == '^' ? 1 : 0);
            int const exponent_sign = !rest.empty() && rest[0] == '-' ? -1 : 1;
            rest.remove_prefix(exponent_sign < 0 ? 1 : 0);
            if (rest.empty() || !is_digit(rest[0])) {
                throw ValueError(fmt::format("the unit \"{}\" ends in the middle of an exponent", text));
            }
            exponent = exponent_sign * (rest[0] - '0');
            rest.remove_prefix(1);
        }
        multiply(product, *unit, sign * exponent);
        sign = 1;
        rest = trimmed(rest);
        if (!rest.empty() && (rest[0] == '/' || rest[0] == '*')) {
            sign = rest[0] == '/' ? -1 : 1;
            rest = trimmed(rest.substr(1));
            if (rest.empty()) {
                throw ValueError(fmt::format("the unit \"{}\" is not complete", text));
            }
        }
    }
    return product;
}

bool is_bare_number(std::string_view text) noexcept
{
    text = trimmed(text);
    return !text.empty() && number_length(text) == text.size();
}

Real parse_quantity(std::string_view text, Dimension expected)
{
    text = trimmed(text);
    std::size_t const length = number_length(text);
    std::string_view const number = text.substr(0, length);
    std::string_view const unit_text = trimmed(text.substr(length));
    std::string const word = lower(unit_text);
    if (unit_text.empty() || word == "inf" || word == "nan" || number == ".") {
        return parse_number(text);
    }
    if (number.empty() || number == "+" || number == "-") {
        throw ValueError(fmt::format("\"{}\" has no number; {}", text, units_that_would_do(expected)));
    }
    Real value = 0;
    try {
        value = parse_number(number);
    } catch (ValueError const& e) {
        std::string suggestion = e.suggestion();
        if (suggestion.ends_with('?')) { // "did you mean 1.5?"
            suggestion.insert(suggestion.size() - 1, fmt::format(" {}", unit_text));
        }
        throw ValueError(e.what(), suggestion);
    }
    if (expected == dimension::time) {
        if (auto const composed = composed_time(text)) {
            return *composed;
        }
    }
    Unit unit;
    try {
        unit = parse_unit(unit_text);
    } catch (ValueError const& e) {
        throw ValueError(fmt::format("{}; {}", e.what(), units_that_would_do(expected)),
                         suggest_unit(number, unit_text, expected));
    }
    if (unit.dimension != expected) {
        throw ValueError(fmt::format("\"{}\" is {}; {}", text, describe(unit.dimension), units_that_would_do(expected)),
                         suggest_unit(number, unit_text, expected));
    }
    Real const result = unit.to_si(value);
    if (!std::isfinite(result)) {
        throw ValueError(fmt::format("\"{}\" is too large", text));
    }
    return result;
}

std::string describe(Dimension dimension)
{
    namespace d = zemi::dimension;
    for (auto const& [known, name] :
         {std::pair{d::none, "a plain number"}, std::pair{d::length, "a length"}, std::pair{d::time, "a time"},
          std::pair{d::speed, "a speed"}, std::pair{d::acceleration, "an acceleration"},
          std::pair{d::vehicles, "a number of vehicles"}, std::pair{d::density, "a density"},
          std::pair{d::flow, "a flow"}}) {
        if (dimension == known) {
            return name;
        }
    }
    std::string text = "a quantity in";
    for (auto const& [name, exponent] :
         {std::pair{"m", dimension.length}, std::pair{"s", dimension.time}, std::pair{"veh", dimension.vehicles}}) {
        if (exponent != 0) {
            text += fmt::format(" {}{}", name, exponent == 1 ? "" : fmt::format("^{}", exponent));
        }
    }
    return text;
}

std::vector<std::string> usual_units(Dimension dimension)
{
    namespace d = zemi::dimension;
    if (dimension == d::length) {
        return {"m", "km"};
    }
    if (dimension == d::time) {
        return {"s", "min", "h"};
    }
    if (dimension == d::speed) {
        return {"km/h", "m/s"};
    }
    if (dimension == d::acceleration) {
        return {"m/s^2"};
    }
    if (dimension == d::vehicles) {
        return {"veh"};
    }
    if (dimension == d::density) {
        return {"veh/km", "veh/m"};
    }
    if (dimension == d::flow) {
        return {"veh/h", "veh/s"};
    }
    return {};
}

std::string format_quantity_in(Real value, std::string const& unit, int digits)
{
    return fmt::format("{:.{}g}{}{}", parse_unit(unit).from_si(value), digits, unit.empty() ? "" : " ", unit);
}

std::string format_quantity(Real value, Dimension dimension, int digits)
{
    auto const usual = usual_units(dimension);
    std::string unit = usual.empty() ? "" : usual[0];
    if (dimension == zemi::dimension::length && std::abs(value) >= 1000) {
        unit = "km";
    }
    if (dimension == zemi::dimension::time) {
        for (auto const* const longer : {"min", "h", "d"}) {
            Real const number = parse_unit(longer).from_si(value);
            if (std::abs(number) >= 2 && number * 2 == std::floor(number * 2)) {
                unit = longer;
            }
        }
    }
    return format_quantity_in(value, unit, digits);
}

} // namespace zemi
