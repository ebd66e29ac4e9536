// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/numerics/simulation.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace zemi {

/// What a run did to the vehicles of one class, summed over all its steps.
struct ClassMetrics {
    Real time_spent = 0;     ///< integral of the vehicles on the road over time [veh s]
    Real distance = 0;       ///< integral of the flow over road and time [veh m]
    Real free_flow_time = 0; ///< the time in which `distance` is driven at the free speed of the road [veh s]
    Real inflow = 0;         ///< vehicles that entered, net, at the left end [veh]
    Real outflow = 0;        ///< vehicles that left, net, at the right end [veh]

    /// Space-mean speed [m/s], NaN without traffic. Edie, Proc. 2nd Int. Symp. Theory of Traffic Flow (1963) 139.
    [[nodiscard]] Real mean_speed() const noexcept { return distance / time_spent; }
    /// Time to drive `length` metres at the mean speed [s].
    [[nodiscard]] Real travel_time(Real length) const noexcept { return length * time_spent / distance; }
    /// Time lost against driving at the free speed [veh s].
    [[nodiscard]] Real delay() const noexcept { return time_spent - free_flow_time; }
};

/// Scalars that summarise a run; computed while it steps, at no cost for the host.
struct Metrics {
    std::vector<ClassMetrics> classes;
    Real duration = 0;         ///< simulated time [s]
    Real max_queue_length = 0; ///< largest total length of queued cells at the start of any step [m]
    Real mass_defect = 0;      ///< largest |defect| of a class over the vehicles it had (initial + |in| + |out|) [1]
};

/// One run of an ensemble. Members need have nothing in common.
struct Member {
    Problem problem;
    Real end_time = 0;               ///< [s]
    std::vector<Real> output_times;  ///< ascending, within the run; the fields are kept at each of them [s]
    /// A cell is queued if there are vehicles in it and their mean speed is below this [m/s].
    Real queue_speed = Real(10) / Real(3.6);
};

enum class MemberStatus {
    done,
    failed,  ///< a step could not be completed, or the problem cannot be solved; the other members go on
    stopped, ///< the observer ended the ensemble before this member was done
};

/// What became of a member. Bit for bit what the same problem gives when it is run alone on the host.
struct MemberResult {
    MemberStatus status = MemberStatus::stopped;
    std::optional<Failure> failure; ///< present if it failed
    Real time = 0;                  ///< reached [s]
    std::int64_t num_steps = 0;
    std::int64_t num_rejected = 0;
    std::int64_t num_floors = 0;
    std::vector<MassLedger> ledger; ///< per class
    Metrics metrics;
    std::vector<CellFields> snapshots; ///< at the output times that were reached
};

struct EnsembleProgress {
    std::size_t num_done = 0; ///< members that ended well
    std::size_t num_failed = 0;
    std::size_t num_members = 0;
    Real cell_steps = 0; ///< cells times steps, of members that ended
};

/// How members are laid on the machine; the results are the same bits on a host.
enum class EnsembleEngine {
    automatic, ///< runs_in_lanes where eight alike are to be had, else alone; on devices team_per_run
    runs_in_lanes, ///< eight runs in the lanes of a pack, whole runs inside one launch (host back ends)
    alone, ///< each run by itself on one core, eight of its cells in a pack (host back ends)
    team_per_run, ///< a team of threads per run, its state in scratch memory: what devices use
};

struct EnsembleOptions {
    EnsembleEngine engine = EnsembleEngine::automatic;
};

/// Runs all members on all cores (or on the device) and returns their results in the order of the members. The most
/// expensive ones start first. A member that fails, or whose problem is invalid, is reported in its result; nothing is
/// thrown for it. `observe`, if given, is called a few times per second, from one thread at a time; returning false
/// ends the ensemble. Needs a running Kokkos.
[[nodiscard]] std::vector<MemberResult>
run_ensemble(std::vector<Member> const& members, EnsembleOptions const& options = {},
             std::function<bool(EnsembleProgress const&)> const& observe = {});

} // namespace zemi
