// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep_jobs.hpp"
#include "zemi/case_checks.hpp"
#include "zemi/case_stages.hpp"
#include "zemi/case_values.hpp"
#include "zemi/schema.hpp"

#include <gtest/gtest.h>

namespace zemi::app {
namespace {

TEST(CaseStages, TogetherTheyAreReadCase)
{
    test_support::TemporaryFolder const folder;
    std::string const path = test_support::write_tiny_case(folder);
    Diagnostics diagnostics;
    auto root = load_config(path, {}, is_choice, file_keys(), diagnostics);
    ASSERT_TRUE(root);
    apply_overrides(*root, {"road.cells=9"}, is_choice, diagnostics);
    complete_case(*root, "tiny", diagnostics);
    check_consistency(*root, diagnostics);
    Case made;
    build_case(*root, made, diagnostics);
    annotate_case(*root, made.problem.model.equation);
    EXPECT_FALSE(diagnostics.has_errors());
    Case const expected = read_case(path, {"road.cells=9"});
    EXPECT_EQ(write_annotated(*root), expected.resolved);
    EXPECT_EQ(made.problem.road.num_cells, 9);
    EXPECT_EQ(made.end_time, expected.end_time);
}

TEST(CaseStages, ComputedValuesFollowTheOthers)
{
    test_support::TemporaryFolder const folder;
    Diagnostics diagnostics;
    auto root = load_config(test_support::write_tiny_case(folder), {}, is_choice, file_keys(), diagnostics);
    complete_case(*root, "tiny", diagnostics);
    find_node(*root, "time.end")->text = "50 s";
    fill_computed(*root, "tiny");
    EXPECT_EQ(text(find_node(*root, "output.every")), "2 s") << "it is in the file";
    find_node(*root, "output")->children.clear();
    fill_computed(*root, "tiny");
    EXPECT_EQ(text(find_node(*root, "output.every")), "0.5 s");
    find_node(*root, "time.end")->text = "100 s";
    fill_computed(*root, "tiny");
    EXPECT_EQ(text(find_node(*root, "output.every")), "1 s");
}

TEST(CaseStages, WarningsAreKeptAsTextToo)
{
    Diagnostics diagnostics;
    diagnostics.warning({}, "strange");
    Case input;
    keep_warnings(input, diagnostics);
    ASSERT_EQ(input.warnings.size(), 1U);
    EXPECT_EQ(input.warnings.front(), format_diagnostic(input.diagnostics.front()));
}

} // namespace
} // namespace zemi::app
