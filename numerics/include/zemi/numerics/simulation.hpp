// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/real.hpp>
#include <zemi/numerics/metrics.hpp>
#include <zemi/numerics/problem.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zemi {

/// What one accepted time step did; one row of history.csv. Per class vectors have num_classes entries.
struct StepRecord {
    std::int64_t step = 0; ///< 1 for the first
    Real time = 0;         ///< at the end of the step [s]
    Real dt = 0;           ///< [s]
    Real realized_cfl = 0; ///< dt max over stages and faces of |wave speed| / dx [1]
    Real max_speed = 0;    ///< largest |wave speed| after the step [m/s]
    Real min_density = 0;  ///< smallest density of any class after the step [veh/m]
    std::int64_t floors = 0;  ///< densities below zero by rounding that were set to zero in this step
    int retries = 0;          ///< rejected attempts before this step
    std::vector<Real> mass;   ///< vehicles on the road after the step [veh]
    std::vector<Real> inflow; ///< vehicles that entered (net) at the left end since the start [veh]
    std::vector<Real> outflow; ///< vehicles that left (net) at the right end since the start [veh]
};

/// Cell averages on the host, all in SI. Indexed [class][cell].
struct CellFields {
    Real time = 0;
    std::vector<std::vector<Real>> density; ///< [veh/m]
    std::vector<std::vector<Real>> speed;   ///< [m/s]
    std::vector<std::vector<Real>> marker;  ///< w = v + p [m/s]; empty for equations without markers
};

/// Vehicles of one class since the start: initial + inflow - outflow - stored = defect.
struct MassLedger {
    Real initial = 0; ///< [veh]
    Real inflow = 0;  ///< net, through the left end [veh]
    Real outflow = 0; ///< net, through the right end [veh]
    Real stored = 0;  ///< now on the road [veh]
    /// What the contact fix has added to the sum of the markers w of all vehicles since the start [veh m/s].
    Real marker_defect = 0;

    [[nodiscard]] Real defect() const noexcept { return initial + inflow - outflow - stored; }
};

/// Why a run stopped, with the place, as a value (numerics never exits and never clips in silence).
struct Failure {
    std::string reason; ///< one sentence for the user
    Real time = 0;      ///< [s]
    int cell = -1;      ///< first bad cell, -1 if none
    Real x = 0;         ///< its centre [m]
};

/// Wall-clock seconds by phase, for the timing table.
struct Timing {
    Real setup = 0;
    Real stepping = 0;
    Real output = 0; ///< copies of fields to the host
};

/// One run of one road: an equation, a scheme and a state on the device. Knows no files.
///
/// Steps land exactly on every time passed to advance_to() and on every switch of a boundary schedule.
class Simulation {
public:
    /// Builds the kernels' parameters and the initial cell averages. Throws std::invalid_argument for a problem that
    /// cannot be solved (unknown scheme name, sizes that do not match, inadmissible initial state).
    explicit Simulation(Problem const& problem);
    ~Simulation();
    Simulation(Simulation&&) noexcept;
    Simulation& operator=(Simulation&&) noexcept;

    /// Steps until `time` [s] is reached exactly; returns the failure if a step cannot be completed, after which the
    /// state is the last good one. `observe`, if given, is called now and then with the time reached (for progress;
    /// returning false stops the run early: the time reached is then below `time`).
    [[nodiscard]] std::optional<Failure>
    advance_to(Real time, std::function<bool(Real time, std::int64_t steps)> const& observe = {});

    [[nodiscard]] Real time() const noexcept;
    [[nodiscard]] std::int64_t num_steps() const noexcept;
    [[nodiscard]] std::int64_t num_rejected() const noexcept;
    [[nodiscard]] std::int64_t num_floors() const noexcept;
    /// Actions of the limiter of high-order fluxes: fluxes of a class through a face that were not passed on whole, and
    /// cells in which interpolation would have given a state that does not exist. Over all stages of all steps.
    [[nodiscard]] std::int64_t num_limited() const noexcept;
    /// Which engine runs this problem ("resident", "streaming" or "cellwise") and on what, one line for the log.
    [[nodiscard]] std::string description() const;

    [[nodiscard]] CellFields fields() const;
    [[nodiscard]] std::vector<MassLedger> ledger() const;
    /// Records of the steps since the last call (empty unless keep_history(true)).
    [[nodiscard]] std::vector<StepRecord> take_history();
    void keep_history(bool keep);
    /// From now on the run keeps the sums that metrics() needs; `queue_speed` [m/s]: see is_queued(). To be called
    /// before the first step.
    void measure(Real queue_speed = default_queue_speed);
    /// Metrics of the run up to now; all but the flows and the defect are zero without measure().
    [[nodiscard]] Metrics metrics() const;
    [[nodiscard]] Timing timing() const noexcept;
    [[nodiscard]] Problem const& problem() const noexcept;

    /// What an engine implements; public so that engines live in their own files.
    class Engine;

private:
    std::unique_ptr<Engine> m_engine;
};

} // namespace zemi
