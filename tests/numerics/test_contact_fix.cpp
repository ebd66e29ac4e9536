// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sample_problems.hpp"
#include <zemi/core/pack.hpp>
#include <zemi/numerics/contact_fix.hpp>
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace {

using zemi::Pack;
using zemi::Real;
using zemi::Vec;
using Equation = zemi::MulticlassArz<2>;

class ContactFix : public ::testing::Test {
protected:
    [[nodiscard]] Vec<Real, 7> point(Real motorcycles, Real cars, Real v0, Real v1) const
    {
        return equation.point_state(Vec<Real, 4>{motorcycles, cars, v0, v1}, road);
    }

    Equation equation = zemi::make_multiclass_arz<2>(zemi::test::two_class_model());
    Vec<Real, 2> road = equation.road_data(0);
};

TEST_F(ContactFix, PressuresAreThoseOfThePointStateAndTheirDerivatives)
{
    Vec<Real, 2> const density{0.06, 0.04};
    auto const pressure = equation.pressures(density);
    auto const still = point(0.06, 0.04, 0, 0); // its markers are the pressures
    Real const step = 1e-7;
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(pressure.value[i], still[4 + i]);
        for (int k = 0; k < 2; ++k) {
            auto up = density;
            auto down = density;
            up[k] += step;
            down[k] -= step;
            Real const slope = (equation.pressures(up).value[i] - equation.pressures(down).value[i]) / (2 * step);
            EXPECT_NEAR(pressure.slope[i] * equation.occupation_per_density[i][k], slope, 1e-6 * slope);
        }
    }
}

TEST_F(ContactFix, AFaceBetweenEqualStatesStaysThere)
{
    auto const s = point(0.06, 0.04, 9, 8);
    auto const star = zemi::HllWWithStar{}(equation, s, s).star;
    for (int c = 0; c < 2; ++c) {
        EXPECT_NEAR(star.density[c], s[c], 1e-16);
        EXPECT_NEAR(star.speed[c], s[2 + c], 1e-13);
    }
}

/// Whatever the densities do, where all speeds are equal the fix leaves them alone.
TEST_F(ContactFix, EqualSpeedsDoNotChange)
{
    auto const a = point(0.06, 0.04, 8, 8);
    auto const b = point(0.11, 0.01, 8, 8);
    auto const c = point(0.002, 0.15, 8, 8);
    auto const left = zemi::HllWWithStar{}(equation, a, b);
    auto const right = zemi::HllWWithStar{}(equation, b, c);
    auto const net_inflow = zip([](Real l, Real r) { return l - r; }, left.flux, right.flux);
    auto const cell = zemi::contact_cell<Real>(equation, b);
    auto const change = zemi::speed_change<Real>(equation, Real(0.05), cell, equation.pressures(cell.density).slope,
                                                 net_inflow, left.star, right.star);
    EXPECT_GT(std::abs(net_inflow[0]), 0.1) << "the test means something";
    EXPECT_NEAR(change[0], 0, 1e-13);
    EXPECT_NEAR(change[1], 0, 1e-13);
}

/// dv/dt = -v (v_x + sum_k p_k rho_k,x) - sum_k p_k drho_k/dt for small differences: what the equations say.
TEST_F(ContactFix, SpeedsChangeAsTheEquationsSay)
{
    Real const e = 1e-5;
    auto const at = [&](Real x) { return point(0.06 + 2 * e * x, 0.04 - e * x, 9 + 50 * e * x, 8 - 90 * e * x); };
    auto const left = zemi::HllWWithStar{}(equation, at(-0.5), at(-0.5));
    auto const right = zemi::HllWWithStar{}(equation, at(0.5), at(0.5));
    auto const net_inflow = zip([](Real l, Real r) { return l - r; }, left.flux, right.flux);
    auto const pressure = equation.pressures(Vec<Real, 2>{0.06, 0.04});
    auto const change = zemi::speed_change<Real>(equation, Real(1), zemi::contact_cell<Real>(equation, at(0)),
                                                 pressure.slope, net_inflow, left.star, right.star);
    auto const marker_slope = zip([&](Real w, Real w0) { return (w - w0) / (2 * e); }, at(1), at(-1));
    for (int i = 0; i < 2; ++i) {
        Real expected = -at(0)[2 + i] * marker_slope[4 + i] * e; // w_t + v w_x = 0
        for (int k = 0; k < 2; ++k) {
            expected -= pressure.slope[i] * equation.occupation_per_density[i][k] * net_inflow[2 * k];
        }
        EXPECT_NEAR(change[i], expected, 1e-3 * std::abs(expected));
    }
}

