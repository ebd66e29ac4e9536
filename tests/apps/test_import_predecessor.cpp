// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "temporary_folder.hpp"
#include "zemi/case.hpp"
#include "zemi/import_predecessor.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/units.hpp>
#include <zemi/physics/equilibrium.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace zemi::app {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Fate = ImportNote::Fate;

std::string const folder = std::string(ZEMI_SOURCE_DIR) + "/tests/apps/predecessor/";

class ImportPredecessor : public ::testing::Test {
protected:
    ImportedCase import(std::string const& scenario, ImportOptions const& options = {})
    {
        m_imported = import_predecessor(folder + "config_base.yml", folder + "scenario_" + scenario + ".yml", options);
        return m_imported;
    }

    /// The imported scenario, read as a case.
    Case read(std::string const& scenario, ImportOptions const& options = {})
    {
        std::ofstream(m_folder / "case.yaml") << import(scenario, options).yaml;
        return read_case(m_folder / "case.yaml");
    }

    ImportNote note(std::string const& key) const
    {
        for (ImportNote const& candidate : m_imported.notes) {
            if (candidate.key == key) {
                return candidate;
            }
        }
        ADD_FAILURE() << "no note about " << key;
        return {};
    }

    test_support::TemporaryFolder m_folder;
    ImportedCase m_imported;
};

TEST_F(ImportPredecessor, BaseValues)
{
    Case const c = read("mass_conservation");
    ModelSpec const& model = c.problem.model;
    EXPECT_EQ(model.classes[0].name, "motorcycle");
    EXPECT_NEAR(model.classes[0].pressure_scale, 5 * units::km_per_h, 1e-12);
    EXPECT_EQ(model.classes[0].pressure_exponent, 1.5);
    EXPECT_NEAR(model.classes[0].creeping_speed, 5 * units::km_per_h, 1e-12);
    EXPECT_EQ(model.classes[0].perceives.at("car"), 0.4);
    EXPECT_EQ(model.classes[1].relaxation_time, 10);
    EXPECT_NEAR(model.classes[1].free_speed.at(9), 35 * units::km_per_h, 1e-12);
    EXPECT_EQ(model.jam_density, 0.25);
    EXPECT_EQ(c.problem.scheme.reconstruction, "constant");
    EXPECT_EQ(c.problem.scheme.cfl, 0.5);
    EXPECT_EQ(note("flux_composition.urban.m").fate, Fate::ignored);
    EXPECT_EQ(note("epsilon").fate, Fate::dropped);
    EXPECT_EQ(note("ode_solver").fate, Fate::changed);
    EXPECT_EQ(note("ode_rtol").fate, Fate::used);
    EXPECT_EQ(c.problem.source.integrator, "exact");
    EXPECT_EQ(c.problem.source.atol, 1e-6);
    EXPECT_EQ(note("Vmax_kmh.m.5").remark, "classes.motorcycle.free_speed.5");
}

TEST_F(ImportPredecessor, EveryScenarioBecomesAValidCase)
{
    int num_scenarios = 0;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        std::string const stem = entry.path().stem().string();
        if (entry.path().extension() != ".yml" || !stem.starts_with("scenario_") || stem == "scenario_weno_test") {
            continue;
        }
        std::string const name = stem.substr(std::string("scenario_").size());
        SCOPED_TRACE(name);
        ImportOptions options;
        options.num_cells = name == "convergence_test" ? 50 : 0;
        Case const c = read(name, options);
        EXPECT_EQ(c.problem.model.num_classes(), 2);
        EXPECT_GT(c.end_time, 0);
        ++num_scenarios;
    }
    EXPECT_EQ(num_scenarios, 21);
}

