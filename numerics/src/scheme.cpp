// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/scheme.hpp>

#include <stdexcept>

namespace zemi {

namespace {

/// Not a lambda: nvcc warns about a generic one without captures whose parameter type is not deduced (#445-D).
struct DefaultCfl {
    template <class R>
    Real operator()() const
    {
        return R::is_constant ? Real(0.8) : Real(0.45);
    }
};

} // namespace

std::vector<std::string> time_scheme_names()
{
    std::vector<std::string> names;
    for (TimeScheme const& scheme : time_schemes) {
        names.emplace_back(scheme.name);
    }
    return names;
}

TimeScheme const& time_scheme(std::string const& name)
{
    for (TimeScheme const& scheme : time_schemes) {
        if (scheme.name == name) {
            return scheme;
        }
    }
    throw std::invalid_argument("unknown time scheme \"" + name + "\"; known: " + join_names(time_scheme_names()));
}

std::vector<std::string> scheme_bundle_names()
{
    return {"first_order", "second_order"};
}

SchemeSpec scheme_bundle(std::string const& name)
{
    if (name == "first_order") {
        return {"constant", "hll_w", "strang_ssprk11", 0};
    }
    if (name == "second_order") {
        return {"muscl_mc", "hll_w", "imex_ssp2_222", 0};
    }
    throw std::invalid_argument("unknown scheme \"" + name + "\"; known: " + join_names(scheme_bundle_names()));
}

Real default_cfl(std::string const& reconstruction)
{
    return select("reconstruction", reconstruction, Reconstructions{}, DefaultCfl{});
}

} // namespace zemi
