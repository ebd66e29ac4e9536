// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/concepts.hpp>
#include <zemi/physics/multiclass_arz.hpp>
#include <zemi/physics/multiclass_lwr.hpp>
#include <zemi/physics/template_model.hpp>

#include <gtest/gtest.h>

#include <string>

namespace zemi {

// All equations, also with packs of parameters, can be captured by value in kernels.
static_assert(std::is_trivially_copyable_v<MulticlassArz<3>>);
static_assert(std::is_trivially_copyable_v<MulticlassLwr<3>>);
static_assert(std::is_trivially_copy_constructible_v<MulticlassArz<3, AnyLaw<3, Pack>, Pack>>);
static_assert(std::is_trivially_copy_constructible_v<MulticlassLwr<3, Pack>>);

// A concept that accepts everything would pass all of the above.
namespace counterexamples {

struct NotTriviallyCopyable : TemplateModel {
    std::string owner;
};
static_assert(!ConservationLaw<NotTriviallyCopyable>);

struct HidesItsAdmissibleSet : TemplateModel {
    template <class T>
    void is_admissible(Vec<T, num_eqn> const& u) const noexcept;
};
static_assert(!ConservationLaw<HidesItsAdmissibleSet>);

struct MayThrow : TemplateModel {
    template <class T>
    Vec<T, num_eqn> physical_flux(Vec<T, num_point> const& s) const;
};
static_assert(!ConservationLaw<MayThrow>);

struct PromisesRelaxation : TemplateModel {
    static constexpr bool has_relaxation = true;
};
static_assert(ConservationLaw<PromisesRelaxation> && !HasRelaxation<PromisesRelaxation>);
static_assert(!HasMarkers<TemplateModel>);

} // namespace counterexamples

namespace {

template <ConservationLaw E>
void expect_consistent_indices()
{
    EXPECT_FALSE(E::name.empty());
    EXPECT_GE(E::num_primitive, E::num_classes);
    for (int c = 0; c < E::num_classes; ++c) {
        EXPECT_GE(E::density_index(c), 0);
        EXPECT_LT(E::density_index(c), E::num_eqn);
        if constexpr (HasMarkers<E>) {
            EXPECT_LT(E::marker_index(c), E::num_eqn);
            EXPECT_NE(E::marker_index(c), E::density_index(c));
        }
    }
}

TEST(Concepts, IndicesOfAllEquationsAreInRange)
{
    expect_consistent_indices<MulticlassArz<1>>();
    expect_consistent_indices<MulticlassArz<2, PublishedLaw>>();
    expect_consistent_indices<MulticlassArz<3>>();
    expect_consistent_indices<MulticlassLwr<1>>();
    expect_consistent_indices<MulticlassLwr<2>>();
    expect_consistent_indices<MulticlassLwr<3>>();
    expect_consistent_indices<TemplateModel>();
}

} // namespace
} // namespace zemi
