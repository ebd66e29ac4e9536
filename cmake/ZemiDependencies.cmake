# SPDX-FileCopyrightText: 2026 the zemi authors
# SPDX-License-Identifier: BSD-3-Clause
#
# Finds or fetches what zemi needs, under one policy for all of it (ZEMI_DEPENDENCY_POLICY).
include(FetchContent)

if(NOT ZEMI_DEPENDENCY_POLICY MATCHES "^(AUTO|INSTALLED|FETCH)$")
  message(FATAL_ERROR "zemi: ZEMI_DEPENDENCY_POLICY is '${ZEMI_DEPENDENCY_POLICY}'; choose AUTO, INSTALLED or FETCH")
endif()
if(NOT ZEMI_ENABLE_KERNELS MATCHES "^(AUTO|ON|OFF)$")
  message(FATAL_ERROR "zemi: ZEMI_ENABLE_KERNELS is '${ZEMI_ENABLE_KERNELS}'; choose AUTO, ON or OFF")
endif()

# Ends the configuration in one readable line when sources cannot be had, instead of after minutes of retries.
function(zemi_check_network name repository)
  string(TOUPPER "${name}" upper)
  if(FETCHCONTENT_FULLY_DISCONNECTED OR FETCHCONTENT_SOURCE_DIR_${upper} OR ZEMI_${name}_REACHABLE)
    return()
  endif()
  find_package(Git QUIET)
  if(GIT_FOUND)
    execute_process(COMMAND "${CMAKE_COMMAND}" -E env GIT_TERMINAL_PROMPT=0 "${GIT_EXECUTABLE}" ls-remote --exit-code "${repository}" HEAD
      TIMEOUT 15 RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
  endif()
  if(NOT GIT_FOUND OR NOT status EQUAL 0)
    message(FATAL_ERROR "zemi: ${name} is not installed and ${repository} does not answer; install it (Spack: spack.yaml, \
Debian: cmake/debian/install-dependencies.sh) or point FETCHCONTENT_SOURCE_DIR_${upper} at its sources")
  endif()
  set(ZEMI_${name}_REACHABLE TRUE CACHE INTERNAL "its repository has answered once")
endfunction()

# zemi_dependency(<name> TARGET <target> GIT <repository> TAG <tag> [FIND <find_package arguments>...])
# A macro, because what find_package sets has to reach the caller.
macro(zemi_dependency name)
  cmake_parse_arguments(_dep "" "TARGET;GIT;TAG" "FIND" ${ARGN})
  if(NOT TARGET ${_dep_TARGET}) # a parent project may already provide it
    if(NOT ZEMI_DEPENDENCY_POLICY STREQUAL "FETCH")
      find_package(${name} ${_dep_FIND} QUIET)
    endif()
    if(NOT TARGET ${_dep_TARGET})
      if(ZEMI_DEPENDENCY_POLICY STREQUAL "INSTALLED")
        message(FATAL_ERROR "zemi: ${name} (${_dep_FIND}) is not installed and ZEMI_DEPENDENCY_POLICY=INSTALLED; \
give its place in CMAKE_PREFIX_PATH or ${name}_ROOT, or allow AUTO")
      endif()
      zemi_check_network(${name} ${_dep_GIT})
      message(STATUS "zemi: ${name} ${_dep_TAG} from source")
      FetchContent_Declare(${name} GIT_REPOSITORY ${_dep_GIT} GIT_TAG ${_dep_TAG} GIT_SHALLOW TRUE SYSTEM)
      FetchContent_MakeAvailable(${name})
      list(APPEND ZEMI_FETCHED_DEPENDENCIES ${name})
    endif()
  endif()
endmacro()

# Options of dependencies that are built here. An option in the user's cache or preset wins.
macro(zemi_default option value)
  if(NOT DEFINED ${option})
    set(${option} ${value})
  endif()
endmacro()
set(CMAKE_POLICY_DEFAULT_CMP0077 NEW) # they see these as normal variables
zemi_default(CMAKE_CXX_STANDARD 20)
zemi_default(YAML_CPP_BUILD_TESTS OFF)
zemi_default(YAML_CPP_BUILD_TOOLS OFF)
zemi_default(YAML_CPP_INSTALL ${ZEMI_INSTALL})
zemi_default(SPDLOG_FMT_EXTERNAL ON)
zemi_default(SPDLOG_INSTALL ${ZEMI_INSTALL})
zemi_default(FMT_INSTALL ${ZEMI_INSTALL})
zemi_default(INSTALL_GTEST OFF)

# ---------------------------------------------------------------- Kokkos
# These act only on a Kokkos that is built here, which reads them from the cache.
set(Kokkos_ENABLE_SERIAL ON CACHE BOOL "Serial back end of a fetched Kokkos")
set(Kokkos_ENABLE_OPENMP ON CACHE BOOL "OpenMP back end of a fetched Kokkos")
set(Kokkos_ARCH_NATIVE ${ZEMI_NATIVE_ARCH} CACHE BOOL "Compile a fetched Kokkos for this processor")
zemi_dependency(Kokkos TARGET Kokkos::kokkos FIND 4.6...<6 CONFIG
  GIT https://github.com/kokkos/kokkos.git TAG 4.7.04)

# An installed Kokkos keeps its back ends, whatever Kokkos_ENABLE_* says in a preset: ask what it has, not what was wished.
if(DEFINED Kokkos_DEVICES)
  set(ZEMI_DEVICES ${Kokkos_DEVICES})
else()
  set(ZEMI_DEVICES "")
  foreach(_device IN ITEMS SERIAL OPENMP THREADS CUDA HIP SYCL)
    if(Kokkos_ENABLE_${_device})
      list(APPEND ZEMI_DEVICES ${_device})
    endif()
  endforeach()
endif()
foreach(_device IN LISTS ZEMI_REQUIRE_DEVICES)
  if(NOT _device IN_LIST ZEMI_DEVICES)
    message(FATAL_ERROR "zemi: ZEMI_REQUIRE_DEVICES asks for ${_device}, but the Kokkos at '${Kokkos_DIR}' has '${ZEMI_DEVICES}'; \
choose another one with Kokkos_ROOT, or build it here with ZEMI_DEPENDENCY_POLICY=FETCH")
  endif()
endforeach()

# ---------------------------------------------------------------- Kokkos Kernels
set(ZEMI_HAVE_KERNELS FALSE)
if(ZEMI_ENABLE_KERNELS STREQUAL "ON")
  # Only header-only templates are used: nothing is pre-instantiated, no BLAS is wanted.
  zemi_default(KokkosKernels_ADD_DEFAULT_ETI OFF)
  zemi_default(KokkosKernels_ENABLE_TPL_BLAS OFF)
  zemi_default(KokkosKernels_ENABLE_TPL_LAPACK OFF)
  zemi_dependency(KokkosKernels TARGET Kokkos::kokkoskernels FIND 4.6...<6 CONFIG
    GIT https://github.com/kokkos/kokkos-kernels.git TAG 4.7.04)
  set(ZEMI_HAVE_KERNELS TRUE)
elseif(ZEMI_ENABLE_KERNELS STREQUAL "AUTO")
  if(NOT TARGET Kokkos::kokkoskernels AND NOT ZEMI_FETCHED_DEPENDENCIES MATCHES "Kokkos")
    find_package(KokkosKernels 4.6...<6 CONFIG QUIET)
  endif()
  if(TARGET Kokkos::kokkoskernels)
    set(ZEMI_HAVE_KERNELS TRUE)
  else()
    message(STATUS "zemi: no Kokkos Kernels, so no source integrators rk45 and bdf (ZEMI_ENABLE_KERNELS=ON makes it a requirement)")
  endif()
endif()

# An installed one may have been built without its part for ordinary differential equations.
if(ZEMI_HAVE_KERNELS)
  get_target_property(_imported Kokkos::kokkoskernels IMPORTED)
  get_target_property(_directories Kokkos::kokkoskernels INTERFACE_INCLUDE_DIRECTORIES)
  if(_imported AND _directories)
    find_file(_ode_header KokkosODE_BDF.hpp PATHS ${_directories} NO_DEFAULT_PATH NO_CACHE)
    if(NOT _ode_header AND ZEMI_ENABLE_KERNELS STREQUAL "ON")
      message(FATAL_ERROR "zemi: the Kokkos Kernels at '${KokkosKernels_DIR}' has no KokkosODE; \
build it with KokkosKernels_ENABLE_COMPONENT_ODE=ON, or choose ZEMI_ENABLE_KERNELS=OFF")
    elseif(NOT _ode_header)
      set(ZEMI_HAVE_KERNELS FALSE)
      message(STATUS "zemi: the Kokkos Kernels at '${KokkosKernels_DIR}' has no KokkosODE, so no source integrators rk45 and bdf")
    endif()
  endif()
endif()

# ---------------------------------------------------------------- netCDF (never fetched: it needs HDF5, which is no small build)
if(ZEMI_ENABLE_NETCDF AND NOT TARGET netCDF::netcdf)
  find_package(netCDF CONFIG QUIET)
  if(NOT TARGET netCDF::netcdf)
    find_package(PkgConfig QUIET)
    if(PKG_CONFIG_FOUND)
      pkg_check_modules(netcdf QUIET IMPORTED_TARGET GLOBAL netcdf)
    endif()
    if(NOT TARGET PkgConfig::netcdf)
      message(FATAL_ERROR "zemi: the netCDF C library is not found; install it (Debian: libnetcdf-dev), give netCDF_ROOT, \
or build without with ZEMI_ENABLE_NETCDF=OFF")
    endif()
    add_library(netCDF::netcdf ALIAS PkgConfig::netcdf)
    set(ZEMI_NETCDF_FROM_PKG_CONFIG TRUE)
  endif()
endif()

# ---------------------------------------------------------------- small libraries
zemi_dependency(fmt TARGET fmt::fmt
  GIT https://github.com/fmtlib/fmt.git TAG 10.2.1)
zemi_dependency(spdlog TARGET spdlog::spdlog
  GIT https://github.com/gabime/spdlog.git TAG v1.14.1)
# yaml-cpp 0.8 renamed its target.
set(_yaml_target yaml-cpp)
if(NOT ZEMI_DEPENDENCY_POLICY STREQUAL "FETCH")
  find_package(yaml-cpp QUIET)
  if(TARGET yaml-cpp::yaml-cpp)
    set(_yaml_target yaml-cpp::yaml-cpp)
  endif()
endif()
zemi_dependency(yaml-cpp TARGET ${_yaml_target}
  GIT https://github.com/jbeder/yaml-cpp.git TAG 0.8.0)
if(NOT TARGET yaml-cpp::yaml-cpp)
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
if(ZEMI_BUILD_APPS)
  zemi_dependency(CLI11 TARGET CLI11::CLI11
    GIT https://github.com/CLIUtils/CLI11.git TAG v2.4.2)
endif()
zemi_dependency(nlohmann_json TARGET nlohmann_json::nlohmann_json
  GIT https://github.com/nlohmann/json.git TAG v3.11.3)
if(ZEMI_BUILD_TESTING)
  zemi_dependency(GTest TARGET GTest::gmock
    GIT https://github.com/google/googletest.git TAG v1.14.0)
endif()
