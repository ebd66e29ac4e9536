# SPDX-FileCopyrightText: 2026 the zemi authors
# SPDX-License-Identifier: BSD-3-Clause
#
# One way to declare a layer, and the flags that everything compiled here shares. None of them reaches a user of the
# installed package.
include(CheckCXXCompilerFlag)

# Adds each flag that the compiler takes to an interface target. Asking the compiler, instead of its name, also covers
# the wrappers around device compilers. `-Wno-x` is asked as `-Wx`: GCC swallows unknown negative warnings.
function(zemi_add_flags target)
  foreach(flag IN LISTS ARGN)
    string(REGEX REPLACE "^-Wno-" "-W" asked "${flag}")
    string(MAKE_C_IDENTIFIER "ZEMI_COMPILER_TAKES${asked}" variable)
    check_cxx_compiler_flag("${asked}" ${variable})
    if(${variable})
      if("HIP" IN_LIST ZEMI_DEVICES AND NOT flag MATCHES "^-W")
        set(flag "SHELL:-Xarch_host ${flag}") # device code keeps the defaults of its compiler
      endif()
      target_compile_options(${target} INTERFACE "${flag}")
    endif()
  endforeach()
endfunction()

add_library(zemi_warnings INTERFACE)
zemi_add_flags(zemi_warnings -Wall -Wextra -Wshadow -Wconversion -Wno-psabi)
if(ZEMI_WARNINGS_AS_ERRORS)
  zemi_add_flags(zemi_warnings -Werror)
endif()

# Flags of the arithmetic, for libraries, programs and tests alike (two translation units with different ones would
# disagree about the same inline function):
#   -fno-math-errno, -fno-trapping-math  let the compiler vectorise sqrt and select; no value changes
#   -ffp-contract=off                    makes every SIMD lane equal the scalar run bit for bit
#   -fno-ipa-cp, -fno-ipa-sra            GCC: otherwise some point formulas get new signatures before they are inlined,
#                                        stay calls, and take their packs through memory (docs/performance.md)
# -ffast-math is never used: it reorders sums and drops NaN checks.
add_library(zemi_arithmetic INTERFACE)
zemi_add_flags(zemi_arithmetic -fno-math-errno -fno-trapping-math -ffp-contract=off -fno-ipa-cp -fno-ipa-sra)
if(ZEMI_NATIVE_ARCH)
  zemi_add_flags(zemi_arithmetic -march=native)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|amd64")
    # GCC and Clang stop at 256 bits by default, from the days when 512 lowered the clock.
    zemi_add_flags(zemi_arithmetic -mprefer-vector-width=512)
  endif()
endif()

# Settings that libraries, programs and tests share.
function(zemi_configure_target target)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:zemi_warnings> $<BUILD_INTERFACE:zemi_arithmetic>)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
  if("CUDA" IN_LIST ZEMI_DEVICES AND NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # What -ffp-contract=off is for the host. A cell kernel computes each face twice, once for either cell; with
    # multiply-adds contracted differently in the two places the fluxes would differ in the last bit. Only for what
    # Kokkos hands to nvcc.
    target_compile_options(${target} PRIVATE
      $<$<IN_LIST:KOKKOS_DEPENDENCE,$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>>:-fmad=false>)
  endif()
  if("CUDA" IN_LIST ZEMI_DEVICES AND fmt_VERSION VERSION_LESS 10)
    # fmt 9 takes nvcc (seen with 13.0) for a compiler without constexpr, and then contradicts itself in C++20.
    target_compile_definitions(${target} PRIVATE FMT_USE_CONSTEXPR=1)
  endif()
endfunction()

# zemi_precompile(<target> <headers>...) parses headers of others once for all files of a target that is not installed.
# Files include what they use all the same: the preset `dev` compiles without. Not for the layers with kernels: what the
# compiler inlines there may depend on what else it has seen. Not for devices, whose compilers read a file several times.
function(zemi_precompile target)
  if(ZEMI_PRECOMPILED_HEADERS AND NOT "CUDA" IN_LIST ZEMI_DEVICES AND NOT "HIP" IN_LIST ZEMI_DEVICES)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()

# zemi_add_library(<layer> [NO_INSTALL] HEADERS <files>... [SOURCES <files>...] [PUBLIC <targets>...] [PRIVATE <targets>...])
# makes target zemi_<layer> with the alias zemi::<layer>. A layer without sources is an interface library.
function(zemi_add_library layer)
  cmake_parse_arguments(PARSE_ARGV 1 arg "NO_INSTALL" "" "HEADERS;SOURCES;PUBLIC;PRIVATE")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "zemi_add_library(${layer}): what is ${arg_UNPARSED_ARGUMENTS}?")
  endif()
  set(target zemi_${layer})
  if(arg_SOURCES)
    set(scope PUBLIC)
    add_library(${target} ${arg_SOURCES})
    zemi_configure_target(${target})
    target_link_libraries(${target} PRIVATE ${arg_PRIVATE})
    set_target_properties(${target} PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  else()
    set(scope INTERFACE)
    add_library(${target} INTERFACE)
  endif()
  add_library(zemi::${layer} ALIAS ${target})
  target_compile_features(${target} ${scope} cxx_std_20)
  target_link_libraries(${target} ${scope} ${arg_PUBLIC})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${layer})
  target_sources(${target} ${scope} FILE_SET HEADERS BASE_DIRS include FILES ${arg_HEADERS})
  if(NOT arg_NO_INSTALL)
    set_property(GLOBAL APPEND PROPERTY ZEMI_INSTALLED_TARGETS ${target})
  endif()
endfunction()

# zemi_add_program(<name> SOURCES <files>... [PRIVATE <targets>...]) makes an executable that is installed.
function(zemi_add_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PRIVATE")
  add_executable(${name} ${arg_SOURCES})
  zemi_configure_target(${name})
  target_link_libraries(${name} PRIVATE ${arg_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY ZEMI_INSTALLED_TARGETS ${name})
endfunction()
