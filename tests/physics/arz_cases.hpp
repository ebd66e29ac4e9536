// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "models.hpp"
#include <zemi/physics/multiclass_arz.hpp>

#include <gtest/gtest.h>

namespace zemi::test {

// The equations that every property is tested on: numbers of classes, laws and options. Each gives equation() and the
// largest total density of its admissible random states.

struct OneClass {
    static constexpr int num_classes = 1;
    static constexpr Real largest_density = 0.3;
    static auto spec() { return published_model<1>(10, 15); }
    static auto equation() { return make_multiclass_arz<1>(spec()); }
};

struct TwoClasses {
    static constexpr int num_classes = 2;
    static constexpr Real largest_density = 0.3;
    static auto spec() { return published_model<2>(40, 60); }
    static auto equation() { return make_multiclass_arz<2, PublishedLaw>(spec()); }
};

/// Exponents that need pow(), and weights with A_01 A_10 > A_00 A_11: waves may overtake all vehicles.
struct TwoClassesThatBunch {
    static constexpr int num_classes = 2;
    static constexpr Real largest_density = 0.3;
    static auto spec()
    {
        auto spec = published_model<2>(40, 60);
        spec.classes[0].perceives = {{"car", 1.8}};
        spec.classes[0].pressure_exponent = 1.3;
        spec.classes[1].pressure_exponent = 2.7;
        return spec;
    }
    static auto equation() { return make_multiclass_arz<2>(spec()); }
};

/// All options away from the published ones.
struct TwoClassesBoundedByJam {
    static constexpr int num_classes = 2;
    static constexpr Real largest_density = 0.24;
    static auto spec()
    {
        auto spec = published_model<2>(40, 60);
        spec.pressure_law = PressureLaw::singular;
        spec.creeping_law = CreepingLaw::vanishing;
        spec.speed_closure = SpeedClosure::non_negative;
        return spec;
    }
    static auto equation() { return make_multiclass_arz<2>(spec()); }
};

/// Balanced interaction: all characteristic speeds are real.
struct ThreeClasses {
    static constexpr int num_classes = 3;
    static constexpr Real largest_density = 0.3;
    static auto spec() { return published_model<3>(40, 60); }
    static auto equation() { return make_multiclass_arz<3>(spec()); }
};

/// Balanced, and each class perceives the others no more than itself.
struct ThreeClassesThatDoNotBunch {
    static constexpr int num_classes = 3;
    static constexpr Real largest_density = 0.3;
    static auto spec()
    {
        auto spec = published_model<3>(40, 60);
        spec.classes[0].perceives = {{"car", 0.4}, {"truck", 0.4}};
        spec.classes[1].perceives = {};
        return spec;
    }
    static auto equation() { return make_multiclass_arz<3>(spec()); }
};

using AllArzCases = testing::Types<OneClass, TwoClasses, TwoClassesThatBunch, TwoClassesBoundedByJam, ThreeClasses,
                                   ThreeClassesThatDoNotBunch>;

template <class Case>
struct MulticlassArzTest : testing::Test {
    static constexpr int num_classes = Case::num_classes;
    decltype(Case::equation()) equation = Case::equation();
    Random random;

    /// Road data of some category.
    auto road() { return equation.road_data(static_cast<int>(random.uniform(0, 6))); }
    /// Admissible, with absent classes now and then.
    Vec<Real, 2 * num_classes> primitive() { return random_primitive<num_classes>(random, Case::largest_density); }
    /// The same without vacuum.
    Vec<Real, 2 * num_classes> primitive_with_all_classes()
    {
        auto q = primitive();
        for (int c = 0; c < num_classes; ++c) {
            q[c] = random.uniform(0.003, Case::largest_density / num_classes);
        }
        return q;
    }
};

} // namespace zemi::test
