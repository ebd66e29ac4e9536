// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace zemi {

enum class Severity { warning, error };

/// One thing to say about one place of what a user wrote.
struct Diagnostic {
    Severity severity = Severity::error;
    std::string file{};       ///< as the user named it, or "--set"; empty: no place
    int line = 0;           ///< from 1; 0: the file as a whole
    int column = 0;         ///< from 1, in characters
    int length = 1;         ///< how many characters are underlined
    std::string message{};    ///< one sentence, without a full stop
    std::string excerpt{};    ///< the line of the file
    std::string suggestion{}; ///< what to write instead; may be empty
};

/// The diagnostic as the user sees it:
///
///     cases/degraded_road.yaml:14:3: error: unknown key "relaxation_tme" in classes.car
///        14 |   relaxation_tme: 10 s
///           |   ^~~~~~~~~~~~~~
///        did you mean "relaxation_time"?
[[nodiscard]] std::string format_diagnostic(Diagnostic const& diagnostic);

/// All of them, and a last line that counts them if there is more than one.
[[nodiscard]] std::string format_diagnostics(std::vector<Diagnostic> const& diagnostics);

/// What a user wrote cannot be used. Carries everything that is wrong with it, not only the first thing; what() is
/// format_diagnostics().
class ConfigError : public std::invalid_argument {
public:
    explicit ConfigError(std::vector<Diagnostic> diagnostics);
    [[nodiscard]] std::vector<Diagnostic> const& diagnostics() const noexcept { return m_diagnostics; }

private:
    std::vector<Diagnostic> m_diagnostics;
};

/// A piece of text does not say what was expected there. The place is known only to the caller.
class ValueError : public std::invalid_argument {
public:
    explicit ValueError(std::string const& message, std::string suggestion = {});
    /// What to write instead; may be empty.
    [[nodiscard]] std::string const& suggestion() const noexcept { return m_suggestion; }

private:
    std::string m_suggestion;
};

} // namespace zemi
