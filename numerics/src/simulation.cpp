// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "engine.hpp"
#include <zemi/numerics/source_integrator.hpp>

#include <stdexcept>
#include <utility>

namespace zemi {

namespace {

std::unique_ptr<Simulation::Engine> make_engine(Problem const& problem)
{
    std::string const& equation = problem.model.equation;
    int const num_classes = problem.model.num_classes();
    if (needs_source_engine(problem)) {
        return make_source_engine(problem);
    }
    if (equation == "multiclass_arz") {
        switch (num_classes) {
        case 1:
            return make_arz1_engine(problem);
        case 2:
            return make_arz2_engine(problem);
        case 3:
            return make_arz3_engine(problem);
        default:
            break;
        }
        throw std::invalid_argument("multiclass_arz has one to three vehicle classes, not "
                                    + std::to_string(num_classes));
    }
    if (equation == "multiclass_lwr") {
        return make_lwr_engine(problem);
    }
    throw std::invalid_argument("unknown equation \"" + equation + "\"; known: multiclass_arz, multiclass_lwr");
}

} // namespace

Simulation::Simulation(Problem const& problem) : m_engine(make_engine(problem))
{
}
Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

std::optional<Failure> Simulation::advance_to(Real time, std::function<bool(Real, std::int64_t)> const& observe)
{
    return m_engine->advance_to(time, observe);
}

Real Simulation::time() const noexcept
{
    return m_engine->time();
}
std::int64_t Simulation::num_steps() const noexcept
{
    return m_engine->num_steps();
}
std::int64_t Simulation::num_rejected() const noexcept
{
    return m_engine->num_rejected();
}
std::int64_t Simulation::num_limited() const noexcept
{
    return m_engine->num_limited();
}

std::int64_t Simulation::num_floors() const noexcept
{
    return m_engine->num_floors();
}
std::string Simulation::description() const
{
    return m_engine->description();
}
CellFields Simulation::fields() const
{
    return m_engine->fields();
}
std::vector<MassLedger> Simulation::ledger() const
{
    return m_engine->ledger();
}
std::vector<StepRecord> Simulation::take_history()
{
    return m_engine->take_history();
}
void Simulation::keep_history(bool keep)
{
    m_engine->keep_history(keep);
}
void Simulation::measure(Real queue_speed)
{
    m_engine->measure(queue_speed);
}
Metrics Simulation::metrics() const
{
    return m_engine->metrics();
}
Timing Simulation::timing() const noexcept
{
    return m_engine->timing();
}
Problem const& Simulation::problem() const noexcept
{
    return m_engine->problem();
}

} // namespace zemi
