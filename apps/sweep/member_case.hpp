// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/plan.hpp"
#include "sweep/run_id.hpp"
#include "zemi/case.hpp"

#include <memory>
#include <string>
#include <vector>

namespace zemi::app {

/// The case of one member, with what names it by content.
struct MemberCase {
    Case input; ///< without `resolved`, unless asked for
    Fnv128 content; ///< of all effective values that bear on the result: numbers in SI, files by what is in them; not
                    ///< the title, and of the output only `every`, because steps end at snapshots
};

/// Makes the cases of a sweep, which differ in the values of a few keys. The result is that of read_case() with the
/// same overrides, checks and all, but files are read once, and where only numbers change, the schema is consulted only
/// for them. May be used by several threads at once.
class CaseTemplate {
public:
    /// Reads the case. Throws ConfigError if it or what it inherits is no YAML, IoError if it cannot be read. Other
    /// errors show in make(), because a member may mend them.
    CaseTemplate(std::string path, std::vector<Setting> const& settings, std::vector<std::string> parameters);
    ~CaseTemplate();
    CaseTemplate(CaseTemplate const&) = delete;
    CaseTemplate& operator=(CaseTemplate const&) = delete;

    /// The case with these values of the parameters. Throws ConfigError if it is not valid.
    [[nodiscard]] MemberCase make(std::vector<std::string> const& values, bool with_resolved = false) const;

    /// Names a member whose case is not valid: by the base case and the settings.
    [[nodiscard]] Fnv128 content_of_invalid(std::vector<std::string> const& values) const;

    /// "key=value" of all settings of a member, as for --set.
    [[nodiscard]] std::vector<std::string> overrides(std::vector<std::string> const& values) const;

    [[nodiscard]] std::vector<std::string> const& parameters() const noexcept { return m_parameters; }

private:
    struct Prepared;
    struct Scratch;

    [[nodiscard]] MemberCase make_slowly(std::vector<std::string> const& values, std::string const& structure,
                                         bool with_resolved) const;
    [[nodiscard]] bool make_fast(Prepared& prepared, std::vector<std::string> const& values, bool with_resolved,
                                 MemberCase& result) const;
    [[nodiscard]] std::string structure_of(std::vector<std::string> const& values) const;
    [[nodiscard]] Prepared* find_prepared(std::string const& structure) const;

    struct State;
    std::string m_path;
    std::string m_name;
    std::vector<std::string> m_settings; ///< key=value
    std::vector<std::string> m_parameters;
    std::vector<char> m_is_numeric; ///< per parameter
    std::unique_ptr<State> m_state;
};

} // namespace zemi::app