TEST_F(ImportPredecessor, Riemann)
{
    Case const c = read("riemann_test");
    EXPECT_EQ(c.title, "riemann_test");
    EXPECT_EQ(c.problem.road.num_cells, 100);
    EXPECT_EQ(c.problem.road.category[0], 3) << "what the file says";
    EXPECT_EQ(note("road_quality_definition").fate, Fate::changed);
    TrafficState const left = c.problem.initial.at(499);
    EXPECT_NEAR(left.density[0], 0.02, 1e-12);
    Equilibrium const equilibrium(c.problem.model);
    EXPECT_NEAR(left.speed[0] + equilibrium.pressure(left.density)[0], 25, 1e-8) << "the marker";
    EXPECT_NEAR(c.problem.initial.at(501).speed[1] + equilibrium.pressure({0.08, 0.04})[1], 6, 1e-8);
    // The state of the inflow is SI in this file, which the predecessor takes for veh/km.
    EXPECT_NEAR(c.problem.left[0].condition.state.density[0], 0.02, 1e-12);
    EXPECT_NEAR(c.problem.left[0].condition.state.speed[0], left.speed[0], 1e-8);
    EXPECT_THAT(note("boundary_conditions.left.state").remark, HasSubstr("densities in veh/m, markers in m/s"));
}

TEST_F(ImportPredecessor, RiemannOnTheRoadThatWasComputed)
{
    Case const c = read("riemann_test", {.part = "", .num_cells = 0, .as_computed = true});
    EXPECT_EQ(c.problem.road.category[0], 1);
    EXPECT_EQ(note("road_quality_definition").fate, Fate::ignored);
}

TEST_F(ImportPredecessor, ConvergenceTestLeavesTheNumberOfCellsOpen)
{
    EXPECT_THROW(static_cast<void>(import("convergence_test")), ConfigError);
    Case const c = read("convergence_test", {.part = "", .num_cells = 400, .as_computed = false});
    EXPECT_EQ(c.problem.road.num_cells, 400);
    EXPECT_EQ(c.problem.left[0].condition.kind, BoundaryKind::periodic);
    EXPECT_NEAR(c.problem.initial.at(250).density[0], 0.055, 1e-12);
    EXPECT_NEAR(c.problem.initial.at(250).density[1], 0.02, 1e-12);
    // The marker is that of the background.
    Equilibrium const equilibrium(c.problem.model);
    Real const marker = equilibrium.speed(3, {0.05, 0.02})[0] + equilibrium.pressure({0.05, 0.02})[0];
    EXPECT_NEAR(c.problem.initial.at(250).speed[0] + equilibrium.pressure({0.055, 0.02})[0], marker, 1e-12);
}

TEST_F(ImportPredecessor, AnEquilibriumOfAnotherCategoryThanTheRoad)
{
    // The files say category 3, the predecessor computed with 1, and so the wave is not at equilibrium there.
    Case const c = read("convergence_simple", {.part = "", .num_cells = 0, .as_computed = true});
    Equilibrium const equilibrium(c.problem.model);
    EXPECT_EQ(c.problem.road.category[0], 1);
    EXPECT_NEAR(c.problem.initial.at(0).speed[1], equilibrium.speed(3, {0.03, 0.02})[1], 1e-8);
    EXPECT_EQ(c.problem.scheme.reconstruction, "muscl_mc");
    EXPECT_EQ(note("spatial_scheme").fate, Fate::changed);
    EXPECT_EQ(note("road_quality.R_uniform").fate, Fate::ignored);
}

TEST_F(ImportPredecessor, MassConservation)
{
    Case const c = read("mass_conservation");
    EXPECT_EQ(c.end_time, 1000);
    EXPECT_EQ(c.output.every, 10);
    EXPECT_EQ(note("mass_conservation_check.frequency_steps").fate, Fate::dropped);
    EXPECT_EQ(note("mass_conservation_check.tolerance").fate, Fate::ignored);
    EXPECT_EQ(read("mass_conservation_weno5").problem.road.num_cells, 100);
    EXPECT_EQ(note("grid.num_ghost_cells").fate, Fate::ignored);
}

