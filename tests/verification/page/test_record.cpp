// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace zemi::test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

/// Restores what the environment was, since this test may itself run while a page is made.
class RecordTo {
public:
    explicit RecordTo(std::string const& path)
    {
        if (char const* const before = std::getenv(name)) {
            m_before = before;
        }
        setenv(name, path.c_str(), 1);
    }
    ~RecordTo() { m_before.empty() ? unsetenv(name) : setenv(name, m_before.c_str(), 1); }
    RecordTo(RecordTo const&) = delete;
    RecordTo& operator=(RecordTo const&) = delete;

private:
    static constexpr char const* name = "ZEMI_VERIFICATION_RECORD";
    std::string m_before;
};

std::string message_of_reading(std::string const& path)
{
    try {
        (void)read_record(path);
    } catch (std::runtime_error const& error) {
        return error.what();
    }
    return "no error";
}

TEST(Record, ReadsWhatWasRecorded)
{
    test_support::TemporaryFolder const folder;
    RecordTo const file(folder / "rows");
    record(Measurement{"smooth", "S1", "first order", "N=50", 50, 0.1 + 0.2, "3.0e-1", 0.25, 0.35});
    remark("order %.2f of \"%s\"\n", 1.987, "S1");
    record(Profile{"contact", "exact", "speed [m/s]", {0.5, 1.5}, {8, 1e-300}});
    record(Remark{"last"});
    Record const read = read_record(folder / "rows");
    ASSERT_THAT(read.measurements, SizeIs(1));
    Measurement const& m = read.measurements.front();
    EXPECT_EQ(m.table + m.problem + m.method + m.column + m.figure, "smoothS1first orderN=503.0e-1");
    EXPECT_EQ(m.num_cells, 50);
    EXPECT_EQ(m.value, 0.1 + 0.2) << "to the last bit";
    EXPECT_EQ(m.low, 0.25);
    EXPECT_EQ(m.high, 0.35);
    ASSERT_THAT(read.profiles, SizeIs(1));
    EXPECT_EQ(read.profiles.front().y, (std::vector<double>{8, 1e-300}));
    ASSERT_THAT(read.remarks, SizeIs(2));
    EXPECT_EQ(read.remarks.front().text, "order 1.99 of \"S1\"");
    EXPECT_EQ(read.remarks.back().text, "last");
}

TEST(Record, SaysWhereAMistakeIs)
{
    test_support::TemporaryFolder const folder;
    EXPECT_THAT(message_of_reading(folder / "nothing"), HasSubstr("cannot read"));
    std::ofstream(folder / "rows") << R"({"remark":{"text":"good"}})" << "\n" << R"({"remark":{"txt":"bad"}})" << "\n";
    EXPECT_THAT(message_of_reading(folder / "rows"), HasSubstr("rows:2: "));
    RecordTo const file(folder / "no folder/rows");
    EXPECT_THROW(record(Remark{"lost"}), std::runtime_error);
}

} // namespace
} // namespace zemi::test
