// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/run.hpp"

#include <string>
#include <utility>
#include <vector>

namespace zemi::app {

/// Columns aligned, the first to the left, the others to the right; the first row is the head.
[[nodiscard]] std::string text_table(std::vector<std::vector<std::string>> const& rows);

/// Two columns, both to the left: names and facts.
[[nodiscard]] std::string fact_table(std::vector<std::pair<std::string, std::string>> const& facts);

/// One line, if there is a contact fix: what it has changed the markers of each class by, divided by the vehicles that the
/// class had.
[[nodiscard]] std::string contact_fix_line(Case const& input, std::vector<MassLedger> const& ledger);

/// Vehicles per class: at the start, in, out, stored, defect.
[[nodiscard]] std::string ledger_table(Case const& input, RunResult const& result);

/// Wall-clock time by phase, and speed.
[[nodiscard]] std::string timing_table(Case const& input, RunResult const& result);

/// One or two sentences: how the run ended, and where.
[[nodiscard]] std::string status_sentence(Case const& input, RunResult const& result);

/// Content of summary.json.
[[nodiscard]] std::string summary_json(Case const& input, RunResult const& result, std::string const& command);

/// Largest defect of any class relative to its vehicles [1].
[[nodiscard]] double relative_defect(MassLedger const& ledger);

} // namespace zemi::app
