// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace zemi::app {
namespace {

MemberRecord sample_record()
{
    MemberRecord r;
    r.id = 0xfedcba9876543210;
    r.failed = true;
    r.reason = "a reason, with \"signs\"";
    r.fail_time = std::numeric_limits<Real>::quiet_NaN();
    r.fail_cell = 7;
    r.num_steps = 1234567890123;
    r.num_rejected = 2;
    r.num_floors = 3;
    r.num_limited = 4;
    r.classes = {"car", "bus"};
    r.x_begin = -10;
    r.road_length = 1000;
    r.num_cells = 3;
    r.metrics = {{{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10}}, 60, 12.5, 1e-17};
    r.snapshots = {{0, {{1, 2, 3}, {4, 5, 6}}, {{7, 8, 9}, {10, 11, 12}}, {}},
                   {60, {{0.1, 0.2, 0.3}, {0, 0, -0.0}}, {{1, 1, 1}, {2, 2, 2}}, {}}};
    return r;
}

TEST(MemberRecord, ReadsBackAsItWas)
{
    MemberRecord const r = sample_record();
    MemberRecord const s = decode_record(encode_record(r));
    EXPECT_EQ(encode_record(s), encode_record(r));
    EXPECT_EQ(s.id, r.id);
    EXPECT_TRUE(s.failed);
    EXPECT_EQ(s.reason, r.reason);
    EXPECT_TRUE(std::isnan(s.fail_time));
    EXPECT_EQ(s.fail_cell, 7);
    EXPECT_EQ(s.num_steps, r.num_steps);
    EXPECT_EQ(s.classes, r.classes);
    EXPECT_EQ(s.road_length, 1000);
    EXPECT_TRUE(s.is_valid());
    ASSERT_EQ(s.metrics.classes.size(), 2U);
    EXPECT_EQ(s.metrics.classes[1].outflow, 10);
    EXPECT_EQ(s.metrics.mass_defect, 1e-17);
    ASSERT_EQ(s.snapshots.size(), 2U);
    EXPECT_EQ(s.snapshots[1].time, 60);
    EXPECT_EQ(s.snapshots[1].density, r.snapshots[1].density);
    EXPECT_EQ(s.snapshots[0].speed, r.snapshots[0].speed);
    EXPECT_FALSE(decode_record(encode_record({})).is_valid());
}

TEST(MemberRecord, HalfOfItIsNone)
{
    std::string const bytes = encode_record(sample_record());
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        EXPECT_THROW((void)decode_record(std::string_view(bytes).substr(0, length)), std::invalid_argument) << length;
    }
    EXPECT_THROW((void)decode_record(bytes + "x"), std::invalid_argument);
}

} // namespace
} // namespace zemi::app
