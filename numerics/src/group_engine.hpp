// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "lane_engine.hpp"
#include "team_engine.hpp"
#include <zemi/core/select.hpp>
#include <zemi/numerics/scheme.hpp>

#include <memory>
#include <type_traits>

namespace zemi {

/// Runs the group with the types that its names stand for, the way that suits the machine.
template <
    HasLanes E,
    class AvailableReconstructions = std::conditional_t<HasMarkers<E>, Reconstructions, ReconstructionsWithoutMarkers>,
    class AvailableFluxes = std::conditional_t<HasMarkers<E>, Fluxes, FluxesWithoutMarkers>, class MakeEquation>
void run_group(MemberQueue& queue, MemberGroup& group, MakeEquation const& make_equation)
{
    using Space = Kokkos::DefaultExecutionSpace;
    SchemeSpec const& scheme = queue.member(group.members.front()).problem.scheme;
    select("reconstruction", scheme.reconstruction, AvailableReconstructions{}, [&]<class R>() {
        select("flux", scheme.flux, AvailableFluxes{}, [&]<class F>() {
            if constexpr (std::is_same_v<Space, Kokkos::DefaultHostExecutionSpace>) {
                std::make_unique<LaneEngine<E, FormulaOf<R>, FormulaOf<F>>>(queue, group, make_equation)->run();
            } else {
                using Engine = TeamEngine<E, FormulaOf<R>, FormulaOf<F>, Space>;
                if (Engine::suits(queue.member(group.members.front()).problem)) {
                    Engine::run(queue, group, make_equation);
                }
            }
        });
    });
}

} // namespace zemi
