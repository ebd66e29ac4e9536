// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "temporary_folder.hpp"
#include "zemi/case.hpp"
#include "zemi/check.hpp"
#include <zemi/core/io_error.hpp>
#include <zemi/core/units.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace zemi::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string const cases = std::string(ZEMI_SOURCE_DIR) + "/cases/";

TEST(ReadCase, DegradedRoad)
{
    Case const c = read_case(cases + "degraded_road.yaml");
    EXPECT_EQ(c.name, "degraded_road");
    EXPECT_EQ(c.title, "from a good road onto a track");
    EXPECT_THAT(c.warnings, IsEmpty());
    EXPECT_EQ(c.end_time, 120);
    EXPECT_EQ(c.output.every, 1);
    EXPECT_THAT(c.output.variables, ElementsAre("density", "speed", "flow"));

    ModelSpec const& model = c.problem.model;
    ASSERT_EQ(model.num_classes(), 2);
    ClassSpec const& m = model.classes[0];
    EXPECT_EQ(m.name, "motorcycle");
    EXPECT_EQ(m.pressure_scale, 5000.0 / 3600);
    EXPECT_EQ(m.pressure_exponent, 1.5);
    EXPECT_EQ(m.relaxation_time, 5);
    EXPECT_EQ(m.creeping_speed, 5000.0 / 3600);
    EXPECT_EQ(m.perceives.at("car"), 0.4);
    EXPECT_EQ(m.free_speed.at(4), 12.5);
    EXPECT_EQ(model.classes[1].perceives.at("motorcycle"), 1);
    EXPECT_EQ(model.classes[1].creeping_speed, 0);
    EXPECT_EQ(model.jam_density, 0.25);
    EXPECT_THAT(road_categories(model), ElementsAre(1, 2, 3, 4, 5, 9));

    RoadSpec const& road = c.problem.road;
    EXPECT_EQ(road.length, 1000);
    EXPECT_EQ(road.num_cells, 200);
    EXPECT_EQ(road.category[99], 1);
    EXPECT_EQ(road.category[100], 4);

    TrafficState const good = c.problem.initial.at(499);
    TrafficState const bad = c.problem.initial.at(501);
    EXPECT_EQ(good.density[0], 0.015);
    EXPECT_NEAR(good.speed[0], 78.6 * units::km_per_h, 1e-12);
    EXPECT_NEAR(bad.speed[1], 69 * units::km_per_h, 1e-12) << "everywhere at the speed of category 1";

    ASSERT_EQ(c.problem.left.size(), 1);
    EXPECT_EQ(c.problem.left[0].condition.kind, BoundaryKind::inflow);
    EXPECT_EQ(c.problem.left[0].condition.state.density[1], 0.005);
    EXPECT_NEAR(c.problem.left[0].condition.state.speed[1], 69 * units::km_per_h, 1e-12);
    EXPECT_EQ(c.problem.right[0].condition.kind, BoundaryKind::outflow);
}

TEST(ReadCase, LocalEquilibriumJumpsWhereTheRoadChanges)
{
    Case const c =
        read_case(cases + "degraded_road.yaml", {"initial={equilibrium: {motorcycle: 15 veh/km, car: 5 veh/km}}"});
    EXPECT_NEAR(c.problem.initial.at(499).speed[1], 69 * units::km_per_h, 1e-12);
    EXPECT_NEAR(c.problem.initial.at(501).speed[1], 23 * units::km_per_h, 1e-12);
    EXPECT_THAT(c.problem.initial.breakpoints, ElementsAre(500));
}

TEST(ReadCase, AllCasesOfTheProjectAreValid)
{
    int num_cases = 0;
    for (auto const& entry : std::filesystem::directory_iterator(cases)) {
        if (entry.path().extension() == ".yaml" && entry.path().stem() != "benin") {
            CheckedCase const checked = check_case(entry.path().string(), {});
            EXPECT_TRUE(checked.input.has_value()) << format_diagnostics(checked.diagnostics);
            EXPECT_THAT(checked.diagnostics, IsEmpty()) << format_diagnostics(checked.diagnostics);
            ++num_cases;
        }
    }
    EXPECT_GE(num_cases, 8);
}

