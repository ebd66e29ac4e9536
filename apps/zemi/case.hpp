// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/error.hpp>
#include <zemi/core/real.hpp>
#include <zemi/numerics/problem.hpp>

#include <string>
#include <vector>

namespace zemi::app {

/// What a run writes. `variables` from: density, speed, flow, marker.
struct OutputSpec {
    Real every = 0;                     ///< snapshot interval [s]; 0: only start and end
    std::vector<std::string> variables{"density", "speed", "flow"};
    bool history = true;                ///< history.csv
    bool pictures = true;               ///< SVG pictures
};

/// A case file, read, checked, with all defaults filled in. SI units.
struct Case {
    std::string path;     ///< as given by the user
    std::string name;     ///< file stem: default name of the output folder
    std::string title;    ///< free text
    Problem problem;
    Real end_time = 0;    ///< [s]
    OutputSpec output;
    std::string resolved; ///< the effective case as YAML, the origin of each value as a comment; stored in every output
    std::vector<std::string> warnings; ///< formatted with file, line, column: plausible but questionable entries
    std::vector<Diagnostic> diagnostics; ///< the same, not formatted
};

/// Reads and checks a case file; `overrides` are "key.path=value" in the grammar of the file (--set).
/// Throws ConfigError carrying all diagnostics at once; allocates nothing large before all is checked.
[[nodiscard]] Case read_case(std::string const& path, std::vector<std::string> const& overrides = {});

/// The model that a resolved case (Case::resolved) describes, on roads of these categories. Throws ConfigError,
/// std::invalid_argument if one of the categories has no free speeds.
[[nodiscard]] ModelSpec read_resolved_model(std::string const& resolved, std::vector<int> const& categories);

} // namespace zemi::app
