// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "page/verification_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace zemi::test {
namespace {

using testing::HasSubstr;

/// Two methods on one problem, one on another, rows of both in turn as tests may record them.
Record sample_record()
{
    Record record;
    record.measurements = {
        {"smooth", "S1", "first order", "N=50", 50, 2.169e-3, "2.13e-3", 1.9e-3, 2.3e-3},
        {"smooth", "S2", "first order", "N=50", 50, 4.66e-4, "", 0, 0},
        {"smooth", "S1", "first order", "N=100", 100, 1.115e-3, "1.11e-3", 1.0e-3, 1.2e-3},
        {"smooth", "S1", "first order", "order", 0, 0.96, "0.98", 0.83, 1.13},
        {"smooth", "S1", "MUSCL", "N=50", 50, 3.2e-4, "3.2e-4", 3.0e-4, 3.3e-4},
    };
    record.profiles = {{"contact", "MUSCL", "speed [m/s]", {1, 2}, {8, 9}},
                       {"contact", "exact", "speed [m/s]", {1, 2}, {8, 8}},
                       {"contact", "exact", "speed [m/s]", {1, 2}, {8, 8}}};
    record.remarks = {{"one"}, {"two"}};
    return record;
}

constexpr char const* whole_template = "# Head\n{{table smooth}}\n{{errors smooth: S1 | S2}}\ntext\n"
                                       "{{profiles contact: a contact}}\n{{remarks}}\n";

TEST(VerificationPage, PutsWhatWasMeasuredInThePlaceOfMarks)
{
    auto const page = make_verification_page(whole_template, sample_record());
    EXPECT_EQ(page.text, "# Head\n"
                         "| problem | method | N=50 | N=100 | order | errors let pass, in figures | orders let pass |\n"
                         "|---|---|---|---|---|---|---|\n"
                         "| S1 | first order | 2.169e-03 (2.13e-3, 1.018) | 1.115e-03 (1.11e-3, 1.005) | 0.96 (0.98) | "
                         "0.89 … 1.08 | 0.83 … 1.13 |\n"
                         "| S1 | MUSCL | 3.200e-04 (3.2e-4, 1.000) |  |  | 0.94 … 1.03 |  |\n"
                         "| S2 | first order | 4.660e-04 |  |  |  |  |\n"
                         "![Errors over the number of cells: S1; S2](verification/smooth_1.svg)\n"
                         "text\n"
                         "![a contact: speed [m/s]](verification/contact_1.svg)\n"
                         "```\none\ntwo\n```\n");
    ASSERT_EQ(page.pictures.size(), 2U);
    EXPECT_THAT(page.pictures.at("smooth_1.svg"), HasSubstr("<svg"));
    EXPECT_THAT(page.pictures.at("smooth_1.svg"), HasSubstr("order 1"));
    EXPECT_THAT(page.pictures.at("contact_1.svg"), HasSubstr("MUSCL"));
    EXPECT_THAT(page.pictures.at("contact_1.svg"), HasSubstr("exact"));
}

TEST(VerificationPage, IsTheSameForTheSameRecord)
{
    auto const once = make_verification_page(whole_template, sample_record());
    auto const again = make_verification_page(whole_template, sample_record());
    EXPECT_EQ(once.text, again.text);
    EXPECT_EQ(once.pictures, again.pictures);
}

std::string message_of(std::string const& page_template)
{
    try {
        (void)make_verification_page(page_template, sample_record());
    } catch (std::runtime_error const& error) {
        return error.what();
    }
    return "no error";
}

TEST(VerificationPage, SaysWhatIsWrongWithAMark)
{
    EXPECT_EQ(message_of("text\n{{tables smooth}}\n"), "line 2: no such mark: tables smooth");
    EXPECT_EQ(message_of("{{table smoth}}\n"), "line 1: no test recorded a table \"smoth\"");
    EXPECT_EQ(message_of("{{errors smooth: S3}}\n"), "line 1: no problem \"S3\" in table \"smooth\"");
    EXPECT_EQ(message_of("{{profiles contacts: x}}\n"), "line 1: no test recorded profiles \"contacts\"");
    EXPECT_EQ(message_of("\n{{remarks}\n"), "line 2: a mark ends with }}");
}

TEST(VerificationPage, LeavesNothingOut)
{
    EXPECT_THAT(message_of("{{remarks}}\n"), HasSubstr("no {{table smooth}}"));
    EXPECT_THAT(message_of("{{table smooth}}\n{{remarks}}\n"), HasSubstr("no {{profiles contact: ...}}"));
    EXPECT_THAT(message_of("{{table smooth}}\n{{profiles contact: x}}\n"), HasSubstr("no {{remarks}}"));
    EXPECT_EQ(message_of(whole_template), "no error");
}

} // namespace
} // namespace zemi::test
