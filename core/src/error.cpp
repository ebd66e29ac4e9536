// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace zemi {
namespace {

/// The blanks before the underline, as wide on any terminal as the first `count` characters of the line.
std::string indentation(std::string const& line, int count)
{
    std::string result;
    for (char const c : line) {
        if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80U) {
            continue; // inside a character of several bytes
        }
        if (count-- <= 0) {
            break;
        }
        result += c == '\t' ? '\t' : ' ';
    }
    return result;
}

std::string counted(std::ptrdiff_t count, char const* what)
{
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

} // namespace

std::string format_diagnostic(Diagnostic const& d)
{
    std::string text = d.file;
    if (!d.file.empty()) {
        text += d.line > 0 ? fmt::format(":{}:{}: ", d.line, d.column) : ": ";
    }
    text += fmt::format("{}: {}\n", d.severity == Severity::error ? "error" : "warning", d.message);
    if (d.line > 0 && !d.excerpt.empty()) {
        text += fmt::format("{:5} | {}\n", d.line, d.excerpt);
        text += fmt::format("{:5} | {}^{}\n", "", indentation(d.excerpt, d.column - 1),
                            std::string(static_cast<std::size_t>(std::max(0, d.length - 1)), '~'));
    }
    if (!d.suggestion.empty()) {
        text += fmt::format("   {}\n", d.suggestion);
    }
    text.pop_back();
    return text;
}

std::string format_diagnostics(std::vector<Diagnostic> const& diagnostics)
{
    std::string text;
    for (Diagnostic const& diagnostic : diagnostics) {
        if (!text.empty()) {
            text += '\n';
        }
        text += format_diagnostic(diagnostic);
    }
    if (diagnostics.size() > 1) {
        auto const num_errors = std::count_if(diagnostics.begin(), diagnostics.end(),
                                              [](Diagnostic const& d) { return d.severity == Severity::error; });
        auto const num_warnings = static_cast<std::ptrdiff_t>(diagnostics.size()) - num_errors;
        text += '\n';
        text += num_errors == 0   ? counted(num_warnings, "warning")
              : num_warnings == 0 ? counted(num_errors, "error")
                                  : counted(num_errors, "error") + ", " + counted(num_warnings, "warning");
    }
    return text;
}

ConfigError::ConfigError(std::vector<Diagnostic> diagnostics)
    : std::invalid_argument(format_diagnostics(diagnostics)),
      m_diagnostics(std::move(diagnostics))
{
}

ValueError::ValueError(std::string const& message, std::string suggestion)
    : std::invalid_argument(message),
      m_suggestion(std::move(suggestion))
{
}

} // namespace zemi