TEST_F(ImportPredecessor, DegradedRoad)
{
    Case const c = read("degraded_road");
    EXPECT_EQ(c.problem.road.category[99], 1);
    EXPECT_EQ(c.problem.road.category[100], 4);
    EXPECT_NEAR(c.problem.initial.at(700).speed[0], 78.6 * units::km_per_h, 1e-8)
        << "everywhere at the speed of category 1";
    TrafficState const& inflow = c.problem.left[0].condition.state;
    EXPECT_NEAR(inflow.density[1], 0.005, 1e-12);
    EXPECT_NEAR(inflow.speed[1], 69 * units::km_per_h, 0.01);
    EXPECT_THAT(note("boundary_conditions.left.state").remark, HasSubstr("densities in veh/km, markers in m/s"));
}

TEST_F(ImportPredecessor, RedLight)
{
    Case const c = read("red_light");
    EXPECT_NEAR(c.problem.initial.at(1).density[1], 0.03333, 1e-12);
    EXPECT_EQ(c.problem.left[0].condition.kind, BoundaryKind::inflow);
    EXPECT_NEAR(c.problem.left[0].condition.state.density[0], 0.1, 1e-12);
    ASSERT_EQ(c.problem.right.size(), 2);
    EXPECT_EQ(c.problem.right[0].condition.kind, BoundaryKind::wall);
    EXPECT_EQ(c.problem.right[1].begin, 60);
    EXPECT_EQ(c.problem.right[1].condition.kind, BoundaryKind::outflow);
}

TEST_F(ImportPredecessor, VariantsOfTheRedLight)
{
    EXPECT_EQ(read("red_light_low_tau").problem.model.classes[1].relaxation_time, 0.1);
    EXPECT_EQ(read("red_light_N400").problem.road.num_cells, 400);
    EXPECT_NEAR(read("red_light_K10_15").problem.model.classes[1].pressure_scale, 15 * units::km_per_h, 1e-12);
    EXPECT_EQ(read("red_light_original_wall").problem.right[0].condition.kind, BoundaryKind::wall);
    EXPECT_EQ(read("red_light_tau_0_5s").problem.model.classes[0].relaxation_time, 0.5);
    EXPECT_EQ(read("red_light_tau_1s").problem.model.classes[0].relaxation_time, 1);
    EXPECT_EQ(read("red_light_gamma_m_3").problem.model.classes[0].pressure_exponent, 3);
}

TEST_F(ImportPredecessor, ExtremeJam)
{
    Case const c = read("extreme_jam_creeping");
    EXPECT_EQ(c.problem.road.category[0], 3);
    EXPECT_EQ(c.problem.right[0].condition.kind, BoundaryKind::wall);
    EXPECT_EQ(c.problem.scheme.cfl, 0.3);
    EXPECT_EQ(note("boundary_conditions.right.type").fate, Fate::changed);
    EXPECT_NEAR(read("extreme_jam_creeping_v2").problem.initial.at(1).density[0], 0.15, 1e-12);
}

TEST_F(ImportPredecessor, SeveralScenariosInOneFile)
{
    try {
        static_cast<void>(import("weno_test"));
        FAIL();
    } catch (ConfigError const& e) {
        EXPECT_THAT(e.what(), HasSubstr("it holds the scenarios smooth_test, shock_test: choose one with --part"));
    }
    Case const smooth = read("weno_test", {.part = "smooth_test", .num_cells = 0, .as_computed = false});
    EXPECT_EQ(smooth.title, "weno_smooth_test");
    EXPECT_NEAR(smooth.problem.initial.at(500).density[0], 0.05, 1e-12);
    Case const shock = read("weno_test", {.part = "shock_test", .num_cells = 0, .as_computed = false});
    EXPECT_NEAR(shock.problem.initial.at(501).density[1], 0.04, 1e-12);
    EXPECT_THROW(static_cast<void>(import("weno_test", {.part = "none", .num_cells = 0, .as_computed = false})),
                 ConfigError);
}

TEST_F(ImportPredecessor, ValidationOnTheGpu)
{
    Case const c = read("gpu_validation");
    EXPECT_EQ(c.problem.scheme.reconstruction, "constant") << "the schemes under numerics were ignored";
    EXPECT_EQ(note("numerics.spatial_scheme").fate, Fate::ignored);
    EXPECT_EQ(note("gpu.enabled").fate, Fate::ignored);
    EXPECT_EQ(note("initial_conditions.background_state.v_m").fate, Fate::ignored);
    EXPECT_EQ(c.warnings.size(), 3) << "three times the jam density, and a wave that does not fit the ring";
}

