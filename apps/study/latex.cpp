// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/latex.hpp"

#include <fmt/format.h>

#include <string_view>

namespace zemi::study {

std::string latex_text(std::string const& text)
{
    std::string result;
    for (char const c : text) {
        if (c == '\\') {
            result += "\\textbackslash{}";
        } else if (c == '^' || c == '~') {
            result += std::string("\\") + c + "{}";
        } else if (std::string_view("&%$#_{}").find(c) != std::string_view::npos) {
            result += std::string("\\") + c;
        } else {
            result += c;
        }
    }
    return result;
}

std::string latex_number(std::string const& text)
{
    if (text == "-") {
        return "--";
    }
    std::size_t const e = text.find('e');
    if (e == std::string::npos) {
        return text.empty() || text[0] != '-' ? text : "$" + text + "$";
    }
    return fmt::format("${}\\cdot 10^{{{}}}$", text.substr(0, e), std::stoi(text.substr(e + 1)));
}

} // namespace zemi::study
