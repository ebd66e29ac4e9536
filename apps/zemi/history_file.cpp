// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/history_file.hpp"

#include <zemi/core/io_error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <iterator>
#include <system_error>
#include <utility>

namespace zemi::app {
namespace {

[[noreturn]] void fail(std::string const& path)
{
    throw IoError(fmt::format("cannot write {}: {}", path, std::generic_category().message(errno)));
}

} // namespace

HistoryWriter::HistoryWriter(std::string path, std::vector<std::string> const& classes)
    : m_path(std::move(path)),
      m_temporary(m_path + ".tmp"),
      m_file(std::fopen(m_temporary.c_str(), "wb"))
{
    if (m_file == nullptr) {
        fail(m_path);
    }
    std::string header =
        "step,time [s],dt [s],realized_cfl [1],max_wave_speed [m/s],min_density [veh/m],floors,retries";
    for (std::string const& name : classes) {
        header += fmt::format(",mass_{0} [veh],inflow_{0} [veh],outflow_{0} [veh],defect_{0} [veh]", name);
    }
    put(header + "\n");
}

HistoryWriter::~HistoryWriter()
{
    if (m_file != nullptr) {
        std::fclose(m_file);
        std::remove(m_temporary.c_str());
    }
}

void HistoryWriter::put(std::string const& text)
{
    if (std::fwrite(text.data(), 1, text.size(), m_file) != text.size()) {
        fail(m_path);
    }
}

void HistoryWriter::write(std::vector<StepRecord> const& records, std::vector<MassLedger> const& ledger)
{
    std::string text;
    for (StepRecord const& r : records) {
        auto out = std::back_inserter(text);
        fmt::format_to(out, "{},{},{},{},{},{},{},{}", r.step, r.time, r.dt, r.realized_cfl, r.max_speed, r.min_density,
                       r.floors, r.retries);
        for (std::size_t c = 0; c < r.mass.size(); ++c) {
            double const defect = MassLedger{ledger[c].initial, r.inflow[c], r.outflow[c], r.mass[c]}.defect();
            fmt::format_to(out, ",{},{},{},{}", r.mass[c], r.inflow[c], r.outflow[c], defect);
        }
        text += '\n';
    }
    put(text);
}

void HistoryWriter::commit()
{
    if (std::fclose(std::exchange(m_file, nullptr)) != 0 || std::rename(m_temporary.c_str(), m_path.c_str()) != 0) {
        std::remove(m_temporary.c_str());
        fail(m_path);
    }
}

} // namespace zemi::app
