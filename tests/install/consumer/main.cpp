// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
#include <zemi/core/build_info.hpp>
#include <zemi/numerics/simulation.hpp>
#include <zemi/physics/concepts.hpp>

#include <Kokkos_Core.hpp>

#include <cstdio>

int main(int argc, char** argv)
{
    Kokkos::ScopeGuard const kokkos(argc, argv);
    zemi::BuildInfo const info = zemi::build_info();
    std::printf("zemi %s, %s\n", info.version.c_str(), info.backends.c_str());
    return info.version.empty() ? 1 : 0;
}