TEST(ReadCase, CasesAreShort)
{
    for (auto const& entry : std::filesystem::directory_iterator(cases)) {
        std::ifstream file(entry.path());
        int num_lines = 0;
        for (std::string line; std::getline(file, line);) {
            ++num_lines;
        }
        EXPECT_LE(num_lines, 40) << entry.path();
    }
}

/// Cases from text, with a road of 100 m in 10 cells and one class unless changed.
class CaseFromText : public ::testing::Test {
protected:
    void SetUp() override
    {
        write("base.yaml", R"(schema_version: 1
road: {length: 100 m, cells: 10, quality: 1}
classes:
  car: {pressure: {scale: 50 km/h, exponent: 2}, relaxation_time: 10 s, free_speed: 72 km/h}
jam_density: 200 veh/km
initial: {equilibrium: {car: 50 veh/km}}
boundary: {left: outflow, right: outflow}
time: {end: 10 s}
)");
    }

    std::string write(std::string const& name, std::string const& text)
    {
        std::ofstream(m_folder / name) << text;
        return m_folder / name;
    }

    Case read(std::string const& text, std::vector<std::string> const& overrides = {})
    {
        return read_case(write("case.yaml", "inherits: base.yaml\n" + text), overrides);
    }

    /// The messages of all diagnostics.
    std::vector<std::string> messages(std::string const& text, std::vector<std::string> const& overrides = {})
    {
        CheckedCase const checked = check_case(write("case.yaml", "inherits: base.yaml\n" + text), overrides);
        std::vector<std::string> result;
        for (Diagnostic const& d : checked.diagnostics) {
            result.push_back(d.message);
        }
        return result;
    }

    test_support::TemporaryFolder m_folder;
};

TEST_F(CaseFromText, DefaultsAreFilledIn)
{
    Case const c = read("");
    EXPECT_EQ(c.title, "case");
    EXPECT_EQ(c.problem.scheme.reconstruction, "muscl_mc");
    EXPECT_EQ(c.problem.scheme.flux, "hll_w");
    EXPECT_EQ(c.problem.scheme.time, "imex_ssp2_222");
    EXPECT_EQ(c.problem.scheme.cfl, 0.45);
    EXPECT_EQ(c.problem.scheme.contact_fix, "qc");
    EXPECT_EQ(c.problem.max_retries, 20);
    EXPECT_EQ(c.problem.engine, EngineChoice::automatic);
    EXPECT_EQ(c.output.every, 0.1);
    EXPECT_TRUE(c.output.history);
    EXPECT_EQ(c.problem.model.classes[0].perceives.at("car"), 1);
    EXPECT_EQ(c.problem.model.classes[0].free_speed.at(1), 20);
}

TEST_F(CaseFromText, ABundleGivesWhatIsNotNamed)
{
    Case const c = read("numerics: {scheme: first_order, flux: rusanov, engine: cellwise}\n");
    EXPECT_EQ(c.problem.scheme.reconstruction, "constant");
    EXPECT_EQ(c.problem.scheme.flux, "rusanov");
    EXPECT_EQ(c.problem.scheme.contact_fix, "none") << "the fix is for hll_w";
    EXPECT_EQ(c.problem.scheme.cfl, 0.8);
    EXPECT_EQ(c.problem.engine, EngineChoice::cellwise);
    EXPECT_EQ(read("numerics: {scheme: first_order, reconstruction: muscl_minmod}\n").problem.scheme.cfl, 0.45);
}

