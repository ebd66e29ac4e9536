// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/index_page.hpp"

#include "plot/panel.hpp"
#include "report/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace zemi::app {
namespace {

constexpr int small_width = 120; ///< [px]
constexpr int small_height = 66; ///< [px]
constexpr std::size_t most_small_pictures = 500; ///< some megabytes

/// Density of all classes together, averaged over the pixels of the small picture.
std::vector<std::vector<float>> small_density(ResultData const& data)
{
    std::vector<std::vector<float>> rows;
    if (data.frames.size() < 3) {
        return rows;
    }
    auto const bins = static_cast<std::size_t>(data.samples->num_bins());
    auto const width = std::min<std::size_t>(small_width, bins);
    std::size_t const height = small_height;
    double const begin = data.frames.front().time;
    double const duration = data.frames.back().time - begin;
    std::size_t k = 0;
    for (std::size_t row = 0; row < height; ++row) {
        double const time = begin + duration * (static_cast<double>(row) + 0.5) / static_cast<double>(height);
        while (k + 1 < data.frames.size()
               && std::abs(data.frames[k + 1].time - time) <= std::abs(data.frames[k].time - time)) {
            ++k;
        }
        std::vector<float> values(width, 0.0F);
        for (auto const& of_class : data.frames[k].density) {
            for (std::size_t pixel = 0; pixel < width; ++pixel) {
                std::size_t const first = pixel * bins / width;
                std::size_t const last = (pixel + 1) * bins / width;
                float sum = 0;
                for (std::size_t i = first; i < last; ++i) {
                    sum += of_class[i];
                }
                values[pixel] += sum / static_cast<float>(last - first);
            }
        }
        rows.push_back(std::move(values));
    }
    return rows;
}

std::string small_picture(IndexRow const& row, plot::Axis const& scale, plot::Look const& look)
{
    plot::TimedRows values;
    for (std::size_t k = 0; k < row.small.size(); ++k) {
        values.times.push_back(static_cast<double>(k));
        values.rows.push_back(&row.small[k]);
    }
    return png_element(plot::encode_png(plot::raster(values, scale, look, small_height)), small_width, small_height,
                       "Density of " + row.name + " over position and time");
}

} // namespace

IndexRow index_row(ResultData const& data)
{
    IndexRow row;
    row.name = data.place.name;
    row.title = data.title;
    row.scheme = data.scheme;
    row.num_cells = data.num_cells;
    if (data.summary) {
        row.status = data.summary->status;
        row.failure = data.summary->failure;
        row.largest_defect = 0;
        for (auto const& ledger : data.summary->ledger) {
            row.largest_defect = std::max(row.largest_defect, ledger.relative_defect);
        }
        for (auto const& [name, seconds] : data.summary->timing) {
            row.seconds = name == "total" ? seconds : row.seconds;
        }
        row.num_steps = data.summary->num_steps;
    }
    row.small = small_density(data);
    return row;
}

std::string index_page(std::string const& title, std::vector<IndexRow> const& rows,
                       std::vector<std::string> const& problems)
{
    HtmlPage page(title);
    std::map<std::string, int> by_status;
    for (IndexRow const& row : rows) {
        ++by_status[row.is_sweep ? "of sweeps" : row.status.empty() ? "status not known" : row.status];
    }
    std::string counts;
    for (auto const& [status, count] : by_status) {
        counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, status);
    }
    page.heading(title, fmt::format("{} result{}: {}", rows.size(), rows.size() == 1 ? "" : "s", counts));
    for (std::string const& problem : problems) {
        page.notice("bad", problem);
    }
    plot::Look const look{"density", "veh/km", 1000, plot::ColourMap::viridis};
    std::vector<std::vector<float> const*> all;
    for (IndexRow const& row : rows) {
        for (auto const& values : row.small) {
            all.push_back(&values);
        }
    }
    plot::Range const range = plot::range_of(all, look.factor);
    plot::Axis const scale = plot::make_axis(range.low, range.high, 5, false);

    page.section("results", "Results");
    std::string explanation =
        fmt::format("Small pictures: density of all classes over position (to the right) and time "
                    "(upwards), dark {:.3g}, bright {:.3g} veh/km{} in all of them.",
                    scale.low, scale.high, range.clipped ? " or more" : "");
    if (rows.size() > most_small_pictures) {
        explanation += fmt::format(" The first {} results have one.", most_small_pictures);
    }
    std::vector<std::vector<HtmlPage::Cell>> table;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        IndexRow const& row = rows[i];
        auto const known = [](double value, std::string text) { return value < 0 ? std::string("") : std::move(text); };
        std::string const picture =
            row.small.empty() || i >= most_small_pictures ? "" : small_picture(row, scale, look);
        table.push_back({HtmlPage::Cell::of_markup(link_element(row.link, row.name)),
                         picture.empty() ? HtmlPage::Cell("") : HtmlPage::Cell::of_markup(picture), row.title,
                         row.failure.empty() ? row.status : row.status + " " + row.failure, row.scheme,
                         row.num_cells == 0 ? "" : fmt::format("{}", row.num_cells),
                         row.num_steps < 0 ? "" : fmt::format("{}", row.num_steps),
                         known(row.largest_defect, fmt::format("{:.1e}", row.largest_defect)),
                         known(row.seconds, fmt::format("{:.3g}", row.seconds))});
    }
    page.paragraph(explanation);
    page.table("Results, one row each",
               {"result", "picture", "title", "status", "scheme", "cells", "steps", "mass defect", "seconds"}, table,
               5);
    return page.str();
}

} // namespace zemi::app
