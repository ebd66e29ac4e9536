// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "temporary_folder.hpp"
#include "zemi/case.hpp"
#include "zemi/schema.hpp"
#include "zemi/schema_document.hpp"
#include <zemi/core/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <regex>
#include <set>
#include <stdexcept>

namespace zemi::app {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

TEST(Schema, EveryEntryIsDescribed)
{
    for (SchemaEntry const& entry : schema()) {
        EXPECT_FALSE(entry.summary.empty()) << entry.path;
        EXPECT_LT(entry.summary.size(), 130U) << entry.path;
        EXPECT_FALSE(entry.summary.ends_with('.')) << entry.path;
        EXPECT_TRUE(entry.details.empty() || entry.details.ends_with('.')) << entry.path;
        if (entry.form == Form::name) {
            EXPECT_FALSE(entry.names.empty()) << entry.path;
        }
        if (!entry.like.empty()) {
            EXPECT_FALSE(keys_at(entry.like).empty()) << entry.path;
        }
    }
}

TEST(Schema, EveryFormIsThereOnce)
{
    std::set<std::string> seen;
    for (SchemaEntry const& entry : schema()) {
        std::string const form = entry.form == Form::map ? " map" : entry.form == Form::list ? " list" : " scalar";
        EXPECT_TRUE(seen.insert(entry.path + form).second) << entry.path << form;
    }
}

TEST(Schema, EveryEntryHangsBelowAMapOrList)
{
    for (SchemaEntry const& entry : schema()) {
        std::string const parent = entry.path.ends_with("[]") ? entry.path.substr(0, entry.path.size() - 2)
                                 : entry.path.rfind('.') == std::string::npos
                                     ? ""
                                     : entry.path.substr(0, entry.path.rfind('.'));
        bool const is_top = parent.empty() || parent == "$phase";
        EXPECT_TRUE(is_top || !forms_at(parent).empty()) << entry.path;
    }
}

TEST(Schema, FallbacksAndExamplesAreAccepted)
{
    for (SchemaEntry const& entry : schema()) {
        for (std::string const& text : {entry.fallback, entry.form == Form::map ? std::string() : entry.example}) {
            if (text.empty() || is_placeholder(last_part(entry.path)) || entry.path[0] == '$'
                || entry.form == Form::list) {
                continue;
            }
            Diagnostics diagnostics;
            ConfigNode root;
            root.kind = ConfigNode::Kind::map;
            check_against_schema(root, diagnostics);
            std::string yaml = text;
            std::string path = entry.path;
            while (!path.empty() && path.find('<') == std::string::npos && path.find('[') == std::string::npos) {
                bool const is_top = path.rfind('.') == std::string::npos;
                std::string entry_text(is_top ? "" : "{");
                entry_text.append(last_part(path)).append(": ").append(yaml).append(is_top ? "" : "}");
                yaml = entry_text;
                path = path.rfind('.') == std::string::npos ? "" : path.substr(0, path.rfind('.'));
            }
            if (!path.empty()) {
                continue;
            }
            Diagnostics found;
            ConfigNode tree = parse_config(yaml, "example", found);
            check_against_schema(tree, found);
            for (Diagnostic const& d : found.sorted()) {
                EXPECT_TRUE(d.message.starts_with("missing ") || d.message.ends_with(" says nothing"))
                    << yaml << "\n"
                    << format_diagnostic(d);
            }
        }
    }
}

TEST(SchemaPath, FollowsTheNamesOfTheUser)
{
    EXPECT_EQ(schema_path("road.length"), "road.length");
    EXPECT_EQ(schema_path("classes.truck.free_speed.3"), "classes.<name>.free_speed.<category>");
    EXPECT_EQ(schema_path("initial.uniform.car.density"), "$state.<class>.density");
    EXPECT_EQ(schema_path("boundary.right.schedule"), "$condition.schedule");
    EXPECT_EQ(schema_path("road.quality[2].from"), "road.quality[].from");
    EXPECT_EQ(schema_path("road.width"), "");
    EXPECT_EQ(schema_path("time.end.x"), "");
}

TEST(SchemaPath, KnowsChoices)
{
    EXPECT_TRUE(is_choice("initial"));
    EXPECT_TRUE(is_choice("boundary.left"));
    EXPECT_FALSE(is_choice("boundary"));
    EXPECT_FALSE(is_choice("road"));
    EXPECT_FALSE(is_choice("nonsense"));
}

TEST(JsonSchema, IsValidJsonWithAllKeys)
{
    auto const json = nlohmann::json::parse(json_schema(true));
    EXPECT_EQ(json["$schema"], "https://json-schema.org/draft/2020-12/schema");
    EXPECT_THAT(json["required"], Contains("road"));
    EXPECT_EQ(json["properties"]["numerics"]["properties"]["scheme"]["enum"][0], "first_order");
    EXPECT_TRUE(json["$defs"].contains("state"));
    for (std::string const& key : keys_at("")) {
        EXPECT_TRUE(json["properties"].contains(key)) << key;
    }
}

TEST(JsonSchema, FilesThatInheritNeedNotBeComplete)
{
    auto const json = nlohmann::json::parse(json_schema(false));
    EXPECT_FALSE(json.contains("required"));
    EXPECT_THAT(json["properties"]["road"].dump(), HasSubstr("null"));
}

TEST(JsonSchema, QuantityPatternMatchesQuantities)
{
    auto const json = nlohmann::json::parse(json_schema(true));
    std::string const pattern = json["properties"]["time"]["properties"]["end"]["anyOf"][0]["pattern"];
    std::regex const regex(pattern);
    for (auto const* const good : {"5 s", "1h50m", "1.5e3 m/s^2", "-3", ".5 km", "2 min 30 s", "250 veh/km"}) {
        EXPECT_TRUE(std::regex_match(good, regex)) << good;
    }
    for (auto const* const bad : {"fast", "5 #", "", "1,5 s"}) {
        EXPECT_FALSE(std::regex_match(bad, regex)) << bad;
    }
}

TEST(Explain, DescribesAnEntry)
{
    std::string const text = explain_key("relaxation_time");
    EXPECT_THAT(text, HasSubstr("classes.<name>.relaxation_time"));
    EXPECT_THAT(text, HasSubstr("a time, in s or min or h"));
    EXPECT_THAT(text, HasSubstr("more than 0 s"));
    EXPECT_EQ(text, explain_key("classes.car.relaxation_time"));
    EXPECT_THAT(explain_key("boundary.left"), HasSubstr("free_outflow"));
    EXPECT_THAT(explain_key("$state"), HasSubstr("a traffic state"));
}

TEST(Explain, ShowsAllEntriesOfThatName)
{
    std::string const text = explain_key("from");
    EXPECT_THAT(text, HasSubstr("road.quality[].from"));
    EXPECT_THAT(text, HasSubstr("initial.piecewise[].from"));
}

TEST(Explain, NamesTheNearestKey)
{
    try {
        static_cast<void>(explain_key("relaxtion"));
        FAIL();
    } catch (std::invalid_argument const& e) {
        EXPECT_STREQ(e.what(), "unknown key \"relaxtion\"; did you mean \"relaxation_time\"?");
    }
    EXPECT_THROW(static_cast<void>(explain_key("xyzzy")), std::invalid_argument);
}

TEST(Explain, KnowsEveryEntry)
{
    for (SchemaEntry const& entry : schema()) {
        EXPECT_THAT(explain_key(entry.path), HasSubstr(entry.summary.substr(0, 20))) << entry.path;
    }
}

TEST(StarterCase, IsValid)
{
    test_support::TemporaryFolder const folder;
    std::ofstream(folder / "case.yaml") << starter_case();
    Case const c = read_case(folder / "case.yaml");
    EXPECT_TRUE(c.warnings.empty());
    EXPECT_EQ(c.problem.model.num_classes(), 2);
}

TEST(StarterCase, ShowsEveryTopLevelKey)
{
    for (std::string const& key : keys_at("")) {
        EXPECT_THAT(starter_case(), HasSubstr(key + ":"));
    }
}

TEST(Documentation, ThePageOnTheCaseFileIsUpToDate)
{
    EXPECT_EQ(test_support::read_text_file(std::string(ZEMI_SOURCE_DIR) + "/docs/case-file.md"), markdown_schema())
        << "run: zemi schema --markdown > docs/case-file.md";
}

} // namespace
} // namespace zemi::app
