// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/member_store.hpp"
#include "temporary_folder.hpp"
#include <zemi/core/io_error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace zemi::app {
namespace {

using test_support::read_text_file;
using test_support::TemporaryFolder;

MemberRecord record_of(RunId id, std::string reason = "")
{
    MemberRecord r;
    r.id = id;
    r.failed = !reason.empty();
    r.reason = std::move(reason);
    r.num_steps = static_cast<std::int64_t>(10 * id);
    r.classes = {"car"};
    r.num_cells = 4;
    return r;
}

TEST(MemberStore, KeepsRuns)
{
    TemporaryFolder const folder;
    std::string const path = folder / "s";
    {
        MemberStore store(path, MemberStore::Access::write);
        EXPECT_EQ(store.size(), 0U);
        store.append(std::array{record_of(1), record_of(2, "bad")});
        store.append(std::array{record_of(3)});
        EXPECT_EQ(store.read(2).reason, "bad");
    }
    MemberStore store(path, MemberStore::Access::write);
    EXPECT_EQ(store.num_bytes_lost(), 0U);
    EXPECT_THAT(store.ids(), testing::UnorderedElementsAre(1U, 2U, 3U));
    EXPECT_TRUE(store.is_failed(2));
    EXPECT_FALSE(store.contains(4));
    EXPECT_EQ(store.read(3).num_steps, 30);
    store.append(std::array{record_of(2)}); // tried again
    EXPECT_FALSE(store.is_failed(2));
    EXPECT_FALSE(MemberStore(path, MemberStore::Access::read).is_failed(2));
    EXPECT_THROW(MemberStore(folder / "none", MemberStore::Access::read), IoError);
}

TEST(MemberStore, WhateverIsCutOffTheCompleteRunsStay)
{
    TemporaryFolder const folder;
    std::string const path = folder / "s";
    {
        MemberStore store(path, MemberStore::Access::write);
        store.append(std::array{record_of(1), record_of(2)});
    }
    std::string const whole = read_text_file(path);
    std::size_t const head = std::string("zemi runs, version    1\n").size();
    std::size_t const per_record = (whole.size() - head) / 2;
    for (std::size_t length = 0; length <= whole.size(); length += 9) {
        std::ofstream(path, std::ios::binary) << whole.substr(0, length);
        std::size_t const complete = length < head ? 0 : (length - head) / per_record;
        EXPECT_EQ(MemberStore(path, MemberStore::Access::read).size(), complete);
        {
            MemberStore store(path, MemberStore::Access::write);
            EXPECT_EQ(store.size(), complete) << length;
            store.append(std::array{record_of(3)});
        }
        MemberStore const store(path, MemberStore::Access::read);
        EXPECT_EQ(store.size(), complete + 1) << length;
        EXPECT_EQ(store.read(3).num_steps, 30);
        EXPECT_EQ(store.num_bytes_lost(), 0U);
    }
}

TEST(MemberStore, ADamagedRunIsNotRead)
{
    TemporaryFolder const folder;
    std::string const path = folder / "s";
    {
        MemberStore store(path, MemberStore::Access::write);
        store.append(std::array{record_of(1), record_of(2)});
    }
    std::string damaged = read_text_file(path);
    damaged[damaged.size() - 5] ^= 1;
    std::ofstream(path, std::ios::binary) << damaged;
    MemberStore const store(path, MemberStore::Access::read);
    EXPECT_THAT(store.ids(), testing::ElementsAre(1U));
    EXPECT_GT(store.num_bytes_lost(), 0U);
}

TEST(MemberStore, IsRewrittenInOrder)
{
    TemporaryFolder const folder;
    std::string const path = folder / "s";
    MemberStore store(path, MemberStore::Access::write);
    store.append(std::array{record_of(5), record_of(3), record_of(9), record_of(3, "later")});
    store.rewrite(std::array<RunId, 4>{9, 3, 7, 9});
    EXPECT_THAT(store.ids(), testing::UnorderedElementsAre(3U, 9U));
    EXPECT_EQ(store.read(3).reason, "later");
    store.append(std::array{record_of(7)});
    MemberStore other(folder / "t", MemberStore::Access::write);
    other.append(std::array{record_of(9)});
    other.append(std::array{record_of(3, "later"), record_of(7)});
    EXPECT_EQ(read_text_file(path), read_text_file(folder / "t"));
    EXPECT_FALSE(std::filesystem::exists(path + ".tmp"));
}

TEST(MemberStore, OtherFilesAreNotTouched)
{
    TemporaryFolder const folder;
    std::string const path = folder / "s";
    std::ofstream(path) << "something of mine, longer than the head of a store";
    EXPECT_THROW(MemberStore(path, MemberStore::Access::write), IoError);
    EXPECT_EQ(read_text_file(path), "something of mine, longer than the head of a store");
}

} // namespace
} // namespace zemi::app
