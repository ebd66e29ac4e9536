// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "markup.hpp"
#include "report/html.hpp"
#include "report/index_page.hpp"
#include "report/parallel.hpp"
#include "report/result_data.hpp"
#include "report/result_place.hpp"
#include "report/run_page.hpp"
#include "temporary_folder.hpp"
#include "zemi/case.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/error.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/physics/equilibrium.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <set>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>

namespace {

namespace fs = std::filesystem;
using namespace zemi;
using namespace zemi::app;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using zemi::test_support::Markup;
using zemi::test_support::read_text_file;
using zemi::test_support::TemporaryFolder;

constexpr char const* small_case = R"(schema_version: 1
title: "small & <odd>"
road: {length: 1 km, cells: 20, quality: [{from: 0 m, category: 1}, {from: 500 m, category: 4}]}
classes:
  motorcycle: {pressure: {scale: 10 km/h, exponent: 1.5}, relaxation_time: 5 s, creeping_speed: 5 km/h, free_speed: {1: 85 km/h, 4: 45 km/h}}
  car: {pressure: {scale: 15 km/h, exponent: 2}, relaxation_time: 10 s, free_speed: {1: 75 km/h, 4: 30 km/h}}
jam_density: 250 veh/km
initial: {equilibrium: {motorcycle: 20 veh/km, car: 10 veh/km}}
boundary: {left: {inflow: equilibrium}, right: {outflow: {}}}
numerics: {equation: multiclass_arz, scheme: second_order}
time: {end: 20 s}
output: {every: 2 s, variables: [density, speed]}
)";

TEST(Html, EscapesTextsAndIsWellFormed)
{
    HtmlPage page("a < b & \"c\"");
    page.heading("1 < 2", "below");
    page.notice("bad", "a&b");
    page.section("s", "Section <1>");
    page.table("caption & more", {"x", "y"}, {{"<r>", "1"}, {HtmlPage::Cell::of_markup("<em>x</em>"), "2"}});
    page.folded_text("more", "a: <b>\n  c: d\n");
    page.list({"one", "<two>"});
    std::string const text = page.str();
    Markup const markup(text);
    EXPECT_EQ(markup.problem(), "");
    EXPECT_THAT(text, HasSubstr("<title>a &lt; b &amp; &quot;c&quot;</title>"));
    EXPECT_THAT(text, HasSubstr("a: &lt;b&gt;\n  c: d\n")); // lines and indents stay
    EXPECT_THAT(text, HasSubstr("<em>x</em>"));
    EXPECT_THAT(markup.references(), ElementsAre("#s"));
    EXPECT_EQ(markup.count("h1"), 1U);
}

TEST(Html, LinksOfOddPathsWork)
{
    EXPECT_EQ(link_element("a b/ü#1.html", "<x>"), "<a href=\"a%20b/%C3%BC%231.html\">&lt;x&gt;</a>");
}

TEST(Parallel, EachIsReadInOrderByTheCallerAndWorkedOnOnce)
{
    for (int const threads : {1, 2, 5}) {
        std::vector<std::size_t> read;
        std::vector<int> worked(50, 0);
        std::set<std::thread::id> workers;
        std::mutex mutex;
        std::thread::id const caller = std::this_thread::get_id();
        read_and_work(
            worked.size(), threads,
            [&](std::size_t i) {
                EXPECT_EQ(std::this_thread::get_id(), caller);
                read.push_back(i);
            },
            [&](std::size_t i) {
                std::lock_guard const lock(mutex);
                ++worked[i];
                workers.insert(std::this_thread::get_id());
            });
        EXPECT_THAT(worked, Each(1));
        EXPECT_TRUE(std::is_sorted(read.begin(), read.end()));
        EXPECT_THAT(read, SizeIs(50));
        EXPECT_LE(workers.size(), static_cast<std::size_t>(threads));
    }
    read_and_work(0, 3, [](std::size_t) { FAIL(); }, [](std::size_t) { FAIL(); });
    EXPECT_GE(usual_num_threads(), 1);
}

TEST(Parallel, WorkGoesOnWhileTheNextIsRead)
{
    std::mutex mutex;
    std::condition_variable worked;
    bool first_is_done = false;
    read_and_work(
        2, 2,
        [&](std::size_t i) {
            if (i == 1) { // comes to an end only if somebody else works on 0 meanwhile
                std::unique_lock lock(mutex);
                EXPECT_TRUE(worked.wait_for(lock, std::chrono::seconds(20), [&] { return first_is_done; }));
            }
        },
        [&](std::size_t i) {
            if (i == 0) {
                std::lock_guard const lock(mutex);
                first_is_done = true;
                worked.notify_all();
            }
        });
}

