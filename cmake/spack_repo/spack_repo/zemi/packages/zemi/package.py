# SPDX-FileCopyrightText: 2026 the zemi authors
# SPDX-License-Identifier: BSD-3-Clause

from spack_repo.builtin.build_systems.cmake import CMakePackage
from spack_repo.builtin.build_systems.cuda import CudaPackage
from spack_repo.builtin.build_systems.rocm import ROCmPackage

from spack.package import *


class Zemi(CMakePackage, CudaPackage, ROCmPackage):
    """Solves systems of traffic conservation laws on roads, one run or a million, on CPUs and
    GPUs, from one Kokkos source."""

    homepage = "https://example.org/zemi"
    git = "https://example.org/zemi/zemi.git"

    license("BSD-3-Clause")

    test_requires_compiler = True

    version("main", branch="main")

    # CUDA and ROCm variants (and cuda_arch, amdgpu_target) come from the mixins.
    variant("serial", default=True, description="Enable the Kokkos Serial backend")
    variant("openmp", default=False, description="Enable the Kokkos OpenMP backend")

    variant("shared", default=True, description="Build shared libraries")
    variant("mpi", default=False, description="Not available yet; +mpi is refused")
    variant("netcdf", default=True, description="Enable netCDF output")
    variant("kernels", default=True, description="Use Kokkos Kernels for source integrators")

    # zemi 0.1 runs in one process. A variant that did nothing would be worse than a refusal.
    conflicts("+mpi", msg="zemi has no MPI yet: it runs in one process")

    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")

    depends_on("fmt@9:")
    depends_on("fmt@10:", when="+cuda")  # nvcc rejects fmt@:9 in C++20 mode
    depends_on("spdlog@1.10:")
    depends_on("yaml-cpp@0.7:")
    depends_on("nlohmann-json@3.10:", type="build")
    depends_on("cli11@2.1:", type="build")
    depends_on("googletest@1.12: +gmock", type="test")

    with when("+netcdf"):
        depends_on("pkgconfig", type="build")
        # Serial: hdf5 has MPI on by default, and one process writes each file.
        depends_on("netcdf-c@4.9: ~mpi")
        depends_on("hdf5~mpi")

    depends_on("kokkos@4.6:5")
    depends_on("kokkos-kernels@4.6:5", when="+kernels")

    depends_on("kokkos+pic", when="+shared")

    for _backend in ("serial", "openmp"):
        depends_on(f"kokkos+{_backend}", when=f"+{_backend}")
        depends_on(f"kokkos-kernels+{_backend}", when=f"+kernels+{_backend}")

    # zemi is C++20; kokkos@4 defaults to cxxstd=17.
    depends_on("kokkos cxxstd=20")

    # A back end of zemi is a back end of Kokkos, for the same architecture.
    for _arch in CudaPackage.cuda_arch_values:
        _cuda = f"+cuda cuda_arch={_arch}"
        depends_on(f"kokkos {_cuda}", when=_cuda)
        depends_on(f"kokkos-kernels {_cuda}", when=f"+kernels {_cuda}")

    # kokkos-kernels has no rocm variant: it follows the kokkos it is built with.
    for _target in ROCmPackage.amdgpu_targets:
        _rocm = f"+rocm amdgpu_target={_target}"
        depends_on(f"kokkos {_rocm}", when=_rocm)

    # Kokkos compiles CUDA with nvcc_wrapper when the host compiler is GCC.
    depends_on("kokkos+wrapper", when="+cuda %cxx=gcc")
    requires("^kokkos+cuda_lambda", when="+cuda ^kokkos@:4")

    conflicts("+cuda", when="cuda_arch=none", msg="zemi+cuda needs cuda_arch=<arch>")
    conflicts("+cuda", when="+rocm", msg="Kokkos enables one device backend at a time")
    requires(
        "+serial", "+openmp", policy="any_of", msg="Kokkos requires at least one host backend"
    )
    conflicts("%gcc@:11", msg="zemi is C++20 and is tested from GCC 12 on")
    conflicts("%llvm@:15")

    generator("ninja")

    @property
    def nvcc_wrapper(self):
        """Kokkos installs nvcc_wrapper, with or without the kokkos-nvcc-wrapper package."""
        return join_path(self.spec["kokkos"].prefix.bin, "nvcc_wrapper")

    def setup_build_environment(self, env: EnvironmentModifications) -> None:
        if self.spec.satisfies("^kokkos+wrapper"):
            env.set("NVCC_WRAPPER_DEFAULT_COMPILER", spack_cxx)
            env.set("CUDA_ROOT", self.spec["cuda"].prefix)

    def required_devices(self):
        """The back ends that the Kokkos found has to have; the configuration checks it."""
        names = {"serial": "SERIAL", "openmp": "OPENMP", "cuda": "CUDA", "rocm": "HIP"}
        return [device for variant, device in names.items() if self.spec.satisfies(f"+{variant}")]

    def cmake_args(self):
        args = [
            # Spack provides everything; a download would be a mistake.
            self.define("ZEMI_DEPENDENCY_POLICY", "INSTALLED"),
            self.define("ZEMI_REQUIRE_DEVICES", self.required_devices()),
            self.define("ZEMI_BUILD_TESTING", self.run_tests),
            self.define("ZEMI_ENABLE_KERNELS", "ON" if self.spec.satisfies("+kernels") else "OFF"),
            self.define_from_variant("ZEMI_ENABLE_NETCDF", "netcdf"),
            self.define_from_variant("BUILD_SHARED_LIBS", "shared"),
        ]

        # Otherwise Spack's compiler wrapper (CXX) is the right compiler. self["kokkos"].kokkos_cxx
        # is not used: it raises when Kokkos is an external.
        if self.spec.satisfies("^kokkos+wrapper"):
            args.append(self.define("CMAKE_CXX_COMPILER", self.nvcc_wrapper))
        elif self.spec.satisfies("+rocm") and not self.spec.satisfies("%cxx=llvm-amdgpu"):
            args.append(self.define("CMAKE_CXX_COMPILER", self.spec["hip"].hipcc))

        return args

    def test_version(self):
        """run the installed program"""
        zemi = Executable(self.prefix.bin.zemi)
        out = zemi("--version", output=str.split, error=str.split)
        assert "zemi" in out
