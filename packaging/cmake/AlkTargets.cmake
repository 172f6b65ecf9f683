# SPDX-License-Identifier: MIT
# How a module of ours is compiled and linked. alk_compile() is for everything.

find_package(Threads REQUIRED)

add_library(alk_flags INTERFACE)
# Assertions are for Debug builds alone: a library never ends its program, whatever build type a package chooses.
target_compile_definitions(alk_flags INTERFACE _GNU_SOURCE $<$<NOT:$<CONFIG:Debug>>:NDEBUG>)
target_compile_options(alk_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Wformat=2 -Wswitch-enum $<$<BOOL:${ALK_WERROR}>:-Werror>
    -fstack-protector-strong)
# gcc clears and copies structs by "rep stos", which takes longer to begin than the C library's function takes altogether.
include(CheckCCompilerFlag)
check_c_compiler_flag(-mmemset-strategy=libcall:-1:noalign ALK_HAS_MEMSET_STRATEGY)
if(ALK_HAS_MEMSET_STRATEGY)
    target_compile_options(alk_flags INTERFACE -mmemset-strategy=libcall:-1:noalign -mmemcpy-strategy=libcall:-1:noalign)
endif()

# Calls of other libraries go by the table of addresses at once: all of it is filled when a library is loaded (-z now), so that a stub in between is waste.
check_c_compiler_flag(-fno-plt ALK_HAS_NO_PLT)
if(ALK_HAS_NO_PLT)
    target_compile_options(alk_flags INTERFACE -fno-plt)
endif()

# A sanitizer or coverage holds for all that is linked into one process; the hardening of a release would blind it. Its reports show functions and lines: -g1, which is
# compiled and linked faster than all there is to say.
add_library(alk_instrument INTERFACE)
if(ALK_SANITIZE)
    target_compile_options(alk_instrument INTERFACE -fsanitize=${ALK_SANITIZE} -fno-sanitize-recover=all
        -fno-omit-frame-pointer -g1)
    target_link_options(alk_instrument INTERFACE -fsanitize=${ALK_SANITIZE})
elseif(NOT ALK_COVERAGE AND CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$")
    target_compile_options(alk_instrument INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-clash-protection
        -fno-strict-overflow)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
        target_compile_options(alk_instrument INTERFACE -fcf-protection)
    endif()
endif()
if(ALK_FUZZ)
    target_compile_options(alk_instrument INTERFACE -fsanitize=fuzzer-no-link)
    target_link_options(alk_instrument INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(ALK_COVERAGE)
    target_compile_options(alk_instrument INTERFACE --coverage -O0 -g)
    target_link_options(alk_instrument INTERFACE --coverage)
endif()
if(CMAKE_C_COMPILER_ID MATCHES "Clang" AND ALK_SANITIZE)
    set(alk_no_undefined "")         # clang leaves the sanitizer's symbols of a shared object to the program
else()
    set(alk_no_undefined -Wl,-z,defs)
endif()
set(ALK_LINK_HARDENED ${alk_no_undefined} -Wl,-z,now -Wl,-z,relro)

function(alk_compile target)
    target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:alk_flags> $<BUILD_INTERFACE:alk_instrument>)
endfunction()

# How a plugin is made is the same here and outside.
include(AlkahestPlugin)
