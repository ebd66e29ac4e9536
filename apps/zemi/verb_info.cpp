// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include "zemi/command_line.hpp"
#include "zemi/report.hpp"
#include "zemi/verbs.hpp"
#include <zemi/core/build_info.hpp>
#include <zemi/core/netcdf_writer.hpp>
#include <zemi/core/pack.hpp>
#include <zemi/physics/model_spec.hpp>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <memory>

namespace zemi::app {
namespace {

ExitCode info(ComputeOptions const& options)
{
    Runtime const runtime = start_runtime(options);
    BuildInfo const build = build_info();
    if (options.json) {
        nlohmann::ordered_json j;
        j["version"] = build.version;
        j["build_type"] = build.build_type;
        j["compiler"] = build.compiler;
        j["native_arch"] = build.native_arch;
        j["kokkos_version"] = build.kokkos_version;
        j["back_ends"] = build.backends;
        j["device"] = device_description();
        j["concurrency"] = device_concurrency();
        j["pack_width"] = Pack::size;
        j["netcdf_version"] = netcdf_version();
        j["kokkos_kernels"] = build.kokkos_kernels;
        j["max_classes"] = 3;
        j["max_road_categories"] = max_road_categories;
        fmt::print("{}\n", j.dump(2));
        return ExitCode::done;
    }
    auto const yes_no = [](bool value) { return std::string(value ? "yes" : "no"); };
    std::string const netcdf = netcdf_version();
    fmt::print("{}", fact_table({{"zemi", build.version},
                                 {"build", build.build_type + ", " + build.compiler},
                                 {"for this processor", yes_no(build.native_arch)},
                                 {"Kokkos", build.kokkos_version},
                                 {"back ends", build.backends},
                                 {"runs on", device_description()},
                                 {"numbers at once", fmt::format("{} per pack", Pack::size)},
                                 {"netCDF", netcdf.empty() ? "no (no fields.nc, no plot)" : netcdf},
                                 {"Kokkos Kernels", yes_no(build.kokkos_kernels)},
                                 {"vehicle classes", "1 to 3"},
                                 {"road categories", fmt::format("up to {}", max_road_categories)}}));
    return ExitCode::done;
}

} // namespace

void add_info(CLI::App& app, ExitCode& result)
{
    auto const options = std::make_shared<ComputeOptions>();
    CLI::App* const verb = app.add_subcommand("info", "How this zemi was built, and what it runs on");
    add_runtime_options(*verb, *options);
    verb->callback([options, &result] { result = info(*options); });
}

} // namespace zemi::app
