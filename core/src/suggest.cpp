// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/suggest.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace zemi {
namespace {

/// Lower case, words joined by "_".
std::string normalized(std::string_view word)
{
    std::string result;
    for (char const c : word) {
        result += c == '-' || c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return result;
}

/// The one name that begins like this, if it is only one; in longer words one letter may be wrong.
std::string beginning_of_one(std::string const& wanted, std::vector<std::string> const& names)
{
    std::string result;
    for (std::string const& name : names) {
        std::string const candidate = normalized(name);
        bool begins_so = wanted.size() >= 3 && candidate.starts_with(wanted);
        for (std::size_t length = wanted.size() - 1; wanted.size() >= 5 && length <= wanted.size() + 1; ++length) {
            begins_so = begins_so || edit_distance(wanted, candidate.substr(0, length)) <= 1;
        }
        if (begins_so && candidate != normalized(result)) {
            if (!result.empty()) {
                return {};
            }
            result = name;
        }
    }
    return result;
}

} // namespace

int edit_distance(std::string_view a, std::string_view b)
{
    std::size_t const width = b.size() + 1;
    std::vector<int> before_last(width);
    std::vector<int> last(width);
    std::vector<int> row(width);
    for (std::size_t j = 0; j < width; ++j) {
        last[j] = static_cast<int>(j);
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({row[j - 1] + 1, last[j] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        before_last.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

std::string nearest_name(std::string_view word, std::vector<std::string> const& names)
{
    std::string const wanted = normalized(word);
    int best = static_cast<int>(std::max<std::size_t>(1, wanted.size() / 3)) + 1;
    std::string result;
    for (std::string const& name : names) {
        int const distance = edit_distance(wanted, normalized(name));
        // A short name is not meant when most of its letters are wrong.
        if (distance < best && 2 * distance < static_cast<int>(std::max(wanted.size(), name.size())) + 1) {
            best = distance;
            result = name;
        }
    }
    return result.empty() ? beginning_of_one(wanted, names) : result;
}

std::string suggest_name(std::string_view word, std::vector<std::string> const& names)
{
    if (names.empty()) {
        return {};
    }
    std::string const nearest = nearest_name(word, names);
    return nearest.empty() ? fmt::format("known: {}", fmt::join(names, ", "))
                           : fmt::format("did you mean \"{}\"?", nearest);
}

} // namespace zemi
