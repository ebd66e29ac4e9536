// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace zemi::app {

/// While it lives, Ctrl-C and a request to end (SIGTERM, as batch systems send it) only set a flag, so that a run can
/// finish its files. A second Ctrl-C ends the program at once (unless it comes within a third of a second: timeout and
/// batch systems send one wish twice).
class InterruptScope {
public:
    InterruptScope();
    ~InterruptScope();
    InterruptScope(InterruptScope const&) = delete;
    InterruptScope& operator=(InterruptScope const&) = delete;

    /// The number of the signal that came, 0 if none did.
    [[nodiscard]] static int received() noexcept;
};

} // namespace zemi::app
