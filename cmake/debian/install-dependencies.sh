#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 the zemi authors
# SPDX-License-Identifier: BSD-3-Clause
#
# Installs what zemi needs on a Debian (or Debian-like) machine, from its own package mirror only.
# For machines that cannot fetch sources, and for continuous integration. Safe to run again: a step
# that is already done is skipped, and a machine with a usable Kokkos keeps it untouched.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: install-dependencies.sh [--plan] [--base] [--no-kernels] [--prefix DIR]

  --plan        say what would be changed, change nothing (exit 0)
  --base        only compilers and libraries of the release itself, no Kokkos
  --no-kernels  leave Kokkos Kernels out: no source integrators rk45 and bdf
  --prefix DIR  where the Kokkos Kernels headers go (default /usr/local, which CMake searches by itself)
TEXT
}

plan_only=false
base_only=false
with_kernels=true
prefix=/usr/local
while [ $# -gt 0 ]; do
    case "$1" in
        --plan) plan_only=true ;;
        --base) base_only=true ;;
        --no-kernels) with_kernels=false ;;
        --prefix)
            [ $# -ge 2 ] || { echo "error: --prefix needs a directory" >&2; exit 2; }
            prefix=$2
            shift ;;
        -h | --help) usage; exit 0 ;;
        *) echo "error: unknown option $1" >&2; usage >&2; exit 2 ;;
    esac
    shift
done

say() { printf '[zemi] %s\n' "$*"; }
die() { printf '[zemi] error: %s\n' "$*" >&2; exit 1; }

command -v apt-get >/dev/null && command -v dpkg >/dev/null || die "this is not a Debian-like machine; see README.md for Spack and for fetched sources"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "run as root (no sudo here)"
    sudo -n true 2>/dev/null || die "run as root, or allow sudo without a password (nothing is asked here)"
    as_root=(sudo -n)
fi
export DEBIAN_FRONTEND=noninteractive
# Expired Release files are accepted, because a local mirror may lag; signatures are still checked.
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Check-Valid-Until=false)

base_packages=(
    g++ cmake ninja-build pkg-config git ca-certificates
    libyaml-cpp-dev libspdlog-dev libfmt-dev libcli11-dev nlohmann-json3-dev
    libnetcdf-dev netcdf-bin gnuplot-nox
    libgtest-dev libgmock-dev libbenchmark-dev
)

installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'; }

# The highest version of a package that apt would install now; empty if there is none.
candidate() { apt-cache policy "$1" 2>/dev/null | awk '/Candidate:/ && $2 != "(none)" { print $2 }'; }

# Does CMake find package $1 in version range $2? The result is the package's directory.
cmake_finds() {
    command -v cmake >/dev/null && command -v c++ >/dev/null && command -v ninja >/dev/null || return 1
    local dir
    dir=$(mktemp -d)
    cat > "$dir/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(probe LANGUAGES CXX)
find_package($1 $2 CONFIG REQUIRED)
CMAKE
    local status=0
    cmake -G Ninja -S "$dir" -B "$dir/build" -DCMAKE_PREFIX_PATH="$prefix" >/dev/null 2>&1 || status=1
    [ $status -ne 0 ] || sed -n "s/^$1_DIR:PATH=//p" "$dir/build/CMakeCache.txt"
    rm -rf "$dir"
    return $status
}

new_enough() { [ -n "$1" ] && dpkg --compare-versions "$1" ge "$2"; }

. /etc/os-release
release=${VERSION_CODENAME:-unknown}
suites="trixie, sid and experimental"
if [ "$release" = trixie ]; then suites="sid and experimental"; fi
glibc=$(dpkg-query -W -f '${Version}' libc6)

# ---------------------------------------------------------------- 1. look, and say what will change
missing=()
for package in "${base_packages[@]}"; do installed "$package" || missing+=("$package"); done

kokkos_dir=$(cmake_finds Kokkos 4.6...\<6) || kokkos_dir=
if [ -n "$kokkos_dir" ]; then
    kokkos_way=present
elif [ ! -e /etc/apt/sources.list.d/zemi.sources ] && new_enough "$(candidate libkokkos-dev)" 4.6; then
    kokkos_way=apt
elif [ "${ID:-}" = debian ]; then
    kokkos_way=suites
else
    kokkos_way=none
fi

