// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "report/parallel.hpp"

#include <zemi/core/log.hpp>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

namespace zemi::app {

int usual_num_threads()
{
    if (char const* const text = std::getenv("OMP_NUM_THREADS")) {
        std::string_view const wanted(text);
        int number = 0;
        if (std::from_chars(wanted.data(), wanted.data() + wanted.size(), number).ec == std::errc() && number > 0) {
            return number;
        }
    }
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void read_and_work(std::size_t count, int threads, std::function<void(std::size_t)> const& read,
                   std::function<void(std::size_t)> const& work)
{
    auto const wanted = static_cast<std::size_t>(threads > 0 ? threads : usual_num_threads());
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::size_t> ready; // read, not yet worked on
    bool all_read = false;

    auto const help = [&] {
        for (;;) {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return !ready.empty() || all_read; });
            if (ready.empty()) {
                return;
            }
            std::size_t const i = ready.front();
            ready.pop_front();
            lock.unlock();
            work(i);
        }
    };
    std::vector<std::thread> helpers;
    helpers.reserve(wanted);
    try {
        while (helpers.size() + 1 < std::min(wanted, count)) {
            helpers.emplace_back(help);
        }
    } catch (std::system_error const& e) { // those that did start do the work
        logging::warning(std::string("no more threads are to be had: ") + e.what());
    }

    std::size_t const most_ready = 2 * helpers.size();
    for (std::size_t i = 0; i < count; ++i) {
        read(i);
        std::unique_lock lock(mutex);
        ready.push_back(i);
        changed.notify_one();
        while (ready.size() > most_ready) {
            std::size_t const own = ready.front();
            ready.pop_front();
            lock.unlock();
            work(own);
            lock.lock();
        }
    }
    {
        std::lock_guard const lock(mutex);
        all_read = true;
    }
    changed.notify_all();
    help();
    for (std::thread& helper : helpers) {
        helper.join();
    }
}

} // namespace zemi::app
