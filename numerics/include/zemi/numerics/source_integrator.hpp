// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <zemi/core/select.hpp>
#include <zemi/numerics/numerical_flux.hpp>
#include <zemi/numerics/problem.hpp>
#include <zemi/numerics/reconstruction.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zemi {

// How source terms are integrated in time. The standard relaxation in closed form is part of every engine; all else goes
// through an engine of its own (engine_source.cpp), which exists for the reconstructions and fluxes below.

/// In closed form: relaxation terms only (RelaxationTerm), with any time scheme.
struct ExactIntegrator {
    static constexpr std::string_view name = "exact";
};
/// Adaptive Runge-Kutta of fifth order, Dormand & Prince, J. Comput. Appl. Math. 6 (1980) 19,
/// DOI 10.1016/0771-050X(80)90013-3: KokkosODE's, cell by cell. For source terms that are not stiff.
struct Rk45Integrator {
    static constexpr std::string_view name = "rk45";
};
/// Adaptive backward differentiation of order one to five, Shampine & Reichelt, SIAM J. Sci. Comput. 18 (1997) 1,
/// DOI 10.1137/S1064827594276424: KokkosODE's, cell by cell. For stiff source terms.
struct BdfIntegrator {
    static constexpr std::string_view name = "bdf";
};
using SourceIntegrators = TypeList<ExactIntegrator, Rk45Integrator, BdfIntegrator>;

/// Reconstructions and fluxes that run with source terms other than the standard relaxation in closed form. More cost
/// compile time and nothing else.
using SourceReconstructions = TypeList<ConstantReconstruction, MusclMc>;
using SourceFluxes = TypeList<HllW>;

/// True if zemi was built with Kokkos Kernels, which rk45 and bdf need.
[[nodiscard]] bool has_source_integrators() noexcept;

/// True if the problem needs the engine for general source terms.
[[nodiscard]] bool needs_source_engine(Problem const& problem);

struct SourceConflict {
    std::string key; ///< source_integrator | time | reconstruction | flux: what would have to be another one
    std::string message; ///< says why, and what would do
};

/// What a source term, its integrator and a scheme have against each other, if anything. Names that are not known are
/// not examined.
[[nodiscard]] std::optional<SourceConflict> source_conflict(std::string const& term, std::string const& integrator,
                                                            SchemeSpec const& scheme);

/// Names of the time schemes that split the source off, which rk45 and bdf need.
[[nodiscard]] std::vector<std::string> splitting_schemes();

/// `time_scheme`, or one of the same order that splits the source off if this source and integrator need that.
[[nodiscard]] std::string time_scheme_for(std::string const& term, std::string const& integrator,
                                          std::string const& time_scheme);

/// For the user: "bounded_acceleration by rk45, rtol 1e-06, atol 1e-06 m/s".
[[nodiscard]] std::string describe(ModelSpec const& model, SourceIntegration const& source);

} // namespace zemi
