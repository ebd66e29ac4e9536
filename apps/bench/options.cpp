// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/options.hpp"

#include "bench/ceilings.hpp"
#include "bench/simd_over_cells.hpp"
#include "zemi/command_line.hpp"
#include <zemi/core/build_info.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <thread>

namespace zemi::bench {

void add_bench_options(CLI::App& verb, BenchOptions& options)
{
    verb.add_option("--rounds", options.rounds, "Rounds in which everything is measured once; medians are shown")
        ->check(app::whole_number(1))
        ->type_name("N");
    verb.add_option("--threads", options.threads, "Numbers of threads to measure with; default: 1 and all processors")
        ->check(app::whole_number(1))
        ->delimiter(',')
        ->default_str("")
        ->type_name("N,...");
    verb.add_option("--cfl", options.cfl, "CFL number of the first-order runs; 0: 0.8")
        ->check(CLI::Range(0.0, 1.0))
        ->type_name("X");
    verb.add_flag("--quick", options.quick,
                  "See whether everything works, in less than a second; the numbers are rubbish");
    verb.add_flag("--json", options.json, "Results on stdout as JSON, with every sample");
}

std::vector<int> threads_of(BenchOptions const& options)
{
    if (!has_host_engines()) {
        return {0}; // a device; its host threads do not matter
    }
    std::vector<int> threads = options.threads;
    if (!has_host_threads()) {
        if (std::any_of(threads.begin(), threads.end(), [](int count) { return count != 1; })) {
            throw app::CommandLineError("this zemi is built for one thread");
        }
        return {1};
    }
    if (threads.empty()) {
        threads = {1, std::max(1, static_cast<int>(std::thread::hardware_concurrency()))};
    }
    std::sort(threads.begin(), threads.end());
    threads.erase(std::unique(threads.begin(), threads.end()), threads.end());
    return threads;
}

int rounds_of(BenchOptions const& options)
{
    return options.quick ? 1 : options.rounds;
}

void add_ceilings(Suite& suite, BenchOptions const& options)
{
    // Two arrays of 256 MB, which no cache holds; on devices 1 GB, because a launch counts, too.
    int const num_values = has_host_engines() ? 1 << 25 : 1 << 27;
    auto const memory = std::make_shared<MemoryCeilings>(options.quick ? 1 << 14 : num_values);
    (void)memory->copy();
    suite.contestants.push_back({"copy", [memory] { return memory->copy(); }});
    suite.contestants.push_back({"scale_in_place", [memory] { return memory->scale_in_place(); }});
}

std::string ceilings_text(std::vector<Measurement> const& measurements)
{
    std::string text;
    for (Measurement const& m : measurements) {
        text += fmt::format("memory, {}: copy {:.1f} GB/s, scale in place {:.1f} GB/s (bytes read and written)\n",
                            m.facts.at("device").get<std::string>(), 1e-9 / m.median("copy"),
                            1e-9 / m.median("scale_in_place"));
    }
    return text;
}

nlohmann::ordered_json json_head(std::string const& name, BenchOptions const& options,
                                 std::vector<Measurement> const& measurements)
{
    BuildInfo const build = build_info();
    nlohmann::ordered_json j{{"bench", name},
                             {"version", build.version},
                             {"build_type", build.build_type},
                             {"compiler", build.compiler},
                             {"native_arch", build.native_arch},
                             {"kokkos_version", build.kokkos_version},
                             {"rounds", rounds_of(options)}};
    for (Measurement const& m : measurements) {
        j["ceilings"].push_back({{"threads", m.num_threads},
                                 {"device", m.facts.at("device")},
                                 {"copy_bytes_per_second", 1 / m.median("copy")},
                                 {"scale_in_place_bytes_per_second", 1 / m.median("scale_in_place")}});
        j["samples"].push_back({{"threads", m.num_threads}, {"seconds", m.seconds}});
    }
    return j;
}

void require_agreement(std::string const& reference, double difference)
{
    if (!(difference <= agreement)) {
        throw std::runtime_error(fmt::format(
            "{} and a single run of zemi differ by {:.2e}: no comparison of times makes sense", reference, difference));
    }
}

} // namespace zemi::bench
