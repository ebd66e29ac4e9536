// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_record.hpp"

#include <cstring>
#include <stdexcept>
#include <type_traits>

namespace zemi::app {
namespace {

/// Appends values to bytes.
class Encoder {
public:
    template <class T>
    void operator()(T const& value)
    {
        if constexpr (std::is_arithmetic_v<T>) {
            char raw[sizeof(T)];
            std::memcpy(raw, &value, sizeof(T));
            bytes.append(raw, sizeof(T));
        } else if constexpr (std::is_same_v<T, std::string>) {
            (*this)(static_cast<std::uint64_t>(value.size()));
            bytes += value;
        } else {
            (*this)(static_cast<std::uint64_t>(value.size()));
            for (auto const& item : value) {
                (*this)(item);
            }
        }
    }

    void operator()(std::vector<Real> const& values)
    {
        (*this)(static_cast<std::uint64_t>(values.size()));
        bytes.append(reinterpret_cast<char const*>(values.data()), values.size() * sizeof(Real));
    }

    std::string bytes;
};

/// Takes values from bytes.
class Decoder {
public:
    explicit Decoder(std::string_view bytes) : m_rest(bytes) {}

    template <class T>
    void operator()(T& value)
    {
        if constexpr (std::is_arithmetic_v<T>) {
            std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
        } else if constexpr (std::is_same_v<T, std::string>) {
            value = take(size(1));
        } else {
            value.resize(size(1));
            for (auto& item : value) {
                (*this)(item);
            }
        }
    }

    void operator()(std::vector<Real>& values)
    {
        values.resize(size(sizeof(Real)));
        std::string_view const raw = take(values.size() * sizeof(Real));
        if (!raw.empty()) {
            std::memcpy(values.data(), raw.data(), raw.size());
        }
    }

    [[nodiscard]] bool at_end() const { return m_rest.empty(); }

private:
    std::size_t size(std::size_t bytes_per_item)
    {
        std::uint64_t count = 0;
        (*this)(count);
        if (count > m_rest.size() / bytes_per_item) {
            throw std::invalid_argument("a stored run is not complete");
        }
        return static_cast<std::size_t>(count);
    }

    std::string_view take(std::size_t count)
    {
        if (count > m_rest.size()) {
            throw std::invalid_argument("a stored run is not complete");
        }
        std::string_view const taken = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return taken;
    }

    std::string_view m_rest;
};

/// Everything that is stored, in its order.
template <class Coder, class Record>
void code(Coder& coder, Record& r)
{
    coder(r.id);
    coder(r.failed);
    coder(r.reason);
    coder(r.fail_time);
    coder(r.fail_cell);
    coder(r.num_steps);
    coder(r.num_rejected);
    coder(r.num_floors);
    coder(r.num_limited);
    coder(r.classes);
    coder(r.x_begin);
    coder(r.road_length);
    coder(r.num_cells);
    coder(r.metrics.duration);
    coder(r.metrics.max_queue_length);
    coder(r.metrics.mass_defect);
    for (auto& m : r.metrics.classes) {
        coder(m.time_spent);
        coder(m.distance);
        coder(m.free_flow_time);
        coder(m.inflow);
        coder(m.outflow);
    }
    for (auto& snapshot : r.snapshots) {
        coder(snapshot.time);
        coder(snapshot.density);
        coder(snapshot.speed);
    }
}

} // namespace

std::string encode_record(MemberRecord const& record)
{
    Encoder encoder;
    encoder(static_cast<std::uint32_t>(record.metrics.classes.size()));
    encoder(static_cast<std::uint32_t>(record.snapshots.size()));
    code(encoder, record);
    return std::move(encoder.bytes);
}

MemberRecord decode_record(std::string_view bytes)
{
    Decoder decoder(bytes);
    std::uint32_t num_classes = 0;
    std::uint32_t num_snapshots = 0;
    decoder(num_classes);
    decoder(num_snapshots);
    if (num_classes > bytes.size() || num_snapshots > bytes.size()) {
        throw std::invalid_argument("a stored run is not complete");
    }
    MemberRecord record;
    record.metrics.classes.resize(num_classes);
    record.snapshots.resize(num_snapshots);
    code(decoder, record);
    if (!decoder.at_end()) {
        throw std::invalid_argument("a stored run is followed by something else");
    }
    return record;
}

} // namespace zemi::app
