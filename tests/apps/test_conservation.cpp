// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "study/conservation.hpp"
#include "study/scheme_choice.hpp"
#include "study/study_files.hpp"
#include "study_cases.hpp"
#include "zemi/command_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <sys/wait.h>

namespace zemi::test {
namespace {

using namespace study;
using app::CommandLineError;
using test_support::read_text_file;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

ConservationStudy small_study()
{
    std::vector<ConservationScheme> schemes;
    for (std::string const name : {"first_order", "second_order"}) {
        schemes.push_back({name, levels_of(degraded_road(), {15, 30}, {"numerics.scheme=" + name})});
    }
    return study_conservation(schemes);
}

TEST(Conservation, HoldsForEveryClassOnEveryLevelWithEveryScheme)
{
    ConservationStudy const study = small_study();
    ASSERT_EQ(study.runs.size(), 4U);
    EXPECT_THAT(study.classes, ElementsAre("motorcycle", "car"));
    EXPECT_EQ(study.runs[1].scheme, "first_order");
    EXPECT_EQ(study.runs[1].num_cells, 30);
    EXPECT_EQ(study.runs[2].parts.reconstruction, "muscl_mc");
    for (ConservationRun const& run : study.runs) {
        EXPECT_EQ(run.status, MemberStatus::done);
        ASSERT_EQ(run.ledger.size(), 2U);
        EXPECT_GT(run.ledger[0].inflow, 1) << "there is something to get wrong";
        EXPECT_GT(run.num_steps, 0);
    }
    EXPECT_LE(study.largest_defect(), 1e-14);
    EXPECT_TRUE(study.is_conserved());
    EXPECT_THAT(verdict(study), HasSubstr("vehicles are conserved"));
}

TEST(Conservation, IsDeniedForADefect)
{
    ConservationStudy study = small_study();
    study.runs[3].ledger[1].stored *= 1 + 1e-12;
    EXPECT_FALSE(study.is_conserved());
    EXPECT_GT(study.largest_defect(), 1e-13);
    EXPECT_THAT(verdict(study), HasSubstr("NOT conserved"));
    study.runs[3].ledger[1].stored = std::numeric_limits<Real>::quiet_NaN();
    EXPECT_FALSE(study.is_conserved());
}

TEST(Conservation, IsNotProvenByRunsThatFail)
{
    auto levels = levels_of(degraded_road(), {15, 30});
    levels[0].problem.scheme.flux = "nonsense";
    ConservationStudy const study = study_conservation({{"broken", levels}});
    EXPECT_EQ(study.runs[0].status, MemberStatus::failed);
    EXPECT_EQ(study.runs[1].status, MemberStatus::done);
    EXPECT_FALSE(study.is_conserved());
    EXPECT_THAT(verdict(study), HasSubstr("1 of 2 runs failed"));
}

TEST(ConservationFiles, HoldTheLedgersAndAreTheSameEachTime)
{
    ConservationStudy const study = small_study();
    app::Case const input = case_of(degraded_road());
    std::string const csv = conservation_csv(study);
    EXPECT_EQ(csv, conservation_csv(small_study()));
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 4 * 2);
    EXPECT_THAT(csv, HasSubstr("\nsecond_order,muscl_mc,hll_w,imex_ssp2_222,qc,0.45,30,done,80,"));
    EXPECT_THAT(conservation_latex(study), HasSubstr("second\\_order & 30 & "));
    std::string const picture = conservation_picture(study, input);
    for (char const* const text :
         {"number of cells [1]", "defect / vehicles [1]", "bound 1e-13", "motorcycle", "car", "second_order"}) {
        EXPECT_THAT(picture, HasSubstr(text));
    }
    EXPECT_EQ(picture, conservation_picture(small_study(), input));
    auto const json = nlohmann::json::parse(conservation_json(study, input, "zemi", {}));
    EXPECT_EQ(json.at("conserved"), true);
    EXPECT_EQ(json.at("runs").size(), 4U);
    EXPECT_EQ(json.at("runs")[0].at("ledger_veh").at("car").at("stored"), study.runs[0].ledger[1].stored);
}

// --- what is typed ----------------------------------------------------------------------------------------------

std::string message_of(std::function<void()> const& call)
{
    try {
        call();
    } catch (CommandLineError const& e) {
        return e.what();
    }
    return "no error";
}

TEST(CellNumbers, AreWholeAndDifferent)
{
    EXPECT_THAT(parse_cell_numbers("100,50, 200", 2, "-N"), ElementsAre(50, 100, 200));
    auto const message = [](std::string const& text) {
        return message_of([&] { (void)parse_cell_numbers(text, 2, "-N"); });
    };
    EXPECT_THAT(message("50,10x"), HasSubstr("-N: \"10x\" is not a whole number"));
    EXPECT_THAT(message("50,100.5"), HasSubstr("\"100.5\" is not a whole number"));
    EXPECT_THAT(message("50"), HasSubstr("-N: at least 2 numbers of cells are needed"));
    EXPECT_THAT(message("50,,100"), HasSubstr("an entry of \"50,,100\" is empty"));
    EXPECT_THAT(message(""), HasSubstr("empty"));
    EXPECT_THAT(message("50,50"), HasSubstr("50 is named twice"));
    EXPECT_THAT(message("0,50"), HasSubstr("a road cannot have 0 cells"));
    EXPECT_THAT(message("-5,50"), HasSubstr("-5"));
    EXPECT_THAT(message("50,99999999999"), HasSubstr("cannot have 99999999999 cells"));
}

TEST(SchemeChoice, IsABundleOrPartsOrBoth)
{
    EXPECT_THAT(scheme_overrides("first_order", "multiclass_arz", "--scheme"),
                testing::UnorderedElementsAre("numerics.scheme=first_order", "numerics.reconstruction=constant",
                                              "numerics.flux=hll_w", "numerics.time=strang_ssprk11",
                                              "numerics.contact_fix=qc",
                                              "numerics.cfl=0.8"));
    EXPECT_THAT(scheme_overrides("second_order+rusanov", "multiclass_arz", "--scheme"),
                testing::IsSupersetOf({"numerics.scheme=second_order", "numerics.flux=rusanov",
                                       "numerics.contact_fix=none"}));
    EXPECT_THAT(scheme_overrides("rusanov", "multiclass_arz", "--scheme"), ElementsAre("numerics.flux=rusanov"));
    EXPECT_THAT(scheme_overrides("second_order", "multiclass_lwr", "--scheme"), testing::Contains("numerics.flux=hll"));
    EXPECT_THAT(message_of([] { (void)scheme_overrides("secnd_order", "multiclass_arz", "--scheme"); }),
                HasSubstr("did you mean \"second_order\"?"));
    EXPECT_THAT(message_of([] { (void)scheme_overrides("hll_w", "multiclass_lwr", "--scheme"); }),
                HasSubstr("unknown scheme \"hll_w\" for multiclass_lwr"));
    EXPECT_THAT(message_of([] { (void)scheme_overrides("hll+rusanov", "multiclass_arz", "--scheme"); }),
                HasSubstr("two of one kind: hll and rusanov"));
}

/// The built program, run in a folder of its own.
class Studies : public testing::Test {
protected:
    struct Outcome {
        int code;
        std::string out;
        std::string err;
    };

