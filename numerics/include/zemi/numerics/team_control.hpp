// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/numerics/step_control.hpp>

#include <Kokkos_Core.hpp>

#include <type_traits>

namespace zemi {

/// What every step has to join over all threads of a team: the rest of a report changes hardly ever (floors, bad cells),
/// belongs to one thread (the flows through the ends) or is asked for rarely (sums).
struct StepExtremes {
    Real max_speed = 0;
    Real face_speed = 0;
    Real queued_cells = 0;

    KOKKOS_FUNCTION void join(StepExtremes const& other) noexcept
    {
        max_speed = max(max_speed, other.max_speed);
        face_speed = max(face_speed, other.face_speed);
        queued_cells += other.queued_cells;
    }
};

/// How what the threads of a team found becomes one: what Kokkos calls a reducer.
template <class T>
struct JoinInTeam {
    using reducer = JoinInTeam;
    using value_type = T;
    using result_view_type = Kokkos::View<T, Kokkos::AnonymousSpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;
    T* result;
    KOKKOS_FUNCTION void join(T& a, T const& b) const noexcept { a.join(b); }
    KOKKOS_FUNCTION void init(T& a) const noexcept { a = {}; }
    KOKKOS_FUNCTION T& reference() const noexcept { return *result; }
    KOKKOS_FUNCTION result_view_type view() const noexcept { return result_view_type(result); }
    KOKKOS_FUNCTION bool references_scalar() const noexcept { return true; }
};

/// The control of one run that a team of threads works on, in its scratch memory. Between two steps all the cells wait
/// for it, so what concerns one class is done by a thread of its own, and only what is needed is joined.
template <class Control>
struct TeamControl {
    static constexpr int num_classes = Control::num_classes;
    using Report = StepReport<num_classes>;

    Control control;
    Report report; ///< of the attempted step, all threads together
    Real step = 0; ///< size of the attempted step [s]
    bool accepted = false; ///< the attempted step was

    /// At the beginning of each stretch of steps, by all threads; `set(control)`, by one of them: what is to change.
    template <class Member, class Set>
    KOKKOS_FUNCTION void begin(Member const& team, TimeScheme const& scheme, Set const& set) noexcept
    {
        Kokkos::single(Kokkos::PerTeam(team), [&] {
            set(control);
            control.choose_step();
            m_rare = {};
        });
        team.team_barrier();
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, num_classes), [&](int c) { set_fractions(c, scheme); });
        team.team_barrier();
    }

    /// After the last stage of a step, by all threads, each with what it found: ends the step and begins the next one.
    /// `joins_all`: also the sums. `finish(report)`, by one thread: what follows a step that was accepted, before the
    /// next begins; `finish_class(c, report)`, by one thread per class: likewise, and the accounts are there.
    template <class Member, class Finish, class FinishClass>
    KOKKOS_FUNCTION void end(Member const& team, TimeScheme const& scheme, Report& own, bool joins_all,
                             Finish const& finish, FinishClass const& finish_class) noexcept
    {
        if (joins_all) {
            team.team_reduce(JoinInTeam<Report>{&own});
        } else {
            tell_rare(own);
            StepExtremes extremes{own.max_speed, own.face_speed, own.queued_cells};
            team.team_reduce(JoinInTeam<StepExtremes>{&extremes}); // also a barrier: all have told
            own = {};
            own.max_speed = extremes.max_speed;
            own.face_speed = extremes.face_speed;
            own.queued_cells = extremes.queued_cells;
        }
        Kokkos::single(Kokkos::PerTeam(team), [&] {
            report = own;
            if (!joins_all) {
                report.floors = m_rare.floors;
                report.limited = m_rare.limited;
                report.first_bad = m_rare.first_bad < none ? Real(m_rare.first_bad) : Real(-1);
                report.left_flux = m_rare.left_flux;
                report.right_flux = m_rare.right_flux;
                m_rare = {}; // before the next barrier, so before anyone tells of the next step
            }
            step = control.dt;
            accepted = control.judge(report);
            if (accepted) {
                finish(report);
                control.retries = 0;
            }
            if (control.running) {
                control.choose_step();
            }
        });
        team.team_barrier();
        Kokkos::parallel_for(Kokkos::TeamThreadRange(team, num_classes), [&](int c) {
            control.account(c, accepted, step, report);
            if (accepted) {
                finish_class(c, report);
            }
            set_fractions(c, scheme);
        });
        team.team_barrier();
    }

private:
    KOKKOS_FUNCTION void set_fractions(int c, TimeScheme const& scheme) noexcept
    {
        control.set_fractions(c, scheme.relaxation, scheme.prepare_coefficient, scheme.finish_coefficient);
    }

    static constexpr int none = 1 << 30;

    /// What few threads have to say, or only one.
    struct Rare {
        Real floors = 0;
        Real limited = 0;
        int first_bad = none; ///< cell
        Vec<Real, num_classes> left_flux{};
        Vec<Real, num_classes> right_flux{};
    };

    KOKKOS_FUNCTION void tell_rare(Report const& own) noexcept
    {
        if (own.floors > 0) {
            Kokkos::atomic_add(&m_rare.floors, own.floors); // whole numbers: the same in any order
        }
        if (own.limited > 0) {
            Kokkos::atomic_add(&m_rare.limited, own.limited);
        }
        if (own.first_bad >= 0) {
            Kokkos::atomic_min(&m_rare.first_bad, static_cast<int>(own.first_bad));
        }
        for (int c = 0; c < num_classes; ++c) { // one thread knows each end
            if (own.left_flux[c] != 0) {
                Kokkos::atomic_add(&m_rare.left_flux[c], own.left_flux[c]);
            }
            if (own.right_flux[c] != 0) {
                Kokkos::atomic_add(&m_rare.right_flux[c], own.right_flux[c]);
            }
        }
    }

    Rare m_rare;
};

} // namespace zemi
