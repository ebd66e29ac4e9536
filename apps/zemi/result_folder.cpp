// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/result_folder.hpp"

#include <zemi/core/io_error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace zemi::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view list_name = ".zemi";
constexpr std::string_view list_head = "# files of this folder that zemi wrote and may replace";

std::string reason()
{
    return std::generic_category().message(errno);
}

} // namespace

ResultFolder::ResultFolder(std::string path) : m_path(std::move(path))
{
    std::error_code error;
    fs::create_directories(m_path, error);
    if (error || !fs::is_directory(m_path)) {
        throw IoError(
            fmt::format("cannot create the folder {}: {}", m_path, error ? error.message() : "a file has this name"));
    }
    std::string const list = (fs::path(m_path) / list_name).string();
    m_lock = open(list.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (m_lock < 0) {
        throw IoError(fmt::format("cannot write into the folder {}: {}", m_path, reason()));
    }
    if (flock(m_lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        close(m_lock);
        throw IoError(
            fmt::format("another zemi is writing to {} right now; choose another folder with --output", m_path));
    }
    std::ifstream lines(list);
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.front() != '#' && line.find('/') == std::string::npos
            && fs::exists(fs::path(m_path) / line)) {
            m_earlier.insert(line);
        }
    }
    for (auto const& entry : fs::directory_iterator(m_path)) {
        std::string const name = entry.path().filename().string();
        bool const unfinished =
            name.size() > 4 && name.ends_with(".tmp") && m_earlier.count(name.substr(0, name.size() - 4)) > 0;
        m_num_foreign += name != list_name && m_earlier.count(name) == 0 && !unfinished ? 1 : 0;
    }
}

ResultFolder::~ResultFolder()
{
    if (m_lock >= 0) {
        close(m_lock);
    }
}

bool ResultFolder::is_busy(std::string const& path)
{
    int const list = open((fs::path(path) / list_name).c_str(), O_RDONLY | O_CLOEXEC);
    if (list < 0) {
        return false;
    }
    bool const busy = flock(list, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    close(list);
    return busy;
}

std::string ResultFolder::claim(std::string const& name)
{
    fs::path const full = fs::path(m_path) / name;
    if (m_claimed.count(name) == 0) {
        if (m_earlier.count(name) == 0 && fs::exists(full)) {
            throw IoError(fmt::format(
                "{} is there already and no zemi run wrote it; choose another folder with --output", full.string()));
        }
        m_claimed.insert(name);
        write_list();
    }
    return full.string();
}

void ResultFolder::write_list() const
{
    // In place, because the lock belongs to this very file.
    std::string text = std::string(list_head) + "\n";
    std::set<std::string> all = m_earlier;
    all.insert(m_claimed.begin(), m_claimed.end());
    for (std::string const& name : all) {
        text += name + "\n";
    }
    auto const size = static_cast<ssize_t>(text.size());
    if (pwrite(m_lock, text.data(), text.size(), 0) != size || ftruncate(m_lock, size) != 0) {
        throw IoError(fmt::format("cannot write into the folder {}: {}", m_path, reason()));
    }
}

void ResultFolder::write(std::string const& name, std::string_view content)
{
    std::string const final_path = claim(name);
    std::string const temporary = final_path + ".tmp";
    std::FILE* const file = std::fopen(temporary.c_str(), "wb");
    bool good = file != nullptr;
    if (good) {
        good = std::fwrite(content.data(), 1, content.size(), file) == content.size();
        good = std::fclose(file) == 0 && good;
    }
    if (!good || std::rename(temporary.c_str(), final_path.c_str()) != 0) {
        std::string const why = reason();
        std::remove(temporary.c_str());
        throw IoError(fmt::format("cannot write {}: {}", final_path, why));
    }
}

void ResultFolder::remove_stale()
{
    for (std::string const& name : m_earlier) {
        if (m_claimed.count(name) == 0) {
            std::error_code ignored;
            fs::remove(fs::path(m_path) / name, ignored);
            fs::remove(fs::path(m_path) / (name + ".tmp"), ignored);
        }
    }
    m_earlier.clear();
    write_list();
}

} // namespace zemi::app
