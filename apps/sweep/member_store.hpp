// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/member_record.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace zemi::app {

/// The runs of a sweep in one file, by their ids. New ones are appended; each record carries its length and a checksum,
/// so that whatever ends the program, complete records are read again and what was half-written is not. One process
/// writes; others may read meanwhile. All failures throw IoError.
class MemberStore {
public:
    enum class Access {
        read, ///< the file has to be there
        write, ///< made if it is not there; an incomplete end is cut off
    };

    MemberStore(std::string path, Access access);
    ~MemberStore();
    MemberStore(MemberStore const&) = delete;
    MemberStore& operator=(MemberStore const&) = delete;

    [[nodiscard]] bool contains(RunId id) const { return m_index.count(id) > 0; }
    [[nodiscard]] bool is_failed(RunId id) const { return m_index.at(id).failed; }
    [[nodiscard]] std::size_t size() const noexcept { return m_index.size(); }
    /// In no particular order.
    [[nodiscard]] std::vector<RunId> ids() const;
    /// Throws std::out_of_range if there is none.
    [[nodiscard]] MemberRecord read(RunId id) const;

    /// Appends the runs, on disk when it returns; an id that is there already now means the new run.
    void append(std::span<MemberRecord const> records);
    /// The file anew with the runs of these ids only, in this order; ids that are not there are passed over. The old
    /// file is replaced when the new one is complete.
    void rewrite(std::span<RunId const> ids);

    /// Bytes that were cut off because they were not a complete record.
    [[nodiscard]] std::uint64_t num_bytes_lost() const noexcept { return m_lost; }

private:
    struct Place {
        std::uint64_t offset; ///< of the record itself
        std::uint64_t size; ///< of the record itself [bytes]
        bool failed;
    };

    void open_file(int flags);
    void read_index(bool repair);
    [[nodiscard]] std::string read_bytes(std::uint64_t offset, std::uint64_t size) const;

    std::string m_path;
    int m_file = -1;
    std::uint64_t m_end = 0; ///< where the next record goes
    std::uint64_t m_lost = 0;
    std::unordered_map<RunId, Place> m_index;
};

} // namespace zemi::app
