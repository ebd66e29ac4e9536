// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/import_predecessor.hpp"
#include <zemi/core/config.hpp>
#include <zemi/core/real.hpp>

#include <optional>
#include <string>
#include <vector>

namespace zemi::app {

/// The merged files of a scenario, with a record of what was made of each key.
class PredecessorKeys {
public:
    explicit PredecessorKeys(ConfigNode root) : m_root(std::move(root)) {}

    [[nodiscard]] ConfigNode const& root() const noexcept { return m_root; }

    /// The node of the first of these keys that is there, or nullptr; records that it is in the case at `target`. The
    /// other spellings, if they are there too, are recorded as overruled.
    ConfigNode const* take(std::vector<std::string> const& spellings, std::string const& target);
    ConfigNode const* take(std::string const& key, std::string const& target);

    /// As take(), for numbers. Wrong ones go to the diagnostics.
    std::optional<Real> number(std::vector<std::string> const& spellings, std::string const& target);
    std::optional<Real> number(std::string const& key, std::string const& target);
    /// A missing one is an error, too.
    Real required(std::vector<std::string> const& spellings, std::string const& target);
    /// Numbers of a list; empty if it is not there. `count` of them are expected (0: any).
    std::vector<Real> numbers(std::string const& key, std::string const& target, std::size_t count);

    /// Records something about a key and all below it.
    void note(std::string const& key, ImportNote::Fate fate, std::string const& remark);

    /// Notes for every value in the files, in their order: what was recorded, and for the rest what the predecessor
    /// did.
    [[nodiscard]] std::vector<ImportNote> notes() const;

    Diagnostics diagnostics;

private:
    struct Record {
        std::string key;
        ImportNote::Fate fate;
        std::string remark;
    };

    std::optional<Real> to_number(ConfigNode const& node);
    void append_notes(ConfigNode const& node, std::string const& path, std::vector<ImportNote>& notes) const;
    [[nodiscard]] ImportNote describe(std::string const& path, ConfigNode const& node) const;

    ConfigNode m_root;
    std::vector<Record> m_records;
};

} // namespace zemi::app
