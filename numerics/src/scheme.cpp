// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/scheme.hpp>

#include <algorithm>
#include <stdexcept>

namespace zemi {

namespace {

/// Whether a reconstruction takes the contact fix, see contact_fix.hpp.
struct TakesContactFix {
    template <class R>
    bool operator()() const
    {
        return requires { requires R::takes_contact_fix; };
    }
};

/// Not a lambda: nvcc warns about a generic one without captures whose parameter type is not deduced (#445-D).
struct DefaultCfl {
    template <class R>
    Real operator()() const
    {
        return R::is_constant ? Real(0.8) : Real(0.45);
    }
};

struct Rule {
    template <class R>
    SchemeRule operator()() const
    {
        return R::rule;
    }
};

struct IsHighOrder {
    template <class R>
    bool operator()() const
    {
        return R::is_high_order;
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
    return {"first_order", "second_order", "fifth_order"};
}

SchemeSpec scheme_bundle(std::string const& name)
{
    if (name == "first_order") {
        return {"constant", "hll_w", "strang_ssprk11", 0, "qc"};
    }
    if (name == "second_order") {
        return {"muscl_mc", "hll_w", "imex_ssp2_222", 0, "qc"};
    }
    if (name == "fifth_order") {
        return {"weno5_z", "hll_w", "imex_ssp3_433", 0};
    }
    throw std::invalid_argument("unknown scheme \"" + name + "\"; known: " + join_names(scheme_bundle_names()));
}

SchemeRule scheme_rule(SchemeSpec const& scheme)
{
    SchemeRule rule = select("reconstruction", scheme.reconstruction, Reconstructions{}, Rule{});
    rule.one_speed = scheme.flux == Rusanov::name;
    return rule;
}

bool uses_point_values(std::string const& reconstruction)
{
    return select("reconstruction", reconstruction, Reconstructions{}, IsHighOrder{});
}

std::vector<std::string> contact_fix_names()
{
    return {"none", "qc"};
}

std::string contact_fix_objection(std::string const& equation, SchemeSpec const& scheme)
{
    auto const known = contact_fix_names();
    if (std::find(known.begin(), known.end(), scheme.contact_fix) == known.end()) {
        return "unknown contact fix \"" + scheme.contact_fix + "\"; known: " + join_names(known);
    }
    if (scheme.contact_fix == "none") {
        return {};
    }
    if (equation == "multiclass_lwr") {
        return "the contact fix qc is for equations with markers, which " + equation + " is not: it has no contacts";
    }
    if (scheme.flux != HllW::name) {
        return "the contact fix qc is for the flux hll_w, not " + scheme.flux;
    }
    if (!select("reconstruction", scheme.reconstruction, Reconstructions{}, TakesContactFix{})) {
        return "the contact fix qc is for reconstructions of first and second order, not " + scheme.reconstruction;
    }
    return {};
}

Real default_cfl(std::string const& reconstruction)
{
    return select("reconstruction", reconstruction, Reconstructions{}, DefaultCfl{});
}

} // namespace zemi