TEST(ResultPlace, FindsResultsTwoLevelsDownOnceEach)
{
    TemporaryFolder const folder;
    for (std::string const name : {"a", "sub/b", "sub/deep/c", "sub/deep/er/d", "empty"}) {
        fs::create_directories(folder / name);
    }
    for (std::string const name : {"a", "sub/b", "sub/deep/c", "sub/deep/er/d"}) {
        std::ofstream(folder / (name + "/summary.json")) << "{}";
    }
    std::ofstream(folder / "a/fields.nc") << "x";
    std::ofstream(folder / "notes.txt") << "x";
    auto const names = [](std::vector<ResultPlace> const& places) {
        std::vector<std::string> result;
        for (ResultPlace const& place : places) {
            result.push_back(fs::path(place.folder).filename().string());
        }
        return result;
    };
    EXPECT_THAT(names(find_results({folder.path().string()})), ElementsAre("a", "b"));
    EXPECT_THAT(names(find_results({folder / "sub"})), ElementsAre("b", "c"));
    EXPECT_THAT(names(find_results({folder / "a/fields.nc", folder / "a", folder / "sub/b"})), ElementsAre("a", "b"));
    std::vector<std::string> problems;
    EXPECT_THAT(names(find_results({folder / "none", folder / "a", folder / "empty", folder / "notes.txt"}, problems)),
                ElementsAre("a"));
    EXPECT_THAT(problems, ElementsAre(HasSubstr("there is no folder"), HasSubstr("empty holds no result"),
                                      HasSubstr("notes.txt is no result")));
    EXPECT_THROW((void)find_results({folder / "none"}), IoError);
}

TEST(ReadResolvedModel, IsTheModelOfTheCase)
{
    TemporaryFolder const folder;
    std::ofstream(folder / "small.yaml") << small_case;
    Case const input = read_case(folder / "small.yaml");
    ModelSpec const model = read_resolved_model(input.resolved, {1, 4});
    EXPECT_EQ(model.classes.size(), 2U);
    EXPECT_EQ(model.classes[1].free_speed, input.problem.model.classes[1].free_speed);
    std::vector<Real> const density{0.03, 0.02};
    EXPECT_EQ(equilibrium_speed(model, 4, density), equilibrium_speed(input.problem.model, 4, density));
    EXPECT_THROW((void)read_resolved_model("schema_version: 1\n", {1}), ConfigError);
    EXPECT_THROW((void)read_resolved_model(input.resolved, {3}), ConfigError); // no speeds for it
}

TEST(IndexPage, SaysWhatIsKnown)
{
    IndexRow row;
    row.name = "r/a";
    row.link = "a/report.html";
    row.title = "first";
    row.status = "failed";
    row.failure = "at t = 3 s: broke";
    row.small = {{0.0F, 0.1F}, {0.0F, 0.05F}, {0.1F, 0.1F}};
    IndexRow plain;
    plain.name = "r/b";
    plain.link = "b/report.html";
    std::string const page = index_page("Results in r", {row, plain}, {"c: nothing there"});
    Markup const markup(page);
    EXPECT_EQ(markup.problem(), "");
    EXPECT_THAT(page, HasSubstr("2 results: 1 failed, 1 status not known"));
    EXPECT_THAT(page, HasSubstr("failed at t = 3 s: broke"));
    EXPECT_THAT(page, HasSubstr("c: nothing there"));
    EXPECT_THAT(page, HasSubstr("dark 0, bright 100 veh/km"));
    EXPECT_THAT(markup.attributes("img", "alt"), ElementsAre("Density of r/a over position and time"));
    EXPECT_THAT(markup.attributes("a", "href"), ElementsAre("#results", "a/report.html", "b/report.html"));
}

/// The program in a folder of its own, with a result in r/one.
class Report : public testing::Test {
protected:
    struct Outcome {
        int code;
        std::string out;
        std::string err;
    };

    void SetUp() override
    {
        if (!build_info().netcdf) {
            GTEST_SKIP() << "built without netCDF";
        }
        std::ofstream(folder / "small.yaml") << small_case;
        ASSERT_EQ(zemi("run small.yaml -q -o r/one").code, 0);
    }

    Outcome zemi(std::string const& arguments)
    {
        std::string const command =
            "cd " + folder.path().string() + " && " + ZEMI_PROGRAM + " " + arguments + " > out.txt 2> err.txt";
        int const status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text_file(folder / "out.txt"),
                read_text_file(folder / "err.txt")};
    }
    [[nodiscard]] std::string page(std::string const& name) const { return read_text_file(folder / name); }

    TemporaryFolder folder;
};

