// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/options.hpp"
#include "zemi/command_line.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/log.hpp>

#include <CLI/CLI.hpp>

#include <exception>
#include <stdexcept>

namespace {

/// The only place where exceptions become messages and exit codes.
zemi::app::ExitCode run(int argc, char** argv)
{
    using zemi::app::ExitCode;
    CLI::App app{"zemi_bench measures the speed of zemi beside references and the ceilings of this machine. It says "
                 "what is; whether that is enough is for people to say.",
                 "zemi_bench"};
    app.get_formatter()->label("SUBCOMMAND", "VERB");
    app.option_defaults()->always_capture_default();
    app.set_version_flag("--version", "zemi_bench " + zemi::build_info().version);
    app.require_subcommand(1);
    zemi::bench::add_ensemble(app);
    zemi::bench::add_road(app);
    try {
        app.parse(argc, argv);
    } catch (CLI::Success const& e) { // help or version
        app.exit(e);
    } catch (CLI::ParseError const& e) {
        zemi::logging::error(e.what());
        return ExitCode::bad_command_line;
    } catch (zemi::app::CommandLineError const& e) {
        zemi::logging::error(e.what());
        return ExitCode::bad_command_line;
    } catch (std::exception const& e) {
        zemi::logging::error(e.what());
        return ExitCode::bug;
    }
    return ExitCode::done;
}

} // namespace

int main(int argc, char** argv)
{
    return static_cast<int>(run(argc, argv));
}
