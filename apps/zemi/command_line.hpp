// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "zemi/run.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/runtime.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace zemi::app {

/// Something is wrong with what was typed.
class CommandLineError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Everything between main() and a verb: reads the arguments (without the program's name), sets the level of messages
/// and calls the verb. Wrong arguments throw CommandLineError, which names the nearest right one.
[[nodiscard]] ExitCode run_program(std::vector<std::string> const& arguments);

/// The arguments as typed, "zemi run case.yaml -q", for the output files.
[[nodiscard]] std::string const& typed_command();

/// Options of the verbs that read a case and compute.
struct ComputeOptions {
    std::string case_path;
    std::vector<std::string> overrides; ///< of --set
    std::string output_folder;          ///< empty: results/<name of the case>
    std::string progress = "auto";
    RuntimeOptions runtime;
    std::string time_limit; ///< empty: none
    bool dry_run = false;
    bool json = false;
};

void add_case_options(CLI::App& verb, ComputeOptions& options);
void add_runtime_options(CLI::App& verb, ComputeOptions& options);

/// Kokkos as the options ask for it. Throws CommandLineError for a device that this build does not have.
[[nodiscard]] Runtime start_runtime(ComputeOptions const& options);

/// Says how a run ended, prints its tables (or JSON) to stdout, and turns its status into the exit code.
[[nodiscard]] ExitCode print_run(Case const& input, RunOptions const& options, RunResult const& result, bool json);

/// --progress.
void add_progress_option(CLI::App& verb, ComputeOptions& options);
/// As asked for; nothing if the program is to be quiet.
[[nodiscard]] ProgressMode wanted_progress(ComputeOptions const& options);

/// A check for options that take a whole number of at least `least`: what is wrong with the text, or nothing.
[[nodiscard]] std::function<std::string(std::string const&)> whole_number(int least);

/// 1h50m, 90s, 1.5h, 2d, 01:50:00 or plain seconds [s]. Throws CommandLineError.
[[nodiscard]] double parse_duration(std::string const& text);

/// The predecessor's flags turned into zemi's. `hints` receives a line for each that was found. Throws CommandLineError
/// for --base_config, which names the command that converts the predecessor's files.
[[nodiscard]] std::vector<std::string> translate_predecessor_flags(std::vector<std::string> const& arguments,
                                                                   std::vector<std::string>& hints);

} // namespace zemi::app
