// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Relaxation from slow to infinitely fast at the same step: the errors of a smooth wave of two classes, whose limit is
// the equilibrium system d_t rho_i + d_x(rho_i Ve_i) = 0, and of the relaxing composition, which is exact for any time.
#include "smooth_waves.hpp"
#include "stiff_reference.hpp"
#include <zemi/physics/stability.hpp>

#include <numbers>

namespace zemi::test {
namespace {

constexpr std::array num_cells{20, 60, 180};
/// Its points contain the centres of the cells of all runs, since 20, 60 and 180 divide it an odd number of times.
constexpr int num_reference_points = 180;
constexpr Real end = 20; // [s]

/// Densities .10 + .01 sin and .05 + .01 cos on a ring of 1 km, at equilibrium in the beginning. The pressures make all
/// of it stable, so nothing but the methods limits how small the relaxation time may be.
class EquilibriumWave {
public:
    /// That of motorcycles; of cars it is twice that [s].
    explicit EquilibriumWave(Real relaxation_time) : m_relaxation_time(relaxation_time) {}

    [[nodiscard]] ModelSpec model() const
    {
        ModelSpec model = two_class_model();
        for (std::size_t c = 0; c < 2; ++c) {
            model.classes[c].free_speed = {{1, m_plain.free_speed[c]}};
            model.classes[c].relaxation_time = times()[c];
        }
        return model;
    }

    /// Equal steps of at most dx / 28 m/s.
    [[nodiscard]] Densities densities(int cells, SchemeSpec scheme) const
    {
        Problem problem;
        problem.model = model();
        problem.road = uniform_road(cells);
        problem.left = problem.right = always(BoundaryKind::periodic);
        scheme.cfl = 0.9; // more than the steps need
        problem.scheme = scheme;
        auto const points = start(cells);
        for (std::size_t i = 0; i < points[0].size(); ++i) {
            Real const total = points[0][i] + points[1][i];
            problem.initial.cells.push_back(
                {{points[0][i], points[1][i]}, {m_plain.equilibrium(0, total), m_plain.equilibrium(1, total)}});
        }
        Simulation simulation(problem);
        auto const num_steps = static_cast<int>(std::ceil(end / (0.5 * problem.road.cell_length() / 14) - 1e-9));
        for (int step = 1; step <= num_steps; ++step) {
            auto const failure = simulation.advance_to(step == num_steps ? end : end * step / num_steps);
            if (failure) {
                ADD_FAILURE() << failure->reason << " at " << failure->time << " s";
                break;
            }
        }
        EXPECT_EQ(simulation.num_steps(), num_steps);
        return simulation.fields().density;
    }

    /// For this relaxation time.
    [[nodiscard]] Densities reference() const
    {
        auto const fields = StiffReference(m_plain, times(), 1000).advanced(start(num_reference_points), end, 800);
        return {fields[0], fields[1]};
    }

    /// For infinitely fast relaxation.
    [[nodiscard]] Densities limit(int num_points = num_reference_points) const
    {
        int const num_steps = 800 * num_points / num_reference_points;
        auto const fields = StiffReference(m_plain, times(), 1000).equilibrium(start(num_points), end, num_steps);
        return {fields[0], fields[1]};
    }

private:
    [[nodiscard]] std::array<Real, 2> times() const { return {m_relaxation_time, 2 * m_relaxation_time}; }

    static StiffReference::Fields start(int points)
    {
        StiffReference::Fields fields;
        for (int i = 0; i < points; ++i) {
            Real const phase = 2 * std::numbers::pi * (i + 0.5) / points;
            fields[0].push_back(.10 + .01 * std::sin(phase));
            fields[1].push_back(.05 + .01 * std::cos(phase));
            fields[2].push_back(0);
            fields[3].push_back(0);
        }
        return fields;
    }

