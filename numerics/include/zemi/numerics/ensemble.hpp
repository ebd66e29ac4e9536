// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/numerics/metrics.hpp>
#include <zemi/numerics/simulation.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace zemi {

/// One run of an ensemble. Members need have nothing in common.
struct Member {
    Problem problem;
    Real end_time = 0;               ///< [s]
    std::vector<Real> output_times; ///< ascending, within the run; steps land exactly on each of them [s]
    std::size_t first_kept = 0;     ///< the fields are kept at output_times[first_kept] and all later ones
    Real queue_speed = default_queue_speed; ///< below this mean speed a cell counts as queued [m/s]
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
    std::int64_t num_limited = 0;
    std::vector<MassLedger> ledger; ///< per class
    Metrics metrics;
    std::vector<CellFields> snapshots; ///< at the output times that were reached and are to be kept
};

struct EnsembleProgress {
    std::size_t num_done = 0; ///< members that ended well
    std::size_t num_failed = 0;
    std::size_t num_members = 0;
    Real cell_steps = 0; ///< cells times steps, of members that ended
};

/// How members are laid on the machine; the results are the same bits on a host. Members with a source term or an
/// integrator of their own (needs_source_engine()) run alone, whatever the engine.
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
[[nodiscard]] std::vector<MemberResult> run_ensemble(std::vector<Member> const& members,
                                                     EnsembleOptions const& options = {},
                                                     std::function<bool(EnsembleProgress const&)> const& observe = {});

} // namespace zemi
