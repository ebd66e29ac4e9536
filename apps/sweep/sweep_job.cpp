// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/sweep_job.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <stdexcept>

namespace zemi::app {
namespace {

std::optional<std::size_t> whole(std::string_view text)
{
    std::size_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const good = error == std::errc() && end == text.data() + text.size();
    return good ? std::optional(value) : std::nullopt;
}

bool is_id_beginning(std::string_view word)
{
    return word.size() >= 4 && word.size() <= 16
        && word.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

} // namespace

SweepJob make_job(SweepPlan const& plan)
{
    SweepJob job;
    job.name = plan.name;
    job.title = plan.title;
    job.case_path = plan.case_path;
    job.settings = plan.settings;
    job.keep = plan.keep;
    job.parameters = plan.parameters();
    job.size = plan.size();
    job.values = [shared = std::make_shared<SweepPlan>(plan)](std::size_t i) {
        std::vector<std::string> values;
        for (Setting& setting : shared->member(i)) {
            values.push_back(std::move(setting.value));
        }
        return values;
    };
    job.resolved = plan.resolved();
    return job;
}

Shard parse_shard(std::string_view text)
{
    auto const slash = text.find('/');
    auto const index = whole(text.substr(0, slash));
    auto const count = slash == std::string_view::npos ? std::nullopt : whole(text.substr(slash + 1));
    if (!index || !count || *index < 1 || *index > *count) {
        throw std::invalid_argument(fmt::format("\"{}\" is no part such as 1/8, 2/8, ... 8/8", text));
    }
    return {*index, *count};
}

std::vector<std::size_t> find_members(std::vector<std::string> const& words, std::vector<RunId> const& ids)
{
    std::vector<std::size_t> members;
    for (std::string const& word : words) {
        auto const dash = word.find('-');
        auto const first = whole(std::string_view(word).substr(0, dash));
        auto const last = dash == std::string::npos ? first : whole(std::string_view(word).substr(dash + 1));
        std::size_t const before = members.size();
        if (first && last && *first <= *last && *last < ids.size()) {
            for (std::size_t i = *first; i <= *last; ++i) {
                members.push_back(i);
            }
        } else if (is_id_beginning(word)) {
            for (std::size_t i = 0; i < ids.size(); ++i) {
                if (to_text(ids[i]).starts_with(word)) {
                    members.push_back(i);
                }
            }
        }
        if (members.size() == before) {
            throw std::invalid_argument(fmt::format("\"{}\" names no member: there are numbers from 0 to {}, ranges "
                                                    "such as 0-99, and ids of 16 digits (four are enough)",
                                                    word, ids.size() - 1));
        }
    }
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
}

} // namespace zemi::app
