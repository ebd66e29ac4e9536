// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/distribution.hpp"
#include "sweep/sampler.hpp"
#include <zemi/core/real.hpp>
#include <zemi/core/units.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace zemi::app {

/// One entry of a member's case: the grammar of --set.
struct Setting {
    std::string key;   ///< "classes.car.relaxation_time"
    std::string value; ///< "5 s"
};

enum class KeepFields { none, final_state, all };

/// What is stored of each member.
struct KeepSpec {
    KeepFields fields = KeepFields::none;
    std::vector<std::string> metrics{}; ///< names as in sweep/metrics.hpp; empty: all
    Real queue_speed = 10 / 3.6;      ///< slower vehicles are in a queue [m/s]
};

/// What a sweep file asks for. Members are enumerated, not stored: member(i) is cheap and depends on (plan, i) only.
class SweepPlan {
public:
    std::string path;              ///< of the sweep file
    std::string name;              ///< its stem
    std::string title;             ///< free text
    std::string case_path;         ///< of the case, relative to where the program runs
    std::vector<Setting> settings; ///< `set:`, applied to every member
    KeepSpec keep;
    std::uint64_t seed = 0;

    /// Number of members.
    [[nodiscard]] std::size_t size() const;
    /// The varied keys, the column order of results.
    [[nodiscard]] std::vector<std::string> const& parameters() const;
    /// The value of each parameter of member i, in that order. Throws std::out_of_range.
    [[nodiscard]] std::vector<Setting> member(std::size_t i) const;
    /// The plan as YAML, stored with the results: a sweep file that can be read again from anywhere.
    [[nodiscard]] std::string resolved() const;
    /// What is plausible but questionable, formatted with file, line and column.
    [[nodiscard]] std::vector<std::string> const& warnings() const;

private:
    friend class SweepReader;

    /// Values that are taken together: a key of a grid, a zip, a list.
    struct Table {
        std::vector<std::string> keys;
        std::vector<std::vector<std::string>> rows;
    };

    /// A key whose values are drawn.
    struct Drawn {
        std::string key;
        Distribution distribution;
        Dimension dimension;
    };

    [[nodiscard]] static Setting draw(Drawn const& parameter, Real u);

    std::vector<Table> m_tables; ///< the first varies slowest
    std::optional<Sampler> m_sampler;
    std::vector<Drawn> m_sampled;
    std::size_t m_num_repetitions = 1;
    std::vector<Drawn> m_repeated;
    std::vector<std::string> m_parameters;
    std::string m_resolved;
    std::vector<std::string> m_warnings;
};

/// Reads and checks a sweep file; throws ConfigError with all diagnostics at once, IoError if it cannot be read. The case
/// is read too, for the names of its classes; whether the case of each member is right shows when that is read.
/// `overrides`: --set of the sweep file's own keys; `seed` replaces that of the file.
[[nodiscard]] SweepPlan read_sweep(std::string const& path, std::vector<std::string> const& overrides = {},
                                   std::optional<std::uint64_t> seed = {});

} // namespace zemi::app
