// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/member_case.hpp"
#include "sweep/member_record.hpp"
#include "sweep/plan.hpp"
#include <zemi/numerics/ensemble.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace zemi::app {

/// A member before it runs: its id, and the run itself or why there is none.
struct PreparedMember {
    std::optional<Member> run;
    MemberRecord record; ///< id and road; complete if there is no run
};

/// Calls `work(i)` for i from 0 to count - 1 from several threads. What one of them throws is thrown again.
void for_each_in_parallel(std::size_t count, int num_threads, std::function<void(std::size_t)> const& work);

/// Prepares and runs members of one case.
class MemberRunner {
public:
    MemberRunner(std::string case_path, std::vector<Setting> const& settings, std::vector<std::string> parameters,
                 KeepSpec keep);

    /// A case that is not valid is a failed member. Throws IoError if a file cannot be read. May be called by several
    /// threads at once.
    [[nodiscard]] PreparedMember prepare(std::vector<std::string> const& values) const;

    /// Runs what is to be run; needs a running Kokkos. Members that were stopped by `observe` are missing.
    [[nodiscard]] std::vector<MemberRecord> run(std::vector<PreparedMember> members,
                                                std::function<bool(EnsembleProgress const&)> const& observe) const;

    /// The case of one member, with everything.
    [[nodiscard]] Case case_of(std::vector<std::string> const& values) const;

    [[nodiscard]] CaseTemplate const& cases() const noexcept { return m_cases; }

private:
    CaseTemplate m_cases;
    KeepSpec m_keep;
};

/// About how much memory a prepared member takes, with its results [bytes].
[[nodiscard]] double bytes_of(PreparedMember const& member);

} // namespace zemi::app