TEST_F(ImportPredecessor, ValidationWithNegativeDensities)
{
    for (auto const* const name :
         {"ssprk3_gpu_validation", "ssprk3_gpu_validation_first_order", "weno5_ssprk3_gpu_validation"}) {
        Case const c = read(name);
        EXPECT_EQ(note("initial_conditions.perturbation.amplitude").fate, Fate::changed);
        EXPECT_NEAR(c.problem.initial.at(375).density[0], 0, 1e-12);
        EXPECT_EQ(c.problem.model.classes[0].perceives.at("car"), 0.5)
            << "alpha is the one key at the top level that counts";
        for (auto const* const key :
             {"K_m", "gamma_c", "tau_m", "Vmax_m", "V_creeping", "rho_jam", "device", "model_type", "weno_epsilon"}) {
            EXPECT_EQ(note(key).fate, Fate::ignored) << key;
        }
    }
}

TEST_F(ImportPredecessor, SmokeTestOfWeno)
{
    EXPECT_EQ(read("test_weno").problem.road.length, 5);
}

TEST_F(ImportPredecessor, FilesThatAreNoScenario)
{
    EXPECT_THROW(
        static_cast<void>(import_predecessor(folder + "config_base.yml", folder + "config_corrected_phase41.yml")),
        ConfigError);
    EXPECT_THROW(static_cast<void>(import_predecessor(folder + "config_base.yml", folder + "none.yml")), IoError);
    // The scenario where the base belongs: everything that the base has is missing.
    EXPECT_THROW(
        static_cast<void>(import_predecessor(folder + "scenario_red_light.yml", folder + "scenario_red_light.yml")),
        ConfigError);
}

TEST_F(ImportPredecessor, EveryKeyIsAccountedFor)
{
    std::string const yaml = import("weno5_ssprk3_gpu_validation").yaml;
    for (ImportNote const& n : m_imported.notes) {
        EXPECT_THAT(yaml, HasSubstr("#   " + n.key + ": "));
        EXPECT_THAT(n.remark, Not(HasSubstr("unknown"))) << n.key;
    }
    EXPECT_GT(m_imported.notes.size(), 60U);
}

TEST_F(ImportPredecessor, KeysThatNobodyKnowsAreNamed)
{
    std::ofstream(m_folder / "scenario.yml")
        << test_support::read_text_file(folder + "scenario_red_light.yml") << "colour: red\n";
    m_imported = import_predecessor(folder + "config_base.yml", m_folder / "scenario.yml");
    EXPECT_EQ(note("colour").fate, Fate::ignored);
    EXPECT_THAT(note("colour").remark, HasSubstr("unknown to the predecessor, too"));
}

TEST_F(ImportPredecessor, NestedSpellingsWin)
{
    std::ofstream(m_folder / "scenario.yml")
        << test_support::read_text_file(folder + "scenario_red_light.yml") << "N: 77\nt_final: 5\n";
    m_imported = import_predecessor(folder + "config_base.yml", m_folder / "scenario.yml");
    EXPECT_THAT(m_imported.yaml, HasSubstr("cells: 200"));
    EXPECT_THAT(note("N").remark, HasSubstr("overruled by grid.N"));
}

TEST_F(ImportPredecessor, SchedulesWithGaps)
{
    std::string text = test_support::read_text_file(folder + "scenario_red_light.yml");
    text.replace(text.find("- [60.0, 1000.0, outflow]"), 25, "- [90.0, 1000.0, inflow, [0.01, 20.0, 0.005, 15.0]]");
    std::ofstream(m_folder / "scenario.yml") << text;
    m_imported = import_predecessor(folder + "config_base.yml", m_folder / "scenario.yml");
    EXPECT_THAT(m_imported.yaml,
                HasSubstr("{schedule: [{until: 90 s, wall: {}}, {inflow: {motorcycle: {density: 10 veh/km"));
}

} // namespace
} // namespace zemi::app
