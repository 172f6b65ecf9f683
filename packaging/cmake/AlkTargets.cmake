# SPDX-License-Identifier: MIT
# How a module of ours is compiled and linked. alk_compile() is for everything, alk_add_plugin() makes a plugin.

find_package(Threads REQUIRED)

add_library(alk_flags INTERFACE)
target_compile_definitions(alk_flags INTERFACE _GNU_SOURCE)
target_compile_options(alk_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes
    -Wvla -Wformat=2 -Wswitch-enum $<$<BOOL:${ALK_WERROR}>:-Werror>
    -fno-strict-overflow -fstack-protector-strong)

# A sanitizer or coverage holds for all that is linked into one process; the hardening of a release would blind it.
add_library(alk_instrument INTERFACE)
if(ALK_SANITIZE)
    target_compile_options(alk_instrument INTERFACE -fsanitize=${ALK_SANITIZE} -fno-sanitize-recover=all
        -fno-omit-frame-pointer -g)
    target_link_options(alk_instrument INTERFACE -fsanitize=${ALK_SANITIZE})
elseif(NOT ALK_COVERAGE AND CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo|MinSizeRel)$")
    target_compile_options(alk_instrument INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-clash-protection)
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

# alk_add_plugin(sqlite SOURCES plugin.c … LINK SQLite::SQLite3 MANIFEST sqlite.alkp [OUTPUT_DIRECTORY dir] [NO_INSTALL])
# A loadable module named after the dialect, with one exported symbol, beside its manifest; it links nothing of core.
# The target's name is alkahest_plugin_NAME. The manifest may hold @PROJECT_VERSION@.
function(alk_add_plugin name)
    cmake_parse_arguments(arg "NO_INSTALL" "MANIFEST;OUTPUT_DIRECTORY;MAP" "SOURCES;LINK" ${ARGN})
    if(NOT arg_OUTPUT_DIRECTORY)
        set(arg_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins)
    endif()
    if(NOT arg_MAP)
        set(arg_MAP ${PROJECT_SOURCE_DIR}/packaging/cmake/alk_plugin.map)
    endif()
    set(target alkahest_plugin_${name})
    add_library(${target} MODULE ${arg_SOURCES})
    alk_compile(${target})
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/sdk/include)
    target_link_libraries(${target} PRIVATE ${arg_LINK})
    target_link_options(${target} PRIVATE -Wl,--version-script=${arg_MAP} ${ALK_LINK_HARDENED} -Wl,-z,nodelete
        -Wl,--exclude-libs,ALL)
    set_target_properties(${target} PROPERTIES PREFIX "" OUTPUT_NAME ${name} LINK_DEPENDS ${arg_MAP}
        LIBRARY_OUTPUT_DIRECTORY ${arg_OUTPUT_DIRECTORY})
    if(arg_MANIFEST)
        cmake_path(GET arg_MANIFEST FILENAME manifest)
        configure_file(${arg_MANIFEST} ${arg_OUTPUT_DIRECTORY}/${manifest} @ONLY)
    endif()
    if(NOT arg_NO_INSTALL)
        install(TARGETS ${target} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/alkahest/plugins-1 COMPONENT dialect_${name})
        if(arg_MANIFEST)
            install(FILES ${arg_OUTPUT_DIRECTORY}/${manifest}
                DESTINATION ${CMAKE_INSTALL_LIBDIR}/alkahest/plugins-1 COMPONENT dialect_${name})
        endif()
    endif()
endfunction()
