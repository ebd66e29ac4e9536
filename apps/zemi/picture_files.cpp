// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/picture_files.hpp"

#include <fmt/format.h>

namespace zemi::app {

plot::Samples empty_samples(Case const& input)
{
    plot::Samples samples;
    samples.title = input.title.empty() ? input.name : input.title;
    for (ClassSpec const& c : input.problem.model.classes) {
        samples.classes.push_back(c.name);
    }
    samples.x_begin = input.problem.road.x_begin;
    samples.length = input.problem.road.length;
    samples.caption = fmt::format("{} cells", input.problem.road.num_cells);
    return samples;
}

std::vector<Picture> run_pictures(plot::Samples const& samples)
{
    using plot::Variable;
    std::vector<Picture> pictures;
    std::vector<int> all;
    for (int c = 0; c < static_cast<int>(samples.classes.size()); ++c) {
        all.push_back(c);
    }
    std::size_t const num_frames = samples.frames().size();
    if (num_frames > 0) {
        pictures.push_back({"profiles.svg", plot::profile_picture(samples, all, {Variable::density, Variable::speed})});
    }
    if (num_frames >= 3) {
        for (int const c : all) {
            pictures.push_back({"space_time_" + as_file_name(samples.classes[static_cast<std::size_t>(c)]) + ".svg",
                                plot::space_time_picture(samples, c, {Variable::density, Variable::speed})});
        }
    }
    return pictures;
}

std::string as_file_name(std::string const& name)
{
    std::string result = name;
    for (char& c : result) {
        bool const fine =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        c = fine ? c : '_';
    }
    return result;
}

} // namespace zemi::app