TEST_F(ContactFix, ContactsAreFixedAndShocksAreNot)
{
    auto const cell = [&](Vec<Real, 7> const& s) { return zemi::contact_cell<Real>(equation, s); };
    auto const before = cell(point(.1, .1, 8, 8));
    auto const behind = cell(point(.02, .01, 8, 8));
    auto const contact = zemi::contact_measure(before, behind);
    auto const nothing = zemi::contact_measure(behind, behind);
    zemi::ContactMeasure<Real, 2> const shock{{1, 1}, {0, 0}, {4, 4}};
    for (int c = 0; c < 2; ++c) {
        EXPECT_NEAR(zemi::contact_shares(contact, nothing)[c], 1, 1e-15);
        EXPECT_NEAR(zemi::contact_shares(nothing, contact)[c], 1, 1e-15);
        EXPECT_EQ(zemi::contact_shares(nothing, shock)[c], 0);
        EXPECT_EQ(zemi::contact_shares(nothing, nothing)[c], 0);
    }
    EXPECT_TRUE(contact.has_contact());
    EXPECT_FALSE(nothing.has_contact());
    EXPECT_FALSE(shock.has_contact());
    EXPECT_TRUE((zemi::ContactMeasure<Real, 2>{{1, 1}, {0, NAN}, {0, 0}}).has_contact());
}

/// theta = S_w / (S_w + 4 S_v) with the sums over both faces, which have scales of their own.
TEST_F(ContactFix, SharesAreThoseOfTheFormula)
{
    zemi::ContactMeasure<Real, 2> const left{{2, 0.5}, {3, 0.05}, {1, 2}};
    zemi::ContactMeasure<Real, 2> const right{{4, 0.25}, {2, 0}, {0.5, 3}};
    auto const share = zemi::contact_shares(left, right);
    EXPECT_NEAR(share[0], (6.0 / 2 + 4.0 / 4) / (6.0 / 2 + 4.0 / 4 + 4 * 1.5), 1e-15);
    EXPECT_NEAR(share[1], (0.1 / 0.5) / (0.1 / 0.5 + 4 * 5), 1e-15);
}

TEST_F(ContactFix, TheNewStateHasTheFixedSpeedWhereMarkersChange)
{
    auto const u = equation.conserved(point(0.06, 0.04, 9, 8));
    auto const fix = [&](Vec<Real, 2> const& speed, Vec<Real, 2> const& share) {
        return zemi::fix_cell<Real>(equation, u, zemi::pressures_in<Real>(equation, u), speed, share);
    };
    Vec<Real, 2> const share{1, 0}; // a contact of motorcycles, a shock of cars
    auto const fixed = fix({7, 7}, share);
    auto const q = equation.to_primitive(fixed.u, road);
    EXPECT_NEAR(q[2], 7, 1e-13);
    EXPECT_EQ(fixed.u[3], u[3]);
    EXPECT_NEAR(fixed.defect[0], 0.06 * (7 - 9), 1e-14);
    EXPECT_EQ(fixed.defect[1], 0);
    EXPECT_TRUE(fixed.finite);
    EXPECT_EQ(fix({7, 7}, {0, 0}).u[1], u[1]);
    EXPECT_FALSE(fix({NAN, 7}, share).finite);
    EXPECT_TRUE(fix({7, NAN}, share).finite) << "nobody has asked for this speed";
}