say "machine: ${PRETTY_NAME:-unknown}, C library $glibc"
say "this will change:"
if [ ${#missing[@]} -gt 0 ]; then say "  - install from the release itself: ${missing[*]}"; fi
if $base_only; then kokkos_way=skip; fi
case $kokkos_way in
    skip) [ ${#missing[@]} -gt 0 ] || say "  - nothing: compilers and libraries are there" ;;
    present) say "  - Kokkos: nothing, a usable one is at $kokkos_dir" ;;
    apt) say "  - Kokkos: install libkokkos-dev $(candidate libkokkos-dev) with plain apt" ;;
    suites)
        say "  - Kokkos: this release has none that is new enough (4.6), so add the suites $suites"
        say "    to the apt sources, pinned so low that no other package moves, and install libkokkos-dev from sid"
        if ! dpkg --compare-versions "$glibc" ge 2.38; then
            say "  - C LIBRARY: move libc6, libstdc++6 and libgcc-s1 (about 20 packages) to Debian 13's, which that Kokkos needs;"
            say "    there is no supported way back, so prefer Spack or fetched sources on a machine you care for"
        fi ;;
    none) die "no Kokkos >= 4.6 in this release; use Spack, or let CMake fetch it (ZEMI_DEPENDENCY_POLICY=FETCH)" ;;
esac
if $with_kernels && ! $base_only; then say "  - Kokkos Kernels: headers of Debian's package under $prefix, if none is found and Kokkos is Debian's"; fi
if $plan_only; then exit 0; fi

# ---------------------------------------------------------------- 2. compilers and libraries
if [ ${#missing[@]} -gt 0 ]; then
    say "installing compilers and libraries of the release"
    "${apt[@]}" update
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}"
fi
if $base_only; then exit 0; fi
# CMake or Ninja may have been missing at the first look.
if [ "$kokkos_way" != present ] && kokkos_dir=$(cmake_finds Kokkos 4.6...\<6); then
    kokkos_way=present
    say "found a usable Kokkos at $kokkos_dir, leaving it alone"
fi
if [ "$kokkos_way" = suites ] && [ ! -e /etc/apt/sources.list.d/zemi.sources ] && new_enough "$(candidate libkokkos-dev)" 4.6; then kokkos_way=apt; fi

# ---------------------------------------------------------------- 3. Kokkos
# The mirror and the key are those this machine already uses for its own release.
add_suites() {
    [ -e /etc/apt/sources.list.d/zemi.sources ] && [ -e /etc/apt/preferences.d/zemi ] && return 0
    local uri keyring stanza suite
    uri=$(apt-get indextargets --format '$(ORIGIN)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)' \
        | awk -F'|' -v r="$release" '$1 == "Debian" && $2 == r && $3 == "main" { print $4; exit }')
    [ -n "$uri" ] || die "cannot see which mirror this machine uses for $release main (run apt-get update?)"
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -e "$keyring" ] || die "package debian-archive-keyring is missing"
    say "adding $suites of $uri, pinned to priorities below 100"
    stanza=$(mktemp)
    for suite in trixie sid experimental; do
        [ "$suite" != "$release" ] || continue
        printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n\n' "$uri" "$suite" "$keyring"
    done > "$stanza"
    # Preferences first: at no moment do the new suites have the normal priority.
    local pins
    pins=$(mktemp)
    {
        [ "$release" = trixie ] || printf 'Package: *\nPin: release n=trixie\nPin-Priority: 60\n\n'
        printf 'Package: *\nPin: release n=sid\nPin-Priority: 50\n\n'
        printf 'Package: *\nPin: release a=experimental\nPin-Priority: 40\n'
    } > "$pins"
    "${as_root[@]}" install -m 0644 "$pins" /etc/apt/preferences.d/zemi
    "${as_root[@]}" install -m 0644 "$stanza" /etc/apt/sources.list.d/zemi.sources
    rm -f "$stanza" "$pins"
    say "reading the package lists of these suites"
    "${apt[@]}" update
}