TEST_F(CaseFromText, TheResolvedCaseIsTheSameCase)
{
    Case const first =
        read("title: \"a: b\"\nmodel: {pressure: singular}\nboundary: {left: {inflow: {car: {density: 20 veh/km}}}}\n",
             {"road.cells=20"});
    EXPECT_THAT(first.resolved, HasSubstr("cells: 20                                     # --set"));
    EXPECT_THAT(first.resolved, HasSubstr("begin: 0 m                                    # default"));
    EXPECT_THAT(first.resolved, HasSubstr("case.yaml:3"));
    Case const second = read_case(write("resolved.yaml", first.resolved));
    EXPECT_EQ(second.title, "a: b");
    EXPECT_EQ(second.problem.road.num_cells, 20);
    EXPECT_EQ(second.problem.model.pressure_law, PressureLaw::singular);
    EXPECT_EQ(second.problem.left[0].condition.state.density[0], 0.02);
    EXPECT_EQ(second.problem.left[0].condition.state.speed[0], first.problem.left[0].condition.state.speed[0]);
    // Resolving it again changes nothing but the origins.
    auto const values = [](std::string const& text) {
        std::string result;
        bool in_comment = false;
        for (char const ch : text) {
            in_comment = ch != '\n' && (in_comment || ch == '#');
            result += in_comment || ch == ' ' ? std::string() : std::string(1, ch);
        }
        return result;
    };
    EXPECT_EQ(values(second.resolved), values(first.resolved));
}

TEST_F(CaseFromText, ModelVariants)
{
    ModelSpec const model =
        read("model: {pressure: singular, creeping: vanishing, speed: non_negative}\n").problem.model;
    EXPECT_EQ(model.pressure_law, PressureLaw::singular);
    EXPECT_EQ(model.creeping_law, CreepingLaw::vanishing);
    EXPECT_EQ(model.speed_closure, SpeedClosure::non_negative);
}

TEST_F(CaseFromText, LwrNeedsNoPressure)
{
    Case const c =
        read("numerics: {equation: multiclass_lwr}\nclasses: {car: {pressure: null, relaxation_time: null}}\n");
    EXPECT_EQ(c.problem.model.equation, "multiclass_lwr");
    EXPECT_EQ(c.problem.model.classes[0].length, 5);
    EXPECT_NE(c.problem.scheme.flux, "hll_w");
    EXPECT_THAT(read("numerics: {equation: multiclass_lwr}\n").resolved, HasSubstr("not used by multiclass_lwr"));
    EXPECT_THAT(messages("numerics: {equation: multiclass_lwr, flux: hll_w}\n"),
                ElementsAre("the flux hll_w needs markers, which multiclass_lwr does not have"));
    EXPECT_THAT(messages("numerics: {equation: multiclass_lwr, scheme: fifth_order}\n"),
                ElementsAre("the reconstruction weno5_z needs markers, which multiclass_lwr does not have"));
    EXPECT_EQ(read("numerics: {scheme: fifth_order}\n").problem.scheme.cfl, 0.45);
}

TEST_F(CaseFromText, RoadSections)
{
    Case const c = read("road: {begin: -20 m, quality: [{from: -20 m, category: 1}, {from: 35 m, category: 4}]}\n");
    EXPECT_EQ(c.problem.road.x_begin, -20);
    EXPECT_THAT(c.problem.road.category, ElementsAre(1, 1, 1, 1, 1, 4, 4, 4, 4, 4));
    ASSERT_EQ(c.warnings.size(), 1);
    EXPECT_THAT(c.warnings[0], HasSubstr("35 m is inside a cell; the section begins at 40 m instead"));
}

TEST_F(CaseFromText, RoadCategoriesFromAFile)
{
    write("quality.txt", "# one per cell\n1 1,2\n2 2 2\n3 3 3 3\n");
    EXPECT_THAT(read("road: {quality: {file: quality.txt}}\n").problem.road.category,
                ElementsAre(1, 1, 2, 2, 2, 2, 3, 3, 3, 3));
    write("quality.txt", "1 1 x\n");
    EXPECT_THAT(messages("road: {quality: {file: quality.txt}}\n"), ElementsAre("\"x\" is not a whole number"));
    write("quality.txt", "1 1 1\n");
    EXPECT_THAT(messages("road: {quality: {file: quality.txt}}\n"), ElementsAre("3 categories for 10 cells"));
    EXPECT_THAT(messages("road: {quality: {file: none.txt}}\n"), ElementsAre(HasSubstr("cannot read")));
}

