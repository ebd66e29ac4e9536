// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "sweep/plan.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace zemi::app {

std::size_t SweepPlan::size() const
{
    std::size_t size = m_num_repetitions * (m_sampler ? m_sampler->size() : 1);
    for (Table const& table : m_tables) {
        size *= table.rows.size();
    }
    return size;
}

std::vector<std::string> const& SweepPlan::parameters() const
{
    return m_parameters;
}

std::vector<Setting> SweepPlan::member(std::size_t i) const
{
    if (i >= size()) {
        throw std::out_of_range(fmt::format("member {} of {}", i, size()));
    }
    std::size_t const repetition = i % m_num_repetitions;
    std::size_t const combination = i / m_num_repetitions;
    std::size_t rest = combination;
    std::size_t point = 0;
    if (m_sampler) {
        point = rest % m_sampler->size();
        rest /= m_sampler->size();
    }
    std::vector<std::size_t> row(m_tables.size());
    for (std::size_t t = m_tables.size(); t-- > 0;) {
        row[t] = rest % m_tables[t].rows.size();
        rest /= m_tables[t].rows.size();
    }
    std::vector<Setting> result;
    result.reserve(m_parameters.size());
    for (std::size_t t = 0; t < m_tables.size(); ++t) {
        for (std::size_t k = 0; k < m_tables[t].keys.size(); ++k) {
            result.push_back({m_tables[t].keys[k], m_tables[t].rows[row[t]][k]});
        }
    }
    for (std::size_t k = 0; k < m_sampled.size(); ++k) {
        result.push_back(draw(m_sampled[k], m_sampler->coordinate(point, static_cast<int>(k))));
    }
    for (std::size_t k = 0; k < m_repeated.size(); ++k) {
        result.push_back(draw(m_repeated[k], repetition_deviate(combination, repetition, static_cast<int>(k), seed)));
    }
    return result;
}

Setting SweepPlan::draw(Drawn const& parameter, Real u)
{
    return {parameter.key, exact_text(parameter.distribution.quantile(u), parameter.dimension)};
}

std::string SweepPlan::resolved() const
{
    return m_resolved;
}

std::vector<std::string> const& SweepPlan::warnings() const
{
    return m_warnings;
}

} // namespace zemi::app