TEST_F(Report, IsOneFileThatHasEverything)
{
    Outcome const o = zemi("report r/one");
    EXPECT_EQ(o.code, 0);
    EXPECT_EQ(o.out, "r/one/report.html\n");
    EXPECT_THAT(o.err, IsEmpty());
    std::string const text = page("r/one/report.html");
    Markup const markup(text);
    EXPECT_EQ(markup.problem(), "");
    EXPECT_LT(text.size(), 500000U);
    // Per class: two maps, two profiles, a fundamental diagram and a chart of counts; two charts of the steps.
    EXPECT_EQ(markup.count("svg"), 2U * 6U + 2U);
    EXPECT_THAT(markup.attributes("svg", "role"), SizeIs(14));
    EXPECT_EQ(markup.count("h1"), 1U);
    EXPECT_EQ(markup.count("h2"), 8U);
    EXPECT_THAT(text, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(text, HasSubstr("small &amp; &lt;odd&gt;"));
    EXPECT_THAT(text, HasSubstr("prefers-color-scheme: dark"));
    EXPECT_THAT(text, HasSubstr("@media print"));
    for (char const* const said : {"density [veh/km]",
                                   "speed [km/h]",
                                   "flow [veh/h]",
                                   "position [m]",
                                   "time [s]",
                                   "dt [s]",
                                   "CFL [1]",
                                   "motorcycle",
                                   "equilibrium, category 4",
                                   "alone, category 1",
                                   "in at the left end",
                                   "out at the right end",
                                   "= defect",
                                   "stepping",
                                   "muscl_mc hll_w imex_ssp2_222",
                                   "multiclass_arz",
                                   "relaxation_time: 10 s",
                                   "zemi run small.yaml -q -o r/one",
                                   "20 of 20 s",
                                   "<p class=\"notice good\">done</p>"}) {
        EXPECT_THAT(text, HasSubstr(said));
    }
    EXPECT_THAT(text, Not(HasSubstr("nan")));
}

TEST_F(Report, LoadsNothingFromAnywhere)
{
    ASSERT_EQ(zemi("report r/one").code, 0);
    std::string text = page("r/one/report.html");
    EXPECT_THAT(Markup(text).references(), Each(testing::AnyOf(StartsWith("#"), StartsWith("data:image/png;base64,"))));
    EXPECT_EQ(Markup(text).count("script"), 0U);
    EXPECT_EQ(Markup(text).count("link"), 0U);
    EXPECT_THAT(text, Not(HasSubstr("url(h")));
    EXPECT_THAT(text, Not(HasSubstr("@import")));
    for (std::size_t at; (at = text.find("xmlns=\"http://www.w3.org/2000/svg\"")) != std::string::npos;) {
        text.erase(at, 34);
    }
    EXPECT_THAT(text, Not(HasSubstr("http://")));
    EXPECT_THAT(text, Not(HasSubstr("https://")));
}

TEST_F(Report, WhatIsMissingIsSaid)
{
    fs::remove(folder / "r/one/history.csv");
    fs::remove(folder / "r/one/summary.json");
    Outcome o = zemi("report r/one/fields.nc");
    EXPECT_EQ(o.code, 0) << o.err;
    std::string text = page("r/one/report.html");
    EXPECT_EQ(Markup(text).problem(), "");
    EXPECT_THAT(text, HasSubstr("There is no history.csv"));
    EXPECT_THAT(text, HasSubstr("There is no summary.json"));
    EXPECT_THAT(text, HasSubstr("Fundamental diagram"));
    EXPECT_THAT(text, Not(HasSubstr("Cumulative counts")));

    ASSERT_EQ(zemi("run small.yaml -q -o r/two").code, 0);
    fs::remove(folder / "r/two/fields.nc");
    std::ofstream(folder / "r/two/history.csv") << "nonsense\n";
    o = zemi("report r/two");
    EXPECT_EQ(o.code, 0) << o.err;
    text = page("r/two/report.html");
    EXPECT_THAT(text, HasSubstr("No pictures of the traffic: cannot read r/two/fields.nc"));
    EXPECT_THAT(text, HasSubstr("history.csv is left out: r/two/history.csv:1: no column"));
    EXPECT_THAT(text, HasSubstr("Ledger of vehicles"));
}

TEST_F(Report, FailuresStandAtTheTop)
{
    Outcome const run = zemi("run " ZEMI_SOURCE_DIR "/cases/red_light.yaml -q -o r/bad --set road.cells=50"
                             " --set numerics.scheme=first_order --set numerics.cfl=1 --set numerics.max_retries=0");
    ASSERT_EQ(run.code, 4) << run.err;
    ASSERT_EQ(zemi("report r/bad").code, 0);
    std::string const text = page("r/bad/report.html");
    EXPECT_EQ(Markup(text).problem(), "");
    EXPECT_THAT(text, HasSubstr("<p class=\"notice bad\">failed at t = "));
}

TEST_F(Report, SeveralResultsGetAnOverview)
{
    ASSERT_EQ(zemi("run small.yaml -q -o r/two --set road.cells=40").code, 0);
    Outcome o = zemi("report r --threads 2");
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_EQ(o.out, "r/one/report.html\nr/two/report.html\nr/index.html\n");
    Markup const markup(page("r/index.html"));
    EXPECT_EQ(markup.problem(), "");
    EXPECT_EQ(markup.count("img"), 2U);
    EXPECT_THAT(markup.attributes("a", "href"), ElementsAre("#results", "one/report.html", "two/report.html"));

    fs::create_directories(folder / "bad");
    std::ofstream(folder / "bad/fields.nc") << "not netCDF";
    o = zemi("report r bad nowhere -o pages");
    EXPECT_EQ(o.code, 6);
    EXPECT_EQ(o.out, "pages/r_one.html\npages/r_two.html\npages/index.html\n");
    EXPECT_THAT(o.err, AllOf(HasSubstr("error: there is no folder nowhere"), HasSubstr("error: cannot read bad/")));
    EXPECT_THAT(o.err, Not(HasSubstr("HDF5-DIAG")));
    EXPECT_THAT(page("pages/index.html"), HasSubstr("there is no folder nowhere"));
}

TEST_F(Report, PagesDoNotDependOnTheNumberOfThreads)
{
    for (int i = 0; i < 3; ++i) {
        fs::copy(folder / "r/one", folder / ("r/copy" + std::to_string(i)));
    }
    ASSERT_EQ(zemi("report r -o a/pages --threads 1").code, 0);
    ASSERT_EQ(zemi("report r -o b/pages --threads 4").code, 0);
    for (char const* const name : {"index", "r_one", "r_copy0", "r_copy2"}) {
        std::string const file = std::string("/pages/") + name + ".html";
        EXPECT_TRUE(page("a" + file) == page("b" + file)) << name;
    }
}

TEST_F(Report, PlotDrawsSeveralResultsAndTheGoodOnesInSpiteOfBadOnes)
{
    ASSERT_EQ(zemi("run small.yaml -q -o r/two --set output.pictures=false").code, 0);
    fs::create_directories(folder / "bad");
    std::ofstream(folder / "bad/fields.nc") << "not netCDF";
    Outcome o = zemi("plot r bad");
    EXPECT_EQ(o.code, 6);
    EXPECT_THAT(o.err, HasSubstr("error: bad: cannot read bad/fields.nc"));
    EXPECT_TRUE(fs::exists(folder / "r/two/profiles.svg"));
    EXPECT_TRUE(fs::exists(folder / "r/two/space_time_car.svg"));
    o = zemi("plot r -o drawn");
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_TRUE(fs::exists(folder / "drawn/r_one/profiles.svg"));
    EXPECT_TRUE(fs::exists(folder / "drawn/r_two/profiles.svg"));
}

TEST_F(Report, CompareEndsWithACodeOfItsOwnBeyondTheTolerance)
{
    ASSERT_EQ(zemi("run small.yaml -q -o r/two --set road.cells=30").code, 0);
    Outcome o = zemi("compare r/one r/one --tolerance 0");
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_THAT(o.out, HasSubstr("density car"));
    o = zemi("compare r/one r/two --tolerance 1e-6 -o difference");
    EXPECT_EQ(o.code, 7);
    EXPECT_THAT(o.err, HasSubstr("error: the results differ: the largest relative norm is "));
    EXPECT_TRUE(fs::exists(folder / "difference/norms.csv"));
    EXPECT_TRUE(fs::exists(folder / "difference/difference_space_time_speed_car.svg"));
    EXPECT_EQ(zemi("compare r/one r/two --tolerance 10").code, 0);
    EXPECT_EQ(zemi("compare r/one r/two --tolerance -1").code, 2);
    EXPECT_EQ(zemi("compare r r/two").code, 2); // which one?
    EXPECT_EQ(zemi("compare r/one nowhere").code, 6);
    EXPECT_EQ(zemi("compare r/one r/two --class bus").code, 3);
    EXPECT_EQ(zemi("compare r/one r/two --time '3 km'").code, 2);
}

} // namespace
