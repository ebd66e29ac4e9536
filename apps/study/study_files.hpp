// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "study/conservation.hpp"
#include "study/convergence.hpp"
#include "zemi/case.hpp"

#include <string>
#include <vector>

/// What the studies print and write. The files hold no times of the machine, so the same study gives the same bytes.
namespace zemi::study {

/// Errors and orders in one norm, a row per level.
[[nodiscard]] std::string convergence_table(ConvergenceStudy const& study, Norm norm);
/// All norms, a row per level, class and variable.
[[nodiscard]] std::string convergence_csv(ConvergenceStudy const& study);
/// A tabular of LaTeX without packages: errors and orders in one norm.
[[nodiscard]] std::string convergence_latex(ConvergenceStudy const& study, Norm norm);
/// Errors over the length of the cells, with the slopes of first and second order. SVG.
[[nodiscard]] std::string convergence_picture(ConvergenceStudy const& study, app::Case const& input, Norm norm);
[[nodiscard]] std::string convergence_json(ConvergenceStudy const& study, app::Case const& input, Norm norm,
                                           std::string const& command, std::vector<std::string> const& files);

/// A row per run and class.
[[nodiscard]] std::string conservation_table(ConservationStudy const& study);
[[nodiscard]] std::string conservation_csv(ConservationStudy const& study);
[[nodiscard]] std::string conservation_latex(ConservationStudy const& study);
/// Relative defects over the number of cells, a panel per class. SVG.
[[nodiscard]] std::string conservation_picture(ConservationStudy const& study, app::Case const& input);
[[nodiscard]] std::string conservation_json(ConservationStudy const& study, app::Case const& input,
                                            std::string const& command, std::vector<std::string> const& files);

} // namespace zemi::study
