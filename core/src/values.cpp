// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/error.hpp>
#include <zemi/core/suggest.hpp>
#include <zemi/core/values.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <system_error>

namespace zemi {
namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

std::string lower(std::string_view text)
{
    std::string result(text);
    for (char& c : result) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

std::string_view without_sign(std::string_view text)
{
    return !text.empty() && (text[0] == '+' || text[0] == '-') ? text.substr(1) : text;
}

/// Spellings of numbers that readers disagree about.
void refuse_ambiguous(std::string_view text, std::string_view digits)
{
    if (digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) {
        std::size_t const first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
        throw ValueError(fmt::format("\"{}\" begins with a zero", text),
                         fmt::format("write {}{} (some readers of YAML take a leading zero for base 8)",
                                     text[0] == '-' ? "-" : "",
                                     digits.substr(is_digit(digits[first]) ? first : first - 1)));
    }
    if (digits.size() > 1 && digits[0] == '0' && std::string_view("xXoObB").find(digits[1]) != std::string_view::npos) {
        throw ValueError(fmt::format("\"{}\" is not a decimal number", text));
    }
    if (digits.find_first_of(",_'") != std::string_view::npos && is_digit(digits[0])) {
        std::string repaired(text);
        bool const decimal_comma = std::count(digits.begin(), digits.end(), ',') == 1 && digits.find('.') == digits.npos
                                && digits.find_first_of("_'") == digits.npos;
        if (decimal_comma) {
            repaired[repaired.find(',')] = '.';
        } else {
            std::erase_if(repaired, [](char c) { return c == ',' || c == '_' || c == '\''; });
        }
        bool const plain = std::all_of(repaired.begin(), repaired.end(),
                                       [](char c) { return is_digit(c) || c == '.' || c == '-' || c == '+'; });
        throw ValueError(fmt::format("\"{}\" is not a number", text),
                         plain ? fmt::format("did you mean {}?", repaired) : "");
    }
}

} // namespace

Real parse_number(std::string_view text)
{
    std::string_view const digits = without_sign(text);
    std::string const word = lower(digits);
    if (word == ".inf" || word == "inf" || word == "infinity" || word == ".nan" || word == "nan") {
        throw ValueError(fmt::format("\"{}\" is not a finite number", text));
    }
    if (digits.empty()) {
        throw ValueError(text.empty() ? "a number is missing" : fmt::format("\"{}\" is not a number", text));
    }
    refuse_ambiguous(text, digits);
    Real value = 0;
    char const* const begin = digits.data();
    char const* const end = begin + digits.size();
    auto const [rest, failure] = std::from_chars(begin, end, value);
    if (failure == std::errc::invalid_argument || rest != end || !(is_digit(digits[0]) || digits[0] == '.')) {
        throw ValueError(fmt::format("\"{}\" is not a number", text));
    }
    if (failure == std::errc::result_out_of_range || !std::isfinite(value)) {
        throw ValueError(fmt::format("\"{}\" is too large or too small for a number", text));
    }
    return text[0] == '-' ? -value : value;
}

std::int64_t parse_integer(std::string_view text)
{
    std::string_view const digits = without_sign(text);
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) {
        Real value = 0;
        try {
            value = parse_number(text);
        } catch (ValueError const& e) {
            throw ValueError(fmt::format("\"{}\" is not a whole number", text), e.suggestion());
        }
        bool const whole = value == std::floor(value) && std::abs(value) < 1e15;
        throw ValueError(fmt::format("\"{}\" is not a whole number", text),
                         whole ? fmt::format("write {}", static_cast<std::int64_t>(value)) : "");
    }
    refuse_ambiguous(text, digits);
    std::int64_t value = 0;
    auto const [rest, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failure != std::errc() || rest != digits.data() + digits.size()) {
        throw ValueError(fmt::format("\"{}\" is too large for a whole number", text));
    }
    return text[0] == '-' ? -value : value;
}

bool parse_boolean(std::string_view text)
{
    if (text == "true" || text == "false") {
        return text == "true";
    }
    std::string const word = lower(text);
    bool const yes = word == "yes" || word == "y" || word == "on" || word == "1" || word == "true";
    bool const no = word == "no" || word == "n" || word == "off" || word == "0" || word == "false";
    throw ValueError(fmt::format("\"{}\" is neither true nor false", text),
                     yes  ? "write true"
                     : no ? "write false"
                          : suggest_name(text, {"true", "false"}));
}

} // namespace zemi
