// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "report/result_place.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace zemi::app {

/// What was varied. Numbers are in SI; what is no number is text.
struct SweepParameter {
    std::string key; ///< "classes.car.relaxation_time"
    std::string unit; ///< as UDUNITS spells it
    bool is_number = false;
    std::vector<double> numbers; ///< per member
    std::vector<std::string> texts;
};

/// What came out. NaN where a member did not end well.
struct SweepMetric {
    std::string name;
    std::string description;
    std::string unit; ///< as UDUNITS spells it
    std::vector<std::string> classes; ///< empty: one value for the whole run
    std::vector<std::vector<double>> values; ///< per class (or one), per member
};

/// A sweep.nc without its fields.
struct SweepData {
    ResultPlace place;
    std::string title;
    std::string plan; ///< as YAML
    std::vector<std::string> ids;
    std::vector<std::string> status; ///< "done", "failed", "open"
    std::vector<std::string> reasons;
    std::vector<double> fail_times; ///< [s]
    std::vector<SweepParameter> parameters;
    std::vector<SweepMetric> metrics;

    [[nodiscard]] std::size_t size() const noexcept { return status.size(); }
};

/// Throws IoError.
[[nodiscard]] SweepData read_sweep_result(ResultPlace const& place);

} // namespace zemi::app