TEST_F(CaseFromText, StatesMoveAtEquilibriumUnlessTheySaySo)
{
    Case const c = read("initial: {riemann: {at: 50 m, left: {car: {density: 100 veh/km, speed: 18 km/h}}, right: "
                        "{car: 100 veh/km}}}\n");
    EXPECT_EQ(c.problem.initial.at(20).speed[0], 5);
    EXPECT_NEAR(c.problem.initial.at(70).speed[0], 10, 1e-12);
    EXPECT_THAT(c.problem.initial.breakpoints, ElementsAre(50));
}

TEST_F(CaseFromText, Piecewise)
{
    Case const c = read("initial: {piecewise: [{from: 0 m, car: 20 veh/km}, {from: 30 m, car: {density: 50 veh/km, "
                        "speed: 0 m/s}}, {from: 60 m, car: 0 veh/km}]}\n");
    EXPECT_EQ(c.problem.initial.at(29).density[0], 0.02);
    EXPECT_EQ(c.problem.initial.at(31).density[0], 0.05);
    EXPECT_EQ(c.problem.initial.at(31).speed[0], 0);
    EXPECT_EQ(c.problem.initial.at(99).density[0], 0);
    EXPECT_NEAR(c.problem.initial.at(99).speed[0], 20, 1e-12);
    EXPECT_THAT(c.problem.initial.breakpoints, ElementsAre(30, 60));
}

TEST_F(CaseFromText, Hump)
{
    Case const c =
        read("initial: {hump: {background: {car: 20 veh/km}, center: 50 m, width: 10 m, peak: {car: 120 veh/km}}}\n");
    EXPECT_NEAR(c.problem.initial.at(50).density[0], 0.12, 1e-15);
    EXPECT_NEAR(c.problem.initial.at(60).density[0], 0.02 + 0.1 * std::exp(-0.5), 1e-15);
    EXPECT_NEAR(c.problem.initial.at(50).speed[0], 8, 1e-12);
    Case const same = read(
        "initial: {hump: {background: {car: 20 veh/km}, center: 50 m, width: 10 m, peak: {}, speeds: background}}\n");
    EXPECT_NEAR(same.problem.initial.at(50).density[0], 0.02, 1e-15);
}

TEST_F(CaseFromText, SineAndItsSpeeds)
{
    std::string const begin = "initial: {sine: {background: {car: 50 veh/km}, amplitude: {car: 10 veh/km}, speeds: ";
    Case const equilibrium = read(begin + "equilibrium}}\n");
    EXPECT_NEAR(equilibrium.problem.initial.at(25).density[0], 0.06, 1e-15);
    EXPECT_NEAR(equilibrium.problem.initial.at(25).speed[0], 14, 1e-12);
    EXPECT_NEAR(read(begin + "background}}\n").problem.initial.at(25).speed[0], 15, 1e-12);
    Real const scale = 50 * units::km_per_h;
    EXPECT_NEAR(read(begin + "marker}}\n").problem.initial.at(25).speed[0], 15 + scale * (0.0625 - 0.09), 1e-12);
    EXPECT_NEAR(read(begin + "equilibrium, periods: 2}}\n").problem.initial.at(37.5).density[0], 0.04, 1e-12);
}

