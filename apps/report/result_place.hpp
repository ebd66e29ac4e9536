// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <vector>

namespace zemi::app {

/// Where a result lies.
struct ResultPlace {
    std::string folder;      ///< "." for the current one
    std::string fields_file; ///< full path of its fields.nc, which may be missing; of a sweep: of its sweep.nc
    std::string name;        ///< for people: as typed, or the path below what was typed
    bool is_sweep = false;   ///< many runs in one file
};

/// What the PATHs of a command line mean: a folder with a result (of a run or a sweep), its fields.nc or sweep.nc, or a
/// folder that contains results (two levels down). Each result once, in the order of the paths, those of one folder sorted by name. Throws IoError for a
/// path that is not there or holds no result.
[[nodiscard]] std::vector<ResultPlace> find_results(std::vector<std::string> const& paths);

/// The same, but a path that is wrong becomes a message in `problems` and the others are found.
[[nodiscard]] std::vector<ResultPlace> find_results(std::vector<std::string> const& paths,
                                                    std::vector<std::string>& problems);

} // namespace zemi::app