case $kokkos_way in
    apt)
        say "installing Kokkos with plain apt"
        "${apt[@]}" install -y --no-install-recommends libkokkos-dev ;;
    suites)
        [ ${#missing[@]} -gt 0 ] || "${apt[@]}" update
        add_suites
        if ! dpkg --compare-versions "$(dpkg-query -W -f '${Version}' libc6)" ge 2.38; then
            say "moving the C and C++ run-time libraries to Debian 13's (Kokkos from sid needs glibc >= 2.38, libstdc++ >= 13.1)"
            "${apt[@]}" install -y --no-install-recommends -t trixie libc6-dev libstdc++6 libgcc-s1
        fi
        say "installing Kokkos from sid"
        "${apt[@]}" install -y --no-install-recommends libkokkos-dev/sid ;;
esac

# Debian's CMake files name two archives that no package ships (both parts are header-only): empty ones satisfy the linker.
if installed libkokkos-dev; then
    core_library=$(dpkg -L libkokkos-dev | grep '/libkokkoscore\.so$' | head -n 1)
    if [ -n "$core_library" ]; then
        for part in algorithms simd; do
            archive=$(dirname "$core_library")/libkokkos$part.a
            [ -e "$archive" ] || [ -e "${archive%.a}.so" ] || {
                say "creating the empty archive $archive (missing in Debian's package)"
                "${as_root[@]}" ar cr "$archive"
            }
        done
    fi
fi
cmake_finds Kokkos 4.6...\<6 >/dev/null || die "Kokkos was installed but CMake does not find it; please report this"

# ---------------------------------------------------------------- 4. Kokkos Kernels
# Debian has it only inside Trilinos, built for Serial. With every pre-instantiation emptied its templates are header-only
# and serve the OpenMP Kokkos just installed.
install_kernels() {
    local package=libtrilinos-kokkos-kernels-dev wanted work include config version
    if new_enough "$(candidate $package)" 17; then
        wanted=$package
    elif [ -e /etc/apt/sources.list.d/zemi.sources ]; then
        wanted=$package/experimental # without the suite apt takes the release's own, which is too old
    else
        say "no Kokkos Kernels >= 5 in the apt sources: zemi will be built without it"
        return 0
    fi
    say "unpacking the headers of $wanted under $prefix"
    work=$(mktemp -d)
    (cd "$work" && apt-get -q -o APT::Sandbox::User=root download "$wanted" && dpkg-deb -x "$package"_*.deb unpacked)
    include=$work/unpacked/usr/include/trilinos
    config=$include/KokkosKernels_config.h
    [ -e "$config" ] || die "unexpected layout of $package"
    find "$include" -path '*generated_specializations_hpp/*' -type f -exec truncate -s 0 {} +
    # Whole lines only: some of these names also stand in #if conditions, which must keep their #endif.
    sed -i -E \
        -e 's/KOKKOSKERNELS_INST_EXECSPACE_SERIAL/KOKKOSKERNELS_INST_EXECSPACE_OPENMP/g' \
        -e '/^#define KOKKOSKERNELS_(ENABLE_TPL_BLAS|ENABLE_TPL_LAPACK|ENABLE_SUPERNODAL_SPTRSV|TEST_ETI_ONLY)[[:space:]]*$/d' \
        "$config"
    version=$(sed -n -E 's/^#define KOKKOSKERNELS_VERSION[[:space:]]+([0-9]+).*/\1/p' "$config" | head -n 1)
    [ -n "$version" ] || version=50002
    version=$((version / 10000)).$((version / 100 % 100)).$((version % 100))
    "${as_root[@]}" mkdir -p "$prefix/include" "$prefix/lib/cmake/KokkosKernels"
    "${as_root[@]}" rm -rf "$prefix/include/kokkos-kernels"
    "${as_root[@]}" cp -r "$include" "$prefix/include/kokkos-kernels"
    cat > "$work/KokkosKernelsConfig.cmake" <<'CMAKE'
# Header-only Kokkos Kernels from Debian's Trilinos package, written by zemi's install-dependencies.sh.
include(CMakeFindDependencyMacro)
find_dependency(Kokkos)
get_filename_component(_kokkos_kernels_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
if(NOT TARGET Kokkos::kokkoskernels)
  add_library(Kokkos::kokkoskernels INTERFACE IMPORTED)
  set_target_properties(Kokkos::kokkoskernels PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES "${_kokkos_kernels_prefix}/include/kokkos-kernels"
    INTERFACE_LINK_LIBRARIES Kokkos::kokkos)
endif()
unset(_kokkos_kernels_prefix)
CMAKE
    cat > "$work/version.cmake" <<CMAKE
include(CMakePackageConfigHelpers)
write_basic_package_version_file("\${CMAKE_ARGV3}" VERSION $version COMPATIBILITY AnyNewerVersion ARCH_INDEPENDENT)
CMAKE
    cmake -P "$work/version.cmake" "$work/KokkosKernelsConfigVersion.cmake"
    "${as_root[@]}" install -m 0644 "$work/KokkosKernelsConfig.cmake" "$work/KokkosKernelsConfigVersion.cmake" "$prefix/lib/cmake/KokkosKernels/"
    rm -rf "$work"
}
if $with_kernels; then
    if cmake_finds KokkosKernels 4.6...\<6 >/dev/null; then
        say "a usable Kokkos Kernels is there, leaving it alone"
    elif installed libkokkos-dev; then
        install_kernels
        if cmake_finds KokkosKernels 4.6...\<6 >/dev/null; then say "Kokkos Kernels is ready"; fi
    else
        say "Kokkos is not Debian's: install the Kokkos Kernels that belongs to it the same way (zemi builds without)"
    fi
fi
say "done: every dependency of zemi is in place"
