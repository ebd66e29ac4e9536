// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/setting_text.hpp"
#include "temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace zemi::app {
namespace {

using testing::ElementsAre;

ConfigNode parse(std::string const& text)
{
    Diagnostics diagnostics;
    ConfigNode root = parse_config(text, "test.yaml", diagnostics);
    diagnostics.throw_if_errors();
    return root;
}

bool equal(ConfigNode const& a, ConfigNode const& b)
{
    bool same = a.kind == b.kind && a.text == b.text && a.key == b.key && a.children.size() == b.children.size();
    for (std::size_t i = 0; same && i < a.children.size(); ++i) {
        same = equal(a.children[i], b.children[i]);
    }
    return same;
}

TEST(SettingText, IsReadAsTheSameValue)
{
    for (std::string const text : {"5 s", "null", "[1, 2 km, [a]]", "{inflow: {motorcycle: 1 veh/km, car: 2}}",
                                   "\"quoted \\\"text\\\" \\\\ \\n\"", "[\"a, b\", \"c: d\", \"null\", \"\"]", "{}",
                                   "[]", "true", "\"true\"", "'# no comment'", "a, b"}) {
        ConfigNode const value = parse("value: " + text).children.front();
        std::string const written = setting_text(value);
        EXPECT_EQ(written.find('\n'), std::string::npos);
        EXPECT_TRUE(equal(parse("value: " + written).children.front(), value)) << text << " became " << written;
    }
    EXPECT_EQ(setting_text(parse("value: 3.5 m/s").children.front()), "3.5 m/s");
}

TEST(FlattenSettings, JoinsKeys)
{
    ConfigNode map = parse("classes: {car: {length: 4 m, pressure: {scale: 1}}}\nroad.cells: 5\nboundary.right: {}\n");
    Diagnostics diagnostics;
    flatten_settings(map, "set", [](ConfigNode const&) { return false; }, diagnostics);
    EXPECT_THAT(map.keys(),
                ElementsAre("classes.car.length", "classes.car.pressure.scale", "road.cells", "boundary.right"));
    EXPECT_EQ(map.children[1].text, "1");
    EXPECT_EQ(diagnostics.num_errors(), 0);
}

TEST(FlattenSettings, StopsAtValues)
{
    ConfigNode map = parse("classes: {car: {length: {uniform: [1, 2]}}}\n");
    Diagnostics diagnostics;
    flatten_settings(map, "here", [](ConfigNode const& node) { return node.find("uniform") != nullptr; }, diagnostics);
    EXPECT_THAT(map.keys(), ElementsAre("classes.car.length"));
}

TEST(FlattenSettings, TwiceIsAnErrorUnlessTheCommandLineSaysSo)
{
    ConfigNode map = parse("road: {cells: 5}\nroad.cells: 6\n");
    Diagnostics diagnostics;
    flatten_settings(map, "vary.grid", [](ConfigNode const&) { return false; }, diagnostics);
    ASSERT_EQ(diagnostics.num_errors(), 1);
    EXPECT_EQ(diagnostics.sorted().front().message, "road.cells is twice in vary.grid");
    EXPECT_EQ(diagnostics.sorted().front().line, 2);

    test_support::TemporaryFolder const folder;
    std::ofstream(folder / "a.yaml") << "road.cells: 5\n";
    Diagnostics none;
    ConfigNode changed = *load_config(folder / "a.yaml", {"road.cells=7"}, {}, {}, none);
    flatten_settings(changed, "set", [](ConfigNode const&) { return false; }, none);
    EXPECT_EQ(none.num_errors(), 0);
    EXPECT_THAT(changed.keys(), ElementsAre("road.cells"));
    EXPECT_EQ(changed.children.front().text, "7");
}

} // namespace
} // namespace zemi::app
