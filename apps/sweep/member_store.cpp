// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_store.hpp"

#include <zemi/core/io_error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <stdexcept>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace zemi::app {
namespace {

std::string head()
{
    return fmt::format("zemi runs, version {:4d}\n", result_format_version);
}

/// Before each record.
struct RecordHead {
    std::uint64_t size;
    std::uint64_t checksum;
};

std::uint64_t checksum_of(std::string_view bytes)
{
    Fnv128 hash;
    hash.add(bytes);
    return hash.folded();
}

void append_record(std::string& out, std::string const& record)
{
    RecordHead const record_head{record.size(), checksum_of(record)};
    char raw[sizeof(RecordHead)];
    std::memcpy(raw, &record_head, sizeof raw);
    out.append(raw, sizeof raw);
    out += record;
}

void write_all(int file, std::string_view bytes, std::uint64_t offset, std::string const& path)
{
    while (!bytes.empty()) {
        ssize_t const count = pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            throw IoError(fmt::format("cannot write {}: {}", path, std::generic_category().message(errno)));
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
}

} // namespace

MemberStore::MemberStore(std::string path, Access access) : m_path(std::move(path))
{
    open_file(access == Access::read ? O_RDONLY : O_RDWR | O_CREAT);
    try {
        read_index(access == Access::write);
    } catch (...) {
        close(m_file);
        throw;
    }
}

MemberStore::~MemberStore()
{
    if (m_file >= 0) {
        close(m_file);
    }
}

void MemberStore::open_file(int flags)
{
    m_file = open(m_path.c_str(), flags | O_CLOEXEC, 0666);
    if (m_file < 0) {
        throw IoError(fmt::format("cannot open {}: {}", m_path, std::generic_category().message(errno)));
    }
}

std::string MemberStore::read_bytes(std::uint64_t offset, std::uint64_t size) const
{
    std::string bytes(size, '\0');
    for (std::size_t done = 0; done < bytes.size();) {
        ssize_t const count =
            pread(m_file, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            throw IoError(fmt::format("cannot read {}: {}", m_path,
                                      count == 0 ? "it ends too early" : std::generic_category().message(errno)));
        }
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

void MemberStore::read_index(bool repair)
{
    struct stat info {};
    if (fstat(m_file, &info) != 0) {
        throw IoError(fmt::format("cannot read {}: {}", m_path, std::generic_category().message(errno)));
    }
    auto const size = static_cast<std::uint64_t>(info.st_size);
    std::string const expected = head();
    std::string const found = read_bytes(0, std::min<std::uint64_t>(size, expected.size()));
    if (!expected.starts_with(found)) {
        throw IoError(fmt::format("cannot continue {}: another version of zemi wrote it; choose another folder with "
                                  "--output, or remove it",
                                  m_path));
    }
    m_end = expected.size();
    if (found.size() < expected.size()) { // new, or the program ended while it wrote the head
        m_lost = found.size();
        if (repair) {
            write_all(m_file, expected, 0, m_path);
        }
        return;
    }
    while (m_end + sizeof(RecordHead) <= size) {
        RecordHead record_head{};
        std::memcpy(&record_head, read_bytes(m_end, sizeof record_head).data(), sizeof record_head);
        std::uint64_t const begin = m_end + sizeof record_head;
        if (record_head.size > size - begin) {
            break;
        }
        std::string const bytes = read_bytes(begin, record_head.size);
        if (checksum_of(bytes) != record_head.checksum) {
            break;
        }
        MemberRecord record;
        try {
            record = decode_record(bytes);
        } catch (std::invalid_argument const&) {
            break;
        }
        m_index[record.id] = {begin, record_head.size, record.failed};
        m_end = begin + record_head.size;
    }
    m_lost = size - m_end;
    if (repair && m_lost > 0 && ftruncate(m_file, static_cast<off_t>(m_end)) != 0) {
        throw IoError(fmt::format("cannot write {}: {}", m_path, std::generic_category().message(errno)));
    }
}

std::vector<RunId> MemberStore::ids() const
{
    std::vector<RunId> result;
    result.reserve(m_index.size());
    for (auto const& [id, place] : m_index) {
        result.push_back(id);
    }
    return result;
}

MemberRecord MemberStore::read(RunId id) const
{
    Place const& place = m_index.at(id);
    return decode_record(read_bytes(place.offset, place.size));
}

void MemberStore::append(std::span<MemberRecord const> records)
{
    std::string bytes;
    std::vector<std::pair<RunId, Place>> places;
    for (MemberRecord const& record : records) {
        std::string const encoded = encode_record(record);
        places.push_back({record.id, {m_end + bytes.size() + sizeof(RecordHead), encoded.size(), record.failed}});
        append_record(bytes, encoded);
    }
    write_all(m_file, bytes, m_end, m_path);
    if (fdatasync(m_file) != 0 && errno != EINVAL) { // EINVAL: not a file that can be synchronised
        throw IoError(fmt::format("cannot write {}: {}", m_path, std::generic_category().message(errno)));
    }
    m_end += bytes.size();
    for (auto const& [id, place] : places) {
        m_index[id] = place;
    }
}

void MemberStore::rewrite(std::span<RunId const> ids)
{
    std::string const temporary = m_path + ".tmp";
    int const file = open(temporary.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) {
        throw IoError(fmt::format("cannot write {}: {}", m_path, std::generic_category().message(errno)));
    }
    try {
        constexpr std::size_t bytes_at_once = 1U << 22U;
        std::unordered_map<RunId, Place> index;
        std::string bytes = head();
        std::uint64_t end = 0;
        for (RunId const id : ids) {
            auto const found = m_index.find(id);
            if (found == m_index.end() || index.count(id) > 0) {
                continue;
            }
            Place place = found->second;
            std::string const record = read_bytes(place.offset, place.size);
            place.offset = end + bytes.size() + sizeof(RecordHead);
            append_record(bytes, record);
            index[id] = place;
            if (bytes.size() > bytes_at_once) {
                write_all(file, bytes, end, temporary);
                end += bytes.size();
                bytes.clear();
            }
        }
        write_all(file, bytes, end, temporary);
        end += bytes.size();
        if ((fdatasync(file) != 0 && errno != EINVAL) || std::rename(temporary.c_str(), m_path.c_str()) != 0) {
            throw IoError(fmt::format("cannot write {}: {}", m_path, std::generic_category().message(errno)));
        }
        close(std::exchange(m_file, file));
        m_index = std::move(index);
        m_end = end;
    } catch (...) {
        if (m_file != file) {
            close(file);
            std::remove(temporary.c_str());
        }
        throw;
    }
}

} // namespace zemi::app
