// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "plot/pictures.hpp"
#include "zemi/case.hpp"

#include <string>
#include <vector>

namespace zemi::app {

struct Picture {
    std::string file_name;
    std::string content;
};

/// Samples that know the case but no snapshot yet.
[[nodiscard]] plot::Samples empty_samples(Case const& input);

/// What every run draws: profiles.svg, and space_time_<class>.svg per class (if there are at least three snapshots).
[[nodiscard]] std::vector<Picture> run_pictures(plot::Samples const& samples);

/// The name with everything but letters, digits, "-" and "_" replaced by "_".
[[nodiscard]] std::string as_file_name(std::string const& name);

} // namespace zemi::app
