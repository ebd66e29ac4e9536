# SPDX-FileCopyrightText: 2026 the zemi authors
# SPDX-License-Identifier: BSD-3-Clause
#
# Installs libraries, headers, programs, and the CMake package `zemi` (targets zemi::core, zemi::physics, zemi::numerics).
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

get_property(_targets GLOBAL PROPERTY ZEMI_INSTALLED_TARGETS)
set(_libraries "")
foreach(_target IN LISTS _targets)
  get_target_property(_type ${_target} TYPE)
  if(_type STREQUAL "EXECUTABLE")
    install(TARGETS ${_target} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  else()
    list(APPEND _libraries ${_target})
  endif()
endforeach()

set(_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/zemi")
install(TARGETS ${_libraries} EXPORT zemiTargets
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(EXPORT zemiTargets NAMESPACE zemi:: DESTINATION "${_package_dir}")

# A static library needs its private dependencies at the user's link step; a shared one has them inside.
set(ZEMI_STATIC FALSE)
if(NOT BUILD_SHARED_LIBS)
  set(ZEMI_STATIC TRUE)
endif()
configure_package_config_file(cmake/ZemiConfig.cmake.in "${PROJECT_BINARY_DIR}/zemiConfig.cmake" INSTALL_DESTINATION "${_package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/zemiConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/zemiConfig.cmake" "${PROJECT_BINARY_DIR}/zemiConfigVersion.cmake" DESTINATION "${_package_dir}")
