// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/simulation.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace zemi {

/// What stands behind a Simulation: one equation and scheme with its kernels. Members as documented there; one virtual
/// call per stretch of steps, none in kernels.
class Simulation::Engine {
public:
    virtual ~Engine() = default;

    using Observer = std::function<bool(Real time, std::int64_t steps)>;

    [[nodiscard]] virtual std::optional<Failure> advance_to(Real time, Observer const& observe) = 0;
    [[nodiscard]] virtual Real time() const noexcept = 0;
    [[nodiscard]] virtual std::int64_t num_steps() const noexcept = 0;
    [[nodiscard]] virtual std::int64_t num_rejected() const noexcept = 0;
    [[nodiscard]] virtual std::int64_t num_floors() const noexcept = 0;
    [[nodiscard]] virtual std::int64_t num_limited() const noexcept = 0;
    [[nodiscard]] virtual std::string description() const = 0;
    [[nodiscard]] virtual CellFields fields() const = 0;
    [[nodiscard]] virtual std::vector<MassLedger> ledger() const = 0;
    [[nodiscard]] virtual std::vector<StepRecord> take_history() = 0;
    virtual void keep_history(bool keep) = 0;
    virtual void measure(Real queue_speed) = 0;
    [[nodiscard]] virtual Metrics metrics() const = 0;
    [[nodiscard]] virtual Timing timing() const noexcept = 0;
    [[nodiscard]] virtual Problem const& problem() const noexcept = 0;
};

// One function and one source file per equation, so that the kernels compile in parallel.
[[nodiscard]] std::unique_ptr<Simulation::Engine> make_arz1_engine(Problem const& problem);
[[nodiscard]] std::unique_ptr<Simulation::Engine> make_arz2_engine(Problem const& problem);
[[nodiscard]] std::unique_ptr<Simulation::Engine> make_arz3_engine(Problem const& problem);
[[nodiscard]] std::unique_ptr<Simulation::Engine> make_lwr_engine(Problem const& problem);
/// Of multiclass ARZ where needs_source_engine().
[[nodiscard]] std::unique_ptr<Simulation::Engine> make_source_engine(Problem const& problem);

} // namespace zemi
