// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace zemi::app {

/// The folder that a run writes into. It remembers in DIR/.zemi which files are zemi's own: those are replaced by the
/// next run, everything else is left alone, and a name that a foreign file occupies is an error. Files of an earlier
/// run stay until the new ones are complete. One run at a time writes to a folder. All failures throw IoError.
class ResultFolder {
public:
    /// Creates the folder with its parents if need be.
    explicit ResultFolder(std::string path);
    ~ResultFolder();
    ResultFolder(ResultFolder const&) = delete;
    ResultFolder& operator=(ResultFolder const&) = delete;

    /// Full path of the file `name` (no slashes), which from now on belongs to zemi.
    [[nodiscard]] std::string claim(std::string const& name);
    /// Claims `name` and puts `content` there in one stroke (written aside, then renamed).
    void write(std::string const& name, std::string_view content);
    /// Removes files of earlier runs that this one did not claim.
    void remove_stale();

    /// Whether a zemi is writing to this folder right now.
    [[nodiscard]] static bool is_busy(std::string const& path);

    [[nodiscard]] std::string const& path() const noexcept { return m_path; }
    [[nodiscard]] bool had_results() const noexcept { return !m_earlier.empty(); }
    [[nodiscard]] int num_foreign() const noexcept { return m_num_foreign; }
    /// Names claimed so far, sorted.
    [[nodiscard]] std::vector<std::string> files() const { return {m_claimed.begin(), m_claimed.end()}; }

private:
    void write_list() const;

    std::string m_path;
    std::set<std::string> m_earlier;
    std::set<std::string> m_claimed;
    int m_num_foreign = 0;
    int m_lock = -1;
};

} // namespace zemi::app
