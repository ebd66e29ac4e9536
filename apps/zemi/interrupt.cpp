// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/interrupt.hpp"

#include <csignal>
#include <ctime>

namespace zemi::app {
namespace {

std::sig_atomic_t volatile received_signal = 0;
timespec volatile first_at{};

// One wish to stop often arrives twice within microseconds: timeout, shells and batch systems signal the program and
// then the process group it belongs to.
constexpr double one_wish_seconds = 0.3;

/// Monotonic clock; clock_gettime() is allowed in signal handlers, std::chrono is not.
timespec now() noexcept
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time;
}

extern "C" void remember_signal(int number)
{
    timespec const time = now();
    if (received_signal == 0) {
        received_signal = number;
        first_at.tv_sec = time.tv_sec;
        first_at.tv_nsec = time.tv_nsec;
        std::signal(number, remember_signal);
        return;
    }
    double const elapsed = static_cast<double>(time.tv_sec - first_at.tv_sec)
                         + 1e-9 * static_cast<double>(time.tv_nsec - first_at.tv_nsec);
    if (elapsed < one_wish_seconds) {
        std::signal(number, remember_signal);
        return;
    }
    std::signal(number, SIG_DFL);
    std::raise(number);
}

} // namespace

InterruptScope::InterruptScope()
{
    received_signal = 0;
    std::signal(SIGINT, remember_signal);
    std::signal(SIGTERM, remember_signal);
}

InterruptScope::~InterruptScope()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

int InterruptScope::received() noexcept
{
    return received_signal;
}

} // namespace zemi::app
