// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace CLI {
class App;
}

/// The verbs of the program. Each function adds one subcommand; its callback does the work, sets `result`, and throws
/// on failure (main() turns exceptions into messages and exit codes). One file per verb: verb_<name>.cpp.
namespace zemi::app {

/// What the program tells the shell.
enum class ExitCode {
    done = 0,
    bug = 1,                 ///< should not happen
    bad_command_line = 2,
    bad_input = 3,           ///< case or data
    numerical_failure = 4,
    some_members_failed = 5,
    io_failure = 6,
    results_differ = 7,      ///< compare: by more than the tolerance
    stopped_early = 75,      ///< time limit, or asked to end; what was computed is written
    interrupted = 130,       ///< Ctrl-C; what was computed is written
};

void add_check(CLI::App& app, ExitCode& result);
void add_conserve(CLI::App& app, ExitCode& result);
void add_converge(CLI::App& app, ExitCode& result);
void add_compare(CLI::App& app, ExitCode& result);
void add_estimate(CLI::App& app, ExitCode& result);
void add_evaluate(CLI::App& app, ExitCode& result);
void add_explain(CLI::App& app, ExitCode& result);
void add_import(CLI::App& app, ExitCode& result);
void add_info(CLI::App& app, ExitCode& result);
void add_init(CLI::App& app, ExitCode& result);
void add_merge(CLI::App& app, ExitCode& result);
void add_plot(CLI::App& app, ExitCode& result);
void add_report(CLI::App& app, ExitCode& result);
void add_replay(CLI::App& app, ExitCode& result);
void add_run(CLI::App& app, ExitCode& result);
void add_schema(CLI::App& app, ExitCode& result);
void add_status(CLI::App& app, ExitCode& result);
void add_sweep(CLI::App& app, ExitCode& result);

} // namespace zemi::app
