// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/physics/exact/single_class_riemann.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace zemi::exact {

SingleClassRiemann::SingleClassRiemann(Real pressure_scale, Real exponent, Real jam_density,
                                       SingleClassState const& left, SingleClassState const& right)
    : m_scale(pressure_scale),
      m_exponent(exponent),
      m_jam_density(jam_density),
      m_left(left),
      m_right(right)
{
    if (!(pressure_scale > 0 && exponent > 0 && jam_density > 0)) {
        throw std::invalid_argument("pressure scale, exponent and jam density must be positive");
    }
    if (!(left.density >= 0 && right.density >= 0 && std::isfinite(left.speed) && std::isfinite(right.speed))) {
        throw std::invalid_argument("densities of a Riemann problem must not be negative, speeds must be finite");
    }
    m_left.marker = left.speed + pressure(left.density);
    m_right.marker = right.speed + pressure(right.density);
    bool const empty_left = left.density == 0;
    bool const empty_right = right.density == 0;
    if (empty_left) {
        if (!empty_right) {
            m_left.speed = m_left.marker = m_right.speed;
        }
        m_middle = m_left;
        m_head = m_tail = m_contact = m_right.speed;
        return;
    }
    Real const marker = m_left.marker;
    if (empty_right) {
        m_right.speed = m_right.marker = marker;
    }
    m_contact = m_right.speed;
    m_head = m_left.speed - m_exponent * pressure(m_left.density);
    if (m_contact >= marker) {
        m_first_wave = FirstWave::rarefaction;
        m_tail = marker;
        m_middle = {0, marker, marker};
        return;
    }
    m_middle = {density_at(marker - m_contact), m_contact, marker};
    if (m_contact > m_left.speed) {
        m_first_wave = FirstWave::rarefaction;
        m_tail = m_contact - m_exponent * (marker - m_contact);
    } else if (m_contact < m_left.speed) {
        m_first_wave = FirstWave::shock;
        m_head = m_tail =
            (m_middle.density * m_middle.speed - m_left.density * m_left.speed) / (m_middle.density - m_left.density);
    } else {
        m_middle = m_left;
        m_tail = m_head;
    }
}

SingleClassState SingleClassRiemann::sample(Real xi) const
{
    if (m_left.density == 0) {
        return xi < m_contact ? m_left : m_right;
    }
    if (xi < m_head) {
        return m_left;
    }
    if (xi < m_tail) {
        Real const p = (m_left.marker - xi) / (m_exponent + 1);
        return {density_at(p), m_left.marker - p, m_left.marker};
    }
    if (xi < m_contact) {
        return m_middle.density > 0 ? m_middle : SingleClassState{0, xi, xi};
    }
    return m_right;
}

Real SingleClassRiemann::origin(Real x, Real t) const
{
    if (!(t > 0)) {
        return x;
    }
    SingleClassState const here = sample(x / t);
    Real const passed = here.density * (x - here.speed * t); // vehicles between the first on the right and this one
    if (x < m_contact * t) {
        return m_left.density > 0 ? std::min(passed / m_left.density, Real(0)) : x;
    }
    return m_right.density > 0 ? passed / m_right.density : x;
}

Real SingleClassRiemann::pressure(Real density) const
{
    return m_scale * std::pow(density / m_jam_density, m_exponent);
}

Real SingleClassRiemann::density_at(Real pressure) const
{
    return m_jam_density * std::pow(std::max(Real(0), pressure / m_scale), 1 / m_exponent);
}

} // namespace zemi::exact