    PlainModel m_plain;
    Real m_relaxation_time;
};

/// Mean error of a run on fewer cells than the reference has points.
Real distance(Densities const& density, Densities const& reference)
{
    std::size_t const every = reference[0].size() / density[0].size();
    Densities exact(2);
    for (std::size_t c = 0; c < 2; ++c) {
        for (std::size_t i = 0; i < density[c].size(); ++i) {
            exact[c].push_back(reference[c][i * every + every / 2]);
        }
    }
    return mean_error(density, exact);
}

Real order_of(Real coarse, Real fine)
{
    return std::log(coarse / fine) / std::log(3.0);
}

TEST(StiffReference, TendsToTheEquilibriumSystem)
{
    Densities const limit = EquilibriumWave(1).limit();
    Real const at_a_millisecond = distance(EquilibriumWave(1e-3).reference(), limit);
    Real const at_a_microsecond = distance(EquilibriumWave(1e-6).reference(), limit);
    Real const at_ten_nanoseconds = distance(EquilibriumWave(1e-8).reference(), limit);
    remark("stiff reference: distance to the equilibrium system %.2e at 1e-3 s, %.2e at 1e-6 s, %.2e at 1e-8 s\n",
           at_a_millisecond, at_a_microsecond, at_ten_nanoseconds);
    EXPECT_NEAR(at_a_millisecond / at_a_microsecond, 1000, 10);
    EXPECT_LE(at_ten_nanoseconds, 2e-11);
}

TEST(StiffReference, IsTheWaveOfTheLibrarysModel)
{
    EXPECT_TRUE(linear_stability(EquilibriumWave(1).model(), {.10, .05}, 1, {.01, 10000}).is_stable());
    Real const difference = distance(EquilibriumWave(5).densities(180, {"muscl_mc", "hll_w", "imex_ssp2_222", 0}),
                                     EquilibriumWave(5).reference());
    EXPECT_LE(difference, 1e-6);
}

// --- the table of the stiff limit ----------------------------------------------------------------------------------

struct Expected {
    NamedScheme scheme;
    Real relaxation_time; ///< [s]
    std::array<char const*, 3> error; ///< [veh/m] of an independent program; "": it had no limiter, or was not run
    char const* order; ///< between 60 and 180 cells
    Real least_order;
    Real greatest_order;
};

std::string title_of(Real relaxation_time)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "relaxation times %g s and %g s", relaxation_time, 2 * relaxation_time);
    return text.data();
}

std::string name_of(Expected const& expected)
{
    auto const power = static_cast<int>(std::lround(-std::log10(expected.relaxation_time)));
    return expected.scheme.name + "_1e_minus_" + std::to_string(power);
}

void PrintTo(Expected const& expected, std::ostream* out)
{
    *out << name_of(expected);
}

class StiffLimit : public testing::TestWithParam<Expected> {};

TEST_P(StiffLimit, HasTheExpectedErrors)
{
    Expected const& expected = GetParam();
    EquilibriumWave const wave(expected.relaxation_time);
    Densities const reference = expected.relaxation_time <= 1e-8 ? wave.limit() : wave.reference();
    TableRow const row{"stiff", title_of(expected.relaxation_time), expected.scheme.title};
    std::array<Real, 3> error{};
    for (std::size_t k = 0; k < error.size(); ++k) {
        error[k] = distance(wave.densities(num_cells[k], expected.scheme.spec), reference);
        if (*expected.error[k] != '\0') {
            expect_error(row, num_cells[k], error[k], expected.error[k], .9, 1.05);
        } else {
            record({row.table, row.problem, row.method, "N=" + std::to_string(num_cells[k]), num_cells[k], error[k], "",
                    0, 0});
        }
    }
    expect_order(row, "order", order_of(error[1], error[2]), expected.order, expected.least_order,
                 expected.greatest_order);
}

NamedScheme with_rusanov(NamedScheme scheme)
{
    scheme.spec.flux = "rusanov";
    scheme.name = "muscl_mc_rusanov_" + scheme.spec.time;
    scheme.title.replace(scheme.title.find("HLL-W"), 5, "Rusanov");
    return scheme;
}

NamedScheme fifth_order_strang()
{
    return fifth_order("strang_ssprk33", 0);
}

NamedScheme unlimited(std::string const& time)
{
    return {"muscl_unlimited_hll_w_" + time,
            {"muscl_unlimited", "hll_w", time, 0},
            time == "imex_ssp2_222" ? "MUSCL unlimited, HLL-W, SSP2(2,2,2)" : "MUSCL unlimited, HLL-W, Heun"};
}

