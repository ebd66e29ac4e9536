// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/command_line.hpp"
#include <zemi/core/error.hpp>
#include <zemi/core/io_error.hpp>
#include <zemi/core/log.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

/// The only place where exceptions become messages and exit codes.
zemi::app::ExitCode run(std::vector<std::string> const& arguments)
{
    using zemi::app::ExitCode;
    try {
        return zemi::app::run_program(arguments);
    } catch (zemi::app::CommandLineError const& e) {
        zemi::logging::error(e.what());
        return ExitCode::bad_command_line;
    } catch (zemi::IoError const& e) {
        zemi::logging::error(e.what());
        return ExitCode::io_failure;
    } catch (zemi::ConfigError const& e) { // names file, line and column itself
        zemi::logging::diagnostic(e.what());
        return ExitCode::bad_input;
    } catch (std::invalid_argument const& e) {
        zemi::logging::error(e.what());
        return ExitCode::bad_input;
    } catch (std::exception const& e) {
        zemi::logging::error(std::string("this should not happen, please report it: ") + e.what());
        return ExitCode::bug;
    }
}

} // namespace

int main(int argc, char** argv)
{
    return static_cast<int>(run({argv + 1, argv + argc}));
}
