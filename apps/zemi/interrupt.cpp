// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/interrupt.hpp"

#include <csignal>

namespace zemi::app {
namespace {

std::sig_atomic_t volatile received_signal = 0;

extern "C" void remember_signal(int number)
{
    received_signal = number;
    std::signal(number, SIG_DFL); // the next one ends the program
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
