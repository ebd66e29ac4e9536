// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/error.hpp>

#include <gtest/gtest.h>

namespace zemi {
namespace {

Diagnostic misspelt_key()
{
    return {Severity::error,
            "cases/degraded_road.yaml",
            14,
            3,
            14,
            "unknown key \"relaxation_tme\" in classes.car",
            "  relaxation_tme: 10 s",
            "did you mean \"relaxation_time\"?"};
}

TEST(FormatDiagnostic, ShowsThePlace)
{
    EXPECT_EQ(format_diagnostic(misspelt_key()),
              "cases/degraded_road.yaml:14:3: error: unknown key \"relaxation_tme\" in classes.car\n"
              "   14 |   relaxation_tme: 10 s\n"
              "      |   ^~~~~~~~~~~~~~\n"
              "   did you mean \"relaxation_time\"?");
}

TEST(FormatDiagnostic, WithoutPlaceOrSuggestion)
{
    EXPECT_EQ(format_diagnostic({.file = "case.yaml", .message = "the file is empty"}),
              "case.yaml: error: the file is empty");
    EXPECT_EQ(format_diagnostic({.message = "no file at all"}), "error: no file at all");
}

TEST(FormatDiagnostic, UnderlinesBehindTabsAndLettersOfSeveralBytes)
{
    Diagnostic d{Severity::warning, "case.yaml", 123456, 9, 2, "odd", "titel: \u00fc xy", ""};
    EXPECT_EQ(format_diagnostic(d), "case.yaml:123456:9: warning: odd\n"
                                    "123456 | titel: \u00fc xy\n"
                                    "      |         ^~");
    d.line = 1;
    d.excerpt = "a:\tx";
    d.column = 4;
    d.length = 1;
    EXPECT_EQ(format_diagnostic(d), "case.yaml:1:4: warning: odd\n"
                                    "    1 | a:\tx\n"
                                    "      |   \t^");
}

TEST(FormatDiagnostics, CountsThem)
{
    Diagnostic warning = misspelt_key();
    warning.severity = Severity::warning;
    std::string const one = format_diagnostic(misspelt_key());
    EXPECT_EQ(format_diagnostics({misspelt_key()}), one);
    EXPECT_EQ(format_diagnostics({misspelt_key(), misspelt_key()}), one + "\n" + one + "\n2 errors");
    EXPECT_EQ(format_diagnostics({misspelt_key(), warning}),
              one + "\n" + format_diagnostic(warning) + "\n1 error, 1 warning");
    EXPECT_EQ(format_diagnostics({}), "");
}

TEST(ConfigError, CarriesEverything)
{
    ConfigError const error({misspelt_key(), misspelt_key()});
    EXPECT_EQ(error.diagnostics().size(), 2);
    EXPECT_EQ(error.what(), format_diagnostics(error.diagnostics()));
}

TEST(ValueError, CarriesASuggestion)
{
    EXPECT_EQ(ValueError("wrong", "right").suggestion(), "right");
    EXPECT_TRUE(ValueError("wrong").suggestion().empty());
}

} // namespace
} // namespace zemi
