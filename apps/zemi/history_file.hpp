// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/simulation.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace zemi::app {

/// Writes DIR/history.csv: one row per accepted step, units in the header. The file has its final name only after
/// commit(). Failures throw IoError.
class HistoryWriter {
public:
    HistoryWriter(std::string path, std::vector<std::string> const& classes);
    ~HistoryWriter();
    HistoryWriter(HistoryWriter const&) = delete;
    HistoryWriter& operator=(HistoryWriter const&) = delete;

    /// Appends rows. `ledger`: for the vehicles of each class at the start.
    void write(std::vector<StepRecord> const& records, std::vector<MassLedger> const& ledger);
    void commit();

    /// About how long a row is.
    [[nodiscard]] static double bytes_per_step(int num_classes) { return 80.0 + 80.0 * num_classes; }

private:
    void put(std::string const& text);

    std::string m_path;
    std::string m_temporary;
    std::FILE* m_file = nullptr;
};

} // namespace zemi::app
