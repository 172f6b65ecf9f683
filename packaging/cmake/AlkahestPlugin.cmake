# SPDX-License-Identifier: MIT
# How a plugin is built: one function, the same inside this tree and, through find_package(AlkahestPlugin 1), for strangers.
# It knows nothing of any database.
#
#   alkahest_add_plugin(<name>
#       SOURCES file…                 what it is compiled from
#       PAIRS dialect+driver…         what it connects to
#       [DIALECTS name…]              of which databases it knows the SQL; without PAIRS it has no driver
#       [DEFAULT dialect+driver]      the driver of a URL that names none
#       [ALIASES name…]               other names of the default pair's dialect, or of the first dialect
#       [CAPS name…]                  static capabilities, for those who list plugins
#       [CLIENT text]                 the client library that it needs: "libpq >= 12"
#       [VERSION version]             else the project's
#       [HOMEPAGE url] [MIN_HOST_MINOR n]
#       [LINK target…]                what it links; never Alkahest itself
#       [OUTPUT_DIRECTORY dir] [MAP file] [COMPONENT name] [NO_INSTALL])
#
# It makes the module target alkahest_plugin_<name>, that is <name>.so, with the manifest <name>.alkp beside it, and installs both. All plugins
# of a build stand in ${CMAKE_BINARY_DIR}/plugins, so that ALKAHEST_PLUGIN_ONLY_PATH may point there. The sources see, without including
# anything, ALK_PLUGIN_MANIFEST (for ALK_PLUGIN_NOTE), ALK_PLUGIN_NAME, ALK_PLUGIN_VERSION and ALK_PLUGIN_MIN_HOST_MINOR (for the table).

include_guard(GLOBAL)
include(GNUInstallDirs)

