// SPDX-FileCopyrightText: 2026 the zemi authors
// SPDX-License-Identifier: BSD-3-Clause
// A tool as KOKKOS_TOOLS_LIBS loads it: prints the regions of the program to stderr. Built as a module of its own.
#include <cstdio>

extern "C" void kokkosp_push_profile_region(char const* name)
{
    std::fprintf(stderr, "region %s\n", name);
}
