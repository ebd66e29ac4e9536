#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the zemi authors
# SPDX-License-Identifier: BSD-3-Clause
#
# From a clone to a picture, asking nothing:
#   ./quickstart.sh         installs what is missing, builds the program, runs cases/red_light.yaml
#   ./quickstart.sh test    the same set-up, then the whole test suite
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

say() { printf '[quickstart] %s\n' "$*"; }
die() { printf '[quickstart] error: %s\n' "$*" >&2; exit 1; }

mode=${1:-run}
[ $# -le 1 ] && { [ "$mode" = run ] || [ "$mode" = test ]; } || { sed -n '5,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
started=$SECONDS
recipe=cmake/debian/install-dependencies.sh

# Back ends of a Kokkos that CMake finds by itself; fails if there is none that is new enough.
kokkos_devices() {
    command -v cmake >/dev/null && command -v c++ >/dev/null || return 1
    local dir status=0
    dir=$(mktemp -d)
    cat > "$dir/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(probe LANGUAGES CXX)
find_package(Kokkos 4.6...<6 CONFIG REQUIRED)
set(devices "${Kokkos_DEVICES}" CACHE INTERNAL "")
CMAKE
    cmake -G Ninja -S "$dir" -B "$dir/build" >/dev/null 2>&1 || status=1
    [ $status -ne 0 ] || sed -n 's/^devices:INTERNAL=//p' "$dir/build/CMakeCache.txt"
    rm -rf "$dir"
    return $status
}
has_apt() { command -v apt-get >/dev/null && command -v dpkg >/dev/null; }
apt_has_kokkos() {
    local version
    has_apt && [ ! -e /etc/apt/sources.list.d/zemi.sources ] || return 1
    version=$(apt-cache policy libkokkos-dev 2>/dev/null | awk '/Candidate:/ && $2 != "(none)" { print $2 }')
    [ -n "$version" ] && dpkg --compare-versions "$version" ge 4.6
}
sources_answer() {
    command -v git >/dev/null && GIT_TERMINAL_PROMPT=0 timeout 15 git ls-remote --exit-code https://github.com/kokkos/kokkos.git HEAD >/dev/null 2>&1
}

# ---------------------------------------------------------------- 1. compilers, libraries, Kokkos
if has_apt; then
    if [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; then
        bash "$recipe" --base
    else
        say "not root, so nothing is installed with apt; what is missing is fetched if it can be"
    fi
fi
for tool in cmake ninja c++; do
    command -v $tool >/dev/null || die "$tool is missing and cannot be installed here; see README.md (Spack installs everything)"
done

if devices=$(kokkos_devices); then
    say "Kokkos: the one already on this machine ($devices), because what is there fits best"
elif apt_has_kokkos; then
    say "Kokkos: with plain apt, because this release has a new enough one"
    bash "$recipe"
    devices=$(kokkos_devices)
elif sources_answer; then
    say "Kokkos: from source, because none is installed and the network answers; compiled for this processor"
    devices="OPENMP;SERIAL"
elif [ "$(. /etc/os-release 2>/dev/null && echo "${ID:-}")" = debian ]; then
    say "Kokkos: from Debian's newer suites, because nothing else can be reached from here"
    bash "$recipe"
    devices=$(kokkos_devices)
else
    die "no Kokkos here, and none can be had; install it with Spack (spack.yaml) or set Kokkos_ROOT to one"
fi
case ";$devices;" in
    *";OPENMP;"*) preset=openmp ;;
    *";SERIAL;"*) preset=serial ;;
    *) die "the Kokkos found has only '$devices'; configure by hand with the preset that fits (cmake --list-presets)" ;;
esac

# ---------------------------------------------------------------- 2. build
# One compiler takes up to 1.5 GB.
jobs=$(nproc)
memory=$(awk '/MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo 2>/dev/null || echo 1)
if [ "$memory" -lt "$jobs" ]; then jobs=$memory; fi
if [ "$jobs" -lt 1 ]; then jobs=1; fi
jobs=${CMAKE_BUILD_PARALLEL_LEVEL:-$jobs}

say "building with preset $preset and $jobs jobs ($((SECONDS - started)) s so far)"
cmake --preset "$preset"
if [ "$mode" = test ]; then
    cmake --build --preset "$preset" -j "$jobs"
    say "testing ($((SECONDS - started)) s so far)"
    ctest --preset "$preset" -j "$jobs"
    exit
fi
cmake --build --preset "$preset" -j "$jobs" --target zemi

# ---------------------------------------------------------------- 3. the first run
results=results/red_light
say "running build/$preset/bin/zemi run cases/red_light.yaml -o $results ($((SECONDS - started)) s so far)"
"build/$preset/bin/zemi" run cases/red_light.yaml -o "$results"
picture=$(find "$results" -name 'space_time_*.svg' | sort | tail -n 1)
[ -n "$picture" ] || die "the run wrote no picture into $results"
say "done in $((SECONDS - started)) s; open $PWD/$picture"