set(ALKAHEST_PLUGIN_ABI 1)
get_filename_component(alkahest_plugin_tree "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
if(NOT ALKAHEST_PLUGIN_INCLUDE_DIR)
    set(ALKAHEST_PLUGIN_INCLUDE_DIR "${alkahest_plugin_tree}/sdk/include")
endif()
set(ALKAHEST_PLUGIN_MAP "${CMAKE_CURRENT_LIST_DIR}/alk_plugin.map")
set(ALKAHEST_PLUGIN_INSTALL_DIR "${CMAKE_INSTALL_LIBDIR}/alkahest/plugins-${ALKAHEST_PLUGIN_ABI}" CACHE PATH
    "Where plugins are installed, under the prefix")

file(STRINGS "${ALKAHEST_PLUGIN_INCLUDE_DIR}/alkahest/plugin.h" alkahest_abi_line REGEX "^#define ALK_ABI_MINOR [0-9]+$")
string(REGEX REPLACE "^#define ALK_ABI_MINOR " "" ALKAHEST_PLUGIN_ABI_MINOR "${alkahest_abi_line}")
if(ALKAHEST_PLUGIN_ABI_MINOR STREQUAL "")
    message(FATAL_ERROR "no ALK_ABI_MINOR in ${ALKAHEST_PLUGIN_INCLUDE_DIR}/alkahest/plugin.h")
endif()

function(alkahest_check_pair name pair)
    if(NOT pair MATCHES "^[a-z][a-z0-9_]*\\+[a-z][a-z0-9_]*$")
        message(FATAL_ERROR "plugin ${name}: \"${pair}\" is no dialect+driver")
    endif()
endfunction()

# The manifest's text, in `out`.
function(alkahest_plugin_manifest out name version)
    cmake_parse_arguments(arg "" "DEFAULT;CLIENT;HOMEPAGE;MIN_HOST_MINOR" "PAIRS;DIALECTS;ALIASES;CAPS" ${ARGN})
    set(text "format = 1\nname = alkahest-${name}\nversion = ${version}\nlibrary = ${name}${CMAKE_SHARED_MODULE_SUFFIX}\n")
    string(APPEND text "abi = ${ALKAHEST_PLUGIN_ABI}\nabi_minor = ${ALKAHEST_PLUGIN_ABI_MINOR}\nmin_host_minor = ${arg_MIN_HOST_MINOR}\n")
    foreach(key PAIRS DIALECTS ALIASES DEFAULT CAPS CLIENT HOMEPAGE)
        if(arg_${key})
            string(TOLOWER ${key} word)
            list(JOIN arg_${key} "," value)
            string(APPEND text "${word} = ${value}\n")
        endif()
    endforeach()
    set(${out} "${text}" PARENT_SCOPE)
endfunction()

# The header that every source of the plugin includes first.
function(alkahest_plugin_header file name version min_host_minor manifest)
    string(REGEX REPLACE "([\\\\\"])" "\\\\\\1" quoted "${manifest}")
    string(REPLACE "\n" "\\n\" \\\n    \"" quoted "${quoted}")
    string(REGEX REPLACE " \\\\\n    \"$" "" quoted "${quoted}")
    file(CONFIGURE OUTPUT ${file} @ONLY CONTENT
"#define ALK_PLUGIN_NAME \"alkahest-@name@\"
#define ALK_PLUGIN_VERSION \"@version@\"
#define ALK_PLUGIN_MIN_HOST_MINOR @min_host_minor@
#define ALK_PLUGIN_MANIFEST \\
    \"@quoted@
")
endfunction()

function(alkahest_add_plugin name)
    cmake_parse_arguments(arg "NO_INSTALL" "DEFAULT;CLIENT;VERSION;HOMEPAGE;MIN_HOST_MINOR;OUTPUT_DIRECTORY;MAP;COMPONENT"
        "SOURCES;PAIRS;DIALECTS;ALIASES;CAPS;LINK" ${ARGN})
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "plugin ${name}: what is \"${arg_UNPARSED_ARGUMENTS}\"?")
    endif()
    if(NOT arg_SOURCES OR NOT (arg_PAIRS OR arg_DIALECTS))
        message(FATAL_ERROR "plugin ${name}: SOURCES, and PAIRS or DIALECTS, are required")
    endif()
    foreach(pair IN LISTS arg_PAIRS arg_DEFAULT)
        alkahest_check_pair(${name} ${pair})
    endforeach()
    foreach(dialect IN LISTS arg_DIALECTS)
        if(NOT dialect MATCHES "^[a-z][a-z0-9_]*$")
            message(FATAL_ERROR "plugin ${name}: \"${dialect}\" is no dialect's name")
        endif()
    endforeach()
    foreach(choice "VERSION;${PROJECT_VERSION}" "MIN_HOST_MINOR;0" "OUTPUT_DIRECTORY;${CMAKE_BINARY_DIR}/plugins"
            "MAP;${ALKAHEST_PLUGIN_MAP}" "COMPONENT;dialect_${name}")
        list(POP_FRONT choice key)
        if("${arg_${key}}" STREQUAL "")
            set(arg_${key} "${choice}")
        endif()
    endforeach()

    set(target alkahest_plugin_${name})
    set(header ${CMAKE_CURRENT_BINARY_DIR}/${target}/manifest.h)
    set(manifest_file ${arg_OUTPUT_DIRECTORY}/${name}.alkp)
    alkahest_plugin_manifest(manifest ${name} "${arg_VERSION}" PAIRS ${arg_PAIRS} DIALECTS ${arg_DIALECTS} ALIASES ${arg_ALIASES} CAPS ${arg_CAPS}
        DEFAULT "${arg_DEFAULT}" CLIENT "${arg_CLIENT}" HOMEPAGE "${arg_HOMEPAGE}" MIN_HOST_MINOR "${arg_MIN_HOST_MINOR}")
    alkahest_plugin_header(${header} ${name} "${arg_VERSION}" "${arg_MIN_HOST_MINOR}" "${manifest}")
    file(CONFIGURE OUTPUT ${manifest_file} CONTENT "${manifest}" @ONLY)

    add_library(${target} MODULE ${arg_SOURCES})
    if(COMMAND alk_compile)
        alk_compile(${target})           # inside the tree: its warnings and sanitizers
    endif()
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR} ${ALKAHEST_PLUGIN_INCLUDE_DIR})
    target_compile_options(${target} PRIVATE "SHELL:-include \"${header}\"")
    target_link_libraries(${target} PRIVATE ${arg_LINK})
    set_target_properties(${target} PROPERTIES PREFIX "" OUTPUT_NAME ${name} NO_SONAME ON SKIP_BUILD_RPATH ON
        POSITION_INDEPENDENT_CODE ON C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
        LINK_DEPENDS ${arg_MAP} LIBRARY_OUTPUT_DIRECTORY ${arg_OUTPUT_DIRECTORY})
    alkahest_link_plugin(${target} ${arg_MAP})
    alkahest_check_plugin(${target} ${name})

    if(NOT arg_NO_INSTALL)
        install(TARGETS ${target} LIBRARY DESTINATION ${ALKAHEST_PLUGIN_INSTALL_DIR} COMPONENT ${arg_COMPONENT})
        install(FILES ${manifest_file} DESTINATION ${ALKAHEST_PLUGIN_INSTALL_DIR} COMPONENT ${arg_COMPONENT})
    endif()
endfunction()

# Outside this tree, where the checker is installed, each plugin is examined by the tests; in the tree the tests have their own way.
function(alkahest_check_plugin target name)
    set_property(GLOBAL APPEND PROPERTY ALKAHEST_PLUGINS ${name})
    if(COMMAND alk_compile OR NOT CMAKE_TESTING_ENABLED)
        return()
    endif()
    find_program(ALKAHEST_PLUGIN_CHECK alk-plugin-check)
    if(ALKAHEST_PLUGIN_CHECK)
        add_test(NAME check_plugin_${name} COMMAND ${ALKAHEST_PLUGIN_CHECK} $<TARGET_FILE:${target}>)
    endif()
endfunction()

# One exported symbol, everything bound at load, nothing left undefined, never unloaded.
function(alkahest_link_plugin target map)
    if(APPLE)
        return()
    endif()
    target_link_options(${target} PRIVATE -Wl,--version-script=${map} -Wl,-z,now -Wl,-z,relro -Wl,-z,nodelete -Wl,--exclude-libs,ALL)
    # clang leaves a sanitizer's own symbols in a shared object to the program.
    if(NOT (CMAKE_C_COMPILER_ID MATCHES "Clang" AND "${ALK_SANITIZE}${CMAKE_C_FLAGS}" MATCHES "sanitize|address|undefined|thread"))
        target_link_options(${target} PRIVATE -Wl,-z,defs)
    endif()
endfunction()
