// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "temporary_folder.hpp"
#include <zemi/core/config.hpp>
#include <zemi/core/io_error.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace zemi {
namespace {

/// What reading this text complains about: "line:column: message" for each diagnostic, one per line.
std::string complaints(std::string const& text)
{
    Diagnostics diagnostics;
    static_cast<void>(parse_config(text, "case.yaml", diagnostics));
    std::string result;
    for (Diagnostic const& d : diagnostics.sorted()) {
        result +=
            (result.empty() ? "" : " | ") + std::to_string(d.line) + ":" + std::to_string(d.column) + ": " + d.message;
    }
    return result;
}

ConfigNode parsed(std::string const& text)
{
    Diagnostics diagnostics;
    ConfigNode node = parse_config(text, "case.yaml", diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << format_diagnostics(diagnostics.sorted());
    return node;
}

TEST(ParseConfig, BuildsATreeWithPlaces)
{
    ConfigNode const root = parsed("road:\n  length: 1 km\n  quality: [1, 4]\ntitle: \"a: b\"\n");
    ASSERT_TRUE(root.is_map());
    EXPECT_EQ(root.keys(), (std::vector<std::string>{"road", "title"}));
    ConfigNode const* const length = root.find("road")->find("length");
    ASSERT_NE(length, nullptr);
    EXPECT_EQ(length->text, "1 km");
    EXPECT_EQ(length->key_mark.line, 2);
    EXPECT_EQ(length->key_mark.column, 3);
    EXPECT_EQ(length->mark.column, 11);
    EXPECT_EQ(length->mark.length, 4);
    EXPECT_EQ(root.find("road")->find("quality")->children.size(), 2);
    EXPECT_TRUE(root.find("title")->is_quoted);
    EXPECT_EQ(root.find("title")->mark.length, 6);
    EXPECT_EQ(root.find("nothing"), nullptr);
    EXPECT_EQ(root.keys().size(), 2) << "looking something up must not add it";
}

TEST(ParseConfig, KeepsTextAsItIs)
{
    ConfigNode const root = parsed("a: 010\nb: yes\nc: 1e3\nd: 0x10\ne: .inf\nf: 'null'\n");
    EXPECT_EQ(root.find("a")->text, "010");
    EXPECT_EQ(root.find("b")->text, "yes");
    EXPECT_EQ(root.find("c")->text, "1e3");
    EXPECT_EQ(root.find("d")->text, "0x10");
    EXPECT_EQ(root.find("f")->kind, ConfigNode::Kind::scalar);
}

TEST(ParseConfig, AcceptsByteOrderMarkAndCarriageReturns)
{
    ConfigNode const root = parsed("\xEF\xBB\xBF"
                                   "a: 1\r\nb: 2\r\n");
    EXPECT_EQ(root.find("a")->mark.column, 4);
    EXPECT_EQ(root.find("b")->text, "2");
    EXPECT_EQ(root.find("b")->mark.source->lines[1], "b: 2");
}

TEST(ParseConfig, CountsCharactersNotBytes)
{
    ConfigNode const root = parsed("{titre: \u00e9t\u00e9, b: x}\n");
    EXPECT_EQ(root.find("b")->mark.column, 17);
}

TEST(ParseConfig, RefusesWhatIsUnderstoodDifferently)
{
    EXPECT_EQ(complaints("a: 1\na: 2\n"), "2:1: duplicate key \"a\"");
    EXPECT_EQ(complaints("a: {b: 1, b: 2}\n"), "1:11: duplicate key \"b\"");
    EXPECT_EQ(complaints("a: &x 1\nb: *x\n"), "1:4: anchors such as \"&x\" are not supported | "
                                              "2:4: aliases such as \"*name\" are not supported");
    EXPECT_EQ(complaints("a: &x [1, *x]\n"), "1:4: anchors such as \"&x\" are not supported | "
                                             "1:11: aliases such as \"*name\" are not supported");
    EXPECT_EQ(complaints("a: {<<: {b: 1}}\n"), "1:5: merge keys (\"<<\") are not supported");
    EXPECT_EQ(complaints("a: !!float 1\n"), "1:4: tags such as \"tag:yaml.org,2002:float\" are not supported");
    EXPECT_EQ(complaints("? [a]\n: 1\n"), "1:3: a key has to be a word, not a list");
    EXPECT_EQ(complaints("~: 1\n"), "1:1: a key has to be a word, not empty");
    EXPECT_EQ(complaints("a: 1\n---\nb: 2\n"), "2:1: a second document begins here; a file holds one");
}

TEST(ParseConfig, SaysWhatIsWrongWithTheSyntax)
{
    EXPECT_EQ(complaints("a: b: c\n"), "1:5: a second colon in one value");
    EXPECT_EQ(complaints("a: {b: 1\nc: 2\n"), "1:8: a comma or a closing bracket is missing at the end of this line");
    EXPECT_EQ(complaints("a: \"b\n"), "1:4: the quotation mark is not closed");
    EXPECT_EQ(complaints("a: }\n"), "1:4: a closing bracket without an opening one");
    EXPECT_EQ(complaints("a: @b\n"), "1:4: a value cannot begin with \"@\"");
    EXPECT_EQ(complaints("road:\n  length: 1 km\n    cells: 200\n"),
              "3:5: this line goes on with the value of the line above");
    EXPECT_EQ(complaints("a:\n  b: 1\n c: 2\n"), "3:2: this line does not fit to those above it");
    EXPECT_EQ(complaints("a: - b\n"), "1:4: a list item (\"- \") cannot stand here");
    EXPECT_EQ(complaints("a:b\n"), "1:1: a file holds keys and values, not a single value");
    EXPECT_EQ(complaints("- a\n"), "1:1: a file holds keys and values, not a list");
}

TEST(ParseConfig, SaysWhatIsMissing)
{
    EXPECT_EQ(complaints(""), "0:0: the file is empty");
    EXPECT_EQ(complaints("# nothing\n\n"), "0:0: the file is empty");
    EXPECT_EQ(complaints("---\n...\n"), "0:0: the file is empty");
    EXPECT_EQ(complaints("a:\nb: 1\n"), "1:1: \"a\" has no value");
    EXPECT_EQ(complaints("a: {b:1}\n"), "1:5: \"b:1\" has no value");
    EXPECT_EQ(complaints("a:\n  - 1\n  -\n"), "3:3: an empty list item");
}

TEST(ParseConfig, RefusesOtherEncodings)
{
    EXPECT_EQ(complaints("title: caf\xE9\n"), "1:11: byte 0xE9 is not UTF-8");
    EXPECT_EQ(complaints("a: \xC0\x80\n"), "1:4: byte 0xC0 is not UTF-8");
    EXPECT_EQ(complaints("a: \xED\xA0\x80\n"), "1:4: byte 0xED is not UTF-8");
    EXPECT_EQ(complaints("a: \x01\n"), "1:4: control character 0x01");
    EXPECT_EQ(complaints("a:\n\tb: 1\n"), "2:1: a tab in the indentation");
    EXPECT_EQ(complaints("a: 85\u00A0km/h\n"), "1:6: a special blank (non-breaking or thin)");
}

TEST(ParseConfig, SurvivesDeepAndLargeInput)
{
    EXPECT_EQ(complaints("a: " + std::string(100, '[') + std::string(100, ']') + "\n"),
              "1:35: not YAML: nested too deeply");
    EXPECT_NE(complaints(std::string(100000, '[')).find("nested too deeply"), std::string::npos);
    EXPECT_EQ(complaints("a: " + std::string(17 << 20, 'x')), "0:0: 17 MB are too much for a configuration");
}

TEST(ParseConfig, ReportsEverythingAtOnce)
{
    EXPECT_EQ(complaints("a: 1\na: 2\nb: &x 3\nc:\nd: !t 4\n"),
              "2:1: duplicate key \"a\" | 3:4: anchors such as \"&x\" are not supported | 4:1: \"c\" has no value | "
              "5:4: tags such as \"!t\" are not supported");
}

std::string merged(std::string const& earlier, std::string const& later, IsChoice const& is_choice = {})
{
    Diagnostics diagnostics;
    ConfigNode root = parse_config(earlier, "base.yaml", diagnostics);
    merge_config(root, parse_config(later, "case.yaml", diagnostics), is_choice, diagnostics);
    return diagnostics.has_errors() ? diagnostics.sorted().front().message : write_config(root);
}

TEST(MergeConfig, MergesMapsAndReplacesTheRest)
{
    EXPECT_EQ(merged("a: {b: 1, c: 2}\nd: [1, 2]\n", "a: {c: 3, e: 4}\nd: [5]\n"),
              "a:\n  b: 1\n  c: 3\n  e: 4\nd:\n  - 5\n");
    EXPECT_EQ(merged("a: {b: 1}\n", "a: 2\n"), "a: 2\n");
    EXPECT_EQ(merged("a: 2\n", "a: {b: 1}\n"), "a:\n  b: 1\n");
}

TEST(MergeConfig, NullRemoves)
{
    EXPECT_EQ(merged("a: {b: 1, c: 2}\n", "a: {b: null}\n"), "a:\n  c: 2\n");
    EXPECT_EQ(merged("a: 1\nb: 2\n", "a: ~\n"), "b: 2\n");
    EXPECT_EQ(merged("a: 1\n", "b: null\n"), "there is no \"b\" to remove");
    EXPECT_EQ(merged("a: {b: 1}\n", "a: {c: null}\n"), "there is no \"a.c\" to remove");
}

TEST(MergeConfig, AnotherChoiceReplaces)
{
    auto const initial = [](std::string const& path) { return path == "initial"; };
    EXPECT_EQ(merged("initial: {sine: {x: 1, y: 2}}\n", "initial: {hump: {x: 3}}\n", initial),
              "initial:\n  hump:\n    x: 3\n");
    EXPECT_EQ(merged("initial: {sine: {x: 1, y: 2}}\n", "initial: {sine: {x: 3}}\n", initial),
              "initial:\n  sine:\n    x: 3\n    y: 2\n");
    EXPECT_EQ(merged("initial: {sine: {x: 1}}\n", "initial: {sine: null, hump: {x: 3}}\n", initial),
              "initial:\n  hump:\n    x: 3\n");
}

class LoadConfig : public ::testing::Test {
protected:
    void write(std::string const& name, std::string const& text)
    {
        std::filesystem::create_directories(std::filesystem::path(m_folder / name).parent_path());
        std::ofstream(m_folder / name) << text;
    }

    /// The tree, or the complaints with the folder left out.
    std::string load(std::string const& name, std::vector<std::string> const& overrides = {})
    {
        Diagnostics diagnostics;
        auto const root = load_config(m_folder / name, overrides, {}, {"file"}, diagnostics);
        std::string text = diagnostics.has_errors() ? format_diagnostics(diagnostics.sorted()) : write_config(*root);
        std::string const folder = m_folder / "";
        for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
            text.erase(at, folder.size());
        }
        return text;
    }

    test_support::TemporaryFolder m_folder;
};

TEST_F(LoadConfig, InheritsRelativeToTheFile)
{
    write("base/roads.yaml", "inherits: ../common.yaml\na: 2\nb: 2\n");
    write("common.yaml", "a: 1\nb: 1\nc: 1\n");
    write("case.yaml", "inherits: base/roads.yaml\nb: 3\n");
    EXPECT_EQ(load("case.yaml"), "a: 2\nb: 3\nc: 1\n");
}

TEST_F(LoadConfig, LaterFilesWin)
{
    write("one.yaml", "a: 1\nb: 1\n");
    write("two.yaml", "b: 2\nc: 2\n");
    write("case.yaml", "inherits: [one.yaml, two.yaml]\nc: 3\n");
    EXPECT_EQ(load("case.yaml"), "a: 1\nb: 2\nc: 3\n");
}

TEST_F(LoadConfig, ReportsCycles)
{
    write("a.yaml", "inherits: b.yaml\n");
    write("b.yaml", "inherits: a.yaml\n");
    EXPECT_EQ(load("a.yaml"), "b.yaml:1:11: error: the files inherit each other: a.yaml -> b.yaml -> a.yaml\n"
                              "    1 | inherits: a.yaml\n"
                              "      |           ^~~~~~");
    write("self.yaml", "inherits: self.yaml\n");
    EXPECT_NE(load("self.yaml").find("the files inherit each other: self.yaml -> self.yaml"), std::string::npos);
}

TEST_F(LoadConfig, TheSameFileTwiceIsNoCycle)
{
    write("common.yaml", "a: 1\n");
    write("one.yaml", "inherits: common.yaml\nb: 1\n");
    write("two.yaml", "inherits: common.yaml\nc: 1\n");
    write("case.yaml", "inherits: [one.yaml, two.yaml]\n");
    EXPECT_EQ(load("case.yaml"), "a: 1\nb: 1\nc: 1\n");
}

TEST_F(LoadConfig, SaysWhichInheritedFileIsMissing)
{
    write("benin.yaml", "a: 1\n");
    write("case.yaml", "inherits: benni.yaml\n");
    EXPECT_EQ(load("case.yaml"),
              "case.yaml:1:11: error: cannot read benni.yaml: No such file or directory; did you mean benin.yaml?\n"
              "    1 | inherits: benni.yaml\n"
              "      |           ^~~~~~~~~~");
}

TEST_F(LoadConfig, NothingIfAFileCannotBeRead)
{
    Diagnostics diagnostics;
    write("case.yaml", "inherits: broken.yaml\na: 1\n");
    write("broken.yaml", "b: {\n");
    EXPECT_FALSE(load_config(m_folder / "case.yaml", {}, {}, {}, diagnostics).has_value());
    EXPECT_EQ(diagnostics.num_errors(), 1);
}

TEST_F(LoadConfig, ThrowsIfTheFileItselfIsMissing)
{
    Diagnostics diagnostics;
    EXPECT_THROW(static_cast<void>(load_config(m_folder / "none.yaml", {}, {}, {}, diagnostics)), IoError);
    EXPECT_THROW(static_cast<void>(load_config(m_folder / "", {}, {}, {}, diagnostics)), IoError);
}

TEST_F(LoadConfig, OverridesComeLast)
{
    write("case.yaml", "a: {b: 1, c: 2}\nd: 3\n");
    EXPECT_EQ(load("case.yaml", {"a.b=5 km", "e.f.g=[1, 2]", "d=null"}),
              "a:\n  b: 5 km\n  c: 2\ne:\n  f:\n    g:\n      - 1\n      - 2\n");
    EXPECT_EQ(load("case.yaml", {"d=4", "d=5"}), "a:\n  b: 1\n  c: 2\nd: 5\n");
}

TEST_F(LoadConfig, OverridesAreReadLikeTheFile)
{
    write("case.yaml", "a: 1\n");
    EXPECT_EQ(load("case.yaml", {"a=1", "b={c: 1, c: 2}"}), "--set:2:10: error: duplicate key \"c\"\n"
                                                            "    2 | b={c: 1, c: 2}\n"
                                                            "      |          ^\n"
                                                            "   the first one is at 2:4");
    EXPECT_EQ(load("case.yaml", {"a"}), "--set:1:1: error: \"a\" is not of the form key.path=value\n"
                                        "    1 | a\n"
                                        "      | ^");
    EXPECT_EQ(load("case.yaml", {"a="}), "--set:1:1: error: \"a\" has no value\n"
                                         "    1 | a=\n"
                                         "      | ^\n"
                                         "   write null to remove an entry");
    EXPECT_EQ(load("case.yaml", {"a..b=1"}), "--set:1:3: error: a key is missing between the dots\n"
                                             "    1 | a..b=1\n"
                                             "      |   ^");
    EXPECT_EQ(load("case.yaml", {"inherits=x.yaml"}), "--set:1:1: error: \"inherits\" can only stand in a file\n"
                                                      "    1 | inherits=x.yaml\n"
                                                      "      | ^~~~~~~~");
}

TEST_F(LoadConfig, FilesAreFoundRelativeToTheFileThatNamesThem)
{
    write("base/base.yaml", "file: data.csv\n");
    write("case.yaml", "inherits: base/base.yaml\n");
    EXPECT_EQ(load("case.yaml"), "file: base/data.csv\n");
    EXPECT_EQ(load("case.yaml", {"file=other.csv"}), "file: other.csv\n");
}

TEST(WriteConfig, CanBeReadAgain)
{
    std::string const text =
        "a: \"x: y\"\nb:\n  - c: 1\n    d: 2\n  - 3\ne: {}\nf: \"null\"\ng: \"\"\nh: \"q\\\"\\\\\\n\"\n";
    EXPECT_EQ(write_config(parsed(text)), text);
    EXPECT_EQ(write_config(parsed(write_config(parsed("k: '#x'\nl: '- 1'\nm: \"1: 2\"\nn: -5 m\n")))),
              "k: \"#x\"\nl: \"- 1\"\nm: \"1: 2\"\nn: -5 m\n");
}

TEST(WriteConfig, NamesTheOrigin)
{
    EXPECT_EQ(write_config(parsed("a:\n  b: 1\n"), origin), "a:\n  b: 1" + std::string(42, ' ') + "# case.yaml:2\n");
}

TEST(Config, QuotedTextEscapesWhatWouldEndIt)
{
    EXPECT_EQ(zemi::quoted_text("a \"b\" \\ c\n\td"), "\"a \\\"b\\\" \\\\ c\\n\\td\"");
}

TEST(Diagnostics, AreSortedByFileAndPlace)
{
    Diagnostics diagnostics;
    auto const source = std::make_shared<ConfigSource>(ConfigSource{"a.yaml", {"x", "y"}});
    auto const other = std::make_shared<ConfigSource>(ConfigSource{"b.yaml", {"z"}});
    diagnostics.error({source, 2, 1, 1}, "second");
    diagnostics.error({other, 1, 1, 1}, "third");
    diagnostics.warning({source, 1, 1, 1}, "first");
    auto const sorted = diagnostics.sorted();
    EXPECT_EQ(sorted[0].message, "first");
    EXPECT_EQ(sorted[1].message, "second");
    EXPECT_EQ(sorted[2].message, "third");
    EXPECT_EQ(diagnostics.num_errors(), 2);
    EXPECT_THROW(diagnostics.throw_if_errors(), ConfigError);
}

} // namespace
} // namespace zemi
