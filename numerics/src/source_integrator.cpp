// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/numerics/scheme.hpp>
#include <zemi/numerics/source_integrator.hpp>
#include <zemi/physics/source_terms.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace zemi {

namespace {

bool is_known(std::vector<std::string> const& names, std::string const& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

bool has_source_integrators() noexcept
{
    return ZEMI_HAVE_KERNELS != 0;
}

bool needs_source_engine(Problem const& problem)
{
    return problem.model.equation == "multiclass_arz"
        && (problem.model.source != ConstantRelaxation<1>::name || problem.source.integrator != ExactIntegrator::name);
}

std::vector<std::string> splitting_schemes()
{
    std::vector<std::string> names;
    for (TimeScheme const& scheme : time_schemes) {
        if (scheme.relaxation == RelaxationStep::exact) {
            names.emplace_back(scheme.name);
        }
    }
    return names;
}

std::optional<SourceConflict> source_conflict(std::string const& term, std::string const& integrator,
                                              SchemeSpec const& scheme)
{
    std::string const standard(ConstantRelaxation<1>::name);
    std::string const exact(ExactIntegrator::name);
    if (!is_known(names_of(SourceTerms<1>{}), term) || !is_known(names_of(SourceIntegrators{}), integrator)
        || (term == standard && integrator == exact)) {
        return std::nullopt;
    }
    if (integrator == exact && !has_closed_form(term)) {
        return SourceConflict{"source_integrator",
                              "the source term " + term
                                  + " has no closed form, which the integrator exact needs: choose "
                                    "rk45 or bdf"};
    }
    if (integrator != exact && !has_source_integrators()) {
        return SourceConflict{"source_integrator",
                              "the integrator " + integrator
                                  + " is that of Kokkos Kernels, and this zemi was built without it (CMake: "
                                    "ZEMI_ENABLE_KERNELS=ON)"};
    }
    bool const splits = is_known(splitting_schemes(), scheme.time);
    if (is_known(time_scheme_names(), scheme.time) && !splits) {
        std::string const known = join_names(splitting_schemes());
        if (integrator != exact) {
            return SourceConflict{"time", "the integrator " + integrator
                                              + " needs a time scheme that splits the source off (" + known + "), not "
                                              + scheme.time};
        }
        // Its stages use the fraction of relaxation itself, which is another one in each cell.
        if (scheme.time == imex_ssp3_433.name) {
            return SourceConflict{"time", "the time scheme " + scheme.time + " serves the source term " + standard
                                              + " only, not " + term + ": choose imex_ssp2_222 or one of " + known};
        }
    }
    auto const is_missing = [](std::string const& name, auto const& all, auto const& available) {
        return is_known(names_of(all), name) && !is_known(names_of(available), name);
    };
    auto const missing = [&](char const* kind, std::string const& name, auto const& available) {
        return SourceConflict{kind, std::string("the ") + kind + ' ' + name + " runs with the source term " + standard
                                        + " and the integrator exact only; others run with "
                                        + join_names(names_of(available))};
    };
    if (is_missing(scheme.reconstruction, Reconstructions{}, SourceReconstructions{})) {
        return missing("reconstruction", scheme.reconstruction, SourceReconstructions{});
    }
    if (is_missing(scheme.flux, Fluxes{}, SourceFluxes{})) {
        return missing("flux", scheme.flux, SourceFluxes{});
    }
    return std::nullopt;
}

std::string time_scheme_for(std::string const& term, std::string const& integrator, std::string const& time)
{
    SchemeSpec scheme;
    scheme.time = time;
    auto const conflict = source_conflict(term, integrator, scheme);
    if (conflict && conflict->key == "time") {
        for (TimeScheme const& candidate : time_schemes) {
            if (candidate.relaxation == RelaxationStep::exact && candidate.order == time_scheme(time).order) {
                return std::string(candidate.name);
            }
        }
    }
    return time;
}

std::string describe(ModelSpec const& model, SourceIntegration const& source)
{
    std::string const text = model.source + " by " + source.integrator;
    return source.integrator == ExactIntegrator::name
             ? text
             : fmt::format("{}, rtol {:g}, atol {:g} m/s", text, source.rtol, source.atol);
}

} // namespace zemi