/// Of the linear reconstruction with a limiter only orders can be compared.
std::vector<Expected> all_rows()
{
    std::array<char const*, 3> const none{"", "", ""};
    return {
        {first_order("hll_w", 0), 1e-8, {"8.28e-4", "2.86e-4", "9.64e-5"}, ".99", .84, 1.14},
        {unlimited("strang_ssprk22"), 1e-8, {"1.33e-4", "4.20e-5", "1.45e-5"}, ".97", .82, 1.12},
        {unlimited("imex_ssp2_222"), 1e-8, {"5.33e-5", "5.22e-6", "5.71e-7"}, "2.02", 1.87, 2.17},
        {second_order(0), 1e-8, none, "1", .85, 1.15},
        {second_order_imex(0), 1e-8, none, "2", 1.85, 2.8},
        {with_rusanov(second_order_imex(0)), 1e-8, none, "2", 1.85, 2.6},
        {fifth_order_strang(), 1e-8, {"1.24e-4", "4.40e-5", "1.48e-5"}, ".99", .84, 1.14},
        {fifth_order("imex_ssp2_222", 0), 1e-8, {"1.55e-6", "2.04e-7", "2.32e-8"}, "1.98", 1.83, 2.13},
        {fifth_order("imex_ssp3_433", 0), 1e-8, {"3.77e-7", "2.44e-9", "4.7e-11"}, "3.6", 3.45, 4.2},
        {fifth_order_strang(), 1, {"2.5e-5", "3.1e-6", "3.6e-7"}, "1.96", 1.81, 2.11},
        {fifth_order("imex_ssp3_433", 0), 1, {"5.30e-7", "1.41e-8", "5.69e-10"}, "2.9", 2.75, 3.15},
        {fifth_order("imex_ssp3_433", 0), 0.1, none, "2.4", 2.25, 2.75},
    };
}

INSTANTIATE_TEST_SUITE_P(Verification, StiffLimit, testing::ValuesIn(all_rows()),
                         [](auto const& instance) { return name_of(instance.param); });

/// Limiters that act on each variable by itself leave wiggles where speeds are extreme and densities are not, and more
/// of them on more cells: from order 1.6 between 60 and 180 cells to 0.5 here.
TEST(StiffLimitOnFineGrids, SecondOrderHasNoWiggles)
{
    EquilibriumWave const wave(1e-8);
    Densities const reference = wave.limit(540);
    NamedScheme const scheme = second_order_imex(0);
    TableRow const row{"stiff_fine", title_of(1e-8), scheme.title};
    std::array<Real, 2> error{};
    for (std::size_t k = 0; k < error.size(); ++k) {
        int const cells = k == 0 ? 180 : 540;
        error[k] = distance(wave.densities(cells, scheme.spec), reference);
        record({row.table, row.problem, row.method, "N=" + std::to_string(cells), cells, error[k], "", 0, 0});
    }
    expect_order(row, "order", order_of(error[0], error[1]), "2", 1.85, 2.8);
}

// --- from slow to fast at the same step ------------------------------------------------------------------------------

/// What holds whatever the relaxation time is: how fast the largest error of all decreases. Where relaxation takes about
/// as long as a step, an IMEX scheme of third order has the order of its stages plus one, 2, so single rows may be below
/// that while the worst case is not.
struct Uniform {
    NamedScheme scheme;
    Real least_order; ///< of the largest errors, between 60 and 180 cells
    Real greatest_ratio; ///< of the largest error to the smallest one, on 60 cells
};

void PrintTo(Uniform const& uniform, std::ostream* out)
{
    *out << uniform.scheme.name;
}

/// Records errors for one relaxation time after the other, then the largest ones, and checks what is uniform.
class UniformErrors {
public:
    UniformErrors(std::string table, Uniform const& uniform) : m_table(std::move(table)), m_uniform(uniform) {}

    void add(std::string const& title, std::array<Real, 3> const& error)
    {
        for (std::size_t k = 0; k < error.size(); ++k) {
            m_largest[k] = std::max(m_largest[k], error[k]);
            m_smallest[k] = std::min(m_smallest[k], error[k]);
        }
        record_row(title, error, 0, 0);
    }

