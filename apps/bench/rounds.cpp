// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "bench/rounds.hpp"

#include <zemi/core/log.hpp>
#include <zemi/core/profiling.hpp>
#include <zemi/core/runtime.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <memory>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace zemi::bench {

namespace {

using Json = nlohmann::ordered_json;

// What the processes say to each other, one byte each.
constexpr char do_a_round = 'r';
constexpr char finish = 'f';
constexpr char ready = 'k';  ///< with the preparation or with a round
constexpr char failed = 'e'; ///< the reason follows

void write_all(int file, char const* data, std::size_t size)
{
    while (size > 0) {
        ssize_t const written = write(file, data, size);
        if (written <= 0) {
            return; // nobody listens any more; the reader says so
        }
        data += written;
        size -= static_cast<std::size_t>(written);
    }
}

/// One byte, or 0 at the end.
char read_byte(int file)
{
    char byte = 0;
    return read(file, &byte, 1) == 1 ? byte : '\0';
}

std::string read_rest(int file)
{
    std::string text;
    char buffer[4096];
    for (ssize_t count = 0; (count = read(file, buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(count));
    }
    return text;
}

/// The whole life of a measuring process.
void serve(int threads, std::function<Suite()> const& make_suite, int commands, int answers)
{
    RuntimeOptions options;
    options.threads = threads;
    Runtime const runtime(options);
    Suite suite = make_suite();
    Json result{{"threads", threads}, {"device", device_description()}, {"facts", suite.facts}};
    std::size_t const count = suite.contestants.size();
    write_all(answers, &ready, 1);
    for (std::size_t round = 0; read_byte(commands) == do_a_round; ++round) {
        for (std::size_t k = 0; k < count; ++k) {
            // Another one begins each time: what follows a large piece of work finds other caches and clocks.
            Contestant const& contestant = suite.contestants[(k + round) % count];
            result["seconds"][contestant.name].push_back(contestant.round());
        }
        write_all(answers, &ready, 1);
    }
    std::string const text = result.dump();
    write_all(answers, text.data(), text.size());
}

/// A process that measures with one number of threads, seen from the process that asks.
class Worker {
public:
    Worker(int threads, std::function<Suite()> const& make_suite) : m_threads(threads)
    {
        int commands[2];
        int answers[2];
        if (pipe(commands) != 0 || pipe(answers) != 0) {
            throw std::runtime_error("no pipe to be had");
        }
        m_process = fork();
        if (m_process < 0) {
            throw std::runtime_error("no process to be had");
        }
        if (m_process == 0) {
            close(commands[1]);
            close(answers[0]);
            try {
                serve(threads, make_suite, commands[0], answers[1]);
            } catch (std::exception const& error) {
                std::string const text = failed + std::string(error.what());
                write_all(answers[1], text.data(), text.size());
            }
            std::_Exit(0); // what was to be said has been said
        }
        close(commands[0]);
        close(answers[1]);
        m_commands = commands[1];
        m_answers = answers[0];
    }
    ~Worker()
    {
        close(m_commands);
        close(m_answers);
        waitpid(m_process, nullptr, 0);
    }
    Worker(Worker const&) = delete;
    Worker& operator=(Worker const&) = delete;

    void ask(char what) const { write_all(m_commands, &what, 1); }
    void wait() const
    {
        char const answer = read_byte(m_answers);
        if (answer == failed) {
            throw std::runtime_error(read_rest(m_answers));
        }
        if (answer != ready) {
            throw std::runtime_error(fmt::format("the process with {} threads has died", m_threads));
        }
    }
    [[nodiscard]] Measurement result() const
    {
        ask(finish);
        auto const answer = Json::parse(read_rest(m_answers));
        Measurement result;
        result.num_threads = answer.at("threads");
        result.facts = answer.at("facts");
        result.facts["device"] = answer.at("device");
        result.seconds = answer.at("seconds").get<std::map<std::string, std::vector<double>>>();
        return result;
    }

private:
    int m_threads;
    pid_t m_process = 0;
    int m_commands = -1;
    int m_answers = -1;
};

} // namespace

double median(std::vector<double> values)
{
    if (values.empty()) {
        throw std::invalid_argument("the median of nothing");
    }
    std::sort(values.begin(), values.end());
    std::size_t const half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

double Measurement::median(std::string const& contestant) const
{
    return bench::median(seconds.at(contestant));
}

double Measurement::median_ratio(std::string const& slow, std::string const& fast) const
{
    auto ratios = seconds.at(slow);
    for (std::size_t r = 0; r < ratios.size(); ++r) {
        ratios[r] /= seconds.at(fast).at(r);
    }
    return bench::median(std::move(ratios));
}

double Measurement::spread(std::string const& contestant) const
{
    auto const [least, most] = std::minmax_element(seconds.at(contestant).begin(), seconds.at(contestant).end());
    return (*most - *least) / median(contestant);
}

std::vector<Measurement> measure(std::vector<int> const& threads, int rounds, std::function<Suite()> const& make_suite)
{
    auto* const before = std::signal(SIGPIPE, SIG_IGN); // a process that died is noticed when it does not answer
    Stopwatch const preparation;
    std::vector<std::unique_ptr<Worker>> workers;
    for (int const count : threads) {
        workers.push_back(std::make_unique<Worker>(count, make_suite));
        workers.back()->wait();
    }
    logging::info(fmt::format("prepared and compared in {:.1f} s", preparation.seconds()));
    for (int round = 0; round < rounds; ++round) {
        Stopwatch const watch;
        for (auto const& worker : workers) {
            worker->ask(do_a_round);
            worker->wait();
        }
        logging::info(fmt::format("round {} of {}: {:.1f} s", round + 1, rounds, watch.seconds()));
    }
    std::vector<Measurement> results;
    for (auto const& worker : workers) {
        results.push_back(worker->result());
    }
    std::signal(SIGPIPE, before);
    return results;
}

} // namespace zemi::bench
