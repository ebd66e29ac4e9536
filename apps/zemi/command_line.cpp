// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/command_line.hpp"

#include <zemi/core/build_info.hpp>
#include <zemi/core/log.hpp>
#include <zemi/core/suggest.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace zemi::app {
namespace {

std::string typed = "zemi";

std::string for_shell(std::string const& argument)
{
    bool const plain = !argument.empty() && argument.find_first_of(" \t\n\"'\\$`*?[]{}()<>|&;!#~") == std::string::npos;
    if (plain) {
        return argument;
    }
    std::string result = "'";
    for (char const c : argument) {
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return result + "'";
}

std::vector<std::string> verb_names(CLI::App const& app)
{
    std::vector<std::string> names;
    for (CLI::App const* const verb : app.get_subcommands([](CLI::App const*) { return true; })) {
        names.push_back(verb->get_name());
    }
    return names;
}

std::vector<std::string> option_names(CLI::App const& app)
{
    std::vector<std::string> names;
    for (CLI::App const* level = &app; level != nullptr; level = level->get_parent()) {
        for (CLI::Option const* const option : level->get_options()) {
            for (std::string const& name : option->get_lnames()) {
                names.push_back("--" + name);
            }
            for (std::string const& name : option->get_snames()) {
                names.push_back("-" + name);
            }
        }
    }
    return names;
}

/// The verb has to come first among the words, then what it imports; everything else CLI11 finds out.
void require_known_verb(CLI::App& app, std::vector<std::string> const& arguments)
{
    CLI::App* level = &app;
    std::string typed_so_far = "zemi";
    auto word = arguments.begin();
    do {
        auto const known = verb_names(*level);
        std::string const what = level == &app ? "a verb" : "a word behind " + level->get_name();
        word = std::find_if(word, arguments.end(), [](std::string const& a) { return a.empty() || a[0] != '-'; });
        if (word == arguments.end()) {
            throw CommandLineError(fmt::format("{} is missing; known: {} ({} --help explains more)", what,
                                               fmt::join(known, ", "), typed_so_far));
        }
        if (std::find(known.begin(), known.end(), *word) == known.end()) {
            if (level == &app && (word->ends_with(".yaml") || word->ends_with(".yml"))) {
                throw CommandLineError(fmt::format("a verb is missing; did you mean \"zemi run {}\"?", *word));
            }
            throw CommandLineError(fmt::format("unknown {} \"{}\"; {}", level == &app ? "verb" : what.substr(2), *word,
                                               suggest_name(*word, known)));
        }
        level = level->get_subcommand(*word);
        typed_so_far += " " + *word;
        ++word;
    } while (!verb_names(*level).empty());
}

/// "zemi help" and "zemi help run" as other programs have it.
void understand_help(std::vector<std::string>& words)
{
    if (!words.empty() && words.front() == "help") {
        words.erase(words.begin());
        words.push_back("--help");
    }
}

/// The verb that was understood, as typed: "zemi run".
std::string command_of(CLI::App const& app)
{
    std::string command = "zemi";
    for (CLI::App const* level = &app; !level->get_subcommands().empty();) {
        level = level->get_subcommands().front();
        command += " " + level->get_name();
    }
    return command;
}

[[noreturn]] void explain_extras(CLI::App const& app)
{
    auto const chosen = app.get_subcommands();
    CLI::App const& level = chosen.empty() ? app : *chosen.front();
    std::string const help =
        fmt::format(" (zemi {}{}--help lists all)", level.get_parent() == nullptr ? "" : level.get_name(),
                    level.get_parent() == nullptr ? "" : " ");
    for (std::string const& word : app.remaining(true)) {
        if (word.size() > 1 && word[0] == '-') {
            std::string const name = word.substr(0, word.find('='));
            std::string const guess = nearest_name(name, option_names(level));
            throw CommandLineError(fmt::format("unknown option \"{}\"{}{}", name,
                                               guess.empty() ? "" : "; did you mean \"" + guess + "\"?", help));
        }
    }
    throw CommandLineError(
        fmt::format("what is \"{}\"?{}", app.remaining(true).empty() ? "" : app.remaining(true).front(), help));
}

void set_log_level(bool quiet, int verbose)
{
    using logging::Level;
    logging::set_level(quiet          ? Level::warning
                       : verbose >= 2 ? Level::debug
                       : verbose == 1 ? Level::detail
                                      : Level::info);
}

/// "--name value" and "--name=value"; moves `index` over the value.
bool takes_value(std::vector<std::string> const& arguments, std::size_t& index, std::string const& name,
                 std::string& value)
{
    std::string const& word = arguments[index];
    if (word.rfind(name + "=", 0) == 0) {
        value = word.substr(name.size() + 1);
        return true;
    }
    if (word == name) {
        if (index + 1 >= arguments.size()) {
            throw CommandLineError(name + " needs a value");
        }
        value = arguments[++index];
        return true;
    }
    return false;
}

} // namespace

ExitCode run_program(std::vector<std::string> const& arguments)
{
    typed = "zemi";
    for (std::string const& argument : arguments) {
        typed += " " + for_shell(argument);
    }
    std::vector<std::string> hints;
    std::vector<std::string> words = translate_predecessor_flags(arguments, hints);

    ExitCode result = ExitCode::done;
    CLI::App app{"zemi simulates traffic of several vehicle classes on roads.", "zemi"};
    app.get_formatter()->label("SUBCOMMAND", "VERB");
    app.fallthrough(); // common options may stand before or after the verb
    app.option_defaults()->always_capture_default();
    app.set_version_flag("--version", "zemi " + build_info().version);
    bool quiet = false;
    int verbose = 0;
    app.add_flag("-q,--quiet", quiet, "Show warnings and errors only")->always_capture_default(false);
    app.add_flag("-v,--verbose", verbose, "Show details; twice: more")->always_capture_default(false);
    // CLI11 finishes the options of the program before it calls the verb.
    app.parse_complete_callback([&] {
        set_log_level(quiet, verbose);
        for (std::string const& hint : hints) {
            logging::info(hint);
        }
    });
    add_run(app, result);
    add_estimate(app, result);
    add_converge(app, result);
    add_conserve(app, result);
    add_sweep(app, result);
    add_evaluate(app, result);
    add_merge(app, result);
    add_status(app, result);
    add_replay(app, result);
    add_plot(app, result);
    add_report(app, result);
    add_compare(app, result);
    add_info(app, result);
    add_check(app, result);
    add_init(app, result);
    add_explain(app, result);
    add_schema(app, result);
    add_import(app, result);
    for (CLI::App* const verb : app.get_subcommands([](CLI::App*) { return true; })) {
        verb->group("Verbs");
    }
    // Not earlier: verbs would inherit it.
    app.footer("To begin: zemi init case.yaml, zemi check case.yaml, zemi run case.yaml. zemi VERB --help tells more.");

    understand_help(words);
    bool const asks_for_help = std::any_of(words.begin(), words.end(), [](std::string const& w) {
        return w == "-h" || w == "--help" || w == "--version";
    });
    if (!asks_for_help) {
        require_known_verb(app, words);
    }
    std::reverse(words.begin(), words.end()); // as CLI11 wants them
    try {
        app.parse(words);
    } catch (CLI::Success const& e) { // help or version
        app.exit(e);
        return ExitCode::done;
    } catch (CLI::ExtrasError const&) {
        explain_extras(app);
    } catch (CLI::RequiredError const& e) {
        throw CommandLineError(fmt::format("{} ({} --help explains it)", e.what(), command_of(app)));
    } catch (CLI::ParseError const& e) {
        throw CommandLineError(e.what());
    }
    return result;
}

std::string const& typed_command()
{
    return typed;
}

void add_case_options(CLI::App& verb, ComputeOptions& options)
{
    verb.add_option("case", options.case_path, "Case file (YAML)")->required()->type_name("FILE");
    verb.add_option("--set", options.overrides, "Override an entry of the case, key.path=value; repeatable")
        ->type_name("KEY=VALUE")
        ->default_str("")
        ->expected(1)
        ->take_all();
}

void add_runtime_options(CLI::App& verb, ComputeOptions& options)
{
    verb.add_option("--threads", options.runtime.threads, "Host threads; 0: one per processor")
        ->check(whole_number(0))
        ->type_name("N");
    verb.add_option("--device", options.runtime.device, "auto, cpu, gpu, or the number of a GPU");
    verb.add_flag("--json", options.json, "Results on stdout as JSON");
}

void add_progress_option(CLI::App& verb, ComputeOptions& options)
{
    verb.add_option("--progress", options.progress, "auto, bar, plain or none")
        ->check(CLI::IsMember({"auto", "bar", "plain", "none"}));
}

ProgressMode wanted_progress(ComputeOptions const& options)
{
    return logging::level() < logging::Level::info ? ProgressMode::none : progress_mode(options.progress);
}

Runtime start_runtime(ComputeOptions const& options)
{
    try {
        return Runtime(options.runtime);
    } catch (std::invalid_argument const& e) {
        throw CommandLineError(e.what());
    }
}

std::function<std::string(std::string const&)> whole_number(int least)
{
    return [least](std::string const& text) {
        int value = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        bool const good = error == std::errc() && end == text.data() + text.size() && value >= least;
        return good ? std::string() : fmt::format("\"{}\" is not a whole number from {} on", text, least);
    };
}

double parse_duration(std::string const& text)
{
    auto const bad = [&]() -> CommandLineError {
        return CommandLineError(fmt::format("cannot read the duration \"{}\"; write 1h50m, 90s, 2d or 01:50:00", text));
    };
    char const* at = text.data();
    char const* const end = at + text.size();
    auto const number = [&] {
        double value = 0;
        auto const [rest, error] = std::from_chars(at, end, value);
        if (error != std::errc() || !(value >= 0) || !std::isfinite(value)) {
            throw bad();
        }
        at = rest;
        return value;
    };
    if (text.find(':') != std::string::npos) {
        double seconds = number();
        for (int parts = 1; at != end; ++parts) {
            if (*at != ':' || parts > 2) {
                throw bad();
            }
            ++at;
            seconds = 60 * seconds + number();
        }
        return seconds;
    }
    double seconds = 0;
    bool is_first = true;
    do {
        double const value = number();
        char const* const unit_begin = at;
        while (at != end && ((*at >= 'a' && *at <= 'z') || *at == ' ')) {
            ++at;
        }
        std::string unit(unit_begin, at);
        unit.erase(std::remove(unit.begin(), unit.end(), ' '), unit.end());
        if (unit == "d") {
            seconds += 86400 * value;
        } else if (unit == "h") {
            seconds += 3600 * value;
        } else if (unit == "m" || unit == "min") {
            seconds += 60 * value;
        } else if (unit == "s" || (unit.empty() && is_first && at == end)) {
            seconds += value;
        } else {
            throw bad();
        }
        is_first = false;
    } while (at != end);
    return seconds;
}

std::vector<std::string> translate_predecessor_flags(std::vector<std::string> const& arguments,
                                                     std::vector<std::string>& hints)
{
    std::vector<std::string> words;
    bool estimate = false;
    bool found = false;
    std::string base;
    std::string scenario = "SCENARIO";
    std::string value;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (takes_value(arguments, i, "--scenario", value)) {
            hints.push_back("hint: --scenario X is now: zemi run X");
            words.push_back(value);
            scenario = value;
        } else if (takes_value(arguments, i, "--base_config", value)) {
            base = value;
        } else if (takes_value(arguments, i, "--output_dir", value)) {
            hints.push_back("hint: --output_dir is now --output");
            words.push_back("--output=" + value);
        } else if (takes_value(arguments, i, "--estimate_steps", value)) {
            hints.push_back("hint: --estimate_steps is gone: zemi estimate tries half a second");
        } else if (arguments[i] == "--estimate") {
            hints.push_back("hint: --estimate is now: zemi estimate");
            estimate = true;
        } else {
            words.push_back(arguments[i]);
            continue;
        }
        found = true;
    }
    if (!base.empty()) {
        throw CommandLineError(fmt::format("--base_config is gone: a case names itself what it builds on (inherits:). "
                                           "For files of the predecessor: zemi import predecessor {} {} -o case.yaml",
                                           for_shell(base), for_shell(scenario)));
    }
    if (found) {
        words.erase(std::remove(words.begin(), words.end(), std::string("run")), words.end());
        words.insert(words.begin(), estimate ? "estimate" : "run");
    }
    return words;
}

} // namespace zemi::app