    void check() const
    {
        record_row("largest of these", m_largest, m_uniform.least_order, 4);
        Real const order = order_of(m_largest[1], m_largest[2]);
        Real const ratio = m_largest[1] / m_smallest[1];
        EXPECT_GE(order, m_uniform.least_order);
        EXPECT_LE(order, 4);
        EXPECT_LE(ratio, m_uniform.greatest_ratio);
        remark("%s, %s: order of the largest error %.2f; on 60 cells it is %.2f times the smallest\n", m_table.c_str(),
               m_uniform.scheme.title.c_str(), order, ratio);
    }

private:
    void record_row(std::string const& title, std::array<Real, 3> const& error, Real low, Real high) const
    {
        for (std::size_t k = 0; k < error.size(); ++k) {
            record({m_table, m_uniform.scheme.title, title, "N=" + std::to_string(num_cells[k]), num_cells[k], error[k],
                    "", 0, 0});
        }
        record({m_table, m_uniform.scheme.title, title, "order", 0, order_of(error[1], error[2]), "", low, high});
    }

    std::string m_table;
    Uniform m_uniform;
    std::array<Real, 3> m_largest{};
    std::array<Real, 3> m_smallest{1, 1, 1};
};

class AnyRelaxationTime : public testing::TestWithParam<Uniform> {};

TEST_P(AnyRelaxationTime, KeepsTheOrderOfTheLargestError)
{
    UniformErrors errors("any_relaxation_time", GetParam());
    for (Real const time : {10., 3., 1., .3, .1, .03, .01, .003, .001, 1e-4, 1e-6}) {
        EquilibriumWave const wave(time);
        Densities const reference = wave.reference();
        std::array<Real, 3> error{};
        for (std::size_t k = 0; k < num_cells.size(); ++k) {
            error[k] = distance(wave.densities(num_cells[k], GetParam().scheme.spec), reference);
        }
        errors.add(title_of(time), error);
    }
    errors.check();
}

// Splitting is of first order where relaxation is faster than the step, for every reconstruction.
INSTANTIATE_TEST_SUITE_P(Verification, AnyRelaxationTime,
                         testing::Values(Uniform{first_order("hll_w", 0), .9, 1.2}, Uniform{second_order(0), .9, 5},
                                         Uniform{second_order_imex(0), 1.85, 2.5},
                                         Uniform{with_rusanov(second_order_imex(0)), 1.85, 2},
                                         Uniform{fifth_order("imex_ssp2_222", 0), 1.85, 2.5},
                                         Uniform{fifth_order("imex_ssp3_433", 0), 1.85, 25}),
                         [](auto const& instance) { return instance.param.scheme.name; });

// --- the relaxing composition for any relaxation time ---------------------------------------------------------------

class CompositionOfAnyRelaxationTime : public testing::TestWithParam<Uniform> {};

/// Starts far from equilibrium: where relaxation is faster than the step, the start is a jump in time.
TEST_P(CompositionOfAnyRelaxationTime, KeepsTheOrderOfTheLargestError)
{
    UniformErrors errors("composition_of_any_relaxation_time", GetParam());
    for (Real const time : {10., 1., .3, .1, .03, .01, .003, .001, 1e-4, 1e-6}) {
        std::array<Real, 3> error{};
        for (std::size_t k = 0; k < num_cells.size(); ++k) {
            error[k] = error_of(relaxing_composition(time), GetParam().scheme.spec, num_cells[k], CellValue::centre);
        }
        std::array<char, 64> title{};
        std::snprintf(title.data(), title.size(), "relaxation time %g s", time);
        errors.add(title.data(), error);
    }
    errors.check();
}

INSTANTIATE_TEST_SUITE_P(Verification, CompositionOfAnyRelaxationTime,
                         testing::Values(Uniform{second_order(0.4), .8, 10}, Uniform{second_order_imex(0.4), 1.9, 1.4},
                                         Uniform{fifth_order("imex_ssp3_433", 0.4), 1.7, 35}),
                         [](auto const& instance) { return instance.param.scheme.name; });

} // namespace
} // namespace zemi::test
