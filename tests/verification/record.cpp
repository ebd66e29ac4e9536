// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "record.hpp"

#include <nlohmann/json.hpp>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace zemi::test {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Measurement, table, problem, method, column, num_cells, value, figure, low, high)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Profile, picture, method, quantity, x, y)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Remark, text)

namespace {

template <class Row>
void append(char const* kind, Row const& row)
{
    char const* const path = std::getenv("ZEMI_VERIFICATION_RECORD");
    if (path == nullptr) {
        return;
    }
    std::ofstream file(path, std::ios::app);
    // nlohmann writes numbers that JSON has no text for as null, which no reader of rows takes.
    file << nlohmann::json{{kind, row}}.dump() << '\n';
    file.flush();
    if (!file) {
        throw std::runtime_error("cannot write to " + std::string(path) + ", named by ZEMI_VERIFICATION_RECORD");
    }
}

} // namespace

void record(Measurement const& row)
{
    append("measurement", row);
}

void record(Profile const& row)
{
    append("profile", row);
}

void record(Remark const& row)
{
    append("remark", row);
}

void remark(char const* format, ...)
{
    std::va_list arguments;
    va_start(arguments, format);
    std::va_list again;
    va_copy(again, arguments);
    int const length = std::vsnprintf(nullptr, 0, format, arguments);
    va_end(arguments);
    std::string text(static_cast<std::size_t>(length) + 1, '\0');
    std::vsnprintf(text.data(), text.size(), format, again);
    va_end(again);
    std::fputs(text.c_str(), stdout);
    text.erase(text.find_last_not_of(std::string("\n\0", 2)) + 1);
    record(Remark{text});
}

Record read_record(std::string const& path)
{
    std::ifstream file(path);
    if (!file) {
        throw std::runtime_error("cannot read " + path);
    }
    Record record;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        try {
            auto const row = nlohmann::json::parse(line);
            if (row.contains("measurement")) {
                record.measurements.push_back(row.at("measurement").get<Measurement>());
            } else if (row.contains("profile")) {
                record.profiles.push_back(row.at("profile").get<Profile>());
            } else {
                record.remarks.push_back(row.at("remark").get<Remark>());
            }
        } catch (nlohmann::json::exception const& error) {
            throw std::runtime_error(path + ":" + std::to_string(number) + ": " + error.what());
        }
    }
    return record;
}

} // namespace zemi::test
