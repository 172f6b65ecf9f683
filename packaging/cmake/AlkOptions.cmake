# SPDX-License-Identifier: MIT
# The choices of a build: which parts, which sanitizers, how strict. How one module is compiled is in AlkTargets.

option(ALK_TESTS "Build the tests" ${PROJECT_IS_TOP_LEVEL})
option(ALK_DRIVERLESS "Build plugins of dialects that have no driver yet; they stay in the build tree" ${ALK_TESTS})
option(ALK_BENCH "Build the benchmark alone; with the tests it is built anyway" OFF)
option(ALK_WERROR "Treat compiler warnings as errors" OFF)
option(ALK_COVERAGE "Instrument for gcov" OFF)
option(ALK_FUZZ "Build the fuzzers; needs clang" OFF)
set(ALK_SANITIZE "" CACHE STRING "Sanitizers: empty, \"address,undefined\" or \"thread\"")
set_property(CACHE ALK_SANITIZE PROPERTY STRINGS "" "address,undefined" "thread")

if(ALK_FUZZ AND NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "ALK_FUZZ needs clang: the fuzzers are libFuzzer programs")
endif()
set(alk_malloc_arena OFF)
if(ALK_SANITIZE MATCHES "address")
    set(alk_malloc_arena ON)
endif()
option(ALK_ARENA_MALLOC "Make every item of an arena a block of its own, so that sanitizers see each" ${alk_malloc_arena})

get_property(alk_multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
if(NOT alk_multi AND NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()

# What a program runs with is optimised as a whole. The objects hold ordinary code beside, of which the tests are linked as ever.
set(alk_can_lto OFF)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$" AND NOT ALK_SANITIZE AND NOT ALK_COVERAGE)
    set(alk_can_lto ON)
endif()
option(ALK_LTO "Optimise the shared library at link time; needs gcc" ${alk_can_lto})

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Where a plugin stands once installed; the loader has it compiled in. The 1 is the major version of the plugin ABI.
set(ALK_PLUGIN_DIR "${CMAKE_INSTALL_FULL_LIBDIR}/alkahest/plugins-1" CACHE PATH "Directory of installed plugins")
