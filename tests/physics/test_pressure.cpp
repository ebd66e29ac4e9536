// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "models.hpp"
#include <zemi/core/dual.hpp>
#include <zemi/physics/pressure.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <type_traits>

namespace zemi {
namespace {

std::integral_constant<int, 0> constexpr first{};
std::integral_constant<int, 1> constexpr second{};

template <Exponent g>
struct CompiledLaw {
    static constexpr Real exponent = g.value();
    PowerLaw<g> law;
};

template <class Compiled>
struct PowerLawTest : testing::Test {
    Compiled compiled;
};

using Exponents = testing::Types<CompiledLaw<Exponent{1}>, CompiledLaw<Exponent{3, 2}>, CompiledLaw<Exponent{2}>,
                                 CompiledLaw<Exponent{3}>, CompiledLaw<Exponent{5, 4}>, CompiledLaw<Exponent{1, 2}>>;
TYPED_TEST_SUITE(PowerLawTest, Exponents, );

ModelSpec one_class(Real exponent, PressureLaw law = PressureLaw::power)
{
    ModelSpec spec = test::published_model<1>();
    spec.classes[0].pressure_exponent = exponent;
    spec.pressure_law = law;
    return spec;
}

TYPED_TEST(PowerLawTest, IsThePowerAndItsDerivative)
{
    Real const g = this->compiled.exponent;
    for (Real const q : {1e-6, 0.01, 0.3, 1.0, 1.7}) {
        auto const shape = this->compiled.law(first, q);
        EXPECT_NEAR(shape.value, std::pow(q, g), 1e-15 * std::pow(q, g) * 4);
        EXPECT_NEAR(shape.slope, g * std::pow(q, g - 1), 1e-15 * g * std::pow(q, g - 1) * 4);
    }
}

TYPED_TEST(PowerLawTest, VanishesOnAnEmptyRoadAndStaysFinite)
{
    auto const shape = this->compiled.law(first, 0.0);
    EXPECT_EQ(shape.value, 0);
    EXPECT_TRUE(std::isfinite(shape.slope));
    auto const rounded = this->compiled.law(first, -1e-20);
    EXPECT_TRUE(std::isfinite(rounded.value) && std::isfinite(rounded.slope));
}

TYPED_TEST(PowerLawTest, HandsOnNotANumber)
{
    auto const shape = this->compiled.law(first, std::numeric_limits<Real>::quiet_NaN());
    EXPECT_TRUE(std::isnan(shape.value));
    EXPECT_TRUE(std::isnan(shape.slope) || this->compiled.exponent == 1);
}

TYPED_TEST(PowerLawTest, EqualsTheLawChosenAtRunTimeBitForBit)
{
    auto const any = AnyLaw<1>::make(one_class(this->compiled.exponent));
    test::Random random;
    for (int trial = 0; trial < 1000; ++trial) {
        Real const q = random.uniform(0, 1.5);
        EXPECT_EQ(this->compiled.law(first, q).value, any(first, q).value);
        EXPECT_EQ(this->compiled.law(first, q).slope, any(first, q).slope);
    }
}

TYPED_TEST(PowerLawTest, RepresentsOnlyItsOwnExponentAndThePublishedOptions)
{
    using Law = decltype(this->compiled.law);
    ModelSpec spec = one_class(this->compiled.exponent);
    EXPECT_TRUE(Law::represents(spec));
    EXPECT_NO_THROW((void)Law::make(spec));
    EXPECT_FALSE(Law::represents(one_class(this->compiled.exponent + 0.1)));
    EXPECT_THROW((void)Law::make(one_class(this->compiled.exponent + 0.1)), std::invalid_argument);
    EXPECT_FALSE(Law::represents(one_class(this->compiled.exponent, PressureLaw::singular)));
    spec.creeping_law = CreepingLaw::vanishing;
    EXPECT_FALSE(Law::represents(spec));
    spec.creeping_law = CreepingLaw::published;
    spec.speed_closure = SpeedClosure::non_negative;
    EXPECT_FALSE(Law::represents(spec));
}

TEST(PressureTest, EachClassHasItsOwnExponent)
{
    PublishedLaw const law;
    EXPECT_EQ(law(first, 0.25).value, 0.125);
    EXPECT_EQ(law(second, 0.25).value, 0.0625);
    EXPECT_TRUE(PublishedLaw::represents(test::published_model<2>()));
    EXPECT_FALSE(PublishedLaw::represents(test::published_model<3>()));
}

TEST(PressureTest, SlopesAreTheDerivativesOfAllLaws)
{
    for (PressureLaw const kind : {PressureLaw::power, PressureLaw::singular}) {
        for (Real const g : {0.7, 1.0, 1.5, 2.0, 2.6, 3.0}) {
            auto const law = AnyLaw<1>::make(one_class(g, kind));
            for (Real const q : {1e-5, 0.01, 0.3, 0.9, 0.999}) {
                auto const shape = law(first, Dual<1>::variable(q, 0));
                EXPECT_NEAR(shape.slope.value, shape.value.derivative[0], 1e-13 * shape.slope.value);
            }
        }
    }
}

TEST(PressureTest, SingularLawGrowsWithoutBoundTowardsJam)
{
    auto const law = AnyLaw<1>::make(one_class(2, PressureLaw::singular));
    EXPECT_NEAR(law(first, 0.5).value, 0.5, 1e-15);
    EXPECT_NEAR(law(first, 0.999).value, 0.999 * 0.999 / 0.001, 1e-9);
    for (Real const q : {1.0, 1.5, 10.0}) {
        auto const shape = law(first, q);
        EXPECT_GE(shape.value, 1e8) << "beyond jam the pressure must not turn negative";
        EXPECT_TRUE(std::isfinite(shape.value) && std::isfinite(shape.slope));
    }
    EXPECT_TRUE(std::isnan(law(first, std::numeric_limits<Real>::quiet_NaN()).value));
}

TEST(PressureTest, ParametersMayBePacks)
{
    AnyLaw<1, Pack> law = AnyLaw<1, Pack>::make(one_class(2.5));
    law.exponent[0].set(3, 1.25);
    Pack const q = 0.3;
    auto const shape = law(first, q);
    EXPECT_EQ(shape.value[0], AnyLaw<1>::make(one_class(2.5))(first, 0.3).value);
    EXPECT_EQ(shape.value[3], AnyLaw<1>::make(one_class(1.25))(first, 0.3).value);
}

} // namespace
} // namespace zemi
