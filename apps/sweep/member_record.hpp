// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "sweep/run_id.hpp"
#include <zemi/numerics/ensemble.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace zemi::app {

/// Version of what is stored of a run and of how it comes about; part of every id, so that results of other versions
/// are not taken for those of this one.
inline constexpr int result_format_version = 2;

/// What is stored of one run.
struct MemberRecord {
    RunId id = 0;
    bool failed = false;
    std::string reason; ///< why it failed, one sentence
    Real fail_time = 0; ///< [s]; NaN if the case is not valid
    int fail_cell = -1; ///< -1: none
    std::int64_t num_steps = 0;
    std::int64_t num_rejected = 0;
    std::int64_t num_floors = 0;
    std::int64_t num_limited = 0;
    std::vector<std::string> classes;
    Real x_begin = 0;     ///< of the road [m]
    Real road_length = 0; ///< [m]
    int num_cells = 0;    ///< 0 if the case is not valid
    Metrics metrics;
    std::vector<CellFields> snapshots; ///< density and speed

    [[nodiscard]] bool is_valid() const noexcept { return num_cells > 0; }
};

/// The record as bytes (of this machine's byte order), and back. decode_record() throws std::invalid_argument for bytes
/// that are none.
[[nodiscard]] std::string encode_record(MemberRecord const& record);
[[nodiscard]] MemberRecord decode_record(std::string_view bytes);

} // namespace zemi::app