TEST_F(CaseFromText, CellsFromAFile)
{
    std::string table = "x [m],car density [veh/km],car speed [km/h]\n";
    for (int i = 0; i < 10; ++i) {
        table += std::to_string(10 * i + 5) + "," + std::to_string(10 * i) + ",36\n";
    }
    write("initial.csv", table);
    Case const c = read("initial: {file: {path: initial.csv}}\nboundary: {left: {inflow: equilibrium}}\n");
    ASSERT_EQ(c.problem.initial.cells.size(), 10);
    EXPECT_EQ(c.problem.initial.cells[9].density[0], 0.09);
    EXPECT_EQ(c.problem.initial.cells[9].speed[0], 10);
    EXPECT_EQ(c.problem.left[0].condition.state.density[0], 0);

    Case const coarse = read("road: {cells: 5}\ninitial: {file: {path: initial.csv}}\n");
    ASSERT_EQ(coarse.problem.initial.cells.size(), 5);
    EXPECT_NEAR(coarse.problem.initial.cells[4].density[0], 0.085, 1e-15);
    EXPECT_NEAR(coarse.problem.initial.cells[4].speed[0], 10, 1e-12);

    Case const fine = read("road: {cells: 15}\ninitial: {file: {path: initial.csv}}\n");
    Real vehicles = 0;
    for (TrafficState const& cell : fine.problem.initial.cells) {
        vehicles += cell.density[0] * fine.problem.road.cell_length();
    }
    EXPECT_NEAR(vehicles, 4.5, 1e-12);
}

TEST_F(CaseFromText, FilesOfCellsAreChecked)
{
    std::string const use = "initial: {file: {path: initial.csv}}\n";
    EXPECT_THAT(messages(use), ElementsAre(HasSubstr("cannot read")));
    write("initial.csv", "");
    EXPECT_THAT(messages(use), ElementsAre("the file is empty"));
    write("initial.csv", "x [m],car density [veh/km]\n");
    EXPECT_THAT(messages(use), ElementsAre("the table has no rows"));
    write("initial.csv", "x [m],car densty [veh/km]\n1,2\n");
    EXPECT_THAT(messages(use), ElementsAre("missing column \"car density\"", "unknown column \"car densty\""));
    write("initial.csv", "x,car density [km/h]\n1,2\n");
    EXPECT_THAT(messages(use),
                ElementsAre("a column needs its unit in brackets", "the unit is that of a speed, not of a density"));
    write("initial.csv", "x [m],car density [veh/km]\n50,ten\n60,1,2\n70,-3\n");
    EXPECT_THAT(messages(use),
                ElementsAre("\"ten\" is not a number", "3 values in a table of 2 columns", "a density below zero"));
    write("initial.csv", "x [m],car density [veh/km]\n25,10\n80,10\n");
    EXPECT_THAT(
        messages(use),
        ElementsAre(
            "2 rows on a road from 0 to 100 m belong to cells of 50 m; this one should be at x = 75 m, not 80 m"));
}

TEST_F(CaseFromText, Boundaries)
{
    Case const ring = read("boundary: periodic\n");
    EXPECT_EQ(ring.problem.left[0].condition.kind, BoundaryKind::periodic);
    EXPECT_EQ(ring.problem.right[0].condition.kind, BoundaryKind::periodic);
    Case const light = read("boundary: {right: {schedule: [{until: 60 s, wall: {}}, {until: 2 min, free_outflow: {}}, "
                            "{inflow: {car: {density: 10 veh/km, speed: 5 m/s}}}]}}\n");
    auto const& phases = light.problem.right;
    ASSERT_EQ(phases.size(), 3);
    EXPECT_EQ(phases[0].begin, 0);
    EXPECT_EQ(phases[0].condition.kind, BoundaryKind::wall);
    EXPECT_EQ(phases[1].begin, 60);
    EXPECT_EQ(phases[1].condition.kind, BoundaryKind::free_outflow);
    EXPECT_EQ(phases[2].begin, 120);
    EXPECT_EQ(phases[2].condition.state.speed[0], 5);
    EXPECT_EQ(read("boundary: {left: wall}\n").problem.left[0].condition.kind, BoundaryKind::wall);
}

TEST_F(CaseFromText, ImplausibleValuesAreQuestioned)
{
    Case const c = read("classes: {car: {free_speed: 85}}\n");
    ASSERT_EQ(c.warnings.size(), 1);
    EXPECT_THAT(c.warnings[0],
                HasSubstr("case.yaml:2:29: warning: classes.car.free_speed: 85 without unit is 306 km/h"));
    EXPECT_THAT(c.warnings[0], HasSubstr("did you mean 85 km/h?"));
}

