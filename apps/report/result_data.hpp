// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/samples.hpp"
#include "report/history_data.hpp"
#include "report/result_place.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace zemi::app {

/// What a summary.json says, as far as reports show it.
struct RunSummary {
    struct Ledger {
        std::string vehicle_class;
        double initial, inflow, outflow, stored, defect, relative_defect; ///< [veh], the last [1]
    };

    std::string status; ///< "done", "failed", ...
    std::string failure; ///< how and where it failed; empty if it did not
    std::vector<std::pair<std::string, std::string>> facts; ///< name and value, for people
    std::vector<Ledger> ledger;
    std::vector<std::pair<std::string, double>> timing; ///< phase, wall-clock seconds
    std::int64_t num_steps = 0;
    double real_time_ratio = 0; ///< simulated seconds per second
    std::vector<std::string> warnings;
};

/// All that a report shows of a result. What could not be read is missing, and `remarks` say why.
struct ResultData {
    ResultPlace place;
    std::string title;
    std::string written;  ///< date of the result, as in the file
    std::string equation;
    std::string scheme;   ///< reconstruction, flux, time integrator
    std::string resolved; ///< the case with all its values
    std::optional<plot::Samples> samples;
    std::vector<plot::Samples::Frame> frames; ///< those of the samples
    int num_cells = 0;
    std::vector<int> category;              ///< road category of each bin of the samples
    std::vector<double> category_changes;   ///< positions where it changes [m]
    std::optional<RunSummary> summary;
    std::optional<HistoryData> history;
    std::string fields_problem; ///< why there are no samples; empty if there are
    std::vector<std::string> remarks; ///< sentences: what is not there, and why
};

/// Reads what there is, first from fields.nc, by one thread at a time (see read_and_work).
[[nodiscard]] ResultData read_result_fields(ResultPlace const& place);

/// Reads the rest, summary.json and history.csv; by any thread. Throws IoError if there is nothing at all to show.
void read_result_texts(ResultData& data);

/// Both.
[[nodiscard]] ResultData read_result(ResultPlace const& place);

} // namespace zemi::app