    Studies()
    {
        std::ofstream(folder / "wave.yaml") << carried_wave();
        std::ofstream(folder / "road.yaml") << degraded_road();
    }

    Outcome zemi(std::string const& arguments)
    {
        std::string const command =
            "cd " + folder.path().string() + " && " + ZEMI_PROGRAM + " " + arguments + " > out.txt 2> err.txt";
        int const status = std::system(command.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text_file(folder / "out.txt"),
                read_text_file(folder / "err.txt")};
    }
    [[nodiscard]] bool exists(std::string const& name) const { return std::filesystem::exists(folder / name); }

    test_support::TemporaryFolder folder;
};

TEST_F(Studies, ConvergePrintsATableAVerdictAndAComparison)
{
    Outcome const o = zemi("converge wave.yaml -N 20,40,80 --set 'time.end=10 s'");
    EXPECT_EQ(o.code, 0) << o.err;
    for (char const* const text :
         {"exact solution, cell averages: densities carried along at 36 km/h", "density [veh/m]", "speed [m/s]",
          "observed order", "second order as the scheme promises", "3 levels at once:", "s of compute",
          "the Python predecessor's serial loop", "interpolated between their measurements for N=80"}) {
        EXPECT_THAT(o.out, HasSubstr(text));
    }
    for (char const* const name : {"convergence.csv", "convergence.tex", "convergence.svg"}) {
        EXPECT_TRUE(exists(std::string("results/wave_convergence/") + name)) << name;
    }
}

TEST_F(Studies, ConvergeWritesTheSameBytesTwice)
{
    EXPECT_EQ(zemi("converge wave.yaml -N 20,40 -o a").code, 0);
    EXPECT_EQ(zemi("converge wave.yaml -N 40,20 -o b --threads 1").code, 0);
    for (std::string const name : {"convergence.csv", "convergence.tex", "convergence.svg"}) {
        EXPECT_EQ(read_text_file(folder / ("a/" + name)), read_text_file(folder / ("b/" + name))) << name;
        EXPECT_FALSE(exists("a/" + name + ".tmp"));
    }
}

TEST_F(Studies, ConvergeTakesASchemeAndANorm)
{
    Outcome const o = zemi("converge wave.yaml -N 40,80 --scheme first_order --norm Linf --json");
    auto const json = nlohmann::json::parse(o.out);
    EXPECT_EQ(json.at("scheme").at("formal_order"), 1);
    EXPECT_EQ(json.at("norm"), "Linf");
    EXPECT_THAT(json.at("verdict"), HasSubstr("(Linf, "));
    EXPECT_EQ(json.at("levels")[1].at("cells"), 80);
    EXPECT_THAT(zemi("converge wave.yaml -N 20,40 --norm all").out,
                testing::AllOf(HasSubstr("\nL1 "), HasSubstr("\nL2 "), HasSubstr("\nLinf ")));
    EXPECT_EQ(nlohmann::json::parse(zemi("converge wave.yaml -N 20,40 --json --set numerics.cfl=0.2 --scheme "
                                         "first_order")
                                        .out)
                  .at("scheme")
                  .at("cfl"),
              0.2)
        << "--set has the last word";
}

TEST_F(Studies, ConvergeRefusesWhatMakesNoSense)
{
    for (auto const& [arguments, text] :
         {std::pair{"-N 50", "at least 2 numbers of cells"}, std::pair{"-N 50,x", "\"x\" is not a whole number"},
          std::pair{"-N 50,50", "named twice"}, std::pair{"--norm L3", "unknown norm \"L3\""},
          std::pair{"--scheme thrid", "unknown scheme \"thrid\""},
          std::pair{"--set road.cells=5", "the numbers of cells of a study are said with -N"},
          std::pair{"--scheme first_order --set numerics.scheme=second_order", "contradict each other"}}) {
        Outcome const o = zemi(std::string("converge wave.yaml ") + arguments);
        EXPECT_EQ(o.code, 2) << arguments;
        EXPECT_THAT(o.err, HasSubstr(text));
        EXPECT_THAT(o.out, IsEmpty());
    }
    EXPECT_EQ(zemi("converge wave.yaml --set road.length=x").code, 3);
    EXPECT_EQ(zemi("converge nowhere.yaml").code, 6);
    EXPECT_FALSE(exists("results"));
}

TEST_F(Studies, ConserveSaysWhetherVehiclesAreKept)
{
    Outcome const o = zemi("conserve road.yaml -N 15,30 --schemes first_order,second_order+rusanov -o here");
    EXPECT_EQ(o.code, 0) << o.err;
    EXPECT_THAT(o.out, HasSubstr("vehicles are conserved"));
    EXPECT_THAT(o.out, HasSubstr("second_order+rusanov     30"));
    for (char const* const name : {"here/conservation.csv", "here/conservation.tex", "here/conservation.svg"}) {
        EXPECT_TRUE(exists(name)) << name;
    }
    EXPECT_EQ(nlohmann::json::parse(zemi("conserve road.yaml -N 15 --json").out).at("conserved"), true);
    EXPECT_EQ(zemi("conserve road.yaml --schemes first_order,first_order").code, 2);
    EXPECT_THAT(zemi("conserve road.yaml --schemes second").err, HasSubstr("did you mean \"second_order\"?"));
}

/// A speed that no step can follow: the runs fail, so nothing is proven.
TEST_F(Studies, ConserveEndsWithFourIfARunFails)
{
    std::ofstream(folder / "bad.yaml") << one_class(
        "road: {length: 1 km, cells: 10, quality: 1}\n"
        "initial: {riemann: {at: 500 m, left: {car: {density: 200 veh/km, speed: 80 m/s}}, right: {car: {density: 240 "
        "veh/km, speed: 0 m/s}}}}\n"
        "boundary: {left: outflow, right: wall}\n"
        "numerics: {cfl: 1, max_retries: 0}\n"
        "time: {end: 60 s}\n");
    Outcome const o = zemi("conserve bad.yaml -N 10 --schemes second_order --set numerics.cfl=1");
    EXPECT_EQ(o.code, 4) << o.out;
    EXPECT_THAT(o.err, HasSubstr("second_order, N=10 failed at t = "));
    EXPECT_THAT(o.out, HasSubstr("so this is no proof"));
}

} // namespace
} // namespace zemi::test