TEST_F(CaseFromText, DensitiesAgainstTheJam)
{
    EXPECT_THAT(messages("initial: {equilibrium: {car: 250 veh/km}}\n"),
                ElementsAre("250 veh/km of all classes together are more than the jam density of 200 veh/km"));
    EXPECT_THAT(messages("model: {pressure: singular}\ninitial: {equilibrium: {car: 200 veh/km}}\n"),
                ElementsAre(HasSubstr("class car perceives 200 veh/km, but has to stay below")));
}

TEST_F(CaseFromText, FilesOfThePredecessorAreRecognised)
{
    std::string const path = write("scenario.yml", "scenario_name: x\nN: 200\ninitial_conditions: {type: uniform}\n");
    CheckedCase const checked = check_case(path, {});
    ASSERT_EQ(checked.diagnostics.size(), 1);
    EXPECT_THAT(checked.diagnostics[0].suggestion, HasSubstr("zemi import predecessor"));
}

TEST_F(CaseFromText, MissingFilesAreNotBadCases)
{
    EXPECT_THROW(static_cast<void>(read_case(m_folder / "none.yaml")), IoError);
    try {
        static_cast<void>(read_case(m_folder / "bse.yaml"));
    } catch (IoError const& e) {
        EXPECT_THAT(e.what(), HasSubstr("did you mean"));
    }
}

TEST_F(CaseFromText, StabilityOfTheStart)
{
    Case const stable = read("classes: {car: {pressure: {scale: 500 km/h}}}\n");
    EXPECT_EQ(describe(stability_of_start(stable.problem).value()), "linearly stable: small disturbances decay");
    EXPECT_FALSE(stability_warning(stable).has_value());
    Case const unstable = read("classes: {car: {pressure: {scale: 5 km/h}}}\n");
    EXPECT_EQ(stability_of_start(unstable.problem)->unstable_share, 1);
    EXPECT_THAT(describe(stability_of_start(unstable.problem).value()),
                HasSubstr("unstable on 100 % of the road: waves"));
    auto const warning = stability_warning(unstable);
    ASSERT_TRUE(warning.has_value());
    EXPECT_EQ(warning->severity, Severity::warning);
    EXPECT_EQ(warning->file, unstable.path);
    EXPECT_THAT(warning->message, testing::StartsWith("expect jam clusters"));
    EXPECT_THAT(warning->message, HasSubstr("on 100 % of the road"));
    Case const lwr = read("numerics: {equation: multiclass_lwr}\n");
    EXPECT_FALSE(stability_of_start(lwr.problem).has_value());
    EXPECT_FALSE(stability_warning(lwr).has_value());
}

/// The numbers of the warning are those of the dispersion relation where it is worst.
TEST_F(CaseFromText, StabilityOfAStartThatVaries)
{
    // Cars of the base with 2 K = 1.4 V are stable from 1 / 1.4 of the jam density on, 143 veh/km.
    Case const input = read("road: {cells: 64}\n"
                            "initial: {piecewise: [{from: 0 m, car: 80 veh/km}, {from: 25 m, car: 160 veh/km}]}\n");
    auto const stability = stability_of_start(input.problem).value();
    EXPECT_EQ(stability.unstable_share, 0.25);
    EXPECT_NEAR(stability.density, 0.08, 1e-15);
    LinearStability const worst = linear_stability(input.problem.model, {0.08}, 1);
    EXPECT_EQ(stability.fastest.growth_rate, worst.growth_rate);
    EXPECT_EQ(stability.fastest.wavelength, worst.wavelength);
    EXPECT_THAT(stability_warning(input)->message,
                HasSubstr("on 25 % of the road; fastest where its density is 80 veh/km, with waves of "));
}

} // namespace
} // namespace zemi::app
