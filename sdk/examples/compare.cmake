# SPDX-License-Identifier: MIT
# Runs PROGRAM in the empty DIRECTORY; what it prints must be what EXPECTED holds. URL_VARIABLE: on the server whose URL is in that variable; where it is not set
# the test says "no server".
file(REMOVE_RECURSE ${DIRECTORY})
file(MAKE_DIRECTORY ${DIRECTORY})
if(URL_VARIABLE AND NOT DEFINED ENV{${URL_VARIABLE}})
    message("no server: ${URL_VARIABLE} is not set")
    return()
endif()
set(url "")
if(URL_VARIABLE)
    set(url $ENV{${URL_VARIABLE}})
endif()
execute_process(COMMAND ${PROGRAM} ${url} WORKING_DIRECTORY ${DIRECTORY} OUTPUT_VARIABLE output ERROR_VARIABLE errors RESULT_VARIABLE status)
file(READ ${EXPECTED} expected)
if(NOT status EQUAL 0 OR NOT output STREQUAL expected)
    message(FATAL_ERROR "status ${status}\n--- printed\n${output}--- expected\n${expected}--- errors\n${errors}")
endif()