TEST_F(ContactFix, AnAbsentClassIsLeftAlone)
{
    Vec<Real, 4> const u{0, 0, 0.04, 0.5};
    auto const fixed = zemi::fix_cell<Real>(equation, u, zemi::pressures_in<Real>(equation, u), Vec<Real, 2>{7, 7},
                                            Vec<Real, 2>{1, 1});
    EXPECT_EQ(fixed.u[1], 0);
    EXPECT_NE(fixed.u[3], u[3]);
    auto const empty = zemi::contact_cell<Real>(equation, point(0, 0, 8, 8));
    auto const none = zemi::contact_measure(empty, empty);
    EXPECT_EQ(none.marker[0], 0);
    EXPECT_EQ(zemi::contact_shares(none, none)[0], 0);
}

/// In a stage that only relaxes and steps, speeds are those of the prepared state and the step; convex combinations of
/// equal speeds are that speed.
TEST_F(ContactFix, StagesCombineSpeedsAsTheyCombineMarkers)
{
    Vec<Real, 2> const fraction{0.1, 0.2};
    for (zemi::TimeScheme const& scheme : zemi::time_schemes) {
        for (int s = 0; s < scheme.num_stages; ++s) {
            auto const& stage = scheme.stages[static_cast<std::size_t>(s)];
            auto const at_rest =
                zemi::speed_source(stage, fraction, Vec<Real, 2>{8, 8}, Vec<Real, 2>{0, 0},
                                   zemi::SpeedStep<Real, 2>{{8, 8}, {0, 0}}, zemi::SpeedStep<Real, 2>{{8, 8}, {0, 0}});
            EXPECT_NEAR(at_rest[0], 0, 1e-14);
            // All states relax by the same amounts: the markers' formula at density 1.
            Vec<Real, 2> const d{0.3, -0.4};
            auto const source =
                zemi::speed_source(stage, fraction, Vec<Real, 2>{8 + d[0], 8 + d[1]}, d,
                                   zemi::SpeedStep<Real, 2>{{7, 6}, d}, zemi::SpeedStep<Real, 2>{{5, 5}, d});
            auto const markers = zemi::source_of_stage<Equation>(stage, fraction, d, d, d);
            for (int c = 0; c < 2; ++c) {
                Real const start = c == 0 ? 7 : 6;
                EXPECT_NEAR(8 + d[c] + source[c], stage.start * start + stage.input * 8 + markers[c], 1e-13)
                    << scheme.name << " stage " << s;
            }
        }
    }
}

TEST_F(ContactFix, LanesGetTheBitsOfSingleCells)
{
    auto const a = point(0.06, 0.04, 9, 8);
    auto const b = point(0.11, 0.01, 4, 12);
    auto const one = zemi::HllWWithStar{}(equation, a, b);
    auto const eight = zemi::HllWWithStar{}(equation, zemi::convert<Pack>(a), zemi::convert<Pack>(b));
    auto const measure =
        zemi::contact_measure(zemi::contact_cell<Real>(equation, a), zemi::contact_cell<Real>(equation, b));
    auto const measures = zemi::contact_measure(zemi::contact_cell<Pack>(equation, zemi::convert<Pack>(a)),
                                                zemi::contact_cell<Pack>(equation, zemi::convert<Pack>(b)));
    for (int c = 0; c < 2; ++c) {
        EXPECT_EQ(eight.star.density[c][5], one.star.density[c]);
        EXPECT_EQ(eight.star.speed[c][5], one.star.speed[c]);
        EXPECT_EQ(measures.scale[c][5], measure.scale[c]);
        EXPECT_EQ(measures.marker[c][5], measure.marker[c]);
        EXPECT_EQ(measures.speed[c][5], measure.speed[c]);
        EXPECT_EQ(zemi::contact_shares(measures, measures)[c][5], zemi::contact_shares(measure, measure)[c]);
    }
}

} // namespace
