// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "study/exact_solution.hpp"
#include "study/start_profile.hpp"
#include <zemi/physics/multiclass_arz.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

/// What the recognisers of exact solutions share; the table is in exact_solution.hpp.
namespace zemi::study {

/// The conditions that a case misses for a solution.
class Unmet {
public:
    /// How far a case is from a solution whose kind of start it does not have, in missed conditions of other kinds.
    static constexpr int other_start = 3;

    /// Notes `reason` if the condition does not hold; says whether it does.
    bool unless(bool condition, std::string const& reason, int distance = 1)
    {
        if (!condition) {
            m_reasons.push_back(reason);
            m_distance += distance;
        }
        return condition;
    }
    [[nodiscard]] bool none() const noexcept { return m_reasons.empty(); }
    [[nodiscard]] std::vector<std::string> const& reasons() const noexcept { return m_reasons; }
    /// The more and the weightier conditions are missed, the larger.
    [[nodiscard]] int distance() const noexcept { return m_distance; }
    void add(Unmet const& others)
    {
        m_reasons.insert(m_reasons.end(), others.m_reasons.begin(), others.m_reasons.end());
        m_distance += others.m_distance;
    }

private:
    std::vector<std::string> m_reasons;
    int m_distance = 0;
};

/// What every solution asks about a case, which has to outlive it.
class Question {
public:
    Problem const& problem;
    Real duration; ///< [s]
    StartProfile start;

    explicit Question(app::Case const& input);
    Question(Problem const& of, Real seconds);

    [[nodiscard]] bool is_arz() const;
    /// By more than rounding, in the time of the case.
    [[nodiscard]] bool relaxes() const;
    [[nodiscard]] std::set<int> categories() const;
    [[nodiscard]] Real x_end() const;
    [[nodiscard]] bool is_ring() const;
    /// Both ends continue the state beside them for ever: outflow, or an inflow of that state.
    [[nodiscard]] bool is_open() const;
    [[nodiscard]] bool has_negative_speeds() const;
    /// A solution without values that holds on the whole road.
    [[nodiscard]] ExactSolution on_whole_road(std::string name) const;

private:
    [[nodiscard]] bool continues(BoundarySchedule const& end, TrafficState const& state) const;
};

/// Calls f with the equation for the number of classes of the model.
template <class F>
[[nodiscard]] auto with_equation(ModelSpec const& model, F const& f)
{
    switch (model.num_classes()) {
    case 1:
        return f(make_multiclass_arz<1>(model));
    case 2:
        return f(make_multiclass_arz<2>(model));
    default:
        return f(make_multiclass_arz<3>(model));
    }
}

/// Densities and speeds in one vector.
template <int N>
[[nodiscard]] Vec<Real, 2 * N> primitive_of(TrafficState const& state)
{
    Vec<Real, 2 * N> q{};
    for (int c = 0; c < N; ++c) {
        q[c] = state.density[static_cast<std::size_t>(c)];
        q[N + c] = state.speed[static_cast<std::size_t>(c)];
    }
    return q;
}

/// Index of a category into road_categories().
[[nodiscard]] int category_index(ModelSpec const& model, int category);

/// Speeds [m/s] at the time t [s] after the start of uniform traffic that relaxes.
[[nodiscard]] std::vector<Real> relaxed_speeds(ModelSpec const& model, int category, TrafficState const& start, Real t);

/// Whether all classes drive at their equilibrium speeds for this category.
[[nodiscard]] bool at_equilibrium(Question const& q, TrafficState const& state, int category);

/// p = K q^gamma with K > 0, q > 0 for the first class alone.
[[nodiscard]] bool has_power_pressure(ModelSpec const& model);

// Conditions that several solutions share.
inline constexpr char const* not_arz = "the equation is not multiclass_arz";
inline constexpr char const* does_relax = "it relaxes";
inline constexpr char const* not_one_class = "it has more than one class";
inline constexpr char const* not_power_law = "the pressure is not the power law";
inline constexpr char const* not_ring = "the road is not a ring";
inline constexpr char const* from_cells = "the start is a table of cells";
inline constexpr char const* drives_backwards = "some vehicles start backwards";

// The solution of the case in question if it is of that kind; otherwise the conditions that it misses are noted, all
// that can be seen at once. One file for each but the first two.
[[nodiscard]] std::optional<ExactSolution> uniform_traffic(Question const& q, Unmet& unmet);
[[nodiscard]] std::optional<ExactSolution> carried_along(Question const& q, Unmet& unmet);
[[nodiscard]] std::optional<ExactSolution> riemann_of_one_class(Question const& q, Unmet& unmet);
[[nodiscard]] std::optional<ExactSolution> riemann_of_two_classes(Question const& q, Unmet& unmet);
[[nodiscard]] std::optional<ExactSolution> simple_wave(Question const& q, Unmet& unmet);
[[nodiscard]] std::optional<ExactSolution> steady_profile(Question const& q, Unmet& unmet);
[[nodiscard]] std::optional<ExactSolution> jamitons(Question const& q, Unmet& unmet);
[[nodiscard]] std::optional<ExactSolution> identical_classes(Question const& q, Unmet& unmet);

} // namespace zemi::study
